//! Going back and forward, and what is shown beside a log.

use trtc_lens::app::{
    Action, Beside, CodesAction, Command, CopyStyle, Effect, LogsAction, Notes, NoticeKind, PaletteAction,
    SessionAction, Settings, State, Tab,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};

use crate::state::with_sample;

const JOIN_FAILED: ErrorCode = ErrorCode::new(Family::WebV4, 0x4004);
const SIGNATURE: ErrorCode = ErrorCode::new(Family::Server, -10013);

fn state() -> State {
    State::new(Catalog::current(), Settings::default(), Notes::default())
}

fn run(state: &mut State, command: Command) -> Vec<Effect> {
    state.apply(Action::Run(command))
}

fn query(state: &mut State, text: &str) {
    state.apply(Action::Codes(CodesAction::Query(text.to_owned())));
}

fn shown_code(state: &State) -> Option<ErrorCode> {
    state.details.as_ref().map(|details| details.entry.code)
}

#[test]
fn back_and_forward_step_through_codes() {
    let mut state = state();
    state.apply(Action::ShowCode(JOIN_FAILED));
    state.apply(Action::ShowCode(SIGNATURE));
    run(&mut state, Command::Back);
    assert_eq!(shown_code(&state), Some(JOIN_FAILED));
    run(&mut state, Command::Forward);
    assert_eq!(shown_code(&state), Some(SIGNATURE));
    run(&mut state, Command::Back);
    state.apply(Action::ShowCode(ErrorCode::new(Family::Server, 5001)));
    assert!(!state.history.can_go_forward(), "a new step forgets the places ahead");
}

#[test]
fn a_code_of_a_log_is_shown_beside_it() {
    let (mut state, id) = with_sample();
    state.apply(Action::Session(id, SessionAction::SelectProblem(0)));
    let entry = state.logs.shown().and_then(|session| session.selection.entry);
    state.apply(Action::ShowCode(SIGNATURE));
    assert_eq!((state.tab, state.beside, shown_code(&state)), (Tab::Logs, Beside::Code, Some(SIGNATURE)));
    run(&mut state, Command::Back);
    assert_eq!((state.tab, state.beside), (Tab::Logs, Beside::Nothing));
    assert_eq!(state.logs.shown().and_then(|session| session.selection.entry), entry, "the place in the log stays");
    run(&mut state, Command::Forward);
    assert_eq!(state.beside, Beside::Code);
    run(&mut state, Command::Dismiss);
    assert_eq!(state.beside, Beside::Nothing);
}

#[test]
fn a_search_in_the_logs_does_not_leave_the_log() {
    let (mut state, _) = with_sample();
    for text in ["1", "16", "16388"] {
        query(&mut state, text);
        assert_eq!((state.tab, state.beside), (Tab::Logs, Beside::Search), "{text}");
    }
    assert_eq!(shown_code(&state), Some(JOIN_FAILED));
    run(&mut state, Command::Dismiss);
    assert_eq!((state.beside, state.codes.query.as_str()), (Beside::Nothing, ""));
}

#[test]
fn back_leads_through_tabs_and_entries() {
    let (mut state, id) = with_sample();
    let entry = |state: &State| state.logs.session(id).and_then(|session| session.selection.entry);
    state.apply(Action::Session(id, SessionAction::SelectEntry(3)));
    state.apply(Action::Session(id, SessionAction::SelectEntry(20)));
    run(&mut state, Command::ShowCodes);
    run(&mut state, Command::Back);
    assert_eq!((state.tab, entry(&state)), (Tab::Logs, Some(20)));
    run(&mut state, Command::Back);
    assert_eq!(entry(&state), Some(3));
    state.apply(Action::Logs(LogsAction::Close(id)));
    run(&mut state, Command::Forward);
    assert!(state.logs.sessions.is_empty(), "a closed log does not come back");
}

/// The text that an action copies.
fn copied(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None })
}

#[test]
fn all_codes_of_a_query_are_copied_together() {
    let mut state = state();
    query(&mut state, "16388 and -10013 on joining");
    assert_eq!(state.codes.named, [SIGNATURE, JOIN_FAILED]);
    let effects = run(&mut state, Command::CopyFound);
    let text = copied(&effects).expect("a text");
    let position = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    assert!(position("-10013 = ") < position("0x4004 = "), "the cause comes first");
    let said = |state: &State| state.notices.last().map(|notice| notice.text.clone()).unwrap_or_default();
    assert_eq!(said(&state), "Copied the explanations of 2 codes: -10013, 0x4004.");
    state.apply(Action::CopyCode(SIGNATURE, CopyStyle::Markdown));
    assert_eq!(said(&state), "Copied the explanation of -10013.");
    state.apply(Action::Copy("16388".to_owned()));
    assert_eq!(said(&state), "Copied “16388”.");
    assert_eq!(state.notices.len(), 1, "only the last thing that was done is reported");
    query(&mut state, "camera");
    run(&mut state, Command::CopyFound);
    assert_eq!(state.notices.last().map(|notice| notice.kind), Some(NoticeKind::Failed));
}

#[test]
fn messages_about_another_view_are_gone() {
    let (mut state, _) = with_sample();
    state.apply(Action::Copy("x".to_owned()));
    state.apply(Action::Notify(NoticeKind::Failed, "It failed.".to_owned()));
    run(&mut state, Command::ShowCodes);
    let texts: Vec<&str> = state.notices.iter().map(|notice| notice.text.as_str()).collect();
    assert_eq!(texts, ["It failed."]);
}

#[test]
fn headings_separate_what_mentions_a_code() {
    let mut state = state();
    query(&mut state, "0x4004");
    assert_eq!(state.codes.lines.row_of(0), Some(0));
    assert_eq!(state.codes.lines.row_of(1), None, "a heading");
    state.apply(Action::Codes(CodesAction::List(trtc_lens::app::ListAction::Move(trtc_lens::app::Move::Down))));
    assert_eq!(state.codes.selected, Some(state.codes.rows[1].code), "the selection skips the heading");
}

#[test]
fn the_palette_finds_and_runs_a_command() {
    let mut state = state();
    run(&mut state, Command::ShowPalette);
    state.apply(Action::Palette(PaletteAction::Query("larger".to_owned())));
    state.apply(Action::Palette(PaletteAction::Run));
    assert!(state.palette.is_none());
    assert_eq!(state.settings.zoom.title(), "110 %");
}

#[test]
fn the_guide_for_customers_can_be_copied() {
    let mut state = state();
    let effects = run(&mut state, Command::CopyExportGuide);
    assert!(copied(&effects).is_some_and(|text| text.contains("F12") && text.contains("secrets")));
}
