//! `inspect` of a `.trtccase` file: its logs, what they are narrowed to, marked lines, and logs that are missing or changed.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::cli::{json, path, run, status, stderr, stdout};

/// A log in which two users are refused for the same reason; the second one is called `second`.
fn log_of_two(second: &str) -> String {
    let sdk = |at: usize, text: &str| format!("trtc.js:1 TRTC[09:00:{at:02}:120] {text}\n");
    let mut log = sdk(1, "<INFO> TRTC Web SDK Version: 4.15.22");
    for (at, client, user) in [(2, "c1", "anna"), (5, "c2", second)] {
        log.push_str(&sdk(
            at,
            &format!(
                "<INFO> [↑{client}|{user}] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor"
            ),
        ));
        log.push_str(&sdk(
            at + 1,
            &format!("<ERROR> [↑{client}|{user}] Join room failed result: 70001 error: usersig is expired"),
        ));
    }
    log
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// Two logs beside a case in which the first is narrowed to anna and its last two lines are marked.
fn saved_case(folder: &Path) -> String {
    let (one, other) = (log_of_two("bert"), log_of_two("carl"));
    std::fs::write(folder.join("one.log"), &one).expect("written");
    std::fs::write(folder.join("other.log"), &other).expect("written");
    let case = serde_json::json!({
        "version": 1,
        "logs": [
            {"path": "/elsewhere/one.log", "sha256": sha256(&one)},
            {"path": "other.log", "sha256": sha256(&other)},
        ],
        "marks": [
            {"log": 0, "entry": 2, "line": 3, "note": "anna is refused"},
            {"log": 0, "entry": 4, "line": 5, "note": "this is of bert"},
        ],
        "narrowing": [{"log": 0, "by": "user", "user": "anna"}],
    });
    let file = folder.join("ticket.trtccase");
    std::fs::write(&file, case.to_string()).expect("written");
    path(&file).to_owned()
}

#[test]
fn the_logs_of_a_case_are_inspected_as_far_as_they_are_narrowed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = saved_case(folder.path());
    let output = run(&["inspect", "--format", "json", &case]);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    let reports = json(&output);
    let users = |log: usize| reports[log]["problems"][0]["users"].clone();
    assert_eq!((users(0), users(1)), (serde_json::json!(["anna"]), serde_json::json!(["anna", "carl"])));
    assert!(!stdout(&output).contains("bert"), "bert is not in the part: {}", stdout(&output));
    let found = |log: usize| reports[log]["findings"].as_array().map_or(0, Vec::len);
    assert_eq!((found(0), found(1)), (1, 2));

    let text = run(&["inspect", &case]);
    let text = stdout(&text);
    assert!(text.contains("user anna") && text.contains("one.log"), "{text}");
    assert!(text.contains("anna is refused") && !text.contains("this is of bert"), "{text}");
    assert!(!text.contains("trtccase"), "the case itself is no log: {text}");
}

#[test]
fn formats_that_write_findings_at_once_have_those_of_the_part_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = saved_case(folder.path());
    for (format, finding) in [("ndjson", r#""type":"finding""#), ("csv", ".log,")] {
        let output = run(&["inspect", "--format", format, &case]);
        let count = stdout(&output).lines().filter(|line| line.contains(finding)).count();
        assert_eq!(count, 3, "{format}: {}", stdout(&output));
    }
}

#[test]
fn a_changed_and_a_missing_log_of_a_case_are_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = saved_case(folder.path());
    std::fs::write(folder.path().join("one.log"), log_of_two("dora")).expect("written");
    let output = run(&["inspect", "--format", "json", &case]);
    assert_eq!(status(&output), 0, "a log that changed is read");
    assert!(stderr(&output).contains("one.log has changed since the case was saved"), "{}", stderr(&output));

    std::fs::remove_file(folder.path().join("other.log")).expect("removed");
    let output = run(&["inspect", &case]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("other.log is missing"), "{}", stderr(&output));
    assert!(stdout(&output).contains("the file is missing"), "{}", stdout(&output));
}

#[test]
fn a_file_that_is_no_case_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for text in ["TRTC[09:00:01:120] <INFO> joined", "{}"] {
        let file = folder.path().join("x.trtccase");
        std::fs::write(&file, text).expect("written");
        let output = run(&["inspect", path(&file)]);
        assert_eq!(status(&output), 1, "{text}");
        assert!(stderr(&output).contains("case"), "{}", stderr(&output));
    }
}
