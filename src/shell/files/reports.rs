//! Writes and copies reports. Runs in jobs: a report of many findings is slow.

use std::path::Path;

use crate::app::{Action, NoticeKind, Prompt};
use crate::catalog::Catalog;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::phrases::narrowed::narrowed_to;
use crate::report::inspection::{Report, ReportFormat, ReportOptions, render, summary};
use crate::shell::jobs::threads::JobLink;

/// A larger report belongs into a file: chats and tickets cut what is pasted.
const MAX_COPIED: usize = 64 << 10;

/// Writes a report to a file, and notifies the user.
pub(crate) fn save(link: &JobLink, path: &Path, format: ReportFormat, diagnosis: &Diagnosis, options: ReportOptions) {
    let text = render(format, options, Catalog::current(), [diagnosis.clone()]);
    let (subject, shown) = (subject("The report", diagnosis), path.display());
    link.send(match std::fs::write(path, text) {
        Ok(()) => {
            Action::Notify(NoticeKind::Done, format!("{subject} was saved as {shown}, {}.", redaction_note(options)))
        }
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The report could not be saved as {shown}: {error}")),
    });
}

/// Copies the summary of a report, and notifies the user.
pub(crate) fn copy_summary(link: &JobLink, diagnosis: &Diagnosis, options: ReportOptions) {
    let report = Report::new(diagnosis.clone(), Catalog::current(), &mut options.redactor());
    copy(link, summary::render(&report), &subject("A summary", diagnosis), options);
}

/// Copies a report, and notifies the user. Asks the user what to do with a large one, unless they said so.
pub(crate) fn copy_report(link: &JobLink, diagnosis: &Diagnosis, options: ReportOptions, any_size: bool) {
    let text = render(ReportFormat::Markdown, options, Catalog::current(), [diagnosis.clone()]);
    if text.len() > MAX_COPIED && !any_size {
        link.send(Action::Ask(Prompt::LargeReport { kilobytes: text.len() >> 10 }));
        return;
    }
    copy(link, text, &subject("The report", diagnosis), options);
}

fn copy(link: &JobLink, text: String, subject: &str, options: ReportOptions) {
    link.send(Action::Copy(text));
    link.send(Action::Notify(NoticeKind::Done, format!("{subject} is on the clipboard, {}.", redaction_note(options))));
}

/// What was copied or saved: `The report of a.log, narrowed to user alice`.
fn subject(what: &str, diagnosis: &Diagnosis) -> String {
    let name = diagnosis.file.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(&diagnosis.file);
    let narrowed = narrowed_to(diagnosis).map(|parts| format!(", narrowed to {parts},")).unwrap_or_default();
    format!("{what} of {name}{narrowed}")
}

fn redaction_note(options: ReportOptions) -> &'static str {
    if options.redact { "its secrets taken out" } else { "with secrets in it" }
}
