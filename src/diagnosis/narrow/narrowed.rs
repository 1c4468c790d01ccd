//! Makes the diagnosis of a part of a log from that of the whole log. What a failure is and why it happened stays as the whole
//! log shows it; where, when, how often and to whom it happened is that of the part.

use std::collections::HashMap;
use std::sync::Arc;

use super::narrowing::{NarrowBy, Narrowed, Narrowing};
use super::scope::{is_attempt, is_problem};
use super::tally::ScopeTally;
use crate::code::ErrorCode;
use crate::diagnosis::problem::{CodeStep, attempt_around, steps_before};
use crate::diagnosis::room_stay::{RoomStay, StayEnd};
use crate::diagnosis::timeline::{Lane, Timeline};
use crate::diagnosis::{Context, Diagnosis, Problem, ProblemStep, UserStart};
use crate::finding::Finding;
use crate::log::parse::clock::Clock;

/// The diagnosis of what belongs to a narrowing. `tally` has counted its entries.
pub fn narrow(whole: &Diagnosis, narrowing: &Narrowing, tally: &ScopeTally) -> Diagnosis {
    if narrowing.is_empty() {
        return whole.clone();
    }
    let part = Part { whole, narrowing, tally };
    let stays = part.stays();
    let mut findings = Vec::new();
    let mut new_idxs: Vec<Option<usize>> = vec![None; whole.findings.len()];
    for (idx, finding) in whole.findings.iter().enumerate() {
        if tally.has_finding_in(finding.entry_number..finding.entry_number + 1) {
            new_idxs[idx] = Some(findings.len());
            findings.push(finding.clone());
        }
    }
    let problems = whole.problems.iter().filter_map(|problem| part.problem(problem, &new_idxs, &stays)).collect();
    Diagnosis {
        entries: tally.entries,
        lines: tally.lines,
        levels: tally.levels,
        context: part.context(&stays),
        timeline: part.timeline(&stays),
        logged_errors: if whole.problems.is_empty() { tally.errors.clone().finish() } else { Vec::new() },
        problems,
        findings,
        narrowed: Some(narrowed_of(whole, narrowing)),
        file: whole.file.clone(),
        format: whole.format,
        format_reason: whole.format_reason.clone(),
        picture: whole.picture.clone(),
        encoding: whole.encoding.clone(),
        skipped: whole.skipped.clone(),
        interruption: whole.interruption.clone(),
        change: whole.change,
        marked_lines: whole.marked_lines.clone(),
    }
}

/// What the whole log has, and what of it a part cannot know.
fn narrowed_of(whole: &Diagnosis, narrowing: &Narrowing) -> Narrowed {
    Narrowed {
        to: narrowing.clone(),
        entries: whole.entries,
        problems: whole.problems.len(),
        unknown_stays: whole.timeline.stay_count.saturating_sub(whole.timeline.stays.len() as u64),
        unknown_findings: 0,
    }
}

/// A log, what it is narrowed to, and the counts of that.
struct Part<'a> {
    whole: &'a Diagnosis,
    narrowing: &'a Narrowing,
    tally: &'a ScopeTally,
}

impl Part<'_> {
    /// The indices of the stays that belong to it.
    fn stays(&self) -> Vec<usize> {
        let stays = self.whole.timeline.stays.iter().enumerate();
        stays.filter(|(_, stay)| self.has_stay(stay)).map(|(idx, _)| idx).collect()
    }

    fn has_stay(&self, stay: &RoomStay) -> bool {
        let (from, to) = (stay.began.entry, stay.ended.entry);
        self.narrowing.fits(|by| match by {
            NarrowBy::User(user) => Some(stay.user == *user),
            NarrowBy::Room(room) => Some(stay.room.as_ref() == Some(room)),
            NarrowBy::Attempt { .. } => Some(is_attempt(by, stay)),
            NarrowBy::Entries(range) => Some(from <= range.end && range.start < to),
            // Its codes decide.
            NarrowBy::Problem { .. } | NarrowBy::Code(_) => None,
        }) && (!self.is_by_findings() || self.tally.has_finding_in(from..to + 1))
    }

    /// Whether it is narrowed to problems or codes, so that only what has findings is shown.
    fn is_by_findings(&self) -> bool {
        let by_findings = |by: &NarrowBy| matches!(by, NarrowBy::Problem { .. } | NarrowBy::Code(_));
        self.narrowing.parts().iter().any(|part| !part.is_excluded && by_findings(&part.by))
    }

    /// What is left of a problem; `None` if nothing is.
    fn problem(&self, problem: &Problem, new_idxs: &[Option<usize>], stays: &[usize]) -> Option<Problem> {
        let is_meant = |by: &NarrowBy| matches!(by, NarrowBy::Problem { .. }).then(|| is_problem(by, problem));
        if !self.narrowing.fits(is_meant) {
            return None;
        }
        let kept: Vec<usize> = problem.findings.iter().copied().filter(|idx| new_idxs[*idx].is_some()).collect();
        let is_whole = kept.len() == problem.findings.len();
        if kept.is_empty() {
            // A failure without a code has lines only.
            let has_lines = self.tally.has_line(problem.first_line) || self.tally.has_line(problem.last_line);
            return (problem.findings.is_empty() && has_lines && self.has_user_of(problem))
                .then(|| Self::with_attempt(problem.clone(), stays));
        }
        let mut part = problem.clone();
        part.findings = kept.iter().filter_map(|idx| new_idxs[*idx]).collect();
        if is_whole {
            return Some(Self::with_attempt(part, stays));
        }
        let findings: Vec<&Finding> = kept.iter().map(|idx| &self.whole.findings[*idx]).collect();
        let (first, last) = (*findings.first()?, *findings.iter().max_by_key(|finding| finding.line)?);
        part.count = findings.len() as u64;
        part.places_left_out = 0;
        part.occurrences = occurrences_in(&findings, problem, &self.whole.findings);
        part.users = self.users_of(&findings, problem);
        part.user_starts = self.user_starts(&findings, &part.users);
        part.has_more_users = false;
        (part.first_line, part.last_line) = (first.line, last.line);
        let clock = |finding: &Finding| finding.time.as_deref().map(str::to_owned);
        // A page's own line may have no clock: then the last one that has one says when it was.
        let last_with_clock = findings.iter().copied().filter(|finding| finding.time.is_some());
        let last = last_with_clock.max_by_key(|finding| finding.line).unwrap_or(last);
        (part.first_time, part.last_time) = (clock(first), clock(last));
        part.went_on = problem.went_on && self.went_on(&part);
        if problem.attempt.as_ref().is_none_or(|attempt| !stays.contains(&attempt.stay)) {
            let user = part.users.first().map_or("", String::as_str);
            let step = problem.attempt.as_ref().and_then(|attempt| attempt.step);
            part.attempt = attempt_around(user, part.first_line, &self.whole.timeline.stays);
            part.attempt.iter_mut().for_each(|attempt| attempt.step = step);
            part.steps = self.steps(&part, &findings);
        }
        Some(Self::with_attempt(part, stays))
    }

    /// Makes the problem's attempt refer to the stays that are left.
    fn with_attempt(mut problem: Problem, stays: &[usize]) -> Problem {
        problem.attempt = problem.attempt.and_then(|mut attempt| {
            attempt.stay = stays.iter().position(|idx| *idx == attempt.stay)?;
            Some(attempt)
        });
        problem
    }

    fn has_user_of(&self, problem: &Problem) -> bool {
        let is_theirs = |by: &NarrowBy| match by {
            NarrowBy::User(user) => Some(problem.users.is_empty() || problem.users.contains(user)),
            _ => None,
        };
        self.narrowing.fits(is_theirs)
    }

    /// The users of the findings, in the order of the problem's users.
    fn users_of(&self, findings: &[&Finding], problem: &Problem) -> Vec<String> {
        let users = findings.iter().filter_map(|finding| self.tally.user_of_finding(finding.entry_number));
        let mut found: Vec<String> = Vec::new();
        for user in users {
            if !found.iter().any(|known| known == user)
                && (problem.has_more_users || problem.users.iter().any(|known| known == user))
            {
                found.push(user.to_owned());
            }
        }
        found
    }

    /// The first of the findings of each user.
    fn user_starts(&self, findings: &[&Finding], users: &[String]) -> Vec<UserStart> {
        let is_of = |finding: &&&Finding, user: &str| self.tally.user_of_finding(finding.entry_number) == Some(user);
        let first = |user: &String| findings.iter().filter(|finding| is_of(finding, user)).min_by_key(|it| it.line);
        let start = |first: &&Finding| UserStart { line: first.line, time: first.time.as_deref().map(str::to_owned) };
        users.iter().filter_map(|user| first(user).map(start)).collect()
    }

    /// Whether a stay of the problem's users began or continued after it.
    fn went_on(&self, problem: &Problem) -> bool {
        let is_later = |stay: &RoomStay| {
            let joined_later = stay.joined.is_some_and(|joined| joined.line > problem.last_line);
            let stayed = stay.joined.is_some() && stay.ended.line > problem.last_line && stay.end != StayEnd::Lost;
            joined_later || stayed
        };
        let is_theirs = |stay: &&RoomStay| problem.users.contains(&stay.user);
        self.whole.timeline.stays.iter().filter(is_theirs).any(is_later)
    }

    /// The steps to a problem of another attempt than the one in the whole diagnosis.
    fn steps(&self, problem: &Problem, findings: &[&Finding]) -> Vec<ProblemStep> {
        let stay = problem.attempt.as_ref().map(|attempt| &self.whole.timeline.stays[attempt.stay]);
        let mut codes: Vec<CodeStep> = Vec::new();
        for finding in findings {
            let is_there = stay.is_none_or(|stay| stay.contains(finding.line));
            if is_there && codes.iter().all(|step| step.code != finding.code) {
                codes.push(CodeStep {
                    code: finding.code,
                    line: finding.line,
                    time: finding.time.clone(),
                    words: Some(Arc::from(finding.message().lines().next().unwrap_or_default())),
                });
            }
        }
        let last_line = stay.map_or(problem.last_line, |stay| stay.ended.line.min(problem.last_line));
        let mut steps = steps_before(&codes, stay, None, last_line);
        let before = stay.into_iter().flat_map(|stay| &stay.steps).filter(|step| step.at.line <= last_line);
        steps.extend(before.map(|step| ProblemStep {
            line: step.at.line,
            time: step.at.clock.map(Clock::text),
            text: step.kind.title().to_owned(),
        }));
        steps.sort_by_key(|step| step.line);
        steps
    }

    fn context(&self, stays: &[usize]) -> Context {
        let mut context = self.whole.context.clone();
        let theirs = || stays.iter().map(|idx| &self.whole.timeline.stays[*idx]);
        let has_user = |user: &String| self.tally.users.contains(user) || theirs().any(|stay| stay.user == *user);
        context.user_ids.retain(|user| {
            let is_theirs = |by: &NarrowBy| if let NarrowBy::User(wanted) = by { Some(wanted == user) } else { None };
            has_user(user) && self.narrowing.fits(is_theirs)
        });
        context.rooms.retain(|room| theirs().any(|stay| stay.room.as_ref() == Some(room)));
        let mut periods = self.tally.times.clone().periods().into_iter();
        (context.first_time, context.last_time) = periods.next().unzip();
        context.other_times = periods.collect();
        context
    }

    fn timeline(&self, stays: &[usize]) -> Timeline {
        let whole = &self.whole.timeline;
        let users: Vec<&str> = stays.iter().map(|idx| whole.stays[*idx].user.as_str()).collect();
        let has_bar = |from: u64| stays.iter().any(|idx| whole.stays[*idx].began.entry == from);
        let lane = |lane: &Lane| {
            let mut lane = lane.clone();
            lane.marks.retain(|mark| self.tally.has_finding_in(mark.first.entry..mark.last.entry + 1));
            let is_user = users.contains(&lane.user.as_str());
            lane.bars.retain(|bar| if bar.stays == 1 { has_bar(bar.from.entry) } else { is_user });
            let is_there = |from: u64| lane.bars.iter().any(|bar| (bar.from.entry..=bar.to.entry).contains(&from));
            lane.breaks.retain(|broken| is_there(broken.from.entry));
            lane
        };
        let is_wanted = |lane: &Lane| {
            let is_theirs = |by: &NarrowBy| if let NarrowBy::User(user) = by { Some(lane.user == *user) } else { None };
            self.narrowing.fits(is_theirs) && !(lane.bars.is_empty() && lane.marks.is_empty())
        };
        Timeline {
            density: self.tally.density.clone(),
            lanes: whole.lanes.iter().map(lane).filter(is_wanted).collect(),
            others: lane(&whole.others),
            stays: stays.iter().map(|idx| whole.stays[*idx].clone()).collect(),
            stay_count: if stays.len() == whole.stays.len() { whole.stay_count } else { stays.len() as u64 },
            ..whole.clone()
        }
    }
}

/// How often a failure happened in a part. It is logged in several shapes, some of them more than once each time; those that have
/// one finding each time in the whole log show it, else the share of all findings does.
fn occurrences_in(part: &[&Finding], problem: &Problem, whole: &[Finding]) -> u64 {
    let all: Vec<&Finding> = problem.findings.iter().filter_map(|idx| whole.get(*idx)).collect();
    let (all_shapes, part_shapes) = (shapes(&all), shapes(part));
    let once_each = all_shapes.iter().filter(|(_, count)| **count == problem.occurrences);
    let by_shape = once_each.map(|(shape, _)| part_shapes.get(shape).copied().unwrap_or(0)).max();
    let share_of_all = || (problem.occurrences * part.len() as u64).div_ceil((all.len() as u64).max(1));
    by_shape.filter(|count| *count > 0).unwrap_or_else(share_of_all).clamp(1, problem.occurrences)
}

/// How many findings there are of each shape: a code and the start of its message.
fn shapes(findings: &[&Finding]) -> HashMap<(ErrorCode, String), u64> {
    /// Messages of one shape begin alike.
    const SHAPE_CHARS: usize = 48;
    let mut shapes = HashMap::new();
    for finding in findings {
        let message = finding.message();
        // The client and the user before it differ.
        let words = message.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(message, |(_, rest)| rest);
        let start = words.chars().filter(|c| !c.is_ascii_digit()).take(SHAPE_CHARS).collect();
        *shapes.entry((finding.code, start)).or_default() += 1;
    }
    shapes
}
