//! The command line: one command a file.
//!
//! - `args`: the arguments, parsed by clap into [`Arguments`]
//! - `explain`, `search`, `codes`: entries of the catalog, written by `entries` in the format the user chose
//! - `inspect`: reports about logs; `interrupt` stops it on Ctrl+C
//! - `output`: standard output or a file, which control characters do not reach; messages on standard error
//! - `outcome`: whether a command could do everything, for the exit status
//!
//! The exit status is 0 if everything was done, also if nothing was found; 1 if something could not be done, with the reason
//! on standard error; 2 for wrong usage. A closed pipe ends the program silently.

mod args;
mod codes;
mod entries;
mod explain;
mod inspect;
mod interrupt;
mod outcome;
mod output;
mod search;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

pub use args::{Arguments, CatalogFormat, CliCommand, ColorChoice};

use args::InspectArgs;
use explain::is_code;
use outcome::CommandOutcome;
use output::complain;

use crate::catalog::Catalog;
use crate::source::own_catalogs::OwnCatalogs;

/// Runs a command and reports on standard error what could not be done.
pub fn run(command: &CliCommand, color: ColorChoice) -> ExitCode {
    let (outcome, destination) = match command {
        CliCommand::Explain(args) => (explain::run(args, color), &args.destination),
        CliCommand::Search(args) => (search::run(args, color), &args.destination),
        CliCommand::Codes(args) => (codes::run(args, color), &args.destination),
        CliCommand::Inspect(args) => (inspect::run(args, color), &args.destination),
    };
    match outcome {
        Ok(CommandOutcome::Done) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Incomplete) => ExitCode::FAILURE,
        // The reader closed the pipe (`| head`): this is not a failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let name = destination.output.as_ref().map(|path| path.display().to_string());
            complain(&format!("{}: cannot be written: {error}", name.as_deref().unwrap_or("standard output")));
            ExitCode::FAILURE
        }
    }
}

/// Adds the user's catalog files to the catalog: those of the arguments, and those in the `catalogs` folder beside the
/// settings. Says on standard error what is wrong with them.
///
/// # Errors
/// A file of the arguments cannot be read or has a fault. Files in the folder that have one are left out.
pub fn install_catalogs(arguments: &Arguments) -> Result<(), ExitCode> {
    let OwnCatalogs { files, mut faults } = OwnCatalogs::read(&arguments.catalogs);
    let is_named = |fault: &String| arguments.catalogs.iter().any(|path| fault.starts_with(&*path.to_string_lossy()));
    if !files.is_empty() {
        faults.extend(Catalog::install(&files));
    }
    for fault in &faults {
        complain(fault);
    }
    if faults.iter().any(is_named) {
        return Err(ExitCode::FAILURE);
    }
    arguments.check_families();
    Ok(())
}

/// Reports why there is no window, and prints the text report of the files.
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
    run(&CliCommand::Inspect(InspectArgs::for_files(files)), color)
}

/// Prints the result of the self-test: information on standard output, faults on standard error.
pub fn print_self_test(info: &[(&str, String)], faults: &[String]) -> ExitCode {
    let mut text = String::new();
    for (name, value) in info {
        text.extend([format!("{name:<10}").as_str(), value.trim_end(), "\n"]);
    }
    if faults.is_empty() {
        text.push_str("All is well.\n");
    }
    // If the output is closed, the exit status still shows the result.
    let _ = io::stdout().write_all(text.as_bytes());
    for fault in faults {
        complain(fault);
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
