//! Codes of neighbouring products, and codes of which nothing says whose they are. What they did to the call is unknown unless
//! the words say it.

use super::{Explanation, Failure};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::knowledge::{Cause, Sentence};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let family = failure.root.family();
    let (code, said) = (&failure.root, &failure.quoted_message());
    if family == Family::Unclear {
        let mut explanation = failure.explanation(Impact::Warning);
        explanation.confidence = Confidence::Possible;
        explanation.describe(Cause::CodeUnclear { code, said });
        return Some(explanation);
    }
    if !family.is_neighbour() {
        return None;
    }
    // Chat has groups that are joined; they are not rooms.
    let kept_out = failure.operation == Operation::Join && family != Family::Chat;
    let mut explanation = failure.explanation(if kept_out { Impact::NeverGotIn } else { Impact::Warning });
    let product = &family.title();
    if Catalog::current().entry(failure.root).is_none() {
        explanation.describe(Cause::NeighbourCodeUndocumented { code, product, said });
    }
    if !kept_out {
        explanation.outcome = Sentence::OutcomeReportedBy { product }.text();
    }
    Some(explanation)
}
