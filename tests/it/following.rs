//! Following a log in the window: new entries are shown and counted, and the list does not move by itself.

use std::path::PathBuf;
use std::sync::Arc;

use trtc_lens::app::{
    Action, Effect, FileState, FindingIndex, ListAction, LogSnapshot, LogsAction, NewFindings, Notes, Session,
    SessionAction, SessionId, Settings, State,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, Observer, inspect};
use trtc_lens::log::LogStore;
use trtc_lens::source::LogSource;

#[derive(Default)]
struct Reader {
    store: Option<Arc<LogStore>>,
    found: FindingIndex,
}

impl Observer for Reader {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        true
    }
}

fn read(text: &str, is_replaced: bool) -> LogSnapshot {
    let mut reader = Reader::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let diagnosis = inspect(&LogSource::Pasted(text.to_owned()), &options, &mut reader).expect("readable");
    let entries = reader.store.expect("entries are kept");
    LogSnapshot { entries, finding_index: Arc::new(reader.found), diagnosis: Arc::new(diagnosis), is_replaced }
}

fn lines(count: usize) -> String {
    let line = |nth| format!("TRTC[00:00:{:02}:000] <INFO> [↑c1|u] line {nth}\n", nth % 60);
    (0..count).map(line).collect()
}

const ERROR: &str = "TRTC[00:01:00:000] <ERROR> [↑c1|u] RtcError: failed <JOIN_ROOM_FAILED 0x4004>\n";

/// A log of forty lines, read to its end, ten rows high, followed.
fn followed() -> (State, SessionId) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let source = LogSource::File(PathBuf::from("live.log"));
    let _ = state.apply(Action::Logs(LogsAction::OpenSources(vec![source])));
    let id = state.logs.shown().expect("shown").id;
    let LogSnapshot { entries, diagnosis, .. } = read(&lines(40), false);
    for action in [
        SessionAction::Opened(entries),
        SessionAction::Finished(Ok(diagnosis)),
        SessionAction::List(ListAction::Page(10.0)),
    ] {
        let _ = state.apply(Action::Session(id, action));
    }
    let effects = state.apply(Action::Session(id, SessionAction::Follow(true)));
    assert!(matches!(effects.as_slice(), [Effect::Follow { .. }]));
    (state, id)
}

fn refresh(state: &mut State, id: SessionId, text: &str, is_replaced: bool) {
    let _ = state.apply(Action::Session(id, SessionAction::Refreshed(read(text, is_replaced))));
}

fn session(state: &State) -> &Session {
    state.logs.shown().expect("shown")
}

#[test]
fn new_findings_are_counted_and_the_list_does_not_scroll() {
    let (mut state, id) = followed();
    let _ = state.apply(Action::Session(id, SessionAction::SelectEntry(20)));
    let top = session(&state).selection.list.top();
    refresh(&mut state, id, &(lines(40) + ERROR), false);
    refresh(&mut state, id, &(lines(40) + ERROR + &lines(5) + ERROR), false);
    assert_eq!(session(&state).entries.count, 47);
    assert_eq!(session(&state).follow.new_findings, Some(NewFindings { count: 2, first_entry_idx: 40 }));
    assert_eq!(session(&state).findings.problems.len(), 1, "problems are updated");
    assert_eq!((session(&state).selection.list.top(), session(&state).selection.list.selected()), (top, Some(20)));
    let _ = state.apply(Action::Session(id, SessionAction::ShowNewFindings));
    assert_eq!(session(&state).selection.list.selected(), Some(40));
    assert_eq!(session(&state).follow.new_findings, None);
}

#[test]
fn a_list_at_its_end_stays_at_its_end() {
    let (mut state, id) = followed();
    let _ = state.apply(Action::Session(id, SessionAction::List(ListAction::ScrollTo(1.0))));
    refresh(&mut state, id, &lines(60), false);
    assert_eq!(session(&state).selection.list.visible(), 50..60);
}

#[test]
fn a_filter_tests_only_new_entries() {
    let (mut state, id) = followed();
    let effects = state.apply(Action::Session(id, SessionAction::Text("line".to_owned())));
    let [Effect::Filter { generation, .. }] = effects.as_slice() else { panic!("entries are tested") };
    let passed =
        SessionAction::Filtered { generation: *generation, entries: (0..40).collect(), tested: 40, ended: true };
    let _ = state.apply(Action::Session(id, passed));
    let effects = state.apply(Action::Session(id, SessionAction::Refreshed(read(&lines(50), false))));
    assert!(matches!(effects.as_slice(), [Effect::Filter { from_idx: 40, .. }]));
}

#[test]
fn replacing_or_deleting_the_file_is_shown() {
    let (mut state, id) = followed();
    let _ = state.apply(Action::Session(id, SessionAction::SelectEntry(30)));
    refresh(&mut state, id, &lines(5), true);
    assert_eq!(session(&state).follow.file, FileState::Reread);
    assert_eq!((session(&state).entries.count, session(&state).selection.list.selected()), (5, None));
    refresh(&mut state, id, &lines(6), false);
    assert_eq!(session(&state).follow.file, FileState::Reread, "new entries do not hide it");
    refresh(&mut state, id, &lines(5), false);
    assert_eq!(session(&state).entries.count, 6, "the last entry may be incomplete and is kept");
    let _ = state.apply(Action::Session(id, SessionAction::FileGone));
    assert_eq!(session(&state).follow.file, FileState::Gone);
    assert_eq!(session(&state).entries.count, 6, "entries that were read stay");
    let effects = state.apply(Action::Session(id, SessionAction::Follow(false)));
    assert!(matches!(effects.as_slice(), [Effect::StopFollowing(_)]));
    refresh(&mut state, id, &lines(9), false);
    assert_eq!(session(&state).entries.count, 6, "results that arrive late are dropped");
}

#[test]
fn pasted_text_cannot_be_followed() {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let _ = state.apply(Action::Logs(LogsAction::Paste(lines(3))));
    let id = session(&state).id;
    assert_eq!(session(&state).follow.path, None);
    assert!(state.apply(Action::Session(id, SessionAction::Follow(true))).is_empty());
}
