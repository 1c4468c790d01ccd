//! What happened to each user: counts of client events, from which the cause rules learn what happened around a failure.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::event::{ClientEvent, Direction};

/// Further users share one history. Only logs of load tests have more.
const MAX_USERS: usize = 500;
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

    fn record(&mut self, line: u64, moment: u64) {
        if self.count == 0 {
            self.first_line = line;
            self.first = moment;
        }
        self.count += 1;
        self.last_line = line;
        self.last = moment;
    }
}

/// What happened to one user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UserHistory {
    /// The scheduling service answered.
    pub scheduled: Tally,
    /// A signal channel was being opened, in order to join.
    pub attempts: Tally,
    /// The WebSocket could not be opened, or broke.
    pub socket_errors: Tally,
    /// The server accepted the client on the signal channel.
    pub signal_ready: Tally,
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
    /// The page called `leave()`.
    pub left: Tally,
    /// The SDK gave up waiting for an answer to joining.
    pub join_timeouts: Tally,
    /// The SDK gave up waiting for an answer to publishing.
    pub publish_timeouts: Tally,
    /// A stream was being published.
    pub publishing: Tally,
    /// A stream was published.
    pub published: Tally,
    /// Attempts to restore a media connection, up and down.
    pub media_retries: [Tally; 2],
    /// A media connection came back, up and down.
    pub media_back: [Tally; 2],
    /// The SDK gave a media connection up, up and down.
    pub media_gave_up: [Tally; 2],
    /// Capture resumed after an interruption.
    pub recovered: Tally,
    /// Clients that were created.
    pub clients: Tally,
}

impl UserHistory {
    fn record(&mut self, event: ClientEvent<&str>, line: u64, moment: u64) {
        let side = |direction: Direction| usize::from(direction == Direction::Down);
        let tally = match event {
            ClientEvent::Created => &mut self.clients,
            ClientEvent::Scheduled => &mut self.scheduled,
            ClientEvent::Connecting => &mut self.attempts,
            ClientEvent::SocketError(_) => &mut self.socket_errors,
            ClientEvent::SignalReady => &mut self.signal_ready,
            ClientEvent::SignalRetry(_) => &mut self.signal_retries,
            ClientEvent::SignalReconnected => &mut self.signal_back,
            ClientEvent::Joined | ClientEvent::Rejoined => &mut self.joined,
            ClientEvent::Rejoining => &mut self.rejoining,
            ClientEvent::RejoinFailed => &mut self.rejoin_failed,
            ClientEvent::ServerTimeout => &mut self.server_timeouts,
            ClientEvent::Leaving => &mut self.left,
            ClientEvent::JoinTimeout => &mut self.join_timeouts,
            ClientEvent::PublishTimeout => &mut self.publish_timeouts,
            ClientEvent::Publishing => &mut self.publishing,
            ClientEvent::Published => &mut self.published,
            ClientEvent::MediaRetry(way, _) => &mut self.media_retries[side(way)],
            ClientEvent::MediaReconnected(way) => &mut self.media_back[side(way)],
            ClientEvent::MediaGaveUp(way) => &mut self.media_gave_up[side(way)],
            ClientEvent::Recovered => &mut self.recovered,
            _ => return,
        };
        tally.record(line, moment);
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
}

impl UserHistories {
    /// Records an event of `user` on `line`.
    pub(super) fn record(&mut self, event: ClientEvent<&str>, user: Option<&str>, line: u64) {
        let moment = self.next_moment();
        match event {
            ClientEvent::RequestFailed(error, before) => {
                if before.contains("schedule") || before.contains("/api/v1/config") {
                    self.schedule_requests.tally.record(line, moment);
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
            ClientEvent::SocketError(error) if !error.is_empty() => error.clone_into(&mut self.socket_error),
            _ => {}
        }
        let idx = match (user, self.current) {
            (None, Some(current)) => current,
            (Some(user), Some(current)) if user == self.users[current].0 => current,
            (user, _) => self.idx_of(user.unwrap_or_default()),
        };
        self.current = Some(idx);
        self.users[idx].1.record(event, line, moment);
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

    /// All users with their histories, in order of appearance.
    pub(super) fn users(&self) -> impl Iterator<Item = (&str, &UserHistory)> {
        self.users.iter().map(|(user, history)| (user.as_str(), history))
    }
}
