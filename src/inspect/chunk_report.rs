//! The result of reading one chunk of a log. It does not depend on other chunks, so that several threads can read chunks
//! at the same time.

use crate::diagnosis::context::has_facts;
use crate::diagnosis::logged_errors::LoggedErrors;
use crate::diagnosis::problem::fingerprint::Fingerprint;
use crate::diagnosis::time_window::TimeWindow;
use crate::event::{ClientEvent, EventRecord, EventTexts, PatternMatch, find_pattern, first_line};
use crate::finding::Finding;
use crate::finding::failure_sentences::sentence_of;
use crate::finding::find::{VersionedFindings, findings_for_any_version};
use crate::log::parse::clock::Clock;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};
use crate::log::{Level, LevelCounts};

/// Levels are counted in slices of this many entries: the resolution of the timeline's level density.
pub(super) const SLICE_ENTRIES: u64 = 8;

/// The report of one chunk.
#[derive(Debug, Default)]
pub(super) struct ChunkReport {
    /// Number of entries in the chunk.
    pub entry_count: u64,
    /// Entries of each level.
    pub levels: LevelCounts,
    /// The value of `levels` after each [`SLICE_ENTRIES`] entries.
    pub level_slices: Vec<LevelCounts>,
    /// Number of line ends in the chunk.
    pub line_ends: u64,
    /// Clocks of the first and the last entry that have one.
    pub times: Option<(String, String)>,
    /// First and last time of each clock in the chunk.
    pub window: TimeWindow,
    /// Number of the entry that has the last of these clocks, from 1; 0 without any.
    pub(super) last_timed_entry: u64,
    /// The entries that the merge step needs, in the order of the log.
    pub entries: Vec<ReportEntry>,
    /// The texts and speakers of all [`ReportEntry::Event`]s.
    pub event_texts: EventTexts,
    /// Errors and warnings; their lines count from the chunk's first line.
    pub logged_errors: LoggedErrors,
    /// The encoding of lines that were not UTF-8.
    pub legacy_encoding: Option<String>,
}

/// An entry that the merge step needs.
#[derive(Debug)]
pub(super) enum ReportEntry {
    /// It may contain codes or facts and was parsed in full.
    Full(Box<FullEntry>),
    /// It is an event and nothing else, as most are.
    Event(EventRecord),
}

/// An entry that was parsed in full.
#[derive(Debug)]
pub(super) struct FullEntry {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// The entry. Its lines count from the chunk's first line.
    pub parsed: ParsedEntry<'static>,
    /// What was found in it.
    pub summary: EntrySummary,
}

/// The findings, the event and the facts of an entry. Computed by the worker threads, not by the one thread that merges all
/// reports.
#[derive(Clone, Debug)]
pub(super) struct EntrySummary {
    /// Its findings with their explanations; `None` if they depend on the SDK that wrote the log, which another chunk
    /// may show.
    pub findings: Option<Vec<Finding>>,
    /// The SDK's major version, if an entry with findings shows it.
    pub sdk_major: Option<u8>,
    /// The fingerprint of the failure that it reports, if there are findings.
    pub fingerprint: Option<Fingerprint>,
    /// The client event in the first line of its message.
    pub event: Option<PatternMatch>,
    /// Whether it may contain facts for the context, apart from its user.
    pub has_facts: bool,
    /// The sentence that reports a failure without a code, if it has no findings (see [`sentence_of`]).
    pub sentence: Option<usize>,
}

impl EntrySummary {
    /// The summary of an entry.
    pub(super) fn of(parsed: &ParsedEntry<'_>) -> Self {
        let VersionedFindings { findings, sdk_major } = findings_for_any_version(parsed);
        let fingerprint = findings.as_deref().filter(|found| !found.is_empty());
        let fingerprint = fingerprint.and_then(|found| Fingerprint::read(parsed, found));
        let is_empty = findings.as_ref().is_some_and(Vec::is_empty);
        Self {
            findings,
            sdk_major,
            fingerprint,
            event: find_pattern(first_line(&parsed.message)),
            has_facts: has_facts(parsed),
            sentence: if is_empty { sentence_of(parsed) } else { None },
        }
    }

    /// Whether it has findings, or may have some of an SDK version.
    pub(super) fn has_findings(&self) -> bool {
        self.findings.as_ref().is_none_or(|findings| !findings.is_empty())
    }
}

impl ChunkReport {
    /// Empties the report. Keeps the allocations: consecutive chunks are of similar size.
    pub(super) fn clear(&mut self) {
        let Self { level_slices, entries, event_texts, logged_errors, .. } = std::mem::take(self);
        (self.level_slices, self.entries, self.event_texts) = (level_slices, entries, event_texts);
        self.logged_errors = logged_errors;
        self.logged_errors.clear();
        self.level_slices.clear();
        self.entries.clear();
        self.event_texts.clear();
    }

    /// Counts an entry that was parsed.
    pub(super) fn count_parsed(&mut self, parsed: &ParsedEntry<'_>) {
        self.count_entry(parsed.level);
        self.logged_errors.add(parsed.level, parsed.origin == Origin::Sdk, &parsed.message, parsed.first_line);
        self.record_time(self.entry_count, parsed.time.as_deref());
    }

    /// Counts and adds an entry that was parsed in full.
    pub(super) fn add_parsed(&mut self, parsed: ParsedEntry<'_>, summary: EntrySummary) {
        self.count_parsed(&parsed);
        let entry = FullEntry { number: self.entry_count, parsed: parsed.into_owned(), summary };
        self.entries.push(ReportEntry::Full(Box::new(entry)));
    }

    /// Adds an event of the entry that was counted last; without `event`, only its speaker. `clock` is as printed,
    /// `speaker` an index into the [texts](Self::event_texts), `line` the entry's first line in the chunk.
    pub(super) fn add_event(&mut self, event: Option<ClientEvent<&str>>, clock: Option<&str>, speaker: u32, line: u64) {
        let event = event.map(|event| event.map(|text| self.event_texts.push(text)));
        let clock = clock.and_then(Clock::parse);
        let (number, line) = (self.entry_count as u32, line as u32);
        self.entries.push(ReportEntry::Event(EventRecord { number, line, clock, speaker, event }));
    }

    /// Counts an entry.
    pub(super) fn count_entry(&mut self, level: Level) {
        self.entry_count += 1;
        self.levels.count(level);
        if self.entry_count.is_multiple_of(SLICE_ENTRIES) {
            self.level_slices.push(self.levels);
        }
    }

    /// Records the clock of entry `number`. Those of each clock come in their order.
    pub(super) fn record_time(&mut self, number: u64, time: Option<&str>) {
        let Some(time) = time else { return };
        self.window.record(time);
        if number < self.last_timed_entry {
            return;
        }
        self.last_timed_entry = number;
        match &mut self.times {
            Some((_, last)) => time.clone_into(last),
            times @ None => *times = Some((time.to_owned(), time.to_owned())),
        }
    }
}
