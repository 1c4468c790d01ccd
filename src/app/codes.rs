//! The tab of codes: query, filters, sorted results, selection.

use std::cmp::Ordering;

use super::code_filter::CodeFilter;
use super::{CodeRow as Row, CodesAction, FilterToggle, FilterValue, List, Notes};
use crate::catalog::{Catalog, Filter, Rank};
use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::inspect;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The code in hexadecimal.
    Hex,
    /// The code in decimal.
    Decimal,
    /// The family.
    Family,
    /// The name.
    Name,
    /// The summary.
    Summary,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 5] = [Self::Hex, Self::Decimal, Self::Family, Self::Name, Self::Summary];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hex => "Hex",
            Self::Decimal => "Decimal",
            Self::Family => "Family",
            Self::Name => "Name",
            Self::Summary => "Summary",
        }
    }
}

/// The order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first; the catalog's order without a query.
    #[default]
    Relevance,
    /// Rising by a column.
    Rising(Column),
    /// Falling by a column.
    Falling(Column),
}

/// What the table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    /// The codes that agree with the query.
    Matches,
    /// The codes that stand in a pasted passage, the most important first.
    InText,
}

/// The tab's state.
#[derive(Clone, Debug)]
pub struct Codes {
    query: String,
    filter: CodeFilter,
    sort: Sort,
    results: Results,
    /// What agrees with the query, whatever the filter.
    found: Vec<ErrorCode>,
    rows: Vec<Row>,
    nearest: Vec<Row>,
    toggles: Vec<(&'static str, Vec<FilterToggle>)>,
    list: List,
    selected: Option<ErrorCode>,
}

impl Codes {
    /// The whole catalog, nothing selected.
    pub fn new(catalog: &Catalog, notes: &Notes) -> Self {
        let mut codes = Self {
            query: String::new(),
            filter: CodeFilter::default(),
            sort: Sort::default(),
            results: Results::Matches,
            found: Vec::new(),
            rows: Vec::new(),
            nearest: Vec::new(),
            toggles: Vec::new(),
            list: List::default(),
            selected: None,
        };
        codes.search(catalog, notes);
        codes
    }

    /// What is searched.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The order of the rows.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// What the rows are.
    pub fn results(&self) -> Results {
        self.results
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The codes nearest to a query that finds nothing.
    pub fn nearest(&self) -> &[Row] {
        &self.nearest
    }

    /// The filters, group by group.
    pub fn toggles(&self) -> &[(&'static str, Vec<FilterToggle>)] {
        &self.toggles
    }

    /// Whether any filter is chosen.
    pub fn is_filtered(&self) -> bool {
        self.filter != CodeFilter::default()
    }

    /// Scroll position and selection.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The code whose details are shown.
    pub fn selected(&self) -> Option<ErrorCode> {
        self.selected
    }

    pub(super) fn apply(&mut self, action: CodesAction, catalog: &Catalog, notes: &Notes) {
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
                self.sort = match self.sort {
                    Sort::Rising(sorted) if sorted == column => Sort::Falling(column),
                    Sort::Falling(sorted) if sorted == column => Sort::Relevance,
                    _ => Sort::Rising(column),
                };
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

    /// Shows what has become of the notes. The rows stay: none may vanish from under the note that is being written.
    pub(super) fn mark_notes(&mut self, catalog: &Catalog, notes: &Notes) {
        for row in self.rows.iter_mut().chain(&mut self.nearest) {
            row.take_note(notes);
        }
        let has = |value: FilterValue, filter: &CodeFilter, code: ErrorCode| {
            let entry = catalog.entry(code);
            value.of(code, entry, notes) && filter.admits(code, entry, notes)
        };
        let toggle = |value: FilterValue| {
            let rest = self.filter.without_group(value);
            let count = self.found.iter().filter(|code| has(value, &rest, **code)).count();
            FilterToggle { value, chosen: self.filter.has(value), count }
        };
        let toggles = |(title, values): (_, Vec<_>)| (title, values.into_iter().map(toggle).collect());
        self.toggles = FilterValue::groups().into_iter().map(toggles).collect();
    }

    /// Searches anew, as after notes of others came in.
    pub(super) fn search(&mut self, catalog: &Catalog, notes: &Notes) {
        let in_text = if looks_like_a_passage(&self.query) { codes_of(&self.query) } else { Vec::new() };
        let all: Vec<Row> = if in_text.is_empty() {
            self.results = Results::Matches;
            self.matches(catalog, notes)
        } else {
            self.results = Results::InText;
            in_text.iter().map(|finding| Row::of_code(finding.code, finding.said.name.as_deref(), catalog)).collect()
        };
        self.found = all.iter().map(|row| row.code).collect();
        let admitted = |row: &Row| self.filter.admits(row.code, catalog.entry(row.code), notes);
        self.rows = all.into_iter().filter(admitted).collect();
        self.nearest = match self.rows.as_slice() {
            [] => catalog.nearest(&self.query).into_iter().map(Row::new).collect(),
            _ => Vec::new(),
        };
        self.mark_notes(catalog, notes);
        match self.sort {
            Sort::Relevance => {}
            Sort::Rising(column) => self.rows.sort_by(|a, b| compare(a, b, column)),
            Sort::Falling(column) => self.rows.sort_by(|a, b| compare(b, a, column)),
        }
        self.list.set_len(self.rows.len() as u64);
        self.show_selected();
    }

    /// What agrees with the query, whatever the filter: by code and name, then by the engineer's notes, then by the
    /// catalog's own texts, some of which agree with a typo or two only.
    fn matches(&self, catalog: &Catalog, notes: &Notes) -> Vec<Row> {
        let found = catalog.search(&self.query, &Filter::default());
        if self.query.trim().is_empty() {
            let undocumented = notes.iter().map(|(code, _)| code).filter(|code| catalog.entry(*code).is_none());
            let undocumented = undocumented.map(|code| Row::of_code(code, None, catalog));
            return found.iter().map(Row::of_match).chain(undocumented).collect();
        }
        let (by_code, by_text): (Vec<_>, Vec<_>) = found.iter().partition(|found| found.rank < Rank::Text);
        let mut by_note: Vec<ErrorCode> = notes.search(&self.query).collect();
        by_note.retain(|code| by_code.iter().all(|found| found.entry.code != *code));
        let row_by_note = |code: &_| Row { found_by_note: true, ..Row::of_code(*code, None, catalog) };
        let by_text = by_text.iter().filter(|found| !by_note.contains(&found.entry.code));
        by_code
            .iter()
            .map(|found| Row::of_match(found))
            .chain(by_note.iter().map(row_by_note))
            .chain(by_text.map(|found| Row::of_match(found)))
            .collect()
    }

    /// The first result of a query is what most people want; without a query the selection stays.
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

/// Whether a query may be a piece of a log and not words to search for.
fn looks_like_a_passage(query: &str) -> bool {
    query.contains(['<', ':', '{', '"', '=']) || query.split_whitespace().nth(3).is_some()
}

/// The codes in a passage, each once, the most important first.
fn codes_of(passage: &str) -> Vec<Finding> {
    let mut seen = Vec::new();
    let mut findings = inspect::codes_in_text(passage);
    findings.retain(|finding| {
        let new = !seen.contains(&finding.code);
        seen.push(finding.code);
        new
    });
    findings
}

/// Rows without the column's value come last when rising.
fn compare(a: &Row, b: &Row, column: Column) -> Ordering {
    fn text(a: &str, b: &str) -> Ordering {
        (a.is_empty(), a.to_lowercase()).cmp(&(b.is_empty(), b.to_lowercase()))
    }
    let by_column = match column {
        Column::Hex => (a.hex.is_empty(), a.code).cmp(&(b.hex.is_empty(), b.code)),
        Column::Decimal => (a.code.value().is_none(), a.code.value()).cmp(&(b.code.value().is_none(), b.code.value())),
        Column::Family => a.code.family().cmp(&b.code.family()),
        Column::Name => text(&a.name, &b.name),
        Column::Summary => text(&a.summary, &b.summary),
    };
    by_column.then(a.code.cmp(&b.code))
}
