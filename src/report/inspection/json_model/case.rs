//! The JSON object of a case. Moments are given in the zone of the case, `2026-11-24T01:06:44.787+08:00`, and only for logs whose
//! clocks are aligned.

use serde::Serialize;

use crate::case::{Case, CaseFailure, CaseLog, CaseProblem, CaseStay, CaseUser, FailureSighting, SeenFailure};
use crate::report::entry::json::CodeModel;
use crate::report::inspection::case_report::CaseReport;

/// A case.
#[derive(Serialize)]
pub(in crate::report::inspection) struct CaseModel<'r> {
    summary: &'r str,
    calls: usize,
    problems: Vec<CaseProblemModel<'r>>,
    logs: Vec<CaseLogModel<'r>>,
    users: Vec<CaseUserModel<'r>>,
    seen: Vec<SeenModel<'r>>,
}

#[derive(Serialize)]
struct CaseProblemModel<'r> {
    title: &'r str,
    root: CodeModel,
    impact: &'static str,
    confidence: &'static str,
    harmless: bool,
    owner: &'static str,
    count: u64,
    since: Option<String>,
    files: Vec<&'r str>,
    users: &'r [String],
    failures: Vec<FailureModel<'r>>,
}

#[derive(Serialize)]
struct FailureModel<'r> {
    user: Option<&'r str>,
    since: Option<String>,
    count: u64,
    seen: Vec<SightingModel<'r>>,
    maybe: Vec<SightingModel<'r>>,
}

#[derive(Serialize)]
struct SightingModel<'r> {
    file: &'r str,
    line: u64,
    time: Option<&'r str>,
}

#[derive(Serialize)]
struct CaseLogModel<'r> {
    file: &'r str,
    verdict: &'static str,
    format: &'static str,
    entries: u64,
    users: &'r [String],
    rooms: &'r [String],
    first: Option<String>,
    last: Option<String>,
    clock: &'static str,
    call: Option<usize>,
    unread: Option<&'r str>,
}

#[derive(Serialize)]
struct CaseUserModel<'r> {
    user: &'r str,
    files: Vec<&'r str>,
    rooms: &'r [String],
    problems: &'r [usize],
    stays: Vec<CaseStayModel<'r>>,
}

#[derive(Serialize)]
struct CaseStayModel<'r> {
    file: &'r str,
    room: Option<&'r str>,
    first: Option<String>,
    last: Option<String>,
    joined: bool,
    end: &'static str,
    recordings: usize,
}

/// A failure of a user that another user's log shows.
#[derive(Serialize)]
struct SeenModel<'r> {
    user: &'r str,
    problem: usize,
    seen_by: &'r str,
    file: &'r str,
    line: u64,
}

impl<'r> CaseModel<'r> {
    pub(in crate::report::inspection) fn new(report: &'r CaseReport) -> Self {
        let case = &report.case;
        let files: Vec<&str> = case.logs.iter().map(|log| log.file.as_str()).collect();
        Self {
            summary: &case.sentence,
            calls: case.calls,
            problems: case.problems.iter().map(|problem| CaseProblemModel::new(problem, case, &files)).collect(),
            logs: case.logs.iter().map(|log| CaseLogModel::new(log, case)).collect(),
            users: case.users.iter().map(|user| CaseUserModel::new(user, case, &files)).collect(),
            seen: case.seen_failures.iter().map(|seen| SeenModel::new(seen, &files)).collect(),
        }
    }
}

impl<'r> CaseProblemModel<'r> {
    fn new(problem: &'r CaseProblem, case: &'r Case, files: &[&'r str]) -> Self {
        let since = problem.failures.iter().filter_map(|failure| failure.since).min();
        Self {
            title: &problem.title,
            root: CodeModel::from(problem.root),
            impact: problem.impact.id(),
            confidence: problem.confidence.id(),
            harmless: problem.harmless,
            owner: problem.owner.id(),
            count: problem.failures.iter().map(|failure| failure.occurrences).sum(),
            since: since.map(|since| case.iso_text(since)),
            files: problem.logs.iter().map(|log| files[*log]).collect(),
            users: &problem.users,
            failures: problem.failures.iter().map(|failure| FailureModel::new(failure, case, files)).collect(),
        }
    }
}

impl<'r> FailureModel<'r> {
    fn new(failure: &'r CaseFailure, case: &'r Case, files: &[&'r str]) -> Self {
        let sighting = |found: &'r FailureSighting| SightingModel {
            file: files[found.log],
            line: found.line,
            time: found.printed.as_deref(),
        };
        Self {
            user: Some(failure.user.as_str()).filter(|user| !user.is_empty()),
            since: failure.since.map(|since| case.iso_text(since)),
            count: failure.occurrences,
            seen: failure.sightings.iter().map(sighting).collect(),
            maybe: failure.maybe.iter().map(sighting).collect(),
        }
    }
}

impl<'r> CaseLogModel<'r> {
    fn new(log: &'r CaseLog, case: &'r Case) -> Self {
        Self {
            file: &log.file,
            verdict: log.verdict.id(),
            format: log.format.id(),
            entries: log.entries,
            users: &log.users,
            rooms: &log.rooms,
            first: log.span.map(|(first, _)| case.iso_text(first)),
            last: log.span.map(|(_, last)| case.iso_text(last)),
            clock: log.clock.basis.id(),
            call: log.call,
            unread: log.unread.as_deref(),
        }
    }
}

impl<'r> CaseUserModel<'r> {
    fn new(user: &'r CaseUser, case: &'r Case, files: &[&'r str]) -> Self {
        Self {
            user: &user.user,
            files: user.logs.iter().map(|log| files[*log]).collect(),
            rooms: &user.rooms,
            problems: &user.problems,
            stays: user.stays.iter().map(|stay| CaseStayModel::new(stay, case, files)).collect(),
        }
    }
}

impl<'r> CaseStayModel<'r> {
    fn new(stay: &'r CaseStay, case: &'r Case, files: &[&'r str]) -> Self {
        Self {
            file: files[stay.log],
            room: stay.room.as_deref(),
            first: stay.span.map(|(first, _)| case.iso_text(first)),
            last: stay.span.map(|(_, last)| case.iso_text(last)),
            joined: stay.joined,
            end: stay.end.id(),
            recordings: stay.recordings,
        }
    }
}

impl<'r> SeenModel<'r> {
    fn new(seen: &'r SeenFailure, files: &[&'r str]) -> Self {
        Self { user: &seen.user, problem: seen.problem, seen_by: &seen.seen_by, file: files[seen.log], line: seen.line }
    }
}
