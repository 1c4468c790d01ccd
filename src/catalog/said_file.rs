//! Reads `assets/search/said.json`: what people say when they mean a code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::code;
use crate::code::{ErrorCode, Family};

/// The file compiled into the program.
const SAID_FILE: &str = include_str!("../../assets/search/said.json");

/// What people mean by some sayings.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// Identifies the meaning in the file.
    pub id: String,
    /// The meaning in a few words, as the heading of its codes.
    pub means: String,
    /// The sayings: words of which a query has all.
    pub say: Vec<String>,
    /// The codes, the likeliest first.
    pub codes: Vec<ErrorCode>,
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidShape {
    meanings: Vec<MeaningShape>,
    /// Chinese words with the English ones that the catalog uses.
    words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeaningShape {
    id: String,
    means: String,
    say: Vec<String>,
    /// Family and value: `account 70001`, `web-v4 0x4004`, `browser NotAllowedError`.
    codes: Vec<String>,
}

/// A file that cannot be read counts as empty; a test reads it.
static FILE: LazyLock<(Vec<Meaning>, BTreeMap<String, String>)> = LazyLock::new(|| {
    let SaidShape { meanings, words } = serde_json::from_str(SAID_FILE).unwrap_or_default();
    (meanings.into_iter().map(MeaningShape::read).collect(), words)
});

/// All meanings, in the order of the file.
pub fn meanings() -> &'static [Meaning] {
    &FILE.0
}

/// Chinese words, each with the English word that the catalog uses.
pub(super) fn chinese_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILE.1.iter().map(|(chinese, english)| (chinese.as_str(), english.as_str()))
}

impl MeaningShape {
    fn read(self) -> Meaning {
        let codes = self.codes.iter().filter_map(|text| parse_code(text)).collect();
        Meaning { id: self.id, means: self.means, say: self.say, codes }
    }
}

fn parse_code(text: &str) -> Option<ErrorCode> {
    let (family, value) = text.split_once(' ')?;
    match Family::from_id(family)? {
        Family::Browser => ErrorCode::browser(value),
        family => Some(ErrorCode::new(family, *code::parse_numbers(value).first()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_valid() {
        let file: SaidShape = serde_json::from_str(SAID_FILE).expect("the file is valid");
        for (shape, meaning) in file.meanings.iter().zip(meanings()) {
            assert_eq!(shape.codes.len(), meaning.codes.len(), "{}: {:?}", shape.id, shape.codes);
            assert!(!meaning.means.is_empty() && !meaning.means.ends_with('.'), "{}", meaning.id);
        }
        assert_eq!(file.meanings.len(), meanings().len());
        assert!(chinese_words().count() > 0);
    }
}
