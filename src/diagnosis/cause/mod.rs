//! Causes: rules that say of a failure why it happened, what it did to the call and how sure that is. One rule a file, all
//! of the same shape: a function from a [`Failure`] to what explains it, or nothing. To add one: a file, a line in [`RULES`],
//! its scenario among the tests' fixtures.

mod aborted;
mod account;
mod banned;
mod call;
mod capture;
mod cloud;
mod environment;
mod media;
mod no_answer;
mod obstacle;
mod playback;
mod reconnect;
mod rejoin;
mod request_blocked;
mod server;
mod socket_blocked;
mod streams;

use super::impact::{Confidence, Impact};
use super::operation::Operation;
use super::problem::fingerprint::Variant;
use super::user_history::{Tally, UserHistories, UserHistory};
use crate::catalog::{Catalog, Owner, unknown};
use crate::code::{ErrorCode, Family};

/// A failure, put together from all its printings, and the life around it.
#[derive(Debug)]
pub struct Failure<'c> {
    /// What was being done.
    pub operation: Operation,
    /// The code at the root, or the first that tells of the failure.
    pub root: ErrorCode,
    /// A failure told by its words.
    pub variant: Option<Variant>,
    /// All codes that belong to it, from root to symptom.
    pub codes: Vec<ErrorCode>,
    /// Whether root and symptom stand in one entry.
    pub is_stated: bool,
    /// The different messages, without what their shapes add; the first few.
    pub words: &'c [String],
    /// What happened to its users; of all users where it names none.
    pub users: Vec<&'c UserHistory>,
    /// What happened to everybody.
    pub facts: &'c UserHistories,
    /// When it was first told, in the order of reading (see [`Tally::first`]).
    pub first: u64,
    /// When it was last told.
    pub last: u64,
}

/// What explains a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The cause in words, without a full stop.
    pub cause: String,
    /// What it did, in words that stand behind the cause.
    pub outcome: &'static str,
    /// What it did to the call.
    pub effect: Impact,
    /// How sure that is.
    pub confidence: Confidence,
    /// Whether nobody has to do anything.
    pub harmless: bool,
    /// From root to symptom; the root comes first.
    pub chain: Vec<ErrorCode>,
    /// What happened, then why; empty: what the catalog says of the root.
    pub explanation: String,
    /// What to do; empty: what the catalog says of the root.
    pub fix: Vec<FixStep>,
    /// Who can do something first; `None`: whom the catalog names at the root.
    pub owner: Option<Owner>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixStep {
    /// Who can do it; `None`: whoever the failure belongs to.
    pub by: Option<Owner>,
    /// What, in words.
    pub text: String,
}

/// A rule: explains a case, or leaves it to the next.
type Rule = fn(&Failure<'_>) -> Option<Explanation>;

/// All rules, the most particular first.
const RULES: &[Rule] = &[
    aborted::explain,
    banned::explain,
    account::explain,
    request_blocked::explain,
    server::explain,
    socket_blocked::explain,
    no_answer::explain,
    rejoin::explain,
    reconnect::explain,
    media::explain,
    environment::explain,
    capture::explain,
    playback::explain,
    call::explain,
    cloud::explain,
    streams::explain,
];

/// Explains a case by the first rule that can; where none can, by what the catalog says of its root.
pub fn explain(case: &Failure<'_>) -> Explanation {
    RULES.iter().find_map(|rule| rule(case)).unwrap_or_else(|| case.explained(case.usual_effect()))
}

/// What went wrong without any code, told by the life of the users alone.
pub fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    [request_blocked::implied, socket_blocked::implied, no_answer::implied, reconnect::implied, streams::implied]
        .iter()
        .flat_map(|rule| rule(facts, is_told))
        .collect()
}

/// A failure without a code.
#[derive(Clone, Debug)]
pub struct ImpliedFailure {
    /// The user it happened to; empty where the log does not tell.
    pub user: String,
    /// The code that stands for it, though the log does not print it.
    pub root: ErrorCode,
    /// First line that tells of it.
    pub first_line: u64,
    /// Last line that tells of it.
    pub last_line: u64,
    /// How often it is told.
    pub count: u64,
    /// What explains it.
    pub explained: Explanation,
}

impl ImpliedFailure {
    /// A failure of `user` that `seen` tells of.
    fn new(user: &str, operation: Operation, root: ErrorCode, seen: Tally, effect: Impact) -> Self {
        let explained = Explanation {
            cause: String::new(),
            outcome: operation.outcome(),
            effect,
            confidence: Confidence::Likely,
            harmless: false,
            chain: vec![root],
            explanation: String::new(),
            fix: Vec::new(),
            owner: None,
        };
        let Tally { count, first_line, last_line, .. } = seen;
        Self { user: user.to_owned(), root, first_line, last_line, count, explained }
    }
}

impl Failure<'_> {
    /// The plain explanation: the root's words in the catalog, the codes as they stand.
    pub fn explained(&self, effect: Impact) -> Explanation {
        Explanation {
            cause: self.root_in_words(),
            outcome: self.operation.outcome(),
            effect,
            confidence: if self.is_stated || self.codes.len() == 1 { Confidence::Stated } else { Confidence::Likely },
            harmless: effect == Impact::Aside,
            chain: self.codes.clone(),
            explanation: String::new(),
            fix: Vec::new(),
            owner: None,
        }
    }

    /// What a failure of this operation does to a call, where nothing particular is known.
    fn usual_effect(&self) -> Impact {
        match self.operation {
            Operation::Join => self.join_effect(),
            Operation::Ban | Operation::ServerTimeout | Operation::Signal => Impact::DroppedOut,
            Operation::Call | Operation::Environment => Impact::Warning,
            Operation::Other => self.effect_by_severity(),
            _ => Impact::LostMedia,
        }
    }

    fn effect_by_severity(&self) -> Impact {
        use crate::catalog::Severity;
        match Catalog::builtin().entry(self.root).map(|entry| entry.severity) {
            Some(Severity::Info) => Impact::Aside,
            _ => Impact::Warning,
        }
    }

    /// Whether its users were in a room and lost it, never got in, or got in later.
    fn join_effect(&self) -> Impact {
        let dropped = |user: &&UserHistory| {
            user.rejoining.is_recorded()
                || (user.joined.is_recorded() && user.signal_retries.is_after(user.joined.last))
        };
        if self.variant == Some(Variant::Rejoin) || self.users.iter().any(dropped) {
            Impact::DroppedOut
        } else if self.got_in_later() {
            Impact::Warning
        } else {
            Impact::NeverGotIn
        }
    }

    /// Whether all its users were in a room after the last of it.
    fn got_in_later(&self) -> bool {
        !self.users.is_empty() && self.users.iter().all(|user| user.joined.is_after(self.last))
    }

    /// An explanation of a failure to get in; its outcome depends on what came of it.
    fn of_joining(&self) -> Explanation {
        let mut explained = self.explained(self.join_effect());
        explained.outcome = match explained.effect {
            Impact::DroppedOut => "dropped out, joining again failed",
            Impact::Warning => "joining failed at first",
            _ => explained.outcome,
        };
        explained
    }

    /// The root as the catalog puts it; where it lacks the code, who gave it and with which words.
    fn root_in_words(&self) -> String {
        if Catalog::builtin().entry(self.root).is_some() {
            return words_of(self.root);
        }
        let who = match self.root.family() {
            Family::Server => "The server answered with",
            Family::Account => "The account system refused with",
            Family::WebV4 | Family::WebV5 => "The SDK failed with",
            Family::Browser | Family::Network => "The browser failed with",
        };
        format!("{who} the undocumented code {}{}", self.root, self.said())
    }

    /// The first message, in quotation marks, to stand behind a clause; empty where there is none.
    fn said(&self) -> String {
        self.words.first().map(|words| format!(" (“{words}”)")).unwrap_or_default()
    }

    fn says(&self, word: &str) -> bool {
        self.words.iter().any(|words| words.contains(word))
    }
}

/// What the catalog says of a code in one line, without a full stop.
pub fn words_of(code: ErrorCode) -> String {
    let summary = match Catalog::builtin().entry(code) {
        Some(entry) => entry.summary.clone(),
        None => unknown(code).summary,
    };
    summary.trim_end_matches('.').to_owned()
}

/// Steps for whoever the failure belongs to; those that open a network are for the people who use and run it.
fn steps(texts: &[&str]) -> Vec<FixStep> {
    let is_network = |text: &str| [ALLOW_SIGNALLING, ALLOW_MEDIA, OTHER_NETWORK].contains(&text);
    let step = |text: &&str| FixStep { by: is_network(text).then_some(Owner::EndUser), text: (*text).to_owned() };
    texts.iter().map(step).collect()
}

/// Steps for `owner`.
fn steps_by(owner: Owner, texts: &[&str]) -> Vec<FixStep> {
    texts.iter().map(|text| FixStep { by: Some(owner), text: (*text).to_owned() }).collect()
}

/// What opens a network for the SDK.
const ALLOW_SIGNALLING: &str = "Let the network's firewall and proxy pass TCP 443 (https and wss) to yun.tim.qq.com, \
    *.rtc.qcloud.com, *.rtc.qq.com, *.cloud-rtc.com, *.my-imcloud.com, *.cloud-rtc.net, *.rtc-web.com and *.rtc-web.io; \
    SDKs before 4.12.0 need TCP 8687 as well.";
const ALLOW_MEDIA: &str = "Let the firewall pass media: UDP 8000, 8080, 8800, 843, 443 and 16285, and TCP 443, without a \
    restriction to addresses, for they change.";
const OTHER_NETWORK: &str = "Try the same from another network (a phone's hotspot, without VPN or proxy): if it works \
    there, the first network is the cause.";
