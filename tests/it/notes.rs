//! Notes about codes: writing, searching, export and import.

use std::path::PathBuf;

use trtc_lens::app::{Action, CodesAction, Effect, FilterValue, Notes, NotesAction, NoticeKind, Settings, State};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};

fn state() -> State {
    State::new(Catalog::current(), Settings::default(), Notes::default())
}

fn join_failed() -> ErrorCode {
    ErrorCode::new(Family::WebV4, 0x4004)
}

fn write(state: &mut State, code: ErrorCode, note: &str) -> Vec<Effect> {
    state.apply(Action::Notes(NotesAction::Write(code, note.to_owned())))
}

fn search(state: &mut State, query: &str) -> Vec<ErrorCode> {
    let _ = state.apply(Action::Codes(CodesAction::Query(query.to_owned())));
    state.codes.rows.iter().map(|row| row.code).collect()
}

fn import(state: &mut State, text: &str) -> Vec<Effect> {
    let imported = NotesAction::Imported { name: "team.json".to_owned(), text: text.to_owned() };
    state.apply(Action::Notes(imported))
}

#[test]
fn a_note_is_saved_shown_and_found_by_search() {
    let mut state = state();
    let effects = write(&mut state, join_failed(), "Ask Zhang in billing first");
    assert!(matches!(effects.as_slice(), [Effect::SaveNotes]));
    let noted: Vec<ErrorCode> =
        state.codes.rows.iter().filter(|row| !row.note.is_empty()).map(|row| row.code).collect();
    assert_eq!(noted, [join_failed()], "the row shows the note at once");
    assert_eq!(search(&mut state, "zhang BILLING")[0], join_failed());
    assert!(state.codes.rows[0].found_by_note && state.codes.rows[0].accessible_text().contains("Zhang"));
    write(&mut state, join_failed(), " \n");
    assert!(state.notes.is_empty(), "an empty note is deleted");
}

#[test]
fn search_results_stay_while_a_note_is_edited() {
    let mut state = state();
    write(&mut state, join_failed(), "Zhang");
    assert_eq!(search(&mut state, "zhang")[0], join_failed(), "an exact match comes before a match with a typo");
    write(&mut state, join_failed(), "Zhan");
    assert_eq!(state.codes.rows[0].code, join_failed());
    assert_eq!(state.codes.rows[0].note, "Zhan");
}

#[test]
fn a_filter_shows_only_codes_with_notes_including_undocumented_ones() {
    let mut state = state();
    let undocumented = ErrorCode::new(Family::Server, -987_654);
    write(&mut state, join_failed(), "one");
    write(&mut state, undocumented, "seen at ACME only");
    let _ = state.apply(Action::Codes(CodesAction::Toggle(FilterValue::Noted)));
    assert_eq!(search(&mut state, ""), [join_failed(), undocumented]);
    assert_eq!(search(&mut state, "seen at acme only"), [undocumented]);
    let toggles = state.codes.toggles.iter().flat_map(|(_, toggles)| toggles);
    let counts: Vec<usize> =
        toggles.filter(|toggle| toggle.value == FilterValue::Noted).map(|toggle| toggle.count).collect();
    assert_eq!(counts, [1]);
}

#[test]
fn importing_notes_keeps_both_texts_of_a_conflict() {
    let (mut mine, mut theirs) = (state(), state());
    write(&mut theirs, join_failed(), "theirs");
    write(&mut theirs, ErrorCode::new(Family::Account, 70001), "new");
    let effects = theirs.apply(Action::Notes(NotesAction::Export(PathBuf::from("team.json"))));
    let [Effect::WriteNotes { text, count: 2, .. }] = effects.as_slice() else { panic!("the export has two notes") };
    write(&mut mine, join_failed(), "mine");
    assert!(matches!(import(&mut mine, text).as_slice(), [Effect::SaveNotes]));
    let both = mine.notes.get(join_failed());
    assert!(both.starts_with("mine") && both.ends_with("theirs"), "{both}");
    assert_eq!(mine.notices[0].text, "Notes from team.json: 1 new, 1 appended to what you had written.");
    let before = mine.notes.clone();
    import(&mut mine, text);
    assert_eq!(mine.notes, before, "importing twice adds nothing");
}

#[test]
fn importing_a_file_without_notes_changes_nothing() {
    let mut state = state();
    write(&mut state, join_failed(), "mine");
    assert!(import(&mut state, "{\"notes\":").is_empty());
    assert_eq!(state.notes.get(join_failed()), "mine");
    assert_eq!(state.notices[0].kind, NoticeKind::Failed);
}
