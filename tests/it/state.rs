//! The state of the window, tested with lists of actions and without a window.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use trtc_lens::app::{
    Action, CodesAction, Column, Command, Effect, FilterValue, ListAction, LogsAction, MainModifier, Move, Notes,
    Prompt, ReadProgress, ResultKind, SessionAction, SessionId, Settings, Shortcut, State, Tab,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::inspect::{InspectOptions, Observer, inspect};
use trtc_lens::log::{Level, LogStore};
use trtc_lens::source::LogSource;

pub(crate) fn state() -> State {
    State::new(Catalog::current(), Settings::default(), Notes::default())
}

fn search(state: &mut State, query: &str) {
    let effects = state.apply(Action::Codes(CodesAction::Query(query.to_owned())));
    assert!(effects.is_empty());
}

/// An observer that keeps the entries of a log, as the window does.
#[derive(Default)]
pub(crate) struct Keep(pub Option<Arc<LogStore>>);

impl Observer for Keep {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.0 = Some(Arc::clone(store));
    }
}

/// Carries out the effects for logs on this thread.
pub(crate) fn carry_out(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Inspect(id, source) => read(state, id, &source),
            Effect::Filter { session, generation, entries, test, from_idx } => {
                let mut passed = Vec::new();
                let candidates = test.candidates.as_deref();
                entries.visit_entries(from_idx, &mut |entry| {
                    let idx = entry.number - 1;
                    if test.passes(entry) && candidates.is_none_or(|candidates| candidates.contains(idx)) {
                        passed.push(idx);
                    }
                    true
                });
                let tested = entries.entry_count();
                let answer = SessionAction::Filtered { generation, entries: passed, tested, ended: true };
                act(state, Action::Session(session, answer));
            }
            _ => {}
        }
    }
}

fn read(state: &mut State, id: SessionId, source: &LogSource) {
    let mut keep = Keep::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let outcome = inspect(source, &options, &mut keep);
    if let Some(store) = keep.0 {
        act(state, Action::Session(id, SessionAction::Opened(store)));
    }
    let outcome = outcome.map(Arc::new).map_err(|error| error.to_string());
    act(state, Action::Session(id, SessionAction::Finished(outcome)));
}

pub(crate) fn act(state: &mut State, action: Action) {
    let effects = state.apply(action);
    carry_out(state, effects);
}

/// The sample, completely read, in a list of ten rows.
pub(crate) fn with_sample() -> (State, SessionId) {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::OpenSample));
    let id = state.logs.shown().expect("the sample is shown").id;
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Page(10.0))));
    (state, id)
}

#[test]
fn a_typed_code_is_selected_and_explained() {
    let mut state = state();
    for query in ["0x4004", "16388", "JOIN_ROOM_FAILED"] {
        search(&mut state, query);
        let details = state.details.as_ref().unwrap_or_else(|| panic!("{query} has no explanation"));
        assert_eq!(details.entry.code, ErrorCode::new(Family::WebV4, 0x4004), "{query}");
        assert!(!details.entry.fix.is_empty());
    }
}

#[test]
fn arrow_keys_move_through_search_results() {
    let mut state = state();
    search(&mut state, "timeout");
    act(&mut state, Action::Codes(CodesAction::List(ListAction::Move(Move::Down))));
    let second = state.codes.rows[1].code;
    assert_eq!(state.details.as_ref().map(|details| details.entry.code), Some(second));
}

#[test]
fn a_pasted_log_line_shows_its_codes() {
    let mut state = state();
    search(
        &mut state,
        "TRTC[00:41:58:648] <ERROR> [↑c4|student_07] RtcError: failed code: -10012 <JOIN_ROOM_FAILED 0x4004>",
    );
    assert_eq!(state.codes.result_kind, ResultKind::InText);
    let codes: Vec<String> = state.codes.rows.iter().map(|row| row.code.to_string()).collect();
    assert!(codes.contains(&"-10012".to_owned()) && codes.contains(&"0x4004".to_owned()), "{codes:?}");
}

#[test]
fn an_unknown_code_offers_the_nearest_ones() {
    let mut state = state();
    search(&mut state, "16999");
    assert!(state.codes.rows.is_empty());
    assert!(!state.codes.nearest.is_empty());
}

#[test]
fn filters_narrow_the_table_and_show_counts() {
    let mut state = state();
    act(&mut state, Action::Codes(CodesAction::Toggle(FilterValue::Family(Family::Account))));
    assert!(state.codes.rows.iter().all(|row| row.code.family() == Family::Account));
    let toggles = &state.codes.toggles;
    let count = |family| {
        let all = toggles.iter().flat_map(|(_, toggles)| toggles);
        all.filter(|toggle| toggle.value == FilterValue::Family(family)).map(|toggle| toggle.count).sum::<usize>()
    };
    assert_eq!(count(Family::Account), state.codes.rows.len());
    assert!(count(Family::Server) > 0, "other families keep their counts, so that they can be added");
    act(&mut state, Action::Codes(CodesAction::ShowAll));
    assert_eq!(state.codes.rows.len(), state.catalog.entries().len());
}

#[test]
fn a_column_sorts_up_then_down_then_not_at_all() {
    let mut state = state();
    let sort = |state: &mut State| act(state, Action::Codes(CodesAction::SortBy(Column::Decimal)));
    let values = |state: &State| state.codes.rows.iter().filter_map(|row| row.code.value()).collect::<Vec<_>>();
    let before = values(&state);
    sort(&mut state);
    assert!(values(&state).is_sorted());
    sort(&mut state);
    assert!(values(&state).iter().rev().is_sorted());
    sort(&mut state);
    assert_eq!(values(&state), before);
}

#[test]
fn a_related_code_opens_although_it_does_not_match_the_query() {
    let mut state = state();
    search(&mut state, "NotAllowedError");
    let code = ErrorCode::new(Family::Server, -10013);
    act(&mut state, Action::ShowCode(code));
    assert_eq!(state.details.as_ref().map(|details| details.entry.code), Some(code));
    assert_eq!(state.codes.query, "NotAllowedError");
}

#[test]
fn selecting_a_problem_selects_its_entry() {
    let (mut state, id) = with_sample();
    let session = state.logs.session(id).expect("open");
    assert!(!session.findings.problems.is_empty());
    let first_line = session.findings.problems[0].first_line;
    act(&mut state, Action::Session(id, SessionAction::SelectProblem(0)));
    let session = state.logs.session(id).expect("open");
    let details = session.selection.details.as_ref().expect("explained");
    assert!(details.entry.first_line <= first_line && first_line <= details.entry.last_line);
    assert!(!details.findings.is_empty());
    let visible: Vec<u64> = session.visible.rows.iter().map(|row| row.line).collect();
    assert!(visible.contains(&details.entry.first_line), "{visible:?}");
}

#[test]
fn next_finding_wraps_around() {
    let (mut state, id) = with_sample();
    let selected = |state: &State| {
        state
            .logs
            .session(id)
            .and_then(|session| session.selection.details.as_ref())
            .map(|details| details.entry.number)
    };
    act(&mut state, Action::Run(Command::NextFinding));
    let first = selected(&state);
    act(&mut state, Action::Run(Command::PreviousFinding));
    let last = selected(&state);
    assert!(first < last, "{first:?} {last:?}");
    act(&mut state, Action::Run(Command::NextFinding));
    assert_eq!(selected(&state), first);
}

#[test]
fn levels_text_and_findings_filter_entries() {
    let (mut state, id) = with_sample();
    let len = |state: &State| state.logs.session(id).map_or(0, |session| session.selection.list.len());
    let all = len(&state);
    act(&mut state, Action::Session(id, SessionAction::ToggleLevel(Level::Info)));
    let without_info = len(&state);
    assert!(0 < without_info && without_info < all);
    act(&mut state, Action::Session(id, SessionAction::ShowAll));
    assert_eq!(len(&state), all);
    act(&mut state, Action::Session(id, SessionAction::FindingsOnly(true)));
    let session = state.logs.session(id).expect("open");
    assert!(!session.selection.list.is_empty() && session.visible.rows.iter().all(|row| row.mark.is_some()));
    act(&mut state, Action::Session(id, SessionAction::ShowAll));
    act(&mut state, Action::Session(id, SessionAction::Text("/join.*room/".to_owned())));
    let session = state.logs.session(id).expect("open");
    assert!(!session.selection.list.is_empty() && session.visible.rows.iter().all(|row| !row.matches.is_empty()));
    act(&mut state, Action::Session(id, SessionAction::Text("/(/".to_owned())));
    let session = state.logs.session(id).expect("open");
    assert!(session.filter.error.is_some());
    assert_eq!(session.selection.list.len(), all, "an invalid pattern hides nothing");
}

#[test]
fn results_of_an_outdated_filter_are_dropped() {
    let (mut state, id) = with_sample();
    let effects = state.apply(Action::Session(id, SessionAction::Text("room".to_owned())));
    let _newer = state.apply(Action::Session(id, SessionAction::Text("rooms".to_owned())));
    carry_out(&mut state, effects);
    assert_eq!(state.logs.session(id).map(|session| session.selection.list.len()), Some(0));
}

#[test]
fn going_to_a_hidden_line_clears_the_filter() {
    let (mut state, id) = with_sample();
    act(&mut state, Action::Session(id, SessionAction::Text("no such text".to_owned())));
    act(&mut state, Action::Session(id, SessionAction::GoToLine(9)));
    let session = state.logs.session(id).expect("open");
    assert_eq!(session.selection.details.as_ref().map(|details| details.entry.first_line), Some(9));
    assert!(session.filter.criteria.is_open());
}

#[test]
fn switching_redaction_off_needs_a_confirmation() {
    let (mut state, _) = with_sample();
    act(&mut state, Action::Redact(false));
    assert!(state.redact, "still redacted until the question is answered");
    assert_eq!(state.prompt.as_ref(), Some(&Prompt::KeepSecrets));
    act(&mut state, Action::CloseQuestion);
    assert!(state.redact);
    act(&mut state, Action::Redact(false));
    act(&mut state, Action::Answer);
    assert!(!state.redact);
    let effects = state.apply(Action::Logs(LogsAction::SaveReport(PathBuf::from("report.md"))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveReport { options, .. } if !options.redact)));
}

#[test]
fn a_report_needs_a_known_file_extension() {
    let (mut state, _) = with_sample();
    let effects = state.apply(Action::Logs(LogsAction::SaveReport(PathBuf::from("report.exe"))));
    assert!(effects.is_empty());
    assert_eq!(state.notices.len(), 1);
}

#[test]
fn an_unreadable_log_shows_the_reason_in_its_tab() {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::OpenSources(vec![LogSource::File(PathBuf::from("no/such/file.log"))])));
    let session = state.logs.shown().expect("the log has a tab");
    assert!(matches!(session.phase, trtc_lens::app::Phase::Failed(_)));
    assert_eq!(session.short_name(), "file.log");
}

#[test]
fn tabs_of_logs_with_equal_names_show_their_folders() {
    let mut state = state();
    let paths = ["monday/call.log", "tuesday/call.log", "tuesday/other.log"];
    let sources = paths.map(|path| LogSource::File(PathBuf::from(path))).to_vec();
    act(&mut state, Action::Logs(LogsAction::OpenSources(sources)));
    let names: Vec<&str> = state.logs.sessions.iter().map(|session| state.logs.tab_name(session)).collect();
    assert_eq!(names, ["monday/call.log", "tuesday/call.log", "other.log"]);
}

#[test]
fn closing_a_log_shows_the_next_one_and_cancels_its_inspection() {
    let (mut state, first) = with_sample();
    act(&mut state, Action::Logs(LogsAction::Paste("just text".to_owned())));
    let second = state.logs.shown().expect("shown").id;
    assert_ne!(first, second);
    let effects = state.apply(Action::Run(Command::CloseLog));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CancelInspect(id) if *id == second)));
    assert_eq!(state.logs.shown().map(|session| session.id), Some(first));
}

#[test]
fn messages_for_a_closed_log_are_dropped() {
    let (mut state, id) = with_sample();
    act(&mut state, Action::Logs(LogsAction::Close(id)));
    act(&mut state, Action::Session(id, SessionAction::Progress(ReadProgress::default())));
    assert!(state.logs.sessions.is_empty());
}

#[test]
fn pasting_an_empty_clipboard_opens_a_text_field() {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::Paste("  \n".to_owned())));
    assert_eq!(state.prompt.as_ref(), Some(&Prompt::PasteText(String::new())));
    assert_eq!(state.tab, Tab::Logs);
}

#[test]
fn details_of_a_code_list_the_logs_that_contain_it() {
    let (mut state, _) = with_sample();
    search(&mut state, "0x4004");
    let found_in = &state.details.as_ref().expect("explained").found_in;
    assert_eq!(found_in.len(), 1);
    assert!(found_in[0].count > 0);
}

#[test]
fn no_two_commands_share_a_key() {
    let mut owners: HashMap<Shortcut, Command> = HashMap::new();
    // Text fields need these keys. The paste key is missing because the focus decides who gets it.
    let of_text_fields = ["A", "C", "X", "Z", "Y"];
    for command in Command::ALL {
        assert!(!command.title().is_empty());
        for shortcut in command.shortcuts() {
            if let Some(other) = owners.insert(*shortcut, command) {
                panic!("{} belongs to {command:?} and {other:?}", shortcut.label(false));
            }
            let is_primary = shortcut.main == MainModifier::Primary;
            let taken = is_primary && !shortcut.shift && of_text_fields.contains(&shortcut.key);
            assert!(!taken, "{} belongs to text fields", shortcut.label(false));
        }
    }
}
