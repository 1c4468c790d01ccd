//! What is shown of a log, taken from its session and brought back into one.

use crate::app::action::SessionAction;
use crate::app::entries::filter::{TextQuery, TextSwitch};
use crate::app::list::ListAction;
use crate::app::session::{FilterRun, LineAction, Phase, SavedMark, Session};
use crate::case::saved::{SavedLineMark, SavedNarrowing, SavedText, SavedView};
use crate::diagnosis::narrow::NarrowPart;
use crate::log::Level;

impl SavedView {
    /// What is shown of a log.
    pub(in crate::app) fn of(session: &Session) -> Self {
        let criteria = &session.filter.criteria;
        let hidden = Level::ALL.into_iter().filter(|level| !criteria.shows(*level));
        Self {
            entry: session.selection.entry,
            top: session.visible.rows.first().map(|row| row.entry_idx).filter(|top| *top > 0),
            typed: SavedText::of(&criteria.typed),
            kept: criteria.kept.iter().map(SavedText::of).collect(),
            hidden_levels: hidden.map(|level| level.title().to_owned()).collect(),
            findings_only: criteria.findings_only,
            narrowing: session.narrow.narrowing.parts().iter().filter_map(SavedNarrowing::of).collect(),
            marks: session.bookmarks.saved().into_iter().map(SavedLineMark::of).collect(),
            follow: session.follow.is_on,
        }
    }

    /// The actions that bring filter and marks back. They do not need the log to be read.
    pub(in crate::app) fn filter_actions(&self) -> Vec<SessionAction> {
        let mut actions = Vec::new();
        let hidden = |level: &Level| self.hidden_levels.iter().any(|hidden| hidden == level.title());
        actions.extend(Level::ALL.into_iter().filter(hidden).map(SessionAction::ToggleLevel));
        actions.extend(self.findings_only.then_some(SessionAction::FindingsOnly(true)));
        for kept in &self.kept {
            actions.extend(kept.actions());
            actions.push(SessionAction::KeepText);
        }
        actions.extend(self.typed.actions());
        actions.extend(self.follow.then_some(SessionAction::Follow(true)));
        if !self.marks.is_empty() {
            let marks = self.marks.iter().map(SavedLineMark::mark).collect();
            actions.push(SessionAction::Lines(LineAction::RestoreMarks(marks)));
        }
        actions
    }

    /// The actions that bring the narrowing back, once the log is read.
    pub(in crate::app) fn narrow_actions(&self) -> Vec<SessionAction> {
        let action = |part: &SavedNarrowing| {
            let NarrowPart { by, is_excluded } = part.part()?;
            Some(if is_excluded { SessionAction::Exclude(by) } else { SessionAction::Narrow(by) })
        };
        self.narrowing.iter().filter_map(action).collect()
    }

    /// The actions that bring the place back; `None` while entries are still being read or tested.
    pub(in crate::app) fn place_actions(&self, session: &Session) -> Option<Vec<SessionAction>> {
        if matches!(session.phase, Phase::Reading(_)) || session.filter.run != FilterRun::Idle {
            return None;
        }
        let mut actions = Vec::new();
        // Selecting a hidden entry would reset the filter.
        let entry = self.entry.filter(|entry| session.shows_entry(*entry));
        actions.extend(entry.map(SessionAction::SelectEntry));
        if let Some(top) = self.top.filter(|top| *top < session.entries.count) {
            let list = &session.selection.list;
            let range = list.len() as f64 - list.page();
            let share = session.row_from(top) as f64 / range;
            actions.extend((range > 0.0).then_some(SessionAction::List(ListAction::ScrollTo(share))));
        }
        Some(actions)
    }
}

impl SavedLineMark {
    fn of(mark: SavedMark) -> Self {
        Self { entry: mark.entry_idx, line: mark.line, note: mark.note }
    }

    fn mark(&self) -> SavedMark {
        SavedMark { entry_idx: self.entry, line: self.line, note: self.note.clone() }
    }
}

/// The switches of a text, each with its name in files.
const SWITCHES: [(&str, TextSwitch); 4] = [
    ("matchCase", TextSwitch::MatchCase),
    ("wholeWord", TextSwitch::WholeWord),
    ("regex", TextSwitch::Regex),
    ("exclude", TextSwitch::Exclude),
];

impl SavedText {
    fn of(query: &TextQuery) -> Self {
        let is_on = |switch: TextSwitch| match switch {
            TextSwitch::MatchCase => query.match_case,
            TextSwitch::WholeWord => query.whole_word,
            TextSwitch::Regex => query.is_regex,
            TextSwitch::Exclude => query.is_excluded,
        };
        let on = SWITCHES.into_iter().filter(|(_, switch)| is_on(*switch));
        Self { text: query.text.clone(), switches: on.map(|(name, _)| name.to_owned()).collect() }
    }

    fn actions(&self) -> Vec<SessionAction> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let is_on = |name: &str| self.switches.iter().any(|on| on == name);
        let on =
            SWITCHES.into_iter().filter(|(name, _)| is_on(name)).map(|(_, switch)| SessionAction::TextSwitch(switch));
        on.chain([SessionAction::Text(self.text.clone())]).collect()
    }
}
