//! The codes in a pasted passage.

use super::observer::NoObserver;
use super::options::InspectOptions;
use super::scan::inspect;
use crate::code::Family;
use crate::finding::Finding;
use crate::source::LogSource;

/// The codes in a pasted line or passage, each once. Codes that name a cause come before codes that follow from it.
pub fn codes_in_text(text: &str) -> Vec<Finding> {
    let source = LogSource::Pasted(text.to_owned());
    let Ok(diagnosis) = inspect(&source, &InspectOptions::default(), &mut NoObserver) else { return Vec::new() };
    let mut findings: Vec<Finding> = Vec::new();
    for finding in diagnosis.findings {
        if !findings.iter().any(|other| other.code == finding.code) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(family_order);
    findings
}

/// Sort key: causes (account, server, browser) come before the SDK's code that wraps them.
fn family_order(finding: &Finding) -> u8 {
    match finding.code.family() {
        Family::Account | Family::Server => 0,
        Family::Browser => 1,
        Family::WebV4 | Family::WebV5 => 2,
        Family::Network => 3,
    }
}
