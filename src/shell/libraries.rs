//! Checks that the shared libraries that the window loads at run time are installed. winit panics if one is missing.

use std::fmt;

/// A shared library and the packages that contain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Library {
    /// The name of the file, with the version of its interface.
    file: &'static str,
    /// The package of Debian and Ubuntu.
    debian: &'static str,
    /// The package of Fedora.
    fedora: &'static str,
}

impl fmt::Display for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)
    }
}

const fn library(file: &'static str, debian: &'static str, fedora: &'static str) -> Library {
    Library { file, debian, fedora }
}

/// The libraries that a window on X11 needs.
pub(super) const X11: &[Library] = &[
    library("libX11.so.6", "libx11-6", "libX11"),
    library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    library("libXcursor.so.1", "libxcursor1", "libXcursor"),
    library("libXi.so.6", "libxi6", "libXi"),
    library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
];

/// The libraries that a window on Wayland needs.
pub(super) const WAYLAND: &[Library] = &[
    library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
    library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
];

/// The libraries of renderers. The window needs one of them.
const RENDERERS: &[Library] = &[
    library("libGL.so.1", "libgl1", "libglvnd-glx"),
    library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    library("libvulkan.so.1", "libvulkan1", "vulkan-loader"),
];

/// The libraries that are not installed.
pub(super) fn missing(libraries: &[Library]) -> Vec<Library> {
    libraries.iter().copied().filter(|library| !loads(library.file)).collect()
}

/// The library to install if no renderer has its library; `None` if one has.
pub(super) fn missing_renderer() -> Option<Library> {
    if missing(RENDERERS).len() == RENDERERS.len() { RENDERERS.first().copied() } else { None }
}

/// How to install the missing libraries.
pub(super) fn advice(missing: &[Library]) -> String {
    let list = |name: fn(&Library) -> &'static str| missing.iter().map(name).collect::<Vec<_>>().join(" ");
    format!(
        "{} (Debian, Ubuntu: apt install {}; Fedora: dnf install {})",
        list(|library| library.file),
        list(|library| library.debian),
        list(|library| library.fedora)
    )
}

#[expect(unsafe_code, reason = "loading a library runs its initializers, which Rust cannot check")]
fn loads(file: &str) -> bool {
    // SAFETY: these are system libraries whose initializers have no preconditions. The window loads them anyway.
    unsafe { libloading::Library::new(file) }.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_lists_the_packages_of_missing_libraries() {
        let absent = library("libno-such-thing.so.9", "libno-such-thing9", "no-such-thing");
        let installed = library("libc.so.6", "libc6", "glibc");
        let missing = missing(&[installed, absent]);
        assert_eq!(missing, [absent]);
        assert_eq!(
            advice(&missing),
            "libno-such-thing.so.9 (Debian, Ubuntu: apt install libno-such-thing9; Fedora: dnf install no-such-thing)"
        );
    }
}
