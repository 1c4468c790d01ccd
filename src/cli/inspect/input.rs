//! A log to inspect, and the part of it that a case shows.

use std::sync::Arc;

use crate::case::saved::{SavedLineMark, SavedView};
use crate::code::ErrorCode;
use crate::diagnosis::narrow::{NarrowScope, ScopeFacts, ScopeTally, narrow};
use crate::diagnosis::{Diagnosis, MarkedLine};
use crate::inspect::{InspectOptions, Inspector, Observer};
use crate::log::{EntrySet, LogEntry, LogStore};
use crate::source::{LogSource, SourceError};

/// A log to inspect.
#[derive(Clone, Debug)]
pub(super) struct InspectInput {
    /// Where it is.
    pub(super) source: LogSource,
    /// What its case narrows it to, and marks in it; `None` for the whole log.
    view: Option<Box<SavedView>>,
}

impl From<LogSource> for InspectInput {
    fn from(source: LogSource) -> Self {
        Self { source, view: None }
    }
}

impl InspectInput {
    /// A log of a case.
    pub(super) fn of_case(source: LogSource, view: SavedView) -> Self {
        let is_whole = view.narrowing.is_empty() && view.marks.is_empty();
        Self { source, view: (!is_whole).then(|| Box::new(view)) }
    }

    /// Whether its diagnosis has all findings, which are then not passed on one by one.
    pub(super) fn is_part(&self) -> bool {
        self.view.is_some()
    }

    /// Inspects the log, or the part of it that its case shows.
    pub(super) fn inspect(
        &self,
        inspector: &mut Inspector,
        options: &InspectOptions,
        observer: &mut dyn Observer,
    ) -> Result<Diagnosis, SourceError> {
        let Some(view) = &self.view else { return inspector.inspect(&self.source, options, observer) };
        let options = InspectOptions { keep_entries: true, evidence_places: None, ..options.clone() };
        let mut observer = PartObserver { inner: observer, store: None };
        let whole = inspector.inspect(&self.source, &options, &mut observer)?;
        Ok(observer.store.map(|store| part_of(&whole, view, &store)).unwrap_or(whole))
    }
}

/// Keeps all findings and the entries.
struct PartObserver<'o> {
    inner: &'o mut dyn Observer,
    store: Option<Arc<LogStore>>,
}

impl Observer for PartObserver<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn before_parallel_read(&mut self) {
        self.inner.before_parallel_read();
    }

    fn is_cancelled(&self) -> bool {
        self.inner.is_cancelled()
    }
}

/// What a case shows of a log, with its marked lines.
fn part_of(whole: &Diagnosis, view: &SavedView, store: &LogStore) -> Diagnosis {
    let narrowing = view.narrowed_to();
    let entries_with = |code: ErrorCode| -> EntrySet {
        let of_code = whole.findings.iter().filter(|finding| finding.code == code);
        let mut idxs: Vec<u64> = of_code.map(|finding| finding.entry_number.saturating_sub(1)).collect();
        idxs.dedup();
        idxs.into_iter().collect()
    };
    let scope = NarrowScope::new(
        &narrowing,
        ScopeFacts {
            stays: &whole.timeline.stays,
            problems: &whole.problems,
            findings: &whole.findings,
            entries_with: &entries_with,
        },
    );
    let mut tally = ScopeTally::default();
    if !narrowing.is_empty() {
        let bounds = scope.bounds();
        store.for_each(bounds.start, &mut |entry| {
            if scope.includes(entry) {
                tally.record(&scope, entry);
            }
            entry.number < bounds.end
        });
    }
    let is_shown = |entry: &LogEntry| narrowing.is_empty() || scope.includes(entry);
    let mark = |mark: &SavedLineMark| {
        let entry = marked_entry(mark, store).filter(is_shown)?;
        Some(MarkedLine { note: mark.note.clone(), ..MarkedLine::new(&entry) })
    };
    let mut marked_lines: Vec<MarkedLine> = view.marks.iter().filter_map(mark).collect();
    marked_lines.sort_by_key(|mark| mark.entry_number);
    Diagnosis { marked_lines, ..narrow(whole, &narrowing, &tally) }
}

/// The entry that was marked; of a log that changed, the entry on the marked line.
fn marked_entry(mark: &SavedLineMark, store: &LogStore) -> Option<LogEntry> {
    let at = |idx: u64| store.read_entries(idx, 1).into_iter().next();
    if let Some(entry) = at(mark.entry).filter(|entry| entry.first_line == mark.line) {
        return Some(entry);
    }
    let (mut from, mut to) = (0, store.entry_count());
    while from < to {
        let middle = from + (to - from) / 2;
        if at(middle)?.last_line < mark.line { from = middle + 1 } else { to = middle }
    }
    at(from)
}
