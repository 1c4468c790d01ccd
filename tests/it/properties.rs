//! Every message of the SDK, with the prefix and ending of every version, in every format: exactly the inserted code is found,
//! although user, room and address contain numbers that resemble codes.

use std::collections::BTreeSet;

use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

const URL: &str = "https://web.sdk.qcloud.com/trtc/webrtc/doc/en/module-ErrorCode.html";

/// `NAME message` lines; values that the SDK fills in are an `x`.
const SHAPES: &str = include_str!("../data/message-shapes.txt");

/// The prefixes of all SDK versions, with a user whose name is an account code.
const PREFIXES: &[&str] = &[
    "[00:46:46] <ERROR> [c|70001]  ",
    "[01:00:19:77] <ERROR> [c1|70001] ",
    "TRTC[01:00:19:57] <ERROR> [c1|70001] ",
    "TRTC[00:41:58:638] <ERROR> [↑c4|70001] ",
    "[11/24/2026, 1:13:51 AM] <ERROR>: [c|70001] ",
    "[2026-11-23T17:09:24.620Z] <ERROR>: ",
];

/// The error's text with the endings of all versions: tag and address, address and tag, three lines.
fn endings(message: &str, tag: &str) -> [String; 3] {
    [
        format!("RtcError: {message} {tag} {URL}"),
        format!("RtcError: {message} Refer to：{URL} {tag}"),
        format!("RtcError: {message} \nRefer to: {URL}\n {tag}"),
    ]
}

/// The line in every format that contains console lines, between lines without errors.
fn formats(line: &str) -> Vec<String> {
    let quoted = serde_json::to_string(line).expect("a text is JSON");
    let inside = &quoted[1..quoted.len() - 1];
    let styled = format!("%cTRTC%c%s padding: 1px; display: inline {line}");
    vec![
        format!("trtc.js:1 {line}\nvalue @ trtc.js:16388\napp.js:2 joined room: 5001\n"),
        format!("00:41:56.113 trtc.js:1 {line}\n00:41:56.114 app.js:2 joined room: 5001\n"),
        format!("[1:2:1123/164158.785325:INFO:CONSOLE:1] \"{styled}\", source: https://a.example/trtc.js (1)\n"),
        format!(
            "[{{\"level\":\"SEVERE\",\"message\":{quoted},\"source\":\"console-api\",\"timestamp\":1795452116519}}]"
        ),
        format!(
            "{{\"event\":\"console\",\"type\":\"error\",\"text\":{quoted}}}\n{{\"event\":\"console\",\"text\":\"5001\"}}\n"
        ),
        format!("{{\"timestamp\":\"1\",\"sdkAppId\":\"1400188366\",\"userId\":\"70001\",\"log\":\"{inside}\"}}"),
        format!("time,message\n1,\"{}\"\n", line.replace('"', "\"\"")),
        format!("您好，房间 5001：\n> {}\n", line.replace('\n', "\n> ")),
        format!("{line}\n"),
    ]
}

fn findings(log: &str) -> BTreeSet<ErrorCode> {
    let source = LogSource::Pasted(log.to_owned());
    let diagnosis = inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("text can be read");
    diagnosis.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn exactly_the_inserted_code_is_found_in_every_version_and_format() {
    let mut checked = 0;
    for shape in SHAPES.lines() {
        let (name, message) = shape.split_once(' ').expect("a name and a message");
        let entries = Catalog::current().by_name(name);
        let entry = entries.into_iter().find(|entry| entry.code.family() == Family::WebV4);
        let code = entry.unwrap_or_else(|| panic!("{name} is not in the catalog")).code;
        let endings = endings(message, &format!("<{name} {code}>"));
        for prefix in PREFIXES {
            // Each prefix gets the next ending.
            let text = &endings[checked % endings.len()];
            for log in formats(&format!("{prefix}{text}")) {
                assert_eq!(findings(&log), BTreeSet::from([code]), "{log}");
            }
            checked += 1;
        }
    }
    assert!(checked > 600);
}

/// Numbers that are codes in other places.
const NUMBERS: &[&str] = &["5001", "10006", "-10013", "70001", "-8", "16388", "4098", "4100", "5302", "0x4004", "404"];

/// Places in which a number (`§`) is not a code.
const LOOK_ALIKES: &[&str] = &[
    "Join() => joining room: § useStringRoomId: false mode: rtc role: anchor",
    "reJoin room: § failed, please check your network.",
    "ChannelSetup Success: signalIp:192.0.2.1 relayIp:192.0.2.2 clientIp:192.0.2.3 checkSigSeq:§",
    "uplink network quality change 0 -> 6, rtt: §, loss: §",
    "local candidate: host udp:192.0.2.7:§ ethernet",
    "baseTime from server: Tue Nov 24 2026 00:41:56 GMT+0800 (China Standard Time) offset: §",
    "peer published detected [§]",
    "user § joined, bit rate §, width §, height §, frame rate §",
    "connect to url: wss://a.example?sdkAppId=1400188366&userId=§&roomId=§&tz=§&code=§",
    "reconnecting to main signal channel [§/30]",
    "sending cmd: § seq: § ssrc: §",
    "a=candidate:§ 1 udp § 192.0.2.1 § typ host",
    "a=rtpmap:§ H264/90000",
    "at value (https://a.example/trtc.js:1:§)",
    "see https://cloud.tencent.com/document/product/647/§",
    "code: 0 extraCode: 0 errCode: undefined",
    "TRTC Web SDK Version: 4.15.22, build §",
    "Chrome/156.0.§.0 Safari/537.36",
    "{\"cmd\":§,\"seq\":§,\"code\":0,\"roomId\":\"§\",\"userId\":\"§\"}",
    "sdkAppId 1400XXXXXX userId §",
];

#[test]
fn numbers_that_are_not_codes_are_ignored() {
    let prefixes = [
        "[00:46:46] <INFO> [c|§]  ",
        "[01:00:19:77] <WARN> [c1|§] ",
        "TRTC[00:41:58:638] <INFO> [↑c4|§] ",
        "TRTC[00:41:58:638] <WARN> [↓n|§] ",
        "[11/24/2026, 1:13:51 AM] <DEBUG>: [c|§] ",
    ];
    for (turn, number) in NUMBERS.iter().enumerate() {
        for (idx, look_alike) in LOOK_ALIKES.iter().enumerate() {
            let prefix = prefixes[(turn + idx) % prefixes.len()];
            for log in formats(&format!("{prefix}{look_alike}").replace('§', number)) {
                assert_eq!(findings(&log), BTreeSet::new(), "{log}");
            }
        }
    }
}
