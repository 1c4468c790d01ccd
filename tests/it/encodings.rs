//! Every sample in another encoding, with other line ends, or packed: the findings equal those of the original.

use std::io::Write;
use std::path::Path;

use encoding_rs::GB18030;
use flate2::Compression;
use flate2::write::GzEncoder;
use trtc_lens::inspect::InspectOptions;
use trtc_lens::source::LogSource;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::formats::{diagnosis_of, findings_of, samples};

/// Writes every sample through `change` and compares the findings. `encoding` is the name that the program should show.
#[track_caller]
fn check(encoding: &str, change: impl Fn(&str) -> Vec<u8>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in samples() {
        let original = diagnosis_of(&LogSource::File(path.clone()), &InspectOptions::default());
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let changed = folder.path().join(&name);
        std::fs::write(&changed, change(&text_of(&path))).expect("the sample is written");
        let diagnosis = diagnosis_of(&LogSource::File(changed), &InspectOptions::default());
        assert_eq!(findings_of(&diagnosis), findings_of(&original), "{name}");
        assert_eq!((diagnosis.format, diagnosis.entries), (original.format, original.entries), "{name}");
        let is_expected = diagnosis.encoding == encoding || (encoding == "gb18030" && diagnosis.encoding == "utf-8");
        assert!(is_expected, "{name}: {}", diagnosis.encoding);
    }
}

/// The text of a sample, with `\n` as line end.
fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the sample is UTF-8").replace("\r\n", "\n")
}

fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("writing to memory succeeds");
    packed.finish().expect("writing to memory succeeds")
}

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a member can be added");
        archive.write_all(bytes).expect("writing to memory succeeds");
    }
    archive.finish().expect("the archive is complete").into_inner()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn samples_with_numbered_lines_have_the_same_findings() {
    let formats: [fn(usize, &str) -> String; 2] = [
        |number, line| format!("{number:6}\t{line}\n"),
        |number, line| format!("\u{1b}[38;5;238m{number:6}\t\u{1b}[0m{line}\n"),
    ];
    for format in formats {
        check("utf-8", |text| {
            // One or two numbers may be anything.
            let is_numbered = text.lines().count() > 2;
            let number = |(line, number): (&str, usize)| {
                if is_numbered { format(number, line) } else { format!("{line}\n") }
            };
            text.lines().zip(1..).map(number).collect::<String>().into_bytes()
        });
    }
}

#[test]
fn a_byte_order_mark_does_not_change_findings() {
    check("utf-8 with BOM", |text| format!("\u{feff}{text}").into_bytes());
}

#[test]
fn utf_16_does_not_change_findings() {
    check("utf-16le", |text| utf16(&format!("\u{feff}{text}"), u16::to_le_bytes));
    check("utf-16le", |text| utf16(text, u16::to_le_bytes));
    check("utf-16be", |text| utf16(&format!("\u{feff}{text}"), u16::to_be_bytes));
    check("utf-16be", |text| utf16(text, u16::to_be_bytes));
}

#[test]
fn gb18030_does_not_change_findings() {
    check("gb18030", |text| GB18030.encode(text).0.into_owned());
}

#[test]
fn line_ends_do_not_change_findings() {
    check("utf-8", |text| text.replace('\n', "\r\n").into_bytes());
    check("utf-8", |text| text.replace('\n', "\r").into_bytes());
}

#[test]
fn packing_does_not_change_findings() {
    check("utf-8, gzip", |text| gzip(text.as_bytes()));
    check("utf-8, zstd", |text| zstd(text.as_bytes()));
    check("utf-8, gzip, zstd", |text| zstd(&gzip(text.as_bytes())));
    check("utf-16le, gzip", |text| gzip(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)));
}

#[test]
fn archive_members_are_read_as_separate_logs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let archive = folder.path().join("logs.zip");
    let texts: Vec<(String, String)> = samples()
        .iter()
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), text_of(path)))
        .collect();
    let packed: Vec<Vec<u8>> = texts.iter().map(|(_, text)| gzip(text.as_bytes())).collect();
    let mut members: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let inner = zip(&members);
    let folders: Vec<String> = texts.iter().map(|(name, _)| format!("packed/{name}.gz")).collect();
    members.extend(folders.iter().map(String::as_str).zip(packed.iter().map(Vec::as_slice)));
    members.push(("inner.zip", &inner));
    std::fs::write(&archive, zip(&members)).expect("the archive is written");
    let sources = LogSource::expand(&archive).expect("the archive can be read").logs;
    assert_eq!(sources.len(), texts.len() * 3);
    for source in sources {
        let name = source.name();
        let original = samples().into_iter().find(|path| {
            let sample = path.file_name().expect("a name").to_string_lossy().into_owned();
            name.trim_end_matches(".gz").rsplit('/').next() == Some(sample.as_str())
        });
        let original = original.unwrap_or_else(|| panic!("no sample is called {name}"));
        let wanted = diagnosis_of(&LogSource::File(original), &InspectOptions::default());
        let got = diagnosis_of(&source, &InspectOptions::default());
        assert_eq!(findings_of(&got), findings_of(&wanted), "{name}");
        assert!(got.encoding.ends_with("zip"), "{name}: {}", got.encoding);
    }
}

#[test]
fn a_damaged_archive_is_read_up_to_the_damage() {
    let log = "trtc.js:1 TRTC[00:41:56:413] <ERROR> [c1|u] x code: 1 <JOIN_ROOM_FAILED 0x4004>\n".repeat(20_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, packed) in [("a.gz", gzip(log.as_bytes())), ("a.zst", zstd(log.as_bytes()))] {
        let path = folder.path().join(name);
        std::fs::write(&path, &packed[..packed.len() - 100]).expect("the log is written");
        let diagnosis = diagnosis_of(&LogSource::File(path), &InspectOptions::default());
        assert!(diagnosis.findings.len() > 1000, "{name}: {}", diagnosis.findings.len());
        assert!(diagnosis.skipped[0].reason.contains("reading stopped here"), "{:?}", diagnosis.skipped);
    }
}

#[test]
fn too_many_layers_of_packing_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("onion.gz");
    let onion = (0..6).fold(b"text".to_vec(), |bytes, _| gzip(&bytes));
    std::fs::write(&path, onion).expect("the log is written");
    let error = LogSource::File(path).open().map(|_| ()).expect_err("too many layers");
    assert!(error.to_string().contains("more than 4 times"), "{error}");
}

#[test]
fn an_encoding_set_by_hand_is_used() {
    let text = "报错 0x4004\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    std::fs::write(&path, GB18030.encode(text).0).expect("the log is written");
    let options = InspectOptions { encoding: Some("gb18030".to_owned()), ..InspectOptions::default() };
    let diagnosis = diagnosis_of(&LogSource::File(path.clone()), &options);
    assert_eq!(diagnosis.findings[0].message(), "报错 0x4004");
    std::fs::write(&path, utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)).expect("the log is written");
    let options = InspectOptions { encoding: Some("utf-16le".to_owned()), ..InspectOptions::default() };
    assert_eq!(diagnosis_of(&LogSource::File(path), &options).findings[0].message(), "报错 0x4004");
}
