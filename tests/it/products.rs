//! A code belongs to the product whose signs are beside it. A number without a sign is unclear, and numbers in the answers of
//! other services are no codes.

use std::fmt::Write;

use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::finding::{Finding, Product};
use trtc_lens::inspect::{InspectOptions, codes_in_text};
use trtc_lens::source::LogSource;

use crate::formats::{diagnosis_of, findings_of};

/// A line with a code in each kind of place that any program may use. `{n}` is the code, `{sign}` a sign or nothing.
const OPEN_PLACES: [&str; 12] = [
    "{sign} error code: {n}",
    "{sign} failed, errCode: {n}",
    "{sign} failed, errorCode={n}",
    "{sign} 错误码：{n}",
    "{sign} Error {\"code\":{n},\"message\":\"failed\"}",
    "{sign} Error {“code”:{n},“message”:“failed”}",
    "{sign} error: {\"errCode\":{n},\"errMsg\":\"failed\"}",
    "{\"name\":\"{sign}Error\",\"code\":{n},\"message\":\"failed\",\"stack\":\"x\"}",
    "{\"where\":\"{sign}\",\"errorCode\":{n},\"errorMsg\":\"failed\"}",
    "{\"where\":\"{sign}\",\"extraCode\":{n},\"message\":\"failed\"}",
    "{\"text\":\"{sign} failed\",\"error_code\":{n}}",
    "[app] {sign} failed extraCode: {n}",
];

/// Lines of the SDK and its statistics, whose places are those of its own codes and of its servers.
const OWN_PLACES: [&str; 6] = [
    "TRTC[00:00:01:000] <ERROR> [↑c1|a] Join room failed result: {n} error: x",
    "TRTC[00:00:01:000] <ERROR> [↑c1|a] RtcError: Failed to join room - x code: {n} ",
    "TRTC[00:00:01:000] <ERROR> [↑ws|a] publish failed, response code is {n} , errMsg: x",
    "[00:00:01:000] <ERROR> [↑t1-r1|a] switch room failed. result: {n} error: x",
    "TRTC[00:00:01:000] <ERROR> [↑ws|a] {n}, x",
    "{\"timestamp\":\"1\",\"sdkAppId\":\"1\",\"userId\":\"a\",\"version\":\"4.15.22\",\"log\":\"stat-join-failed-{n}\"}",
];

/// Signs of the products beside the Web SDK.
const SIGNS: [(Product, &str); 10] = [
    (Product::Native, "onEnterRoom"),
    (Product::Native, "TRTCCloud"),
    (Product::Chat, "TIMSDK"),
    (Product::Chat, "createGroup"),
    (Product::Call, "TUICallKit"),
    (Product::Call, "TRTCCalling"),
    (Product::RoomKit, "TUIRoomEngine"),
    (Product::WebRtcApi, "WebRTCAPI"),
    (Product::OtherVendor, "AgoraRTC"),
    (Product::OtherVendor, "ZegoExpress"),
];

/// The numbers of all families. People write codes of v4 in hexadecimal, but places take any form.
fn numbers() -> Vec<i64> {
    let entries = Catalog::current().entries().iter();
    let mut numbers: Vec<i64> =
        entries.filter_map(|entry| entry.code.value()).filter(|value| value.abs() >= 1000).collect();
    numbers.extend([-1301, -3301, 6206, 60_005, -2101, 10_004, 99_999, -9_999]);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn families_with(value: i64) -> Vec<Family> {
    Catalog::current().by_value(value).map(|entry| entry.code.family()).collect()
}

/// The families that may be meant without a sign. The native SDK passes on the codes of the same servers.
fn candidate_families(value: i64) -> Vec<Family> {
    let mut families = families_with(value);
    if families.contains(&Family::Server) && value <= -10_000 {
        families.retain(|family| *family != Family::Native);
    }
    families
}

fn line(place: &str, sign: &str, number: i64) -> String {
    place.replace("{sign}", sign).replace("{n}", &number.to_string())
}

fn show(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut text, finding| {
        let _ = write!(text, " {} {}", finding.code.family(), finding.code);
        text
    })
}

#[test]
fn a_sign_decides_the_family_of_any_number() {
    let mut wrong = Vec::new();
    for (product, sign) in SIGNS {
        for place in OPEN_PLACES {
            for number in numbers() {
                let found = codes_in_text(&line(place, sign, number));
                let families = families_with(number);
                let is_right = match (product.neighbour_family(), found.as_slice()) {
                    (None, []) => true,
                    (Some(family), [finding]) => {
                        let is_account = (70_000..71_000).contains(&number) || families.contains(&Family::Account);
                        let own = if is_account && !families.contains(&family) { Family::Account } else { family };
                        finding.code == ErrorCode::new(own, number)
                            && finding.body.known == families.contains(&own)
                            && finding.body.alternatives.is_empty()
                            && finding.body.product == Some(product)
                    }
                    _ => false,
                };
                if !is_right {
                    wrong.push(format!("{}:{}", line(place, sign, number), show(&found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

#[test]
fn a_number_without_a_sign_is_unclear_unless_one_family_has_it() {
    let mut wrong = Vec::new();
    for place in OPEN_PLACES {
        for number in numbers() {
            let text = line(place, "", number);
            let found = codes_in_text(&text);
            let families = candidate_families(number);
            let is_main_code = number % 100 == 0 && (5000..6000).contains(&number) || matches!(number, 5998 | 5999);
            for finding in &found {
                let family = finding.code.family();
                let is_decided = family == Family::Account && (70_000..71_000).contains(&number)
                    || is_main_code && family == Family::WebV5
                    || families == [family] && !family.is_neighbour()
                    || finding.code.value() != Some(number);
                let candidates: Vec<Family> = finding.body.alternatives.iter().map(|code| code.family()).collect();
                // `errCode` is a likely sign of the native SDK.
                let is_decided =
                    is_decided || text.contains("errCode") && finding.body.product == Some(Product::Native);
                let is_unclear = family == Family::Unclear
                    && !finding.body.known
                    && families.iter().all(|family| candidates.contains(family));
                if !(is_decided || is_unclear) {
                    wrong.push(format!("{text}:{}", show(&found)));
                }
            }
            // Every web service answers with a code and a message.
            let is_answer = text.contains("\"code\":") || text.contains("“code”");
            if found.is_empty() && !is_answer {
                wrong.push(text);
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

#[test]
fn places_of_the_sdk_have_its_own_codes_and_those_of_its_servers() {
    let mut wrong = Vec::new();
    for place in OWN_PLACES {
        for number in numbers() {
            let text = line(place, "", number);
            let found = codes_in_text(&text);
            let is_own =
                |finding: &Finding| !finding.code.family().is_neighbour() && finding.code.family() != Family::Unclear;
            if found.is_empty() || !found.iter().all(is_own) {
                wrong.push(format!("{text}:{}", show(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

/// Answers of services that are not Tencent's, as pages request them.
const ANSWERS: [(&str, &str); 30] = [
    ("https://api.example.com/user", r#"{"code":70001,"msg":"no such user"}"#),
    ("https://api.example.com/order", r#"{"code":10006,"msg":"no such order"}"#),
    ("https://api.example.com/x", r#"{"code":5000,"message":"system error"}"#),
    ("https://api.example.com/y", r#"{"code":5001,"message":"parameter missing"}"#),
    ("https://api.example.com/z", r#"{"code":-10013,"message":"denied"}"#),
    ("https://pay.example.org/v1", r#"{"errcode":40001,"errmsg":"invalid credential"}"#),
    ("https://pay.example.org/v2", r#"{"errorCode":16388,"errorMsg":"card refused"}"#),
    ("https://pay.example.org/v3", r#"{"error":{"code":16389,"message":"card expired"}}"#),
    ("https://map.example.net/geo", r#"{"status":"REQUEST_DENIED","error_message":"INVALID_PARAMETER: key"}"#),
    ("https://map.example.net/poi", r#"{"code":4004,"message":"not found"}"#),
    ("https://cms.example.com/a", r#"{"errCode":-8,"errMsg":"bad token"}"#),
    ("https://cms.example.com/b", r#"{"code":0,"data":{"code":70013,"reason":"expired"}}"#),
    ("https://cms.example.com/c", r#"{"code":-100013,"msg":"balance too low"}"#),
    ("https://cms.example.com/d", r#"{"code":100024,"msg":"closed"}"#),
    ("https://ads.example.com/e", r#"{"code":5300,"message":"slot empty"}"#),
    ("https://ads.example.com/f", r#"{"code":5400,"extraCode":5401,"message":"quota"}"#),
    ("https://auth.example.com/g", r#"{"code":70402,"message":"bad request"}"#),
    ("https://auth.example.com/h", r#"{"errorCode":6206,"errorMessage":"ticket expired"}"#),
    ("https://auth.example.com/i", r#"{"name":"NotAllowedError","message":"forbidden"}"#),
    ("https://shop.example.com/j", r#"{"code":60005,"message":"stock"}"#),
    ("https://shop.example.com/k", r#"[{"code":10001,"msg":"a"},{"code":10002,"msg":"b"}]"#),
    ("https://shop.example.com/l", r#"{"result":"failed","code":5003}"#),
    ("https://shop.example.com/m", r#"{"msg":"错误码 70003"}"#),
    ("https://shop.example.com/n", r#"{"error":"error 16388"}"#),
    ("https://log.example.com/o", r#"{"code":-1301,"desc":"device"}"#),
    ("https://log.example.com/p", r#"{"error_code":-3301,"error_msg":"timeout"}"#),
    ("https://log.example.com/q", r#"{"code":16451,"stack":"at x","name":"Error"}"#),
    ("https://log.example.com/r", r#"{"ErrorCode":70009,"ErrorInfo":"check"}"#),
    ("https://im.example.com/s", r#"{"code":8010,"message":"unknown id"}"#),
    ("https://im.example.com/t", r#"{"code":20003,"message":"user"}"#),
];

/// An HTTP archive with these answers: address, status and body.
fn archive(answers: &[(&str, u16, &str)]) -> String {
    let entries: Vec<_> = answers
        .iter()
        .map(|(url, status, body)| {
            serde_json::json!({
                "startedDateTime": "2026-11-24T10:00:00.000Z",
                "request": {"method": "POST", "url": url},
                "response": {"status": status, "content": {"mimeType": "application/json", "text": body}},
            })
        })
        .collect();
    serde_json::json!({"log": {"version": "1.2", "entries": entries}}).to_string()
}

fn findings(text: &str) -> String {
    findings_of(&diagnosis_of(&LogSource::Pasted(text.to_owned()), &InspectOptions::default()))
}

#[test]
fn answers_of_other_services_in_an_archive_are_no_codes() {
    let answers = ANSWERS.map(|(url, body)| (url, 200, body));
    assert_eq!(findings(&archive(&answers)), "");
    // Failed requests to other hosts are not about the SDK either.
    assert_eq!(findings(&archive(&ANSWERS.map(|(url, _)| (url, 502, "")))), "");
}

#[test]
fn answers_about_the_sdk_in_an_archive_are_codes() {
    let found = findings(&archive(&[
        ("https://schedule.rtc.qcloud.com/api/v1/config", 200, r#"{"code":70001,"message":"x"}"#),
        ("https://api.example.com/sig", 200, r#"{"code":70003,"msg":"userSig is invalid"}"#),
        ("https://api.example.com/join", 200, r#"{"code":-10013,"msg":"TRTC join failed"}"#),
        ("https://schedule.rtc.qcloud.com/api/v1/config", 502, ""),
        ("https://schedule.rtc.qcloud.com/api/v1/config", 407, ""),
        ("wss://signaling.rtc.qq.com/?userSig=x", 403, ""),
        ("https://pingtas.qq.com/webview/pingd", 404, ""),
    ]));
    expect_test::expect![[r#"
        1 /log/entries/0/response/content/text account 70001 "code: 70001"
        1 /log/entries/1/response/content/text account 70003 "code: 70003"
        1 /log/entries/2/response/content/text server -10013 "code: -10013"
        1 /log/entries/3 network 502 "502"
        1 /log/entries/4 network 407 "407"
        1 /log/entries/5 network 403 "403"
    "#]]
    .assert_eq(&found.lines().fold(String::new(), |all, row| all + row.trim_start() + "\n"));
}

#[test]
fn the_version_is_known_before_the_lines_are_read() {
    let banner = "trtc.js:1 [00:00:09:000] <INFO> TRTC Web SDK Version: 5.17.1\n";
    for (log, code) in [
        ("mic {code: 5300, extraCode: 5302}", "web-v5 5302"),
        ("code: 5500, extraCode: 5501", "web-v5 5501"),
        ("DEVICE_ERROR(5302)", "web-v5 5302"),
        (
            "Uncaught INVALID_PARAMETER: 'sdkAppId' must be type of number when calling enterRoom(), received type: string.",
            "web-v5 5002",
        ),
        ("INVALID_OPERATION: cannot startLocalVideo because you are not enter room yet.", "web-v5 5101"),
        ("[00:00:01:000] <ERROR> [↑t1-r1|a] x\napp.js:2 error code: 5001 extraCode: 0\n", "web-v5 5001"),
        ("app.js:2 enterRoom failed SERVER_ERROR\n", "web-v5 5400"),
        ("app.js:2 x INVALID_PARAMETER: words\n", "web-v5 5000"),
        (
            "app.js:2 enterRoom failed SERVER_ERROR: your TRTC account run out of credit, please recharge.\n",
            "server -100013",
        ),
        ("[00:00:01:000] <WARN> [↑t1-r1-spc1|a] firewall restriction\n", "web-v5 5501"),
    ] {
        let log = if log.ends_with('\n') { format!("{log}{banner}") } else { format!("{log}\n") };
        let found = findings(&log);
        assert!(found.contains(code), "{log}: {found}");
        assert!(!found.contains("server 5") && !found.contains("web-v4"), "{log}: {found}");
    }
}

#[test]
fn lines_of_other_loggers_are_entries_of_their_own() {
    let log = "trtc.js:1 TRTC[10:00:05:100] <ERROR> [↑c1|alice] RtcError: Failed to join room - x code: -100013 \n\
               \x20<JOIN_ROOM_FAILED 0x4004>\n\
               TRTCCalling 10:00:05.110: call error {\"code\":65535,\"message\":\"x\"}\n\
               【CallService】accept failed {\"code\":65535,\"message\":\"x\"}\n\
               TIM: 2026-11-24 10:00:05.120/I/4711 login failed, code: 70001\n";
    let diagnosis = diagnosis_of(&LogSource::Pasted(log.to_owned()), &InspectOptions::default());
    let rows: Vec<String> = diagnosis
        .findings
        .iter()
        .map(|found| {
            format!(
                "{} {} {} {}",
                found.entry_line,
                found.code.family(),
                found.code,
                found.time.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "1 server -100013 10:00:05.100",
            "1 web-v4 0x4004 10:00:05.100",
            "3 call 65535 10:00:05.110",
            "4 call 65535 -",
            "5 account 70001 2026-11-24 10:00:05.120",
        ]
    );
}

#[test]
fn the_last_line_counts_without_a_line_end() {
    let lines = |text: &str| diagnosis_of(&LogSource::Pasted(text.to_owned()), &InspectOptions::default()).lines;
    assert_eq!([lines("one"), lines("one\n"), lines("one\ntwo"), lines("{\"a\":1}")], [1, 1, 2, 1]);
}
