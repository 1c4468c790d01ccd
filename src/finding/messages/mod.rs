//! Explains messages of the SDK beyond their codes.
//!
//! Input: the message of an error or of a log entry, with anything that a log prints around it. The SDK fills in its
//! messages at run time: the wrong parameter of a call, the answer of the server, the command that got no answer.
//!
//! - `assets/knowledge/messages/*.json`: the shapes of these messages, in the wordings of old and new SDKs, with an
//!   explanation and a fix each (see [`crate::knowledge`])
//! - `pattern`: finds the first shape that fits, by one scan for the longest literal of each form
//! - `form`: the regular expression of a form, which returns the values of its parameters
//! - [`detail`]: fills the values into the explanation and the fix; a message inside a message is explained too
//!
//! Output: a [`Detail`], or `None` if no shape fits. Time is linear in the length of the message.

mod form;
mod pattern;

use std::sync::{Arc, LazyLock};

use self::pattern::{Match, Matcher};
use crate::knowledge;
use crate::knowledge::{Phrase, Piece, Sentence, pieces};

/// The explanation and fix of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    /// What happened and why, with the values of the message.
    pub explanation: Arc<str>,
    /// What to change, in order; never empty.
    pub fix: Arc<[String]>,
}

/// Maximum number of characters of a value in an explanation.
const VALUE_CHARS: usize = 120;

/// Maximum number of nested messages that are explained.
const MAX_DEPTH: usize = 3;

static MATCHER: LazyLock<Option<Matcher>> = LazyLock::new(|| Matcher::new(knowledge::messages()));

/// The explanation and fix of the message of an error or of a log entry; `None` if no shape fits.
///
/// `message` may contain what a log prints around it: a prefix such as `[↑c1|alice] RtcError: `, the tag and address at
/// its end, a stack on the lines below.
pub(crate) fn detail(message: &str) -> Option<Detail> {
    detail_at(message, 0)
}

fn detail_at(message: &str, depth: usize) -> Option<Detail> {
    let found = MATCHER.as_ref()?.first_match(message)?;
    let inner = found.value("inner").filter(|_| depth < MAX_DEPTH).and_then(|inner| detail_at(inner, depth + 1));
    let inner_explanation = inner.as_ref().map(|inner| &*inner.explanation);
    let explanation = fill(&found.shape.explanation, &found, inner_explanation);
    let fix = match inner {
        Some(inner) => inner.fix,
        None => found.shape.fix.iter().map(|step| fill(step, &found, None)).collect(),
    };
    Some(Detail { explanation: explanation.into(), fix })
}

/// The template with the values of the message; `{inner}` becomes the explanation of the inner message if there is one.
fn fill(template: &str, found: &Match<'_>, inner: Option<&str>) -> String {
    let text_of = |piece: Piece<'_>| match (piece, inner) {
        (Piece::Literal(literal), _) => literal.to_owned(),
        (Piece::Parameter("inner"), Some(inner)) => inner.to_owned(),
        (Piece::Parameter(name), _) => in_sentence(name, sanitize(found.value(name).unwrap_or_default())),
    };
    pieces(template).into_iter().map(text_of).collect()
}

/// Formats a value for a sentence.
fn in_sentence(parameter: &str, value: String) -> String {
    match parameter {
        "inner" if value.is_empty() => Phrase::MessageNoReason.text().to_owned(),
        "inner" => Sentence::MessageReason { reason: &value }.text(),
        "words" | "answer" if value.is_empty() || value == "undefined" => Phrase::MessageNoText.text().to_owned(),
        "words" | "answer" => format!("\"{value}\""),
        "got" if value.is_empty() => Phrase::MessageEmptyString.text().to_owned(),
        "got" => format!("`{value}`"),
        _ => value,
    }
}

/// A value without characters that control a terminal or the direction of writing, cut at [`VALUE_CHARS`].
fn sanitize(value: &str) -> String {
    let is_shown = |c: &char| !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let mut shown = value.trim().chars().filter(is_shown);
    let mut text: String = shown.by_ref().take(VALUE_CHARS).collect();
    if shown.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
