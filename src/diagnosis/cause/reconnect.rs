//! A connection was lost and did not come back: 30 attempts, then 0x4006 (signal channel), 0x4007 (sending), 0x4008
//! (receiving); the server dropped the client (0x4041, `user_time_out`). Evidence: the counters `[n/30]` and the line that
//! reports the last attempt.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::clock::duration_text;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::outages::Outages;
use crate::diagnosis::user_history::{Tally, UserHistories, UserHistory};
use crate::event::Direction;
use crate::knowledge::{Cause, Phrase, Sentence};

/// The close code of a WebSocket that broke (RFC 6455, 7.1.5).
const ABNORMAL_CLOSURE: i64 = 1006;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let (impact, _) = loss(failure.operation)?;
    // Old SDKs report a dissolved room under the code of a server timeout.
    let was_dissolved =
        |(_, user): (&str, &UserHistory)| user.disbanded.is_recorded() && user.disbanded.first <= failure.last;
    if failure.operation == Operation::ServerTimeout && failure.histories.users().any(was_dissolved) {
        let mut explanation = failure.explanation(Impact::DroppedOut);
        explanation.describe(Cause::RoomDissolved);
        Operation::Ban.outcome().clone_into(&mut explanation.outcome);
        return Some(explanation);
    }
    let came_back = matches!(failure.operation, Operation::Signal | Operation::ServerTimeout)
        && failure.users.iter().any(|user| is_back(user, failure));
    let mut explanation = failure.explanation(if came_back { Impact::Warning } else { impact });
    describe(&mut explanation, failure.operation);
    if came_back {
        explanation.describe(Cause::ConnectionBack);
        Phrase::OutcomeBackByItself.text().clone_into(&mut explanation.outcome);
    } else if failure.operation == Operation::Signal
        && failure.codes.iter().all(|code| code.family() == Family::Network)
    {
        // No code says that the SDK gave up.
        explanation.describe(Cause::ConnectionNotBack);
        let has_left = failure.users.iter().any(|user| user.left.is_after(failure.last));
        not_back(has_left).clone_into(&mut explanation.outcome);
    }
    Some(explanation)
}

/// The outcome of a connection that the log does not show to be back.
fn not_back(has_left: bool) -> &'static str {
    if has_left { Phrase::OutcomeNotBackOnLeaving.text() } else { Phrase::OutcomeNotBackInLog.text() }
}

/// A lost media connection, under a code that does not say which direction. `way` is an index of [`Direction`].
pub(super) fn lost_media(failure: &Failure<'_>, way: usize) -> Explanation {
    let mut explanation = failure.explanation(Impact::LostMedia);
    explanation.confidence = Confidence::Likely;
    let v4 = |value| vec![ErrorCode::new(Family::WebV4, value), failure.root];
    let operation = match way {
        0 => {
            explanation.chain = v4(0x4007);
            Operation::Uplink
        }
        1 => {
            explanation.chain = v4(0x4008);
            Operation::Downlink
        }
        _ => {
            explanation.describe(Cause::ConnectionLost);
            explanation.describe(Cause::MediaLost);
            return explanation;
        }
    };
    describe(&mut explanation, operation);
    explanation
}

/// A firewall reported by the SDK while it reconnects the signal channel of a user in the room.
pub(super) fn signal_behind_firewall(failure: &Failure<'_>) -> Option<Explanation> {
    let is_away = |user: &&UserHistory| {
        let broken = user.sockets_closed.and(user.signal_retries);
        user.joined.is_recorded() && broken.is_recorded() && broken.first < failure.last
    };
    if !failure.users.iter().any(is_away) {
        return None;
    }
    let came_back = failure.users.iter().any(|user| is_back(user, failure));
    let mut explanation = failure.explanation(if came_back { Impact::Warning } else { Impact::DroppedOut });
    explanation.confidence = Confidence::Likely;
    describe(&mut explanation, Operation::Signal);
    if came_back {
        explanation.describe(Cause::ConnectionBack);
        Phrase::OutcomeBackByItself.text().clone_into(&mut explanation.outcome);
    }
    Some(explanation)
}

fn is_back(user: &UserHistory, failure: &Failure<'_>) -> bool {
    user.signal_back.is_after(failure.last) || user.joined.is_after(failure.last)
}

/// What the loss of a connection does to a call, and its cause; `None` if the operation keeps no connection.
fn loss(operation: Operation) -> Option<(Impact, Cause<'static>)> {
    match operation {
        Operation::Signal => Some((Impact::DroppedOut, Cause::SignalLost)),
        Operation::Uplink => Some((Impact::LostMedia, Cause::SendingLost)),
        Operation::Downlink => Some((Impact::LostMedia, Cause::ReceivingLost)),
        Operation::ServerTimeout => Some((Impact::DroppedOut, Cause::ClientNotHeard)),
        _ => None,
    }
}

fn describe(explanation: &mut Explanation, operation: Operation) {
    operation.outcome().clone_into(&mut explanation.outcome);
    explanation.describe(Cause::ConnectionLost);
    if let Some((_, cause)) = loss(operation) {
        explanation.describe(cause);
    }
}

/// A connection that a client keeps while it is in a room, and what happened to it.
struct Connection {
    operation: Operation,
    /// The code of its loss, which the log does not contain.
    root: ErrorCode,
    impact: Impact,
    cause: Cause<'static>,
    /// It broke.
    lost: Tally,
    /// Attempts to restore it.
    retries: Tally,
    back: Tally,
    gave_up: Tally,
    /// How often and how long it was away.
    outages: Outages,
}

impl Connection {
    /// The connections of a user. The signal channel comes first: without it, no media connection can be restored.
    fn all(user: &UserHistory) -> [Self; 4] {
        let media = |way: Direction, operation, root, cause| Self {
            operation,
            root,
            impact: Impact::LostMedia,
            cause,
            lost: user.media_lost[way as usize],
            retries: user.media_retries[way as usize],
            back: user.media_back[way as usize],
            gave_up: user.media_gave_up[way as usize],
            outages: user.media_outages[way as usize],
        };
        let signal = Self {
            operation: Operation::Signal,
            root: ErrorCode::new(Family::Network, ABNORMAL_CLOSURE),
            impact: Impact::DroppedOut,
            cause: Cause::SignalLost,
            lost: user.sockets_closed,
            retries: user.signal_retries,
            back: user.signal_back.and(user.joined.after(user.signal_retries.first)),
            gave_up: Tally::default(),
            outages: user.signal_outages,
        };
        let v4 = |value| ErrorCode::new(Family::WebV4, value);
        [
            signal,
            media(Direction::Both, Operation::Media, v4(0x4003), Cause::MediaLost),
            media(Direction::Up, Operation::Uplink, v4(0x4007), Cause::SendingLost),
            media(Direction::Down, Operation::Downlink, v4(0x4008), Cause::ReceivingLost),
        ]
    }

    /// Whether the log shows that it was lost, and not only for a moment.
    fn was_lost(&self) -> bool {
        self.retries.is_recorded() || self.gave_up.is_recorded()
    }

    /// Whether it worked again after the last sign of its loss.
    fn is_back(&self) -> bool {
        self.back.is_after(self.retries.last) && !self.gave_up.is_after(self.back.last)
    }
}

/// A media connection shows the loss of the network later than the signal channel, but not later than this after the signal
/// channel is back.
const SAME_LOSS_MS: u64 = 60_000;

/// Connections that were lost in the room, without a code.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let mut all = Vec::new();
    for (name, user) in histories.users().filter(|(_, user)| user.joined.is_recorded()) {
        if [Operation::Join, Operation::ServerTimeout].iter().any(|other| is_reported(*other, name)) {
            continue;
        }
        let mut signal_lost: Option<Tally> = None;
        for connection in Connection::all(user).iter().filter(|connection| connection.was_lost()) {
            let evidence = connection.lost.and(connection.retries).and(connection.gave_up);
            // The loss of media is part of the loss of the signal channel during which it happened.
            let is_later = || {
                let back = user.signal_outages.last_end_ms;
                evidence.first_ms.zip(back).is_some_and(|(lost, back)| lost > back + SAME_LOSS_MS)
            };
            let is_part = signal_lost.is_some_and(|signal| evidence.first > signal.first) && !is_later();
            if connection.operation == Operation::Signal {
                signal_lost = Some(evidence);
            }
            let is_known = [connection.operation, Operation::Media].iter().any(|other| is_reported(*other, name));
            if !is_part && !is_known {
                all.push(lost(name, user, connection, evidence));
            }
        }
    }
    all
}

fn lost(name: &str, user: &UserHistory, connection: &Connection, evidence: Tally) -> ImpliedFailure {
    let is_back = connection.is_back();
    let impact = if is_back { Impact::Warning } else { connection.impact };
    let mut found = ImpliedFailure::new(name, connection.operation, connection.root, evidence, impact);
    let explanation = &mut found.explanation;
    explanation.describe(Cause::ConnectionLost);
    explanation.describe(connection.cause);
    if is_back {
        explanation.describe(Cause::ConnectionBack);
    } else if !connection.gave_up.is_recorded() {
        explanation.describe(Cause::ConnectionNotBack);
    }
    if connection.gave_up.is_recorded() {
        explanation.confidence = Confidence::Stated;
    }
    explanation.outcome = match (is_back, connection.outages) {
        (true, Outages { count: 1, first_length_ms: Some(ms), .. }) => {
            Sentence::OutcomeBackAfter { duration: &duration_text(ms) }.text()
        }
        (true, Outages { count: 2.., .. }) => Sentence::OutcomeBackEachTime { count: &connection.outages.count }.text(),
        (true, _) => Phrase::OutcomeBackByItself.text().to_owned(),
        (false, _) => not_back(user.left.is_after(evidence.last)).to_owned(),
    };
    found
}
