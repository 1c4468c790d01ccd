//! Generates logs of any size: successful and failing calls one after another, each with its own user, room and time. The same
//! arguments produce the same bytes. No two parts of a log are equal.

use std::fmt::Write;

/// A log format that can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Export {
    /// The DevTools console's "Save as…".
    Devtools,
    /// Chromium's `chrome_debug.log`.
    ChromeDebug,
    /// Console events of a test driver, one per line.
    Playwright,
    /// Uploads of the SDK: one body with many log lines per line.
    Upload,
    /// The DevTools console's "Save as…" of a page on which every call fails, each with another message: no entry is equal to
    /// another one, so no cache helps, and each entry is explained by its message.
    Failures,
}

impl Export {
    /// All formats.
    pub(crate) const ALL: [Self; 5] =
        [Self::Devtools, Self::ChromeDebug, Self::Playwright, Self::Upload, Self::Failures];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Devtools => "devtools",
            Self::ChromeDebug => "chrome-debug",
            Self::Playwright => "playwright",
            Self::Upload => "upload",
            Self::Failures => "failures",
        }
    }
}

/// Generates a log piece by piece.
pub(crate) struct Maker {
    export: Export,
    random: u64,
    /// The time of the SDK's clock in milliseconds.
    millis: u64,
    /// The forms of the SDK's failure messages, with parameters in braces; empty unless the log has only failures.
    forms: Vec<String>,
}

/// Names and numbers at the end of failure messages.
const TAGS: [&str; 6] = [
    "INVALID_PARAMETER 0x1000", "INVALID_OPERATION 0x1001", "INITIALIZE_FAILED 0x4003", "JOIN_ROOM_FAILED 0x4004",
    "API_CALL_TIMEOUT 0x4041", "UNKNOWN 0xffff",
];

/// Reasons for failing to enter a room: the server's code and message.
const REFUSALS: [(i32, &str); 6] = [
    (-10012, "room id is not right"),
    (-10013, "userSig authentication failed"),
    (-10016, "create room failed"),
    (10006, "service suspended, payments are overdue"),
    (-100_018, "private map key is not right"),
    (-10_024, "request forbidden"),
];

impl Maker {
    /// Starts a log.
    pub(crate) fn new(export: Export) -> Self {
        let forms = if export == Export::Failures { message_forms() } else { Vec::new() };
        Self { export, random: 7, millis: 0, forms }
    }

    /// The next piece of at least `bytes` bytes, made of whole calls. One call in ten fails, or every call.
    pub(crate) fn piece(&mut self, bytes: usize) -> String {
        let mut log = String::with_capacity(bytes + 64 * 1024);
        while log.len() < bytes {
            let fails = self.below(10) == 0;
            let user = format!("user_{:06}", self.below(1_000_000));
            let lines = if self.forms.is_empty() { self.call(&user, fails) } else { self.failure(&user) };
            if self.export == Export::Upload {
                self.write_body(&mut log, &user, &lines);
            } else {
                for (level, message) in lines {
                    let clock = self.tick();
                    self.write(&mut log, &clock, level, &message);
                }
            }
        }
        log
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % end
    }

    fn tick(&mut self) -> String {
        self.millis += 37;
        let (seconds, rest) = (self.millis / 1000, self.millis % 1000);
        format!("{:02}:{:02}:{:02}:{rest:03}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    }

    fn write(&self, log: &mut String, clock: &str, level: &str, message: &str) {
        let styles = "%cTRTC%c%s padding: 1px 4px;border-radius: 3px;color: #fff;background: #1E88E5; display: inline";
        let micros = self.millis % 1000 * 1000;
        let _ = match self.export {
            Export::Devtools | Export::Failures => writeln!(log, "trtc.js:1 TRTC[{clock}] <{level}> {message}"),
            Export::ChromeDebug => writeln!(
                log,
                "[9994:9994:1123/164446.{micros:06}:INFO:CONSOLE:1] \"{styles} [{clock}] <{level}> {message}\", \
                 source: https://class.example.com/sdk/trtc.js (1)"
            ),
            Export::Playwright | Export::Upload => writeln!(
                log,
                "{{\"event\":\"console\",\"time\":\"2026-11-23T16:41:56.648Z\",\"type\":\"info\",\"text\":\"{styles} \
                 [{clock}] <{level}> {}\",\"location\":\"https://class.example.com/sdk/trtc.js:0:172294\"}}",
                escaped(message)
            ),
        };
    }

    fn write_body(&mut self, log: &mut String, user: &str, lines: &[(&str, String)]) {
        for lines in lines.chunks(40) {
            let time = self.millis / 60_000 % 60;
            let _ = write!(
                log,
                "{{\"timestamp\":\"11/24/2026, 1:{time:02}:50 AM\",\"sdkAppId\":\"1400000000\",\"userId\":\"{user}\",\
                 \"version\":\"4.15.22\",\"log\":\""
            );
            for (level, message) in lines {
                let _ = write!(log, "[{}] <{level}> {}\\n", self.tick(), escaped(message));
            }
            log.push_str("\"}\n");
        }
    }

    /// The lines of one call.
    fn call(&mut self, user: &str, fails: bool) -> Vec<(&'static str, String)> {
        let room = 1000 + self.below(100_000);
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
            (
                "INFO",
                format!("[↑c1|{user}] Join() => joining room: {room} useStringRoomId: false mode: rtc role: anchor"),
            ),
        ];
        if fails {
            let (code, words) = REFUSALS[self.below(REFUSALS.len() as u64) as usize];
            lines.push(("ERROR", format!("[↑c1|{user}] Join room failed result: {code} error: {words}")));
            lines.push((
                "ERROR",
                format!(
                    "[↑c1|{user}] RtcError: Failed to join room - {words} code: {code} \n\
                     Refer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html\n <JOIN_ROOM_FAILED 0x4004>\n\
                     value @ trtc.js:1\nvalue @ trtc.js:1\n(anonymous) @ app.js:30"
                ),
            ));
            return lines;
        }
        lines.push(("INFO", format!("[↑c1|{user}] Join room success, start heartbeat")));
        lines.push(("DEBUG", format!("[↑n|{user}] sending sdp offer: {}", self.offer())));
        for round in 0..40 {
            let rtt = 20 + self.below(200);
            lines.push(("INFO", format!("[↑q|{user}] uplink network quality change 0 -> 1, rtt: {rtt}, loss: 0")));
            lines.push(("DEBUG", format!("[↑n|{user}] candidate: host udp:192.0.2.7:{} ethernet", 40_000 + round)));
            lines.push(("INFO", format!("[↑s1|{user}] video player is starting playing, bit rate {rtt}, width 640")));
        }
        lines.push(("INFO", format!("[↑c1|{user}] leave() => leaving room")));
        lines
    }

    /// A failure of any kind that the program can explain.
    fn failure(&mut self, user: &str) -> Vec<(&'static str, String)> {
        let idx = self.below(self.forms.len() as u64) as usize;
        let form = self.forms[idx].clone();
        let mut message = String::new();
        for (idx, piece) in form.split(['{', '}']).enumerate() {
            if idx % 2 == 0 {
                message.push_str(piece);
            } else {
                let value = self.value(piece);
                message.push_str(&value);
            }
        }
        let (attempt, tag) = (self.below(1 << 30), TAGS[self.below(TAGS.len() as u64) as usize]);
        let failure = format!(
            "[↑c1|{user}] attempt {attempt} RtcError: {message} \nRefer to: \
             https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html\n <{tag}>\nvalue @ trtc.js:1\n(anonymous) @ app.js:30"
        );
        vec![("ERROR", failure)]
    }

    /// A value for a parameter of a failure message.
    fn value(&mut self, parameter: &str) -> String {
        let number = self.below(100_000);
        match parameter {
            "quote" => "'".to_owned(),
            "scheduling" => "schedule failed".to_owned(),
            "index" | "code" | "status" | "size" => number.to_string(),
            "end" => String::new(),
            "owner" => "clientConfig.".to_owned(),
            "param" => format!("config.streams[{number}].width"),
            "words" | "inner" => format!("the server did not answer request {number} in time"),
            "got" => format!("\"{number}\""),
            _ => format!("{parameter}_{number}"),
        }
    }

    /// An SDP offer, which has many lines.
    fn offer(&mut self) -> String {
        let mut offer = format!("v=0\r\no=- {} 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0", self.below(1 << 30));
        for codec in 96..120 {
            let _ = write!(offer, "\r\na=rtpmap:{codec} H264/90000\r\na=rtcp-fb:{codec} nack\r\na=fmtp:{codec} apt=96");
        }
        offer
    }
}

/// Text escaped for a JSON string.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\r', "\\r").replace('\n', "\\n")
}

/// The forms of all failure messages that the program knows.
fn message_forms() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/knowledge/messages");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the folder of messages").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::path);
    let texts = files.iter().map(|file| std::fs::read_to_string(file.path()).expect("a readable file"));
    let files: Vec<serde_json::Value> = texts.map(|text| serde_json::from_str(&text).expect("JSON")).collect();
    let shapes = files.iter().filter_map(|file| file["messages"].as_array()).flatten();
    let forms = shapes.filter_map(|shape| shape["forms"].as_array()).flatten();
    forms.filter_map(|form| form.as_str().map(str::to_owned)).collect()
}
