//! More findings than the window keeps in full: all of them can still be selected, counted and explained.

use std::sync::Arc;

use trtc_lens::app::{
    Action, Command, Effect, EntrySource, ListAction, LogsAction, MAX_FINDINGS, Notes, SessionAction, SessionId,
    Settings, State,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, NoObserver, codes_in_text, inspect};
use trtc_lens::log::{Level, LogEntry};
use trtc_lens::source::LogSource;

/// Every tenth entry has a finding.
const EVERY: u64 = 10;
/// One and a half times as many as the window keeps.
const FINDINGS: u64 = MAX_FINDINGS as u64 * 3 / 2;

/// A log whose entries are created when they are read.
struct GeneratedEntries;

impl EntrySource for GeneratedEntries {
    fn entry_count(&self) -> u64 {
        FINDINGS * EVERY
    }

    fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry> {
        (first_idx..self.entry_count()).take(count).map(entry).collect()
    }

    fn visit_entries(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        let _ = (first_idx..self.entry_count()).all(|idx| visit(&entry(idx)));
    }
}

fn entry(idx: u64) -> LogEntry {
    let fails = (idx + 1).is_multiple_of(EVERY);
    LogEntry {
        number: idx + 1,
        first_line: 2 * idx + 1,
        last_line: 2 * idx + 2,
        pointer: None,
        time: Some("00:41:56.498".to_owned()),
        level: if fails { Level::Error } else { Level::Info },
        client: None,
        user: None,
        message: if fails { "Failed to join\n <JOIN_ROOM_FAILED 0x4004>" } else { "fine" }.to_owned(),
        cut_bytes: 0,
    }
}

fn finding(nth: u64) -> Finding {
    let found = codes_in_text("<JOIN_ROOM_FAILED 0x4004>").remove(0);
    Finding { entry_number: (nth + 1) * EVERY, line: (nth + 1) * EVERY * 2, ..found }
}

fn diagnosis(findings: Vec<Finding>) -> Diagnosis {
    let source = LogSource::Pasted("fine".to_owned());
    let diagnosis = inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("readable");
    Diagnosis { entries: FINDINGS * EVERY, findings, ..diagnosis }
}

fn read() -> (State, SessionId) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let _ = state.apply(Action::Logs(LogsAction::OpenSources(vec![LogSource::Pasted("fine".to_owned())])));
    let id = state.logs.shown().expect("shown").id;
    let first = finding(0);
    let all: Vec<Finding> =
        (0..FINDINGS).map(|nth| Finding { entry_number: (nth + 1) * EVERY, ..first.clone() }).collect();
    let kept = all[..MAX_FINDINGS].to_vec();
    for action in [
        SessionAction::Opened(Arc::new(GeneratedEntries)),
        SessionAction::List(ListAction::Page(10.0)),
        SessionAction::Found(all),
        SessionAction::Finished(Ok(Arc::new(diagnosis(kept)))),
    ] {
        let _ = state.apply(Action::Session(id, action));
    }
    (state, id)
}

#[test]
fn the_last_finding_can_be_selected_and_explained() {
    let (mut state, id) = read();
    let _ = state.apply(Action::Run(Command::PreviousFinding));
    let session = state.logs.session(id).expect("open");
    let details = session.selection.details.as_ref().expect("the last finding");
    assert_eq!(details.entry.number, FINDINGS * EVERY);
    assert_eq!(session.finding_number(), Some(FINDINGS));
    let (found, code) = &details.findings[0];
    assert_eq!(code.entry.code, ErrorCode::new(Family::WebV4, 0x4004));
    assert_eq!((found.line, found.entry_number), (details.entry.last_line, details.entry.number));
    assert!(session.visible.rows.iter().any(|row| row.mark.is_some() && row.entry_idx + 1 == details.entry.number));
    let last_mark = session.marks.last().map(|mark| mark.at);
    assert!(last_mark.is_some_and(|place| place > 0.99), "{last_mark:?}");
}

#[test]
fn a_filter_for_a_code_covers_all_findings_without_reading_entries() {
    let (mut state, id) = read();
    let code = ErrorCode::new(Family::WebV4, 0x4004);
    for action in [SessionAction::FindingsOnly(true), SessionAction::Code(Some(code))] {
        let effects = state.apply(Action::Session(id, action));
        let filter = effects.iter().find_map(|effect| match effect {
            Effect::Filter { test, .. } => Some(test),
            _ => None,
        });
        let test = filter.expect("entries are tested");
        assert_eq!(test.candidates.as_deref().map(trtc_lens::app::EntrySet::len), Some(FINDINGS));
        assert!(!test.reads_entries());
    }
}
