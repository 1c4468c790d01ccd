//! The codes of a log as a list to choose from.

use super::Session;
use crate::catalog::Severity;
use crate::code::ErrorCode;

/// A code of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChoice {
    /// The code.
    pub code: ErrorCode,
    /// Its name, else its meaning.
    pub title: String,
    /// What it does to a call; `None` if the catalog lacks it.
    pub severity: Option<Severity>,
    /// How often it was found.
    pub count: u64,
}

impl CodeChoice {
    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let severity = self.severity.map_or("unknown", Severity::title);
        format!("{}, {}, {severity}, {} ×", self.code, self.title, self.count)
    }
}

impl Session {
    /// The codes of the log whose number or name contains `query`, the most severe and most frequent first.
    pub fn code_choices(&self, query: &str) -> Vec<CodeChoice> {
        let query = query.trim().to_lowercase();
        // If the log is narrowed to a code, the others can still be chosen.
        let is_by_code = self.narrow.narrowing.codes().next().is_some();
        let index = if is_by_code { &self.findings.index } else { self.findings.shown_index() };
        let choice = |code: ErrorCode, count| {
            let entry = self.findings.catalog.entry(code);
            let title = entry.map_or("not documented", |entry| entry.name.as_deref().unwrap_or(&entry.summary));
            CodeChoice { code, title: title.to_owned(), severity: entry.map(|entry| entry.severity), count }
        };
        let mut choices: Vec<CodeChoice> =
            index.by_code.iter().map(|(code, occurrences)| choice(*code, occurrences.count)).collect();
        choices.retain(|choice| {
            let code = choice.code.to_string().to_lowercase();
            let number = choice.code.value().map(|value| value.to_string()).unwrap_or_default();
            [code, number, choice.title.to_lowercase()].iter().any(|text| text.contains(&query))
        });
        choices.sort_by_key(|choice| (choice.severity.is_none(), choice.severity, std::cmp::Reverse(choice.count)));
        choices
    }
}
