//! Finds the event of an entry whose literals are already known, without parsing the entry in full.

use super::client_event::ClientEvent;
use super::patterns::{PatternMatch, event_in_matches, find_pattern};

/// If a message contains this many literals, it is searched again instead.
const MAX_MATCHES: usize = 8;

/// Finds the event in the first line of an entry's message, which begins at byte `start` of its chunk. `matches` are the
/// [literals](super::literals) found in the entry, each as its index and its offset in the chunk.
pub(crate) fn lookup_event<'a>(
    message: &'a str,
    start: usize,
    matches: &[(usize, usize)],
) -> Option<ClientEvent<&'a str>> {
    let message = first_line(message);
    let mut in_message = [PatternMatch::default(); MAX_MATCHES];
    let mut count = 0;
    for (pattern, at) in matches.iter().filter(|(_, at)| (start..start + message.len()).contains(at)).take(MAX_MATCHES)
    {
        in_message[count] = PatternMatch::new(*pattern, at - start);
        count += 1;
    }
    if count < MAX_MATCHES {
        event_in_matches(message, &mut in_message[..count])
    } else {
        find_pattern(message).and_then(|found| found.event(message))
    }
}

/// The first line of an entry's message: the only one that can be a client event.
pub(crate) fn first_line(text: &str) -> &str {
    let line = memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_found_by_the_literals_of_an_entry() {
        let lookup = |message: &str| {
            let all = crate::event::literals().enumerate();
            let matches: Vec<_> =
                all.flat_map(|(idx, text)| message.match_indices(text).map(move |(at, _)| (idx, 100 + at))).collect();
            lookup_event(message, 100, &matches).map_or("none".to_owned(), |event| format!("{event:?}"))
        };
        let joined = "[↑c1|bob] Join room success, start heartbeat";
        assert_eq!(lookup(joined), "Joined");
        assert_eq!(lookup("[↑c1|bob] x\nJoin room success"), "none");
        let many = "Join() => joining room: ".repeat(9);
        assert_eq!(lookup(&format!("[c1|a] {many}7")), r#"Joining { room: "Join()", mode: "", role: "" }"#);
    }
}
