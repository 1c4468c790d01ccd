//! The system's libraries that the window loads while it runs. One that is missing ends in a panic deep in a library of the
//! window system, so they are tried beforehand.

use std::fmt;

/// A shared library, and who packages it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Library {
    /// The file's name, with the version of its interface.
    file: &'static str,
    /// The package of Debian, Ubuntu and their relatives.
    debian: &'static str,
    /// The package of Fedora and its relatives.
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

/// What a window on X11 cannot do without.
pub(super) const X11: &[Library] = &[
    library("libX11.so.6", "libx11-6", "libX11"),
    library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    library("libXcursor.so.1", "libxcursor1", "libXcursor"),
    library("libXi.so.6", "libxi6", "libXi"),
    library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
];

/// What a window on Wayland cannot do without.
pub(super) const WAYLAND: &[Library] = &[
    library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
    library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
];

/// What draws: one of them is enough.
const RENDERERS: &[Library] = &[
    library("libGL.so.1", "libgl1", "libglvnd-glx"),
    library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    library("libvulkan.so.1", "libvulkan1", "vulkan-loader"),
];

/// Those that this system does not have.
pub(super) fn missing(libraries: &[Library]) -> Vec<Library> {
    libraries.iter().copied().filter(|library| !loads(library.file)).collect()
}

/// What to install so that something can draw; nothing where something can.
pub(super) fn missing_renderer() -> Option<Library> {
    if missing(RENDERERS).len() == RENDERERS.len() { RENDERERS.first().copied() } else { None }
}

/// What a user has to do to get them.
pub(super) fn advice(missing: &[Library]) -> String {
    let list = |name: fn(&Library) -> &'static str| missing.iter().map(name).collect::<Vec<_>>().join(" ");
    format!(
        "{} (Debian, Ubuntu: apt install {}; Fedora: dnf install {})",
        list(|library| library.file),
        list(|library| library.debian),
        list(|library| library.fedora)
    )
}

#[expect(unsafe_code, reason = "to load a library runs its start-up code, which Rust cannot vouch for")]
fn loads(file: &str) -> bool {
    // SAFETY: the window loads these very libraries a moment later; their start-up code asks nothing of the caller.
    unsafe { libloading::Library::new(file) }.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_is_nowhere_is_missing_and_the_advice_names_its_packages() {
        let nowhere = library("libno-such-thing.so.9", "libno-such-thing9", "no-such-thing");
        let everywhere = library("libc.so.6", "libc6", "glibc");
        let missing = missing(&[everywhere, nowhere]);
        assert_eq!(missing, [nowhere]);
        assert_eq!(
            advice(&missing),
            "libno-such-thing.so.9 (Debian, Ubuntu: apt install libno-such-thing9; Fedora: dnf install no-such-thing)"
        );
    }
}
