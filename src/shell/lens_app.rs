//! The program inside its window. Each frame: input becomes actions, the state applies them, effects are carried out,
//! the window is drawn.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Context, Event, Ui, ViewportInfo};

use super::clipboard::{ClipboardGuard, SelectionRedactor};
use super::desktop::Desktop;
use super::files::settings_file::SettingsFile;
use super::frame_log::FrameLog;
use super::input::keys;
use super::input::notice_timer::NoticeTimer;
use super::input::paste::Pasted;
use super::input::window_title::WindowTitle;
use super::jobs::picture_job;
use super::jobs::threads::Jobs;
use crate::app::{
    Action, CodesAction, Effect, KeptAction, LogsAction, NotesAction, NoticeKind, Settings, State, Tab, WindowSize,
};
use crate::catalog::Catalog;
use crate::ui;
use crate::ui::{Actions, theme};

/// A clipboard that has text answers within this many frames.
const PASTE_FRAMES: u32 = 5;

/// A frame applies results of jobs for this long, so that the window answers while many logs are read.
const RESULTS_TIME: Duration = Duration::from_millis(8);

/// Seconds without a further change before the window's size, or a note, is saved.
const SAVE_DELAY: f64 = 0.5;

/// The program in its window.
pub struct LensApp {
    state: State,
    desktop: Desktop,
    drawn_once: bool,
    /// When the window was last resized, in egui's time; `None` once its size is saved.
    resized: Option<f64>,
    frame_log: Option<FrameLog>,
    notice_timer: NoticeTimer,
    title: WindowTitle,
}

impl LensApp {
    /// A program that opens `files`. Without a settings file nothing is saved.
    pub fn new(
        ctx: &Context,
        settings: Settings,
        warnings: Vec<String>,
        file: Option<SettingsFile>,
        files: &[PathBuf],
    ) -> Self {
        theme::install(ctx);
        theme::set_appearance(ctx, settings.appearance);
        // The program has its own commands for this, which keep the zoom.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(settings.zoom.factor());
        let clipboard = Arc::new(ClipboardGuard::default());
        ctx.add_plugin(SelectionRedactor(Arc::clone(&clipboard)));
        let mut notes_file = file.as_ref().map(SettingsFile::notes).unwrap_or_default();
        let (notes, fault) = notes_file.read();
        let mut window_file = file.as_ref().map(SettingsFile::window).unwrap_or_default();
        let (saved, window_fault) = window_file.read();
        let desktop = Desktop {
            window: window_file,
            window_changed: None,
            clipboard,
            ctx: ctx.clone(),
            jobs: Jobs::new(ctx.clone()),
            settings: file,
            notes: notes_file,
            notes_changed: None,
            awaiting_paste: None,
            focus: None,
        };
        let state = State::new(Catalog::current(), settings, notes);
        let frame_log = FrameLog::from_environment();
        let mut app = Self {
            state,
            desktop,
            drawn_once: false,
            resized: None,
            frame_log,
            notice_timer: NoticeTimer::default(),
            title: WindowTitle::default(),
        };
        for warning in warnings.into_iter().chain(fault).chain(window_fault) {
            app.apply(Action::Notify(NoticeKind::Failed, warning));
        }
        let open = files.is_empty() && app.state.settings.restore_logs;
        app.apply(Action::Logs(LogsAction::OfKept(KeptAction::Restore { saved: Box::new(saved), open })));
        if !files.is_empty() {
            app.apply(Action::Logs(LogsAction::Open(files.to_vec())));
        }
        app
    }

    /// The state of the window.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Waits until all background jobs have ended, and applies their results.
    pub fn finish_jobs(&mut self) {
        loop {
            let mut any = self.desktop.jobs.wait();
            while let Some(action) = self.desktop.jobs.next_result() {
                any = true;
                self.apply(action);
            }
            if !any {
                return;
            }
        }
    }

    /// Applies results of background jobs. When many logs end at once, the rest waits for the next frame.
    fn apply_results(&mut self, ctx: &Context) {
        let began = Instant::now();
        while let Some(action) = self.desktop.jobs.next_result() {
            self.apply(action);
            if began.elapsed() >= RESULTS_TIME {
                ctx.request_repaint();
                return;
            }
        }
    }

    /// Applies the input since the last frame: keys, dropped files, pasted text, results of background jobs.
    pub fn read_input(&mut self, ctx: &Context) {
        self.apply_results(ctx);
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.apply(Action::Logs(LogsAction::Open(dropped)));
        }
        self.read_paste(ctx);
        for command in keys::pressed(ctx) {
            self.apply(Action::Run(command));
        }
        for id in self.notice_timer.due(ctx, &self.state.notices) {
            self.apply(Action::Dismiss(id));
        }
        if self.desktop.clipboard.take_selection_copied() {
            let words = if self.state.redact && self.state.tab == Tab::Logs { ", its secrets taken out" } else { "" };
            self.apply(Action::Notify(NoticeKind::Done, format!("Copied the selected text{words}.")));
        }
        let zoom = ctx.zoom_factor();
        if let Some(size) = ctx.input(|input| window_size(input.viewport(), zoom, self.state.settings.window)) {
            self.apply(Action::Resized(size));
            self.resized = Some(ctx.input(|input| input.time));
        }
        self.save_size_when_due(ctx);
        if self.desktop.window_changed.is_some_and(|changed| is_due(ctx, changed)) {
            self.save_window();
        }
        if self.desktop.notes_changed.is_some_and(|changed| is_due(ctx, changed)) {
            self.save_notes();
        }
    }

    /// Draws the window, and applies the user's actions in it.
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
            if self.state.tab == Tab::Codes {
                self.desktop.focus = Some(ui::focus::search());
            }
        }
        self.move_focus(ui.ctx());
        if any {
            // Only the next frame shows what the actions changed.
            ui.ctx().request_repaint();
        }
    }

    /// Moves the keyboard focus to the widget that the state asked for. Waits while the widget is not drawn yet, until the
    /// user clicks elsewhere.
    fn move_focus(&mut self, ctx: &Context) {
        let Some(id) = self.desktop.focus else { return };
        if ctx.memory(|memory| memory.has_focus(id)) && ctx.read_response(id).is_some() {
            self.desktop.focus = None;
        } else if ctx.read_response(id).is_some() {
            ctx.memory_mut(|memory| memory.request_focus(id));
            ctx.request_repaint();
        } else if ctx.input(|input| input.pointer.any_pressed()) {
            self.desktop.focus = None;
        }
    }

    /// Saves the window's size some time after the last change, not only on exit: a killed program cannot save it.
    fn save_size_when_due(&mut self, ctx: &Context) {
        if !self.resized.is_some_and(|resized| is_due(ctx, resized)) {
            return;
        }
        self.resized = None;
        self.desktop.carry_out(Effect::SaveSettings(self.state.settings.clone()));
    }

    /// Saves what the window shows, so that the next start brings it back.
    fn save_window(&mut self) {
        self.desktop.window_changed = None;
        if let Err(error) = self.desktop.window.write(self.state.saved_window()) {
            let text = format!("What is open could not be kept for the next start: {error}");
            self.apply(Action::Notify(NoticeKind::Failed, text));
        }
    }

    /// Saves the notes, merged with those that another window has saved in the meantime.
    fn save_notes(&mut self) {
        self.desktop.notes_changed = None;
        if let Some((others, fault)) = self.desktop.notes.read_others() {
            self.apply(Action::Notes(NotesAction::Refresh(others)));
            if let Some(fault) = fault {
                self.apply(Action::Notify(NoticeKind::Failed, fault));
            }
        }
        if let Err(error) = self.desktop.notes.write(&self.state.notes) {
            self.apply(Action::Notify(NoticeKind::Failed, format!("Your notes could not be kept: {error}")));
        }
    }

    /// Reads what is pasted. A log and copied files are opened; a line is a log in the tab of logs, else a query. A focused text
    /// field gets the text itself, but the search field gets only a line.
    fn read_paste(&mut self, ctx: &Context) {
        let wanted = self.desktop.awaiting_paste.is_some();
        let in_search = ctx.memory(|memory| memory.has_focus(ui::focus::search()));
        // A text field takes text, but no picture.
        let takes_text = wanted || in_search || !ctx.text_edit_focused();
        let pasted = ctx.input(|input| {
            let is_paste = |event: &Event| match event {
                Event::Paste(_) => takes_text,
                event => matches!(event, Event::PasteImage(_)),
            };
            let event_idx = input.events.iter().position(is_paste)?;
            Some((event_idx, input.events[event_idx].clone()))
        });
        if let Some((event_idx, event)) = pasted {
            self.desktop.awaiting_paste = None;
            let action = match event {
                Event::PasteImage(image) => {
                    self.desktop.jobs.start_other(move |link| picture_job::open_pasted(&link, &image));
                    ctx.input_mut(|input| drop(input.events.remove(event_idx)));
                    return;
                }
                Event::Paste(text) => match Pasted::new(text) {
                    Pasted::Paths(paths) => Action::Logs(LogsAction::Open(paths)),
                    Pasted::Log(text) => Action::Logs(LogsAction::Paste(text)),
                    Pasted::Query(_) if in_search && !wanted => return,
                    Pasted::Query(text) if wanted || self.state.tab == Tab::Logs => {
                        Action::Logs(LogsAction::Paste(text))
                    }
                    Pasted::Query(text) => Action::Codes(CodesAction::Query(text.replace(['\r', '\n'], " "))),
                },
                _ => return,
            };
            ctx.input_mut(|input| drop(input.events.remove(event_idx)));
            self.apply(action);
            return;
        }
        if let Some(frames) = &mut self.desktop.awaiting_paste {
            *frames += 1;
            if *frames > PASTE_FRAMES {
                self.desktop.awaiting_paste = None;
                self.apply(Action::Logs(LogsAction::Paste(String::new())));
            }
            ctx.request_repaint();
        }
    }

    /// Applies an action, and carries out its effects.
    pub(super) fn apply(&mut self, action: Action) {
        let (appearance, zoom) = (self.state.settings.appearance, self.state.settings.zoom);
        if action.changes_window() {
            self.desktop.window_changed = Some(self.desktop.ctx.input(|input| input.time));
        }
        for effect in self.state.apply(action) {
            self.desktop.carry_out(effect);
        }
        // The catalog has no secrets; a log may have some.
        self.desktop.clipboard.set_redact(self.state.redact && self.state.tab == Tab::Logs);
        if self.state.settings.appearance != appearance {
            theme::set_appearance(&self.desktop.ctx, self.state.settings.appearance);
        }
        if self.state.settings.zoom != zoom {
            self.desktop.ctx.set_zoom_factor(self.state.settings.zoom.factor());
        }
        self.title.update(&self.desktop.ctx, &self.state);
    }
}

impl eframe::App for LensApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if let Some(log) = &mut self.frame_log {
            log.begin();
        }
        self.read_input(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        if let Some(log) = &mut self.frame_log {
            log.end(self.state.logs.shown().map_or(0, |session| session.entries.count));
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // The window is closed: a failure cannot be shown.
        self.desktop.carry_out(Effect::SaveSettings(self.state.settings.clone()));
        if self.desktop.notes_changed.is_some() {
            self.save_notes();
        }
        self.save_window();
    }
}

/// Whether a change made at this time must be saved now. If it is too early, requests a repaint for that moment.
fn is_due(ctx: &Context, changed: f64) -> bool {
    let remaining = changed + SAVE_DELAY - ctx.input(|input| input.time);
    if remaining > 0.0 {
        ctx.request_repaint_after_secs(remaining as f32);
    }
    remaining <= 0.0
}

/// The window's size if it differs from the known one. A maximised window keeps the size that it had before.
///
/// It is kept in points of the usual zoom: the same window has fewer points when everything is larger.
fn window_size(viewport: &ViewportInfo, zoom: f32, known: WindowSize) -> Option<WindowSize> {
    let maximized = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
    if viewport.minimized.unwrap_or(false) {
        return None;
    }
    let size = match viewport.inner_rect {
        Some(rect) if !maximized => {
            WindowSize { width: (rect.width() * zoom).round(), height: (rect.height() * zoom).round(), maximized }
        }
        _ => WindowSize { maximized, ..known },
    };
    (size != known).then_some(size)
}
