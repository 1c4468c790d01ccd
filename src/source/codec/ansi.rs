//! Removes control codes of terminals, single zeros, and the no-break spaces with which editors and mails replace spaces. They
//! occur inside words (`<\x1b[31mERROR\x1b[0m>`) and would hide these from the searches. Lines are kept.
//!
//! The crate `anstream` strips escape sequences too, but it takes all bytes for UTF-8, so that it removes parts of GBK
//! characters, and after a title without an end it removes the rest of the log.

use super::Transform;
use crate::source::encoding::{TextEncoding, detect};

/// Whether a text that begins with `head` has such codes.
pub(crate) fn has_control_codes(head: &[u8]) -> bool {
    const MIN_COUNT: usize = 3;
    let has_colours = memchr::memmem::find(head, b"\x1b[").is_some();
    let has_no_break_spaces = || memchr::memmem::find_iter(head, "\u{a0}").take(MIN_COUNT).count() == MIN_COUNT;
    // A crash leaves blocks of zeros, which are separate lines. Only single zeros occur inside words.
    let is_single = |at: &usize| *at > 0 && head[at - 1] != 0 && head.get(at + 1).is_some_and(|next| *next != 0);
    let single_zeros = || memchr::memchr_iter(0, head).filter(is_single).take(MIN_COUNT).count();
    let is_ascii_based = matches!(detect(head), TextEncoding::AsciiBased { .. });
    is_ascii_based && (has_colours || has_no_break_spaces() || single_zeros() == MIN_COUNT)
}

/// Removes control codes.
#[derive(Debug, Default)]
pub(crate) struct AnsiStripper {
    state: EscapeState,
    /// The bytes of an escape sequence so far.
    length: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum EscapeState {
    #[default]
    Text,
    /// After ESC.
    Escape,
    /// In `ESC [ … letter`.
    Control,
    /// In `ESC ] … BEL`: a title.
    Title,
    /// After the first byte of what may be a no-break space (C2 A0).
    NoBreakSpace,
}

/// No escape sequence is longer. After this many bytes the text continues.
const MAX_SEQUENCE_BYTES: usize = 256;

impl Transform for AnsiStripper {
    fn push(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        for &byte in bytes {
            self.length += 1;
            let is_broken = byte == b'\n' || self.length > MAX_SEQUENCE_BYTES;
            self.state = match self.state {
                EscapeState::NoBreakSpace if byte == 0xA0 => {
                    plain.push(b' ');
                    EscapeState::Text
                }
                EscapeState::NoBreakSpace => {
                    plain.push(0xC2);
                    push_text(byte, plain)
                }
                EscapeState::Escape if byte == b'[' => EscapeState::Control,
                EscapeState::Escape if byte == b']' => EscapeState::Title,
                // `ESC ( B` and similar sequences have one byte more.
                EscapeState::Escape if matches!(byte, b'(' | b')' | b'#') => EscapeState::Escape,
                EscapeState::Escape if !is_broken => EscapeState::Text,
                EscapeState::Control if matches!(byte, 0x20..0x40) && !is_broken => EscapeState::Control,
                EscapeState::Control if matches!(byte, 0x40..0x7F) => EscapeState::Text,
                EscapeState::Title if byte == 0x07 => EscapeState::Text,
                EscapeState::Title if byte == 0x1B => EscapeState::Escape,
                EscapeState::Title if !is_broken => EscapeState::Title,
                _ => push_text(byte, plain),
            };
            if self.state == EscapeState::Text {
                self.length = 0;
            }
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        if self.state == EscapeState::NoBreakSpace {
            plain.push(0xC2);
        }
    }
}

/// Appends a byte of text; returns the next state.
fn push_text(byte: u8, plain: &mut Vec<u8>) -> EscapeState {
    match byte {
        0x1B => return EscapeState::Escape,
        0xC2 => return EscapeState::NoBreakSpace,
        0 => {}
        _ => plain.push(byte),
    }
    EscapeState::Text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::codec::transform_all;

    #[test]
    fn colours_and_titles_are_removed() {
        let log = "\u{1b}]0;me@host\u{7}\u{1b}[?2004h[00:41:56] <\u{1b}[1;31mERROR\u{1b}[39;49m>\u{a0}x\u{c2}\u{1b}(B ©\0!\n\u{1b}[\nnext";
        assert!(has_control_codes(log.as_bytes()));
        let plain = transform_all(log.as_bytes(), AnsiStripper::default());
        assert_eq!(String::from_utf8_lossy(&plain), "[00:41:56] <ERROR> x\u{c2} ©!\n\nnext");
    }

    #[test]
    fn text_without_codes_and_zeros_of_a_crash_have_no_control_codes() {
        assert!(!has_control_codes("↑ trtc.js:1 x\n".as_bytes()));
        assert!(!has_control_codes(&[&b"log\n"[..], &[0; 600], b"log\n"].concat()));
    }
}
