//! Reports of logs with many findings: findings that a report does not show are not kept, and the report is the same.

use std::fmt::Write;

use trtc_lens::catalog::Catalog;
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, Inspector, NoObserver, Observer, inspect};
use trtc_lens::report::entry::TextStyle;
use trtc_lens::report::inspection::{FindingRecord, ReportFormat, ReportOptions, ReportWriter, render};
use trtc_lens::source::LogSource;

use crate::formats::{diagnosis_of, samples};

/// A log of several failures of many users, each of them thousands of times, with secrets that few entries contain.
fn long_log() -> LogSource {
    let failures = [
        "<JOIN_ROOM_FAILED 0x4004>: join failed",
        "<SIGNAL_CHANNEL_SETUP_FAILED 0x4001>: no answer of 198.51.100.SEED",
        "RtcError: userSig expired <INVALID_PARAMETER 0x1000> phone 1380013NUMBER",
        "publish failed: <PUBLISH_FAILED 0x4003> NotAllowedError: Permission denied",
        "server code: 70001 token=tok_SEED8f3a9c",
    ];
    let mut log = String::new();
    for number in 0..6000 {
        let failure = failures[number * 7 % failures.len()];
        let seed = (number / 500).to_string();
        let failure = failure.replace("SEED", &seed).replace("NUMBER", &format!("{:04}", number / 1000));
        let (minute, second) = (number / 60 % 60, number % 60);
        let user = number % 17;
        let _ = writeln!(log, "[00:{minute:02}:{second:02}:000] <ERROR> [c1|user_{user}] {failure}");
    }
    LogSource::Pasted(log)
}

/// Passes findings to a writer as the command line does.
struct Streamer<'w, 'c> {
    writer: &'w mut ReportWriter<'c, Vec<u8>>,
    name: String,
    record: Option<FindingRecord>,
    streams: bool,
}

impl Observer for Streamer<'_, '_> {
    fn found(&mut self, finding: &Finding) -> bool {
        if let Some(record) = &mut self.record {
            record.add(finding);
        }
        if self.streams {
            self.writer.finding(&self.name, finding).unwrap_or_else(|error| panic!("{error}"));
        }
        !self.streams
    }
}

/// The report of `sources` as the command line writes it, and the most findings that a diagnosis contains.
fn streamed(format: ReportFormat, report: ReportOptions, sources: &[LogSource]) -> (String, usize) {
    let style = TextStyle { coloured: false, width: Some(100) };
    let mut writer = ReportWriter::new(format, style, report, Catalog::current(), Vec::new())
        .unwrap_or_else(|error| panic!("{error}"));
    let evidence_places = writer.finding_use().evidence_places();
    let options = InspectOptions { evidence_places, ..InspectOptions::default() };
    let mut kept = 0;
    for source in sources {
        let (record, streams) = (writer.record(), writer.finding_use().streams());
        let mut streamer = Streamer { writer: &mut writer, name: source.name(), record, streams };
        let diagnosis = inspect(source, &options, &mut streamer).unwrap_or_else(|error| panic!("{error}"));
        let record = streamer.record;
        kept = kept.max(diagnosis.findings.len());
        writer.log(diagnosis, record.as_ref()).unwrap_or_else(|error| panic!("{error}"));
    }
    let document = writer.finish().unwrap_or_else(|error| panic!("{error}"));
    (String::from_utf8_lossy(&document).into_owned(), kept)
}

fn all_findings(sources: &[LogSource]) -> Vec<Diagnosis> {
    sources.iter().map(|source| diagnosis_of(source, &InspectOptions::default())).collect()
}

const FORMATS: [ReportFormat; 4] = [ReportFormat::Text, ReportFormat::Markdown, ReportFormat::Html, ReportFormat::Csv];

#[test]
fn a_report_equals_the_one_of_all_findings() {
    let logs = [long_log(), long_log()];
    let diagnoses = all_findings(&logs);
    assert!(diagnoses[0].findings.len() >= 6000, "{}", diagnoses[0].findings.len());
    for format in FORMATS {
        for (redact, hide_users) in [(true, false), (false, false), (true, true)] {
            let options = ReportOptions { redact, hide_users };
            let (document, kept) = streamed(format, options, &logs);
            assert_eq!(document, render(format, options, Catalog::current(), diagnoses.clone()), "{format:?}");
            assert!(hide_users || kept < 2048, "{format:?} keeps {kept} findings");
        }
    }
}

#[test]
fn reports_of_samples_equal_those_of_all_findings() {
    let logs: Vec<LogSource> = samples().into_iter().map(LogSource::File).collect();
    let diagnoses = all_findings(&logs);
    for format in FORMATS {
        let options = ReportOptions::default();
        let (document, _) = streamed(format, options, &logs);
        assert_eq!(document, render(format, options, Catalog::current(), diagnoses.clone()), "{format:?}");
    }
}

#[test]
fn the_logs_before_do_not_change_a_diagnosis() {
    let logs: Vec<LogSource> = samples().into_iter().map(LogSource::File).collect();
    let (mut inspector, options) = (Inspector::default(), InspectOptions::default());
    for source in logs.iter().chain(logs.iter().rev()).flat_map(|source| [source, source]) {
        let diagnosis = inspector.inspect(source, &options, &mut NoObserver).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(diagnosis, diagnosis_of(source, &options), "{}", source.name());
    }
}
