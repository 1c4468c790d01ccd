//! The command line: one command a file.

mod args;
mod codes;
mod explain;
mod follow;
mod inspect;
mod interrupt;
mod output;
mod search;
mod side_by_side;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

pub use args::{Arguments, CatalogFormat, ColorChoice, Command};

use crate::catalog::{Catalog, CatalogEntry};
use crate::code;
use crate::report::entry;
use args::InspectArgs;
use output::{Output, complain};

/// Whether a command could do all it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Something could not be done; standard error says what.
    Incomplete,
}

/// Carries out a command, and says on standard error what could not be done.
pub fn run(command: &Command, color: ColorChoice) -> ExitCode {
    let (outcome, destination) = match command {
        Command::Explain(args) => (explain::run(args, color), &args.destination),
        Command::Search(args) => (search::run(args, color), &args.destination),
        Command::Codes(args) => (codes::run(args, color), &args.destination),
        Command::Inspect(args) => (inspect::run(args, color), &args.destination),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::FAILURE,
        // A reader that wants no more (`| head`) is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let name = destination.output.as_ref().map(|path| path.display().to_string());
            complain(&format!("{}: cannot be written: {error}", name.as_deref().unwrap_or("standard output")));
            ExitCode::FAILURE
        }
    }
}

/// Does without the window what can be done: says why there is none, and prints the report of the files.
pub fn run_without_window(reason: &str, files: Vec<PathBuf>, color: ColorChoice) -> ExitCode {
    if files.is_empty() {
        complain(&format!("{reason}; `trtc-lens --help` shows what works without a window"));
        return ExitCode::FAILURE;
    }
    if let Some(code) = files.iter().find_map(|file| file.to_str().filter(|name| !file.exists() && is_code(name))) {
        complain(&format!("there is no file {code}; `trtc-lens explain {code}` says what a code means"));
        return ExitCode::FAILURE;
    }
    complain(&format!("{reason}; this is the report instead"));
    run(&Command::Inspect(InspectArgs::of_files(files)), color)
}

/// Says what a look at the program found: what is so on standard output, what is missing on standard error.
pub fn tell_self_test(facts: &[(&str, String)], faults: &[String]) -> ExitCode {
    let mut text = String::new();
    for (name, what) in facts {
        text.extend([format!("{name:<10}").as_str(), what.trim_end(), "\n"]);
    }
    if faults.is_empty() {
        text.push_str("All is well.\n");
    }
    // Whoever closed the output does not want to read it; the status says it, too.
    let _ = io::stdout().write_all(text.as_bytes());
    for fault in faults {
        complain(fault);
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn is_code(text: &str) -> bool {
    !code::parse_numbers(text).is_empty() || Catalog::builtin().by_name(text).next().is_some()
}

/// Writes entries in a format; as text, each command lays them out in its own way.
fn write_entries(
    entries: &[&CatalogEntry],
    format: CatalogFormat,
    output: &mut Output,
    text: impl FnOnce(&Output) -> String,
) -> io::Result<()> {
    match format {
        CatalogFormat::Text => output.write_all(text(output).as_bytes())?,
        CatalogFormat::Json => output.write_all(entry::json::render(entries)?.as_bytes())?,
        CatalogFormat::Csv => output.write_all(&entry::csv::render(entries)?)?,
        CatalogFormat::Markdown => {
            output.write_all(entry::markdown::render(entries, Catalog::builtin()).as_bytes())?;
        }
    }
    output.flush()
}
