//! Following a log that is being written: what came, and what became of the file, told without moving what one looks at.

use std::path::Path;
use std::sync::Arc;

use super::{Phase, Session};
use crate::app::{Effect, EntrySource, Found, ListAction};
use crate::diagnosis::Diagnosis;

/// A log as it stands now.
#[derive(Clone)]
pub struct Reading {
    /// Its entries.
    pub entries: Arc<dyn EntrySource>,
    /// Where findings are.
    pub found: Arc<Found>,
    /// All there is to say about it.
    pub diagnosis: Arc<Diagnosis>,
    /// Whether it is not what was read before and more: the file was cut short, or another one stands in its place.
    pub is_other: bool,
}

/// What a followed file does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileState {
    /// It is there, and may grow.
    #[default]
    Waiting,
    /// It was cut short or replaced, and read from its beginning; said for as long as it is followed.
    ReadAnew,
    /// It is gone; what was read stays.
    Gone,
}

/// Entries with findings that came since the user last looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// How many.
    pub count: u64,
    /// The first one, by index.
    pub first_entry_idx: u64,
}

/// Whether a log is followed, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Following {
    /// Whether it is.
    pub is_on: bool,
    /// What the file does.
    pub file: FileState,
    /// What the user has not looked at yet.
    pub news: Option<News>,
}

impl Session {
    /// Whether the log is followed, and what came of it.
    pub fn following(&self) -> Following {
        self.following
    }

    /// The file that can be followed; `None` for what cannot grow: pasted texts, members of archives, pipes.
    pub fn followable(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(super) fn follow(&mut self, on: bool) -> Vec<Effect> {
        let Some(path) = self.path.clone() else { return Vec::new() };
        self.following = Following { is_on: on, ..Following::default() };
        match (on, &self.phase) {
            (false, _) => vec![Effect::StopFollowing(self.id)],
            // It is read to its end first.
            (true, Phase::Reading(_)) => Vec::new(),
            (true, Phase::Done { .. } | Phase::Failed(_)) => vec![Effect::Follow { session: self.id, path }],
        }
    }

    /// Takes the log as it stands now. What is selected and where the list is scrolled to stays; who looks at the last
    /// entry goes on seeing the last one.
    pub(super) fn refresh(&mut self, reading: Reading) -> Vec<Effect> {
        if !self.following.is_on {
            return Vec::new();
        }
        let at_end = self.list.visible().end == self.list.len() && self.list.len() as f64 > self.list.page();
        let (entries_before, found_before) = (self.entry_count, self.found.entries().len());
        let entries = reading.diagnosis.entries;
        if !reading.is_other && entries + 1 == entries_before {
            // Who follows waits with the last entry until it has surely ended; there is nothing new without it.
            return Vec::new();
        }
        let is_other = reading.is_other || entries < entries_before;
        self.entries = Some(reading.entries);
        self.found = reading.found;
        // The entry that was the last one may have grown, too.
        self.read.clear();
        self.finish(Ok(reading.diagnosis));
        let mut effects = Vec::new();
        if is_other {
            self.following.file = FileState::ReadAnew;
            self.following.news = None;
            self.selected = self.selected.filter(|idx| *idx < self.entry_count);
            self.explain();
            effects.extend(self.filter_anew());
        } else {
            if self.following.file == FileState::Gone {
                self.following.file = FileState::Waiting;
            }
            self.tell_news(found_before);
            effects.extend(self.continue_filter());
        }
        if at_end {
            self.list.apply(ListAction::ScrollTo(1.0));
        }
        effects
    }

    fn tell_news(&mut self, found_before: u64) {
        let count = self.found.entries().len() - found_before.min(self.found.entries().len());
        let Some(first) = self.found.entries().nth(found_before) else { return };
        let earlier = self.following.news;
        self.following.news = Some(News {
            count: count + earlier.map_or(0, |news| news.count),
            first_entry_idx: earlier.map_or(first, |news| news.first_entry_idx),
        });
    }

    pub(super) fn lose_file(&mut self) {
        self.following.file = FileState::Gone;
    }

    /// Selects the first of the new findings.
    pub(super) fn look_at_news(&mut self) -> Vec<Effect> {
        let news = self.following.news.take();
        news.map(|news| self.select_entry(news.first_entry_idx)).unwrap_or_default()
    }
}
