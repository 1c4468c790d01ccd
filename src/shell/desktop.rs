//! Carries out the effects that the state returns.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{ColorImage, Context, Id, Rect, ViewportCommand};

use super::clipboard::ClipboardGuard;
use super::dialogs;
use super::files::notes_file::NotesFile;
use super::files::settings_file::SettingsFile;
use super::files::show_in_folder::show_in_folder;
use super::files::window_file::WindowFile;
use super::files::{atomic_write, case_files, lines, reports};
use super::jobs::filter_job::{FilterJob, TallyJob, TestPurpose};
use super::jobs::search_job::SearchJob;
use super::jobs::threads::{JobKey, JobLink, Jobs};
use super::jobs::{case_job, follow_job, inspect_job, merge_job, picture_job};
use crate::app::{Action, Effect, KeptAction, LogsAction, NotesAction, NoticeKind, PictureEffect, Settings, join};
use crate::case::saved::is_case;
use crate::source::{LeftOut, LogSource, SourceError};
use crate::ui::focus;

/// Everything outside the state that effects act on: files, jobs, clipboard, focus.
pub(super) struct Desktop {
    pub(super) ctx: Context,
    pub(super) jobs: Jobs,
    pub(super) clipboard: Arc<ClipboardGuard>,
    pub(super) settings: Option<SettingsFile>,
    pub(super) notes: NotesFile,
    /// When the notes were last changed, in egui's time; `None` once they are written.
    pub(super) notes_changed: Option<f64>,
    /// The file of what the window shows.
    pub(super) window: WindowFile,
    /// When what the window shows was last changed, in egui's time; `None` once it is written.
    pub(super) window_changed: Option<f64>,
    /// How many frames ago the clipboard's text was requested; `None` if no request is open.
    pub(super) awaiting_paste: Option<u32>,
    /// The widget that gets the keyboard focus as soon as it is drawn.
    pub(super) focus: Option<Id>,
}

impl Desktop {
    /// Carries out an effect, or starts a job for it. Failures come back as actions, as the results of jobs do.
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Copy(text) => self.clipboard.copy(&self.ctx, text),
            Effect::CopyLines { lines, style, redact } => {
                self.jobs.start_other(move |link| lines::copy(&link, &lines, style, redact));
            }
            Effect::ChooseLinesFile { session, name } => {
                self.jobs.start_other(dialogs::choose_lines_file(session, name));
            }
            Effect::SaveLines { path, lines, redact } => {
                self.jobs.start_other(move |link| lines::save(&link, &path, &lines, redact));
            }
            Effect::OfPicture(effect) => self.carry_out_on_picture(effect),
            Effect::FocusRowText => self.focus(focus::row_text()),
            Effect::ReadClipboard => {
                self.awaiting_paste = Some(0);
                self.ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
                self.ctx.request_repaint();
            }
            Effect::FocusSearch => self.focus(focus::search()),
            Effect::FocusEntryFilter => self.focus(focus::entry_filter()),
            Effect::FocusFind => self.focus(focus::find()),
            Effect::FocusAnswer => self.focus(focus::answer()),
            Effect::FocusEntries => self.focus(focus::entries()),
            Effect::FocusCodes => self.focus(focus::codes()),
            Effect::FocusPart { forward } => self.focus_part(forward),
            Effect::ChooseLogs => self.jobs.start_other(dialogs::choose_logs()),
            Effect::ChooseReportFile { name } => self.jobs.start_other(dialogs::choose_report_file(name)),
            Effect::Expand(paths) => self.jobs.start_other(move |link| expand(&link, &paths)),
            Effect::Inspect(id, source) => {
                self.jobs.start_reading(id, move |link| inspect_job::inspect(&link, id, &source));
            }
            Effect::CancelInspect(id) => self.jobs.cancel(JobKey::Inspect(id)),
            Effect::Follow { session, path } => {
                self.jobs.start(JobKey::Follow(session), move |link| follow_job::follow(&link, session, path));
            }
            Effect::StopFollowing(id) => self.jobs.cancel(JobKey::Follow(id)),
            Effect::Filter { session, generation, entries, test, from_idx } => {
                self.jobs.start(JobKey::Filter(session), move |link| {
                    let (entries, test, purpose) = (&*entries, &test, TestPurpose::List);
                    FilterJob { session, generation, entries, test, from_idx, purpose }.run(&link);
                });
            }
            Effect::CancelFilter(id) => self.jobs.cancel(JobKey::Filter(id)),
            Effect::Find { session, generation, entries, test, from_idx } => {
                self.jobs.start(JobKey::Find(session), move |link| {
                    let (entries, test, purpose) = (&*entries, &test, TestPurpose::Find);
                    FilterJob { session, generation, entries, test, from_idx, purpose }.run(&link);
                });
            }
            Effect::CancelFind(id) => self.jobs.cancel(JobKey::Find(id)),
            Effect::Tally { session, generation, entries, scope, tally, from_idx } => {
                self.jobs.start(JobKey::Tally(session), move |link| {
                    let (entries, scope) = (&*entries, &*scope);
                    TallyJob { session, generation, entries, scope, tally, from_idx }.run(&link);
                });
            }
            Effect::CancelTally(id) => self.jobs.cancel(JobKey::Tally(id)),
            Effect::SaveReport { path, format, subject, options } => {
                self.jobs.start_other(move |link| reports::save(&link, &path, format, &subject, options));
            }
            Effect::CopyReport { extent, subject, options } => {
                self.jobs.start_other(move |link| reports::copy(&link, extent, &subject, options));
            }
            Effect::SaveNotes => self.notes_changed = Some(self.ctx.input(|input| input.time)),
            Effect::ChooseNotes => self.jobs.start_other(dialogs::choose_notes()),
            Effect::ChooseNotesFile { name } => self.jobs.start_other(dialogs::choose_notes_file(name)),
            Effect::ReadNotes(path) => self.jobs.start_other(move |link| link.send(read_notes(&path))),
            Effect::WriteNotes { path, text, count } => {
                self.jobs.start_other(move |link| link.send(write_notes(&path, &text, count)));
            }
            Effect::BuildCase { generation, logs } => {
                self.jobs.start(JobKey::Case, move |link| case_job::build(&link, generation, logs));
            }
            Effect::OrderEntries { generation, case, logs } => {
                self.jobs.start(JobKey::Merge, move |link| merge_job::order(&link, generation, &case, logs));
            }
            Effect::FocusMerged => self.focus(focus::merged()),
            Effect::FocusLogSearch => self.focus(focus::search_in_logs()),
            Effect::SearchLogs { generation, logs, test } => {
                self.jobs.start(JobKey::Search, move |link| SearchJob { generation, logs, test }.run(&link));
            }
            Effect::CancelSearch => self.jobs.cancel(JobKey::Search),
            Effect::ChooseCaseFile => self.jobs.start_other(dialogs::choose_case_file()),
            Effect::SaveCase { path, logs, left_out } => {
                self.jobs.start_other(move |link| link.send(case_files::save(&path, &logs, left_out)));
            }
            Effect::ShowInFolder(path) => self.show_in_folder(path),
            Effect::SaveSettings(settings) => self.save_settings(&settings),
        }
    }

    fn show_in_folder(&mut self, path: PathBuf) {
        self.jobs.start_other(move |link| {
            if let Err(error) = show_in_folder(&path) {
                let text = format!("The folder of {} cannot be shown: {error}", path.display());
                link.send(Action::Notify(NoticeKind::Failed, text));
            }
        });
    }

    fn save_settings(&self, settings: &Settings) {
        if let Some(Err(error)) = self.settings.as_ref().map(|file| file.write(settings)) {
            let text = format!("The settings could not be kept: {error}");
            self.jobs.send(Action::Notify(NoticeKind::Failed, text));
        }
    }

    fn carry_out_on_picture(&mut self, effect: PictureEffect) {
        match effect {
            PictureEffect::Load { session, part, source } => {
                let max_side = self.ctx.input(|input| input.max_texture_side) as u32;
                self.jobs.start(JobKey::Picture(session, part), move |link| {
                    picture_job::load(&link, session, (part, &source), max_side);
                });
            }
            PictureEffect::FindOverlaps(pictures) => {
                self.jobs.start_other(move |link| link.send(Action::Logs(LogsAction::ShowJoined(join(&pictures)))));
            }
            PictureEffect::Inspect(id, source) => {
                self.jobs.start(JobKey::Inspect(id), move |link| picture_job::inspect_again(&link, id, &source));
            }
            PictureEffect::Cover(id, picture) => {
                self.jobs.start_other(move |link| picture_job::copy(&link, id, &picture));
            }
            PictureEffect::Copy(pixels) => {
                let size = pixels.size.map(|side| side as usize);
                self.ctx.copy_image(ColorImage::from_rgb(size, &pixels.rgb));
            }
            PictureEffect::ChooseFile { session, name } => {
                self.jobs.start_other(dialogs::choose_picture_file(session, name));
            }
            PictureEffect::Save { path, picture } => {
                self.jobs.start_other(move |link| picture_job::save(&link, &path, &picture));
            }
        }
    }

    /// Moves the focus to the part of the window after the one that has it, or before it.
    fn focus_part(&mut self, forward: bool) {
        let shown = |id: &Id| self.ctx.read_response(*id).map(|response| (*id, response.rect));
        let parts: Vec<_> = focus::parts().iter().filter_map(shown).collect();
        let focused = self.ctx.memory(eframe::egui::Memory::focused);
        let center = focused.and_then(|id| self.ctx.read_response(id)).map(|response| response.rect.center());
        let is_focused = |(id, rect): &(Id, Rect)| Some(*id) == focused || center.is_some_and(|at| rect.contains(at));
        let current = parts.iter().rposition(is_focused);
        let count = parts.len();
        let next = match (current, forward) {
            (Some(current), true) => (current + 1) % count,
            (Some(current), false) => (current + count - 1) % count,
            (None, _) => 0,
        };
        if let Some((id, _)) = parts.get(next) {
            self.focus(*id);
        }
    }

    fn focus(&mut self, id: Id) {
        self.focus = Some(id);
        self.ctx.request_repaint();
    }
}

/// Finds the logs at the paths. Reports each path without a log, and the files that are left out.
fn expand(link: &JobLink, paths: &[PathBuf]) {
    let mut sources = Vec::new();
    let (cases, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| is_case(path));
    for case in &cases {
        link.send(case_files::open(case));
    }
    let mut opened = Vec::new();
    for path in &paths {
        let failure = match LogSource::expand(path) {
            Ok(found) => {
                if let Some(words) = found.left_out_message() {
                    let is_failure = found.left_out.iter().any(LeftOut::is_failure);
                    let kind = if is_failure { NoticeKind::Failed } else { NoticeKind::Done };
                    link.send(Action::Notify(kind, words));
                }
                let is_empty = found.logs.is_empty();
                opened.extend((!is_empty).then(|| std::path::absolute(path).unwrap_or_else(|_| (*path).clone())));
                sources.extend(found.logs);
                is_empty.then_some(SourceError::NoLogs)
            }
            Err(error) => Some(error),
        };
        if let Some(error) = failure {
            link.send(Action::Notify(NoticeKind::Failed, format!("{}: {error}", path.display())));
        }
    }
    if !paths.is_empty() {
        link.send(Action::Logs(LogsAction::OfKept(KeptAction::AddRecent(opened))));
        link.send(Action::Logs(LogsAction::OpenSources(sources)));
    }
}

fn read_notes(path: &Path) -> Action {
    match std::fs::read_to_string(path) {
        Ok(text) => Action::Notes(NotesAction::Imported { name: path.display().to_string(), text }),
        Err(error) => Action::Notify(NoticeKind::Failed, format!("{} cannot be read: {error}", path.display())),
    }
}

fn write_notes(path: &Path, text: &str, count: usize) -> Action {
    let (codes, shown) = (if count == 1 { "one code" } else { &format!("{count} codes") }, path.display());
    match atomic_write::replace(path, text) {
        Ok(()) => Action::Notify(NoticeKind::Done, format!("The notes about {codes} were saved as {shown}.")),
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The notes could not be saved as {shown}: {error}")),
    }
}
