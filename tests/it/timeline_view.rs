//! The timeline in the window: zoom, ranges and keys.

use std::sync::Arc;

use trtc_lens::app::{
    Action, Command, Effect, ListAction, LogsAction, Notes, SessionAction, SessionId, Settings, State, TimelineAction,
    timeline::phrases,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::diagnosis::timeline::Axis;
use trtc_lens::inspect::{InspectOptions, inspect};
use trtc_lens::source::LogSource;

use super::state::Keep;

/// The sample, completely read, in a list of ten rows.
fn with_sample() -> (State, SessionId) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let source = LogSource::Pasted(include_str!("../../assets/samples/join-failed.log").to_owned());
    let _ = state.apply(Action::Logs(LogsAction::OpenSources(vec![source.clone()])));
    let id = state.logs.shown().expect("shown").id;
    let mut keep = Keep::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let outcome = inspect(&source, &options, &mut keep).map(Arc::new).map_err(|error| error.to_string());
    let entries = keep.0.expect("entries are kept");
    for action in [
        SessionAction::Opened(entries),
        SessionAction::Finished(outcome),
        SessionAction::List(ListAction::Page(10.0)),
        SessionAction::OnTimeline(TimelineAction::Axis(Axis::Entries)),
    ] {
        let _ = state.apply(Action::Session(id, action));
    }
    (state, id)
}

fn on_timeline(state: &mut State, id: SessionId, action: TimelineAction) {
    let effects = state.apply(Action::Session(id, SessionAction::OnTimeline(action)));
    let counts = |effect: &Effect| matches!(effect, Effect::Tally { .. } | Effect::CancelTally(_));
    assert!(effects.iter().all(counts), "a range needs no test of entries, which are only counted");
}

fn rows(state: &State) -> Vec<u64> {
    state.logs.shown().map(|session| session.visible.rows.iter().map(|row| row.entry_idx).collect()).unwrap_or_default()
}

fn selected(state: &State) -> Option<u64> {
    state.logs.shown()?.selection.details.as_ref().map(|details| details.entry.number - 1)
}

#[test]
fn a_range_shows_only_its_entries_until_escape() {
    let (mut state, id) = with_sample();
    let all = state.logs.shown().expect("shown").entries.count;
    on_timeline(&mut state, id, TimelineAction::Narrow(0.75, 0.5));
    let session = state.logs.shown().expect("shown");
    let range = session.filter.criteria.entries.clone().expect("a range");
    assert_eq!((range.start, session.selection.list.len()), (all / 2, range.end - range.start));
    assert_eq!(rows(&state)[0], all / 2);
    let _ = state.apply(Action::Run(Command::Dismiss));
    assert_eq!(state.logs.shown().map(|session| session.selection.list.len()), Some(all));
}

#[test]
fn other_filters_test_only_entries_of_the_range() {
    let (mut state, id) = with_sample();
    on_timeline(&mut state, id, TimelineAction::Narrow(0.0, 0.5));
    let range = state.logs.shown().and_then(|session| session.filter.criteria.entries.clone()).expect("a range");
    let effects = state.apply(Action::Session(id, SessionAction::Text("room".to_owned())));
    let [Effect::Filter { test, from_idx, .. }] = effects.as_slice() else { panic!("the effect is a filter") };
    assert_eq!((*from_idx, test.range.clone()), (range.start, range));
}

#[test]
fn going_to_a_line_outside_the_range_clears_the_range() {
    let (mut state, id) = with_sample();
    on_timeline(&mut state, id, TimelineAction::Narrow(0.0, 0.1));
    let _ = state.apply(Action::Session(id, SessionAction::GoToLine(100)));
    assert!(state.logs.shown().is_some_and(|session| session.filter.criteria.entries.is_none()));
    assert!(selected(&state).is_some_and(|idx| idx > 10));
}

#[test]
fn keys_step_through_entries_and_extend_a_range() {
    let (mut state, id) = with_sample();
    on_timeline(&mut state, id, TimelineAction::GoTo(0.0));
    on_timeline(&mut state, id, TimelineAction::Step(0.0001));
    assert_eq!(selected(&state), Some(1), "a step moves by one entry at least");
    on_timeline(&mut state, id, TimelineAction::Step(-0.0001));
    assert_eq!(selected(&state), Some(0));
    on_timeline(&mut state, id, TimelineAction::GoTo(0.5));
    let anchor = selected(&state).expect("selected");
    on_timeline(&mut state, id, TimelineAction::Extend(0.1));
    on_timeline(&mut state, id, TimelineAction::Extend(0.1));
    let range = state.logs.shown().and_then(|session| session.filter.criteria.entries.clone()).expect("a range");
    assert_eq!(range.start, anchor, "the start of the range does not move");
    assert_eq!(Some(range.end - 1), selected(&state));
}

#[test]
fn selecting_an_entry_scrolls_the_timeline_to_it() {
    let (mut state, id) = with_sample();
    on_timeline(&mut state, id, TimelineAction::Zoom { around: 0.0, factor: 20.0 });
    let _ = state.apply(Action::Session(id, SessionAction::GoToLine(100)));
    let session = state.logs.shown().expect("shown");
    let position = session.selected_position().expect("selected");
    assert!(session.timeline.view.shown().contains(&position), "{position}");
}

#[test]
fn the_timeline_has_a_description_in_words() {
    let (state, _) = with_sample();
    let timeline = state.logs.shown().and_then(|session| session.timeline.current()).expect("read");
    assert_eq!(phrases::overview(timeline, Axis::Time), "00:41:35 to 00:41:58, 60 entries, 2 room stays",);
    let lane = &timeline.lanes[0];
    let words = phrases::lane(lane, &phrases::owner(lane));
    assert!(words.starts_with("student_07; c1, 308877: from 00:41:37 (line 23)"), "{words}");
    assert!(words.contains("never got in") && words.contains("refused") && words.ends_with("findings"), "{words}");
}
