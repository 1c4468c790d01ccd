//! Reports in every format, of one diagnosis written by hand. The golden files are in `tests/data/reports`; `UPDATE_EXPECT=1`
//! rewrites them, for a person to review the diff.

use std::sync::Arc;

use expect_test::{ExpectFile, expect_file};
use trtc_lens::catalog::{Catalog, Owner};
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::diagnosis::impact::{Confidence, Impact};
use trtc_lens::diagnosis::timeline::Timeline;
use trtc_lens::diagnosis::{Context, Diagnosis, Problem, ProblemStep};
use trtc_lens::finding::{Finding, FindingBody};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::log::{Level, LevelCounts, LogFormat, Skipped};
use trtc_lens::report::entry::TextStyle;
use trtc_lens::report::inspection::{Report, ReportFormat, ReportOptions, ReportWriter, render, summary};
use trtc_lens::source::LogSource;

/// A catalog of three codes, so that goldens do not change with the real one.
const CATALOG: &str = r#"[
  {"value":70001,"status":{"state":"active"},"area":"account","severity":"error","owner":"developer","retryable":false,
   "summary":"userSig expired","explanation":"The userSig is out of date.\n\nA page that stays open keeps an old one.",
   "fix":["Have the server make a new `userSig`.","Compare the server's clock."],
   "references":[{"title":"Account codes","url":"https://example.com/account"}],"related":[]}]"#;
const CATALOG_V4: &str = r#"[
  {"value":16385,"hex":"0x4001","name":"SIGNAL_CHANNEL_SETUP_FAILED","status":{"state":"active"},"area":"signaling",
   "severity":"error","owner":"developer","retryable":true,"summary":"The signal channel could not be set up.",
   "explanation":"The WebSocket was refused.","fix":["Look at the code that comes with it."],"references":[],"related":[]}]"#;
const CATALOG_BROWSER: &str = r#"[
  {"name":"NotAllowedError","status":{"state":"active"},"area":"device","severity":"warning","owner":"end-user",
   "retryable":true,"summary":"The user or the browser refused.","explanation":"Permission was refused.",
   "fix":["Allow the microphone in the browser's address bar."],"references":[],"related":[]}]"#;

fn catalog() -> Catalog {
    let file = |family: &str, entries: &str| format!(r#"{{"family":"{family}","entries":{entries}}}"#);
    let files =
        [("web-v4", CATALOG_V4), ("account", CATALOG), ("browser", CATALOG_BROWSER)].map(|(f, e)| (f, file(f, e)));
    let files = files.each_ref().map(|(name, content)| (*name, content.as_str()));
    Catalog::load(&files).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn expired() -> ErrorCode {
    ErrorCode::new(Family::Account, 70001)
}

fn refused() -> ErrorCode {
    ErrorCode::new(Family::WebV4, 0x4001)
}

fn undocumented() -> ErrorCode {
    ErrorCode::new(Family::Server, 77393)
}

fn not_allowed() -> ErrorCode {
    ErrorCode::browser("NotAllowedError").unwrap_or_else(expired)
}

fn finding(code: ErrorCode, line: u64, evidence: &str, message: &str) -> Finding {
    Finding {
        code,
        line,
        pointer: None,
        entry_line: line,
        entry_number: line,
        time: Some(format!("00:41:{:02}.498", line % 60).into()),
        picture: None,
        body: Arc::new(FindingBody {
            known: code != undocumented(),
            name: None,
            product: None,
            alternatives: Vec::new(),
            level: Level::Error,
            evidence: evidence.to_owned(),
            message: message.into(),
            detail: None,
            fix: Arc::default(),
        }),
    }
}

/// The finding with changed content.
fn changed(finding: Finding, change: impl FnOnce(&mut FindingBody)) -> Finding {
    let mut body = (*finding.body).clone();
    change(&mut body);
    Finding { body: Arc::new(body), ..finding }
}

/// Findings with secrets, markup, control characters and long texts.
fn sample_findings() -> Vec<Finding> {
    vec![
        finding(
            expired(),
            40,
            "70001, userSig expired",
            "[↑ws|13800138000] 70001, userSig expired, wss://h/?sdkAppId=1400188366&userSig=eJw1jMEKwjAQBf9lz9JumjTGgAfF&roomId=5001",
        ),
        Finding {
            entry_line: 42,
            ..changed(
                finding(
                    refused(),
                    44,
                    "<SIGNAL_CAHNNEL_SETUP_FAILED 0x4001>",
                    "RtcError: SignalChannel setup failure\nRefer to: https://example.com/\n <SIGNAL_CAHNNEL_SETUP_FAILED 0x4001>",
                ),
                |body| {
                    body.name = Some("SIGNAL_CAHNNEL_SETUP_FAILED".to_owned());
                    body.detail = Some("`userSig` was refused by 198.51.100.23".into());
                    body.fix = ["Ask what stands at 198.51.100.23.".to_owned()].into();
                },
            )
        },
        changed(finding(not_allowed(), 51, "NotAllowedError", &long_message()), |body| body.level = Level::Warn),
        finding(
            undocumented(),
            60,
            "code: 77393",
            "=cmd|'/c calc'!A1 code: 77393 `a` ``b`` | <script>alert(1)</script> \u{1b}[2J\u{7} *x* \u{202e}evil",
        ),
        Finding {
            pointer: Some("/3/message".to_owned()),
            time: None,
            ..changed(finding(expired(), 99, "70001", "userSig expired again"), |body| {
                body.level = Level::None;
                body.alternatives = vec![ErrorCode::new(Family::WebV5, 5001)];
            })
        },
    ]
}

/// A diagnosis with everything that is difficult for a report: secrets, markup, control characters, long texts.
fn sample() -> Diagnosis {
    let findings = sample_findings();
    let problem = |root: ErrorCode, chain: &[ErrorCode], findings: &[usize], lines: (u64, u64)| Problem {
        title: title(root),
        root,
        impact: Impact::NeverGotIn,
        confidence: Confidence::Stated,
        harmless: false,
        owner: match root.family() {
            Family::Server => Owner::Vendor,
            Family::Browser => Owner::EndUser,
            _ => Owner::Developer,
        },
        occurrences: 1,
        has_more_users: false,
        succeeded_line: None,
        went_on: true,
        users: if chain.len() > 1 { vec!["13800138000".to_owned(), "student_07".to_owned()] } else { Vec::new() },
        user_starts: Vec::new(),
        symptoms: chain[1..].iter().map(|code| format!("{code}: refused for 13800138000 <b>")).collect(),
        attempt: None,
        steps: steps_of(chain),
        chain: chain.to_vec(),
        count: findings.len() as u64,
        first_line: lines.0,
        last_line: lines.1,
        first_time: Some("00:41:40.498".to_owned()),
        last_time: Some("00:42:01.020".to_owned()),
        explanation: format!("{}: what happened.\n\nAnd why, with <b>markup</b> and `code`.", title(root)),
        fix: vec!["First step with `code` & <b>.".to_owned(), "Second step.".to_owned()],
        fix_by: vec![Owner::Developer, Owner::EndUser],
        findings: findings.to_vec(),
        places_left_out: 0,
    };
    let mut levels = LevelCounts::default();
    levels.count(Level::Error);
    Diagnosis {
        file: "logs/13800138000 <b>.log".to_owned(),
        format: LogFormat::DevtoolsConsole,
        format_reason: "12 of the first 20 lines begin with a script's name and line".to_owned(),
        encoding: "utf-8".to_owned(),
        entries: 1234,
        lines: 1300,
        levels,
        skipped: vec![Skipped { line: 17, reason: "no JSON: userSig=eJw1jMEKwjAQBf9lz9JumjTGgAfF".to_owned() }],
        interruption: None,
        change: None,
        context: Context {
            sdk_versions: vec!["4.15.22".to_owned()],
            user_agents: vec!["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0.0.0 Safari/537.36 | x".to_owned()],
            page_urls: vec!["https://class.example.com/room.html?token=tok_5001&roomId=5001".to_owned()],
            sdk_app_ids: vec!["1400188366".to_owned()],
            user_ids: vec!["13800138000".to_owned(), "student_07".to_owned()],
            rooms: vec!["5001".to_owned()],
            first_time: Some("00:41:40.498".to_owned()),
            last_time: Some("00:42:01.020".to_owned()),
            ..Context::default()
        },
        timeline: timeline(),
        logged_errors: Vec::new(),
        problems: vec![
            problem(expired(), &[expired(), refused()], &[0, 1, 4], (40, 99)),
            problem(undocumented(), &[undocumented()], &[3], (60, 60)),
            problem(not_allowed(), &[not_allowed()], &[2], (51, 51)),
        ],
        findings,
        picture: None,
        marked_lines: Vec::new(),
        narrowed: None,
    }
}

/// Two stays of users whose names and rooms contain markup and formulas.
fn timeline() -> Timeline {
    let log = "[00:41:40:000] <INFO> [↑c1|13800138000] Join() => joining room: <b>5001 mode: rtc role: anchor\n\
               [00:41:41:000] <INFO> [↑c1|13800138000] Join room success\n\
               [00:41:50:000] <WARN> [↑n|13800138000] reconnect() try to reconnect uplink [1/30]\n\
               [00:41:55:000] <WARN> [↑n|13800138000] reconnect() uplink reconnect successfully\n\
               [00:42:00:000] <INFO> [↑c1|13800138000] leave() => leaving room\n\
               [00:42:01:000] <INFO> [↑c2|\"><script>alert(1)</script>] Join() => joining room: =1+1 mode: rtc role: anchor\n\
               [00:42:01:020] <ERROR> [↑ws|\"><script>alert(1)</script>] 70001, usersig is expired\n";
    let source = LogSource::Pasted(log.to_owned());
    inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("a readable log").timeline
}

/// The steps of the problem with two codes.
fn steps_of(chain: &[ErrorCode]) -> Vec<ProblemStep> {
    let step = |line: u64, text: &str| ProblemStep { line, time: None, text: text.to_owned() };
    match chain {
        [_, _] => {
            vec![step(38, "connected to 198.51.100.23\u{1b}[2J"), step(40, "userSig was refused: `eJw1jMEKwjAQBf9l`")]
        }
        _ => Vec::new(),
    }
}

fn title(code: ErrorCode) -> String {
    match code.value() {
        Some(70001) => "userSig expired".to_owned(),
        Some(_) => "Server code 77393, <i>not</i> documented".to_owned(),
        None => "Microphone refused".to_owned(),
    }
}

/// Longer than the limit of a message, with the evidence at its end.
fn long_message() -> String {
    format!("{}clientIp:198.51.100.23 NotAllowedError", "getUserMedia failed once more, ".repeat(17))
}

/// A log without findings.
fn without_findings() -> Diagnosis {
    Diagnosis {
        file: "silent.txt".to_owned(),
        format: LogFormat::PlainText,
        entries: 1,
        lines: 1,
        skipped: Vec::new(),
        interruption: None,
        change: None,
        context: Context::default(),
        timeline: Timeline::default(),
        logged_errors: Vec::new(),
        problems: Vec::new(),
        findings: Vec::new(),
        ..sample()
    }
}

fn render_both(format: ReportFormat, options: ReportOptions) -> String {
    render(format, options, &catalog(), [sample(), without_findings()])
}

fn check(format: ReportFormat, golden: &ExpectFile) {
    let report = render_both(format, ReportOptions::default());
    golden.assert_eq(&report);
    for secret in ["eJw1", "198.51", "tok_5001"] {
        assert!(!report.contains(secret), "{format:?} contains {secret}");
    }
    assert!(!report.contains(['\u{1b}', '\u{7}', '\u{202e}']) || format.id().ends_with("json"), "{format:?}");
}

#[test]
fn text_report_matches_the_golden_file() {
    check(ReportFormat::Text, &expect_file!["../data/reports/sample.txt"]);
}

#[test]
fn json_report_matches_the_golden_file() {
    check(ReportFormat::Json, &expect_file!["../data/reports/sample.json"]);
}

#[test]
fn ndjson_report_matches_the_golden_file() {
    check(ReportFormat::Ndjson, &expect_file!["../data/reports/sample.ndjson"]);
}

#[test]
fn csv_report_matches_the_golden_file() {
    check(ReportFormat::Csv, &expect_file!["../data/reports/sample.csv"]);
}

#[test]
fn markdown_report_matches_the_golden_file() {
    check(ReportFormat::Markdown, &expect_file!["../data/reports/sample.md"]);
}

#[test]
fn html_report_matches_the_golden_file() {
    check(ReportFormat::Html, &expect_file!["../data/reports/sample.html"]);
}

#[test]
fn short_report_matches_the_golden_file() {
    let catalog = catalog();
    let mut redactor = ReportOptions::default().redactor();
    let reports = [sample(), without_findings()].map(|diagnosis| Report::new(diagnosis, &catalog, &mut redactor));
    let shorts = reports.each_ref().map(summary::render).join("\n");
    expect_file!["../data/reports/sample-short.txt"].assert_eq(&shorts);
}

#[test]
fn html_contains_only_tags_of_the_template() {
    let page = render_both(ReportFormat::Html, ReportOptions::default());
    let known = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "article", "section", "footer", "h1",
        "h2", "h3", "p", "ul", "ol", "li", "pre", "code", "mark", "span", "table", "thead", "tbody", "tr", "th", "td",
        "br", "svg", "desc", "g", "rect", "path", "text",
    ];
    for tag in page.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split(|c: char| !(c.is_ascii_alphanumeric() || c == '!')).next();
        assert!(name.is_some_and(|name| known.contains(&name)), "<{}", &tag[..tag.len().min(40)]);
    }
    assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains("src=") && !page.contains("url("));
}

#[test]
fn json_and_ndjson_have_the_same_content() {
    let array: serde_json::Value = parse(&render_both(ReportFormat::Json, ReportOptions::default()));
    let lines: Vec<serde_json::Value> =
        render_both(ReportFormat::Ndjson, ReportOptions::default()).lines().map(parse).collect();
    let lines_of = |kind: &str| -> Vec<serde_json::Value> {
        let matching = lines.iter().filter(|line| line["type"] == kind).cloned();
        matching
            .map(|mut line| {
                for key in ["type", "file"] {
                    line.as_object_mut().and_then(|members| members.shift_remove(key));
                }
                line
            })
            .collect()
    };
    let log = &array[0];
    assert_eq!(lines_of("finding"), *log["findings"].as_array().unwrap_or(&Vec::new()));
    assert_eq!(lines_of("problem"), *log["problems"].as_array().unwrap_or(&Vec::new()));
    assert_eq!(lines_of("code"), *log["codes"].as_array().unwrap_or(&Vec::new()));
    assert_eq!(lines_of("log").len(), 2);
}

fn parse(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn ndjson_writes_findings_before_the_log_ends() {
    let catalog = catalog();
    let style = TextStyle::default();
    let options = ReportOptions::default();
    let mut writer = ReportWriter::new(ReportFormat::Ndjson, style, options, &catalog, Vec::new())
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(writer.finding_use().streams());
    let mut diagnosis = sample();
    for finding in std::mem::take(&mut diagnosis.findings) {
        writer.finding(&diagnosis.file, &finding).unwrap_or_else(|error| panic!("{error}"));
    }
    writer.log(diagnosis, None).unwrap_or_else(|error| panic!("{error}"));
    let streamed = writer.finish().unwrap_or_else(|error| panic!("{error}"));
    let at_once = render(ReportFormat::Ndjson, options, &catalog, [sample()]);
    let kinds = |text: &str| text.lines().map(|line| parse(line)["type"].clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&String::from_utf8_lossy(&streamed)), kinds(&at_once));
}

#[test]
fn options_control_redaction_of_secrets_and_users() {
    let plain = render_both(ReportFormat::Markdown, ReportOptions { redact: false, hide_users: false });
    assert!(plain.contains("userSig=eJw1") && plain.contains("13800138000") && plain.contains("Not redacted"));
    let redacted = render_both(ReportFormat::Markdown, ReportOptions::default());
    assert!(!redacted.contains("13800138000") && redacted.contains("student_07"));
    let hidden = render_both(ReportFormat::Markdown, ReportOptions { redact: true, hide_users: true });
    assert!(!hidden.contains("13800138000") && !hidden.contains("student_07") && hidden.contains("‹user-1›"));
}

#[test]
fn json_of_no_logs_is_an_empty_array() {
    assert_eq!(render(ReportFormat::Json, ReportOptions::default(), &catalog(), []), "[]\n");
}
