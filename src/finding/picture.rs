//! Where and how surely findings were read from a picture.

use std::sync::Arc;

use super::model::Finding;
use crate::catalog::Catalog;
use crate::code::{ErrorCode, parse_numbers};
use crate::log::parse::prefix::{parse_client, parse_prefix};
use crate::source::{PictureEvidence, PictureText};

/// Adds to findings in a picture where and how surely each was read. A number with an unsure digit may also be the known codes
/// with the other digits.
pub(crate) fn set_picture(findings: &mut [Finding], picture: &PictureText) {
    for finding in findings {
        let code = finding.code;
        let forms = [code.value().map(|value| value.to_string()), code.hex(), finding.body.name.clone()];
        let evidence = finding.evidence();
        let shown = forms.iter().flatten().find(|form| evidence.contains(form.as_str()));
        let place = picture.evidence(finding.line, evidence, shown.map_or(evidence, String::as_str));
        let Some(mut place) = place else { continue };
        // The family may depend on the line's prefix.
        if picture.row(finding.line).is_some_and(|row| has_unread_prefix(&row.text)) {
            place.certainty = place.certainty.min(PictureEvidence::PROBABLE);
        }
        let catalog = Catalog::current();
        let other_codes = place.readings.iter().flat_map(|reading| parse_numbers(reading));
        let other_codes = other_codes.map(|value| ErrorCode::new(code.family(), value));
        let other_codes: Vec<ErrorCode> =
            other_codes.filter(|other| *other != code && catalog.entry(*other).is_some()).collect();
        if !other_codes.is_empty() {
            Arc::make_mut(&mut finding.body).alternatives.extend(other_codes);
        }
        finding.picture = Some(Arc::new(place));
    }
}

/// Whether a row of a picture has the level of the SDK's prefix, but the prefix cannot be read.
fn has_unread_prefix(row: &str) -> bool {
    const LEVELS: [&str; 4] = ["INFO>", "WARN>", "ERROR>", "DEBUG>"];
    let Some(level) = LEVELS.iter().find_map(|level| row.find(level)) else { return false };
    let Some(clock) = row[..level].rfind('[') else { return true };
    let start = row[..clock].strip_suffix("TRTC").map_or(clock, str::len);
    let is_at_start = start == 0 || row[..start].ends_with(' ');
    let message = parse_prefix(&row[start..]).and_then(|prefix| row[start..].get(prefix.message..));
    let is_client = |message: &str| match parse_client(message) {
        Some((Some(_), _)) => true,
        Some((None, _)) => message.split(']').next().is_some_and(|tag| !tag.contains(' ')),
        // Lines about the SDK itself have no client.
        None => message.starts_with(char::is_alphabetic),
    };
    !is_at_start || !message.is_some_and(is_client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_that_cannot_be_read_is_noticed() {
        for (row, expected) in [
            ("TRTC[10:46:13:412] <INFO> [↑c1|alice] code: 5012", false),
            ("trtc.js:1 TRTC[10:46:13:412] <INFO> [↑t1] text", false),
            ("[10:46:13:412] <WARN> [c1|alice] text", false),
            ("17)RTC[10:46:13:412] <ERROR> [↑c1|alice] code: 5012", true),
            ("TRTC[10:46:13:412] <INFO> [↑wsl alice code: 5012", true),
            ("10:46:13:412 <ERROR> code: 5012", true),
            ("TRTC[10:46:13:412] <INFO> [个 t11 alice] code: 5012", true),
            ("[10:15:00] <INFO> TRTC Web SDK Version: 4.6.7", false),
            ("enterRoom failed, code: 5012", false),
        ] {
            assert_eq!(has_unread_prefix(row), expected, "{row}");
        }
    }
}
