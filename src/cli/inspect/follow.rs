//! `inspect --follow`: writes findings as the log grows until Ctrl+C, then the report.

use std::io;
use std::thread;

use crate::cli::outcome::{CommandOutcome, fail};
use crate::cli::output::{Output, complain};
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer, Progress};
use crate::report::entry::TextStyle;
use crate::report::inspection::ReportWriter;
use crate::source::{FileChange, TICK};
use crate::source::{LogSource, SourceError};

/// Places of each problem whose findings are kept for the final report, if the report could show all findings.
const EVIDENCE_PLACES: usize = 100;

/// Follows `source`. If the file is rotated, truncated or overwritten, writes its report and follows the new file from its
/// beginning.
pub(super) fn run(
    source: &LogSource,
    options: &InspectOptions,
    style: TextStyle,
    writer: &mut ReportWriter<'_, Output>,
) -> io::Result<CommandOutcome> {
    let evidence_places = options.evidence_places.or(Some(EVIDENCE_PLACES));
    let options = InspectOptions { follow: true, evidence_places, ..options.clone() };
    let cancel = &options.cancel;
    let mut was_opened = false;
    loop {
        let mut observer = FollowPrinter { writer, style, file: source.name(), error: None };
        let end = inspect::inspect(source, &options, &mut observer);
        if let Some(error) = observer.error {
            return Err(error);
        }
        match end {
            Ok(diagnosis) => {
                was_opened = true;
                let change = diagnosis.change.filter(|change| *change != FileChange::Deleted);
                let interruption = diagnosis.interruption.clone();
                writer.log(diagnosis, None)?;
                writer.flush()?;
                if let Some(reason) = interruption {
                    return Ok(fail(source.name(), reason));
                }
                match change {
                    Some(change) if !cancel.is_stopped() => {
                        complain(&format!("{}: {}; following it from its beginning", source.name(), change.event()));
                    }
                    _ => return Ok(CommandOutcome::Done),
                }
            }
            // During a rotation the new file may not exist yet.
            Err(SourceError::Io(error)) if was_opened && error.kind() == io::ErrorKind::NotFound => {
                if cancel.is_stopped() {
                    return Ok(CommandOutcome::Done);
                }
                thread::sleep(TICK);
            }
            Err(error) => return Ok(fail(source.name(), error)),
        }
    }
}

/// Writes findings as they are found.
struct FollowPrinter<'w, 'c> {
    writer: &'w mut ReportWriter<'c, Output>,
    style: TextStyle,
    file: String,
    error: Option<io::Error>,
}

impl Observer for FollowPrinter<'_, '_> {
    fn found(&mut self, finding: &Finding) -> bool {
        let streams = self.writer.finding_use().streams();
        if self.error.is_none() {
            let written = if streams {
                self.writer.finding(&self.file, finding)
            } else {
                self.writer.followed_finding(finding, self.style)
            };
            self.error = written.err();
        }
        !streams
    }

    fn progress(&mut self, _: Progress) {
        if self.error.is_none() {
            self.error = self.writer.flush().err();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.error.is_some()
    }
}
