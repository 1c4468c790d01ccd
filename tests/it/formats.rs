//! Shortened real samples, one for each format and SDK version: the format is detected, and the findings equal the golden file.
//!
//! The samples of Firefox, Safari, tables, mail, chat and logcat are not recorded. They are written by hand after documentation
//! and the sources of other programs.

use std::fmt::Write;
use std::path::PathBuf;

use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, NoObserver, codes_in_text, inspect};
use trtc_lens::log::LogFormat;
use trtc_lens::log::chunk::ChunkSizes;
use trtc_lens::source::LogSource;

/// The paths of all samples, sorted.
pub(crate) fn samples() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/logs");
    let files = std::fs::read_dir(folder).expect("the folder of samples");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a sample").path()).collect();
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "golden"));
    paths.sort();
    paths
}

/// Inspects a sample; it must be readable.
pub(crate) fn diagnosis_of(source: &LogSource, options: &InspectOptions) -> Diagnosis {
    inspect(source, options, &mut NoObserver).unwrap_or_else(|error| panic!("{}: {error}", source.name()))
}

/// The findings as text for review: line, code and evidence.
pub(crate) fn findings_of(diagnosis: &Diagnosis) -> String {
    let mut rows = String::new();
    for finding in &diagnosis.findings {
        let place = finding.pointer.as_deref().map_or_else(String::new, |pointer| format!(" {pointer}"));
        let family = finding.code.family();
        let _ = writeln!(rows, "  {}{place} {family} {} {:?}", finding.line, finding.code, finding.evidence());
    }
    rows
}

#[test]
fn samples_have_the_expected_formats_and_findings() {
    let mut golden = String::new();
    for path in samples() {
        let diagnosis = diagnosis_of(&LogSource::File(path.clone()), &InspectOptions::default());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let counts = format!("{} entries, {} lines", diagnosis.entries, diagnosis.lines);
        let _ = writeln!(golden, "{name}: {}, {}, {counts}", diagnosis.format.id(), diagnosis.encoding);
        for skipped in &diagnosis.skipped {
            let _ = writeln!(golden, "  skipped from line {}: {}", skipped.line, skipped.reason);
        }
        golden.push_str(&findings_of(&diagnosis));
    }
    expect_test::expect_file!["../data/logs/findings.golden"].assert_eq(&golden);
}

#[test]
fn chunk_boundaries_do_not_change_findings() {
    for path in samples() {
        let source = LogSource::File(path);
        let whole = diagnosis_of(&source, &InspectOptions::default());
        for block in [1024, 1500, 16 * 1024] {
            let chunk_sizes = ChunkSizes { block, ..ChunkSizes::default() };
            let chunked = diagnosis_of(&source, &InspectOptions { chunk_sizes, ..InspectOptions::default() });
            assert_eq!(findings_of(&chunked), findings_of(&whole), "{} in blocks of {block}", source.name());
            assert_eq!((chunked.entries, chunked.lines), (whole.entries, whole.lines), "{}: {block}", source.name());
        }
    }
}

#[test]
fn a_format_set_by_hand_is_used() {
    let read = |text: &str, format| {
        let options = InspectOptions { format: Some(format), ..InspectOptions::default() };
        diagnosis_of(&LogSource::Pasted(text.to_owned()), &options)
    };
    let note = "x;y\n1;\"RtcError <A 0x4004>\nRefer to\"\n2;\"b\"\n";
    assert_eq!(read(note, LogFormat::Csv).entries, 2, "rows, not lines");
    assert_eq!(read(note, LogFormat::PlainText).entries, 4, "lines, not rows");
    let rows = "trtc.js:1 a\n b\n c\n";
    assert_eq!(read(rows, LogFormat::DevtoolsConsole).entries, 3, "an indented line begins a row");
    assert_eq!(
        read("TRTC[00:41:56:412] <INFO> a\n b\n c\n", LogFormat::ChromeDebug).entries,
        1,
        "an indented line continues the entry"
    );
    let document = "{\n\"code_\":16388\n}";
    assert_eq!(read(document, LogFormat::PlainText).entries, 3, "lines, not a document");
    let forced = read(rows, LogFormat::SafariConsole);
    assert_eq!(forced.format, LogFormat::SafariConsole);
    assert!(forced.format_reason.contains("chosen by hand"), "{}", forced.format_reason);
    assert!(forced.format_reason.contains("DevTools"), "{}", forced.format_reason);
}

/// Everything that a report or the window shows of the first finding of each code, sorted.
fn first_of_each_code(findings: &[Finding]) -> Vec<String> {
    let is_first = |idx: &usize| findings[..*idx].iter().all(|other| other.code != findings[*idx].code);
    let mut rows: Vec<String> = (0..findings.len())
        .filter(is_first)
        .map(|idx| {
            let Finding { code, line, pointer, entry_line, entry_number, time, body, .. } = &findings[idx];
            let (evidence, message) = (findings[idx].evidence(), findings[idx].message());
            let (detail, fix) = (findings[idx].detail(), findings[idx].fix());
            let (level, name, alternatives) = (body.level, &body.name, &body.alternatives);
            format!(
                "{code} {line} {pointer:?} {entry_line} {entry_number} {time:?} {evidence:?} {message:?} {detail:?} {fix:?} \
                 {level:?} {name:?} {alternatives:?}"
            )
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn pasted_lines_have_the_findings_of_a_scan() {
    let (mut checked, mut with_codes) = (0, 0);
    for path in samples() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let ones = lines.chunks(1).map(<[&str]>::concat);
        let passages = lines.windows(12).step_by(5).map(<[&str]>::concat);
        for passage in [text.clone()].into_iter().chain(ones).chain(passages) {
            let scanned = diagnosis_of(&LogSource::Pasted(passage.clone()), &InspectOptions::default());
            let scanned = first_of_each_code(&scanned.findings);
            assert_eq!(first_of_each_code(&codes_in_text(&passage)), scanned, "{}: {passage}", path.display());
            (checked, with_codes) = (checked + 1, with_codes + usize::from(!scanned.is_empty()));
        }
    }
    assert!(checked > 1000 && with_codes > 200, "{checked}, {with_codes}");
}
