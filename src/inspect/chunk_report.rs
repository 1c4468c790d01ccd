//! What one chunk of a log yields, independent of all others: several are read at a time, by several threads.

use std::sync::Arc;

use super::cache::entry::CachedEntry;
use super::cache::record::CachedRecord;
use crate::event::{ClientEvent, EventRecord, EventTexts, Speaker};
use crate::log::parse::clock::Clock;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::{Level, LevelCounts};

/// Levels are told apart in slices of so many entries: what the timeline shows of them is that fine.
pub const SLICE_ENTRIES: u64 = 8;

/// The report of one chunk.
#[derive(Debug, Default)]
pub struct ChunkReport {
    /// Entries in the chunk.
    pub entries: u64,
    /// How many of each level.
    pub levels: LevelCounts,
    /// The levels as they stood after each [`SLICE_ENTRIES`] entries.
    pub slices: Vec<LevelCounts>,
    /// Line ends in the chunk.
    pub line_ends: u64,
    /// Clock of the first and the last entry that has one.
    pub times: Option<(String, String)>,
    /// Number of the entry that has the last of these.
    pub(super) last_timed: u64,
    /// The entries worth looking at.
    pub read: Vec<ReadEntry>,
    /// The texts of those that are events.
    pub texts: EventTexts,
    /// The encoding of lines that were not UTF-8.
    pub legacy: Option<String>,
}

/// An entry worth looking at.
#[derive(Debug)]
pub enum ReadEntry {
    /// It was read in full.
    ParsedEntry(Box<FullEntry>),
    /// It tells of its client's life and of nothing else, as most do.
    Event(EventRecord),
}

/// An entry that was read in full.
#[derive(Debug)]
pub struct FullEntry {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// The line of the chunk, from 0, from which its own lines count.
    pub line: u64,
    /// Its clock, made regular.
    pub time: Option<Arc<str>>,
    /// What it says.
    pub known: Arc<CachedEntry>,
    /// Its user, where what is known of it is known of others' entries, too.
    pub user: Option<Arc<str>>,
}

impl FullEntry {
    /// Who speaks in it.
    pub fn speaker(&self) -> Speaker<'_> {
        let speaker = Speaker::of(&self.known.parsed);
        Speaker { user: self.user.as_deref().or(speaker.user), ..speaker }
    }
}

impl ChunkReport {
    /// Makes it empty, but for the room it has: neighbouring chunks are alike.
    pub(super) fn clear(&mut self) {
        let Self { slices, read, texts, .. } = std::mem::take(self);
        (self.slices, self.read, self.texts) = (slices, read, texts);
        self.slices.clear();
        self.read.clear();
        self.texts.clear();
    }

    /// Takes an entry that was read in full; `is_kept`: it is worth keeping.
    pub(super) fn take(&mut self, parsed: ParsedEntry<'_>, is_kept: bool) {
        self.count(parsed.level);
        self.see_time(parsed.time.as_deref());
        if is_kept {
            let time = parsed.time.as_deref().map(Arc::from);
            let known = Arc::new(CachedEntry::new(parsed));
            self.keep(FullEntry { number: self.entries, line: 0, time, known, user: None });
        }
    }

    /// Takes the entries of a record that is known; `is_kept`: they are worth keeping.
    pub(super) fn add_record(&mut self, again: &CachedRecord<'_, '_>, line: u64, is_kept: bool) {
        for entry in &*again.entries {
            let time: Option<Arc<str>> = again.time(entry).map(Arc::from);
            if is_kept {
                let (known, user) = (Arc::clone(&entry.known), again.user(entry));
                self.add(FullEntry { number: 0, line, time, known, user });
            } else {
                self.count(entry.known.parsed.level);
                self.see_time(time.as_deref());
            }
        }
    }

    /// Takes an entry that is worth keeping.
    pub(super) fn add(&mut self, read: FullEntry) {
        self.count(read.known.parsed.level);
        self.see_time(read.time.as_deref());
        self.keep(FullEntry { number: self.entries, ..read });
    }

    fn keep(&mut self, read: FullEntry) {
        // Here, and not by the one thread that puts the reports together.
        read.known.look();
        self.read.push(ReadEntry::ParsedEntry(Box::new(read)));
    }

    /// Takes what the entry that was counted last tells: what happened, or just who speaks. Its clock is as printed, its
    /// speaker a place among those of the [texts](Self::texts), `line` its first line.
    pub(super) fn record(&mut self, what: Option<ClientEvent<&str>>, clock: Option<&str>, speaker: u32, line: u64) {
        let what = what.map(|what| what.map(|text| self.texts.push(text)));
        let clock = clock.and_then(Clock::parse);
        let (number, line) = (self.entries as u32, line as u32);
        self.read.push(ReadEntry::Event(EventRecord { number, line, clock, speaker, event: what }));
    }

    /// Counts an entry.
    pub(super) fn count(&mut self, level: Level) {
        self.entries += 1;
        self.levels.count(level);
        if self.entries.is_multiple_of(SLICE_ENTRIES) {
            self.slices.push(self.levels);
        }
    }

    /// Takes the clock of the entry that was counted last.
    pub(super) fn see_time(&mut self, time: Option<&str>) {
        let Some(time) = time else { return };
        self.last_timed = self.entries;
        match &mut self.times {
            Some((_, last)) => time.clone_into(last),
            times @ None => *times = Some((time.to_owned(), time.to_owned())),
        }
    }
}
