//! Several logs at once: inspected side by side, reported in the order in which they were named.

use std::path::{Path, PathBuf};

use super::cli::{JOIN_FAILED, json, path, run, status, stderr, stdout};

/// Large enough to be read by several threads.
const LARGE_BYTES: usize = 9 << 18;

/// A folder of logs, large ones among small ones, and one that is none.
fn folder_of_logs(folder: &Path, large: usize) -> Vec<PathBuf> {
    let large = JOIN_FAILED.repeat(large / JOIN_FAILED.len());
    let mut paths = Vec::new();
    for idx in 0..24 {
        let log = folder.join(format!("{idx:02}.log"));
        let text: &[u8] = match idx {
            3 => b"\x89PNG\r\n\x1a\n",
            1 | 2 | 9 if !large.is_empty() => large.as_bytes(),
            _ => JOIN_FAILED.as_bytes(),
        };
        std::fs::write(&log, text).expect("the log is written");
        paths.push(log);
    }
    paths
}

#[test]
fn logs_side_by_side_yield_what_each_yields_alone() {
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
    assert!(stdout(&together) == alone.collect::<String>(), "the order or the findings differ");
}

#[test]
fn reports_stand_in_the_order_of_the_arguments() {
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

#[test]
fn a_reader_that_has_enough_ends_all_of_them() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().expect("a temporary folder");
    folder_of_logs(folder.path(), LARGE_BYTES);
    let mut child = super::cli::program()
        .args(["inspect", path(folder.path()), "--format", "ndjson"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}
