//! Actions on the engineer's own notes.

use super::State;
use crate::app::action::{Action, NotesAction};
use crate::app::effect::Effect;
use crate::app::notes::{MergeCounts, Notes};
use crate::app::notice::NoticeKind;

/// The suggested name of a file of notes.
const FILE_NAME: &str = "trtc-lens-notes.json";

impl State {
    pub(super) fn apply_to_notes(&mut self, action: NotesAction) -> Vec<Effect> {
        match action {
            NotesAction::Write(code, note) => {
                self.notes.set(code, note);
                self.codes.update_notes(self.catalog, &self.notes);
                vec![Effect::SaveNotes]
            }
            NotesAction::Refresh(others) => {
                self.merge_notes(&others);
                Vec::new()
            }
            NotesAction::ChooseExport if self.notes.is_empty() => {
                self.notify(NoticeKind::Failed, "There are no notes yet: write one beside a code.".to_owned());
                Vec::new()
            }
            NotesAction::ChooseExport => vec![Effect::ChooseNotesFile { name: FILE_NAME }],
            NotesAction::ChooseImport => vec![Effect::ChooseNotes],
            NotesAction::Export(path) => {
                vec![Effect::WriteNotes { path, text: self.notes.render(), count: self.notes.len() }]
            }
            NotesAction::Import(path) => vec![Effect::ReadNotes(path)],
            NotesAction::Imported { name, text } => self.import(&name, &text),
        }
    }

    fn import(&mut self, name: &str, text: &str) -> Vec<Effect> {
        let others = match Notes::parse(text) {
            Ok(others) => others,
            Err(error) => {
                let text = format!("No notes were taken from {name}: {error}. Your own are as they were.");
                return self.apply(Action::Notify(NoticeKind::Failed, text));
            }
        };
        let MergeCounts { added, extended } = self.merge_notes(&others);
        let kept = others.len() - added - extended;
        let mut parts = vec![format!("{added} new")];
        parts.extend((extended > 0).then(|| format!("{extended} appended to what you had written")));
        parts.extend((kept > 0).then(|| format!("{kept} you had already")));
        self.notify(NoticeKind::Done, format!("Notes from {name}: {}.", parts.join(", ")));
        vec![Effect::SaveNotes]
    }

    fn merge_notes(&mut self, others: &Notes) -> MergeCounts {
        let merged = self.notes.merge(others);
        self.codes.search(self.catalog, &self.notes);
        merged
    }
}
