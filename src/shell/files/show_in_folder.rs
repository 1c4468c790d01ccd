//! Shows a file in the file manager of the system.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell::freed_memory;

/// Opens the folder of a file, with the file selected if the file manager can do that.
///
/// # Errors
/// The system has no file manager that can be started.
pub(in crate::shell) fn show_in_folder(path: &Path) -> io::Result<()> {
    let path = &std::path::absolute(path)?;
    if cfg!(target_os = "windows") {
        return show_in_explorer(path);
    }
    if cfg!(target_os = "macos") {
        return run(Command::new("open").arg("-R").arg(path));
    }
    if run(&mut ask_file_manager(path)).is_ok() {
        return Ok(());
    }
    run(Command::new("xdg-open").arg(path.parent().unwrap_or(path)))
}

/// Explorer reads its command line in its own way: one argument, of which only the path is quoted.
#[cfg(windows)]
fn show_in_explorer(path: &Path) -> io::Result<()> {
    use std::os::windows::process::CommandExt as _;

    // Explorer ends with a failure also if it succeeds.
    Command::new("explorer").raw_arg(format!("/select,\"{}\"", path.display())).spawn().map(drop)
}

#[cfg(not(windows))]
fn show_in_explorer(path: &Path) -> io::Result<()> {
    Command::new("explorer").arg(path).spawn().map(drop)
}

/// The request that file managers of Linux desktops answer on the session bus.
fn ask_file_manager(path: &Path) -> Command {
    let mut command = Command::new("dbus-send");
    command.args(["--session", "--print-reply", "--reply-timeout=3000", "--dest=org.freedesktop.FileManager1"]);
    command.args(["/org/freedesktop/FileManager1", "org.freedesktop.FileManager1.ShowItems"]);
    command.arg(format!("array:string:{}", file_url(path))).arg("string:");
    command
}

/// A URL in which everything is escaped that separates values on a command line of `dbus-send`.
fn file_url(path: &Path) -> String {
    let mut url = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            url.push(char::from(*byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// Runs a program that ends at once, and returns whether it succeeded.
fn run(command: &mut Command) -> io::Result<()> {
    command.env_remove(freed_memory::LIMIT_VARIABLE);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_special_characters_is_one_value() {
        let url = file_url(Path::new("/a b/c,d/日志:1%.log"));
        assert_eq!(url, "file:///a%20b/c%2Cd/%E6%97%A5%E5%BF%97%3A1%25.log");
        let command = ask_file_manager(Path::new("/x,y.log"));
        let arguments: Vec<String> = command.get_args().map(|one| one.to_string_lossy().into_owned()).collect();
        assert_eq!(arguments[arguments.len() - 2..], ["array:string:file:///x%2Cy.log", "string:"]);
    }
}
