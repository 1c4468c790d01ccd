//! Matching a text against shapes: literal pieces with named holes.
//!
//! A form such as `'{param}' must be type of {type} when calling {api}()` becomes one regular expression, built when it
//! is first needed. A text is scanned once for the longest literal of every form; only forms whose literal stands in it
//! are tried, and on that line alone, so a text that matches nothing costs one pass. (A form never goes over the end of a
//! line. The expressions are many and the lines short: small ones beat fast ones.)

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex_lite::Regex;

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
    forms: Vec<Form>,
}

#[derive(Debug)]
struct Form {
    shape: &'static Shape,
    text: &'static str,
    regex: OnceLock<Option<Regex>>,
}

/// A shape that a text has, and the values in its holes.
#[derive(Debug)]
pub(super) struct Match<'text> {
    pub(super) shape: &'static Shape,
    holes: Vec<(String, &'text str)>,
}

impl<'text> Match<'text> {
    /// The value in a hole; `None` where the wording has no such hole or leaves it out.
    pub(super) fn hole(&self, name: &str) -> Option<&'text str> {
        self.holes.iter().find(|(hole, _)| hole == name).map(|(_, value)| *value)
    }
}

impl Matcher {
    /// `None` where a form has no literal to look for, or there are too many forms; a test rules both out here.
    pub(super) fn new(tables: &[&'static [Shape]]) -> Option<Self> {
        let shapes = tables.iter().flat_map(|table| table.iter());
        let forms: Vec<Form> = shapes
            .flat_map(|shape| shape.forms.iter().map(move |text| (shape, *text)))
            .map(|(shape, text)| Form { shape, text, regex: OnceLock::new() })
            .collect();
        let literals: Option<Vec<&str>> = forms.iter().map(|form| anchor(form.text)).collect();
        Some(Self { anchors: AhoCorasick::new(literals?).ok()?, forms })
    }

    /// The first shape, in the order of the tables, that stands somewhere in the text.
    pub(super) fn first_match<'text>(&self, text: &'text str) -> Option<Match<'text>> {
        let hits = self.anchors.find_overlapping_iter(text);
        let mut candidates: Vec<_> =
            hits.map(|hit| (hit.pattern().as_usize(), line_around(text, hit.start()))).collect();
        candidates.sort_unstable_by_key(|(form, line)| (*form, line.start));
        candidates.dedup();
        candidates.into_iter().find_map(|(form, line)| self.forms[form].captures(&text[line]))
    }
}

/// The line of `text` that byte `at` stands in, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = text.as_bytes()[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let length = text.as_bytes()[at..].iter().position(is_end);
    start..length.map_or(text.len(), |length| at + length)
}

impl Form {
    fn captures<'text>(&self, text: &'text str) -> Option<Match<'text>> {
        let regex = self.regex.get_or_init(|| Regex::new(&expression(self.text)).ok()).as_ref()?;
        let captures = regex.captures(text)?;
        let holes = regex.capture_names().flatten();
        let holes = holes.filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str()))).collect();
        Some(Match { shape: self.shape, holes })
    }
}

/// What may follow a message: the end of its line (also escaped, inside JSON), the address of a page, the SDK's tag, or
/// what SDK v5 adds. Full stops and brackets before it close the message and belong to no value.
const TAIL: &str = concat!(
    r"(?:\s|\.| \}\)\.?)*",
    r#"(?:\z|[\r\n]|\\n|\\?"\s*(?:[,}]|\z)|Refer to|\(?https?://|<[A-Z][A-Z0-9_]+ -?0x"#,
    r"|(?:\\u003[Cc])[A-Z]|thrown from |code:-?\d+ params:)",
);

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

/// The regular expression of a form.
fn expression(form: &str) -> String {
    let mut expression = String::new();
    let pieces = pieces(form);
    for piece in &pieces {
        match piece {
            Piece::Literal(literal) => expression.push_str(&regex_lite::escape(literal).replace('"', r#"\\?""#)),
            Piece::Hole("quote") => expression.push_str("['\"]?"),
            Piece::Hole("end") => expression.push_str(r"\b"),
            Piece::Hole("index") => expression.push_str("[0-9]*"),
            // SDK 4.11 to 4.14 and later ones name the same request differently
            Piece::Hole("scheduling") => expression.push_str("(?:schedule|get websocket url) failed"),
            Piece::Hole(name) => {
                expression.push_str("(?P<");
                expression.push_str(name);
                expression.push('>');
                expression.push_str(values_of(name));
                expression.push(')');
            }
        }
    }
    if matches!(pieces.last(), Some(Piece::Hole("got" | "words" | "inner"))) {
        expression.push_str(TAIL);
    }
    expression
}

/// What a hole of this name takes.
fn values_of(name: &str) -> &'static str {
    match name {
        // free text, up to the next literal or the message's end
        "got" | "words" | "inner" | "type" | "values" => r"[^\r\n]*?",
        // free text that begins the message: behind the last colon before it
        "answer" => r#"[^\s:"][^\r\n:]*?"#,
        "code" | "status" | "size" => r"-?[0-9]+",
        // a command in words: "startPublishCDNStream", "exchange sdp"
        "command" => r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+){0,2}",
        // the object that a parameter belongs to: "clientConfig.", or nothing
        "owner" => r"(?:[A-Za-z0-9_$\[\]]+\.)*",
        // users and rooms have any name
        "user" | "room" => r"[^\s,]+",
        // a name, or a path of names: "config.mixUsers[0].locationX"
        _ => r"[A-Za-z0-9_$\[\]*-]+(?:\.[A-Za-z0-9_$\[\]*-]+)*",
    }
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
