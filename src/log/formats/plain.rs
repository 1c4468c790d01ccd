//! Anything else: mail, chat, notes, other programs' logs. The lines of an SDK that are quoted in it are read as such.

use super::Recogniser;
use crate::log::LogFormat;

/// Any text that no other format owns.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::PlainText,
    sign: "are free text",
    owns_unit: |_| true,
    owns_record: super::no_record,
};
