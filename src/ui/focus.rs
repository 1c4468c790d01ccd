//! Ids of the widgets that the state can send the keyboard focus to.

use eframe::egui::Id;

/// The field "Search codes".
pub(crate) fn search() -> Id {
    Id::unique("search codes")
}

/// The field that filters entries.
pub(crate) fn entry_filter() -> Id {
    Id::unique("entry filter")
}

/// The field that finds a text in the entries.
pub(crate) fn find() -> Id {
    Id::unique("find")
}

/// The field in which a question is answered.
pub(crate) fn answer() -> Id {
    Id::unique("answer")
}

/// The field that corrects a row of a picture.
pub(crate) fn row_text() -> Id {
    Id::unique("row text")
}

/// The picture of a log.
pub(crate) fn picture() -> Id {
    Id::unique("picture")
}

/// The table "Error codes".
pub(crate) fn codes() -> Id {
    Id::unique("error codes")
}

/// The region "Code details".
pub(crate) fn details() -> Id {
    Id::unique("code details")
}

/// The details beside a log.
pub(crate) fn beside() -> Id {
    Id::unique("beside the log")
}

/// The list "Problems".
pub(crate) fn problems() -> Id {
    Id::unique("problems")
}

/// Whether the pointer is over the messages, as temporary data.
pub(crate) fn notices() -> Id {
    Id::unique("pointer over messages")
}

/// All parts of the window between which a key moves, in the order of reading. Only some of them are shown at a time.
pub(crate) fn parts() -> [Id; 9] {
    [search(), codes(), problems(), timeline(), picture(), entry_filter(), entries(), details(), beside()]
}

/// The timeline of a log.
pub(crate) fn timeline() -> Id {
    Id::unique("timeline")
}

/// The list "Log entries".
pub(crate) fn entries() -> Id {
    Id::unique("log entries")
}

/// The list of problems of all logs.
pub(crate) fn case_problems() -> Id {
    Id::unique("problems of all logs")
}

/// The list of users of all logs.
pub(crate) fn case_lanes() -> Id {
    Id::unique("users of all logs")
}

/// The entries of all logs by time.
pub(crate) fn merged() -> Id {
    Id::unique("entries of all logs")
}

/// The field that searches all logs.
pub(crate) fn search_in_logs() -> Id {
    Id::unique("search in all logs")
}

/// The list of what was found in all logs.
pub(crate) fn found_in_logs() -> Id {
    Id::unique("found in all logs")
}

/// The list of opened logs.
pub(crate) fn logs() -> Id {
    Id::unique("opened logs")
}

/// The field that searches the list of opened logs.
pub(crate) fn log_search() -> Id {
    Id::unique("search logs")
}
