//! Corrects the prefix of the SDK's lines by its grammar: `TRTC[10:46:13:412] <INFO> [↑c1|alice] `.
//!
//! The marks of the prefix are easily mistaken for letters: `|` for `l` and `1`, `[` for `I`, `↑` for `t`. A prefix is corrected only
//! if the grammar leaves one reading with the fewest corrections.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::super::text::PictureRow;
use super::{CONFIRMED, digit, pattern, replace_parts, skeleton};

/// The levels of the SDK.
const LEVELS: [&str; 6] = ["INFO", "ERROR", "WARN", "DEBUG", "TRACE", "LOG"];
/// What an arrow is mistaken for. Those of the upward one are more frequent in logs, so it is taken.
const ARROW_LIKE: &str = "tTfrîíìïÎ†‡↕⇧个^ˆ1iIl!:";
/// What the bar between client and user is mistaken for.
const BAR_LIKE: &str = "lI1!i丨¦/\\]{}jJ";
/// Parts of the SDK's client that have a number after them: `c1`, and in version 5 `t1-r1-ws1`.
const NUMBERED: [&str; 13] = ["spc", "cdn", "crs", "fq", "ax", "ad", "dm", "ap", "t", "r", "c", "s", "ws"];
/// Parts without a number; the last three only in old versions or alone.
const PLAIN: [&str; 15] = ["kpm", "cmm", "vt", "at", "vm", "am", "vc", "fd", "n", "q", "h", "d", "ws", "c", "s"];
/// Parts that may lack a number, if the bar after them was read.
const MAY_LACK_NUMBER: [&str; 2] = ["c", "s"];

/// Corrects the time, level and client at the beginning of a row.
pub(super) fn correct_prefix(row: &mut PictureRow) {
    correct_clock(row);
    correct_name(row);
    correct_level(row);
    correct_torn_level(row);
    correct_client(row);
}

/// `I10:46:13:4121 <WARN>`, `[1O:46:l3:412J<ERR0R>`: the time in brackets, and the level after it.
fn correct_clock(row: &mut PictureRow) {
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
        let two = "[0-9OolIQDSBZ]{2}";
        let mark = "[:;.,：]";
        pattern(&format!(
            r"(?:T?RT[CG]|^|\s)([\[(【{{IlJ|]{{0,2}})({two}{mark}{two}{mark}{two}{mark}[0-9OolIQDSBZ]{{1,3}})([\])】}}JlI|1]{{0,2}} ?[<‹〈(«c]? ?)([A-Z0-9|l]{{3,5}})( ?[>›〉)»]?)"
        ))
    });
    replace_parts(row, &CLOCK, |found| {
        let level = level(&found[4])?;
        let parts = found[2].split([':', ';', '.', ',', '：']);
        let parts =
            parts.map(|part| part.chars().map(digit).collect::<Option<String>>()).collect::<Option<Vec<_>>>()?;
        let is_clock =
            parts.iter().take(3).zip([24, 60, 60]).all(|(part, end)| part.parse().is_ok_and(|n: u32| n < end));
        let has_bracket =
            !found[1].is_empty() || !found[3].trim_end_matches([' ', '<', '‹', '〈', '(', '«', 'c']).is_empty();
        let new = [
            ("[".to_owned(), true),
            (parts.join(":"), false),
            ("] <".to_owned(), true),
            (level.to_owned(), true),
            (">".to_owned(), true),
        ];
        let new = new.into_iter().zip(1..).filter_map(|((new, is_confirmed), group)| {
            Some((found.get(group)?.range(), new, is_confirmed.then_some(CONFIRMED)))
        });
        (is_clock && has_bracket).then(|| new.collect())
    });
}

/// `17)RTC[10:46:13:412] <INFO>`, `①TRTC[…`, `© ▶TRTC[…`: icons or the number of repetitions in front of a console's message.
fn correct_name(row: &mut PictureRow) {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|:\d{1,5} )((?:[^\s\[:]{1,2} ){0,2}(?:[^\sA-Za-z\[]{0,4}[A-Z7]{0,2}RT[CG0O]?|[^\sA-Za-z\[]{1,4}))\[\d\d:\d\d:\d\d:\d{1,3}\] <[A-Z]{3,5}>",
        )
    });
    replace_parts(row, &NAME, |found| Some(vec![(found.get(1)?.range(), "TRTC".to_owned(), Some(CONFIRMED))]));
}

/// `<INF0>`, `<ERR0R>`.
fn correct_level(row: &mut PictureRow) {
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[<‹〈(]\s?([A-Z0-9|]{3,5})\s?[>›〉)]"));
    replace_parts(row, &LEVEL, |found| {
        let word = found.get(1)?;
        Some(vec![(word.range(), level(word.as_str())?.to_owned(), Some(CONFIRMED))])
    });
}

/// `[10:15:24:649] <ERR0 [↑ws|ann]`, `[10:15:24:649] -AR- [`: a level of which some characters were not read. A level without
/// marks is that of another logger: `[10:15:24] ERR [main]`.
fn correct_torn_level(row: &mut PictureRow) {
    static TORN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(TRTC|)\[\d\d:\d\d:\d\d(?::\d{1,3})?\]( ?[^\w\[\]]{0,2}([A-Z0]{2,5})[^\w\[\]]{0,2} ?)\[[^\s\]]{1,80}\]",
        )
    });
    replace_parts(row, &TORN, |found| {
        let (whole, read) = (found.get(2)?, skeleton(&found[3]));
        if found[1].is_empty() && whole.as_str().trim() == &found[3] {
            return None;
        }
        let is_part = |level: &&&str| {
            let level = self::skeleton(level);
            let mut rest = level.chars();
            read.chars().all(|char| rest.any(|other| other == char))
        };
        let mut levels = LEVELS.iter().filter(is_part);
        let (Some(level), None) = (levels.next(), levels.next()) else { return None };
        Some(vec![(whole.range(), format!(" <{level}> "), None)])
    });
}

/// The level that a word can be.
fn level(word: &str) -> Option<&'static str> {
    let skeleton = skeleton(word);
    LEVELS.into_iter().find(|level| self::skeleton(level) == skeleton)
}

/// `<INFO> [tc1|user]`, `[↑wsluser]`: the client after the level.
fn correct_client(row: &mut PictureRow) {
    static CLIENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"<(?:INFO|ERROR|WARN|DEBUG|TRACE|LOG)>(:? {0,2})([\[(【{]) ?(.{2,})$"));
    static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^()(\[)(\S{2,80}\].*)$"));
    let client = |found: &Captures<'_>| {
        let (bracket, text) = (found.get(2)?, found.get(3)?);
        let (read, client) = client(text.as_str())?;
        let read = text.start()..text.start() + read;
        Some(vec![(bracket.range(), "[".to_owned(), Some(CONFIRMED)), (read, client, Some(CONFIRMED))])
    };
    replace_parts(row, &CLIENT, client);
    replace_parts(row, &ALONE, client);
}

/// The client and the mark after it at the beginning of a text, as read (its bytes) and corrected: `↑c1|`. `None` if no reading, or more
/// than one, needs the fewest corrections.
fn client(text: &str) -> Option<(usize, String)> {
    let mut readings = Vec::new();
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    if matches!(first, '↑' | '↓') {
        parts(after.trim_start(), &Reading { text: first.to_string(), corrections: 0 }, false, &mut readings);
    } else {
        if ARROW_LIKE.contains(first) {
            parts(after.trim_start(), &Reading { text: "↑".to_owned(), corrections: 1 }, false, &mut readings);
        }
        parts(text, &Reading { text: String::new(), corrections: 0 }, false, &mut readings);
    }
    let least = readings.iter().map(|(reading, _)| reading.corrections).min()?;
    let mut best = readings.into_iter().filter(|(reading, _)| reading.corrections == least);
    let (reading, rest) = best.next()?;
    best.next().is_none().then(|| (text.len() - rest.len(), reading.text))
}

/// A client that was read up to some place, with corrections.
#[derive(Clone)]
struct Reading {
    text: String,
    corrections: usize,
}

impl Reading {
    fn with(&self, text: impl AsRef<str>, corrections: usize) -> Self {
        Self { text: format!("{}{}", self.text, text.as_ref()), corrections: self.corrections + corrections }
    }
}

/// Adds all readings of the parts of a client in `text`, each with what follows it.
fn parts<'t>(text: &'t str, before: &Reading, is_chained: bool, readings: &mut Vec<(Reading, &'t str)>) {
    for name in NUMBERED {
        let Some(mut rest) = text.strip_prefix(name) else { continue };
        let mut reading = before.with(name, 0);
        for _ in 0..3 {
            let Some((char, digit)) = rest.chars().next().and_then(|char| Some((char, client_digit(char)?))) else {
                break;
            };
            rest = &rest[char.len_utf8()..];
            reading = reading.with(digit.to_string(), usize::from(char != digit));
            // This part has a number after other parts only.
            if name != "ws" || is_chained {
                ends(rest, &reading, false, readings);
            }
        }
    }
    for name in PLAIN {
        if let Some(rest) = text.strip_prefix(name).filter(|_| name != "ws" || !is_chained) {
            let needs_bar = MAY_LACK_NUMBER.contains(&name);
            ends(rest, &before.with(name, 0), needs_bar, readings);
        }
    }
}

/// Adds the readings of what follows a part: the bar before the user, the end, or another part.
fn ends<'t>(text: &'t str, before: &Reading, needs_bar: bool, readings: &mut Vec<(Reading, &'t str)>) {
    let Some(first) = text.chars().next() else { return };
    let rest = &text[first.len_utf8()..];
    let is_user = rest.trim_start().starts_with(|char: char| !"|]-".contains(char)) && rest.contains(']');
    if first == '|' {
        readings.push((before.with("|", 0), rest));
    } else if first == ']' && !needs_bar {
        readings.push((before.with("]", 0), rest));
    } else if BAR_LIKE.contains(first) && is_user && !needs_bar {
        readings.push((before.with("|", 1), rest.trim_start()));
    }
    if matches!(first, '-' | '–' | '—' | '_') {
        parts(rest, &before.with("-", usize::from(first != '-')), true, readings);
    }
}

/// The digit in the number of a client.
fn client_digit(char: char) -> Option<char> {
    match char {
        '|' | 'l' | 'I' | '!' => Some('1'),
        'O' | 'o' => Some('0'),
        _ => Some(char).filter(char::is_ascii_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::row_of;
    use super::*;

    /// The text of a row after correction.
    fn corrected(text: &str) -> String {
        let mut row = row_of(text);
        correct_prefix(&mut row);
        row.text
    }

    #[test]
    fn a_prefix_is_corrected_by_its_grammar() {
        let expected = "TRTC[10:46:13:412] <ERROR> [↑c1|alice] text";
        for read in [
            "TRTC[10:46:13:412] <ERROR> [↑c1|alice] text",
            "TRTCI10:46:13:412] <ERR0R> [tc1|alice] text",
            "TRTC[1O:46:l3:412]<ERROR>[↑ c1|alice] text",
            "TRTC[10:46:13:4121 <ERROR> [fclIalice] text",
            "17)RTC[10:46:13:412] <ERROR> [↑c1|alice] text",
            "①TRTC[10:46:13:412J‹ERROR› [↑c1|alice] text",
            "© ▶TRTC[10:46:13:412] <ERROR> [tcl|alice] text",
            "X TRTC[10:46:13:412] <ERROR> [↑c1|alice] text",
            "TRTC[10:46:13:412] <ERR0 [↑c1|alice] text",
            "TRTC[10:46:13:412] -EROR- [tc1|alice] text",
        ] {
            assert_eq!(corrected(read).replace("]<", "] <").replace(">[", "> ["), expected, "{read}");
        }
        for text in [
            "trtc.js:1 TRTC[10:46:13:412] <INFO> [↑t1] text",
            "[10:46:13] INFO text",
            "10:46:13.412 INFO x",
            "TRTC[10:46:13:412] <N [app] text",
            "TRTC[10:46:13:412] <XY> [app] text",
            "[10:46:13] ERR [main] text",
            "[10:46:13] ERROR [main] text",
            "at 10: TRTC[10:46:13:412] <INFO> [↑t1] text",
            "x[1] (LOG) y",
        ] {
            assert_eq!(corrected(text), text);
        }
    }

    #[test]
    fn marks_of_the_client_are_corrected_where_the_grammar_leaves_one_reading() {
        for (read, expected) in [
            ("↑wsl10086] join", Some("↑ws|10086] join")),
            ("↑ws|10086]", Some("↑ws|10086]")),
            ("tcl|student_07] Join()", Some("↑c1|student_07] Join()")),
            ("fwsIalice]", Some("↑ws|alice]")),
            ("in|teacher_1]", Some("↑n|teacher_1]")),
            ("↑c11alice]", Some("↑c1|alice]")),
            ("↑c|alice]", Some("↑c|alice]")),
            ("c1|ann]", Some("c1|ann]")),
            ("↑tl-r1-ws1|bob]", Some("↑t1-r1-ws1|bob]")),
            ("tt1—r1-vt!bob]", Some("↑t1-r1-vt|bob]")),
            ("↑t1] text", Some("↑t1] text")),
            ("↑t1-r1-ws1lann]", Some("↑t1-r1-ws1|ann]")),
            ("^c1I 张伟]", Some("↑c1|张伟]")),
            ("alice] text", None),
            ("app] code: 5001", None),
            ("↑c111bob]", None),
            ("↑ c1|bob]", Some("↑c1|bob]")),
            ("tr21 bob] Join", Some("↑r2|bob] Join")),
            ("个 t11 bob]", Some("↑t1|bob]")),
        ] {
            let found = client(read).map(|(length, client)| client + &read[length..]);
            assert_eq!(found.as_deref(), expected, "{read}");
        }
    }
}
