//! `inspect --follow`: findings as they are written, until Ctrl+C; then what there is to say of the whole.

use std::io;
use std::sync::Arc;
use std::thread;

use super::Outcome;
use super::inspect::fail;
use super::output::{Output, complain};
use crate::diagnosis::{self, Finding, InspectOptions, Observer, Progress};
use crate::log::source::{FileChange, TICK};
use crate::log::{LogSource, SourceError};
use crate::report::entry::TextStyle;
use crate::report::inspection::ReportWriter;

/// Findings that the final report shows as evidence; later ones were shown when they came.
const MOST_FINDINGS: usize = 1000;

/// Follows `source`. After rotation, or when the file was cut short or written anew, its report is given, and the new log at
/// its place is followed from its beginning.
pub(super) fn run(
    source: &LogSource,
    options: &InspectOptions,
    style: TextStyle,
    writer: &mut ReportWriter<'_, Output>,
) -> io::Result<Outcome> {
    let options = InspectOptions { follow: true, pulse: Arc::clone(&options.pulse), ..options.clone() };
    let pulse = &options.pulse;
    let mut is_begun = false;
    loop {
        let mut live = Live { writer, style, file: source.name(), kept: 0, error: None };
        let end = diagnosis::inspect(source, &options, &mut live);
        if let Some(error) = live.error {
            return Err(error);
        }
        match end {
            Ok(diagnosis) => {
                is_begun = true;
                let change = diagnosis.change.filter(|change| *change != FileChange::Deleted);
                let interruption = diagnosis.interruption.clone();
                writer.log(diagnosis)?;
                writer.flush()?;
                if let Some(reason) = interruption {
                    return Ok(fail(source.name(), reason));
                }
                match change {
                    Some(change) if !pulse.is_stopped() => {
                        complain(&format!("{}: {}; following it from its beginning", source.name(), change.event()));
                    }
                    _ => return Ok(Outcome::Done),
                }
            }
            // Between the old file and the new one there may be none.
            Err(SourceError::Io(error)) if is_begun && error.kind() == io::ErrorKind::NotFound => {
                if pulse.is_stopped() {
                    return Ok(Outcome::Done);
                }
                thread::sleep(TICK);
            }
            Err(error) => return Ok(fail(source.name(), error)),
        }
    }
}

/// Writes findings as they come.
struct Live<'w, 'c> {
    writer: &'w mut ReportWriter<'c, Output>,
    style: TextStyle,
    file: String,
    kept: usize,
    error: Option<io::Error>,
}

impl Observer for Live<'_, '_> {
    fn found(&mut self, finding: &Finding) -> bool {
        let streams = self.writer.streams();
        if self.error.is_none() {
            let written = if streams {
                self.writer.finding(&self.file, finding)
            } else {
                self.writer.followed_finding(finding, self.style)
            };
            self.error = written.err();
        }
        self.kept += 1;
        !streams && self.kept <= MOST_FINDINGS
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
