//! `trtc-lens-window.exe`: opens the window without a console, for the Start menu and for files.
//!
//! On Windows each program is marked as a console program or not. `trtc-lens.exe` is one, so that a console waits for it, gets
//! its exit status and can redirect its output. But started from the desktop, it would open a new console. This program is not
//! a console program: it starts `trtc-lens.exe` from its own folder, with the same arguments and without a console.

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
