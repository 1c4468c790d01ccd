//! The console of Safari's Web Inspector, saved or copied: `[Error] message (trtc.js, line 1)`, with the source
//! location on the first line of the message and stack rows after a tab. Source: `WebKit`'s code; no real file was available.

use super::recogniser::{Recogniser, no_record};
use crate::log::entry::Level;
use crate::log::format::LogFormat;
use crate::log::segment::line_kind::{LineFormat, LineKind};

/// Safari's entries.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::SafariConsole,
    evidence: "begin with Safari's [Log], [Warning], [Error]",
    matches_entry: |raw| matches!(raw.kind, LineKind::Start(LineFormat::Safari, _)),
    matches_record: no_record,
};

const LABELS: &[&str] = &["[Log]", "[Error]", "[Warning]", "[Info]", "[Debug]"];

/// Length of `[Error] ` at the beginning of `line`.
pub(crate) fn prefix_len(line: &str) -> Option<usize> {
    let label = LABELS.iter().find(|label| line.starts_with(**label))?;
    Some(label.len() + usize::from(line.as_bytes().get(label.len()) == Some(&b' ')))
}

/// The level of the label.
pub(crate) fn level(line: &str) -> Level {
    let label = line.trim_start_matches('[').split(']').next().unwrap_or_default();
    Level::from_label(label).unwrap_or_default()
}

/// `line` without the source location at its end, ` (trtc.js, line 1)` or, repeated, ` (trtc.js, line 1, x3)`.
pub(crate) fn strip_location(line: &str) -> &str {
    let Some(start) = line.strip_suffix(')').and_then(|line| line.rfind(" (")) else { return line };
    let location = &line[start + 2..line.len() - 1];
    let number = location.split_once(", line ").map(|(_, number)| number.split(',').next().unwrap_or_default());
    match number {
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => &line[..start],
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_removed() {
        assert_eq!(strip_location("failed: x -8 (trtc.js, line 1)"), "failed: x -8");
        assert_eq!(strip_location("failed: x -8 (trtc.js, line 1, x3)"), "failed: x -8");
        assert_eq!(strip_location("failed (trtc.js)"), "failed (trtc.js)");
    }
}
