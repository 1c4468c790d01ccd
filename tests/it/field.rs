//! Text that people write in tickets, chats and mails: every code is found on its line, and nothing else is found.
//!
//! A case of `tests/data/field/*.txt` is a title, the findings as `line family code`, `----` and the text.

use std::collections::BTreeSet;
use std::fmt::Write;

use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

#[track_caller]
fn check(cases: &str) {
    let mut wrong = String::new();
    for case in cases.split("\n\n==== ") {
        let (head, text) = case.split_once("----\n").expect("a case has a line of dashes");
        let (title, wanted) = head.trim_start_matches("==== ").split_once('\n').expect("a case has a title");
        let wanted: BTreeSet<String> = wanted.lines().map(str::to_owned).collect();
        let got = findings(text.trim_end());
        if got != wanted {
            let _ = writeln!(wrong, "{title}\n  wanted {wanted:?}\n  got    {got:?}");
        }
    }
    assert_eq!(wrong, "");
}

fn findings(text: &str) -> BTreeSet<String> {
    let source = LogSource::Pasted(text.to_owned());
    let diagnosis = inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("text can be read");
    let rows = diagnosis.findings.iter();
    rows.map(|finding| format!("{} {} {}", finding.line, finding.code.family(), finding.code)).collect()
}

#[test]
fn codes_in_handwritten_text_are_found() {
    check(include_str!("../data/field/found.txt"));
}

#[test]
fn numbers_that_resemble_codes_are_ignored() {
    check(include_str!("../data/field/look-alikes.txt"));
}
