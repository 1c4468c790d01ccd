//! The program: arguments, then the command line or the window.

use std::process::ExitCode;

use trtc_lens::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::of_program();
    match &arguments.command {
        Some(command) => cli::run(command, arguments.color),
        None => open_window(&arguments),
    }
}

#[cfg(feature = "window")]
fn open_window(arguments: &Arguments) -> ExitCode {
    match trtc_lens::shell::run(&arguments.files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trtc-lens: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "window"))]
fn open_window(_arguments: &Arguments) -> ExitCode {
    eprintln!("trtc-lens: this build has no window; see `trtc-lens --help` for what it can do");
    ExitCode::FAILURE
}
