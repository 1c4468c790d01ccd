//! The program: arguments, then the command line or the window.

use std::path::PathBuf;
use std::process::ExitCode;

use trtc_lens::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::of_program();
    match arguments.command {
        Some(command) => cli::run(&command, arguments.color),
        None => match open_window(&arguments.files) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => cli::run_without_window(&reason, arguments.files, arguments.color),
        },
    }
}

/// Shows the window until it is closed; else says why there is none.
#[cfg(feature = "window")]
fn open_window(files: &[PathBuf]) -> Result<(), String> {
    trtc_lens::shell::run(files).map_err(|error| error.to_string())
}

#[cfg(not(feature = "window"))]
fn open_window(_files: &[PathBuf]) -> Result<(), String> {
    Err("this build of the program has no window".to_owned())
}
