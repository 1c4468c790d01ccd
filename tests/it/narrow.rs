//! Narrowing a log to a user, an attempt, a problem, a code or a range: everything that is shown and reported follows.

use std::sync::Arc;

use trtc_lens::app::{
    Action, Command, Effect, FindAction, LogsAction, Notes, ReportSubject, Session, SessionAction, SessionId, Settings,
    State, TimelineAction,
};
use trtc_lens::catalog::Catalog;
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::diagnosis::narrow::{NarrowBy, NarrowPart};
use trtc_lens::inspect::{InspectOptions, inspect};
use trtc_lens::log::Level;
use trtc_lens::report::inspection::{Report, ReportFormat, ReportOptions, render, summary};
use trtc_lens::source::LogSource;

use super::state::Keep;

/// The sample of one user, then the same of another user in another room.
pub(crate) fn two_users() -> String {
    let first = include_str!("../../assets/samples/join-failed.log");
    let second =
        first.replace("student_07", "ann").replace("308877", "5002").replace("c1|", "c3|").replace("c2|", "c4|");
    format!("{}\n{second}", first.trim_end())
}

/// The state with a log that was read to its end, in a list of ten rows.
pub(crate) fn with_log(text: &str) -> (State, SessionId) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let source = LogSource::Pasted(text.to_owned());
    let _ = state.apply(Action::Logs(LogsAction::OpenSources(vec![source.clone()])));
    let id = state.logs.shown().expect("shown").id;
    let mut keep = Keep::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let outcome = inspect(&source, &options, &mut keep).map(Arc::new).map_err(|error| error.to_string());
    act(&mut state, id, SessionAction::Opened(keep.0.expect("entries are kept")));
    act(&mut state, id, SessionAction::Finished(outcome));
    act(&mut state, id, SessionAction::List(trtc_lens::app::ListAction::Page(10.0)));
    (state, id)
}

/// Applies an action, and carries out the tests and counts of entries at once.
pub(crate) fn act(state: &mut State, id: SessionId, action: SessionAction) {
    let effects = state.apply(Action::Session(id, action));
    carry_out(state, effects);
}

pub(crate) fn carry_out(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        let (session, answer) = match effect {
            Effect::Filter { session, generation, entries, test, from_idx } => {
                let passed = passed(&*entries, &test, from_idx);
                let tested = entries.entry_count();
                (session, SessionAction::Filtered { generation, entries: passed, tested, ended: true })
            }
            Effect::Find { session, generation, entries, test, from_idx } => {
                let passed = passed(&*entries, &test, from_idx);
                let tested = entries.entry_count();
                let found = FindAction::Found { generation, entries: passed, tested, ended: true };
                (session, SessionAction::Find(found))
            }
            Effect::Tally { session, generation, entries, scope, mut tally, from_idx } => {
                let counts = Arc::make_mut(&mut tally);
                entries.visit_entries(from_idx, &mut |entry| {
                    if scope.includes(entry) {
                        counts.record(&scope, entry);
                    }
                    true
                });
                (session, SessionAction::Tallied { generation, tally, counted: entries.entry_count() })
            }
            _ => continue,
        };
        act(state, session, answer);
    }
}

fn passed(entries: &dyn trtc_lens::app::EntrySource, test: &trtc_lens::app::EntryTest, from_idx: u64) -> Vec<u64> {
    let mut passed = Vec::new();
    let candidates = test.candidates.as_deref();
    entries.visit_entries(from_idx, &mut |entry| {
        let idx = entry.number - 1;
        if test.passes(entry) && candidates.is_none_or(|candidates| candidates.contains(idx)) {
            passed.push(idx);
        }
        true
    });
    passed
}

pub(crate) fn shown(state: &State) -> &Session {
    state.logs.shown().expect("a log is shown")
}

fn narrowed(state: &State) -> &Diagnosis {
    shown(state).findings.narrowed.as_deref().expect("the log is narrowed")
}

fn user(name: &str) -> NarrowBy {
    NarrowBy::User(name.to_owned())
}

#[test]
fn a_part_of_a_log_with_many_stays_says_what_it_does_not_know() {
    let stay = |nth: usize| {
        let sdk =
            |second: usize, text: &str| format!("TRTC[{:02}:{:02}:{second:02}:000] {text}\n", 1 + nth / 60, nth % 60);
        [
            sdk(
                1,
                &format!(
                    "<INFO> [↑c{nth}|ann] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor"
                ),
            ),
            sdk(2, &format!("<INFO> [↑c{nth}|ann] Join room success cost: 300ms")),
            sdk(3, &format!("<INFO> [↑c{nth}|ann] leaving room [5001]")),
        ]
        .concat()
    };
    for (stays, wanted) in [(20, None), (230, Some("Not known to it: 30 stays later in the log"))] {
        let (mut state, id) = with_log(&(0..stays).map(stay).collect::<String>());
        assert_eq!(shown(&state).findings.diagnosis.as_ref().expect("read").timeline.stay_count, stays as u64);
        act(&mut state, id, SessionAction::Narrow(user("ann")));
        let said = shown(&state).findings.summary.iter().find(|line| line.starts_with("Not known"));
        assert_eq!(said.map(String::as_str), wanted);
        let report =
            render(ReportFormat::Text, ReportOptions::default(), Catalog::current(), [narrowed(&state).clone()]);
        assert_eq!(report.contains("30 stays later"), wanted.is_some(), "{report}");
    }
}

#[test]
fn list_counts_problems_and_timeline_follow_a_user() {
    let (mut state, id) = with_log(&two_users());
    let all = shown(&state).entries.count;
    let whole = Arc::clone(shown(&state).findings.diagnosis.as_ref().expect("read"));
    assert!(whole.problems.iter().all(|problem| problem.users.len() == 2), "each problem is of both users");
    act(&mut state, id, SessionAction::Narrow(user("ann")));
    let session = shown(&state);
    assert_eq!(session.selection.list.len(), narrowed(&state).entries);
    assert_eq!(session.levels().get(Level::Error) * 2, whole.levels.get(Level::Error));
    assert!(session.selection.list.len() < all * 6 / 10, "the entries of the other user are not listed");
    assert_eq!(session.findings.problems.len(), whole.problems.len());
    let lanes: Vec<&str> =
        session.timeline.current().expect("read").lanes.iter().map(|lane| lane.user.as_str()).collect();
    assert_eq!(lanes, ["ann"]);
    for (part, problem) in narrowed(&state).problems.iter().zip(&whole.problems) {
        assert_eq!((part.users.as_slice(), &part.title), (["ann".to_owned()].as_slice(), &problem.title));
        assert_eq!((part.occurrences * 2, part.count * 2), (problem.occurrences, problem.count));
        assert!(part.first_line > 121, "it begins where the user has it: line {}", part.first_line);
        assert!(part.steps.iter().all(|step| step.line > 121), "{:?}", part.steps);
        assert_eq!(part.attempt.as_ref().map(|attempt| attempt.user.as_str()), Some("ann"));
        let stays = &narrowed(&state).timeline.stays;
        assert!(part.attempt.as_ref().is_some_and(|attempt| stays[attempt.stay].user == "ann"));
        let codes: Vec<ErrorCode> = part.findings.iter().map(|idx| narrowed(&state).findings[*idx].code).collect();
        assert!(problem.findings.iter().all(|idx| codes.contains(&whole.findings[*idx].code)));
    }
    assert_eq!(narrowed(&state).context.user_ids, ["ann"]);
    assert_eq!(narrowed(&state).context.rooms, ["5002"]);
    act(&mut state, id, SessionAction::WidenAll);
    let session = shown(&state);
    assert!(session.findings.narrowed.is_none());
    assert_eq!((session.selection.list.len(), session.findings.problems.len()), (all, whole.problems.len()));
    assert_eq!(session.findings.problems[0].users.len(), 2);
}

#[test]
fn parts_of_one_kind_add_up_and_kinds_narrow_each_other() {
    let (mut state, id) = with_log(&two_users());
    let listed = |state: &State| shown(state).selection.list.len();
    act(&mut state, id, SessionAction::Narrow(user("ann")));
    let of_ann = listed(&state);
    act(&mut state, id, SessionAction::Narrow(NarrowBy::Room("308877".to_owned())));
    assert_eq!(listed(&state), 0, "this user was never in that room");
    act(&mut state, id, SessionAction::Narrow(user("student_07")));
    let of_room = listed(&state);
    assert!(of_room > 0);
    act(&mut state, id, SessionAction::Widen(NarrowPart { by: user("ann"), is_excluded: false }));
    assert_eq!(listed(&state), of_room);
    act(&mut state, id, SessionAction::WidenAll);
    act(&mut state, id, SessionAction::Exclude(user("ann")));
    let without = listed(&state);
    assert!(without > 0 && without + of_ann <= shown(&state).entries.count);
    assert!(shown(&state).findings.problems.iter().all(|problem| problem.users == ["student_07"]));
}

#[test]
fn one_attempt_shows_its_own_problem() {
    let (mut state, id) = with_log(include_str!("../../assets/samples/join-failed.log"));
    let whole = Arc::clone(shown(&state).findings.diagnosis.as_ref().expect("read"));
    let stays = &whole.timeline.stays;
    assert_eq!((stays.len(), whole.problems.len()), (2, 2));
    for stay in stays {
        act(&mut state, id, SessionAction::WidenAll);
        act(&mut state, id, SessionAction::Narrow(NarrowBy::attempt(stay)));
        let part = narrowed(&state);
        assert_eq!((part.problems.len(), part.timeline.stays.len()), (1, 1), "from line {}", stay.began.line);
        let attempt = part.problems[0].attempt.as_ref().expect("it is in the attempt");
        assert_eq!((attempt.stay, attempt.client.as_str()), (0, stay.client.as_str()));
        let lines = shown(&state).visible.rows.iter().map(|row| row.line);
        assert!(lines.into_iter().all(|line| stay.contains(line)));
    }
}

#[test]
fn a_problem_shows_its_lines_also_after_another_narrowing() {
    let (mut state, id) = with_log(&two_users());
    act(&mut state, id, SessionAction::Narrow(user("ann")));
    let problem = narrowed(&state).problems[0].clone();
    act(&mut state, id, SessionAction::Narrow(NarrowBy::problem(&problem)));
    let session = shown(&state);
    assert_eq!(session.findings.problems.len(), 1);
    assert_eq!(session.findings.problems[0].title, problem.title);
    assert!(!session.visible.rows.is_empty() && session.selection.list.len() < 60);
    assert!(session.visible.rows.iter().all(|row| row.line > 121));
}

#[test]
fn a_code_and_a_range_of_time_narrow_problems_and_counts() {
    let (mut state, id) = with_log(&two_users());
    let code = ErrorCode::new(Family::Account, 70001);
    let code = if shown(&state).findings.index.by_code.contains_key(&code) {
        code
    } else {
        *shown(&state).findings.index.by_code.keys().next().expect("there are codes")
    };
    act(&mut state, id, SessionAction::Code(Some(code)));
    assert!(narrowed(&state).findings.iter().any(|finding| finding.code == code));
    assert_eq!(shown(&state).selection.list.len(), narrowed(&state).entries);
    act(&mut state, id, SessionAction::WidenAll);
    let half = shown(&state).entries.count / 2;
    act(&mut state, id, SessionAction::OnTimeline(TimelineAction::Axis(trtc_lens::diagnosis::timeline::Axis::Entries)));
    act(&mut state, id, SessionAction::OnTimeline(TimelineAction::Narrow(0.0, 0.499)));
    assert!(narrowed(&state).entries <= half + 1);
    assert!(shown(&state).findings.problems.iter().all(|problem| problem.users == ["student_07"]));
    let users = shown(&state).timeline.current().expect("read").lanes.len();
    assert_eq!(users, 2, "the timeline around the range stays");
    let chips: Vec<String> = shown(&state).narrowed_to().into_iter().map(|(_, text)| text).collect();
    assert_eq!(chips.len(), 1);
    assert!(chips[0].starts_with("the time 00:41:35"), "{chips:?}");
}

#[test]
fn selecting_a_hidden_entry_keeps_the_narrowing_if_the_entry_belongs_to_it() {
    let (mut state, id) = with_log(&two_users());
    act(&mut state, id, SessionAction::Narrow(user("ann")));
    act(&mut state, id, SessionAction::Text("nothing has this text".to_owned()));
    assert_eq!(shown(&state).selection.list.len(), 0);
    let line = narrowed(&state).problems[0].first_line;
    act(&mut state, id, SessionAction::GoToLine(line));
    assert!(!shown(&state).narrow.narrowing.is_empty());
    assert!(shown(&state).selection.list.selected().is_some());
    act(&mut state, id, SessionAction::GoToLine(30));
    assert!(shown(&state).narrow.narrowing.is_empty(), "the line is another user's");
    assert!(shown(&state).selection.list.selected().is_some());
}

#[test]
fn reports_and_summaries_are_of_what_is_narrowed_and_say_so() {
    let (mut state, id) = with_log(&two_users());
    act(&mut state, id, SessionAction::Narrow(user("ann")));
    let effects = state.apply(Action::Run(Command::CopyReport));
    let [Effect::CopyReport { subject: ReportSubject::Log(diagnosis), options, .. }] = effects.as_slice() else {
        panic!("a report is copied")
    };
    let entries = shown(&state).entries.count;
    let note = format!("Narrowed to user ann; the whole log has {entries} entries and 2 problems.");
    for format in [ReportFormat::Markdown, ReportFormat::Html, ReportFormat::Text] {
        let text = render(format, *options, Catalog::current(), [(**diagnosis).clone()]);
        assert!(text.contains(&note), "{format:?}: {}", &text[..800.min(text.len())]);
        assert!(!text.contains("student_07"), "{format:?} names another user");
    }
    let json = render(ReportFormat::Json, *options, Catalog::current(), [(**diagnosis).clone()]);
    assert!(json.contains("\"user ann\""));
    let report = Report::new((**diagnosis).clone(), Catalog::current(), &mut options.redactor());
    assert!(summary::render(&report).starts_with(&note));
    let hidden = ReportOptions { hide_users: true, ..*options };
    let text = render(ReportFormat::Markdown, hidden, Catalog::current(), [(**diagnosis).clone()]);
    assert!(!text.contains("ann;"), "the name is replaced in the note, too");
    act(&mut state, id, SessionAction::WidenAll);
    let effects = state.apply(Action::Run(Command::CopyReport));
    let [Effect::CopyReport { subject: ReportSubject::Log(diagnosis), .. }] = effects.as_slice() else {
        panic!("a report is copied")
    };
    assert!(diagnosis.narrowed.is_none(), "the whole log is one step away");
}

#[test]
fn a_report_waits_until_the_entries_are_counted() {
    let (mut state, id) = with_log(&two_users());
    let _ = state.apply(Action::Session(id, SessionAction::Narrow(user("ann"))));
    assert!(state.apply(Action::Run(Command::CopyReport)).is_empty());
    assert!(state.notices[0].text.contains("counted"));
}

#[test]
fn a_level_can_be_shown_alone() {
    let (mut state, id) = with_log(&two_users());
    act(&mut state, id, SessionAction::OnlyLevel(Level::Error));
    assert_eq!(shown(&state).selection.list.len(), shown(&state).levels().get(Level::Error));
    act(&mut state, id, SessionAction::OnlyLevel(Level::Error));
    assert_eq!(shown(&state).selection.list.len(), shown(&state).entries.count);
}

#[test]
fn several_filters_are_kept_and_removed_one_by_one() {
    let (mut state, id) = with_log(&two_users());
    for text in ["join", "-student_07"] {
        act(&mut state, id, SessionAction::Text(text.to_owned()));
        act(&mut state, id, SessionAction::KeepText);
    }
    let filter = &shown(&state).filter;
    assert_eq!((filter.criteria.typed.text.as_str(), filter.criteria.kept.len()), ("", 2));
    assert_eq!(filter.history.as_ref(), ["-student_07", "join"]);
    let both = shown(&state).selection.list.len();
    act(&mut state, id, SessionAction::RemoveText(1));
    assert!(shown(&state).selection.list.len() > both && both > 0);
    let (settings, warnings) = Settings::parse(&state.settings.render());
    assert_eq!(
        (settings.filter_history.as_slice(), warnings.len()),
        (["-student_07".to_owned(), "join".to_owned()].as_slice(), 0)
    );
}

#[test]
fn the_codes_of_a_log_can_be_searched_by_number_and_name() {
    let (state, _) = with_log(&two_users());
    let all = shown(&state).code_choices("");
    assert_eq!(all.len(), shown(&state).findings.index.by_code.len());
    assert!(all.is_sorted_by_key(|choice| (choice.severity.is_none(), choice.severity)));
    let by_name = shown(&state).code_choices("join_room");
    assert!(by_name.iter().all(|choice| choice.title.contains("JOIN_ROOM")) && !by_name.is_empty());
    let number = by_name[0].code.value().expect("a number").to_string();
    assert!(shown(&state).code_choices(&number).iter().any(|choice| choice.code == by_name[0].code));
}
