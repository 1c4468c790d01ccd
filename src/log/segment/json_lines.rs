//! JSON values among the lines of a text log.

use crate::log::json::{MAX_DEPTH, parse};

/// Whether a line that begins a JSON value also ends one.
pub(super) fn ends_value(line: &[u8]) -> bool {
    line.len() > 1 && matches!(line.trim_ascii_end().last(), Some(b'}' | b']'))
}

/// The longest JSON value that may span lines of a text log, in bytes.
const MULTILINE_MAX: usize = 256 * 1024;

/// Length of the JSON value at the beginning of `text`, which spans lines. The value must be complete, and no line of it may
/// end inside a string.
pub(super) fn multiline_len(text: &[u8]) -> Option<usize> {
    let bytes = &text[..text.len().min(MULTILINE_MAX)];
    let length = closed_len(bytes)?;
    // A truncated value that is closed by the bracket of another one must not include the lines between them.
    let value = std::str::from_utf8(&bytes[..length]).ok()?;
    parse(value).is_some_and(|parsed| parsed.is_complete).then_some(length)
}

/// Length of the object or array at the beginning of `bytes`. `None` as soon as the bytes cannot be JSON: in a log whose lines
/// are all truncated, every line would otherwise be searched to the end of the chunk.
fn closed_len(bytes: &[u8]) -> Option<usize> {
    // For each open bracket, whether it is an object's; the innermost is the lowest bit.
    let (mut objects, mut depth) = (0_u64, 0);
    let (mut at, mut last) = (0, b':');
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'"' => at = string_end(bytes, at)?,
            b'{' | b'[' => {
                let is_value = match objects & 1 {
                    1 => last == b':',
                    _ => depth == 0 || matches!(last, b'[' | b','),
                };
                if !is_value || depth == MAX_DEPTH {
                    return None;
                }
                (objects, depth) = (objects << 1 | u64::from(byte == b'{'), depth + 1);
            }
            b'}' | b']' => {
                if depth == 0 || (objects & 1 == 1) != (byte == b'}') {
                    return None;
                }
                (objects, depth) = (objects >> 1, depth - 1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
}

/// Byte offset of the quote that closes the string at byte `start`. `None` if its line ends first.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}
