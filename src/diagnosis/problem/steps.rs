//! The steps of a problem: what the user's client did before it, and its codes, in the order of their lines.

use std::fmt::Write;
use std::sync::Arc;

use super::model::ProblemStep;
use crate::catalog::Catalog;
use crate::code::ErrorCode;
use crate::diagnosis::room_stay::RoomStay;
use crate::diagnosis::user_history::{Tally, UserHistory};
use crate::event::Direction;
use crate::knowledge::{Phrase, Sentence};

/// Where a code of a problem first occurred.
#[derive(Clone, Debug)]
pub(in crate::diagnosis) struct CodeStep {
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
const MAX_STEPS: usize = 20;

/// The steps of a problem that ends on `last_line`. `events` are those of the stay in which it occurs; codes outside of the
/// stay are left out.
pub(in crate::diagnosis) fn steps_before(
    codes: &[CodeStep],
    stay: Option<&RoomStay>,
    events: Option<&UserHistory>,
    last_line: u64,
) -> Vec<ProblemStep> {
    // The codes of one line have the same words, which are quoted once.
    let is_repeated = |idx: usize| {
        let step: &CodeStep = &codes[idx];
        codes[..idx].iter().any(|before| before.line == step.line && before.words == step.words)
    };
    let is_inside = |step: &CodeStep| stay.is_none_or(|stay| stay.contains(step.line));
    let inside = codes.iter().enumerate().filter(|(_, step)| is_inside(step));
    let mut steps: Vec<ProblemStep> = inside.map(|(idx, step)| code_step(step, is_repeated(idx))).collect();
    if let Some(events) = events {
        for (tally, phrase) in client_events(events) {
            if tally.is_recorded() && tally.first_line <= last_line {
                let step = phrase.text();
                let text = if tally.count > 1 && tally.last_line <= last_line {
                    Sentence::StepRepeated { step: &step, count: &tally.count, line: &tally.last_line }.text()
                } else {
                    step.to_owned()
                };
                steps.push(ProblemStep { line: tally.first_line, time: None, text });
            }
        }
    }
    steps.sort_by_key(|step| step.line);
    let surplus = steps.len().saturating_sub(MAX_STEPS);
    steps.drain(..surplus);
    steps
}

fn code_step(step: &CodeStep, is_repeated: bool) -> ProblemStep {
    let name = Catalog::current().entry(step.code).and_then(|entry| entry.name.as_deref());
    let mut text = match name {
        Some(name) if name != step.code.to_string() => format!("{name} {}", step.code),
        _ => step.code.to_string(),
    };
    if let Some(words) = step.words.as_ref().filter(|_| !is_repeated) {
        // The words of an exception begin with its name.
        let words = words.strip_prefix(&format!("{text}: ")).unwrap_or(words);
        let _ = write!(text, ": {words}");
    }
    ProblemStep { line: step.line, time: step.time.as_deref().map(str::to_owned), text }
}

/// The events of a user or a stay, with the words for them.
fn client_events(user: &UserHistory) -> [(Tally, Phrase); 22] {
    // Beside an open WebSocket, one without an answer only lost the race.
    let unanswered = if user.sockets_opened.is_recorded() { Tally::default() } else { user.sockets_unanswered };
    [
        (user.scheduled, Phrase::StepScheduled),
        (user.attempts, Phrase::StepAttempts),
        (user.socket_errors, Phrase::StepSocketErrors),
        (unanswered, Phrase::StepSocketsUnanswered),
        (user.signal_ready, Phrase::StepSignalReady),
        (user.joining, Phrase::StepJoining),
        (user.joined, Phrase::StepJoined),
        (user.publishing, Phrase::StepPublishing),
        (user.published, Phrase::StepPublished),
        (user.subscribing, Phrase::StepSubscribing),
        (user.playing, Phrase::StepPlaying),
        (user.roles_switched, Phrase::StepRoleSwitched),
        (user.tracks_ended, Phrase::StepTrackEnded),
        (user.server_timeouts, Phrase::StepServerTimeouts),
        (user.rejoining, Phrase::StepRejoining),
        (user.signal_retries, Phrase::StepSignalRetries),
        (user.sockets_closed, Phrase::StepSocketClosed),
        (user.media_lost[Direction::Both as usize], Phrase::StepMediaLost),
        (user.media_retries[Direction::Both as usize], Phrase::StepMediaRetries),
        (user.media_retries[0], Phrase::StepUplinkRetries),
        (user.media_retries[1], Phrase::StepDownlinkRetries),
        (user.left, Phrase::StepLeft),
    ]
}
