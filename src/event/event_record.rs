//! Events: entries that tell of their client's life and of nothing else. There are many of them, and none is kept: what an
//! event says is read where its chunk is, its few words go to the report's own texts.

use super::{ClientEvent, PatternMatch, event_at, find_pattern};
use crate::log::parse::clock::Clock;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::text::EntryParts;

/// Who speaks in an entry, by the SDK's prefix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speaker<'a> {
    /// The client, `c4`.
    pub client: Option<&'a str>,
    /// The user; on a downlink, the one whose stream it is.
    pub user: Option<&'a str>,
    /// Whether it is a connection that receives, `[↓n|teacher_1]`.
    pub is_downlink: bool,
}

impl<'a> Speaker<'a> {
    /// Who speaks in `parsed`.
    pub fn of(parsed: &'a ParsedEntry<'_>) -> Self {
        let is_downlink = is_downlink(&parsed.message);
        Self { client: parsed.client.as_deref(), user: parsed.user.as_deref(), is_downlink }
    }

    /// The user, if it is this log's own and not another one in the room.
    pub fn own_user(self) -> Option<&'a str> {
        self.user.filter(|_| !self.is_downlink)
    }
}

/// Whether a message is about a connection that receives.
pub fn is_downlink(message: &str) -> bool {
    message.starts_with("[↓")
}

/// An event that was read; its texts stand among those of its report.
#[derive(Clone, Copy, Debug)]
pub struct EventRecord {
    /// Its number within the chunk, from 1. (A chunk has far less than 4 billion.)
    pub number: u32,
    /// Its first line, from 0 within the chunk.
    pub line: u32,
    /// What its clock shows.
    pub clock: Option<Clock>,
    /// Whose event it is: its place among the report's speakers.
    pub speaker: u32,
    /// What it tells; `None` where nothing but the user is of interest.
    pub what: Option<ClientEvent<TextSlice>>,
}

/// A text among those of a report. (They are far less than 4 GiB.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextSlice {
    start: u32,
    length: u32,
}

/// Texts and speakers of the events of a chunk.
#[derive(Debug, Default)]
pub struct EventTexts {
    texts: String,
    speakers: Vec<(Option<TextSlice>, Option<TextSlice>, bool)>,
}

impl EventTexts {
    /// Drops all, but for the room they had.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.speakers.clear();
    }

    /// Takes a text.
    pub fn put(&mut self, text: &str) -> TextSlice {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        TextSlice { start, length: text.len() as u32 }
    }

    /// A text that was taken.
    pub fn text(&self, slice: TextSlice) -> &str {
        let start = slice.start as usize;
        self.texts.get(start..start + slice.length as usize).unwrap_or_default()
    }

    /// Takes a speaker; returns its place.
    pub fn put_speaker(&mut self, speaker: Speaker<'_>) -> u32 {
        let Speaker { client, user, is_downlink } = speaker;
        let (client, user) = (client.map(|client| self.put(client)), user.map(|user| self.put(user)));
        self.speakers.push((client, user, is_downlink));
        self.speakers.len() as u32 - 1
    }

    /// The speaker at a place.
    pub fn speaker(&self, place: u32) -> Speaker<'_> {
        let Some((client, user, is_downlink)) = self.speakers.get(place as usize) else { return Speaker::default() };
        let text = |slice: &Option<TextSlice>| slice.map(|slice| self.text(slice));
        Speaker { client: text(client), user: text(user), is_downlink: *is_downlink }
    }
}

/// What an entry tells at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded<'a> {
    /// An event.
    Event(ClientEvent<&'a str>),
    /// Nothing.
    Nothing,
    /// It has to be read in full to tell.
    Unclear,
}

/// Of lines that hold so many signs, all are searched for anew.
const MAX_SPOTS: usize = 8;

/// Looks for an event in the first line of an entry, of which these are the parts; its message begins at byte `start` of its
/// chunk, in which these [literals](super::literals) stand at these places.
pub fn record<'a>(parts: &EntryParts<'a>, start: usize, signs: &[(usize, usize)]) -> Recorded<'a> {
    if parts.is_quoted {
        return Recorded::Unclear;
    }
    let message = first_line(parts.message);
    let mut spots = [PatternMatch::default(); MAX_SPOTS];
    let mut count = 0;
    for (sign, at) in signs.iter().filter(|(_, at)| (start..start + message.len()).contains(at)).take(MAX_SPOTS) {
        spots[count] = PatternMatch::new(*sign, at - start);
        count += 1;
    }
    let told = if count < MAX_SPOTS {
        event_at(message, &mut spots[..count])
    } else {
        find_pattern(message).and_then(|find_pattern| find_pattern.read(message))
    };
    told.map_or(Recorded::Nothing, Recorded::Event)
}

fn first_line(text: &str) -> &str {
    let line = memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::parse::text::parts;

    #[test]
    fn events_are_told_by_their_signs() {
        let told = |entry: &str| {
            let parts = parts(entry, Layout::default().classify(entry));
            let start = 100 + entry.len() - parts.message.len();
            let all = crate::event::literals().enumerate();
            let signs: Vec<_> =
                all.flat_map(|(sign, text)| entry.match_indices(text).map(move |(at, _)| (sign, 100 + at))).collect();
            match record(&parts, start, &signs) {
                Recorded::Event(what) => format!("{what:?}"),
                other => format!("{other:?}"),
            }
        };
        assert_eq!(told("trtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] Join room success, start heartbeat"), "Joined");
        assert_eq!(told("trtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] x\nJoin room success"), "Nothing");
        let many = "Join() => joining room: ".repeat(9);
        assert_eq!(
            told(&format!("[00:41:56] <INFO> [c1|a] {many}7")),
            r#"Joining { room: "Join()", mode: "", role: "" }"#
        );
    }

    #[test]
    fn speakers_are_what_they_were() {
        let mut texts = EventTexts::default();
        let alice = Speaker { client: Some("c1"), user: Some("alice"), is_downlink: false };
        let bob = Speaker { user: Some("bob"), is_downlink: true, ..alice };
        let speakers = [alice, bob, Speaker::default()];
        let places = speakers.map(|speaker| texts.put_speaker(speaker));
        assert_eq!(places.map(|place| texts.speaker(place)), speakers);
        assert_eq!(bob.own_user(), None);
    }
}
