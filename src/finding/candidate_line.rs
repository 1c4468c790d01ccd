//! The lines of an entry that have candidates.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::candidate::{CandidateValue, CodeCandidate};
use super::code_table::is_code_table;
use super::finders::browser::{BrowserInterface, interface_of};
use super::finders::{FinderInput, Topic, find_candidates};
use super::resolve::CodeContext;
use super::signs::Signs;
use crate::log::Level;
use crate::log::formats::strip_location;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry, TextPart};
use crate::log::segment::line::number_alone;

/// A line of an entry's text that has candidates.
pub(super) struct CandidateLine<'p> {
    pub part: &'p TextPart<'p>,
    pub text: &'p str,
    /// Index of the line within its part, from 0.
    pub idx: u64,
    pub candidates: Vec<CodeCandidate<'p>>,
}

impl CandidateLine<'_> {
    /// The text around a candidate, as far as a name may be that belongs to its number.
    pub(super) fn text_around(&self, span: &Range<usize>) -> &str {
        const DISTANCE: usize = 160;
        let start = self.text.floor_char_boundary(span.start.saturating_sub(DISTANCE));
        &self.text[start..self.text.ceil_char_boundary(span.end + DISTANCE)]
    }

    /// The context of the line; `context` is that of its entry.
    pub(super) fn context(&self, context: CodeContext) -> CodeContext {
        let signs = Signs::of(self.text);
        // A line of another program may follow the SDK's within one entry.
        let is_other = self.idx > 0 && signs.neighbours().next().is_some();
        CodeContext { signs: signs.and(context.signs), is_sdk_text: context.is_sdk_text && !is_other, ..context }
    }
}

pub(super) fn lines_with_candidates<'p>(parsed: &'p ParsedEntry<'_>) -> Vec<CandidateLine<'p>> {
    let is_quiet = parsed.origin == Origin::Sdk && matches!(parsed.level, Level::Info | Level::Debug);
    let mut lines = Vec::new();
    for part in &parsed.texts {
        let first = lines.len();
        // Only the finder for numbers after "code" reads the topic, and only if nothing else decides the slot.
        let topic = LazyCell::new(|| Topic::of(&part.text));
        // The last line that is more than a number.
        let mut label = "";
        for (idx, text) in part.text.split('\n').enumerate() {
            let text = strip_location(text.strip_suffix('\r').unwrap_or(text));
            let topic = if text.contains("ode") { *topic } else { Topic::default() };
            let (origin, signs) = (parsed.origin, Signs::default());
            // A line of the page without a clock follows the SDK's within one entry.
            let is_own_line = part.physical && idx > 0 && text.starts_with(char::is_alphabetic);
            let is_quiet = is_quiet && !is_own_line;
            let line = FinderInput { text, topic, origin, is_quiet, is_continuation: idx > 0, signs };
            let number = number_alone(text);
            let candidates = match number {
                Some(number) => find_below_label(label, number, &line),
                None if text.len() > MAX_LINE_BYTES => find_in_long_line(&line),
                None => find_candidates(&line),
            };
            if number.is_none() && !text.trim().is_empty() {
                label = text;
            }
            if !candidates.is_empty() {
                lines.push(CandidateLine { part, text, idx: idx as u64, candidates });
            }
        }
        let found: usize = lines[first..].iter().map(|line| line.candidates.len()).sum();
        if found > 1 && is_code_table(&part.text) {
            lines.truncate(first);
        }
    }
    drop_exceptions_of_other_interfaces(parsed, &mut lines);
    lines
}

/// Removes the exceptions of lines that have only their name, if a text of the same JSON object shows that they are those of
/// another interface than devices.
fn drop_exceptions_of_other_interfaces(parsed: &ParsedEntry<'_>, lines: &mut Vec<CandidateLine<'_>>) {
    fn object<'p>(part: &'p TextPart<'_>) -> Option<&'p str> {
        Some(part.pointer.as_deref()?.rsplit_once('/')?.0)
    }
    let is_exception = |candidate: &CodeCandidate<'_>| matches!(candidate.value, CandidateValue::Browser(_));
    if !lines.iter().any(|line| line.candidates.iter().any(is_exception)) {
        return;
    }
    // Each text is searched once: an entry may have thousands of exceptions.
    let objects_with = |interface| -> HashSet<Option<&str>, RandomState> {
        parsed.texts.iter().filter(|part| interface_of(&part.text) == Some(interface)).map(object).collect()
    };
    let others = objects_with(BrowserInterface::Other);
    if others.is_empty() {
        return;
    }
    let media = objects_with(BrowserInterface::Media);
    for line in lines.iter_mut() {
        let object = object(line.part);
        if others.contains(&object) && !media.contains(&object) && interface_of(line.text).is_none() {
            line.candidates.retain(|candidate| !is_exception(candidate));
        }
    }
    lines.retain(|line| !line.candidates.is_empty());
}

/// The most bytes that are read of the line before a number, from its end.
const MAX_LABEL_BYTES: usize = 160;

/// The candidates of a line that is nothing but a number. `label` is the line before it, which may say what the number is.
fn find_below_label<'p>(label: &str, number: &str, line: &FinderInput<'p>) -> Vec<CodeCandidate<'p>> {
    let candidates = find_candidates(line);
    if !candidates.is_empty() {
        return candidates;
    }
    // Both are read as if they were one line. The words at its end are those beside the number.
    let label = label.trim_end_matches([' ', ':', '：', '*', '?', '？', '!', '！', '。']);
    let label = &label[label.ceil_char_boundary(label.len().saturating_sub(MAX_LABEL_BYTES))..];
    let joined = format!("{label}: {number}");
    let found = find_candidates(&FinderInput { text: &joined, topic: Topic::of(&joined), ..*line });
    let value_of = |candidate: &CodeCandidate<'_>| match candidate.value {
        CandidateValue::Number(value) => Some((candidate.slot, value)),
        _ => None,
    };
    let last = found.last().filter(|candidate| candidate.span.end == joined.len()).and_then(value_of);
    let start = line.text.find(number).unwrap_or_default();
    last.map(|(slot, value)| CodeCandidate::new(start..start + number.len(), slot, CandidateValue::Number(value)))
        .into_iter()
        .collect()
}

/// Longer lines are searched in pieces of this length, each as if it were a line. Only logs that lost their line breaks have
/// such lines, and words far away in such a line are not about the same code.
const MAX_LINE_BYTES: usize = 16 * 1024;
/// Neighbouring pieces overlap by this length. A candidate that begins in the first half of the overlap belongs to the earlier
/// piece, in the second half to the later one.
const OVERLAP: usize = 2 * 1024;

fn find_in_long_line<'p>(line: &FinderInput<'p>) -> Vec<CodeCandidate<'p>> {
    let text = line.text;
    let mut all = Vec::new();
    // The piece begins at `start`. Candidates that begin before `first_own` belong to the piece before it.
    let (mut start, mut first_own) = (0, 0);
    loop {
        let end = text.floor_char_boundary(start + MAX_LINE_BYTES);
        let piece = &text[start..end];
        let end_own = if end == text.len() { end } else { end - OVERLAP / 2 };
        let found = find_candidates(&FinderInput { text: piece, topic: Topic::of(piece), ..*line });
        let candidates = found.into_iter().map(|candidate| {
            let span = candidate.span.start + start..candidate.span.end + start;
            CodeCandidate { span, ..candidate }
        });
        all.extend(candidates.filter(|candidate| (first_own..end_own).contains(&candidate.span.start)));
        if end == text.len() {
            return all;
        }
        (start, first_own) = (text.floor_char_boundary(end - OVERLAP), end_own);
    }
}
