//! Text for a terminal: for each problem what went wrong, then the evidence, then what to do.

use std::io::{self, Write};

use crate::catalog::Severity;
use crate::diagnosis::Problem;
use crate::report::entry::{Paint, TextStyle};
use crate::report::inspection::case_report::CaseReport;
use crate::report::inspection::phrases;
use crate::report::inspection::phrases::{ShownFinding, headings};
use crate::report::inspection::renderer::{CasePlace, FindingUse, Renderer};
use crate::report::inspection::report::Report;
use crate::report::redact::{Redactor, cut};
use crate::sanitize::{one_line, visible};

/// The width of the labels of the context, unless one is longer.
const LABEL_WIDTH: usize = 13;
/// Lines of evidence that are shown for each problem.
const EVIDENCE_LINES: usize = 5;
/// Characters of a line of evidence.
const EVIDENCE_CHARS: usize = 240;

/// Errors and warnings that are listed if no code was found.
const LOGGED_ERRORS: usize = 10;

/// Room stays that are listed.
const STAYS: usize = 12;

/// Problems of a case that are listed.
const CASE_PROBLEMS: usize = 12;
/// Logs of a case that are listed.
const CASE_LOGS: usize = 40;

/// The renderer of [`ReportFormat::Text`](crate::report::inspection::ReportFormat::Text).
pub(super) struct TextRenderer {
    style: TextStyle,
    logs: u64,
}

impl TextRenderer {
    pub(super) fn new(style: TextStyle) -> Self {
        Self { style, logs: 0 }
    }
}

impl Renderer for TextRenderer {
    fn finding_use(&self) -> FindingUse {
        FindingUse::Evidence(EVIDENCE_LINES)
    }

    fn case_place(&self) -> CasePlace {
        CasePlace::Begin
    }

    fn case(&mut self, report: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
        let mut text = TextDocument { style: self.style, text: String::new() }.case(report);
        text.push_str(if self.logs > 0 { "\n\n" } else { "" });
        self.logs = self.logs.max(1);
        out.write_all(text.as_bytes())
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.logs > 0 {
            out.write_all(b"\n\n")?;
        }
        self.logs += 1;
        out.write_all(TextDocument { style: self.style, text: String::new() }.log(report).as_bytes())
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        if self.logs == 0 {
            return Ok(());
        }
        let note = self.style.wrap(&phrases::redaction_note(redactor), "", "");
        write!(out, "\n{}\n", self.style.paint(Paint::Faint, note.trim_end()))
    }
}

/// The text of one log, written line by line.
struct TextDocument {
    style: TextStyle,
    text: String,
}

impl TextDocument {
    fn log(mut self, report: &Report<'_>) -> String {
        let diagnosis = &report.diagnosis;
        self.painted(Paint::Title, &diagnosis.file);
        self.painted(Paint::Faint, &phrases::log_description(diagnosis));
        if let Some(note) = phrases::narrowed_note(diagnosis) {
            self.wrapped(&one_line(&note), "", "");
        }
        if diagnosis.problems.is_empty() {
            self.text.push('\n');
            self.wrapped(&phrases::nothing_found(diagnosis), "", "");
            let (errors, left_out) = phrases::logged_errors(diagnosis, LOGGED_ERRORS);
            for error in errors {
                self.wrapped(&error, "  - ", "    ");
            }
            if left_out > 0 {
                self.wrapped(&phrases::more_logged_errors(left_out), "  - ", "    ");
            }
        }
        let stays = &diagnosis.timeline.stays;
        if let Some(attempt) = phrases::ladder::worst_attempt(stays).filter(|_| diagnosis.problems.is_empty()) {
            self.text.push('\n');
            self.wrapped(&one_line(&attempt), "", "");
        }
        if let Some(text) = phrases::overview(report) {
            self.text.push('\n');
            self.wrapped(&one_line(&text), "", "");
        }
        for (number, problem) in (1..).zip(&diagnosis.problems) {
            self.problem(number, problem, report);
        }
        self.marked_lines(report);
        self.stays(report);
        let rows = phrases::context_rows(&diagnosis.context);
        if !rows.is_empty() {
            self.heading(headings::CONTEXT);
        }
        let width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or_default().max(LABEL_WIDTH);
        for (label, values) in rows {
            self.wrapped(&values.join(", "), &format!("  {label:<width$} "), &" ".repeat(width + 3));
        }
        self.heading(headings::QUESTIONS_NOT_IN_LOG);
        for question in phrases::questions(report) {
            self.wrapped(&question, "  - ", "    ");
        }
        if !diagnosis.skipped.is_empty() {
            self.heading(headings::NOT_READ);
        }
        for skipped in &diagnosis.skipped {
            self.wrapped(&skipped.reason, &format!("  line {}: ", skipped.line), "    ");
        }
        self.text
    }

    fn case(mut self, report: &CaseReport) -> String {
        let case = &report.case;
        let names: Vec<String> = case.logs.iter().map(|log| one_line(&log.file)).collect();
        self.painted(Paint::Title, &format!("{}: {}", headings::CASE, phrases::case_size(report)));
        self.text.push('\n');
        self.wrapped(&one_line(&case.sentence), "", "");
        if !case.problems.is_empty() {
            self.heading(headings::CASE_PROBLEMS);
        }
        for (idx, problem) in case.problems.iter().take(CASE_PROBLEMS).enumerate() {
            self.wrapped(&one_line(&problem.title), &format!("  {}. ", idx + 1), "     ");
            self.wrapped(&one_line(&phrases::case_problem(problem)), "     ", "     ");
            for failure in phrases::case_failures(idx, report, &names) {
                self.wrapped(&one_line(&failure), "     - ", "       ");
            }
        }
        let left_out = case.problems.len().saturating_sub(CASE_PROBLEMS) as u64;
        if left_out > 0 {
            self.wrapped(&phrases::more_problems(left_out), "  ", "  ");
        }
        self.heading(headings::CASE_LOGS);
        let (shown, left_out) = report.shown_logs(CASE_LOGS);
        for log in shown {
            let cells = phrases::case_log(&case.logs[log], report, &names);
            let cells: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            self.wrapped(&one_line(&format!("{}: {}", names[log], cells.join(", "))), "  - ", "    ");
        }
        if left_out > 0 {
            self.wrapped(&phrases::more_logs(left_out as u64), "  - ", "    ");
        }
        if let Some(clocks) = phrases::case_clocks(report, &names) {
            self.text.push('\n');
            self.wrapped(&one_line(&clocks), "", "");
        }
        self.text
    }

    fn marked_lines(&mut self, report: &Report<'_>) {
        if !report.diagnosis.marked_lines.is_empty() {
            self.heading(headings::MARKED_LINES);
        }
        for marked in &report.diagnosis.marked_lines {
            self.painted(Paint::Faint, &format!("  {}", phrases::marked_place(marked)));
            self.wrapped(cut(&one_line(&marked.message), EVIDENCE_CHARS), "    ", "    ");
            self.wrapped(&one_line(&marked.note), "    → ", "      ");
        }
    }

    fn stays(&mut self, report: &Report<'_>) {
        let (stays, left_out) = phrases::room_stays(report, STAYS);
        if stays.is_empty() {
            return;
        }
        self.heading(headings::ROOM_STAYS);
        for stay in stays {
            self.wrapped(&one_line(&stay.sentence()), "  - ", "    ");
        }
        if left_out > 0 {
            self.wrapped(&phrases::more_stays(left_out), "  - ", "    ");
        }
        if let Some(note) = phrases::clock_note(&report.diagnosis.timeline) {
            self.wrapped(&note, "  ", "  ");
        }
    }

    fn problem(&mut self, number: usize, problem: &Problem, report: &Report<'_>) {
        self.text.push('\n');
        let severity = report.entry(problem.root).map_or(Severity::Error, |entry| entry.severity);
        let paint = match severity {
            Severity::Error => Paint::Error,
            Severity::Warning => Paint::Warning,
            Severity::Info => Paint::Info,
        };
        let title = self.style.wrap(&one_line(&problem.title), &format!("{number}. "), "   ");
        self.text.push_str(&self.style.paint(paint, title.trim_end_matches('\n')));
        self.text.push('\n');
        self.wrapped(&phrases::chain(problem), "   ", "   ");
        self.wrapped(&phrases::occurrence(problem), "   ", "   ");
        self.wrapped(&phrases::impact(problem), "   ", "   ");
        if let Some(attempt) = phrases::ladder::attempt_of(problem, &report.diagnosis.timeline.stays) {
            self.wrapped(&one_line(&attempt), "   ", "   ");
        }

        self.listed(headings::STEPS, problem.steps.iter().map(phrases::step));
        let (evidence, left_out) = phrases::evidence(problem, report, EVIDENCE_LINES);
        if !evidence.is_empty() {
            self.text.push('\n');
        }
        for evidence in &evidence {
            self.evidence(evidence);
        }
        if left_out > 0 {
            self.wrapped(&phrases::more_places(left_out), "   ", "   ");
        }
        self.text.push('\n');
        self.wrapped(&visible(&problem.explanation), "   ", "   ");
        self.listed(headings::SYMPTOMS, problem.symptoms.iter().map(|symptom| one_line(symptom)));
        let mut number = 0;
        for (owner, steps) in phrases::steps_of(problem) {
            self.heading_at("   ", &format!("{} ({})", headings::WHAT_TO_DO, owner.title().to_lowercase()));
            for step in steps {
                number += 1;
                self.wrapped(&visible(step), &format!("   {number}. "), "      ");
            }
        }
    }

    fn evidence(&mut self, ShownFinding { finding, detail }: &ShownFinding<'_>) {
        let time = finding.time.as_deref().map(|time| format!("  {time}")).unwrap_or_default();
        let place = format!("   {}{time}", one_line(&phrases::location(finding)));
        self.painted(Paint::Faint, &place);
        self.wrapped(&phrases::excerpt(finding, EVIDENCE_CHARS), "     ", "     ");
        if let Some(alternatives) = phrases::alternatives(finding) {
            self.wrapped(&alternatives, "     ", "     ");
        }
        self.wrapped(&one_line(detail.as_deref().unwrap_or_default()), "     ", "     ");
    }

    fn listed(&mut self, title: &str, items: impl ExactSizeIterator<Item = String>) {
        if items.len() > 0 {
            self.heading_at("   ", title);
        }
        for item in items {
            self.wrapped(&item, "   - ", "     ");
        }
    }

    fn heading(&mut self, title: &str) {
        self.heading_at("", title);
    }

    fn heading_at(&mut self, indent: &str, title: &str) {
        self.text.push('\n');
        self.text.push_str(indent);
        self.painted(Paint::Heading, title);
    }

    fn painted(&mut self, paint: Paint, line: &str) {
        let indent = line.len() - line.trim_start().len();
        self.text.push_str(&line[..indent]);
        self.text.push_str(&self.style.paint(paint, &one_line(line)));
        self.text.push('\n');
    }

    /// A paragraph, or several, wrapped at the width.
    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        self.text.push_str(&self.style.wrap(&visible(text), first, rest));
    }
}
