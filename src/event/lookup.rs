//! Finds the event of an entry whose literals are already known, without parsing the entry in full.

use super::client_event::ClientEvent;
use super::patterns::{PatternMatch, event_in_matches, find_pattern};
use crate::log::parse::text::EntryParts;

/// The result of [`lookup_event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventLookup<'a> {
    /// The entry reports this event.
    Found(ClientEvent<&'a str>),
    /// The entry reports no event.
    NotFound,
    /// Only a full parse of the entry shows whether it reports an event.
    NeedsFullParse,
}

/// If a message contains this many literals, it is searched again instead.
const MAX_MATCHES: usize = 8;

/// Finds the event in the first line of an entry's message. `parts` are the parts of the entry, and `start` is the offset of its
/// message in the chunk. `matches` are the [literals](super::literals) found in the entry, each as its index and its offset in
/// the chunk.
pub(crate) fn lookup_event<'a>(parts: &EntryParts<'a>, start: usize, matches: &[(usize, usize)]) -> EventLookup<'a> {
    if parts.is_quoted {
        return EventLookup::NeedsFullParse;
    }
    let message = first_line(parts.message);
    let mut in_message = [PatternMatch::default(); MAX_MATCHES];
    let mut count = 0;
    for (pattern, at) in matches.iter().filter(|(_, at)| (start..start + message.len()).contains(at)).take(MAX_MATCHES)
    {
        in_message[count] = PatternMatch::new(*pattern, at - start);
        count += 1;
    }
    let event = if count < MAX_MATCHES {
        event_in_matches(message, &mut in_message[..count])
    } else {
        find_pattern(message).and_then(|found| found.event(message))
    };
    event.map_or(EventLookup::NotFound, EventLookup::Found)
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
    fn events_are_found_by_the_literals_of_an_entry() {
        let lookup = |entry: &str| {
            let parts = parts(entry, Layout::default().classify(entry));
            let start = 100 + entry.len() - parts.message.len();
            let all = crate::event::literals().enumerate();
            let matches: Vec<_> =
                all.flat_map(|(idx, text)| entry.match_indices(text).map(move |(at, _)| (idx, 100 + at))).collect();
            match lookup_event(&parts, start, &matches) {
                EventLookup::Found(event) => format!("{event:?}"),
                other => format!("{other:?}"),
            }
        };
        let joined = "trtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] Join room success, start heartbeat";
        assert_eq!(lookup(joined), "Joined");
        assert_eq!(lookup("trtc.js:1 TRTC[00:41:56:412] <INFO> [↑c1|bob] x\nJoin room success"), "NotFound");
        let many = "Join() => joining room: ".repeat(9);
        assert_eq!(
            lookup(&format!("[00:41:56] <INFO> [c1|a] {many}7")),
            r#"Joining { room: "Join()", mode: "", role: "" }"#
        );
    }
}
