//! Entries as they are read, before they are numbered: what the window shows of them, and what the finders look at.

use std::borrow::Cow;

use crate::log::Level;

/// One entry as a format's reader yields it. Lines count from 0 within the chunk that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedEntry<'a> {
    /// First physical line.
    pub first_line: u64,
    /// Last physical line.
    pub last_line: u64,
    /// JSON pointer of the record, in documents that are not line-based.
    pub pointer: Option<String>,
    /// Clock, made regular.
    pub time: Option<String>,
    /// The log's own level.
    pub level: Level,
    /// Client of the SDK's prefix.
    pub client: Option<String>,
    /// User of the SDK's prefix, or of the record.
    pub user: Option<String>,
    /// What the window shows.
    pub message: Cow<'a, str>,
    /// The texts of the entry that may carry codes.
    pub texts: Vec<TextPart<'a>>,
    /// The objects of the entry that may carry codes in their members.
    pub objects: Vec<ErrorObject>,
    /// How the line was wrapped: whether the entry is the SDK's, an export's, or free text.
    pub origin: Origin,
}

impl ParsedEntry<'_> {
    /// The same with all texts its own, to outlive what it was read from.
    pub fn into_owned(self) -> ParsedEntry<'static> {
        let texts = self.texts.into_iter().map(|part| TextPart { text: Cow::Owned(part.text.into_owned()), ..part });
        ParsedEntry { message: Cow::Owned(self.message.into_owned()), texts: texts.collect(), ..self }
    }
}

/// Who wrote an entry; free text is judged by other rules than an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The SDK: the entry has its prefix.
    Sdk,
    /// A console or a record: the app, the browser, a report.
    Export,
    /// A person: mail, chat, notes.
    #[default]
    Prose,
}

/// A text that may carry codes.
#[derive(Clone, Debug, PartialEq)]
pub struct TextPart<'a> {
    /// Physical line on which it begins.
    pub line: u64,
    /// Whether its line breaks are the file's: then its second line stands on the next physical line. The line breaks
    /// inside JSON strings are not.
    pub physical: bool,
    /// JSON pointer of the string.
    pub pointer: Option<String>,
    /// The text.
    pub text: Cow<'a, str>,
}

/// The scalar members of a JSON object that may be an error, an event or an answer of the server.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorObject {
    /// Physical line on which the record begins.
    pub line: u64,
    /// JSON pointer of the object, or of the string it stands in.
    pub pointer: Option<String>,
    /// Whether it stands in a string: then its members have no pointers of their own.
    pub in_string: bool,
    /// Key and value (numbers as written; strings whole).
    pub members: Vec<(String, String)>,
}

impl ErrorObject {
    /// The value of `key`.
    pub fn member(&self, key: &str) -> Option<&str> {
        self.members.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The whole number that stands under `key`.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.member(key)?.trim().parse().ok()
    }
}
