//! What a client reached on its way into a room and out of it, and where the log first shows it.

use super::moment::Moment;
use crate::event::ClientEvent;

/// What a client reached, asked for, or waited for without success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// The scheduling service named the servers.
    Scheduled,
    /// A WebSocket was being opened.
    Connecting,
    /// A WebSocket was open.
    SocketOpened,
    /// The server accepted the client on the signal channel.
    SignalReady,
    /// A room was being entered.
    Joining,
    /// The room was entered.
    Joined,
    /// The SDK stopped waiting for the answer to a join request.
    JoinTimedOut,
    /// A code that keeps the client out of the room.
    Refused,
    /// A stream was being published.
    Publishing,
    /// The server answered a publish request, or a stream was published.
    Published,
    /// The SDK stopped waiting for the answer to a publish request.
    PublishTimedOut,
    /// Somebody's stream was being subscribed to.
    Subscribing,
    /// A track of somebody else arrived, or was playing.
    Received,
    /// The SDK stopped waiting for the answer to a subscribe request.
    SubscribeTimedOut,
    /// A media connection was made.
    MediaConnected,
    /// The SDK stopped waiting for a media connection, or stopped restoring one.
    MediaGivenUp,
    /// The page called `leave()`.
    Leaving,
}

impl Milestone {
    fn of(event: ClientEvent<&str>) -> Option<Self> {
        Some(match event {
            ClientEvent::Scheduled => Self::Scheduled,
            ClientEvent::Connecting => Self::Connecting,
            ClientEvent::SocketOpened | ClientEvent::SignalState("CONNECTED") => Self::SocketOpened,
            ClientEvent::SignalReady => Self::SignalReady,
            ClientEvent::Joining { .. } => Self::Joining,
            ClientEvent::Joined => Self::Joined,
            ClientEvent::JoinTimeout => Self::JoinTimedOut,
            ClientEvent::Publishing => Self::Publishing,
            ClientEvent::PublishAnswered | ClientEvent::Published => Self::Published,
            ClientEvent::PublishTimeout => Self::PublishTimedOut,
            ClientEvent::Subscribing(_) => Self::Subscribing,
            ClientEvent::RemoteTrack | ClientEvent::Playing => Self::Received,
            ClientEvent::SubscribeTimeout => Self::SubscribeTimedOut,
            ClientEvent::MediaState(_, "connected") => Self::MediaConnected,
            ClientEvent::MediaTimeout | ClientEvent::MediaGaveUp(_) => Self::MediaGivenUp,
            ClientEvent::Leaving => Self::Leaving,
            _ => return None,
        })
    }
}

/// A place where a milestone was first reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// What was reached.
    pub milestone: Milestone,
    /// Where.
    pub at: Moment,
    /// By how many milliseconds the SDK had set its clock then.
    shift_ms: i64,
}

impl Reached {
    /// Milliseconds until a later place, if the log has clocks. The SDK sets its clock to the server's in between, which is no
    /// time that passes.
    pub fn until(&self, later: &Self) -> Option<u64> {
        self.at.until_shifted(&later.at, later.shift_ms - self.shift_ms)
    }
}

/// The milestones of a stay, each where it was first reached, in the order of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Milestones {
    reached: Vec<Reached>,
    shift_ms: i64,
}

impl Milestones {
    /// Records an event if it is the first of its milestone.
    pub(super) fn record(&mut self, event: ClientEvent<&str>, at: Moment) {
        if let ClientEvent::ServerTime(_, offset_ms) = event {
            self.shift_ms = offset_ms;
        }
        if let Some(milestone) = Milestone::of(event) {
            self.add(milestone, at);
        }
    }

    /// Adds a milestone if it is new.
    pub(super) fn add(&mut self, milestone: Milestone, at: Moment) {
        if self.get(milestone).is_none() {
            self.reached.push(Reached { milestone, at, shift_ms: self.shift_ms });
        }
    }

    /// Where a milestone was reached.
    pub fn get(&self, milestone: Milestone) -> Option<Reached> {
        self.reached.iter().find(|reached| reached.milestone == milestone).copied()
    }

    /// The last place of a stay, as one that durations can be measured to.
    pub fn end(&self, at: Moment) -> Reached {
        let milestone = self.reached.last().map_or(Milestone::Joining, |reached| reached.milestone);
        Reached { milestone, at, shift_ms: self.shift_ms }
    }
}
