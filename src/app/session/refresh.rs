//! Replaces the content of a log that is followed or corrected.

use super::Session;
use super::snapshot::LogSnapshot;
use crate::app::effect::Effect;
use crate::app::list::ListAction;

impl Session {
    /// Replaces the content of a followed log. The selection and the scroll position stay, except that a list that is
    /// scrolled to its end stays at its end.
    pub(super) fn refresh(&mut self, snapshot: LogSnapshot) -> Vec<Effect> {
        if !self.follow.is_on {
            return Vec::new();
        }
        let list = &self.selection.list;
        let at_end = list.visible().end == list.len() && list.len() as f64 > list.page();
        let (entries_before, found_before) = (self.entries.count, self.findings.index.entries.len());
        let entries = snapshot.diagnosis.entries;
        if !snapshot.is_replaced && entries + 1 == entries_before {
            // The reader holds back the last entry until it is complete. Otherwise nothing is new.
            return Vec::new();
        }
        let is_replaced = snapshot.is_replaced;
        self.replace_content(snapshot);
        let effects = if is_replaced || entries < entries_before {
            self.follow.restart();
            self.selection.forget_from(self.entries.count);
            self.bookmarks.forget_from(self.entries.count);
            self.explain();
            self.change_narrowing(|_| ())
        } else {
            self.follow.grow(found_before, &self.findings.index);
            let mut effects = self.resume_filter();
            effects.extend(self.resume_narrowing());
            effects
        };
        if at_end {
            self.apply_to_list(ListAction::ScrollTo(1.0));
        }
        effects
    }

    /// Shows other entries and findings of the same log.
    pub(super) fn replace_content(&mut self, snapshot: LogSnapshot) {
        self.entries.source = Some(snapshot.entries);
        self.findings.index = snapshot.finding_index;
        // An entry may have grown or changed.
        self.visible.clear_cache();
        self.set_diagnosis(snapshot.diagnosis);
        self.update_findings();
    }
}
