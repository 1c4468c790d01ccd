//! Texts with parameters: `'{param}' must be {type}`.
//!
//! A parameter is a name of lower-case letters in braces. Any other brace is literal text. The forms of messages use the
//! same syntax for the values that they match.

use std::fmt::{Display, Write};

/// One part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Text as it is.
    Literal(&'t str),
    /// The name of a parameter, without its braces.
    Parameter(&'t str),
}

/// Splits a template into its parts, in order.
pub(crate) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
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
        pieces.push(Piece::Parameter(&rest[open + 1..close]));
        rest = &rest[close + 1..];
        literal_len = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// The names of a template's parameters, in order; a parameter that occurs twice is listed twice.
#[cfg(test)]
pub(super) fn parameters(template: &str) -> impl Iterator<Item = &str> {
    pieces(template).into_iter().filter_map(|piece| match piece {
        Piece::Parameter(name) => Some(name),
        Piece::Literal(_) => None,
    })
}

/// The template with `values` for its parameters. A parameter without a value stays as it is.
pub(super) fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            // Writing to a string cannot fail.
            Piece::Parameter(name) => {
                let _ = match values.iter().find(|(known, _)| *known == name) {
                    Some((_, value)) => write!(text, "{value}"),
                    None => write!(text, "{{{name}}}"),
                };
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_split_into_literals_and_parameters() {
        assert_eq!(
            pieces("'{param}' must be {type}"),
            [Piece::Literal("'"), Piece::Parameter("param"), Piece::Literal("' must be "), Piece::Parameter("type")]
        );
        assert_eq!(pieces("create({ enableSEI: true })"), [Piece::Literal("create({ enableSEI: true })")]);
        assert_eq!(pieces("{ {a}"), [Piece::Literal("{ "), Piece::Parameter("a")]);
        assert_eq!(pieces("{"), [Piece::Literal("{")]);
        assert_eq!(parameters("{a}{b} {a}").collect::<Vec<_>>(), ["a", "b", "a"]);
    }

    #[test]
    fn values_are_not_parsed_again() {
        assert_eq!(fill("{a} of {b}, {a}", &[("a", &"{b}"), ("b", &7)]), "{b} of 7, {b}");
        assert_eq!(fill("{a} of {b}", &[("b", &7)]), "{a} of 7");
    }
}
