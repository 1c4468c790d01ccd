//! One opened log: reading it, its findings and problems, its filter, what is shown and selected.

mod filtering;
mod following;
mod looking;
mod timing;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use regex::Regex;

pub use following::{FileState, Following, News, Reading};

use super::action::{ReadProgress, SessionAction};
use super::facts;
use super::problems::FoundSoFar;
use super::rows::{EntryRow, Mark};
use super::{
    CodeDetails, Effect, EntryFilter, EntrySet, EntrySource, FilterError, Found, List, ProblemRow, TimelineView,
};
use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::timeline::Timeline;
use crate::finding::Finding;
use crate::log::{Level, LevelCounts, LogEntry};
use crate::source::LogSource;

/// Findings that are kept whole. Of all others [`Found`] knows where they are; they are read again when they are looked at, so
/// that memory hardly grows with the log.
pub const MOST_FINDINGS: usize = 100_000;

/// Tells opened logs apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub u64);

/// How far reading has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// It goes on.
    Reading(ReadProgress),
    /// The log was read to its end, or up to where the user stopped it.
    Done {
        /// Whether the user stopped it.
        cancelled: bool,
    },
    /// The log cannot be read: why, and what to do.
    Failed(String),
}

/// Whether entries are being tested for the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterRun {
    /// No.
    Idle,
    /// Yes; this many have been tested.
    Running(u64),
}

/// What is explained about the selected entry.
#[derive(Clone, Debug)]
pub struct EntryDetails {
    /// The entry, whole.
    pub entry: LogEntry,
    /// Its message as it can be shown, cut where it is huge.
    pub text: String,
    /// How many bytes of the entry `text` leaves out.
    pub left_out_bytes: u64,
    /// What was found in it: the evidence, what this very message says, and what the catalog says.
    pub findings: Vec<(Finding, CodeDetails)>,
    /// The problem that its first finding belongs to, as an index into the problems.
    pub problem_idx: Option<usize>,
}

/// See the module.
pub struct Session {
    catalog: &'static Catalog,
    id: SessionId,
    name: String,
    /// Where it can be followed.
    path: Option<PathBuf>,
    following: Following,
    phase: Phase,
    cancelling: bool,
    entries: Option<Arc<dyn EntrySource>>,
    entry_count: u64,
    levels: LevelCounts,
    /// While reading; those of the diagnosis replace them.
    fresh_findings: Vec<Finding>,
    so_far: FoundSoFar,
    found: Arc<Found>,
    /// While reading; that of the diagnosis replaces it.
    fresh_timeline: Option<Arc<Timeline>>,
    timeline_view: TimelineView,
    diagnosis: Option<Arc<Diagnosis>>,
    problems: Vec<ProblemRow>,
    problem_list: List,
    filter: EntryFilter,
    filter_error: Option<FilterError>,
    /// The filter's text, ready for use.
    pattern: Option<Regex>,
    filter_run: FilterRun,
    generation: u64,
    /// Entries below this index have been tested for the filter.
    tested: u64,
    /// What the filter lets through; `None` where everything is shown.
    shown: Option<EntrySet>,
    list: List,
    selected: Option<u64>,
    rows: Vec<EntryRow>,
    /// The entries of `rows`.
    read: Vec<LogEntry>,
    /// Findings of visible entries that are not kept, by entry.
    found_again: HashMap<u64, Vec<Finding>>,
    marks: Vec<(f64, Option<Severity>)>,
    details: Option<EntryDetails>,
}

impl Session {
    pub(super) fn new(id: SessionId, source: &LogSource, catalog: &'static Catalog) -> Self {
        Self {
            catalog,
            id,
            name: source.name(),
            path: match source {
                LogSource::File(path) => Some(path.clone()),
                _ => None,
            },
            following: Following::default(),
            phase: Phase::Reading(ReadProgress::default()),
            cancelling: false,
            entries: None,
            entry_count: 0,
            levels: LevelCounts::default(),
            fresh_findings: Vec::new(),
            so_far: FoundSoFar::default(),
            found: Arc::default(),
            fresh_timeline: None,
            timeline_view: TimelineView::default(),
            diagnosis: None,
            problems: Vec::new(),
            problem_list: List::default(),
            filter: EntryFilter::default(),
            filter_error: None,
            pattern: None,
            filter_run: FilterRun::Idle,
            generation: 0,
            tested: 0,
            shown: None,
            list: List::default(),
            selected: None,
            rows: Vec::new(),
            read: Vec::new(),
            found_again: HashMap::new(),
            marks: Vec::new(),
            details: None,
        }
    }

    /// Its identity.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// The log's whole name: a path, or what it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name without the folders.
    pub fn short_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(&self.name)
    }

    pub(super) fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    /// How far reading has come.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// How many entries there are by now.
    pub fn entry_count(&self) -> u64 {
        self.entry_count
    }

    /// How many entries of each level there are by now.
    pub fn levels(&self) -> &LevelCounts {
        &self.levels
    }

    /// What was found, in the log's order; the first [`MOST_FINDINGS`] of it.
    pub fn findings(&self) -> &[Finding] {
        self.diagnosis.as_ref().map_or(&self.fresh_findings, |diagnosis| &diagnosis.findings)
    }

    /// Where findings are, all of them.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// All there is to say about the log, once it has been read.
    pub fn diagnosis(&self) -> Option<&Arc<Diagnosis>> {
        self.diagnosis.as_ref()
    }

    /// What went wrong, the gravest first; while reading, the codes found so far.
    pub fn problems(&self) -> &[ProblemRow] {
        &self.problems
    }

    /// The gravest of what was found; `None` where nothing was.
    pub fn gravest(&self) -> Option<Mark> {
        let by_gravity = |severity: &Option<Severity>| (severity.is_none(), *severity);
        self.problems.iter().map(|problem| problem.severity).min_by_key(by_gravity).map(Mark)
    }

    /// Scroll position and selection of the problems.
    pub fn problem_list(&self) -> &List {
        &self.problem_list
    }

    /// Which entries are shown.
    pub fn filter(&self) -> &EntryFilter {
        &self.filter
    }

    /// What is wrong with the filter's text.
    pub fn filter_error(&self) -> Option<&FilterError> {
        self.filter_error.as_ref()
    }

    /// Whether entries are being tested for the filter.
    pub fn filter_run(&self) -> FilterRun {
        self.filter_run
    }

    /// Scroll position and selection of the entries that are shown.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The visible entries.
    pub fn rows(&self) -> &[EntryRow] {
        &self.rows
    }

    /// Where findings are among the entries that are shown, from 0 to 1.
    pub fn marks(&self) -> &[(f64, Option<Severity>)] {
        &self.marks
    }

    /// What is explained about the selected entry.
    pub fn details(&self) -> Option<&EntryDetails> {
        self.details.as_ref()
    }

    /// What a code does to a call; `None` where the catalog lacks it.
    pub fn severity(&self, code: ErrorCode) -> Option<Severity> {
        self.catalog.entry(code).map(|entry| entry.severity)
    }

    /// What support asks for first, a few words each; empty until the log has been read.
    pub fn facts(&self) -> Vec<String> {
        self.diagnosis.as_ref().map(|diagnosis| facts::facts(diagnosis)).unwrap_or_default()
    }

    /// What could not be read, in a sentence.
    pub fn skipped_note(&self) -> Option<String> {
        facts::skipped(&self.diagnosis.as_ref()?.skipped)
    }

    /// Position of the selected entry among those with findings, from 1.
    pub fn finding_number(&self) -> Option<u64> {
        let idx = self.selected?;
        self.found.entries().contains(idx).then(|| self.found.entries().rank(idx) + 1)
    }

    pub(super) fn apply(&mut self, action: SessionAction) -> Vec<Effect> {
        let mut effects = Vec::new();
        match action {
            SessionAction::Opened(entries) => {
                self.entries = Some(entries);
                self.grow();
            }
            SessionAction::Progress(progress) => {
                self.levels = progress.levels;
                if matches!(self.phase, Phase::Reading(_)) {
                    self.phase = Phase::Reading(progress);
                }
                self.grow();
                self.problems = self.so_far.rows();
                self.problem_list.set_len(self.problems.len() as u64);
                effects.extend(self.continue_filter());
            }
            SessionAction::Timeline(timeline) => self.fresh_timeline = Some(timeline),
            SessionAction::OnTimeline(action) => effects.extend(self.apply_to_timeline(action)),
            SessionAction::Found(findings) => self.add_findings(findings),
            SessionAction::Finished(outcome) => {
                self.finish(outcome);
                effects.extend(self.continue_filter());
                if self.following.is_on {
                    effects.extend(self.follow(true));
                }
            }
            SessionAction::Filtered { generation, entries, tested, ended } => {
                if generation == self.generation {
                    self.add_filtered(&entries, tested, ended);
                    effects.extend(self.continue_filter());
                }
            }
            SessionAction::List(action) => {
                if self.list.apply(action) {
                    self.selected = self.list.selected().and_then(|row| self.entry_at(row));
                    self.problem_list.set_selected(None);
                    self.reveal_on_timeline();
                    self.explain();
                }
            }
            SessionAction::ProblemList(action) => {
                if self.problem_list.apply(action)
                    && let Some(row) = self.problem_list.selected()
                {
                    effects.extend(self.select_problem(row as usize));
                }
            }
            SessionAction::FirstWith(code) => {
                if let Some(idx) = self.found.by_code().get(&code).map(|places| places.first_entry_idx) {
                    effects.extend(self.select_entry(idx));
                }
            }
            SessionAction::SelectProblem(idx) => effects.extend(self.select_problem(idx)),
            SessionAction::SelectEntry(idx) => effects.extend(self.select_entry(idx)),
            SessionAction::GoToLine(line) => {
                if let Some(idx) = self.entry_with_line(line) {
                    effects.extend(self.select_entry(idx));
                }
            }
            SessionAction::ToggleLevel(level) => {
                if let Some(place) = Level::ALL.iter().position(|each| *each == level) {
                    self.filter.levels[place] ^= true;
                }
                effects.extend(self.filter_anew());
            }
            SessionAction::FindingsOnly(only) => {
                self.filter.findings_only = only;
                effects.extend(self.filter_anew());
            }
            SessionAction::Code(code) => {
                self.filter.code = code;
                effects.extend(self.filter_anew());
            }
            SessionAction::Text(text) => {
                self.filter.text = text;
                effects.extend(self.filter_anew());
            }
            SessionAction::ShowAll => {
                self.filter = EntryFilter::default();
                effects.extend(self.filter_anew());
            }
            SessionAction::Follow(on) => effects.extend(self.follow(on)),
            SessionAction::Refreshed(reading) => effects.extend(self.refresh(reading)),
            SessionAction::FileGone => self.lose_file(),
            SessionAction::LookAtNews => effects.extend(self.look_at_news()),
            SessionAction::CopyEntry => {}
            SessionAction::Cancel => {
                self.cancelling = true;
                effects.push(Effect::CancelInspect(self.id));
            }
        }
        self.read_rows();
        effects
    }

    fn add_findings(&mut self, findings: Vec<Finding>) {
        Arc::make_mut(&mut self.found).add(&findings);
        self.so_far.add(&findings, self.catalog);
        let room = MOST_FINDINGS.saturating_sub(self.fresh_findings.len());
        self.fresh_findings.extend(findings.into_iter().take(room));
    }

    fn finish(&mut self, outcome: Result<Arc<Diagnosis>, String>) {
        match outcome {
            Ok(diagnosis) => {
                self.phase = Phase::Done { cancelled: self.cancelling };
                self.levels = diagnosis.levels;
                // A reader may find a later record's codes first; everything here relies on the entries' order.
                let sorted = diagnosis.findings.is_sorted_by_key(|finding| finding.entry_number);
                debug_assert!(sorted, "findings come in the log's order");
                if self.found.count() == 0 {
                    // Whoever read it told of nothing on the way.
                    Arc::make_mut(&mut self.found).add(&diagnosis.findings);
                }
                self.problems = ProblemRow::all(&diagnosis, self.catalog);
                self.diagnosis = Some(diagnosis);
                self.fresh_findings = Vec::new();
                self.fresh_timeline = None;
                self.so_far = FoundSoFar::default();
            }
            Err(reason) => self.phase = Phase::Failed(reason),
        }
        self.problem_list.set_len(self.problems.len() as u64);
        self.grow();
        self.explain();
    }

    /// Takes in the entries that have been read meanwhile.
    fn grow(&mut self) {
        self.entry_count = self.entries.as_ref().map_or(0, |entries| entries.entry_count());
        if self.shown.is_none() {
            self.list.set_len(self.unfiltered().end - self.unfiltered().start);
        }
        self.place_marks();
    }
}
