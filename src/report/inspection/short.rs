//! A log in a few lines that fit a chat message.

use super::{Report, words};
use crate::report::safe::{cut, one_line};

/// Titles and steps longer than this are cut.
const LINE_CHARS: usize = 240;

/// What went wrong first, what else did, where, and what to do next; without markup.
pub fn render(report: &Report<'_>) -> String {
    let diagnosis = &report.diagnosis;
    let mut lines = Vec::new();
    if let Some((first, others)) = diagnosis.problems.split_first() {
        lines.push(format!("{} ({})", cut(&first.title, LINE_CHARS), words::chain(first)));
        lines.push(words::judgement(first));
        lines.push(format!("{}: {}", report.name, words::occurrence(first)));
        if !others.is_empty() {
            let titles: Vec<&str> = others.iter().map(|problem| problem.title.as_str()).collect();
            lines.push(format!("Also: {}", cut(&titles.join("; "), LINE_CHARS)));
        }
    } else {
        lines.push(format!("{}: {}", report.name, words::nothing_found(diagnosis)));
    }
    lines.push(words::facts_in_one_line(&diagnosis.context));
    if let Some((first, step)) = diagnosis.problems.first().and_then(|first| Some((first, first.fix.first()?))) {
        let owner = first.fix_by.first().unwrap_or(&first.owner).title().to_lowercase();
        lines.push(format!("Next ({owner}): {}", cut(step, LINE_CHARS)));
    }
    let lines = lines.iter().filter(|line| !line.is_empty());
    lines.map(|line| one_line(line) + "\n").collect()
}
