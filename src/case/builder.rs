//! Builds a case from the diagnoses of its logs, one after the other.

use super::calls::find_calls;
use super::log_summary::LogSummary;
use super::model::{Case, CaseLog};
use super::problems::join_problems;
use super::users::{join_users, seen_failures};
use crate::diagnosis::Diagnosis;

/// Collects what a case keeps of each log. Logs keep the order in which they are added.
#[derive(Clone, Debug, Default)]
pub struct CaseBuilder {
    logs: Vec<LogSummary>,
    /// How many of them could be opened.
    opened: usize,
}

impl CaseBuilder {
    /// Adds a log.
    pub fn add(&mut self, diagnosis: &Diagnosis) {
        self.logs.push(LogSummary::of(diagnosis));
        self.opened += 1;
    }

    /// Adds a log that could not be opened, and why.
    pub fn add_unread(&mut self, file: String, reason: String) {
        self.logs.push(LogSummary::unread(file, reason));
    }

    /// Whether no log could be opened.
    pub fn is_unread(&self) -> bool {
        self.opened == 0
    }

    /// The case of all logs that were added.
    pub fn finish(mut self) -> Case {
        let (calls, call_count) = find_calls(&mut self.logs);
        let problems = join_problems(&self.logs, &calls);
        let users = join_users(&self.logs, &calls, &problems);
        let zones = self.logs.iter().filter_map(|log| log.clocks.clock.zone_minutes);
        let mut case = Case {
            sentence: String::new(),
            seen_failures: seen_failures(&self.logs, &users, &problems),
            problems,
            users,
            calls: call_count,
            zone_minutes: zones.into_iter().next().unwrap_or(0),
            logs: self.logs.into_iter().zip(calls).map(|(log, call)| case_log(log, call)).collect(),
        };
        case.update_sentence();
        case
    }
}

fn case_log(log: LogSummary, call: Option<usize>) -> CaseLog {
    CaseLog {
        span: log.clocks.utc_ms(&log.span.0).zip(log.clocks.utc_ms(&log.span.1)),
        file: log.file,
        format: log.format,
        entries: log.entries,
        verdict: log.verdict,
        unread: log.unread,
        users: log.users,
        rooms: log.rooms,
        stays: log.stay_count,
        problems: log.problem_count,
        printed_span: log.printed_span,
        clock: log.clocks.clock,
        clocks: log.clocks,
        call,
    }
}
