//! Finding a text among the entries of a log, which hides none of them.

use trtc_lens::app::{Action, Command, Effect, FilterRun, FindAction, SessionAction, TextSwitch};
use trtc_lens::app::{SessionId, State};

use super::narrow::{act, shown, with_log};

fn sample() -> (State, SessionId) {
    with_log(include_str!("../../assets/samples/join-failed.log"))
}

fn find(state: &mut State, id: SessionId, text: &str) {
    act(state, id, SessionAction::Find(FindAction::Text(text.to_owned())));
}

fn step(state: &mut State, id: SessionId, forward: bool) -> (Option<u64>, Option<u64>) {
    act(state, id, SessionAction::Find(FindAction::Step { forward }));
    (shown(state).find_number(), shown(state).selection.entry)
}

#[test]
fn a_text_is_found_and_nothing_is_hidden() {
    let (mut state, id) = sample();
    let all = shown(&state).selection.list.len();
    find(&mut state, id, "joining room");
    let session = shown(&state);
    assert_eq!((session.find.count(), session.find_number(), session.selection.list.len()), (2, Some(1), all));
    let details = session.selection.details.as_ref().expect("the first one is selected");
    assert!(details.entry.message.contains("joining room"));
    let row = session.visible.rows.iter().find(|row| Some(row.entry_idx) == session.selection.entry).expect("in view");
    assert_eq!(&row.text[row.hits[0].clone()], "joining room");
    let text = details.text.as_str();
    let places = session.find.places_in(text);
    assert_eq!(places.iter().map(|place| &text[place.clone()]).collect::<Vec<_>>(), ["joining room"], "in the details");
    assert_eq!(session.find.marks.len(), 2);
    assert!(session.find.marks.iter().all(|mark| (0.0..1.0).contains(mark)));
    assert_eq!((session.find_text().as_str(), session.position_text().as_str()), ("1 of 2", "6 with findings"));
}

#[test]
fn steps_go_to_the_next_one_and_wrap() {
    let (mut state, id) = sample();
    find(&mut state, id, "joining room");
    let first = shown(&state).selection.entry;
    let (number, second) = step(&mut state, id, true);
    assert!(number == Some(2) && second > first);
    assert_eq!(step(&mut state, id, true), (Some(1), first));
    assert_eq!(step(&mut state, id, false), (Some(2), second));
}

#[test]
fn typing_on_keeps_the_place_while_it_still_fits() {
    let (mut state, id) = sample();
    act(&mut state, id, SessionAction::GoToLine(66));
    find(&mut state, id, "join");
    let there = shown(&state).selection.entry;
    find(&mut state, id, "joining room");
    assert!(shown(&state).selection.entry >= there, "the search continues from the selected entry");
    find(&mut state, id, "");
    assert_eq!((shown(&state).find.count(), shown(&state).find.marks.len()), (0, 0));
    assert!(shown(&state).visible.rows.iter().all(|row| row.hits.is_empty()));
}

#[test]
fn only_entries_that_the_filter_shows_are_found() {
    let (mut state, id) = sample();
    find(&mut state, id, "join");
    let all = shown(&state).find.count();
    act(&mut state, id, SessionAction::OnlyLevel(trtc_lens::log::Level::Error));
    let errors = shown(&state).find.count();
    assert!(errors > 0 && errors < all, "{errors} of {all}");
    let listed = shown(&state).selection.list.len();
    for _ in 0..=errors {
        step(&mut state, id, true);
    }
    assert_eq!(shown(&state).selection.list.len(), listed, "no step resets the filter");
    act(&mut state, id, SessionAction::OnlyLevel(trtc_lens::log::Level::Error));
    assert_eq!(shown(&state).find.count(), all);
}

#[test]
fn switches_and_wrong_expressions() {
    let (mut state, id) = sample();
    find(&mut state, id, "JOINING ROOM");
    assert_eq!(shown(&state).find.count(), 2);
    act(&mut state, id, SessionAction::Find(FindAction::Switch(TextSwitch::MatchCase)));
    assert_eq!(shown(&state).find.count(), 0);
    act(&mut state, id, SessionAction::Find(FindAction::Switch(TextSwitch::MatchCase)));
    act(&mut state, id, SessionAction::Find(FindAction::Switch(TextSwitch::Regex)));
    find(&mut state, id, "joining (room");
    assert!(shown(&state).find.error.is_some() && shown(&state).find.count() == 0);
    find(&mut state, id, "joining.room");
    assert_eq!((shown(&state).find.count(), &shown(&state).find.error), (2, &None));
    // A text that begins with a minus is searched as it is.
    act(&mut state, id, SessionAction::Find(FindAction::Switch(TextSwitch::Regex)));
    find(&mut state, id, "-gcm");
    assert!(shown(&state).find.query.excludes() && shown(&state).find.error.is_none());
}

#[test]
fn the_search_waits_for_the_filter() {
    let (mut state, id) = sample();
    find(&mut state, id, "join");
    let effects = state.apply(Action::Session(id, SessionAction::Text("room".to_owned())));
    assert!(matches!(shown(&state).filter.run, FilterRun::Running(_)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Find { .. })));
    super::narrow::carry_out(&mut state, effects);
    assert!(shown(&state).find.count() > 0);
    assert!(shown(&state).find.count() <= shown(&state).selection.list.len());
}

#[test]
fn keys_lead_to_the_two_fields_and_escape_ends_the_search() {
    let (mut state, id) = sample();
    assert!(matches!(state.apply(Action::Run(Command::Find)).as_slice(), [Effect::FocusFind]));
    assert!(matches!(state.apply(Action::Run(Command::FilterEntries)).as_slice(), [Effect::FocusEntryFilter]));
    find(&mut state, id, "join");
    let there = shown(&state).selection.entry;
    let effects = state.apply(Action::Run(Command::Dismiss));
    assert!(matches!(effects.last(), Some(Effect::FocusEntries)));
    assert_eq!((shown(&state).find.query.text.as_str(), shown(&state).selection.entry), ("", there));
}

#[test]
fn going_back_after_finding_leads_to_the_place_before() {
    let (mut state, id) = sample();
    act(&mut state, id, SessionAction::SelectEntry(3));
    find(&mut state, id, "join");
    find(&mut state, id, "joining room");
    step(&mut state, id, true);
    assert_ne!(shown(&state).selection.entry, Some(3));
    for effect in state.apply(Action::Run(Command::Back)) {
        assert!(matches!(effect, Effect::FocusEntries));
    }
    assert_eq!(shown(&state).selection.entry, Some(3), "all steps to found texts are one step");
}
