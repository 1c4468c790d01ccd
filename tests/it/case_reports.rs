//! The case in reports about several logs, in every format, and what of it is redacted.

use std::path::Path;

use super::cli::{path, run, status, stderr, stdout};

const USER_SIG: &str = "eJw-SAMPLE-NOT-A-REAL-SIGNATURE";

/// A log of a user who enters a room and is refused for an expired signature, an hour later for each next user.
fn refused(user: &str, hour: u32) -> String {
    let sdk = |time: &str, text: &str| format!("trtc.js:1 TRTC[{hour:02}:{time}] {text}\n");
    [
        sdk("00:01:000", "<INFO> TRTC Web SDK Version: 4.15.22"),
        sdk("00:02:000", &format!("<INFO> [↑c1|{user}] setup signal channel userSig={USER_SIG}")),
        sdk(
            "00:02:100",
            &format!("<INFO> [↑c1|{user}] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor"),
        ),
        sdk(
            "00:02:200",
            &format!(
                "<INFO> baseTime from server: Tue Nov 24 2026 {hour:02}:00:02 GMT+0800 (China Standard Time) offset: -3"
            ),
        ),
        sdk("00:02:300", &format!("<ERROR> [↑c1|{user}] Join room failed result: 70001 error: usersig is expired")),
    ]
    .concat()
}

fn logs_of_three_users(folder: &Path) -> Vec<String> {
    let names = ["anna", "bert", "carl"];
    (9..)
        .zip(names)
        .map(|(hour, user)| {
            let log = folder.join(format!("{user}.log"));
            std::fs::write(&log, refused(&format!("user-{user}"), hour)).expect("the log is written");
            path(&log).to_owned()
        })
        .collect()
}

fn inspect(logs: &[String], options: &[&str]) -> std::process::Output {
    let logs: Vec<&str> = logs.iter().map(String::as_str).collect();
    run(&[&["inspect"], &logs[..], options].concat())
}

/// The last object of the NDJSON report.
fn case_of(logs: &[String], options: &[&str]) -> serde_json::Value {
    let output = inspect(logs, &[&["--format", "ndjson"], options].concat());
    let last = stdout(&output).lines().last().expect("a line").to_owned();
    serde_json::from_str(&last).expect("JSON")
}

#[test]
fn the_same_cause_of_several_users_is_one_problem_with_several_failures() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = case_of(&logs_of_three_users(folder.path()), &[]);
    assert_eq!(case["type"], "case");
    assert_eq!(case["summary"], "user-anna, user-bert and user-carl, from 09:00:02: userSig expired, joining failed.");
    let problems = case["problems"].as_array().expect("an array");
    assert_eq!(problems.len(), 1, "{case}");
    assert_eq!(problems[0]["users"], serde_json::json!(["user-anna", "user-bert", "user-carl"]));
    assert_eq!(problems[0]["count"], 3);
    assert_eq!(problems[0]["since"], "2026-11-24T09:00:02.300+08:00");
    assert_eq!(case["calls"], 3);
    let verdicts: Vec<&str> =
        case["logs"].as_array().expect("an array").iter().filter_map(|log| log["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["never-got-in"; 3]);
}

#[test]
fn formats_for_people_begin_with_the_case_and_tables_have_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let logs = logs_of_three_users(folder.path());
    let sentence = "user-anna, user-bert and user-carl, from 09:00:02: userSig expired, joining failed.";
    for (format, heading, first_log) in [
        ("text", "Case: 3 logs, 3 users", "\n\nDevTools"),
        ("markdown", "# Case: 3 logs, 3 users", "# TRTC log report"),
        ("html", "<h1>Case</h1>", "<h1>anna.log</h1>"),
    ] {
        let output = inspect(&logs, &["--format", format]);
        let text = stdout(&output);
        let of = |part: &str| text.find(part).unwrap_or(usize::MAX);
        assert!(of(heading) < of("userSig expired"), "{format}: {text}");
        assert!(format == "text" || of(heading) < of(first_log), "{format}: {text}");
        assert!(text.replace('\n', " ").contains(sentence), "{format}: {text}");
        assert_eq!(text.matches("Not aligned").count(), 0);
        let alone = inspect(&logs[..1], &["--format", format]);
        assert!(!stdout(&alone).contains(heading), "{format}: one log is no case");
    }
    for format in ["csv", "json"] {
        let output = inspect(&logs, &["--format", format]);
        assert!(!stdout(&output).contains("from 09:00:02"), "{format}");
    }
}

#[test]
fn secrets_and_hidden_users_are_redacted_in_the_case() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut logs = logs_of_three_users(folder.path());
    let phone = folder.path().join("phone.log");
    std::fs::write(&phone, refused("13800138000", 12)).expect("the log is written");
    logs.push(path(&phone).to_owned());
    for format in ["text", "markdown", "html", "ndjson"] {
        let output = inspect(&logs, &["--format", format]);
        assert!(!stdout(&output).contains(USER_SIG), "{format}");
        assert!(!stdout(&output).contains("13800138000"), "{format}");
        let hidden = inspect(&logs, &["--format", format, "--hide-users"]);
        assert!(!stdout(&hidden).contains("user-anna"), "{format}: {}", stdout(&hidden));
        assert!(!stdout(&hidden).contains("13800138000"), "{format}");
    }
    let case = case_of(&logs, &["--hide-users"]);
    assert_eq!(case["problems"][0]["users"].as_array().map(Vec::len), Some(4), "{case}");
    assert!(case["summary"].as_str().is_some_and(|text| text.starts_with("Four users, from")), "{case}");
}

#[test]
fn a_log_that_cannot_be_read_is_in_the_case_and_the_status_is_1() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut logs = logs_of_three_users(folder.path());
    let broken = folder.path().join("broken.zip");
    std::fs::write(&broken, b"PK\x03\x04 not an archive").expect("the file is written");
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "The lesson was fine.\n").expect("the file is written");
    logs.extend([path(&broken).to_owned(), path(&notes).to_owned()]);
    let output = inspect(&logs, &["--format", "ndjson"]);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    let last = stdout(&output).lines().last().expect("a line").to_owned();
    let case: serde_json::Value = serde_json::from_str(&last).expect("JSON");
    let summary = case["summary"].as_str().expect("a sentence");
    assert!(summary.ends_with("; one log contains nothing of the SDK."), "{summary}");
}
