//! Finds the shape of a text.
//!
//! One scan finds the longest literal of every form, such as `' must be type of ` of
//! `'{param}' must be type of {type} when calling {api}()`. Only forms whose literals occur in the text, in their order, are
//! matched, and only on that line, so a text that matches nothing costs one scan. A form never spans two lines.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;

use super::form::compile;
use crate::knowledge::{MessageShape, Piece, pieces};

/// Compiled shapes.
#[derive(Debug)]
pub(super) struct Matcher {
    /// Finds the longest literal of each form; pattern n is of form n.
    literals: AhoCorasick,
    /// The forms of all shapes, in their order.
    forms: Vec<Form>,
}

/// A form of a message.
#[derive(Debug)]
struct Form {
    shape: &'static MessageShape,
    text: &'static str,
    /// See [`literals`].
    literals: Vec<&'static str>,
    /// Compiled at the first use, since a log has few kinds of failures.
    regex: OnceLock<Option<Regex>>,
}

impl Form {
    fn new(shape: &'static MessageShape, text: &'static str) -> Self {
        Self { shape, text, literals: literals(text).collect(), regex: OnceLock::new() }
    }

    /// The values of the first occurrence of the form in a line.
    fn find(&self, line: &str) -> Option<Captures> {
        // Most forms would be compiled and fail without this check.
        self.literals.iter().try_fold(0, |from, literal| {
            let at = memchr::memmem::find(&line.as_bytes()[from..], literal.as_bytes())?;
            Some(from + at + literal.len())
        })?;
        let regex = self.regex.get_or_init(|| compile(self.text)).as_ref()?;
        let mut captures = regex.create_captures();
        regex.captures(line, &mut captures);
        captures.is_match().then_some(captures)
    }
}

/// A shape found in a text, and the values of its parameters.
#[derive(Debug)]
pub(super) struct Match<'text> {
    pub(super) shape: &'static MessageShape,
    line: &'text str,
    /// The positions of the values in the line.
    captures: Captures,
}

impl<'text> Match<'text> {
    /// The value of a parameter; `None` if the form has no such parameter.
    pub(super) fn value(&self, parameter: &str) -> Option<&'text str> {
        self.line.get(self.captures.get_group_by_name(parameter)?.range())
    }
}

impl Matcher {
    /// `None` if a form has no literal, or if there are too many forms; a test excludes both for the compiled-in shapes.
    pub(super) fn new(shapes: &'static [MessageShape]) -> Option<Self> {
        let forms_of = |shape: &'static MessageShape| shape.forms.iter().map(move |text| Form::new(shape, text));
        let forms: Vec<Form> = shapes.iter().flat_map(forms_of).collect();
        let longest = |form: &Form| form.literals.iter().copied().min_by_key(|literal| Reverse(literal.len()));
        let literals: Option<Vec<&str>> = forms.iter().map(longest).collect();
        Some(Self { literals: AhoCorasick::new(literals?).ok()?, forms })
    }

    /// The first shape, in their order, that occurs anywhere in the text.
    pub(super) fn first_match<'text>(&self, text: &'text str) -> Option<Match<'text>> {
        let hits = self.literals.find_overlapping_iter(text);
        let mut hits: Vec<_> = hits.map(|hit| (hit.pattern().as_usize(), hit.start())).collect();
        hits.sort_unstable();
        // The last form that was tried, and the end of the text on which it was tried.
        let mut tried = (0, 0);
        hits.into_iter().find_map(|(idx, at)| {
            if (idx, at) < tried {
                return None;
            }
            let line = line_around(text, at);
            tried = (idx, if line.end - at < LINE_MAX { line.end } else { at + LINE_MAX / 2 });
            let form = &self.forms[idx];
            let line = &text[line];
            form.find(line).map(|captures| Match { shape: form.shape, line, captures })
        })
    }
}

/// Number of bytes of a long line that are read before and after the literal of a form. No message is as long.
const LINE_MAX: usize = 1 << 15;

/// The line of `text` around byte `at`, without its line end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let (from, to) = (text.floor_char_boundary(at.saturating_sub(LINE_MAX)), text.ceil_char_boundary(at + LINE_MAX));
    let bytes = text.as_bytes();
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |end| from + end + 1);
    start..memchr::memchr2(b'\n', b'\r', &bytes[at..to]).map_or(to, |length| at + length)
}

/// The literals of a form, in order. Quotation marks end them, because they may be escaped in the text.
fn literals(form: &str) -> impl Iterator<Item = &str> {
    let literals = pieces(form).into_iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal),
        Piece::Parameter(_) => None,
    });
    literals.flat_map(|literal| literal.split('"')).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matcher for one form.
    fn matcher(form: &str) -> Matcher {
        let shape = MessageShape {
            id: "test".to_owned(),
            forms: vec![form.to_owned()],
            explanation: String::new(),
            fix: Vec::new(),
        };
        Matcher::new(vec![shape].leak()).expect("the form has a literal")
    }

    #[test]
    fn literals_have_no_quotation_marks() {
        let literals = |form| literals(form).collect::<Vec<_>>();
        assert_eq!(literals("'{param}' must be {type}"), ["'", "' must be "]);
        assert_eq!(literals("call switchRole(\"anchor\") firstly"), ["call switchRole(", "anchor", ") firstly"]);
        assert!(literals("{param}").is_empty());
    }

    #[test]
    fn long_lines_are_read_around_their_literals() {
        let matcher = matcher("got {code} of it");
        let code = |text: &str| matcher.first_match(text).and_then(|found| found.value("code").map(str::to_owned));
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
        let matcher = matcher("received: {got}");
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
            let found = matcher.first_match(&text).and_then(|found| found.value("got"));
            assert_eq!(found, Some("1.5"), "{text}");
        }
    }
}
