//! The scheduling service cannot be reached: network, proxy, firewall or an ad blocker. Evidence: `request error, readyState:4
//! status:0` under 0x404c, an HTTP status there, or the browser's `net::ERR_…` for its host; SDK 4.14.3 prints a
//! `TypeError` and no code.

use super::{Explanation, Failure, ImpliedFailure, obstacle};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::Impact;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::knowledge::{Cause, Phrase, Sentence};

/// The request ended without an answer.
const NO_ANSWER: i64 = 4;
/// Messages of SDKs and browsers for it.
const WORDS: &[&str] =
    &["Network Error", "request error", "request timeout", "request abort", "timeout of", "Failed to fetch"];

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    // Some versions do not print the state of the request; then only the words distinguish it from a refusal. Version 5
    // prints `schedule failed code: 0` under its general code.
    let schedule_failed = failure.root == ErrorCode::new(Family::WebV4, 0x404c);
    let has_no_answer = (failure.root.family() == Family::WebV5
        || failure.root == ErrorCode::new(Family::WebV4, 0x4004))
        && failure.says("schedule failed");
    let by_words = has_no_answer
        || schedule_failed
            && (failure.histories.schedule_requests.tally.is_recorded() || WORDS.iter().any(|word| failure.says(word)));
    if failure.operation != Operation::Join || (failure.root.family() != Family::Network && !by_words) {
        return None;
    }
    let mut explanation = failure.join_explanation();
    match failure.root.value().filter(|value| (100..600).contains(value)) {
        Some(status) => explanation.describe(Cause::SchedulingStatus { status: &status }),
        None => describe(&mut explanation, failure.histories),
    }
    Some(explanation)
}

fn describe(explanation: &mut Explanation, histories: &UserHistories) {
    let error = &histories.schedule_requests.error;
    let browser = if error.is_empty() { String::new() } else { Sentence::CauseBrowsersWord { word: error }.text() };
    explanation.describe(Cause::SchedulingUnreachable { browser: &browser });
    obstacle::prepend(explanation, error, Phrase::TargetScheduling);
}

/// Requests to the scheduling service failed, no answer came, and the log has no code for it.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let requests = &histories.schedule_requests;
    // The address of a WebSocket is part of the answer.
    let is_answered = |user: &UserHistory| {
        let after = [user.scheduled, user.joined, user.sockets_opened, user.sockets_unanswered];
        after.iter().any(|tally| tally.is_recorded())
    };
    let answered = histories.users().any(|(_, user)| is_answered(user));
    let user = histories.users().next().map(|(user, _)| user.to_owned()).unwrap_or_default();
    if !requests.tally.is_recorded() || answered || is_reported(Operation::Join, &user) {
        return Vec::new();
    }
    let root = ErrorCode::new(Family::Network, NO_ANSWER);
    let mut found = ImpliedFailure::new(&user, Operation::Join, root, requests.tally, Impact::NeverGotIn);
    describe(&mut found.explanation, histories);
    vec![found]
}
