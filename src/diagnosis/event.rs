//! Events: entries that tell of their client's life and of nothing else. There are many of them, and none is copied: an
//! event is a handful of places in the bytes of its chunk.

use super::happening::{Happening, Spot, spot, spot_among};
use super::tags::Tag;
use crate::log::Level;
use crate::log::draft::Draft;
use crate::log::prefix::Prefix;
use crate::log::text::Parts;

/// What an entry tells of its client's life, as places in the chunk's bytes.
#[derive(Clone, Copy, Debug)]
pub struct ReadEvent {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// Its first line, from 0 within the chunk.
    pub line: u64,
    clock: Slice,
    client: Slice,
    user: Slice,
    message: Slice,
    spot: Option<Spot>,
}

/// Where a text stands in the chunk's bytes; empty where there is none. (A chunk is far smaller than 4 GiB.)
#[derive(Clone, Copy, Debug, Default)]
struct Slice {
    start: u32,
    length: u32,
}

/// Who speaks in an entry, by the SDK's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker<'a> {
    /// The client, `c4`.
    pub client: Option<&'a str>,
    /// The user; on a downlink, the one whose stream it is.
    pub user: Option<&'a str>,
    /// Whether it is a connection that receives, `[↓n|teacher_1]`.
    pub is_downlink: bool,
}

impl<'a> Speaker<'a> {
    /// Who speaks in `draft`.
    #[must_use]
    pub fn of(draft: &'a Draft<'_>) -> Self {
        let is_downlink = draft.message.starts_with("[↓");
        Self { client: draft.client.as_deref(), user: draft.user.as_deref(), is_downlink }
    }

    /// The user, if it is this log's own and not another one in the room.
    #[must_use]
    pub fn own_user(self) -> Option<&'a str> {
        self.user.filter(|_| !self.is_downlink)
    }
}

/// An event with its texts.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Clock of the SDK's prefix, as printed.
    pub clock: Option<&'a str>,
    /// Whose event it is.
    pub speaker: Speaker<'a>,
    /// What it tells; `None` where nothing but the user is of interest.
    pub what: Option<Happening<'a>>,
}

/// Of lines that hold so many signs, all are searched for anew.
const MAX_SPOTS: usize = 8;

/// What an entry tells at first sight.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// An event.
    Event(ReadEvent),
    /// Nothing.
    Nothing,
    /// It has to be read in full to tell.
    Unclear,
}

/// Looks for an event in the first line of an entry, of which these are the parts; it begins at byte `start` of its chunk,
/// in which these [literals](super::happening::literals) stand at these places.
#[must_use]
pub fn tell(entry: &str, parts: &Parts<'_>, start: usize, signs: &[(usize, usize)]) -> Told {
    if parts.is_quoted {
        return Told::Unclear;
    }
    let message = first_line(parts.message);
    let place = Slice::new(entry, message, start);
    let (from, to) = (place.start as usize, (place.start + place.length) as usize);
    let mut spots = [Spot::default(); MAX_SPOTS];
    let mut count = 0;
    for (sign, at) in signs.iter().filter(|(_, at)| (from..to).contains(at)).take(MAX_SPOTS) {
        spots[count] = Spot::new(*sign, at - from);
        count += 1;
    }
    let found = if count < MAX_SPOTS { spot_among(message, &mut spots[..count]) } else { spot(message) };
    match found {
        Some(spot) => Told::Event(ReadEvent::new(entry, parts.prefix, message, start, Some(spot))),
        None => Told::Nothing,
    }
}

fn first_line(text: &str) -> &str {
    let line = memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
    line.strip_suffix('\r').unwrap_or(line)
}

/// An event of which nothing but the user is of interest: the one that a message is tagged with, which is a part of an entry
/// that begins at byte `start` of its chunk.
#[must_use]
pub fn mention(entry: &str, message: &str, tag: &Tag<'_>, start: usize) -> ReadEvent {
    let prefix = Prefix { clock: "", level: Level::None, client: tag.client, user: tag.user, message: 0 };
    ReadEvent::new(entry, Some(prefix), message, start, None)
}

impl ReadEvent {
    fn new(entry: &str, prefix: Option<Prefix<'_>>, message: &str, start: usize, spot: Option<Spot>) -> Self {
        let slice = |part: Option<&str>| part.map_or(Slice::default(), |part| Slice::new(entry, part, start));
        Self {
            number: 0,
            line: 0,
            clock: slice(prefix.map(|prefix| prefix.clock)),
            client: slice(prefix.and_then(|prefix| prefix.client)),
            user: slice(prefix.and_then(|prefix| prefix.user)),
            message: slice(Some(message)),
            spot,
        }
    }

    /// The same as the entry of this number, from 1, and first line, from 0, within the chunk.
    #[must_use]
    pub fn at(self, number: u64, line: u64) -> Self {
        Self { number, line, ..self }
    }

    /// The event, out of the text of the chunk that it was read from.
    #[must_use]
    pub fn within<'a>(&self, chunk: &'a str) -> Event<'a> {
        let filled = |slice: Slice| Some(slice.of(chunk)).filter(|text| !text.is_empty());
        let message = self.message.of(chunk);
        let speaker =
            Speaker { client: filled(self.client), user: filled(self.user), is_downlink: message.starts_with("[↓") };
        Event { clock: filled(self.clock), speaker, what: self.spot.and_then(|spot| spot.read(message)) }
    }
}

impl Slice {
    /// Where `part` stands, a part of `whole`, which begins at byte `start` of the chunk.
    fn new(whole: &str, part: &str, start: usize) -> Self {
        let before = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
        Self { start: (start + before) as u32, length: part.len() as u32 }
    }

    fn of(self, chunk: &str) -> &str {
        let start = self.start as usize;
        chunk.get(start..start + self.length as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tags::Tags;
    use super::*;
    use crate::log::Layout;
    use crate::log::text::parts;

    fn told(entry: &str, start: usize) -> Told {
        let all = super::super::happening::literals().enumerate();
        let signs: Vec<_> =
            all.flat_map(|(sign, text)| entry.match_indices(text).map(move |(at, _)| (sign, start + at))).collect();
        tell(entry, &parts(entry.trim_end(), Layout::default().classify(entry)), start, &signs)
    }

    #[test]
    fn events_are_places_in_the_chunk() {
        let chunk = "x\ntrtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] Join room success, start heartbeat\n";
        let Told::Event(event) = told(&chunk[2..], 2) else { unreachable!("no event") };
        let Event { clock, speaker, what } = event.within(chunk);
        assert_eq!((clock, what), (Some("00:41:56:412"), Some(Happening::Joined)));
        assert_eq!((speaker.client, speaker.own_user()), (Some("c1"), Some("bob")));
    }

    #[test]
    fn users_of_downlinks_are_others() {
        let entry = "x[00:41:56] <INFO> [↓c1|bob] plain";
        for (message, user) in [(&entry[19..], None), ("[↑c1|bob] plain", Some("bob")), ("plain", None)] {
            let chunk = format!("{entry} {message}");
            let message = &chunk[entry.len() + 1..];
            let event = mention(&chunk, message, &Tags::default().of(message), 0);
            assert_eq!(event.within(&chunk).speaker.own_user(), user, "{message}");
        }
    }
}
