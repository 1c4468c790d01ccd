//! What a restart brings back, and cases as files.

use std::path::PathBuf;

use trtc_lens::app::{
    Action, Command, Effect, KeptAction, ListAction, LogsAction, Prompt, RecentFile, SavedWindow, Session,
    SessionAction, State, Tab, TextSwitch,
};
use trtc_lens::diagnosis::narrow::NarrowBy;
use trtc_lens::log::Level;

use super::cli::JOIN_FAILED;
use super::open_logs::{empty, files, read_all};
use super::state::{act, carry_out};

/// Two logs, of which the second is shown, with a filter and a selected entry.
fn in_use(folder: &std::path::Path) -> State {
    let mut state = empty();
    let sources = files(folder, &[("a.log", JOIN_FAILED), ("b.log", &JOIN_FAILED.repeat(40))]);
    let effects = state.apply(Action::Logs(LogsAction::OpenSources(sources)));
    read_all(&mut state, effects);
    let second = state.logs.sessions[1].id;
    state.apply(Action::Logs(LogsAction::Show(second)));
    state.apply(Action::Session(second, SessionAction::List(ListAction::Page(10.0))));
    state.apply(Action::Session(second, SessionAction::SelectEntry(25)));
    let effects = state.apply(Action::Logs(LogsAction::Paste("pasted text".to_owned())));
    read_all(&mut state, effects);
    state.apply(Action::Logs(LogsAction::Show(second)));
    state
}

fn restore(saved: &SavedWindow, open: bool) -> (State, Vec<Effect>) {
    let mut state = empty();
    let action = KeptAction::Restore { saved: Box::new(saved.clone()), open };
    let effects = state.apply(Action::Logs(LogsAction::OfKept(action)));
    (state, effects)
}

#[test]
fn a_restart_brings_back_logs_and_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = in_use(folder.path());
    let text = state.saved_window().render();
    assert!(!text.contains("pasted") && !text.contains("TRTC["), "no text of a log is kept: {text}");
    let (saved, fault) = SavedWindow::parse(&text);
    assert_eq!(fault, None);
    let (mut state, effects) = restore(&saved, true);
    let names: Vec<&str> = state.logs.sessions.iter().map(Session::short_name).collect();
    assert_eq!((state.tab, names), (Tab::Logs, vec!["a.log", "b.log"]));
    assert!(
        matches!(effects.first(), Some(Effect::Inspect(id, _)) if state.logs.shown().map(|shown| shown.id) == Some(*id)),
        "the log that is shown is read first"
    );
    let before = state.saved_window();
    assert_eq!(before.open, saved.open, "a window that is closed at once loses nothing");
    read_all(&mut state, effects);
    let shown = state.logs.shown().expect("shown");
    assert_eq!((shown.short_name(), shown.selection.entry), ("b.log", Some(25)));
    assert!(shown.selection.details.is_some());
    assert_eq!(state.saved_window().open.logs[1].view.entry, saved.open.logs[1].view.entry);
}

#[test]
fn filters_narrowing_and_the_place_in_them_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = in_use(folder.path());
    let id = state.logs.shown().expect("shown").id;
    for action in [
        SessionAction::Text("room".to_owned()),
        SessionAction::TextSwitch(TextSwitch::WholeWord),
        SessionAction::KeepText,
        SessionAction::Text("join".to_owned()),
        SessionAction::ToggleLevel(Level::Debug),
        SessionAction::Narrow(NarrowBy::User("alice".to_owned())),
        SessionAction::Exclude(NarrowBy::Entries(0..2)),
    ] {
        act(&mut state, Action::Session(id, action));
    }
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Select(13))));
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::ScrollBy(4.0))));
    let before = state.logs.shown().expect("shown");
    let (entry, narrowing) = (before.selection.entry.expect("selected"), before.narrow.narrowing.clone());
    let criteria = before.filter.criteria.clone();
    let first = |state: &State| state.logs.shown().and_then(|log| log.visible.rows.first()).map(|row| row.entry_idx);
    let first_before = first(&state);
    assert!(first_before.is_some_and(|first| first > 9), "{first_before:?}");
    let (saved, _) = SavedWindow::parse(&state.saved_window().render());
    let (mut state, effects) = restore(&saved, true);
    assert_eq!(state.saved_window().open, saved.open);
    carry_out(&mut state, effects);
    let after = state.logs.shown().expect("shown");
    assert_eq!(after.narrow.narrowing, narrowing);
    assert_eq!((&after.filter.criteria, after.selection.entry), (&criteria, Some(entry)));
    let id = after.id;
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Page(10.0))));
    assert_eq!(first(&state), first_before);
}

#[test]
fn what_the_user_does_while_a_log_is_read_wins() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = in_use(folder.path()).saved_window();
    let (mut state, effects) = restore(&saved, true);
    let id = state.logs.shown().expect("shown").id;
    state.apply(Action::Session(id, SessionAction::SelectEntry(0)));
    read_all(&mut state, effects);
    assert_ne!(state.logs.session(id).and_then(|session| session.selection.entry), Some(25));
}

#[test]
fn a_window_that_is_started_with_files_offers_the_earlier_logs() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = in_use(folder.path()).saved_window();
    let (mut state, effects) = restore(&saved, false);
    assert!(effects.is_empty() && state.logs.sessions.is_empty());
    assert_eq!(state.earlier_count(), 2);
    assert_eq!(state.saved_window().earlier.logs.len(), 2, "they are still offered at the start after this one");
    state.apply(Action::Logs(LogsAction::OfKept(KeptAction::OpenEarlier)));
    assert_eq!((state.logs.sessions.len(), state.earlier_count()), (2, 0));
}

#[test]
fn nothing_is_kept_if_the_user_does_not_want_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = in_use(folder.path());
    let effects = state.apply(Action::Logs(LogsAction::OfKept(KeptAction::RestoreLogs(false))));
    assert!(matches!(&effects[..], [Effect::SaveSettings(settings)] if !settings.restore_logs));
    assert!(state.saved_window().open.logs.is_empty());
}

#[test]
fn a_log_that_is_opened_again_is_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = in_use(folder.path());
    state.apply(Action::Run(Command::CloseLog));
    let effects = state.apply(Action::Run(Command::ReopenLog));
    read_all(&mut state, effects);
    let shown = state.logs.shown().expect("shown");
    assert_eq!((shown.short_name(), shown.selection.entry), ("b.log", Some(25)));
}

#[test]
fn recent_files_are_in_the_order_of_opening_and_can_be_forgotten() {
    let mut state = empty();
    let add = |path: &str| Action::Logs(LogsAction::OfKept(KeptAction::AddRecent(vec![PathBuf::from(path)])));
    for path in ["/x/a.log", "/x/b.trtccase", "/x/a.log"] {
        state.apply(add(path));
    }
    let names: Vec<String> = state.recent().iter().map(RecentFile::name).collect();
    assert_eq!(names, ["a.log", "b.trtccase"]);
    assert!(state.recent()[1].is_case() && state.recent()[1].folder() == "/x");
    state.apply(Action::Logs(LogsAction::OfKept(KeptAction::ClearRecent)));
    assert!(state.recent().is_empty());
}

#[test]
fn a_case_is_saved_with_files_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = in_use(folder.path());
    let effects = state.apply(Action::Run(Command::SaveCase));
    assert!(matches!(effects[..], [Effect::ChooseCaseFile]));
    state.apply(Action::Ask(Prompt::CasePath(String::new())));
    state.apply(Action::ChangeAnswer("/x/c.trtccase".to_owned()));
    let effects = state.apply(Action::Answer);
    let [Effect::SaveCase { path, logs, left_out }] = &effects[..] else { panic!("the case is saved") };
    assert_eq!((path, logs.logs.len(), logs.shown, *left_out), (&PathBuf::from("/x/c.trtccase"), 2, Some(1), 1));
    let mut state = empty();
    state.apply(Action::Logs(LogsAction::Paste("x".to_owned())));
    assert!(state.apply(Action::Run(Command::SaveCase)).is_empty());
    assert_eq!(state.notices.len(), 1);
}
