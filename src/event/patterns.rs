//! The patterns that recognise client events: a literal, and a function that parses the line around it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::client_event::{ABORTED, BLOCKED_BY_POLICY, ClientEvent, Direction, PageCall};
use super::speaker::is_downlink;
use crate::log::formats::har::has_sdk_parameters;
use crate::log::hosts::{is_sdk_host, may_be_sdk_socket};

/// Parses the event in a line that was split at a literal.
type EventParser = for<'a> fn(SplitLine<'a>) -> Option<ClientEvent<&'a str>>;

/// A line, split at a literal.
#[derive(Clone, Copy)]
struct SplitLine<'a> {
    before: &'a str,
    after: &'a str,
}

/// The literals and their parsers. All logs are searched for them, so they have at least three bytes, and none of them occurs
/// in the lines that the SDK prints every second during a call.
const PATTERNS: &[(&str, EventParser)] = &[
    ("using sdpSemantics: ", |_| Some(ClientEvent::Created)),
    (" sdpSemantics: ", |_| Some(ClientEvent::Created)),
    ("] schedule with cache:", |_| Some(ClientEvent::Scheduled)),
    ("] schedule cache:", |_| Some(ClientEvent::Scheduled)),
    ("] schedule: {", |_| Some(ClientEvent::Scheduled)),
    (" setup signal channel", |_| Some(ClientEvent::Connecting)),
    ("ChannelSetup Success", |_| Some(ClientEvent::SignalReady)),
    ("] error observed", |line| split_once(line.before, "websocket[").map(|_| ClientEvent::SocketError(""))),
    ("main error observed", |_| Some(ClientEvent::SocketError(""))),
    ("backup error observed", |_| Some(ClientEvent::SocketError(""))),
    ("CONNECTING -> CONNECTED", |_| Some(ClientEvent::SocketOpened)),
    (" is closed code:", socket_closed),
    ("onclose code:", socket_closed),
    ("WebSocket connection to '", socket_failed),
    ("websocket connection to '", socket_failed),
    ("wss://", socket_request),
    ("SignalChannel state changed from ", |line| third_word(line.after).map(ClientEvent::SignalState)),
    ("reconnecting to main signal channel [", |line| number(line.after).map(ClientEvent::SignalRetry)),
    ("reconnecting to backup signal channel [", |line| number(line.after).map(ClientEvent::SignalRetry)),
    ("] reconnect backup [", |line| number(line.after).map(ClientEvent::SignalRetry)),
    ("] reconnect main [", |line| number(line.after).map(ClientEvent::SignalRetry)),
    ("] retrying to connect ", |line| number(line.after).map(ClientEvent::SignalRetry)),
    ("] reconnect success", |_| Some(ClientEvent::SignalReconnected)),
    ("signal channel reconnect successfully", |_| Some(ClientEvent::SignalReconnected)),
    ("rebuild session succeeded", |_| Some(ClientEvent::SignalReconnected)),
    ("Join() => joining room: ", joining),
    ("join room timeout observed", |_| Some(ClientEvent::JoinTimeout)),
    ("failed to publish because of timeout", |_| Some(ClientEvent::PublishTimeout)),
    (" timeout observed", request_timeout),
    ("] subscribe timeout", |_| Some(ClientEvent::SubscribeGivenUp)),
    ("] subscribe failed ", subscribe_refused),
    ("connect failed: connection timeout", |_| Some(ClientEvent::MediaTimeout)),
    ("publish failed connection timeout", |_| Some(ClientEvent::MediaTimeout)),
    ("Join room success", |_| Some(ClientEvent::Joined)),
    ("reJoin pending: ", |_| Some(ClientEvent::Rejoining)),
    ("reJoin success", |_| Some(ClientEvent::Rejoined)),
    ("reJoin fail", |_| Some(ClientEvent::RejoinFailed)),
    ("leave() => leaving room", |_| Some(ClientEvent::Leaving)),
    // The SDK's line on the call of the page, not its name in a sentence.
    ("] exitRoom()", |line| (!line.after.starts_with(" success")).then_some(ClientEvent::Leaving)),
    ("kicked out {", |line| kick_reason(line.after).map(ClientEvent::Banned)),
    ("emit kicked-out [{", |line| kick_reason(line.after).map(ClientEvent::Banned)),
    ("stat-banned:", |line| match word(line.after)? {
        "user_time_out" => Some(ClientEvent::ServerTimeout),
        reason => Some(ClientEvent::Banned(reason)),
    }),
    ("user was banned because of ", |line| Some(ClientEvent::Banned(line.after.trim_matches(['[', ']', ' '])))),
    ("Relay server timeout observed [room_disband", |_| Some(ClientEvent::Banned("room_disband"))),
    ("user_time_out", |_| Some(ClientEvent::ServerTimeout)),
    ("Relay server timeout observed", |_| Some(ClientEvent::ServerTimeout)),
    ("reconnect() try to reconnect uplink [", |line| Some(ClientEvent::MediaRetry(Direction::Up, number(line.after)?))),
    ("reconnect() try to reconnect downlink [", |line| {
        Some(ClientEvent::MediaRetry(Direction::Down, number(line.after)?))
    }),
    ("reconnect successfully", |line| direction(line.before).map(ClientEvent::MediaReconnected)),
    ("] reconnect() trying [", |line| {
        Some(ClientEvent::MediaRetry(connection_direction(line.before), number(line.after)?))
    }),
    ("] reconnect() success", |line| Some(ClientEvent::MediaReconnected(connection_direction(line.before)))),
    ("] reconnect() failed", |line| Some(ClientEvent::MediaGaveUp(connection_direction(line.before)))),
    ("SDK has tried reconnect for ", |line| Some(ClientEvent::MediaGaveUp(connection_direction(line.before)))),
    ("SDK has tried reconnect uplink", |_| Some(ClientEvent::MediaGaveUp(Direction::Up))),
    ("SDK has tried reconnect downlink", |_| Some(ClientEvent::MediaGaveUp(Direction::Down))),
    ("onConnectionStateChange() connectionState: ", media_state),
    ("] connectionState: ", media_state),
    ("publish() => ", |line| {
        let is_end = line.before.ends_with("un");
        Some(if is_end { ClientEvent::Unpublishing } else { ClientEvent::Publishing })
    }),
    (" is trying to publish local stream", |_| Some(ClientEvent::Publishing)),
    (" stream is published", |line| split_once(line.before, "local").map(|_| ClientEvent::Published)),
    ("] main is published", |_| Some(ClientEvent::Published)),
    ("] auxiliary is published", |_| Some(ClientEvent::Published)),
    ("] published", |line| line.after.trim_end().is_empty().then_some(ClientEvent::Published)),
    ("publish-result ]", |_| Some(ClientEvent::PublishAnswered)),
    ("subscribe() => ", |line| {
        let user = [" main ", " sub ", " auxiliary "].iter().find_map(|kind| split_once(line.after, kind));
        let user = user.map_or_else(|| word(line.after), |(user, _)| Some(user))?;
        (!line.before.ends_with("un")).then_some(ClientEvent::Subscribing(user))
    }),
    ("subscribe() => subscribe to [", |line| {
        let user = split_once(line.after, "]").map_or(line.after, |(user, _)| user);
        (!line.before.ends_with("un")).then_some(ClientEvent::Subscribing(user))
    }),
    ("ontrack() kind: ", |_| Some(ClientEvent::RemoteTrack)),
    ("] subscribe ", |line| line.after.trim_end().ends_with(" done").then_some(ClientEvent::RemoteTrack)),
    ("peer unpublished detected [", |line| split_once(line.after, "]").map(|(user, _)| ClientEvent::RemoteEnded(user))),
    ("] remote [", |line| {
        let (user, what) = split_once(line.after, "]")?;
        (what.trim() == "unpublish").then_some(ClientEvent::RemoteEnded(user))
    }),
    ("peer leave [", |line| {
        let (user, reason) = split_once(line.after, "]")?;
        (!reason.contains("normal leave")).then_some(ClientEvent::RemoteEnded(user))
    }),
    ("failed to subscribe ", |line| {
        let (user, _) = split_once(line.after, " stream, reason: ")?;
        user.rsplit_once(' ').map(|(user, _)| ClientEvent::SubscribeFailed(user))
    }),
    (" player is playing", |line| is_downlink(line.before).then_some(ClientEvent::Playing)),
    ("] stop video player", |_| Some(ClientEvent::PlayerStopped)),
    ("] stop audio player", |_| Some(ClientEvent::PlayerStopped)),
    ("handleAutoPlayFailed", |_| Some(ClientEvent::AutoplayRefused)),
    ("emit autoplay-failed", |_| Some(ClientEvent::AutoplayRefused)),
    ("getUserMedia with constraints: ", |_| Some(ClientEvent::Capturing)),
    ("getDisplayMedia with constraints: ", |_| Some(ClientEvent::Capturing)),
    ("gotStream hasAudio: ", |line| {
        Some(ClientEvent::Captured { has_both: line.after.starts_with("true hasVideo: true") })
    }),
    ("() success", |line| PageCall::at_end(line.before).map(ClientEvent::CallSucceeded)),
    (" track is ended", |_| Some(ClientEvent::TrackEnded)),
    ("video track ended", |_| Some(ClientEvent::TrackEnded)),
    ("audio track ended", |_| Some(ClientEvent::TrackEnded)),
    ("] recapture trying", |_| Some(ClientEvent::Recovering)),
    ("] recapture success", |_| Some(ClientEvent::Recovered)),
    ("] recapture failed", |_| Some(ClientEvent::RecoverFailed)),
    ("recoverCapture() trying", |_| Some(ClientEvent::Recovering)),
    ("recoverCapture() successfully", |_| Some(ClientEvent::Recovered)),
    ("recoverCapture() failed", |_| Some(ClientEvent::RecoverFailed)),
    ("switch role to: ", |line| word(line.after).map(ClientEvent::SwitchingRole)),
    ("switchRole signal data: {\"role\":", |line| {
        // The numbers of the roles on the signal channel.
        let role = match number(line.after)? {
            20 => "anchor",
            21 => "audience",
            _ => return None,
        };
        Some(ClientEvent::SwitchingRole(role))
    }),
    ("baseTime from server: ", server_time),
    (" -> 6, rtt: ", quality_lost),
    ("cpu: ", |line| {
        (line.before.is_empty() || line.before.ends_with("] ")).then(|| ClientEvent::CpuLoad(line.after.trim()))
    }),
    ("qualityLimitationReason change to ", |line| word(line.after).map(ClientEvent::SendingLimited)),
    ("local candidate: ", |line| ice_candidate(true, line.after)),
    ("remote candidate: ", |line| ice_candidate(false, line.after)),
    ("TrtcStats-{", |line| Some(ClientEvent::Capabilities(line.after))),
    ("microphones: [", |line| Some(ClientEvent::Devices("microphone", device_count(line.after)))),
    ("cameras: [", |line| Some(ClientEvent::Devices("camera", device_count(line.after)))),
    ("visibility change: ", |line| word(line.after).map(ClientEvent::Visibility)),
    ("net::", |line| {
        // Chromium's own log names the host after the error.
        let place = split_once(line.after, ", source: ").map_or(line.before, |(_, source)| source);
        // The SDK sends two requests to the scheduling service, and ends the one that it no longer needs.
        word(line.after).filter(|error| *error != ABORTED).map(|error| ClientEvent::RequestFailed(error, place))
    }),
    // Printed when the page makes the request. Chromium does not always print a net error for it.
    (" violates the following Content Security Policy", |line| {
        Some(ClientEvent::RequestFailed(BLOCKED_BY_POLICY, line.before))
    }),
    ("ermissions policy violation: ", |line| word(line.after).map(ClientEvent::FeatureForbidden)),
];

/// The literals of all patterns, in the order of their index in [`PatternMatch::new`].
pub(crate) fn literals() -> impl Iterator<Item = &'static str> {
    PATTERNS.iter().map(|(literal, _)| *literal)
}

static LITERAL_SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let literals = PATTERNS.iter().map(|(literal, _)| literal);
    // The faster form takes longer to build than a log of usual length takes to search.
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(literals).ok()
});

/// An occurrence of a pattern's literal in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PatternMatch {
    pattern: u16,
    start: u32,
}

/// Finds the first match in a message that reports an event. `message` is one line that begins with the SDK's prefix of a
/// client, `[↑c4|student_07]`, if it has one. [`PatternMatch::event`] then parses the event with its texts.
pub(crate) fn find_pattern(message: &str) -> Option<PatternMatch> {
    let search = LITERAL_SEARCH.as_ref()?;
    let mut matches = search
        .find_iter(message)
        .map(|hit| PatternMatch { pattern: hit.pattern().as_u32() as u16, start: hit.start() as u32 });
    matches.find(|found| found.event(message).is_some())
}

/// The event that [`find_pattern`] finds, from the known occurrences of all [`literals`] in the message. `matches` may be in any
/// order.
pub(super) fn event_in_matches<'a>(message: &'a str, matches: &mut [PatternMatch]) -> Option<ClientEvent<&'a str>> {
    if let [only] = matches {
        return only.event(message);
    }
    // Select matches as the search does: the longest of those with the same start, and none that overlaps an earlier one.
    let length =
        |found: &PatternMatch| PATTERNS.get(usize::from(found.pattern)).map_or(0, |(literal, _)| literal.len());
    matches.sort_unstable_by_key(|found| (found.start, std::cmp::Reverse(length(found))));
    let mut last_end = 0;
    matches.iter().find_map(|found| {
        let is_next = found.start >= last_end;
        if is_next {
            last_end = found.start + length(found) as u32;
        }
        found.event(message).filter(|_| is_next)
    })
}

impl PatternMatch {
    /// An occurrence at byte `start` of the message. `pattern` is the index of its literal in [`literals`].
    pub(crate) fn new(pattern: usize, start: usize) -> Self {
        Self { pattern: pattern as u16, start: start as u32 }
    }

    /// Parses the event. `message` must be the message that contains the match.
    pub(crate) fn event(self, message: &str) -> Option<ClientEvent<&str>> {
        let (literal, parse) = PATTERNS.get(usize::from(self.pattern))?;
        let start = self.start as usize;
        parse(SplitLine { before: message.get(..start)?, after: message.get(start + literal.len()..)? })
    }
}

/// Like [`str::split_once`], but faster: it searches with SIMD.
fn split_once<'t>(text: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
    let at = match key.as_bytes() {
        [byte] => memchr::memchr(*byte, text.as_bytes())?,
        bytes => memchr::memmem::find(text.as_bytes(), bytes)?,
    };
    Some((&text[..at], &text[at + key.len()..]))
}

fn word(text: &str) -> Option<&str> {
    let length = text.bytes().take_while(|byte| !matches!(byte, b' ' | b',' | b'\'' | b'"')).count();
    let word = text[..length].trim_end();
    (!word.is_empty()).then_some(word)
}

/// The third word of a text whose words are separated by single spaces.
fn third_word(text: &str) -> Option<&str> {
    let mut spaces = memchr::memchr_iter(b' ', text.as_bytes());
    let start = spaces.nth(1)? + 1;
    Some(spaces.next().map_or(&text[start..], |end| &text[start..end]))
}

fn number(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// The browser's own message about a WebSocket of the SDK that could not be opened.
fn socket_failed(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    let (_, said) = split_once(line.after, "' failed").filter(|(address, _)| may_be_sdk_socket(address))?;
    if said.contains("WebSocket is closed before the connection is established") {
        return Some(ClientEvent::SocketAbandoned);
    }
    let error = split_once(said, "net::").and_then(|(_, error)| word(error));
    Some(ClientEvent::SocketError(error.unwrap_or_default()))
}

/// `main is closed code:1006`. 1000 is a normal closure, 1005 a closure without a code (RFC 6455, section 7.4.1).
fn socket_closed(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    number(line.after).filter(|code| !matches!(code, 1000 | 1005)).map(ClientEvent::SocketClosed)
}

/// `GET wss://… → no answer net::ERR_…`, in an HTTP archive: the SDK's request for a WebSocket to the signalling server.
fn socket_request(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    let (address, answer) = split_once(line.after, " → ")?;
    let host = address.split(['/', ':', '?']).next().unwrap_or_default();
    if line.before != "GET " || !(is_sdk_host(host) || has_sdk_parameters(address)) {
        return None;
    }
    if answer == "101" {
        return Some(ClientEvent::SocketOpened);
    }
    let words = answer.strip_prefix("no answer")?;
    let error = split_once(words, "net::").and_then(|(_, error)| word(error)).filter(|error| *error != ABORTED);
    Some(ClientEvent::SocketUnanswered(error.unwrap_or_default()))
}

/// `publish/v2 timeout observed`, with the name of the request before it.
fn request_timeout(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    let request = line.before.rsplit(' ').next()?;
    if request.starts_with("publish") {
        Some(ClientEvent::PublishTimeout)
    } else {
        request.starts_with("subscribe").then_some(ClientEvent::SubscribeTimeout)
    }
}

/// `subscribe failed video: no permission`, of version 5. The SDK's own words for a call that it ended and for an answer that
/// did not come are no refusal.
fn subscribe_refused(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    const OWN_WORDS: &[&str] = &["abort", "timeout", "exitRoom", "leave"];
    let (kind, words) = split_once(line.after, ":")?;
    let is_kind = kind.split([',', ' ']).all(|kind| matches!(kind, "video" | "audio" | "main" | "auxiliary" | "sub"));
    let words = words.trim();
    let is_own = words.is_empty() || OWN_WORDS.iter().any(|own| words.contains(own));
    (is_kind && line.before.starts_with('[') && !is_own).then_some(ClientEvent::SubscribeRefused(words))
}

/// The reason in the value of `reason`: `{"reason":"banned","message":"…"}`.
fn kick_reason(object: &str) -> Option<&str> {
    let (_, value) = split_once(object, "\"reason\":\"")?;
    word(value)
}

fn media_state(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    Some(ClientEvent::MediaState(connection_direction(line.before), word(line.after)?))
}

/// The direction of a media connection, from the prefix of its lines: `[↓n|bob]` receives, `[↑t1-r1-spc1|alice]` is a single
/// peer connection, which does both.
fn connection_direction(before: &str) -> Direction {
    if is_downlink(before) {
        return Direction::Down;
    }
    let part = before.split('|').next().unwrap_or_default();
    if part.contains("spc") { Direction::Both } else { Direction::Up }
}

/// `uplink network quality change 0 -> 6, rtt: undefined`, in version 5 `uplink 0 -> 6, rtt: undefined`. The SDK prints the same line with zeros for all
/// measurements if no media flows; that is not a loss of quality.
fn quality_lost(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    if line.after.starts_with("0, loss: 0") {
        return None;
    }
    let grade_start = line.before.len() - line.before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let text = &line.before[..grade_start];
    let direction_text = text.strip_suffix("link network quality change ").or_else(|| text.strip_suffix("link "))?;
    let direction = match direction_text.ends_with("up") {
        true => Direction::Up,
        false if direction_text.ends_with("down") => Direction::Down,
        false => return None,
    };
    Some(ClientEvent::QualityLost(direction))
}

/// The number of devices in a list.
fn device_count(list: &str) -> u16 {
    let count = memchr::memmem::find_iter(list.as_bytes(), b"\"deviceId\"").count();
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn direction(text: &str) -> Option<Direction> {
    let is_up = split_once(text, "uplink").map(|_| Direction::Up);
    is_up.or_else(|| split_once(text, "downlink").map(|_| Direction::Down))
}

/// `5001 useStringRoomId: false mode: rtc role: anchor`, in version 5 `5001 scene: live userRole: anchor`.
fn joining(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    let room = word(line.after)?;
    let (mut mode, mut role) = ("", "");
    let mut key_end = 0;
    for key in line.after.as_bytes().split(|byte| *byte == b' ') {
        key_end += key.len() + 1;
        let value = match key {
            b"mode:" | b"scene:" if mode.is_empty() => &mut mode,
            b"role:" | b"userRole:" if role.is_empty() => &mut role,
            _ => continue,
        };
        *value = line.after.get(key_end..).and_then(word).unwrap_or_default();
    }
    Some(ClientEvent::Joining { room, mode, role })
}

fn server_time(line: SplitLine<'_>) -> Option<ClientEvent<&str>> {
    let (time, offset) = split_once(line.after, " offset: ")?;
    Some(ClientEvent::ServerTime(time, word(offset)?.parse().ok()?))
}

fn ice_candidate(local: bool, text: &str) -> Option<ClientEvent<&str>> {
    let (kind, rest) = split_once(text, " ")?;
    let (protocol, _) = split_once(rest, ":")?;
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_word(kind) && is_word(protocol)).then_some(ClientEvent::Candidate { local, kind, protocol })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, wanted: &str) {
        let got = find_pattern(message)
            .and_then(|found| found.event(message))
            .map(|event| format!("{event:?}"))
            .unwrap_or_default();
        assert_eq!(got, wanted, "{message}");
        let all = literals().enumerate();
        let mut matches: Vec<_> = all
            .flat_map(|(idx, text)| message.match_indices(text).map(move |(at, _)| PatternMatch::new(idx, at)))
            .collect();
        matches.reverse();
        assert_eq!(
            event_in_matches(message, &mut matches),
            find_pattern(message).and_then(|found| found.event(message)),
            "{message}"
        );
    }

    #[test]
    fn lines_of_all_versions_are_parsed() {
        check("[c|a]  using sdpSemantics: unified-plan", "Created");
        check("[↑t1-r1] sdpSemantics: unified-plan, netType: unknown", "Created");
        check("[↑c1|a] schedule with cache:false : {\"domains\":[]}", "Scheduled");
        check("[↑c1|a] setup signal channel", "Connecting");
        check("[↑ws|a] websocket[wss://x.example/?userSig=S] error observed", r#"SocketError("")"#);
        check("WebSocket connection to 'wss://x.example/?sdkAppId=1' failed: Error in it", r#"SocketError("")"#);
        check("WebSocket connection to 'wss://chat.example/ws' failed: Error in it", "");
        check(
            "WebSocket connection to 'wss://a.rtc.qq.com/' failed: Error in connection establishment: net::ERR_CERT_DATE_INVALID",
            r#"SocketError("ERR_CERT_DATE_INVALID")"#,
        );
        check(
            "Refused to connect to 'wss://x.example/' because it violates the following Content Security Policy directive: x",
            r#"RequestFailed("ERR_BLOCKED_BY_CSP", "Refused to connect to 'wss://x.example/' because it")"#,
        );
        check(
            "[Violation] Permissions policy violation: camera is not allowed in this document.",
            r#"FeatureForbidden("camera")"#,
        );
        check("[c1|a] SignalChannel state changed from CONNECTED to RECONNECTING", "SignalState(\"RECONNECTING\")");
        check("<WARN> [ws|a] reconnecting to backup signal channel [7/30]", "SignalRetry(7)");
        check("<WARN> [ws|a] reconnect success", "SignalReconnected");
        check("[↑t1|a] startLocalVideo() success 3", "CallSucceeded(StartLocalVideo)");
        check("[↑s1|a] gotStream hasAudio: true hasVideo: false", "Captured { has_both: false }");
        check(
            "[c1|a] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor",
            "Joining { room: \"5001\", mode: \"rtc\", role: \"anchor\" }",
        );
        check("[c1|a] Join room success, start heartbeat", "Joined");
        check("[c1|a] user was banned because of [kick]", "Banned(\"kick\")");
        check("<WARN> [n|a] reconnect() try to reconnect uplink [12/30]", "MediaRetry(Up, 12)");
        check("<WARN> [n|a] reconnect() uplink reconnect successfully", "MediaReconnected(Up)");
        check("[c1|a] publish() => publishing main stream 1-2", "Publishing");
        check("[c1|a] unpublish() => unpublishing local stream", "Unpublishing");
        check("[c1|a] local main stream is published", "Published");
        check("[c2|b] subscribe() => subscribe to [t 1] main stream with options: {}", "Subscribing(\"t 1\")");
        check("[c2|b] unsubscribe() => unsubscribe to [t1] main stream", "");
        check("[↑c1|alice] peer unpublished detected [teacher_21]", "RemoteEnded(\"teacher_21\")");
        check("[↑t1-r1|alice] remote [teacher_1] unpublish", "RemoteEnded(\"teacher_1\")");
        check("[↑c1|alice] peer leave [teacher_1]: normal leave", "");
        check("[↑c1|alice] peer leave [teacher_1]: timeout leave", "RemoteEnded(\"teacher_1\")");
        check(
            "[↑c2|bob] RtcError: failed to subscribe teacher_1 main stream, reason: API aborted, reason: leave room ",
            "SubscribeFailed(\"teacher_1\")",
        );
        check("[q|a] uplink network quality change 0 -> 6, rtt: undefined, loss: NaN", "QualityLost(Up)");
        check("[q|a] uplink network quality change 0 -> 6, rtt: 0, loss: 0", "");
        check("cpu: critical", "CpuLoad(\"critical\")");
        check("[q|a] cpu: fair ", "CpuLoad(\"fair\")");
        check("device has cpu: 4 cores", "");
        check("[↑vt|a] qualityLimitationReason change to cpu", "SendingLimited(\"cpu\")");
        check("[↑r1|a] subscribe failed video: no permission", "SubscribeRefused(\"no permission\")");
        check("[↑r1|a] subscribe failed audio: connection aborted due to: you exitRoom", "");
        check("[app] subscribe failed at 10:15", "");
        check("[↑r1|a] subscribe timeout", "SubscribeGivenUp");
        check("GET wss://a.rtc.qq.com/?x=1 → 101", "SocketOpened");
        check("GET wss://a.rtc.qq.com/?x=1 → no answer net::ERR_ABORTED", "SocketUnanswered(\"\")");
        check("GET wss://shop.example.com/?x=1 → no answer", "");
        check("[↑s1|a] video track is ended", "TrackEnded");
        check("cameras: [{\"label\":\"a\",\"deviceId\":\"b\"}]", "Devices(\"camera\", 1)");
        check("microphones: []", "Devices(\"microphone\", 0)");
        check("[c1|a] TrtcStats-{\"os\":\"Linux\"}", "Capabilities(\"\\\"os\\\":\\\"Linux\\\"}\")");
        check(
            "[n|a] local candidate: host udp:192.0.2.1:40589 ethernet",
            "Candidate { local: true, kind: \"host\", protocol: \"udp\" }",
        );
        check(
            "baseTime from server: Tue Nov 24 2026 00:41:56 GMT+0800 (CST) offset: -20",
            "ServerTime(\"Tue Nov 24 2026 00:41:56 GMT+0800 (CST)\", -20)",
        );
        check(
            "schedule.example.com/api:1  Failed to load resource: net::ERR_EMPTY_RESPONSE",
            "RequestFailed(\"ERR_EMPTY_RESPONSE\", \"schedule.example.com/api:1  Failed to load resource: \")",
        );
        check("[c1|a] startHeartbeat...", "");
    }
}
