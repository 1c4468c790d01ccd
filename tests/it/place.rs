//! The place in the list of entries: no change of the filter, the order or the size moves what the user reads.

use std::fmt::Write;

use proptest::prelude::*;
use trtc_lens::app::{Action, Command, ListAction, LogsAction, SessionAction, SessionId, State, TimelineAction};
use trtc_lens::code::ErrorCode;
use trtc_lens::log::Level;

use crate::state::{act, state};

const ENTRIES: u32 = 400;

/// A log of [`ENTRIES`] entries of all levels, with words that divide them in different ways, and some findings.
fn log() -> String {
    let mut text = String::new();
    for nth in 0..ENTRIES {
        let level = ["INFO", "WARN", "DEBUG", "INFO", "ERROR", "INFO", "INFO"][nth as usize % 7];
        let word = ["join", "leave", "publish"][nth as usize % 3];
        let code = if nth % 41 == 8 { " <JOIN_ROOM_FAILED 0x4004>" } else { "" };
        let _ = writeln!(text, "TRTC[00:{:02}:{:02}:000] <{level}> [↑c1|u1] {word} {nth}{code}", nth / 60, nth % 60);
    }
    text
}

fn with_log(page: f64) -> (State, SessionId) {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::Paste(log())));
    let id = state.logs.shown().expect("the log is shown").id;
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Page(page))));
    (state, id)
}

/// A change that must not lose the place.
#[derive(Clone, Debug)]
enum Change {
    Level(Level),
    FindingsOnly(bool),
    Code(bool),
    Text(&'static str),
    Range(f64, f64),
    Widen,
    ShowAll,
    Resize(f64),
}

/// What the user does between the changes.
#[derive(Clone, Debug)]
enum Step {
    Scroll(f64),
    Select(u64),
    ExtendTo(u64),
    Change(Change),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        prop::sample::select(&Level::ALL[..]).prop_map(Change::Level),
        any::<bool>().prop_map(Change::FindingsOnly),
        any::<bool>().prop_map(Change::Code),
        prop::sample::select(vec!["", "join", "leave", "1", "/[02468] *$/", "/(/", "no such text"])
            .prop_map(Change::Text),
        (0.0..1.0, 0.0..1.0).prop_map(|(one, other)| Change::Range(one, other)),
        Just(Change::Widen),
        Just(Change::ShowAll),
        (3.0..60.0).prop_map(Change::Resize),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (-50.0..50.0).prop_map(Step::Scroll),
        1 => (0..60_u64).prop_map(Step::Select),
        1 => (0..60_u64).prop_map(Step::ExtendTo),
        6 => change().prop_map(Step::Change),
    ]
}

/// The visible entries, each with its distance from the upper edge of the view in rows.
fn visible_entries(state: &State, id: SessionId) -> Vec<(u64, f64)> {
    let session = state.logs.session(id).expect("open");
    let (_, fraction) = session.selection.list.top();
    session.visible.rows.iter().zip(0_u32..).map(|(row, nth)| (row.entry_idx, f64::from(nth) - fraction)).collect()
}

fn apply_change(state: &mut State, id: SessionId, change: &Change) {
    let code = state.logs.session(id).and_then(|session| session.findings.index.by_code.keys().next().copied());
    let action = match change {
        Change::Level(level) => SessionAction::ToggleLevel(*level),
        Change::FindingsOnly(only) => SessionAction::FindingsOnly(*only),
        Change::Code(only) => SessionAction::Code(code.filter(|_: &ErrorCode| *only)),
        Change::Text(text) => SessionAction::Text((*text).to_owned()),
        Change::Range(one, other) => SessionAction::OnTimeline(TimelineAction::Narrow(*one, *other)),
        Change::Widen => SessionAction::OnTimeline(TimelineAction::Widen),
        Change::ShowAll => SessionAction::ShowAll,
        Change::Resize(page) => SessionAction::List(ListAction::Page(*page)),
    };
    act(state, Action::Session(id, action));
}

/// The selected entry if it is visible, else the first visible one: this one must stay where it is.
fn place(state: &State, id: SessionId) -> Option<(u64, f64)> {
    let sight = visible_entries(state, id);
    let selected = state.logs.session(id).and_then(|session| session.selection.entry);
    let selected = sight.iter().find(|(idx, _)| Some(*idx) == selected);
    selected.or(sight.first()).copied()
}

/// What a user has in mind: where the selected entry was last seen, unless they scrolled since.
#[derive(Default)]
struct Memory(Option<(u64, f64)>);

impl Memory {
    fn update(&mut self, state: &State, id: SessionId) {
        let selected = state.logs.session(id).and_then(|session| session.selection.entry);
        let seen = place(state, id).filter(|(idx, _)| Some(*idx) == selected);
        self.0 = seen.or(self.0);
    }

    fn assert_place_is_kept(&mut self, state: &mut State, id: SessionId, change: &Change) {
        let before = place(state, id);
        let is_hidden =
            |state: &State| state.logs.session(id).is_some_and(|session| session.selection.list.selected().is_none());
        let was_hidden = is_hidden(state);
        let selected = state.logs.session(id).and_then(|session| session.selection.entry);
        apply_change(state, id, change);
        let session = state.logs.session(id).expect("open");
        assert_eq!(session.selection.entry, selected, "the selection stays");
        let returned = self.0.filter(|_| was_hidden && !is_hidden(state));
        let list = &session.selection.list;
        let Some((idx, height)) = returned.or(before) else { return };
        let sight = visible_entries(state, id);
        let Some((_, now)) = sight.iter().find(|(other, _)| *other == idx) else {
            assert!(self.0.is_none() || returned.is_none(), "{change:?} lost the selection: {sight:?}");
            let first_after = sight.iter().any(|(other, _)| *other > idx);
            let no_later = sight.last().is_none_or(|(last, _)| *last < idx);
            assert!(first_after || no_later, "{change:?} moved {idx} out of sight: {sight:?}");
            return;
        };
        let at_an_end = list.top() == (0, 0.0) || list.visible().end == list.len();
        let wanted = height.min((list.page() - 1.0).max(0.0));
        assert!(at_an_end || (now - wanted).abs() < 1e-6, "{change:?} moved {idx} from {height} to {now}");
        self.update(state, id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_the_filter_loses_the_place(page in 5.0..40.0, steps in prop::collection::vec(step(), 1..24)) {
        let (mut state, id) = with_log(page);
        let mut memory = Memory::default();
        for step in &steps {
            let list = |action| Action::Session(id, SessionAction::List(action));
            match step {
                Step::Scroll(rows) => {
                    memory = Memory::default();
                    act(&mut state, list(ListAction::ScrollBy(*rows)));
                }
                Step::Select(below) | Step::ExtendTo(below) => {
                    let visible = state.logs.session(id).expect("open").selection.list.visible();
                    if !visible.is_empty() {
                        let row = visible.start + below % (visible.end - visible.start);
                        let extends = matches!(step, Step::ExtendTo(_));
                        let action = if extends { ListAction::ExtendTo(row) } else { ListAction::Select(row) };
                        memory = Memory::default();
                        act(&mut state, list(action));
                    }
                }
                Step::Change(change) => memory.assert_place_is_kept(&mut state, id, change),
            }
            memory.update(&state, id);
        }
    }
}

fn change_text(state: &mut State, id: SessionId, text: &str) {
    act(state, Action::Session(id, SessionAction::Text(text.to_owned())));
}

#[test]
fn clearing_a_filter_shows_the_selected_entry_where_it_was() {
    let (mut state, id) = with_log(20.0);
    change_text(&mut state, id, "publish");
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Select(90))));
    let before = place(&state, id);
    change_text(&mut state, id, "");
    assert_eq!(place(&state, id), before);
    assert_eq!(before.map(|(idx, _)| idx), Some(272));
}

#[test]
fn an_entry_that_was_hidden_for_a_while_returns_to_its_height() {
    let (mut state, id) = with_log(20.0);
    act(&mut state, Action::Session(id, SessionAction::SelectEntry(200)));
    let before = place(&state, id);
    for text in ["join", "join 2", "no such text", "join 3"] {
        change_text(&mut state, id, text);
        let selected = state.logs.session(id).and_then(|session| session.selection.list.selected());
        assert_eq!(selected, None, "{text} hides the entry");
    }
    act(&mut state, Action::Run(Command::Dismiss));
    assert_eq!(place(&state, id), before);
}

/// Results of a filter arrive in parts. The list must not jump to its start meanwhile, and end at the place.
#[test]
fn the_place_is_reached_when_results_arrive_in_parts() {
    let (mut state, id) = with_log(10.0);
    act(&mut state, Action::Session(id, SessionAction::SelectEntry(301)));
    let before = place(&state, id);
    let effects = state.apply(Action::Session(id, SessionAction::Text("leave".to_owned())));
    let generation = effects.iter().find_map(|effect| match effect {
        trtc_lens::app::Effect::Filter { generation, .. } => Some(*generation),
        _ => None,
    });
    let generation = generation.expect("entries are tested");
    for from in (0..400).step_by(100) {
        let entries = (from..from + 100).filter(|idx| idx % 3 == 1).collect();
        let (tested, ended) = (from + 100, from == 300);
        act(&mut state, Action::Session(id, SessionAction::Filtered { generation, entries, tested, ended }));
    }
    assert_eq!(place(&state, id), before);
}

#[test]
fn a_change_without_effect_moves_nothing() {
    let (mut state, id) = with_log(12.0);
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::ScrollBy(100.5))));
    let before = visible_entries(&state, id);
    act(&mut state, Action::Session(id, SessionAction::ToggleLevel(Level::None)));
    assert_eq!(visible_entries(&state, id), before, "no entry has this level");
}

/// Of a list that a filter made shorter than the view, the first entry stays at its height, although the selected one is hidden.
#[test]
fn the_first_visible_entry_stays_while_the_selected_one_is_hidden() {
    let (mut state, id) = with_log(5.0);
    apply_change(&mut state, id, &Change::Range(0.2077, 0.2435));
    apply_change(&mut state, id, &Change::Level(Level::Warn));
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Select(1))));
    apply_change(&mut state, id, &Change::Level(Level::Info));
    let before = place(&state, id);
    assert_eq!(before, Some((86, 0.0)));
    apply_change(&mut state, id, &Change::Widen);
    assert_eq!(place(&state, id), before);
}
