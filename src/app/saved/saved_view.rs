//! What is shown of one log.

use serde::{Deserialize, Serialize};

/// What is shown of one log. Positions are entries, counted from 0: they fit every size of the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedView {
    /// The selected entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// The first visible entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<u64>,
    /// The text of the filter, as the user typed it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The levels that are hidden, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden_levels: Vec<String>,
    /// Whether only entries with findings are shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub findings_only: bool,
    /// The family and the value of the code whose entries are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<(String, i64)>,
    /// What the log is narrowed to, apart from that code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrowed_to: Vec<SavedNarrowing>,
    /// The texts that are kept as filters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<SavedFilter>,
    /// Whether the file is followed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub follow: bool,
}

/// A part of what a log is narrowed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedNarrowing {
    /// Whether its entries are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
    /// What it is about.
    #[serde(flatten)]
    pub by: SavedNarrowBy,
}

/// What a log is narrowed by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SavedNarrowBy {
    /// A user.
    User(String),
    /// A room.
    Room(String),
    /// User and client of a stay, and the line on which it begins.
    Attempt(String, String, u64),
    /// The title of a problem, and its first line.
    Problem(String, u64),
    /// The family and the value of a code.
    Code(String, i64),
    /// The first entry of a range, and the one after it.
    Entries(u64, u64),
}

/// A text that is kept as a filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedFilter {
    /// The text.
    pub text: String,
    /// Whether capital letters differ from small ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub match_case: bool,
    /// Whether it has to be a whole word.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_word: bool,
    /// Whether it is a regular expression.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub regex: bool,
    /// Whether entries with it are left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
}

impl SavedView {
    /// Whether nothing differs from a log that was just opened.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
