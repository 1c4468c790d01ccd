//! What was read of a log, and what was redacted.

use super::count::{counted, times};
use super::room_stays::describe_stay;
use crate::diagnosis::Diagnosis;
use crate::log::Level;
use crate::report::redact::Redactor;
use crate::sanitize::one_line;

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

/// What a report says of a log without findings. The log's own errors follow if it has some.
pub(in crate::report) fn nothing_found(diagnosis: &Diagnosis) -> String {
    let read = counted(diagnosis.entries, "entry", "entries");
    if diagnosis.narrowed.is_some() {
        let errors = if diagnosis.logged_errors.is_empty() { "" } else { " What they report as errors and warnings:" };
        return format!("No problem is in the {read} that this report is narrowed to.{errors}");
    }
    let stays = match diagnosis.timeline.stays.as_slice() {
        [] => String::new(),
        [stay] => format!(" It has one room stay: {}.", describe_stay(stay).sentence()),
        stays => {
            format!(" It has {}; see below how each ended.", counted(stays.len() as u64, "room stay", "room stays"))
        }
    };
    if diagnosis.logged_errors.is_empty() {
        return format!(
            "No error code was found in the {read} read.{stays} The failure may lie outside this log: before its first \
             line, after its last one, or on another user's device."
        );
    }
    format!("No error code was found in the {read} read.{stays} What the log itself reports as errors and warnings:")
}

/// The errors and warnings of a log without findings, at most `limit`, and how many are left out.
pub(in crate::report) fn logged_errors(diagnosis: &Diagnosis, limit: usize) -> (Vec<String>, u64) {
    let all = &diagnosis.logged_errors;
    let rows = all.iter().take(limit).map(|error| {
        let level = if error.level == Level::Error { "error" } else { "warning" };
        one_line(&format!("{level}, {}, line {}: {}", times(error.count), error.line, error.text))
    });
    (rows.collect(), all.len().saturating_sub(limit) as u64)
}

/// How many errors and warnings are not shown.
pub(in crate::report) fn more_logged_errors(count: u64) -> String {
    format!("and {}", counted(count, "other text", "other texts"))
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
