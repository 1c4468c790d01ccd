//! Narrowing a log by one key, and reports that are asked for too early.

use trtc_lens::app::{Action, Command, Effect, ReportSubject, SessionAction, State, TimelineAction};
use trtc_lens::diagnosis::narrow::NarrowBy;

use super::narrow::{act, carry_out, two_users, with_log};

fn run(state: &mut State, command: Command) -> Vec<Effect> {
    state.apply(Action::Run(command))
}

fn press(state: &mut State, command: Command) {
    let effects = run(state, command);
    carry_out(state, effects);
}

/// What the shown log is narrowed to, in words.
pub(crate) fn chips(state: &State) -> Vec<String> {
    state.logs.shown().expect("a log").narrowed_to().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn one_key_narrows_to_the_user_of_the_gravest_problem_or_of_the_line() {
    let (mut state, id) = with_log(&two_users());
    press(&mut state, Command::OnlyUser);
    assert_eq!(chips(&state), ["user student_07"]);
    press(&mut state, Command::OnlyUser);
    assert!(chips(&state).is_empty(), "the second time it is taken back");
    let all = state.logs.shown().expect("a log").entries.count;
    act(&mut state, id, SessionAction::SelectEntry(all - 2));
    press(&mut state, Command::OnlyUser);
    assert_eq!(chips(&state), ["user ann"]);
    assert_eq!(state.logs.shown().and_then(|log| log.selection.entry), Some(all - 2), "the selected line stays");
}

#[test]
fn one_key_narrows_to_attempt_problem_and_code() {
    let (mut state, id) = with_log(&two_users());
    act(&mut state, id, SessionAction::SelectProblem(0));
    for command in [Command::OnlyAttempt, Command::OnlyProblem, Command::OnlyCode, Command::WithoutUser] {
        press(&mut state, command);
        let parts = state.logs.shown().expect("a log").narrow.narrowing.parts().to_vec();
        let [part] = parts.as_slice() else { panic!("{command:?}: {parts:?}") };
        let fits = match command {
            Command::OnlyAttempt => matches!(part.by, NarrowBy::Attempt { .. }),
            Command::OnlyProblem => matches!(part.by, NarrowBy::Problem { .. }),
            Command::OnlyCode => matches!(part.by, NarrowBy::Code(_)),
            _ => part.is_excluded && matches!(part.by, NarrowBy::User(_)),
        };
        assert!(fits, "{command:?}: {part:?}");
        press(&mut state, Command::RemoveLastChip);
        assert!(chips(&state).is_empty(), "{command:?} is taken back");
    }
}

#[test]
fn the_last_narrowing_is_taken_back_first() {
    let (mut state, id) = with_log(&two_users());
    press(&mut state, Command::OnlyUser);
    press(&mut state, Command::OnlyAttempt);
    act(&mut state, id, SessionAction::Text("join".to_owned()));
    act(&mut state, id, SessionAction::KeepText);
    let kept = |state: &State| state.logs.shown().expect("a log").filter.criteria.kept.len();
    assert_eq!((chips(&state).len(), kept(&state)), (2, 1));
    press(&mut state, Command::RemoveLastChip);
    assert_eq!((chips(&state).len(), kept(&state)), (2, 0));
    press(&mut state, Command::RemoveLastChip);
    assert_eq!(chips(&state), ["user student_07"]);
    press(&mut state, Command::ShowWholeLog);
    assert!(chips(&state).is_empty());
}

#[test]
fn a_line_without_a_user_says_so() {
    let (mut state, _) = with_log("a line of nobody\nanother\n");
    press(&mut state, Command::OnlyUser);
    assert_eq!(state.notices.last().map(|notice| notice.text.as_str()), Some("This line has no user."));
    assert!(chips(&state).is_empty());
}

#[test]
fn a_report_that_is_asked_for_while_entries_are_counted_is_copied_after_that() {
    let (mut state, _) = with_log(&two_users());
    let counting = run(&mut state, Command::OnlyUser);
    assert!(run(&mut state, Command::CopyReport).is_empty(), "not yet");
    let tally = counting.into_iter().find_map(|effect| match effect {
        Effect::Tally { session, generation, tally, entries, .. } => {
            let counted = entries.entry_count();
            Some(Action::Session(session, SessionAction::Tallied { generation, tally, counted }))
        }
        _ => None,
    });
    let effects = state.apply(tally.expect("entries are counted"));
    let copied = effects.iter().any(|effect| match effect {
        Effect::CopyReport { subject: ReportSubject::Log(diagnosis), .. } => diagnosis.narrowed.is_some(),
        _ => false,
    });
    assert!(copied, "the report of the user");
}

#[test]
fn a_problem_of_the_narrowed_log_has_the_clocks_of_its_own_lines() {
    let (mut state, _) = with_log(&two_users());
    press(&mut state, Command::OnlyUser);
    let log = state.logs.shown().expect("a log");
    for problem in &log.findings.problems {
        assert!(!problem.first.contains("line") && !problem.last.contains("line"), "{problem:?}");
    }
}

#[test]
fn the_timeline_shows_the_part_of_the_user_and_then_the_whole_log_again() {
    let text = two_users();
    let (first, second) = text.split_at(text.len() / 2);
    // The second user comes ten minutes later.
    let (mut state, id) = with_log(&format!("{first}{}", second.replace("[00:41:", "[00:51:")));
    let shown = |state: &State| state.logs.shown().expect("a log").timeline.view.shown();
    press(&mut state, Command::OnlyUser);
    let part = shown(&state);
    assert!(part.end - part.start < 0.7, "{part:?}");
    press(&mut state, Command::OnlyUser);
    assert_eq!(shown(&state), 0.0..1.0);
    act(&mut state, id, SessionAction::OnTimeline(TimelineAction::Zoom { around: 0.9, factor: 4.0 }));
    let chosen = shown(&state);
    press(&mut state, Command::OnlyUser);
    assert_eq!(shown(&state), chosen, "the part that the user chose stays");
}

#[test]
fn a_line_of_a_failed_attempt_leads_to_its_problem() {
    let (mut state, id) = with_log(&two_users());
    let line_of_attempt = |state: &State| {
        let log = state.logs.shown().expect("a log");
        let problem = &log.findings.diagnosis.as_ref().expect("read").problems[0];
        (problem.title.clone(), problem.first_line)
    };
    let (title, first_line) = line_of_attempt(&state);
    act(&mut state, id, SessionAction::GoToLine(first_line - 2));
    let details = |state: &State| state.logs.shown().and_then(|log| log.selection.details.clone());
    assert!(details(&state).is_some_and(|details| details.problem_idx.is_none()));
    press(&mut state, Command::OnlyProblem);
    let parts = state.logs.shown().expect("a log").narrow.narrowing.parts().to_vec();
    assert!(matches!(&parts[..], [part] if matches!(&part.by, NarrowBy::Problem { title: by, .. } if *by == title)));
}
