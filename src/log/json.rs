//! A parser for JSON as customers send it: truncated, escaped twice, with raw control characters. Parsing cannot fail: it
//! returns the part that could be read and whether the value is complete.

use std::borrow::Cow;

/// Values nested deeper than this are not parsed. No real log is that deep, and a hostile one must not exhaust the stack.
pub(crate) const MAX_DEPTH: usize = 64;

/// A JSON value and its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Json<'a> {
    /// Byte offset in the text that was parsed.
    pub start: usize,
    /// The value itself.
    pub value: Value<'a>,
}

/// The content of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object; keys in order, duplicates kept.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The member `key`, if this is an object that has it.
    pub fn member(&self, key: &str) -> Option<&Json<'a>> {
        self.members().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The members of an object; empty for any other value.
    pub fn members(&self) -> &[(Cow<'a, str>, Json<'a>)] {
        if let Value::Object(members) = &self.value { members } else { &[] }
    }

    /// The elements of an array; empty for any other value.
    pub fn elements(&self) -> &[Json<'a>] {
        if let Value::Array(elements) = &self.value { elements } else { &[] }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// The text of a string or number.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The integer in a number or in a string of digits.
    pub fn as_integer(&self) -> Option<i64> {
        self.as_text()?.trim().parse().ok()
    }
}

/// The result of [`parse`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parsed<'a> {
    /// The value, as far as it could be read.
    pub json: Json<'a>,
    /// Byte offset after the value.
    pub end: usize,
    /// Whether the value is complete and well formed.
    pub is_complete: bool,
}

/// Whether `text` looks like the beginning of a JSON object or array, rather than a line that begins with a bracket
/// (`[00:41:56] <INFO>`, `[31475:31508:1123/…]`, `{code: 1}`).
pub(crate) fn looks_like_json(text: &str) -> bool {
    let bytes = text.trim_start().as_bytes();
    let next = || bytes[1..].iter().copied().find(|byte| !byte.is_ascii_whitespace());
    match bytes.first() {
        Some(b'{') => matches!(next(), Some(b'"' | b'}')),
        Some(b'[') => matches!(next(), Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// Parses the value at the beginning of `text` (after white space). `None` if there is no value.
pub(crate) fn parse(text: &str) -> Option<Parsed<'_>> {
    let mut parser = Parser { text, at: 0, broken: false };
    parser.skip_space();
    if parser.at == text.len() {
        return None;
    }
    let json = parser.value(0)?;
    Some(Parsed { json, end: parser.at, is_complete: !parser.broken })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Whether something is missing or wrong. Everything parsed so far is kept.
    broken: bool,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek()? {
            b'{' if depth < MAX_DEPTH => self.object(depth),
            b'[' if depth < MAX_DEPTH => self.array(depth),
            b'{' | b'[' => {
                self.at += balanced_len(&self.text.as_bytes()[self.at..]).unwrap_or(self.text.len() - self.at);
                Value::Null
            }
            b'"' => Value::String(self.string()),
            b'-' | b'0'..=b'9' => Value::Number(self.word()),
            b't' | b'f' | b'n' => match self.word() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => {
                    self.broken = true;
                    return None;
                }
            },
            _ => {
                self.broken = true;
                return None;
            }
        };
        Some(Json { start, value })
    }

    fn word(&mut self) -> &'a str {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z')) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    fn object(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let key = self.string();
                    self.skip_space();
                    if self.peek() != Some(b':') {
                        self.broken = true;
                        break;
                    }
                    self.at += 1;
                    if let Some(value) = self.value(depth + 1) {
                        members.push((key, value));
                    } else {
                        self.broken = true;
                        break;
                    }
                    if self.broken {
                        break;
                    }
                }
                _ => {
                    self.broken = true;
                    break;
                }
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut elements = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    match self.value(depth + 1) {
                        Some(value) => elements.push(value),
                        None => self.broken = true,
                    }
                    if self.broken {
                        break;
                    }
                }
                None => {
                    self.broken = true;
                    break;
                }
            }
        }
        Value::Array(elements)
    }

    fn string(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let Some(stop) = memchr::memchr2(b'"', b'\\', &bytes[start..]) else {
            self.at = bytes.len();
            self.broken = true;
            return Cow::Borrowed(&self.text[start..]);
        };
        if bytes[start + stop] == b'"' {
            self.at = start + stop + 1;
            return Cow::Borrowed(&self.text[start..start + stop]);
        }
        let rest = &self.text[start..];
        let (text, length, closed) = unescape_until_quote(rest);
        self.at = start + length;
        self.broken |= !closed;
        Cow::Owned(text)
    }
}

/// Unescapes the inside of a JSON string up to its closing quote. Returns the text, how many bytes were read (with the quote)
/// and whether the quote was found. Escapes that JSON does not define are kept.
pub(crate) fn unescape_until_quote(text: &str) -> (String, usize, bool) {
    let mut plain = String::with_capacity(text.len().min(4096));
    let length = unescape(text, &mut plain);
    let closed = text.as_bytes().get(length) == Some(&b'"');
    (plain, length + usize::from(closed), closed)
}

/// Like [`unescape_until_quote`], but appends to `plain`. Returns how many bytes were read, without the quote.
pub(crate) fn unescape(text: &str, plain: &mut String) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let Some(stop) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else {
            plain.push_str(&text[at..]);
            return text.len();
        };
        plain.push_str(&text[at..at + stop]);
        at += stop;
        if bytes[at] == b'"' {
            return at;
        }
        let Some(&escape) = bytes.get(at + 1) else {
            plain.push('\\');
            return text.len();
        };
        at += 2;
        match escape {
            b'n' => plain.push('\n'),
            b't' => plain.push('\t'),
            b'r' => plain.push('\r'),
            b'b' => plain.push('\u{8}'),
            b'f' => plain.push('\u{c}'),
            b'"' | b'\\' | b'/' => plain.push(char::from(escape)),
            b'u' => at += unescape_unicode(&text[at..], plain),
            _ => {
                // JSON does not define this escape: keep it. The character after the backslash may have several bytes.
                plain.push('\\');
                at -= 1;
                let other = text[at..].chars().next().unwrap_or_default();
                plain.push(other);
                at += other.len_utf8();
            }
        }
    }
}

/// Unescapes the `XXXX` of `\uXXXX` (and a following low surrogate). Returns how many bytes of `text` were used.
fn unescape_unicode(text: &str, plain: &mut String) -> usize {
    let code_unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let Some(first) = code_unit(text) else {
        plain.push_str("\\u");
        return 0;
    };
    let second = text.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(code_unit);
    let pair = [first, second.unwrap_or_default()];
    let is_pair = (0xD800..0xDC00).contains(&first) && second.is_some_and(|low| (0xDC00..0xE000).contains(&low));
    let code_units = if is_pair { &pair[..] } else { &pair[..1] };
    plain.extend(char::decode_utf16(code_units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    if is_pair { 10 } else { 4 }
}

/// Length of the object, array or string at the beginning of `bytes`; `None` if `bytes` end before it is closed.
pub(crate) fn balanced_len(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                loop {
                    at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
                    if bytes[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether a string is still open at the end of `line`, which begins outside of a string.
pub(crate) fn ends_in_string(line: &[u8]) -> bool {
    let mut in_string = false;
    let mut escaped = false;
    for &byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ => {}
        }
    }
    in_string
}

/// A key as a reference token of a JSON pointer (RFC 6901).
pub(crate) fn pointer_token(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { Cow::Owned(key.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete_values_are_parsed_as_json_defines_them() {
        let parsed = parse(r#" {"a":[1,-2.5e3,true,null],"b":"\u003Cx\n\ud83d\ude00\q"} tail"#).unwrap();
        assert!(parsed.is_complete);
        assert_eq!(parsed.json.member("b").and_then(Json::as_str), Some("<x\n😀\\q"));
        let numbers: Vec<_> = parsed.json.member("a").unwrap().elements().iter().map(Json::as_text).collect();
        assert_eq!(numbers, [Some("1"), Some("-2.5e3"), None, None]);
    }

    #[test]
    fn broken_values_keep_what_could_be_read() {
        let parsed = parse(r#"[{"code":16388,"message":"cut in the mid"#).unwrap();
        assert!(!parsed.is_complete);
        let error = &parsed.json.elements()[0];
        assert_eq!(error.member("code").and_then(Json::as_integer), Some(16388));
        assert_eq!(error.member("message").and_then(Json::as_str), Some("cut in the mid"));
    }

    #[test]
    fn endless_nesting_does_not_exhaust_the_stack() {
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).is_some());
    }

    #[test]
    fn log_lines_in_brackets_are_not_json() {
        for line in
            ["[00:41:56:310] <INFO> x", "[31475:31508:1123/1:ERROR] x", "[Log] x", "{code_: 1}", "[c|u] x", "[↑c1|u]"]
        {
            assert!(!looks_like_json(line), "{line}");
        }
        for line in ["{\"a\":1}", "[{\"a\":1}]", "[\n  {", "{}", " [\"a\"]"] {
            assert!(looks_like_json(line), "{line}");
        }
    }

    #[test]
    fn balance_skips_brackets_in_strings() {
        assert_eq!(balanced_len(br#"{"a":"}\"]"} x"#), Some(12));
        assert_eq!(balanced_len(br#"{"a":"#), None);
        assert_eq!(balanced_len(br#""abc" "#), Some(5));
    }
}
