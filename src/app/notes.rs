//! What the engineer wrote down about codes, and the file it is kept and shared in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::code::{ErrorCode, Family};

/// Stands between two notes about one code that were put together.
const BETWEEN: &str = "\n\n———\n\n";

/// A file that holds no notes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotesError {
    /// Not JSON at all, or cut short.
    #[error("it is no JSON: {0}")]
    NoJson(String),
    /// JSON of something else.
    #[error("it has no list of “notes”")]
    NoNotes,
}

/// What putting notes of others to one's own did, in numbers of codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Codes that had no note.
    pub added: usize,
    /// Codes whose note says more now.
    pub extended: usize,
}

/// The engineer's own notes, one a code at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    by_code: BTreeMap<ErrorCode, String>,
    /// Notes and keys that this version does not understand; they are written back as they were.
    unknown: Vec<Value>,
    unknown_keys: Map<String, Value>,
}

impl Notes {
    /// The note about a code; empty where there is none.
    pub fn of(&self, code: ErrorCode) -> &str {
        self.by_code.get(&code).map_or("", String::as_str)
    }

    /// Whether there is a note about a code.
    pub fn has(&self, code: ErrorCode) -> bool {
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

    /// The codes whose notes have all words of the query, in any case; none for a query without words.
    pub fn search(&self, query: &str) -> impl Iterator<Item = ErrorCode> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let agrees = move |note: &str| {
            let note = note.to_lowercase();
            !words.is_empty() && words.iter().all(|word| note.contains(word))
        };
        self.by_code.iter().filter(move |(_, note)| agrees(note)).map(|(code, _)| *code)
    }

    /// Replaces the note about a code; one of white space alone is none.
    pub(super) fn set(&mut self, code: ErrorCode, note: String) {
        if note.trim().is_empty() {
            self.by_code.remove(&code);
        } else {
            self.by_code.insert(code, note);
        }
    }

    /// Takes in the notes of others. Where both have something to say about a code, both is kept; doing it twice adds
    /// nothing.
    pub fn merge(&mut self, others: &Self) -> Merged {
        let mut merged = Merged::default();
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
                        format!("{}{BETWEEN}{}", mine.trim_end(), theirs.trim())
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

    /// Reads a file's text. A note of a family that this version does not know is kept, and written back.
    ///
    /// # Errors
    /// The text is no such file: nothing of it was understood.
    pub fn parse(text: &str) -> Result<Self, NotesError> {
        let value: Value = serde_json::from_str(text).map_err(|error| NotesError::NoJson(error.to_string()))?;
        let Value::Object(mut keys) = value else { return Err(NotesError::NoNotes) };
        let Some(Value::Array(list)) = keys.shift_remove("notes") else { return Err(NotesError::NoNotes) };
        let mut notes = Self { unknown_keys: keys, ..Self::default() };
        for item in list {
            match parse_note(&item) {
                Some((code, note)) if !notes.has(code) => notes.set(code, note),
                Some((code, note)) => {
                    let mut again = Self::default();
                    again.set(code, note);
                    notes.merge(&again);
                }
                None => notes.unknown.push(item),
            }
        }
        Ok(notes)
    }

    /// The file's text.
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
    fn notes_survive_a_round_trip_with_what_other_versions_wrote() {
        let text = r#"{"future":1,"notes":[
            {"family":"web-v4","value":16388,"note":"ticket 7:\nask for userSig — 进房"},
            {"family":"browser","name":"NotAllowedError","note":"macOS settings"},
            {"family":"moon","value":3,"note":"kept"}]}"#;
        let notes = Notes::parse(text).expect("notes");
        assert_eq!(notes.of(code(0x4004)), "ticket 7:\nask for userSig — 进房");
        assert_eq!(notes.len(), 2);
        let rendered = notes.render();
        assert!(rendered.contains("moon") && rendered.contains("future"), "{rendered}");
        assert_eq!(Notes::parse(&rendered), Ok(notes));
    }

    #[test]
    fn what_holds_no_notes_is_refused() {
        for damaged in ["", "\u{0}\u{0}", "[]", "{\"notes\":", "null", "{}", "{\"notes\":3}"] {
            assert!(Notes::parse(damaged).is_err(), "{damaged:?}");
        }
    }

    #[test]
    fn conflicting_notes_are_both_kept_once() {
        let mut mine = notes(&[(1, "mine"), (2, "same"), (3, "short")]);
        let theirs = notes(&[(1, "theirs"), (2, "same "), (3, "short, and more"), (4, "new")]);
        assert_eq!(mine.merge(&theirs), Merged { added: 1, extended: 2 });
        assert_eq!(mine.of(code(1)), "mine\n\n———\n\ntheirs");
        assert_eq!(mine.of(code(2)), "same");
        assert_eq!(mine.of(code(3)), "short, and more");
        assert_eq!(mine.merge(&theirs), Merged::default(), "once is enough");
    }

    #[test]
    fn a_note_is_found_by_its_words_in_any_case() {
        let notes = notes(&[(1, "Ask ACME for the Proxy"), (2, "proxy")]);
        assert_eq!(notes.search("proxy acme").collect::<Vec<_>>(), [code(1)]);
        assert_eq!(notes.search("  ").count(), 0);
    }
}
