//! Who speaks in an entry: the client and the user of the SDK's prefix, which have a column of their own.

use super::wrap::char_width;
use crate::log::LogEntry;

/// Longer ids are shortened in the middle.
const MAX_CHARS: usize = 14;

/// The client and the user of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSpeaker {
    /// The client, with the direction that the SDK prints: `↑c4`. May be empty.
    pub client: String,
    /// The whole id of the user; may be empty.
    pub user: String,
    /// Whether the filter matches the client or the user.
    pub is_match: bool,
    /// Whether the text that the user looks for is in the client or the user.
    pub is_hit: bool,
}

/// An id with at most `max_chars` characters: a longer one is shortened in the middle.
pub fn short_id(id: &str, max_chars: usize) -> String {
    let count = id.chars().count();
    if count <= max_chars {
        return id.to_owned();
    }
    let end = 5.min(max_chars / 2);
    let start: String = id.chars().take(max_chars - end - 1).collect();
    let end: String = id.chars().skip(count - end).collect();
    format!("{start}…{end}")
}

impl RowSpeaker {
    /// Who speaks, and the message without the prefix that says so.
    pub(super) fn of(entry: &LogEntry) -> (Self, &str) {
        let message = entry.message.as_str();
        let whole = |it: &Option<String>| it.clone().unwrap_or_default();
        let named = Self { client: whole(&entry.client), user: whole(&entry.user), ..Self::default() };
        if named == Self::default() {
            return (named, message);
        }
        let Some((prefix, rest)) = message.strip_prefix('[').and_then(|inner| inner.split_once(']')) else {
            return (named, message);
        };
        let (client, user) = prefix.split_once('|').unwrap_or((prefix, ""));
        let is_prefix = client.ends_with(&named.client) && user == named.user;
        if !is_prefix || client.chars().count() > named.client.chars().count() + 2 {
            return (named, message);
        }
        (
            Self { client: client.to_owned(), user: user.to_owned(), ..Self::default() },
            rest.trim_start_matches([' ', '\t']),
        )
    }

    /// The user's id, short enough for a column.
    pub fn short_user(&self) -> String {
        short_id(&self.user, MAX_CHARS)
    }

    /// The widths of client and short id, in narrow characters: Chinese ones are twice as wide.
    pub(in crate::app) fn widths(&self) -> [usize; 2] {
        [self.client.as_str(), &self.short_user()].map(|text| text.chars().map(char_width).sum())
    }

    pub(crate) fn is_matched_by(&self, pattern: &regex::Regex) -> bool {
        [&self.client, &self.user].into_iter().any(|text| !text.is_empty() && pattern.is_match(text))
    }

    /// Client and user in full.
    pub fn full(&self) -> String {
        [self.client.as_str(), self.user.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Level;

    fn entry(client: &str, user: &str, message: &str) -> LogEntry {
        LogEntry {
            number: 1,
            first_line: 1,
            last_line: 1,
            pointer: None,
            time: None,
            level: Level::Info,
            client: (!client.is_empty()).then(|| client.to_owned()),
            user: (!user.is_empty()).then(|| user.to_owned()),
            message: message.to_owned(),
            cut_bytes: 0,
        }
    }

    #[test]
    fn the_prefix_moves_into_the_column() {
        let with = entry("c4", "student_07", "[↑c4|student_07] joined");
        let (speaker, message) = RowSpeaker::of(&with);
        assert_eq!((speaker.full().as_str(), message), ("↑c4  student_07", "joined"));
        for (client, user, message) in [
            ("", "u", "[0] a list"),
            ("c4", "u", "[c4|other] joined"),
            ("", "", "[c4|u] joined"),
            ("c4", "u", "no prefix [c4|u]"),
        ] {
            assert_eq!(RowSpeaker::of(&entry(client, user, message)).1, message);
        }
    }

    #[test]
    fn long_ids_are_shortened_in_the_middle() {
        let user = format!("customer-{}-00017", "x".repeat(200));
        let (speaker, _) = RowSpeaker::of(&entry("c1", &user, "joined"));
        assert_eq!(speaker.short_user(), "customer…00017");
        let chinese =
            RowSpeaker { client: "↑c1".to_owned(), user: "用户_5001".to_owned(), ..RowSpeaker::default() };
        assert_eq!((speaker.widths()[1], chinese.widths()), (14, [3, 9]));
        assert_eq!(speaker.user, user);
    }
}
