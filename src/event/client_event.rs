//! The events of a client of the SDK that lines of a log report.

/// An event of a client, its page or its browser. `T` is a text as printed: `&str`, or a reference to one that
/// is stored elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientEvent<T> {
    /// A client was created.
    Created,
    /// The scheduling service answered with the servers.
    Scheduled,
    /// The WebSocket to the signalling server is being opened.
    Connecting,
    /// The server accepted the client on the signal channel.
    SignalReady,
    /// The WebSocket could not be opened, or failed: the browser's `net::ERR_…`, empty if the line has no such error.
    SocketError(T),
    /// The SDK closed a WebSocket before it was open: it waited too long, or another one was open first.
    SocketAbandoned,
    /// A request for a WebSocket to the signalling server got no answer, by an HTTP archive. The browser's `net::ERR_…`, empty if
    /// the archive has none. Either the connection failed, or the SDK did not wait for it.
    SocketUnanswered(T),
    /// A WebSocket to the signalling server was opened.
    SocketOpened,
    /// The open WebSocket to the signalling server was closed with this close code.
    SocketClosed(u16),
    /// The signal channel's state changed to this.
    SignalState(T),
    /// The signal channel is being reconnected: the number of the attempt.
    SignalRetry(u16),
    /// The signal channel was reconnected.
    SignalReconnected,
    /// A room is being entered.
    Joining {
        /// The room.
        room: T,
        /// `rtc`, `live` or another scene; empty if the line lacks it.
        mode: T,
        /// `anchor` or `audience`; empty if the line lacks it.
        role: T,
    },
    /// The SDK stopped waiting for the answer to a join request.
    JoinTimeout,
    /// The SDK stopped waiting for the answer to a publish request.
    PublishTimeout,
    /// The SDK stopped waiting for the answer to a subscribe request.
    SubscribeTimeout,
    /// The SDK gave up a subscribe request that was not answered; it may send another one.
    SubscribeGivenUp,
    /// A subscribe request was refused, in these words and without a code.
    SubscribeRefused(T),
    /// The SDK stopped waiting for the media connection to be made.
    MediaTimeout,
    /// The room was entered.
    Joined,
    /// The room is being entered again after an interruption.
    Rejoining,
    /// The room was entered again.
    Rejoined,
    /// The room could not be entered again.
    RejoinFailed,
    /// The page called `leave()`.
    Leaving,
    /// The server removed the user, for this reason.
    Banned(T),
    /// The server received nothing from the client for too long.
    ServerTimeout,
    /// A media connection is being reconnected: its direction and the number of the attempt.
    MediaRetry(Direction, u16),
    /// A media connection was reconnected.
    MediaReconnected(Direction),
    /// The SDK stopped reconnecting a media connection.
    MediaGaveUp(Direction),
    /// A media connection's state changed to this.
    MediaState(Direction, T),
    /// A stream is being published.
    Publishing,
    /// The server answered a publish request.
    PublishAnswered,
    /// A stream was published.
    Published,
    /// Publishing ended.
    Unpublishing,
    /// A remote user's stream is being subscribed to.
    Subscribing(T),
    /// A remote track arrived.
    RemoteTrack,
    /// A remote stream is playing.
    Playing,
    /// A remote user's stream ended, or the user left without calling `leave()`.
    RemoteEnded(T),
    /// A remote user's stream could not be subscribed to.
    SubscribeFailed(T),
    /// The player of a stream was stopped.
    PlayerStopped,
    /// The browser refused to play a stream before a click.
    AutoplayRefused,
    /// The capture of a camera, microphone or screen is being started.
    Capturing,
    /// The capture started: whether it has both sound and picture.
    Captured {
        /// Both sound and picture.
        has_both: bool,
    },
    /// A call of the page succeeded, by a line of SDK v5.
    CallSucceeded(PageCall),
    /// A camera, microphone or screen stopped without a call of the page.
    TrackEnded,
    /// The capture was interrupted and is being started again.
    Recovering,
    /// The capture was started again.
    Recovered,
    /// The capture could not be started again.
    RecoverFailed,
    /// The role is being changed to this.
    SwitchingRole(T),
    /// The server's clock: date and time zone, and the offset that the SDK adds to its clock from here on, in milliseconds.
    ServerTime(T, i64),
    /// The network quality changed to the worst grade, 6: no data arrives any more.
    QualityLost(Direction),
    /// The load of the processor changed to this: `nominal`, `fair`, `serious` or `critical`.
    CpuLoad(T),
    /// What makes the browser send a worse picture changed to this: `cpu`, `bandwidth`, `none`.
    SendingLimited(T),
    /// One ICE candidate of the pair that was chosen.
    Candidate {
        /// Whether it is the local candidate of the pair.
        local: bool,
        /// `host`, `srflx`, `prflx` or `relay`.
        kind: T,
        /// `udp` or `tcp`.
        protocol: T,
    },
    /// The capabilities of the browser and its devices, as JSON.
    Capabilities(T),
    /// The devices of a kind (`camera`, `microphone`), and their number.
    Devices(&'static str, u16),
    /// The page was hidden or shown.
    Visibility(T),
    /// A request of the browser failed: its `net::ERR_…`, and the part of the line that names the host.
    RequestFailed(T, T),
    /// The page, or the frame that contains it, may not use this feature: `camera`, `microphone`, `display-capture`.
    FeatureForbidden(T),
}

/// Chromium's error for a request that the page's content security policy forbids.
pub(crate) const BLOCKED_BY_POLICY: &str = "ERR_BLOCKED_BY_CSP";

/// Chromium's error for a request that the page itself ended.
pub(super) const ABORTED: &str = "ERR_ABORTED";

/// A method of SDK v5 that pages call again after it failed, and whose calls are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageCall {
    /// `startLocalVideo()`
    StartLocalVideo,
    /// `startLocalAudio()`
    StartLocalAudio,
    /// `startScreenShare()`
    StartScreenShare,
    /// `switchRole()`
    SwitchRole,
    /// `switchRoom()`
    SwitchRoom,
}

impl PageCall {
    /// All calls.
    pub(crate) const ALL: [Self; 5] =
        [Self::StartLocalVideo, Self::StartLocalAudio, Self::StartScreenShare, Self::SwitchRole, Self::SwitchRoom];

    /// The call that a text names.
    pub(crate) fn in_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| text.contains(call.method()))
    }

    /// The call whose name is at the end of a text.
    pub(super) fn at_end(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| text.ends_with(call.method()))
    }

    /// The name of the method.
    fn method(self) -> &'static str {
        match self {
            Self::StartLocalVideo => "startLocalVideo",
            Self::StartLocalAudio => "startLocalAudio",
            Self::StartScreenShare => "startScreenShare",
            Self::SwitchRole => "switchRole",
            Self::SwitchRoom => "switchRoom",
        }
    }
}

/// The direction in which media flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From this client to the server.
    Up,
    /// From the server to this client.
    Down,
    /// Both, over one connection.
    Both,
}

impl Direction {
    /// The number of directions.
    pub(crate) const COUNT: usize = 3;
}

impl<T> ClientEvent<T> {
    /// Applies `f` to each text of the event.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> ClientEvent<U> {
        match self {
            Self::Created => ClientEvent::Created,
            Self::Scheduled => ClientEvent::Scheduled,
            Self::Connecting => ClientEvent::Connecting,
            Self::SignalReady => ClientEvent::SignalReady,
            Self::SocketError(text) => ClientEvent::SocketError(f(text)),
            Self::SocketAbandoned => ClientEvent::SocketAbandoned,
            Self::SocketUnanswered(text) => ClientEvent::SocketUnanswered(f(text)),
            Self::SocketOpened => ClientEvent::SocketOpened,
            Self::SocketClosed(code) => ClientEvent::SocketClosed(code),
            Self::SignalState(text) => ClientEvent::SignalState(f(text)),
            Self::SignalRetry(attempt) => ClientEvent::SignalRetry(attempt),
            Self::SignalReconnected => ClientEvent::SignalReconnected,
            Self::Joining { room, mode, role } => ClientEvent::Joining { room: f(room), mode: f(mode), role: f(role) },
            Self::JoinTimeout => ClientEvent::JoinTimeout,
            Self::PublishTimeout => ClientEvent::PublishTimeout,
            Self::SubscribeTimeout => ClientEvent::SubscribeTimeout,
            Self::SubscribeGivenUp => ClientEvent::SubscribeGivenUp,
            Self::SubscribeRefused(text) => ClientEvent::SubscribeRefused(f(text)),
            Self::MediaTimeout => ClientEvent::MediaTimeout,
            Self::Joined => ClientEvent::Joined,
            Self::Rejoining => ClientEvent::Rejoining,
            Self::Rejoined => ClientEvent::Rejoined,
            Self::RejoinFailed => ClientEvent::RejoinFailed,
            Self::Leaving => ClientEvent::Leaving,
            Self::Banned(text) => ClientEvent::Banned(f(text)),
            Self::ServerTimeout => ClientEvent::ServerTimeout,
            Self::MediaRetry(direction, attempt) => ClientEvent::MediaRetry(direction, attempt),
            Self::MediaReconnected(direction) => ClientEvent::MediaReconnected(direction),
            Self::MediaGaveUp(direction) => ClientEvent::MediaGaveUp(direction),
            Self::MediaState(direction, text) => ClientEvent::MediaState(direction, f(text)),
            Self::Publishing => ClientEvent::Publishing,
            Self::PublishAnswered => ClientEvent::PublishAnswered,
            Self::Published => ClientEvent::Published,
            Self::Unpublishing => ClientEvent::Unpublishing,
            Self::Subscribing(text) => ClientEvent::Subscribing(f(text)),
            Self::RemoteTrack => ClientEvent::RemoteTrack,
            Self::Playing => ClientEvent::Playing,
            Self::RemoteEnded(text) => ClientEvent::RemoteEnded(f(text)),
            Self::SubscribeFailed(text) => ClientEvent::SubscribeFailed(f(text)),
            Self::PlayerStopped => ClientEvent::PlayerStopped,
            Self::AutoplayRefused => ClientEvent::AutoplayRefused,
            Self::Capturing => ClientEvent::Capturing,
            Self::Captured { has_both } => ClientEvent::Captured { has_both },
            Self::CallSucceeded(call) => ClientEvent::CallSucceeded(call),
            Self::TrackEnded => ClientEvent::TrackEnded,
            Self::Recovering => ClientEvent::Recovering,
            Self::Recovered => ClientEvent::Recovered,
            Self::RecoverFailed => ClientEvent::RecoverFailed,
            Self::SwitchingRole(text) => ClientEvent::SwitchingRole(f(text)),
            Self::ServerTime(date, offset) => ClientEvent::ServerTime(f(date), offset),
            Self::QualityLost(direction) => ClientEvent::QualityLost(direction),
            Self::CpuLoad(text) => ClientEvent::CpuLoad(f(text)),
            Self::SendingLimited(text) => ClientEvent::SendingLimited(f(text)),
            Self::Candidate { local, kind, protocol } => {
                ClientEvent::Candidate { local, kind: f(kind), protocol: f(protocol) }
            }
            Self::Capabilities(text) => ClientEvent::Capabilities(f(text)),
            Self::Devices(kind, count) => ClientEvent::Devices(kind, count),
            Self::Visibility(text) => ClientEvent::Visibility(f(text)),
            Self::RequestFailed(error, place) => ClientEvent::RequestFailed(f(error), f(place)),
            Self::FeatureForbidden(text) => ClientEvent::FeatureForbidden(f(text)),
        }
    }
}
