//! What a client was doing when something failed: from the SDK's code if it belongs to one operation, else from the words.

use crate::code::{ErrorCode, Family};
use crate::knowledge::Phrase;

/// What a client was doing. Failures of different operations are different problems, even with the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Operation {
    /// Entering a room: scheduling, signalling, joining; also entering it again after an interruption.
    Join,
    /// Logging in to the account system, where nothing says that it was for a room.
    Login,
    /// Staying in a room: the server removed the user.
    Ban,
    /// Staying in a room: the server received nothing from the client.
    ServerTimeout,
    /// Keeping the signal channel.
    Signal,
    /// Keeping the connection for sending.
    Uplink,
    /// Keeping a connection for receiving.
    Downlink,
    /// Making a media connection.
    Media,
    /// Sending a stream.
    Publish,
    /// Receiving a stream.
    Subscribe,
    /// Opening camera or microphone.
    Capture,
    /// Sharing the screen.
    ScreenShare,
    /// Playing a stream.
    Playback,
    /// Changing the role.
    SwitchRole,
    /// Changing the room.
    SwitchRoom,
    /// Relaying to a CDN, mixing, calling another room.
    Cloud,
    /// Starting or running a plugin.
    Plugin,
    /// A call that the SDK refuses because of an argument or the moment.
    Call,
    /// Something the browser or page cannot do.
    Environment,
    /// Anything else.
    Other,
}

impl Operation {
    /// What a failure of the operation means, as the second part of a title.
    pub(crate) fn outcome(self) -> &'static str {
        let phrase = match self {
            Self::Join => Phrase::OperationJoin,
            Self::Login => Phrase::OperationLogin,
            Self::Ban => Phrase::OperationBan,
            Self::ServerTimeout => Phrase::OperationServerTimeout,
            Self::Signal => Phrase::OperationSignal,
            Self::Uplink => Phrase::OperationUplink,
            Self::Downlink => Phrase::OperationDownlink,
            Self::Media => Phrase::OperationMedia,
            Self::Publish => Phrase::OperationPublish,
            Self::Subscribe => Phrase::OperationSubscribe,
            Self::Capture => Phrase::OperationCapture,
            Self::ScreenShare => Phrase::OperationScreenShare,
            Self::Playback => Phrase::OperationPlayback,
            Self::SwitchRole => Phrase::OperationSwitchRole,
            Self::SwitchRoom => Phrase::OperationSwitchRoom,
            Self::Plugin => Phrase::OperationPlugin,
            Self::Cloud => Phrase::OperationCloud,
            Self::Call => Phrase::OperationCall,
            Self::Environment => Phrase::OperationEnvironment,
            Self::Other => Phrase::OperationOther,
        };
        phrase.text()
    }
}

/// The operation that `codes` and the words around them are about. `is_downlink`: a connection that receives wrote the words.
pub(super) fn operation_of(codes: &[ErrorCode], text: &str, is_downlink: bool) -> Operation {
    let by_code = || codes.iter().find_map(|code| of_code(*code, text));
    let by_words = || {
        of_function(text)
            .or_else(|| of_words(text))
            .map(|operation| if is_downlink { received(operation) } else { operation })
    };
    let decided = by_code().or_else(|| of_exception(codes, text)).or_else(by_words);
    decided.or_else(|| codes.iter().find_map(|code| default_of(*code))).unwrap_or(
        // Capture throws these alone far more often than any other operation.
        if codes.iter().any(is_device_exception) { Operation::Capture } else { Operation::Other },
    )
}

/// The key before the name of the SDK's function that failed, in errors of SDK v5.
pub(super) const FUNCTION_KEY: &str = "functionName";

/// The operation of the function that an error of SDK v5 names. The words of its message may be about others: a user whose
/// stream is to be received does not publish.
fn of_function(text: &str) -> Option<Operation> {
    let (_, after) = text.rsplit_once(FUNCTION_KEY)?;
    let name = after.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    of_words(&name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())])
}

/// What a connection that receives does when the words speak of a media connection in general.
fn received(operation: Operation) -> Operation {
    if matches!(operation, Operation::Publish | Operation::Media) { Operation::Subscribe } else { operation }
}

/// Exceptions that only devices and playing throw. An app may report them as a failure to join.
const DEVICE_EXCEPTIONS: &[&str] = &["NotAllowedError", "NotFoundError", "NotReadableError", "OverconstrainedError"];
/// Rows of a stack, or words, of playing.
const PLAYING: &[&str] =
    &["play() ", "play failed", "playing failed", ".play (", "at play (", "play@", "\nplay @ ", ".play @ ", "autoplay"];

/// The operation of a device's exception: the one that its words name, else opening a device.
fn of_exception(codes: &[ErrorCode], text: &str) -> Option<Operation> {
    if !codes.iter().all(is_device_exception) || codes.is_empty() {
        return None;
    }
    let line = text.split('\n').next().unwrap_or(text);
    let screen = || names_screen(line).then_some(Operation::ScreenShare);
    let named = of_words(line)
        .filter(|operation| matches!(operation, Operation::Capture | Operation::ScreenShare | Operation::Playback));
    let lower = text.to_ascii_lowercase();
    let plays = || PLAYING.iter().any(|words| lower.contains(words)).then_some(Operation::Playback);
    named.or_else(screen).or_else(plays).or_else(|| of_words(line).map(|_| Operation::Capture))
}

/// Removes the SDK's codes that no exception of a device leads to, if there is one: a person who asks whether it means 0x4046
/// reports no failed relay.
pub(super) fn remove_unrelated(codes: &mut Vec<ErrorCode>, text: &str) {
    if !codes.iter().any(is_device_exception) {
        return;
    }
    codes.retain(|code| {
        let operation = if code.family() == Family::Browser { None } else { of_code(*code, text) };
        !matches!(
            operation,
            Some(
                Operation::Signal
                    | Operation::Media
                    | Operation::Uplink
                    | Operation::Downlink
                    | Operation::Cloud
                    | Operation::Ban
                    | Operation::ServerTimeout
            )
        )
    });
}

fn is_device_exception(code: &ErrorCode) -> bool {
    DEVICE_EXCEPTIONS.iter().any(|name| ErrorCode::browser(name) == Some(*code))
}

fn of_code(code: ErrorCode, text: &str) -> Option<Operation> {
    let value = code.value()?;
    Some(match (code.family(), value) {
        (Family::WebV4, 0x4001 | 0x4004 | 0x404c) | (Family::WebV5, 5502) => Operation::Join,
        // Numbers of the network from 1000 on are close codes of WebSockets.
        (Family::WebV4, 0x4002 | 0x4006) | (Family::Network, 1000..5000) => Operation::Signal,
        (Family::WebV4, 0x4003 | 0x404e) | (Family::WebV5, 5501) => Operation::Media,
        (Family::WebV4, 0x4007) => Operation::Uplink,
        (Family::WebV4, 0x4008) => Operation::Downlink,
        (Family::WebV4, 0x1003 | 0x1004 | 0x4044) | (Family::WebV5, 5300..5400) => capture(text),
        (Family::WebV4, 0x4010 | 0x4042) | (Family::WebV5, 5204 | 5507 | 5508) => Operation::Subscribe,
        (Family::WebV4, 0x4040) => Operation::Ban,
        (Family::WebV4, 0x4041) if text.contains("disband") => Operation::Ban,
        (Family::WebV4, 0x4041) => Operation::ServerTimeout,
        (Family::WebV4, 0x4043) => Operation::Playback,
        (Family::WebV4, 0x4045..=0x4048) => Operation::Cloud,
        (Family::WebV4, 0x4049) if text.contains("decod") => Operation::Subscribe,
        (Family::WebV4, 0x4049 | 0x4051..=0x4053) | (Family::WebV5, 5203 | 5504..=5506) => Operation::Publish,
        (Family::WebV4, 0x404a) => Operation::SwitchRole,
        (Family::WebV4, 0x4050) => Operation::SwitchRoom,
        (Family::WebV4, 0x1001) if text.contains("not support ") || text.contains("not supported on your browser") => {
            Operation::Environment
        }
        (Family::WebV4, 0x1000 | 0x1001) | (Family::WebV5, 5000..5200) => Operation::Call,
        (Family::WebV4, 0x1002) | (Family::WebV5, 5200..5300) => Operation::Environment,
        _ => return None,
    })
}

/// The operation if neither a code of one operation nor the words decide.
fn default_of(code: ErrorCode) -> Option<Operation> {
    match (code.family(), code.value()) {
        (Family::Account, _) => Some(Operation::Login),
        (Family::WebV4, Some(0x4005)) => Some(Operation::Media),
        _ => None,
    }
}

fn capture(text: &str) -> Operation {
    if names_screen(text) { Operation::ScreenShare } else { Operation::Capture }
}

/// Whether a text is about sharing the screen.
fn names_screen(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "getdisplaymedia", "screenshare", "screen share", "share screen", "screen sharing", "sharing the screen",
        "share the screen", "屏幕分享", "屏幕共享", "共享屏幕", "分享屏幕",
    ];
    let lower = text.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Words and the operation that they mean, the most specific first.
const WORDS: &[(&[&str], Operation)] = &[
    (&["getdisplaymedia", "startscreenshare"], Operation::ScreenShare),
    (
        &[
            "getusermedia", "initialize", "recovercapture", "starting videoinput", "starting audioinput",
            "timeout starting",
        ],
        Operation::Capture,
    ),
    (&["switchrole", "change_role"], Operation::SwitchRole),
    (&["switchroom", "switch room", "switch_room"], Operation::SwitchRoom),
    (&["cdn", "mixtranscode", "otherroom", "crossroom"], Operation::Cloud),
    (&["startplugin", "updateplugin", "stopplugin"], Operation::Plugin),
    (&["play() ", "play failed", "playing failed"], Operation::Playback),
    (&["reconnect failed"], Operation::Signal),
    (&["unsubscribe", "unpublish"], Operation::Other),
    (&["subscri", "startremotevideo"], Operation::Subscribe),
    (&["publish", "exchange sdp"], Operation::Publish),
    // In a room, they publish as well.
    (&["startlocalvideo", "startlocalaudio"], Operation::Capture),
    (
        &[
            "join", "enterroom", "schedule", "signalchannel setup", "websocketconnectionstate", "enter room failed",
            "unable to enter", "cannot enter", "can't enter", "could not enter", "couldn't enter", "failed to enter",
            "进房失败", "进房报错", "进房间失败", "进房间报错", "无法进房", "不能进房", "加入房间失败", "加入房间报错",
            "进入房间失败", "进不去", "进不了", "无法进入", "无法加入", "加入失败", "入会失败",
        ],
        Operation::Join,
    ),
    (
        &[
            "iceconnection", "ice transport", "dtls", "connection timeout", "setremotedescription",
            "setlocaldescription", "createoffer", "createanswer", "rtcpeerconnection",
        ],
        Operation::Media,
    ),
];

/// Whether the words alone decide the operation.
pub(super) fn names_operation(text: &str) -> bool {
    of_words(text).is_some()
}

fn of_words(text: &str) -> Option<Operation> {
    let lower = text.to_ascii_lowercase();
    WORDS.iter().find(|(words, _)| words.iter().any(|word| lower.contains(word))).map(|(_, operation)| *operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(codes: &[(Family, i64)], text: &str, wanted: Operation) {
        let codes: Vec<_> = codes.iter().map(|(family, value)| ErrorCode::new(*family, *value)).collect();
        assert_eq!(operation_of(&codes, text, text.starts_with("[↓")), wanted, "{text}");
    }

    #[test]
    fn code_or_words_decide_the_operation() {
        check(&[(Family::Server, 5001), (Family::WebV4, 0x4004)], "Failed to join room", Operation::Join);
        check(&[(Family::Server, -10015)], "publish-result failed, response code is -10015", Operation::Publish);
        check(&[(Family::WebV4, 0x404b)], "change_role timeout observed.", Operation::SwitchRole);
        check(&[(Family::WebV4, 0x404b)], "exchange sdp timeout.", Operation::Publish);
        check(&[(Family::WebV4, 0x404b)], "startPublishCDNStream timeout observed.", Operation::Cloud);
        check(&[(Family::Account, 70001)], "70001, usersig is expired", Operation::Login);
        check(&[(Family::WebV5, 5302)], "startScreenShare() failed 4 DEVICE_ERROR", Operation::ScreenShare);
        check(&[(Family::WebV5, 5500)], "startLocalVideo() failed 3 publish failed", Operation::Publish);
        check(&[(Family::WebV5, 5302)], "startLocalVideo() failed 3 publish: no", Operation::Capture);
        check(&[(Family::Server, 1)], "[↓n|t] RtcError: exchange sdp failed stream not exist", Operation::Subscribe);
        check(
            &[(Family::Server, -10016)],
            "switchRoom() failed 2 SERVER_ERROR: internal timeout",
            Operation::SwitchRoom,
        );
        check(&[(Family::Server, -10013)], "进房失败，提示错误码 -10013", Operation::Join);
        check(&[(Family::Server, 10006)], "Unable to enter the room: error code 10006", Operation::Join);
        check(&[(Family::Server, -10012)], "call failed, error code -10012", Operation::Other);
        check(&[(Family::WebV5, 5400)], "not publishing, functionName: startRemoteVideo", Operation::Subscribe);
        check(&[(Family::WebV5, 5400)], "{functionName: 'enterRoom', message: 'cannot publish'}", Operation::Join);
        check(&[(Family::WebV4, 0x4041)], "Relay server timeout observed [room_disband]", Operation::Ban);
    }
    #[test]
    fn exceptions_of_devices_are_not_about_joining() {
        let operation = |name: &str, text: &str| operation_of(&[ErrorCode::browser(name).unwrap()], text, false);
        assert_eq!(operation("NotAllowedError", "join room failed! NotAllowedError: Failed"), Operation::Capture);
        assert_eq!(operation("NotAllowedError", "NotAllowedError: no\n    at e.play (a.js:1)"), Operation::Playback);
        assert_eq!(operation("NotFoundError", "getDisplayMedia NotFoundError"), Operation::ScreenShare);
        assert_eq!(operation("OperationError", "failed to publish stream OperationError: x"), Operation::Publish);
    }
}
