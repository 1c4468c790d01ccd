//! Redaction of everything a diagnosis says.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::{Context, Diagnosis, Finding, MESSAGE_CHARS, Problem};
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
    let mut texts = Texts::default();
    for finding in &mut diagnosis.findings {
        redact_finding(finding, &mut texts, redactor);
    }
    diagnosis
}

/// Texts of findings with what became of them: most findings say what others said.
#[derive(Default)]
struct Texts {
    redacted: HashMap<Arc<str>, Arc<str>, RandomState>,
}

/// So many texts are remembered; beyond that, remembering begins anew.
const MAX_TEXTS: usize = 4096;

impl Texts {
    /// What `text` becomes; `redact` says it where that is not known.
    fn redact(&mut self, text: &mut Arc<str>, redact: impl FnOnce(&str) -> String) {
        if let Some(known) = self.redacted.get(text) {
            *text = Arc::clone(known);
            return;
        }
        if self.redacted.len() == MAX_TEXTS {
            self.redacted.clear();
        }
        let redacted: Arc<str> = redact(text).into();
        let text = std::mem::replace(text, Arc::clone(&redacted));
        self.redacted.insert(text, redacted);
    }
}

/// The finding without secrets, its message cut.
pub(super) fn finding(finding: &Finding, redactor: &mut Redactor) -> Finding {
    let mut finding = finding.clone();
    redact_finding(&mut finding, &mut Texts::default(), redactor);
    finding
}

fn redact_finding(finding: &mut Finding, texts: &mut Texts, redactor: &mut Redactor) {
    texts.redact(&mut finding.message, |message| fit(message, redactor));
    for text in [&mut finding.text].into_iter().chain(&mut finding.detail) {
        if let Cow::Owned(redacted) = redactor.redact(text) {
            *text = redacted.into();
        }
    }
    if let Some(pointer) = &mut finding.pointer {
        redact(pointer, redactor);
    }
    let fix: Vec<Cow<'_, str>> = finding.fix.iter().map(|step| redactor.redact(step)).collect();
    if fix.iter().any(|step| matches!(step, Cow::Owned(_))) {
        finding.fix = fix.into_iter().map(Cow::into_owned).collect();
    }
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
        &mut context.user_agents,
        &mut context.page_urls,
        &mut context.rooms,
        &mut context.roles,
        &mut context.network,
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
