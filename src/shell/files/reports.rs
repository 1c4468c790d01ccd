//! Writes and copies reports. Runs in jobs: a report of many findings is slow.

use std::path::Path;

use crate::app::{Action, NoticeKind};
use crate::catalog::Catalog;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::{Report, ReportFormat, ReportOptions, render, summary};
use crate::shell::jobs::threads::JobLink;

/// Writes a report to a file, and notifies the user.
pub(crate) fn save(link: &JobLink, path: &Path, format: ReportFormat, diagnosis: &Diagnosis, options: ReportOptions) {
    let text = render(format, options, Catalog::current(), [diagnosis.clone()]);
    let shown = path.display();
    link.send(match std::fs::write(path, text) {
        Ok(()) => {
            Action::Notify(NoticeKind::Done, format!("The report was saved as {shown}, {}.", redaction_note(options)))
        }
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The report could not be saved as {shown}: {error}")),
    });
}

/// Copies a report or its summary, and notifies the user.
pub(crate) fn copy(link: &JobLink, only_summary: bool, diagnosis: &Diagnosis, options: ReportOptions) {
    let catalog = Catalog::current();
    let (subject, text) = if only_summary {
        let report = Report::new(diagnosis.clone(), catalog, &mut options.redactor());
        ("A summary", summary::render(&report))
    } else {
        ("The report", render(ReportFormat::Markdown, options, catalog, [diagnosis.clone()]))
    };
    link.send(Action::Copy(text));
    link.send(Action::Notify(NoticeKind::Done, format!("{subject} is on the clipboard, {}.", redaction_note(options))));
}

fn redaction_note(options: ReportOptions) -> &'static str {
    if options.redact { "its secrets taken out" } else { "with secrets in it" }
}
