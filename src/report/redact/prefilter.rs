//! Scans a text once and selects the finders that may find something in it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::finders::FINDERS;
use super::secret::Hint;

/// A set of finders; bit `n` is `FINDERS[n]`.
pub(super) type FinderSet = u32;

/// The finders by their hints.
struct Prefilter {
    words: AhoCorasick,
    /// The finders of each word, by the pattern number of the automaton.
    by_word: Vec<FinderSet>,
    dotted_numbers: FinderSet,
    colons: FinderSet,
    many_digits: FinderSet,
    long_word: FinderSet,
}

static PREFILTER: LazyLock<Prefilter> = LazyLock::new(|| {
    let mut words: Vec<&str> = Vec::new();
    let mut by_word: Vec<FinderSet> = Vec::new();
    let (mut dotted_numbers, mut colons, mut many_digits, mut long_word) = (0, 0, 0, 0);
    let hints =
        FINDERS.iter().enumerate().flat_map(|(idx, finder)| finder.hints.iter().map(move |hint| (1 << idx, hint)));
    for (bit, hint) in hints {
        match hint {
            Hint::DottedNumbers => dotted_numbers |= bit,
            Hint::Colons => colons |= bit,
            Hint::ManyDigits => many_digits |= bit,
            Hint::LongWord => long_word |= bit,
            Hint::Words(finder_words) => {
                for word in *finder_words {
                    if let Some(known_idx) = words.iter().position(|known| known == word) {
                        by_word[known_idx] |= bit;
                    } else {
                        words.push(word);
                        by_word.push(bit);
                    }
                }
            }
        }
    }
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few constant words");
    Prefilter { words, by_word, dotted_numbers, colons, many_digits, long_word }
});

/// The finders that may find something in `text`.
pub(super) fn finders_for(text: &str) -> FinderSet {
    let prefilter = &*PREFILTER;
    let mut set = number_finders(prefilter, text.as_bytes());
    for found in prefilter.words.find_overlapping_iter(text) {
        set |= prefilter.by_word[found.pattern().as_usize()];
    }
    set
}

/// Letters of a [`Hint::LongWord`].
const LONG_WORD: u32 = 32;

/// The finders whose hints are runs of digits, dots, colons or letters.
fn number_finders(prefilter: &Prefilter, bytes: &[u8]) -> FinderSet {
    let mut set = 0;
    // The number of dots in the current run of digits and dots, and so on.
    let (mut dots, mut digits, mut colons, mut letters) = (0, 0, 0, 0);
    let mut last = 0;
    for &byte in bytes {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                letters += 1;
                // `%2B` before a number is a plus sign.
                if digits == 11 || matches!(last, b'+' | b'b' | b'B') {
                    set |= prefilter.many_digits;
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                (dots, digits) = (0, 0);
                letters += 1;
                if !byte.is_ascii_hexdigit() {
                    colons = 0;
                } else if last == b'3' && byte.eq_ignore_ascii_case(&b'a') {
                    set |= prefilter.colons;
                }
            }
            b'.' => {
                // Dots may also separate the groups of a phone number.
                dots += u32::from(last.is_ascii_digit());
                (colons, letters) = (0, 0);
                if dots == 3 {
                    set |= prefilter.dotted_numbers;
                }
            }
            b':' => {
                colons += 1;
                (dots, digits, letters) = (0, 0, 0);
                if colons == 7 || last == b':' {
                    set |= prefilter.colons;
                }
            }
            b'-' => {
                (dots, colons) = (0, 0);
                letters += 1;
            }
            b' ' => (dots, colons, letters) = (0, 0, 0),
            b'_' | b'+' | b'/' | b'*' | b'=' => {
                (dots, digits, colons) = (0, 0, 0);
                letters += 1;
            }
            _ => (dots, digits, colons, letters) = (0, 0, 0, 0),
        }
        if letters == LONG_WORD {
            set |= prefilter.long_word;
        }
        last = byte;
    }
    set
}
