//! What was read of a log, and what was redacted.

use super::count::counted;
use crate::diagnosis::Diagnosis;
use crate::report::redact::Redactor;

/// Format, encoding and size: `DevTools console, utf-8, 1,234 entries in 1,300 lines`.
pub(in crate::report) fn log_description(diagnosis: &Diagnosis) -> String {
    format!(
        "{}, {}, {} in {}",
        diagnosis.format.title(),
        diagnosis.encoding,
        counted(diagnosis.entries, "entry", "entries"),
        counted(diagnosis.lines, "line", "lines"),
    )
}

/// What a report says of a log without findings.
pub(in crate::report) fn nothing_found(diagnosis: &Diagnosis) -> String {
    format!(
        "No error code was found in the {} read. The failure may lie outside this log: before its first line, after its \
         last one, or on another user's device.",
        counted(diagnosis.entries, "entry", "entries"),
    )
}

/// What was redacted, in one sentence or two.
pub(in crate::report) fn redaction_note(redactor: &Redactor) -> String {
    if !redactor.is_active() {
        return "Not redacted: this report may contain userSigs, tokens, addresses and other secrets of the log."
            .to_owned();
    }
    let kinds: Vec<String> = redactor
        .summary()
        .into_iter()
        .map(|redacted| format!("{} ({})", redacted.kind.title(), redacted.secrets))
        .collect();
    if kinds.is_empty() {
        "Nothing in this report had to be redacted.".to_owned()
    } else {
        format!("Redacted: {}. The same placeholder stands for the same secret.", kinds.join(", "))
    }
}
