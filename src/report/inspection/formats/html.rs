//! One HTML page that needs no other file: no script, no image, no connection.

use std::io::{self, Write};

use super::timeline_svg;
use crate::catalog::Severity;
use crate::diagnosis::Problem;
use crate::report::escape::{Html, HtmlProse, html};
use crate::report::inspection::case_report::CaseReport;
use crate::report::inspection::phrases;
use crate::report::inspection::phrases::{ShownFinding, headings};
use crate::report::inspection::renderer::{CasePlace, FindingUse, Renderer};
use crate::report::inspection::report::Report;
use crate::report::redact::Redactor;
use crate::sanitize::{one_line, visible};

/// Lines of evidence that are shown for each problem.
const EVIDENCE_LINES: usize = 20;

const STYLE: &str = include_str!("../../../../assets/report/report.css");

/// Errors and warnings that are listed if no code was found.
const LOGGED_ERRORS: usize = 20;

/// Room stays that are listed.
const STAYS: usize = 50;

/// Problems of a case that are listed.
const CASE_PROBLEMS: usize = 50;
/// Logs of a case that are listed.
const CASE_LOGS: usize = 500;

/// The renderer of [`ReportFormat::Html`](crate::report::inspection::ReportFormat::Html).
#[derive(Default)]
pub(super) struct HtmlRenderer {
    logs: u64,
}

impl Renderer for HtmlRenderer {
    fn finding_use(&self) -> FindingUse {
        FindingUse::Evidence(EVIDENCE_LINES)
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // The policy is a second protection: even markup that got past the escaping could not load or run anything.
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            headings::REPORT,
        )
    }

    fn case_place(&self) -> CasePlace {
        CasePlace::Begin
    }

    fn case(&mut self, report: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(case_article(report).as_str().as_bytes())
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.logs += 1;
        out.write_all(article(report, self.logs).as_str().as_bytes())
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        let end = html!("<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n", phrases::redaction_note(redactor));
        out.write_all(end.as_str().as_bytes())
    }
}

fn case_article(report: &CaseReport) -> Html {
    let case = &report.case;
    let mut page = html!(
        "<article>\n<h1>{}</h1>\n<p class=\"faint\">{}</p>\n<p>{}</p>\n",
        headings::CASE,
        phrases::case_size(report),
        HtmlProse(&one_line(&case.sentence)),
    );
    let problems = case.problems.iter().take(CASE_PROBLEMS).enumerate().map(|(idx, problem)| {
        let failures = phrases::case_failures(idx, report, &report.names);
        html!(
            "<li>{}<br><span class=\"faint\">{}</span>\n{}</li>\n",
            HtmlProse(&one_line(&problem.title)),
            one_line(&phrases::case_problem(problem)),
            bullets(failures.into_iter().map(|failure| html!("{}", one_line(&failure)))),
        )
    });
    let mut list = html!("<ol>\n{}</ol>\n", problems.collect::<Html>());
    let left_out = case.problems.len().saturating_sub(CASE_PROBLEMS) as u64;
    if left_out > 0 {
        list.push(&html!("<p>{}</p>\n", phrases::more_problems(left_out)));
    }
    if !case.problems.is_empty() {
        page.push(&section(headings::CASE_PROBLEMS, &list));
    }
    let (shown, left_out) = report.shown_logs(CASE_LOGS);
    let rows = shown.into_iter().map(|log| {
        let cells = phrases::case_log(&case.logs[log], report, &report.names);
        let cells: Html = cells.iter().map(|cell| html!("<td>{}</td>", one_line(cell))).collect();
        html!("<tr><td>{}</td>{}</tr>\n", one_line(&report.names[log]), cells)
    });
    let rows: Html = rows.collect();
    let titles: Html = headings::CASE_LOG_COLUMNS.into_iter().map(|title| html!("<th>{}</th>", title)).collect();
    let mut body = html!("<table>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n", titles, rows);
    if left_out > 0 {
        body.push(&html!("<p>{}</p>\n", phrases::more_logs(left_out as u64)));
    }
    if let Some(clocks) = phrases::case_clocks(report, &report.names) {
        body.push(&html!("<p class=\"faint\">{}</p>\n", one_line(&clocks)));
    }
    page.push(&section(headings::CASE_LOGS, &body));
    html!("{}</article>\n", page)
}

fn article(report: &Report<'_>, number: u64) -> Html {
    let diagnosis = &report.diagnosis;
    let mut page = html!(
        "<article>\n<h1>{}</h1>\n<p class=\"faint\">{}</p>\n",
        one_line(&report.name),
        phrases::log_description(diagnosis),
    );
    if let Some(note) = phrases::narrowed_note(diagnosis) {
        page.push(&html!("<p><strong>{}</strong></p>\n", one_line(&note)));
    }
    if let Some(text) = phrases::overview(report) {
        page.push(&html!("<p>{}</p>\n", HtmlProse(&one_line(&text))));
    }
    if let Some(timeline) = timeline_svg::render(report, number) {
        page.push(&timeline);
    }
    if diagnosis.problems.is_empty() {
        page.push(&html!("<p>{}</p>\n", phrases::nothing_found(diagnosis)));
        let (mut errors, left_out) = phrases::logged_errors(diagnosis, LOGGED_ERRORS);
        errors.extend((left_out > 0).then(|| phrases::more_logged_errors(left_out)));
        if !errors.is_empty() {
            page.push(&bullets(errors.into_iter().map(|error| html!("{}", error))));
        }
        if let Some(attempt) = phrases::ladder::worst_attempt(&diagnosis.timeline.stays) {
            page.push(&html!("<p>{}</p>\n", one_line(&attempt)));
        }
    } else {
        page.push(&steps(report));
    }
    for (number, problem) in (1..).zip(&diagnosis.problems) {
        page.push(&problem_section(number, problem, report));
    }
    if !diagnosis.problems.is_empty() {
        page.push(&codes(report));
    }
    page.push(&marked_lines(report));
    page.push(&room_stays(report));
    page.push(&context(report));
    let questions = phrases::questions(report).into_iter().map(|question| html!("{}", question));
    page.push(&section(headings::QUESTIONS, &bullets(questions)));
    if !diagnosis.skipped.is_empty() {
        let skipped = diagnosis.skipped.iter();
        let skipped = skipped.map(|skipped| html!("line {}: {}", skipped.line, skipped.reason));
        page.push(&section(headings::NOT_READ, &bullets(skipped)));
    }
    html!("{}</article>\n", page)
}

/// The lines that the user marked, as evidence; nothing without such lines.
fn marked_lines(report: &Report<'_>) -> Html {
    let items = report.diagnosis.marked_lines.iter().map(|marked| {
        let mut item = html!(
            "<span class=\"faint\">{}</span><pre>{}</pre>",
            one_line(&phrases::marked_place(marked)),
            visible(&marked.message),
        );
        if !marked.note.is_empty() {
            item.push(&html!("<p>{}</p>", HtmlProse(&visible(&marked.note))));
        }
        item
    });
    let items: Vec<Html> = items.collect();
    if items.is_empty() { html!("") } else { section(headings::MARKED_LINES, &bullets(items.into_iter())) }
}

fn problem_section(number: usize, problem: &Problem, report: &Report<'_>) -> Html {
    let severity = report.entry(problem.root).map_or(Severity::Error, |entry| entry.severity);
    let mut body = html!(
        "<section class=\"problem {}\">\n<h2>{}. {}</h2>\n<p><code>{}</code></p>\n<p class=\"faint\">{}<br>{}</p>\n",
        severity.id(),
        number,
        HtmlProse(&one_line(&problem.title)),
        phrases::chain(problem),
        phrases::occurrence(problem),
        phrases::impact(problem),
    );
    if let Some(attempt) = phrases::ladder::attempt_of(problem, &report.diagnosis.timeline.stays) {
        body.push(&html!("<p>{}</p>\n", one_line(&attempt)));
    }
    for paragraph in problem.explanation.split("\n\n") {
        body.push(&html!("<p>{}</p>\n", HtmlProse(paragraph)));
    }
    body.push(&titled_list(headings::STEPS, problem.steps.iter().map(|step| prose(&phrases::step(step))).collect()));
    let symptoms = problem.symptoms.iter().map(|symptom| prose(&one_line(symptom))).collect();
    body.push(&titled_list(headings::SYMPTOMS, symptoms));
    let (evidence, left_out) = phrases::evidence(problem, report, EVIDENCE_LINES);
    let mut items: Vec<Html> = evidence.iter().map(evidence_item).collect();
    if left_out > 0 {
        items.push(html!("{}", phrases::more_places(left_out)));
    }
    body.push(&titled_list(headings::EVIDENCE, items));
    html!("{}</section>\n", body)
}

fn evidence_item(ShownFinding { finding, detail }: &ShownFinding<'_>) -> Html {
    let time = finding.time.as_deref().map(|time| format!(", {time}")).unwrap_or_default();
    let mut item = html!("<span class=\"faint\">{}</span>", phrases::location(finding) + &time);
    let (message, evidence) = (finding.message(), finding.evidence());
    let message = if message.is_empty() { &evidence } else { &message };
    item.push(&html!("<pre>{}</pre>", highlighted(&phrases::without_stack(message), evidence)));
    if let Some(detail) = detail {
        item.push(&html!("<p>{}</p>", HtmlProse(detail)));
    }
    if let Some(alternatives) = phrases::alternatives(finding) {
        item.push(&html!("<p>{}</p>", alternatives));
    }
    item
}

/// The message with its evidence highlighted. Evidence that was cut off is appended.
fn highlighted(message: &str, evidence: &str) -> Html {
    match message.split_once(evidence) {
        Some((before, after)) if !evidence.is_empty() => html!("{}<mark>{}</mark>{}", before, evidence, after),
        _ => html!("{} … <mark>{}</mark>", message, evidence),
    }
}

fn steps(report: &Report<'_>) -> Html {
    let mut body = Html::default();
    for (owner, todos) in phrases::steps_by_owner(report) {
        body.push(&html!("<h3>{}</h3>\n", owner.title()));
        for todo in todos {
            if report.diagnosis.problems.len() > 1 {
                body.push(&html!("<p>{}</p>\n", HtmlProse(&one_line(&todo.heading()))));
            }
            let steps: Html = todo.steps.into_iter().map(|step| html!("<li>{}</li>\n", HtmlProse(step))).collect();
            body.push(&html!("<ol>\n{}</ol>\n", steps));
        }
    }
    section(headings::WHAT_TO_DO, &body)
}

fn codes(report: &Report<'_>) -> Html {
    let rows = report.entries.iter().map(|entry| {
        html!(
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n",
            phrases::code_and_name(entry.code, report),
            entry.code.family().title(),
            HtmlProse(&entry.summary),
        )
    });
    let rows: Html = rows.collect();
    let titles: Html = headings::CODE_COLUMNS.into_iter().map(|title| html!("<th>{}</th>", title)).collect();
    let table = html!("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n", titles, rows);
    section(headings::CODES, &table)
}

fn room_stays(report: &Report<'_>) -> Html {
    let (stays, left_out) = phrases::room_stays(report, STAYS);
    if stays.is_empty() {
        return Html::default();
    }
    let titles: Html = headings::STAY_COLUMNS.into_iter().map(|title| html!("<th>{}</th>", title)).collect();
    let row = |cells: [&str; 6]| {
        let cells: Html = cells.into_iter().map(|cell| html!("<td>{}</td>", one_line(cell))).collect();
        html!("<tr>{}</tr>\n", cells)
    };
    let rows: Html = stays.iter().map(|stay| row(stay.cells())).collect();
    let mut body = html!("<table>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n", titles, rows);
    if left_out > 0 {
        body.push(&html!("<p>{}</p>\n", phrases::more_stays(left_out)));
    }
    if let Some(note) = phrases::clock_note(&report.diagnosis.timeline) {
        body.push(&html!("<p class=\"faint\">{}</p>\n", note));
    }
    section(headings::ROOM_STAYS, &body)
}

fn context(report: &Report<'_>) -> Html {
    let mut rows = Html::default();
    for (label, values) in phrases::context_rows(&report.diagnosis.context) {
        let mut cell = Html::default();
        for (idx, value) in values.iter().enumerate() {
            cell.push(&if idx > 0 { html!("<br>") } else { Html::default() });
            cell.push(&html!("{}", one_line(value)));
        }
        rows.push(&html!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", label, cell));
    }
    section(headings::CONTEXT, &html!("<table>\n<tbody>\n{}</tbody>\n</table>\n", rows))
}

fn section(title: &str, body: &Html) -> Html {
    html!("<section>\n<h2>{}</h2>\n{}</section>\n", title, body)
}

/// A list below a heading; nothing if it has no items.
fn titled_list(title: &str, items: Vec<Html>) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    html!("<h3>{}</h3>\n{}", title, bullets(items.into_iter()))
}

fn bullets(items: impl Iterator<Item = Html>) -> Html {
    let items: Html = items.map(|item| html!("<li>{}</li>\n", item)).collect();
    html!("<ul>\n{}</ul>\n", items)
}

fn prose(text: &str) -> Html {
    html!("{}", HtmlProse(text))
}
