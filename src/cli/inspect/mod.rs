//! `inspect`: reports about logs.
//!
//! - `input`: a log, or the part of it that a case shows
//! - `parallel` inspects several logs at the same time, `follow` one log as it grows

mod follow;
mod input;
mod parallel;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use same_file::is_same_file;

use self::input::InspectInput;
use super::args::{ColorChoice, InspectArgs};
use super::interrupt;
use super::outcome::{CommandOutcome, fail};
use super::output::{HeldBody, Output, complain};
use crate::case::saved::{OpenedCase, is_case};
use crate::catalog::Catalog;
use crate::diagnosis::Diagnosis;
use crate::inspect::InspectOptions;
use crate::report::inspection::{ReportOptions, ReportWriter};
use crate::source::Expanded;
use crate::source::{LogSource, SourceError};

pub(super) fn run(args: &InspectArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let target = args.destination.output.as_deref();
    if let Some(log) = args.files.iter().find(|path| is_same(path, target)) {
        fail(log.display(), "is the file to write the report to; nothing was done");
        return Ok(CommandOutcome::Incomplete);
    }
    let Inputs { mut outcome, logs: inputs, unread } = Inputs::find(&args.files, target);
    if args.follow && inputs.len() > 1 {
        fail(args.files[0].display(), "holds several logs; one at a time can be followed");
        return Ok(CommandOutcome::Incomplete);
    }
    let output = Output::open(target, color)?;
    let style = output.paragraph_style();
    let report = ReportOptions { redact: !args.no_redact, hide_users: args.hide_users };
    let mut writer = ReportWriter::new(args.format, style, report, Catalog::current(), output)?;
    let cancel = interrupt::cancel(args.follow);
    let evidence_places = writer.finding_use().evidence_places();
    let options = InspectOptions { format: args.log_format, evidence_places, cancel, ..InspectOptions::default() };
    if let (true, [input]) = (args.follow, inputs.as_slice()) {
        outcome = follow::run(&input.source, &options, style, &mut writer)?;
        writer.finish()?;
        return Ok(outcome);
    }
    if inputs.len() + unread.len() > 1 {
        writer = writer.with_case(Box::new(HeldBody::new()));
    }
    if parallel::inspect(&inputs, &options, &mut writer)? == CommandOutcome::Incomplete {
        outcome = CommandOutcome::Incomplete;
    }
    unread.into_iter().try_for_each(|diagnosis| writer.log(diagnosis, None))?;
    writer.finish()?;
    Ok(outcome)
}

/// The logs that the arguments name.
struct Inputs {
    /// Whether all of them could be found.
    outcome: CommandOutcome,
    logs: Vec<InspectInput>,
    /// The folders and archives in which there may be more logs, for the report.
    unread: Vec<Diagnosis>,
}

impl Inputs {
    /// Finds the logs at `paths`. `target`, the output file, may be in a folder of logs and is not a log. What is not read is
    /// reported on standard error.
    fn find(paths: &[PathBuf], target: Option<&Path>) -> Self {
        let mut found = Self { outcome: CommandOutcome::Done, logs: Vec::new(), unread: Vec::new() };
        for path in paths {
            if let Err(error) = found.add(path, target) {
                found.outcome = fail(path.display(), error);
            }
        }
        found
    }

    fn add(&mut self, path: &Path, target: Option<&Path>) -> Result<(), SourceError> {
        if path.as_os_str() == "-" {
            self.logs.push(LogSource::Stdin.into());
            return Ok(());
        }
        if is_case(path) {
            self.add_case(path);
            return Ok(());
        }
        let Expanded { mut logs, left_out } = LogSource::expand(path)?;
        for file in left_out {
            complain(&format!("{}: {}", file.name, file.message()));
            if file.is_failure() {
                self.outcome = CommandOutcome::Incomplete;
                self.unread.push(Diagnosis::unread(file.name.clone(), file.message()));
            }
        }
        logs.retain(|source| !is_file(source, target));
        if logs.is_empty() {
            return Err(SourceError::NoLogs);
        }
        self.logs.extend(logs.into_iter().map(InspectInput::from));
        Ok(())
    }

    /// Adds the logs of a case file. One that is missing or has changed is reported on standard error.
    fn add_case(&mut self, path: &Path) {
        let opened = match OpenedCase::open(path) {
            Ok(opened) => opened,
            Err(error) => {
                self.outcome = fail(path.display(), error);
                return;
            }
        };
        for fault in &opened.faults {
            complain(&fault.to_string());
        }
        for log in opened.case.whole_logs() {
            let source = log.source();
            if opened.is_missing(&log.path) {
                let words = "the file is missing; it is named in the case";
                self.unread.push(Diagnosis::unread(source.name(), words.to_owned()));
                self.outcome = CommandOutcome::Incomplete;
            } else {
                self.logs.push(InspectInput::of_case(source, log.view));
            }
        }
    }
}

fn is_file(source: &LogSource, path: Option<&Path>) -> bool {
    matches!(source, LogSource::File(file) if is_same(file, path))
}

/// Whether both paths lead to one regular file. Other files are not opened: a named pipe would wait for its writer.
fn is_same(path: &Path, other: Option<&Path>) -> bool {
    let is_regular = |path: &Path| fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    other.is_some_and(|other| is_regular(other) && is_regular(path) && is_same_file(path, other).unwrap_or(false))
}
