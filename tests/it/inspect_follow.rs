//! `inspect` with logs that are still being written, and with pipes that stall.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStderr, ChildStdout, Stdio};

use serde_json::Value;

use super::cli::{JOIN_FAILED, path, program, run, status, stderr};

/// The running program and its output.
struct Running {
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
    stderr: Lines<BufReader<ChildStderr>>,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let piped = || Stdio::piped();
        let mut command = program();
        command.args(arguments).stdin(piped()).stdout(piped()).stderr(piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let stderr = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        Self { child, stdout, stderr }
    }

    /// The next object on standard output that is not a catalog entry.
    fn next(&mut self) -> Value {
        loop {
            let line = self.stdout.next().expect("the program writes another line").expect("it is text");
            let object: Value = serde_json::from_str(&line).expect("each line is JSON");
            if object["type"] != "code" {
                return object;
            }
        }
    }

    /// The line numbers of the next findings.
    fn finding_lines(&mut self, count: usize) -> Vec<u64> {
        (0..count).filter_map(|_| self.next()["line"].as_u64()).collect()
    }

    fn status(mut self) -> Option<i32> {
        self.child.wait().expect("the program ends").code()
    }
}

#[test]
fn text_output_shows_findings_at_once_and_problems_at_the_end() {
    let mut running = Running::start(&["inspect", "--follow", "-"]);
    let mut pipe = running.child.stdin.take().expect("a pipe");
    pipe.write_all(JOIN_FAILED.as_bytes()).expect("the program reads");
    let first: Vec<String> = running.stdout.by_ref().take(2).map(|line| line.expect("it is text")).collect();
    assert!(first[0].starts_with("line 2") && first[1].contains("-10012"), "{first:?}");
    drop(pipe);
    let rest: Vec<String> = running.stdout.by_ref().map(|line| line.expect("it is text")).collect();
    assert!(rest.iter().any(|line| line.starts_with("1. ")), "{rest:?}");
    assert_eq!(running.status(), Some(0));
}

#[test]
fn follow_refuses_several_logs_and_html() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("a.log");
    fs::write(&log, JOIN_FAILED).expect("the log is written");
    assert_eq!(status(&run(&["inspect", "--follow", path(&log), path(&log)])), 2);
    assert_eq!(status(&run(&["inspect", "--follow", "--format", "html", path(&log)])), 2);
    let output = run(&["inspect", "--follow", path(&log.with_extension("none"))]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("a.none"), "{}", stderr(&output));
}

#[test]
fn a_closed_pipe_ends_following() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("a.log");
    fs::write(&log, JOIN_FAILED).expect("the log is written");
    let mut running = Running::start(&["inspect", "--follow", "--format", "ndjson", path(&log)]);
    running.finding_lines(3);
    let Running { mut child, stdout, mut stderr } = running;
    drop(stdout);
    fs::write(&log, JOIN_FAILED.repeat(2)).expect("the log grows");
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
    let messages: Vec<String> = stderr.by_ref().map(|line| line.expect("it is text")).collect();
    assert!(messages.iter().all(|line| line.contains("overwritten") || line.contains("cut short")), "{messages:?}");
}

/// Tests that send a signal, as Ctrl+C does. Windows cannot send one to a single program, and its named pipes are not
/// files.
#[cfg(unix)]
mod signals {
    use std::fs::File;
    use std::process::Command;

    use super::*;

    impl Running {
        /// Skips the problems at the end of a log and returns its `log` object.
        fn end_of_log(&mut self) -> Value {
            loop {
                let object = self.next();
                match object["type"].as_str() {
                    Some("problem") => {}
                    Some("log") => return object,
                    _ => panic!("{object}"),
                }
            }
        }

        fn next_message(&mut self) -> String {
            self.stderr.next().expect("the program writes a message").expect("it is text")
        }

        /// Sends the signal that Ctrl+C sends.
        fn interrupt(&self) {
            let id = self.child.id().to_string();
            assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill is installed").success());
        }
    }

    #[test]
    fn a_growing_file_is_followed_through_truncation_and_rotation() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = folder.path().join("a.log");
        fs::write(&log, JOIN_FAILED).expect("the log is written");
        let mut running = Running::start(&["inspect", "--follow", "--format", "ndjson", path(&log)]);
        assert_eq!(running.finding_lines(3), [2, 3, 5]);
        let mut file = File::options().append(true).open(&log).expect("the log is there");
        // A line without a line end is not read yet.
        file.write_all(JOIN_FAILED.trim_end().as_bytes()).expect("the log grows");
        assert_eq!(running.finding_lines(2), [7, 8]);
        file.write_all(b"\n").expect("the log grows");
        assert_eq!(running.finding_lines(1), [10]);

        file.set_len(0).expect("the log is truncated");
        // The line that was completed later is a separate entry.
        assert_eq!(running.end_of_log()["entries"], 7);
        assert!(running.next_message().contains("cut short"));
        file.write_all(JOIN_FAILED.as_bytes()).expect("the log begins again");
        assert_eq!(running.finding_lines(3), [2, 3, 5]);

        fs::rename(&log, log.with_extension("1")).expect("the log is rotated");
        file.write_all(JOIN_FAILED.as_bytes()).expect("the rotated log grows");
        assert_eq!(running.finding_lines(3), [7, 8, 10]);
        fs::write(&log, JOIN_FAILED).expect("the new log begins");
        assert_eq!(running.end_of_log()["entries"], 6);
        let messages: Vec<String> =
            (0..2).map(|_| running.next_message()).take_while(|message| message.contains("gone")).collect();
        assert!(messages.len() < 2, "{messages:?}");
        assert_eq!(running.finding_lines(3), [2, 3, 5]);
        running.interrupt();
        assert_eq!(running.end_of_log()["entries"], 3);
        assert_eq!(running.status(), Some(0));
    }

    #[test]
    fn a_stalled_pipe_is_reported_and_its_findings_are_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is installed").success());
        let mut running = Running::start(&["inspect", "--format", "ndjson", path(&pipe)]);
        let mut writer = File::options().write(true).open(&pipe).expect("the pipe is open");
        writer.write_all(JOIN_FAILED.as_bytes()).expect("the program reads");
        let message = running.next_message();
        assert!(message.contains("pipe: nothing came for 5 s after") && message.contains("bytes"), "{message}");
        running.interrupt();
        assert_eq!(running.finding_lines(3), [2, 3, 5]);
        let log = running.end_of_log();
        assert_eq!(log["entries"], 3);
        assert!(log["skipped"][0]["reason"].as_str().is_some_and(|reason| reason.contains("stopped here")), "{log}");
        assert!(running.next_message().contains("stopped here"));
        assert_eq!(running.status(), Some(1));
    }

    #[test]
    fn stalled_json_and_packed_logs_can_be_stopped() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(JOIN_FAILED.as_bytes()).and_then(|()| packed.flush()).expect("writing to memory succeeds");
        let packed = packed.get_ref().clone();
        for begun in [&b"[\n{\"code_\": 16388},\n"[..], &packed] {
            let mut running = Running::start(&["inspect", "--format", "ndjson", "-"]);
            let mut pipe = running.child.stdin.take().expect("a pipe");
            pipe.write_all(begun).expect("the program reads");
            assert!(running.next_message().contains("nothing came"));
            running.interrupt();
            let mut rest = String::new();
            running.stdout.by_ref().for_each(|line| rest.push_str(&line.expect("it is text")));
            assert!(rest.contains("16388") || rest.contains("-10012"), "{rest}");
            assert!(rest.contains("\"type\":\"log\""), "{rest}");
            assert_eq!(running.status(), Some(1));
        }
    }
}
