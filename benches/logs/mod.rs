//! Logs of any size, made by rule: calls that go well and calls that fail, one after another, each with its own user. The
//! same arguments give the same bytes.

use std::fmt::Write;

/// An export to imitate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The DevTools console's "Save as…".
    Devtools,
    /// Chromium's `chrome_debug.log`.
    ChromeDebug,
    /// Console events of a test driver, one a line.
    Playwright,
}

impl Export {
    /// All exports.
    pub const ALL: [Self; 3] = [Self::Devtools, Self::ChromeDebug, Self::Playwright];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Devtools => "devtools",
            Self::ChromeDebug => "chrome-debug",
            Self::Playwright => "playwright",
        }
    }

    fn write(self, log: &mut String, clock: &str, level: &str, message: &str) {
        let styles = "%cTRTC%c%s padding: 1px 4px;border-radius: 3px;color: #fff;background: #1E88E5; display: inline";
        let _ = match self {
            Self::Devtools => writeln!(log, "trtc.js:1 TRTC[{clock}] <{level}> {message}"),
            Self::ChromeDebug => writeln!(
                log,
                "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"{styles} [{clock}] <{level}> {message}\", \
                 source: https://class.example.com/sdk/trtc.js (1)"
            ),
            Self::Playwright => {
                let message = message.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
                writeln!(
                    log,
                    "{{\"event\":\"console\",\"time\":\"2026-11-23T16:41:56.648Z\",\"type\":\"info\",\"text\":\"{styles} \
                     [{clock}] <{level}> {message}\",\"location\":\"https://class.example.com/sdk/trtc.js:0:172294\"}}"
                )
            }
        };
    }
}

/// A log of at least `bytes`; in one call of ten something fails.
pub fn make(export: Export, bytes: usize) -> String {
    let mut log = String::with_capacity(bytes + 16 * 1024);
    let mut random = 7_u64;
    let mut millis = 0_u64;
    while log.len() < bytes {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let user = format!("user_{:06}", (random >> 33) % 1_000_000);
        let fails = (random >> 20).is_multiple_of(10);
        for (level, message) in call(&user, fails) {
            millis += 37;
            let (seconds, rest) = (millis / 1000, millis % 1000);
            let clock = format!("{:02}:{:02}:{:02}:{rest:03}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
            export.write(&mut log, &clock, level, &message);
        }
    }
    log
}

/// The lines of one call.
fn call(user: &str, fails: bool) -> Vec<(&'static str, String)> {
    let url = format!(
        "wss://signal-a.rtc.example.com?sdkAppId=1400000000&userId={user}&userSig=eJwtjE0LgkAUAP-not-a-signature"
    );
    let mut lines = vec![
        ("INFO", "TRTC Web SDK Version: 4.15.22".to_owned()),
        ("INFO", format!("[↑c1|{user}] using sdpSemantics: unified-plan")),
        ("INFO", format!("[↑c1|{user}] setup signal channel")),
        ("INFO", format!("[↑ws|{user}] connect to url: {url}")),
        ("INFO", format!("[↑c1|{user}] SignalChannel state changed from DISCONNECTED to CONNECTING")),
        ("INFO", format!("[↑ws|{user}] websocket[{url}] is connected")),
        ("INFO", format!("[↑c1|{user}] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor")),
    ];
    if fails {
        lines.push(("ERROR", format!("[↑c1|{user}] Join room failed result: -10012 error: room id is not right")));
        lines.push((
            "ERROR",
            format!(
                "[↑c1|{user}] RtcError: Failed to join room - room id is not right code: -10012 \n\
                 Refer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html\n <JOIN_ROOM_FAILED 0x4004>\n\
                 value @ trtc.js:1\nvalue @ trtc.js:1\n(anonymous) @ app.js:30"
            ),
        ));
        return lines;
    }
    lines.push(("INFO", format!("[↑c1|{user}] Join room success, start heartbeat")));
    for round in 0..40 {
        lines.push(("INFO", format!("[↑q|{user}] uplink network quality change 0 -> 1, rtt: {}, loss: 0", 20 + round)));
        lines.push(("DEBUG", format!("[↑n|{user}] candidate: host udp:192.0.2.7:{} ethernet", 40_000 + round)));
        lines.push(("INFO", format!("[↑s1|{user}] video player is starting playing, bit rate 5001, width 640")));
    }
    lines.push(("INFO", format!("[↑c1|{user}] leave() => leaving room")));
    lines
}
