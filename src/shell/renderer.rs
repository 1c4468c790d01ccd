//! Which renderer draws the window: chosen by hand, or tried in the order that suits the system. One that ends the program
//! while it starts, as a driver's failed assertion does, is tried last from then on.
//!
//! A panic or an error of a renderer can be caught, and the next one is tried at once. The end of the process cannot: so a
//! marker file is written before a renderer starts, and removed when the first frame is on the screen or the window is closed.
//! A marker that is found at the next start names a renderer that came to neither. The program that wrote it holds a lock on
//! it while it runs, so a window that is being opened at the same moment is not taken for one that died. A marker of another
//! version of the program does not count: the new one may have mended it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use eframe::Renderer;

use super::display::ShellError;

/// Names the renderer to use, as the option `--renderer` does.
const RENDERER_VARIABLE: &str = "TRTC_LENS_RENDERER";

/// The renderers to try, and where their markers are.
#[derive(Clone, Debug)]
pub(super) struct Renderers {
    /// The one chosen by hand: no other is tried.
    chosen: Option<Renderer>,
    /// The settings' folder; `None` where the system names none: nothing is remembered then.
    folder: Option<PathBuf>,
}

impl Renderers {
    /// `option` is the one given on the command line; else the environment may name one.
    ///
    /// # Errors
    /// There is no renderer of this name.
    pub(super) fn new(option: Option<&str>, folder: Option<&Path>) -> Result<Self, ShellError> {
        Self::choose(option, env::var_os(RENDERER_VARIABLE), folder)
    }

    fn choose(option: Option<&str>, variable: Option<OsString>, folder: Option<&Path>) -> Result<Self, ShellError> {
        let variable = variable.filter(|name| !name.is_empty()).map(|name| name.to_string_lossy().into_owned());
        let name = option.map(str::to_owned).or(variable);
        let known = |name: &String| [Renderer::Glow, Renderer::Wgpu].into_iter().find(|it| it.to_string() == *name);
        let chosen = match name {
            Some(name) => Some(known(&name).ok_or(ShellError::UnknownRenderer(name))?),
            None => None,
        };
        Ok(Self { chosen, folder: folder.map(Path::to_owned) })
    }

    /// The renderers in the order in which they are to be tried.
    pub(super) fn order(&self) -> Vec<Renderer> {
        if let Some(renderer) = self.chosen {
            return vec![renderer];
        }
        // On Linux a software renderer is common, and glow is five times as fast on it; elsewhere glow is what fails in
        // remote sessions and old virtual machines.
        let usual =
            if cfg!(target_os = "linux") { [Renderer::Glow, Renderer::Wgpu] } else { [Renderer::Wgpu, Renderer::Glow] };
        let (died, mut order): (Vec<_>, Vec<_>) = usual.into_iter().partition(|renderer| self.died(*renderer));
        order.extend(died);
        order
    }

    /// Whether a renderer ended the program when it was started last.
    pub(super) fn died(&self, renderer: Renderer) -> bool {
        self.marker(renderer).is_some_and(|path| is_left_over(&path))
    }

    /// Marks a renderer as being started, until the marker is dropped. Where it cannot be written, nothing is remembered.
    pub(super) fn start(&self, renderer: Renderer) -> StartMarker {
        let written = self.marker(renderer).ok_or(io::ErrorKind::NotFound.into()).and_then(StartMarker::write);
        written.unwrap_or(StartMarker { held: None, made: None })
    }

    fn marker(&self, renderer: Renderer) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(format!("starting-{renderer}")))
    }
}

/// Whether a marker was left by a program of this version that is gone.
fn is_left_over(path: &Path) -> bool {
    let Ok(mut file) = File::options().read(true).write(true).open(path) else { return false };
    let is_held = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    let mut version = String::new();
    !is_held && file.read_to_string(&mut version).is_ok() && version == env!("CARGO_PKG_VERSION")
}

/// A renderer is being started for as long as this lives.
#[derive(Debug)]
pub(super) struct StartMarker {
    /// The marker, locked, and its path; `None` where there is none, or another window that is being opened has it.
    held: Option<(File, PathBuf)>,
    /// The folder that was made for it.
    made: Option<PathBuf>,
}

impl StartMarker {
    fn write(path: PathBuf) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.exists()).map(Path::to_owned);
        if let Some(folder) = &folder {
            fs::create_dir_all(folder)?;
        }
        let mut marker = Self { held: None, made: folder };
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path)?;
        if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            file.set_len(0)?;
            file.write_all(env!("CARGO_PKG_VERSION").as_bytes())?;
            marker.held = Some((file, path));
        }
        Ok(marker)
    }
}

impl Drop for StartMarker {
    /// The renderer works, or failed in a way that the program survives.
    fn drop(&mut self) {
        if let Some((file, path)) = self.held.take() {
            // Windows removes a file only once it is closed. One that cannot be removed costs speed, no more.
            drop(file);
            let _ = fs::remove_file(path);
        }
        if let Some(folder) = self.made.take() {
            // Fails, and shall, where something else was put there meanwhile.
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

    /// What the end of the process does to a marker: it stays, and its lock is gone.
    fn die(mut marker: StartMarker) {
        marker.made = None;
        drop(marker.held.take().expect("the marker was written"));
    }

    #[test]
    fn a_renderer_that_ended_the_program_is_tried_last_until_it_works() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        let [first, second] = USUAL;
        assert_eq!(renderers.order(), USUAL);
        die(renderers.start(first));
        assert!(renderers.died(first) && !renderers.died(second));
        assert_eq!(renderers.order(), [second, first]);
        // The other one works, and the next starts spare the first one, too.
        drop(renderers.start(second));
        assert_eq!(renderers.order(), [second, first]);
        die(renderers.start(second));
        assert_eq!(renderers.order(), USUAL, "both ended it");
        // It shows a frame after all.
        drop(renderers.start(first));
        assert_eq!(renderers.order(), [first, second]);
        drop(renderers.start(second));
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "nothing is left");
    }

    #[test]
    fn a_window_that_is_being_opened_is_not_a_dead_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        let [first, _] = USUAL;
        let starting = renderers.start(first);
        assert_eq!(renderers.order(), USUAL);
        // The second window has no marker to take away.
        drop(renderers.start(first));
        die(starting);
        assert!(renderers.died(first));
    }

    #[test]
    fn another_version_tries_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let renderers = renderers(folder.path());
        for renderer in USUAL {
            fs::write(folder.path().join(format!("starting-{renderer}")), "0.0.1").expect("written");
        }
        assert_eq!(renderers.order(), USUAL);
        die(renderers.start(USUAL[0]));
        assert!(renderers.died(USUAL[0]), "the marker is of this version now");
    }

    #[test]
    fn a_folder_is_made_for_the_marker_and_removed_with_it() {
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
        // Without a folder nothing is remembered, and nothing fails.
        let nowhere = Renderers::choose(None, None, None).expect("nothing is chosen");
        drop(nowhere.start(USUAL[0]));
        assert_eq!(nowhere.order(), USUAL);
    }

    #[test]
    fn one_that_is_chosen_by_hand_is_the_only_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let choose =
            |option, variable: Option<&str>| Renderers::choose(option, variable.map(Into::into), Some(folder.path()));
        die(renderers(folder.path()).start(Renderer::Wgpu));
        assert_eq!(choose(Some("wgpu"), None).expect("known").order(), [Renderer::Wgpu], "although it died");
        assert_eq!(choose(None, Some("glow")).expect("known").order(), [Renderer::Glow]);
        assert_eq!(choose(Some("wgpu"), Some("glow")).expect("known").order(), [Renderer::Wgpu]);
        assert_eq!(choose(None, Some("")).expect("nothing").order(), [Renderer::Glow, Renderer::Wgpu]);
        let error = choose(None, Some("metal")).expect_err("unknown").to_string();
        assert_eq!(error, "there is no renderer “metal”; TRTC_LENS_RENDERER and --renderer take glow or wgpu");
    }
}
