//! One step of an attempt.

use crate::diagnosis::room_stay::{Moment, Reached};
use crate::knowledge::titled_list;

titled_list! {
    /// A step of an attempt, in the order in which they are taken.
    RungKind in "ladder-step" {
        /// The scheduling service names the servers.
        Schedule => "schedule";
        /// The WebSocket to the signalling server opens.
        Socket => "socket";
        /// The server accepts the account on the signal channel.
        Account => "account";
        /// The room is entered.
        Room => "room";
        /// The server answers to publishing.
        Publish => "publish";
        /// A subscribed stream arrives.
        Subscribe => "subscribe";
        /// The media connection is made.
        Media => "media";
        /// The room is left.
        Leave => "leave";
    }
}

titled_list! {
    /// How a step went.
    RungState in "ladder-state" {
        /// It was taken.
        Done => "done";
        /// It has no line of its own, and a later one was reached.
        Passed => "passed";
        /// The attempt broke here.
        Broken => "broken";
        /// It was begun, and the log shows no answer.
        Open => "open";
        /// The attempt did not come so far.
        NotReached => "not-reached";
    }
}

/// One step of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Which step.
    pub kind: RungKind,
    /// How it went.
    pub state: RungState,
    /// Where it began, if a line shows it.
    pub from: Option<Moment>,
    /// Where it was taken, broke, or was last heard of.
    pub to: Option<Moment>,
    /// How long it took, or how long it was waited for, in milliseconds, if the log has clocks.
    pub ms: Option<u64>,
    /// How long it usually takes.
    pub usual_ms: Option<u64>,
}

impl Rung {
    /// Whether the clocks show whole seconds only, so that a short duration is not known exactly.
    pub fn is_coarse(&self) -> bool {
        let is_whole = |moment: &Moment| moment.clock.is_some_and(|clock| clock.fine_text().ends_with(".000"));
        self.from.as_ref().is_some_and(is_whole) && self.to.as_ref().is_some_and(is_whole)
    }
}

/// A step before it is judged: where it was asked for, and where it was answered.
pub(super) struct Way {
    pub(super) kind: RungKind,
    pub(super) from: Option<Reached>,
    pub(super) to: Option<Reached>,
}

impl Way {
    fn rung(&self, state: RungState, to: Option<Reached>) -> Rung {
        let from = self.from;
        Rung {
            kind: self.kind,
            state,
            from: from.map(|from| from.at),
            to: to.map(|to| to.at),
            ms: from.zip(to).and_then(|(from, to)| from.until(&to)),
            usual_ms: None,
        }
    }

    pub(super) fn done(&self) -> Rung {
        self.rung(RungState::Done, self.to)
    }

    pub(super) fn broken(&self, at: Reached) -> Rung {
        self.rung(RungState::Broken, Some(at))
    }

    /// Begun; `end` is the last place of the attempt.
    pub(super) fn open(&self, end: Reached) -> Rung {
        self.rung(RungState::Open, Some(end))
    }

    /// Without places.
    pub(super) fn state(&self, state: RungState) -> Rung {
        Rung { kind: self.kind, state, from: None, to: None, ms: None, usual_ms: None }
    }
}
