//! Titles of the sections, columns and lists of a report.

pub(in crate::report) const REPORT: &str = "TRTC log report";
pub(in crate::report) const CASE: &str = "Case";
pub(in crate::report) const CASE_PROBLEMS: &str = "What went wrong";
pub(in crate::report) const CASE_LOGS: &str = "Logs";
pub(in crate::report) const CODES: &str = "Codes";
pub(in crate::report) const CONTEXT: &str = "Context";
pub(in crate::report) const EVIDENCE: &str = "Evidence";
pub(in crate::report) const MARKED_LINES: &str = "Marked lines";
pub(in crate::report) const NOT_READ: &str = "Not read";
pub(in crate::report) const QUESTIONS: &str = "Questions to the customer";
/// The questions in a text report, which comes after what the log contains.
pub(in crate::report) const QUESTIONS_NOT_IN_LOG: &str = "Not in the log: ask the customer";
pub(in crate::report) const ROOM_STAYS: &str = "Room stays";
pub(in crate::report) const STEPS: &str = "How it went";
pub(in crate::report) const SYMPTOMS: &str = "What followed";
pub(in crate::report) const WHAT_TO_DO: &str = "What to do";

/// The columns of the table of a case's logs.
pub(in crate::report) const CASE_LOG_COLUMNS: [&str; 6] = ["Log", "Verdict", "User", "Room", "Time", "Format"];

/// The columns of the table of codes.
pub(in crate::report) const CODE_COLUMNS: [&str; 3] = ["Code", "Family", "Meaning"];

/// The columns of the table of the context.
pub(in crate::report) const CONTEXT_COLUMNS: [&str; 2] = ["What", "Value"];

/// The columns of the table of room stays, in the order of [`StayRow::cells`](super::room_stays::StayRow::cells).
pub(in crate::report) const STAY_COLUMNS: [&str; 6] =
    ["User", "Room", "From", "Time in room", "How it ended", "Interrupted"];
