//! Pictures as inputs: the text in them is read like a log.

use std::path::Path;

use trtc_lens::inspect::InspectOptions;
use trtc_lens::log::LogFormat;
use trtc_lens::source::LogSource;

use super::cli::{JOIN_FAILED, json, run, status, stderr};
use super::encodings::zip;
use super::formats::diagnosis_of;

fn sample() -> LogSource {
    LogSource::File(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures/join-failed.png"))
}

#[test]
fn codes_in_a_screenshot_are_found_with_their_place_and_certainty() {
    let diagnosis = diagnosis_of(&sample(), &InspectOptions::default());
    assert_eq!(diagnosis.format, LogFormat::Picture);
    let codes: Vec<String> = diagnosis.findings.iter().map(|finding| finding.code.to_string()).collect();
    assert_eq!(codes, ["-10013", "0x4004"]);
    for finding in &diagnosis.findings {
        let picture = finding.picture.as_deref().expect("the place in the picture");
        let [left, top, width, height] = picture.bounds;
        assert!(left + width <= 1075 && top + height <= 130 && width > 20 && height > 10, "{picture:?}");
        assert_eq!(picture.title(), "read surely", "{picture:?}");
    }
}

#[test]
fn a_picture_that_ends_early_is_reported_with_advice() {
    let LogSource::File(path) = sample() else { panic!("a file") };
    let bytes = std::fs::read(path).expect("the sample");
    let folder = tempfile::tempdir().expect("a folder");
    let cut = folder.path().join("cut.png");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("written");
    let opened = LogSource::File(cut).open();
    let message = opened.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(message.contains("damaged or incomplete"), "{message}");
}

#[test]
fn a_picture_in_an_archive_is_a_log() {
    let LogSource::File(path) = sample() else { panic!("a file") };
    let picture = std::fs::read(path).expect("the sample");
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("ticket.zip");
    std::fs::write(&archive, zip(&[("a.log", JOIN_FAILED.as_bytes()), ("shot.png", &picture)])).expect("written");
    let output = run(&["inspect", archive.to_str().expect("a path"), "--format", "json"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let report = json(&output);
    assert_eq!(report.as_array().map(Vec::len), Some(2), "{report}");
    assert_eq!(report[1]["format"], "picture");
}
