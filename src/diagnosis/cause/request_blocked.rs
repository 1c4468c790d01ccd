//! The scheduling service cannot be reached: network, proxy, firewall or an ad blocker. Evidence: `request error, readyState:4
//! status:0` under 0x404c, an HTTP status there, or the browser's `net::ERR_…` for its host; SDK 4.14.3 shows a
//! bare `TypeError` and no code.

use super::{ALLOW_SIGNALLING, Explanation, Failure, ImpliedFailure, OTHER_NETWORK, obstacle, steps};
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::Impact;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::UserHistories;

/// The request ended without an answer.
const NO_ANSWER: i64 = 4;
const CAUSE: &str = "The scheduling service cannot be reached";
/// What SDKs and browsers say of it.
const WORDS: &[&str] =
    &["Network Error", "request error", "request timeout", "request abort", "timeout of", "Failed to fetch"];

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    // Some versions print no state of the request, and its words alone tell it from a refusal.
    let schedule_failed = case.root == ErrorCode::new(Family::WebV4, 0x404c);
    let by_words = schedule_failed
        && (case.facts.schedule_requests.tally.is_recorded() || WORDS.iter().any(|word| case.says(word)));
    if case.operation != Operation::Join || (case.root.family() != Family::Network && !by_words) {
        return None;
    }
    let status = case.root.value().filter(|value| (100..600).contains(value));
    let mut explained = case.of_joining();
    explained.cause = match status {
        Some(status) => format!("The scheduling service answered with HTTP {status}"),
        None => CAUSE.to_owned(),
    };
    if status.is_none() {
        describe(&mut explained, case.facts);
    }
    Some(explained)
}

fn describe(explained: &mut Explanation, facts: &UserHistories) {
    let error = &facts.schedule_requests.error;
    let browser = if error.is_empty() { String::new() } else { format!(" The browser's word for it is {error}.") };
    explained.explanation = format!(
        "Before it joins, the SDK asks the scheduling service for the nearest server. That request got no answer at all, so \
         it is not TRTC that refused.{browser}\n\nA firewall, a proxy, an ad blocker, a content security policy, a broken name \
         resolution or no network at all keep the request from its host."
    );
    explained.fix = steps(&[
        ALLOW_SIGNALLING,
        OTHER_NETWORK,
        "Open the page in a private window without extensions, and look in the browser's Network tab at the request to \
         “/api/v1/config”: its error says what is in the way.",
    ]);
    explained.owner = Some(Owner::EndUser);
    obstacle::name(explained, error, "the scheduling service");
}

/// Requests to the scheduling service failed, no answer came, and no code tells of it.
pub(super) fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let requests = &facts.schedule_requests;
    let answered = facts.users().any(|(_, user)| user.scheduled.is_recorded() || user.joined.is_recorded());
    let user = facts.users().next().map(|(user, _)| user.to_owned()).unwrap_or_default();
    if !requests.tally.is_recorded() || answered || is_told(Operation::Join, &user) {
        return Vec::new();
    }
    let root = ErrorCode::new(Family::Network, NO_ANSWER);
    let mut found = ImpliedFailure::new(&user, Operation::Join, root, requests.tally, Impact::NeverGotIn);
    CAUSE.clone_into(&mut found.explained.cause);
    describe(&mut found.explained, facts);
    vec![found]
}
