//! Inspections as text for a terminal: what went wrong first, in words; then the evidence.

use std::io::{self, Write};

use super::{Renderer, Report, stays, words};
use crate::catalog::Severity;
use crate::diagnosis::Problem;
use crate::finding::Finding;
use crate::report::entry::{Paint, TextStyle};
use crate::report::redact::Redactor;
use crate::report::safe::{one_line, visible};

/// This many lines of evidence are shown for each problem.
const EVIDENCE_LINES: usize = 5;
/// A line of evidence is cut at this many characters.
const EVIDENCE_CHARS: usize = 240;

/// Room stays that are listed.
const STAYS: usize = 12;

/// See the module.
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
    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.logs > 0 {
            out.write_all(b"\n\n")?;
        }
        self.logs += 1;
        out.write_all(Document { style: self.style, text: String::new() }.log(report).as_bytes())
    }

    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        if self.logs == 0 {
            return Ok(());
        }
        let note = self.style.wrap(&words::redaction(redactor), "", "");
        write!(out, "\n{}\n", self.style.paint(Paint::Faint, note.trim_end()))
    }
}

/// A text that grows line by line.
struct Document {
    style: TextStyle,
    text: String,
}

impl Document {
    fn log(mut self, report: &Report<'_>) -> String {
        let diagnosis = &report.diagnosis;
        self.painted(Paint::Title, &diagnosis.file);
        self.painted(Paint::Faint, &words::log_in_words(diagnosis));
        if diagnosis.problems.is_empty() {
            self.text.push('\n');
            self.wrapped(&words::nothing_found(diagnosis), "", "");
        }
        if let Some(text) = words::in_short(report) {
            self.text.push('\n');
            self.wrapped(&one_line(&text), "", "");
        }
        for (number, problem) in (1..).zip(&diagnosis.problems) {
            self.problem(number, problem, report);
        }
        self.stays(report);
        let facts = words::facts(&diagnosis.context);
        if !facts.is_empty() {
            self.heading("Context");
        }
        for (label, values) in facts {
            self.wrapped(&values.join(", "), &format!("  {label:<13} "), &" ".repeat(16));
        }
        self.heading("Not in the log: ask the customer");
        for question in words::questions(&diagnosis.context) {
            self.wrapped(question, "  - ", "    ");
        }
        if !diagnosis.skipped.is_empty() {
            self.heading("Not read");
        }
        for skipped in &diagnosis.skipped {
            self.wrapped(&skipped.reason, &format!("  line {}: ", skipped.line), "    ");
        }
        self.text
    }

    fn stays(&mut self, report: &Report<'_>) {
        let (stays, left_out) = stays::stays(report, STAYS);
        if stays.is_empty() {
            return;
        }
        self.heading("Room stays");
        for stay in stays {
            self.wrapped(&one_line(&stay.sentence()), "  - ", "    ");
        }
        if left_out > 0 {
            self.wrapped(&format!("and {}", words::counted(left_out, "more stay", "more stays")), "  - ", "    ");
        }
        if let Some(note) = stays::clock_note(&report.diagnosis.timeline) {
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
        self.wrapped(&words::chain(problem), "   ", "   ");
        self.wrapped(&words::occurrence(problem), "   ", "   ");
        self.wrapped(&words::judgement(problem), "   ", "   ");

        self.listed("How it went", problem.story.iter().map(words::step));
        let (evidence, left_out) = words::evidence(problem, report, EVIDENCE_LINES);
        self.text.push('\n');
        let mut detail = None;
        for finding in evidence {
            self.evidence(finding);
            // The same failure is printed several times; what it says is said once.
            if finding.detail() != detail {
                detail = finding.detail();
                self.wrapped(&one_line(detail.as_deref().unwrap_or_default()), "     ", "     ");
            }
        }
        if left_out > 0 {
            self.wrapped(&format!("and {} more", words::counted(left_out, "place", "places")), "   ", "   ");
        }
        self.text.push('\n');
        self.wrapped(&visible(&problem.explanation), "   ", "   ");
        self.listed("What followed", problem.symptoms.iter().map(|symptom| one_line(symptom)));
        let mut number = 0;
        for (owner, steps) in words::steps_of(problem) {
            self.heading_at("   ", &format!("What to do ({})", owner.title().to_lowercase()));
            for step in steps {
                number += 1;
                self.wrapped(&visible(step), &format!("   {number}. "), "      ");
            }
        }
    }

    fn evidence(&mut self, finding: &Finding) {
        let time = finding.time.as_deref().map(|time| format!("  {time}")).unwrap_or_default();
        let place = format!("   {}{time}", one_line(&words::place(finding)));
        self.painted(Paint::Faint, &place);
        self.wrapped(&words::excerpt(finding, EVIDENCE_CHARS), "     ", "     ");
        if let Some(candidates) = words::candidates(finding) {
            self.wrapped(&candidates, "     ", "     ");
        }
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

    /// A paragraph, or several.
    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        self.text.push_str(&self.style.wrap(&visible(text), first, rest));
    }
}
