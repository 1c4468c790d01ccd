//! A problem: one failure, with its findings, cause and steps.

use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};

/// One failure: the findings that belong to it, from its root to what was seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, in words: the root, then what it did.
    pub title: String,
    /// The code at the root. Where the root has no code of its own (a blocked WebSocket), the first code that tells of it.
    pub root: ErrorCode,
    /// What it did to the call.
    pub effect: Impact,
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
