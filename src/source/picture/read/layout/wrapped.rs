//! Joins lines that a page wrapped: the message of a chat or alert, a long line of a console.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::text::{PictureChar, PictureRow};

/// Lines of one message differ in height by at most this factor. The title of an alert is higher.
const SAME_HEIGHT: f32 = 1.4;
/// In a log, where all lines have one font: a line without ascenders and descenders is found less high.
const SAME_HEIGHT_IN_LOG: f32 = 1.7;
/// The distance of wrapped lines by their mean height. Messages of a chat or console are farther apart.
const MAX_DISTANCE: f32 = 1.45;
/// Lines of different messages of a chat are at least this far apart. The rows of a log are nearer.
const MIN_GAP: f32 = 2.2;
/// Left ends, or centres, of wrapped lines differ by at most this share of their height.
const ALIGNED: f32 = 0.8;
/// Space between columns is at least this many times as wide as the line is high.
const COLUMN_GAP: u32 = 3;
/// A digit at a place where a number may be torn is at most this certain, in thousandths.
const TORN: u16 = 500;

/// A link to a script, or a level, at the beginning of a row.
const LINK_OR_LEVEL: &str = r"\S+[.,](?:[jJ1il\]]s|ts|vue|html?|mjs|cjs|jsx|tsx)\S*:\d|.{0,12}<[A-Z]{3,5}>|TRTC";
/// A time at the beginning of a row.
const TIME: &str = r".{0,24}\d\d[:.;]\d\d[:.;]\d\d";

/// How a row of a log begins: with a link, the time of the SDK or of another logger, a level, an icon, a list.
static BEGIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?:{LINK_OR_LEVEL}|{TIME}|\[[^\]]{{1,40}}\||[•·*-] )")).expect("the pattern is valid")
});

/// A row that only a log has: with a link, a time or a level.
static OF_LOG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"^(?:{LINK_OR_LEVEL}|{TIME}[:.;\] ])")).expect("the pattern is valid"));

/// Whether a row is one of a log. Messages of a chat or alert are not.
pub(in crate::source::picture::read) fn is_of_log(row: &PictureRow) -> bool {
    OF_LOG.is_match(&row.text)
}

/// The kind of text whose lines may have been wrapped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::source::picture::read) enum TextKind {
    /// A message of a chat or alert.
    Message,
    /// A log.
    Log {
        /// The largest distance between the middles of two lines of one entry, in pixels, if it can be seen.
        largest_within_entry: Option<f32>,
    },
}

/// The last line of a row that may have been wrapped.
#[derive(Clone, Copy, Debug)]
pub(in crate::source::picture::read) struct LineEnd {
    /// Left, top, right and bottom of the line.
    bounds: [f32; 4],
    /// The right end of the longest line of the row.
    right: f32,
}

impl LineEnd {
    /// The only line of a row. `None` for an empty row.
    pub(in crate::source::picture::read) fn of(row: &PictureRow) -> Option<Self> {
        // The link of a console's row, which is in front, is no part of the line. Lines may be tilted: the left end decides.
        let first = row.chars.iter().min_by_key(|char| char.bounds[0])?.bounds.map(|side| side as f32);
        let right = row.chars.last()?.bounds[2] as f32;
        Some(Self { bounds: [first[0], first[1], right, first[3]], right })
    }

    /// Whether there is a gap between this line and the next one, as between the messages of a chat.
    pub(in crate::source::picture::read) fn is_above_gap(&self, line: &Self) -> bool {
        self.distance(line) > MIN_GAP * f32::midpoint(self.height(), line.height())
    }

    fn height(&self) -> f32 {
        (self.bounds[3] - self.bounds[1]).max(1.0)
    }

    /// The distance between the middle of this line and that of the next one.
    fn distance(&self, line: &Self) -> f32 {
        f32::midpoint(line.bounds[1], line.bounds[3]) - f32::midpoint(self.bounds[1], self.bounds[3])
    }

    /// Whether `row`, which is `line`, continues the text above it.
    fn continues(&self, above: &PictureRow, line: &Self, row: &PictureRow, kind: TextKind) -> bool {
        let (upper, lower) = (self.height(), line.height());
        let least = upper.min(lower);
        let center = |line: &Self| f32::midpoint(line.bounds[0], line.bounds[2]);
        let is_aligned = (self.bounds[0] - line.bounds[0]).abs() < ALIGNED * least
            || (center(self) - center(line)).abs() < ALIGNED * least;
        // The first word of the next line had no room.
        let in_word = |char: &&PictureChar| !char.char.is_whitespace() && char.char.is_ascii();
        // Chinese text is wrapped after any character.
        let first_word = row.chars.iter().take_while(in_word).last().or(row.chars.first());
        let word = first_word.map_or(0.0, |char| char.bounds[2] as f32 - line.bounds[0]);
        let is_full = self.bounds[2] + word + 0.3 * least > self.right.max(line.bounds[2]);
        let is_near = (0.5..MAX_DISTANCE).contains(&(self.distance(line) / f32::midpoint(upper, lower)));
        // Editors number their lines.
        let is_numbered = |row: &PictureRow| row.text.starts_with(|char: char| char.is_ascii_digit());
        // A text in another column does not end a line.
        let has_columns = has_columns(above) || has_columns(row);
        let begins = has_columns || BEGIN.is_match(&row.text) || is_numbered(above) && is_numbered(row);
        let same_height = if kind == TextKind::Message { SAME_HEIGHT } else { SAME_HEIGHT_IN_LOG };
        upper.max(lower) < same_height * least && is_near && is_aligned && is_full && !begins
    }
}

/// Adds the next row to the one above it if it continues its text. Returns the row otherwise. In a log, each line may be a message of
/// its own, and the log's format joins most of those that are not: there, only what is torn is joined, and lines that are as near as
/// only lines of one entry are.
pub(in crate::source::picture::read) fn join(
    above: &mut PictureRow,
    end: &mut LineEnd,
    mut row: PictureRow,
    kind: TextKind,
    is_word: impl Fn(&str) -> bool,
) -> Option<PictureRow> {
    let Some(line) = LineEnd::of(&row).filter(|line| end.continues(above, line, &row, kind)) else {
        return Some(row);
    };
    let (Some(last), Some(first)) = (above.chars.last(), row.chars.first()) else { return Some(row) };
    let are = |test: fn(&char) -> bool| test(&last.char) && test(&first.char);
    // There was no room for another character.
    let is_full = end.bounds[2] + 0.6 * (line.bounds[3] - line.bounds[1]) > end.right.max(line.bounds[2]);
    let is_torn = is_full && are(char::is_ascii_digit);
    let is_one_entry = match kind {
        TextKind::Log { largest_within_entry: Some(largest) } => end.distance(&line) < largest,
        _ => false,
    };
    let is_torn_word = is_torn_word(&above.text, &row.text, is_full && is_one_entry, is_word);
    // In the SDK's tags, no space is before the closing bracket.
    let is_closed = matches!(first.char, '>' | ')' | ']' | '}');
    let is_spaced = !are(|char| !char.is_ascii()) && !is_torn_word && !is_closed;
    let is_joined = is_one_entry || is_torn || is_torn_word || is_open(&above.text, &row.text);
    if kind != TextKind::Message && !is_joined {
        return Some(row);
    }
    let [_, top, right, bottom] = last.bounds;
    if is_torn {
        let digits = |char: &&mut PictureChar| char.char.is_ascii_digit();
        let ends = above.chars.iter_mut().rev().take_while(digits).chain(row.chars.iter_mut().take_while(digits));
        ends.for_each(|char| char.certainty = char.certainty.min(TORN));
    } else if is_spaced {
        let space =
            PictureChar { char: ' ', certainty: 1000, alternatives: Vec::new(), bounds: [right, top, right, bottom] };
        above.chars.push(space);
    }
    above.chars.append(&mut row.chars);
    above.text = above.chars.iter().map(|char| char.char).collect();
    *end = LineEnd { bounds: line.bounds, right: end.right.max(line.bounds[2]) };
    None
}

/// Whether there is much empty space in the last line of a row.
fn has_columns(row: &PictureRow) -> bool {
    let lines = row.lines();
    let line = lines.last().copied().unwrap_or_default();
    let height = line.first().map_or(0, |char| char.bounds[3].saturating_sub(char.bounds[1]));
    line.iter()
        .filter(|char| char.char == ' ')
        .any(|space| space.bounds[2].saturating_sub(space.bounds[0]) > COLUMN_GAP * height)
}

/// Whether a text ends within a name, a tag, an object or before the value of a key.
fn is_open(above: &str, below: &str) -> bool {
    let above = above.trim_end();
    let is_unclosed = |open: char, close: char| above.rfind(open).is_some_and(|at| !above[at..].contains(close));
    let is_of_name = |char: char| char.is_ascii_uppercase() || char == '_';
    let is_in_name = above.ends_with(is_of_name) && below.starts_with(is_of_name);
    above.ends_with([':', '：', '=', '('])
        || below.starts_with([':', '：', '=', ')', '>', '}'])
        || is_unclosed('<', '>')
        || is_unclosed('{', '}')
        || is_in_name
}

/// Whether the end of one text and the beginning of the next one are a word together, but neither is one alone. If the lines are
/// known to be one text that fills its lines, one of them may be a word: `Jo` and `in`.
fn is_torn_word(above: &str, below: &str, is_filled: bool, is_word: impl Fn(&str) -> bool) -> bool {
    let start = above.rfind(|char: char| !char.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let end = below.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(below.len());
    let (Some(first), Some(last)) = (above.get(start..), below.get(..end)) else { return false };
    let are_words = if is_filled { is_word(first) && is_word(last) } else { is_word(first) || is_word(last) };
    !first.is_empty() && !last.is_empty() && !are_words && is_word(&format!("{first}{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of characters 8 pixels wide and 16 high.
    fn row(text: &str, left: u32, top: u32) -> PictureRow {
        let char = |(nth, char): (usize, char)| PictureChar {
            char,
            certainty: 990,
            alternatives: Vec::new(),
            bounds: [left + nth as u32 * 8, top, left + nth as u32 * 8 + 8, top + 16],
        };
        PictureRow::new(text.chars().enumerate().map(char).collect())
    }

    const WORDS: [&str; 5] = ["result", "error", "overconstrainederror", "join", "in"];

    /// The rows after joining. Lines of a log may be equally far apart.
    fn joined(rows: &[PictureRow]) -> Vec<String> {
        let is_log = rows.iter().any(is_of_log);
        joined_at(rows, if is_log { TextKind::Log { largest_within_entry: None } } else { TextKind::Message })
    }

    fn joined_at(rows: &[PictureRow], kind: TextKind) -> Vec<String> {
        let mut above = rows[0].clone();
        let mut end = LineEnd::of(&above).expect("a line");
        let mut texts = Vec::new();
        for row in &rows[1..] {
            if let Some(next) = join(&mut above, &mut end, row.clone(), kind, |word| {
                WORDS.contains(&word.to_ascii_lowercase().as_str())
            }) {
                texts.push(above.text.clone());
                end = LineEnd::of(&next).expect("a line");
                above = next;
            }
        }
        texts.push(above.text);
        texts
    }

    #[test]
    fn lines_of_one_message_are_joined() {
        let chat = [row("enterRoom failed, errorCode:", 20, 0), row("-100018", 20, 22)];
        assert_eq!(joined(&chat), ["enterRoom failed, errorCode: -100018"]);
        let alert = [row("进房失败，错误", 40, 0), row("码：5010", 48, 22)];
        assert_eq!(joined(&alert), ["进房失败，错误码：5010"]);
        let word = [row("Join room failed res", 20, 0), row("ult: 70002", 20, 22)];
        assert_eq!(joined(&word), ["Join room failed result: 70002"]);
        let words = [row("Join failed: device overconstrained", 20, 0), row("error (code: 5304)", 20, 22)];
        assert_eq!(joined(&words), ["Join failed: device overconstrained error (code: 5304)"]);
        let torn = [row("failed {code: 700", 20, 0), row("05}", 20, 22)];
        assert_eq!(joined(&torn), ["failed {code: 70005}"]);
        let tag = [row("RtcError: failed <SCHEDULE_FAILED 0x404c", 20, 0), row("> see the documentation", 20, 22)];
        assert_eq!(joined(&tag), ["RtcError: failed <SCHEDULE_FAILED 0x404c> see the documentation"]);
    }

    #[test]
    fn in_a_log_only_what_is_torn_is_joined() {
        let prefix = "TRTC[10:46:13:412] <WARN> [↑c1|bob]";
        for (end, next, count) in [
            ("RtcError: failed <SCHEDULE_FAILED 0x404c>", "进房失败，错误码：70206，请稍后重试", 2),
            ("error: request refused", "join failed", 2),
            ("Join room failed code:", "70010 cost: 3543ms", 1),
            ("RtcError: failed <SCHEDULE_FAILED", "0x404c>", 1),
            ("INVALID_OPERATIO", "N: errorCode 5100", 1),
            ("enterRoom failed {code: 5100,", "extraCode: 70010}", 1),
            ("Join room failed res", "ult: 70010", 1),
        ] {
            let rows = [row(&format!("{prefix} {end}"), 20, 0), row(next, 20, 22)];
            assert_eq!(joined(&rows).len(), count, "{end} | {next}");
        }
        let mut low = [row("app.js:885 RtcError: <NOT_SUPPORTED_SM", 20, 0), row("ALL VIDEO 0x1456> see", 20, 25)];
        low[0].chars.iter_mut().for_each(|char| char.bounds[3] += 8);
        assert_eq!(joined(&low).len(), 1, "a line that was found less high");
        let chat = [row("用户进房失败，麻烦看一下这个问题", 20, 0), row("好的", 20, 22), row("进房失败", 20, 60)];
        assert_eq!(joined(&chat).len(), 2);
        let short = [row("错误码：70206", 20, 0), row("请稍后重试，或者联系客服", 20, 22)];
        assert_eq!(joined(&short).len(), 2, "there was room for a character");
    }

    #[test]
    fn lines_as_near_as_those_of_one_entry_are_joined() {
        let kind = TextKind::Log { largest_within_entry: Some(23.0) };
        let prefix = "TRTC[10:46:13:412] <INFO> [↑c1|bob]";
        let cut =
            |end: &str, next: &str, top| joined_at(&[row(&format!("{prefix} {end}"), 20, 0), row(next, 20, top)], kind);
        assert_eq!(cut("Jo", "in room failed", 22), [format!("{prefix} Join room failed")]);
        assert_eq!(cut("join room failed", "cost: 3543ms", 22), [format!("{prefix} join room failed cost: 3543ms")]);
        assert_eq!(cut("join room failed", "cost: 3543ms", 24).len(), 2, "the next entry");
        let short = [row(prefix, 20, 0), row("a", 20, 22), row("cost: 3543ms", 20, 44)];
        assert_eq!(joined_at(&short, kind).len(), 2, "there was room");
    }

    #[test]
    fn messages_of_a_chat_are_farther_apart_than_rows_of_a_log() {
        let [first, log, message] = [0, 22, 60].map(|top| LineEnd::of(&row("text", 20, top)).expect("a line"));
        assert!(!first.is_above_gap(&log));
        assert!(log.is_above_gap(&message));
    }

    #[test]
    fn other_lines_stay_rows() {
        let bubbles = [row("enterRoom failed, code:", 20, 0), row("5010", 20, 60)];
        assert_eq!(joined(&bubbles).len(), 2, "far apart");
        let log = [row("TRTC[10:46:13:412] <INFO> [↑c1|alice] a", 20, 0), row("TRTC[10:46:13:413] <INFO> b", 20, 22)];
        assert_eq!(joined(&log).len(), 2, "each line begins an entry");
        let short = [row("{", 20, 0), row("code: 5010, message: text", 20, 22)];
        assert_eq!(joined(&short).len(), 2, "there was room");
        let mut links = [row("client error app.js:35", 20, 0), row("join failed", 20, 22)];
        links[0].chars[12].bounds[2] += 400;
        links[0].chars[13..].iter_mut().for_each(|char| [0, 2].iter().for_each(|side| char.bounds[*side] += 400));
        assert_eq!(joined(&links).len(), 2, "a column at the right");
    }
}
