//! What a case keeps of a log's diagnosis. It is bounded, so that a case of thousands of logs fits into memory.

use super::clocks::{LogClocks, LogMoment};
use super::model::LogVerdict;
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::room_stay::{Interruption, InterruptionKind, RoomStay, StayEnd, StepKind};
use crate::diagnosis::timeline::RemoteLoss;
use crate::diagnosis::{Confidence, Diagnosis, Impact, Problem, UserStart};
use crate::log::parse::clock::Clock;
use crate::log::{Level, LogFormat};

/// How many users, rooms and users of a problem are kept, the first ones.
const MAX_NAMES: usize = 8;
/// How many stays are kept, the first ones.
const MAX_STAYS: usize = 24;
/// How many problems are kept, the most severe.
const MAX_PROBLEMS: usize = 12;

/// What a case keeps of one log.
#[derive(Clone, Debug)]
pub(super) struct LogSummary {
    pub file: String,
    pub format: LogFormat,
    pub entries: u64,
    pub verdict: LogVerdict,
    pub unread: Option<String>,
    pub users: Vec<String>,
    pub rooms: Vec<String>,
    pub stay_count: u64,
    pub problem_count: usize,
    pub printed_span: Option<(String, String)>,
    pub clocks: LogClocks,
    /// Date and time of the first record, if it shows no zone.
    pub record_clock: Option<Clock>,
    /// Its first moment whose clock shows no date: that of the SDK.
    pub first_undated: Option<LogMoment>,
    /// First and last moment.
    pub span: (LogMoment, LogMoment),
    pub stays: Vec<StaySummary>,
    pub problems: Vec<ProblemSummary>,
    pub remote_losses: Vec<RemoteLossSummary>,
}

/// A remote user whose stream ended or could not be received.
#[derive(Clone, Debug)]
pub(super) struct RemoteLossSummary {
    pub user: String,
    pub seen_by: String,
    pub line: u64,
    pub at: LogMoment,
}

/// A stay of a log.
#[derive(Clone, Debug)]
pub(super) struct StaySummary {
    pub user: String,
    pub client: String,
    pub room: Option<String>,
    pub began: LogMoment,
    pub joined: Option<LogMoment>,
    pub ended: LogMoment,
    pub end: StayEnd,
}

/// A problem of a log.
#[derive(Clone, Debug)]
pub(super) struct ProblemSummary {
    pub title: String,
    pub root: ErrorCode,
    pub impact: Impact,
    pub confidence: Confidence,
    pub harmless: bool,
    pub owner: Owner,
    pub users: Vec<String>,
    pub occurrences: u64,
    pub line: u64,
    pub printed: Option<String>,
    pub at: LogMoment,
    /// The user of its first evidence.
    pub first_user: Option<String>,
    /// Where it first happened to each of `users`, in their order; empty if that is not known.
    pub user_starts: Vec<UserStartSummary>,
    /// What was lost and given up at `at`; `None` if nothing was.
    pub lost: Option<InterruptionKind>,
}

/// Where a problem of a log first happened to a user.
#[derive(Clone, Debug)]
pub(super) struct UserStartSummary {
    pub line: u64,
    pub printed: Option<String>,
    pub at: LogMoment,
}

impl LogSummary {
    /// Summarizes a diagnosis.
    pub(super) fn of(diagnosis: &Diagnosis) -> Self {
        let (context, timeline) = (&diagnosis.context, &diagnosis.timeline);
        let clocks = LogClocks::of(diagnosis);
        let first = timeline.track.at_entry(1);
        let last = timeline.track.at_entry(diagnosis.entries.max(1));
        let problems = diagnosis.problems.iter().take(MAX_PROBLEMS);
        let record = context.record_time.as_deref();
        Self {
            file: diagnosis.file.clone(),
            format: diagnosis.format,
            entries: diagnosis.entries,
            verdict: verdict(diagnosis),
            unread: diagnosis.interruption.clone(),
            users: context.user_ids.iter().take(MAX_NAMES).cloned().collect(),
            rooms: context.rooms.iter().take(MAX_NAMES).cloned().collect(),
            stay_count: timeline.stay_count,
            problem_count: diagnosis.problems.len(),
            printed_span: context.first_time.clone().zip(context.last_time.clone()),
            span: (clocks.moment(&first), clocks.moment(&last)),
            stays: timeline.stays.iter().take(MAX_STAYS).map(|stay| StaySummary::of(stay, &clocks)).collect(),
            problems: problems.map(|problem| ProblemSummary::of(problem, &clocks, diagnosis)).collect(),
            remote_losses: timeline.remote_losses.iter().map(|loss| RemoteLossSummary::of(loss, &clocks)).collect(),
            first_undated: timeline.track.first_clock(false).map(|place| clocks.moment(&place)),
            record_clock: record.filter(|record| !record.ends_with('Z')).and_then(Clock::parse),
            clocks,
        }
    }

    /// A log that could not be opened.
    pub(super) fn unread(file: String, reason: String) -> Self {
        Self::of(&Diagnosis::unread(file, reason))
    }
}

impl RemoteLossSummary {
    fn of(loss: &RemoteLoss, clocks: &LogClocks) -> Self {
        let RemoteLoss { user, seen_by, at } = loss;
        Self { user: user.clone(), seen_by: seen_by.clone(), line: at.line, at: clocks.moment(at) }
    }
}

impl StaySummary {
    fn of(stay: &RoomStay, clocks: &LogClocks) -> Self {
        Self {
            user: stay.user.clone(),
            client: stay.client.clone(),
            room: stay.room.clone(),
            began: clocks.moment(&stay.began),
            joined: stay.joined.as_ref().map(|joined| clocks.moment(joined)),
            ended: clocks.moment(&stay.ended),
            end: stay.end,
        }
    }
}

impl ProblemSummary {
    fn of(problem: &Problem, clocks: &LogClocks, diagnosis: &Diagnosis) -> Self {
        let lost = given_up(problem, diagnosis);
        let first = clocks.moment_of_line(problem.first_time.as_deref(), problem.first_line, diagnosis);
        let start = |start: &UserStart| UserStartSummary {
            line: start.line,
            printed: start.time.clone(),
            at: clocks.moment_of_line(start.time.as_deref(), start.line, diagnosis),
        };
        Self {
            user_starts: problem.user_starts.iter().take(MAX_NAMES).map(start).collect(),
            title: problem.title.clone(),
            root: problem.root,
            impact: problem.impact,
            confidence: problem.confidence,
            harmless: problem.harmless,
            owner: problem.owner,
            users: problem.users.iter().take(MAX_NAMES).cloned().collect(),
            occurrences: problem.occurrences.max(1),
            line: lost.map_or(problem.first_line, |lost| lost.from.line),
            printed: match lost {
                Some(lost) => lost.from.clock.map(Clock::fine_text),
                None => problem.first_time.clone(),
            },
            at: lost.map_or(first, |lost| clocks.moment(&lost.from)),
            lost: lost.map(|lost| lost.kind),
            first_user: problem.attempt.as_ref().map(|attempt| attempt.user.clone()).filter(|user| !user.is_empty()),
        }
    }
}

/// The codes that the SDK reports when it stops reconnecting, and what was lost.
const GIVEN_UP: [(i64, InterruptionKind); 3] =
    [(0x4006, InterruptionKind::Signal), (0x4007, InterruptionKind::Sending), (0x4008, InterruptionKind::Receiving)];

/// The interruption that ended with this problem, because the SDK gave up; it is the last one of its kind in the stay.
fn given_up(problem: &Problem, diagnosis: &Diagnosis) -> Option<Interruption> {
    let code = problem.root.value().filter(|_| problem.root.family() == Family::WebV4)?;
    let (_, kind) = GIVEN_UP.iter().find(|(given_up, _)| *given_up == code)?;
    let stay = diagnosis.timeline.stays.get(problem.attempt.as_ref()?.stay)?;
    let is_whole = stay.interruption_count == stay.interruptions.len() as u64;
    let last = stay.interruptions.iter().rfind(|interruption| interruption.kind == *kind)?;
    let is_of_problem = last.from.line <= problem.last_line && last.given_up;
    (is_whole && is_of_problem).then_some(*last)
}

fn verdict(diagnosis: &Diagnosis) -> LogVerdict {
    if diagnosis.interruption.is_some() && diagnosis.entries == 0 {
        return LogVerdict::Unread;
    }
    let problems = diagnosis.problems.iter().filter(|problem| !problem.harmless);
    match problems.map(|problem| problem.impact).min() {
        Some(Impact::NeverGotIn) => return LogVerdict::NeverGotIn,
        Some(Impact::DroppedOut) => return LogVerdict::DroppedOut,
        Some(Impact::LostMedia) => return LogVerdict::LostMedia,
        Some(Impact::Warning) => return LogVerdict::Warning,
        Some(Impact::Aside) | None => {}
    }
    let (context, timeline) = (&diagnosis.context, &diagnosis.timeline);
    let is_sdk = timeline.stay_count > 0
        || context.clients > 0
        || !diagnosis.problems.is_empty()
        || [&context.sdk_versions, &context.user_ids, &context.rooms, &context.sdk_app_ids]
            .iter()
            .any(|list| !list.is_empty())
        || diagnosis.logged_errors.iter().any(|error| error.is_sdk);
    if !is_sdk {
        return LogVerdict::NothingOfSdk;
    }
    let has_errors = diagnosis.logged_errors.iter().any(|error| error.level == Level::Error);
    let all_kept = timeline.stay_count == timeline.stays.len() as u64;
    let is_whole = diagnosis.interruption.is_none() && all_kept && timeline.stay_count > 0;
    if is_whole && !has_errors && timeline.stays.iter().all(was_seen_to_work) {
        LogVerdict::Works
    } else {
        LogVerdict::NoProblemFound
    }
}

/// Whether the room was entered, media flowed, nothing was interrupted, and the stay ended by itself or with the log.
fn was_seen_to_work(stay: &RoomStay) -> bool {
    let has_media = stay.steps.iter().any(|step| matches!(step.kind, StepKind::Published | StepKind::Played));
    let is_normal_end = matches!(stay.end, StayEnd::Left | StayEnd::LogEnds);
    stay.joined.is_some() && has_media && is_normal_end && stay.code.is_none() && stay.interruption_count == 0
}
