//! What is shown of one log.

use serde::{Deserialize, Serialize};

/// A text of a filter, as the user typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedText {
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

impl SavedText {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// What a log is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum SavedNarrowBy {
    /// A user.
    User {
        /// The user.
        user: String,
    },
    /// A room.
    Room {
        /// The room.
        room: String,
    },
    /// An attempt to be in a room.
    Attempt {
        /// The user.
        user: String,
        /// The client.
        client: String,
        /// The line on which it begins.
        line: u64,
    },
    /// A problem.
    Problem {
        /// Its title.
        title: String,
        /// The first line of its evidence.
        line: u64,
    },
    /// A code.
    Code {
        /// Its family.
        family: String,
        /// Its value.
        value: i64,
    },
    /// A range of entries, counted from 0.
    Entries {
        /// The first one.
        from: u64,
        /// The one after the last.
        to: u64,
    },
}

/// A part of what a log is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedNarrowing {
    /// What it is about.
    #[serde(flatten)]
    pub by: SavedNarrowBy,
    /// Whether its entries are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
}

/// A marked line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLineMark {
    /// The entry, counted from 0.
    pub entry: u64,
    /// The physical line on which it begins.
    pub line: u64,
    /// What the user wrote about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

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
    /// The text of the filter that is being typed.
    #[serde(skip_serializing_if = "SavedText::is_empty")]
    pub typed: SavedText,
    /// The texts of the filter that were kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<SavedText>,
    /// The levels that are hidden, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden_levels: Vec<String>,
    /// Whether only entries with findings are shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub findings_only: bool,
    /// What the log is narrowed to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrowing: Vec<SavedNarrowing>,
    /// The lines that the user marked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<SavedLineMark>,
    /// Whether the file is followed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub follow: bool,
}

impl SavedView {
    /// Whether nothing differs from a log that was just opened.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
