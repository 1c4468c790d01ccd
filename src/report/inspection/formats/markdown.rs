//! Markdown for a ticket: a summary, the steps by who can take them, each problem with its evidence, the context, and
//! what to ask the customer.

use std::io::{self, Write};

use crate::diagnosis::Problem;
use crate::report::escape::{markdown_code, markdown_code_cell, markdown_prose};
use crate::report::inspection::case_report::CaseReport;
use crate::report::inspection::phrases;
use crate::report::inspection::phrases::{ShownFinding, headings};
use crate::report::inspection::renderer::{CasePlace, FindingUse, Renderer};
use crate::report::inspection::report::Report;
use crate::report::redact::{Redactor, cut};
use crate::sanitize::one_line;

/// Lines of evidence that are shown for each problem.
const EVIDENCE_LINES: usize = 8;
/// Characters of a line of evidence.
const EVIDENCE_CHARS: usize = 300;

/// Errors and warnings that are listed if no code was found.
const LOGGED_ERRORS: usize = 20;

/// Room stays that are listed.
const STAYS: usize = 20;

/// Problems of a case that are listed.
const CASE_PROBLEMS: usize = 20;
/// Logs of a case that are listed.
const CASE_LOGS: usize = 100;

/// The renderer of [`ReportFormat::Markdown`](crate::report::inspection::ReportFormat::Markdown).
#[derive(Default)]
pub(super) struct MarkdownRenderer {
    logs: u64,
}

impl Renderer for MarkdownRenderer {
    fn finding_use(&self) -> FindingUse {
        FindingUse::Evidence(EVIDENCE_LINES)
    }

    fn case_place(&self) -> CasePlace {
        CasePlace::Begin
    }

    fn case(&mut self, report: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
        let separator = if self.logs > 0 { "\n---\n\n" } else { "" };
        self.logs = self.logs.max(1);
        write!(out, "{}\n{separator}", case(report))
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let separator = if self.logs > 0 { "\n---\n\n" } else { "" };
        self.logs += 1;
        out.write_all(separator.as_bytes())?;
        let mut blocks = vec![format!("# {}: {}", headings::REPORT, markdown_code(&report.name))];
        blocks.extend(phrases::narrowed_note(&report.diagnosis).map(|note| prose_line(&note)));
        blocks.push(summary(report));
        let problems = &report.diagnosis.problems;
        if !problems.is_empty() {
            blocks.push(steps(report));
        }
        blocks.extend((1..).zip(problems).map(|(number, problem)| problem_section(number, problem, report)));
        if !problems.is_empty() {
            blocks.push(codes(report));
        }
        blocks.extend(marked_lines(report));
        blocks.extend(room_stays(report));
        blocks.push(context(report));
        let questions = phrases::questions(report);
        blocks.push(section(headings::QUESTIONS, &bullets(questions.iter().map(|question| markdown_prose(question)))));
        if !report.diagnosis.skipped.is_empty() {
            let skipped = report.diagnosis.skipped.iter();
            let skipped = skipped.map(|skipped| format!("line {}: {}", skipped.line, prose_line(&skipped.reason)));
            blocks.push(section(headings::NOT_READ, &bullets(skipped)));
        }
        out.write_all(blocks.join("\n\n").as_bytes())?;
        out.write_all(b"\n")
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n---\n\n{}", markdown_prose(&phrases::redaction_note(redactor)))
    }
}

fn case(report: &CaseReport) -> String {
    let case = &report.case;
    let names: Vec<String> = report.names.iter().map(|name| markdown_code_cell(&one_line(name))).collect();
    let heading = format!("# {}: {}", headings::CASE, phrases::case_size(report));
    let mut blocks = vec![heading, prose_line(&case.sentence)];
    let problems = case.problems.iter().take(CASE_PROBLEMS).enumerate().map(|(idx, problem)| {
        let failures = phrases::case_failures(idx, report, &report.names);
        let head = format!("**{}** ({})", prose_line(&problem.title), prose_line(&phrases::case_problem(problem)));
        let failures = failures.iter().map(|failure| prose_line(failure));
        [head].into_iter().chain(failures).collect::<Vec<_>>().join("\n   - ")
    });
    let mut problems: Vec<String> = problems.collect();
    let left_out = case.problems.len().saturating_sub(CASE_PROBLEMS) as u64;
    problems.extend((left_out > 0).then(|| phrases::more_problems(left_out)));
    if !problems.is_empty() {
        let numbered: Vec<String> =
            (1..).zip(problems).map(|(number, problem): (usize, _)| format!("{number}. {problem}")).collect();
        blocks.push(section(headings::CASE_PROBLEMS, &numbered.join("\n")));
    }
    let (shown, left_out) = report.shown_logs(CASE_LOGS);
    let rows = shown.into_iter().map(|log| {
        let cells = phrases::case_log(&case.logs[log], report, &report.names).map(|cell| prose_line(&cell));
        format!("| {} | {} |", names[log], cells.join(" | "))
    });
    let mut table = table_head(&headings::CASE_LOG_COLUMNS).into_iter().chain(rows).collect::<Vec<_>>().join("\n");
    if left_out > 0 {
        table.push_str("\n\n");
        table.push_str(&phrases::more_logs(left_out as u64));
    }
    blocks.push(section(headings::CASE_LOGS, &table));
    blocks.extend(phrases::case_clocks(report, &report.names).map(|clocks| prose_line(&clocks)));
    blocks.join("\n\n")
}

fn summary(report: &Report<'_>) -> String {
    let diagnosis = &report.diagnosis;
    if diagnosis.problems.is_empty() {
        let (mut errors, left_out) = phrases::logged_errors(diagnosis, LOGGED_ERRORS);
        errors.extend((left_out > 0).then(|| phrases::more_logged_errors(left_out)));
        let nothing_found = markdown_prose(&phrases::nothing_found(diagnosis));
        let list = bullets(errors.iter().map(|error| prose_line(error)));
        let attempt = phrases::ladder::worst_attempt(&diagnosis.timeline.stays).map(|attempt| prose_line(&attempt));
        let blocks = [Some(nothing_found), Some(list).filter(|list| !list.is_empty()), attempt];
        return blocks.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    }
    let problems = diagnosis.problems.iter().map(|problem| {
        format!("**{}** ({}): {}", prose_line(&problem.title), phrases::chain(problem), phrases::occurrence(problem))
    });
    let context = phrases::context_in_one_line(&diagnosis.context);
    let context = if context.is_empty() { String::new() } else { format!("\n\n{}", prose_line(&context)) };
    let overview = phrases::overview(report).map(|text| prose_line(&text) + "\n\n").unwrap_or_default();
    format!("{overview}{}{context}", numbered(problems))
}

fn problem_section(number: usize, problem: &Problem, report: &Report<'_>) -> String {
    let mut blocks = vec![
        format!("## {number}. {}", prose_line(&problem.title)),
        format!("{}; {}", phrases::chain(problem), phrases::occurrence(problem)),
        prose_line(&phrases::impact(problem)),
    ];
    let attempt = phrases::ladder::attempt_of(problem, &report.diagnosis.timeline.stays);
    blocks.extend(attempt.map(|attempt| prose_line(&attempt)));
    blocks.push(markdown_prose(&problem.explanation));
    let steps: Vec<String> = problem.steps.iter().map(|step| prose_line(&phrases::step(step))).collect();
    let symptoms: Vec<String> = problem.symptoms.iter().map(|symptom| prose_line(symptom)).collect();
    let (evidence, left_out) = phrases::evidence(problem, report, EVIDENCE_LINES);
    let mut lines: Vec<String> = evidence.iter().map(evidence_line).collect();
    if left_out > 0 {
        lines.push(phrases::more_places(left_out));
    }
    for (title, items) in [(headings::STEPS, steps), (headings::SYMPTOMS, symptoms), (headings::EVIDENCE, lines)] {
        if !items.is_empty() {
            blocks.push(format!("{title}:"));
            blocks.push(bullets(items.into_iter()));
        }
    }
    blocks.join("\n\n")
}

fn evidence_line(ShownFinding { finding, detail }: &ShownFinding<'_>) -> String {
    let mut place = vec![phrases::location(finding)];
    place.extend(finding.time.as_deref().map(str::to_owned));
    let excerpt = markdown_code(&phrases::excerpt(finding, EVIDENCE_CHARS));
    let mut parts = vec![prose_line(&place.join(", ")) + ":", excerpt];
    parts.extend(detail.as_deref().map(|detail| format!("({})", prose_line(detail))));
    parts.extend(phrases::alternatives(finding).map(|alternatives| format!("({alternatives})")));
    parts.join(" ")
}

fn steps(report: &Report<'_>) -> String {
    let mut blocks = vec![format!("## {}", headings::WHAT_TO_DO)];
    for (owner, todos) in phrases::steps_by_owner(report) {
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
    let mut lines = table_head(&headings::CODE_COLUMNS);
    for entry in &report.entries {
        let code = phrases::code_and_name(entry.code, report);
        let family = entry.code.family().title();
        lines.push(format!("| {} | {family} | {} |", markdown_code_cell(&code), prose_line(&entry.summary)));
    }
    section(headings::CODES, &lines.join("\n"))
}

/// The lines that the user marked, as evidence.
fn marked_lines(report: &Report<'_>) -> Option<String> {
    let lines = report.diagnosis.marked_lines.iter().map(|marked| {
        let excerpt = cut(&one_line(&marked.message), EVIDENCE_CHARS).to_owned();
        let note = if marked.note.is_empty() { String::new() } else { format!(" {}", prose_line(&marked.note)) };
        format!("{}: {}{note}", prose_line(&phrases::marked_place(marked)), markdown_code(&excerpt))
    });
    let list = bullets(lines);
    (!list.is_empty()).then(|| section(headings::MARKED_LINES, &list))
}

fn room_stays(report: &Report<'_>) -> Option<String> {
    let (stays, left_out) = phrases::room_stays(report, STAYS);
    if stays.is_empty() {
        return None;
    }
    let mut lines = table_head(&headings::STAY_COLUMNS);
    lines.extend(stays.iter().map(|stay| table_row(&stay.cells().map(prose_line))));
    let more = (left_out > 0).then(|| phrases::more_stays(left_out));
    let note = phrases::clock_note(&report.diagnosis.timeline).map(|note| prose_line(&note));
    for block in more.into_iter().chain(note) {
        lines.push(String::new());
        lines.push(block);
    }
    Some(section(headings::ROOM_STAYS, &lines.join("\n")))
}

fn context(report: &Report<'_>) -> String {
    let mut lines = table_head(&headings::CONTEXT_COLUMNS);
    lines.push(format!("| Log | {} |", prose_line(&phrases::log_description(&report.diagnosis))));
    for (label, values) in phrases::context_rows(&report.diagnosis.context) {
        let values: Vec<String> = values.iter().map(|value| markdown_code_cell(value)).collect();
        lines.push(format!("| {label} | {} |", values.join(", ")));
    }
    section(headings::CONTEXT, &lines.join("\n"))
}

fn section(title: &str, body: &str) -> String {
    format!("## {title}\n\n{body}")
}

fn table_head(columns: &[&str]) -> Vec<String> {
    vec![table_row(columns), table_row(&vec!["---"; columns.len()])]
}

fn table_row(cells: &[impl std::borrow::Borrow<str>]) -> String {
    format!("| {} |", cells.join(" | "))
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
