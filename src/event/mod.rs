//! Happenings: what a line of the SDK tells of its client's life, from scheduling to leaving, and what the browser says
//! about requests that never left. The words are those of SDK 4.3.2 to 5.17.1.

pub mod event_record;
mod patterns;

pub use self::patterns::{BLOCKED_BY_POLICY, PatternMatch, event_at, find_pattern, literals};

/// What an entry tells of a client's life. Texts are as printed: `&str`, or something else that stands for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientEvent<T> {
    /// A client was created.
    Created,
    /// The scheduling service named the servers.
    Scheduled,
    /// The WebSocket to the signalling server is being opened.
    Connecting,
    /// The server accepted the client on it.
    SignalReady,
    /// The WebSocket could not be opened, or broke: the browser's `net::ERR_…` for it, empty where it gives none.
    SocketError(T),
    /// The signal channel's state changed to this.
    SignalState(T),
    /// The signal channel is being opened again, for the n-th time.
    SignalRetry(u16),
    /// The signal channel is back.
    SignalBack,
    /// A room is being entered.
    Joining {
        /// The room.
        room: T,
        /// `rtc`, `live` or another scene; empty where the line lacks it.
        mode: T,
        /// `anchor` or `audience`; empty where the line lacks it.
        role: T,
    },
    /// The SDK gave up waiting for an answer to joining.
    JoinTimeout,
    /// The SDK gave up waiting for an answer to publishing.
    PublishTimeout,
    /// The room was entered.
    Joined,
    /// The room is being entered again after an interruption.
    Rejoining,
    /// It was entered again.
    Rejoined,
    /// It could not be entered again.
    RejoinFailed,
    /// The page called `leave()`.
    Leaving,
    /// The server removed the user, for this reason.
    Banned(T),
    /// The server had heard nothing of the client for too long.
    ServerTimeout,
    /// A media connection is being made again, for the n-th time.
    MediaRetry(Direction, u16),
    /// A media connection is back.
    MediaBack(Direction),
    /// The SDK gave a media connection up.
    MediaGaveUp(Direction),
    /// A media connection's state changed to this.
    MediaState(T),
    /// A stream is being published.
    Publishing,
    /// A stream was published.
    Published,
    /// Publishing was ended.
    Unpublishing,
    /// A remote user's stream is being subscribed to.
    Subscribing(T),
    /// A remote track arrived.
    RemoteTrack,
    /// A camera, microphone or screen is being opened.
    Capturing,
    /// It delivers.
    Captured,
    /// A camera, microphone or screen stopped by itself.
    TrackEnded,
    /// Capture broke off and is being started again.
    Recovering,
    /// Capture is back.
    Recovered,
    /// Capture could not be started again.
    RecoverFailed,
    /// The role is being changed to this.
    SwitchingRole(T),
    /// The server's clock: date and zone, and how far the SDK's clock is shifted from here on, in milliseconds.
    ServerTime(T, i64),
    /// Network quality changed to the worst grade, 6: nothing comes through any more.
    QualityLost(Direction),
    /// A pair of candidates was chosen: whether the local one, its type and protocol.
    Candidate {
        /// Whether it is the local one of the pair.
        local: bool,
        /// `host`, `srflx`, `prflx` or `relay`.
        kind: T,
        /// `udp` or `tcp`.
        protocol: T,
    },
    /// What the browser can do and which devices it has, as JSON.
    Capabilities(T),
    /// The devices of a kind (`camera`, `microphone`) that there are, so many.
    Devices(&'static str, u16),
    /// The page was hidden or shown.
    Visibility(T),
    /// The browser could not load something: its `net::ERR_…`, and the line up to there, which names the host.
    RequestFailed(T, T),
    /// The page, or the frame it stands in, may not use this: `camera`, `microphone`, `display-capture`.
    FeatureForbidden(T),
}

/// Which way media flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From this client to the server.
    Up,
    /// From the server to this client.
    Down,
}

impl<T> ClientEvent<T> {
    /// The same with other texts: what `f` makes of each.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> ClientEvent<U> {
        match self {
            Self::Created => ClientEvent::Created,
            Self::Scheduled => ClientEvent::Scheduled,
            Self::Connecting => ClientEvent::Connecting,
            Self::SignalReady => ClientEvent::SignalReady,
            Self::SocketError(text) => ClientEvent::SocketError(f(text)),
            Self::SignalState(text) => ClientEvent::SignalState(f(text)),
            Self::SignalRetry(it) => ClientEvent::SignalRetry(it),
            Self::SignalBack => ClientEvent::SignalBack,
            Self::Joining { room, mode, role } => ClientEvent::Joining { room: f(room), mode: f(mode), role: f(role) },
            Self::JoinTimeout => ClientEvent::JoinTimeout,
            Self::PublishTimeout => ClientEvent::PublishTimeout,
            Self::Joined => ClientEvent::Joined,
            Self::Rejoining => ClientEvent::Rejoining,
            Self::Rejoined => ClientEvent::Rejoined,
            Self::RejoinFailed => ClientEvent::RejoinFailed,
            Self::Leaving => ClientEvent::Leaving,
            Self::Banned(text) => ClientEvent::Banned(f(text)),
            Self::ServerTimeout => ClientEvent::ServerTimeout,
            Self::MediaRetry(one, other) => ClientEvent::MediaRetry(one, other),
            Self::MediaBack(it) => ClientEvent::MediaBack(it),
            Self::MediaGaveUp(it) => ClientEvent::MediaGaveUp(it),
            Self::MediaState(text) => ClientEvent::MediaState(f(text)),
            Self::Publishing => ClientEvent::Publishing,
            Self::Published => ClientEvent::Published,
            Self::Unpublishing => ClientEvent::Unpublishing,
            Self::Subscribing(text) => ClientEvent::Subscribing(f(text)),
            Self::RemoteTrack => ClientEvent::RemoteTrack,
            Self::Capturing => ClientEvent::Capturing,
            Self::Captured => ClientEvent::Captured,
            Self::TrackEnded => ClientEvent::TrackEnded,
            Self::Recovering => ClientEvent::Recovering,
            Self::Recovered => ClientEvent::Recovered,
            Self::RecoverFailed => ClientEvent::RecoverFailed,
            Self::SwitchingRole(text) => ClientEvent::SwitchingRole(f(text)),
            Self::ServerTime(one, other) => ClientEvent::ServerTime(f(one), other),
            Self::QualityLost(it) => ClientEvent::QualityLost(it),
            Self::Candidate { local, kind, protocol } => {
                ClientEvent::Candidate { local, kind: f(kind), protocol: f(protocol) }
            }
            Self::Capabilities(text) => ClientEvent::Capabilities(f(text)),
            Self::Devices(one, other) => ClientEvent::Devices(one, other),
            Self::Visibility(text) => ClientEvent::Visibility(f(text)),
            Self::RequestFailed(one, other) => ClientEvent::RequestFailed(f(one), f(other)),
            Self::FeatureForbidden(text) => ClientEvent::FeatureForbidden(f(text)),
        }
    }
}
