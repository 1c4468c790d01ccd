//! The tab of codes: query, filters, sorted results, selection.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{CodesAction, List};
use crate::catalog::{Area, Catalog, CatalogEntry, Field, Filter, Match, Owner, Severity, Status};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::{self, Finding};

/// One value of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterValue {
    /// A family.
    Family(Family),
    /// Who can act.
    Owner(Owner),
    /// A state, by its identifier.
    Status(&'static str),
    /// An area.
    Area(Area),
}

impl FilterValue {
    /// All values in the order in which they are shown, each with its group's title.
    #[must_use]
    pub fn groups() -> [(&'static str, Vec<Self>); 4] {
        [
            ("Family", Family::ALL.map(Self::Family).to_vec()),
            ("Who can act", Owner::ALL.iter().copied().map(Self::Owner).collect()),
            ("Status", Status::IDS.map(Self::Status).to_vec()),
            ("Area", Area::ALL.iter().copied().map(Self::Area).collect()),
        ]
    }

    /// What a person calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Family(family) => family.title(),
            Self::Owner(owner) => owner.title(),
            Self::Status("active") => "Active",
            Self::Status("deprecated") => "Deprecated",
            Self::Status("retired") => "Retired",
            Self::Status(id) => id,
            Self::Area(area) => area.title(),
        }
    }

    /// The identifier used on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Family(family) => family.id(),
            Self::Owner(owner) => owner.id(),
            Self::Status(id) => id,
            Self::Area(area) => area.id(),
        }
    }

    fn of(self, entry: &CatalogEntry) -> bool {
        match self {
            Self::Family(family) => entry.code.family() == family,
            Self::Owner(owner) => entry.owner == owner,
            Self::Status(id) => entry.status.id() == id,
            Self::Area(area) => entry.area == area,
        }
    }

    fn is_in(self, filter: &Filter) -> bool {
        match self {
            Self::Family(family) => filter.families.contains(&family),
            Self::Owner(owner) => filter.owners.contains(&owner),
            Self::Status(id) => filter.statuses.contains(id),
            Self::Area(area) => filter.areas.contains(&area),
        }
    }

    fn toggle_in(self, filter: &mut Filter) {
        fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
            if !set.remove(&value) {
                set.insert(value);
            }
        }
        match self {
            Self::Family(family) => toggle(&mut filter.families, family),
            Self::Owner(owner) => toggle(&mut filter.owners, owner),
            Self::Status(id) => toggle(&mut filter.statuses, id),
            Self::Area(area) => toggle(&mut filter.areas, area),
        }
    }

    /// The filter without this value's group: what its counts are counted in.
    fn without_group(self, filter: &Filter) -> Filter {
        let mut rest = filter.clone();
        match self {
            Self::Family(_) => rest.families.clear(),
            Self::Owner(_) => rest.owners.clear(),
            Self::Status(_) => rest.statuses.clear(),
            Self::Area(_) => rest.areas.clear(),
        }
        rest
    }
}

/// A filter's value as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterToggle {
    /// The value.
    pub value: FilterValue,
    /// Whether it is chosen. Nothing chosen in a group means that all of it is shown.
    pub chosen: bool,
    /// How many results it has, under the query and the other groups.
    pub count: usize,
}

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
    #[must_use]
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

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: ErrorCode,
    /// In hexadecimal; empty where the family writes decimals.
    pub hex: String,
    /// In decimal; empty for browser exceptions.
    pub decimal: String,
    /// The name; for a code in a pasted text that the catalog lacks, what the text calls it.
    pub name: String,
    /// One line about it.
    pub summary: String,
    /// What it does to a call; `None` where the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Whether SDKs no longer throw it.
    pub retired: bool,
    /// What agrees with the query, in the code as it prints, the name and the summary.
    pub highlights: [Vec<Range<usize>>; 3],
}

impl Row {
    fn new(entry: &CatalogEntry) -> Self {
        Self {
            code: entry.code,
            hex: entry.code.hex().unwrap_or_default(),
            decimal: entry.code.value().map(|value| value.to_string()).unwrap_or_default(),
            name: entry.name.clone().unwrap_or_default(),
            summary: entry.summary.clone(),
            severity: Some(entry.severity),
            retired: matches!(entry.status, Status::Retired { .. }),
            highlights: Default::default(),
        }
    }

    fn of_match(found: &Match<'_>) -> Self {
        let highlights = [Field::Code, Field::Name, Field::Summary].map(|field| found.highlights_in(field).collect());
        Self { highlights, ..Self::new(found.entry) }
    }

    fn of_finding(finding: &Finding, catalog: &Catalog) -> Self {
        catalog.entry(finding.code).map_or_else(
            || Self {
                code: finding.code,
                hex: finding.code.hex().unwrap_or_default(),
                decimal: finding.code.value().map(|value| value.to_string()).unwrap_or_default(),
                name: finding.name.clone().unwrap_or_default(),
                summary: "Not documented".to_owned(),
                severity: None,
                retired: false,
                highlights: Default::default(),
            },
            Self::new,
        )
    }

    /// The row in words, for screen readers.
    #[must_use]
    pub fn spoken(&self) -> String {
        let parts = [self.hex.as_str(), &self.decimal, &self.name, self.code.family().title(), &self.summary];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
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
    filter: Filter,
    sort: Sort,
    results: Results,
    rows: Vec<Row>,
    nearest: Vec<Row>,
    toggles: Vec<(&'static str, Vec<FilterToggle>)>,
    list: List,
    selected: Option<ErrorCode>,
}

impl Codes {
    /// The whole catalog, nothing selected.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut codes = Self {
            query: String::new(),
            filter: Filter::default(),
            sort: Sort::default(),
            results: Results::Matches,
            rows: Vec::new(),
            nearest: Vec::new(),
            toggles: Vec::new(),
            list: List::default(),
            selected: None,
        };
        codes.search(catalog);
        codes
    }

    /// What is searched.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The order of the rows.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// What the rows are.
    #[must_use]
    pub fn results(&self) -> Results {
        self.results
    }

    /// The rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The codes nearest to a query that finds nothing.
    #[must_use]
    pub fn nearest(&self) -> &[Row] {
        &self.nearest
    }

    /// The filters, group by group.
    #[must_use]
    pub fn toggles(&self) -> &[(&'static str, Vec<FilterToggle>)] {
        &self.toggles
    }

    /// Whether any filter is chosen.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }

    /// Scroll position and selection.
    #[must_use]
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The code whose details are shown.
    #[must_use]
    pub fn selected(&self) -> Option<ErrorCode> {
        self.selected
    }

    pub(super) fn apply(&mut self, action: CodesAction, catalog: &Catalog) {
        match action {
            CodesAction::Query(query) => {
                if query != self.query {
                    self.query = query;
                    self.sort = if self.query.is_empty() { self.sort } else { Sort::Relevance };
                    self.search(catalog);
                    self.list.scroll_to_start();
                    self.select_best();
                }
            }
            CodesAction::Toggle(value) => {
                value.toggle_in(&mut self.filter);
                self.search(catalog);
            }
            CodesAction::ShowAll => {
                self.filter = Filter::default();
                self.search(catalog);
            }
            CodesAction::SortBy(column) => {
                self.sort = match self.sort {
                    Sort::Rising(sorted) if sorted == column => Sort::Falling(column),
                    Sort::Falling(sorted) if sorted == column => Sort::Relevance,
                    _ => Sort::Rising(column),
                };
                self.search(catalog);
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

    fn search(&mut self, catalog: &Catalog) {
        let in_text = if looks_like_a_passage(&self.query) { codes_of(&self.query) } else { Vec::new() };
        if in_text.is_empty() {
            self.results = Results::Matches;
            self.rows = catalog.search(&self.query, &self.filter).iter().map(Row::of_match).collect();
        } else {
            self.results = Results::InText;
            let admitted = |code| catalog.entry(code).is_none_or(|entry| self.filter.admits(entry));
            let shown = in_text.iter().filter(|finding| admitted(finding.code));
            self.rows = shown.map(|finding| Row::of_finding(finding, catalog)).collect();
        }
        self.nearest = match self.rows.as_slice() {
            [] => catalog.nearest(&self.query).into_iter().map(Row::new).collect(),
            _ => Vec::new(),
        };
        self.count(&in_text, catalog);
        match self.sort {
            Sort::Relevance => {}
            Sort::Rising(column) => self.rows.sort_by(|a, b| compare(a, b, column)),
            Sort::Falling(column) => self.rows.sort_by(|a, b| compare(b, a, column)),
        }
        self.list.set_len(self.rows.len() as u64);
        self.show_selected();
    }

    fn count(&mut self, in_text: &[Finding], catalog: &Catalog) {
        let matches: Vec<&CatalogEntry> = match self.results {
            Results::Matches => {
                catalog.search(&self.query, &Filter::default()).into_iter().map(|found| found.entry).collect()
            }
            Results::InText => in_text.iter().filter_map(|finding| catalog.entry(finding.code)).collect(),
        };
        let toggle = |value: FilterValue| {
            let rest = value.without_group(&self.filter);
            let counted = matches.iter().filter(|entry| value.of(entry) && rest.admits(entry));
            FilterToggle { value, chosen: value.is_in(&self.filter), count: counted.count() }
        };
        self.toggles = FilterValue::groups()
            .into_iter()
            .map(|(title, values)| (title, values.into_iter().map(toggle).collect()))
            .collect();
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
    let mut findings = diagnosis::codes_in_text(passage);
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
