//! Finds the values of names: `name=value`, `"name":"value"` and similar forms, in any escaping.
//!
//! Logs nest formats: a URL's query inside a JSON string inside a second JSON string, percent-encoded once or twice. The
//! escaping of the separator shows how deep a value is nested, which decides which characters end it.

use std::ops::Range;

use regex::{Captures, Regex};

use super::pattern::{LEAD, QUOTE, constant};
use super::placeholder::is_placeholder;

/// How a value is attached to its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attachment {
    /// `name=value`, as in a URL.
    Parameter,
    /// `"name":"value"`, `name: 'value'`, `name="value"`.
    Quoted,
    /// `"name":value`: a number or word in JSON.
    Json,
    /// `name: value`, as in prose.
    Prose,
}

/// One named value.
#[derive(Clone, Debug)]
pub(super) struct NamedValue<'t> {
    /// The name as it is written.
    pub name: &'t str,
    /// How name and value are joined.
    pub attachment: Attachment,
    /// The value, without its quotation marks; never empty, and not a placeholder.
    pub value: &'t str,
    /// The bytes of the value in the text.
    pub range: Range<usize>,
}

/// Finds the values whose names match a pattern.
pub(super) struct NamedValueFinder {
    regex: Regex,
    bare: BareEnd,
}

/// Where a value without quotation marks ends.
#[derive(Clone, Copy)]
enum BareEnd {
    /// At the end of the word.
    Word,
    /// At the end of the clause: the value may contain spaces.
    Clause,
}

impl NamedValueFinder {
    /// A finder of the values whose names match the regular expression `names` in any letter case.
    ///
    /// `names` is a constant of this crate: an invalid regular expression panics.
    pub(super) fn new(names: &str) -> Self {
        let pattern = format!(
            "(?i)(?:^|{LEAD}|[^A-Za-z0-9_$-])(?P<name>{names})(?P<shut>{QUOTE})?(?P<separator>\
             \\s*=>\\s*\
             |\\s*(?P<equals>=|%(?:25)*3d|\\\\+u003d)\\s*\
             |\\s*(?::|：|%(?:25)*3a|\\\\+u003a)(?:\\s|%(?:25)*20)*\
             |,\\s*{QUOTE}value{QUOTE}\\s*:\\s*\
             |\\s+value\\s*=\\s*\
             |(?:\\r?\\n|(?:\\\\+r)?\\\\+n){{2}})\
             (?P<nest>\\[\\s*|\\{{\\s*{QUOTE}(?:exact|ideal){QUOTE}\\s*:\\s*(?:\\[\\s*)?)?(?P<open>{QUOTE})?"
        );
        Self { regex: constant(&pattern), bare: BareEnd::Word }
    }

    /// Like [`new`](Self::new), for values that may consist of several words.
    pub(super) fn of_several_words(names: &str) -> Self {
        Self { bare: BareEnd::Clause, ..Self::new(names) }
    }

    /// The named values of `text`, from left to right.
    pub(super) fn find<'t>(&self, text: &'t str) -> Vec<NamedValue<'t>> {
        let mut fields = Vec::new();
        let mut from = 0;
        while let Some(captures) = self.regex.captures_at(text, from) {
            from = collect(text, &captures, self.bare, &mut fields);
        }
        fields
    }
}

/// Adds the value of one name, or the values of its array. Returns the byte where the search continues.
fn collect<'t>(text: &'t str, captures: &Captures<'t>, bare: BareEnd, fields: &mut Vec<NamedValue<'t>>) -> usize {
    let (Some(whole), Some(name)) = (captures.get(0), captures.name("name")) else { return text.len() };
    let mut start = whole.end();
    let mut push = |attachment: Attachment, range: Range<usize>| {
        let value = &text[range.clone()];
        if !value.is_empty() && !is_placeholder(value) {
            fields.push(NamedValue { name: name.as_str(), attachment, value, range });
        }
    };
    let equals = captures.name("equals");
    if let Some(open) = captures.name("open").filter(|open| equals.is_none() || opens(&text[open.end()..])) {
        let mut open = open.as_str();
        loop {
            let end = quoted_end(text, start, open);
            push(Attachment::Quoted, start..end);
            let after = text[end..].get(open.len()..).unwrap_or_default();
            let next = after.trim_start().strip_prefix(',').map(str::trim_start);
            match next.and_then(|next| next.starts_with(open).then_some(next)) {
                Some(next) if captures.name("nest").is_some() => {
                    start = text.len() - next.len() + open.len();
                    open = &next[..open.len()];
                }
                _ => return end,
            }
        }
    }
    let separator = captures.name("separator").map_or("", |separator| separator.as_str());
    let next_line = separator.trim_start().contains('\n') && !separator.starts_with(['\r', '\n']);
    if captures.name("nest").is_some() || captures.name("open").is_some() || next_line {
        return name.end();
    }
    let depth = equals.map_or(0, |equals| percent_depth(equals.as_str()));
    let end = match bare {
        BareEnd::Word => bare_end(text, start, depth),
        BareEnd::Clause => clause_end(text, start).max(bare_end(text, start, depth)),
    };
    let attachment = match (equals, captures.name("shut")) {
        (Some(_), _) => Attachment::Parameter,
        (None, Some(_)) => Attachment::Json,
        (None, None) => Attachment::Prose,
    };
    push(attachment, start..end);
    end.max(name.end())
}

/// Whether the quotation mark before `rest` begins a value; after `name=` it may end the string around it.
fn opens(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ';' | ')' | ']' | '}' | '>'))
}

/// The end of the value that begins at `start`, after the quotation mark `open`: at its closing mark, at the end of the
/// line, or at the end of the text, which may have been cut.
fn quoted_end(text: &str, start: usize, open: &str) -> usize {
    let slashes = open.len() - open.trim_start_matches('\\').len();
    let mark = if matches!(open, "“" | "”") { "”" } else { &open[slashes..] }.as_bytes();
    let first = mark.first().copied().unwrap_or(b'"');
    let bytes = text.as_bytes();
    let mut from = start;
    while let Some(found) = memchr::memchr3(b'\n', b'\r', first, &bytes[from..]) {
        let at = from + found;
        from = at + 1;
        if matches!(bytes[at], b'\n' | b'\r') {
            return at;
        }
        if !bytes[at..].get(..mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark)) {
            continue;
        }
        let run = bytes[start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        // The mark of an outer string has fewer backslashes, the mark of an inner string has more. Backslashes of the value
        // itself are doubled at each level.
        if run <= slashes || run % (2 * (slashes + 1)) == slashes {
            return at - run.min(slashes);
        }
    }
    text.len()
}

/// How often a separator was percent-encoded: 0 for `=`, 1 for `%3D`, 2 for `%253D`.
fn percent_depth(separator: &str) -> usize {
    if separator.contains('%') { 1 + separator.matches("25").count() } else { 0 }
}

/// The end of an unquoted value that begins at `start` in text that is percent-encoded `depth` times.
fn bare_end(text: &str, start: usize, depth: usize) -> usize {
    let rest = &text[start..];
    if rest.starts_with(['{', '[', '(']) {
        return start;
    }
    for (at, c) in rest.char_indices() {
        let tail = &rest[at..];
        let ends = match c {
            '&' | '"' | '\'' | '<' | '>' | '`' => true,
            // Consoles replace the middle of a long string by `…`.
            '…' => {
                !tail['…'.len_utf8()..].starts_with(|next: char| next.is_ascii_alphanumeric() || "*-_".contains(next))
            }
            c if c.is_whitespace() || !c.is_ascii() || c.is_ascii_control() => true,
            '\\' => !escapes_part_of_a_value(tail),
            ',' | ';' | ')' | ']' | '}' | '|' | '#' | '?' => ends_softly(&tail[1..]),
            '%' => structural_percent(tail, depth),
            _ => false,
        };
        if ends {
            return start + at;
        }
    }
    text.len()
}

/// The end of the clause that begins at `start`.
fn clause_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let end = rest.find(|c: char| c.is_control() || r#",;，；。&|"'`<>[]{}\"#.contains(c)).unwrap_or(rest.len());
    start + rest[..end].trim_end().len()
}

/// Whether `tail` begins with a backslash escape of a character that tokens contain.
fn escapes_part_of_a_value(tail: &str) -> bool {
    let escaped = tail.trim_start_matches('\\');
    let unicode = escaped.get(..5).map(str::to_ascii_lowercase);
    escaped.starts_with('/')
        || unicode.is_some_and(|code| ["u002a", "u002b", "u002d", "u002f", "u003d", "u005f", "u0025"].contains(&&*code))
}

/// Whether a comma, bracket or similar character before `after` ends a value: it does not if the value continues.
fn ends_softly(after: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    if next.is_whitespace() || !next.is_ascii() || r#",;)]}|"'<>&\/!"#.contains(next) {
        return true;
    }
    let word_len = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
    word_len > 0 && after[word_len..].starts_with(['=', ':'])
}

/// Whether `tail` begins with the percent-encoded attachment of a character that ends values `depth` levels down.
fn structural_percent(tail: &str, depth: usize) -> bool {
    let mut code = &tail[1..];
    let mut level = 1;
    while let Some(inner) = code.strip_prefix("25") {
        code = inner;
        level += 1;
    }
    level <= depth
        && code.get(..2).is_some_and(|code| {
            ["20", "22", "26", "27", "2c", "3c", "3e", "0a", "0d", "5d", "7d", "23"]
                .contains(&&*code.to_ascii_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use super::NamedValueFinder;

    fn check(text: &str, expected: &[&str]) {
        let fields = NamedValueFinder::new("sig|key");
        let values: Vec<_> = fields.find(text).into_iter().map(|field| field.value).collect();
        assert_eq!(values, expected, "in {text}");
    }

    #[test]
    fn parameters_end_at_delimiters_of_their_url() {
        check("ws://h?sig=abc&room=5", &["abc"]);
        check("[ws://h?a=1&sig=abc] is closed", &["abc"]);
        check("ws://h?sig=abc#/room/5", &["abc"]);
        check("ws://h?sig=abc?room=5", &["abc"]);
        check("sig=a%26b&room=5", &["a%26b"]);
        check("next=h%3Fsig%3Dabc%26room%3D5", &["abc"]);
        check("next=h%253Fsig%253Dabc%2526room%253D5", &["abc"]);
        check(r"u=ws://h?sig\u003dab\/c\u0026room\u003d5", &[r"ab\/c"]);
        check("(sig=a,b;c, room=5)", &["a,b;c"]);
        check("{user:a,sig:abc,room:5}", &["abc"]);
        check("sig=abc，房间 5", &["abc"]);
        check("{sig: abc*…*def, room: 5}", &["abc*…*def"]);
        check("sig=cut", &["cut"]);
        check(r#"{"url":"ws://h?sig=","room":"5"}"#, &[]);
    }

    #[test]
    fn quoted_values_end_at_their_own_quotation_mark() {
        check(r#"{"sig":"a b","room":"5"}"#, &["a b"]);
        check(r#"{"sig" : "a\"b\\","room":"5"}"#, &[r#"a\"b\\"#]);
        check(r#""{\"sig\":\"a\\\"b\",\"room\":\"5\"}""#, &[r#"a\\\"b"#]);
        check(r#""{\\\"sig\\\":\\\"ab\\\",\\\"room\\\":5}""#, &["ab"]);
        check(r"{\u0022sig\u0022:\u0022ab\u0022,\u0022room\u0022:5}", &["ab"]);
        check("%7B%22sig%22%3A%22ab%22%2C%22room%22%3A5%7D", &["ab"]);
        check("{&quot;sig&quot;:&quot;ab&quot;,&quot;room&quot;:5}", &["ab"]);
        check("{'sig': 'ab', 'room': 5}", &["ab"]);
        check("“sig”：“ab”，", &["ab"]);
        check(r#"{"sig":"cut"#, &["cut"]);
    }

    #[test]
    fn other_forms_of_named_values_are_found() {
        check(r#"{"name": "sig", "value": "ab"}"#, &["ab"]);
        check(r#"{"sig":["ab", "cd"],"x":["y"]}"#, &["ab", "cd"]);
        check(r#"{"key":{"exact":"ab"}}"#, &["ab"]);
        check(r#"name=\"sig\"\r\n\r\nab\r\n--"#, &["ab"]);
        check("sig => ab", &["ab"]);
        check(r#"{"sig":42}"#, &["42"]);
        check("\\nsig=ab config=cd", &["ab"]);
        check("{\"sig\":\n  \"ab\"}", &["ab"]);
        check("sig:\nnext line", &[]);
    }
}
