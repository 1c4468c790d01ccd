//! `trtc-lens-window.exe`: opens the window without a console, for the Start menu and for files.
//!
//! Windows asks each program beforehand whether it is one of the console. `trtc-lens.exe` is, so that a console waits for it,
//! sees its status and can redirect its output; but started from the desktop it would get a console of its own. This program
//! is none of the console and starts the other one beside it with its arguments, without a console.

#![cfg_attr(windows, windows_subsystem = "windows")]

use std::env;
use std::io;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn start() -> io::Result<()> {
    let mut program = Command::new(env::current_exe()?.with_file_name("trtc-lens.exe"));
    without_console(&mut program);
    program.args(env::args_os().skip(1)).spawn().map(drop)
}

#[cfg(windows)]
fn without_console(program: &mut Command) {
    use std::os::windows::process::CommandExt as _;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    program.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn without_console(_program: &mut Command) {}
