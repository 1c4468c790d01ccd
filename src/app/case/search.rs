//! One search over all opened logs.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::search_action::{FoundEntry, MAX_HITS};
use crate::app::entries::filter::{EntryFilter, EntryTest, FilterError, TextQuery};
use crate::app::entries::source::EntrySource;
use crate::app::list::{List, ListAction, Move};
use crate::app::session::id::SessionId;
use crate::report::number_format::group_thousands;

/// What was found in one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHits {
    /// The log.
    pub id: SessionId,
    /// The first entries.
    pub hits: Vec<FoundEntry>,
    /// How many entries were found.
    pub count: u64,
    /// Whether the whole log has been searched.
    pub ended: bool,
}

/// A row of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitRow {
    /// The log, as an index into [`LogSearch::logs`].
    Log(usize),
    /// An entry: the index of the log, and the index among its hits.
    Hit(usize, usize),
    /// Further entries of this log are not listed.
    More(usize),
}

/// The search over all logs.
#[derive(Default)]
pub struct LogSearch {
    /// What is searched: a text, or `/regex/`.
    pub query: String,
    /// Why the query cannot be used.
    pub error: Option<FilterError>,
    /// What was found, in the order of the list of logs.
    pub logs: Vec<LogHits>,
    /// The results from top to bottom; logs without any are left out.
    pub rows: Vec<HitRow>,
    /// Scroll position and selection.
    pub list: List,
    pattern: Option<Regex>,
    generation: u64,
}

impl LogSearch {
    /// Whether logs are still being searched.
    pub fn is_running(&self) -> bool {
        self.logs.iter().any(|log| !log.ended)
    }

    /// How many entries were found, and in how many logs.
    pub fn counts(&self) -> (u64, usize) {
        let count = self.logs.iter().map(|log| log.count).sum();
        (count, self.logs.iter().filter(|log| log.count > 0).count())
    }

    /// How much was found, in words; empty if nothing is searched for.
    pub fn summary(&self) -> String {
        if self.query.trim().is_empty() {
            return String::new();
        }
        let (count, logs) = self.counts();
        let entries = if count == 1 { "1 entry".to_owned() } else { format!("{} entries", group_thousands(count)) };
        let running = if self.is_running() { " so far" } else { "" };
        format!("{entries} in {logs} of {} logs{running}", self.logs.len())
    }

    /// The matches in a text.
    pub fn matches(&self, text: &str) -> Vec<Range<usize>> {
        self.pattern
            .as_ref()
            .map(|pattern| pattern.find_iter(text).map(|found| found.range()).collect())
            .unwrap_or_default()
    }

    /// The entry of a row.
    pub fn hit(&self, row: HitRow) -> Option<(SessionId, &FoundEntry)> {
        let HitRow::Hit(log, hit) = row else { return None };
        let log = self.logs.get(log)?;
        Some((log.id, log.hits.get(hit)?))
    }

    /// The selected entry.
    pub(in crate::app) fn selected(&self) -> Option<(SessionId, u64)> {
        let row = self.rows.get(self.list.selected()? as usize)?;
        match row {
            HitRow::Log(log) => Some((self.logs[*log].id, self.logs[*log].hits.first()?.entry_idx)),
            HitRow::Hit(..) => self.hit(*row).map(|(id, hit)| (id, hit.entry_idx)),
            HitRow::More(log) => Some((self.logs[*log].id, self.logs[*log].hits.last()?.entry_idx)),
        }
    }

    /// Scrolls or selects. The keys step over the names of logs.
    pub(in crate::app) fn apply_to_list(&mut self, action: ListAction) {
        self.list.apply(action);
        let ListAction::Move(step) = action else { return };
        let Some(row) = self.list.selected() else { return };
        if matches!(self.rows.get(row as usize), Some(HitRow::Log(_))) {
            let onwards = if step == Move::Up && row > 0 { Move::Up } else { Move::Down };
            self.list.apply(ListAction::Move(onwards));
        }
    }

    /// Begins a search in these logs. Returns its generation and the test of entries; `None` if there is nothing to search.
    pub(in crate::app) fn start(&mut self, logs: &[(SessionId, Arc<dyn EntrySource>)]) -> Option<(u64, EntryTest)> {
        self.generation += 1;
        self.logs.clear();
        let typed = TextQuery { text: self.query.clone(), ..TextQuery::default() };
        let filter = EntryFilter { typed, ..EntryFilter::default() };
        (self.pattern, self.error) = match filter.marked_pattern() {
            Ok(pattern) => (pattern, None),
            Err(error) => (None, Some(error)),
        };
        let test = filter.test(None).ok().filter(|_| self.pattern.is_some());
        if test.is_some() {
            let empty = |id: SessionId| LogHits { id, hits: Vec::new(), count: 0, ended: false };
            self.logs = logs.iter().map(|(id, _)| empty(*id)).collect();
        }
        self.list = List::default();
        self.list_rows();
        Some((self.generation, test?))
    }

    /// Adds what a job found in a log.
    pub(in crate::app) fn add(&mut self, generation: u64, found: LogHits) {
        if generation != self.generation {
            return;
        }
        let Some(log) = self.logs.iter_mut().find(|log| log.id == found.id) else { return };
        log.hits.extend(found.hits);
        log.hits.truncate(MAX_HITS);
        (log.count, log.ended) = (found.count, found.ended);
        self.list_rows();
    }

    /// Drops the results of logs that were closed.
    pub(in crate::app) fn remove(&mut self, ids: &[SessionId]) {
        self.logs.retain(|log| !ids.contains(&log.id));
        self.list_rows();
    }

    fn list_rows(&mut self) {
        self.rows.clear();
        for (idx, log) in self.logs.iter().enumerate().filter(|(_, log)| log.count > 0) {
            self.rows.push(HitRow::Log(idx));
            self.rows.extend((0..log.hits.len()).map(|hit| HitRow::Hit(idx, hit)));
            self.rows.extend((log.count > log.hits.len() as u64).then_some(HitRow::More(idx)));
        }
        self.list.set_len(self.rows.len() as u64);
    }
}
