//! The signs by which a line of a log tells what happened, and how to read them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{ClientEvent, Direction};

/// Reads what a line says behind (or before) a literal.
type EventParser = for<'a> fn(Around<'a>) -> Option<ClientEvent<&'a str>>;

/// A line, cut at a literal.
#[derive(Clone, Copy)]
struct Around<'a> {
    before: &'a str,
    behind: &'a str,
}

/// The literals and what they mean. They are searched for in all of a log: three bytes at least, and none that stands in the
/// lines that a call prints every second.
const SIGNS: &[(&str, EventParser)] = &[
    ("using sdpSemantics: ", |_| Some(ClientEvent::Created)),
    (" sdpSemantics: ", |_| Some(ClientEvent::Created)),
    ("] schedule with cache:", |_| Some(ClientEvent::Scheduled)),
    ("] schedule cache:", |_| Some(ClientEvent::Scheduled)),
    ("] schedule: {", |_| Some(ClientEvent::Scheduled)),
    (" setup signal channel", |_| Some(ClientEvent::Connecting)),
    ("ChannelSetup Success", |_| Some(ClientEvent::SignalReady)),
    ("] error observed", |at| cut(at.before, "websocket[").map(|_| ClientEvent::SocketError(""))),
    ("WebSocket connection to '", |at| {
        let error = cut(at.behind, "net::").and_then(|(_, error)| word(error));
        cut(at.behind, "' failed").map(|_| ClientEvent::SocketError(error.unwrap_or_default()))
    }),
    ("SignalChannel state changed from ", |at| third_word(at.behind).map(ClientEvent::SignalState)),
    ("reconnecting to main signal channel [", |at| number(at.behind).map(ClientEvent::SignalRetry)),
    ("reconnecting to backup signal channel [", |at| number(at.behind).map(ClientEvent::SignalRetry)),
    ("] reconnect success", |_| Some(ClientEvent::SignalBack)),
    ("signal channel reconnect successfully", |_| Some(ClientEvent::SignalBack)),
    ("rebuild session succeeded", |_| Some(ClientEvent::SignalBack)),
    ("Join() => joining room: ", joining),
    ("join room timeout observed", |_| Some(ClientEvent::JoinTimeout)),
    ("failed to publish because of timeout", |_| Some(ClientEvent::PublishTimeout)),
    ("Join room success", |_| Some(ClientEvent::Joined)),
    ("reJoin pending: ", |_| Some(ClientEvent::Rejoining)),
    ("reJoin success", |_| Some(ClientEvent::Rejoined)),
    ("reJoin fail", |_| Some(ClientEvent::RejoinFailed)),
    ("leave() => leaving room", |_| Some(ClientEvent::Leaving)),
    ("exitRoom() ", |_| Some(ClientEvent::Leaving)),
    ("user was banned because of ", |at| Some(ClientEvent::Banned(at.behind.trim_matches(['[', ']', ' '])))),
    ("Relay server timeout observed [room_disband", |_| Some(ClientEvent::Banned("room_disband"))),
    ("user_time_out", |_| Some(ClientEvent::ServerTimeout)),
    ("Relay server timeout observed", |_| Some(ClientEvent::ServerTimeout)),
    ("reconnect() try to reconnect uplink [", |at| Some(ClientEvent::MediaRetry(Direction::Up, number(at.behind)?))),
    ("reconnect() try to reconnect downlink [", |at| {
        Some(ClientEvent::MediaRetry(Direction::Down, number(at.behind)?))
    }),
    ("reconnect successfully", |at| direction(at.before).map(ClientEvent::MediaBack)),
    ("SDK has tried reconnect uplink", |_| Some(ClientEvent::MediaGaveUp(Direction::Up))),
    ("SDK has tried reconnect downlink", |_| Some(ClientEvent::MediaGaveUp(Direction::Down))),
    ("onConnectionStateChange() connectionState: ", |at| word(at.behind).map(ClientEvent::MediaState)),
    ("publish() => publishing ", |at| (!at.before.ends_with("un")).then_some(ClientEvent::Publishing)),
    (" is trying to publish local stream", |_| Some(ClientEvent::Publishing)),
    (" stream is published", |at| cut(at.before, "local").map(|_| ClientEvent::Published)),
    ("unpublish() => unpublishing", |_| Some(ClientEvent::Unpublishing)),
    ("subscribe() => subscribe to [", |at| {
        let user = cut(at.behind, "]").map_or(at.behind, |(user, _)| user);
        (!at.before.ends_with("un")).then_some(ClientEvent::Subscribing(user))
    }),
    ("ontrack() kind: ", |_| Some(ClientEvent::RemoteTrack)),
    ("getUserMedia with constraints: ", |_| Some(ClientEvent::Capturing)),
    ("getDisplayMedia with constraints: ", |_| Some(ClientEvent::Capturing)),
    ("gotStream hasAudio: ", |_| Some(ClientEvent::Captured)),
    (" track is ended", |_| Some(ClientEvent::TrackEnded)),
    ("recoverCapture() trying", |_| Some(ClientEvent::Recovering)),
    ("recoverCapture() successfully", |_| Some(ClientEvent::Recovered)),
    ("recoverCapture() failed", |_| Some(ClientEvent::RecoverFailed)),
    ("switch role to: ", |at| word(at.behind).map(ClientEvent::SwitchingRole)),
    ("baseTime from server: ", server_time),
    (" -> 6, rtt: ", quality_lost),
    ("local candidate: ", |at| candidate(true, at.behind)),
    ("remote candidate: ", |at| candidate(false, at.behind)),
    ("TrtcStats-{", |at| Some(ClientEvent::Capabilities(at.behind))),
    ("microphones: [", |at| Some(ClientEvent::Devices("microphone", devices(at.behind)))),
    ("cameras: [", |at| Some(ClientEvent::Devices("camera", devices(at.behind)))),
    ("visibility change: ", |at| word(at.behind).map(ClientEvent::Visibility)),
    ("net::", |at| {
        // Chromium's own log names the host behind the error.
        let place = cut(at.behind, ", source: ").map_or(at.before, |(_, source)| source);
        Some(ClientEvent::RequestFailed(word(at.behind)?, place))
    }),
    // Said as soon as the page tries, before anything fails; Chromium's net error for it is not always printed.
    (" violates the following Content Security Policy", |at| {
        Some(ClientEvent::RequestFailed(BLOCKED_BY_POLICY, at.before))
    }),
    ("ermissions policy violation: ", |at| word(at.behind).map(ClientEvent::FeatureForbidden)),
];

/// Chromium's word for a request that the page's content security policy forbids.
pub const BLOCKED_BY_POLICY: &str = "ERR_BLOCKED_BY_CSP";

/// The literals of lines that tell a happening, each once.
pub fn literals() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().map(|(literal, _)| *literal)
}

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let literals = SIGNS.iter().map(|(literal, _)| literal);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(literals).ok()
});

/// Where in a message a happening is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PatternMatch {
    sign: u16,
    start: u32,
}

/// Finds the happening that a message (one line of it, from `[↑c4|student_07]` on) tells, without its texts, which the
/// message holds; `None` for most.
pub fn find_pattern(message: &str) -> Option<PatternMatch> {
    let finder = FINDER.as_ref()?;
    let spots = finder
        .find_iter(message)
        .map(|hit| PatternMatch { sign: hit.pattern().as_u32() as u16, start: hit.start() as u32 });
    spots.into_iter().find(|find_pattern| find_pattern.read(message).is_some())
}

/// As [`find_pattern`], and what is told there, where it is known which [`literals`] stand in the message, and where: `signs`, in any
/// order.
pub fn event_at<'a>(message: &'a str, signs: &mut [PatternMatch]) -> Option<ClientEvent<&'a str>> {
    if let [find_pattern] = signs {
        return find_pattern.read(message);
    }
    // As a search would come upon them: of those that begin at one place the longest, and what it covers is passed.
    let length =
        |find_pattern: &PatternMatch| SIGNS.get(usize::from(find_pattern.sign)).map_or(0, |(sign, _)| sign.len());
    signs.sort_unstable_by_key(|find_pattern| (find_pattern.start, std::cmp::Reverse(length(find_pattern))));
    let mut passed = 0;
    signs.iter().find_map(|find_pattern| {
        let is_next = find_pattern.start >= passed;
        if is_next {
            passed = find_pattern.start + length(find_pattern) as u32;
        }
        find_pattern.read(message).filter(|_| is_next)
    })
}

impl PatternMatch {
    /// Where this one of the [`literals`] stands.
    pub fn new(sign: usize, start: usize) -> Self {
        Self { sign: sign as u16, start: start as u32 }
    }

    /// What is told there; `message` is the one that the spot was found in.
    pub fn read(self, message: &str) -> Option<ClientEvent<&str>> {
        let (sign, read) = SIGNS.get(usize::from(self.sign))?;
        let start = self.start as usize;
        read(Around { before: message.get(..start)?, behind: message.get(start + sign.len()..)? })
    }
}

/// A text before and behind `key`.
fn cut<'t>(text: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
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

/// What stands between the second and the third blank.
fn third_word(text: &str) -> Option<&str> {
    let mut blanks = memchr::memchr_iter(b' ', text.as_bytes());
    let start = blanks.nth(1)? + 1;
    Some(blanks.next().map_or(&text[start..], |end| &text[start..end]))
}

fn number(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

/// Where nothing flows, quality is said to be lost with zeros for all that was measured.
fn quality_lost(at: Around<'_>) -> Option<ClientEvent<&str>> {
    if at.behind.starts_with("0, loss: 0") {
        return None;
    }
    let grade = at.before.len() - at.before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let way = at.before[..grade].strip_suffix("link network quality change ")?;
    let direction = match way.ends_with("up") {
        true => Direction::Up,
        false if way.ends_with("down") => Direction::Down,
        false => return None,
    };
    Some(ClientEvent::QualityLost(direction))
}

/// How many devices a list names.
fn devices(list: &str) -> u16 {
    let named = memchr::memmem::find_iter(list.as_bytes(), b"\"deviceId\"").count();
    u16::try_from(named).unwrap_or(u16::MAX)
}

fn direction(text: &str) -> Option<Direction> {
    let is_up = cut(text, "uplink").map(|_| Direction::Up);
    is_up.or_else(|| cut(text, "downlink").map(|_| Direction::Down))
}

/// `5001 useStringRoomId: false mode: rtc role: anchor`, of version 5 `5001 scene: live userRole: anchor`.
fn joining(at: Around<'_>) -> Option<ClientEvent<&str>> {
    let room = word(at.behind)?;
    let (mut mode, mut role) = ("", "");
    let mut passed = 0;
    for key in at.behind.as_bytes().split(|byte| *byte == b' ') {
        passed += key.len() + 1;
        let slot = match key {
            b"mode:" | b"scene:" if mode.is_empty() => &mut mode,
            b"role:" | b"userRole:" if role.is_empty() => &mut role,
            _ => continue,
        };
        *slot = at.behind.get(passed..).and_then(word).unwrap_or_default();
    }
    Some(ClientEvent::Joining { room, mode, role })
}

fn server_time(at: Around<'_>) -> Option<ClientEvent<&str>> {
    let (time, offset) = cut(at.behind, " offset: ")?;
    Some(ClientEvent::ServerTime(time, word(offset)?.parse().ok()?))
}

fn candidate(local: bool, text: &str) -> Option<ClientEvent<&str>> {
    let (kind, rest) = cut(text, " ")?;
    let (protocol, _) = cut(rest, ":")?;
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_word(kind) && is_word(protocol)).then_some(ClientEvent::Candidate { local, kind, protocol })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, wanted: &str) {
        let got = find_pattern(message)
            .and_then(|find_pattern| find_pattern.read(message))
            .map(|what| format!("{what:?}"))
            .unwrap_or_default();
        assert_eq!(got, wanted, "{message}");
        let all = literals().enumerate();
        let mut signs: Vec<_> = all
            .flat_map(|(sign, text)| message.match_indices(text).map(move |(at, _)| PatternMatch::new(sign, at)))
            .collect();
        signs.reverse();
        assert_eq!(
            event_at(message, &mut signs),
            find_pattern(message).and_then(|find_pattern| find_pattern.read(message)),
            "{message}"
        );
    }

    #[test]
    fn lines_of_all_versions_are_understood() {
        check("[c|a]  using sdpSemantics: unified-plan", "Created");
        check("[↑t1-r1] sdpSemantics: unified-plan, netType: unknown", "Created");
        check("[↑c1|a] schedule with cache:false : {\"domains\":[]}", "Scheduled");
        check("[↑c1|a] setup signal channel", "Connecting");
        check("[↑ws|a] websocket[wss://x.example/?userSig=S] error observed", r#"SocketError("")"#);
        check(
            "WebSocket connection to 'wss://x.example/' failed: Error in connection establishment",
            r#"SocketError("")"#,
        );
        check(
            "WebSocket connection to 'wss://x.example/' failed: Error in connection establishment: net::ERR_CERT_DATE_INVALID",
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
        check("<WARN> [ws|a] reconnect success", "SignalBack");
        check(
            "[c1|a] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor",
            "Joining { room: \"5001\", mode: \"rtc\", role: \"anchor\" }",
        );
        check("[c1|a] Join room success, start heartbeat", "Joined");
        check("[c1|a] user was banned because of [kick]", "Banned(\"kick\")");
        check("<WARN> [n|a] reconnect() try to reconnect uplink [12/30]", "MediaRetry(Up, 12)");
        check("<WARN> [n|a] reconnect() uplink reconnect successfully", "MediaBack(Up)");
        check("[c1|a] publish() => publishing main stream 1-2", "Publishing");
        check("[c1|a] unpublish() => unpublishing local stream", "Unpublishing");
        check("[c1|a] local main stream is published", "Published");
        check("[c2|b] subscribe() => subscribe to [t 1] main stream with options: {}", "Subscribing(\"t 1\")");
        check("[c2|b] unsubscribe() => unsubscribe to [t1] main stream", "");
        check("[q|a] uplink network quality change 0 -> 6, rtt: undefined, loss: NaN", "QualityLost(Up)");
        check("[q|a] uplink network quality change 0 -> 6, rtt: 0, loss: 0", "");
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
