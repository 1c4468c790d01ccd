//! Several opened logs: their list, its order and groups, and which of them is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use trtc_lens::app::{
    Action, Command, Effect, FoundEntry, HitRow, ListAction, LogListAction, LogListRow, LogMark, LogSort, LogsAction,
    LogsPane, Move, Notes, SearchAction, SessionAction, SessionId, Settings, State,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::inspect::{InspectOptions, inspect};
use trtc_lens::source::LogSource;

use super::cli::JOIN_FAILED;
use super::state::Keep;

/// A log without a problem.
const CALM: &str = "TRTC[00:41:56:328] <INFO> [↑c1|student_1] join room success\n";
/// A log with a warning only.
const WARNING: &str = "TRTC[00:41:50:328] <WARN> [↑c1|teacher] autoplay failed 0x4043 <PLAY_NOT_ALLOWED 0x4043>\n";

pub(crate) fn empty() -> State {
    State::new(Catalog::current(), Settings::default(), Notes::default())
}

/// Applies an action to the list of logs, and ignores its effects.
pub(crate) fn act_on_list(state: &mut State, action: LogListAction) -> Vec<Effect> {
    state.apply(Action::Logs(LogsAction::OfList(action)))
}

/// Reads a log to its end.
pub(crate) fn read(state: &mut State, id: SessionId, source: &LogSource) {
    let mut keep = Keep::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let outcome = inspect(source, &options, &mut keep);
    if let Some(store) = keep.0 {
        state.apply(Action::Session(id, SessionAction::Opened(store)));
    }
    let outcome = outcome.map(Arc::new).map_err(|error| error.to_string());
    state.apply(Action::Session(id, SessionAction::Finished(outcome)));
}

/// Reads the logs that effects ask for.
pub(crate) fn read_all(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Inspect(id, source) = effect {
            read(state, id, &source);
        }
    }
}

/// Writes files, and returns them as logs.
pub(crate) fn files(folder: &Path, texts: &[(&str, &str)]) -> Vec<LogSource> {
    texts
        .iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, text).expect("the log is written");
            LogSource::File(path)
        })
        .collect()
}

/// Opens a teacher's, two students' and another log, all of them read.
fn with_four(folder: &Path) -> State {
    let texts = [
        ("a/teacher.log", WARNING),
        ("a/student-10.log", CALM),
        ("b/student-9.log", JOIN_FAILED),
        ("b/broken.pdf", "%PDF-1.7\n%âãÏÓ\n"),
    ];
    let mut state = empty();
    let effects = state.apply(Action::Logs(LogsAction::OpenSources(files(folder, &texts))));
    read_all(&mut state, effects);
    state
}

/// The rows of the list in short: `*` for all logs, a group in brackets, the name of a log.
fn rows(state: &State) -> Vec<String> {
    let list = &state.logs.list;
    let text = |row: &LogListRow| match row {
        LogListRow::All => "*".to_owned(),
        LogListRow::Group(group) => format!("[{} {}]", group.name, group.count),
        LogListRow::Log(idx) => list.logs[*idx].name.clone(),
    };
    list.rows.iter().map(text).collect()
}

fn shown(state: &State) -> &str {
    state.logs.shown().map_or("", |session| session.short_name())
}

#[test]
fn the_worst_of_several_logs_is_first_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = with_four(folder.path());
    assert_eq!(rows(&state), ["*", "student-9.log", "teacher.log", "broken.pdf", "student-10.log"]);
    assert_eq!(shown(&state), "student-9.log");
    let list = &state.logs.list;
    let worst = &list.logs[0];
    assert!(matches!(worst.mark, LogMark::Problem(_)) && worst.problems > 0);
    for text in ["student-9.log", "Never got in", "roomId is missing", "1 problem", "alice"] {
        assert!(worst.accessible_text().contains(text), "{}", worst.accessible_text());
    }
    assert_eq!((list.logs[2].mark, list.logs[3].mark), (LogMark::Unread, LogMark::Clean));
    assert_eq!(list.list.selected(), Some(1), "the row of the shown log is selected");
}

#[test]
fn a_log_that_the_user_chose_while_reading_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = empty();
    let sources = files(folder.path(), &[("calm.log", CALM), ("bad.log", JOIN_FAILED), ("warning.log", WARNING)]);
    let effects = state.apply(Action::Logs(LogsAction::OpenSources(sources)));
    assert_eq!(
        rows(&state),
        ["*", "calm.log", "bad.log", "warning.log"],
        "until they are read, in the order of opening"
    );
    let last = state.logs.sessions[2].id;
    state.apply(Action::Logs(LogsAction::Show(last)));
    read_all(&mut state, effects);
    assert_eq!(shown(&state), "warning.log");
    assert_eq!(rows(&state), ["*", "bad.log", "warning.log", "calm.log"]);
}

#[test]
fn the_list_is_sorted_searched_and_grouped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = with_four(folder.path());
    act_on_list(&mut state, LogListAction::Sort(LogSort::Name));
    assert_eq!(rows(&state), ["*", "broken.pdf", "student-9.log", "student-10.log", "teacher.log"]);
    act_on_list(&mut state, LogListAction::Sort(LogSort::Opened));
    assert_eq!(rows(&state), ["*", "teacher.log", "student-10.log", "student-9.log", "broken.pdf"]);
    act_on_list(&mut state, LogListAction::Sort(LogSort::Time));
    assert_eq!(rows(&state), ["*", "teacher.log", "student-10.log", "student-9.log", "broken.pdf"]);
    act_on_list(&mut state, LogListAction::Search("ROOMID".to_owned()));
    assert_eq!(rows(&state), ["*", "student-9.log"]);
    act_on_list(&mut state, LogListAction::Search(String::new()));
    act_on_list(&mut state, LogListAction::Sort(LogSort::Gravity));
    act_on_list(&mut state, LogListAction::Group(true));
    assert_eq!(
        rows(&state),
        ["*", "[b 2]", "student-9.log", "broken.pdf", "[a 2]", "teacher.log", "student-10.log"],
        "the group with the worst log is first"
    );
    act_on_list(&mut state, LogListAction::FoldSelected(true));
    assert_eq!(rows(&state), ["*", "[b 2]", "[a 2]", "teacher.log", "student-10.log"]);
    assert_eq!(state.logs.list.list.selected(), Some(1), "the folded group is selected");
    assert_eq!(shown(&state), "student-9.log", "folding changes nothing that is shown");
    act_on_list(&mut state, LogListAction::CloseSelected);
    assert_eq!(rows(&state), ["*", "[a 2]", "teacher.log", "student-10.log"]);
    assert_eq!(shown(&state), "teacher.log");
}

#[test]
fn moving_in_the_list_shows_the_selected_log_or_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = with_four(folder.path());
    let effects = act_on_list(&mut state, LogListAction::Move(ListAction::Move(Move::Down)));
    assert_eq!(shown(&state), "teacher.log");
    assert!(effects.is_empty(), "the keyboard stays in the list");
    act_on_list(&mut state, LogListAction::Move(ListAction::Move(Move::Home)));
    assert_eq!(state.logs.pane, LogsPane::Case);
    assert!(state.logs.shown().is_none(), "keys of a log do not act on one that is not in sight");
    state.apply(Action::Run(Command::NextLog));
    assert_eq!((state.logs.pane, shown(&state)), (LogsPane::Log, "broken.pdf"));
    state.apply(Action::Run(Command::PreviousLog));
    state.apply(Action::Run(Command::PreviousLog));
    assert_eq!(shown(&state), "student-9.log");
    state.apply(Action::Run(Command::PreviousLog));
    assert_eq!(shown(&state), "student-10.log", "before the first comes the last");
}

#[test]
fn what_was_closed_together_is_opened_again_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = with_four(folder.path());
    let worst = state.logs.shown().expect("shown").id;
    act_on_list(&mut state, LogListAction::CloseOthers(worst));
    assert_eq!((state.logs.sessions.len(), rows(&state)), (1, vec!["student-9.log".to_owned()]));
    state.apply(Action::Run(Command::CloseLog));
    assert!(state.logs.sessions.is_empty());
    let effects = state.apply(Action::Run(Command::ReopenLog));
    read_all(&mut state, effects);
    assert_eq!(shown(&state), "student-9.log");
    let effects = state.apply(Action::Run(Command::ReopenLog));
    read_all(&mut state, effects);
    assert_eq!(state.logs.sessions.len(), 4);
    state.apply(Action::Run(Command::ReopenLog));
    assert_eq!(state.notices.len(), 1, "nothing else was closed");
    act_on_list(&mut state, LogListAction::CloseAll);
    assert!(state.logs.sessions.is_empty() && state.logs.list.rows.is_empty());
}

#[test]
fn a_pasted_log_can_be_opened_again_under_its_name() {
    let mut state = empty();
    let effects = state.apply(Action::Logs(LogsAction::Paste(JOIN_FAILED.to_owned())));
    read_all(&mut state, effects);
    state.apply(Action::Run(Command::CloseLog));
    state.apply(Action::Run(Command::ReopenLog));
    assert_eq!(shown(&state), "Pasted log 1");
}

#[test]
fn one_file_opened_twice_has_two_names() {
    let mut state = empty();
    let twice = vec![LogSource::File(PathBuf::from("call.log")), LogSource::File(PathBuf::from("call.log"))];
    state.apply(Action::Logs(LogsAction::OpenSources(twice)));
    assert_eq!(rows(&state), ["*", "call.log", "call.log (2)"]);
}

/// Carries out a search over all logs, as its job does.
fn search(state: &mut State, query: &str) {
    let effects = state.apply(Action::Logs(LogsAction::OfSearch(SearchAction::Query(query.to_owned()))));
    for effect in effects {
        let Effect::SearchLogs { generation, logs, test } = effect else { continue };
        for (id, entries) in logs {
            let mut hits = Vec::new();
            entries.visit_entries(0, &mut |entry| {
                if test.passes(entry) {
                    let time = entry.time.clone().unwrap_or_default();
                    let (entry_idx, line, level) = (entry.number - 1, entry.first_line, entry.level);
                    hits.push(FoundEntry { entry_idx, line, time, level, text: entry.message.clone() });
                }
                true
            });
            let count = hits.len() as u64;
            let found = SearchAction::Found { generation, id, hits, count, ended: true };
            state.apply(Action::Logs(LogsAction::OfSearch(found)));
        }
    }
}

#[test]
fn one_search_finds_entries_of_all_logs_and_leads_to_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = with_four(folder.path());
    let effects = state.apply(Action::Run(Command::SearchLogs));
    assert!(matches!(effects[..], [Effect::FocusLogSearch]));
    search(&mut state, "JOIN");
    let found = &state.logs.search;
    assert!(!found.is_running());
    assert_eq!(found.counts().1, 2, "two logs have the text");
    assert!(matches!(found.rows[0], HitRow::Log(0)), "the logs are in the order of the list");
    let row = found
        .rows
        .iter()
        .position(|row| matches!(row, HitRow::Hit(log, 0) if *log > 0))
        .expect("an entry of the second log");
    let (id, hit) = found.hit(found.rows[row]).expect("an entry");
    let (entry, text) = (hit.entry_idx, hit.text.clone());
    assert!(!found.matches(&text).is_empty());
    state.apply(Action::Logs(LogsAction::OfSearch(SearchAction::List(ListAction::Select(row as u64)))));
    state.apply(Action::Logs(LogsAction::OfSearch(SearchAction::OpenSelected)));
    let shown = state.logs.shown().expect("a log is shown");
    assert_eq!((shown.id, shown.selection.entry), (id, Some(entry)));
    state.apply(Action::Run(Command::Back));
    assert_eq!((state.logs.pane, state.logs.search.query.as_str()), (LogsPane::Search, "JOIN"), "the results are kept");
    state.apply(Action::Run(Command::Forward));
    assert_eq!(state.logs.shown().and_then(|log| log.selection.entry), Some(entry));
    state.apply(Action::Run(Command::SearchLogs));
    state.apply(Action::Logs(LogsAction::Close(id)));
    assert_eq!(state.logs.search.counts().1, 1, "results of a closed log are dropped");
    search(&mut state, "/(/");
    assert!(state.logs.search.error.is_some() && state.logs.search.rows.is_empty());
    search(&mut state, "");
    assert_eq!((state.logs.search.error.as_ref(), state.logs.search.logs.len()), (None, 0));
}
