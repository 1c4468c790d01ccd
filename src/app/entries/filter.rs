//! The criteria of which entries of a log are shown, and the test of an entry against them.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::set::EntrySet;
use crate::code::ErrorCode;
use crate::log::{Level, LogEntry};

/// The maximum size of a compiled pattern in bytes, so that no pattern can exhaust the memory.
const PATTERN_BYTES: usize = 1 << 20;

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a regular expression: {0}")]
pub struct FilterError(String);

/// The criteria that the user chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only these entries, by index: a range that was selected on the timeline.
    pub entries: Option<Range<u64>>,
    /// Which levels are shown, in the order of [`Level::ALL`].
    pub levels: [bool; 5],
    /// Only entries with findings.
    pub findings_only: bool,
    /// Only entries with this code.
    pub code: Option<ErrorCode>,
    /// Only entries with this text, ignoring case; `/…/` is a regular expression.
    pub text: String,
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self { entries: None, levels: [true; 5], findings_only: false, code: None, text: String::new() }
    }
}

impl EntryFilter {
    /// Whether all entries are shown.
    pub fn is_open(&self) -> bool {
        self.entries.is_none() && self.admits_all_of_range()
    }

    /// Whether all entries of the range are shown.
    pub fn admits_all_of_range(&self) -> bool {
        self.levels == [true; 5] && !self.findings_only && self.code.is_none() && self.text.trim().is_empty()
    }

    /// Whether entries of the level are shown.
    pub fn shows(&self, level: Level) -> bool {
        has_level(self.levels, level)
    }

    pub(crate) fn toggle(&mut self, level: Level) {
        if let Some(idx) = Level::ALL.iter().position(|each| *each == level) {
            self.levels[idx] ^= true;
        }
    }

    /// Whether only entries with findings can pass.
    pub fn needs_finding(&self) -> bool {
        self.findings_only || self.code.is_some()
    }

    /// Compiles the criteria for use with many entries. If `candidates` is given, only these entries can pass.
    ///
    /// # Errors
    /// The text is a `/…/` that is not a regular expression.
    pub fn test(&self, candidates: Option<Arc<EntrySet>>) -> Result<EntryTest, FilterError> {
        let range = self.entries.clone().unwrap_or(0..u64::MAX);
        Ok(EntryTest { range, levels: self.levels, pattern: self.pattern()?, candidates })
    }

    /// The text as a pattern; `None` for an empty text.
    ///
    /// # Errors
    /// As for [`EntryFilter::test`].
    pub fn pattern(&self) -> Result<Option<Regex>, FilterError> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|inner| !inner.is_empty());
        let pattern = inner.map_or_else(|| regex::escape(text), str::to_owned);
        let built = RegexBuilder::new(&pattern).case_insensitive(true).size_limit(PATTERN_BYTES).build();
        built.map(Some).map_err(|error| FilterError(last_line(&error.to_string())))
    }
}

/// Whether a level is among those that are shown, which are in the order of [`Level::ALL`].
fn has_level(levels: [bool; 5], level: Level) -> bool {
    Level::ALL.into_iter().zip(levels).any(|(each, shown)| each == level && shown)
}

/// The reason in an error of the regex crate: the last line, after a copy of the pattern with an arrow below it.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or(message).trim();
    line.strip_prefix("error:").unwrap_or(line).trim().to_owned()
}

/// Compiled criteria, for use on any thread.
#[derive(Clone, Debug)]
pub struct EntryTest {
    /// The range of indices outside of which no entry can pass.
    pub range: Range<u64>,
    levels: [bool; 5],
    pattern: Option<Regex>,
    /// The only entries that can pass; `None` if any entry can.
    pub candidates: Option<Arc<EntrySet>>,
}

impl EntryTest {
    /// Whether an entry has to be read for the test; if not, all candidates pass.
    pub fn reads_entries(&self) -> bool {
        self.pattern.is_some() || self.levels != [true; 5]
    }

    /// Where the text of the criteria is found in a message.
    pub fn first_match(&self, message: &str) -> Option<usize> {
        self.pattern.as_ref()?.find(message).map(|found| found.start())
    }

    /// Whether the entry meets the criteria.
    pub fn passes(&self, entry: &LogEntry) -> bool {
        let in_range = self.range.contains(&entry.number.saturating_sub(1));
        in_range
            && has_level(self.levels, entry.level)
            && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&entry.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(level: Level, message: &str) -> LogEntry {
        LogEntry {
            number: 1,
            first_line: 1,
            last_line: 1,
            pointer: None,
            time: None,
            level,
            client: None,
            user: None,
            message: message.to_owned(),
            cut_bytes: 0,
        }
    }

    fn passes(filter: &EntryFilter, entry: &LogEntry) -> bool {
        filter.test(None).is_ok_and(|test| test.passes(entry))
    }

    #[test]
    fn text_is_literal_unless_in_slashes() {
        let mut filter = EntryFilter { text: "ROOM (".to_owned(), ..EntryFilter::default() };
        assert!(passes(&filter, &entry(Level::Info, "join room (1)")));
        filter.text = "/rooms? \\(\\d/".to_owned();
        assert!(passes(&filter, &entry(Level::Info, "join room (1)")));
        assert!(!passes(&filter, &entry(Level::Info, "join room (x)")));
        filter.text = "/(/".to_owned();
        assert_eq!(filter.test(None).map(drop), Err(FilterError("unclosed group".to_owned())));
    }

    #[test]
    fn entries_of_hidden_levels_do_not_pass() {
        let mut filter = EntryFilter::default();
        assert!(filter.is_open());
        filter.levels[0] = false;
        assert!(!passes(&filter, &entry(Level::Error, "x")));
        assert!(passes(&filter, &entry(Level::None, "x")));
    }
}
