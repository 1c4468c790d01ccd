//! The console of Safari's Web Inspector, saved or copied: `[Error] message (trtc.js, line 1)`, the place on the message's first
//! line, stack rows behind a tab. Known from `WebKit`'s sources; no real file was at hand.

use super::Recogniser;
use crate::log::segment::line::LineFormat;
use crate::log::segment::raw_entries::RawEntryKind;
use crate::log::{Level, LogFormat};

/// Safari's entries.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::SafariConsole,
    sign: "begin with Safari's [Log], [Warning], [Error]",
    owns_unit: |raw| matches!(raw.kind, RawEntryKind::Wrapped(LineFormat::Safari, _)),
    owns_record: super::no_record,
};

const LABELS: &[&str] = &["[Log]", "[Error]", "[Warning]", "[Info]", "[Debug]"];

/// Length of `[Error] ` at the beginning of `line`.
pub fn prefix_len(line: &str) -> Option<usize> {
    let label = LABELS.iter().find(|label| line.starts_with(**label))?;
    Some(label.len() + usize::from(line.as_bytes().get(label.len()) == Some(&b' ')))
}

/// The level of the label.
pub fn level(line: &str) -> Level {
    let label = line.trim_start_matches('[').split(']').next().unwrap_or_default();
    Level::from_label(label).unwrap_or_default()
}

/// `line` without the place at its end, ` (trtc.js, line 1)` or, repeated, ` (trtc.js, line 1, x3)`.
pub fn without_place(line: &str) -> &str {
    let Some(start) = line.strip_suffix(')').and_then(|line| line.rfind(" (")) else { return line };
    let place = &line[start + 2..line.len() - 1];
    let number = place.split_once(", line ").map(|(_, number)| number.split(',').next().unwrap_or_default());
    match number {
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => &line[..start],
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_off() {
        assert_eq!(without_place("failed: x -8 (trtc.js, line 1)"), "failed: x -8");
        assert_eq!(without_place("failed: x -8 (trtc.js, line 1, x3)"), "failed: x -8");
        assert_eq!(without_place("failed (trtc.js)"), "failed (trtc.js)");
    }
}
