//! Room stays: a client's way into a room and out of it, built from its events.
//!
//! - `moment`: [`Moment`], a place in the log and the time there
//! - `milestone`: [`Milestones`], where a client first reached each step of its way
//! - here: [`RoomStay`], its steps, interruptions and end

mod milestone;
mod moment;

pub use self::milestone::{Milestone, Milestones, Reached};
pub use self::moment::Moment;

use crate::code::{ErrorCode, Family};
use crate::event::{ClientEvent, Direction};
use crate::knowledge::titled_list;

titled_list! {
    /// How a stay ended.
    StayEnd in "stay-end" {
        /// The page called `leave()`.
        Left => "left";
        /// The same userId joined elsewhere.
        Kicked => "kicked";
        /// An administrator removed the user.
        Banned => "banned";
        /// The room was dissolved.
        Disbanded => "disbanded";
        /// The connection was lost, and entering the room again failed.
        Lost => "lost";
        /// The room was not entered: the server or the scheduling service refused.
        Refused => "refused";
        /// The room was not entered: no answer came.
        Unanswered => "unanswered";
        /// The same client began again without `leave()`: the page was reloaded, or its log has a gap.
        Restarted => "restarted";
        /// The log ends first.
        LogEnds => "log-ends";
    }
}

impl StayEnd {
    /// Whether the user did not want the stay to end so.
    pub fn is_bad(self) -> bool {
        match self {
            Self::Kicked | Self::Banned | Self::Disbanded | Self::Lost | Self::Refused | Self::Unanswered => true,
            Self::Left | Self::Restarted | Self::LogEnds => false,
        }
    }
}

titled_list! {
    /// What was interrupted.
    InterruptionKind in "interruption" {
        /// The signal channel.
        Signal => "signal-channel";
        /// The stay itself: the room is being entered again.
        Room => "room";
        /// Sending of sound and picture.
        Sending => "sending";
        /// Receiving of them.
        Receiving => "receiving";
        /// Sending and receiving, over one connection.
        Media => "media";
        /// A camera or microphone.
        Capture => "capture";
    }
}

/// An interruption and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    /// What was interrupted.
    pub kind: InterruptionKind,
    /// Where the log first shows it.
    pub from: Moment,
    /// Where it was over or given up; `None` if the log does not show that.
    pub to: Option<Moment>,
    /// Attempts to reconnect.
    pub retries: u16,
    /// Whether it was given up.
    pub given_up: bool,
}

titled_list! {
    /// A step of a stay.
    StepKind in "stay-step" {
        /// The scheduling service named the servers.
        Scheduled => "scheduled";
        /// The server accepted the client on the signal channel.
        SignalReady => "signal-ready";
        /// A room was being entered.
        Joining => "joining";
        /// The room was entered.
        Joined => "joined";
        /// Camera, microphone or screen delivered.
        Captured => "captured";
        /// A device stopped by itself: unplugged, taken by another program, or sharing was ended.
        TrackEnded => "track-ended";
        /// A stream was being published.
        Publishing => "publishing";
        /// A stream was published.
        Published => "published";
        /// Publishing was ended.
        Unpublished => "unpublished";
        /// Somebody's stream was subscribed to.
        Subscribed => "subscribed";
        /// Somebody's stream was playing.
        Played => "played";
        /// The role was changed.
        SwitchedRole => "switched-role";
    }
}

/// A step and where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayStep {
    /// What happened.
    pub kind: StepKind,
    /// Where it happened.
    pub at: Moment,
}

/// `SIGNAL_CHANNEL_RECONNECTION_FAILED`: the SDK stops reconnecting.
const SIGNAL_GIVEN_UP: i64 = 0x4006;

/// How many steps and interruptions of a stay are kept, the first ones; all are counted.
const MAX_PARTS: usize = 32;

/// One client's way into a room and out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomStay {
    /// The number of the stay in the order in which stays began, from 0.
    pub number: u64,
    /// The user; empty if the log does not name it.
    pub user: String,
    /// The client as the SDK numbers it: `c4`; `t1` in version 5, `c` in old versions.
    pub client: String,
    /// The room, if the log names it.
    pub room: Option<String>,
    /// Mode and role as printed: `rtc, anchor`; empty if the log does not name them.
    pub role: String,
    /// The first step towards the room.
    pub began: Moment,
    /// Where it was entered; `None` if it never was.
    pub joined: Option<Moment>,
    /// Its end, or its last event.
    pub ended: Moment,
    /// How it ended.
    pub end: StayEnd,
    /// The code that kept the client out of the room or removed it.
    pub code: Option<ErrorCode>,
    /// Attempts to enter; more than 1 if the SDK tried again by itself.
    pub attempts: u32,
    /// The first interruptions, in the order of the log.
    pub interruptions: Vec<Interruption>,
    /// How many interruptions there were.
    pub interruption_count: u64,
    /// The first steps, in the order of the log.
    pub steps: Vec<StayStep>,
    /// How many steps there were.
    pub step_count: u64,
    /// How many error codes its entries contain.
    pub finding_count: u64,
    /// Where it first reached each step.
    pub milestones: Milestones,
}

/// What an event does to a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StayChange {
    /// The stay continues.
    Continues,
    /// The stay ends.
    Ends(StayEnd),
    /// The stay ends, and the event begins another one.
    Begins(StayEnd),
}

/// Whether this event begins a stay if the client has none.
pub(super) fn begins_stay(event: ClientEvent<&str>) -> bool {
    use ClientEvent::{Connecting, Joined, Joining, Scheduled};
    matches!(event, Scheduled | Connecting | Joining { .. } | Joined)
}

/// Two parts with a comma between them, `rtc, anchor`; each may be empty.
pub(super) fn listed(first: &str, second: &str) -> String {
    let between = if first.is_empty() || second.is_empty() { "" } else { ", " };
    [first, between, second].concat()
}

impl RoomStay {
    pub(super) fn new(number: u64, user: &str, client: &str, at: Moment) -> Self {
        Self {
            number,
            user: user.to_owned(),
            client: client.to_owned(),
            room: None,
            role: String::new(),
            began: at,
            joined: None,
            ended: at,
            end: StayEnd::LogEnds,
            code: None,
            attempts: 1,
            interruptions: Vec::new(),
            interruption_count: 0,
            steps: Vec::new(),
            step_count: 0,
            finding_count: 0,
            milestones: Milestones::default(),
        }
    }

    /// Whether the stay contains this line.
    pub fn contains(&self, line: u64) -> bool {
        (self.began.line..=self.ended.line).contains(&line)
    }

    /// How long the client was in the room, in milliseconds, if the log has clocks.
    pub fn in_room_ms(&self) -> Option<u64> {
        self.joined?.until(&self.ended)
    }

    /// Records an event of its client.
    pub(super) fn record(&mut self, event: ClientEvent<&str>, at: Moment) -> StayChange {
        if begins_stay(event) && self.is_over_before(event) {
            let is_open = self.joined.is_some() && self.end == StayEnd::LogEnds;
            return StayChange::Begins(if is_open { StayEnd::Restarted } else { self.end });
        }
        if self.has_failed() && !begins_stay(event) {
            // What a client does after it was refused does not concern the room.
            return if event == ClientEvent::Leaving { StayChange::Ends(self.end) } else { StayChange::Continues };
        }
        self.ended = at;
        self.milestones.record(event, at);
        let way = |direction: Direction| match direction {
            Direction::Up => InterruptionKind::Sending,
            Direction::Down => InterruptionKind::Receiving,
            Direction::Both => InterruptionKind::Media,
        };
        match event {
            ClientEvent::Created => {
                return StayChange::Ends(if self.has_failed() { self.end } else { StayEnd::Restarted });
            }
            ClientEvent::Scheduled => self.add_step(StepKind::Scheduled, at),
            ClientEvent::SignalReady => self.add_step(StepKind::SignalReady, at),
            ClientEvent::Joining { room, mode, role } => self.begin_joining(room, mode, role, at),
            ClientEvent::Joined if self.joined.is_none() => {
                self.joined = Some(at);
                self.add_step(StepKind::Joined, at);
            }
            ClientEvent::Joined | ClientEvent::Rejoined => {
                self.end_interruption(InterruptionKind::Signal, at, false);
                self.end_interruption(InterruptionKind::Room, at, false);
            }
            ClientEvent::JoinTimeout if self.joined.is_none() => self.end = StayEnd::Unanswered,
            ClientEvent::Rejoining | ClientEvent::ServerTimeout => {
                self.begin_interruption(InterruptionKind::Room, 0, at);
            }
            ClientEvent::RejoinFailed => {
                // The errors that follow belong to this stay.
                self.end_interruption(InterruptionKind::Room, at, true);
                self.end = StayEnd::Lost;
            }
            ClientEvent::Leaving if self.end == StayEnd::Lost => return StayChange::Ends(self.end),
            ClientEvent::Leaving => return StayChange::Ends(StayEnd::Left),
            ClientEvent::Banned(reason) => return StayChange::Ends(end_of_ban(reason)),
            ClientEvent::SignalState("RECONNECTING") | ClientEvent::SocketClosed(_) => {
                self.begin_interruption(InterruptionKind::Signal, 0, at);
            }
            ClientEvent::SignalRetry(count) => self.begin_interruption(InterruptionKind::Signal, count, at),
            ClientEvent::SignalReconnected | ClientEvent::SignalState("CONNECTED" | "RECONNECTED") => {
                self.end_interruption(InterruptionKind::Signal, at, false);
            }
            ClientEvent::MediaRetry(direction, count) => self.begin_interruption(way(direction), count, at),
            ClientEvent::MediaReconnected(direction) => self.end_interruption(way(direction), at, false),
            ClientEvent::MediaGaveUp(direction) => self.end_interruption(way(direction), at, true),
            ClientEvent::MediaState(direction, "disconnected" | "failed") => {
                self.begin_interruption(way(direction), 0, at);
            }
            ClientEvent::MediaState(direction, "connected" | "closed") => {
                self.end_interruption(way(direction), at, false);
            }
            // Not an interruption: the SDK recovers a track that is still needed, and a screen's track ends with sharing.
            ClientEvent::TrackEnded => self.add_step(StepKind::TrackEnded, at),
            ClientEvent::Recovering => self.begin_interruption(InterruptionKind::Capture, 0, at),
            ClientEvent::Recovered => self.end_interruption(InterruptionKind::Capture, at, false),
            ClientEvent::RecoverFailed => self.end_interruption(InterruptionKind::Capture, at, true),
            ClientEvent::Captured { .. } => self.add_step(StepKind::Captured, at),
            ClientEvent::Publishing => self.add_step(StepKind::Publishing, at),
            ClientEvent::Published => self.add_step(StepKind::Published, at),
            ClientEvent::Unpublishing => self.add_step(StepKind::Unpublished, at),
            ClientEvent::Subscribing(_) => self.add_step(StepKind::Subscribed, at),
            ClientEvent::Playing => self.add_step(StepKind::Played, at),
            ClientEvent::SwitchingRole(role) => {
                self.change_role(role);
                self.add_step(StepKind::SwitchedRole, at);
            }
            _ => {}
        }
        StayChange::Continues
    }

    /// Records a code that was found in an entry of its client. A code that is not `is_prompt` may concern an earlier attempt.
    pub(super) fn record_code(&mut self, code: ErrorCode, is_prompt: bool, at: Moment) {
        self.finding_count += 1;
        if is_prompt {
            self.ended = at;
        }
        if self.joined.is_some() && code == ErrorCode::new(Family::WebV4, SIGNAL_GIVEN_UP) {
            self.end_interruption(InterruptionKind::Signal, at, true);
            (self.end, self.code, self.ended) = (StayEnd::Lost, Some(code), at);
        }
        if self.joined.is_some() || !is_prompt || !refuses(code) {
            return;
        }
        if self.end == StayEnd::Unanswered {
            return;
        }
        self.end = StayEnd::Refused;
        self.milestones.add(Milestone::Refused, at);
        // A code of the server is more specific than the SDK's code around it.
        let is_more_specific = |old: ErrorCode| old.family() == Family::WebV4 && code.family() != Family::WebV4;
        if self.code.is_none_or(is_more_specific) {
            self.code = Some(code);
        }
    }

    /// Whether the client did not get into the room and no new attempt has begun.
    pub(super) fn has_failed(&self) -> bool {
        self.joined.is_none() && matches!(self.end, StayEnd::Refused | StayEnd::Unanswered)
    }

    /// Whether an event that may begin a stay begins another one.
    fn is_over_before(&self, event: ClientEvent<&str>) -> bool {
        if self.joined.is_some() {
            if self.end == StayEnd::Lost && event != ClientEvent::Joined {
                return true;
            }
            // SDK v5 asks for servers again while it reconnects; only `joining room` begins another stay.
            if self.is_v5() && event == ClientEvent::Scheduled {
                return false;
            }
            let is_away = |interruption: &Interruption| {
                let is_way_in = matches!(interruption.kind, InterruptionKind::Signal | InterruptionKind::Room);
                interruption.to.is_none() && is_way_in
            };
            return event != ClientEvent::Joined && !self.interruptions.iter().any(is_away);
        }
        // SDK v5 tries again by itself.
        self.has_failed() && !self.is_v5()
    }

    /// Whether the client is one of SDK v5.
    pub fn is_v5(&self) -> bool {
        self.client.starts_with('t')
    }

    /// The role of the stay is the last one: `rtc, anchor` becomes `rtc, audience`.
    fn change_role(&mut self, role: &str) {
        let mode = self.role.split(", ").next().filter(|mode| !matches!(*mode, "anchor" | "audience"));
        self.role = listed(mode.unwrap_or_default(), role);
    }

    fn begin_joining(&mut self, room: &str, mode: &str, role: &str, at: Moment) {
        if self.has_failed() {
            self.attempts += 1;
            self.end = StayEnd::LogEnds;
        }
        if self.joined.is_none() {
            self.room = Some(room.to_owned());
            self.role = listed(mode, role);
            self.add_step(StepKind::Joining, at);
        }
    }

    fn add_step(&mut self, kind: StepKind, at: Moment) {
        self.step_count += 1;
        if self.steps.len() < MAX_PARTS {
            self.steps.push(StayStep { kind, at });
        }
    }

    fn begin_interruption(&mut self, kind: InterruptionKind, retries: u16, at: Moment) {
        if self.joined.is_none() && kind != InterruptionKind::Capture {
            return;
        }
        if let Some(open) = self.open_interruption(kind) {
            open.retries = open.retries.max(retries);
            return;
        }
        self.interruption_count += 1;
        if self.interruptions.len() < MAX_PARTS {
            self.interruptions.push(Interruption { kind, from: at, to: None, retries, given_up: false });
        }
    }

    fn end_interruption(&mut self, kind: InterruptionKind, at: Moment, given_up: bool) {
        if let Some(open) = self.open_interruption(kind) {
            open.to = Some(at);
            open.given_up = given_up;
        }
        let is_way_in = matches!(kind, InterruptionKind::Signal | InterruptionKind::Room);
        if is_way_in && !given_up && self.joined.is_some() && self.end == StayEnd::Lost {
            (self.end, self.code) = (StayEnd::LogEnds, None);
        }
    }

    fn open_interruption(&mut self, kind: InterruptionKind) -> Option<&mut Interruption> {
        self.interruptions.iter_mut().find(|open| open.kind == kind && open.to.is_none())
    }
}

/// Whether a code can be the reason why a client did not get into a room.
fn refuses(code: ErrorCode) -> bool {
    match code.family() {
        Family::Account | Family::Server | Family::Network => true,
        Family::WebV4 => matches!(code.value(), Some(0x4001..=0x4004 | 0x404c)),
        _ => false,
    }
}

/// How a stay ends whose user the server removes for this reason.
pub(super) fn end_of_ban(reason: &str) -> StayEnd {
    if reason.contains("kick") || reason.contains("duplicated") {
        StayEnd::Kicked
    } else if reason.contains("disband") {
        StayEnd::Disbanded
    } else {
        StayEnd::Banned
    }
}
