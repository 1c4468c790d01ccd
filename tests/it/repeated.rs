//! Logs that repeat themselves: what was read before is known again, and nothing that is said may differ for it.

use trtc_lens::finding::{Finding, Said};
use trtc_lens::inspect::InspectOptions;
use trtc_lens::source::LogSource;

use crate::formats::{diagnosis_of, samples};

/// Names that entries are known without. Messages are cut at a number of characters, so all have as many.
const USERS: [&str; 4] = ["robert", "x-42_y", "138001", "robert"];
/// A name that entries are not known without: they are read as they stand.
const OTHER: &str = "爱 丽丝ab";

/// The sample's text as `user` would have had it, at another time.
fn told_by(text: &str, names: &[String], user: &str) -> String {
    let mut told = text.replace(":41:", ":52:").replace(":10:5", ":27:1");
    for name in names {
        told = told.replace(&format!("|{name}]"), &format!("|{user}]"));
    }
    told
}

fn findings_in(text: &str) -> Vec<Finding> {
    diagnosis_of(&LogSource::Pasted(text.to_owned()), &InspectOptions::default()).findings
}

/// What a finding says; lines count from `first_line`, and the user is nobody in particular.
fn said(finding: &Finding, first_line: u64, user: &str) -> String {
    let Finding { code, line, entry_line, time, said, .. } = finding;
    let Said { known, name, level, .. } = &**said;
    let (text, message, detail, fix) = (finding.text(), finding.message(), finding.detail(), finding.fix());
    let lines = [line, entry_line].map(|line| line.cast_signed() - first_line.cast_signed());
    let said = format!("{lines:?} {code} {known} {name:?} {time:?} {level:?} {text:?} {message:?} {detail:?} {fix:?}");
    said.replace(&format!("|{user}]"), "|somebody]")
}

#[test]
fn a_log_of_many_users_says_what_the_logs_of_each_say() {
    let mut compared = 0;
    for path in samples() {
        let is_line_based = path.extension().is_some_and(|extension| extension == "log" || extension == "ndjson");
        let Some(sample) = std::fs::read_to_string(&path).ok().filter(|_| is_line_based) else { continue };
        let text = format!("{}\n", sample.trim_end());
        let options = InspectOptions::default();
        let names = diagnosis_of(&LogSource::Pasted(text.clone()), &options).context.user_ids;
        // The text itself stands first: what follows has the SDK's version from it.
        let lines = text.lines().count() as u64;
        let alone = findings_in(&format!("{text}{}", told_by(&text, &names, OTHER)));
        let alone: Vec<_> =
            alone.iter().filter(|finding| finding.line > lines).map(|it| said(it, lines, OTHER)).collect();
        let copies: String = USERS.iter().map(|user| told_by(&text, &names, user)).collect();
        let together = findings_in(&format!("{text}{copies}"));
        for (nth, user) in (1..).zip(USERS) {
            let before = nth * lines;
            let of_copy = |finding: &&Finding| (before + 1..=before + lines).contains(&finding.line);
            let among: Vec<_> = together.iter().filter(of_copy).map(|it| said(it, before, user)).collect();
            assert_eq!(among, alone, "{}", path.display());
            compared += among.len();
        }
    }
    assert!(compared > 400, "only {compared} findings were compared");
}
