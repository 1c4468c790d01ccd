//! Whether a window can be opened at all, found out before anything is tried that would end the program.

use std::env;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// Nothing to draw on.
    #[error("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")]
    NoDisplay,
    /// A library is missing that the window system needs.
    #[error("the window needs a library that is not installed: {0}")]
    MissingLibrary(String),
    /// No renderer could start.
    #[error("the window could not be opened: {0}")]
    Window(String),
}

/// Fails where a window is known to be impossible.
pub(super) fn check() -> Result<(), ShellError> {
    let unix_desktop = cfg!(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))));
    if unix_desktop && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| is_empty(name)) {
        return Err(ShellError::NoDisplay);
    }
    Ok(())
}

/// Whether there is an X11 display, be it `XWayland`'s.
pub(super) fn has_x11() -> bool {
    !is_empty("DISPLAY")
}

fn is_empty(name: &str) -> bool {
    env::var_os(name).is_none_or(|value| value.is_empty())
}

/// The error behind a panic of the window system's libraries: winit panics where libxkbcommon-x11 is missing.
pub(super) fn of_panic(message: &str) -> ShellError {
    const LIBRARIES: [(&str, &str); 4] = [
        ("xkbcommon-x11", "libxkbcommon-x11-0"),
        ("xkbcommon", "libxkbcommon0"),
        ("Xcursor", "libxcursor1"),
        ("libX11", "libx11-6"),
    ];
    let package = LIBRARIES.iter().find(|(library, _)| message.contains(library)).map(|(_, package)| *package);
    match package {
        Some(package) => ShellError::MissingLibrary(format!("{message} (Debian and Ubuntu: the package {package})")),
        None => ShellError::Window(message.to_owned()),
    }
}
