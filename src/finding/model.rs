//! A finding: an error code and its evidence in the log.

use std::borrow::Cow;
use std::sync::Arc;

use crate::code::ErrorCode;
use crate::log::Level;
use crate::log::parse::user_mask::unmask;

/// One error code found in one line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code. If the number may belong to several families, the likeliest one; see [`FindingBody::alternatives`].
    pub code: ErrorCode,
    /// Physical line of the evidence, from 1. In a JSON document that is not line-based, the line on which the record
    /// begins.
    pub line: u64,
    /// JSON pointer of the evidence, in a JSON document that is not line-based.
    pub pointer: Option<String>,
    /// First physical line of the entry, from 1.
    pub entry_line: u64,
    /// Number of the entry, from 1 (see [`crate::log::LogEntry::number`]).
    pub entry_number: u64,
    /// Clock of the entry, as printed but in a uniform format.
    pub time: Option<Arc<str>>,
    /// The user name that replaces the masks in the body's texts (see `log::parse::user_mask`); `None` if the texts have no
    /// masks.
    pub user: Option<Arc<str>>,
    /// The part that does not depend on place, time and user. Logs repeat their failures, so equal findings share one body.
    pub body: Arc<FindingBody>,
}

/// The part of a finding that does not depend on place, time and user. Its texts may contain masks instead of the user's name
/// (see `log::parse::user_mask`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingBody {
    /// Whether the catalog has the code. Codes that it lacks are shown as well.
    pub known: bool,
    /// The name printed beside the number, with its spelling (old SDKs misspell some), otherwise the catalog's name.
    pub name: Option<String>,
    /// Other codes that it may be if the log does not decide the family; empty for nearly every finding.
    pub alternatives: Vec<ErrorCode>,
    /// The level of the entry.
    pub level: Level,
    /// The evidence as printed in the log: `<JOIN_ROOM_FAILED 0x4004>`, `code: -10012`.
    pub evidence: String,
    /// The entry's message, not redacted. It is longer than [`MESSAGE_CHARS`], so that a secret at the limit can be
    /// recognised; reports redact it and then cut it at [`MESSAGE_CHARS`].
    pub message: Arc<str>,
    /// The explanation of this message beyond its code: "`roomId` passed to `join()` must be …; it received …".
    pub detail: Option<Arc<str>>,
    /// Steps for this message, which come before the steps for the code.
    pub fix: Arc<[String]>,
}

impl Finding {
    /// The place that a report shows: an entry or, in a JSON document, a text of it. The codes of one place are shown once.
    pub fn place(&self) -> (u64, Option<&str>) {
        (self.entry_number, self.pointer.as_deref())
    }

    /// [`FindingBody::evidence`] with the user's name.
    pub fn evidence(&self) -> Cow<'_, str> {
        self.with_user(&self.body.evidence)
    }

    /// [`FindingBody::message`] with the user's name.
    pub fn message(&self) -> Cow<'_, str> {
        self.with_user(&self.body.message)
    }

    /// [`FindingBody::detail`] with the user's name.
    pub fn detail(&self) -> Option<Cow<'_, str>> {
        self.body.detail.as_deref().map(|detail| self.with_user(detail))
    }

    /// [`FindingBody::fix`] with the user's name.
    pub fn fix(&self) -> Vec<Cow<'_, str>> {
        self.body.fix.iter().map(|step| self.with_user(step)).collect()
    }

    fn with_user<'f>(&'f self, text: &'f str) -> Cow<'f, str> {
        match &self.user {
            Some(user) => unmask(text, user),
            None => Cow::Borrowed(text),
        }
    }
}

/// Length at which reports cut the message of a finding, in characters.
pub const MESSAGE_CHARS: usize = 500;
