//! The users of a case across its logs, with their stays as lanes of one timeline.

use std::collections::HashMap;

use super::log_summary::{LogSummary, StaySummary};
use super::model::{CaseProblem, CaseStay, CaseUser, SeenFailure};
use crate::diagnosis::Impact;

/// How many users have a lane, the first ones. Only load tests have more.
const MAX_USERS: usize = 500;

/// The users of all logs, in order of appearance.
pub(super) fn join_users(logs: &[LogSummary], calls: &[Option<usize>], problems: &[CaseProblem]) -> Vec<CaseUser> {
    let mut users: Vec<CaseUser> = Vec::new();
    let mut idx_by_name: HashMap<String, usize> = HashMap::new();
    let mut stays: HashMap<(Option<usize>, String, String), usize> = HashMap::new();
    for (log, summary) in logs.iter().enumerate() {
        let of_stays = summary.stays.iter().map(|stay| &stay.user).filter(|user| !user.is_empty());
        for name in summary.users.iter().chain(of_stays) {
            if !idx_by_name.contains_key(name) && users.len() < MAX_USERS {
                idx_by_name.insert(name.clone(), users.len());
                users.push(CaseUser::new(name.clone()));
            }
            if let Some(&idx) = idx_by_name.get(name)
                && users[idx].logs.last() != Some(&log)
            {
                users[idx].logs.push(log);
            }
        }
        for (idx, stay) in summary.stays.iter().enumerate() {
            let Some(&user) = idx_by_name.get(&stay.user) else { continue };
            let user = &mut users[user];
            user.rooms.extend(stay.room.clone().filter(|room| !user.rooms.contains(room)));
            let case_stay = CaseStay::new(log, idx, stay, summary);
            let key = (calls[log], stay.user.clone(), stay.client.clone());
            let known = stays.get(&key).copied().and_then(|known| user.stays.get_mut(known));
            if let Some(known) = known.filter(|known| known.log != log && known.is_part_or_whole(&case_stay)) {
                known.merge(case_stay);
            } else {
                stays.insert(key, user.stays.len());
                user.stays.push(case_stay);
            }
        }
    }
    for (idx, problem) in problems.iter().enumerate() {
        for user in problem.users.iter().filter_map(|user| idx_by_name.get(user)) {
            users[*user].problems.push(idx);
        }
    }
    for user in &mut users {
        user.stays.sort_by_key(|stay| (stay.span.is_none(), stay.span));
    }
    users
}

/// How many failures that others see are kept.
const MAX_SEEN: usize = 500;
/// How long after a failure others see it at most: the server waits before it removes a user, in milliseconds.
const SEEN_WITHIN_MS: i64 = 120 * 1000;
/// Aligned clocks differ by at most this much, in milliseconds.
const SLACK_MS: i64 = 3000;

/// The failures of users that logs of other users in the same room show too, by aligned clocks.
pub(super) fn seen_failures(logs: &[LogSummary], users: &[CaseUser], problems: &[CaseProblem]) -> Vec<SeenFailure> {
    let rooms: HashMap<&str, &[String]> =
        users.iter().map(|user| (user.user.as_str(), user.rooms.as_slice())).collect();
    let mut failures: HashMap<&str, Vec<(usize, i64)>> = HashMap::new();
    for (idx, problem) in problems.iter().enumerate() {
        let is_media = matches!(problem.impact, Impact::DroppedOut | Impact::LostMedia) && !problem.harmless;
        for failure in problem.failures.iter().filter(|_| is_media) {
            if let Some(since) = failure.since {
                failures.entry(&failure.user).or_default().push((idx, since));
            }
        }
    }
    let mut seen: Vec<SeenFailure> = Vec::new();
    for (log, summary) in logs.iter().enumerate() {
        for loss in &summary.remote_losses {
            let Some(at) = summary.clocks.utc_ms(&loss.at) else { continue };
            let is_room_of = |user: &str, room: &String| rooms.get(user).is_some_and(|rooms| rooms.contains(room));
            let is_same_room = summary.rooms.iter().any(|room| is_room_of(&loss.user, room));
            let of_user = failures.get(loss.user.as_str()).into_iter().flatten();
            let found = of_user.filter(|(_, since)| (-SLACK_MS..=SEEN_WITHIN_MS).contains(&(at - since)));
            for (problem, _) in found.filter(|_| is_same_room) {
                let (user, seen_by, line) = (loss.user.clone(), loss.seen_by.clone(), loss.line);
                let is_known = seen
                    .iter()
                    .any(|known| (known.problem, &known.user, &known.seen_by) == (*problem, &user, &seen_by));
                if !is_known && seen.len() < MAX_SEEN {
                    seen.push(SeenFailure { user, problem: *problem, seen_by, log, line });
                }
            }
        }
    }
    seen
}

impl CaseUser {
    fn new(user: String) -> Self {
        Self { user, logs: Vec::new(), rooms: Vec::new(), stays: Vec::new(), problems: Vec::new() }
    }
}

impl CaseStay {
    fn new(log: usize, idx: usize, stay: &StaySummary, summary: &LogSummary) -> Self {
        let clocks = &summary.clocks;
        Self {
            log,
            stay: idx,
            recordings: 1,
            room: stay.room.clone(),
            span: clocks.utc_ms(&stay.began).zip(clocks.utc_ms(&stay.ended)),
            joined: stay.joined.is_some(),
            end: stay.end,
        }
    }

    /// Whether the other stay, of the same client in the same call, is at the same time.
    fn is_part_or_whole(&self, other: &Self) -> bool {
        match (self.span, other.span) {
            (Some((from, to)), Some((other_from, other_to))) => from <= other_to && other_from <= to,
            // Logs of one call that are not aligned have the same lines.
            (None, None) => true,
            _ => false,
        }
    }

    /// Adds another recording; the longer one is shown.
    fn merge(&mut self, other: Self) {
        let length = |stay: &Self| stay.span.map(|(from, to)| to - from);
        let recordings = self.recordings + 1;
        if length(&other) > length(self) {
            *self = other;
        }
        self.recordings = recordings;
    }
}
