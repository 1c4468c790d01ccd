//! Tables with a message column, separated by commas, semicolons, tabs or bars, as log services and spreadsheets export them.
//! A row is a record whose members are its columns; a field in quotes may span lines.

use super::recogniser::{Recogniser, no_entry, no_record};
use crate::log::format::LogFormat;

/// Tables. Entries and records never match: [`detect`](super::csv_table::CsvTable::detect) recognises a table by its rows.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Csv,
    evidence: "name columns in the first line, and have as many below",
    matches_entry: no_entry,
    matches_record: no_record,
};
