//! A report in a few lines for a chat message.

use super::phrases;
use super::report::Report;
use crate::report::redact::cut;
use crate::sanitize::one_line;

/// Characters of a title or step.
const LINE_CHARS: usize = 240;

/// The first problem, the titles of the others, the log, and what to do next; without markup.
pub fn render(report: &Report<'_>) -> String {
    let diagnosis = &report.diagnosis;
    let mut lines = Vec::new();
    lines.extend(phrases::narrowed_note(diagnosis));
    if let Some((first, others)) = diagnosis.problems.split_first() {
        lines.push(format!("{} ({})", cut(&first.title, LINE_CHARS), phrases::chain(first)));
        lines.push(phrases::impact(first));
        lines.push(format!("{}: {}", report.name, phrases::occurrence(first)));
        if !others.is_empty() {
            let titles: Vec<&str> = others.iter().map(|problem| problem.title.as_str()).collect();
            lines.push(format!("Also: {}", cut(&titles.join("; "), LINE_CHARS)));
        }
    } else {
        lines.push(format!("{}: {}", report.name, phrases::nothing_found(diagnosis)));
    }
    lines.push(phrases::context_in_one_line(&diagnosis.context));
    if let Some((first, step)) = diagnosis.problems.first().and_then(|first| Some((first, first.fix.first()?))) {
        let owner = first.fix_by.first().unwrap_or(&first.owner).title().to_lowercase();
        lines.push(format!("Next ({owner}): {}", cut(step, LINE_CHARS)));
    }
    let lines = lines.iter().filter(|line| !line.is_empty());
    lines.map(|line| one_line(line) + "\n").collect()
}
