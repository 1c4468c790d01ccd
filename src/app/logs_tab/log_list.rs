//! The list of logs: its order, its groups, and which rows are shown.

use std::collections::{BTreeSet, HashMap};

use super::list_action::LogSort;
use super::log_names::{compare_names, distinct_names};
use super::log_row::{LogMark, LogRow};
use crate::app::list::{List, ListAction};
use crate::app::session::Session;
use crate::app::session::id::SessionId;
use crate::case::LogVerdict;

/// A folder or archive with several logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGroup {
    /// The whole path, which identifies the group.
    pub folder: String,
    /// The name, which differs from those of other groups.
    pub name: String,
    /// How many of its logs are listed.
    pub count: usize,
    /// The mark of its worst log.
    pub mark: LogMark,
    /// How many of its logs have a problem that matters.
    pub with_problems: usize,
    /// Whether its logs are hidden.
    pub folded: bool,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogListRow {
    /// All logs as one case.
    All,
    /// A folder or archive.
    Group(LogGroup),
    /// A log, as an index into [`LogList::logs`].
    Log(usize),
}

/// The list of logs.
#[derive(Clone, Debug, Default)]
pub struct LogList {
    /// The order.
    pub sort: LogSort,
    /// Only logs with this text are listed.
    pub query: String,
    /// Whether the logs are grouped by folder and archive.
    pub grouped: bool,
    /// Whether the list is hidden.
    pub hidden: bool,
    /// The width that the user gave to the list, in points.
    pub width: Option<f32>,
    /// The logs in their order, also those that the search hides.
    pub logs: Vec<LogRow>,
    /// What is listed.
    pub rows: Vec<LogListRow>,
    /// Scroll position and selection.
    pub list: List,
    folded_groups: BTreeSet<String>,
}

impl LogList {
    /// The row of a log in [`LogList::logs`].
    pub fn log(&self, id: SessionId) -> Option<&LogRow> {
        self.logs.iter().find(|log| log.id == Some(id))
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&LogListRow> {
        self.rows.get(self.list.selected()? as usize)
    }

    /// The log of a row.
    pub fn log_of(&self, row: &LogListRow) -> Option<SessionId> {
        match row {
            LogListRow::Log(idx) => self.logs.get(*idx)?.id,
            LogListRow::All | LogListRow::Group(_) => None,
        }
    }

    /// The listed logs, from top to bottom.
    pub(super) fn listed(&self) -> impl Iterator<Item = SessionId> {
        self.rows.iter().filter_map(|row| self.log_of(row))
    }

    /// The logs of a group.
    pub fn logs_in(&self, folder: &str) -> Vec<SessionId> {
        self.logs.iter().filter(|log| log.folder == folder).filter_map(|log| log.id).collect()
    }

    /// The listed log after (or before) another one, wrapping around at the ends.
    pub(in crate::app) fn neighbour(&self, id: Option<SessionId>, forward: bool) -> Option<SessionId> {
        let listed: Vec<SessionId> = self.listed().collect();
        let position = id.and_then(|id| listed.iter().position(|each| *each == id));
        let count = listed.len();
        let idx = match (position, forward) {
            (None, true) => 0,
            (None, false) => count.checked_sub(1)?,
            (Some(position), true) => (position + 1) % count,
            (Some(position), false) => (position + count - 1) % count,
        };
        listed.get(idx).copied()
    }

    /// How many logs have problems.
    pub fn count_line(&self) -> String {
        let count = |is: fn(&LogRow) -> bool| self.logs.iter().filter(|log| is(log)).count();
        let with_problems = count(|log| log.gravity.is_problem());
        let reading = count(|log| log.mark == LogMark::Reading);
        match (reading, with_problems) {
            (0, 0) => "no problem that matters".to_owned(),
            (0, problems) => format!("{problems} of {} with problems", self.logs.len()),
            (1, problems) => format!("{problems} with problems so far, one is being read"),
            (reading, problems) => format!("{problems} with problems so far, {reading} are being read"),
        }
    }

    /// Makes the rows of logs that were opened or closed.
    pub(super) fn set_logs<'s>(&mut self, sessions: impl Iterator<Item = (&'s Session, String)>) {
        let mut known: HashMap<SessionId, LogRow> =
            std::mem::take(&mut self.logs).into_iter().filter_map(|log| Some((log.id?, log))).collect();
        self.logs = sessions
            .map(|(session, folder)| known.remove(&session.id).unwrap_or_else(|| LogRow::new(session, folder)))
            .collect();
        let names = distinct_names(self.logs.iter().map(|log| log.full_name.as_str()));
        for (log, name) in self.logs.iter_mut().zip(names) {
            log.name = name;
        }
    }

    /// Adds what the case says about each of its logs.
    pub(super) fn set_verdicts(&mut self, verdicts: impl Iterator<Item = (SessionId, LogVerdict)>) {
        for (id, verdict) in verdicts {
            if let Some(row) = self.logs.iter_mut().find(|log| log.id == Some(id)) {
                row.set_verdict(verdict);
            }
        }
    }

    /// Updates the row of a log.
    pub(super) fn update(&mut self, session: &Session) {
        if let Some(row) = self.logs.iter_mut().find(|log| log.id == Some(session.id)) {
            let (name, folder) = (std::mem::take(&mut row.name), std::mem::take(&mut row.folder));
            *row = LogRow { name, ..LogRow::new(session, folder) };
        }
    }

    /// Sorts the logs.
    pub(super) fn sort_logs(&mut self) {
        match self.sort {
            LogSort::Gravity => self.logs.sort_by(|one, other| {
                one.gravity.cmp(&other.gravity).then_with(|| compare_names(&one.name, &other.name))
            }),
            LogSort::Name => self.logs.sort_by(|one, other| compare_names(&one.name, &other.name)),
            LogSort::Time => self.logs.sort_by(|one, other| time_key(one).cmp(&time_key(other))),
            LogSort::Opened => self.logs.sort_by_key(|log| log.id),
        }
    }

    /// Decides what is listed.
    pub(super) fn list_rows(&mut self) {
        let query = self.query.trim().to_lowercase();
        let found: Vec<usize> = (0..self.logs.len()).filter(|idx| self.logs[*idx].has_text(&query)).collect();
        self.rows.clear();
        self.rows.extend((self.logs.len() > 1).then_some(LogListRow::All));
        if self.grouped {
            self.list_groups(&found);
        } else {
            self.rows.extend(found.into_iter().map(LogListRow::Log));
        }
        self.list.set_len(self.rows.len() as u64);
    }

    /// Lists groups in the order of their first logs, which is that of the chosen order.
    fn list_groups(&mut self, found: &[usize]) {
        let mut folders: Vec<&str> = Vec::new();
        let mut members: HashMap<&str, Vec<usize>> = HashMap::new();
        for idx in found {
            let folder = self.logs[*idx].folder.as_str();
            let listed = members.entry(folder).or_default();
            if listed.is_empty() {
                folders.push(folder);
            }
            listed.push(*idx);
        }
        let names = distinct_names(folders.iter().copied());
        let mut rows = Vec::new();
        for (folder, name) in folders.iter().zip(names) {
            let listed = members.remove(folder).unwrap_or_default();
            let worst = listed.iter().min_by_key(|idx| self.logs[**idx].gravity);
            let folded = self.folded_groups.contains(*folder);
            rows.push(LogListRow::Group(LogGroup {
                folder: (*folder).to_owned(),
                name,
                count: listed.len(),
                mark: worst.map_or(LogMark::Clean, |idx| self.logs[*idx].mark),
                with_problems: listed.iter().filter(|idx| self.logs[**idx].gravity.is_problem()).count(),
                folded,
            }));
            if !folded {
                rows.extend(listed.into_iter().map(LogListRow::Log));
            }
        }
        self.rows.append(&mut rows);
    }

    /// Folds or unfolds a group.
    pub(in crate::app) fn fold(&mut self, folder: &str, hide: bool) {
        if hide {
            self.folded_groups.insert(folder.to_owned());
        } else {
            self.folded_groups.remove(folder);
        }
    }

    /// The group of the selected row.
    pub(in crate::app) fn selected_group(&self) -> Option<&str> {
        match self.selected()? {
            LogListRow::All => None,
            LogListRow::Group(group) => Some(&group.folder),
            LogListRow::Log(idx) => self.grouped.then(|| self.logs[*idx].folder.as_str()),
        }
    }

    /// Selects the row of a log, or that of all logs, and scrolls to it.
    pub(super) fn select(&mut self, shown: Option<SessionId>) {
        let is_shown = |row: &LogListRow| match row {
            LogListRow::All => shown.is_none(),
            LogListRow::Group(_) => false,
            LogListRow::Log(idx) => shown.is_some() && self.logs[*idx].id == shown,
        };
        let row = self.rows.iter().position(is_shown).map(|row| row as u64);
        self.list.set_selected(row);
        if let Some(row) = row.filter(|_| self.list.page() > 0.0) {
            self.list.reveal(row);
        }
    }

    /// Scrolls, or moves the selection. When the height of the view becomes known, the selected row is shown.
    pub(in crate::app) fn apply(&mut self, action: ListAction) {
        let was_drawn = self.list.page() > 0.0;
        self.list.apply(action);
        if let Some(row) = self.list.selected().filter(|_| !was_drawn && self.list.page() > 0.0) {
            self.list.reveal(row);
        }
    }

    /// Selects the row of a group.
    pub(in crate::app) fn select_group(&mut self, folder: &str) {
        let row = self.rows.iter().position(|row| matches!(row, LogListRow::Group(group) if group.folder == folder));
        if let Some(row) = row {
            self.list.apply(ListAction::Select(row as u64));
        }
    }
}

/// Logs without times come last. Times with a date come before those without: they cannot be compared.
fn time_key(log: &LogRow) -> (u8, &str, Option<SessionId>) {
    let time = log.first_time.as_str();
    let kind = match time.find(['-', '/', ':']) {
        None => 2,
        Some(end) => u8::from(time[end..].starts_with(':')),
    };
    (kind, time, log.id)
}
