//! Ids of the widgets that the state can send the keyboard focus to.

use eframe::egui::Id;

/// The field "Search codes".
pub fn search() -> Id {
    Id::unique("search codes")
}

/// The field that filters entries.
pub fn entry_filter() -> Id {
    Id::unique("entry filter")
}

/// The field in which a question is answered.
pub fn answer() -> Id {
    Id::unique("answer")
}

/// The timeline of a log.
pub fn timeline() -> Id {
    Id::unique("timeline")
}

/// The list "Log entries".
pub fn entries() -> Id {
    Id::unique("log entries")
}
