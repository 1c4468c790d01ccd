//! The self-test: checks that everything the window needs is installed. It leaves no files.

use std::env::consts::{ARCH, OS};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use eframe::egui::{Context, FontId, Ui, ViewportCommand};
use eframe::glow::HasContext as _;

use super::display;
use super::display::ShellError;
use super::files::settings_file::SettingsFile;
use super::lens_app::LensApp;
use super::renderer::Renderers;
use super::run;
use crate::app::{Action, LogsAction, Phase, Settings, WindowSize};
use crate::catalog::Catalog;
use crate::code::Family;

/// Frames to draw once the sample has been read.
const FRAMES: u32 = 5;

/// The time limit of the test. Software renderers on busy machines are slow.
const LIMIT: Duration = Duration::from_mins(1);

/// Scripts, each with a text that both fonts of the window must be able to show.
const TEXTS: [(&str, &str); 2] = [("Latin", "Error 0x4004 ‹userSig-1› … → ×"), ("Chinese", "进房失败错误码")];

/// The result of the self-test.
#[derive(Debug, Default)]
pub struct SelfTest {
    /// What the test found out about program and system, as (name, value).
    pub info: Vec<(&'static str, String)>,
    /// What is missing, and what the user can do about it.
    pub faults: Vec<String>,
}

impl SelfTest {
    fn add_info(&mut self, name: &'static str, value: impl Into<String>) {
        self.info.push((name, value.into()));
    }
}

/// Checks catalog and settings, then opens a window, draws the sample log in it, and closes it. `renderer` names the renderer
/// that the user chose.
pub fn self_test(renderer: Option<&str>) -> SelfTest {
    let mut test = SelfTest::default();
    test.add_info("program", format!("trtc-lens {}", env!("CARGO_PKG_VERSION")));
    test.add_info("system", system());
    test.add_info(
        "catalog",
        format!("{} codes in {} families", Catalog::current().entries().len(), Family::all().count()),
    );
    check_settings(&mut test);
    if let Err(error) = check_window(&mut test, renderer) {
        test.faults.push(error.to_string());
    }
    test
}

/// The name and version of the operating system, and the platform that the program was built for.
fn system() -> String {
    let built_for = format!("{OS} {ARCH}");
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).map(|name| name.trim_matches('"'));
    name.map_or(built_for.clone(), |name| format!("{name}, {built_for}"))
}

fn check_settings(test: &mut SelfTest) {
    let file = SettingsFile::locate();
    let Some(folder) = file.folder() else {
        test.faults.push("the system names no folder for settings; set HOME, or TRTC_LENS_CONFIG_DIR".to_owned());
        return;
    };
    match file.try_folder() {
        Ok(()) => test.add_info("settings", format!("{} can be written", folder.display())),
        Err(error) => test.faults.push(format!(
            "the settings folder {} cannot be written ({error}); give yourself the right to, or name another one in \
             TRTC_LENS_CONFIG_DIR",
            folder.display()
        )),
    }
    test.faults.extend(file.read().1);
}

fn check_window(test: &mut SelfTest, renderer: Option<&str>) -> Result<(), ShellError> {
    let display = display::choose()?;
    test.add_info("display", display.name());
    let renderers = Renderers::new(renderer, SettingsFile::locate().folder())?;
    for renderer in renderers.order().into_iter().filter(|renderer| renderers.crashed(*renderer)) {
        let advice = format!("--renderer {renderer} tries it again");
        test.add_info("avoided", format!("{renderer}: it ended the program when it was started last; {advice}"));
    }
    // Stays `None` if the window is closed before the test has ended.
    let outcome: Arc<Mutex<Option<SelfTest>>> = Arc::default();
    run::show(display, &renderers, WindowSize::default(), |creation| {
        let mut app = LensApp::new(&creation.egui_ctx, Settings::default(), Vec::new(), None, &[]);
        app.apply(Action::Logs(LogsAction::OpenSample));
        Box::new(SelfTestApp {
            app,
            outcome: Arc::clone(&outcome),
            started: Instant::now(),
            frames: 0,
            frames_with_sample: 0,
        })
    })?;
    match outcome.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(outcome) => {
            test.info.extend(outcome.info);
            test.faults.extend(outcome.faults);
        }
        None => test.faults.push("the window was closed before it had drawn the sample log".to_owned()),
    }
    Ok(())
}

/// The program in a window that closes itself.
struct SelfTestApp {
    app: LensApp,
    outcome: Arc<Mutex<Option<SelfTest>>>,
    started: Instant,
    frames: u32,
    /// Frames since the sample was read.
    frames_with_sample: u32,
}

impl eframe::App for SelfTestApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
        self.frames += 1;
        let ctx = ui.ctx().clone();
        let fault = self.fault();
        self.frames_with_sample += u32::from(fault.is_none());
        let is_drawn = self.frames_with_sample >= FRAMES;
        if is_drawn || self.started.elapsed() > LIMIT {
            let faults = fault.or_else(|| missing_glyphs(&ctx)).into_iter().collect();
            let result = SelfTest { info: self.info(&ctx, frame), faults };
            *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        ctx.request_repaint();
    }
}

impl SelfTestApp {
    /// Why the sample has not been shown correctly so far; `None` if it has.
    fn fault(&self) -> Option<String> {
        let fault =
            match self.app.state().logs.shown().map(|session| (&session.phase, session.findings.problems.as_slice())) {
                Some((Phase::Done { .. }, [_, ..])) => return None,
                Some((Phase::Done { .. }, [])) => "the sample log was read, but not understood",
                Some((Phase::Reading(_), _)) => "the sample log was not read in time",
                Some((Phase::Failed(_), _)) => "the sample log could not be read",
                None => "the sample log was not opened",
            };
        Some(fault.to_owned())
    }

    fn info(&self, ctx: &Context, frame: &eframe::Frame) -> Vec<(&'static str, String)> {
        let mut info = vec![("renderer", renderer(frame)), ("scale", format!("{}", ctx.pixels_per_point()))];
        let shown = |text| fonts().iter().all(|font| ctx.fonts_mut(|fonts| fonts.has_glyphs(font, text)));
        let scripts: Vec<&str> = TEXTS.into_iter().filter(|(_, text)| shown(*text)).map(|(name, _)| name).collect();
        info.push(("fonts", scripts.join(", ")));
        if let Some(session) = self.app.state().logs.shown() {
            let (problems, entries) = (session.findings.problems.len(), session.entries.count);
            info.push(("sample", format!("{problems} problems in {entries} entries")));
        }
        info.push(("frames", format!("{} in {:.1} s", self.frames, self.started.elapsed().as_secs_f32())));
        info
    }
}

fn fonts() -> [FontId; 2] {
    [FontId::proportional(14.0), FontId::monospace(14.0)]
}

fn missing_glyphs(ctx: &Context) -> Option<String> {
    let lacks = |text| fonts().iter().any(|font| !ctx.fonts_mut(|fonts| fonts.has_glyphs(font, text)));
    let name = TEXTS.into_iter().find(|(_, text)| lacks(*text))?.0;
    Some(format!("there are no glyphs for {name} text; the program is damaged, install it again"))
}

/// Name and version of the renderer and its driver.
fn renderer(frame: &eframe::Frame) -> String {
    if let Some(gl) = frame.gl() {
        let version = gl.version();
        let name = if version.is_embedded { "OpenGL ES" } else { "OpenGL" };
        return format!("glow: {name} {}.{} {}", version.major, version.minor, version.vendor_info);
    }
    frame.wgpu_render_state().map_or_else(String::new, |state| {
        let adapter = state.adapter.get_info();
        format!("wgpu: {} {} {}", adapter.backend, adapter.name, adapter.driver_info)
    })
}
