//! The result of reading one chunk of a log. It does not depend on other chunks, so that several threads can read chunks
//! at the same time.

use std::sync::Arc;

use super::cache::entry::CachedEntry;
use super::cache::record::CachedRecord;
use crate::event::{ClientEvent, EventRecord, EventTexts, Speaker};
use crate::log::parse::clock::Clock;
use crate::log::parse::parsed_entry::ParsedEntry;
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
    /// Number of the entry that has the last of these clocks, from 1; 0 without any.
    pub(super) last_timed_entry: u64,
    /// The entries that the merge step needs, in the order of the log.
    pub entries: Vec<ReportEntry>,
    /// The texts and speakers of all [`ReportEntry::Event`]s.
    pub event_texts: EventTexts,
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
    /// Added to the line numbers of `cached` to get lines of the chunk, from 0.
    pub line: u64,
    /// Its clock, normalized.
    pub time: Option<Arc<str>>,
    /// Its content; entries with the same content share it.
    pub cached: Arc<CachedEntry>,
    /// Its user, if `cached` has a mask in place of the name.
    pub user: Option<Arc<str>>,
}

impl FullEntry {
    /// The client and user that logged it.
    pub(super) fn speaker(&self) -> Speaker<'_> {
        let speaker = Speaker::of(&self.cached.parsed);
        Speaker { user: self.user.as_deref().or(speaker.user), ..speaker }
    }
}

impl ChunkReport {
    /// Empties the report. Keeps the allocations: consecutive chunks are of similar size.
    pub(super) fn clear(&mut self) {
        let Self { level_slices, entries, event_texts, .. } = std::mem::take(self);
        (self.level_slices, self.entries, self.event_texts) = (level_slices, entries, event_texts);
        self.level_slices.clear();
        self.entries.clear();
        self.event_texts.clear();
    }

    /// Counts an entry that was parsed in full, and adds it if `is_relevant`.
    pub(super) fn add_parsed(&mut self, parsed: ParsedEntry<'_>, is_relevant: bool) {
        self.count_entry(parsed.level);
        self.record_time(parsed.time.as_deref());
        if is_relevant {
            let time = parsed.time.as_deref().map(Arc::from);
            let cached = Arc::new(CachedEntry::new(parsed));
            self.push_full(FullEntry { number: self.entry_count, line: 0, time, cached, user: None });
        }
    }

    /// Counts the entries of a record that begins on `line` of the chunk, and adds them if `is_relevant`.
    pub(super) fn add_record(&mut self, record: &CachedRecord<'_, '_>, line: u64, is_relevant: bool) {
        for entry in &*record.entries {
            let time: Option<Arc<str>> = record.time(entry).map(Arc::from);
            if is_relevant {
                let (cached, user) = (Arc::clone(&entry.cached), record.user(entry));
                self.add_full(FullEntry { number: 0, line, time, cached, user });
            } else {
                self.count_entry(entry.cached.parsed.level);
                self.record_time(time.as_deref());
            }
        }
    }

    /// Counts an entry, sets its number and adds it.
    pub(super) fn add_full(&mut self, entry: FullEntry) {
        self.count_entry(entry.cached.parsed.level);
        self.record_time(entry.time.as_deref());
        self.push_full(FullEntry { number: self.entry_count, ..entry });
    }

    fn push_full(&mut self, entry: FullEntry) {
        // The worker threads compute this, not the one thread that merges all reports.
        entry.cached.compute();
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

    /// Records the clock of the entry that was counted last.
    pub(super) fn record_time(&mut self, time: Option<&str>) {
        let Some(time) = time else { return };
        self.last_timed_entry = self.entry_count;
        match &mut self.times {
            Some((_, last)) => time.clone_into(last),
            times @ None => *times = Some((time.to_owned(), time.to_owned())),
        }
    }
}
