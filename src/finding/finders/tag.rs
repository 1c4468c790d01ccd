//! Finds the SDK's tag ` <JOIN_ROOM_FAILED 0x4004>` anywhere in a line. Its bracket may be escaped as `\u003C` or `&lt;`. A
//! negative number, as in `<UNKNOWN 0x-271c>`, is a code of the server.

use super::finder::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::find_all;

const OPENINGS: &[&str] = &["<", "\\u003C", "\\u003c", "&lt;"];
const MAX_HEX_DIGITS: usize = 10;

pub(super) const FINDER: CodeFinder =
    CodeFinder { literals: &["0x1", "0x4", "0xf", "0xF", "0x-", "OWN 0x"], is_plausible, find };

/// Whether the number follows a capital letter, digit or underscore and a space, as in `NAME 0x…`.
fn is_plausible(text: &[u8], at: usize) -> bool {
    let at = if text[at] == b'0' { at } else { at + "OWN ".len() };
    at >= 2
        && text[at - 1] == b' '
        && (text[at - 2].is_ascii_uppercase() || text[at - 2].is_ascii_digit() || text[at - 2] == b'_')
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for at in find_all(text, " 0x") {
        let Some((start, name)) = name_before(text, at) else { continue };
        let digits_at = at + 3;
        let sign = usize::from(text.as_bytes().get(digits_at) == Some(&b'-'));
        let hex = &text[digits_at + sign..];
        let length = hex.bytes().take_while(u8::is_ascii_hexdigit).count();
        if length == 0 || length > MAX_HEX_DIGITS {
            continue;
        }
        let end = digits_at + sign + length;
        let closing = [">", "\\u003E", "\\u003e", "&gt;"].into_iter().find(|close| text[end..].starts_with(close));
        // A message cut at a length limit may end inside the tag. Without a closing bracket, nothing may follow.
        if closing.is_none() && end != text.trim_end().len() {
            continue;
        }
        let Ok(value) = i64::from_str_radix(&hex[..length], 16) else { continue };
        let value = if sign == 1 { -value } else { value };
        if value == 0 {
            continue;
        }
        let end = end + closing.map_or(0, str::len);
        candidates.push(CodeCandidate {
            span: start..end,
            slot: Slot::Tag,
            value: CandidateValue::Number(value),
            name: Some(name),
        });
    }
}

/// The offset of the opening bracket, and the name between it and byte `end`.
fn name_before(text: &str, end: usize) -> Option<(usize, &str)> {
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let length = text.as_bytes()[..end].iter().rev().take_while(|byte| is_name(byte)).count();
    // The last characters of `\u003C` are also valid in a name, so the bracket is searched for, not derived from the length.
    for opening in OPENINGS {
        if let Some(at) = text[..end].rfind(opening)
            && end - (at + opening.len()) <= length
            && at + opening.len() < end
        {
            return Some((at, &text[at + opening.len()..end]));
        }
    }
    None
}
