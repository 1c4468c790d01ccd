//! Parsed entries, before they are numbered: what the window shows, and what the finders search.

use std::borrow::Cow;

use crate::log::entry::Level;

/// One parsed entry. Lines count from 0 within the chunk that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedEntry<'a> {
    /// First physical line.
    pub first_line: u64,
    /// Last physical line.
    pub last_line: u64,
    /// JSON pointer of the record, in documents that are not line-based.
    pub pointer: Option<String>,
    /// The time, normalized.
    pub time: Option<String>,
    /// The log's own level.
    pub level: Level,
    /// The client in the SDK's prefix.
    pub client: Option<String>,
    /// The user in the SDK's prefix, or of the record.
    pub user: Option<String>,
    /// The message, as the window shows it.
    pub message: Cow<'a, str>,
    /// The texts of the entry that may carry codes.
    pub texts: Vec<TextPart<'a>>,
    /// The objects of the entry that may carry codes in their members.
    pub objects: Vec<ErrorObject<'a>>,
    /// Who wrote the entry: the SDK, an export, or a person.
    pub origin: Origin,
}

impl ParsedEntry<'_> {
    /// Converts all borrowed texts to owned ones.
    pub fn into_owned(self) -> ParsedEntry<'static> {
        let texts = self.texts.into_iter().map(|part| TextPart { text: Cow::Owned(part.text.into_owned()), ..part });
        let objects = self.objects.into_iter().map(ErrorObject::into_owned).collect();
        ParsedEntry { message: Cow::Owned(self.message.into_owned()), texts: texts.collect(), objects, ..self }
    }

    /// Sets the position of an entry that was read from a string to the line and pointer of that string.
    pub fn set_enclosing_string(&mut self, line: u64, pointer: Option<&String>) {
        (self.first_line, self.last_line) = (line, line);
        self.pointer = pointer.cloned();
        for part in &mut self.texts {
            (part.line, part.physical, part.pointer) = (line, false, pointer.cloned());
        }
        for object in &mut self.objects {
            (object.line, object.pointer, object.in_string) = (line, pointer.cloned(), true);
        }
    }
}

/// Who wrote an entry. Finders apply stricter rules to free text than to exports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The SDK: the entry has its prefix.
    Sdk,
    /// A console or a record: the app, the browser, a report.
    Export,
    /// A person: mail, chat, notes.
    #[default]
    Prose,
    /// A web service that is not Tencent's: its answer in an HTTP archive.
    Foreign,
}

/// A text that may carry codes.
#[derive(Clone, Debug, PartialEq)]
pub struct TextPart<'a> {
    /// Physical line where it begins.
    pub line: u64,
    /// Whether its line breaks are line breaks of the file: then its second line is the next physical line. Line breaks
    /// inside JSON strings are not.
    pub physical: bool,
    /// JSON pointer of the string.
    pub pointer: Option<String>,
    /// The text.
    pub text: Cow<'a, str>,
}

/// The scalar members of a JSON object that may be an error, an event or a response of the server.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorObject<'a> {
    /// Physical line where the record begins.
    pub line: u64,
    /// JSON pointer of the object, or of the string that contains it.
    pub pointer: Option<String>,
    /// Whether it is inside a string: then its members have no pointers of their own.
    pub in_string: bool,
    /// Key and value (numbers as written, strings unescaped).
    pub members: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl ErrorObject<'_> {
    fn into_owned(self) -> ErrorObject<'static> {
        let members = self.members.into_iter();
        let members = members.map(|(key, value)| (key.into_owned().into(), value.into_owned().into())).collect();
        ErrorObject { members, ..self }
    }

    /// The value of `key`.
    pub fn member(&self, key: &str) -> Option<&str> {
        self.members.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_ref())
    }
}
