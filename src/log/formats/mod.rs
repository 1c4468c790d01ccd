//! The known log formats, one file each.
//!
//! In: a raw entry of text, a line, or a JSON value. Each file has
//!
//! - a `RECOGNISER`, which says whether an entry or a record has this format ([`recogniser`]);
//! - the functions for its lines or records: length of a prefix, level, time, source location at the end of a line, unquoting of
//!   a message.
//!
//! Used by [`super::detect`] (the recognisers), [`super::segment`] (lines that begin an entry) and [`super::parse`] (the message
//! of an entry). Code that all text formats share is in [`super::parse::text`], code that all JSON formats share in
//! [`super::parse::reader`].
//!
//! What always holds: every [`LogFormat`](super::LogFormat) has exactly one recogniser; a function that removes something
//! from a line returns a part of that line, so that byte offsets stay offsets in the line.
//!
//! To add a format: a file with a `RECOGNISER`, a line in [`RECOGNISERS`], a sample in `tests/data/logs`.

pub(crate) mod app_errors;
pub(crate) mod chrome_debug;
pub(crate) mod csv;
pub(crate) mod csv_table;
pub(crate) mod devtools;
pub(crate) mod firefox;
pub(crate) mod har;
pub(crate) mod json;
pub(crate) mod plain;
pub(crate) mod playwright;
pub(crate) mod recogniser;
pub(crate) mod safari;
pub(crate) mod sdk_upload;
pub(crate) mod sentry;
pub(crate) mod webdriver;

use self::recogniser::Recogniser;

/// All formats. If several match an entry, the first wins, so the most specific ones come first.
pub(crate) const RECOGNISERS: &[Recogniser] = &[
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
pub(crate) fn strip_location(line: &str) -> &str {
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
