//! What a terminal was told, and what editors and mails put in place of blanks: colours, cursor movements, blanks that do not
//! break, zeros. They stand in the midst of words (`<\x1b[31mERROR\x1b[0m>`), so that nothing is found there. Lines stay as they
//! are.

use super::Transform;

/// Whether a text that begins so has any of it.
pub fn has_control_codes(head: &[u8]) -> bool {
    const FEW: usize = 3;
    let has_colours = memchr::memmem::find(head, b"\x1b[").is_some();
    let hard_blanks = || memchr::memmem::find_iter(head, "\u{a0}").take(FEW).count() == FEW;
    // A crash leaves blocks of zeros, which are lines of their own; only single ones stand in words.
    let zeros = || head.windows(3).filter(|bytes| bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0).take(FEW).count();
    let is_ascii_based =
        matches!(crate::source::encoding::detect(head), crate::source::encoding::TextEncoding::AsciiBased { .. });
    is_ascii_based && (has_colours || hard_blanks() || zeros() == FEW)
}

/// Takes it off.
#[derive(Debug, Default)]
pub struct AnsiStripper {
    state: EscapeState,
    /// The bytes of an escape sequence so far.
    length: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum EscapeState {
    #[default]
    Text,
    /// Behind ESC.
    Escape,
    /// In `ESC [ … letter`.
    Control,
    /// In `ESC ] … BEL`: a title.
    Title,
    /// Behind the first byte of what may be a blank that does not break.
    Blank,
}

/// No sequence is longer; what is, was none, and the text goes on.
const SEQUENCE_MAX: usize = 256;

impl Transform for AnsiStripper {
    fn take(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        for &byte in bytes {
            self.length += 1;
            let is_lost = byte == b'\n' || self.length > SEQUENCE_MAX;
            self.state = match self.state {
                EscapeState::Blank if byte == 0xA0 => {
                    plain.push(b' ');
                    EscapeState::Text
                }
                EscapeState::Blank => {
                    plain.push(0xC2);
                    text(byte, plain)
                }
                EscapeState::Escape if byte == b'[' => EscapeState::Control,
                EscapeState::Escape if byte == b']' => EscapeState::Title,
                // `ESC ( B` and its like have one byte more.
                EscapeState::Escape if matches!(byte, b'(' | b')' | b'#') => EscapeState::Escape,
                EscapeState::Escape if !is_lost => EscapeState::Text,
                EscapeState::Control if matches!(byte, 0x20..0x40) && !is_lost => EscapeState::Control,
                EscapeState::Control if matches!(byte, 0x40..0x7F) => EscapeState::Text,
                EscapeState::Title if byte == 0x07 => EscapeState::Text,
                EscapeState::Title if byte == 0x1B => EscapeState::Escape,
                EscapeState::Title if !is_lost => EscapeState::Title,
                _ => text(byte, plain),
            };
            if self.state == EscapeState::Text {
                self.length = 0;
            }
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        if self.state == EscapeState::Blank {
            plain.push(0xC2);
        }
    }
}

/// Takes a byte of text; what comes next.
fn text(byte: u8, plain: &mut Vec<u8>) -> EscapeState {
    match byte {
        0x1B => return EscapeState::Escape,
        0xC2 => return EscapeState::Blank,
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
    fn colours_and_titles_come_off() {
        let log = "\u{1b}]0;me@host\u{7}\u{1b}[?2004h[00:41:56] <\u{1b}[1;31mERROR\u{1b}[39;49m>\u{a0}x\u{c2}\u{1b}(B ©\0!\n\u{1b}[\nnext";
        assert!(has_control_codes(log.as_bytes()));
        let plain = transform_all(log.as_bytes(), AnsiStripper::default());
        assert_eq!(String::from_utf8_lossy(&plain), "[00:41:56] <ERROR> x\u{c2} ©!\n\nnext");
    }

    #[test]
    fn clean_text_and_zeros_of_a_crash_are_left_alone() {
        assert!(!has_control_codes("↑ trtc.js:1 x\n".as_bytes()));
        assert!(!has_control_codes(&[&b"log\n"[..], &[0; 600], b"log\n"].concat()));
    }
}
