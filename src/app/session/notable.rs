//! What a log without a code reports by itself: its errors and warnings, and how each room stay ended.

use crate::app::timeline::phrases;
use crate::diagnosis::room_stay::RoomStay;
use crate::diagnosis::{Diagnosis, LoggedError};
use crate::log::Level;
use crate::report::number_format::group_thousands;

/// At most this many stays are listed, the first ones.
const MAX_STAYS: usize = 40;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotableKind {
    /// An entry that the log itself labels as an error or a warning.
    Logged(Level),
    /// A room stay, and whether it ended as nobody wanted.
    Stay {
        /// Whether the client was refused, removed or lost.
        is_bad: bool,
    },
}

/// A row of the list of problems of a log without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotableRow {
    /// What the row is about.
    pub kind: NotableKind,
    /// What the log says, or how the stay ended.
    pub text: String,
    /// How often the log says it.
    pub count: u64,
    /// The clock and the line, or the line alone.
    pub place: String,
    /// The physical line to show.
    pub line: u64,
}

impl NotableRow {
    /// The rows of a log: its errors before its warnings, those of the SDK first, then its stays.
    pub(super) fn all(diagnosis: &Diagnosis) -> Vec<Self> {
        let logged = diagnosis.logged_errors.iter().map(Self::of_error);
        let stays = diagnosis.timeline.stays.iter().take(MAX_STAYS).map(Self::of_stay);
        logged.chain(stays).collect()
    }

    fn of_error(error: &LoggedError) -> Self {
        Self {
            kind: NotableKind::Logged(error.level),
            text: error.text.clone(),
            count: error.count,
            place: format!("line {}", error.line),
            line: error.line,
        }
    }

    fn of_stay(stay: &RoomStay) -> Self {
        let who = if stay.user.is_empty() { "A client" } else { &stay.user };
        let room = stay.room.as_ref().map(|room| format!(", room {room}")).unwrap_or_default();
        let entered = if stay.joined.is_some() { "entered" } else { "not entered" };
        Self {
            kind: NotableKind::Stay { is_bad: stay.end.is_bad() },
            text: format!("{who}{room}: {entered}; {}", stay.end.title()),
            count: 1,
            place: phrases::place(&stay.ended),
            line: stay.ended.line,
        }
    }

    /// What the row is about, in a word or two.
    pub fn label(&self) -> &'static str {
        match self.kind {
            NotableKind::Logged(level) => level.title(),
            NotableKind::Stay { .. } => "Stay",
        }
    }

    /// How often the log says it: `3 ×`; empty for once.
    pub fn repeated(&self) -> String {
        if self.count > 1 { format!("{} ×", group_thousands(self.count)) } else { String::new() }
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let label = match self.kind {
            NotableKind::Logged(level) => format!("Logged as {}", level.title()),
            NotableKind::Stay { is_bad: true } => "Stay that ended badly".to_owned(),
            NotableKind::Stay { is_bad: false } => "Stay".to_owned(),
        };
        let times = if self.count > 1 { format!(", {} times", group_thousands(self.count)) } else { String::new() };
        format!("{label}: {}{times}, {}", self.text, self.place)
    }
}

/// The line of the next row after a line (or before it), in the order of the log, wrapping around at the ends.
pub(super) fn neighbouring_line(rows: &[NotableRow], from: Option<u64>, forward: bool) -> Option<u64> {
    let mut lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
    lines.sort_unstable();
    let next = match from {
        Some(from) if forward => lines.iter().find(|line| **line > from),
        Some(from) => lines.iter().rev().find(|line| **line < from),
        None => None,
    };
    next.or(if forward { lines.first() } else { lines.last() }).copied()
}
