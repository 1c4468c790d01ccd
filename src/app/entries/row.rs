//! An entry as a row of the list: one line.

use std::ops::Range;

use super::speaker::RowSpeaker;
use super::wrap::wrapped_lines;
use crate::catalog::{Catalog, Severity};
use crate::finding::Finding;
use crate::log::{Level, LogEntry};

/// Longer messages are cut before they are laid out: layout of a megabyte would take many frames.
const MAX_BYTES: usize = 2048;

/// The mark of an entry with findings: their worst severity; `None` if the catalog lacks all their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingMark(pub Option<Severity>);

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The index among the entries of the log, from 0.
    pub entry_idx: u64,
    /// The physical line on which the entry begins, from 1. If all records are in one physical line, the number of the
    /// record.
    pub line: u64,
    /// The clock; empty if the entry has no clock.
    pub time: String,
    /// The level.
    pub level: Level,
    /// Who speaks.
    pub speaker: RowSpeaker,
    /// The message without the prefix that names the speaker, cut if it is very long.
    pub text: String,
    /// The lines of the message; one unless lines are wrapped.
    pub lines: Vec<Range<usize>>,
    /// Whether the message was cut.
    pub is_cut: bool,
    /// The worst severity of the findings; `None` for an entry without findings.
    pub mark: Option<FindingMark>,
    /// The ranges of the evidence of findings in `text`, in order and without overlaps.
    pub evidence: Vec<Range<usize>>,
    /// The ranges that match the filter in `text`.
    pub matches: Vec<Range<usize>>,
    /// The ranges in `text` with the text that the user looks for.
    pub hits: Vec<Range<usize>>,
}

impl EntryRow {
    pub(crate) fn new(
        entry: &LogEntry,
        findings: &[Finding],
        pattern: Option<&regex::Regex>,
        catalog: &Catalog,
        columns: Option<usize>,
    ) -> Self {
        let (mut speaker, text, is_cut) = Self::message(entry, columns.is_some());
        speaker.is_match = pattern.is_some_and(|pattern| speaker.is_matched_by(pattern));
        let matches = pattern.map(|pattern| pattern.find_iter(&text).map(|found| found.range()).collect());
        Self {
            entry_idx: entry.number.saturating_sub(1),
            line: entry.first_line,
            time: entry.time.clone().unwrap_or_default(),
            level: entry.level,
            speaker,
            lines: columns.map_or_else(|| std::iter::once(0..text.len()).collect(), |it| wrapped_lines(&text, it)),
            is_cut: is_cut || entry.cut_bytes > 0,
            mark: (!findings.is_empty()).then(|| FindingMark(worst_severity(findings, catalog))),
            evidence: evidence_in(&text, findings),
            matches: matches.unwrap_or_default(),
            hits: Vec::new(),
            text,
        }
    }

    /// How many lines the row of an entry has if lines have this many characters.
    pub(crate) fn line_count(entry: &LogEntry, columns: usize) -> usize {
        wrapped_lines(&Self::message(entry, true).1, columns).len()
    }

    /// Who speaks, the rest of the message, and whether it was cut.
    fn message(entry: &LogEntry, keeps_breaks: bool) -> (RowSpeaker, String, bool) {
        let (speaker, message) = RowSpeaker::of(entry);
        let (text, is_cut) =
            if keeps_breaks { several_lines(message, MAX_BYTES) } else { one_line(message, MAX_BYTES) };
        (speaker, text, is_cut)
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let finding = if self.mark.is_some() { "finding, " } else { "" };
        let time = if self.time.is_empty() { String::new() } else { format!("{}, ", self.time) };
        let speaker = self.speaker.full();
        let speaker = if speaker.is_empty() { String::new() } else { format!("{speaker}, ") };
        format!("{}, {time}{}, {finding}{speaker}{}", self.line, self.level.title(), self.text)
    }
}

/// The worst severity of findings; `None` if the catalog lacks all their codes.
fn worst_severity(findings: &[Finding], catalog: &Catalog) -> Option<Severity> {
    findings.iter().filter_map(|finding| catalog.entry(finding.code)).map(|entry| entry.severity).min()
}

/// The message on one line, and whether it was cut.
fn one_line(message: &str, max_bytes: usize) -> (String, bool) {
    let (text, left_out) = readable(message, max_bytes);
    (text.replace('\n', " "), left_out > 0)
}

/// The message with its line breaks, and whether it was cut.
fn several_lines(message: &str, max_bytes: usize) -> (String, bool) {
    let (text, left_out) = readable(message.trim_end(), max_bytes);
    (text, left_out > 0)
}

/// Makes text of a log safe to show. Cuts it between characters, replaces control characters by spaces, and replaces
/// characters that change the direction of writing, because with them a line could be shown as another text. Also returns how
/// many bytes were cut.
pub(crate) fn readable(message: &str, max_bytes: usize) -> (String, usize) {
    let end = message.floor_char_boundary(max_bytes);
    let shown = |c: char| match c {
        '\n' => '\n',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => ' ',
        c => c,
    };
    (message[..end].chars().map(shown).collect(), message.len() - end)
}

fn evidence_in(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = findings
        .iter()
        .map(Finding::evidence)
        .filter(|evidence| !evidence.is_empty())
        .filter_map(|evidence| text.find(evidence).map(|start| start..start + evidence.len()))
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
    fn direction_characters_are_replaced() {
        assert_eq!(readable("\u{202E}4004x0\u{1b}[31m", 99).0, "\u{FFFD}4004x0 [31m");
    }
}
