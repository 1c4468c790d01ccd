//! The engineer's own notes about codes, and the file format in which they are saved and shared.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::code::{ErrorCode, Family};

/// Separates two notes about one code after a merge.
const SEPARATOR: &str = "\n\n———\n\n";

/// A file that contains no notes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotesError {
    /// The file is not JSON, or is truncated.
    #[error("it is no JSON: {0}")]
    NoJson(String),
    /// The file is JSON without notes.
    #[error("it has no list of “notes”")]
    NoNotes,
}

/// The result of a merge, in numbers of codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeCounts {
    /// Codes that had no note.
    pub added: usize,
    /// Codes whose note was extended.
    pub extended: usize,
}

/// The engineer's own notes, at most one for each code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    by_code: BTreeMap<ErrorCode, String>,
    /// Notes that this version does not understand, which a newer one may have written; they are written back unchanged.
    unknown: Vec<Value>,
    /// Unknown keys of the file, written back unchanged.
    unknown_keys: Map<String, Value>,
}

impl Notes {
    /// The note about a code; empty if the code has no note.
    pub fn get(&self, code: ErrorCode) -> &str {
        self.by_code.get(&code).map_or("", String::as_str)
    }

    /// Whether there is a note about a code.
    pub fn contains(&self, code: ErrorCode) -> bool {
        self.by_code.contains_key(&code)
    }

    /// How many codes have a note.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether no code has a note.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The codes that have a note, in order, each with its note.
    pub fn iter(&self) -> impl Iterator<Item = (ErrorCode, &str)> {
        self.by_code.iter().map(|(code, note)| (*code, note.as_str()))
    }

    /// The codes whose notes contain all words of the query, ignoring case; no codes for a query without words.
    pub fn search(&self, query: &str) -> impl Iterator<Item = ErrorCode> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let matches = move |note: &str| {
            let note = note.to_lowercase();
            !words.is_empty() && words.iter().all(|word| note.contains(word))
        };
        self.by_code.iter().filter(move |(_, note)| matches(note)).map(|(code, _)| *code)
    }

    /// Replaces the note about a code. A note of white space alone is removed.
    pub(super) fn set(&mut self, code: ErrorCode, note: String) {
        if note.trim().is_empty() {
            self.by_code.remove(&code);
        } else {
            self.by_code.insert(code, note);
        }
    }

    /// Merges the notes of others. If both have different notes about a code, both are kept. A second merge adds nothing.
    pub fn merge(&mut self, others: &Self) -> MergeCounts {
        let mut merged = MergeCounts::default();
        for (code, theirs) in &others.by_code {
            match self.by_code.get_mut(code) {
                None => {
                    self.by_code.insert(*code, theirs.clone());
                    merged.added += 1;
                }
                Some(mine) if mine.contains(theirs.trim()) => {}
                Some(mine) => {
                    *mine = if theirs.contains(mine.trim()) {
                        theirs.clone()
                    } else {
                        format!("{}{SEPARATOR}{}", mine.trim_end(), theirs.trim())
                    };
                    merged.extended += 1;
                }
            }
        }
        for note in &others.unknown {
            if !self.unknown.contains(note) {
                self.unknown.push(note.clone());
            }
        }
        merged
    }

    /// Parses the content of a file. A note about a code of an unknown family is kept, and written back.
    ///
    /// # Errors
    /// The text is not JSON, or has no list of notes.
    pub fn parse(text: &str) -> Result<Self, NotesError> {
        let value: Value = serde_json::from_str(text).map_err(|error| NotesError::NoJson(error.to_string()))?;
        let Value::Object(mut keys) = value else { return Err(NotesError::NoNotes) };
        let Some(Value::Array(list)) = keys.shift_remove("notes") else { return Err(NotesError::NoNotes) };
        let mut notes = Self { unknown_keys: keys, ..Self::default() };
        for item in list {
            match parse_note(&item) {
                Some((code, note)) if !notes.contains(code) => notes.set(code, note),
                Some((code, note)) => {
                    let mut duplicate = Self::default();
                    duplicate.set(code, note);
                    notes.merge(&duplicate);
                }
                None => notes.unknown.push(item),
            }
        }
        Ok(notes)
    }

    /// The content of the file.
    pub fn render(&self) -> String {
        let notes = self.by_code.iter().map(|(code, note)| render_note(*code, note));
        let mut keys = Map::new();
        keys.insert("notes".to_owned(), notes.chain(self.unknown.iter().cloned()).collect());
        keys.extend(self.unknown_keys.clone());
        format!("{:#}\n", Value::Object(keys))
    }
}

fn parse_note(item: &Value) -> Option<(ErrorCode, String)> {
    let text = |key: &str| item.get(key)?.as_str();
    let code = match Family::from_id(text("family")?)? {
        Family::Browser => ErrorCode::browser(text("name")?)?,
        family => ErrorCode::new(family, item.get("value")?.as_i64()?),
    };
    Some((code, text("note")?.to_owned()))
}

fn render_note(code: ErrorCode, note: &str) -> Value {
    let family = code.family().id();
    match code.value() {
        Some(value) => json!({ "family": family, "value": value, "code": code.to_string(), "note": note }),
        None => json!({ "family": family, "name": code.to_string(), "note": note }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(value: i64) -> ErrorCode {
        ErrorCode::new(Family::WebV4, value)
    }

    fn notes(all: &[(i64, &str)]) -> Notes {
        let mut notes = Notes::default();
        for (value, note) in all {
            notes.set(code(*value), (*note).to_owned());
        }
        notes
    }

    #[test]
    fn round_trip_keeps_unknown_notes_and_keys() {
        let text = r#"{"future":1,"notes":[
            {"family":"web-v4","value":16388,"note":"ticket 7:\nask for userSig — 进房"},
            {"family":"browser","name":"NotAllowedError","note":"macOS settings"},
            {"family":"moon","value":3,"note":"kept"}]}"#;
        let notes = Notes::parse(text).expect("notes");
        assert_eq!(notes.get(code(0x4004)), "ticket 7:\nask for userSig — 进房");
        assert_eq!(notes.len(), 2);
        let rendered = notes.render();
        assert!(rendered.contains("moon") && rendered.contains("future"), "{rendered}");
        assert_eq!(Notes::parse(&rendered), Ok(notes));
    }

    #[test]
    fn files_without_notes_are_rejected() {
        for damaged in ["", "\u{0}\u{0}", "[]", "{\"notes\":", "null", "{}", "{\"notes\":3}"] {
            assert!(Notes::parse(damaged).is_err(), "{damaged:?}");
        }
    }

    #[test]
    fn merging_keeps_both_notes_once() {
        let mut mine = notes(&[(1, "mine"), (2, "same"), (3, "short")]);
        let theirs = notes(&[(1, "theirs"), (2, "same "), (3, "short, and more"), (4, "new")]);
        assert_eq!(mine.merge(&theirs), MergeCounts { added: 1, extended: 2 });
        assert_eq!(mine.get(code(1)), "mine\n\n———\n\ntheirs");
        assert_eq!(mine.get(code(2)), "same");
        assert_eq!(mine.get(code(3)), "short, and more");
        assert_eq!(mine.merge(&theirs), MergeCounts::default(), "a second merge adds nothing");
    }

    #[test]
    fn search_ignores_case_and_order_of_words() {
        let notes = notes(&[(1, "Ask ACME for the Proxy"), (2, "proxy")]);
        assert_eq!(notes.search("proxy acme").collect::<Vec<_>>(), [code(1)]);
        assert_eq!(notes.search("  ").count(), 0);
    }
}
