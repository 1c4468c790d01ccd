//! Several logs as one case. The golden files in `tests/data/cases` are for a person to review; `UPDATE_EXPECT=1` rewrites them.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use trtc_lens::case::{Case, CaseBuilder, CaseFailure, FailureSighting};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

/// The case of some logs, named by their text.
fn case_of<'l>(logs: impl IntoIterator<Item = (&'l str, LogSource)>) -> Case {
    let mut builder = CaseBuilder::default();
    for (name, source) in logs {
        match inspect(&source, &InspectOptions::default(), &mut NoObserver) {
            Ok(mut diagnosis) => {
                name.clone_into(&mut diagnosis.file);
                builder.add(&diagnosis);
            }
            Err(error) => builder.add_unread(name.to_owned(), error.to_string()),
        }
    }
    builder.finish()
}

/// What the lines of a golden file mean; each file begins with it.
const LEGEND: &str = "\
# The case of the logs in this folder.
#
# `log`: its name, verdict, number of the call that it records, users, rooms, and first to last moment on the common clock
# with what aligns it. Logs with the same number record the same call.
# `problem`: impact, title, and each failure: user, moment on the common clock, how often, and the log and line that show it.
# `user`: logs, and each stay: room, first to last moment, how it ended, and how many logs record it.
";

fn case_as_text(case: &Case) -> String {
    let mut text = format!("{LEGEND}\n{}\n", case.sentence);
    let moment = |at: Option<i64>| at.map_or_else(|| "not aligned".to_owned(), |at| case.clock_text(at));
    let _ = writeln!(text, "\ncalls: {}, times in {}\n", case.calls, case.zone_text());
    for log in &case.logs {
        let call = log.call.map_or_else(|| "-".to_owned(), |call| call.to_string());
        let (from, to) = (moment(log.span.map(|span| span.0)), moment(log.span.map(|span| span.1)));
        let (users, rooms) = (log.users.join(", "), log.rooms.join(", "));
        let basis = log.clock.basis.title();
        let _ = writeln!(
            text,
            "log {}: {}; call {call}; {users}; {rooms}; {from} to {to}, {basis}",
            log.file,
            log.verdict.title()
        );
    }
    for problem in &case.problems {
        let harmless = if problem.harmless { ", harmless" } else { "" };
        let _ = writeln!(text, "\nproblem: {}{harmless}: {}", problem.impact.title(), problem.title);
        for failure in &problem.failures {
            let CaseFailure { user, since, occurrences, .. } = failure;
            let places = |sightings: &[FailureSighting]| {
                let places: Vec<String> = sightings
                    .iter()
                    .map(|found| format!("{} line {}", case.logs[found.log].file, found.line))
                    .collect();
                places.join(", ")
            };
            let _ = writeln!(text, "  {user}, {}, {occurrences} x: {}", moment(*since), places(&failure.sightings));
            if !failure.maybe.is_empty() {
                let _ = writeln!(text, "    maybe: {}", places(&failure.maybe));
            }
        }
    }
    text.push('\n');
    for user in &case.users {
        let logs: Vec<&str> = user.logs.iter().map(|log| case.logs[*log].file.as_str()).collect();
        let _ = writeln!(text, "user {}: {}", user.user, logs.join(", "));
        for stay in &user.stays {
            let (from, to) = (moment(stay.span.map(|span| span.0)), moment(stay.span.map(|span| span.1)));
            let room = stay.room.as_deref().unwrap_or("?");
            let entered = if stay.joined { "" } else { ", not entered" };
            let (end, recordings) = (stay.end.title(), stay.recordings);
            let _ = writeln!(text, "  stay: {room}, {from} to {to}{entered}; {end}; recorded {recordings} x");
        }
    }
    for seen in &case.seen_failures {
        let log = &case.logs[seen.log].file;
        let _ = writeln!(text, "{} fails as {} sees: {log} line {}", seen.user, seen.seen_by, seen.line);
    }
    text
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases").join(name)
}

/// The logs of a folder in the order of their names, without its golden file.
fn logs_of(name: &str) -> Vec<(String, LogSource)> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder(name)).expect("the folder exists").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| !path.ends_with("case.txt"));
    paths.sort();
    let named =
        |path: PathBuf| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), LogSource::File(path));
    paths.into_iter().map(named).collect()
}

#[track_caller]
fn check(name: &str) {
    let logs = logs_of(name);
    let case = case_of(logs.iter().map(|(name, source)| (name.as_str(), source.clone())));
    expect_file![folder(name).join("case.txt")].assert_eq(&case_as_text(&case));
}

#[test]
fn recordings_of_one_run_are_one_call_seen_several_times() {
    check("uplink-lost");
}

#[test]
fn logs_of_several_users_with_clocks_in_other_zones_and_minutes_off_are_one_case() {
    check("classroom");
}

/// A log of version 4 with one stay whose clocks are `by` milliseconds later than those of the sample.
fn shifted(by: u64, edit: impl Fn(&str) -> String) -> LogSource {
    let sample = std::fs::read_to_string(folder("uplink-lost").join("sdk-upload.log")).expect("the sample");
    let clock = regex::Regex::new(r"(?m)^\[(\d\d:\d\d:\d\d):(\d{1,3})\]").expect("a pattern");
    let text = clock.replace_all(&sample, |found: &regex::Captures<'_>| {
        let printed = format!("{}.{:0>3}", &found[1], &found[2]);
        let later = trtc_lens::log::parse::clock::Clock::parse(&printed).expect("a clock").after(by);
        format!("[{}]", later.fine_text().replace('.', ":"))
    });
    LogSource::Pasted(edit(&text))
}

fn without_server_time(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains("baseTime")).collect()
}

#[test]
fn a_log_without_a_date_is_not_compared_with_others() {
    let case = case_of([("a.log", shifted(0, str::to_owned)), ("b.log", shifted(5000, without_server_time))]);
    assert_eq!(case.logs[1].span, None);
    assert_eq!(case.logs[1].clock.basis.id(), "unaligned");
    assert_eq!(case.calls, 2);
    assert_eq!(case.problems[0].failures.len(), 2);
    assert!(!case.sentence.contains("never"), "{}", case.sentence);
}

#[test]
fn a_log_with_the_same_lines_as_an_aligned_one_is_aligned() {
    let case = case_of([("a.log", shifted(0, without_server_time)), ("b.log", shifted(0, str::to_owned))]);
    assert_eq!(case.logs[0].clock.basis.id(), "same-lines");
    // The first lines are from before the SDK adjusted its clock, by 62 ms.
    let apart = case.logs[0].span.zip(case.logs[1].span).map(|(one, other)| (other.0 - one.0, other.1 - one.1));
    assert_eq!(apart, Some((-62, 0)));
    assert_eq!((case.calls, case.problems[0].failures.len()), (1, 1));
}

#[test]
fn a_second_device_of_the_same_user_is_another_call() {
    // The second device joins ten minutes later, and is its own call.
    let later = |text: &str| text.replace("01:06:28 GMT", "01:16:28 GMT").replace("01:07:11 GMT", "01:17:11 GMT");
    let case = case_of([("a.log", shifted(0, str::to_owned)), ("b.log", shifted(600_000, later))]);
    assert_eq!((case.calls, case.problems[0].failures.len()), (2, 2));
    assert_eq!(case.users.len(), 1);
    assert_eq!(case.users[0].stays.len(), 2);
}

#[test]
fn the_case_of_no_logs_and_of_unreadable_logs_says_so() {
    assert_eq!(CaseBuilder::default().finish().sentence, "");
    let mut builder = CaseBuilder::default();
    builder.add_unread("a.log".to_owned(), "No such file".to_owned());
    let case = builder.finish();
    assert_eq!(case.sentence, "One log could not be read.");
    assert_eq!(case.worst_log(), Some(0));
}

/// A console of a call at nine by the server's clock, on a computer whose clock is seven minutes slow.
fn console_of_slow_computer() -> LogSource {
    let sdk = |time: &str, text: &str| format!("trtc.js:1 TRTC[{time}] {text}\n");
    let lines = [
        sdk("08:53:01:000", "<INFO> TRTC Web SDK Version: 4.15.22"),
        sdk(
            "09:00:02:000",
            "<INFO> baseTime from server: Tue Nov 24 2026 09:00:02 GMT+0800 (China Standard Time) offset: 420000",
        ),
        sdk(
            "09:00:03:000",
            "<INFO> [↑c1|anna] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor",
        ),
        sdk("09:00:03:500", "<ERROR> [↑c1|anna] Join room failed result: 70001 error: usersig is expired"),
    ];
    LogSource::Pasted(lines.concat())
}

/// The requests of the same call by the computer's clock.
fn archive_of(user: &str) -> LogSource {
    let entry = |time: &str, status: u32| {
        serde_json::json!({
            "startedDateTime": format!("2026-11-24T{time}Z"),
            "time": 20,
            "request": {
                "method": "POST",
                "url": "https://log.example.com/upload",
                "postData": {"mimeType": "text/plain", "text": format!("TRTC[08:53:01:100] <INFO> [↑c1|{user}] join room")},
            },
            "response": {"status": status, "statusText": "", "content": {"size": 0}},
        })
    };
    let entries = [entry("00:53:03.200", 200), entry("00:53:03.300", 200), entry("00:53:03.400", 403)];
    let log =
        serde_json::json!({"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}});
    LogSource::Pasted(log.to_string())
}

#[test]
fn an_archive_by_a_wrong_clock_is_corrected_by_the_console_of_the_same_user() {
    let case = case_of([("a.log", console_of_slow_computer()), ("a.har", archive_of("anna"))]);
    assert_eq!(case.logs[1].users, ["anna"], "the archive names its user");
    assert_eq!(case.logs[1].clock.basis.id(), "same-user");
    let apart = case.logs[0].span.zip(case.logs[1].span).map(|(one, other)| other.0 - one.0);
    assert_eq!(apart, Some(2_200), "the first line is at 09:00:01.000 by the server's clock");
    assert_eq!(case.calls, 1);

    let case = case_of([("a.log", console_of_slow_computer()), ("b.har", archive_of("bert"))]);
    assert_eq!(case.logs[1].clock.basis.id(), "computer-time", "nobody says that this is the same computer");
    assert_eq!(case.calls, 2);
}

#[test]
fn each_user_of_one_problem_has_a_line_of_its_own() {
    let first = include_str!("../../assets/samples/join-failed.log");
    let second = first.replace("student_07", "ann").replace("[00:41:", "[00:52:");
    let text = format!("{}\n{second}", first.trim_end());
    let case = case_of([("both.log", LogSource::Pasted(text.clone()))]);
    let problem = case.problems.iter().find(|problem| problem.users.len() == 2).expect("a problem of two users");
    let places: Vec<(&str, u64)> =
        problem.failures.iter().map(|failure| (failure.user.as_str(), failure.sightings[0].line)).collect();
    for (user, line) in &places {
        let said = text.lines().nth(*line as usize - 1).expect("a line");
        assert!(said.contains(user), "{user} is not in line {line}: {said}");
    }
    let printed = |nth: usize| problem.failures[nth].sightings[0].printed.clone().expect("a clock");
    assert!(printed(0) != printed(1) && places[0].1 != places[1].1, "{places:?}");
}

#[test]
fn two_users_without_a_problem_are_named() {
    let folder = folder("classroom");
    let log = |name: &str| LogSource::File(folder.join(name));
    let case = case_of([("one.log", log("student-1.log")), ("two.log", log("student-2.log"))]);
    assert_eq!(case.sentence, "student-1 and student-2 are fine.");
}
