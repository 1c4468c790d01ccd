//! Redaction of everything a diagnosis says.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::{Context, Diagnosis, Problem};
use crate::finding::{Finding, MESSAGE_CHARS, Said};
use crate::report::redact::Redactor;
use crate::report::safe::cut;

/// A cut text is taken back by at most this many characters, to where a word begins.
const WORD_CHARS: usize = 64;

/// The diagnosis without secrets, its messages cut. Its `file` is left as the user named it.
pub(super) fn diagnosis(mut diagnosis: Diagnosis, redactor: &mut Redactor) -> Diagnosis {
    for skipped in &mut diagnosis.skipped {
        redact(&mut skipped.reason, redactor);
    }
    redact_context(&mut diagnosis.context, redactor);
    redact_timeline(&mut diagnosis.timeline, redactor);
    for problem in &mut diagnosis.problems {
        redact_problem(problem, redactor);
    }
    let mut sayings = Sayings::default();
    for finding in &mut diagnosis.findings {
        *finding = sayings.redact(finding, redactor);
    }
    diagnosis
}

/// What findings said, and what became of it: most say what others said.
#[derive(Default)]
struct Sayings {
    redacted: HashMap<Saying, [Arc<Said>; 2], RandomState>,
}

/// The address of what was said, which is kept for as long, and the user whose name was put into it.
type Saying = (usize, Option<Arc<str>>);

/// So many are remembered; beyond that, remembering begins anew.
const MAX_SAYINGS: usize = 4096;

impl Sayings {
    fn redact(&mut self, finding: &Finding, redactor: &mut Redactor) -> Finding {
        let key = (Arc::as_ptr(&finding.said) as usize, finding.user.clone());
        if let Some([_, redacted]) = self.redacted.get(&key) {
            return with(finding, Arc::clone(redacted), redactor);
        }
        let redacted = self::finding(finding, redactor);
        if self.redacted.len() == MAX_SAYINGS {
            self.redacted.clear();
        }
        self.redacted.insert(key, [Arc::clone(&finding.said), Arc::clone(&redacted.said)]);
        redacted
    }
}

/// The finding without secrets, its message cut.
pub(super) fn finding(finding: &Finding, redactor: &mut Redactor) -> Finding {
    let message = fit(&finding.message(), redactor);
    let text = redactor.redact(&finding.text()).into_owned();
    let detail = finding.detail().map(|detail| redactor.redact(&detail).into());
    let fix = finding.fix().iter().map(|step| redactor.redact(step).into_owned()).collect();
    let said = Said { text, message: message.into(), detail, fix, ..(*finding.said).clone() };
    with(finding, Arc::new(said), redactor)
}

/// The finding, saying something else.
fn with(finding: &Finding, said: Arc<Said>, redactor: &mut Redactor) -> Finding {
    let mut pointer = finding.pointer.clone();
    if let Some(pointer) = &mut pointer {
        redact(pointer, redactor);
    }
    Finding { pointer, time: finding.time.clone(), user: None, said, ..*finding }
}

fn redact_problem(problem: &mut Problem, redactor: &mut Redactor) {
    redact(&mut problem.title, redactor);
    redact(&mut problem.explanation, redactor);
    for text in problem.fix.iter_mut().chain(&mut problem.symptoms) {
        redact(text, redactor);
    }
    for step in &mut problem.story {
        redact(&mut step.text, redactor);
    }
    for user in &mut problem.users {
        *user = redactor.redact_user(user).into_owned();
    }
}

fn redact_timeline(timeline: &mut Timeline, redactor: &mut Redactor) {
    for lane in timeline.lanes.iter_mut().chain([&mut timeline.others]) {
        lane.user = redactor.redact_user(&lane.user).into_owned();
        for bar in &mut lane.bars {
            redact(&mut bar.label, redactor);
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
    let times = [&mut context.server_time, &mut context.record_time, &mut context.first_time, &mut context.last_time];
    let lists = [
        &mut context.user_agents, &mut context.page_urls, &mut context.rooms, &mut context.roles, &mut context.network,
        &mut context.platforms,
    ];
    let lists = lists.into_iter().chain(&mut context.lacking).flatten();
    for text in lists.chain(times.into_iter().flatten()) {
        redact(text, redactor);
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
/// A message this long may have been cut before, in the middle of an address or a phone number that no longer looks
/// like one: its last word is not to be trusted.
fn fit(message: &str, redactor: &mut Redactor) -> String {
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
    fn a_secret_that_lost_its_end_does_not_survive_the_cut() {
        for secret in ["198.51.100.23", "13800138000", "alice@example.com", "fd00::2:40589"] {
            for len in 1..=secret.len() {
                let before = format!("{} ", "-".repeat(MESSAGE_CHARS - len - 1));
                let message = format!("{before}{}", &secret[..len]);
                assert_eq!(fit(&message, &mut Redactor::new()), before);
            }
        }
    }

    #[test]
    fn messages_are_cut_after_they_are_redacted() {
        let before = format!("{} token=", "-".repeat(MESSAGE_CHARS - 12));
        let message = format!("{before}0a1b2c3d4e5f, and more");
        assert_eq!(fit(&message, &mut Redactor::new()), before);
        assert_eq!(fit(&message, &mut Redactor::none()), format!("{before}0a1b2"));
    }
}
