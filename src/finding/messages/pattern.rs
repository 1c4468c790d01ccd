//! Matching a text against shapes: literal pieces with named holes.
//!
//! A text is scanned once for the longest literal of every form, such as `'{param}' must be type of {type} when calling
//! {api}()`; only forms whose literal stands in it are tried, and on that line alone, so a text that matches nothing costs
//! one pass. (A form never goes over the end of a line.)

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::form::{Form, Holes};

/// A message that the SDK prints, and what it tells.
#[derive(Debug)]
pub(super) struct Shape {
    /// The wordings of the message, with `{hole}` where a value stands; all of them have the holes that the texts use.
    /// `{quote}`, `{end}`, `{index}` and `{scheduling}` give no value: a quotation mark or none, a word's end, digits
    /// or none, and the words with which the request for an access server fails.
    pub(super) forms: &'static [&'static str],
    /// What happened and why; `{hole}` stands for the message's value.
    pub(super) explanation: &'static str,
    /// What to do, in order; never empty.
    pub(super) fix: &'static [&'static str],
}

/// Shapes made ready for matching.
#[derive(Debug)]
pub(super) struct Matcher {
    /// Finds the longest literal of each form; pattern n belongs to form n.
    anchors: AhoCorasick,
    /// Each with the shape that it is of.
    forms: Vec<(&'static Shape, Form)>,
}

/// A shape that a text has, and the values in its holes.
#[derive(Debug)]
pub(super) struct Match<'text> {
    pub(super) shape: &'static Shape,
    holes: Holes<'text>,
}

impl<'text> Match<'text> {
    /// The value in a hole; `None` where the wording has no such hole or leaves it out.
    pub(super) fn hole(&self, name: &str) -> Option<&'text str> {
        self.holes.iter().find(|(hole, _)| *hole == name).map(|(_, value)| *value)
    }
}

impl Matcher {
    /// `None` where a form has no literal to look for, or there are too many forms; a test rules both out here.
    pub(super) fn new(tables: &[&'static [Shape]]) -> Option<Self> {
        let shapes = tables.iter().flat_map(|table| table.iter());
        let forms = || shapes.clone().flat_map(|shape| shape.forms.iter().map(move |form| (shape, *form)));
        let literals: Option<Vec<&str>> = forms().map(|(_, form)| anchor(form)).collect();
        let forms = forms().map(|(shape, form)| (shape, Form::new(form))).collect();
        Some(Self { anchors: AhoCorasick::new(literals?).ok()?, forms })
    }

    /// The first shape, in the order of the tables, that stands somewhere in the text.
    pub(super) fn first_match<'text>(&self, text: &'text str) -> Option<Match<'text>> {
        let hits = self.anchors.find_overlapping_iter(text);
        let mut hits: Vec<_> = hits.map(|hit| (hit.pattern().as_usize(), hit.start())).collect();
        hits.sort_unstable();
        // The form that was tried last, and up to where.
        let mut tried = (0, 0);
        hits.into_iter().find_map(|(idx, at)| {
            if (idx, at) < tried {
                return None;
            }
            let line = line_around(text, at);
            tried = (idx, if line.end - at < LINE_MAX { line.end } else { at + LINE_MAX / 2 });
            let (shape, form) = &self.forms[idx];
            form.find(&text[line]).map(|holes| Match { shape, holes })
        })
    }
}

/// Of a longer line, so many bytes are looked at before a form's literal and behind it: no message is as long.
const LINE_MAX: usize = 1 << 15;

/// The line of `text` that byte `at` stands in, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let (from, to) = (text.floor_char_boundary(at.saturating_sub(LINE_MAX)), text.ceil_char_boundary(at + LINE_MAX));
    let bytes = text.as_bytes();
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |end| from + end + 1);
    start..memchr::memchr2(b'\n', b'\r', &bytes[at..to]).map_or(to, |length| at + length)
}

/// Holes that give no value.
#[cfg(test)]
pub(super) const UNNAMED: [&str; 4] = ["quote", "end", "index", "scheduling"];

/// One part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'form> {
    Literal(&'form str),
    Hole(&'form str),
}

/// A form's parts in order. A brace that opens no hole is literal.
pub(super) fn pieces(form: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = form;
    let mut literal_len = 0;
    while let Some(open) = rest[literal_len..].find('{').map(|at| literal_len + at) {
        let name_len = rest[open + 1..].find(|c: char| !c.is_ascii_lowercase()).unwrap_or(0);
        let close = open + 1 + name_len;
        if name_len == 0 || !rest[close..].starts_with('}') {
            literal_len = open + 1;
            continue;
        }
        if open > 0 {
            pieces.push(Piece::Literal(&rest[..open]));
        }
        pieces.push(Piece::Hole(&rest[open + 1..close]));
        rest = &rest[close + 1..];
        literal_len = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// The longest literal of a form, the first of equals. Quotation marks end it, since they may be escaped in the text.
fn anchor(form: &str) -> Option<&str> {
    let literals = pieces(form).into_iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal),
        Piece::Hole(_) => None,
    });
    let parts = literals.flat_map(|literal| literal.split('"')).filter(|part| !part.is_empty());
    parts.min_by_key(|part| Reverse(part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_falls_into_literals_and_holes() {
        assert_eq!(
            pieces("'{param}' must be {type}"),
            [Piece::Literal("'"), Piece::Hole("param"), Piece::Literal("' must be "), Piece::Hole("type")]
        );
        assert_eq!(pieces("create({ enableSEI: true })"), [Piece::Literal("create({ enableSEI: true })")]);
        assert_eq!(pieces("{ {a}"), [Piece::Literal("{ "), Piece::Hole("a")]);
        assert_eq!(pieces("{"), [Piece::Literal("{")]);
    }

    #[test]
    fn the_anchor_is_the_longest_literal_without_quotation_marks() {
        assert_eq!(anchor("'{param}' must be {type}"), Some("' must be "));
        assert_eq!(anchor("call switchRole(\"anchor\") firstly"), Some("call switchRole("));
        assert_eq!(anchor("ws{index}|{user}, {code}"), Some("ws"));
        assert_eq!(anchor("{param}"), None);
    }

    #[test]
    fn long_lines_are_looked_at_around_their_literals() {
        static SHAPES: &[Shape] = &[Shape { forms: &["got {code} of it"], explanation: "", fix: &[] }];
        let matcher = Matcher::new(&[SHAPES]).expect("one form with a literal");
        let code = |text: &str| matcher.first_match(text).and_then(|found| found.hole("code").map(str::to_owned));
        let noise = "错 of it ".repeat(LINE_MAX);
        for text in
            [format!("{noise}got 7 of it{noise}"), format!("got 7 of it{noise}"), format!("{noise}\ngot 7 of it")]
        {
            assert_eq!(code(&text).as_deref(), Some("7"), "{}", text.len());
        }
        assert_eq!(code(&noise), None);
        assert_eq!(code("got 7\n of it"), None);
    }

    #[test]
    fn a_value_ends_where_the_message_ends() {
        static SHAPES: &[Shape] = &[Shape { forms: &["received: {got}"], explanation: "", fix: &[] }];
        let matcher = Matcher::new(&[SHAPES]).expect("one form with a literal");
        for tail in [
            "",
            ".",
            ". \nRefer to: https://web.sdk.qcloud.com/\n <INVALID_PARAMETER 0x1000>",
            ". Refer to：https://web.sdk.qcloud.com/ <INVALID_PARAMETER 0x1000>",
            " <INVALID_PARAMETER 0x1000> https://trtc-1.file.myqcloud.com/",
            ". \\nRefer to: https://web.sdk.qcloud.com/\",\"code\":1}",
            ".\",\"code_\":4096}",
            ". thrown from enterRoom()",
            ". code:5001 params: []",
            ".\r\n    at value (trtc.js:1:2)",
        ] {
            let text = format!("RtcError: received: 1.5{tail}");
            let found = matcher.first_match(&text).and_then(|found| found.hole("got"));
            assert_eq!(found, Some("1.5"), "{text}");
        }
    }
}
