//! The command line: one command a file.

mod args;
mod codes;
mod explain;
mod output;
mod search;

use std::process::ExitCode;

pub use args::{Arguments, CatalogFormat, ColorChoice, Command};

use crate::catalog::{Catalog, CatalogEntry};
use crate::report::entry;
use output::{Output, OutputError, complain};

/// Whether a command could do all it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Something could not be done; standard error says what.
    Incomplete,
}

/// Carries out a command, and says on standard error what could not be done.
#[must_use]
pub fn run(command: &Command, color: ColorChoice) -> ExitCode {
    let outcome = match command {
        Command::Explain(args) => explain::run(args, color),
        Command::Search(args) => search::run(args, color),
        Command::Codes(args) => codes::run(args, color),
    };
    match outcome {
        // A reader that wants no more (`| head`) is no failure.
        Ok(Outcome::Done) | Err(OutputError::Closed) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::FAILURE,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Writes entries in a format other than text, which each command lays out in its own way.
fn write_entries(
    entries: &[&CatalogEntry],
    format: CatalogFormat,
    output: &mut Output,
    text: impl FnOnce(&Output) -> String,
) -> Result<(), OutputError> {
    match format {
        CatalogFormat::Text => output.write(text(output).as_bytes()),
        CatalogFormat::Json => {
            let json = entry::json::render(entries).map_err(|error| output.error(error.into()))?;
            output.write(json.as_bytes())
        }
        CatalogFormat::Csv => {
            let table = entry::csv::render(entries).map_err(|error| output.error(error.into()))?;
            output.write(&table)
        }
        CatalogFormat::Markdown => output.write(entry::markdown::render(entries, Catalog::builtin()).as_bytes()),
    }
}
