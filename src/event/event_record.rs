//! Events in the report of a chunk. A log has many events, so a record is small: its texts and its speaker are references
//! into the [`EventTexts`] of the report.

use super::client_event::ClientEvent;
use super::speaker::Speaker;
use crate::log::parse::clock::Clock;

/// An event in the report of a chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventRecord {
    /// Number of the entry within the chunk, from 1. (A chunk has far fewer than 4 billion entries.)
    pub number: u32,
    /// First line of the entry, from 0 within the chunk.
    pub line: u32,
    /// Clock of the entry.
    pub clock: Option<Clock>,
    /// Index of the speaker in the report's [`EventTexts`].
    pub speaker: u32,
    /// The event; `None` if only the speaker of the entry is of interest.
    pub event: Option<ClientEvent<TextSlice>>,
}

/// A text in [`EventTexts`], in bytes. (The texts of a chunk are far shorter than 4 GiB.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextSlice {
    start: u32,
    length: u32,
}

/// The texts and speakers of the events in a chunk.
#[derive(Debug, Default)]
pub(crate) struct EventTexts {
    texts: String,
    /// Client, user, and whether it is a downlink.
    speakers: Vec<(Option<TextSlice>, Option<TextSlice>, bool)>,
}

impl EventTexts {
    /// Removes all texts and speakers. The capacity is kept.
    pub(crate) fn clear(&mut self) {
        self.texts.clear();
        self.speakers.clear();
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: &str) -> TextSlice {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        TextSlice { start, length: text.len() as u32 }
    }

    /// The text of a slice that [`push`](Self::push) returned.
    pub(crate) fn text(&self, slice: TextSlice) -> &str {
        let start = slice.start as usize;
        self.texts.get(start..start + slice.length as usize).unwrap_or_default()
    }

    /// Appends a speaker and returns its index.
    pub(crate) fn push_speaker(&mut self, speaker: Speaker<'_>) -> u32 {
        let Speaker { client, user, is_downlink } = speaker;
        let (client, user) = (client.map(|client| self.push(client)), user.map(|user| self.push(user)));
        self.speakers.push((client, user, is_downlink));
        self.speakers.len() as u32 - 1
    }

    /// The speaker at an index; an empty one if there is no such index.
    pub(crate) fn speaker(&self, idx: u32) -> Speaker<'_> {
        let Some((client, user, is_downlink)) = self.speakers.get(idx as usize) else { return Speaker::default() };
        let text = |slice: &Option<TextSlice>| slice.map(|slice| self.text(slice));
        Speaker { client: text(client), user: text(user), is_downlink: *is_downlink }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_returned_as_pushed() {
        let mut texts = EventTexts::default();
        let alice = Speaker { client: Some("c1"), user: Some("alice"), is_downlink: false };
        let bob = Speaker { user: Some("bob"), is_downlink: true, ..alice };
        let speakers = [alice, bob, Speaker::default()];
        let indices = speakers.map(|speaker| texts.push_speaker(speaker));
        assert_eq!(indices.map(|idx| texts.speaker(idx)), speakers);
        assert_eq!(bob.own_user(), None);
    }
}
