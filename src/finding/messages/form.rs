//! Matches a line with one form, step by step.
//!
//! A form is compiled to steps: literals, and values that match characters of a kind, greedily or lazily. If the steps after a
//! value do not match, the matcher backtracks to a shorter or longer value. No step is tried twice at a position, so
//! backtracking takes linear time. Regular expressions match the same lines (the tests compare both), but take far longer to
//! compile and to run.

use crate::knowledge::{Piece, pieces};

/// A compiled form.
#[derive(Debug)]
pub(super) struct Form {
    steps: Vec<Step>,
}

/// The parameters of a form by name, with their values.
pub(super) type Values<'text> = Vec<(&'static str, &'text str)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Literal(&'static str),
    /// A quotation mark, which is escaped inside JSON.
    Quote,
    /// A quotation mark of either kind, or nothing.
    AnyQuote,
    /// The end of a word, or its beginning.
    Boundary,
    /// Any number of digits.
    Digits,
    /// The SDK's words for a failed request for an access server; SDK 4.11 to 4.14 and later ones use different words.
    Scheduling,
    Value(&'static str, ValueKind),
    /// The end of a message; see [`is_tail`].
    Tail,
}

/// The characters that a value matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueKind {
    /// Free text, up to the next literal or the end of the message.
    Text,
    /// Free text at the beginning of the message: after the last colon before it.
    Answer,
    /// A whole number.
    Number,
    /// A command in one to three words: `startPublishCDNStream`, `exchange sdp`.
    Command,
    /// The object that a parameter belongs to: `clientConfig.`, or nothing.
    Owner,
    /// The name of a user or a room: anything but blanks and commas.
    Word,
    /// A name, or a path of names: `config.mixUsers[0].locationX`.
    Path,
}

/// Maximum length of the object of a parameter, in bytes.
const OWNER_MAX: usize = 256;

impl Form {
    pub(super) fn new(form: &'static str) -> Self {
        let mut steps = Vec::new();
        for piece in pieces(form) {
            match piece {
                Piece::Literal(literal) => push_literal(literal, &mut steps),
                Piece::Parameter("quote") => steps.push(Step::AnyQuote),
                Piece::Parameter("end") => steps.push(Step::Boundary),
                Piece::Parameter("index") => steps.push(Step::Digits),
                Piece::Parameter("scheduling") => steps.push(Step::Scheduling),
                Piece::Parameter(name) => steps.push(Step::Value(name, ValueKind::of(name))),
            }
        }
        if let Some(Step::Value("got" | "words" | "inner", _)) = steps.last() {
            steps.push(Step::Tail);
        }
        Self { steps }
    }

    /// The values of the first occurrence of the form in `line`, which has no line ends.
    pub(super) fn find<'text>(&self, line: &'text str) -> Option<Values<'text>> {
        let tried = vec![0; (self.steps.len() * (line.len() + 1)).div_ceil(64)];
        let texts_from = vec![line.len() + 1; self.steps.len()];
        let mut state = MatchState { steps: &self.steps, line, tried, texts_from, values: Vec::new() };
        let is_found = match self.steps.first()? {
            Step::Literal(literal) => occurrences(line, literal, 0).any(|at| state.matches(0, at)),
            Step::Value(_, kind) => {
                let mut tried_to = 0;
                line.char_indices().any(|(at, _)| {
                    // A value that starts inside an earlier one has been tried already.
                    if at < tried_to {
                        return false;
                    }
                    tried_to = kind.tried_to(line, at);
                    state.matches(0, at)
                })
            }
            _ => (0..=line.len()).filter(|at| line.is_char_boundary(*at)).any(|at| state.matches(0, at)),
        };
        is_found.then_some(state.values)
    }
}

/// Adds the steps of a literal. Quotation marks are steps of their own.
fn push_literal(literal: &'static str, steps: &mut Vec<Step>) {
    for (idx, part) in literal.split('"').enumerate() {
        if idx > 0 {
            steps.push(Step::Quote);
        }
        if !part.is_empty() {
            steps.push(Step::Literal(part));
        }
    }
}

/// The state of matching a line with a form.
struct MatchState<'form, 'text> {
    steps: &'form [Step],
    line: &'text str,
    /// A bit for each step at each position.
    tried: Vec<u64>,
    /// For each step that matches any text, the first byte at which it was tried. At a later byte it cannot match more.
    texts_from: Vec<usize>,
    /// Values of the steps that matched, the last one first.
    values: Values<'text>,
}

impl MatchState<'_, '_> {
    /// Whether the steps from `step` on match the line from byte `at` on.
    fn matches(&mut self, step: usize, at: usize) -> bool {
        let Some(next) = self.steps.get(step) else { return true };
        if self.was_tried(step, at) {
            return false;
        }
        let rest = &self.line.as_bytes()[at..];
        match *next {
            Step::Literal(literal) => {
                rest.starts_with(literal.as_bytes()) && self.matches(step + 1, at + literal.len())
            }
            Step::Quote => {
                let length = if rest.starts_with(b"\\") { 2 } else { 1 };
                rest.get(length - 1) == Some(&b'"') && self.matches(step + 1, at + length)
            }
            Step::AnyQuote => {
                let is_quote = matches!(rest.first(), Some(b'"' | b'\''));
                is_quote && self.matches(step + 1, at + 1) || self.matches(step + 1, at)
            }
            Step::Boundary => is_boundary(self.line.as_bytes(), at) && self.matches(step + 1, at),
            Step::Digits => {
                let digits = count_while(rest, is_digit);
                (0..=digits).rev().any(|length| self.matches(step + 1, at + length))
            }
            Step::Scheduling => ["schedule failed", "get websocket url failed"]
                .iter()
                .any(|words| rest.starts_with(words.as_bytes()) && self.matches(step + 1, at + words.len())),
            Step::Tail => is_tail(rest) && self.matches(step + 1, at),
            Step::Value(name, kind) => self.matches_value(step, at, name, kind),
        }
    }

    /// Whether there is a value at byte `at` after which the steps after `step` match.
    fn matches_value(&mut self, step: usize, at: usize, name: &'static str, kind: ValueKind) -> bool {
        let line = self.line;
        let mut longest = kind.longest(line, at);
        if kind == ValueKind::Text {
            let before = &mut self.texts_from[step];
            if *before <= at {
                return false;
            }
            longest = longest.min(*before - 1);
            *before = at;
        }
        let is_end = |end: &usize| line.is_char_boundary(*end) && kind.may_end(line.as_bytes(), at, *end);
        let end = match (kind, self.steps.get(step + 1)) {
            (ValueKind::Text, Some(Step::Literal(literal))) => occurrences(line, literal, at)
                .take_while(|end| *end <= longest)
                .find(|end| self.matches(step + 1, *end)),
            (ValueKind::Text | ValueKind::Answer, _) => {
                (at..=longest).filter(is_end).find(|end| self.matches(step + 1, *end))
            }
            _ => (at..=longest).rev().filter(is_end).find(|end| self.matches(step + 1, *end)),
        };
        self.values.extend(end.map(|end| (name, &line[at..end])));
        end.is_some()
    }

    fn was_tried(&mut self, step: usize, at: usize) -> bool {
        let bit = step * (self.line.len() + 1) + at;
        let (word, mask) = (&mut self.tried[bit / 64], 1 << (bit % 64));
        let was_tried = *word & mask != 0;
        *word |= mask;
        was_tried
    }
}

impl ValueKind {
    fn of(name: &str) -> Self {
        match name {
            "got" | "words" | "inner" | "type" | "values" => Self::Text,
            "answer" => Self::Answer,
            "code" | "status" | "size" => Self::Number,
            "command" => Self::Command,
            "owner" => Self::Owner,
            "user" | "room" => Self::Word,
            _ => Self::Path,
        }
    }

    /// The end of the longest value at byte `at`; `at` if there is no value.
    fn longest(self, line: &str, at: usize) -> usize {
        let rest = &line.as_bytes()[at..];
        let length = match self {
            Self::Text => rest.len(),
            Self::Answer => match rest.first() {
                None | Some(b':' | b'"') => 0,
                Some(first) if is_space(*first) => 0,
                Some(_) => memchr::memchr(b':', rest).unwrap_or(rest.len()),
            },
            Self::Number => {
                let sign = usize::from(rest.starts_with(b"-"));
                match count_while(&rest[sign..], is_digit) {
                    0 => 0,
                    digits => sign + digits,
                }
            }
            Self::Command => command_len(rest),
            Self::Owner => path_len(&rest[..rest.len().min(OWNER_MAX)], is_owner),
            Self::Word => count_while(rest, |byte| !is_space(byte) && byte != b','),
            Self::Path => path_len(rest, is_name),
        };
        at + length
    }

    /// Whether a value at byte `at` may end before byte `end`, which is at most its longest end.
    fn may_end(self, line: &[u8], at: usize, end: usize) -> bool {
        let last = || line[end - 1];
        match self {
            Self::Text => true,
            Self::Answer | Self::Word => end > at,
            Self::Number => end > at && last() != b'-',
            Self::Command => end > at && last() != b' ',
            Self::Owner => end == at || last() == b'.',
            Self::Path => end > at && last() != b'.',
        }
    }

    /// The byte before which no new match can start after a value was tried at byte `at`.
    fn tried_to(self, line: &str, at: usize) -> usize {
        match self {
            Self::Owner => at,
            Self::Command => at + count_while(&line.as_bytes()[at..], is_word) * usize::from(starts_command(line, at)),
            _ => self.longest(line, at),
        }
    }
}

/// The occurrences of a literal from byte `from` on, including overlapping ones.
fn occurrences<'l>(line: &'l str, literal: &'l str, from: usize) -> impl Iterator<Item = usize> + 'l {
    let mut from = from;
    std::iter::from_fn(move || {
        let at = from + memchr::memmem::find(line.as_bytes().get(from..)?, literal.as_bytes())?;
        from = at + 1;
        Some(at)
    })
}

/// The number of bytes at the beginning that are of a kind.
fn count_while(text: &[u8], is_of_kind: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|byte| is_of_kind(**byte)).count()
}

/// Length of a command: a letter, then up to three words.
fn command_len(text: &[u8]) -> usize {
    if !text.first().is_some_and(u8::is_ascii_alphabetic) {
        return 0;
    }
    let mut length = count_while(text, is_word);
    for _ in 0..2 {
        match text.get(length) {
            Some(b' ') => match count_while(&text[length + 1..], is_word) {
                0 => break,
                word => length += 1 + word,
            },
            _ => break,
        }
    }
    length
}

fn starts_command(line: &str, at: usize) -> bool {
    line.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
}

/// Length of names with full stops between them, including a full stop after the last name.
fn path_len(text: &[u8], is_of_name: impl Fn(u8) -> bool) -> usize {
    let mut length = 0;
    loop {
        let name = count_while(&text[length..], &is_of_name);
        length += name;
        if name == 0 || text.get(length) != Some(&b'.') {
            return length;
        }
        length += 1;
    }
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_owner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'[' | b']')
}

fn is_name(byte: u8) -> bool {
    is_owner(byte) || matches!(byte, b'*' | b'-')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a word begins or ends at byte `at`.
fn is_boundary(line: &[u8], at: usize) -> bool {
    let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = at.checked_sub(1).and_then(|before| line.get(before)).is_some_and(is_in_word);
    before != line.get(at).is_some_and(is_in_word)
}

/// Whether a message may end before `text`: before the end of its line (also escaped, inside JSON), the address of a page,
/// the SDK's tag, or what SDK v5 adds. Full stops and brackets before these end the message and are not part of a value.
fn is_tail(mut text: &[u8]) -> bool {
    loop {
        if ends_message(text) {
            return true;
        }
        let closing = if text.starts_with(b" })") { 3 } else { 1 };
        match text.first() {
            Some(byte) if is_space(*byte) || *byte == b'.' => text = &text[closing..],
            _ => return false,
        }
    }
}

fn ends_message(text: &[u8]) -> bool {
    let optional = |text, prefix: &[u8]| -> &[u8] { <[u8]>::strip_prefix(text, prefix).unwrap_or(text) };
    match text.first() {
        None => true,
        Some(b'\\' | b'"') => {
            let escaped = text.strip_prefix(b"\\u003").unwrap_or_default();
            let is_tag = matches!(escaped, [b'C' | b'c', b'A'..=b'Z', ..]);
            let value = optional(text, b"\\").strip_prefix(b"\"").map(|rest| &rest[count_while(rest, is_space)..]);
            let is_json = value.is_some_and(|rest| matches!(rest.first(), None | Some(b',' | b'}')));
            text.starts_with(b"\\n") || is_tag || is_json
        }
        Some(b'<') => {
            let name = &text[1..];
            let length = count_while(name, |byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
            let code = name[length..].strip_prefix(b" ").unwrap_or_default();
            length > 1 && name[0].is_ascii_uppercase() && optional(code, b"-").starts_with(b"0x")
        }
        Some(b'(' | b'h') => {
            let address = optional(text, b"(").strip_prefix(b"http").unwrap_or_default();
            optional(address, b"s").starts_with(b"://")
        }
        Some(b'c') => {
            let number = optional(text.strip_prefix(b"code:").unwrap_or_default(), b"-");
            let digits = count_while(number, is_digit);
            digits > 0 && number[digits..].starts_with(b" params:")
        }
        Some(_) => text.starts_with(b"Refer to") || text.starts_with(b"thrown from "),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_lite::Regex;

    use super::*;
    use crate::knowledge::messages;

    /// The regular expression that matches the same as a form.
    fn expression(form: &str) -> String {
        const TAIL: &str = concat!(
            r"(?:\s|\.| \}\)\.?)*",
            r#"(?:\z|\\n|\\?"\s*(?:[,}]|\z)|Refer to|\(?https?://|<[A-Z][A-Z0-9_]+ -?0x"#,
            r"|(?:\\u003[Cc])[A-Z]|thrown from |code:-?\d+ params:)",
        );
        let value = |name: &str| match ValueKind::of(name) {
            ValueKind::Text => r"[^\r\n]*?",
            ValueKind::Answer => r#"[^\s:"][^\r\n:]*?"#,
            ValueKind::Number => r"-?[0-9]+",
            ValueKind::Command => r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+){0,2}",
            ValueKind::Owner => r"(?:[A-Za-z0-9_$\[\]]+\.)*",
            ValueKind::Word => r"[^\s,]+",
            ValueKind::Path => r"[A-Za-z0-9_$\[\]*-]+(?:\.[A-Za-z0-9_$\[\]*-]+)*",
        };
        let pieces = pieces(form);
        let mut expression: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(literal) => regex_lite::escape(literal).replace('"', r#"\\?""#),
                Piece::Parameter("quote") => "['\"]?".to_owned(),
                Piece::Parameter("end") => r"\b".to_owned(),
                Piece::Parameter("index") => "[0-9]*".to_owned(),
                Piece::Parameter("scheduling") => "(?:schedule|get websocket url) failed".to_owned(),
                Piece::Parameter(name) => format!("(?P<{name}>{})", value(name)),
            })
            .collect();
        if let Some(Piece::Parameter("got" | "words" | "inner")) = pieces.last() {
            expression.push_str(TAIL);
        }
        expression
    }

    fn forms() -> Vec<&'static str> {
        messages().iter().flat_map(|shape| &shape.forms).map(String::as_str).collect()
    }

    #[track_caller]
    fn check(form: &'static str, regex: &Regex, line: &str) {
        let wanted = regex.captures(line).map(|captures| {
            let values = regex.capture_names().flatten().filter_map(|name| Some((name, captures.name(name)?.as_str())));
            values.collect::<Vec<_>>()
        });
        let found = Form::new(form).find(line).map(|values| values.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(found, wanted, "{form:?} in {line:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Forms find the same values as regular expressions, in lines that match and that nearly match.
        #[test]
        fn forms_match_like_regular_expressions(
            idx in 0..forms().len(),
            values in prop::collection::vec(r#"[a-z]{0,3}(\.[a-z\]*-]{1,3}|[ :,\\".}錯-]{1,2}[a-z0-9]{0,3}){0,3}|-?[0-9]{1,4}"#, 12),
            before in r#"([a-z.'" :-]{0,6}|schedule failed: x )"#,
            tail in r#"( \}\))?\.?[ .]{0,2}(|\\n|\\?"[ ,}]{0,2}|Refer to|\(?https?://|<[A-Z_]{1,3} -?0x|\\u003[Cc][A-Z]|thrown from |code:-?[0-9] params:|[a-z]{0,2})"#,
            cut in prop::option::of(0..60_usize),
        ) {
            let form = forms()[idx];
            let mut values = values.iter().cycle();
            let rendered: String = pieces(form)
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(literal) => (*literal).to_owned(),
                    Piece::Parameter("quote") => "\"".to_owned(),
                    Piece::Parameter("scheduling") => "schedule failed".to_owned(),
                    Piece::Parameter(_) => values.next().cloned().unwrap_or_default(),
                })
                .collect();
            let mut line = format!("{before}{rendered}{tail} {rendered}{tail}");
            if let Some(cut) = cut.filter(|cut| *cut < line.len() && line.is_char_boundary(*cut)) {
                line.remove(cut);
            }
            check(form, &Regex::new(&expression(form)).unwrap(), &line);
        }
    }

    #[test]
    fn values_of_every_kind_match_like_regular_expressions() {
        for (form, line) in [
            ("{param} x", "a.b. c..d.e x"),
            ("{command} timeout observed", "1 one two three four timeout observed"),
            ("{command} timeout observed", "-x y- timeout observed"),
            ("'{owner}{param}' x", "'a.b[0].c' x"),
            ("'{owner}x' x", "'a..x' 'b.x' x"),
            ("u {user}, {code}", "u 张三, u a,b, -5, u b, -5-6"),
            ("ws{index}3 {words}", "ws1233 a. "),
            ("{answer} <UNKNOWN 0x-", "a: b c: 错 <UNKNOWN 0x-"),
            ("{words}aa{end}", "xaaab aa"),
            ("aab", "aaab"),
            ("a {type} b {type} c", "a b b c a  b  c"),
            ("{quote}x{quote}", "\\'x\""),
            ("\"a\": {got}", "\\\"a\\\": b }).\\\" ,"),
        ] {
            // A regular expression may use a name only once.
            let form_of_two = form.replacen("{type}", "{words}", 1);
            let form: &'static str = if form.matches("{type}").count() > 1 { form_of_two.leak() } else { form };
            check(form, &Regex::new(&expression(form)).unwrap(), line);
        }
    }

    #[test]
    fn unusual_lines_take_linear_time() {
        let form = Form::new("{param} a {words} b {kind} c {got}");
        for piece in ["x", "x.", "a b ", " a x b x ", "."] {
            assert_eq!(form.find(&piece.repeat((1 << 16) / piece.len())), None);
        }
    }
}
