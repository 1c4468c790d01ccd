//! The knowledge files compiled into the program, read once on first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::entry::{CauseText, MessageShape};
use super::file;
use super::file::{KnowledgeError, ReadResult};
use super::ids::{Cause, Phrase, Sentence, TextId};

/// Compiles in a file of `assets/knowledge/`, with its name.
macro_rules! compiled_in {
    ($name:literal) => {
        ($name, include_str!(concat!("../../assets/knowledge/", $name)))
    };
}

/// Messages by theme. Their shapes are tried in this order, and the first shape that fits wins. Messages that contain
/// another message come first. Within a file, special shapes come before general ones.
const MESSAGES: [(&str, &str); 7] = [
    compiled_in!("messages/wrappers.json"),
    compiled_in!("messages/v5.json"),
    compiled_in!("messages/parameters.json"),
    compiled_in!("messages/calls.json"),
    compiled_in!("messages/capture.json"),
    compiled_in!("messages/cdn.json"),
    compiled_in!("messages/room.json"),
];

const CAUSES: (&str, &str) = compiled_in!("causes.json");
const PHRASES: (&str, &str) = compiled_in!("phrases.json");
const TITLES: (&str, &str) = compiled_in!("titles.json");

/// All knowledge files, as (name below `assets/knowledge/`, content).
pub const FILES: [(&str, &str); 10] = {
    let [wrappers, v5, parameters, calls, capture, cdn, room] = MESSAGES;
    [wrappers, v5, parameters, calls, capture, cdn, room, CAUSES, PHRASES, TITLES]
};

type ById<T> = HashMap<String, T, RandomState>;

/// The shapes of all messages, in the order in which they are tried.
pub(crate) fn messages() -> &'static [MessageShape] {
    static SHAPES: LazyLock<Vec<MessageShape>> = LazyLock::new(|| file::read_messages(&MESSAGES).entries);
    &SHAPES
}

/// The text of a cause, before its parameters are filled in.
pub(super) fn cause(id: &str) -> Option<&'static CauseText> {
    static TEXTS: LazyLock<ById<CauseText>> = LazyLock::new(|| by_id(read_causes()));
    TEXTS.get(id)
}

/// The text of a phrase or sentence, before its parameters are filled in.
pub(super) fn phrase(id: &str) -> Option<&'static str> {
    static TEXTS: LazyLock<ById<String>> = LazyLock::new(|| by_id(read_phrases()));
    TEXTS.get(id).map(String::as_str)
}

/// The title with this id (see `titled_list`); the id itself if the file lacks it.
pub(crate) fn title(id: &'static str) -> &'static str {
    titles().get(id).map_or(id, String::as_str)
}

/// The ids of all titles, in no particular order.
pub fn title_ids() -> impl Iterator<Item = &'static str> {
    titles().keys().map(String::as_str)
}

/// Everything that is wrong with the compiled-in files; empty in a program that passed its tests.
pub fn errors() -> Vec<KnowledgeError> {
    let mut errors = file::read_messages(&MESSAGES).errors;
    errors.extend(read_causes().errors);
    errors.extend(read_phrases().errors);
    errors.extend(file::read_texts(TITLES, None).errors);
    errors
}

fn read_causes() -> ReadResult<(String, CauseText)> {
    file::read_causes(CAUSES, Cause::IDS)
}

fn read_phrases() -> ReadResult<(String, String)> {
    let ids: Vec<TextId> = Phrase::IDS.iter().chain(Sentence::IDS).copied().collect();
    file::read_texts(PHRASES, Some(&ids))
}

fn titles() -> &'static ById<String> {
    static TEXTS: LazyLock<ById<String>> = LazyLock::new(|| by_id(file::read_texts(TITLES, None)));
    &TEXTS
}

fn by_id<T>(result: ReadResult<(String, T)>) -> ById<T> {
    result.entries.into_iter().collect()
}
