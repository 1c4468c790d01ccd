//! Anything else: mail, chat, notes, other programs' logs. Lines of the SDK that are quoted in it are still recognised.

use super::recogniser::{Recogniser, no_record};
use crate::log::format::LogFormat;

/// Any text that no other format matches.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::PlainText,
    evidence: "are free text",
    matches_entry: |_| true,
    matches_record: no_record,
};
