//! The order in which renderers are tried: the one that the user chose, or the order that suits the system. A renderer that
//! crashed the program during startup, for example by a failed assertion in a driver, is tried last at the next start.
//!
//! Panics and errors of a renderer can be caught; the next renderer is tried at once. A crash cannot be caught, so it is
//! detected at the next start: a marker file is written before a renderer starts, and removed when the first frame is on the
//! screen or the window is closed. A marker that still exists means that its renderer crashed. The program holds a lock on
//! its marker, so that another window that is just starting does not count as crashed. Markers of other versions of the
//! program are ignored, because another version may not crash.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use eframe::Renderer;

use super::display::ShellError;

/// The environment variable that chooses a renderer, as the option `--renderer` does.
const RENDERER_VARIABLE: &str = "TRTC_LENS_RENDERER";

/// The renderers to try, and the folder of their markers.
#[derive(Clone, Debug)]
pub(super) struct Renderers {
    /// The renderer that the user chose. No other one is tried.
    chosen: Option<Renderer>,
    /// The folder of the settings. `None` if the system has none: crashes are not detected then.
    folder: Option<PathBuf>,
}

impl Renderers {
    /// Uses the renderer named by the command-line option, else the one named by the environment variable, if any.
    ///
    /// # Errors
    /// No renderer has this name.
    pub(super) fn new(option: Option<&str>, folder: Option<&Path>) -> Result<Self, ShellError> {
        Self::choose(option, env::var_os(RENDERER_VARIABLE), folder)
    }

    fn choose(option: Option<&str>, variable: Option<OsString>, folder: Option<&Path>) -> Result<Self, ShellError> {
        let variable = variable.filter(|name| !name.is_empty()).map(|name| name.to_string_lossy().into_owned());
        let name = option.map(str::to_owned).or(variable);
        let known =
            |name: &String| [Renderer::Glow, Renderer::Wgpu].into_iter().find(|renderer| renderer.to_string() == *name);
        let chosen = match name {
            Some(name) => Some(known(&name).ok_or(ShellError::UnknownRenderer(name))?),
            None => None,
        };
        Ok(Self { chosen, folder: folder.map(Path::to_owned) })
    }

    /// The renderers in the order in which to try them.
    pub(super) fn order(&self) -> Vec<Renderer> {
        if let Some(renderer) = self.chosen {
            return vec![renderer];
        }
        // Linux often has software rendering only, where glow is five times as fast as wgpu. On other systems, glow fails in
        // remote sessions and old virtual machines.
        let default_order =
            if cfg!(target_os = "linux") { [Renderer::Glow, Renderer::Wgpu] } else { [Renderer::Wgpu, Renderer::Glow] };
        let (crashed, mut order): (Vec<_>, Vec<_>) =
            default_order.into_iter().partition(|renderer| self.crashed(*renderer));
        order.extend(crashed);
        order
    }

    /// Whether a renderer crashed the program when it was last started.
    pub(super) fn crashed(&self, renderer: Renderer) -> bool {
        self.marker(renderer).is_some_and(|path| is_stale(&path))
    }

    /// Marks a renderer as starting until the marker is dropped. If the marker cannot be written, a crash is not detected.
    pub(super) fn start(&self, renderer: Renderer) -> StartMarker {
        let written = self.marker(renderer).ok_or(io::ErrorKind::NotFound.into()).and_then(StartMarker::write);
        written.unwrap_or(StartMarker { file: None, created_folder: None })
    }

    fn marker(&self, renderer: Renderer) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(format!("starting-{renderer}")))
    }
}

/// Whether a marker belongs to a program of this version that no longer runs.
fn is_stale(path: &Path) -> bool {
    let Ok(mut file) = File::options().read(true).write(true).open(path) else { return false };
    let is_held = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    let mut version = String::new();
    !is_held && file.read_to_string(&mut version).is_ok() && version == env!("CARGO_PKG_VERSION")
}

/// Marks a renderer as starting. Dropping it removes the marker file.
#[derive(Debug)]
pub(super) struct StartMarker {
    /// The locked marker file and its path. `None` if it could not be written, or if another starting window has locked it.
    file: Option<(File, PathBuf)>,
    /// The folder that was created for it.
    created_folder: Option<PathBuf>,
}

impl StartMarker {
    fn write(path: PathBuf) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.exists()).map(Path::to_owned);
        if let Some(folder) = &folder {
            fs::create_dir_all(folder)?;
        }
        let mut marker = Self { file: None, created_folder: folder };
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path)?;
        if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            file.set_len(0)?;
            file.write_all(env!("CARGO_PKG_VERSION").as_bytes())?;
            marker.file = Some((file, path));
        }
        Ok(marker)
    }
}

impl Drop for StartMarker {
    /// Removes the marker: the renderer works, or failed without crashing the program.
    fn drop(&mut self) {
        if let Some((file, path)) = self.file.take() {
            // Windows cannot remove an open file. If removing fails, this renderer is only tried last at the next start.
            drop(file);
            let _ = fs::remove_file(path);
        }
        if let Some(folder) = self.created_folder.take() {
            // Fails if the folder has other files by now, which must not be removed.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [Renderer; 2] =
        if cfg!(target_os = "linux") { [Renderer::Glow, Renderer::Wgpu] } else { [Renderer::Wgpu, Renderer::Glow] };

    fn renderers(folder: &Path) -> Renderers {
        Renderers::choose(None, None, Some(folder)).expect("nothing is chosen")
    }

    /// Does to a marker what a crash does: the file stays, and its lock is released.
    fn crash(mut marker: StartMarker) {
        marker.created_folder = None;
        drop(marker.file.take().expect("the marker was written"));
    }

    #[test]
    fn a_renderer_that_crashed_is_tried_last_until_it_works() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        let [first, second] = USUAL;
        assert_eq!(renderers.order(), USUAL);
        crash(renderers.start(first));
        assert!(renderers.crashed(first) && !renderers.crashed(second));
        assert_eq!(renderers.order(), [second, first]);
        // The second one works. The first one stays last.
        drop(renderers.start(second));
        assert_eq!(renderers.order(), [second, first]);
        crash(renderers.start(second));
        assert_eq!(renderers.order(), USUAL, "both crashed");
        // The first one works this time.
        drop(renderers.start(first));
        assert_eq!(renderers.order(), [first, second]);
        drop(renderers.start(second));
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "nothing is left");
    }

    #[test]
    fn a_starting_window_does_not_count_as_crashed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        let [first, _] = USUAL;
        let starting = renderers.start(first);
        assert_eq!(renderers.order(), USUAL);
        // The second window does not remove the marker of the first.
        drop(renderers.start(first));
        crash(starting);
        assert!(renderers.crashed(first));
    }

    #[test]
    fn markers_of_other_versions_are_ignored() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        for renderer in USUAL {
            fs::write(folder.path().join(format!("starting-{renderer}")), "0.0.1").expect("written");
        }
        assert_eq!(renderers.order(), USUAL);
        crash(renderers.start(USUAL[0]));
        assert!(renderers.crashed(USUAL[0]), "the marker is of this version now");
    }

    #[test]
    fn a_folder_created_for_a_marker_is_removed_with_it() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("settings");
        let marker = renderers(&folder).start(USUAL[0]);
        assert!(folder.exists());
        drop(marker);
        assert!(!folder.exists());
        let marker = renderers(&folder).start(USUAL[0]);
        fs::write(folder.join("settings.json"), "{}").expect("written");
        drop(marker);
        assert!(folder.join("settings.json").exists());
        // Without a folder nothing is written, and nothing fails.
        let without_folder = Renderers::choose(None, None, None).expect("nothing is chosen");
        drop(without_folder.start(USUAL[0]));
        assert_eq!(without_folder.order(), USUAL);
    }

    #[test]
    fn a_chosen_renderer_is_the_only_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let choose =
            |option, variable: Option<&str>| Renderers::choose(option, variable.map(Into::into), Some(folder.path()));
        crash(renderers(folder.path()).start(Renderer::Wgpu));
        assert_eq!(choose(Some("wgpu"), None).expect("known").order(), [Renderer::Wgpu], "although it crashed");
        assert_eq!(choose(None, Some("glow")).expect("known").order(), [Renderer::Glow]);
        assert_eq!(choose(Some("wgpu"), Some("glow")).expect("known").order(), [Renderer::Wgpu]);
        assert_eq!(choose(None, Some("")).expect("nothing").order(), [Renderer::Glow, Renderer::Wgpu]);
        let error = choose(None, Some("metal")).expect_err("unknown").to_string();
        assert_eq!(error, "there is no renderer “metal”; TRTC_LENS_RENDERER and --renderer take glow or wgpu");
    }
}
