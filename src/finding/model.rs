//! Findings: an error code, and the evidence for it in the log.

use std::borrow::Cow;
use std::sync::Arc;

use crate::code::ErrorCode;
use crate::log::Level;
use crate::log::parse::user_mask::unmask;

/// One error code found in one line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code. Where the number may belong to several families, the likeliest; see [`Said::candidates`].
    pub code: ErrorCode,
    /// Physical line on which the evidence stands, from 1. In a JSON document that is not line-based: the line on which
    /// the record begins.
    pub line: u64,
    /// JSON pointer of the evidence, in a JSON document that is not line-based.
    pub pointer: Option<String>,
    /// First physical line of the entry.
    pub entry_line: u64,
    /// Number of the entry, from 1 (see [`crate::log::LogEntry::number`]).
    pub entry_number: u64,
    /// Clock of the entry, as printed and made regular.
    pub time: Option<Arc<str>>,
    /// Whose name fills the holes of what it says; `None` where there are none.
    pub user: Option<Arc<str>>,
    /// What it says. A log repeats its failures, so this is shared by all that say the same, whoever's they are.
    pub said: Arc<Said>,
}

/// What a finding says, wherever and whenever it was printed. Its texts may have [holes](crate::log::parse::user_mask::MASK) where
/// the user's name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether the catalog has the code. Codes it lacks are shown, never dropped.
    pub known: bool,
    /// The name printed beside the number, as it stands there (old SDKs misspell some).
    pub name: Option<String>,
    /// Other codes it may be, where the log does not settle the family; empty for nearly every finding.
    pub candidates: Vec<ErrorCode>,
    /// The log's level of the entry.
    pub level: Level,
    /// The evidence as it stands in the log: `<JOIN_ROOM_FAILED 0x4004>`, `code: -10012`.
    pub text: String,
    /// The entry's message, cut at [`MESSAGE_CHARS`] characters; not redacted.
    pub message: Arc<str>,
    /// What this very message says beyond its code: "`roomId` passed to `join()` must be …; it received …".
    pub detail: Option<Arc<str>>,
    /// Steps that name the parts of this very message; where there are any, they come before the code's own.
    pub fix: Arc<[String]>,
}

impl Finding {
    /// The evidence as it stands in the log.
    pub fn text(&self) -> Cow<'_, str> {
        self.filled(&self.said.text)
    }

    /// The entry's message, cut at [`MESSAGE_CHARS`] characters; not redacted.
    pub fn message(&self) -> Cow<'_, str> {
        self.filled(&self.said.message)
    }

    /// What this very message says beyond its code.
    pub fn detail(&self) -> Option<Cow<'_, str>> {
        self.said.detail.as_deref().map(|detail| self.filled(detail))
    }

    /// Steps that name the parts of this very message.
    pub fn fix(&self) -> Vec<Cow<'_, str>> {
        self.said.fix.iter().map(|step| self.filled(step)).collect()
    }

    fn filled<'f>(&'f self, text: &'f str) -> Cow<'f, str> {
        match &self.user {
            Some(user) => unmask(text, user),
            None => Cow::Borrowed(text),
        }
    }
}

/// Findings carry this many characters of their entry's message, at most.
pub const MESSAGE_CHARS: usize = 500;
