//! The exports that are known, one recogniser a file, all of the same shape. A file holds what its format looks like and, where
//! the common ways (lines in [`super::parse::text`], JSON in [`super::parse::record`]) do not do, how it is read.
//!
//! To add one: a file with a `RECOGNISER`, a line in [`RECOGNISERS`], a sample in `tests/data/logs`.

pub mod app_errors;
pub mod chrome_debug;
pub mod csv;
pub mod devtools;
pub mod firefox;
pub mod har;
pub mod json;
pub mod plain;
pub mod playwright;
pub mod safari;
pub mod sdk_upload;
pub mod sentry;
pub mod webdriver;

use super::LogFormat;
use super::json::Json;
use super::segment::raw_entries::RawEntry;

/// How a format is known.
pub struct Recogniser {
    /// The format.
    pub format: LogFormat,
    /// What its entries do, for people: "12 of the first 20 entries {sign}".
    pub sign: &'static str,
    /// Whether an entry of a text log is this format's.
    pub owns_unit: fn(&RawEntry<'_>) -> bool,
    /// Whether a JSON value is a record, or the whole document, of this format.
    pub owns_record: fn(&Json<'_>) -> bool,
}

/// All formats. Of several that know an entry the first wins, so the most special ones come first.
pub const RECOGNISERS: &[Recogniser] = &[
    har::RECOGNISER,
    webdriver::RECOGNISER,
    playwright::RECOGNISER,
    sentry::RECOGNISER,
    sdk_upload::RECOGNISER,
    app_errors::RECOGNISER,
    csv::RECOGNISER,
    chrome_debug::RECOGNISER,
    safari::RECOGNISER,
    firefox::RECOGNISER,
    devtools::RECOGNISER,
    json::RECOGNISER,
    plain::RECOGNISER,
];

/// A line of a message without the place that Firefox and Safari put at its end.
pub fn without_place(line: &str) -> &str {
    safari::without_place(firefox::without_place(line))
}

/// For formats that are JSON throughout.
fn no_unit(_: &RawEntry<'_>) -> bool {
    false
}

/// For formats that are text throughout.
fn no_record(_: &Json<'_>) -> bool {
    false
}

/// Whether a JSON object has all of these members.
fn has_all(json: &Json<'_>, keys: &[&str]) -> bool {
    keys.iter().all(|key| json.member(key).is_some())
}

/// Whether a JSON object has one of these members.
fn has_any(json: &Json<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| json.member(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_recogniser() {
        for format in LogFormat::ALL {
            let count = RECOGNISERS.iter().filter(|recogniser| recogniser.format == *format).count();
            assert_eq!(count, 1, "{format:?}");
        }
    }
}
