//! Messages as knowledge: what an error's own words say beyond its code.
//!
//! The SDK fills its messages in at run time: which parameter of which call was wrong, what the server answered, which
//! command got no answer. The tables here know the shapes of those messages, in the wordings of old and new SDKs, and
//! turn the values in them into an explanation and a fix. They are grouped by theme; the first shape that fits wins, so
//! special shapes stand before general ones, and wrappers (a message within a message) before everything.

mod form;
mod pattern;
mod shapes_calls;
mod shapes_capture;
mod shapes_cdn;
mod shapes_parameters;
mod shapes_room;
mod shapes_v5;
mod shapes_wrappers;

use std::sync::{Arc, LazyLock};

use crate::sanitize::visible_char;
use pattern::{Match, Matcher, Piece, Shape};

/// What one message says beyond its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What happened and why, with the message's own values.
    pub explanation: Arc<str>,
    /// What to change, in order; never empty.
    pub fix: Arc<[String]>,
}

/// Values taken from a message are cut at this many characters.
const VALUE_CHARS: usize = 120;

/// Messages quote messages; deeper than this nobody looks.
const MAX_DEPTH: usize = 3;

/// All shapes, in the order in which they are tried.
const TABLES: &[&[Shape]] = &[
    shapes_wrappers::SHAPES,
    shapes_v5::SHAPES,
    shapes_parameters::SHAPES,
    shapes_calls::SHAPES,
    shapes_capture::SHAPES,
    shapes_cdn::SHAPES,
    shapes_room::SHAPES,
];

static MATCHER: LazyLock<Option<Matcher>> = LazyLock::new(|| Matcher::new(TABLES));

/// What the message of an error or of a log entry says beyond its code; `None` where its shape is not known.
///
/// `message` may carry what surrounds it in a log: a prefix such as `[↑c1|alice] RtcError: `, the tag and address at
/// its end, a stack on the lines below. Takes time linear in its length, and very little where no shape is near.
pub fn detail(message: &str) -> Option<Detail> {
    detail_at(message, 0)
}

fn detail_at(message: &str, depth: usize) -> Option<Detail> {
    let found = MATCHER.as_ref()?.first_match(message)?;
    let inner = found.hole("inner").filter(|_| depth < MAX_DEPTH).and_then(|inner| detail_at(inner, depth + 1));
    let inner_words = inner.as_ref().map(|inner| &*inner.explanation);
    let explanation = filled(found.shape.explanation, &found, inner_words);
    let fix = match inner {
        Some(inner) => inner.fix,
        None => found.shape.fix.iter().map(|step| filled(step, &found, None)).collect(),
    };
    Some(Detail { explanation: explanation.into(), fix })
}

/// The template with the message's values in its holes.
fn filled(template: &str, found: &Match<'_>, inner: Option<&str>) -> String {
    let text_of = |piece: Piece<'_>| match (piece, inner) {
        (Piece::Literal(literal), _) => literal.to_owned(),
        (Piece::Hole("inner"), Some(inner)) => inner.to_owned(),
        (Piece::Hole(name), _) => shown(name, clean(found.hole(name).unwrap_or_default())),
    };
    pattern::pieces(template).into_iter().map(text_of).collect()
}

/// A hole's value as it reads within a sentence.
fn shown(hole: &str, value: String) -> String {
    match hole {
        "inner" if value.is_empty() => "The message names no reason.".to_owned(),
        "inner" => format!("The reason given is \"{value}\"."),
        "words" | "answer" if value.is_empty() || value == "undefined" => "no text".to_owned(),
        "words" | "answer" => format!("\"{value}\""),
        "got" if value.is_empty() => "an empty string".to_owned(),
        "got" => format!("`{value}`"),
        _ => value,
    }
}

/// A value fit for people's eyes: nothing that controls a terminal or the direction of writing, and not too long.
fn clean(value: &str) -> String {
    // The explanation is prose: control characters are left out rather than shown as symbols.
    let is_shown = |c: &char| visible_char(*c) == *c;
    let mut shown = value.trim().chars().filter(is_shown);
    let mut text: String = shown.by_ref().take(VALUE_CHARS).collect();
    if shown.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
