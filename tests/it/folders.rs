//! Folders and archives with links, pipes, images and thousands of files. Each log is read once, and files that are not read
//! are reported.

use std::fs;
use std::path::Path;

use serde_json::Value;
use trtc_lens::source::Expanded;
use trtc_lens::source::LogSource;

use super::cli::{JOIN_FAILED, json, path, run, status, stderr, stdout};
use super::containers::{base64, tar};
use super::encodings::{gzip, zip};

const SOUND: &[u8] = b"OggS\0\x02\0\0";

/// A folder with these files and their subfolders.
fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }
    folder
}

fn expand(path: &Path) -> Expanded {
    LogSource::expand(path).expect("the path can be read")
}

/// The names of the logs below `folder`, relative to it.
fn logs_below(folder: &Path) -> Vec<String> {
    let Expanded { logs, .. } = expand(folder);
    logs.iter().map(|log| relative(&log.name(), folder)).collect()
}

fn relative(name: &str, folder: &Path) -> String {
    name.strip_prefix(path(folder)).unwrap_or(name).trim_start_matches(['/', '\\']).replace('\\', "/")
}

/// The files that have a report, relative to `folder`.
fn reported(report: &Value, folder: &Path) -> Vec<String> {
    let logs = report.as_array().expect("an array").iter();
    logs.map(|log| relative(log["file"].as_str().expect("a name"), folder)).collect()
}

#[cfg(unix)]
mod links_and_pipes {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use trtc_lens::source::LeftOutReason;

    use super::*;

    fn make_pipe(pipe: &Path) {
        assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo is there").success());
    }

    #[test]
    fn a_link_to_a_parent_folder_does_not_loop() {
        let folder = folder_with(&[("d/a.log", JOIN_FAILED.as_bytes()), ("d/sub/b.log", JOIN_FAILED.as_bytes())]);
        let d = folder.path().join("d");
        symlink("..", d.join("sub/loop")).expect("a link");
        symlink(".", d.join("self")).expect("a link");
        fs::write(folder.path().join("outside.log"), JOIN_FAILED).expect("written");
        symlink("../..", d.join("sub/above")).expect("a link");
        let output = run(&["inspect", path(&d), "--format", "json"]);
        assert_eq!(reported(&json(&output), &d), ["a.log", "sub/b.log"]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let lines: Vec<&str> = stderr(&output).lines().collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("d/self: skipped: it leads to "), "{lines:?}");
        assert!(lines[1].contains("above: skipped: it leads to a folder that contains this one"), "{lines:?}");
        assert!(lines[2].contains("loop: skipped: it leads to "), "{lines:?}");
    }

    #[test]
    fn two_folders_that_link_to_each_other_are_read_once() {
        let folder = folder_with(&[("a/1.log", JOIN_FAILED.as_bytes()), ("b/2.log", JOIN_FAILED.as_bytes())]);
        symlink("../b", folder.path().join("a/to-b")).expect("a link");
        symlink("../a", folder.path().join("b/to-a")).expect("a link");
        symlink("b", folder.path().join("0")).expect("a link");
        assert_eq!(logs_below(folder.path()), ["a/1.log", "b/2.log"]);
    }

    #[test]
    fn a_linked_file_is_read_once_under_its_own_name() {
        let folder = folder_with(&[("call.log", JOIN_FAILED.as_bytes())]);
        symlink("call.log", folder.path().join("a-latest.log")).expect("a link");
        fs::hard_link(folder.path().join("call.log"), folder.path().join("second.log")).expect("a link");
        let elsewhere = folder_with(&[("far.log", JOIN_FAILED.as_bytes())]);
        symlink(elsewhere.path().join("far.log"), folder.path().join("far")).expect("a link");
        assert_eq!(logs_below(folder.path()), ["call.log", "far"]);
        let left_out = expand(folder.path()).left_out;
        let call = folder.path().join("call.log");
        assert_eq!(left_out.len(), 2, "{left_out:?}");
        assert!(left_out.iter().all(|file| file.reason == LeftOutReason::Duplicate(call.clone())), "{left_out:?}");
    }

    #[test]
    fn a_log_given_twice_is_read_twice() {
        let folder = folder_with(&[("a.log", JOIN_FAILED.as_bytes())]);
        let log = folder.path().join("a.log");
        let output = run(&["inspect", path(&log), path(&log), path(folder.path()), "--format", "json"]);
        assert_eq!(reported(&json(&output), folder.path()), ["a.log"; 3]);
        assert_eq!((status(&output), stderr(&output)), (0, ""));
    }

    #[test]
    fn pipes_and_sockets_in_a_folder_are_skipped_and_reported() {
        let folder = folder_with(&[("a.log", JOIN_FAILED.as_bytes()), ("sub/b.log", JOIN_FAILED.as_bytes())]);
        make_pipe(&folder.path().join("sub/pipe"));
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).expect("a socket");
        symlink("/dev/zero", folder.path().join("zero")).expect("a link");
        let output = run(&["inspect", path(folder.path()), "--format", "json"]);
        assert_eq!(reported(&json(&output), folder.path()), ["a.log", "sub/b.log"]);
        let lines: Vec<&str> = stderr(&output).lines().collect();
        assert!(lines[0].contains("/socket: skipped: it is a socket"), "{lines:?}");
        assert!(lines[1].contains("/sub/pipe: skipped: it is a named pipe"), "{lines:?}");
        assert!(lines[2].contains("/zero: skipped: it is a device"), "{lines:?}");
        assert_eq!((status(&output), lines.len()), (0, 3));

        let words = expand(folder.path()).left_out_message().expect("the window says so");
        assert!(words.starts_with("3 files and folders are not read. ") && words.contains("a named pipe"), "{words}");
    }

    #[test]
    fn a_folder_with_only_pipes_is_a_failure() {
        let folder = folder_with(&[]);
        make_pipe(&folder.path().join("pipe"));
        let output = run(&["inspect", path(folder.path())]);
        assert_eq!((status(&output), stdout(&output)), (1, ""));
        assert!(stderr(&output).contains("/pipe: skipped"), "{}", stderr(&output));
        assert!(stderr(&output).contains("there are no logs in it"), "{}", stderr(&output));
    }

    #[test]
    fn a_pipe_given_as_an_argument_is_read() {
        let folder = folder_with(&[]);
        let pipe = folder.path().join("pipe");
        make_pipe(&pipe);
        let written = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(written, JOIN_FAILED).expect("written"));
        let output = run(&["inspect", path(&pipe), "--format", "json"]);
        writer.join().expect("the writer ends");
        assert_eq!((status(&output), stderr(&output)), (0, ""));
        assert!(json(&output)[0]["findings"].as_array().is_some_and(|found| !found.is_empty()));
    }

    #[test]
    fn an_unreadable_folder_does_not_stop_the_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder_with(&[("a.log", JOIN_FAILED.as_bytes()), ("locked/b.log", JOIN_FAILED.as_bytes())]);
        let locked = folder.path().join("locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("the rights are changed");
        let is_root = fs::read_dir(&locked).is_ok();
        let output = run(&["inspect", path(folder.path()), "--format", "json"]);
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("the rights are changed");
        let report = json(&output);
        if is_root {
            // Root can read all folders.
            assert_eq!(reported(&report, folder.path()), ["a.log", "locked/b.log"]);
            return;
        }
        assert_eq!(reported(&report, folder.path()), ["a.log", "locked"]);
        assert_eq!(status(&output), 1);
        assert!(stderr(&output).contains("locked: the folder cannot be read: "), "{}", stderr(&output));
    }

    #[test]
    fn a_report_never_overwrites_a_hard_link_of_its_log() {
        let folder = folder_with(&[("a.log", JOIN_FAILED.as_bytes())]);
        let (log, other) = (folder.path().join("a.log"), folder.path().join("b.log"));
        fs::hard_link(&log, &other).expect("a link");
        let output = run(&["inspect", path(&log), "--output", path(&other)]);
        assert_eq!(status(&output), 1);
        assert_eq!(fs::read_to_string(&log).expect("the log is there"), JOIN_FAILED);
    }
}

#[test]
fn all_logs_of_a_large_folder_are_read() {
    let folder = folder_with(&[]);
    for idx in 0..10_050 {
        fs::write(folder.path().join(format!("{idx:05}.log")), "x\n").expect("the log is written");
    }
    let output = run(&["inspect", path(folder.path()), "--format", "ndjson"]);
    assert_eq!((status(&output), stderr(&output)), (0, ""));
    assert_eq!(stdout(&output).lines().filter(|line| line.contains("\"type\":\"log\"")).count(), 10_050);
}

#[test]
fn deeply_nested_folders_are_read() {
    let deep = "d/".repeat(40) + "a.log";
    let folder = folder_with(&[(deep.as_str(), JOIN_FAILED.as_bytes())]);
    assert_eq!(logs_below(folder.path()), [deep.as_str()]);
}

#[test]
fn all_logs_of_a_large_archive_are_read() {
    let names: Vec<String> = (0..10_050).map(|idx| format!("{idx:05}.log")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x\n"[..])).collect();
    for (name, bytes) in [("a.zip", zip(&members)), ("a.tar", tar(&members))] {
        let folder = folder_with(&[(name, &bytes)]);
        let Expanded { logs, left_out } = expand(&folder.path().join(name));
        assert_eq!((logs.len(), left_out), (10_050, Vec::new()), "{name}");
    }
}

#[test]
fn a_limit_is_in_the_report_and_is_a_failure() {
    let opening = |idx| format!("Content-Type: multipart/mixed; boundary=b{idx}\r\n\r\n--b{idx}\r\n");
    let deep: String = (1..9).map(opening).collect();
    let text = "Content-Type: text/plain\r\n\r\nfine\r\n";
    let mail = format!("{}{text}--b0\r\n{deep}{text}", opening(0));
    let folder = folder_with(&[("a.eml", mail.as_bytes()), ("a.eml.gz", &gzip(mail.as_bytes()))]);
    let eml = folder.path().join("a.eml");
    let reason = "mails in it, one in the other, are read 8 deep; there are more: save these and open them";
    let output = run(&["inspect", path(&eml), "--format", "json"]);
    assert_eq!(status(&output), 1);
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).trim_end().ends_with(&format!("a.eml: {reason}")), "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(reported(&report, folder.path()), ["a.eml/text", "a.eml"]);
    assert_eq!(report[1]["skipped"][0]["reason"], reason);
    for format in ["text", "ndjson", "markdown", "html"] {
        let output = run(&["inspect", path(&eml), "--format", format]);
        let words: Vec<&str> = stdout(&output).split_whitespace().collect();
        assert!(words.join(" ").contains("are read 8 deep"), "{format}: {}", stdout(&output));
    }

    // A packed mail is read as one text, and the message is at its end.
    let output = run(&["inspect", path(&folder.path().join("a.eml.gz")), "--format", "json"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("are read 8 deep"), "{}", stderr(&output));
}

/// A mail with a sound, and with `log` if it is given.
fn mail(log: Option<&str>) -> Vec<u8> {
    let log = log.map(|log| {
        let head = "--b\r\nContent-Type: text/plain; name=\"a.log\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        format!("{head}{}", base64(log.as_bytes()))
    });
    let attached = base64(SOUND);
    format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b\r\nContent-Type: application/octet-stream; \
         name=\"call.ogg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{attached}--b--\r\n",
        log.unwrap_or_default()
    )
    .into_bytes()
}

#[test]
fn a_sound_among_logs_is_reported_but_not_a_failure() {
    let log = JOIN_FAILED.as_bytes();
    let packed_sound = gzip(SOUND);
    let members: &[(&str, &[u8])] =
        &[("a.log", log), ("call.ogg", SOUND), ("packed.gz", &packed_sound), ("x.db", b"SQLite format 3\0")];
    let inner = zip(&members[..2]);
    let (folder, packed) = ("folder", gzip(&tar(members)));
    let archives = folder_with(&[
        ("a.zip", &zip(members)),
        ("a.tar", &tar(members)),
        ("a.tar.gz", &packed),
        ("a.eml", &mail(Some(JOIN_FAILED))),
        ("outer.zip", &zip(&[("inner.zip", &inner)])),
        ("folder/a.log", log),
        ("folder/call.ogg", SOUND),
        ("folder/Thumbs.db", b"\xD0\xCF\x11\xE0"),
    ]);
    for name in ["a.zip", "a.tar", "a.tar.gz", "a.eml", "outer.zip", folder] {
        let input = archives.path().join(name);
        let output = run(&["inspect", path(&input), "--format", "json"]);
        assert_eq!(status(&output), 0, "{name}: {}", stderr(&output));
        let report = json(&output);
        assert_eq!(report.as_array().map(Vec::len), Some(1), "{name}");
        assert!(report[0]["file"].as_str().is_some_and(|file| file.ends_with("a.log")), "{name}: {report}");
        let sound = "call.ogg: skipped: it is a sound or video file, not a log";
        assert!(stderr(&output).lines().any(|line| line.ends_with(sound)), "{name}: {}", stderr(&output));
        let listed = if matches!(name, "a.zip" | "a.tar" | "a.tar.gz") { 3 } else { 1 };
        assert_eq!(stderr(&output).lines().count(), listed, "{name}: {}", stderr(&output));
    }
}

#[test]
fn an_input_without_logs_is_a_failure() {
    let members: &[(&str, &[u8])] = &[("1.ogg", SOUND), ("2.ogg", SOUND)];
    let archives = folder_with(&[
        ("a.zip", &zip(members)),
        ("a.tar", &tar(members)),
        ("a.eml", &mail(None)),
        ("folder/1.ogg", SOUND),
        ("call.ogg", SOUND),
    ]);
    for name in ["a.zip", "a.tar", "a.eml", "folder", "call.ogg"] {
        let output = run(&["inspect", path(&archives.path().join(name))]);
        assert_eq!((status(&output), stdout(&output)), (1, ""), "{name}");
        assert!(stderr(&output).contains("this is no text but a sound or video file; ask for"), "{}", stderr(&output));
    }
    let picture = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png; name=\"1.png\"\r\n\r\nx\r\n--b--";
    let folder = folder_with(&[("a.eml", picture.as_bytes())]);
    let output = run(&["inspect", path(&folder.path().join("a.eml"))]);
    assert_eq!((status(&output), stdout(&output)), (1, ""));
    assert!(stderr(&output).contains("1.png: skipped: it is a picture, not a log"), "{}", stderr(&output));
    assert!(stderr(&output).contains("there are no logs in it"), "{}", stderr(&output));
}

#[test]
fn an_unread_archive_among_logs_is_a_failure() {
    let members: &[(&str, &[u8])] = &[("a.log", JOIN_FAILED.as_bytes()), ("more.7z", b"7z\xBC\xAF\x27\x1C")];
    let folder = folder_with(&[("a.zip", &zip(members))]);
    let output = run(&["inspect", path(&folder.path().join("a.zip")), "--format", "json"]);
    assert_eq!((status(&output), json(&output).as_array().map(Vec::len)), (1, Some(1)));
    assert!(stderr(&output).contains("more.7z: this is no text but a 7z archive; unpack it"), "{}", stderr(&output));
}

#[test]
fn a_truncated_tar_archive_is_read_up_to_its_end() {
    let archive = tar(&[("a.log", JOIN_FAILED.as_bytes()), ("b.log", JOIN_FAILED.repeat(20).as_bytes())]);
    let b_begins = archive.len() - 1024 - (JOIN_FAILED.len() * 20).next_multiple_of(512);
    let cut = &archive[..b_begins + 600];
    for (name, bytes) in [("a.tar", cut.to_vec()), ("a.tar.gz", gzip(&archive)[..gzip(&archive).len() - 40].to_vec())] {
        let folder = folder_with(&[(name, &bytes)]);
        let output = run(&["inspect", path(&folder.path().join(name)), "--format", "json"]);
        assert_eq!(status(&output), 1, "{name}");
        let report = json(&output);
        let files = reported(&report, folder.path());
        assert_eq!(files[..2], [format!("{name}/a.log"), format!("{name}/b.log")], "{name}");
        assert!(!report[0]["findings"].as_array().expect("findings").is_empty(), "{name}");
    }
    let folder = folder_with(&[("a.tar", cut)]);
    let output = run(&["inspect", path(&folder.path().join("a.tar")), "--format", "json"]);
    assert!(stderr(&output).contains("a.tar/b.log: reading stopped here: the tar archive ends"), "{}", stderr(&output));
    assert!(stderr(&output).contains("a.tar: the archive can be read up to here only"), "{}", stderr(&output));
}

#[test]
fn members_of_a_tar_archive_with_the_same_name_are_all_read() {
    let bytes = tar(&[("a.log", b"first\n"), ("a.log", JOIN_FAILED.as_bytes())]);
    let folder = folder_with(&[("a.tar", &bytes)]);
    let output = run(&["inspect", path(&folder.path().join("a.tar")), "--format", "json"]);
    let report = json(&output);
    assert_eq!(reported(&report, folder.path()), ["a.tar/a.log", "a.tar/a.log/2"]);
    let findings = |idx: usize| report[idx]["findings"].as_array().map(Vec::len);
    assert_eq!(findings(0), Some(0));
    assert!(findings(1) > Some(0));
}

#[test]
fn a_folder_with_only_the_report_is_a_failure() {
    let folder = folder_with(&[("report.json", b"[]")]);
    let report = folder.path().join("report.json");
    let output = run(&["inspect", path(folder.path()), "--output", path(&report)]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("there are no logs in it"), "{}", stderr(&output));
}
