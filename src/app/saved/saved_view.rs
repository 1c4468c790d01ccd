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
