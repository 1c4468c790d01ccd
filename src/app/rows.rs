//! Entries as the list of entries shows them: one line each.

use std::ops::Range;

use crate::catalog::{Catalog, Severity};
use crate::finding::Finding;
use crate::log::{Level, LogEntry};
use crate::sanitize::visible_char;

/// Longer lines are cut before they are laid out: a line of a megabyte would take many frames.
const MOST_BYTES: usize = 2048;

/// That something was found in an entry, and the gravest severity of it; `None` where the catalog knows none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub Option<Severity>);

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Position among the log's entries, from 0.
    pub entry_idx: u64,
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Clock; empty where the entry has none.
    pub time: String,
    /// The log's level.
    pub level: Level,
    /// The message on one line, cut where it is very long.
    pub text: String,
    /// Whether it was cut.
    pub is_cut: bool,
    /// The gravest of its findings.
    pub mark: Option<Mark>,
    /// Where the evidence of its findings stands in `text`, in order and without overlaps.
    pub evidence: Vec<Range<usize>>,
    /// Where the filter's pattern stands in `text`.
    pub matches: Vec<Range<usize>>,
}

impl EntryRow {
    pub(super) fn new(
        entry: &LogEntry,
        findings: &[Finding],
        pattern: Option<&regex::Regex>,
        catalog: &Catalog,
    ) -> Self {
        let (text, is_cut) = one_line(&entry.message, MOST_BYTES);
        let matches = pattern.map(|pattern| pattern.find_iter(&text).map(|found| found.range()).collect());
        Self {
            entry_idx: entry.number.saturating_sub(1),
            line: entry.first_line,
            time: entry.time.clone().unwrap_or_default(),
            level: entry.level,
            is_cut: is_cut || entry.cut_bytes > 0,
            mark: (!findings.is_empty()).then(|| Mark(gravest(findings, catalog))),
            evidence: evidence_in(&text, findings),
            matches: matches.unwrap_or_default(),
            text,
        }
    }

    /// The row in words, for screen readers.
    pub fn spoken(&self) -> String {
        let finding = if self.mark.is_some() { "finding, " } else { "" };
        let time = if self.time.is_empty() { String::new() } else { format!("{}, ", self.time) };
        format!("{}, {time}{}, {finding}{}", self.line, self.level.title(), self.text)
    }
}

/// The gravest severity among codes; `None` where the catalog knows none of them.
fn gravest(findings: &[Finding], catalog: &Catalog) -> Option<Severity> {
    findings.iter().filter_map(|finding| catalog.entry(finding.code)).map(|entry| entry.severity).min()
}

/// The message on one line, and whether it was cut.
fn one_line(message: &str, most_bytes: usize) -> (String, bool) {
    let (text, left_out) = readable(message, most_bytes);
    (text.replace('\n', " "), left_out > 0)
}

/// A log's text as it can be shown: cut between characters, without control characters, and without those that turn the
/// direction of writing round and so make a line say something else than it does. Also returns how many bytes were left out.
pub(super) fn readable(message: &str, most_bytes: usize) -> (String, usize) {
    let end = message.floor_char_boundary(most_bytes);
    let shown = |c: char| match c {
        '\n' => '\n',
        // These marks have no effect in a report, but in the window they may move the characters of a line.
        '\u{200E}' | '\u{200F}' => char::REPLACEMENT_CHARACTER,
        // A tab or another control character separates columns; a symbol in its place would look like text of the log.
        c if c.is_control() => ' ',
        c => visible_char(c),
    };
    (message[..end].chars().map(shown).collect(), message.len() - end)
}

fn evidence_in(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = findings
        .iter()
        .map(Finding::text)
        .filter(|evidence| !evidence.is_empty())
        .filter_map(|evidence| text.find(&*evidence).map(|start| start..start + evidence.len()))
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, kept| {
        let overlaps = next.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(next.end);
        }
        overlaps
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_are_cut_between_characters() {
        let (text, is_cut) = one_line("进房\n失败", 7);
        assert_eq!((text.as_str(), is_cut), ("进房 ", true));
        assert_eq!(one_line("a\tb", 10), ("a b".to_owned(), false));
    }

    #[test]
    fn no_character_turns_a_line_round() {
        assert_eq!(readable("\u{202E}4004x0\u{1b}[31m", 99).0, "\u{FFFD}4004x0 [31m");
    }
}
