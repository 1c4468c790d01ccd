//! The knowledge files compiled into the program, read once on first use. The tests make sure that all of them can be read; a
//! file that cannot be read counts as empty.

use std::sync::LazyLock;

use super::file;
use super::file::{
    ById, CauseText, CodeSentences, Denials, ExceptionWords, FailureSentence, MessageShape, ProductWords, UsualDuration,
};

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
const SIGNS: (&str, &str) = compiled_in!("signs.json");
const CODE_SENTENCES: (&str, &str) = compiled_in!("code-sentences.json");
const FAILURE_SENTENCES: (&str, &str) = compiled_in!("failure-sentences.json");
const USUAL_DURATIONS: (&str, &str) = compiled_in!("usual-durations.json");
const BROWSER_EXCEPTIONS: (&str, &str) = compiled_in!("browser-exceptions.json");
const DENIALS: (&str, &str) = compiled_in!("denials.json");
const API_NAMES: (&str, &str) = compiled_in!("api-names.json");

/// All knowledge files, as (name below `assets/knowledge/`, content).
pub const FILES: [(&str, &str); 17] = {
    let [wrappers, v5, parameters, calls, capture, cdn, room] = MESSAGES;
    [
        wrappers, v5, parameters, calls, capture, cdn, room, CAUSES, PHRASES, TITLES, SIGNS, CODE_SENTENCES,
        FAILURE_SENTENCES, API_NAMES, USUAL_DURATIONS, BROWSER_EXCEPTIONS, DENIALS,
    ]
};

/// The shapes of all messages, in the order in which they are tried.
pub(crate) fn messages() -> &'static [MessageShape] {
    static SHAPES: LazyLock<Vec<MessageShape>> =
        LazyLock::new(|| MESSAGES.iter().flat_map(|(_, json)| file::read_messages(json).unwrap_or_default()).collect());
    &SHAPES
}

/// The words by which texts show whose codes they have.
pub(crate) fn product_words() -> &'static [ProductWords] {
    static WORDS: LazyLock<Vec<ProductWords>> = LazyLock::new(|| file::read_products(SIGNS.1).unwrap_or_default());
    &WORDS
}

/// The sentences that mean codes of v5, in the order in which they are tried.
pub(crate) fn code_sentences() -> &'static [CodeSentences] {
    static READ: LazyLock<Vec<CodeSentences>> =
        LazyLock::new(|| file::read_code_sentences(CODE_SENTENCES.1).unwrap_or_default());
    &READ
}

/// The sentences of failures without a code, in the order in which they are tried.
pub(crate) fn failure_sentences() -> &'static [FailureSentence] {
    static ALL: LazyLock<Vec<FailureSentence>> =
        LazyLock::new(|| file::read_failure_sentences(FAILURE_SENTENCES.1).unwrap_or_default());
    &ALL
}

/// The words by which exceptions of devices and players differ from others.
pub(crate) fn exception_words() -> &'static ExceptionWords {
    static WORDS: LazyLock<ExceptionWords> =
        LazyLock::new(|| file::read_exceptions(BROWSER_EXCEPTIONS.1).unwrap_or_default());
    &WORDS
}

/// The words by which a person says that a code does not appear.
pub(crate) fn denials() -> &'static Denials {
    static WORDS: LazyLock<Denials> = LazyLock::new(|| file::read_denials(DENIALS.1).unwrap_or_default());
    &WORDS
}

/// The text of a cause, before its parameters are filled in.
pub(super) fn cause(id: &str) -> Option<&'static CauseText> {
    static TEXTS: LazyLock<ById<CauseText>> = LazyLock::new(|| file::read_causes(CAUSES.1).unwrap_or_default());
    TEXTS.get(id)
}

/// The text of a phrase or sentence, before its parameters are filled in.
pub(super) fn phrase(id: &str) -> Option<&'static str> {
    static TEXTS: LazyLock<ById<String>> = LazyLock::new(|| file::read_texts(PHRASES.1).unwrap_or_default());
    TEXTS.get(id).map(String::as_str)
}

/// The name that a version (`v4`, `v5` or `any`) gives to a part of the API: `join` is `join()` in v4.
pub(super) fn api_name(part: &str, version: &str) -> Option<&'static str> {
    static TEXTS: LazyLock<ById<String>> = LazyLock::new(|| file::read_texts(API_NAMES.1).unwrap_or_default());
    TEXTS.get(&format!("{part}.{version}")).map(String::as_str)
}

/// The usual duration of a step of an attempt, in milliseconds, by version of the SDK (`v4` or `v5`).
pub(crate) fn usual_ms(step: &str, version: &str) -> Option<u64> {
    static ALL: LazyLock<Vec<UsualDuration>> =
        LazyLock::new(|| file::read_durations(USUAL_DURATIONS.1).unwrap_or_default());
    ALL.iter().find(|usual| usual.step == step && usual.version == version).map(|usual| usual.ms)
}

/// The title with this id (see `titled_list`); the id itself if the file lacks it.
pub(crate) fn title(id: &'static str) -> &'static str {
    titles().get(id).map_or(id, String::as_str)
}

/// The ids of all titles, in no particular order.
pub fn title_ids() -> impl Iterator<Item = &'static str> {
    titles().keys().map(String::as_str)
}

fn titles() -> &'static ById<String> {
    static TEXTS: LazyLock<ById<String>> = LazyLock::new(|| file::read_texts(TITLES.1).unwrap_or_default());
    &TEXTS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::super::ids::{Cause, Phrase, Sentence, TextId};
    use super::super::template::parameters;
    use super::*;

    fn parsed((name, json): (&str, &str)) -> Value {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The entries of a list of a file. No two of them have the same id.
    fn entries(file: (&str, &str), list: &str) -> Vec<(String, Value)> {
        let mut file_entries = Vec::new();
        for entry in parsed(file)[list].as_array().unwrap_or_else(|| panic!("{} has no {list}", file.0)) {
            let id = entry["id"].as_str().unwrap_or_else(|| panic!("{}: {entry} has no id", file.0)).to_owned();
            assert!(file_entries.iter().all(|(other, _)| *other != id), "{}: the id {id} occurs twice", file.0);
            file_entries.push((id, entry.clone()));
        }
        file_entries
    }

    /// The names of the parameters in texts, without those of the API.
    fn parameters_of<'t>(texts: impl IntoIterator<Item = &'t String>) -> BTreeSet<String> {
        let all = texts.into_iter().flat_map(|text| parameters(text));
        all.filter(|name| api_name(name, "any").is_none()).map(str::to_owned).collect()
    }

    #[test]
    fn each_version_has_each_name_of_the_api() {
        for (id, _) in entries(API_NAMES, "texts") {
            let (part, _) = id.rsplit_once('.').expect("part and version");
            assert!(["v4", "v5", "any"].iter().all(|version| api_name(part, version).is_some()), "{part}");
        }
    }

    /// Compares the ids and parameters of texts with those that code uses.
    fn check_ids(file: &str, found: impl IntoIterator<Item = (String, BTreeSet<String>)>, used: &[TextId]) {
        let found: BTreeSet<_> = found.into_iter().collect();
        let owned = |(id, names): &TextId| ((*id).to_owned(), names.iter().map(|name| (*name).to_owned()).collect());
        let used: BTreeSet<_> = used.iter().map(owned).collect();
        let (unused, missing): (Vec<_>, Vec<_>) =
            (found.difference(&used).collect(), used.difference(&found).collect());
        assert!(unused.is_empty() && missing.is_empty(), "{file}: no code uses {unused:?}; code uses {missing:?}");
    }

    #[test]
    fn texts_of_messages_have_parameters_of_all_their_forms() {
        let mut ids = BTreeSet::new();
        for (name, json) in MESSAGES {
            for shape in file::read_messages(json).unwrap_or_else(|error| panic!("{name}: {error}")) {
                assert!(ids.insert(shape.id.clone()), "{name}: the id {} occurs twice", shape.id);
                for parameter in parameters_of(shape.fix.iter().chain([&shape.explanation])) {
                    let lacking = shape.forms.iter().find(|form| parameters(form).all(|name| name != parameter));
                    assert_eq!(lacking, None, "{name}: {}: `{{{parameter}}}` is not in this form", shape.id);
                }
            }
        }
    }

    #[test]
    fn words_and_sentences_are_read() {
        assert!(file::read_products(SIGNS.1).is_ok_and(|products| !products.is_empty()));
        assert!(file::read_exceptions(BROWSER_EXCEPTIONS.1).is_ok());
        assert!(file::read_denials(DENIALS.1).is_ok());
        assert!(file::read_code_sentences(CODE_SENTENCES.1).is_ok_and(|sentences| !sentences.is_empty()));
    }

    #[test]
    fn code_uses_all_causes_with_their_parameters() {
        let (name, json) = CAUSES;
        let causes = file::read_causes(json).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found = causes.into_iter().map(|(id, text)| {
            let parts = [&text.cause, &text.outcome, &text.explanation].into_iter().flatten();
            (id, parameters_of(parts.chain(text.fix.iter().map(|step| &step.text))))
        });
        check_ids(name, found, Cause::IDS);
        let shared: BTreeSet<String> = entries(CAUSES, "steps").into_iter().map(|(id, _)| id).collect();
        let mut used = BTreeSet::new();
        for (_, cause) in entries(CAUSES, "causes") {
            let steps = cause["fix"].as_array().into_iter().flatten();
            used.extend(steps.filter_map(|step| step["step"].as_str()).map(str::to_owned));
        }
        assert_eq!(shared, used, "{name}: causes use exactly the shared steps");
    }

    #[test]
    fn sentences_are_read_and_have_all_their_texts() {
        let (name, json) = FAILURE_SENTENCES;
        let all = file::read_failure_sentences(json).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(all.len(), entries(FAILURE_SENTENCES, "sentences").len());
        for sentence in all {
            let CauseText { cause, outcome, explanation, owner, .. } = &sentence.text;
            assert!([cause, outcome, explanation].into_iter().all(Option::is_some) && owner.is_some(), "{sentence:?}");
            let texts = sentence.fix.iter().map(|step| &step.text);
            assert!(!sentence.fix.is_empty() && parameters_of(texts).is_empty(), "{sentence:?}");
        }
    }

    #[test]
    fn code_uses_all_phrases_with_their_parameters() {
        let texts = |file: (&str, &str)| {
            assert_eq!(entries(file, "texts").len(), file::read_texts(file.1).map_or(0, |texts| texts.len()));
            file::read_texts(file.1).unwrap_or_default().into_iter().map(|(id, text)| (id, parameters_of([&text])))
        };
        let used: Vec<TextId> = Phrase::IDS.iter().chain(Sentence::IDS).copied().collect();
        check_ids(PHRASES.0, texts(PHRASES), &used);
        assert!(texts(TITLES).all(|(_, parameters)| parameters.is_empty()), "a title has no parameters");
    }
}
