//! `inspect`: what logs say, without a window.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

use super::Outcome;
use super::args::{ColorChoice, InspectArgs};
use super::output::{Output, complain};
use super::side_by_side;
use super::side_by_side::Yield;
use super::{follow, interrupt};
use crate::catalog::Catalog;
use crate::inspect::InspectOptions;
use crate::report::entry::TextStyle;
use crate::report::inspection::{ReportOptions, ReportWriter};
use crate::source::{LogSource, SourceError};

/// Text that is not shown on a terminal is wrapped at this column.
const COLUMNS: usize = 100;

pub(super) fn run(args: &InspectArgs, color: ColorChoice) -> io::Result<Outcome> {
    let target = args.destination.output.as_deref();
    if let Some(log) = args.files.iter().find(|path| is_same(path, target)) {
        fail(log.display(), "is the file to write the report to; nothing was done");
        return Ok(Outcome::Incomplete);
    }
    let mut outcome = Outcome::Done;
    let mut sources = Vec::new();
    for path in &args.files {
        match expand(path) {
            // An earlier report in a folder of logs is none of them.
            Ok(found) => sources.extend(found.into_iter().filter(|source| !is_file(source, target))),
            Err(error) => outcome = fail(path.display(), error),
        }
    }
    if args.follow && sources.len() > 1 {
        fail(args.files[0].display(), "holds several logs; one at a time can be followed");
        return Ok(Outcome::Incomplete);
    }
    let output = Output::open(target, color)?;
    let style = TextStyle { width: output.style().width.or(Some(COLUMNS)), ..output.style() };
    let report = ReportOptions { redact: !args.no_redact, hide_users: args.hide_users };
    let mut writer = ReportWriter::new(args.format, style, report, Catalog::builtin(), output)?;
    let cancel = interrupt::cancel(args.follow);
    let options = InspectOptions { format: args.log_format, cancel, ..InspectOptions::default() };
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
    writer.finish()?;
    Ok(outcome)
}

pub(super) fn fail(name: impl Display, cause: impl Display) -> Outcome {
    complain(&format!("{name}: {cause}"));
    Outcome::Incomplete
}

/// The logs that an argument stands for.
fn expand(path: &Path) -> Result<Vec<LogSource>, SourceError> {
    if path.as_os_str() == "-" { Ok(vec![LogSource::Stdin]) } else { LogSource::expand(path) }
}

fn is_file(source: &LogSource, path: Option<&Path>) -> bool {
    matches!(source, LogSource::File(file) if is_same(file, path))
}

/// Whether both paths lead to one file, by whatever names.
fn is_same(path: &Path, other: Option<&Path>) -> bool {
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    other.and_then(canonical).is_some_and(|other| canonical(path) == Some(other))
}
