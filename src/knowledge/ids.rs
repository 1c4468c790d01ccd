//! The ids of all texts that code names. The variants of an id carry the parameters of its text, so that a call that
//! misspells an id or misses a parameter does not compile. A test finds ids without text and texts without id.

use std::fmt::Display;

/// An id and the names of the parameters of its text.
#[cfg(test)]
pub(super) type TextId = (&'static str, &'static [&'static str]);

/// Declares an enum of ids; the fields of a variant are the parameters of its text.
macro_rules! text_ids {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $({ $($parameter:ident),+ })? => $id:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub(crate) enum $name<'t> { $($variant $({ $($parameter: &'t dyn Display),+ })?),+ }

        impl<'t> $name<'t> {
            /// All ids.
            #[cfg(test)]
            pub(super) const IDS: &'static [TextId] = &[$(($id, &[$($(stringify!($parameter)),+)?])),+];

            /// The id of the text.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$variant { .. } => $id),+ }
            }

            /// The values of the parameters, by name.
            pub(super) fn values(self) -> Vec<(&'static str, &'t dyn Display)> {
                match self {
                    $(Self::$variant $({ $($parameter),+ })? => vec![$($((stringify!($parameter), $parameter)),+)?]),+
                }
            }
        }
    };
}

/// Declares an enum of ids of texts without parameters.
macro_rules! phrase_ids {
    ($(#[$meta:meta])* $name:ident { $($variant:ident => $id:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            /// All ids.
            #[cfg(test)]
            pub(super) const IDS: &'static [TextId] = &[$(($id, &[])),+];

            /// The id of the text.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}

text_ids! {
/// A text of `causes.json`.
Cause {
    // rule `aborted`
    LeftUnderCall => "left-under-call";
    LeftWhileJoining => "left-while-joining";
    LeftWhileNegotiating => "left-while-negotiating";
    GivenUpOnLeaving => "given-up-on-leaving";
    GivenUp => "given-up";
    // rule `user_list`
    UserListNotUpdated => "user-list-not-updated";
    // rule `account`
    SignatureOfAnotherUser => "signature-of-another-user";
    SignatureOfAnotherApp => "signature-of-another-app";
    // rule `banned`
    SameUserJoined => "same-user-joined";
    RoomDissolved => "room-dissolved";
    RemovedByAdministrator => "removed-by-administrator";
    // rule `call`
    CallRepeated => "call-repeated";
    PublishedAsAudience => "published-as-audience";
    // rule `plugin`
    PluginNotRegistered => "plugin-not-registered";
    PluginFilesMissing { said } => "plugin-files-missing";
    PluginPackageMissing { said } => "plugin-package-missing";
    PluginFailed { said } => "plugin-failed";
    // rule `call`
    ArgumentNotAccepted { said } => "argument-not-accepted";
    WentOnWithoutJoining => "went-on-without-joining";
    WentOnAfterLeaving => "went-on-after-leaving";
    CalledOutsideRoom => "called-outside-room";
    // rule `capture`
    NoDeviceFound => "no-device-found";
    DeviceNotReadable => "device-not-readable";
    NoDeviceFits => "no-device-fits";
    NoScreenFound => "no-screen-found";
    ScreenNotReadable => "screen-not-readable";
    DeviceStopped => "device-stopped";
    NoCameraFound => "no-camera-found";
    NoMicrophoneFound => "no-microphone-found";
    ForbiddenByPage { what } => "forbidden-by-page";
    RefusedBySystem { what } => "refused-by-system";
    ScreenShareCancelled => "screen-share-cancelled";
    DevicesRefused => "devices-refused";
    DevicesNotAnswered => "devices-not-answered";
    NotAllowedSomewhere => "not-allowed-somewhere";
    CaptureRetried { said } => "capture-retried";
    // rule `cloud`
    CloudNotAnswered => "cloud-not-answered";
    RoleNotChanged => "role-not-changed";
    CloudRefused { said } => "cloud-refused";
    RoleCodeOfJoining { code, summary } => "role-code-of-joining";
    CloudCodeOfJoining { code, summary } => "cloud-code-of-joining";
    RoomSwitchTimedOut { code } => "room-switch-timed-out";
    RoomSwitchCodeOfJoining { code, summary } => "room-switch-code-of-joining";
    // rule `environment`
    ScreenNotShareable => "screen-not-shareable";
    NotSupported { said } => "not-supported";
    PageOverHttp => "page-over-http";
    // rule `media`
    MediaBlocked => "media-blocked";
    // codes that the catalog does not have
    ServerCodeUndocumented { code, said } => "server-code-undocumented";
    AccountCodeUndocumented { code, said } => "account-code-undocumented";
    SdkCodeUndocumented { code, said } => "sdk-code-undocumented";
    BrowserCodeUndocumented { code, said } => "browser-code-undocumented";
    NeighbourCodeUndocumented { code, product, said } => "neighbour-code-undocumented";
    CodeUnclear { code, said } => "code-unclear";
    // rule `no_answer`
    JoinNotAnswered => "join-not-answered";
    JoinTimedOut => "join-timed-out";
    SchedulingNotAnswered => "scheduling-not-answered";
    // rule `join_without_code`
    JoinFailedWithoutCode => "join-failed-without-code";
    // rule `handshake`
    HandshakeRefused { status } => "handshake-refused";
    // rule `server_words`
    WordsAgainstTable { code, summary, said } => "words-against-table";
    // obstacles between browser and host
    BlockedByExtension { target, word } => "blocked-by-extension";
    BlockedByPolicy { target, word } => "blocked-by-policy";
    NameNotResolved { target, word } => "name-not-resolved";
    NoNetwork { target, word } => "no-network";
    BlockedByProxy { target, word } => "blocked-by-proxy";
    CertificateNotTrusted { target, word } => "certificate-not-trusted";
    // rule `playback`
    AutoplayRefused => "autoplay-refused";
    PlayInterrupted => "play-interrupted";
    // rule `reconnect`
    ConnectionLost => "connection-lost";
    ConnectionNotBack => "connection-not-back";
    ConnectionBack => "connection-back";
    SignalLost => "signal-lost";
    SendingLost => "sending-lost";
    MediaLost => "media-lost";
    ReceivingLost => "receiving-lost";
    ClientNotHeard => "client-not-heard";
    // rule `rejoin`
    RejoinFailed => "rejoin-failed";
    // rule `request_blocked`
    SchedulingStatus { status } => "scheduling-status";
    SchedulingUnreachable { browser } => "scheduling-unreachable";
    // rule `server`
    RefusedWithUndocumentedCode { code, said } => "refused-with-undocumented-code";
    SpeaksOfPrivateMapKey { code } => "speaks-of-private-map-key";
    SpeaksOfUserSig { code } => "speaks-of-user-sig";
    SpeaksOfPayment { code } => "speaks-of-payment";
    SpeaksOfLimit { code } => "speaks-of-limit";
    // rule `socket_blocked`
    SocketBlocked => "socket-blocked";
    SocketNeverOpen => "socket-never-open";
    // rule `streams`
    StreamRefused { code, said } => "stream-refused";
    RefusedInWords { said } => "refused-in-words";
    GivenUpForReason { said } => "given-up-for-reason";
    DescriptionNotReadable => "description-not-readable";
    PublishCodeOfJoining { code, summary } => "publish-code-of-joining";
    SubscribeCodeOfJoining { code, summary } => "subscribe-code-of-joining";
    StreamNotAnswered => "stream-not-answered";
    SubscribedLate => "subscribed-late";
    StreamRequestAlone => "stream-request-alone";
    NoH264 => "no-h264";
    // rule `encoder`
    EncoderCheckedIdleTrack => "encoder-checked-idle-track";
    NothingEncoded => "nothing-encoded";
}
}

phrase_ids! {
/// A text of `phrases.json` without parameters.
Phrase {
    // what the failure of an operation leads to
    OperationJoin => "operation.join";
    OperationLogin => "operation.login";
    OperationBan => "operation.ban";
    OperationServerTimeout => "operation.server-timeout";
    OperationSignal => "operation.signal";
    OperationUplink => "operation.uplink";
    OperationDownlink => "operation.downlink";
    OperationMedia => "operation.media";
    OperationPublish => "operation.publish";
    OperationSubscribe => "operation.subscribe";
    OperationCapture => "operation.capture";
    OperationScreenShare => "operation.screen-share";
    OperationPlayback => "operation.playback";
    OperationSwitchRole => "operation.switch-role";
    OperationSwitchRoom => "operation.switch-room";
    OperationPlugin => "operation.plugin";
    OperationCloud => "operation.cloud";
    OperationCall => "operation.call";
    OperationEnvironment => "operation.environment";
    OperationOther => "operation.other";
    // other outcomes
    OutcomeRejoiningFailed => "outcome.rejoining-failed";
    OutcomeJoiningFailedAtFirst => "outcome.joining-failed-at-first";
    OutcomeSubscribingFailedAtFirst => "outcome.subscribing-failed-at-first";
    OutcomeMixingFailed => "outcome.mixing-failed";
    OutcomeRelayingFailed => "outcome.relaying-failed";
    OutcomeArgumentRefused => "outcome.argument-refused";
    OutcomeBackByItself => "outcome.back-by-itself";
    OutcomeNotBackOnLeaving => "outcome.not-back-on-leaving";
    OutcomeNotBackInLog => "outcome.not-back-in-log";
    // steps of a client
    StepScheduled => "step.scheduled";
    StepAttempts => "step.attempts";
    StepSocketsUnanswered => "step.sockets-unanswered";
    StepSocketErrors => "step.socket-errors";
    StepSignalReady => "step.signal-ready";
    StepJoined => "step.joined";
    StepJoining => "step.joining";
    StepPublished => "step.published";
    StepSucceeded => "step.succeeded";
    StepSubscribing => "step.subscribing";
    StepPlaying => "step.playing";
    StepRoleSwitched => "step.role-switched";
    StepTrackEnded => "step.track-ended";
    StepPublishing => "step.publishing";
    StepServerTimeouts => "step.server-timeouts";
    StepRejoining => "step.rejoining";
    StepSignalRetries => "step.signal-retries";
    StepSocketClosed => "step.socket-closed";
    StepMediaLost => "step.media-lost";
    StepMediaRetries => "step.media-retries";
    StepUplinkRetries => "step.uplink-retries";
    StepDownlinkRetries => "step.downlink-retries";
    StepLeft => "step.left";
    // values of parameters of causes
    UseScreen => "use.screen";
    UseDevices => "use.devices";
    TargetScheduling => "target.scheduling";
    TargetSignalling => "target.signalling";
    // how reading ended
    ReadingEmpty => "reading.empty";
    ReadingPictureWithoutText => "reading.picture-without-text";
    ReadingNotALog => "reading.not-a-log";
    ReadingBeginning => "reading.beginning";
    // values of a message
    MessageNoReason => "message.no-reason";
    MessageNoText => "message.no-text";
    MessageEmptyString => "message.empty-string";
    // browsers and systems
    BrowserWebView => "browser.web-view";
    BrowserWindows10Or11 => "browser.windows-10-or-11";
    // the sentence of a case
    CaseNumbers => "case.numbers";
    CaseOneLog => "case.one-log";
    CaseOneMoreProblem => "case.one-more-problem";
    CaseUplink => "case.uplink";
    CaseDownlink => "case.downlink";
    CaseServerConnection => "case.server-connection";
    CaseNoProblem => "case.no-problem";
    CaseNoProblemInOtherLog => "case.no-problem-in-other-log";
    CaseFileWithoutLogs => "case-file.without-logs";
}
}

text_ids! {
/// A text of `phrases.json` with parameters.
Sentence {
    OutcomeReportedBy { product } => "outcome.reported-by";
    StepRepeated { step, count, line } => "step.repeated";
    OutcomeBackAfter { duration } => "outcome.back-after";
    OutcomeBackEachTime { count } => "outcome.back-each-time";
    OutcomeAtFirst { outcome } => "outcome.at-first";
    CauseSaid { words } => "cause.said";
    CauseBrowsersWord { word } => "cause.browsers-word";
    ReadingProgress { bytes, line } => "reading.progress";
    ReadingStopped { progress } => "reading.stopped";
    ReadingFailed { error, progress } => "reading.failed";
    ReadingFailedAndChanged { error, progress, change } => "reading.failed-and-changed";
    ReadingChanged { change, progress } => "reading.changed";
    ReadingBrokenOff { place } => "reading.broken-off";
    ReadingRecord { pointer } => "reading.record";
    ReadingEntriesNotKept { error } => "reading.entries-not-kept";
    FormatChosen { reason } => "format.chosen";
    FormatChosenAgainst { format, reason } => "format.chosen-against";
    BrowserHeadless { engine } => "browser.headless";
    BrowserOnSystem { browser, system } => "browser.on-system";
    MessageReason { reason } => "message.reason";
    TimelineLine { line } => "timeline.line";
    // the sentence of a case
    CaseLogs { count } => "case.logs";
    CaseUsers { count } => "case.users";
    CaseNames { names, last } => "case.names";
    CaseMoreProblems { count } => "case.more-problems";
    CaseUnread { logs } => "case.unread";
    CaseUnreadToEnd { logs } => "case.unread-to-end";
    CaseForeignLog { logs } => "case.foreign-log";
    CaseForeignLogs { logs } => "case.foreign-logs";
    CasePlace { place } => "case.place";
    CaseAt { time } => "case.at";
    CaseFrom { time } => "case.from";
    CaseAtOwnClock { time } => "case.at-own-clock";
    CaseLost { who, what, since } => "case.lost";
    CaseFailed { who, what } => "case.failed";
    CaseFailedSince { who, since, what } => "case.failed-since";
    CaseOutcome { cause, outcome } => "case.outcome";
    CaseNoProblemIn { logs } => "case.no-problem-in";
    CaseNoProblemInOthers { count } => "case.no-problem-in-others";
    CaseNoProblemFor { who } => "case.no-problem-for";
    CaseAllUsers { count } => "case.all-users";
    CaseOtherUsers { count } => "case.other-users";
    CaseIsFine { who } => "case.is-fine";
    CaseAreFine { who } => "case.are-fine";
    // case files
    CaseFileNoJson { error } => "case-file.no-json";
    CaseFileChanged { file } => "case-file.changed";
    CaseFileMissing { name, file } => "case-file.missing";
}
}
