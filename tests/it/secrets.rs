//! No report contains a secret of its log, and reports lose nothing but secrets. This file has its own patterns for secrets,
//! independent of the redactor. What they find in a sample must not be in any report of the sample, in any encoding.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::{Value, json};
use trtc_lens::catalog::Catalog;
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::report::inspection::{Report, ReportFormat, ReportOptions, render, summary};
use trtc_lens::report::redact::Redactor;
use trtc_lens::source::LogSource;

/// Places of secrets in logs; the first group is the secret. Derived from the SDK's lines, not from the redactor.
const PATTERNS: &[&str] = &[
    r#"(?i)user_?sig=([^&\s\]"\\]+)"#,
    r#"(?i)user_?sig\\*"\s*:\s*\\*"([^"\\]+)"#,
    r#"(?i)user_?sig%3D([A-Za-z0-9*_-]+)"#,
    r#"credential\\*"\s*:\s*\\*"([^"\\]+)"#,
    r#"privateMapKey\\*"?\s*[:=]\s*\\*"([^"\\]{8,})"#,
    r#"[?&](?:token|access_token|secret|auth)=([^&\s\]"\\]{4,})"#,
    r#"(?:signalIp|clientIp|relayIp|localip|relayip|innerip|relayInnerIp|relayOuterIp)\W{1,6}(\d+\.\d+\.\d+\.\d+)"#,
    r"candidate: \w+ \w+:(\S+):\d+",
    r"a=candidate:\S+ \d \w+ \d+ (\S+)",
    r#"a=ice-pwd:([^\s\\"]+)"#,
    r"a=fingerprint:\S+ ([0-9A-F:]{20,})",
    r#"\\*"label\\*":\\*"([^"\\]*[^"\\\w][^"\\]*)"#,
    r#"\\*"(?:deviceId|cameraId|microphoneId|groupId)\\*":\\*"([^"\\]{16,})"#,
    r"\|(1[3-9]\d{9})\]",
];

/// Matches of the patterns that are not secrets: the SDK hides signatures itself, and browsers name their default device.
const NO_SECRETS: &[&str] = &["hided", "default", "communications", "0.0.0.0", "127.0.0.1", "undefined"];

fn secrets_of(text: &str) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    // Records contain text with escaped quotes and line breaks.
    for text in [text.to_owned(), text.replace("\\\"", "\"").replace("\\n", "\n")] {
        for pattern in PATTERNS {
            let pattern = Regex::new(pattern).expect("a pattern of this test");
            secrets.extend(pattern.captures_iter(&text).map(|captures| captures[1].to_owned()));
        }
    }
    secrets.retain(|secret| secret.len() >= 4 && !NO_SECRETS.contains(&secret.as_str()) && !secret.contains('‹'));
    secrets
}

/// The encodings of a secret in the report formats.
fn forms(secret: &str) -> BTreeSet<String> {
    let percent = |text: &str, kept: &str| -> String {
        let encode = |byte: u8| match char::from(byte) {
            c if c.is_ascii_alphanumeric() || kept.contains(c) => c.to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(encode).collect()
    };
    let escaped = |text: &str| Value::from(text).to_string().trim_matches('"').to_owned();
    let encoded = percent(secret, "-_.~");
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&#39;");
    let mut forms = BTreeSet::from([
        secret.to_owned(),
        percent(&encoded, "-_.~"),
        encoded,
        percent(secret, "-_.~*!'()"),
        escaped(secret),
        escaped(&escaped(secret)),
        secret.replace('/', "\\/"),
        html,
        secret.replace('"', "\"\""),
        // Markdown's escapes.
        secret.chars().map(|c| if "*_-.".contains(c) { format!("\\{c}") } else { c.to_string() }).collect(),
    ]);
    forms.extend((0..3).map(|shift| base64(&format!("{}{secret}", &"xx"[..shift.min(2)]))).filter_map(|text| {
        // The first and last characters depend on the text around the secret.
        let core = text.get(4..text.len().saturating_sub(4))?;
        (core.len() >= 12).then(|| core.to_owned())
    }));
    forms
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.as_bytes().chunks(3).flat_map(|chunk| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |idx| char::from(DIGITS[(bits >> (18 - 6 * idx) & 63) as usize]))
    });
    digits.collect()
}

fn samples() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let files = ["logs", "diagnosis", "problems", "field"].into_iter().flat_map(|folder| {
        std::fs::read_dir(data.join(folder)).expect("the samples").map(|entry| entry.expect("a sample").path())
    });
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    files
}

fn diagnose(source: &LogSource) -> Diagnosis {
    inspect(source, &InspectOptions::default(), &mut NoObserver).expect("a readable sample")
}

/// The diagnosis in every report format, and as a summary.
fn documents(diagnosis: &Diagnosis, options: ReportOptions) -> Vec<(&'static str, String)> {
    let catalog = Catalog::current();
    let mut documents: Vec<_> = ReportFormat::ALL
        .iter()
        .map(|format| {
            let document = render(*format, options, catalog, [diagnosis.clone()]);
            // Text for terminals is wrapped, and a secret could be split into two lines.
            let unwrapped = document.lines().map(str::trim_start).collect::<Vec<_>>().join(" ");
            (format.id(), if format.id() == "text" { unwrapped } else { document })
        })
        .collect();
    let report = Report::new(diagnosis.clone(), catalog, &mut options.redactor());
    documents.push(("short", summary::render(&report)));
    documents
}

#[track_caller]
fn assert_no_report_contains(name: &str, source: &LogSource, secrets: &BTreeSet<String>) {
    let diagnosis = diagnose(source);
    for (format, document) in documents(&diagnosis, ReportOptions::default()) {
        for secret in secrets {
            for form in forms(secret) {
                assert!(!document.contains(&form), "{name}: {format} contains {secret} as {form}");
            }
        }
    }
}

#[test]
fn no_report_of_a_sample_contains_its_secrets() {
    let mut found = 0;
    for path in samples() {
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("the sample")).into_owned();
        let secrets = secrets_of(&text);
        found += secrets.len();
        assert_no_report_contains(&path.display().to_string(), &LogSource::File(path.clone()), &secrets);
    }
    assert!(found > 100, "the patterns find only {found} secrets");
}

/// Text with a placeholder for a secret, and the secret. The test inserts them into the message of a failure.
const PLANTED: &[(&str, &str)] = &[
    ("wss://h.example.com/?sdkAppId=1400188366&userSig={}&roomId=5001", "eJwtjEEKgzAQRe8yaynRqDNm0VXBjWgh4iLXJjM"),
    (r#"params: [{"sdkAppId":1400188366,"userSig":"{}","roomId":5001}]"#, "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy"),
    (r#"join room signal data: {"roomId":"5001","privateMapKey":"{}"}"#, "eJw1jMEKwjAQBf9lz9JumjTGgAfF*kLB"),
    (r#"set turn server: {"url":"turn.example.com:3478","username":"bob","credential":"{}"}"#, "s3cret/turn-pw"),
    ("page https://class.example.com/room?token={}&roomId=5001", "tok_5001*x/y"),
    ("proxy wss://lens:{}@proxy.example.com", "pr0xy-pa55w0rd"),
    ("clientIp:{} signalIp:10.205.8.113", "198.51.100.23"),
    ("local candidate: srflx udp:{}:40589 ethernet", "2001:db8::7:23"),
    (r#"microphones: [{"label":"{}","deviceId":"default","kind":"audioinput"}]"#, "AirPods of Zoë Müller"),
    (r#"recoverCapture() trying {"cameraId":"{}"}"#, "4f210444da293cc7fc24ad5f7b8bdbbe62b8e7ed"),
    ("call {} back", "13800138000"),
    ("mail {} back", "zoe.mueller+trtc@school.example.org"),
    ("Authorization: Bearer {}", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN"),
    ("Authorization: Basic {}", "em9lOnBhc3M0em9lLXRydGM="),
];

/// A failure with `words` in its message, in every log format.
fn wrapped(words: &str) -> Vec<(&'static str, String)> {
    let line = format!(
        "TRTC[00:41:56:498] <ERROR> [↑c1|ann] join failed {words}, error code: 16388 extraCode: -10012 message: x"
    );
    let console = format!("%cTRTC%c%s padding: 1px; display: inline {}", line.trim_start_matches("TRTC"));
    let body =
        json!({"timestamp":"1","sdkAppId":"1400188366","userId":"ann","version":"4.15.22","log":format!("{line}\n")});
    vec![
        ("console", format!("trtc.js:1 {line}\n")),
        ("plain", format!("it says {words} and error code: 16388\n")),
        ("upload", body.to_string()),
        ("uploads", format!("{body}\n{body}\n")),
        ("playwright", format!("{}\n", json!({"event":"console","type":"error","text":console}))),
        ("webdriver", json!([{"level":"SEVERE","message":format!("https://h/trtc.js 0:1 {}", json!(line)),"source":"console-api","timestamp":1}]).to_string()),
        ("app errors", json!([{"name":"RtcError","message":format!("{words} <JOIN_ROOM_FAILED 0x4004>"),"code":16388,"extraCode":-10012}]).to_string()),
        ("an error in a string", format!("{}\n", json!({"error":json!({"name":"RtcError","code_":16388,"message_":words}).to_string()}))),
        ("har", json!({"log":{"version":"1.2","entries":[{"startedDateTime":"2026-11-24T00:41:56Z","request":{"method":"POST",
            "url":"https://yun.example.com/v5/AVQualityReportSvc/C2S","postData":{"mimeType":"application/json","text":body.to_string()}},
            "response":{"status":200}}]}}).to_string()),
        ("sentry", format!("{}\n{}\n{}\n", json!({"sdk":{}}), json!({"type":"event"}),
            json!({"exception":{"values":[{"type":"RtcError","value":format!("{words} <JOIN_ROOM_FAILED 0x4004>")}]},"platform":"javascript"}))),
    ]
}

#[test]
fn no_report_contains_a_planted_secret() {
    for (words, secret) in PLANTED {
        for (name, log) in wrapped(&words.replace("{}", secret)) {
            let source = LogSource::Pasted(log.clone());
            let secrets = BTreeSet::from([(*secret).to_owned()]);
            // Without redaction the secret must be there, or the test would prove nothing.
            let all = ReportOptions { redact: false, ..ReportOptions::default() };
            let shown = documents(&diagnose(&source), all);
            let contains_secret = |document: &str| forms(secret).iter().any(|form| document.contains(form.as_str()));
            assert!(shown.iter().any(|(_, document)| contains_secret(document)), "{name}: no report contains {words}");
            assert_no_report_contains(name, &source, &secrets);
        }
    }
}

/// Values that a support engineer compares between lines. They must be kept.
const KEPT: &[&str] = &[
    r"<\w+ 0x-?[0-9a-f]+>",
    r#"(?:extraC|[cC])ode_?\\*"?\s*[:=]\s*-?\d+"#,
    r"\[\d+/30\]",
    r"result: -?\d+",
    r#"sdk[aA]pp[iI]d\\*"?[=:]\s*\\*"?\d+"#,
    r"joining room: \S+",
    r#"roomId\\*"?[=:]\s*\\*"?\w+"#,
    r"\b[45]\.\d+\.\d+\b",
    r"\[\d\d:\d\d:\d\d(?::\d+)?\]",
    r"trtc\.js:\d+",
    r"quality change \d -> \d, rtt: \d+, loss: \d+",
    r"offset: -?\d+",
    r"\[[↑↓]?(?:c\d*|ws|n|q)\|[A-Za-z]\w*\]",
];

#[test]
fn codes_versions_and_times_are_not_redacted() {
    let patterns = KEPT.iter().map(|pattern| Regex::new(pattern).expect("a pattern of this test"));
    let patterns: Vec<Regex> = patterns.collect();
    let mut compared = 0;
    for path in samples() {
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("the sample")).into_owned();
        for line in text.lines().filter(|line| line.len() < 20_000) {
            let redacted = Redactor::new().redact(line).into_owned();
            for pattern in &patterns {
                let matches =
                    |text: &str| pattern.find_iter(text).map(|found| found.as_str().to_owned()).collect::<Vec<_>>();
                let kept = matches(line);
                compared += kept.len();
                assert_eq!(matches(&redacted), kept, "{}: {line}", path.display());
            }
        }
    }
    assert!(compared > 5000, "only {compared} values were compared");
}

#[test]
fn redaction_does_not_change_codes_lines_and_context() {
    for path in samples() {
        let diagnosis = diagnose(&LogSource::File(path.clone()));
        let parse = |redact: bool| {
            let options = ReportOptions { redact, ..ReportOptions::default() };
            let text = render(ReportFormat::Json, options, Catalog::current(), [diagnosis.clone()]);
            serde_json::from_str::<Value>(&text).expect("JSON")
        };
        let (plain, redacted) = (parse(false), parse(true));
        for pointer in [
            "/0/entries", "/0/context/sdk_versions", "/0/context/sdk_app_ids", "/0/context/rooms",
            "/0/context/first_time", "/0/context/last_time",
        ] {
            assert_eq!(redacted.pointer(pointer), plain.pointer(pointer), "{}: {pointer}", path.display());
        }
        let rows = |log: &Value, list: &str, keys: &[&str]| {
            let rows = log[0][list].as_array().cloned().unwrap_or_default();
            rows.iter().map(|row| keys.iter().map(|key| row[*key].clone()).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        for (list, keys) in [
            ("findings", &["line", "entry_line", "time", "family", "value", "hex", "name", "known"][..]),
            ("problems", &["root", "chain", "count", "first_line", "last_line", "effect", "confidence"][..]),
        ] {
            assert_eq!(rows(&redacted, list, keys), rows(&plain, list, keys), "{}: {list}", path.display());
        }
    }
}
