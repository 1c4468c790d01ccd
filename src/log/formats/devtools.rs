//! The DevTools console's "Save as…": `trtc.js:1 message`, with "Show timestamps" a time before it. Rows without a source
//! begin with one space, stack rows are `value @ trtc.js:1`. Text that was copied from a console may lack the sources.

use super::recogniser::{Recogniser, no_record};
use crate::log::format::LogFormat;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::RawEntry;

/// DevTools' rows.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::DevtoolsConsole,
    evidence: "begin with a script and a line number, or are the SDK's as a console shows them",
    matches_entry,
    matches_record: no_record,
};

fn matches_entry(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        LineKind::Start(LineFormat::Devtools, _) => true,
        // Lines that the SDK uploads have neither `TRTC` nor the space.
        LineKind::Start(LineFormat::Sdk, at) => {
            let at = at as usize;
            at == 1 || raw.text[..at].trim().is_empty() && raw.text[at..].starts_with("TRTC[")
        }
        _ => false,
    }
}

/// Length of `trtc.js:1` at the beginning of a row: a file, page or script with a line number. A bare `word:5` is not
/// a source.
pub(crate) fn source_len(text: &str) -> Option<usize> {
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
pub(crate) fn is_stack_row(text: &str) -> bool {
    let mut at_signs = memchr::memchr_iter(b'@', text.as_bytes());
    let is_separator = |at: &usize| text[..*at].ends_with(' ') && text[*at + 1..].starts_with(' ');
    at_signs.find(is_separator).is_some_and(|at| {
        let location = &text[at + 2..];
        !location.contains(' ') && location.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(':')
    })
}
