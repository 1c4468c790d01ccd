//! Runs the program as a terminal or a script does.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use trtc_lens::catalog::{BUILTIN_FILES, Catalog};

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trtc-lens"));
    command.env_remove("NO_COLOR").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("output is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("messages are UTF-8")
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("output is JSON")
}

/// The codes that `explain` prints, as (family, value).
fn explained_codes(queries: &[&str]) -> Vec<(String, i64)> {
    let output = run(&[&["explain", "--format", "json"], queries].concat());
    assert_eq!(status(&output), 0, "{queries:?}: {}", stderr(&output));
    let code = |entry: &Value| Some((entry["family"].as_str()?.to_owned(), entry["value"].as_i64()?));
    json(&output).as_array().expect("an array").iter().filter_map(code).collect()
}

#[test]
fn explain_accepts_every_form_of_a_code() {
    let join = [("web-v4".to_owned(), 0x4004)];
    for query in ["0x4004", "16388", "JOIN_ROOM_FAILED", "join_room_failed"] {
        assert_eq!(explained_codes(&[query]), join, "{query}");
    }
    let chat = ("chat".to_owned(), 4004);
    assert_eq!(
        explained_codes(&["4004"]),
        [join[0].clone(), chat],
        "the Web SDK's codes come before those of neighbours"
    );
    let user_sig = [("server".to_owned(), -10013)];
    for query in ["-10013", "4294957283", "-0x271d"] {
        assert_eq!(explained_codes(&[query]), user_sig, "{query}");
    }
    assert_eq!(explained_codes(&["5001"]), [("server".to_owned(), 5001), ("web-v5".to_owned(), 5001)]);
}

#[test]
fn explain_accepts_several_codes_or_one_log_line() {
    let both = [("web-v4".to_owned(), 0x4004), ("server".to_owned(), -10013)];
    assert_eq!(explained_codes(&["0x4004", "-10013"]), both);
    assert_eq!(explained_codes(&["0x4004", "0x4004", "-10013"]), both, "each code is explained once");
    let line = explained_codes(&["RtcError: Failed to join room - refused code: -10013 \n <JOIN_ROOM_FAILED 0x4004>"]);
    assert!(both.iter().all(|code| line.contains(code)), "{line:?}");
    let line = explained_codes(&["RtcError:", "join", "failed", "<JOIN_ROOM_FAILED", "0x4004>"]);
    assert_eq!(line, both[..1]);
}

#[test]
fn explain_suggests_similar_codes_for_an_unknown_one() {
    let output = run(&["explain", "0x4104"]);
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("0x4104") && stderr(&output).contains("JOIN_ROOM_FAILED"), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1);

    let output = run(&["explain", "0x4004", "0x4104", "--format", "json"]);
    assert_eq!(status(&output), 1);
    assert_eq!(json(&output)[0]["value"], 0x4004);

    let output = run(&["explain", "nothing\u{1b}[2J here", "--format", "json"]);
    assert_eq!((status(&output), json(&output)), (1, json!([])));
    assert!(!stderr(&output).contains('\u{1b}'));
}

#[test]
fn json_output_equals_the_catalog_files() {
    let files = BUILTIN_FILES.map(|(_, json)| serde_json::from_str::<Value>(json).expect("the files are JSON"));
    let in_files = |shown: &Value| {
        let family = files.iter().find(|file| file["family"] == shown["family"])?;
        let key = if shown["family"] == "browser" { "name" } else { "value" };
        family["entries"].as_array()?.iter().find(|entry| entry[key] == shown[key])
    };
    let output = run(&["codes", "--format", "json"]);
    let shown = json(&output);
    let shown = shown.as_array().expect("an array");
    assert_eq!(shown.len(), Catalog::current().entries().len());
    for entry in shown {
        let source = in_files(entry).unwrap_or_else(|| panic!("no file contains {entry}"));
        for (key, value) in entry.as_object().expect("an object").iter().filter(|(key, _)| *key != "family") {
            if key == "related" {
                assert_eq!(value.as_array().map(Vec::len), source[key].as_array().map(Vec::len));
            } else {
                assert_eq!(value, &source[key], "{key}");
            }
        }
    }
}

#[test]
fn json_keys_and_their_order_are_stable() {
    let entry = &json(&run(&["explain", "0x4004", "--format", "json"]))[0];
    let keys: Vec<&String> = entry.as_object().expect("an object").keys().collect();
    let expected = [
        "family", "value", "hex", "name", "status", "area", "severity", "owner", "retryable", "summary", "explanation",
        "fix", "references", "related", "example",
    ];
    assert_eq!(keys, expected);
    assert_eq!(entry["status"], json!({"state": "active"}));
    assert!(entry["related"].as_array().expect("an array").contains(&json!({"family": "server", "value": -10013})));
}

#[test]
fn csv_has_one_row_per_entry_and_no_formulas() {
    let output = run(&["codes", "--format", "csv"]);
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    let header = table.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("well-formed rows");
    assert_eq!(rows.len(), Catalog::current().entries().len());
    for row in &rows {
        for (column, cell) in header.iter().zip(row) {
            assert!(column == "value" || !cell.starts_with(['=', '+', '-', '@']), "{column}: {cell}");
        }
    }
    assert!(rows.iter().any(|row| &row[1] == "-10013"));
}

#[test]
fn text_and_markdown_contain_the_whole_entry() {
    for format in ["text", "markdown"] {
        let output = run(&["explain", "0x4008", "--format", format]);
        let words: String = stdout(&output).replace('\\', "").split_whitespace().collect();
        let entry = Catalog::current().by_value(0x4008).next().expect("a documented code");
        for text in [&entry.summary, &entry.explanation].into_iter().chain(&entry.fix) {
            let text: String = text.split_whitespace().collect();
            assert!(words.contains(&text), "{format}: {text}");
        }
        assert!(words.contains("0x4008") && words.contains("16392"), "{format}");
    }
}

#[test]
fn search_accepts_filters_and_succeeds_without_results() {
    let output = run(&["search", "join", "room", "--format", "json"]);
    assert_eq!(json(&output)[0]["name"], "JOIN_ROOM_FAILED");
    let output = run(&["search", "5001", "--family", "web-v5", "--format", "json"]);
    assert!(json(&output).as_array().expect("an array").iter().all(|entry| entry["family"] == "web-v5"));
    let output = run(&["search", "qqqqzzzz", "--format", "json"]);
    assert_eq!((status(&output), json(&output)), (0, json!([])));
    assert_eq!(status(&run(&["search", "qqqqzzzz"])), 0);
}

#[test]
fn wrong_usage_exits_with_status_2() {
    for arguments in [
        &["explain"][..],
        &["explain", ""],
        &["search"],
        &["codes", "--format", "xml"],
        &["search", "a", "--family", "v4"],
        &["--renderer", "metal"],
    ] {
        assert_eq!(status(&run(arguments)), 2, "{arguments:?}");
    }
}

#[test]
fn help_lists_all_values_of_closed_lists() {
    let output = run(&["--help"]);
    assert_eq!(status(&output), 0);
    for word in ["explain", "search", "codes", "web-v4", "billing", "warning", "account-owner", "TRTC_LENS_RENDERER"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
    assert_eq!(stdout(&run(&["--version"])).trim(), format!("trtc-lens {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn output_option_writes_to_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("codes.json");
    let path = file.to_str().expect("a printable path");
    let output = run(&["codes", "--format", "json", "--output", path]);
    assert_eq!((status(&output), stdout(&output)), (0, ""));
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("the file")).expect("JSON");
    assert_eq!(written, json(&run(&["codes", "--format", "json"])));

    let impossible = Path::new(path).join("below-a-file.json");
    let output = run(&["codes", "--output", impossible.to_str().expect("a printable path")]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("below-a-file.json"), "{}", stderr(&output));
}

#[test]
fn colours_are_written_to_terminals_or_on_request() {
    assert!(!stdout(&run(&["explain", "0x4004"])).contains('\u{1b}'));
    assert!(stdout(&run(&["explain", "0x4004", "--color", "always"])).contains("\u{1b}[1m"));
    assert!(!stdout(&run(&["explain", "0x4004", "--color", "never"])).contains('\u{1b}'));
}

#[test]
fn a_closed_output_pipe_is_not_an_error() {
    let mut child = program()
        .args(["codes", "--format", "markdown"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first_line = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("a pipe")).read_line(&mut first_line).expect("a line");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((status(&output), stderr(&output)), (0, ""));
}

/// A console log in which joining fails, as DevTools saves it.
pub(crate) const JOIN_FAILED: &str = "\
trtc.js:1 TRTC[00:41:56:403] <INFO> [↑c4|alice] Join() => joining room: 308877 useStringRoomId: false mode: rtc role: anchor
trtc.js:1 TRTC[00:41:56:412] <ERROR> [↑c4|alice] Join room failed result: -10012 error: roomId is not valid
trtc.js:1 TRTC[00:41:56:413] <ERROR> [↑c4|alice] RtcError: Failed to join room - roomId is not valid code: -10012 \n\
Refer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/module-ErrorCode.html\n <JOIN_ROOM_FAILED 0x4004>
";

pub(crate) fn path(file: &Path) -> &str {
    file.to_str().expect("a printable path")
}

pub(crate) fn lines_of_json(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn inspect_finds_the_codes_of_a_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    std::fs::write(&log, JOIN_FAILED).expect("the log is written");
    let output = run(&["inspect", path(&log), "--format", "json"]);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    let report = &json(&output)[0];
    assert_eq!((&report["file"], &report["format"]), (&json!(path(&log)), &json!("devtools-console")));
    let found: Vec<(&Value, &Value)> = report["findings"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|finding| (&finding["line"], &finding["value"]))
        .collect();
    let (server, sdk) = (json!(-10012), json!(0x4004));
    assert_eq!(found, [(&json!(2), &server), (&json!(3), &server), (&json!(5), &sdk)]);
}

#[test]
fn inspect_writes_ndjson_in_the_order_of_the_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    std::fs::write(&log, JOIN_FAILED).expect("the log is written");
    let lines = lines_of_json(&run(&["inspect", path(&log), "--format", "ndjson"]));
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(kinds[..5], ["code", "finding", "finding", "code", "finding"]);
    assert_eq!(kinds.last(), Some(&"log"));
    assert!(kinds[5..].contains(&"problem"), "{kinds:?}");
    assert!(lines.iter().all(|line| line["file"] == path(&log)));
}

#[test]
fn inspect_reads_standard_input() {
    let mut child = program()
        .args(["inspect", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(JOIN_FAILED.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(json(&output)[0]["findings"].as_array().map(Vec::len), Some(3));
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).expect("a folder");
    for name in ["a.log", "b.log"] {
        std::fs::write(logs.join(name), JOIN_FAILED).expect("the log is written");
    }
    let missing = folder.path().join("missing.log");
    let output = run(&["inspect", path(&missing), path(&logs), "--format", "json"]);
    assert_eq!(status(&output), 1);
    assert_eq!(stderr(&output).lines().count(), 1);
    assert!(stderr(&output).contains("missing.log"), "{}", stderr(&output));
    assert_eq!(json(&output).as_array().map(Vec::len), Some(2));
}

#[test]
fn secrets_are_redacted_by_default() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    let secret = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpOZl5ULni4uzEgoLMFCUrQzMDAxNzIzMTC4hUakVBZlGqkpWZoaGFAdA";
    let line = format!("trtc.js:1 TRTC[00:41:56:403] <ERROR> [↑ws|alice] wss://h/?userSig={secret}&code: 70001 x\n");
    std::fs::write(&log, line + JOIN_FAILED).expect("the log is written");
    for format in ["text", "json", "ndjson", "csv", "markdown", "html"] {
        let output = run(&["inspect", path(&log), "--format", format]);
        assert_eq!(status(&output), 0, "{format}: {}", stderr(&output));
        assert!(!stdout(&output).contains(secret), "{format}");
    }
}

#[test]
fn control_characters_of_a_log_are_never_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    let evil = JOIN_FAILED
        .replace("roomId", "room\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31mId")
        .replace("alice", "al\u{1b}[31mice");
    std::fs::write(&log, evil).expect("the log is written");
    for format in ["text", "json", "ndjson", "csv", "markdown", "html"] {
        for color in ["never", "always"] {
            let output = run(&["inspect", path(&log), "--format", format, "--color", color]);
            let without_colours =
                stdout(&output).replace("\u{1b}[0m", "").replace("\u{1b}[1m", "").replace("\u{1b}[2m", "");
            let colours = ["\u{1b}[31m", "\u{1b}[33m", "\u{1b}[34m", "\u{1b}[36m"];
            let text = colours.iter().fold(without_colours, |text, colour| text.replace(colour, ""));
            let control = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            assert_eq!(control, None, "{format}, colours {color}");
        }
    }
}

#[test]
fn a_report_never_overwrites_a_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    std::fs::write(&log, JOIN_FAILED).expect("the log is written");
    let output = run(&["inspect", path(&log), "--output", path(&log)]);
    assert_eq!(status(&output), 1);
    assert_eq!(std::fs::read_to_string(&log).expect("the log exists"), JOIN_FAILED);

    let report = folder.path().join("report.json");
    for _ in 0..2 {
        let output = run(&["inspect", path(folder.path()), "--format", "json", "--output", path(&report)]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let written: Value = serde_json::from_str(&std::fs::read_to_string(&report).expect("a report")).expect("JSON");
        assert_eq!(written.as_array().map(Vec::len), Some(1), "the report is not one of the logs");
    }
}

// On other systems there is always a display, and the window would open.
#[cfg(any(target_os = "linux", not(feature = "window")))]
#[test]
fn without_a_display_the_report_is_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("alice.log");
    std::fs::write(&log, JOIN_FAILED).expect("the log is written");
    let output = run(&[path(&log)]);
    assert_eq!(status(&output), 0);
    assert!(stderr(&output).contains("window") || stderr(&output).contains("display"), "{}", stderr(&output));
    assert_eq!(stdout(&output), stdout(&run(&["inspect", path(&log)])));

    let output = run(&["0x4004"]);
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("trtc-lens explain 0x4004"), "{}", stderr(&output));
}

#[test]
fn unreadable_logs_produce_no_report() {
    let output = run(&["inspect", "no-such.log"]);
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert_eq!(json(&run(&["inspect", "no-such.log", "--format", "json"])), json!([]));
}

#[test]
fn self_test_without_a_display_lists_what_is_missing() {
    let output = run(&["--self-test"]);
    assert_eq!(status(&output), 1);
    assert!(!stdout(&output).contains("All is well."));
    assert!(stderr(&output).starts_with("trtc-lens: "), "{}", stderr(&output));
}
