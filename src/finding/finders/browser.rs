//! Names of browser exceptions that say why media could not be captured or played, and what the SDK makes of them: a `play()`
//! that the browser refused is `PLAY_NOT_ALLOWED`, though the line has no tag.

use super::{CodeFinder, FinderInput};
use crate::code::BROWSER_EXCEPTIONS;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, word_after, word_before};

/// The exceptions that capture and playback throw. Others of the browser's names (`SyntaxError`, `TimeoutError`) are shared
/// with plain JavaScript and with libraries; in text they prove nothing.
pub(super) const MEDIA_EXCEPTIONS: &[&str] =
    &["NotAllowedError", "NotFoundError", "NotReadableError", "OverconstrainedError", "AbortError", "SecurityError"];

/// `PLAY_NOT_ALLOWED`.
const PLAY_NOT_ALLOWED: i64 = 0x4043;

pub(super) const FINDER: CodeFinder = CodeFinder {
    anchors: &["AllowedError", "FoundError", "ReadableError", "constrainedError", "AbortError", "SecurityError"],
    is_plausible: super::always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, marks: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    if !text.contains("Error") {
        return;
    }
    for name in MEDIA_EXCEPTIONS {
        let Ok(known) = BROWSER_EXCEPTIONS.binary_search(name) else { continue };
        for at in find_all(text, name) {
            if !word_before(text, at) && !word_after(text, at + name.len()) {
                let value = CandidateValue::Browser(BROWSER_EXCEPTIONS[known]);
                marks.push(CodeCandidate { span: at..at + name.len(), slot: Slot::SdkCode, value, name: None });
            }
        }
    }
    for words in ["play failed，browser exception: NotAllowedError", "play failed, browser exception: NotAllowedError"]
    {
        for at in find_all(text, words) {
            // The exception's name is evidence of its own; this one ends before it.
            let end = at + words.len() - "NotAllowedError".len();
            let value = CandidateValue::V4(PLAY_NOT_ALLOWED);
            marks.push(CodeCandidate { span: at..end, slot: Slot::SdkCode, value, name: None });
        }
    }
}
