//! Room stays: one client's life from the first step towards a room to leaving it, told by what happens to it.

use crate::catalog::closed_list;
use crate::code::{ErrorCode, Family};
use crate::event::{ClientEvent, Direction};
use crate::log::parse::clock::Clock;

/// Where a log has several clocks, what has elapsed is exact to about this much.
const SLACK_MS: u64 = 5000;
/// One clock without a date tells how much lies between two times up to here.
const HALF_DAY_MS: u64 = 12 * 3600 * 1000;

/// A place in the log, and the time there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Number of the entry, from 1.
    pub entry: u64,
    /// Physical line on which the entry begins, from 1.
    pub line: u64,
    /// Milliseconds since the log's first clock; `None` where no clock came before.
    pub elapsed_ms: Option<u64>,
    /// What the clock showed there or last.
    pub clock: Option<Clock>,
    /// Which of the log's clocks that was, by the number of its [hand](super::clock::ElapsedTime::last_hand).
    pub hand: u32,
}

impl Moment {
    /// Milliseconds from `self` to `later`, where the log has clocks: as the printed ones tell, if both are one or tell about
    /// what has elapsed by all of the log's clocks, of which some may be ahead of others.
    pub fn until(&self, later: &Self) -> Option<u64> {
        let elapsed_ms = later.elapsed_ms?.checked_sub(self.elapsed_ms?)?;
        let printed_ms = self.clock.zip(later.clock).and_then(|(from, to)| u64::try_from(to.since(from)?).ok());
        let is_one = self.hand == later.hand && elapsed_ms < HALF_DAY_MS;
        let fits = |printed_ms: &u64| is_one || printed_ms.abs_diff(elapsed_ms) < SLACK_MS;
        Some(printed_ms.filter(fits).unwrap_or(elapsed_ms))
    }
}

closed_list! {
    /// How a stay ended.
    StayEnd {
        /// The page called `leave()`.
        Left => "left", "left";
        /// The same userId joined elsewhere.
        Kicked => "kicked", "removed: the same userId joined elsewhere";
        /// An administrator removed the user.
        Banned => "banned", "removed by an administrator";
        /// The room was dissolved.
        Disbanded => "disbanded", "the room was dissolved";
        /// The connection was lost, and entering the room again failed.
        Lost => "lost", "lost the connection";
        /// The room was not entered: the server or the scheduling service refused.
        Refused => "refused", "refused";
        /// The room was not entered: no answer came.
        Unanswered => "unanswered", "no answer came";
        /// The same client began anew without `leave()`: the page was reloaded, or its log has a gap.
        Restarted => "restarted", "began anew without leaving";
        /// The log ends first.
        LogEnds => "log-ends", "the log ends first";
    }
}

closed_list! {
    /// What was interrupted.
    InterruptionKind {
        /// The signal channel.
        Signal => "signal-channel", "signal channel";
        /// The stay itself: the room is being entered again.
        Room => "room", "room";
        /// Sending of sound and picture.
        Sending => "sending", "sending";
        /// Receiving of them.
        Receiving => "receiving", "receiving";
        /// A camera or microphone.
        Capture => "capture", "capture";
    }
}

/// Something that broke off, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    /// What was interrupted.
    pub kind: InterruptionKind,
    /// Where the log tells of it first.
    pub from: Moment,
    /// Where it was back, or given up; `None` where the log does not tell.
    pub to: Option<Moment>,
    /// Attempts to get it back.
    pub retries: u16,
    /// Whether it was given up.
    pub given_up: bool,
}

closed_list! {
    /// What a client did or was told.
    StepKind {
        /// The scheduling service named the servers.
        Scheduled => "scheduled", "scheduled";
        /// The server accepted the client on the signal channel.
        SignalReady => "signal-ready", "signal channel ready";
        /// A room was being entered.
        Joining => "joining", "joining";
        /// The room was entered.
        Joined => "joined", "in the room";
        /// Camera, microphone or screen delivered.
        Captured => "captured", "device opened";
        /// A device stopped by itself: unplugged, taken by another program, or sharing was ended.
        TrackEnded => "track-ended", "device stopped";
        /// A stream was being published.
        Publishing => "publishing", "publishing";
        /// A stream was published.
        Published => "published", "published";
        /// Publishing was ended.
        Unpublished => "unpublished", "publishing ended";
        /// Somebody's stream was subscribed to.
        Subscribed => "subscribed", "subscribed";
        /// The role was changed.
        SwitchedRole => "switched-role", "role changed";
    }
}

/// A step and where it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayStep {
    /// What was done.
    pub kind: StepKind,
    /// Where.
    pub at: Moment,
}

/// `SIGNAL_CHANNEL_RECONNECTION_FAILED`: the SDK does not try to get back any more.
const SIGNAL_GIVEN_UP: i64 = 0x4006;

/// So many steps and interruptions of a stay are kept, the first ones; all are counted.
const MAX_PARTS: usize = 32;

/// One client's way into a room, through it and out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomStay {
    /// The user; empty where the log does not tell.
    pub user: String,
    /// The client as the SDK numbers it: `c4`, of version 5 `t1`, of old ones `c`.
    pub client: String,
    /// The room, where the log names it.
    pub room: Option<String>,
    /// In which mode and role, as printed: `rtc, anchor`; empty where the log does not tell.
    pub role: String,
    /// The first step towards the room.
    pub began: Moment,
    /// Where it was entered; `None`: it never was.
    pub joined: Option<Moment>,
    /// Its end, or the last that was heard of it.
    pub ended: Moment,
    /// How it ended.
    pub end: StayEnd,
    /// The code that kept the client out, or took it out.
    pub code: Option<ErrorCode>,
    /// Attempts to enter; more than 1 where the SDK tried again by itself.
    pub attempts: u32,
    /// What broke off, the first ones in the order of the log.
    pub interruptions: Vec<Interruption>,
    /// How many interruptions there were.
    pub interruption_count: u64,
    /// What it did, the first ones in the order of the log.
    pub steps: Vec<StayStep>,
    /// How many steps there were.
    pub step_count: u64,
    /// How many error codes stand in its entries.
    pub finding_count: u64,
}

/// What a happening does to a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StayChange {
    /// It goes on.
    Goes,
    /// It is over.
    Ends(StayEnd),
    /// It is over, and the happening begins another.
    Begins(StayEnd),
}

/// Whether a client without a stay begins one by this.
pub(super) fn begins_stay(what: ClientEvent<&str>) -> bool {
    use ClientEvent::{Connecting, Joined, Joining, Scheduled};
    matches!(what, Scheduled | Connecting | Joining { .. } | Joined)
}

impl RoomStay {
    pub(super) fn new(user: &str, client: &str, at: Moment) -> Self {
        Self {
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
        }
    }

    /// How long the client was in the room, in milliseconds, where the log has clocks.
    pub fn in_room_ms(&self) -> Option<u64> {
        self.joined?.until(&self.ended)
    }

    /// Takes what happened to its client; `is_downlink`: on a connection that receives.
    pub(super) fn take(&mut self, what: ClientEvent<&str>, is_downlink: bool, at: Moment) -> StayChange {
        if begins_stay(what) && self.is_over_before(what) {
            let is_open = self.joined.is_some() && self.end == StayEnd::LogEnds;
            return StayChange::Begins(if is_open { StayEnd::Restarted } else { self.end });
        }
        if self.has_failed() && !begins_stay(what) {
            // What a client does after it was refused is no longer about the room.
            return if what == ClientEvent::Leaving { StayChange::Ends(self.end) } else { StayChange::Goes };
        }
        self.ended = at;
        let way = |direction: Direction| match direction {
            Direction::Up => InterruptionKind::Sending,
            Direction::Down => InterruptionKind::Receiving,
        };
        let direction = if is_downlink { Direction::Down } else { Direction::Up };
        match what {
            ClientEvent::Created => {
                return StayChange::Ends(if self.has_failed() { self.end } else { StayEnd::Restarted });
            }
            ClientEvent::Scheduled => self.step(StepKind::Scheduled, at),
            ClientEvent::SignalReady => self.step(StepKind::SignalReady, at),
            ClientEvent::Joining { room, mode, role } => self.enter(room, mode, role, at),
            ClientEvent::Joined if self.joined.is_none() => {
                self.joined = Some(at);
                self.step(StepKind::Joined, at);
            }
            ClientEvent::Joined | ClientEvent::Rejoined => {
                self.back(InterruptionKind::Signal, at, false);
                self.back(InterruptionKind::Room, at, false);
            }
            ClientEvent::JoinTimeout if self.joined.is_none() => self.end = StayEnd::Unanswered,
            ClientEvent::Rejoining | ClientEvent::ServerTimeout => self.breaks(InterruptionKind::Room, 0, at),
            ClientEvent::RejoinFailed => {
                self.back(InterruptionKind::Room, at, true);
                return StayChange::Ends(StayEnd::Lost);
            }
            ClientEvent::Leaving if self.end == StayEnd::Lost => return StayChange::Ends(self.end),
            ClientEvent::Leaving => return StayChange::Ends(StayEnd::Left),
            ClientEvent::Banned(reason) => return StayChange::Ends(end_of_ban(reason)),
            ClientEvent::SignalState("RECONNECTING") => self.breaks(InterruptionKind::Signal, 0, at),
            ClientEvent::SignalRetry(count) => self.breaks(InterruptionKind::Signal, count, at),
            ClientEvent::SignalBack | ClientEvent::SignalState("CONNECTED" | "RECONNECTED") => {
                self.back(InterruptionKind::Signal, at, false);
            }
            ClientEvent::MediaRetry(direction, count) => self.breaks(way(direction), count, at),
            ClientEvent::MediaBack(direction) => self.back(way(direction), at, false),
            ClientEvent::MediaGaveUp(direction) => self.back(way(direction), at, true),
            ClientEvent::MediaState("disconnected" | "failed") => self.breaks(way(direction), 0, at),
            ClientEvent::MediaState("connected" | "closed") => self.back(way(direction), at, false),
            // Where it is to go on, the SDK recovers it; a screen's track ends when its user has shown enough.
            ClientEvent::TrackEnded => self.step(StepKind::TrackEnded, at),
            ClientEvent::Recovering => self.breaks(InterruptionKind::Capture, 0, at),
            ClientEvent::Recovered => self.back(InterruptionKind::Capture, at, false),
            ClientEvent::RecoverFailed => self.back(InterruptionKind::Capture, at, true),
            ClientEvent::Captured => self.step(StepKind::Captured, at),
            ClientEvent::Publishing => self.step(StepKind::Publishing, at),
            ClientEvent::Published => self.step(StepKind::Published, at),
            ClientEvent::Unpublishing => self.step(StepKind::Unpublished, at),
            ClientEvent::Subscribing(_) => self.step(StepKind::Subscribed, at),
            ClientEvent::SwitchingRole(_) => self.step(StepKind::SwitchedRole, at),
            _ => {}
        }
        StayChange::Goes
    }

    /// Takes a code that was found in an entry of its client. Only what `is_prompt` is about what the
    /// client is doing there.
    pub(super) fn find(&mut self, code: ErrorCode, is_prompt: bool, at: Moment) {
        self.finding_count += 1;
        if self.joined.is_some() && code == ErrorCode::new(Family::WebV4, SIGNAL_GIVEN_UP) {
            self.back(InterruptionKind::Signal, at, true);
            (self.end, self.code, self.ended) = (StayEnd::Lost, Some(code), at);
        }
        if self.joined.is_some() || !is_prompt || !refuses(code) {
            return;
        }
        self.ended = at;
        if self.end == StayEnd::Unanswered {
            return;
        }
        self.end = StayEnd::Refused;
        // What the server says tells more than the SDK's code around it.
        let tells_more = |old: ErrorCode| old.family() == Family::WebV4 && code.family() != Family::WebV4;
        if self.code.is_none_or(tells_more) {
            self.code = Some(code);
        }
    }

    /// Closes it; what is still broken off stays so.
    pub(super) fn finish(&mut self, end: StayEnd) {
        self.end = end;
    }

    /// Whether the client was kept out of the room, and nothing else is under way.
    pub(super) fn has_failed(&self) -> bool {
        self.joined.is_none() && matches!(self.end, StayEnd::Refused | StayEnd::Unanswered)
    }

    /// Whether a first step towards a room is the first of another stay.
    fn is_over_before(&self, what: ClientEvent<&str>) -> bool {
        if self.joined.is_some() {
            let is_away = |interruption: &Interruption| {
                let is_way_in = matches!(interruption.kind, InterruptionKind::Signal | InterruptionKind::Room);
                interruption.to.is_none() && is_way_in
            };
            return what != ClientEvent::Joined && !self.interruptions.iter().any(is_away);
        }
        // Version 5 tries again by itself.
        self.has_failed() && !self.client.starts_with('t')
    }

    fn enter(&mut self, room: &str, mode: &str, role: &str, at: Moment) {
        if self.has_failed() {
            self.attempts += 1;
            self.end = StayEnd::LogEnds;
        }
        if self.joined.is_none() {
            self.room = Some(room.to_owned());
            self.role = [mode, role].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            self.step(StepKind::Joining, at);
        }
    }

    fn step(&mut self, kind: StepKind, at: Moment) {
        self.step_count += 1;
        if self.steps.len() < MAX_PARTS {
            self.steps.push(StayStep { kind, at });
        }
    }

    fn breaks(&mut self, kind: InterruptionKind, retries: u16, at: Moment) {
        if self.joined.is_none() && kind != InterruptionKind::Capture {
            return;
        }
        if let Some(open) = self.open(kind) {
            open.retries = open.retries.max(retries);
            return;
        }
        self.interruption_count += 1;
        if self.interruptions.len() < MAX_PARTS {
            self.interruptions.push(Interruption { kind, from: at, to: None, retries, given_up: false });
        }
    }

    fn back(&mut self, kind: InterruptionKind, at: Moment, given_up: bool) {
        if let Some(open) = self.open(kind) {
            open.to = Some(at);
            open.given_up = given_up;
        }
        let is_way_in = matches!(kind, InterruptionKind::Signal | InterruptionKind::Room);
        if is_way_in && !given_up && self.joined.is_some() && self.end == StayEnd::Lost {
            (self.end, self.code) = (StayEnd::LogEnds, None);
        }
    }

    fn open(&mut self, kind: InterruptionKind) -> Option<&mut Interruption> {
        self.interruptions.iter_mut().find(|open| open.kind == kind && open.to.is_none())
    }
}

/// Whether a code may keep a client out of a room.
fn refuses(code: ErrorCode) -> bool {
    match code.family() {
        Family::Account | Family::Server | Family::Network => true,
        Family::WebV4 => matches!(code.value(), Some(0x4001..=0x4004 | 0x404c)),
        Family::WebV5 | Family::Browser => false,
    }
}

fn end_of_ban(reason: &str) -> StayEnd {
    if reason.contains("kick") || reason.contains("duplicated") {
        StayEnd::Kicked
    } else if reason.contains("disband") {
        StayEnd::Disbanded
    } else {
        StayEnd::Banned
    }
}
