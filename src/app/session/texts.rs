//! What the bar above the entries says: how many are listed, and where the found text is.

use super::{FilterRun, Session};
use crate::report::number_format::group_thousands;

impl Session {
    /// The position of the selection among the entries with findings; if not all entries are listed, how many are.
    pub fn position_text(&self) -> String {
        let findings = self.findings.shown_index().entries.len();
        let is_all = self.filter.criteria.is_open() && self.narrow.narrowing.is_empty();
        if let FilterRun::Running(tested) = self.filter.run {
            let share = share(tested, self.entries.count);
            return format!("{} listed · {share:.0} %", group_thousands(self.selection.list.len()));
        }
        if !is_all {
            let listed = self.selection.list.len();
            return format!("{} of {} listed", group_thousands(listed), group_thousands(self.entries.count));
        }
        let counted = format!("{} with findings", group_thousands(findings));
        self.finding_number().map_or(counted.clone(), |number| format!("{} of {counted}", group_thousands(number)))
    }

    /// "3 of 57", or how far the search has come; empty if nothing is searched for.
    pub fn find_text(&self) -> String {
        let find = &self.find;
        if find.query.is_empty() || find.error.is_some() {
            return String::new();
        }
        let count = group_thousands(find.count());
        match (self.find_number(), find.run) {
            (_, Some(tested)) => format!("{count} · {:.0} %", share(tested, self.entries.count)),
            (Some(number), None) => format!("{} of {count}", group_thousands(number)),
            (None, None) if find.count() == 0 => "none".to_owned(),
            (None, None) => format!("{count} found"),
        }
    }
}

/// The share of the entries that were tested, in percent.
fn share(tested: u64, count: u64) -> f64 {
    tested as f64 * 100.0 / count.max(1) as f64
}
