//! Writing reports, away from the window: a report about many findings takes its time.

use std::path::Path;

use super::jobs::JobLink;
use crate::app::{Action, NoticeKind};
use crate::catalog::Catalog;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::{Report, ReportFormat, ReportOptions, render, summary};

/// Writes a report into a file and says so.
pub(super) fn save(link: &JobLink, path: &Path, format: ReportFormat, diagnosis: &Diagnosis, options: ReportOptions) {
    let text = render(format, options, Catalog::builtin(), [diagnosis.clone()]);
    let shown = path.display();
    link.send(match std::fs::write(path, text) {
        Ok(()) => Action::Notify(NoticeKind::Done, format!("The report was saved as {shown}, {}.", how(options))),
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The report could not be saved as {shown}: {error}")),
    });
}

/// Copies a report, or a summary of it, and says so.
pub(super) fn copy(link: &JobLink, only_summary: bool, diagnosis: &Diagnosis, options: ReportOptions) {
    let catalog = Catalog::builtin();
    let (what, text) = if only_summary {
        let report = Report::new(diagnosis.clone(), catalog, &mut options.redactor());
        ("A summary", summary::render(&report))
    } else {
        ("The report", render(ReportFormat::Markdown, options, catalog, [diagnosis.clone()]))
    };
    link.send(Action::Copy(text));
    link.send(Action::Notify(NoticeKind::Done, format!("{what} is on the clipboard, {}.", how(options))));
}

fn how(options: ReportOptions) -> &'static str {
    if options.redact { "its secrets taken out" } else { "with secrets in it" }
}
