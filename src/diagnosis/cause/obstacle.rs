//! What blocks a connection between the browser and a host, by the browser's error (`net::ERR_…`). Browsers use the same
//! errors for requests and for sockets.

use super::Explanation;
use crate::diagnosis::impact::Confidence;
use crate::event::BLOCKED_BY_POLICY;
use crate::knowledge::{Cause, Phrase};

/// Adds what the browser's error `word` means at the beginning of an explanation. Does nothing for an error with many possible
/// causes, such as `ERR_CONNECTION_TIMED_OUT` or `ERR_EMPTY_RESPONSE`. `target` is what the browser tried to reach.
pub(super) fn prepend(explanation: &mut Explanation, word: &str, target: Phrase) {
    let target = target.text();
    let (word, target) = (&word, &target);
    let starts_with_any = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    let obstacle = if starts_with_any(&["ERR_BLOCKED_BY_CLIENT"]) {
        Cause::BlockedByExtension { target, word }
    } else if starts_with_any(&[BLOCKED_BY_POLICY]) {
        Cause::BlockedByPolicy { target, word }
    } else if starts_with_any(&["ERR_NAME_NOT_RESOLVED", "ERR_NAME_RESOLUTION_FAILED", "ERR_DNS"]) {
        Cause::NameNotResolved { target, word }
    } else if starts_with_any(&[
        "ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_ADDRESS_UNREACHABLE", "ERR_NETWORK_IO_SUSPENDED",
    ]) {
        Cause::NoNetwork { target, word }
    } else if starts_with_any(&["ERR_PROXY", "ERR_TUNNEL", "ERR_MANDATORY_PROXY", "ERR_SOCKS"]) {
        Cause::BlockedByProxy { target, word }
    } else if starts_with_any(&["ERR_CERT", "ERR_SSL"]) {
        Cause::CertificateNotTrusted { target, word }
    } else {
        return;
    };
    let (text, fix) = (std::mem::take(&mut explanation.text), std::mem::take(&mut explanation.fix));
    explanation.describe(obstacle);
    explanation.text = format!("{}\n\n{text}", explanation.text);
    let is_new = |step: &super::FixStep| !explanation.fix.iter().any(|known| known.text == step.text);
    let rest: Vec<_> = fix.into_iter().filter(is_new).collect();
    explanation.fix.extend(rest);
    // The browser's error and the failure are in different lines, so the cause is not certain.
    explanation.confidence = explanation.confidence.max(Confidence::Likely);
}
