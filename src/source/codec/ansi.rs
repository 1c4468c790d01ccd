//! What a terminal was told, and what editors and mails put in place of blanks: colours, cursor movements, blanks that do not
//! break, zeros. They stand in the midst of words (`<\x1b[31mERROR\x1b[0m>`), so that nothing is found there. Lines stay as they
//! are.

use super::Rewrite;

/// Whether a text that begins so has any of it.
pub fn is_soiled(head: &[u8]) -> bool {
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
pub struct Clean {
    state: State,
    /// The bytes of an escape sequence so far.
    length: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
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

impl Rewrite for Clean {
    fn take(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        for &byte in bytes {
            self.length += 1;
            let is_lost = byte == b'\n' || self.length > SEQUENCE_MAX;
            self.state = match self.state {
                State::Blank if byte == 0xA0 => {
                    plain.push(b' ');
                    State::Text
                }
                State::Blank => {
                    plain.push(0xC2);
                    text(byte, plain)
                }
                State::Escape if byte == b'[' => State::Control,
                State::Escape if byte == b']' => State::Title,
                // `ESC ( B` and its like have one byte more.
                State::Escape if matches!(byte, b'(' | b')' | b'#') => State::Escape,
                State::Escape if !is_lost => State::Text,
                State::Control if matches!(byte, 0x20..0x40) && !is_lost => State::Control,
                State::Control if matches!(byte, 0x40..0x7F) => State::Text,
                State::Title if byte == 0x07 => State::Text,
                State::Title if byte == 0x1B => State::Escape,
                State::Title if !is_lost => State::Title,
                _ => text(byte, plain),
            };
            if self.state == State::Text {
                self.length = 0;
            }
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        if self.state == State::Blank {
            plain.push(0xC2);
        }
    }
}

/// Takes a byte of text; what comes next.
fn text(byte: u8, plain: &mut Vec<u8>) -> State {
    match byte {
        0x1B => return State::Escape,
        0xC2 => return State::Blank,
        0 => {}
        _ => plain.push(byte),
    }
    State::Text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::codec::rewritten;

    #[test]
    fn colours_and_titles_come_off() {
        let log = "\u{1b}]0;me@host\u{7}\u{1b}[?2004h[00:41:56] <\u{1b}[1;31mERROR\u{1b}[39;49m>\u{a0}x\u{c2}\u{1b}(B ©\0!\n\u{1b}[\nnext";
        assert!(is_soiled(log.as_bytes()));
        let plain = rewritten(log.as_bytes(), Clean::default());
        assert_eq!(String::from_utf8_lossy(&plain), "[00:41:56] <ERROR> x\u{c2} ©!\n\nnext");
    }

    #[test]
    fn clean_text_and_zeros_of_a_crash_are_left_alone() {
        assert!(!is_soiled("↑ trtc.js:1 x\n".as_bytes()));
        assert!(!is_soiled(&[&b"log\n"[..], &[0; 600], b"log\n"].concat()));
    }
}
