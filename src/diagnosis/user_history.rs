//! What happened to each user: counts of client events, from which the cause rules learn what happened around a failure.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::outages::Outages;
use super::room_stay::{Moment, StayEnd, end_of_ban};
use crate::event::{ClientEvent, Direction, PageCall, Speaker};

/// Further users share one history. Only logs of load tests have more.
const MAX_USERS: usize = 500;
/// As many as a timeline keeps.
const MAX_STAYS: usize = 200;
/// How many characters of a refusal are kept.
const MAX_WORDS: usize = 200;
/// From how many remote users of a user it is kept what was received, the first ones.
const MAX_REMOTE_USERS: usize = 100;
/// Browsers have about this many features that a policy can forbid.
const MAX_FEATURES: usize = 40;

/// How often an event happened, and on which lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How often it happened.
    pub count: u64,
    /// Its first line.
    pub first_line: u64,
    /// Its last line.
    pub last_line: u64,
    /// When it first happened, in the order of reading. One line may hold many entries, so lines do not order events.
    pub first: u64,
    /// When it last happened.
    pub last: u64,
    /// When it first happened, in milliseconds since the log's first clock.
    pub first_ms: Option<u64>,
    /// When it last happened, in milliseconds since the log's first clock.
    pub last_ms: Option<u64>,
}

impl Tally {
    /// Whether it happened at all.
    pub(super) fn is_recorded(self) -> bool {
        self.count > 0
    }

    /// Whether it happened after `moment`, in the order of reading.
    pub(super) fn is_after(self, moment: u64) -> bool {
        self.count > 0 && self.last > moment
    }

    /// The tally if it was last recorded after `moment`, else an empty one.
    pub(super) fn after(self, moment: u64) -> Self {
        if self.is_after(moment) { self } else { Self::default() }
    }

    /// This tally and another one, as one.
    pub(super) fn and(self, other: Self) -> Self {
        if !self.is_recorded() || !other.is_recorded() {
            return if self.is_recorded() { self } else { other };
        }
        let (first, last) = if self.first < other.first { (self, other) } else { (other, self) };
        let last = if first.last > last.last { first } else { last };
        Self {
            count: self.count + other.count,
            last_line: last.last_line,
            last: last.last,
            last_ms: last.last_ms,
            ..first
        }
    }

    fn record(&mut self, at: Moment, moment: u64) {
        if self.count == 0 {
            self.first_line = at.line;
            self.first = moment;
            self.first_ms = at.elapsed_ms;
        }
        self.count += 1;
        self.last_line = at.line;
        self.last = moment;
        self.last_ms = at.elapsed_ms;
    }
}

/// What happened to one user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UserHistory {
    /// The scheduling service answered.
    pub scheduled: Tally,
    /// A room was being entered.
    pub joining: Tally,
    /// A signal channel was being opened, in order to join.
    pub attempts: Tally,
    /// The WebSocket could not be opened, or broke.
    pub socket_errors: Tally,
    /// The SDK closed a WebSocket before it was open. Version 5 opens two at a time and closes the slower one.
    pub sockets_abandoned: Tally,
    /// A request for a WebSocket got no answer, by an HTTP archive.
    pub sockets_unanswered: Tally,
    /// A WebSocket was opened.
    pub sockets_opened: Tally,
    /// The open WebSocket was closed.
    pub sockets_closed: Tally,
    /// The server accepted the client on the signal channel.
    pub signal_ready: Tally,
    /// The times without the signal channel.
    pub signal_outages: Outages,
    /// The times without a media connection, by [`Direction`].
    pub media_outages: [Outages; Direction::COUNT],
    /// Attempts to reopen the signal channel.
    pub signal_retries: Tally,
    /// The signal channel came back.
    pub signal_back: Tally,
    /// A room was entered, or entered again.
    pub joined: Tally,
    /// The SDK began to enter the room again.
    pub rejoining: Tally,
    /// The room could not be entered again.
    pub rejoin_failed: Tally,
    /// The server received nothing from the client for too long.
    pub server_timeouts: Tally,
    /// The server removed the user because the same userId joined elsewhere.
    pub kicked: Tally,
    /// An administrator removed the user.
    pub banned: Tally,
    /// The room was dissolved.
    pub disbanded: Tally,
    /// The page called `leave()`.
    pub left: Tally,
    /// The SDK gave up waiting for an answer to joining.
    pub join_timeouts: Tally,
    /// The SDK gave up waiting for an answer to publishing.
    pub publish_timeouts: Tally,
    /// The SDK gave up waiting for an answer to subscribing.
    pub subscribe_timeouts: Tally,
    /// The SDK gave up a subscribe request.
    pub subscribes_given_up: Tally,
    /// A subscribe request was refused in words.
    pub subscribes_refused: Tally,
    /// The first of these words.
    pub refusal: String,
    /// The SDK gave up waiting for the media connection.
    pub media_timeouts: Tally,
    /// A stream was being published.
    pub publishing: Tally,
    /// The server answered a publish request.
    pub publish_answers: Tally,
    /// A stream was published.
    pub published: Tally,
    /// A remote stream was subscribed to.
    pub subscribing: Tally,
    /// A remote track arrived.
    pub remote_tracks: Tally,
    /// A remote stream was playing.
    pub playing: Tally,
    /// What was received from each remote user: tracks that arrived or were playing.
    pub received_from: Vec<(String, Tally)>,
    /// The player of a stream was stopped.
    pub players_stopped: Tally,
    /// The browser refused to play before a click.
    pub autoplay_refused: Tally,
    /// A media connection broke, by [`Direction`].
    pub media_lost: [Tally; Direction::COUNT],
    /// Attempts to restore a media connection, by [`Direction`].
    pub media_retries: [Tally; Direction::COUNT],
    /// A media connection came back, by [`Direction`].
    pub media_back: [Tally; Direction::COUNT],
    /// The SDK gave a media connection up, by [`Direction`].
    pub media_gave_up: [Tally; Direction::COUNT],
    /// The role was changed.
    pub roles_switched: Tally,
    /// A camera, microphone or screen stopped without a call of the page.
    pub tracks_ended: Tally,
    /// Capture could not be resumed after an interruption.
    pub recover_failed: Tally,
    /// Capture resumed after an interruption.
    pub recovered: Tally,
    /// Capture started with sound and picture.
    pub captured: Tally,
    /// Calls of the page that succeeded, by [`PageCall`].
    pub calls: [Tally; PageCall::ALL.len()],
    /// Clients that were created.
    pub clients: Tally,
}

impl UserHistory {
    fn record(&mut self, event: ClientEvent<&str>, at: Moment, moment: u64) {
        let side = |direction: Direction| direction as usize;
        self.record_outage(event, at.elapsed_ms);
        let tally = match event {
            ClientEvent::Created => &mut self.clients,
            ClientEvent::Scheduled => &mut self.scheduled,
            ClientEvent::Joining { .. } => &mut self.joining,
            ClientEvent::Connecting => &mut self.attempts,
            ClientEvent::SocketError(_) => &mut self.socket_errors,
            ClientEvent::SocketAbandoned => &mut self.sockets_abandoned,
            ClientEvent::SocketUnanswered(_) => &mut self.sockets_unanswered,
            ClientEvent::SocketOpened => &mut self.sockets_opened,
            ClientEvent::SocketClosed(_) => &mut self.sockets_closed,
            ClientEvent::SignalReady => &mut self.signal_ready,
            ClientEvent::SignalRetry(_) => &mut self.signal_retries,
            ClientEvent::SignalReconnected => &mut self.signal_back,
            ClientEvent::Joined | ClientEvent::Rejoined => &mut self.joined,
            ClientEvent::Rejoining => &mut self.rejoining,
            ClientEvent::RejoinFailed => &mut self.rejoin_failed,
            ClientEvent::ServerTimeout => &mut self.server_timeouts,
            ClientEvent::Banned(reason) => match end_of_ban(reason) {
                StayEnd::Disbanded => &mut self.disbanded,
                StayEnd::Kicked => &mut self.kicked,
                _ => &mut self.banned,
            },
            ClientEvent::Leaving => &mut self.left,
            ClientEvent::JoinTimeout => &mut self.join_timeouts,
            ClientEvent::PublishTimeout => &mut self.publish_timeouts,
            ClientEvent::SubscribeTimeout => &mut self.subscribe_timeouts,
            ClientEvent::SubscribeGivenUp => &mut self.subscribes_given_up,
            ClientEvent::SubscribeRefused(words) => {
                if self.refusal.is_empty() {
                    self.refusal = words.chars().take(MAX_WORDS).collect();
                }
                &mut self.subscribes_refused
            }
            ClientEvent::MediaTimeout => &mut self.media_timeouts,
            ClientEvent::Subscribing(_) => &mut self.subscribing,
            ClientEvent::RemoteTrack => &mut self.remote_tracks,
            ClientEvent::PublishAnswered => &mut self.publish_answers,
            ClientEvent::Published => &mut self.published,
            ClientEvent::PlayerStopped => &mut self.players_stopped,
            ClientEvent::Playing => &mut self.playing,
            ClientEvent::AutoplayRefused => &mut self.autoplay_refused,
            ClientEvent::SwitchingRole(_) => &mut self.roles_switched,
            ClientEvent::TrackEnded => &mut self.tracks_ended,
            ClientEvent::RecoverFailed => &mut self.recover_failed,
            ClientEvent::Publishing => &mut self.publishing,
            ClientEvent::MediaState(way, "disconnected" | "failed") => &mut self.media_lost[side(way)],
            ClientEvent::MediaRetry(way, _) => &mut self.media_retries[side(way)],
            ClientEvent::MediaState(way, "connected") | ClientEvent::MediaReconnected(way) => {
                &mut self.media_back[side(way)]
            }
            ClientEvent::MediaGaveUp(way) => &mut self.media_gave_up[side(way)],
            ClientEvent::Recovered => &mut self.recovered,
            ClientEvent::Captured { has_both: true } => &mut self.captured,
            ClientEvent::CallSucceeded(call) => &mut self.calls[call as usize],
            _ => return,
        };
        tally.record(at, moment);
    }
}

impl UserHistory {
    /// What was received from a remote user.
    pub(super) fn received(&self, remote: &str) -> Tally {
        self.received_from.iter().find(|(known, _)| known == remote).map_or(Tally::default(), |(_, received)| *received)
    }

    fn record_received(&mut self, remote: &str, at: Moment, moment: u64) {
        if let Some((_, received)) = self.received_from.iter_mut().find(|(known, _)| known == remote) {
            received.record(at, moment);
        } else if self.received_from.len() < MAX_REMOTE_USERS {
            let mut received = Tally::default();
            received.record(at, moment);
            self.received_from.push((remote.to_owned(), received));
        }
    }

    fn record_outage(&mut self, event: ClientEvent<&str>, ms: Option<u64>) {
        match event {
            ClientEvent::SocketClosed(_) => self.signal_outages.begin(ms),
            ClientEvent::SignalRetry(_) => self.signal_outages.retry(ms),
            ClientEvent::SignalReconnected | ClientEvent::Joined | ClientEvent::Rejoined => self.signal_outages.end(ms),
            ClientEvent::MediaState(way, "disconnected" | "failed") => self.media_outages[way as usize].begin(ms),
            ClientEvent::MediaRetry(way, _) => self.media_outages[way as usize].retry(ms),
            ClientEvent::MediaState(way, "connected") | ClientEvent::MediaReconnected(way) => {
                self.media_outages[way as usize].end(ms);
            }
            _ => {}
        }
    }
}

/// Requests that the browser could not send or that were not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FailedRequests {
    /// How often they failed, and on which lines.
    pub tally: Tally,
    /// The browser's error: `ERR_EMPTY_RESPONSE`.
    pub error: String,
}

/// The histories of all users, and of the page that they share.
#[derive(Clone, Debug, Default)]
pub(super) struct UserHistories {
    /// Users in order of appearance.
    users: Vec<(String, UserHistory)>,
    idx_by_user: HashMap<String, usize, RandomState>,
    /// What happened in each of the first stays, by their numbers.
    stays: HashMap<u64, Box<UserHistory>, RandomState>,
    /// The user of the last event. Lines without a user are attributed to this one.
    current: Option<usize>,
    /// How many events and failures have been read.
    moment: u64,
    /// Requests to the scheduling service that failed.
    pub schedule_requests: FailedRequests,
    /// The browser's error for a WebSocket that it could not open: `ERR_TUNNEL_CONNECTION_FAILED`; empty if it named none.
    pub socket_error: String,
    /// The features that the page's policy forbids: `camera`.
    pub forbidden_features: Vec<String>,
    /// The time at the end of the log, in milliseconds since its first clock.
    pub end_ms: Option<u64>,
}

impl UserHistories {
    /// Records an event that `speaker` reports, in the stay with this number.
    pub(super) fn record(&mut self, event: ClientEvent<&str>, speaker: Speaker<'_>, stay: Option<u64>, at: Moment) {
        let moment = self.next_moment();
        let user = speaker.own_user();
        match event {
            ClientEvent::RequestFailed(error, before) => {
                if before.contains("schedule") || before.contains("/api/v1/config") {
                    self.schedule_requests.tally.record(at, moment);
                    error.clone_into(&mut self.schedule_requests.error);
                } else if before.contains("wss://") {
                    error.clone_into(&mut self.socket_error);
                }
                return;
            }
            ClientEvent::FeatureForbidden(feature) => {
                if self.forbidden_features.len() < MAX_FEATURES
                    && !self.forbidden_features.iter().any(|known| known == feature)
                {
                    self.forbidden_features.push(feature.to_owned());
                }
                return;
            }
            ClientEvent::SocketError(error) | ClientEvent::SocketUnanswered(error) if !error.is_empty() => {
                error.clone_into(&mut self.socket_error);
            }
            _ => {}
        }
        let idx = match (user, self.current) {
            (None, Some(current)) => current,
            (Some(user), Some(current)) if user == self.users[current].0 => current,
            (user, _) => self.idx_of(user.unwrap_or_default()),
        };
        self.current = Some(idx);
        self.users[idx].1.record(event, at, moment);
        if matches!(event, ClientEvent::RemoteTrack | ClientEvent::Playing)
            && let Some(remote) = speaker.remote_user()
        {
            self.users[idx].1.record_received(remote, at, moment);
        }
        if let Some(number) = stay {
            let is_full = self.stays.len() >= MAX_STAYS;
            if !is_full || self.stays.contains_key(&number) {
                self.stays.entry(number).or_default().record(event, at, moment);
            }
        }
    }

    /// The index of a user, who is added if new.
    fn idx_of(&mut self, user: &str) -> usize {
        if let Some(idx) = self.idx_by_user.get(user) {
            return *idx;
        }
        if self.users.len() >= MAX_USERS && !user.is_empty() {
            return self.idx_of("");
        }
        self.users.push((user.to_owned(), UserHistory::default()));
        self.idx_by_user.insert(user.to_owned(), self.users.len() - 1);
        self.users.len() - 1
    }

    /// The next moment in the order of reading.
    pub(super) fn next_moment(&mut self) -> u64 {
        self.moment += 1;
        self.moment
    }

    /// The moment of the last event or failure.
    pub(super) fn moment(&self) -> u64 {
        self.moment
    }

    /// The user that a line without a user is attributed to; empty before the first event.
    pub(super) fn current(&self) -> &str {
        self.current.map_or("", |idx| &self.users[idx].0)
    }

    /// The history of `user`.
    pub(super) fn get(&self, user: &str) -> Option<&UserHistory> {
        self.idx_by_user.get(user).map(|&idx| &self.users[idx].1)
    }

    /// What happened in the stay with this number.
    pub(super) fn stay(&self, number: u64) -> Option<&UserHistory> {
        self.stays.get(&number).map(|history| &**history)
    }

    /// All users with their histories, in order of appearance.
    pub(super) fn users(&self) -> impl Iterator<Item = (&str, &UserHistory)> {
        self.users.iter().map(|(user, history)| (user.as_str(), history))
    }
}
