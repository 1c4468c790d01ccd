//! Writes and copies reports. Runs in jobs: a report of many findings is slow.

use std::path::Path;

use crate::app::{Action, NoticeKind, Prompt, ReportExtent, ReportSubject};
use crate::case::CaseBuilder;
use crate::catalog::Catalog;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::phrases::narrowed::narrowed_to;
use crate::report::inspection::{CaseReport, Report, ReportFormat, ReportOptions, render, render_case, summary};
use crate::shell::jobs::threads::JobLink;
use crate::source::short_name;

/// A larger report belongs into a file: chats and tickets cut what is pasted.
const MAX_COPIED: usize = 64 << 10;

/// Writes a report to a file, and notifies the user.
pub(crate) fn save(link: &JobLink, path: &Path, format: ReportFormat, of: &ReportSubject, options: ReportOptions) {
    let text = text_of(of, format, options);
    let (subject, shown) = (named("The report", of), path.display());
    link.send(match std::fs::write(path, text) {
        Ok(()) => {
            Action::Notify(NoticeKind::Done, format!("{subject} was saved as {shown}, {}.", redaction_note(options)))
        }
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The report could not be saved as {shown}: {error}")),
    });
}

/// Copies a report or its summary, and notifies the user. Asks the user what to do with a large one, unless they said so.
pub(crate) fn copy(link: &JobLink, extent: ReportExtent, of: &ReportSubject, options: ReportOptions) {
    let (what, text) = match extent {
        ReportExtent::Summary => ("A summary".to_owned(), summary_of(of, options)),
        ReportExtent::Whole(format) | ReportExtent::AnySize(format) => {
            let what = match format {
                ReportFormat::Markdown => "The report".to_owned(),
                other => format!("The report as {}", other.title()),
            };
            (what, text_of(of, format, options))
        }
    };
    if let ReportExtent::Whole(format) = extent
        && text.len() > MAX_COPIED
    {
        link.send(Action::Ask(Prompt::LargeReport { kilobytes: text.len() >> 10, format }));
        return;
    }
    link.send(Action::Copy(text));
    let subject = named(&what, of);
    link.send(Action::Notify(NoticeKind::Done, format!("{subject} is on the clipboard, {}.", redaction_note(options))));
}

fn text_of(of: &ReportSubject, format: ReportFormat, options: ReportOptions) -> String {
    match of {
        ReportSubject::Log(diagnosis) => render(format, options, Catalog::current(), [(**diagnosis).clone()]),
        ReportSubject::Case(logs) => {
            let logs = logs.iter().map(|(_, log)| log.as_ref().map(|log| (**log).clone()).map_err(Clone::clone));
            render_case(format, options, Catalog::current(), logs)
        }
    }
}

fn summary_of(of: &ReportSubject, options: ReportOptions) -> String {
    let mut redactor = options.redactor();
    match of {
        ReportSubject::Log(diagnosis) => {
            summary::render(&Report::new((**diagnosis).clone(), Catalog::current(), &mut redactor))
        }
        ReportSubject::Case(logs) => {
            let mut builder = CaseBuilder::default();
            for (_, log) in logs {
                match log {
                    Ok(diagnosis) => {
                        // What the logs contain that is secret is known only after they were read.
                        let _ = Report::new((**diagnosis).clone(), Catalog::current(), &mut redactor);
                        builder.add(diagnosis);
                    }
                    Err((file, reason)) => builder.add_unread(file.clone(), reason.clone()),
                }
            }
            summary::render_case(&CaseReport::new(builder.finish(), &mut redactor))
        }
    }
}

/// What was copied or saved: `The report of a.log, narrowed to user alice`.
fn named(what: &str, of: &ReportSubject) -> String {
    match of {
        ReportSubject::Log(diagnosis) => {
            let narrowed = narrowed_to(diagnosis).map(|parts| format!(", narrowed to {parts},")).unwrap_or_default();
            format!("{what} of {}{narrowed}", short_name(&diagnosis.file))
        }
        ReportSubject::Case(logs) => {
            let is_narrowed = |log: &Diagnosis| narrowed_to(log).is_some();
            let narrowed = logs.iter().filter_map(|(_, log)| log.as_ref().ok()).filter(|log| is_narrowed(log)).count();
            let narrowed = match narrowed {
                0 => String::new(),
                1 => ", one of them narrowed,".to_owned(),
                count => format!(", {count} of them narrowed,"),
            };
            format!("{what} of the case with {} logs{narrowed}", logs.len())
        }
    }
}

fn redaction_note(options: ReportOptions) -> &'static str {
    if options.redact { "its secrets taken out" } else { "with secrets in it" }
}
