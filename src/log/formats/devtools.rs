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
    const MAX_BYTES: usize = 4096;
    // One loop instead of searches: nearly all lines of a log come here, and most sources are short.
    let (mut colon, mut is_number, mut is_file) = (0, false, text.starts_with("VM"));
    for (at, byte) in text.bytes().take(MAX_BYTES).enumerate() {
        match byte {
            b' ' => return (is_number && at > colon + 1 && is_file && is_script(&text[..colon])).then_some(at),
            b':' => (colon, is_number) = (at, at > 0),
            b'0'..=b'9' => {}
            _ => {
                is_number = false;
                is_file |= matches!(byte, b'.' | b'/' | b'(');
            }
        }
    }
    None
}

/// Whether a source is not an address that a sentence ends with, such as `wss://host:8687`: a script has a path.
fn is_script(source: &str) -> bool {
    let Some(scheme_end) = source.find("://") else { return true };
    let (scheme, rest) = (&source[..scheme_end], &source[scheme_end + 3..]);
    scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'))
        && !scheme.starts_with("ws")
        && rest.contains('/')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_scripts_with_a_line() {
        for source in
            ["trtc.js:1", "https://a.example/x.js:12", "webpack-internal:///./src/a.vue:3", "VM12:1", "页面.html:3"]
        {
            assert_eq!(source_len(&format!("{source} x")), Some(source.len()), "{source}");
        }
        for text in [
            "请检查wss://host.example:8687 是否",
            "wss://host.example:8687 x",
            "https://host.example:443 x",
            "word:5 x",
        ] {
            assert_eq!(source_len(text), None, "{text}");
        }
    }
}
