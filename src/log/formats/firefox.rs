//! Firefox's console, "Save All Messages to File" or "Copy All Messages": `00:41:56.113 message trtc.js:1:457140`, with the time
//! only if timestamps are shown. The source location is at the end or, if the message contains objects, on a line of its own.
//! Source: Firefox' own tests; no real file was available.

use super::recogniser::{Recogniser, no_record};
use crate::log::format::LogFormat;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::RawEntry;

/// Firefox' entries.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::FirefoxConsole,
    evidence: "end with a script, line and column, as in Firefox",
    matches_entry,
    matches_record: no_record,
};

fn matches_entry(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        LineKind::Start(LineFormat::Firefox, _) => true,
        LineKind::Start(LineFormat::Timestamped | LineFormat::Sdk, _) => has_location(raw.text),
        _ => false,
    }
}

/// Whether an entry has a source location at the end of one of its lines.
pub(crate) fn has_location(entry: &str) -> bool {
    entry.lines().any(|line| is_location(line) || strip_location(line).len() < line.len())
}

/// Whether `line` is nothing but a source location, `trtc.js:1:457140`.
pub(crate) fn is_location(line: &str) -> bool {
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

/// `line` without the source location at its end.
pub(crate) fn strip_location(line: &str) -> &str {
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return line;
    }
    match memchr::memrchr(b' ', line.as_bytes()) {
        Some(blank) if is_location(&line[blank + 1..]) => line[..blank].trim_end_matches(' '),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_recognised() {
        assert_eq!(strip_location("failed: x -8 trtc.js:1:457140"), "failed: x -8");
        assert_eq!(strip_location("at 10:21:33"), "at 10:21:33");
        assert!(is_location("trtc.js:1:457140") && is_location("https://a.example/x:1:2"));
        assert!(!is_location("10:21:33") && !is_location("trtc.js:1"));
    }
}
