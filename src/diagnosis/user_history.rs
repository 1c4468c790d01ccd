//! Facts of each user, kept from the happenings that pass: what a diagnosis needs to know of the life around a failure.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::event::{Direction, Happening};

/// Users beyond this many share one record; a log of so many is a load test's.
const MAX_USERS: usize = 500;
/// Browsers have about as many features that a policy can forbid.
const MAX_FEATURES: usize = 40;

/// How often something happened, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// First line of it.
    pub first_line: u64,
    /// Last line of it.
    pub last_line: u64,
    /// When it happened first, in the order of reading: many entries may stand on one line.
    pub first: u64,
    /// When it happened last.
    pub last: u64,
}

impl Seen {
    /// Whether it happened at all.
    pub fn is_seen(self) -> bool {
        self.count > 0
    }

    /// Whether it happened after `moment`, in the order of reading.
    pub fn is_after(self, moment: u64) -> bool {
        self.count > 0 && self.last > moment
    }

    fn at(&mut self, line: u64, moment: u64) {
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
pub struct UserFacts {
    /// The scheduling service answered.
    pub scheduled: Seen,
    /// A signal channel was being opened, in order to join.
    pub attempts: Seen,
    /// The WebSocket could not be opened, or broke.
    pub socket_errors: Seen,
    /// The server accepted the client on the signal channel.
    pub signal_ready: Seen,
    /// Attempts to get the signal channel back.
    pub signal_retries: Seen,
    /// The signal channel came back.
    pub signal_back: Seen,
    /// A room was entered, or entered again.
    pub joined: Seen,
    /// The SDK began to enter the room again.
    pub rejoining: Seen,
    /// The room could not be entered again.
    pub rejoin_failed: Seen,
    /// The server had not heard of the client.
    pub server_timeouts: Seen,
    /// The page called `leave()`.
    pub left: Seen,
    /// The SDK gave up waiting for an answer to joining.
    pub join_timeouts: Seen,
    /// The SDK gave up waiting for an answer to publishing.
    pub publish_timeouts: Seen,
    /// A stream was being published.
    pub publishing: Seen,
    /// A stream was published.
    pub published: Seen,
    /// Attempts to get a media connection back, up and down.
    pub media_retries: [Seen; 2],
    /// A media connection came back, up and down.
    pub media_back: [Seen; 2],
    /// The SDK gave a media connection up, up and down.
    pub media_gave_up: [Seen; 2],
    /// Capture came back after it had broken off.
    pub recovered: Seen,
    /// Clients that were created.
    pub clients: Seen,
}

impl UserFacts {
    fn take(&mut self, what: Happening<&str>, line: u64, moment: u64) {
        let side = |direction: Direction| usize::from(direction == Direction::Down);
        let seen = match what {
            Happening::Created => &mut self.clients,
            Happening::Scheduled => &mut self.scheduled,
            Happening::Connecting => &mut self.attempts,
            Happening::SocketError(_) => &mut self.socket_errors,
            Happening::SignalReady => &mut self.signal_ready,
            Happening::SignalRetry(_) => &mut self.signal_retries,
            Happening::SignalBack => &mut self.signal_back,
            Happening::Joined | Happening::Rejoined => &mut self.joined,
            Happening::Rejoining => &mut self.rejoining,
            Happening::RejoinFailed => &mut self.rejoin_failed,
            Happening::ServerTimeout => &mut self.server_timeouts,
            Happening::Leaving => &mut self.left,
            Happening::JoinTimeout => &mut self.join_timeouts,
            Happening::PublishTimeout => &mut self.publish_timeouts,
            Happening::Publishing => &mut self.publishing,
            Happening::Published => &mut self.published,
            Happening::MediaRetry(way, _) => &mut self.media_retries[side(way)],
            Happening::MediaBack(way) => &mut self.media_back[side(way)],
            Happening::MediaGaveUp(way) => &mut self.media_gave_up[side(way)],
            Happening::Recovered => &mut self.recovered,
            _ => return,
        };
        seen.at(line, moment);
    }
}

/// A request that the browser could not send or that was not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailedRequests {
    /// How often and where.
    pub seen: Seen,
    /// The browser's word for it: `ERR_EMPTY_RESPONSE`.
    pub error: String,
}

/// The facts of all users, and of the page they share.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Users in order of appearance.
    users: Vec<(String, UserFacts)>,
    idx_by_user: HashMap<String, usize, RandomState>,
    /// The user whose client spoke last; lines without a user are taken to be about the same.
    current: Option<usize>,
    /// Happenings and failures read so far.
    moment: u64,
    /// Requests to the scheduling service that failed.
    pub schedule_requests: FailedRequests,
    /// The browser's word for a WebSocket that it could not open: `ERR_TUNNEL_CONNECTION_FAILED`; empty where it gave none.
    pub socket_error: String,
    /// What the page may not use by its own policy: `camera`.
    pub forbidden_features: Vec<String>,
}

impl Facts {
    /// Takes a happening of `user`.
    pub fn take(&mut self, what: Happening<&str>, user: Option<&str>, line: u64) {
        let moment = self.next_moment();
        match what {
            Happening::RequestFailed(error, before) => {
                if before.contains("schedule") || before.contains("/api/v1/config") {
                    self.schedule_requests.seen.at(line, moment);
                    error.clone_into(&mut self.schedule_requests.error);
                } else if before.contains("wss://") {
                    error.clone_into(&mut self.socket_error);
                }
                return;
            }
            Happening::FeatureForbidden(feature) => {
                if self.forbidden_features.len() < MAX_FEATURES
                    && !self.forbidden_features.iter().any(|it| it == feature)
                {
                    self.forbidden_features.push(feature.to_owned());
                }
                return;
            }
            Happening::SocketError(error) if !error.is_empty() => error.clone_into(&mut self.socket_error),
            _ => {}
        }
        let idx = match (user, self.current) {
            (None, Some(current)) => current,
            (Some(user), Some(current)) if user == self.users[current].0 => current,
            (user, _) => self.idx_of(user.unwrap_or_default()),
        };
        self.current = Some(idx);
        self.users[idx].1.take(what, line, moment);
    }

    /// The place of a user, who may be new.
    fn idx_of(&mut self, user: &str) -> usize {
        if let Some(idx) = self.idx_by_user.get(user) {
            return *idx;
        }
        if self.users.len() >= MAX_USERS && !user.is_empty() {
            return self.idx_of("");
        }
        self.users.push((user.to_owned(), UserFacts::default()));
        self.idx_by_user.insert(user.to_owned(), self.users.len() - 1);
        self.users.len() - 1
    }

    /// The next moment in the order of reading.
    pub fn next_moment(&mut self) -> u64 {
        self.moment += 1;
        self.moment
    }

    /// The user that a line without one is taken to be about; empty where no client has spoken yet.
    pub fn current(&self) -> &str {
        self.current.map_or("", |idx| &self.users[idx].0)
    }

    /// What happened to `user`.
    pub fn of(&self, user: &str) -> Option<&UserFacts> {
        self.idx_by_user.get(user).map(|&idx| &self.users[idx].1)
    }

    /// All users and what happened to them, in order of appearance.
    pub fn users(&self) -> impl Iterator<Item = (&str, &UserFacts)> {
        self.users.iter().map(|(user, facts)| (user.as_str(), facts))
    }
}
