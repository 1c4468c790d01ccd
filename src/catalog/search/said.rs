//! What people say when they mean a code: "black screen", "no sound", "进不去房间". The words are data in
//! `assets/search/said.json`.
//!
//! A meaning applies to a query that has all words of one of its sayings, in any order; Chinese is searched without word
//! boundaries. Chinese words of a query that belong to no saying are translated and searched like English ones.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::catalog::said_file::{chinese_words, meanings};
use crate::code;

/// A letter or two begin too many words.
const MIN_BEGINNING: usize = 3;

/// The meanings of a query, as indices of [`meanings`], in the order of the file; with more words of the query first.
pub(super) fn meanings_of(query: &str) -> Vec<usize> {
    let query = plain(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (idx, meaning) in meanings().iter().enumerate() {
        let said = meaning.say.iter().filter(|saying| is_said(saying, &query, &words));
        if let Some(length) = said.map(String::len).max() {
            found.push((length, idx));
        }
    }
    found.sort_by_key(|(length, idx)| (Reverse(*length), *idx));
    found.into_iter().map(|(_, idx)| idx).collect()
}

/// The query with the words of Chinese that the file translates in English; `None` if it has none of them.
pub(super) fn translated(query: &str) -> Option<String> {
    if query.is_ascii() {
        return None;
    }
    let mut rest: Cow<'_, str> = query.into();
    let mut words: Vec<&'static str> = Vec::new();
    // Longer words first: `自动播放` contains `播放`.
    let mut known: Vec<(&'static str, &'static str)> = chinese_words().collect();
    known.sort_by_key(|(chinese, _)| Reverse(chinese.len()));
    for (chinese, english) in known {
        if rest.contains(chinese) {
            rest = rest.replace(chinese, " ").into();
            words.push(english);
        }
    }
    let others = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    (!words.is_empty()).then(|| words.iter().copied().chain(others).collect::<Vec<_>>().join(" "))
}

fn is_said(saying: &str, query: &str, words: &[&str]) -> bool {
    saying.split(' ').all(|word| {
        if word.is_ascii() {
            // A query has longer forms of a word, and its last word may not be complete.
            let has = |said: &&str| {
                *said == word || (word.len() > MIN_BEGINNING && said.starts_with(word) && said.len() <= word.len() + 3)
            };
            let begun = |said: &&str| words.len() > 1 && said.len() >= MIN_BEGINNING && word.starts_with(*said);
            words.iter().any(has) || words.last().is_some_and(begun)
        } else {
            query.contains(word)
        }
    })
}

/// The query in lower case, without apostrophes; other punctuation separates words, and Chinese words have no spaces.
fn plain(query: &str) -> String {
    let mut plain = String::with_capacity(query.len());
    for c in query.chars().map(code::narrow).filter(|c| !matches!(c, '\'' | '\u{2019}' | '`')) {
        let is_space = !c.is_alphanumeric();
        let is_after_chinese = plain.chars().next_back().is_some_and(|last| !last.is_ascii());
        if !is_space {
            plain.extend(c.to_lowercase());
        } else if !is_after_chinese {
            plain.push(' ');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_saying_is_found_as_it_is_written() {
        for meaning in meanings() {
            for saying in &meaning.say {
                assert_eq!(*saying, plain(saying).trim(), "{}: a saying is in lower case", meaning.id);
                assert!(meanings_of(saying).iter().any(|idx| meanings()[*idx].id == meaning.id), "{saying}");
            }
        }
    }

    #[test]
    fn the_words_of_a_saying_are_found_in_any_order() {
        let id = |query: &str| meanings_of(query).first().map(|idx| meanings()[*idx].id.as_str());
        assert_eq!(id("Students see a BLACK  screen on iOS"), Some("black-screen"));
        assert_eq!(id("he can\u{2019}t join"), Some("cannot-enter"));
        assert_eq!(id("摄像头 被占用"), Some("camera-busy"));
        assert_eq!(id("学生黑屏了"), Some("black-screen"));
        assert_eq!(id("black"), None);
        assert_eq!(id("the encoder"), None);
    }

    #[test]
    fn chinese_words_are_translated() {
        assert_eq!(translated("摄像头 NotAllowedError").as_deref(), Some("camera NotAllowedError"));
        assert_eq!(translated("自动播放").as_deref(), Some("autoplay"));
        assert_eq!(translated("camera"), None);
        assert_eq!(translated("天气"), None);
    }
}
