//! Removes the secrets from all texts of a diagnosis.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnosis::narrow::NarrowBy;
use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::{Context, Diagnosis, Problem};
use crate::finding::{Finding, FindingBody, MESSAGE_CHARS};
use crate::report::redact::{Redactor, cut};
use crate::source::PictureEvidence;

/// The longest last word, in characters, that is removed from a message that may have been cut.
const WORD_CHARS: usize = 64;

/// The diagnosis without secrets, its messages cut. `recorded` has redacted the findings that are not in it. Its `file` stays
/// as the user named it.
pub(super) fn redact_diagnosis(
    mut diagnosis: Diagnosis,
    recorded: Option<&Redactor>,
    redactor: &mut Redactor,
) -> Diagnosis {
    for skipped in &mut diagnosis.skipped {
        redact(&mut skipped.reason, redactor);
    }
    redact_context(&mut diagnosis.context, redactor);
    redact_timeline(&mut diagnosis.timeline, redactor);
    for error in &mut diagnosis.logged_errors {
        redact(&mut error.text, redactor);
    }
    for problem in &mut diagnosis.problems {
        redact_problem(problem, redactor);
    }
    for marked in &mut diagnosis.marked_lines {
        marked.message = redact_message(&marked.message, redactor);
        for text in marked.time.iter_mut().chain([&mut marked.note]) {
            redact(text, redactor);
        }
    }
    for part in diagnosis.narrowed.iter_mut().flat_map(|narrowed| narrowed.to.parts_mut()) {
        redact_narrowing(&mut part.by, redactor);
    }
    if let Some(recorded) = recorded {
        redactor.absorb(recorded);
    }
    for finding in &mut diagnosis.findings {
        *finding = redact_finding(finding, redactor);
    }
    diagnosis
}

/// The finding without secrets, its message cut.
pub(super) fn redact_finding(finding: &Finding, redactor: &mut Redactor) -> Finding {
    let message = redact_message(finding.message(), redactor);
    let evidence = redactor.redact(finding.evidence()).into_owned();
    let detail = finding.detail().map(|detail| redactor.redact(detail).into());
    let fix = finding.fix().iter().map(|step| redactor.redact(step).into_owned()).collect();
    let body = FindingBody { evidence, message: message.into(), detail, fix, ..(*finding.body).clone() };
    with_body(finding, Arc::new(body), redactor)
}

/// The finding with another body and a redacted pointer.
fn with_body(finding: &Finding, body: Arc<FindingBody>, redactor: &mut Redactor) -> Finding {
    let mut pointer = finding.pointer.clone();
    if let Some(pointer) = &mut pointer {
        redact(pointer, redactor);
    }
    let picture = finding.picture.as_deref().map(|picture| Arc::new(redact_picture(picture, redactor)));
    Finding { pointer, time: finding.time.clone(), picture, body, ..*finding }
}

/// What was read in a picture, without secrets.
pub(super) fn redact_picture(picture: &PictureEvidence, redactor: &mut Redactor) -> PictureEvidence {
    let redacted = |text: &String, redactor: &mut Redactor| redactor.redact(text).into_owned();
    PictureEvidence {
        read: picture.read.as_ref().map(|read| redacted(read, redactor)),
        readings: picture.readings.iter().map(|reading| redacted(reading, redactor)).collect(),
        ..*picture
    }
}

fn redact_problem(problem: &mut Problem, redactor: &mut Redactor) {
    redact(&mut problem.title, redactor);
    redact(&mut problem.explanation, redactor);
    for text in problem.fix.iter_mut().chain(&mut problem.symptoms) {
        redact(text, redactor);
    }
    for step in &mut problem.steps {
        redact(&mut step.text, redactor);
    }
    let attempt_user = problem.attempt.iter_mut().map(|attempt| &mut attempt.user);
    for user in problem.users.iter_mut().chain(attempt_user) {
        *user = redactor.redact_user(user).into_owned();
    }
    if let Some(attempt) = &mut problem.attempt {
        redact(&mut attempt.client, redactor);
    }
}

fn redact_narrowing(by: &mut NarrowBy, redactor: &mut Redactor) {
    match by {
        NarrowBy::User(user) => *user = redactor.redact_user(user).into_owned(),
        NarrowBy::Room(text) | NarrowBy::Problem { title: text, .. } => redact(text, redactor),
        NarrowBy::Attempt { user, client, .. } => {
            *user = redactor.redact_user(user).into_owned();
            redact(client, redactor);
        }
        NarrowBy::Code(_) | NarrowBy::Entries(_) => {}
    }
}

fn redact_timeline(timeline: &mut Timeline, redactor: &mut Redactor) {
    for lane in timeline.lanes.iter_mut().chain([&mut timeline.others]) {
        lane.user = redactor.redact_user(&lane.user).into_owned();
        for bar in &mut lane.bars {
            redact(&mut bar.label, redactor);
        }
    }
    if let Some(clock) = &mut timeline.server_clock {
        redact(&mut clock.text, redactor);
    }
    for loss in &mut timeline.remote_losses {
        for user in [&mut loss.user, &mut loss.seen_by] {
            *user = redactor.redact_user(user).into_owned();
        }
    }
    for stay in &mut timeline.stays {
        stay.user = redactor.redact_user(&stay.user).into_owned();
        for text in stay.room.iter_mut().chain([&mut stay.role, &mut stay.client]) {
            redact(text, redactor);
        }
    }
}

fn redact_context(context: &mut Context, redactor: &mut Redactor) {
    let times = [
        &mut context.server_time, &mut context.record_time, &mut context.first_time, &mut context.last_time,
        &mut context.described_time, &mut context.repeats,
    ];
    let lists = [
        &mut context.user_agents, &mut context.page_urls, &mut context.rooms, &mut context.roles, &mut context.network,
        &mut context.platforms, &mut context.machines,
    ];
    let lists = lists.into_iter().chain(&mut context.lacking).flatten();
    for text in lists.chain(times.into_iter().flatten()) {
        redact(text, redactor);
    }
    for (first, last) in &mut context.other_times {
        redact(first, redactor);
        redact(last, redactor);
    }
    for user in &mut context.user_ids {
        *user = redactor.redact_user(user).into_owned();
    }
}

fn redact(text: &mut String, redactor: &mut Redactor) {
    if let Cow::Owned(redacted) = redactor.redact(text) {
        *text = redacted;
    }
}

/// A message without secrets, cut at [`MESSAGE_CHARS`].
///
/// A message of this length may have been cut already, in the middle of an address or a phone number that is no longer
/// recognised as such: its last word is removed.
fn redact_message(message: &str, redactor: &mut Redactor) -> String {
    let may_be_cut = redactor.is_active() && message.chars().count() >= MESSAGE_CHARS;
    let message = if may_be_cut { without_last_word(message) } else { message };
    cut(&redactor.redact(message), MESSAGE_CHARS).to_owned()
}

fn without_last_word(text: &str) -> &str {
    let is_boundary = |c: char| c.is_whitespace() || r#",;&"'[](){}|<>="#.contains(c);
    let mut start = text.len();
    for (at, c) in text.char_indices().rev().take(WORD_CHARS) {
        if is_boundary(c) {
            break;
        }
        start = at;
    }
    &text[..start]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_secret_at_the_cut_is_removed() {
        for secret in ["198.51.100.23", "13800138000", "alice@example.com", "fd00::2:40589"] {
            for len in 1..=secret.len() {
                let before = format!("{} ", "-".repeat(MESSAGE_CHARS - len - 1));
                let message = format!("{before}{}", &secret[..len]);
                assert_eq!(redact_message(&message, &mut Redactor::new()), before);
            }
        }
    }

    #[test]
    fn messages_are_redacted_before_they_are_cut() {
        let before = format!("{} token=", "-".repeat(MESSAGE_CHARS - 12));
        let message = format!("{before}0a1b2c3d4e5f, and more");
        assert_eq!(redact_message(&message, &mut Redactor::new()), before);
        assert_eq!(redact_message(&message, &mut Redactor::none()), format!("{before}0a1b2"));
    }
}
