//! `inspect`: what logs say, without a window.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use same_file::is_same_file;

use super::Outcome;
use super::args::{ColorChoice, InspectArgs};
use super::output::{Output, complain};
use super::side_by_side::{self, Yield};
use super::{follow, interrupt};
use crate::catalog::Catalog;
use crate::diagnosis::{Diagnosis, InspectOptions};
use crate::log::source::Expanded;
use crate::log::{LogSource, SourceError};
use crate::report::entry::TextStyle;
use crate::report::inspection::{ReportOptions, ReportWriter};

/// Text that is not shown on a terminal is wrapped at this column.
const COLUMNS: usize = 100;

pub(super) fn run(args: &InspectArgs, color: ColorChoice) -> io::Result<Outcome> {
    let target = args.destination.output.as_deref();
    if let Some(log) = args.files.iter().find(|path| is_same(path, target)) {
        fail(log.display(), "is the file to write the report to; nothing was done");
        return Ok(Outcome::Incomplete);
    }
    let Sources { mut outcome, sources, unread } = Sources::find(&args.files, target);
    if args.follow && sources.len() > 1 {
        fail(args.files[0].display(), "holds several logs; one at a time can be followed");
        return Ok(Outcome::Incomplete);
    }
    let output = Output::open(target, color)?;
    let style = TextStyle { width: output.style().width.or(Some(COLUMNS)), ..output.style() };
    let report = ReportOptions { redact: !args.no_redact, hide_users: args.hide_users };
    let mut writer = ReportWriter::new(args.format, style, report, Catalog::builtin(), output)?;
    let pulse = interrupt::pulse(args.follow);
    let options = InspectOptions { format: args.log_format, pulse, ..InspectOptions::default() };
    if let (true, [source]) = (args.follow, sources.as_slice()) {
        outcome = follow::run(source, &options, style, &mut writer)?;
        writer.finish()?;
        return Ok(outcome);
    }
    let streams = writer.streams();
    side_by_side::inspect(&sources, &options, streams, &mut |source, found| {
        match found {
            Yield::Finding(finding) => writer.finding(&source.name(), finding)?,
            Yield::End(end) => match *end {
                Ok(diagnosis) => {
                    if let Some(reason) = &diagnosis.interruption {
                        outcome = fail(source.name(), reason);
                    }
                    writer.log(diagnosis)?;
                }
                Err(error) => outcome = fail(source.name(), error),
            },
        }
        Ok(())
    })?;
    unread.into_iter().try_for_each(|diagnosis| writer.log(diagnosis))?;
    writer.finish()?;
    Ok(outcome)
}

pub(super) fn fail(name: impl Display, cause: impl Display) -> Outcome {
    complain(&format!("{name}: {cause}"));
    Outcome::Incomplete
}

/// The logs that the arguments name.
struct Sources {
    /// Whether all of them could be found.
    outcome: Outcome,
    sources: Vec<LogSource>,
    /// The folders and archives in which there may be more logs, for the report.
    unread: Vec<Diagnosis>,
}

impl Sources {
    /// Finds the logs at `paths`, without `target`: an earlier report in a folder of logs is not one of them. What is not read
    /// is said on standard error.
    fn find(paths: &[PathBuf], target: Option<&Path>) -> Self {
        let mut found = Self { outcome: Outcome::Done, sources: Vec::new(), unread: Vec::new() };
        for path in paths {
            if let Err(error) = found.add(path, target) {
                found.outcome = fail(path.display(), error);
            }
        }
        found
    }

    fn add(&mut self, path: &Path, target: Option<&Path>) -> Result<(), SourceError> {
        if path.as_os_str() == "-" {
            self.sources.push(LogSource::Stdin);
            return Ok(());
        }
        let Expanded { mut logs, left_out } = LogSource::expand(path)?;
        for file in left_out {
            complain(&format!("{}: {}", file.name, file.words()));
            if file.is_failure() {
                self.outcome = Outcome::Incomplete;
                self.unread.push(Diagnosis::unread(file.name.clone(), file.words()));
            }
        }
        logs.retain(|source| !is_file(source, target));
        if logs.is_empty() {
            return Err(SourceError::NoLogs);
        }
        self.sources.append(&mut logs);
        Ok(())
    }
}

fn is_file(source: &LogSource, path: Option<&Path>) -> bool {
    matches!(source, LogSource::File(file) if is_same(file, path))
}

/// Whether both paths lead to one regular file, by whatever names. Others are not opened: a named pipe waits for its writer.
fn is_same(path: &Path, other: Option<&Path>) -> bool {
    let is_regular = |path: &Path| fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    other.is_some_and(|other| is_regular(other) && is_regular(path) && is_same_file(path, other).unwrap_or(false))
}
