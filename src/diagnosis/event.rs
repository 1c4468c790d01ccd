//! Events: entries that tell of their client's life and of nothing else. There are many of them, and none is copied: an
//! event is a handful of places in the bytes of its chunk.

use super::happening::{Happening, Spot, spot};
use crate::log::draft::Draft;
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

/// What an entry tells at first sight.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// An event.
    Event(ReadEvent),
    /// Its user, and nothing else.
    User(ReadEvent),
    /// Nothing.
    Nothing,
    /// It has to be read in full to tell.
    Unclear,
}

/// Looks for an event in the first line of an entry, of which these are the parts; it begins at byte `start` of its chunk.
#[must_use]
pub fn tell(entry: &str, parts: &Parts<'_>, start: usize) -> Told {
    if parts.is_quoted {
        return Told::Unclear;
    }
    let message = parts.message.lines().next().unwrap_or_default();
    let slice = |part: Option<&str>| part.map_or(Slice::default(), |part| Slice::new(entry, part, start));
    let user = parts.prefix.and_then(|prefix| prefix.user);
    let spot = spot(message);
    let event = ReadEvent {
        number: 0,
        line: 0,
        clock: slice(parts.prefix.map(|prefix| prefix.clock)),
        client: slice(parts.prefix.and_then(|prefix| prefix.client)),
        user: slice(user),
        message: slice(Some(message)),
        spot,
    };
    match (spot, user) {
        (Some(_), _) => Told::Event(event),
        (None, Some(_)) => Told::User(event),
        (None, None) => Told::Nothing,
    }
}

impl ReadEvent {
    /// The same as the entry of this number, from 1, and first line, from 0, within the chunk.
    #[must_use]
    pub fn at(self, number: u64, line: u64) -> Self {
        Self { number, line, ..self }
    }

    /// The event, out of the bytes of the chunk that it was read from.
    #[must_use]
    pub fn within<'a>(&self, chunk: &'a [u8]) -> Option<Event<'a>> {
        let text = |slice: Slice| simdutf8::basic::from_utf8(slice.of(chunk)).ok();
        let filled = |slice: Slice| text(slice).filter(|text| !text.is_empty());
        let what = match self.spot {
            Some(spot) => spot.read(text(self.message)?),
            None => None,
        };
        let is_downlink = self.message.of(chunk).starts_with("[↓".as_bytes());
        let speaker = Speaker { client: filled(self.client), user: filled(self.user), is_downlink };
        Some(Event { clock: filled(self.clock), speaker, what })
    }

    /// The user's bytes; empty where there is none.
    #[must_use]
    pub fn user_bytes<'a>(&self, chunk: &'a [u8]) -> &'a [u8] {
        self.user.of(chunk)
    }
}

impl Slice {
    /// Where `part` stands, a part of `whole`, which begins at byte `start` of the chunk.
    fn new(whole: &str, part: &str, start: usize) -> Self {
        let before = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
        Self { start: (start + before) as u32, length: part.len() as u32 }
    }

    fn of(self, chunk: &[u8]) -> &[u8] {
        let start = self.start as usize;
        chunk.get(start..start + self.length as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::text::parts;

    fn told(entry: &str, start: usize) -> Told {
        tell(entry, &parts(entry.trim_end(), Layout::default().classify(entry)), start)
    }

    #[test]
    fn events_are_places_in_the_chunk() {
        let chunk = "x\ntrtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] Join room success, start heartbeat\n";
        let Told::Event(event) = told(&chunk[2..], 2) else { unreachable!("no event") };
        let Event { clock, speaker, what } = event.within(chunk.as_bytes()).unwrap();
        assert_eq!((clock, what), (Some("00:41:56:412"), Some(Happening::Joined)));
        assert_eq!((speaker.client, speaker.own_user()), (Some("c1"), Some("bob")));
    }

    #[test]
    fn users_of_downlinks_are_others() {
        let entry = "[00:41:56] <INFO> [↓c1|bob] plain";
        let Told::User(event) = told(entry, 0) else { unreachable!("no user") };
        assert_eq!(event.within(entry.as_bytes()).unwrap().speaker.own_user(), None);
    }
}
