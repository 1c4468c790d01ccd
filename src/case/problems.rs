//! Joins the problems of all logs: one failure that several logs show counts once, and failures with the same cause are one
//! problem.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::log_summary::{LogSummary, ProblemSummary};
use super::model::{CaseFailure, CaseProblem, FailureSighting};
use crate::diagnosis::Impact;

/// The problems of a case, the most severe first.
pub(super) fn join_problems(logs: &[LogSummary], calls: &[Option<usize>]) -> Vec<CaseProblem> {
    let mut failures = Failures { users_of_calls: users_of_calls(logs, calls), ..Failures::default() };
    for (log, summary) in logs.iter().enumerate() {
        for (idx, problem) in summary.problems.iter().enumerate() {
            failures.add(&ProblemInLog { summary, log, idx, problem }, calls[log]);
        }
    }
    let mut problems: Vec<CaseProblem> = Vec::new();
    let mut idx_by_cause: HashMap<(String, Impact, bool), usize> = HashMap::new();
    for built in failures.finish() {
        let key = (cause(&built.title).to_owned(), built.impact, built.harmless);
        if let Some(&idx) = idx_by_cause.get(&key) {
            built.add_to(&mut problems[idx]);
        } else {
            idx_by_cause.insert(key, problems.len());
            problems.push(built.into_problem());
        }
    }
    for problem in &mut problems {
        let mut known = HashSet::new();
        let users = problem.failures.iter().map(|failure| &failure.user).filter(|user| !user.is_empty());
        problem.users = users.filter(|user| known.insert(user.as_str())).cloned().collect();
        problem.failures.sort_by_key(|failure| (failure.since.is_none(), failure.since));
        problem.logs.sort_unstable();
        problem.logs.dedup();
    }
    // As in one log: by gravity, then by how many it happened to. A failure without a user says the least.
    problems.sort_by_key(|problem| {
        let is_nameless = problem.users.is_empty();
        let count = Reverse(problem.failures.len());
        (problem.harmless, problem.impact, is_nameless, count, problem.logs.first().copied())
    });
    problems
}

fn users_of_calls(logs: &[LogSummary], calls: &[Option<usize>]) -> HashMap<usize, Vec<String>> {
    let mut users_of_calls: HashMap<usize, Vec<String>> = HashMap::new();
    for (log, call) in logs.iter().zip(calls) {
        let Some(call) = call else { continue };
        let of_stays = log.stays.iter().map(|stay| &stay.user).filter(|user| !user.is_empty());
        let users = users_of_calls.entry(*call).or_default();
        for user in log.users.iter().chain(of_stays) {
            if !users.contains(user) {
                users.push(user.clone());
            }
        }
    }
    users_of_calls
}

/// The cause in a title, without its consequence.
pub(super) fn cause(title: &str) -> &str {
    title.rsplit_once(": ").map_or(title, |(cause, _)| cause)
}

/// A problem and where it comes from.
struct ProblemInLog<'l> {
    summary: &'l LogSummary,
    log: usize,
    idx: usize,
    problem: &'l ProblemSummary,
}

impl ProblemInLog<'_> {
    /// Where the log shows it for a user: of several users, the first evidence is that of one.
    fn sighting(&self, user: &str, is_first: bool) -> FailureSighting {
        let problem = self.problem;
        let of_problem = FailureSighting {
            log: self.log,
            problem: self.idx,
            line: problem.line,
            printed: problem.printed.clone(),
            at: self.summary.clocks.utc_ms(&problem.at),
        };
        if problem.users.len() < 2 || is_first && problem.lost.is_some() {
            return of_problem;
        }
        let idx = problem.users.iter().position(|known| known == user);
        match idx.and_then(|idx| problem.user_starts.get(idx)) {
            Some(start) => FailureSighting {
                line: start.line,
                printed: start.printed.clone(),
                at: self.summary.clocks.utc_ms(&start.at),
                ..of_problem
            },
            None if is_first => of_problem,
            None => FailureSighting { at: None, printed: None, ..of_problem },
        }
    }

    /// The users it happened to. A log of a call with one user is about that user.
    fn users(&self, of_call: &[String]) -> Vec<String> {
        match (self.problem.users.as_slice(), of_call) {
            ([], [user]) => vec![user.clone()],
            ([], _) => vec![String::new()],
            (users, _) => users.to_vec(),
        }
    }
}

/// The call, the user and the cause.
type FailureKey = (Option<usize>, String, String);

/// The failures of all logs while they are joined.
#[derive(Default)]
struct Failures {
    /// Those of a user, or of a log that records a call.
    named: Vec<BuiltFailure>,
    idx_by_key: HashMap<FailureKey, usize>,
    /// The users of each call, by the logs that record it.
    users_of_calls: HashMap<usize, Vec<String>>,
    /// Sightings that name neither user nor time, by cause.
    nameless: Vec<BuiltFailure>,
}

/// A failure, and the problem of the log that is most certain about it.
struct BuiltFailure {
    failure: CaseFailure,
    title: String,
    impact: Impact,
    harmless: bool,
    best: ProblemSummary,
}

impl Failures {
    fn add(&mut self, found: &ProblemInLog<'_>, call: Option<usize>) {
        let of_call = call.and_then(|call| self.users_of_calls.get(&call)).map(Vec::as_slice).unwrap_or_default();
        for user in found.users(of_call) {
            let built = BuiltFailure::new(found, user.clone());
            if user.is_empty() {
                self.nameless.push(built);
                continue;
            }
            let key = (call, user, cause(&found.problem.title).to_owned());
            if let Some(&idx) = self.idx_by_key.get(&key) {
                self.named[idx].merge(built);
            } else {
                self.idx_by_key.insert(key, self.named.len());
                self.named.push(built);
            }
        }
    }

    /// The failures. What names no user may be any failure with the same cause; without one, it is one of its own.
    fn finish(mut self) -> Vec<BuiltFailure> {
        let mut idxs_by_cause: HashMap<String, Vec<usize>> = HashMap::new();
        for (idx, built) in self.named.iter().enumerate() {
            idxs_by_cause.entry(cause(&built.title).to_owned()).or_default().push(idx);
        }
        for built in self.nameless {
            let same = idxs_by_cause.entry(cause(&built.title).to_owned()).or_default();
            let at = built.failure.since;
            let nearest = same.iter().copied().min_by_key(|idx| {
                self.named[*idx].failure.since.zip(at).map_or(i64::MAX, |(since, at)| (at - since).abs())
            });
            if let Some(idx) = nearest {
                self.named[idx].failure.maybe.extend(built.failure.sightings);
            } else {
                same.push(self.named.len());
                self.named.push(built);
            }
        }
        self.named
    }
}

impl BuiltFailure {
    fn new(found: &ProblemInLog<'_>, user: String) -> Self {
        let problem = found.problem;
        let is_first = problem.first_user.as_ref().map_or(problem.users.len() < 2, |first| *first == user);
        let sighting = found.sighting(&user, is_first);
        Self {
            failure: CaseFailure {
                user,
                since: sighting.at,
                lost: problem.lost.filter(|_| is_first),
                occurrences: if problem.users.len() > 1 { 1 } else { problem.occurrences },
                sightings: vec![sighting],
                maybe: Vec::new(),
            },
            title: problem.title.clone(),
            impact: problem.impact,
            harmless: problem.harmless,
            best: problem.clone(),
        }
    }

    /// Adds the same failure of another log, or another problem with the same cause in the same call.
    fn merge(&mut self, other: Self) {
        let failure = &mut self.failure;
        failure.lost = failure.lost.or(other.failure.lost);
        failure.since = [failure.since, other.failure.since].into_iter().flatten().min();
        failure.occurrences = failure.occurrences.max(other.failure.occurrences);
        let rank = |built: &ProblemSummary| (built.harmless, built.confidence, built.impact);
        if rank(&other.best) < rank(&self.best) {
            (self.title, self.impact, self.harmless, self.best) =
                (other.title, other.impact, other.harmless, other.best);
            failure.sightings.splice(0..0, other.failure.sightings);
        } else {
            failure.sightings.extend(other.failure.sightings);
        }
    }

    fn into_problem(self) -> CaseProblem {
        let mut problem = CaseProblem {
            title: self.title.clone(),
            root: self.best.root,
            impact: self.impact,
            confidence: self.best.confidence,
            harmless: self.harmless,
            owner: self.best.owner,
            users: Vec::new(),
            logs: Vec::new(),
            failures: Vec::new(),
        };
        self.add_to(&mut problem);
        problem
    }

    fn add_to(self, problem: &mut CaseProblem) {
        if problem.title != self.title {
            // The consequences differ.
            cause(&self.title).clone_into(&mut problem.title);
        }
        problem.confidence = problem.confidence.min(self.best.confidence);
        let failure = self.failure;
        problem.logs.extend(failure.sightings.iter().chain(&failure.maybe).map(|sighting| sighting.log));
        problem.failures.push(failure);
    }
}
