//! JSON of no known format: its strings are read as text, and its objects as errors if they look like errors.

use super::recogniser::{Recogniser, no_record};
use crate::log::format::LogFormat;
use crate::log::segment::line_kind::LineKind;

/// Any JSON that no other format matches.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Json,
    evidence: "are JSON records of no known layout",
    matches_entry: |raw| raw.kind == LineKind::Json,
    matches_record: no_record,
};
