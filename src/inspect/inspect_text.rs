//! The codes in a passage that somebody pasted.

use super::{InspectOptions, NoObserver, inspect};
use crate::code::Family;
use crate::finding::Finding;
use crate::source::LogSource;

/// The codes in a line or passage that somebody pasted, the most telling first: what names a cause before what follows from
/// it, each code once.
pub fn codes_in_text(text: &str) -> Vec<Finding> {
    let source = LogSource::Pasted(text.to_owned());
    let Ok(diagnosis) = inspect(&source, &InspectOptions::default(), &mut NoObserver) else { return Vec::new() };
    let mut findings: Vec<Finding> = Vec::new();
    for finding in diagnosis.findings {
        if !findings.iter().any(|other| other.code == finding.code) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(importance);
    findings
}

/// Causes (account, server, browser) tell more than the SDK's code that wraps them.
fn importance(finding: &Finding) -> u8 {
    match finding.code.family() {
        Family::Account | Family::Server => 0,
        Family::Browser => 1,
        Family::WebV4 | Family::WebV5 => 2,
        Family::Network => 3,
    }
}
