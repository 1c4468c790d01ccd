//! The regular expression of a form.
//!
//! Bytes are matched, not characters: these expressions are smaller, and take less time to compile. For the same reason no
//! automaton is built: a form is rarely matched often enough to pay for it. Values begin and end at characters all the same,
//! since the literals around them do. White space and ends of words are those of ASCII, as the SDK writes them.

use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax;

use crate::knowledge::{Piece, pieces};

/// The end of a message: before the end of its line (also escaped, inside JSON), the address of a page, the SDK's tag, or what
/// SDK v5 adds. Full stops and brackets before these end the message and are not part of a value.
const END: &str = concat!(
    r"(?:\s|\.| \}\)\.?)*",
    r#"(?:\z|\\n|\\?"\s*(?:[,}]|\z)|Refer to|\(?https?://|<[A-Z][A-Z0-9_]+ -?0x"#,
    r"|\\u003[Cc][A-Z]|thrown from |code:-?\d+ params:)",
);

/// The expression of a form. Each parameter that has a value is a group of its name. A test excludes `None` for the
/// compiled-in forms.
pub(super) fn compile(form: &str) -> Option<Regex> {
    let pieces = pieces(form);
    let mut expression: String = pieces.iter().map(expression_of).collect();
    if let Some(Piece::Parameter("got" | "words" | "inner")) = pieces.last() {
        expression.push_str(END);
    }
    let config = Config::new().dfa(false).hybrid(false).onepass(false).utf8_empty(false);
    Regex::builder().configure(config).syntax(syntax::Config::new().unicode(false).utf8(false)).build(&expression).ok()
}

fn expression_of(piece: &Piece<'_>) -> String {
    let (name, value) = match *piece {
        // A quotation mark is escaped inside JSON.
        Piece::Literal(literal) => return regex::escape(literal).replace('"', r#"\\?""#),
        Piece::Parameter("quote") => return r#"['"]?"#.to_owned(),
        // The end of a word, or its beginning.
        Piece::Parameter("end") => return r"\b".to_owned(),
        Piece::Parameter("index") => return r"\d*".to_owned(),
        // The SDK's words for a failed request for an access server; SDK 4.11 to 4.14 and later ones use different words.
        Piece::Parameter("scheduling") => return "(?:schedule|get websocket url) failed".to_owned(),
        // Free text, up to the next literal or the end of the message.
        Piece::Parameter(name @ ("got" | "words" | "inner" | "type" | "values")) => (name, r"[^\r\n]*?"),
        // Free text at the beginning of the message: after the last colon before it.
        Piece::Parameter(name @ "answer") => (name, r#"[^\s:"][^\r\n:]*?"#),
        Piece::Parameter(name @ ("code" | "status" | "size")) => (name, r"-?\d+"),
        // A command in one to three words: `startPublishCDNStream`, `exchange sdp`.
        Piece::Parameter(name @ "command") => (name, "[A-Za-z][A-Za-z0-9_/-]*(?: [A-Za-z0-9_/-]+){0,2}"),
        // The object that a parameter belongs to: `clientConfig.`, or nothing.
        Piece::Parameter(name @ "owner") => (name, r"(?:[A-Za-z0-9_$\[\]]+\.)*"),
        // The name of a user or a room.
        Piece::Parameter(name @ ("user" | "room")) => (name, r"[^\s,]+"),
        // A name, or a path of names: `config.mixUsers[0].locationX`.
        Piece::Parameter(name) => (name, r"[A-Za-z0-9_$\[\]*-]+(?:\.[A-Za-z0-9_$\[\]*-]+)*"),
    };
    format!("(?P<{name}>{value})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the values of the first occurrence of a form, in order.
    #[track_caller]
    fn check(form: &str, line: &str, values: &[&str]) {
        let regex = compile(form).unwrap();
        let mut captures = regex.create_captures();
        regex.captures(line, &mut captures);
        let found: Vec<_> = captures.iter().skip(1).flatten().map(|value| &line[value.range()]).collect();
        assert!(captures.is_match(), "{form:?} is not in {line:?}");
        assert_eq!(found, values, "{form:?} in {line:?}");
    }

    #[test]
    fn values_of_every_kind() {
        check("{param} x", "a.b. c..d.e x", &["d.e"]);
        check("{command} timeout observed", "1 one two three four timeout observed", &["two three four"]);
        check("{command} timeout observed", "publish/v2 timeout observed", &["publish/v2"]);
        check("{command} timeout observed", "-x y- timeout observed", &["x y-"]);
        check("'{owner}{param}' x", "'a.b[0].c' x", &["a.b[0].", "c"]);
        check("'{owner}x' x", "'a..x' 'b.x' x", &["b."]);
        check("u {user}, {code}", "u 张三, u a,b, -5, u b, -5-6", &["b", "-5"]);
        check("ws{index}3 {words}", "ws1233 a. ", &["a"]);
        check("{answer} <UNKNOWN 0x-", "a: b c: 错 <UNKNOWN 0x-", &["错"]);
        check("{words}aa{end}", "xaaab aa", &["xaaab "]);
        check("a {type} b {words} c", "a b b c a  b  c", &["b", "c a  b "]);
        check("{quote}x{quote}", "\\'x\"", &[]);
        check("\"a\": {got}", "\\\"a\\\": b }).\\\" ,", &["b"]);
    }
}
