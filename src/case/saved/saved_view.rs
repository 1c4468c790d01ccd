//! What is shown of one log.

use serde::{Deserialize, Serialize};

use crate::code::{ErrorCode, Family};
use crate::diagnosis::narrow::{NarrowBy, NarrowPart, Narrowing};

/// A text of a filter, as the user typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedText {
    /// The text.
    pub text: String,
    /// The switches that are on: `matchCase`, `wholeWord`, `regex`, `exclude`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<String>,
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

    /// What the log is narrowed to.
    pub fn narrowed_to(&self) -> Narrowing {
        let mut narrowing = Narrowing::default();
        self.narrowing.iter().filter_map(SavedNarrowing::part).for_each(|part| narrowing.add(part));
        narrowing
    }
}

impl SavedNarrowing {
    /// The part, if it can be kept.
    pub fn of(part: &NarrowPart) -> Option<Self> {
        let by = match &part.by {
            NarrowBy::User(user) => SavedNarrowBy::User { user: user.clone() },
            NarrowBy::Room(room) => SavedNarrowBy::Room { room: room.clone() },
            NarrowBy::Attempt { user, client, first_line } => {
                SavedNarrowBy::Attempt { user: user.clone(), client: client.clone(), line: *first_line }
            }
            NarrowBy::Problem { title, first_line } => {
                SavedNarrowBy::Problem { title: title.clone(), line: *first_line }
            }
            NarrowBy::Code(code) => SavedNarrowBy::Code { family: code.family().id().to_owned(), value: code.value()? },
            NarrowBy::Entries(range) => SavedNarrowBy::Entries { from: range.start, to: range.end },
        };
        Some(Self { by, excluded: part.is_excluded })
    }

    /// The part that was kept; `None` if a newer program wrote it.
    pub fn part(&self) -> Option<NarrowPart> {
        Some(NarrowPart { by: self.by.narrow_by()?, is_excluded: self.excluded })
    }
}

impl SavedNarrowBy {
    fn narrow_by(&self) -> Option<NarrowBy> {
        Some(match self {
            Self::User { user } => NarrowBy::User(user.clone()),
            Self::Room { room } => NarrowBy::Room(room.clone()),
            Self::Attempt { user, client, line } => {
                NarrowBy::Attempt { user: user.clone(), client: client.clone(), first_line: *line }
            }
            Self::Problem { title, line } => NarrowBy::Problem { title: title.clone(), first_line: *line },
            Self::Code { family, value } => NarrowBy::Code(ErrorCode::new(Family::from_id(family)?, *value)),
            Self::Entries { from, to } => NarrowBy::Entries(*from..*to),
        })
    }
}
