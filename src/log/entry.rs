//! One entry of a log, as the window shows it.

/// The level of an entry. The SDK's own level takes precedence over the level of the export around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// No level is given.
    #[default]
    None,
    /// Debug or finer.
    Debug,
    /// Normal operation.
    Info,
    /// A possible problem.
    Warn,
    /// Something failed.
    Error,
}

impl Level {
    /// All levels, the most severe first.
    pub const ALL: [Self; 5] = [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::None];

    /// The identifier used in JSON; `None` for [`Level::None`], which JSON writes as null.
    pub fn id(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Debug => Some("debug"),
            Self::Info => Some("info"),
            Self::Warn => Some("warn"),
            Self::Error => Some("error"),
        }
    }

    /// Parses the labels that browsers, test drivers and apps use: `SEVERE`, `warning`, `log` …
    pub fn from_label(label: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| label.eq_ignore_ascii_case(name));
        if is(&["error", "severe", "fatal", "critical", "err", "assert", "pageerror", "exception"]) {
            Some(Self::Error)
        } else if is(&["warn", "warning"]) {
            Some(Self::Warn)
        } else if is(&["info", "log", "notice", "information"]) {
            Some(Self::Info)
        } else if is(&["debug", "verbose", "trace", "fine"]) {
            Some(Self::Debug)
        } else {
            None
        }
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::None => "Other",
            Self::Debug => "Debug",
            Self::Info => "Info",
            Self::Warn => "Warn",
            Self::Error => "Error",
        }
    }
}

/// One entry of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Position among the log's entries, from 1.
    pub number: u64,
    /// Physical line where it begins, from 1.
    pub first_line: u64,
    /// Physical line where it ends.
    pub last_line: u64,
    /// JSON pointer of its record, in a JSON document that is not line-based.
    pub pointer: Option<String>,
    /// The printed time, normalized: `00:41:56.498`, or date and time if the log has both.
    pub time: Option<String>,
    /// The log's own level.
    pub level: Level,
    /// The client in the SDK's prefix: `c4` in `[↑c4|student_07]`.
    pub client: Option<String>,
    /// The user in the SDK's prefix, or of the record: `student_07`.
    pub user: Option<String>,
    /// The message, which begins with the SDK's `[↑c4|student_07]`, without source, time, level and style residue. It may
    /// have several lines.
    pub message: String,
    /// How many bytes of the message were left out because it is too long; 0 for nearly every entry.
    pub cut_bytes: u64,
}
