//! The steps of a problem: what the user's client did before it, and its codes, in the order of their lines.

use std::fmt::Write;
use std::sync::Arc;

use super::model::ProblemStep;
use crate::catalog::Catalog;
use crate::code::ErrorCode;
use crate::diagnosis::user_history::{Tally, UserHistory};

/// Where a code of a problem first occurred.
#[derive(Clone, Debug)]
pub struct CodeStep {
    /// The code.
    pub code: ErrorCode,
    /// Its line.
    pub line: u64,
    /// The clock of its entry.
    pub time: Option<Arc<str>>,
    /// The message of its entry.
    pub words: Option<Arc<str>>,
}

/// A problem has at most this many steps; the last ones lead to the symptom.
const MAX_STEPS: usize = 14;

/// The steps of a problem that ends on `last_line`.
pub fn steps_before(codes: &[CodeStep], user: Option<&UserHistory>, last_line: u64) -> Vec<ProblemStep> {
    let mut steps: Vec<ProblemStep> = codes.iter().map(code_step).collect();
    if let Some(user) = user {
        for (tally, words) in client_events(user) {
            if tally.is_recorded() && tally.first_line <= last_line {
                let times = if tally.count > 1 && tally.last_line <= last_line {
                    format!(", {} times up to line {}", tally.count, tally.last_line)
                } else {
                    String::new()
                };
                steps.push(ProblemStep { line: tally.first_line, time: None, text: format!("{words}{times}") });
            }
        }
    }
    steps.sort_by_key(|step| step.line);
    let surplus = steps.len().saturating_sub(MAX_STEPS);
    steps.drain(..surplus);
    steps
}

fn code_step(step: &CodeStep) -> ProblemStep {
    let name = Catalog::builtin().entry(step.code).and_then(|entry| entry.name.as_deref());
    let mut text = match name {
        Some(name) if name != step.code.to_string() => format!("{name} {}", step.code),
        _ => step.code.to_string(),
    };
    if let Some(words) = &step.words {
        let _ = write!(text, ": {words}");
    }
    ProblemStep { line: step.line, time: step.time.as_deref().map(str::to_owned), text }
}

/// The events of a user's clients, with the words for them.
fn client_events(user: &UserHistory) -> [(Tally, &'static str); 12] {
    [
        (user.scheduled, "the scheduling service named a server"),
        (user.attempts, "began to connect and join"),
        (user.socket_errors, "the WebSocket could not be opened, or broke"),
        (user.signal_ready, "the server accepted the signal channel"),
        (user.joined, "entered the room"),
        (user.publishing, "began to publish"),
        (user.server_timeouts, "the server had heard nothing of the client for too long"),
        (user.rejoining, "began to enter the room again"),
        (user.signal_retries, "tried to get the signal channel back"),
        (user.media_retries[0], "tried to get the connection for sending back"),
        (user.media_retries[1], "tried to get a connection for receiving back"),
        (user.left, "the page called leave()"),
    ]
}
