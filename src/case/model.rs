//! A case and its parts.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::clocks::{LogClock, LogClocks};
use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::diagnosis::room_stay::{InterruptionKind, StayEnd};
use crate::diagnosis::{Confidence, Impact};
use crate::knowledge::titled_list;
use crate::log::LogFormat;

/// Several logs that were given together, read as one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// What happened, in one sentence over all logs.
    pub sentence: String,
    /// What went wrong, the most severe first; each with the failures of all logs.
    pub problems: Vec<CaseProblem>,
    /// The logs in the order in which they were given.
    pub logs: Vec<CaseLog>,
    /// The users of all logs, in order of appearance.
    pub users: Vec<CaseUser>,
    /// The users whose failure other users' logs show too.
    pub seen_failures: Vec<SeenFailure>,
    /// How many different calls the logs record; logs that record the same call count once.
    pub calls: usize,
    /// The offset of the zone in which times of the common clock are shown, in minutes east of UTC.
    pub zone_minutes: i32,
}

impl Case {
    /// The index of the log that shows the most severe failure; of several, the one that shows more of it.
    pub fn worst_log(&self) -> Option<usize> {
        let worst = self.problems.first().and_then(|problem| problem.failures.first());
        let sightings = worst.iter().flat_map(|failure| &failure.sightings);
        let most = sightings.max_by_key(|sighting| (self.logs[sighting.log].stays, std::cmp::Reverse(sighting.log)));
        most.map(|sighting| sighting.log).or_else(|| {
            let verdicts = self.logs.iter().enumerate().min_by_key(|(_, log)| log.verdict);
            verdicts.map(|(idx, _)| idx)
        })
    }

    /// The logs whose entries are read when those of all logs are merged: of the logs that record the same call, only the one
    /// with the most entries, so that nothing is read twice.
    pub fn logs_to_merge(&self) -> Vec<usize> {
        let rank = |idx: usize| (self.logs[idx].span.is_some(), self.logs[idx].entries);
        let mut longest: HashMap<usize, usize> = HashMap::new();
        for (idx, log) in self.logs.iter().enumerate() {
            if let Some(call) = log.call {
                let known = longest.entry(call).or_insert(idx);
                if rank(idx) > rank(*known) {
                    *known = idx;
                }
            }
        }
        let is_shown = |idx: &usize| {
            let log = &self.logs[*idx];
            log.entries > 0 && log.call.is_none_or(|call| longest.get(&call) == Some(idx))
        };
        (0..self.logs.len()).filter(is_shown).collect()
    }

    /// A moment of the common clock as a time of day, in the zone of the case: `01:06:44`.
    pub fn clock_text(&self, utc_ms: i64) -> String {
        self.format(utc_ms, "%H:%M:%S")
    }

    /// A moment of the common clock with its date, in the zone of the case: `2026-11-24 01:06:44`.
    pub fn date_text(&self, utc_ms: i64) -> String {
        self.format(utc_ms, "%Y-%m-%d %H:%M:%S")
    }

    /// A moment of the common clock for files, in the zone of the case: `2026-11-24T01:06:44.787+08:00`.
    pub fn iso_text(&self, utc_ms: i64) -> String {
        let (sign, minutes) = (if self.zone_minutes < 0 { '-' } else { '+' }, self.zone_minutes.abs());
        let at = self.format(utc_ms, "%Y-%m-%dT%H:%M:%S%.3f");
        format!("{at}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The zone of the case: `GMT+8`.
    pub fn zone_text(&self) -> String {
        let (sign, minutes) = (if self.zone_minutes < 0 { '-' } else { '+' }, self.zone_minutes.abs());
        match (minutes / 60, minutes % 60) {
            (0, 0) => "GMT".to_owned(),
            (hours, 0) => format!("GMT{sign}{hours}"),
            (hours, minutes) => format!("GMT{sign}{hours}:{minutes:02}"),
        }
    }

    fn format(&self, utc_ms: i64, format: &str) -> String {
        let offset = Offset::from_seconds(self.zone_minutes * 60).unwrap_or(Offset::UTC);
        let at = Timestamp::from_millisecond(utc_ms).map(|at| offset.to_datetime(at));
        at.map(|at| at.strftime(format).to_string()).unwrap_or_default()
    }
}

titled_list! {
    /// What a log says about the calls in it, the most severe first.
    LogVerdict in "log-verdict" {
        /// A user did not get into the room.
        NeverGotIn => "never-got-in";
        /// A user was in the room and dropped out.
        DroppedOut => "dropped-out";
        /// Sound or picture was not sent, received, captured or played.
        LostMedia => "lost-media";
        /// The call continued; something was refused, retried or is worse than it should be.
        Warning => "warning";
        /// Nothing could be read.
        Unread => "unread";
        /// No problem was found, and no call was seen to work from its beginning to its end.
        NoProblemFound => "no-problem-found";
        /// Every call in it was seen to work: the room was entered, media flowed, nothing was interrupted.
        Works => "works";
        /// It contains no line, user, room or code of the SDK.
        NothingOfSdk => "nothing-of-sdk";
    }
}

impl LogVerdict {
    /// Whether something went wrong in the log.
    pub fn is_failure(self) -> bool {
        self <= Self::Warning
    }
}

/// One log of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLog {
    /// The log's name, as in its diagnosis.
    pub file: String,
    /// How the log is laid out.
    pub format: LogFormat,
    /// How many entries it has.
    pub entries: u64,
    /// What it says about its calls.
    pub verdict: LogVerdict,
    /// Why it could not be read, or not to its end.
    pub unread: Option<String>,
    /// The users of the log's own clients, the first ones.
    pub users: Vec<String>,
    /// The rooms that they tried to enter, the first ones.
    pub rooms: Vec<String>,
    /// How many room stays it has.
    pub stays: u64,
    /// How many problems it has.
    pub problems: usize,
    /// First and last time as printed by the log's main clock; `None` without clocks.
    pub printed_span: Option<(String, String)>,
    /// First and last moment of the common clock; `None` if the log is not aligned.
    pub span: Option<(i64, i64)>,
    /// How its clocks relate to the common clock.
    pub clock: LogClock,
    /// Which call it records, from 0: logs with the same number record the same call. `None` if it records no call.
    pub call: Option<usize>,
    /// Reads the clocks of its entries.
    pub(super) clocks: LogClocks,
}

/// A failure's cause, and everyone it happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseProblem {
    /// What went wrong, in words, as the problem of the first log says it.
    pub title: String,
    /// The code at the root.
    pub root: ErrorCode,
    /// The most severe of what it did to the calls.
    pub impact: Impact,
    /// How certain the cause is, in the log that is most certain.
    pub confidence: Confidence,
    /// Whether it is expected in every log, and nobody has to do anything.
    pub harmless: bool,
    /// Who can do something about it first.
    pub owner: Owner,
    /// The users it happened to, in order of appearance; empty if no log names them.
    pub users: Vec<String>,
    /// The logs that show it, as indices into [`Case::logs`].
    pub logs: Vec<usize>,
    /// Each time it happened. Problems of logs that record the same call are one failure with several sightings.
    pub failures: Vec<CaseFailure>,
}

/// One user's failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFailure {
    /// The user; empty if no log names one.
    pub user: String,
    /// Since when on the common clock; `None` if no log that shows it is aligned.
    pub since: Option<i64>,
    /// What was lost since then and never came back, because the SDK gave up; `None` if nothing was or no log shows it.
    pub lost: Option<InterruptionKind>,
    /// How often it happened, at least 1; logs that record the same call do not add up.
    pub occurrences: u64,
    /// The logs that show it, the clearest first.
    pub sightings: Vec<FailureSighting>,
    /// The logs that show the same failure and name neither user nor time: they may be about this one.
    pub maybe: Vec<FailureSighting>,
}

/// A log that shows a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureSighting {
    /// The log, as an index into [`Case::logs`].
    pub log: usize,
    /// The problem, as an index into [`Diagnosis::problems`](crate::diagnosis::Diagnosis::problems) of that log.
    pub problem: usize,
    /// The first line of its evidence in that log.
    pub line: u64,
    /// The clock of that line as printed.
    pub printed: Option<String>,
    /// That moment on the common clock.
    pub at: Option<i64>,
}

/// A user of the case, across its logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseUser {
    /// The user.
    pub user: String,
    /// The logs of the user's own clients, as indices into [`Case::logs`].
    pub logs: Vec<usize>,
    /// The rooms that the user tried to enter.
    pub rooms: Vec<String>,
    /// The user's stays, each once although several logs may record it; aligned ones in the order of time, then the others.
    pub stays: Vec<CaseStay>,
    /// The problems that happened to the user, as indices into [`Case::problems`].
    pub problems: Vec<usize>,
}

/// A stay of a user, for a lane of the case's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStay {
    /// The log that shows the most of it, as an index into [`Case::logs`].
    pub log: usize,
    /// The stay's index in [`Timeline::stays`](crate::diagnosis::timeline::Timeline::stays) of that log.
    pub stay: usize,
    /// How many logs record it.
    pub recordings: usize,
    /// The room, if a log names it.
    pub room: Option<String>,
    /// First step and end on the common clock; `None` if the log is not aligned.
    pub span: Option<(i64, i64)>,
    /// Whether the room was entered.
    pub joined: bool,
    /// How it ended.
    pub end: StayEnd,
}

/// A failure of one user that a log of another user shows, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFailure {
    /// The user whose call failed, by that user's own log.
    pub user: String,
    /// The problem of that user, as an index into [`Case::problems`].
    pub problem: usize,
    /// The user whose log shows that this user's stream ended or could not be received.
    pub seen_by: String,
    /// That log, as an index into [`Case::logs`].
    pub log: usize,
    /// The line in that log.
    pub line: u64,
}
