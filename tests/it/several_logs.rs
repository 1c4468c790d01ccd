//! Several logs in one call: inspected in parallel, reported in the order in which they were named.

use std::path::{Path, PathBuf};

use super::cli::{JOIN_FAILED, json, path, run, status, stderr, stdout};

/// Large enough that several threads read the log.
const LARGE_BYTES: usize = 9 << 18;

/// A folder of small and large logs, and one file that is not a log.
fn folder_of_logs(folder: &Path, large: usize) -> Vec<PathBuf> {
    let large = JOIN_FAILED.repeat(large / JOIN_FAILED.len());
    let mut paths = Vec::new();
    for idx in 0..24 {
        let log = folder.join(format!("{idx:02}.log"));
        let text: &[u8] = match idx {
            3 => b"OggS\0\x02",
            1 | 2 | 9 if !large.is_empty() => large.as_bytes(),
            _ => JOIN_FAILED.as_bytes(),
        };
        std::fs::write(&log, text).expect("the log is written");
        paths.push(log);
    }
    paths
}

#[test]
fn logs_inspected_in_parallel_have_the_same_reports_as_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = folder_of_logs(folder.path(), LARGE_BYTES);
    let options = ["--format", "ndjson", "--no-redact"];
    let together = run(&[&["inspect", path(folder.path())], &options[..]].concat());
    assert_eq!(status(&together), 0);
    assert_eq!(stderr(&together).lines().count(), 1, "{}", stderr(&together));
    assert!(stderr(&together).contains("03.log"), "{}", stderr(&together));
    let alone = paths.iter().map(|log| {
        let output = run(&[&["inspect", path(log)], &options[..]].concat());
        stdout(&output).to_owned()
    });
    let (logs, case) = stdout(&together).trim_end().rsplit_once('\n').expect("a last line");
    assert!(case.starts_with(r#"{"type":"case","summary":""#), "{case}");
    assert!(format!("{logs}\n") == alone.collect::<String>(), "the order or the findings differ");
}

#[test]
fn reports_are_in_the_order_of_the_arguments() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut paths = folder_of_logs(folder.path(), 0);
    paths.remove(3);
    paths.reverse();
    let arguments: Vec<&str> =
        ["inspect", "--format", "json"].into_iter().chain(paths.iter().map(|log| path(log))).collect();
    let output = run(&arguments);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    let reports = json(&output);
    let files: Vec<&str> =
        reports.as_array().expect("an array").iter().filter_map(|log| log["file"].as_str()).collect();
    assert_eq!(files, paths.iter().map(|log| path(log)).collect::<Vec<_>>());
}

/// The large log in [`folder_of_many_logs`].
const LARGE_LOG: usize = 300;

/// The code in a small one.
fn small_log_code(idx: usize) -> usize {
    70_001 + idx % 2
}

/// A folder with enough logs that threads get several at a time, also on computers with many processors. One is large.
fn folder_of_many_logs(folder: &Path) -> usize {
    const COUNT: usize = 600;
    for idx in 0..COUNT {
        let text = match idx {
            LARGE_LOG => JOIN_FAILED.repeat(LARGE_BYTES / JOIN_FAILED.len()),
            _ => format!("join failed, errorCode: {}\n", small_log_code(idx)),
        };
        std::fs::write(folder.join(format!("{idx:03}.log")), text).expect("the log is written");
    }
    COUNT
}

#[test]
fn many_logs_are_reported_in_order() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let count = folder_of_many_logs(folder.path());
    let output = run(&["inspect", path(folder.path()), "--format", "csv"]);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    // Messages have several lines; a row begins with the path of its log.
    let rows = stdout(&output).lines().filter_map(|line| line.strip_prefix(path(folder.path())));
    let rows = rows.filter_map(|row| Some((row.get(1..4)?.parse::<usize>().ok()?, row))).collect::<Vec<_>>();
    assert!(rows.is_sorted_by_key(|(idx, _)| *idx), "the order");
    let small: Vec<(usize, bool)> = rows
        .into_iter()
        .filter(|(idx, _)| *idx != LARGE_LOG)
        .map(|(idx, row)| (idx, row.contains(&format!("errorCode: {}", small_log_code(idx)))))
        .collect();
    assert_eq!(small, (0..count).filter(|idx| *idx != LARGE_LOG).map(|idx| (idx, true)).collect::<Vec<_>>());
}

/// Runs the program on a folder, and closes its output after the first line.
fn close_output_early(folder: &Path) {
    use std::io::{BufRead, BufReader};
    let mut child = super::cli::program()
        .args(["inspect", path(folder), "--format", "ndjson"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[test]
fn closing_the_output_pipe_stops_all_inspections() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    folder_of_logs(folder.path(), LARGE_BYTES);
    close_output_early(folder.path());
    let folder = tempfile::tempdir().expect("a temporary folder");
    folder_of_many_logs(folder.path());
    close_output_early(folder.path());
}
