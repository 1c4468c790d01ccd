//! Findings: an error code, and the evidence for it in the log.

use std::borrow::Cow;
use std::sync::Arc;

use super::effect::{Confidence, Effect};
use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::log::Level;
use crate::log::nameless::named;

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

/// What a finding says, wherever and whenever it was printed. Its texts may have [holes](crate::log::nameless::HOLE) where
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
            Some(user) => named(text, user),
            None => Cow::Borrowed(text),
        }
    }
}

/// Findings carry this many characters of their entry's message, at most.
pub const MESSAGE_CHARS: usize = 500;

/// One failure: the findings that belong to it, from its root to what was seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, in words: the root, then what it did.
    pub title: String,
    /// The code at the root. Where the root has no code of its own (a blocked WebSocket), the first code that tells of it.
    pub root: ErrorCode,
    /// What it did to the call.
    pub effect: Effect,
    /// How sure the cause is.
    pub confidence: Confidence,
    /// Whether it is expected, so that nobody has to do anything about it.
    pub harmless: bool,
    /// Who can do something about it first.
    pub owner: Owner,
    /// How often it happened; the same failure printed in several shapes counts once. At least 1.
    pub occurrences: u64,
    /// The users it happened to, in order of appearance; empty where the log does not tell.
    pub users: Vec<String>,
    /// What follows from the root, in words, the nearest first: "`JOIN_ROOM_FAILED` 0x4004: …".
    pub symptoms: Vec<String>,
    /// How it went, step by step, with line numbers.
    pub story: Vec<ProblemStep>,
    /// From the root to the symptom; the root comes first. One code where nothing is known to follow from it.
    pub chain: Vec<ErrorCode>,
    /// How many findings belong to it; where it has none because no code is printed, how many lines tell of it.
    pub count: u64,
    /// First line of its evidence.
    pub first_line: u64,
    /// Last line of its evidence.
    pub last_line: u64,
    /// Clock of its first finding.
    pub first_time: Option<String>,
    /// Clock of its last finding.
    pub last_time: Option<String>,
    /// What happened, then why.
    pub explanation: String,
    /// What to do first; never empty.
    pub fix: Vec<String>,
    /// Who can take each of these steps.
    pub fix_by: Vec<Owner>,
    /// Its findings, as indices into [`crate::diagnosis::Diagnosis::findings`].
    pub findings: Vec<usize>,
}

/// One step of how a problem went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemStep {
    /// Physical line on which it stands, from 1.
    pub line: u64,
    /// Clock of its entry.
    pub time: Option<String>,
    /// What happened there, in words. Words of the log are in it; it has to be redacted as they are.
    pub text: String,
}

/// What support asks first, taken from the log. Lists are in order of appearance, without repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Versions of the SDK.
    pub sdk_versions: Vec<String>,
    /// The browsers' user agent strings.
    pub user_agents: Vec<String>,
    /// Addresses of the pages; they may carry secrets.
    pub page_urls: Vec<String>,
    /// The applications.
    pub sdk_app_ids: Vec<String>,
    /// The users of this log's own clients.
    pub user_ids: Vec<String>,
    /// The rooms they tried to enter.
    pub rooms: Vec<String>,
    /// In which mode and role: `rtc, anchor`.
    pub roles: Vec<String>,
    /// How media went: `host over udp`, as the local candidates tell.
    pub network: Vec<String>,
    /// How often the quality of sending, and of receiving, changed to "lost" while media flowed.
    pub quality_lost: [u64; 2],
    /// How many clients were created.
    pub clients: u64,
    /// System and browsers as the browser's client hints name them: `Windows/15.0.0 x86/64 Chromium/120.0.6099.109`.
    pub platforms: Vec<String>,
    /// How many devices of a kind there were: `1 camera`; several counts of one kind where that changed. No labels.
    pub devices: Vec<String>,
    /// What the SDK checked and the browser lacks: `h264Encode`; `None` where the log holds no such check.
    pub lacking: Option<Vec<String>>,
    /// The server's clock at its first greeting, with date and zone; the SDK's own clock has neither.
    pub server_time: Option<String>,
    /// Date and time of the first record, as the export or upload around the SDK's lines gives it.
    pub record_time: Option<String>,
    /// First clock of the log.
    pub first_time: Option<String>,
    /// Last clock of the log.
    pub last_time: Option<String>,
}
