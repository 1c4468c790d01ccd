//! Which entries of a log are shown.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::EntrySet;
use crate::code::ErrorCode;
use crate::log::{Level, LogEntry};

/// Bytes that a pattern may take once compiled: a hostile one must not eat the memory.
const PATTERN_BYTES: usize = 1 << 20;

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a regular expression: {0}")]
pub struct FilterError(String);

/// What the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only these entries, by index: a range of the timeline.
    pub entries: Option<Range<u64>>,
    /// Which levels are shown, in the order of [`Level::ALL`].
    pub levels: [bool; 5],
    /// Only entries with findings.
    pub findings_only: bool,
    /// Only entries with this code.
    pub code: Option<ErrorCode>,
    /// Only entries with this text, in any case; `/…/` is a regular expression.
    pub text: String,
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self { entries: None, levels: [true; 5], findings_only: false, code: None, text: String::new() }
    }
}

impl EntryFilter {
    /// Whether everything is shown.
    pub fn is_open(&self) -> bool {
        self.entries.is_none() && self.admits_all_of_range()
    }

    /// Whether no entry of the range is hidden.
    pub fn admits_all_of_range(&self) -> bool {
        self.levels == [true; 5] && !self.findings_only && self.code.is_none() && self.text.trim().is_empty()
    }

    /// Whether entries of the level are shown.
    pub fn shows(&self, level: Level) -> bool {
        Level::ALL.iter().zip(self.levels).any(|(each, shown)| *each == level && shown)
    }

    /// Whether only findings' entries can pass.
    pub fn needs_finding(&self) -> bool {
        self.findings_only || self.code.is_some()
    }

    /// The test, made once for many entries. `candidates` are the only entries that can pass, where that is known.
    ///
    /// # Errors
    /// The text is a `/…/` that is no regular expression.
    pub fn test(&self, candidates: Option<Arc<EntrySet>>) -> Result<EntryTest, FilterError> {
        let range = self.entries.clone().unwrap_or(0..u64::MAX);
        Ok(EntryTest { range, levels: self.levels, pattern: self.pattern()?, candidates })
    }

    /// The text as a pattern; `None` where there is none.
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

/// The regex crate draws an arrow under the pattern and puts the reason on the last line.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or(message).trim();
    line.strip_prefix("error:").unwrap_or(line).trim().to_owned()
}

/// A filter ready for use, also on another thread.
#[derive(Clone, Debug)]
pub struct EntryTest {
    range: Range<u64>,
    levels: [bool; 5],
    pattern: Option<Regex>,
    candidates: Option<Arc<EntrySet>>,
}

impl EntryTest {
    /// The only entries that can pass; `None` where any can.
    pub fn candidates(&self) -> Option<&EntrySet> {
        self.candidates.as_deref()
    }

    /// Whether an entry has to be read to know whether it passes; if not, all candidates do.
    pub fn reads_entries(&self) -> bool {
        self.pattern.is_some() || self.levels != [true; 5]
    }

    /// No other entries than these can pass, by index.
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// Whether the entry is shown.
    pub fn passes(&self, entry: &LogEntry) -> bool {
        let level = Level::ALL.iter().zip(self.levels).any(|(each, shown)| *each == entry.level && shown);
        let in_range = self.range.contains(&entry.number.saturating_sub(1));
        in_range && level && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&entry.message))
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
    fn text_is_taken_literally_and_slashes_make_it_a_pattern() {
        let mut filter = EntryFilter { text: "ROOM (".to_owned(), ..EntryFilter::default() };
        assert!(passes(&filter, &entry(Level::Info, "join room (1)")));
        filter.text = "/rooms? \\(\\d/".to_owned();
        assert!(passes(&filter, &entry(Level::Info, "join room (1)")));
        assert!(!passes(&filter, &entry(Level::Info, "join room (x)")));
        filter.text = "/(/".to_owned();
        assert_eq!(filter.test(None).map(drop), Err(FilterError("unclosed group".to_owned())));
    }

    #[test]
    fn levels_are_shown_or_not() {
        let mut filter = EntryFilter::default();
        assert!(filter.is_open());
        filter.levels[0] = false;
        assert!(!passes(&filter, &entry(Level::Error, "x")));
        assert!(passes(&filter, &entry(Level::None, "x")));
    }
}
