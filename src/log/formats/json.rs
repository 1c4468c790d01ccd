//! JSON of no layout that is known: its strings are read as text, its objects as errors where they look like some.

use super::Recogniser;
use crate::log::LogFormat;
use crate::log::segment::raw_entries::RawEntryKind;

/// Any JSON that no other format owns.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Json,
    sign: "are JSON records of no known layout",
    owns_unit: |raw| raw.kind == RawEntryKind::Json,
    owns_record: super::no_record,
};
