//! Removes the numbers that `cat -n`, `nl`, pagers and editors put in front of lines. After a number, the beginning of an entry would
//! not be recognised. Lines are kept.

use super::Transform;
use crate::source::encoding::{TextEncoding, detect};

/// At least this many numbers one after the other are numbers of lines.
const MIN_NUMBERS: u64 = 3;
/// Numbers, with the blanks in front of them, are not longer, in bytes.
const MAX_NUMBER_BYTES: usize = 24;

/// The first line number of a text that begins with `head`, if its lines are numbered. A list of codes also has numbers one after
/// the other, so there must be a level of the SDK, a record or JSON document, or aligned numbers.
pub(crate) fn first_line_number(head: &[u8]) -> Option<u64> {
    const LEVELS: [&str; 4] = ["<INFO>", "<WARN>", "<ERROR>", "<DEBUG>"];
    let has_level = || LEVELS.iter().any(|level| memchr::memmem::find(head, level.as_bytes()).is_some());
    let lines = || head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let (first_line, (first, length)) = lines().take(4).find_map(|line| Some((line, numbered(line)?)))?;
    // As `cat -n` writes them, numbers are aligned and a tab is after them.
    let is_aligned = first_line.starts_with(b" ") && first_line[..length].ends_with(b"\t");
    let is_log = || is_aligned || matches!(first_line.get(length), Some(b'[' | b'{')) || has_level();
    let (mut next, mut others) = (first, 0);
    for line in lines() {
        match numbered(line) {
            Some((number, _)) if number == next => next += 1,
            _ => others += 1,
        }
    }
    let count = next - first;
    let is_ascii_based = || matches!(detect(head), TextEncoding::AsciiBased { .. });
    (count >= MIN_NUMBERS && count >= others && is_log() && is_ascii_based()).then_some(first)
}

/// The number at the beginning of a line, and the length of what is in front of the line's text.
fn numbered(line: &[u8]) -> Option<(u64, usize)> {
    let blanks = line.iter().take_while(|byte| **byte == b' ').count();
    let digits = line[blanks..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = blanks + digits;
    let number = std::str::from_utf8(&line[blanks..end]).ok()?.parse().ok()?;
    let after = &line[end..];
    let bar = after.iter().take_while(|byte| **byte == b' ').count();
    let length = if after.starts_with(b"\t") || after.starts_with(b":") {
        1
    } else if let Some(bar_bytes) = ["|", "│"].iter().find(|sign| after[bar..].starts_with(sign.as_bytes())) {
        let text = bar + bar_bytes.len();
        text + usize::from(after[text..].starts_with(b" "))
    } else {
        usize::from(after.starts_with(b" "))
    };
    (end <= MAX_NUMBER_BYTES && length > 0).then_some((number, end + length))
}

/// Removes line numbers.
#[derive(Debug)]
pub(crate) struct LineNumberStripper {
    /// The number of the next numbered line.
    next: u64,
    /// The beginning of a line, until its number is complete.
    start: Vec<u8>,
    /// Whether the rest of the line is text.
    in_text: bool,
}

impl LineNumberStripper {
    /// `first` is the number of the first numbered line.
    pub(crate) fn new(first: u64) -> Self {
        Self { next: first, start: Vec::new(), in_text: false }
    }

    /// Appends the beginning of a line without the line's number.
    fn end_start(&mut self, plain: &mut Vec<u8>) {
        let number = numbered(&self.start).filter(|(number, _)| *number == self.next);
        self.next += u64::from(number.is_some());
        plain.extend_from_slice(&self.start[number.map_or(0, |(_, length)| length)..]);
        self.start.clear();
    }
}

impl Transform for LineNumberStripper {
    fn push(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let line_end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let has_ended = rest[..line_end].ends_with(b"\n");
            // A number, a bar of three bytes, and the blanks around it.
            let wanted = (2 * MAX_NUMBER_BYTES).saturating_sub(self.start.len());
            let taken = if self.in_text { 0 } else { wanted.min(line_end) };
            self.start.extend_from_slice(&rest[..taken]);
            if !self.in_text && (has_ended || taken == wanted) {
                self.end_start(plain);
                self.in_text = true;
            }
            plain.extend_from_slice(&rest[taken..line_end]);
            self.in_text &= !has_ended;
            rest = &rest[line_end..];
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        self.end_start(plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::codec::transform_all;

    const LOG: &str =
        "TRTC[00:41:56:498] <INFO> [c1|a] x\n\n    at e.value (trtc.js:1)\nTRTC[00:41:57:498] <ERROR> [c1|a] y\n12 z\n";

    /// The log with numbers from `first`, each line made by `format`.
    fn numbered_log(first: usize, format: impl Fn(usize, &str) -> String) -> String {
        LOG.lines().zip(first..).map(|(line, number)| format(number, line) + "\n").collect()
    }

    #[test]
    fn numbers_in_front_of_lines_are_removed() {
        let formats: [fn(usize, &str) -> String; 5] = [
            |number, line| format!("{number:6}\t{line}"),
            |number, line| format!("{number}:{line}"),
            |number, line| format!("{number:7} {line}"),
            |number, line| format!("{number:4} | {line}"),
            |number, line| format!("{number:4} │ {line}"),
        ];
        for format in formats {
            for first in [1, 98, 1424] {
                let log = numbered_log(first, format);
                assert_eq!(first_line_number(log.as_bytes()), Some(first as u64), "{log}");
                let plain = transform_all(log.as_bytes(), LineNumberStripper::new(first as u64));
                assert_eq!(String::from_utf8_lossy(&plain), LOG, "{log}");
                let mut stripper = LineNumberStripper::new(first as u64);
                let mut by_bytes = Vec::new();
                log.bytes().for_each(|byte| stripper.push(&[byte], &mut by_bytes));
                stripper.finish(&mut by_bytes);
                assert_eq!(String::from_utf8_lossy(&by_bytes), LOG, "byte by byte: {log}");
            }
        }
    }

    #[test]
    fn other_numbers_are_not_line_numbers() {
        for text in [
            LOG,
            "5001 a\n5002 b\n5003 c\n5004 d\n",
            "10:00:01 <INFO> a\n10:00:02 <INFO> b\n10:00:03 <INFO> c\n",
            "1 <INFO> a\n2 <INFO> b\n",
            "7 <INFO> a\n7 <INFO> b\n7 <INFO> c\n7 <INFO> d\n",
            "",
        ] {
            assert_eq!(first_line_number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn lines_without_a_number_are_kept() {
        let log = "$ cat -n a.log\n 1\tTRTC[00:41:56:498] <INFO> x\nwrapped\n 2\ty\n 3\tz\n99 users";
        assert_eq!(first_line_number(log.as_bytes()), Some(1));
        let plain = transform_all(log.as_bytes(), LineNumberStripper::new(1));
        assert_eq!(
            String::from_utf8_lossy(&plain),
            "$ cat -n a.log\nTRTC[00:41:56:498] <INFO> x\nwrapped\ny\nz\n99 users"
        );
    }
}
