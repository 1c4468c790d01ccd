//! Rules that explain why a failure happened, what it did to the call, and how certain that is.
//!
//! Input: a [`Failure`], which has the codes and messages of all its occurrences, and the histories of its users.
//!
//! - [`RULES`]: one rule a file, a function `explain` that returns an explanation or `None`; the first rule that explains
//!   the failure wins. If no rule does, the explanation is what the catalog says about the root code.
//! - `obstacle`: what the browser's `net::ERR_…` means, for the rules of requests and of sockets
//! - [`implied`]: failures without any code, found in the histories of the users; some rules have such a function
//!
//! Output: an [`Explanation`]. The texts are in `assets/knowledge/causes.json`; a rule names them by a
//! [`Cause`](crate::knowledge::Cause).
//!
//! To add a rule: a file, a line in [`RULES`], its texts, and a log with the failure in `tests/data/problems`.

mod aborted;
mod account;
mod banned;
mod call;
mod capture;
mod cloud;
mod encoder;
mod environment;
mod handshake;
mod join_without_code;
mod media;
mod neighbour;
mod no_answer;
mod obstacle;
mod playback;
mod plugin;
mod reconnect;
mod rejoin;
mod request_blocked;
mod server;
mod server_words;
mod socket_blocked;
mod streams;
mod user_list;

use std::sync::Arc;

pub(crate) use crate::knowledge::FixStep;

use super::impact::{Confidence, Impact};
use super::operation::Operation;
use super::problem::fingerprint::Variant;
use super::user_history::{Tally, UserHistories, UserHistory};
use crate::catalog::{Catalog, Owner, unknown};
use crate::code::{ErrorCode, Family};
use crate::event::PageCall;
use crate::knowledge::{Cause, CauseText, Phrase, Sentence};

/// A failure with all its occurrences, and what happened to its users.
#[derive(Debug)]
pub(super) struct Failure<'c> {
    /// What the client was doing.
    pub operation: Operation,
    /// The code at the root, or the first code of the failure.
    pub root: ErrorCode,
    /// The kind of failure, if its words decide it.
    pub variant: Option<Variant>,
    /// All codes that belong to it, from root to symptom.
    pub codes: Vec<ErrorCode>,
    /// Whether root and symptom are in one entry.
    pub is_stated: bool,
    /// The different messages, normalized; the first few.
    pub words: &'c [String],
    /// The calls of the page that failed, as far as they are named.
    pub calls: &'c [PageCall],
    /// The remote users whose streams could not be received, as far as they are named.
    pub remotes: &'c [Arc<str>],
    /// What happened to its users; to all users if it names none.
    pub users: Vec<&'c UserHistory>,
    /// What happened to all users.
    pub histories: &'c UserHistories,
    /// Its first occurrence, in the order of reading (see [`Tally::first`]).
    pub first: u64,
    /// Its last occurrence.
    pub last: u64,
}

/// Why a failure happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// The cause, without a full stop.
    pub cause: String,
    /// What it led to; follows the cause in a title.
    pub outcome: String,
    /// What it did to the call.
    pub impact: Impact,
    /// How certain the cause is.
    pub confidence: Confidence,
    /// Whether it needs no action.
    pub harmless: bool,
    /// The codes from root to symptom.
    pub chain: Vec<ErrorCode>,
    /// What happened, then why; empty: the explanation of the root in the catalog.
    pub text: String,
    /// What to do; empty: the fix of the root in the catalog.
    pub fix: Vec<FixStep>,
    /// Who can act first; `None`: the owner of the root in the catalog.
    pub owner: Option<Owner>,
    /// A line on which the same succeeded later.
    pub succeeded_line: Option<u64>,
}

impl Explanation {
    /// An explanation without texts, apart from the outcome.
    fn new(operation: Operation, impact: Impact, chain: Vec<ErrorCode>) -> Self {
        Self {
            cause: String::new(),
            outcome: operation.outcome().to_owned(),
            impact,
            confidence: Confidence::Likely,
            harmless: false,
            chain,
            text: String::new(),
            fix: Vec::new(),
            owner: None,
            succeeded_line: None,
        }
    }

    /// Replaces the parts that the text of `cause` has; the others stay as they are.
    fn describe(&mut self, cause: Cause<'_>) {
        let CauseText { cause, outcome, explanation, fix, owner } = cause.text();
        self.cause = cause.unwrap_or_else(|| std::mem::take(&mut self.cause));
        self.outcome = outcome.unwrap_or_else(|| std::mem::take(&mut self.outcome));
        self.text = explanation.unwrap_or_else(|| std::mem::take(&mut self.text));
        if !fix.is_empty() {
            self.fix = fix;
        }
        self.owner = owner.or(self.owner);
    }
}

impl Explanation {
    /// Adds what is known about a server's `code` outside joining. What `cause` says about the code's meaning holds only if the
    /// catalog documents one; its steps hold always.
    fn describe_refusal(&mut self, code: ErrorCode, cause: &Cause<'_>) {
        if Catalog::current().entry(code).is_some() {
            self.describe(*cause);
        } else {
            self.fix = cause.text().fix;
        }
    }
}

/// A rule: explains a failure, or returns `None`.
type Rule = fn(&Failure<'_>) -> Option<Explanation>;

/// All rules, the most specific first.
const RULES: &[Rule] = &[
    user_list::explain,
    aborted::explain,
    banned::explain,
    account::explain,
    neighbour::explain,
    handshake::explain,
    request_blocked::explain,
    server_words::explain,
    server::explain,
    socket_blocked::explain,
    no_answer::explain,
    rejoin::explain,
    reconnect::explain,
    media::explain,
    environment::explain,
    plugin::explain,
    capture::explain,
    playback::explain,
    call::explain,
    cloud::explain,
    encoder::explain,
    streams::explain,
    join_without_code::explain,
];

/// Explains a failure by the first rule that applies, else by what the catalog says about its root.
pub(super) fn explain(failure: &Failure<'_>) -> Explanation {
    let explained = RULES.iter().find_map(|rule| rule(failure));
    let mut explanation = explained.unwrap_or_else(|| failure.explanation(failure.usual_impact()));
    if matches!(explanation.impact, Impact::LostMedia | Impact::Warning)
        && let Some(success) = failure.later_success()
    {
        // Some rules have words of their own for it.
        if explanation.outcome == failure.operation.outcome() {
            explanation.outcome = Sentence::OutcomeAtFirst { outcome: &explanation.outcome }.text();
        }
        explanation.succeeded_line = Some(success.last_line);
    }
    explanation
}

/// Failures without any code, found in the histories of the users. `is_reported` returns whether the log has a failure of
/// this operation for this user.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    [
        banned::implied,
        request_blocked::implied,
        socket_blocked::implied,
        no_answer::implied,
        reconnect::implied,
        media::implied,
        streams::implied,
        capture::implied,
        playback::implied,
    ]
    .iter()
    .flat_map(|rule| rule(histories, is_reported))
    .collect()
}

/// A failure without a code.
#[derive(Clone, Debug)]
pub(super) struct ImpliedFailure {
    /// The user; empty if the log does not name one.
    pub user: String,
    /// The code of this failure, which the log does not contain.
    pub root: ErrorCode,
    /// First line of evidence.
    pub first_line: u64,
    /// Last line of evidence.
    pub last_line: u64,
    /// Number of lines of evidence.
    pub count: u64,
    /// Its explanation.
    pub explanation: Explanation,
}

impl ImpliedFailure {
    /// A failure of `user` whose evidence is the lines in `evidence`.
    fn new(user: &str, operation: Operation, root: ErrorCode, evidence: Tally, impact: Impact) -> Self {
        let explanation = Explanation::new(operation, impact, vec![root]);
        let Tally { count, first_line, last_line, .. } = evidence;
        Self { user: user.to_owned(), root, first_line, last_line, count, explanation }
    }
}

impl Failure<'_> {
    /// The explanation without a rule: the summary of the root in the catalog, and all codes.
    pub(super) fn explanation(&self, impact: Impact) -> Explanation {
        Explanation {
            cause: self.root_summary(),
            confidence: if self.is_stated || self.codes.len() == 1 { Confidence::Stated } else { Confidence::Likely },
            harmless: impact == Impact::Aside,
            ..Explanation::new(self.operation, impact, self.codes.clone())
        }
    }

    /// What a failure of this operation does to a call if no rule applies.
    fn usual_impact(&self) -> Impact {
        match self.operation {
            Operation::Join => self.join_impact(),
            Operation::Ban | Operation::ServerTimeout | Operation::Signal => Impact::DroppedOut,
            Operation::Call | Operation::Environment | Operation::Plugin | Operation::SwitchRoom => Impact::Warning,
            Operation::Other => self.impact_by_severity(),
            _ => Impact::LostMedia,
        }
    }

    fn impact_by_severity(&self) -> Impact {
        use crate::catalog::Severity;
        match Catalog::current().entry(self.root).map(|entry| entry.severity) {
            Some(Severity::Info) => Impact::Aside,
            _ => Impact::Warning,
        }
    }

    /// Whether its users were in a room and dropped out, never got in, or got in later.
    fn join_impact(&self) -> Impact {
        let dropped = |user: &&UserHistory| {
            user.rejoining.is_recorded()
                || user.rejoin_failed.is_recorded()
                || (user.joined.is_recorded() && user.signal_retries.is_after(user.joined.last))
        };
        if self.variant == Some(Variant::Rejoin) || self.users.iter().any(dropped) {
            Impact::DroppedOut
        } else if self.joined_later() {
            Impact::Warning
        } else {
            Impact::NeverGotIn
        }
    }

    /// Whether all its users entered a room after its last occurrence.
    fn joined_later(&self) -> bool {
        !self.users.is_empty() && self.users.iter().all(|user| user.joined.is_after(self.last))
    }

    /// What all its users did with success after its last occurrence, where they had failed before.
    fn later_success(&self) -> Option<Tally> {
        // The SDK's events for a camera and a microphone that stopped name no call.
        let call = match (self.root.family(), self.root.value()) {
            (Family::WebV5, Some(5308)) => Some(PageCall::StartLocalVideo),
            (Family::WebV5, Some(5309)) => Some(PageCall::StartLocalAudio),
            _ => None,
        };
        let calls: Vec<PageCall> = self.calls.iter().copied().chain(call).collect();
        let of_user = |user: &&UserHistory| {
            let by_call = calls.iter().map(|call| user.calls[*call as usize]);
            let successes: Vec<Tally> = match self.operation {
                // The SDK prints that a stream is published even if the server refused it: only a new attempt counts.
                Operation::Publish if !user.publishing.is_after(self.last) => Vec::new(),
                Operation::Publish if calls.is_empty() => vec![user.published.after(user.publishing.last)],
                Operation::Subscribe if calls.is_empty() => {
                    self.remotes.iter().map(|remote| user.received(remote)).collect()
                }
                Operation::Capture if calls.is_empty() => vec![user.captured],
                _ => by_call.collect(),
            };
            let are_later = successes.iter().all(|success| success.is_after(self.last));
            successes.into_iter().filter(|_| are_later).max_by_key(|success| success.last)
        };
        let all: Option<Vec<Tally>> = self.users.iter().map(of_user).collect();
        all?.into_iter().max_by_key(|success| success.last)
    }

    /// The explanation of a failure to enter a room; the outcome depends on whether the user got in later.
    fn join_explanation(&self) -> Explanation {
        let mut explanation = self.explanation(self.join_impact());
        let outcome = match explanation.impact {
            Impact::DroppedOut => Phrase::OutcomeRejoiningFailed,
            Impact::Warning => Phrase::OutcomeJoiningFailedAtFirst,
            _ => return explanation,
        };
        outcome.text().clone_into(&mut explanation.outcome);
        explanation
    }

    /// The summary of the root in the catalog. If the catalog lacks the code: which system sent it, and its message.
    fn root_summary(&self) -> String {
        if Catalog::current().entry(self.root).is_some() {
            return catalog_summary(self.root);
        }
        let (code, said) = (&self.root, &self.quoted_message());
        let cause = match self.root.family() {
            Family::Server => Cause::ServerCodeUndocumented { code, said },
            Family::Account => Cause::AccountCodeUndocumented { code, said },
            Family::WebV4 | Family::WebV5 => Cause::SdkCodeUndocumented { code, said },
            Family::Browser | Family::Network => Cause::BrowserCodeUndocumented { code, said },
            Family::Native | Family::Chat | Family::Call | Family::RoomKit | Family::WebV3 | Family::Own(_) => {
                Cause::NeighbourCodeUndocumented { code, product: &self.root.family().title(), said }
            }
            Family::Unclear => Cause::CodeUnclear { code, said },
        };
        cause.text().cause.unwrap_or_default()
    }

    /// The first message in quotation marks, to append to a clause; empty if there is no message.
    fn quoted_message(&self) -> String {
        self.words.first().map(|words| Sentence::CauseSaid { words }.text()).unwrap_or_default()
    }

    /// Whether one of the messages contains `word`.
    fn says(&self, word: &str) -> bool {
        self.words.iter().any(|words| words.contains(word))
    }
}

/// The summary of a code in the catalog, without a full stop.
pub(super) fn catalog_summary(code: ErrorCode) -> String {
    let summary = match Catalog::current().entry(code) {
        Some(entry) => entry.summary.clone(),
        None => unknown(code).summary,
    };
    summary.trim_end_matches('.').to_owned()
}
