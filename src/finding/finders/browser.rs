//! Finds the names of browser exceptions for media that could not be captured or played. A `play()` that the browser refused
//! is also `PLAY_NOT_ALLOWED`, although its line has no tag.

use super::finder::{CodeFinder, FinderInput, always};
use crate::code::BROWSER_EXCEPTIONS;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, is_after_word, is_before_word};
use crate::knowledge;

/// The exceptions that capture and playback throw. Other exceptions of browsers (`SyntaxError`, `TimeoutError`) are also
/// thrown by JavaScript code and libraries, so their names in a text are not evidence.
pub(super) const MEDIA_EXCEPTIONS: &[&str] =
    &["NotAllowedError", "NotFoundError", "NotReadableError", "OverconstrainedError", "AbortError", "SecurityError"];

/// Exceptions that calls of the browser's media interface throw as well. They are evidence only beside the name of such a
/// call.
const CALL_EXCEPTIONS: [&str; 5] =
    ["InvalidAccessError", "InvalidModificationError", "InvalidStateError", "NotSupportedError", "OperationError"];

/// Calls of the browser's media interface.
const CALLS: [&str; 10] = [
    "setRemoteDescription", "setLocalDescription", "createOffer", "createAnswer", "addIceCandidate",
    "RTCPeerConnection", "getUserMedia", "getDisplayMedia", "replaceTrack", "addTransceiver",
];

/// `PLAY_NOT_ALLOWED`.
const PLAY_NOT_ALLOWED: i64 = 0x4043;

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "AllowedError", "FoundError", "ReadableError", "constrainedError", "AbortError", "SecurityError",
        "OperationError", "StateError", "AccessError", "ModificationError", "SupportedError",
    ],
    is_plausible: always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    if !text.contains("Error") {
        return;
    }
    let has_call = has_call(text);
    let before = candidates.len();
    for name in MEDIA_EXCEPTIONS.iter().chain(CALL_EXCEPTIONS.iter().filter(|_| has_call)) {
        let Ok(idx) = BROWSER_EXCEPTIONS.binary_search(name) else { continue };
        for at in find_all(text, name) {
            if !is_after_word(text, at) && !is_before_word(text, at + name.len()) {
                let value = CandidateValue::Browser(BROWSER_EXCEPTIONS[idx]);
                candidates.push(CodeCandidate::new(at..at + name.len(), Slot::SdkCode, value));
            }
        }
    }
    if candidates.len() > before && is_of_other_interface(text) {
        candidates.truncate(before);
        return;
    }
    for phrase in ["play failed，browser exception: NotAllowedError", "play failed, browser exception: NotAllowedError"]
    {
        for at in find_all(text, phrase) {
            // The exception's name is the evidence of another candidate, so this one ends before it.
            let end = at + phrase.len() - "NotAllowedError".len();
            candidates.push(CodeCandidate::new(at..end, Slot::SdkCode, CandidateValue::V4(PLAY_NOT_ALLOWED)));
        }
    }
}

/// Which interface of the browser a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::finding) enum BrowserInterface {
    /// Devices, players and connections.
    Media,
    /// The clipboard, files, storage, the tree of the page, requests.
    Other,
}

/// The interface that the words of a text are about; `None` if they do not say.
pub(in crate::finding) fn interface_of(text: &str) -> Option<BrowserInterface> {
    if is_of_other_interface(text) {
        return Some(BrowserInterface::Other);
    }
    let is_media = has_call(text) || knowledge::exception_words().has_device_words(text);
    is_media.then_some(BrowserInterface::Media)
}

/// Whether a line names a call of the browser's media interface.
fn has_call(text: &str) -> bool {
    CALLS.iter().any(|call| text.contains(call))
}

/// Whether the exceptions of a line are those of another interface than devices, players and connections: of the clipboard, files,
/// storage, the tree of the page, an aborted request.
pub(in crate::finding) fn is_of_other_interface(text: &str) -> bool {
    let words = knowledge::exception_words();
    // Failed to execute 'removeChild' on 'Node': …
    let interfaces = find_all(text, "Failed to ").filter_map(|at| {
        let rest = &text[at..];
        let (_, after) = rest.split_once("' on '").or_else(|| rest.split_once("' property from '"))?;
        after.split_once('\'').map(|(interface, _)| interface)
    });
    let mut named = interfaces.peekable();
    if named.peek().is_some() {
        return named.all(|interface| words.media_interfaces.iter().all(|media| media != interface));
    }
    !has_call(text) && words.other_words.iter().any(|word| text.contains(word.as_str()))
}
