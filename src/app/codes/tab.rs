//! The tab of codes: query, filter, results, selection.

use super::filter::{CodeFilter, FilterToggle, FilterValue};
use super::row::CodeRow;
use super::sort::Sort;
use crate::app::action::CodesAction;
use crate::app::list::List;
use crate::app::notes::Notes;
use crate::catalog::{Catalog, Filter, Rank};
use crate::code::ErrorCode;
use crate::inspect;

/// What the rows of the table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultKind {
    /// The codes that match the query.
    #[default]
    Matches,
    /// The codes in a pasted text, the most important first.
    InText,
}

/// The state of the tab.
#[derive(Clone, Debug, Default)]
pub struct CodesTab {
    /// The text that is searched for.
    pub query: String,
    filter: CodeFilter,
    /// The order of the rows.
    pub sort: Sort,
    /// What the rows are.
    pub result_kind: ResultKind,
    /// The codes that match the query, regardless of the filter.
    found: Vec<ErrorCode>,
    /// The rows, in order.
    pub rows: Vec<CodeRow>,
    /// The codes nearest to a query without results.
    pub nearest: Vec<CodeRow>,
    /// The values of the filter by group.
    pub toggles: Vec<(&'static str, Vec<FilterToggle>)>,
    /// Scroll position and selection.
    pub list: List,
    /// The code whose details are shown.
    pub selected: Option<ErrorCode>,
}

impl CodesTab {
    /// The whole catalog, without a selection.
    pub fn new(catalog: &Catalog, notes: &Notes) -> Self {
        let mut codes = Self::default();
        codes.search(catalog, notes);
        codes
    }

    /// Whether any filter is chosen.
    pub fn is_filtered(&self) -> bool {
        self.filter != CodeFilter::default()
    }

    pub(crate) fn apply(&mut self, action: CodesAction, catalog: &Catalog, notes: &Notes) {
        match action {
            CodesAction::Query(query) => {
                if query != self.query {
                    self.query = query;
                    self.sort = if self.query.is_empty() { self.sort } else { Sort::Relevance };
                    self.search(catalog, notes);
                    self.list.scroll_to_start();
                    self.select_best();
                }
            }
            CodesAction::Toggle(value) => {
                self.filter.toggle(value);
                self.search(catalog, notes);
            }
            CodesAction::ShowAll => {
                self.filter = CodeFilter::default();
                self.search(catalog, notes);
            }
            CodesAction::SortBy(column) => {
                self.sort = self.sort.next(column);
                self.search(catalog, notes);
            }
            CodesAction::List(action) => {
                if self.list.apply(action) {
                    self.selected =
                        self.list.selected().and_then(|row| self.rows.get(row as usize)).map(|row| row.code);
                }
            }
            CodesAction::Open(code) => {
                self.selected = Some(code);
                self.show_selected();
                if let Some(row) = self.list.selected() {
                    self.list.reveal(row);
                }
            }
        }
    }

    /// Shows changed notes. All rows stay, so that the row whose note is being written does not disappear.
    pub(crate) fn update_notes(&mut self, catalog: &Catalog, notes: &Notes) {
        for row in self.rows.iter_mut().chain(&mut self.nearest) {
            row.set_note(notes);
        }
        let has = |value: FilterValue, filter: &CodeFilter, code: ErrorCode| {
            let entry = catalog.entry(code);
            value.applies_to(code, entry, notes) && filter.admits(code, entry, notes)
        };
        let toggle = |value: FilterValue| {
            let rest = self.filter.without_group(value);
            let count = self.found.iter().filter(|code| has(value, &rest, **code)).count();
            FilterToggle { value, chosen: self.filter.has(value), count }
        };
        let toggles = |(title, values): (_, Vec<_>)| (title, values.into_iter().map(toggle).collect());
        self.toggles = FilterValue::groups().into_iter().map(toggles).collect();
    }

    /// Repeats the search. Also needed after notes were imported, because the search covers them.
    pub(crate) fn search(&mut self, catalog: &Catalog, notes: &Notes) {
        let in_text = if looks_like_log_text(&self.query) { inspect::codes_in_text(&self.query) } else { Vec::new() };
        let all: Vec<CodeRow> = if in_text.is_empty() {
            self.result_kind = ResultKind::Matches;
            self.matches(catalog, notes)
        } else {
            self.result_kind = ResultKind::InText;
            in_text
                .iter()
                .map(|finding| CodeRow::from_code(finding.code, finding.body.name.as_deref(), catalog))
                .collect()
        };
        self.found = all.iter().map(|row| row.code).collect();
        let admitted = |row: &CodeRow| self.filter.admits(row.code, catalog.entry(row.code), notes);
        self.rows = all.into_iter().filter(admitted).collect();
        self.nearest = match self.rows.as_slice() {
            [] => catalog.nearest(&self.query).into_iter().map(CodeRow::new).collect(),
            _ => Vec::new(),
        };
        self.update_notes(catalog, notes);
        self.sort.apply(&mut self.rows);
        self.list.set_len(self.rows.len() as u64);
        self.show_selected();
    }

    /// The codes that match the query, regardless of the filter: by code and name, then by the engineer's notes, then by
    /// the texts of the catalog, some of which match only with a typo or two.
    fn matches(&self, catalog: &Catalog, notes: &Notes) -> Vec<CodeRow> {
        let found = catalog.search(&self.query, &Filter::default());
        if self.query.trim().is_empty() {
            let undocumented = notes.iter().map(|(code, _)| code).filter(|code| catalog.entry(*code).is_none());
            let undocumented = undocumented.map(|code| CodeRow::from_code(code, None, catalog));
            return found.iter().map(CodeRow::from_match).chain(undocumented).collect();
        }
        let (by_code, by_text): (Vec<_>, Vec<_>) = found.iter().partition(|found| found.rank < Rank::Text);
        let mut by_note: Vec<ErrorCode> = notes.search(&self.query).collect();
        by_note.retain(|code| by_code.iter().all(|found| found.entry.code != *code));
        let row_by_note = |code: &_| CodeRow { found_by_note: true, ..CodeRow::from_code(*code, None, catalog) };
        let by_text = by_text.iter().filter(|found| !by_note.contains(&found.entry.code));
        by_code
            .iter()
            .map(|found| CodeRow::from_match(found))
            .chain(by_note.iter().map(row_by_note))
            .chain(by_text.map(|found| CodeRow::from_match(found)))
            .collect()
    }

    /// Selects the first result of a query, which is the best one. Without a query the selection stays.
    fn select_best(&mut self) {
        if !self.query.trim().is_empty() {
            self.selected = self.rows.first().map(|row| row.code);
        }
        self.show_selected();
    }

    fn show_selected(&mut self) {
        let row = self.selected.and_then(|code| self.rows.iter().position(|row| row.code == code));
        self.list.set_selected(row.map(|row| row as u64));
    }
}

/// Whether a query may be part of a log instead of words to search for.
fn looks_like_log_text(query: &str) -> bool {
    query.contains(['<', ':', '{', '"', '=']) || query.split_whitespace().nth(3).is_some()
}
