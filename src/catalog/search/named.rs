//! The codes that a query names: numbers in any form and whole names, anywhere in a sentence.

use crate::catalog::entry::CatalogEntry;
use crate::catalog::lookup::Catalog;
use crate::code;
use crate::code::{ErrorCode, Family};

/// A longer text is a log. More numbers than this in it are not looked up.
const MAX_WORDS: usize = 256;

/// Decimals with fewer digits count things in a sentence. Alone they are searched as codes.
const MIN_DIGITS: usize = 3;

/// A code that a query names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedCode {
    /// The code.
    pub code: ErrorCode,
    /// Whether its form shows that it is a code: hexadecimal, negative, or a name. Other numbers of a log may be rooms, users or
    /// lengths.
    pub is_explicit: bool,
}

impl Catalog {
    /// The codes that `query` names, each once: those that name a cause before those that follow from it.
    ///
    /// Several families may have a number; all of them are returned. A query that is a number and nothing else keeps the order
    /// of the catalog.
    pub fn codes_named_in(&self, query: &str) -> Vec<NamedCode> {
        let plain: String = query.chars().map(code::narrow).collect();
        let words: Vec<Word<'_>> = words(&plain).take(MAX_WORDS).collect();
        let is_numbers_only = words.iter().all(|word| word.is_number() || matches!(word.text, "and" | "or"));
        let mut named: Vec<NamedCode> = Vec::new();
        let mut add = |entry: &CatalogEntry, is_explicit: bool| {
            if named.iter().all(|known| known.code != entry.code) {
                named.push(NamedCode { code: entry.code, is_explicit });
            }
        };
        for word in &words {
            if word.is_number() {
                if word.is_signed_or_hex() || is_numbers_only || word.digits() >= MIN_DIGITS {
                    let numbers = code::parse_numbers(word.text);
                    let entries = numbers.iter().flat_map(|number| self.by_value(*number));
                    entries.for_each(|entry| add(entry, word.is_signed_or_hex()));
                }
            } else if word.is_name() {
                self.by_name(word.text).for_each(|entry| add(entry, true));
            }
        }
        if words.len() == 1 {
            named.sort_by_key(|named| named.code);
        } else {
            named.sort_by_key(|named| cause_order(named.code.family()));
        }
        named
    }
}

/// Sort key: causes (account, server, browser) come before the SDK's code that wraps them.
pub(crate) fn cause_order(family: Family) -> u8 {
    match family {
        Family::Account | Family::Server => 0,
        Family::Browser => 1,
        Family::WebV4 | Family::WebV5 => 2,
        Family::Network => 3,
        Family::Unclear => 5,
        _ => 4,
    }
}

/// A word of a query: letters of ASCII, digits and underscores, with the sign before it.
struct Word<'q> {
    text: &'q str,
}

impl Word<'_> {
    fn is_number(&self) -> bool {
        // Four letters such as `face` are hexadecimal digits, too.
        self.digits() > 0 && !code::parse_numbers(self.text).is_empty()
    }

    fn is_signed_or_hex(&self) -> bool {
        self.text.starts_with('-') || self.text.contains(['x', 'X'])
    }

    fn digits(&self) -> usize {
        self.text.bytes().filter(u8::is_ascii_digit).count()
    }

    /// Single words such as `unknown` are names of codes, too, but here they mean themselves.
    fn is_name(&self) -> bool {
        self.text.contains('_') || ErrorCode::browser(self.text).is_some()
    }
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.split(move |c| !is_part(c)).filter_map(|piece| {
        let piece = piece.trim_end_matches(['-', '.', '_']).trim_start_matches(['.', '_']);
        // `--` before a number is a dash and a sign, and `x-10013` is one word.
        let piece = piece.trim_start_matches('-');
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let is_signed = text[..start].ends_with('-') && piece.starts_with(|c: char| c.is_ascii_digit());
        let piece = if is_signed { &text[start - 1..start + piece.len()] } else { after_letters(piece) };
        (!piece.is_empty()).then_some(Word { text: piece })
    })
}

/// The number in `code16388`. Other words are returned as they are.
fn after_letters(word: &str) -> &str {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_code =
        digits.len() > MIN_DIGITS && digits.len() + 2 < word.len() && digits.bytes().all(|b| b.is_ascii_digit());
    if is_code { digits } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_anywhere_in_a_sentence() {
        for (query, wanted) in [
            ("16388 and -10013 on joining", "-10013 0x4004"),
            ("16388, -10013", "-10013 0x4004"),
            ("-10013 on joining", "-10013"),
            ("can't join room, 16388", "0x4004"),
            ("0x4005 10006", "10006 0x4005 10006 10006"),
            ("RtcError: join room failed (-10013) <JOIN_ROOM_FAILED 0x4004>", "-10013 0x4004"),
            ("NotAllowedError after INITIALIZE_FAILED", "NotAllowedError 0x1004"),
            ("错误码16388，进不去房间", "0x4004"),
            ("error70001", "70001"),
            ("５００１", "5001 5001"),
            ("five users, 3 rooms, face", ""),
            ("SDK 4.15.22 on 2026-11-24", ""),
        ] {
            let named = Catalog::current().codes_named_in(query);
            let codes: Vec<String> = named.iter().map(|named| named.code.to_string()).collect();
            assert_eq!(codes.join(" "), wanted, "{query}");
        }
    }
}
