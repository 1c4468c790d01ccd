//! All opened logs as one case: rows of problems, and lanes of users.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::list::List;
use crate::app::session::id::SessionId;
use crate::case::{Case, CaseFailure, CaseProblem, CaseStay};
use crate::catalog::Severity;
use crate::code::ErrorCode;
use crate::diagnosis::Impact;
use crate::diagnosis::room_stay::StayEnd;
use crate::report::number_format::group_thousands;

/// More names than this are counted instead of listed.
const MAX_LISTED: usize = 2;

/// A problem of the case, or one user's failure of a problem that several users have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// What went wrong; empty in the row of one of several failures.
    pub title: String,
    /// What it did to the call, in words.
    pub impact: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// The code at the root.
    pub root: ErrorCode,
    /// The users, or how many there are.
    pub users: String,
    /// The logs that show it, or how many there are.
    pub logs: String,
    /// Since when: a time of the case, or the time or line that the log prints.
    pub since: String,
    /// How often it happened.
    pub count: u64,
    /// Where it is shown best.
    pub target: Option<CaseTarget>,
}

/// Where a failure is shown best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseTarget {
    /// The log.
    pub log: SessionId,
    /// The index of its problem.
    pub problem: usize,
    /// The line on which it first happened to the user.
    pub line: u64,
}

impl CaseRow {
    /// Whether it is one of several failures of the problem above it.
    pub fn is_failure(&self) -> bool {
        self.title.is_empty()
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let users = if self.users.is_empty() { String::new() } else { format!("users {}", self.users) };
        let logs = if self.logs.is_empty() { String::new() } else { format!("in {}", self.logs) };
        let since = if self.since.is_empty() { String::new() } else { format!("since {}", self.since) };
        let count = format!("{} ×", self.count);
        let impact = if self.is_failure() { "" } else { self.impact };
        let parts = [&self.title, impact, &users, &logs, &since, &count];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// A stay of a user in a room, as a bar. Positions are from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseBar {
    /// Where it begins and ends.
    pub span: (f64, f64),
    /// Whether the room was entered.
    pub joined: bool,
    /// Whether it ended in a way that the user did not want.
    pub failed: bool,
    /// The stay in words.
    pub text: String,
}

/// A user's failure on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFailureMark {
    /// Its position, from 0 to 1.
    pub at: f64,
    /// How severe it is.
    pub severity: Severity,
    /// The failure in words.
    pub text: String,
    /// Where it is shown best.
    pub target: Option<CaseTarget>,
}

/// The lane of a user, across all logs.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLane {
    /// The user.
    pub user: String,
    /// The first log of the user's own clients.
    pub log: Option<SessionId>,
    /// The stays whose times are known.
    pub bars: Vec<CaseBar>,
    /// The failures whose times are known.
    pub marks: Vec<CaseFailureMark>,
    /// What cannot be drawn, in words: stays in logs whose clocks cannot be compared.
    pub unaligned: String,
    /// The lane in words, for screen readers.
    pub text: String,
}

/// A label of the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseTick {
    /// Its position, from 0 to 1.
    pub at: f64,
    /// The time.
    pub text: String,
}

/// All opened logs as one case.
#[derive(Default)]
pub struct CaseView {
    /// The case; `None` until all logs are read.
    pub case: Option<Arc<Case>>,
    /// Its problems, by gravity.
    pub rows: Vec<CaseRow>,
    /// Scroll position and selection of the problems.
    pub list: List,
    /// The lanes of the users.
    pub lanes: Vec<CaseLane>,
    /// Scroll position of the lanes.
    pub lane_list: List,
    /// The labels of the time axis.
    pub ticks: Vec<CaseTick>,
    /// How many logs, users and calls there are, and when, in words.
    pub facts: String,
    /// Which logs cannot be compared by time, in words; empty if all can.
    pub unaligned: String,
    /// The logs of the case in their order.
    pub(in crate::app) ids: Vec<SessionId>,
    generation: u64,
}

impl CaseView {
    /// What happened, in one sentence.
    pub fn sentence(&self) -> Option<&str> {
        self.case.as_ref().map(|case| case.sentence.as_str())
    }

    /// Begins to build another case. Returns its generation.
    pub(in crate::app) fn start(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// Shows a case that was built. `ids` are its logs in their order. Returns whether these logs are still open.
    pub(in crate::app) fn show(
        &mut self,
        generation: u64,
        case: Arc<Case>,
        ids: &[SessionId],
        names: &[String],
    ) -> bool {
        if generation != self.generation {
            return false;
        }
        let made = CaseRows { case: &case, ids, names };
        self.rows = made.rows();
        self.list.set_len(self.rows.len() as u64);
        let span = made.span();
        self.lanes = made.lanes(span);
        self.lane_list.set_len(self.lanes.len() as u64);
        self.ticks = span.map(|span| ticks(&case, span)).unwrap_or_default();
        self.facts = made.facts(span);
        self.unaligned = made.unaligned();
        self.ids = ids.to_vec();
        self.case = Some(case);
        true
    }

    /// Where the selected problem is shown best.
    pub(in crate::app) fn selected(&self) -> Option<CaseTarget> {
        self.rows.get(self.list.selected()? as usize)?.target
    }
}

/// Makes rows of a case.
struct CaseRows<'c> {
    case: &'c Case,
    ids: &'c [SessionId],
    names: &'c [String],
}

impl CaseRows<'_> {
    fn rows(&self) -> Vec<CaseRow> {
        let mut rows = Vec::new();
        for problem in &self.case.problems {
            let severity = severity(problem);
            rows.push(CaseRow {
                title: problem.title.clone(),
                impact: problem.impact.title(),
                severity,
                root: problem.root,
                users: listed(problem.users.iter().map(String::as_str), "users"),
                logs: listed(problem.logs.iter().map(|log| self.name(*log)), "logs"),
                since: self.since(problem.failures.iter()),
                count: problem.failures.iter().map(|failure| failure.occurrences).sum(),
                target: problem.failures.first().and_then(|failure| self.target(failure)),
            });
            if problem.failures.len() < 2 {
                continue;
            }
            for failure in &problem.failures {
                rows.push(CaseRow {
                    title: String::new(),
                    impact: problem.impact.title(),
                    severity,
                    root: problem.root,
                    users: failure.user.clone(),
                    logs: listed(failure.sightings.iter().map(|sighting| self.name(sighting.log)), "logs"),
                    since: self.since(std::iter::once(failure)),
                    count: failure.occurrences,
                    target: self.target(failure),
                });
            }
        }
        rows
    }

    fn name(&self, log: usize) -> &str {
        self.names.get(log).map_or("", String::as_str)
    }

    fn target(&self, failure: &CaseFailure) -> Option<CaseTarget> {
        let sighting = failure.sightings.first()?;
        Some(CaseTarget { log: *self.ids.get(sighting.log)?, problem: sighting.problem, line: sighting.line })
    }

    /// The first time of failures: on the common clock, else as the log prints it.
    fn since<'f>(&self, failures: impl Iterator<Item = &'f CaseFailure> + Clone) -> String {
        if let Some(since) = failures.clone().filter_map(|failure| failure.since).min() {
            return self.case.clock_text(since);
        }
        let sighting = failures.flat_map(|failure| &failure.sightings).next();
        let printed =
            sighting.map(|sighting| sighting.printed.clone().unwrap_or_else(|| format!("line {}", sighting.line)));
        printed.unwrap_or_default()
    }

    /// The first and the last moment of all stays and failures.
    fn span(&self) -> Option<(i64, i64)> {
        let stays = self.case.users.iter().flat_map(|user| &user.stays).filter_map(|stay| stay.span);
        let failures = self.case.problems.iter().flat_map(|problem| &problem.failures);
        let moments: Vec<i64> =
            stays.flat_map(|(from, to)| [from, to]).chain(failures.filter_map(|failure| failure.since)).collect();
        let (first, last) = (*moments.iter().min()?, *moments.iter().max()?);
        (first < last).then_some((first, last))
    }

    fn lanes(&self, span: Option<(i64, i64)>) -> Vec<CaseLane> {
        let mut marks: HashMap<&str, Vec<CaseFailureMark>> = HashMap::new();
        for problem in self.case.problems.iter().filter(|problem| !problem.harmless) {
            for failure in &problem.failures {
                let (Some(since), Some(span)) = (failure.since, span) else { continue };
                marks.entry(&failure.user).or_default().push(CaseFailureMark {
                    at: position(since, span),
                    severity: severity(problem),
                    text: format!("{}: {}", self.case.clock_text(since), problem.title),
                    target: self.target(failure),
                });
            }
        }
        let lane = |user: &crate::case::CaseUser| {
            let aligned = user.stays.iter().filter_map(|stay| Some(self.bar(stay, stay.span?, span?)));
            let bars: Vec<CaseBar> = aligned.collect();
            let left_out = user.stays.len() - bars.len();
            let mut marks = marks.remove(user.user.as_str()).unwrap_or_default();
            marks.sort_by(|one, other| one.at.total_cmp(&other.at));
            let texts = bars.iter().map(|bar| &bar.text).chain(marks.iter().map(|mark| &mark.text));
            let text = texts.map(String::as_str).collect::<Vec<_>>().join("; ");
            let unaligned = match left_out {
                0 => String::new(),
                1 => "1 stay in a log whose clock cannot be compared".to_owned(),
                count => format!("{count} stays in logs whose clocks cannot be compared"),
            };
            let name = if user.user.is_empty() { "a user without a name" } else { &user.user };
            let log = user.logs.first().and_then(|log| self.ids.get(*log)).copied();
            CaseLane {
                user: user.user.clone(),
                log,
                text: format!("{name}: {text} {unaligned}"),
                bars,
                marks,
                unaligned,
            }
        };
        self.case.users.iter().map(lane).collect()
    }

    fn bar(&self, stay: &CaseStay, (from, to): (i64, i64), span: (i64, i64)) -> CaseBar {
        let room = stay.room.as_ref().map(|room| format!(" in room {room}")).unwrap_or_default();
        let end = if stay.joined { stay.end.title() } else { "never got in" };
        let times = format!("{} – {}", self.case.clock_text(from), self.case.clock_text(to));
        let recordings = if stay.recordings > 1 { format!(", in {} logs", stay.recordings) } else { String::new() };
        CaseBar {
            span: (position(from, span), position(to, span)),
            joined: stay.joined,
            failed: is_bad(stay.end),
            text: format!("{times}{room}: {end}{recordings}"),
        }
    }

    fn facts(&self, span: Option<(i64, i64)>) -> String {
        let count = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{} {many}", group_thousands(count as u64))),
        };
        let when = span.map(|(first, last)| {
            format!("{} – {} {}", self.case.date_text(first), self.case.clock_text(last), self.case.zone_text())
        });
        let parts = [
            count(self.case.logs.len(), "log", "logs"),
            count(self.case.users.len(), "user", "users"),
            count(self.case.calls, "call", "calls"),
            when,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn unaligned(&self) -> String {
        let logs = self.case.logs.iter().enumerate();
        let names = logs.filter(|(_, log)| log.printed_span.is_some() && log.span.is_none());
        let names: Vec<&str> = names.map(|(idx, _)| self.name(idx)).collect();
        match names.len() {
            0 => String::new(),
            count if count <= MAX_LISTED => {
                format!("The times of {} cannot be compared with the others.", names.join(", "))
            }
            count => format!("The times of {count} logs cannot be compared with those of others."),
        }
    }
}

fn severity(problem: &CaseProblem) -> Severity {
    match problem.impact {
        _ if problem.harmless => Severity::Info,
        Impact::NeverGotIn | Impact::DroppedOut | Impact::LostMedia => Severity::Error,
        Impact::Warning => Severity::Warning,
        Impact::Aside => Severity::Info,
    }
}

/// Whether the user did not want a stay to end so.
fn is_bad(end: StayEnd) -> bool {
    !matches!(end, StayEnd::Left | StayEnd::Restarted | StayEnd::LogEnds)
}

fn position(at: i64, (first, last): (i64, i64)) -> f64 {
    ((at - first) as f64 / (last - first) as f64).clamp(0.0, 1.0)
}

fn listed<'n>(names: impl Iterator<Item = &'n str>, many: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    if all.len() <= MAX_LISTED { all.join(", ") } else { format!("{} {many}", all.len()) }
}

/// Labels at round times.
fn ticks(case: &Case, (first, last): (i64, i64)) -> Vec<CaseTick> {
    const STEPS: [i64; 16] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];
    const MOST: i64 = 8;
    let step = STEPS.into_iter().map(|seconds| seconds * 1_000).find(|step| (last - first) / step < MOST);
    let step = step.unwrap_or((last - first) / MOST).max(1_000);
    let from = first.div_euclid(step) * step + step;
    let moments = std::iter::successors(Some(from), |at| Some(at + step)).take_while(|at| *at < last);
    moments.map(|at| CaseTick { at: position(at, (first, last)), text: case.clock_text(at) }).collect()
}
