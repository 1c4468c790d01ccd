//! The known log formats, one file each.
//!
//! In: a raw entry of text, a line, or a JSON value. Each file has
//!
//! - a `RECOGNISER`, which says whether an entry or a record has this format ([`recogniser`]);
//! - what is special about its lines or records: where a prefix ends, the level, the time, the source location at the end of a
//!   line, how a message is quoted.
//!
//! Out: answers for [`super::detect`] (the recognisers), [`super::segment`] (which lines begin an entry) and [`super::parse`]
//! (what a message is). The formats do not call these stages: what is common to all lines is in [`super::parse::text`], what
//! is common to all JSON in [`super::parse::reader`].
//!
//! What always holds: every [`LogFormat`](super::LogFormat) has exactly one recogniser; a function that removes something
//! from a line returns a part of that line, so that byte offsets stay offsets in the line.
//!
//! To add a format: a file with a `RECOGNISER`, a line in [`RECOGNISERS`], a sample in `tests/data/logs`.

pub mod app_errors;
pub mod chrome_debug;
pub mod csv;
pub mod csv_table;
pub mod devtools;
pub mod firefox;
pub mod har;
pub mod json;
pub mod plain;
pub mod playwright;
pub mod recogniser;
pub mod safari;
pub mod sdk_upload;
pub mod sentry;
pub mod webdriver;

use self::recogniser::Recogniser;

/// All formats. If several match an entry, the first wins, so the most specific ones come first.
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

/// Removes the source location that Firefox and Safari put at the end of a line.
pub fn strip_location(line: &str) -> &str {
    safari::strip_location(firefox::strip_location(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::format::LogFormat;

    #[test]
    fn every_format_has_its_recogniser() {
        for format in LogFormat::ALL {
            let count = RECOGNISERS.iter().filter(|recogniser| recogniser.format == *format).count();
            assert_eq!(count, 1, "{format:?}");
        }
    }
}
