//! The tab of codes: query, filter, results, selection.

use super::filter::{CodeFilter, FilterToggle, FilterValue};
use super::lines::TableLines;
use super::row::CodeRow;
use super::sort::Sort;
use crate::app::action::CodesAction;
use crate::app::list::{List, ListAction};
use crate::app::notes::Notes;
use crate::catalog;
use crate::catalog::{Catalog, Filter, MatchKind};
use crate::code::ErrorCode;
use crate::finding::Finding;
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
    /// The lines of the table: the rows, with headings before groups of them.
    pub lines: TableLines,
    /// The codes that the query names, or the codes in the pasted text: the first rows while nothing sorts them.
    pub named: Vec<ErrorCode>,
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
                    // Without a query the selected code keeps its place in the window.
                    if !self.query.trim().is_empty() {
                        self.list.scroll_to_start();
                        self.selected = self.rows.first().map(|row| row.code);
                        self.show_selected();
                    }
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
                if let Some(row) = self.list.selected() {
                    self.list.reveal(row);
                }
            }
            CodesAction::List(action) => {
                let before = self.list.selected();
                if self.list.apply(action) {
                    self.skip_heading(before);
                    self.selected = self.selected_row().map(|row| row.code);
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

    /// The row that is selected in the table.
    pub fn selected_row(&self) -> Option<&CodeRow> {
        self.rows.get(self.lines.row_of(self.list.selected()? as usize)?)
    }

    /// Whether the query may be a part of a log, which can be opened as a log.
    pub fn may_be_log(&self) -> bool {
        self.query.len() >= MIN_LOG_BYTES && looks_like_log_text(&self.query)
    }

    fn is_named(&self, row: &CodeRow) -> bool {
        self.result_kind == ResultKind::InText || row.kind == Some(MatchKind::Named)
    }

    /// Moves the selection from a heading to the next row in the direction of the last step.
    fn skip_heading(&mut self, before: Option<u64>) {
        let Some(line) = self.list.selected().filter(|line| self.lines.row_of(*line as usize).is_none()) else {
            return;
        };
        let is_upwards = before.is_some_and(|before| line < before) && line > 0;
        self.list.apply(ListAction::Select(if is_upwards { line - 1 } else { line + 1 }));
    }

    /// Repeats the search. Also needed after notes were imported, because the search covers them.
    pub(crate) fn search(&mut self, catalog: &Catalog, notes: &Notes) {
        let height = self.selected_height();
        let in_text = if looks_like_log_text(&self.query) { inspect::codes_in_text(&self.query) } else { Vec::new() };
        let all: Vec<CodeRow> = if in_text.is_empty() {
            self.result_kind = ResultKind::Matches;
            self.matches(catalog, notes)
        } else {
            self.result_kind = ResultKind::InText;
            self.in_text(&in_text, catalog)
        };
        self.found = all.iter().map(|row| row.code).collect();
        let admitted = |row: &CodeRow| self.filter.admits(row.code, catalog.entry(row.code), notes);
        self.rows = all.into_iter().filter(admitted).collect();
        self.nearest = match self.rows.as_slice() {
            [] => catalog.nearest(&self.query).into_iter().map(CodeRow::new).collect(),
            _ => Vec::new(),
        };
        self.update_notes(catalog, notes);
        self.named = self.rows.iter().filter(|row| self.is_named(row)).map(|row| row.code).collect();
        self.sort.apply(&mut self.rows);
        self.lines = TableLines::new(self.headings(), self.rows.len());
        self.list.set_len(self.lines.len() as u64);
        self.show_selected();
        self.restore_height(height);
    }

    /// The codes that were found in a pasted text, and those that it names in a form that is a code for certain: causes first.
    fn in_text(&self, found: &[Finding], catalog: &Catalog) -> Vec<CodeRow> {
        let row = |finding: &Finding| CodeRow::from_code(finding.code, finding.body.name.as_deref(), catalog);
        let mut rows: Vec<CodeRow> = found.iter().map(row).collect();
        let is_log = self.query.contains(['{', '"', '=', '\n', '[']);
        for named in catalog.codes_named_in(&self.query) {
            let is_same = |row: &CodeRow| {
                row.code == named.code || row.code.value().is_some() && row.code.value() == named.code.value()
            };
            if (named.is_explicit || !is_log) && !rows.iter().any(is_same) {
                rows.push(CodeRow::from_code(named.code, None, catalog));
            }
        }
        rows.sort_by_key(|row| catalog::cause_order(row.code.family()));
        rows
    }

    /// Headings before groups of results. The first group needs none if the query is in its codes or names.
    fn headings(&self) -> Vec<(usize, String)> {
        let mut headings = Vec::new();
        let count = self.named.len();
        let first = match self.result_kind {
            _ if self.sort != Sort::Relevance => None,
            ResultKind::InText if count == 1 => Some("One code in the text".to_owned()),
            ResultKind::InText => Some(format!("{count} codes in the text, the cause first")),
            ResultKind::Matches if count > 1 => Some(format!("{count} codes in the query, the cause first")),
            ResultKind::Matches => None,
        };
        headings.extend(first.map(|heading| (0, heading)));
        let mut last = match self.rows.first() {
            Some(CodeRow { kind: Some(MatchKind::Said(_)), .. }) => "",
            Some(row) => row.group(),
            None => return headings,
        };
        for (row_idx, row) in self.rows.iter().enumerate() {
            let group = row.group();
            if group != last && self.sort == Sort::Relevance {
                headings.push((row_idx, group.to_owned()));
            }
            last = group;
        }
        headings
    }

    /// How many rows the selected one is below the upper edge of the table, if it is visible.
    fn selected_height(&self) -> Option<f64> {
        let line = self.list.selected().filter(|line| self.list.visible().contains(line))?;
        let (top, fraction) = self.list.top();
        Some(line as f64 - top as f64 - fraction)
    }

    /// Scrolls so that the selected row is where it was before the rows changed.
    fn restore_height(&mut self, height: Option<f64>) {
        if let (Some(height), Some(line)) = (height, self.list.selected()) {
            self.list.scroll_to_start();
            self.list.apply(ListAction::ScrollBy(line as f64 - height));
        }
    }

    /// The codes that match the query, regardless of the filter: by code and name, then by the engineer's notes, then by what
    /// people say, then by the texts of the catalog, some of which match only with a typo or two.
    fn matches(&self, catalog: &Catalog, notes: &Notes) -> Vec<CodeRow> {
        let found = catalog.search(&self.query, &Filter::default());
        if self.query.trim().is_empty() {
            let undocumented = notes.iter().map(|(code, _)| code).filter(|code| catalog.entry(*code).is_none());
            let undocumented = undocumented.map(|code| CodeRow::from_code(code, None, catalog));
            return found.iter().map(CodeRow::from_match).chain(undocumented).collect();
        }
        let (by_code, by_text): (Vec<_>, Vec<_>) = found.iter().partition(|found| found.kind <= MatchKind::CodeOrName);
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

    fn show_selected(&mut self) {
        let row = self.selected.and_then(|code| self.rows.iter().position(|row| row.code == code));
        self.list.set_selected(row.map(|row| self.lines.line_of(row) as u64));
    }
}

/// Shorter queries are no log.
const MIN_LOG_BYTES: usize = 40;

/// Whether a query may be part of a log instead of words to search for.
fn looks_like_log_text(query: &str) -> bool {
    query.contains(['<', ':', '{', '"', '=']) || query.split_whitespace().nth(3).is_some()
}
