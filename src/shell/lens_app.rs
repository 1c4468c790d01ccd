//! The program inside its window: input in, actions through the state, effects out, pixels.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Context, Event, Ui, ViewportInfo};

use super::clipboard::{Outgoing, SelectionRedactor};
use super::effects::World;
use super::frame_log::FrameLog;
use super::jobs::Jobs;
use super::keys;
use super::settings_file::SettingsFile;
use crate::app::{Action, CodesAction, Effect, LogsAction, NotesAction, NoticeKind, Settings, State, Tab, WindowSize};
use crate::catalog::Catalog;
use crate::ui::{self, Actions, theme};

/// A clipboard that has text answers sooner than this many frames.
const PASTE_FRAMES: u32 = 5;

/// Seconds without a change before the window's size, or a note, is kept.
const REST: f64 = 0.5;

/// The window's program.
pub struct LensApp {
    state: State,
    world: World,
    drawn_once: bool,
    /// When the window was last resized, in egui's time, while that is not kept yet.
    resized: Option<f64>,
    frame_log: Option<FrameLog>,
}

impl LensApp {
    /// A program that opens `files` at once. Without a file for the settings nothing is remembered.
    pub fn new(
        ctx: &Context,
        settings: Settings,
        warnings: Vec<String>,
        file: Option<SettingsFile>,
        files: &[PathBuf],
    ) -> Self {
        theme::install(ctx);
        theme::set_appearance(ctx, settings.appearance);
        let outgoing = Arc::new(Outgoing::default());
        ctx.add_plugin(SelectionRedactor(Arc::clone(&outgoing)));
        let mut notes_file = file.as_ref().map(SettingsFile::notes).unwrap_or_default();
        let (notes, fault) = notes_file.read();
        let world = World {
            outgoing,
            ctx: ctx.clone(),
            jobs: Jobs::new(ctx.clone()),
            settings: file,
            notes: notes_file,
            noted: None,
            awaiting_paste: None,
            focus: None,
        };
        let state = State::new(Catalog::builtin(), settings, notes);
        let frame_log = FrameLog::from_environment();
        let mut app = Self { state, world, drawn_once: false, resized: None, frame_log };
        for warning in warnings.into_iter().chain(fault) {
            app.apply(Action::Notify(NoticeKind::Failed, warning));
        }
        if !files.is_empty() {
            app.apply(Action::Logs(LogsAction::Open(files.to_vec())));
        }
        app
    }

    /// What the window knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Waits until all background work has ended and its results are in.
    pub fn finish_jobs(&mut self) {
        loop {
            let worked = self.world.jobs.wait();
            let results = self.world.jobs.results();
            if !worked && results.is_empty() {
                return;
            }
            for action in results {
                self.apply(action);
            }
        }
    }

    /// Takes in what happened outside: keys, dropped files, the clipboard, results of background work.
    pub fn take_input(&mut self, ctx: &Context) {
        for action in self.world.jobs.results() {
            self.apply(action);
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.apply(Action::Logs(LogsAction::Open(dropped)));
        }
        self.take_paste(ctx);
        for command in keys::pressed(ctx) {
            self.apply(Action::Run(command));
        }
        if let Some(size) = ctx.input(|input| window_size(input.viewport(), self.state.settings().window)) {
            self.apply(Action::Resized(size));
            self.resized = Some(ctx.input(|input| input.time));
        }
        self.keep_size(ctx);
        if self.world.noted.is_some_and(|noted| has_rested(ctx, noted)) {
            self.keep_notes();
        }
    }

    /// Draws the window and carries out what the user did in it.
    pub fn draw(&mut self, ui: &mut Ui) {
        let mut actions = Actions::default();
        let dropping = ui.input(|input| !input.raw.hovered_files.is_empty());
        ui::window_ui(ui, &self.state, dropping, &mut actions);
        let mut any = false;
        for action in actions {
            any = true;
            self.apply(action);
        }
        if !self.drawn_once {
            self.drawn_once = true;
            any = true;
            if self.state.tab() == Tab::Codes {
                self.world.focus = Some(ui::focus::search());
            }
        }
        self.move_focus(ui.ctx());
        if any {
            // The next frame shows what the actions changed.
            ui.ctx().request_repaint();
        }
    }

    /// Moves the keyboard's focus where the state wants it. A widget that is not drawn yet is waited for, until the user
    /// does something else.
    fn move_focus(&mut self, ctx: &Context) {
        let Some(id) = self.world.focus else { return };
        if ctx.memory(|memory| memory.has_focus(id)) && ctx.read_response(id).is_some() {
            self.world.focus = None;
        } else if ctx.read_response(id).is_some() {
            ctx.memory_mut(|memory| memory.request_focus(id));
            ctx.request_repaint();
        } else if ctx.input(|input| input.pointer.any_pressed()) {
            self.world.focus = None;
        }
    }

    /// Keeps the window's size once it has come to rest: a program that is ended from outside has no last word.
    fn keep_size(&mut self, ctx: &Context) {
        if !self.resized.is_some_and(|resized| has_rested(ctx, resized)) {
            return;
        }
        self.resized = None;
        let settings = self.state.settings().clone();
        if let Some(action) = self.world.carry_out(Effect::SaveSettings(settings)) {
            self.apply(action);
        }
    }

    /// Keeps the notes, and takes in what another window has kept meanwhile.
    fn keep_notes(&mut self) {
        self.world.noted = None;
        if let Some((others, fault)) = self.world.notes.read_others() {
            self.apply(Action::Notes(NotesAction::Refresh(others)));
            if let Some(fault) = fault {
                self.apply(Action::Notify(NoticeKind::Failed, fault));
            }
        }
        if let Err(error) = self.world.notes.write(self.state.notes()) {
            self.apply(Action::Notify(NoticeKind::Failed, format!("Your notes could not be kept: {error}")));
        }
    }

    /// A text that was pasted: into a field if one has the keyboard, else it is a log or something to search for.
    fn take_paste(&mut self, ctx: &Context) {
        let wanted = self.world.awaiting_paste.is_some();
        if !wanted && ctx.text_edit_focused() {
            return;
        }
        let pasted = ctx.input_mut(|input| {
            let place = input.events.iter().position(|event| matches!(event, Event::Paste(_)))?;
            match input.events.remove(place) {
                Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if let Some(text) = pasted {
            self.world.awaiting_paste = None;
            let search = !wanted && self.state.tab() == Tab::Codes;
            self.apply(if search {
                Action::Codes(CodesAction::Query(text.replace(['\r', '\n'], " ")))
            } else {
                Action::Logs(LogsAction::Paste(text))
            });
            return;
        }
        if let Some(frames) = &mut self.world.awaiting_paste {
            *frames += 1;
            if *frames > PASTE_FRAMES {
                self.world.awaiting_paste = None;
                self.apply(Action::Logs(LogsAction::ClipboardEmpty));
            }
            ctx.request_repaint();
        }
    }

    /// Applies an action, and what follows from it.
    pub(super) fn apply(&mut self, action: Action) {
        let appearance = self.state.appearance();
        let mut queue = VecDeque::from([action]);
        while let Some(action) = queue.pop_front() {
            for effect in self.state.apply(action) {
                queue.extend(self.world.carry_out(effect));
            }
        }
        // The catalog's own text has no secrets; a log's may.
        self.world.outgoing.set_redact(self.state.redact() && self.state.tab() == Tab::Logs);
        if self.state.appearance() != appearance {
            theme::set_appearance(&self.world.ctx, self.state.appearance());
        }
    }
}

impl eframe::App for LensApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if let Some(log) = &mut self.frame_log {
            log.begin();
        }
        self.take_input(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        if let Some(log) = &mut self.frame_log {
            log.end(self.state.logs().shown().map_or(0, |session| session.entries.count));
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let settings = self.state.settings().clone();
        // There is no window left to complain in.
        let _ = self.world.carry_out(Effect::SaveSettings(settings));
        if self.world.noted.is_some() {
            self.keep_notes();
        }
    }
}

/// Whether a change is old enough to be kept; else the window is woken when it is.
fn has_rested(ctx: &Context, changed: f64) -> bool {
    let rest = changed + REST - ctx.input(|input| input.time);
    if rest > 0.0 {
        ctx.request_repaint_after_secs(rest as f32);
    }
    rest <= 0.0
}

/// The window's size where it differs from the one at hand; a maximised window keeps the size it had before.
fn window_size(viewport: &ViewportInfo, known: WindowSize) -> Option<WindowSize> {
    let maximized = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
    if viewport.minimized.unwrap_or(false) {
        return None;
    }
    let size = match viewport.inner_rect {
        Some(rect) if !maximized => WindowSize { width: rect.width(), height: rect.height(), maximized },
        _ => WindowSize { maximized, ..known },
    };
    (size != known).then_some(size)
}
