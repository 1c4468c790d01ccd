//! The criteria of which entries of a log are shown, and the test of an entry against them.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::diagnosis::narrow::NarrowScope;
use crate::log::{EntrySet, Level, LogEntry};

/// The maximum size of a compiled pattern in bytes, so that no pattern can exhaust the memory.
const PATTERN_BYTES: usize = 1 << 20;

/// A text that entries are searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // independent switches, not the states of one machine
pub struct TextQuery {
    /// The text; `/…/` is a regular expression.
    pub text: String,
    /// Whether capital letters differ from small ones.
    pub match_case: bool,
    /// Whether it has to be a whole word.
    pub whole_word: bool,
    /// Whether it is a regular expression, also without slashes.
    pub is_regex: bool,
    /// Whether entries with it are left out. A text that begins with `-` is left out as well, but not one like `-10013`.
    pub is_excluded: bool,
}

/// A switch of a [`TextQuery`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSwitch {
    /// See [`TextQuery::match_case`].
    MatchCase,
    /// See [`TextQuery::whole_word`].
    WholeWord,
    /// See [`TextQuery::is_regex`].
    Regex,
    /// See [`TextQuery::is_excluded`].
    Exclude,
}

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a regular expression: {0}")]
pub struct FilterError(String);

impl TextQuery {
    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a switch is on.
    pub fn has(&self, switch: TextSwitch) -> bool {
        match switch {
            TextSwitch::MatchCase => self.match_case,
            TextSwitch::WholeWord => self.whole_word,
            TextSwitch::Regex => self.is_regex,
            TextSwitch::Exclude => self.is_excluded,
        }
    }

    pub(crate) fn toggle(&mut self, switch: TextSwitch) {
        let switched = match switch {
            TextSwitch::MatchCase => &mut self.match_case,
            TextSwitch::WholeWord => &mut self.whole_word,
            TextSwitch::Regex => &mut self.is_regex,
            TextSwitch::Exclude => &mut self.is_excluded,
        };
        *switched ^= true;
    }

    /// Whether entries with the text are left out.
    pub fn excludes(&self) -> bool {
        self.is_excluded || self.text_after_minus().is_some()
    }

    /// The text without the `-` that means to leave it out.
    pub fn wanted_text(&self) -> &str {
        self.text_after_minus().unwrap_or_else(|| self.text.trim())
    }

    fn text_after_minus(&self) -> Option<&str> {
        let rest = self.text.trim().strip_prefix('-')?;
        rest.starts_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace() && c != '-').then_some(rest)
    }

    /// Compiles the text, `-` taken off; `None` if it is empty.
    ///
    /// # Errors
    /// The text is no regular expression, but has to be one.
    pub fn pattern(&self) -> Result<Option<Regex>, FilterError> {
        self.compile(self.wanted_text())
    }

    /// Compiles the text as it is; `None` if it is empty.
    ///
    /// # Errors
    /// As for [`pattern`](Self::pattern).
    pub fn whole_pattern(&self) -> Result<Option<Regex>, FilterError> {
        self.compile(self.text.trim())
    }

    fn compile(&self, text: &str) -> Result<Option<Regex>, FilterError> {
        if text.is_empty() {
            return Ok(None);
        }
        let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|inner| !inner.is_empty());
        let mut pattern = match inner {
            Some(inner) => inner.to_owned(),
            None if self.is_regex => text.to_owned(),
            None => regex::escape(text),
        };
        if self.whole_word {
            let text = inner.unwrap_or(text);
            pattern = format!("{}(?:{pattern}){}", word_edge(text.chars().next()), word_edge(text.chars().next_back()));
        }
        let built = RegexBuilder::new(&pattern).case_insensitive(!self.match_case).size_limit(PATTERN_BYTES).build();
        built.map(Some).map_err(|error| FilterError(last_line(&error.to_string())))
    }
}

/// The criteria that the user chose, beside what the log is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only these entries, by index: a range that the log is narrowed to.
    pub entries: Option<Range<u64>>,
    /// Which levels are shown, in the order of [`Level::ALL`].
    pub levels: [bool; 5],
    /// Only entries with findings.
    pub findings_only: bool,
    /// The text that is being typed.
    pub typed: TextQuery,
    /// The texts that were kept.
    pub kept: Vec<TextQuery>,
}

impl Default for EntryFilter {
    fn default() -> Self {
        let typed = TextQuery::default();
        Self { entries: None, levels: [true; 5], findings_only: false, typed, kept: Vec::new() }
    }
}

impl EntryFilter {
    /// Whether all entries are shown.
    pub fn is_open(&self) -> bool {
        self.entries.is_none() && self.admits_all_of_range()
    }

    /// Whether all entries of the range are shown.
    pub fn admits_all_of_range(&self) -> bool {
        self.levels == [true; 5] && !self.findings_only && self.texts().next().is_none()
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

    /// Shows a level alone, or all levels if it is alone already.
    pub(crate) fn show_only(&mut self, level: Level) {
        let only = Level::ALL.map(|each| each == level);
        self.levels = if self.levels == only { [true; 5] } else { only };
    }

    /// Makes the text that is being typed one of those that are kept.
    pub(crate) fn keep_typed(&mut self) {
        // A text that cannot be used stays in the field, to be corrected.
        if self.typed.is_empty() || self.typed.pattern().is_err() {
            return;
        }
        let typed = std::mem::take(&mut self.typed);
        if !self.kept.contains(&typed) {
            self.kept.push(typed);
        }
    }

    pub(crate) fn remove_kept(&mut self, idx: usize) {
        if idx < self.kept.len() {
            self.kept.remove(idx);
        }
    }

    /// The texts that entries are tested for.
    pub fn texts(&self) -> impl Iterator<Item = &TextQuery> {
        self.kept.iter().chain([&self.typed]).filter(|query| !query.is_empty())
    }

    /// Compiles the criteria for use with many entries. If `candidates` is given, only these entries can pass.
    ///
    /// # Errors
    /// A text is not a regular expression, but has to be one.
    pub fn test(&self, candidates: Option<Arc<EntrySet>>) -> Result<EntryTest, FilterError> {
        let mut test = EntryTest {
            range: self.entries.clone().unwrap_or(0..u64::MAX),
            levels: self.levels,
            wanted: Vec::new(),
            left_out: Vec::new(),
            candidates,
            scope: None,
        };
        for query in self.texts() {
            let patterns = if query.excludes() { &mut test.left_out } else { &mut test.wanted };
            patterns.extend(query.pattern()?);
        }
        Ok(test)
    }

    /// What is marked in entries that are shown: all wanted texts; `None` without them.
    ///
    /// # Errors
    /// As for [`EntryFilter::test`].
    pub fn marked_pattern(&self) -> Result<Option<Regex>, FilterError> {
        let test = self.test(None)?;
        let insensitive = |pattern: &Regex| format!("(?i:{})", pattern.as_str());
        let cased = self.texts().filter(|query| !query.excludes()).map(|query| query.match_case);
        let parts: Vec<String> = cased
            .zip(&test.wanted)
            .map(|(cased, pattern)| if cased { format!("(?:{})", pattern.as_str()) } else { insensitive(pattern) })
            .collect();
        Ok(Regex::new(&parts.join("|")).ok().filter(|_| !parts.is_empty()))
    }
}

/// The edge of a word beside this character of a text, if it is one of a word.
fn word_edge(edge: Option<char>) -> &'static str {
    if edge.is_some_and(|c| c.is_alphanumeric() || c == '_') { r"\b" } else { "" }
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
    wanted: Vec<Regex>,
    left_out: Vec<Regex>,
    /// The only entries that can pass; `None` if any entry can.
    pub candidates: Option<Arc<EntrySet>>,
    /// What the log is narrowed to.
    pub scope: Option<Arc<NarrowScope>>,
}

impl EntryTest {
    /// The test whether an entry has a text.
    pub fn of_text(pattern: Regex, range: Range<u64>, candidates: Option<Arc<EntrySet>>) -> Self {
        let (levels, wanted, left_out) = ([true; 5], vec![pattern], Vec::new());
        Self { range, levels, wanted, left_out, candidates, scope: None }
    }

    /// Whether an entry has to be read for the test; if not, all candidates pass.
    pub fn reads_entries(&self) -> bool {
        let has_text = !self.wanted.is_empty() || !self.left_out.is_empty();
        has_text || self.levels != [true; 5] || self.scope.is_some()
    }

    /// Where the text of the criteria is found in a message.
    pub fn first_match(&self, message: &str) -> Option<usize> {
        self.wanted.first()?.find(message).map(|found| found.start())
    }

    /// Whether the entry meets the criteria.
    pub fn passes(&self, entry: &LogEntry) -> bool {
        let has = |pattern: &Regex| pattern.is_match(&entry.message);
        self.range.contains(&entry.number.saturating_sub(1))
            && has_level(self.levels, entry.level)
            && self.scope.as_ref().is_none_or(|scope| scope.includes(entry))
            && self.wanted.iter().all(has)
            && !self.left_out.iter().any(has)
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

    fn typed(text: &str) -> EntryFilter {
        let typed = TextQuery { text: text.to_owned(), ..TextQuery::default() };
        EntryFilter { typed, ..EntryFilter::default() }
    }

    #[test]
    fn text_is_literal_unless_in_slashes() {
        assert!(passes(&typed("ROOM ("), &entry(Level::Info, "join room (1)")));
        let regex = typed("/rooms? \\(\\d/");
        assert!(passes(&regex, &entry(Level::Info, "join room (1)")));
        assert!(!passes(&regex, &entry(Level::Info, "join room (x)")));
        assert_eq!(typed("/(/").test(None).map(drop), Err(FilterError("unclosed group".to_owned())));
    }

    #[test]
    fn entries_of_hidden_levels_do_not_pass() {
        let mut filter = EntryFilter::default();
        assert!(filter.is_open());
        filter.levels[0] = false;
        assert!(!passes(&filter, &entry(Level::Error, "x")));
        assert!(passes(&filter, &entry(Level::None, "x")));
        filter.show_only(Level::Error);
        assert!(passes(&filter, &entry(Level::Error, "x")) && !passes(&filter, &entry(Level::None, "x")));
        filter.show_only(Level::Error);
        assert!(filter.is_open(), "the second time all levels are shown");
    }

    #[test]
    fn a_minus_leaves_entries_out_unless_it_is_part_of_a_code() {
        let line = entry(Level::Info, "join room failed: -10013");
        assert!(passes(&typed("-10013"), &line));
        assert!(!passes(&typed("-join"), &line));
        assert!(passes(&typed("-leave"), &line));
        let mut filter = typed("join");
        filter.typed.is_excluded = true;
        assert!(!passes(&filter, &line));
    }

    #[test]
    fn switches_narrow_the_text_and_several_texts_are_all_tested() {
        let line = entry(Level::Info, "Join room failed: -10013");
        let mut filter = typed("join");
        filter.typed.match_case = true;
        assert!(!passes(&filter, &line));
        let mut filter = typed("roo");
        filter.typed.whole_word = true;
        assert!(!passes(&filter, &line));
        filter.typed.text = "room".to_owned();
        assert!(passes(&filter, &line));
        // The minus is no character of a word.
        filter.typed.text = "-10013".to_owned();
        assert!(passes(&filter, &line));
        let mut filter = typed("rooms?|leave");
        filter.typed.is_regex = true;
        assert!(passes(&filter, &line));
        filter.kept = vec![typed("-failed").typed];
        assert!(!passes(&filter, &line));
        let marked = filter.marked_pattern().ok().flatten().expect("there is a wanted text");
        assert_eq!(marked.find(&line.message).map(|found| found.as_str()), Some("room"));
    }
}
