//! The handshake of the WebSocket was answered with an HTTP status: a proxy or firewall. Evidence: the browser's
//! `Unexpected response code: 403`, or the status of the request for the WebSocket.

use super::{Explanation, Failure};
use crate::diagnosis::impact::Confidence;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.variant != Some(Variant::Handshake) || failure.operation != Operation::Join {
        return None;
    }
    let mut explanation = failure.join_explanation();
    explanation.confidence = Confidence::Likely;
    explanation.describe(Cause::HandshakeRefused { status: &failure.root });
    Some(explanation)
}
