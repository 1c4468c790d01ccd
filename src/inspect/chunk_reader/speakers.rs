//! The speakers of the entries of one text. Neighbouring entries share a few of them, so each is added to the report once.

use crate::event::{EventTexts, Speaker, is_downlink};
use crate::log::parse::prefix::parse_client;
use crate::log::segment::short_prefix::ShortPrefix;

/// Number of speakers that are remembered. A client has one each for itself, its socket, its streams, its connections and
/// their quality.
const SLOTS: usize = 8;

/// The last speakers, by the client prefix of their messages, `[↑c1|alice]`. Without them, a log takes 11 to 26 % more
/// instructions (`benches/make_log.rs`, all formats).
#[derive(Default)]
pub(super) struct KnownSpeakers<'t> {
    slots: [KnownSpeaker<'t>; SLOTS],
    /// The slot to replace next.
    oldest: usize,
    /// The slot of the last message.
    last: usize,
}

/// A client prefix, and the index of its speaker in the report.
#[derive(Default)]
struct KnownSpeaker<'t> {
    prefix: ShortPrefix<&'t str>,
    speaker: u32,
}

impl<'t> KnownSpeakers<'t> {
    /// Whether a message has no client prefix, or that of a known speaker.
    #[inline]
    pub(super) fn is_known(&mut self, message: &str) -> bool {
        !message.starts_with('[') || self.find(message).is_some()
    }

    /// The slot of the client prefix of a message.
    #[inline]
    fn find(&mut self, message: &str) -> Option<usize> {
        let is_prefix = |slot: &KnownSpeaker<'_>| slot.prefix.is_prefix_of(message.as_bytes());
        if is_prefix(&self.slots[self.last]) {
            return Some(self.last);
        }
        self.last = self.slots.iter().position(is_prefix)?;
        Some(self.last)
    }

    /// The index of the speaker of a message in the report, to which a new one is added. Also returns whether it is new.
    /// `user` is the speaker's user if the message does not name one.
    pub(super) fn find_or_add(&mut self, message: &'t str, user: Option<&str>, texts: &mut EventTexts) -> (u32, bool) {
        if let Some(idx) = self.find(message) {
            return (self.slots[idx].speaker, false);
        }
        let parsed = parse_client(message);
        let (client, own_user) = parsed.unwrap_or_default();
        let is_downlink = is_downlink(message);
        let speaker = texts.push_speaker(Speaker { client, user: own_user.or(user), is_downlink });
        let length = memchr::memchr(b']', message.as_bytes()).map_or(message.len(), |close| close + 1);
        let prefix = &message[..length];
        // A name with JSON escapes is not the name itself: the record must be parsed to get it.
        let is_new = parsed.is_some() && !prefix.contains('\\');
        if is_new {
            self.slots[self.oldest] = KnownSpeaker { prefix: ShortPrefix::new(prefix), speaker };
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % SLOTS;
        }
        (speaker, is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_new_once() {
        let (mut speakers, mut texts) = (KnownSpeakers::default(), EventTexts::default());
        let mut find = |message| speakers.find_or_add(message, None, &mut texts);
        assert_eq!(
            ["[↑c1|a] x", "[c|u]  x", "[↑c1|a] y", "[c|u]  y", "[↑c1|a]"].map(&mut find),
            [(0, true), (1, true), (0, false), (1, false), (0, false)]
        );
        // Messages without a speaker, or with an escaped name, are not remembered.
        assert_eq!(["plain", "[open", "[↑c1|a\\\"b] x"].map(&mut find), [(2, false), (3, false), (4, false)]);
        let others: Vec<String> = (0..SLOTS).map(|idx| format!("[o{idx}|c] x")).collect();
        let mut speakers = KnownSpeakers::default();
        assert!(speakers.find_or_add("[c1|a] x", None, &mut texts).1);
        assert!(others.iter().all(|other| speakers.find_or_add(other, None, &mut texts).1));
        assert!(speakers.find_or_add("[c1|a] x", None, &mut texts).1);
    }

    #[test]
    fn speakers_have_client_and_user() {
        let (mut speakers, mut texts) = (KnownSpeakers::default(), EventTexts::default());
        for (message, client, user, is_downlink) in [
            ("[↓n|bob] x", Some("n"), Some("bob"), true),
            ("[↑t1] x", None, Some("body"), false),
            ("plain", None, Some("body"), false),
        ] {
            let (idx, _) = speakers.find_or_add(message, Some("body"), &mut texts);
            assert_eq!(texts.speaker(idx), Speaker { client, user, is_downlink }, "{message}");
        }
        assert!(speakers.is_known("[↓n|bob]") && speakers.is_known("plain") && !speakers.is_known("[n|bob] x"));
    }
}
