//! Opens the window with the first renderer that starts.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{Context, Ui, ViewportBuilder};
use eframe::icon_data::from_png_bytes;
use eframe::{CreationContext, NativeOptions, Renderer};

use super::display;
use super::display::{Display, ShellError};
use super::files::settings_file::SettingsFile;
use super::freed_memory;
use super::lens_app::LensApp;
use super::renderer::{Renderers, StartMarker};
use crate::app::{Action, Command, WindowSize};

/// Identifies the program to window systems.
const APP_ID: &str = "io.trtclens.TrtcLens";

/// The window's icon, rendered from the SVG beside it by `packaging/icons`.
const ICON: &[u8] = include_bytes!("../../assets/icons/trtc-lens-64.png");

/// Opens the window with these files and folders, and returns when it is closed. With `choose`, the window asks for logs.
/// `renderer` names the renderer that the user chose.
///
/// # Errors
/// There is no display, or no window can be made on it. Nothing was shown then.
pub fn run(files: &[PathBuf], choose: bool, renderer: Option<&str>) -> Result<(), ShellError> {
    let display = display::choose()?;
    freed_memory::limit();
    let file = SettingsFile::locate();
    let renderers = Renderers::new(renderer, file.folder())?;
    let (settings, warnings) = file.read();
    show(display, &renderers, settings.window, |creation| {
        let (settings, warnings, file) = (settings.clone(), warnings.clone(), file.clone());
        let mut app = LensApp::new(&creation.egui_ctx, settings, warnings, Some(file), files);
        if choose {
            app.apply(Action::Run(Command::OpenLog));
        }
        Box::new(app)
    })
}

/// Shows a program in a window, with the first renderer that starts, until it is closed.
pub(super) fn show(
    display: Display,
    renderers: &Renderers,
    size: WindowSize,
    create: impl Fn(&CreationContext<'_>) -> Box<dyn eframe::App>,
) -> Result<(), ShellError> {
    // The first error is reported: later ones often follow from it.
    let mut first_error = None;
    for renderer in renderers.order() {
        match open(options(renderer, display, size), renderers.start(renderer), &create) {
            Ok(()) => return Ok(()),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(display::explain(first_error.unwrap_or_default()))
}

fn open(
    options: NativeOptions,
    marker: StartMarker,
    create: impl Fn(&CreationContext<'_>) -> Box<dyn eframe::App>,
) -> Result<(), String> {
    let shown = Arc::new(AtomicBool::new(false));
    let is_shown = Arc::clone(&shown);
    // If the window is closed or fails before its second frame, the marker is dropped when this function returns.
    let marker = Rc::new(RefCell::new(Some(marker)));
    let app_marker = Rc::clone(&marker);
    let run = move || {
        let create: eframe::AppCreator<'_> = Box::new(move |creation| {
            shown.store(true, Ordering::Relaxed);
            Ok(Box::new(StartingApp { app: create(creation), marker: app_marker, frames: 0 }))
        });
        eframe::run_native("TRTC Lens", options, create)
    };
    catching_panics(is_shown, run)?.map_err(|error| error.to_string())
}

/// Wraps the program, and removes the start marker when the first frame is on the screen.
struct StartingApp {
    app: Box<dyn eframe::App>,
    /// `None` once the first frame is on the screen.
    marker: Rc<RefCell<Option<StartMarker>>>,
    /// Frames that were begun.
    frames: u32,
}

impl eframe::App for StartingApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        if self.frames == 0 {
            // The first frame is drawn after this function returns, so the second call shows that the renderer works.
            ui.ctx().request_repaint();
        } else if self.frames == 1 {
            self.marker.take();
        }
        self.frames = self.frames.saturating_add(1);
        self.app.ui(ui, frame);
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }
}

fn options(renderer: Renderer, display: Display, size: WindowSize) -> NativeOptions {
    let min = WindowSize::MIN;
    let viewport = ViewportBuilder::default()
        .with_title("TRTC Lens")
        .with_app_id(APP_ID)
        .with_inner_size([size.width, size.height])
        .with_min_inner_size([min.width, min.height])
        .with_maximized(size.maximized)
        .with_drag_and_drop(true);
    // The window also works without an icon.
    let viewport = match from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    NativeOptions {
        viewport,
        renderer,
        persist_window: false,
        system_font_fallback: true,
        event_loop_builder: Some(event_loop(display)),
        ..NativeOptions::default()
    }
}

#[cfg(target_os = "linux")]
fn event_loop(display: Display) -> eframe::EventLoopBuilderHook {
    use winit::platform::{wayland::EventLoopBuilderExtWayland as _, x11::EventLoopBuilderExtX11 as _};
    Box::new(move |builder| {
        match display {
            Display::Wayland => builder.with_wayland(),
            Display::X11 => builder.with_x11(),
        };
    })
}

#[cfg(not(target_os = "linux"))]
fn event_loop(_display: Display) -> eframe::EventLoopBuilderHook {
    Box::new(|_builder| {})
}

/// Runs the window and returns the message of a panic as an error, so that the program can still print its report. Panics
/// before the window is shown come from libraries of the window system and are not printed as well. Later ones are bugs of
/// this program and are printed.
fn catching_panics<T>(is_shown: Arc<AtomicBool>, run: impl FnOnce() -> T) -> Result<T, String> {
    let default_hook = Arc::new(panic::take_hook());
    let hook_in_window = Arc::clone(&default_hook);
    panic::set_hook(Box::new(move |info| {
        if is_shown.load(Ordering::Relaxed) {
            hook_in_window(info);
        }
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(Box::new(move |info| default_hook(info)));
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a library of the window system gave up".to_owned())
    })
}
