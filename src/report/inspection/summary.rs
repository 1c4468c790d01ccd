//! A report in a few lines for a chat message.

use super::case_report::CaseReport;
use super::phrases;
use super::report::Report;
use crate::report::redact::cut;
use crate::sanitize::one_line;

/// Characters of a title or step.
const LINE_CHARS: usize = 240;

/// Problems of a case that are listed.
const CASE_PROBLEMS: usize = 5;

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
    joined(&lines)
}

/// The sentence of a case, its problems, and what it is made of; without markup.
pub fn render_case(report: &CaseReport) -> String {
    let case = &report.case;
    let mut lines = vec![cut(&case.sentence, LINE_CHARS * 2).to_owned()];
    let problems = case.problems.iter().take(CASE_PROBLEMS).map(|problem| {
        let title = cut(&problem.title, LINE_CHARS);
        format!("- {title} ({}): {}", problem.root, phrases::case_problem(problem))
    });
    lines.extend(problems);
    let left_out = case.problems.len().saturating_sub(CASE_PROBLEMS) as u64;
    lines.extend((left_out > 0).then(|| phrases::more_problems(left_out)));
    lines.push(phrases::case_size(report));
    lines.extend(phrases::case_clocks(report, &report.names));
    joined(&lines)
}

fn joined(lines: &[String]) -> String {
    let lines = lines.iter().filter(|line| !line.is_empty());
    lines.map(|line| one_line(line) + "\n").collect()
}
