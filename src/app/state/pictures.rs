//! Pictures: their pixels, copies of them, corrections of their text, and pictures that are joined.

use std::sync::Arc;

use super::State;
use crate::app::action::{Action, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::notice::NoticeKind;
use crate::app::panes::{Pane, PaneAction};
use crate::app::picture::{JoinedPictures, PictureAction, PictureEffect, Shown};
use crate::app::session::Session;
use crate::app::session::id::SessionId;
use crate::app::session::phase::Phase;
use crate::source::LogSource;

impl State {
    pub(super) fn apply_to_picture(&mut self, id: SessionId, action: PictureAction) -> Vec<Effect> {
        let copy = || self.logs.session(id).and_then(Session::picture_copy);
        match action {
            PictureAction::Copy => {
                copy().map(|picture| Effect::OfPicture(PictureEffect::Cover(id, picture))).into_iter().collect()
            }
            PictureAction::Covered { pixels, words } => {
                self.notify(NoticeKind::Done, words);
                vec![Effect::OfPicture(PictureEffect::Copy(pixels))]
            }
            PictureAction::Save(path) => {
                let save = |picture| Effect::OfPicture(PictureEffect::Save { path, picture });
                copy().map(save).into_iter().collect()
            }
            PictureAction::ChooseFile => {
                let Some(session) = self.logs.session(id).filter(|session| session.picture.is_some()) else {
                    return Vec::new();
                };
                let name = format!("{}-redacted.png", super::commands::stem(session.short_name()));
                vec![Effect::OfPicture(PictureEffect::ChooseFile { session: id, name })]
            }
            PictureAction::Join => self.find_overlaps(),
            PictureAction::Read { .. } => {
                // The name of the log was not that of a picture.
                let source = self.logs.source(id).cloned();
                let session = self.logs.session_mut(id).zip(source);
                let is_new = session.is_some_and(|(session, source)| session.find_picture(&source));
                let mut effects = self.apply_to_session(id, SessionAction::Picture(action));
                if is_new {
                    effects.extend(self.load_shown_picture());
                }
                effects
            }
            PictureAction::Edit => {
                let mut effects = Vec::new();
                if self.settings.panes.is_folded(Pane::Details) {
                    effects.extend(self.apply(Action::Pane(PaneAction::Fold(Pane::Details))));
                }
                effects.extend(self.apply_to_session(id, SessionAction::Picture(action)));
                effects
            }
            action => self.apply_to_session(id, SessionAction::Picture(action)),
        }
    }

    /// Runs an action on the picture of the shown log.
    pub(super) fn run_on_picture(&mut self, action: PictureAction) -> Vec<Effect> {
        match self.logs.shown().filter(|_| self.tab == Tab::Logs) {
            Some(session) if session.picture.is_some() => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::Picture(action)))
            }
            _ => {
                self.notify(NoticeKind::Failed, "No picture is shown: open a screenshot first.".to_owned());
                Vec::new()
            }
        }
    }

    /// Asks for the pixels of the shown log's picture, if they are not loaded. Those of other logs are not kept.
    pub(super) fn load_shown_picture(&mut self) -> Vec<Effect> {
        let shown = self.logs.current_id().and_then(|id| self.logs.session_mut(id));
        let Some((session, picture)) = shown.and_then(|session| Some((session.id, session.picture.as_mut()?))) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        for (part, of_picture) in picture.parts.iter_mut().enumerate() {
            // A pipe cannot be read twice.
            if matches!(of_picture.shown, Shown::Absent) && of_picture.source != LogSource::Stdin {
                of_picture.shown = Shown::Loading;
                let source = of_picture.source.clone();
                effects.push(Effect::OfPicture(PictureEffect::Load { session, part, source }));
            }
        }
        effects
    }

    /// Looks for opened pictures that overlap.
    fn find_overlaps(&mut self) -> Vec<Effect> {
        let sessions = self.logs.sessions.iter().filter(|session| matches!(session.phase, Phase::Done { .. }));
        let pictures = sessions.filter_map(|session| Some((session.id, Arc::clone(&session.picture.as_ref()?.text))));
        vec![Effect::OfPicture(PictureEffect::FindOverlaps(pictures.collect()))]
    }

    /// Shows pictures that overlap as one log in reading order. The single ones are closed, and can be opened again.
    pub(super) fn show_joined(&mut self, joined: Option<JoinedPictures>) -> Vec<Effect> {
        let Some(JoinedPictures { places, text }) = joined else {
            let words = "No rows of one picture continue in another one: they stay separate logs.";
            self.notify(NoticeKind::Failed, words.to_owned());
            return Vec::new();
        };
        let picture = |id: &SessionId| self.logs.session(*id).and_then(|session| session.picture.as_ref());
        let mut files: Vec<(LogSource, u32)> = Vec::new();
        for (id, top) in &places {
            // Closed meanwhile.
            let Some(picture) = picture(id) else { return Vec::new() };
            files.extend(picture.parts.iter().map(|part| (part.source.clone(), top + part.top)));
        }
        let name = format!("{} pictures joined", files.len());
        let ids: Vec<SessionId> = places.iter().map(|(id, _)| *id).collect();
        let mut effects = self.close(&ids);
        let source = LogSource::PictureText { name: name.clone(), text, files: files.into() };
        effects.extend(self.open(vec![(source, Some(name))]));
        let words = format!("Joined {} pictures in reading order, the rows in both once.", ids.len());
        self.notify(NoticeKind::Done, words);
        effects
    }
}
