//! The kinds of lines, and the formats that a line can begin with.

/// The format of a line that begins an entry. It shows which program wrote the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// `trtc.js:1 message`, with "Show timestamps" `00:41:56.113 trtc.js:1 message`.
    Devtools,
    /// `[pid:tid:MMDD/HHMMSS.micros:LEVEL:CONSOLE:1] "message", source: … (1)`, or a message of another
    /// component of Chromium.
    Chrome,
    /// The SDK's own prefix, with nothing before it, or with text that is not from an export: `> ` of a mail, a name in a
    /// chat, another program's time.
    Sdk,
    /// `[Error] message (file.js, line 1)`
    Safari,
    /// `message trtc.js:1:457140`, Firefox's console without timestamps.
    Firefox,
    /// `10:21:33.123 message`, Firefox's console with timestamps, and the logs of many apps.
    Timestamped,
    /// `TIM 10:21:33.123:message`, `TIM: 2026-11-24 10:21:33.123/I/4711 message`: another program's logger, with its name.
    Logger,
    /// `[app] message`, `【app】message`, `Uncaught RtcError: …`, `<INFO> [↑c1|a] message`: how apps and loggers begin their
    /// messages, copied without source and time.
    Bare,
}

/// The role of a line in the entries of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Begins an entry whose message begins at this byte. (Lines are far shorter than 4 GiB.)
    Start(LineFormat, u32),
    /// Begins a JSON object or array, which is an entry of its own.
    Json,
    /// Belongs to the entry before it, if there is one: a stack row, or the SDK's tag on a line of its own.
    Continuation,
    /// Nothing but white space.
    Blank,
    /// Nothing but a number of a code's length, which says nothing without the text before it: `错误码` and `70001` on two lines of
    /// a form. Continues the entry before it, in free text also after blank lines and other numbers.
    Number,
    /// Anything else: continues an entry that begins with a [`LineFormat`], otherwise an entry of its own.
    FreeText,
}

impl LineKind {
    /// The beginning of an entry whose message begins at byte `at`.
    pub fn start(line_format: LineFormat, at: usize) -> Self {
        Self::Start(line_format, at as u32)
    }

    /// The format of the line, if it begins an entry.
    pub fn line_format(self) -> Option<LineFormat> {
        match self {
            Self::Start(line_format, _) => Some(line_format),
            _ => None,
        }
    }
}
