//! Merges the reports of chunks, in the order of the log, into the findings, problems and timeline of the whole log.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::chunk_report::{ChunkReport, FullEntry, ReportEntry, SLICE_ENTRIES};
use super::observer::{Observer, Progress};
use crate::code::ErrorCode;
use crate::diagnosis::context::ContextBuilder;
use crate::diagnosis::logged_errors::LoggedErrors;
use crate::diagnosis::problem::fingerprint::Fingerprint;
use crate::diagnosis::problem::{EntryFindings, ProblemBuilder, WordedEvidence};
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::TimelineBuilder;
use crate::event;
use crate::event::{ClientEvent, EventRecord, EventTexts, Speaker};
use crate::finding::Finding;
use crate::finding::find::{SdkTraces, findings_in_entry, set_position};
use crate::finding::picture::set_picture;
use crate::knowledge::Sentence;
use crate::log::chunk::Chunk;
use crate::log::parse::parsed_entry::Origin;
use crate::log::store::StoredChunk;
use crate::log::{LevelCounts, LogStore, Skipped};
use crate::source::PictureText;

/// Fewer findings are not worth looking for those that no problem shows.
const MIN_FINDINGS: usize = 1024;

/// The state of a log up to the last chunk that was merged.
#[derive(Default)]
pub(super) struct ReportMerger {
    /// Receives every chunk, if entries are read again later.
    pub store: Option<Arc<LogStore>>,
    /// The text of the picture, if the log is one.
    pub picture: Option<Arc<PictureText>>,
    /// How much was merged.
    pub progress: Progress,
    /// Physical lines that were merged, without an open last line.
    pub lines: u64,
    /// Whether the text that was merged ends within a line.
    has_open_line: bool,
    /// The encoding of the first lines that were not UTF-8.
    pub legacy_encoding: Option<String>,
    /// Facts about the app, the SDK and the users.
    pub context: ContextBuilder,
    /// What the beginning of the log and the codes so far show about the SDK. The log's own report of the version counts more.
    pub sdk: SdkTraces,
    /// Findings in the order of the log, without those that neither the observer nor `evidence_places` keeps.
    pub findings: Vec<Finding>,
    /// See [`InspectOptions::evidence_places`](super::InspectOptions::evidence_places).
    evidence_places: Option<usize>,
    /// The number of `findings` at which those that no problem shows are dropped.
    max_findings: usize,
    /// Problems so far.
    pub problems: ProblemBuilder,
    /// Errors and warnings, while there is no problem.
    pub logged_errors: LoggedErrors,
    /// The timeline so far.
    pub timeline: TimelineBuilder,
    /// What could not be read or stored.
    pub skipped: Vec<Skipped>,
    /// Codes found on `codes_line`, with the pointers of their records. Each pair counts once.
    line_codes: HashSet<(ErrorCode, Option<String>), RandomState>,
    /// The line of the last finding.
    codes_line: u64,
    /// The pointer of the last record with findings, in a JSON document.
    last_record: Option<String>,
}

impl ReportMerger {
    /// The state before the first chunk of a log of `bytes_total` bytes.
    pub(super) fn new(bytes_total: Option<u64>, evidence_places: Option<usize>) -> Self {
        let progress = Progress { bytes_total, ..Progress::default() };
        Self { progress, evidence_places, max_findings: MIN_FINDINGS, ..Self::default() }
    }

    /// Records why something on the current line was skipped.
    pub(super) fn skip_line(&mut self, reason: String) {
        self.skipped.push(Skipped { line: self.lines.max(1), reason });
    }

    /// The number of physical lines that were merged. The last one may lack its line end.
    pub(super) fn line_count(&self) -> u64 {
        self.lines + u64::from(self.has_open_line)
    }

    /// Adds the report of the next chunk.
    pub(super) fn merge(&mut self, chunk: &Chunk, report: &mut ChunkReport, observer: &mut dyn Observer) {
        let first_line = self.lines + chunk.lines_before + 1;
        self.store_chunk(chunk, first_line, report.entry_count);
        self.context.record_times(&report.window);
        self.add_levels(report);
        if self.problems.is_empty() {
            self.logged_errors.merge(&report.logged_errors, first_line);
        }
        // The entries stay in the report. The worker that reads into it next drops them: it may have allocated them
        // itself.
        for entry in &mut report.entries {
            match entry {
                ReportEntry::Event(event) => self.add_event_record(event, &report.event_texts, first_line),
                ReportEntry::Full(entry) => self.add_full_entry(entry, first_line, observer),
            }
        }
        self.lines += chunk.lines_before + report.line_ends;
        self.has_open_line = chunk.bytes.last().is_some_and(|byte| *byte != b'\n');
        self.progress.entries += report.entry_count;
        self.progress.levels.add(&report.levels);
        self.progress.bytes_read = chunk.offset + chunk.bytes.len() as u64;
        self.legacy_encoding = self.legacy_encoding.take().or_else(|| report.legacy_encoding.take());
        if report.entry_count > 0 {
            let last = report.times.as_ref().map(|(_, last)| last.as_str());
            self.timeline.record_time(last, self.progress.entries, self.lines);
        }
        observer.progress(self.progress);
        observer.timeline_changed(&self.timeline, self.progress.entries);
    }

    fn store_chunk(&mut self, chunk: &Chunk, first_line: u64, entry_count: u64) {
        let Some(store) = &self.store else { return };
        let pushed = store.push(&StoredChunk {
            offset: chunk.offset,
            bytes: &chunk.bytes,
            first_line,
            entry_count,
            pointer: chunk.pointer.as_deref(),
        });
        if let Err(error) = pushed {
            let reason = Sentence::ReadingEntriesNotKept { error: &error }.text();
            self.skipped.push(Skipped { line: first_line, reason });
        }
    }

    /// Adds the levels of a chunk's entries and the clock of its first entry to the timeline.
    fn add_levels(&mut self, report: &ChunkReport) {
        let before = self.progress.entries;
        let mut counted = LevelCounts::default();
        for (first_idx, levels) in (before..).step_by(SLICE_ENTRIES as usize).zip(&report.level_slices) {
            self.timeline.count(first_idx, &levels.since(&counted));
            counted = *levels;
        }
        let rest = report.entry_count % SLICE_ENTRIES;
        if rest > 0 {
            self.timeline.count(before + report.entry_count - rest, &report.levels.since(&counted));
        }
        if report.entry_count > 0 {
            let first = report.times.as_ref().map(|(first, _)| first.as_str());
            self.timeline.record_time(first, before + 1, self.lines + 1);
        }
    }

    fn add_event_record(&mut self, record: &EventRecord, texts: &EventTexts, first_line: u64) {
        let speaker = texts.speaker(record.speaker);
        if let Some(user) = speaker.own_user() {
            self.context.record_user(user);
        }
        if let Some(event) = record.event {
            let entry = self.progress.entries + u64::from(record.number);
            let line = first_line + u64::from(record.line);
            let at = self.timeline.record_clock(record.clock, entry, line);
            self.add_event(event.map(|slice| texts.text(slice)), speaker, at);
        }
    }

    fn add_full_entry(&mut self, entry: &mut FullEntry, first_line: u64, observer: &mut dyn Observer) {
        let FullEntry { number, parsed, summary } = entry;
        let speaker = Speaker::of(parsed);
        let entry_number = self.progress.entries + *number;
        let at = self.timeline.record_time(parsed.time.as_deref(), entry_number, first_line + parsed.first_line);
        if let Some(user) = speaker.own_user() {
            self.context.record_user(user);
        }
        if summary.has_facts {
            self.context.add_entry(parsed);
        }
        if let Some(event) = summary.event.and_then(|event| event.event(event::first_line(&parsed.message))) {
            self.add_event(event, speaker, at);
        }
        self.sdk.major = summary.sdk_major.or(self.sdk.major);
        let findings = summary.findings.get_or_insert_with(|| {
            let major = self.context.major().or(self.sdk.major);
            let findings = findings_in_entry(parsed, SdkTraces { major, ..self.sdk });
            summary.fingerprint = Fingerprint::read(parsed, &findings);
            findings
        });
        if findings.is_empty()
            && let Some(sentence) = summary.sentence
        {
            let evidence = WordedEvidence { line: at.line, time: parsed.time.as_deref(), words: &parsed.message };
            self.problems.add_sentence(sentence, speaker.own_user(), evidence);
        }
        if findings.is_empty() {
            return;
        }
        set_position(findings, first_line, entry_number, parsed.time.as_deref());
        if let Some(picture) = &self.picture {
            let count = findings.len();
            set_picture(findings, picture);
            if findings.len() < count {
                summary.fingerprint = Fingerprint::read(parsed, findings);
            }
        }
        self.add_findings(entry, at, observer);
    }

    fn add_event(&mut self, event: ClientEvent<&str>, speaker: Speaker<'_>, at: Moment) {
        self.context.record_event(event);
        let stay = self.timeline.record_event(event, speaker, at);
        self.problems.record_event(event, speaker, stay, at);
    }

    /// Adds the findings of an entry.
    fn add_findings(&mut self, entry: &mut FullEntry, at: Moment, observer: &mut dyn Observer) {
        let FullEntry { parsed, summary, .. } = entry;
        let (findings, speaker) = (summary.findings.as_deref().unwrap_or_default(), Speaker::of(parsed));
        // In a JSON document each record counts its own codes, also if several records are on one line.
        if parsed.pointer.is_some() && parsed.pointer != self.last_record {
            self.line_codes.clear();
            self.last_record.clone_from(&parsed.pointer);
        }
        let is_prompt = parsed.origin == Origin::Sdk || parsed.objects.is_empty();
        let mut kept = Vec::with_capacity(findings.len());
        let mut count = 0;
        for finding in findings {
            let is_new = self.is_new_on_line(finding);
            let is_kept = is_new && observer.found(finding);
            count += u64::from(is_new);
            let kept_idx = is_kept.then_some(self.findings.len());
            if is_new {
                // The code may be on a later line of its entry.
                self.timeline.record_code(finding.code, is_prompt, speaker, Moment { line: finding.line, ..at });
            }
            kept.push(kept_idx);
            if is_kept {
                self.findings.push(finding.clone());
            }
        }
        if let Some(fingerprint) = summary.fingerprint.take() {
            let is_written = parsed.origin == Origin::Prose && parsed.time.is_none();
            let findings = EntryFindings { all: findings, kept: &kept, count, is_written };
            self.problems.add(fingerprint, speaker, findings);
        }
        if let Some(places) = self.evidence_places.filter(|_| self.findings.len() >= self.max_findings) {
            self.problems.limit_evidence(places, &mut self.findings);
            self.max_findings = (self.findings.len() * 2).max(MIN_FINDINGS);
        }
    }

    /// Whether this is the first finding of its code on its line, or in its record.
    fn is_new_on_line(&mut self, finding: &Finding) -> bool {
        if self.codes_line != finding.line {
            self.codes_line = finding.line;
            self.line_codes.clear();
        }
        self.line_codes.insert((finding.code, finding.pointer.clone()))
    }
}
