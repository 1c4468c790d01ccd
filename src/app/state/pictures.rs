//! Pictures: their pixels, copies of them, corrections of their text, and pictures that are joined.

use std::sync::Arc;

use super::State;
use crate::app::action::{Action, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::notice::NoticeKind;
use crate::app::panes::{Pane, PaneAction};
use crate::app::picture::{PictureAction, PictureLog, join};
use crate::app::session::id::SessionId;
use crate::app::session::phase::Phase;
use crate::source::{LogSource, PictureText};

impl State {
    pub(super) fn apply_to_picture(&mut self, id: SessionId, action: PictureAction) -> Vec<Effect> {
        let copy = || self.logs.session(id).and_then(|session| session.picture_copy());
        match action {
            PictureAction::Copy => copy().map(Effect::CopyPicture).into_iter().collect(),
            PictureAction::Save(path) => {
                copy().map(|picture| Effect::SavePicture { path, picture }).into_iter().collect()
            }
            PictureAction::ChooseFile => {
                let Some(session) = self.logs.session(id).filter(|session| session.picture.is_some()) else {
                    return Vec::new();
                };
                let name = format!("{}-redacted.png", super::commands::stem(session.short_name()));
                vec![Effect::ChoosePictureFile { session: id, name }]
            }
            PictureAction::Join => self.join_pictures(),
            PictureAction::Read { .. } => {
                // The name of the log was not that of a picture.
                let source = self.logs.source(id).cloned();
                let session = self.logs.session_mut(id).zip(source);
                let is_new = session.is_some_and(|(session, source)| session.find_picture(&source));
                let mut effects = self.apply_to_session(id, SessionAction::Picture(action));
                effects.extend(is_new.then(|| self.load_picture(id)).into_iter().flatten());
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

    /// Asks for the pixels of a log's picture.
    pub(super) fn load_picture(&self, id: SessionId) -> Vec<Effect> {
        let Some(picture) = self.logs.session(id).and_then(|session| session.picture.as_ref()) else {
            return Vec::new();
        };
        let load = |(part, source): (usize, &LogSource)| {
            // A pipe cannot be read twice.
            (*source != LogSource::Stdin).then(|| Effect::LoadPicture { session: id, part, source: source.clone() })
        };
        picture.parts.iter().map(|part| &part.source).enumerate().filter_map(load).collect()
    }

    /// Joins the shown picture with those that overlap with it, as one log in reading order. The others are closed, and can be
    /// opened again.
    fn join_pictures(&mut self) -> Vec<Effect> {
        let sessions = self.logs.sessions.iter().filter(|session| matches!(session.phase, Phase::Done { .. }));
        let pictures = sessions.filter_map(|session| Some((session.id, session.picture.as_ref()?)));
        let (ids, pictures): (Vec<SessionId>, Vec<&PictureLog>) = pictures.unzip();
        let texts: Vec<Arc<PictureText>> = pictures.iter().map(|picture| Arc::clone(&picture.text)).collect();
        let Some((places, text)) = join(&texts) else {
            let words = "No rows of one picture continue in another one: they stay separate logs.";
            self.notify(NoticeKind::Failed, words.to_owned());
            return Vec::new();
        };
        let parts: Vec<(LogSource, u32)> = places
            .iter()
            .flat_map(|(idx, top)| pictures[*idx].parts.iter().map(move |part| (part.source.clone(), top + part.top)))
            .collect();
        let joined: Vec<SessionId> = places.iter().map(|(idx, _)| ids[*idx]).collect();
        let name = format!("{} pictures joined", parts.len());
        let mut effects = self.close(&joined);
        let source = LogSource::PictureText { name: name.clone(), text: Arc::new(text), files: parts.into() };
        effects.extend(self.open(vec![(source, Some(name))]));
        let words = format!("Joined {} pictures in reading order, the rows in both once.", places.len());
        self.notify(NoticeKind::Done, words);
        effects
    }
}
