//! The entries of all logs by time.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::entries::row::{EntryRow, readable};
use crate::app::entries::source::EntrySource;
use crate::app::list::{List, ListAction};
use crate::app::session::Session;
use crate::app::session::id::SessionId;
use crate::case::{Case, MergedEntry, MergedOrder};

/// Longer messages are cut before they are laid out.
const MAX_BYTES: usize = 8_192;

/// An entry of one of several logs, as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedRow {
    /// The log.
    pub id: SessionId,
    /// The number of the log, which chooses its colour.
    pub number: usize,
    /// The entry.
    pub entry: EntryRow,
    /// Its time on the common clock; empty if its log cannot be compared.
    pub time: String,
}

/// A log whose entries are merged.
#[derive(Clone)]
pub struct MergedLog {
    /// The log.
    pub id: SessionId,
    /// Its entries.
    pub entries: Arc<dyn EntrySource>,
}

/// The entries of all logs by time.
#[derive(Default)]
pub struct MergedView {
    /// Scroll position and selection.
    pub list: List,
    /// The visible rows.
    pub rows: Vec<MergedRow>,
    /// The first visible row.
    pub first_row: u64,
    /// The whole text of the selected entry, and its log.
    pub selected: Option<(SessionId, u64, String)>,
    /// How many entries have their place so far; `None` when all of them have one.
    pub progress: Option<u64>,
    case: Option<Arc<Case>>,
    order: Option<Arc<MergedOrder>>,
    logs: HashMap<usize, MergedLog>,
    generation: u64,
}

impl MergedView {
    /// How many entries are in the order of time. Those after them are of logs that cannot be compared.
    pub fn aligned_len(&self) -> u64 {
        self.order.as_ref().map_or(0, |order| order.aligned_len())
    }

    /// Whether the entries of this case are ordered, or being ordered.
    pub(in crate::app) fn is_of(&self, case: &Arc<Case>) -> bool {
        self.case.as_ref().is_some_and(|own| Arc::ptr_eq(own, case))
    }

    /// Begins to order the entries of these logs, each with its index in the case. Returns the generation.
    pub(in crate::app) fn start(&mut self, case: Arc<Case>, logs: HashMap<usize, MergedLog>) -> u64 {
        *self = Self { case: Some(case), logs, generation: self.generation + 1, progress: Some(0), ..Self::default() };
        self.generation
    }

    /// Drops everything: logs were opened or closed.
    pub(in crate::app) fn clear(&mut self) {
        *self = Self { generation: self.generation + 1, ..Self::default() };
    }

    pub(in crate::app) fn set_progress(&mut self, generation: u64, entries: u64) {
        if generation == self.generation {
            self.progress = Some(entries);
        }
    }

    pub(in crate::app) fn set_order(&mut self, generation: u64, order: Arc<MergedOrder>) {
        if generation != self.generation {
            return;
        }
        self.progress = None;
        self.list.set_len(order.len());
        self.order = Some(order);
    }

    /// Scrolls, or moves the selection.
    pub(in crate::app) fn apply(&mut self, action: ListAction) {
        self.list.apply(action);
        self.selected = self.list.selected().and_then(|row| {
            let place = self.order.as_ref()?.entries(row, 1).into_iter().next()?;
            let log = self.logs.get(&place.log)?;
            let entry = log.entries.read_entries(place.entry, 1).into_iter().next()?;
            Some((log.id, place.entry, readable(&entry.message, MAX_BYTES).0))
        });
    }

    /// Selects an entry of a log, and scrolls to it.
    pub(in crate::app) fn select(&mut self, id: SessionId, entry: u64) {
        let log = self.logs.iter().find(|(_, log)| log.id == id).map(|(idx, _)| *idx);
        let row = log.and_then(|log| self.order.as_ref()?.position(MergedEntry { log, entry }));
        if let Some(row) = row {
            self.list.reveal_centered(row, None);
            self.apply(ListAction::Select(row));
        }
    }

    /// Reads the visible rows.
    pub(in crate::app) fn read_rows(&mut self, sessions: &[Session]) {
        let (Some(order), Some(case)) = (&self.order, &self.case) else { return };
        let visible = self.list.visible();
        let mut known: HashMap<(SessionId, u64), MergedRow> =
            std::mem::take(&mut self.rows).into_iter().map(|row| ((row.id, row.entry.entry_idx), row)).collect();
        self.first_row = visible.start;
        for place in order.entries(visible.start, (visible.end - visible.start) as usize) {
            let Some(log) = self.logs.get(&place.log) else { continue };
            if let Some(row) = known.remove(&(log.id, place.entry)) {
                self.rows.push(row);
                continue;
            }
            let session = sessions.iter().find(|session| session.id == log.id);
            let entry = log.entries.read_entries(place.entry, 1).into_iter().next();
            let (Some(session), Some(entry)) = (session, entry) else { continue };
            let time = order.at(place).map(|at| format!("{}.{:03}", case.clock_text(at), at.rem_euclid(1_000)));
            self.rows.push(MergedRow {
                id: log.id,
                number: place.log,
                entry: session.findings.row_of(&entry),
                time: time.unwrap_or_default(),
            });
        }
    }
}
