//! `inspect`: reports about logs.

use std::fs;
use std::io;
use std::path::Path;

use super::args::{ColorChoice, InspectArgs};
use super::outcome::{CommandOutcome, fail};
use super::output::Output;
use super::parallel;
use super::parallel::InspectEvent;
use super::{follow, interrupt};
use crate::catalog::Catalog;
use crate::inspect::InspectOptions;
use crate::report::entry::TextStyle;
use crate::report::inspection::{ReportOptions, ReportWriter};
use crate::source::{LogSource, SourceError};

/// Columns of text that is not printed to a terminal.
const COLUMNS: usize = 100;

pub(super) fn run(args: &InspectArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let target = args.destination.output.as_deref();
    if let Some(log) = args.files.iter().find(|path| is_same(path, target)) {
        fail(log.display(), "is the file to write the report to; nothing was done");
        return Ok(CommandOutcome::Incomplete);
    }
    let mut outcome = CommandOutcome::Done;
    let mut sources = Vec::new();
    for path in &args.files {
        match expand(path) {
            // The output file may be in a folder of logs: it is not a log.
            Ok(found) => sources.extend(found.into_iter().filter(|source| !is_file(source, target))),
            Err(error) => outcome = fail(path.display(), error),
        }
    }
    if args.follow && sources.len() > 1 {
        fail(args.files[0].display(), "holds several logs; one at a time can be followed");
        return Ok(CommandOutcome::Incomplete);
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
    parallel::inspect(&sources, &options, streams, &mut |source, event| {
        match event {
            InspectEvent::Finding(finding) => writer.finding(&source.name(), finding)?,
            InspectEvent::End(end) => match *end {
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

/// The logs that an argument names.
fn expand(path: &Path) -> Result<Vec<LogSource>, SourceError> {
    if path.as_os_str() == "-" { Ok(vec![LogSource::Stdin]) } else { LogSource::expand(path) }
}

fn is_file(source: &LogSource, path: Option<&Path>) -> bool {
    matches!(source, LogSource::File(file) if is_same(file, path))
}

/// Whether both paths lead to the same file.
fn is_same(path: &Path, other: Option<&Path>) -> bool {
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    other.and_then(canonical).is_some_and(|other| canonical(path) == Some(other))
}
