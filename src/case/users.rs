//! The users of a case across its logs, with their stays as lanes of one timeline.

use std::collections::HashMap;

use super::log_summary::{LogSummary, StaySummary};
use super::model::{CaseProblem, CaseStay, CaseUser};

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
