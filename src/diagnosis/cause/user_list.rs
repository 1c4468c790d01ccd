//! The list of users could not be updated: `sync user list failed`. Harmless, since the SDK asks again.

use super::{Explanation, Failure};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::problem::fingerprint::Variant;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.variant != Some(Variant::UserList) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::Aside);
    explanation.confidence = Confidence::Stated;
    explanation.describe(Cause::UserListNotUpdated);
    Some(explanation)
}
