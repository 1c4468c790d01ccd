//! The program: parses the arguments and runs a command or opens the window.

use std::path::PathBuf;
use std::process::ExitCode;

use trtc_lens::cli;
use trtc_lens::cli::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_command_line();
    if let Err(status) = cli::install_catalogs(&arguments) {
        return status;
    }
    let renderer = arguments.renderer.as_deref();
    if arguments.self_test {
        return self_test(renderer);
    }
    match arguments.command {
        Some(command) => cli::run(&command, arguments.color),
        None => match open_window(&arguments.files, arguments.choose, renderer) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => cli::run_without_window(&reason, arguments.files, arguments.color),
        },
    }
}

/// Shows the window until it is closed, or returns why it cannot be shown.
#[cfg(feature = "window")]
fn open_window(files: &[PathBuf], choose: bool, renderer: Option<&str>) -> Result<(), String> {
    trtc_lens::shell::run(files, choose, renderer).map_err(|error| error.to_string())
}

#[cfg(not(feature = "window"))]
fn open_window(_files: &[PathBuf], _choose: bool, _renderer: Option<&str>) -> Result<(), String> {
    Err("this build of the program has no window".to_owned())
}

/// Opens the window for a moment and reports whether everything that the program needs is available.
#[cfg(feature = "window")]
fn self_test(renderer: Option<&str>) -> ExitCode {
    let result = trtc_lens::shell::self_test(renderer);
    cli::print_self_test(&result.info, &result.faults)
}

#[cfg(not(feature = "window"))]
fn self_test(_renderer: Option<&str>) -> ExitCode {
    cli::print_self_test(&[], &["this build of the program has no window".to_owned()])
}
