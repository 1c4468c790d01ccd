//! The findings that a report shows as evidence of a problem.

use crate::diagnosis::Problem;
use crate::finding::Finding;
use crate::report::inspection::report::Report;
use crate::report::redact::cut;
use crate::sanitize::one_line;

/// A finding that is shown as evidence.
pub(in crate::report) struct ShownFinding<'r> {
    /// The finding.
    pub finding: &'r Finding,
    /// Its detail, unless the evidence before has the same: the SDK logs one failure several times.
    pub detail: Option<&'r str>,
}

/// The first finding of each place of a problem, at most `limit`, and how many places are left out.
pub(in crate::report) fn evidence<'r>(
    problem: &Problem,
    report: &'r Report<'_>,
    limit: usize,
) -> (Vec<ShownFinding<'r>>, u64) {
    let findings = problem.findings.iter().filter_map(|&idx| report.diagnosis.findings.get(idx));
    let mut shown: Vec<&Finding> = findings.collect();
    shown.dedup_by_key(|finding| finding.place());
    let left_out = shown.len().saturating_sub(limit) as u64 + problem.places_left_out;
    shown.truncate(limit);
    let mut last = None;
    let with_detail = shown.into_iter().map(|finding| {
        let detail = finding.detail();
        let is_new = detail != last;
        last.clone_from(&detail);
        ShownFinding { finding, detail: detail.filter(|_| is_new) }
    });
    (with_detail.collect(), left_out)
}

/// Where a finding is: `line 42`; in a JSON document, `line 42, /3/message`; in a picture, `line 42, read surely`.
pub(in crate::report) fn location(finding: &Finding) -> String {
    let pointer = finding.pointer.as_ref().map(|pointer| format!(", {pointer}")).unwrap_or_default();
    let certainty = finding.picture.as_deref().map(|picture| {
        let read = picture.read.as_ref().map(|read| format!(" (as read: {read})")).unwrap_or_default();
        format!(", {}{read}", picture.title())
    });
    format!("line {}{pointer}{}", finding.line, certainty.unwrap_or_default())
}

/// The entry's message in one line of about `chars` characters, cut so that it contains the evidence.
pub(in crate::report) fn excerpt(finding: &Finding, chars: usize) -> String {
    let message = one_line(&without_reference(&without_stack(finding.message())));
    let evidence = one_line(finding.evidence());
    let len = message.chars().count();
    if message.is_empty() {
        return evidence;
    }
    let Some(at) = message.find(&evidence) else {
        // The evidence is in a part of the entry that the message leaves out.
        return format!("{} … {evidence}", cut(&message, chars));
    };
    let (first, last) = (message[..at].chars().count(), message[..at + evidence.len()].chars().count());
    let start = if last <= chars { 0 } else { first.saturating_sub(chars / 2) };
    let shown: String = message.chars().skip(start).take(chars.max(last - start)).collect();
    let end = start + shown.chars().count();
    format!("{}{shown}{}", if start > 0 { "… " } else { "" }, if end < len { " …" } else { "" })
}

/// The message without the rows of its call stack, which do not help a reader of reports.
pub(in crate::report) fn without_stack(message: &str) -> String {
    let is_row = |line: &str| {
        let line = line.trim_start();
        let function = line.split_once(" @ ").map(|(function, _)| function);
        line.starts_with("at ") || line == "(anonymous)" || function.is_some_and(|function| !function.contains(' '))
    };
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let rest = rest.lines().filter(|line| !is_row(line));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}

/// The message without the address of the SDK's documentation, which every error of the SDK carries.
fn without_reference(message: &str) -> String {
    let mut rest = message;
    let mut kept = String::new();
    while let Some(at) = rest.find("Refer to") {
        let address = rest[at + "Refer to".len()..].trim_start_matches([':', '：', ' ']);
        let end = address.find(char::is_whitespace).unwrap_or(address.len());
        if !address.starts_with("http") {
            break;
        }
        kept.push_str(rest[..at].trim_end_matches([' ', '\n']));
        kept.push(' ');
        rest = address[end..].trim_start();
    }
    kept + rest
}
