//! Whether a window can be opened at all, found out before anything is tried that would end the program.

use std::env;

#[cfg(target_os = "linux")]
use super::libraries;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// Nothing to draw on.
    #[error("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")]
    NoDisplay,
    /// Libraries are missing that the window system needs: which, and how to get them.
    #[error("the window needs what is not installed: {0}")]
    MissingLibraries(String),
    /// The user chose a renderer that there is not.
    #[error("there is no renderer “{0}”; TRTC_LENS_RENDERER and --renderer take glow or wgpu")]
    UnknownRenderer(String),
    /// No renderer could start.
    #[error("the window could not be opened: {0}")]
    Window(String),
}

/// What the window is shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// An X server, be it `XWayland`.
    #[cfg(target_os = "linux")]
    X11,
    /// A Wayland compositor.
    #[cfg(target_os = "linux")]
    Wayland,
    /// The system itself.
    #[cfg(not(target_os = "linux"))]
    Native,
}

impl Display {
    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            #[cfg(target_os = "linux")]
            Self::X11 => "X11",
            #[cfg(target_os = "linux")]
            Self::Wayland => "Wayland",
            #[cfg(not(target_os = "linux"))]
            Self::Native => "the system's",
        }
    }
}

/// Chooses the display. Fails where a window is known to be impossible.
#[cfg(target_os = "linux")]
pub(super) fn choose() -> Result<Display, ShellError> {
    let mut lacking = Vec::new();
    // winit has no file drop on Wayland, so X11 is asked for first wherever it is to be had.
    let displays =
        [("DISPLAY", Display::X11, libraries::X11), ("WAYLAND_DISPLAY", Display::Wayland, libraries::WAYLAND)];
    for (variable, display, needed) in displays {
        if env::var_os(variable).is_none_or(|value| value.is_empty()) {
            continue;
        }
        let missing = libraries::missing(needed);
        if missing.is_empty() {
            return Ok(display);
        }
        lacking.push(libraries::advice(&missing));
    }
    Err(if lacking.is_empty() { ShellError::NoDisplay } else { ShellError::MissingLibraries(lacking.join(", or ")) })
}

/// Chooses the display. Fails where a window is known to be impossible.
#[cfg(not(target_os = "linux"))]
pub(super) fn choose() -> Result<Display, ShellError> {
    let other_unix = cfg!(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))));
    let is_empty = |name| env::var_os(name).is_none_or(|value| value.is_empty());
    if other_unix && ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().all(is_empty) {
        return Err(ShellError::NoDisplay);
    }
    Ok(Display::Native)
}

/// The error behind what the window system said when no renderer started.
pub(super) fn explain(error: String) -> ShellError {
    #[cfg(target_os = "linux")]
    if let Some(library) = libraries::missing_renderer() {
        return ShellError::MissingLibraries(libraries::advice(&[library]));
    }
    // winit says in which line of its source it noticed; that helps nobody here.
    let reason = match error.split_once("os error at ") {
        Some((_, place)) => place.rsplit(": ").next().unwrap_or(place).to_owned(),
        None => error,
    };
    ShellError::Window(reason)
}
