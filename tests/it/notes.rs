//! The engineer's own notes: written, found, shared.

use std::path::PathBuf;

use trtc_lens::app::{Action, CodesAction, Effect, FilterValue, Notes, NotesAction, NoticeKind, Settings, State};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};

fn state() -> State {
    State::new(Catalog::builtin(), Settings::default(), Notes::default())
}

fn join_failed() -> ErrorCode {
    ErrorCode::new(Family::WebV4, 0x4004)
}

fn write(state: &mut State, code: ErrorCode, note: &str) -> Vec<Effect> {
    state.apply(Action::Notes(NotesAction::Write(code, note.to_owned())))
}

fn search(state: &mut State, query: &str) -> Vec<ErrorCode> {
    let _ = state.apply(Action::Codes(CodesAction::Query(query.to_owned())));
    state.codes().rows().iter().map(|row| row.code).collect()
}

fn import(state: &mut State, text: &str) -> Vec<Effect> {
    let imported = NotesAction::Imported { name: "team.json".to_owned(), text: text.to_owned() };
    state.apply(Action::Notes(imported))
}

#[test]
fn a_note_is_kept_marked_and_found_by_its_words() {
    let mut state = state();
    let effects = write(&mut state, join_failed(), "Ask Zhang in billing first");
    assert!(matches!(effects.as_slice(), [Effect::KeepNotes]));
    let noted: Vec<ErrorCode> =
        state.codes().rows().iter().filter(|row| !row.note.is_empty()).map(|row| row.code).collect();
    assert_eq!(noted, [join_failed()], "the row shows it at once");
    assert_eq!(search(&mut state, "zhang BILLING")[0], join_failed());
    assert!(state.codes().rows()[0].found_by_note && state.codes().rows()[0].spoken().contains("Zhang"));
    write(&mut state, join_failed(), " \n");
    assert!(state.notes().is_empty(), "an empty note is none");
}

#[test]
fn rows_stay_while_the_note_that_found_them_is_rewritten() {
    let mut state = state();
    write(&mut state, join_failed(), "Zhang");
    assert_eq!(search(&mut state, "zhang")[0], join_failed(), "before what agrees with a typo only");
    write(&mut state, join_failed(), "Zhan");
    assert_eq!(state.codes().rows()[0].code, join_failed());
    assert_eq!(state.codes().rows()[0].note, "Zhan");
}

#[test]
fn codes_with_a_note_can_be_shown_alone_even_undocumented_ones() {
    let mut state = state();
    let undocumented = ErrorCode::new(Family::Server, -987_654);
    write(&mut state, join_failed(), "one");
    write(&mut state, undocumented, "seen at ACME only");
    let _ = state.apply(Action::Codes(CodesAction::Toggle(FilterValue::Noted)));
    assert_eq!(search(&mut state, ""), [join_failed(), undocumented]);
    assert_eq!(search(&mut state, "seen at acme only"), [undocumented]);
    let toggles = state.codes().toggles().iter().flat_map(|(_, toggles)| toggles);
    let counts: Vec<usize> =
        toggles.filter(|toggle| toggle.value == FilterValue::Noted).map(|toggle| toggle.count).collect();
    assert_eq!(counts, [1]);
}

#[test]
fn notes_travel_as_a_file_and_conflicts_keep_both() {
    let (mut mine, mut theirs) = (state(), state());
    write(&mut theirs, join_failed(), "theirs");
    write(&mut theirs, ErrorCode::new(Family::Account, 70001), "new");
    let effects = theirs.apply(Action::Notes(NotesAction::Export(PathBuf::from("team.json"))));
    let [Effect::WriteNotes { text, count: 2, .. }] = effects.as_slice() else { panic!("a file of two notes") };
    write(&mut mine, join_failed(), "mine");
    assert!(matches!(import(&mut mine, text).as_slice(), [Effect::KeepNotes]));
    let both = mine.notes().of(join_failed());
    assert!(both.starts_with("mine") && both.ends_with("theirs"), "{both}");
    assert_eq!(mine.notices()[0].text, "Notes from team.json: 1 new, 1 appended to what you had written.");
    let before = mine.notes().clone();
    import(&mut mine, text);
    assert_eq!(mine.notes(), &before, "importing twice adds nothing");
}

#[test]
fn a_file_that_holds_no_notes_changes_nothing() {
    let mut state = state();
    write(&mut state, join_failed(), "mine");
    assert!(import(&mut state, "{\"notes\":").is_empty());
    assert_eq!(state.notes().of(join_failed()), "mine");
    assert_eq!(state.notices()[0].kind, NoticeKind::Failed);
}
