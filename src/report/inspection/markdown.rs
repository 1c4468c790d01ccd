//! Inspections as Markdown that fits a ticket: summary, problems with their evidence, steps by who can take them,
//! context, and what to ask.

use std::io::{self, Write};

use super::{Renderer, Report, stays, words};
use crate::diagnosis::Problem;
use crate::finding::Finding;
use crate::report::markup::{markdown_code, markdown_code_cell, markdown_prose};
use crate::report::redact::Redactor;
use crate::report::safe::one_line;

/// This many lines of evidence are shown for each problem.
const EVIDENCE_LINES: usize = 8;
/// A line of evidence is cut at this many characters.
const EVIDENCE_CHARS: usize = 300;

/// Room stays that are listed.
const STAYS: usize = 20;

/// See the module.
#[derive(Default)]
pub(super) struct MarkdownRenderer {
    logs: u64,
}

impl Renderer for MarkdownRenderer {
    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let separator = if self.logs > 0 { "\n---\n\n" } else { "" };
        self.logs += 1;
        out.write_all(separator.as_bytes())?;
        let mut blocks = vec![format!("# TRTC log report: {}", markdown_code(&report.name)), summary(report)];
        let problems = &report.diagnosis.problems;
        if !problems.is_empty() {
            blocks.push(steps(report));
        }
        blocks.extend((1..).zip(problems).map(|(number, problem)| problem_section(number, problem, report)));
        if !problems.is_empty() {
            blocks.push(codes(report));
        }
        blocks.extend(room_stays(report));
        blocks.push(context(report));
        let questions = words::questions(&report.diagnosis.context);
        blocks.push(format!("## Questions to the customer\n\n{}", bullets(questions.into_iter().map(markdown_prose))));
        if !report.diagnosis.skipped.is_empty() {
            let skipped = report.diagnosis.skipped.iter();
            let skipped = skipped.map(|skipped| format!("line {}: {}", skipped.line, prose_line(&skipped.reason)));
            blocks.push(format!("## Not read\n\n{}", bullets(skipped)));
        }
        out.write_all(blocks.join("\n\n").as_bytes())?;
        out.write_all(b"\n")
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n---\n\n{}", markdown_prose(&words::redaction(redactor)))
    }
}

fn summary(report: &Report<'_>) -> String {
    let diagnosis = &report.diagnosis;
    if diagnosis.problems.is_empty() {
        return markdown_prose(&words::nothing_found(diagnosis));
    }
    let problems = diagnosis.problems.iter().map(|problem| {
        format!("**{}** ({}): {}", prose_line(&problem.title), words::chain(problem), words::occurrence(problem))
    });
    let facts = words::facts_in_one_line(&diagnosis.context);
    let facts = if facts.is_empty() { String::new() } else { format!("\n\n{}", prose_line(&facts)) };
    let in_short = words::in_short(report).map(|text| prose_line(&text) + "\n\n").unwrap_or_default();
    format!("{in_short}{}{facts}", numbered(problems))
}

fn problem_section(number: usize, problem: &Problem, report: &Report<'_>) -> String {
    let mut blocks = vec![
        format!("## {number}. {}", prose_line(&problem.title)),
        format!("{}; {}", words::chain(problem), words::occurrence(problem)),
        prose_line(&words::judgement(problem)),
        markdown_prose(&problem.explanation),
    ];
    let story: Vec<String> = problem.story.iter().map(|step| prose_line(&words::step(step))).collect();
    let followed: Vec<String> = problem.symptoms.iter().map(|symptom| prose_line(symptom)).collect();
    let (evidence, left_out) = words::evidence(problem, report, EVIDENCE_LINES);
    let mut said = None;
    let mut lines: Vec<String> = Vec::new();
    for finding in evidence {
        // The same failure is printed several times; what it says is said once.
        let detail = finding.detail();
        lines.push(evidence_line(finding, detail.is_some() && detail != said));
        said = detail;
    }
    if left_out > 0 {
        lines.push(format!("and {} more", words::counted(left_out, "place", "places")));
    }
    for (title, items) in [("How it went:", story), ("What followed:", followed), ("Evidence:", lines)] {
        if !items.is_empty() {
            blocks.push(title.to_owned());
            blocks.push(bullets(items.into_iter()));
        }
    }
    blocks.join("\n\n")
}

fn evidence_line(finding: &Finding, with_detail: bool) -> String {
    let mut place = vec![words::place(finding)];
    place.extend(finding.time.as_deref().map(str::to_owned));
    let excerpt = markdown_code(&words::excerpt(finding, EVIDENCE_CHARS));
    let mut parts = vec![prose_line(&place.join(", ")) + ":", excerpt];
    parts.extend(finding.detail().filter(|_| with_detail).map(|detail| format!("({})", prose_line(&detail))));
    parts.extend(words::candidates(finding).map(|candidates| format!("({candidates})")));
    parts.join(" ")
}

fn steps(report: &Report<'_>) -> String {
    let mut blocks = vec!["## What to do".to_owned()];
    for (owner, todos) in words::steps_by_owner(report) {
        blocks.push(format!("### {}", owner.title()));
        for todo in todos {
            if report.diagnosis.problems.len() > 1 {
                blocks.push(prose_line(&todo.heading()));
            }
            blocks.push(numbered(todo.steps.into_iter().map(prose_line)));
        }
    }
    blocks.join("\n\n")
}

fn codes(report: &Report<'_>) -> String {
    let mut lines = vec!["## Codes".to_owned(), String::new(), "| Code | Family | Meaning |".to_owned()];
    lines.push("| --- | --- | --- |".to_owned());
    for entry in &report.entries {
        let code = words::code_and_name(entry.code, report);
        let family = entry.code.family().title();
        lines.push(format!("| {} | {family} | {} |", markdown_code_cell(&code), prose_line(&entry.summary)));
    }
    lines.join("\n")
}

fn room_stays(report: &Report<'_>) -> Option<String> {
    let (stays, left_out) = stays::stays(report, STAYS);
    if stays.is_empty() {
        return None;
    }
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec!["## Room stays".to_owned(), String::new(), row(stays::COLUMNS.map(str::to_owned).to_vec())];
    lines.push(row(stays::COLUMNS.map(|_| "---".to_owned()).to_vec()));
    lines.extend(stays.iter().map(|stay| row(stay.cells().map(prose_line).to_vec())));
    let more = (left_out > 0).then(|| format!("and {}", words::counted(left_out, "more stay", "more stays")));
    let note = stays::clock_note(&report.diagnosis.timeline).map(|note| prose_line(&note));
    for block in more.into_iter().chain(note) {
        lines.push(String::new());
        lines.push(block);
    }
    Some(lines.join("\n"))
}

fn context(report: &Report<'_>) -> String {
    let mut lines =
        vec!["## Context".to_owned(), String::new(), "| What | Value |".to_owned(), "| --- | --- |".to_owned()];
    lines.push(format!("| Log | {} |", prose_line(&words::log_in_words(&report.diagnosis))));
    for (label, values) in words::facts(&report.diagnosis.context) {
        let values: Vec<String> = values.iter().map(|value| markdown_code_cell(value)).collect();
        lines.push(format!("| {label} | {} |", values.join(", ")));
    }
    lines.join("\n")
}

fn prose_line(text: &str) -> String {
    markdown_prose(&one_line(text))
}

fn bullets(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

fn numbered(items: impl Iterator<Item = String>) -> String {
    (1..).zip(items).map(|(number, item)| format!("{number}. {item}")).collect::<Vec<_>>().join("\n")
}
