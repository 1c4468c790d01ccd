//! The DevTools console's "Save as…": `trtc.js:1 message`, with "Show timestamps" a clock before it, rows without a source behind
//! one space, stack rows `value @ trtc.js:1`. What is copied from a console may have lost the sources.

use super::Recogniser;
use crate::log::LogFormat;
use crate::log::parse::prefix::parse_prefix;
use crate::log::segment::line::{LineFormat, LineKind, classify};
use crate::log::segment::raw_entries::{RawEntry, RawEntryKind};

/// DevTools' rows.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::DevtoolsConsole,
    sign: "begin with a script and a line number, or are the SDK's as a console shows them",
    owns_unit,
    owns_record: super::no_record,
};

fn owns_unit(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        RawEntryKind::Wrapped(LineFormat::Devtools, _) => true,
        // What the SDK uploads has neither the name nor the space.
        RawEntryKind::Wrapped(LineFormat::Sdk, at) => {
            at == 1 || raw.text[..at].trim().is_empty() && raw.text[at..].starts_with("TRTC[")
        }
        _ => false,
    }
}

/// Whether rows without a source begin with one space in this log: where rows with one stand among them, or SDK lines do so.
pub fn has_spaced_rows(sample: &str) -> bool {
    sample.lines().take(2000).any(|line| {
        let spaced = line.strip_prefix(' ').is_some_and(|rest| !rest.starts_with(' ') && parse_prefix(rest).is_some());
        spaced || matches!(classify(line, false), LineKind::Start(LineFormat::Devtools, _))
    })
}

/// Length of `trtc.js:1` at the beginning of a row: a file, page or script with a line number. A bare `word:5` is none.
pub fn source_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let blank = memchr::memchr(b' ', &bytes[..bytes.len().min(4096)])?;
    let token = &bytes[..blank];
    let digits = token.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let colon = token.len().checked_sub(digits + 1)?;
    if digits == 0 || token[colon] != b':' || colon == 0 {
        return None;
    }
    let file = &token[..colon];
    let is_file = file.iter().any(|byte| matches!(byte, b'.' | b'/' | b'(')) || file.starts_with(b"VM");
    is_file.then_some(blank)
}

/// `value @ trtc.js:1`: a row of a stack.
pub fn is_stack_row(text: &str) -> bool {
    let mut signs = memchr::memchr_iter(b'@', text.as_bytes());
    let is_sign = |at: &usize| text[..*at].ends_with(' ') && text[*at + 1..].starts_with(' ');
    signs.find(is_sign).is_some_and(|at| {
        let place = &text[at + 2..];
        !place.contains(' ') && place.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(':')
    })
}
