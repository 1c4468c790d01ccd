//! Chooses the window system, and reports why no window can be opened. Checked first, because winit and graphics drivers may
//! end the process instead of returning an error.

use std::env;

#[cfg(target_os = "linux")]
use super::libraries;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// There is no window system.
    #[error("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")]
    NoDisplay,
    /// Libraries that the window system needs are missing; contains their names and how to install them.
    #[error("the window needs what is not installed: {0}")]
    MissingLibraries(String),
    /// The user chose a renderer that does not exist; contains its name.
    #[error("there is no renderer “{0}”; TRTC_LENS_RENDERER and --renderer take glow or wgpu")]
    UnknownRenderer(String),
    /// No renderer could start; contains the reason.
    #[error("the window could not be opened: {0}")]
    Window(String),
}

/// The window system that shows the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// An X server, which may be `XWayland`.
    #[cfg(target_os = "linux")]
    X11,
    /// A Wayland compositor.
    #[cfg(target_os = "linux")]
    Wayland,
    /// The only window system of this platform.
    #[cfg(not(target_os = "linux"))]
    Native,
}

impl Display {
    /// The name in the self-test.
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

/// Chooses the window system.
///
/// # Errors
/// No window can be opened on this system.
#[cfg(target_os = "linux")]
pub(super) fn choose() -> Result<Display, ShellError> {
    let mut advice = Vec::new();
    // X11 comes first: winit does not support dropping files on Wayland.
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
        advice.push(libraries::advice(&missing));
    }
    Err(if advice.is_empty() { ShellError::NoDisplay } else { ShellError::MissingLibraries(advice.join(", or ")) })
}

/// Chooses the window system.
///
/// # Errors
/// No window can be opened on this system.
#[cfg(not(target_os = "linux"))]
pub(super) fn choose() -> Result<Display, ShellError> {
    let other_unix = cfg!(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))));
    let is_empty = |name| env::var_os(name).is_none_or(|value| value.is_empty());
    if other_unix && ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().all(is_empty) {
        return Err(ShellError::NoDisplay);
    }
    Ok(Display::Native)
}

/// The error to report after all renderers failed with `error`: a missing library if there is one, otherwise `error`.
pub(super) fn explain(error: String) -> ShellError {
    #[cfg(target_os = "linux")]
    if let Some(library) = libraries::missing_renderer() {
        return ShellError::MissingLibraries(libraries::advice(&[library]));
    }
    // winit's message begins with a path and line of its own source, which do not help the user.
    let reason = match error.split_once("os error at ") {
        Some((_, place)) => place.rsplit(": ").next().unwrap_or(place).to_owned(),
        None => error,
    };
    ShellError::Window(reason)
}
