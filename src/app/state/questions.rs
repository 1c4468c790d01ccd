//! Questions to the user and their answers.

use std::path::PathBuf;

use super::State;
use crate::app::action::{Action, KeptAction, LogsAction, NotesAction, Prompt, SessionAction, Tab};
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::picture::PictureAction;
use crate::app::session::line_action::LineAction;

impl State {
    pub(super) fn ask(&mut self, prompt: Prompt) -> Vec<Effect> {
        self.prompt = Some(prompt);
        vec![Effect::FocusAnswer]
    }

    pub(super) fn close_question(&mut self) -> Vec<Effect> {
        self.prompt = None;
        vec![if self.tab == Tab::Logs { Effect::FocusEntries } else { Effect::FocusSearch }]
    }

    pub(super) fn answer(&mut self) -> Vec<Effect> {
        let Some(mut prompt) = self.prompt.take() else { return Vec::new() };
        if let Prompt::LineNote { session, entry_idx, note, .. } = prompt {
            // An empty note is an answer, too: it removes the text of an earlier one.
            let action = SessionAction::Lines(LineAction::WriteNote { entry_idx, note });
            let mut effects = self.apply(Action::Session(session, action));
            effects.push(Effect::FocusEntries);
            return effects;
        }
        if prompt.answer().is_some_and(|answer| answer.trim().is_empty()) {
            return Vec::new();
        }
        let path_of = |answer: String| PathBuf::from(answer.trim());
        match prompt {
            Prompt::OpenPath(path) => self.apply_to_logs(LogsAction::Open(vec![path_of(path)])),
            Prompt::SavePath(path) => self.save_report(path_of(path)),
            Prompt::ExportPath(path) => self.apply_to_notes(NotesAction::Export(path_of(path))),
            Prompt::ImportPath(path) => self.apply_to_notes(NotesAction::Import(path_of(path))),
            Prompt::CasePath(path) => self.apply_to_kept(KeptAction::SaveCase(path_of(path))),
            Prompt::PasteText(text) => self.apply_to_logs(LogsAction::Paste(text)),
            Prompt::GoToLine(line) => match (line.trim().parse(), self.logs.shown().map(|session| session.id)) {
                (Ok(line), Some(id)) => {
                    let mut effects = self.apply(Action::Session(id, SessionAction::Lines(LineAction::GoTo(line))));
                    effects.push(Effect::FocusEntries);
                    effects
                }
                _ => Vec::new(),
            },
            Prompt::KeepSecrets => {
                self.redact = false;
                Vec::new()
            }
            Prompt::LinesPath { session, path } => {
                let action = SessionAction::Lines(LineAction::Save(path_of(path)));
                self.apply(Action::Session(session, action))
            }
            Prompt::PicturePath { session, path } => {
                let action = SessionAction::Picture(PictureAction::Save(path_of(path)));
                self.apply(Action::Session(session, action))
            }
            Prompt::ManyLines { session, .. } => {
                self.apply(Action::Session(session, SessionAction::Lines(LineAction::ChooseFile)))
            }
            Prompt::LineNote { .. } | Prompt::Keys | Prompt::Settings | Prompt::About => Vec::new(),
            Prompt::LargeReport { .. } => self.run(Command::ExportReport),
        }
    }
}
