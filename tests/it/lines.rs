//! Lines of a log: selected, copied, marked and wrapped.

use std::fmt::Write;

use trtc_lens::app::{
    Action, Command, Effect, LineAction, ListAction, LogsAction, Move, Prompt, ReportSubject, SessionAction, SessionId,
    State,
};
use trtc_lens::report::inspection::{ReportFormat, render};
use trtc_lens::report::log_lines::LineStyle;

use crate::state::{act, state};

const SIG: &str = "eJwtjE0LgkAUAP-LO4e";

fn with_text(text: String) -> (State, SessionId) {
    let mut state = state();
    act(&mut state, Action::Logs(LogsAction::Paste(text)));
    let id = state.logs.shown().expect("the log is shown").id;
    act(&mut state, Action::Session(id, SessionAction::List(ListAction::Page(20.0))));
    (state, id)
}

/// A log with a secret in each tenth line.
fn log(entries: u32) -> String {
    let mut text = String::new();
    for nth in 0..entries {
        let secret = if nth % 10 == 9 { format!(" userSig={SIG}") } else { String::new() };
        let (minute, second) = (nth / 60 % 60, nth % 60);
        let _ = writeln!(text, "TRTC[00:{minute:02}:{second:02}:000] <INFO> [↑c1|u1] step {nth}{secret}");
    }
    text
}

fn list(state: &mut State, id: SessionId, action: ListAction) {
    act(state, Action::Session(id, SessionAction::List(action)));
}

fn lines(state: &mut State, id: SessionId, action: LineAction) -> Vec<Effect> {
    state.apply(Action::Session(id, SessionAction::Lines(action)))
}

fn copied(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None })
}

fn marked(state: &State, id: SessionId) -> Vec<(u64, String)> {
    let session = state.logs.session(id).expect("open");
    session.bookmarks.iter().map(|(idx, mark)| (idx, mark.note.clone())).collect()
}

#[test]
fn selected_lines_are_copied_with_number_time_and_level() {
    let (mut state, id) = with_text(log(40));
    list(&mut state, id, ListAction::Select(7));
    for _ in 0..2 {
        list(&mut state, id, ListAction::Extend(Move::Down));
    }
    let effects = lines(&mut state, id, LineAction::Copy(LineStyle::Text));
    let wanted = " 8  00:00:07.000  Info  [↑c1|u1] step 7\n \
                   9  00:00:08.000  Info  [↑c1|u1] step 8\n\
                  10  00:00:09.000  Info  [↑c1|u1] step 9 userSig=‹userSig-1›\n";
    assert_eq!(copied(&effects), Some(wanted));
    assert_eq!(state.notices.last().map(|notice| notice.text.as_str()), Some("3 lines copied, 1 secret redacted."));
    let effects = state.apply(Action::Run(Command::CopyLinesAsMarkdown));
    let markdown = copied(&effects).expect("copied");
    assert!(markdown.starts_with("3 lines of `Pasted log 1`:\n\n```text\n") && markdown.contains(wanted), "{markdown}");
}

#[test]
fn hidden_lines_between_selected_ones_are_not_copied() {
    let (mut state, id) = with_text(log(40));
    act(&mut state, Action::Session(id, SessionAction::Text("userSig".to_owned())));
    list(&mut state, id, ListAction::SelectAll);
    let effects = lines(&mut state, id, LineAction::Copy(LineStyle::Text));
    let text = copied(&effects).expect("copied");
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.lines().all(|line| line.contains("‹userSig-1›")), "{text}");
    act(&mut state, Action::Session(id, SessionAction::Text(String::new())));
    let selected = state.logs.session(id).expect("open").selection.list.selected_count();
    assert_eq!(selected, 1, "lines that were hidden are not selected when they are shown");
}

#[test]
fn many_lines_are_offered_as_a_file() {
    let (mut state, id) = with_text(log(3000));
    list(&mut state, id, ListAction::SelectAll);
    let effects = lines(&mut state, id, LineAction::Copy(LineStyle::Text));
    assert!(copied(&effects).is_none());
    let asked = Prompt::ManyLines { session: id, lines: 3000, style: LineStyle::Text };
    assert_eq!(state.prompt, Some(asked));
    let effects = state.apply(Action::Answer);
    assert!(matches!(&effects[..], [Effect::ChooseLinesFile { name, .. }] if name == "Pasted-log-1-lines.txt"));
    assert_eq!(state.prompt, None);
    let effects = lines(&mut state, id, LineAction::CopyAll(LineStyle::Text));
    let [Effect::CopyLines { lines, redact: true, .. }] = &effects[..] else { panic!("the lines are copied by a job") };
    let all = lines.collect(true, usize::MAX).expect("all lines").render(LineStyle::Text, "");
    assert_eq!(all.lines().count(), 3000);
    assert!(!all.contains(SIG));
}

#[test]
fn lines_are_marked_stepped_through_and_reported() {
    let (mut state, id) = with_text(log(100));
    list(&mut state, id, ListAction::Select(9));
    act(&mut state, Action::Run(Command::ToggleMark));
    list(&mut state, id, ListAction::Select(50));
    act(&mut state, Action::Run(Command::WriteLineNote));
    act(&mut state, Action::ChangeAnswer(format!("the token {SIG} is old, userSig={SIG}")));
    act(&mut state, Action::Answer);
    assert_eq!(marked(&state, id).iter().map(|(idx, _)| *idx).collect::<Vec<_>>(), [9, 50]);
    let entry = |state: &State| state.logs.session(id).and_then(|session| session.selection.entry);
    act(&mut state, Action::Run(Command::NextMark));
    assert_eq!(entry(&state), Some(9));
    act(&mut state, Action::Run(Command::NextMark));
    act(&mut state, Action::Run(Command::PreviousMark));
    assert_eq!(entry(&state), Some(9));
    assert_eq!(state.logs.session(id).expect("open").pins.len(), 2);

    let effects = state.apply(Action::Run(Command::CopyReport));
    let Some(Effect::CopyReport { subject: ReportSubject::Log(diagnosis), options, .. }) = effects.first() else {
        panic!("no report")
    };
    for format in [ReportFormat::Text, ReportFormat::Markdown, ReportFormat::Html, ReportFormat::Json] {
        let report = render(format, *options, state.catalog, [(**diagnosis).clone()]);
        let heading = if format == ReportFormat::Json { "\"marked_lines\"" } else { "Marked lines" };
        assert!(report.contains(heading) && report.contains("step 50"), "{format:?}: {report}");
        assert!(!report.contains(&format!("userSig={SIG}")), "{format:?}: {report}");
    }
    act(&mut state, Action::Run(Command::ToggleMark));
    assert_eq!(marked(&state, id).len(), 1, "the mark of the selected line is removed");
}

#[test]
fn marks_return_to_their_lines_after_a_restart() {
    let (mut state, id) = with_text(log(100));
    list(&mut state, id, ListAction::Select(30));
    act(&mut state, Action::Run(Command::ToggleMark));
    let write = LineAction::WriteNote { entry_idx: 60, note: " ask for the time ".to_owned() };
    act(&mut state, Action::Session(id, SessionAction::Lines(write)));
    let saved = state.logs.session(id).expect("open").bookmarks.saved();
    let (mut other, id) = with_text(log(100));
    act(&mut other, Action::Session(id, SessionAction::Lines(LineAction::RestoreMarks(saved))));
    assert_eq!(marked(&other, id), [(30, String::new()), (60, "ask for the time".to_owned())]);
}

#[test]
fn wrapped_rows_show_the_whole_message_and_keep_the_place() {
    let long = "0123456789 ".repeat(30);
    let lines: Vec<String> = (0..60).map(|nth| format!("TRTC[00:00:{nth:02}:000] <INFO> [↑c1|u1] {long}\n")).collect();
    let text = lines.concat();
    let (mut state, id) = with_text(text);
    act(&mut state, Action::Session(id, SessionAction::Lines(LineAction::Width(100))));
    list(&mut state, id, ListAction::Select(30));
    let height = |state: &State| {
        let list = &state.logs.session(id).expect("open").selection.list;
        (list.selected().expect("selected") - list.top().0, list.visible().end - list.visible().start)
    };
    let before = height(&state);
    act(&mut state, Action::Run(Command::WrapLines));
    let session = state.logs.session(id).expect("open");
    let row = session.visible.rows.iter().find(|row| row.entry_idx == 30).expect("the selected row stays visible");
    assert_eq!(row.lines.len(), 4, "{:?}", row.lines);
    assert!(session.visible.rows.len() < 10, "{}", session.visible.rows.len());
    list(&mut state, id, ListAction::Move(Move::End));
    assert_eq!(state.logs.session(id).expect("open").visible.rows.last().map(|row| row.entry_idx), Some(59));
    list(&mut state, id, ListAction::Select(30));
    act(&mut state, Action::Run(Command::WrapLines));
    assert_eq!(height(&state).1, before.1);
    assert!(!state.settings.wrap_lines);
}

#[test]
fn records_in_one_line_are_numbered() {
    let har = include_str!("../data/logs/network-4.15.22.har");
    let har: String = har.lines().map(str::trim_start).collect();
    let (mut state, id) = with_text(har);
    let session = state.logs.session(id).expect("open");
    assert!(session.entries.by_record);
    let numbers: Vec<u64> = session.visible.rows.iter().map(|row| row.line).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    act(&mut state, Action::Session(id, SessionAction::Lines(LineAction::GoTo(3))));
    assert_eq!(state.logs.session(id).expect("open").selection.entry, Some(2));
    let effects = lines(&mut state, id, LineAction::Copy(LineStyle::Text));
    assert!(copied(&effects).is_some_and(|text| text.starts_with("3 ")), "{:?}", copied(&effects));
}
