//! Firefox's console, "Save All Messages to File" or "Copy All Messages": `00:41:56.113 message trtc.js:1:457140`, the clock only
//! where it is shown, the place at the end or, where the message has objects in it, on a line of its own. Known from Firefox'
//! own tests; no real file was at hand.

use super::Recogniser;
use crate::log::LogFormat;
use crate::log::segment::line::LineFormat;
use crate::log::segment::raw_entries::{RawEntry, RawEntryKind};

/// Firefox' entries.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::FirefoxConsole,
    sign: "end with a script, line and column, as in Firefox",
    owns_unit,
    owns_record: super::no_record,
};

fn owns_unit(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        RawEntryKind::Wrapped(LineFormat::Firefox, _) => true,
        RawEntryKind::Wrapped(LineFormat::Clocked | LineFormat::Sdk, _) => is_placed(raw.text),
        _ => false,
    }
}

/// Whether an entry has a place at the end of one of its lines.
pub fn is_placed(entry: &str) -> bool {
    entry.lines().any(|line| is_place(line) || without_place(line).len() < line.len())
}

/// Whether `line` is nothing but a place, `trtc.js:1:457140`.
pub fn is_place(line: &str) -> bool {
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut parts = line.rsplitn(3, ':');
    let is_number =
        |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    is_number(parts.next())
        && is_number(parts.next())
        && parts.next().is_some_and(|file| file.contains(['.', '/']) && !file.contains([' ', '(']))
}

/// `line` without the place at its end.
pub fn without_place(line: &str) -> &str {
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return line;
    }
    match memchr::memrchr(b' ', line.as_bytes()) {
        Some(blank) if is_place(&line[blank + 1..]) => line[..blank].trim_end_matches(' '),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known() {
        assert_eq!(without_place("failed: x -8 trtc.js:1:457140"), "failed: x -8");
        assert_eq!(without_place("at 10:21:33"), "at 10:21:33");
        assert!(is_place("trtc.js:1:457140") && is_place("https://a.example/x:1:2"));
        assert!(!is_place("10:21:33") && !is_place("trtc.js:1"));
    }
}
