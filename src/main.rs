//! The program: arguments, then the command line or the window.

use std::process::ExitCode;

use trtc_lens::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::of_program();
    match &arguments.command {
        Some(command) => cli::run(command, arguments.color),
        None => ExitCode::SUCCESS,
    }
}
