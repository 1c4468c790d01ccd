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
    let _ = writeln!(text, "\n{} calls, times in {}\n", case.calls, case.zone_text());
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
            let _ = writeln!(text, "  stay: {room}, {from} to {to}{entered}; {end}; in {recordings} logs");
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
