//! Corrects what was misread, with what is known about logs: names and numbers of the catalog, levels, the SDK's prefix.
//!
//! A passage is corrected only if exactly one known form is near it. A number of digits alone is never changed: only a name
//! beside it, in the SDK's own tag, says which number it is.

mod prefix;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::text::PictureRow;
use crate::catalog::Catalog;
use crate::code::narrow;
use crate::knowledge;

/// A passage that is confirmed from two sides is this certain, in thousandths: a name and its number in one tag.
const CONFIRMED: u16 = 995;
/// A long name that only one of all names is like is this certain.
const UNIQUE_NAME: u16 = 960;
/// Shorter words are too easily others.
const MIN_WORD: usize = 5;
/// Shorter names are too easily another word.
const MIN_NAME: usize = 7;
/// Of names from this length on, one character may be wrong that is no look-alike.
const MIN_NAME_WITH_ERROR: usize = 12;

/// What logs can contain.
pub(super) struct Vocabulary {
    /// Names by their skeleton; `None` if several names share it.
    names: HashMap<String, Option<String>>,
    /// The numbers of each name.
    numbers: HashMap<String, Vec<i64>>,
    /// All numbers of the catalog.
    known: Vec<i64>,
    /// The words of the SDK's messages by their skeleton; `None` if several words share it.
    words: HashMap<String, Option<String>>,
    /// The words of the SDK's messages as they are, short ones too.
    exact_words: BTreeSet<String>,
}

impl Vocabulary {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut vocabulary = Self {
            names: HashMap::new(),
            numbers: HashMap::new(),
            known: Vec::new(),
            words: HashMap::new(),
            exact_words: message_words(),
        };
        for word in vocabulary.exact_words.iter().filter(|word| word.len() >= MIN_WORD) {
            let same = vocabulary.words.entry(skeleton(word)).or_insert_with(|| Some(word.clone()));
            if same.as_ref().is_some_and(|other| other != word) {
                *same = None;
            }
        }
        for entry in catalog.entries() {
            let value = entry.code.value();
            vocabulary.known.extend(value);
            let exception = value.is_none().then(|| entry.code.to_string());
            for name in entry.name.iter().chain(&entry.aliases).chain(&exception) {
                if name.len() < MIN_NAME || name.contains(char::is_whitespace) {
                    continue;
                }
                vocabulary.numbers.entry(name.clone()).or_default().extend(value);
                let same = vocabulary.names.entry(skeleton(name)).or_insert_with(|| Some(name.clone()));
                if same.as_ref().is_some_and(|other| other != name) {
                    *same = None;
                }
            }
        }
        vocabulary.known.sort_unstable();
        vocabulary
    }

    /// The only name that a word can be.
    fn name(&self, word: &str) -> Option<&str> {
        let skeleton = skeleton(word);
        if skeleton.len() < MIN_NAME - 2 {
            return None;
        }
        if let Some(name) = self.names.get(&skeleton) {
            return name.as_deref();
        }
        if skeleton.len() < MIN_NAME_WITH_ERROR {
            return None;
        }
        let is_near =
            |other: &&String| other.len().abs_diff(skeleton.len()) <= 1 && strsim::levenshtein(other, &skeleton) == 1;
        let mut near = self.names.keys().filter(is_near);
        match (near.next(), near.next()) {
            (Some(only), None) => self.names[only].as_deref(),
            _ => None,
        }
    }

    /// The only word of the SDK's messages that a word can be.
    fn word(&self, word: &str) -> Option<&str> {
        self.words.get(&skeleton(word))?.as_deref()
    }

    /// Whether this is a word of the SDK's messages, possibly a misread one.
    pub(super) fn has_word(&self, word: &str) -> bool {
        let lower = word.to_ascii_lowercase();
        matches!(lower.as_str(), "code" | "cost" | "errorcode" | "extracode" | "errcode")
            || self.exact_words.contains(&lower)
            || self.word(word).is_some()
    }

    fn is_known(&self, value: i64) -> bool {
        self.known.binary_search(&value).is_ok()
    }
}

/// Corrects a row.
pub(super) fn correct(row: &mut PictureRow, vocabulary: &Vocabulary) {
    narrow_signs(row);
    separate(row);
    correct_words(row, vocabulary);
    correct_keys(row);
    prefix::correct_prefix(row);
    correct_hex(row);
    correct_names(row, vocabulary);
    correct_tags(row, vocabulary);
    correct_numbers(row, vocabulary);
}

/// The digit that a character is mistaken for.
fn digit(char: char) -> Option<char> {
    Some(match char {
        '0'..='9' => char,
        'O' | 'o' | 'Q' | 'D' | 'θ' | 'Θ' | '@' | 'Ø' | 'ø' => '0',
        'I' | 'l' | 'i' | '|' | '!' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' => '6',
        'B' => '8',
        _ => return None,
    })
}

/// A word with all look-alikes folded into one character, without what is easily lost: words with the same skeleton are
/// easily mistaken for each other.
fn skeleton(word: &str) -> String {
    let mut skeleton = String::with_capacity(word.len());
    for char in word.chars().map(narrow) {
        let folded = match char {
            '_' | ' ' | '-' | '.' | '\'' => continue,
            other => digit(other).unwrap_or(other.to_ascii_uppercase()),
        };
        if !skeleton.ends_with(folded) {
            skeleton.push(folded);
        }
    }
    skeleton
}

/// Full-width signs between ASCII characters become ASCII: fonts of consoles have both in one width.
fn narrow_signs(row: &mut PictureRow) {
    let chars: Vec<char> = row.text.chars().collect();
    for (idx, char) in chars.iter().enumerate() {
        let narrow = narrow(*char);
        let is_ascii = |idx: Option<usize>| idx.and_then(|idx| chars.get(idx)).is_some_and(char::is_ascii_graphic);
        let is_beside_ascii = is_ascii(idx.checked_sub(1)) || is_ascii(Some(idx + 1));
        if narrow != *char && (narrow.is_ascii_alphanumeric() || is_beside_ascii) {
            row.correct(idx..idx + 1, narrow.encode_utf8(&mut [0; 4]), Some(row.chars[idx].certainty));
        }
    }
}

/// The words of the SDK's messages, in lower case.
fn message_words() -> BTreeSet<String> {
    let messages = knowledge::messages().iter().flat_map(|message| &message.forms);
    let codes = knowledge::code_sentences().iter().flat_map(|sentences| &sentences.forms);
    let failures = knowledge::failure_sentences().iter().flat_map(|sentence| sentence.any.iter().chain(&sentence.with));
    let texts = messages.chain(codes).chain(failures);
    let words = texts.flat_map(|text| text.split(|char: char| !char.is_ascii_alphabetic()));
    words.filter(|word| word.len() > 1).map(str::to_ascii_lowercase).collect()
}

/// The space between a name or key and its number, and between Chinese and other text, is easily lost.
fn separate(row: &mut PictureRow) {
    static JOINED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:[A-Za-z_]([0OoQ]?0x[0-9a-fA-F]{3,5}\b))|(?:\b(?:result|code|error|cost|errorCode|extraCode|message|reason):([^\s/:]))|(?:\p{Han}([A-Za-z0-9-]))|(?:[A-Za-z0-9](\p{Han}))",
        )
    });
    let text = row.text.clone();
    let starts: Vec<usize> = JOINED
        .captures_iter(&text)
        .filter_map(|captures| captures.iter().skip(1).flatten().next().map(|group| group.start()))
        .collect();
    for start in starts.into_iter().rev() {
        let idx = text[..start].chars().count();
        let mut space = row.chars[idx].clone();
        (space.char, space.certainty) = (' ', 1000);
        space.alternatives.clear();
        space.bounds[2] = space.bounds[0];
        row.insert(idx, space);
    }
}

/// Words of the SDK's messages: `fa1led`, `falled`.
fn correct_words(row: &mut PictureRow, vocabulary: &Vocabulary) {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Za-z0-9|]{5,24})\b"));
    replace(row, &WORD, |word| {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        let correct = vocabulary.word(word).filter(|_| letters * 3 >= word.len() * 2)?;
        let is_capital = word.starts_with(|char: char| char.is_ascii_uppercase());
        let mut correct = correct.to_owned();
        if is_capital {
            correct[..1].make_ascii_uppercase();
        }
        // A word in other letter case is another kind of text. But an `I` among small letters is a misread `l`.
        let is_other_capital = |char: char| char.is_ascii_uppercase() && char != 'I';
        let is_same = correct.eq_ignore_ascii_case(word) || word.chars().skip(1).any(is_other_capital);
        (!is_same).then_some((correct, Some(UNIQUE_NAME)))
    });
}

/// `userS1g`, `user Sig`: by its name a signature is recognised as a secret. `er0rCode`: a code follows.
fn correct_keys(row: &mut PictureRow) {
    const KEYS: [&str; 3] = ["userSig", "privateMapKey", "errorCode"];
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(u[s5]er[ _]?[s5][il1|!j][gq96]|p[rn][il1|!]vate[ _]?[mn]ap[ _]?k[eco]y|er{1,2}[o0]r?[cg][o0]de)(?:$|[^A-Za-z0-9])",
        )
    });
    replace(row, &KEY, |word| {
        let key = KEYS.into_iter().find(|key| key[..1].eq_ignore_ascii_case(&word[..1]))?;
        (!key.eq_ignore_ascii_case(word)).then(|| (key.to_owned(), None))
    });
}

/// `Ox4OO4`, `0×4004`.
fn correct_hex(row: &mut PictureRow) {
    static HEX: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b?([08BOoQD@θØ][xX×Х✕] ?-?[0-9A-Fa-fOoQθØ@Il|!SZG]{3,6})\b"));
    replace(row, &HEX, |text| {
        let digits: String = text
            .chars()
            .skip(2)
            .filter(|char| *char != ' ')
            .map(|char| if char.is_ascii_hexdigit() || char == '-' { Some(char) } else { digit(char) })
            .collect::<Option<_>>()?;
        Some((format!("0x{digits}"), None))
    });
}

/// Names of codes and exceptions.
fn correct_names(row: &mut PictureRow, vocabulary: &Vocabulary) {
    static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"([A-Za-z0-9_|!@][A-Za-z0-9_|!@ÎØθ.-]{6,})"));
    static SPACED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Zcosvwz0-9_|]+(?: [A-Zcosvwz0-9_|]+){1,4})\b"));
    for words in [&NAME, &SPACED] {
        replace(row, words, |word| {
            let name = vocabulary.name(word)?;
            // A name in capitals has no lower-case letters but look-alikes, and the other way round. A word without capitals is
            // no name.
            let count = |text: &str| text.chars().filter(char::is_ascii_uppercase).count();
            let is_in_capitals = |text: &str| count(text) * 2 > text.len();
            let is_like = is_in_capitals(name) == is_in_capitals(word) && (count(word) > 0 || count(name) == 0);
            is_like.then(|| (name.to_owned(), Some(UNIQUE_NAME)))
        });
    }
}

/// `<JOIN_ROOM_FAILED 0x4004>`: name and number confirm each other, or the name decides.
fn correct_tags(row: &mut PictureRow, vocabulary: &Vocabulary) {
    static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"([A-Za-z_]{6,}[ _]?0x[0-9A-Fa-f]{3,5})"));
    static WITHOUT_PREFIX: LazyLock<Regex> = LazyLock::new(|| pattern(r"([A-Z_]{6,} [0-9A-Fa-f]{4})>"));
    replace(row, &WITHOUT_PREFIX, |tag| {
        let (name, hex) = tag.rsplit_once(' ')?;
        let value = i64::from_str_radix(hex, 16).ok()?;
        let is_number = vocabulary.numbers.get(name)?.contains(&value);
        is_number.then(|| (format!("{name} 0x{hex}"), Some(CONFIRMED)))
    });
    replace(row, &TAG, |tag| {
        let (name, hex) = tag.rsplit_once("0x")?;
        let name = name.trim_end_matches([' ', '_']);
        let numbers = vocabulary.numbers.get(name)?;
        let value = i64::from_str_radix(hex, 16).ok()?;
        let number = if numbers.contains(&value) {
            format!("0x{hex}")
        } else {
            let near = |number: &&i64| strsim::levenshtein(&format!("{number:x}"), &hex.to_lowercase()) == 1;
            let mut near = numbers.iter().filter(near);
            let (Some(number), None) = (near.next(), near.next()) else { return None };
            format!("0x{number:x}")
        };
        Some((format!("{name} {number}"), Some(CONFIRMED)))
    });
}

/// Numbers with letters in them, after a word that a code follows, or that are known without the letters.
fn correct_numbers(row: &mut PictureRow, vocabulary: &Vocabulary) {
    static AFTER_KEY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i:code|errcode|extracode|errorcode|retcode|result|error|错误码|错误代码|返回码|状态码)["']?\s?[:=：( ]{1,3}\s?["']?([-−–—]?[0-9OoQD@θØIl|!SZB]{3,7})\b"#,
        )
    });
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|[\s(\[,:=])([-−–—]?[0-9OoQ@θØIl|!SZB]{4,7})(?:$|[\s)\],.;:])"));
    let folded = |text: &str| -> Option<String> {
        let fold = |char| if matches!(char, '−' | '–' | '—' | '-') { Some('-') } else { digit(char) };
        text.chars().map(fold).collect()
    };
    let has_digit = |text: &str| text.chars().any(|char| char.is_ascii_digit());
    replace(row, &AFTER_KEY, |text| has_digit(text).then(|| folded(text)).flatten().map(|number| (number, None)));
    replace(row, &NUMBER, |text| {
        let number = folded(text)?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (digits * 2 >= text.chars().count() && vocabulary.is_known(number.parse().ok()?)).then_some((number, None))
    });
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

/// Replaces the first group of each match where `replacement` returns another text. `replacement` also returns the certainty,
/// or `None` for that of the characters. If it returns the same text, only the certainty changes.
fn replace(row: &mut PictureRow, pattern: &Regex, replacement: impl Fn(&str) -> Option<(String, Option<u16>)>) {
    replace_parts(row, pattern, |captures| {
        let group = captures.get(1)?;
        let (text, certainty) = replacement(group.as_str())?;
        Some(vec![(group.range(), text, certainty)])
    });
}

/// A part of a text, its new text, and how certain that is, or `None` for the certainty of the characters.
type NewPart = (Range<usize>, String, Option<u16>);

/// Replaces parts of each match, which are given in their order in the text.
fn replace_parts(row: &mut PictureRow, pattern: &Regex, parts: impl Fn(&Captures<'_>) -> Option<Vec<NewPart>>) {
    let text = row.text.clone();
    let found: Vec<NewPart> = pattern.captures_iter(&text).filter_map(|captures| parts(&captures)).flatten().collect();
    // From the end, so that the earlier ranges stay valid.
    for (range, new, certainty) in found.into_iter().rev() {
        let char_idx = |byte: usize| text[..byte].chars().count();
        // What the new text has in common with the old one stays as it was read.
        let old = &text[range.clone()];
        let mut start: usize = common(old.chars(), new.chars());
        let mut end: usize = common(old[start..].chars().rev(), new[start..].chars().rev());
        if start + end == new.len() && new.len() < old.len() {
            // Something has to replace what is removed: a neighbour.
            start -= new[..start].chars().next_back().map_or(0, char::len_utf8);
            if start + end == new.len() {
                end -= new[new.len() - end..].chars().next().map_or(0, char::len_utf8);
            }
        }
        let (first, last) = (char_idx(range.start + start), char_idx(range.end - end));
        let changed = &new[start..new.len() - end];
        if first < last {
            row.correct(first..last, changed, certainty);
        } else if !changed.is_empty() {
            insert(row, first, changed);
        }
        if let Some(certainty) = certainty {
            let count = new.chars().count();
            let from = char_idx(range.start);
            for char in row.chars.iter_mut().skip(from).take(count) {
                char.certainty = char.certainty.max(certainty);
            }
        }
    }
}

/// The bytes that two texts have in common at their beginning.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(char, _)| char.len_utf8()).sum()
}

/// Inserts characters that the recogniser missed.
fn insert(row: &mut PictureRow, idx: usize, text: &str) {
    let Some(mut char) = row.chars.get(idx).or(row.chars.last()).cloned() else { return };
    char.bounds[2] = char.bounds[0];
    char.alternatives.clear();
    for (nth, new) in text.chars().enumerate() {
        char.char = new;
        row.insert(idx + nth, char.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::picture::text::PictureChar;

    /// A row with this text, read surely.
    pub(super) fn row_of(text: &str) -> PictureRow {
        let chars =
            text.chars().map(|char| PictureChar { char, certainty: 900, alternatives: Vec::new(), bounds: [0; 4] });
        PictureRow::new(chars.collect())
    }

    /// The text of a row after correction.
    fn corrected(text: &str) -> String {
        let mut row = row_of(text);
        correct(&mut row, &Vocabulary::new(Catalog::current()));
        row.text
    }

    #[test]
    fn misread_names_and_numbers_are_corrected() {
        for (read, expected) in [
            ("<J0IN_R00M_FAILED Ox4OO4>", "<JOIN_ROOM_FAILED 0x4004>"),
            ("<VIDE0_E NCoDE_FAILED 0x1581>", "<VIDEO_ENCODE_FAILED 0x1581>"),
            ("<INVALID_ROOM_ID_INT EGER_STRING 0x1398>", "<INVALID_ROOM_ID_INTEGER_STRING 0x1398>"),
            ("JOIN R0OM FAILED", "JOIN_ROOM_FAILED"),
            ("NotAIlowedError: Permission denied", "NotAllowedError: Permission denied"),
            ("<INF0> [tcl|student_07] Join()", "<INFO> [↑c1|student_07] Join()"),
            ("<ERR0R> [tws|u1] close", "<ERROR> [↑ws|u1] close"),
            ("code: -l0013", "code: -10013"),
            ("错误码：7O001", "错误码:70001"),
            ("error code 0×4004", "error code 0x4004"),
            ("<UNKNOWN Bxffff>", "<UNKNOWN 0xffff>"),
            ("<UNKNOwN 0x1>", "<UNKNOWN 0x1>"),
            ("<JOIN_ROOM_FAILED 4004> see", "<JOIN_ROOM_FAILED 0x4004> see"),
            ("CLIENT_BANNED: er0rCode 16448", "CLIENT_BANNED: errorCode 16448"),
            ("<API_CALL_ABORTED 8x404d>", "<API_CALL_ABORTED 0x404d>"),
            ("是NotAllowedError0x4043，麻", "是 NotAllowedError 0x4043,麻"),
            ("Join room failed result:-10015 error: x", "Join room failed result: -10015 error: x"),
            (r#"{"userS1g":"eJw", "private MapKcy":"#, r#"{"userSig":"eJw", "privateMapKey":"#),
            ("Join room falled result: 2666610 error: x", "Join room failed result: 2666610 error: x"),
            ("Join room failed resuIt: 2666610 error: x", "Join room failed result: 2666610 error: x"),
        ] {
            assert_eq!(corrected(read), expected, "{read}");
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            "result: 5001 error: create room failed, service not available",
            "offset: -20, 100024 bytes at 10:46:13",
            "Refer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html",
            "userSig eJwtzEELgjAcBfDvsnPINm2p0CU61K1DQXjRpv0XR2tbE6nvXk3r",
            "SOLID solo list bill",
            "join failed: overconstrainederror",
            "状态：已连接",
        ] {
            assert_eq!(corrected(text), text);
        }
    }

    #[test]
    fn a_tag_decides_its_number_by_its_name_alone() {
        assert_eq!(corrected("<JOIN_ROOM_FAILED 0x4084>"), "<JOIN_ROOM_FAILED 0x4004>");
        assert_eq!(corrected("code 100018"), "code 100018", "all digits: nothing is invented");
    }
}
