//! A window without a screen, for tests of what is in it and what keys and clicks do.

use std::path::PathBuf;

use eframe::egui::{OutputCommand, Role, Ui, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use trtc_lens::app::{Settings, State};
use trtc_lens::shell::LensApp;

/// The program is created in the first frame, because it needs the egui context.
pub(crate) type Window = Harness<'static, Option<LensApp>>;

/// The size of a window in most tests.
pub(crate) const SIZE: Vec2 = vec2(1280.0, 800.0);
/// The logs of a class in which some users fail.
pub(crate) const CLASS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cases/classroom");
/// More frames than a busy machine needs until the window is at rest.
const MAX_FRAMES: u64 = 100;

/// A window with these files.
pub(crate) fn window_with(size: Vec2, files: Vec<PathBuf>) -> Window {
    let draw = move |ui: &mut Ui, app: &mut Option<LensApp>| {
        let app = app.get_or_insert_with(|| LensApp::new(ui.ctx(), Settings::default(), Vec::new(), None, &files));
        app.read_input(ui.ctx());
        app.draw(ui);
    };
    let mut window = Harness::builder().with_size(size).with_max_steps(MAX_FRAMES).build_ui_state(draw, None);
    finish(&mut window);
    window
}

/// A window without logs.
pub(crate) fn window() -> Window {
    window_with(SIZE, Vec::new())
}

/// Waits for background jobs and draws their results.
pub(crate) fn finish(window: &mut Window) {
    window.run();
    if let Some(app) = window.state_mut() {
        app.finish_jobs();
    }
    window.run();
}

/// Opens the program's sample log.
pub(crate) fn open_sample(window: &mut Window) {
    window.get_by_role_and_label(Role::Tab, "Logs").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Try the sample").click();
    finish(window);
}

/// The state of the program in a window.
pub(crate) fn state(window: &Window) -> &State {
    window.state().as_ref().expect("the program runs").state()
}

/// What the window passes to the system in the next frames, after its background jobs.
pub(crate) fn output<T>(window: &mut Window, wanted: impl Fn(&OutputCommand) -> Option<T>) -> Option<T> {
    (0..10).find_map(|_| {
        window.step();
        let found = window.output().platform_output.commands.iter().find_map(&wanted);
        if let Some(app) = window.state_mut() {
            app.finish_jobs();
        }
        found
    })
}
