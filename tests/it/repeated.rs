//! Logs with repeated entries: the cache that recognises them must not change any finding.

use trtc_lens::finding::{Finding, FindingBody};
use trtc_lens::inspect::InspectOptions;
use trtc_lens::source::LogSource;

use crate::formats::{diagnosis_of, samples};

/// Names that the cache masks. All have the same length, because messages are truncated at a number of characters.
const USERS: [&str; 4] = ["robert", "x-42_y", "138001", "robert"];
/// A name that the cache does not mask, so that its entries are parsed in full.
const OTHER: &str = "爱 丽丝ab";

/// The sample's text with `user` as its user, at another time.
fn text_of_user(text: &str, names: &[String], user: &str) -> String {
    let mut replaced = text.replace(":41:", ":52:").replace(":10:5", ":27:1");
    for name in names {
        replaced = replaced.replace(&format!("|{name}]"), &format!("|{user}]"));
    }
    replaced
}

fn findings_in(text: &str) -> Vec<Finding> {
    diagnosis_of(&LogSource::Pasted(text.to_owned()), &InspectOptions::default()).findings
}

/// A finding as text, with lines relative to `first_line` and without the user's name.
fn finding_as_text(finding: &Finding, first_line: u64, user: &str) -> String {
    let Finding { code, line, entry_line, time, body, .. } = finding;
    let FindingBody { known, name, level, .. } = &**body;
    let (evidence, message, detail, fix) = (finding.evidence(), finding.message(), finding.detail(), finding.fix());
    let lines = [line, entry_line].map(|line| line.cast_signed() - first_line.cast_signed());
    let row =
        format!("{lines:?} {code} {known} {name:?} {time:?} {level:?} {evidence:?} {message:?} {detail:?} {fix:?}");
    row.replace(&format!("|{user}]"), "|somebody]")
}

#[test]
fn a_log_of_several_users_has_the_findings_of_each_users_log() {
    let mut compared = 0;
    for path in samples() {
        let is_line_based = path.extension().is_some_and(|extension| extension == "log" || extension == "ndjson");
        let Some(sample) = std::fs::read_to_string(&path).ok().filter(|_| is_line_based) else { continue };
        let text = format!("{}\n", sample.trim_end());
        let options = InspectOptions::default();
        let names = diagnosis_of(&LogSource::Pasted(text.clone()), &options).context.user_ids;
        // The original text comes first, so that the SDK's version is known for the copies.
        let lines = text.lines().count() as u64;
        let alone = findings_in(&format!("{text}{}", text_of_user(&text, &names, OTHER)));
        let alone: Vec<_> = alone
            .iter()
            .filter(|finding| finding.line > lines)
            .map(|finding| finding_as_text(finding, lines, OTHER))
            .collect();
        let copies: String = USERS.iter().map(|user| text_of_user(&text, &names, user)).collect();
        let together = findings_in(&format!("{text}{copies}"));
        for (nth, user) in (1..).zip(USERS) {
            let before = nth * lines;
            let of_copy = |finding: &&Finding| (before + 1..=before + lines).contains(&finding.line);
            let among: Vec<_> =
                together.iter().filter(of_copy).map(|finding| finding_as_text(finding, before, user)).collect();
            assert_eq!(among, alone, "{}", path.display());
            compared += among.len();
        }
    }
    assert!(compared > 400, "only {compared} findings were compared");
}
