//! Entries: what one record of a log says, once its lines are joined and its wrapping is off.

/// The level a log itself gives an entry. The SDK's own level wins over the container's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// No level is given.
    #[default]
    None,
    /// Finer than debug, or debug.
    Debug,
    /// Normal course.
    Info,
    /// Something to look at.
    Warn,
    /// Something failed.
    Error,
}

impl Level {
    /// All levels, the gravest first.
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

    /// The level that browsers, test drivers and apps call so: `SEVERE`, `warning`, `log` …
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

    /// What a person calls it.
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
    /// Physical line on which it begins, from 1.
    pub first_line: u64,
    /// Physical line on which it ends.
    pub last_line: u64,
    /// JSON pointer of its record, in a JSON document that is not line-based.
    pub pointer: Option<String>,
    /// Clock as printed, made regular: `00:41:56.498`, or date and time where the log has them.
    pub time: Option<String>,
    /// The log's own level.
    pub level: Level,
    /// The SDK's client and user of the prefix, `c4` and `student_07` of `[↑c4|student_07]`.
    pub client: Option<String>,
    /// See `client`.
    pub user: Option<String>,
    /// The message from the SDK's `[↑c4|student_07]` on, without source, clock, level and style residue; several lines
    /// where the entry has them.
    pub message: String,
    /// How many bytes of the message were left out because it is huge; 0 for nearly every entry.
    pub cut_bytes: u64,
}
