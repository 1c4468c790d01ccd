//! The SDK's check of the encoder failed (0x4051, 0x4052): the track is muted or has ended, or the browser encodes nothing.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::problem::fingerprint::Variant;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.variant == Some(Variant::EncoderCheck) {
        let mut explanation = failure.explanation(Impact::Aside);
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::EncoderCheckedIdleTrack);
        return Some(explanation);
    }
    let is_encoder = [0x4051, 0x4052].iter().any(|value| failure.root == ErrorCode::new(Family::WebV4, *value));
    if !is_encoder {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    explanation.describe(Cause::NothingEncoded);
    Some(explanation)
}
