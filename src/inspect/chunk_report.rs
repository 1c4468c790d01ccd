//! What one chunk of a log yields, independent of all others: several are read at a time, by several threads.

use std::sync::Arc;

use super::cache::entry::Known;
use super::cache::record::KnownRecord;
use crate::event::Happening;
use crate::event::event_record::{EventTexts, ReadEvent, Speaker};
use crate::log::parse::clock::Clock;
use crate::log::parse::parsed_entry::Draft;
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
    Draft(Box<ReadDraft>),
    /// It tells of its client's life and of nothing else, as most do.
    Event(ReadEvent),
}

/// An entry that was read in full.
#[derive(Debug)]
pub struct ReadDraft {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// The line of the chunk, from 0, from which its own lines count.
    pub line: u64,
    /// Its clock, made regular.
    pub time: Option<Arc<str>>,
    /// What it says.
    pub known: Arc<Known>,
    /// Its user, where what is known of it is known of others' entries, too.
    pub user: Option<Arc<str>>,
}

impl ReadDraft {
    /// Who speaks in it.
    pub fn speaker(&self) -> Speaker<'_> {
        let speaker = Speaker::of(&self.known.draft);
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
    pub(super) fn take(&mut self, draft: Draft<'_>, is_kept: bool) {
        self.count(draft.level);
        self.see_time(draft.time.as_deref());
        if is_kept {
            let time = draft.time.as_deref().map(Arc::from);
            let known = Arc::new(Known::new(draft));
            self.keep(ReadDraft { number: self.entries, line: 0, time, known, user: None });
        }
    }

    /// Takes the entries of a record that is known; `is_kept`: they are worth keeping.
    pub(super) fn add_record(&mut self, again: &KnownRecord<'_, '_>, line: u64, is_kept: bool) {
        for entry in &*again.entries {
            let time: Option<Arc<str>> = again.time(entry).map(Arc::from);
            if is_kept {
                let (known, user) = (Arc::clone(&entry.known), again.user(entry));
                self.add(ReadDraft { number: 0, line, time, known, user });
            } else {
                self.count(entry.known.draft.level);
                self.see_time(time.as_deref());
            }
        }
    }

    /// Takes an entry that is worth keeping.
    pub(super) fn add(&mut self, read: ReadDraft) {
        self.count(read.known.draft.level);
        self.see_time(read.time.as_deref());
        self.keep(ReadDraft { number: self.entries, ..read });
    }

    fn keep(&mut self, read: ReadDraft) {
        // Here, and not by the one thread that puts the reports together.
        read.known.look();
        self.read.push(ReadEntry::Draft(Box::new(read)));
    }

    /// Takes what the entry that was counted last tells: what happened, or just who speaks. Its clock is as printed, its
    /// speaker a place among those of the [texts](Self::texts), `line` its first line.
    pub(super) fn tell(&mut self, what: Option<Happening<&str>>, clock: Option<&str>, speaker: u32, line: u64) {
        let what = what.map(|what| what.map(|text| self.texts.put(text)));
        let clock = clock.and_then(Clock::parse);
        let (number, line) = (self.entries as u32, line as u32);
        self.read.push(ReadEntry::Event(ReadEvent { number, line, clock, speaker, what }));
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
