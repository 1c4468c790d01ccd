//! The picture that a log was read from.

use std::sync::Arc;

use super::Session;
use super::snapshot::LogSnapshot;
use crate::app::effect::Effect;
use crate::app::picture::{
    PictureAction, PictureCopy, PictureEffect, PictureLog, PicturePart, PictureReading, Shown, covers,
};
use crate::source::LogSource;

impl Session {
    /// Changes the picture, or its text. What needs the clipboard, files or other logs, the state does.
    pub(super) fn apply_to_picture(&mut self, action: PictureAction) -> Vec<Effect> {
        let Some(picture) = &mut self.picture else { return Vec::new() };
        match action {
            PictureAction::Read { size, rows_read, rows_total, row } => {
                picture.add_row(size, PictureReading { rows_read, rows_total }, row);
            }
            PictureAction::Pixels { part, pixels } => {
                // Another log is shown meanwhile.
                let is_wanted = |part: &&mut PicturePart| !matches!(part.shown, Shown::Absent);
                if let Some(part) = picture.parts.get_mut(part).filter(is_wanted) {
                    part.shown = pixels.map_or_else(Shown::Nothing, Shown::Pixels);
                }
            }
            PictureAction::Inspected(snapshot) => return self.show_corrected(snapshot),
            PictureAction::View(action) => {
                let size = picture.size();
                picture.view.apply(action, size);
            }
            PictureAction::Edit => {
                if let Some(details) = &self.selection.details {
                    picture.edit_rows(picture.rows_of(&details.entry));
                    return vec![Effect::FocusRowText];
                }
            }
            PictureAction::Type(text) => {
                if let Some(edit) = &mut picture.edit {
                    edit.text = text;
                }
            }
            PictureAction::Keep => {
                let is_changed = picture.keep_edit();
                return self.inspect_corrected(is_changed);
            }
            PictureAction::Leave => {
                picture.edit = None;
                return vec![Effect::FocusEntries];
            }
            PictureAction::Choose { row, text } => {
                let is_changed = picture.correct(row, &text);
                return self.inspect_corrected(is_changed);
            }
            PictureAction::Undo => {
                let Some(details) = &self.selection.details else { return Vec::new() };
                let is_changed = picture.undo(picture.rows_of(&details.entry));
                return self.inspect_corrected(is_changed);
            }
            PictureAction::Copy
            | PictureAction::Covered { .. }
            | PictureAction::ChooseFile
            | PictureAction::Save(_)
            | PictureAction::Join => {}
        }
        Vec::new()
    }

    /// Frees the pixels of the picture, which take megabytes.
    pub(super) fn free_pixels(&mut self) {
        for part in self.picture.iter_mut().flat_map(|picture| &mut picture.parts) {
            part.shown = Shown::Absent;
        }
    }

    /// A log that turns out to be a picture while it is read.
    pub(in crate::app) fn find_picture(&mut self, source: &LogSource) -> bool {
        let is_new = self.picture.is_none();
        if is_new {
            self.picture = Some(PictureLog::of(source));
        }
        // A picture does not grow.
        self.follow.path = None;
        is_new
    }

    /// Shows the text of the picture, once the log has been read; without a picture, the log is one of text.
    pub(super) fn finish_picture(&mut self) {
        let Some(diagnosis) = self.findings.diagnosis.clone() else { return };
        let Some(text) = &diagnosis.picture else {
            self.picture = None;
            return;
        };
        let Some(picture) = &mut self.picture else { return };
        let is_first = picture.reading.is_some();
        picture.finish(text, &diagnosis, |finding| self.findings.severity(finding.code));
        let gravest = diagnosis.problems.first().and_then(|problem| problem.findings.first());
        let place = gravest.and_then(|idx| diagnosis.findings.get(*idx)?.picture.as_deref());
        if let Some(place) = place.filter(|_| is_first && self.selection.entry.is_none()) {
            picture.view.reveal(place.bounds, text.size);
        }
    }

    /// Brings the rows of the selected entry into view.
    pub(super) fn reveal_in_picture(&mut self) {
        let (Some(picture), Some(details)) = (&mut self.picture, &self.selection.details) else { return };
        if picture.edit.as_ref().is_some_and(|edit| edit.rows != picture.rows_of(&details.entry)) {
            picture.edit = None;
        }
        if let Some(bounds) = picture.rows_bounds(picture.rows_of(&details.entry)) {
            let size = picture.size();
            picture.view.reveal(bounds, size);
        }
    }

    fn inspect_corrected(&mut self, is_changed: bool) -> Vec<Effect> {
        let Some(picture) = self.picture.as_ref().filter(|_| is_changed) else { return vec![Effect::FocusEntries] };
        let name = self.findings.diagnosis.as_ref().map_or(&self.name, |diagnosis| &diagnosis.file).clone();
        let files = picture.parts.iter().map(|part| (part.source.clone(), part.top)).collect();
        let source = LogSource::PictureText { name, text: Arc::clone(&picture.text), files };
        vec![Effect::OfPicture(PictureEffect::Inspect(self.id, source)), Effect::FocusEntries]
    }

    fn show_corrected(&mut self, snapshot: LogSnapshot) -> Vec<Effect> {
        let is_current = |text| self.picture.as_ref().is_some_and(|picture| Arc::ptr_eq(&picture.text, text));
        // Corrected again meanwhile: another result follows.
        if !snapshot.diagnosis.picture.as_ref().is_some_and(is_current) {
            return Vec::new();
        }
        self.replace_content(snapshot);
        self.change_narrowing(|_| ())
    }

    /// The picture with what must not be seen covered.
    pub(in crate::app) fn picture_copy(&self) -> Option<PictureCopy> {
        let picture = self.picture.as_ref().filter(|picture| picture.reading.is_none())?;
        let diagnosis = self.findings.diagnosis.as_ref()?;
        let stays = diagnosis.timeline.stays.iter().map(|stay| stay.user.as_str()).filter(|user| !user.is_empty());
        let users = diagnosis.problems.iter().flat_map(|problem| &problem.users).map(String::as_str);
        let own = diagnosis.context.user_ids.iter().map(String::as_str);
        Some(PictureCopy {
            parts: picture.parts.iter().map(|part| (part.source.clone(), part.top)).collect(),
            size: picture.size(),
            covers: covers(&picture.text, stays.chain(users).chain(own)),
        })
    }
}
