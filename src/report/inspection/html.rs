//! Inspections as one HTML page that needs nothing else: no script, no image, no connection.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Renderer, Report, picture, stays, words};
use crate::catalog::Severity;
use crate::diagnosis::Problem;
use crate::finding::Finding;
use crate::report::markup::{html_prose, html_text};
use crate::report::redact::Redactor;
use crate::report::safe::one_line;

/// This many lines of evidence are shown for each problem.
const EVIDENCE_LINES: usize = 20;

const STYLE: &str = include_str!("../../../assets/report/report.css");

/// Room stays that are listed.
const STAYS: usize = 50;

/// See the module.
#[derive(Default)]
pub(super) struct HtmlRenderer {
    logs: u64,
}

impl Renderer for HtmlRenderer {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // Whatever a log might smuggle in, the page loads nothing and runs nothing.
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>TRTC log report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        )
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.logs += 1;
        out.write_all(log_article(report, self.logs).as_bytes())
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        let note = html_text(&words::redaction(redactor));
        writeln!(out, "<footer><p>{note}</p></footer>\n</main>\n</body>\n</html>")
    }
}

fn log_article(report: &Report<'_>, number: u64) -> String {
    let diagnosis = &report.diagnosis;
    let mut html = format!(
        "<article>\n<h1>{}</h1>\n<p class=\"faint\">{}</p>\n",
        html_text(&one_line(&report.name)),
        html_text(&words::log_in_words(diagnosis)),
    );
    if let Some(text) = words::in_short(report) {
        let _ = writeln!(html, "<p>{}</p>", html_prose(&one_line(&text)));
    }
    if let Some(picture) = picture::render(report, number) {
        html.push_str(&picture);
    }
    if diagnosis.problems.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", html_text(&words::nothing_found(diagnosis)));
    }
    if !diagnosis.problems.is_empty() {
        push_steps(report, &mut html);
    }
    for (number, problem) in (1..).zip(&diagnosis.problems) {
        push_problem(number, problem, report, &mut html);
    }
    if !diagnosis.problems.is_empty() {
        push_codes(report, &mut html);
    }
    push_stays(report, &mut html);
    push_context(report, &mut html);
    let questions = words::questions(&diagnosis.context).into_iter().map(html_text);
    push_section("Questions to the customer", &list("ul", questions), &mut html);
    if !diagnosis.skipped.is_empty() {
        let skipped = diagnosis.skipped.iter();
        let skipped = skipped.map(|skipped| format!("line {}: {}", skipped.line, html_text(&skipped.reason)));
        push_section("Not read", &list("ul", skipped), &mut html);
    }
    html.push_str("</article>\n");
    html
}

fn push_problem(number: usize, problem: &Problem, report: &Report<'_>, html: &mut String) {
    let severity = report.entry(problem.root).map_or(Severity::Error, |entry| entry.severity);
    let _ = write!(
        html,
        "<section class=\"problem {}\">\n<h2>{number}. {}</h2>\n<p><code>{}</code></p>\n<p class=\"faint\">{}<br>{}</p>\n",
        severity.id(),
        html_prose(&one_line(&problem.title)),
        html_text(&words::chain(problem)),
        html_text(&words::occurrence(problem)),
        html_text(&words::judgement(problem)),
    );
    for paragraph in problem.explanation.split("\n\n") {
        let _ = writeln!(html, "<p>{}</p>", html_prose(paragraph));
    }
    push_list("How it went", problem.story.iter().map(|step| html_prose(&words::step(step))), html);
    push_list("What followed", problem.symptoms.iter().map(|symptom| html_prose(&one_line(symptom))), html);
    let (evidence, left_out) = words::evidence(problem, report, EVIDENCE_LINES);
    let mut detail = None;
    let mut items: Vec<String> = Vec::new();
    for finding in evidence {
        // The same failure is printed several times; what it says is said once.
        let is_new = finding.detail() != detail;
        detail = finding.detail();
        items.push(evidence_item(finding, is_new));
    }
    if left_out > 0 {
        items.push(format!("and {} more", words::counted(left_out, "place", "places")));
    }
    push_list("Evidence", items.into_iter(), html);
    html.push_str("</section>\n");
}

fn evidence_item(finding: &Finding, with_detail: bool) -> String {
    let time = finding.time.as_deref().map(|time| format!(", {time}")).unwrap_or_default();
    let mut item = format!("<span class=\"faint\">{}</span>", html_text(&(words::place(finding) + &time)));
    let (message, evidence) = (finding.message(), finding.text());
    let message = if message.is_empty() { &evidence } else { &message };
    let _ = write!(item, "<pre>{}</pre>", with_mark(&words::without_stack(message), &evidence));
    if let Some(detail) = finding.detail().filter(|_| with_detail) {
        let _ = write!(item, "<p>{}</p>", html_prose(&detail));
    }
    if let Some(candidates) = words::candidates(finding) {
        let _ = write!(item, "<p>{}</p>", html_text(&candidates));
    }
    item
}

/// The message with its evidence marked; the evidence behind it where it stands in what was cut off.
fn with_mark(message: &str, evidence: &str) -> String {
    match message.split_once(evidence) {
        Some((before, after)) if !evidence.is_empty() => {
            format!("{}<mark>{}</mark>{}", html_text(before), html_text(evidence), html_text(after))
        }
        _ => format!("{} … <mark>{}</mark>", html_text(message), html_text(evidence)),
    }
}

fn push_steps(report: &Report<'_>, html: &mut String) {
    let mut body = String::new();
    for (owner, todos) in words::steps_by_owner(report) {
        let _ = writeln!(body, "<h3>{}</h3>", html_text(owner.title()));
        for todo in todos {
            if report.diagnosis.problems.len() > 1 {
                let _ = writeln!(body, "<p>{}</p>", html_prose(&one_line(&todo.heading())));
            }
            body.push_str(&list("ol", todo.steps.into_iter().map(html_prose)));
        }
    }
    push_section("What to do", &body, html);
}

fn push_codes(report: &Report<'_>, html: &mut String) {
    let mut rows = String::new();
    for entry in &report.entries {
        let _ = writeln!(
            rows,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
            html_text(&words::code_and_name(entry.code, report)),
            html_text(entry.code.family().title()),
            html_prose(&entry.summary),
        );
    }
    let head = "<thead><tr><th>Code</th><th>Family</th><th>Meaning</th></tr></thead>";
    push_section("Codes", &format!("<table>\n{head}\n<tbody>\n{rows}</tbody>\n</table>\n"), html);
}

fn push_stays(report: &Report<'_>, html: &mut String) {
    let (stays, left_out) = stays::stays(report, STAYS);
    if stays.is_empty() {
        return;
    }
    let row = |element: &str, cells: [&str; 6]| {
        let cells = cells.map(|cell| format!("<{element}>{}</{element}>", html_text(&one_line(cell))));
        format!("<tr>{}</tr>\n", cells.concat())
    };
    let rows: String = stays.iter().map(|stay| row("td", stay.cells())).collect();
    let head = row("th", stays::COLUMNS);
    let mut body = format!("<table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n");
    if left_out > 0 {
        let _ = writeln!(body, "<p>and {}</p>", words::counted(left_out, "more stay", "more stays"));
    }
    if let Some(note) = stays::clock_note(&report.diagnosis.timeline) {
        let _ = writeln!(body, "<p class=\"faint\">{}</p>", html_text(&note));
    }
    push_section("Room stays", &body, html);
}

fn push_context(report: &Report<'_>, html: &mut String) {
    let mut rows = String::new();
    for (label, values) in words::facts(&report.diagnosis.context) {
        let values: Vec<String> = values.iter().map(|value| html_text(&one_line(value))).collect();
        let _ = writeln!(rows, "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>", values.join("<br>"));
    }
    push_section("Context", &format!("<table>\n<tbody>\n{rows}</tbody>\n</table>\n"), html);
}

fn push_section(title: &str, body: &str, html: &mut String) {
    let _ = write!(html, "<section>\n<h2>{title}</h2>\n{body}</section>\n");
}

fn push_list(title: &str, items: impl ExactSizeIterator<Item = String>, html: &mut String) {
    if items.len() > 0 {
        let _ = write!(html, "<h3>{title}</h3>\n{}", list("ul", items));
    }
}

fn list(element: &str, items: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut html = format!("<{element}>\n");
    for item in items {
        let _ = writeln!(html, "<li>{}</li>", item.as_ref());
    }
    let _ = writeln!(html, "</{element}>");
    html
}
