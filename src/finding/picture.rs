//! Where and how surely findings were read from a picture.

use std::sync::Arc;

use super::model::Finding;
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family, parse_numbers};
use crate::log::parse::prefix::{parse_client, parse_prefix};
use crate::source::{PictureEvidence, PictureText};

/// A number that no family knows is not reported below this certainty, in thousandths.
const MIN_CERTAINTY_OF_UNKNOWN: u16 = 500;

/// Adds to findings in a picture where and how surely each was read. A number with an unsure digit may also be the known codes
/// with the other digits. Removes numbers that are more likely misread than codes.
pub(crate) fn set_picture(findings: &mut Vec<Finding>, picture: &PictureText) {
    for finding in &mut *findings {
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
        let other_codes = place.readings.iter().flat_map(|reading| parse_numbers(reading));
        let families = families_of_readings(code);
        let other_codes = other_codes.filter_map(|value| {
            let mut codes = families.iter().map(|family| ErrorCode::new(*family, value));
            codes.find(|other| *other != code && is_known(*other))
        });
        let other_codes: Vec<ErrorCode> = other_codes.collect();
        if !other_codes.is_empty() {
            Arc::make_mut(&mut finding.body).alternatives.extend(other_codes);
        }
        finding.picture = Some(Arc::new(place));
    }
    findings.retain(|finding| {
        let certainty = finding.picture.as_ref().map_or(u16::MAX, |place| place.certainty);
        certainty >= MIN_CERTAINTY_OF_UNKNOWN || is_known(finding.code) || !finding.body.alternatives.is_empty()
    });
}

fn is_known(code: ErrorCode) -> bool {
    Catalog::current().entry(code).is_some()
}

/// The families of the codes that other readings of a number can be: the family of a number that none knows says little.
fn families_of_readings(code: ErrorCode) -> Vec<Family> {
    let own = [code.family()];
    let any = [Family::Account, Family::Server, Family::WebV5];
    if is_known(code) { own.to_vec() } else { own.into_iter().chain(any).collect() }
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
    use crate::finding::find::{SdkTraces, findings_in_entry};
    use crate::log::Layout;
    use crate::log::parse::reader::read_entries;
    use crate::source::{PictureChar, PictureRow};

    /// The codes of a row whose characters are this certain, and the codes that each may also be.
    fn codes(text: &str, certainty: impl Fn(char) -> u16, alternatives: &[char]) -> Vec<(String, Vec<String>)> {
        let char = |char: char| PictureChar {
            char,
            certainty: certainty(char),
            alternatives: if certainty(char) < 500 { alternatives.to_vec() } else { Vec::new() },
            bounds: [0, 0, 8, 16],
        };
        let row =
            PictureRow { text: text.to_owned(), chars: text.chars().map(char).collect(), ..PictureRow::default() };
        let picture = PictureText { size: [800, 16], rows: vec![row] };
        let mut codes = Vec::new();
        read_entries(text, &Layout::default(), &mut |parsed| {
            let mut findings = findings_in_entry(&parsed, SdkTraces::default());
            for finding in &mut findings {
                finding.line += 1;
            }
            set_picture(&mut findings, &picture);
            codes.extend(findings.iter().map(|finding| {
                let others = finding.body.alternatives.iter().map(ToString::to_string);
                (finding.code.to_string(), others.collect())
            }));
        });
        codes
    }

    #[test]
    fn a_number_that_is_more_likely_misread_than_a_code_is_not_reported() {
        let text = "enterRoom failed, error code: 78209";
        let unsure = |char| if char == '8' { 340 } else { 990 };
        let found = codes(text, unsure, &['0']);
        assert_eq!(found, [("78209".to_owned(), vec!["70209".to_owned()])], "the known code is offered");
        assert!(codes(text, unsure, &[]).is_empty());
        assert_eq!(codes(text, |_| 990, &[]).len(), 1, "read surely");
        let known = "enterRoom failed, error code: 70209";
        assert_eq!(codes(known, |char| if char == '2' { 340 } else { 990 }, &[]).len(), 1, "a documented code");
    }

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
