//! The commands of keys and menus, and their shortcuts.

/// A key, with the platform's primary modifier (Ctrl, or ⌘ on a Mac) and Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or ⌘ on a Mac.
    pub primary: bool,
    /// Shift.
    pub shift: bool,
    /// The name of the key: "F", "1", "F3", "Escape".
    pub key: &'static str,
}

impl Shortcut {
    const fn plain(key: &'static str) -> Self {
        Self { primary: false, shift: false, key }
    }

    const fn shift(key: &'static str) -> Self {
        Self { primary: false, shift: true, key }
    }

    const fn primary(key: &'static str) -> Self {
        Self { primary: true, shift: false, key }
    }

    const fn primary_shift(key: &'static str) -> Self {
        Self { primary: true, shift: true, key }
    }

    /// Whether the key is a letter, which a text field takes as input.
    pub fn types_text(self) -> bool {
        !self.primary && self.key.len() == 1
    }

    /// The shortcut as the platform writes it: "Ctrl+Shift+E", "⇧⌘E".
    pub fn label(self, mac: bool) -> String {
        let (shift, primary) = if mac { ("⇧", "⌘") } else { ("Shift+", "Ctrl+") };
        let shift = if self.shift { shift } else { "" };
        let primary = if self.primary { primary } else { "" };
        let key = if self.key == "Escape" { "Esc" } else { self.key };
        if mac { format!("{shift}{primary}{key}") } else { format!("{primary}{shift}{key}") }
    }
}

/// A request of the user that needs no further data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Put the cursor into the search field of the shown tab: codes, or entries of a log.
    Find,
    /// Put the cursor into the field that searches codes.
    SearchCodes,
    /// Show the codes.
    ShowCodes,
    /// Show the logs.
    ShowLogs,
    /// Choose log files to open.
    OpenLog,
    /// Read the clipboard as a log.
    PasteLog,
    /// Close the log that is shown.
    CloseLog,
    /// Save the report of the log that is shown.
    ExportReport,
    /// Copy the report of the log that is shown.
    CopyReport,
    /// Copy a summary of the log that is shown, short enough for a chat.
    CopySummary,
    /// Copy the shown explanation, as text.
    CopyDetails,
    /// Ask for a line to go to.
    GoToLine,
    /// Select the next finding.
    NextFinding,
    /// Select the previous finding.
    PreviousFinding,
    /// Switch to the next appearance: system, light, dark.
    NextAppearance,
    /// Show or hide the list of keys.
    ShowKeys,
    /// Close the open question or list of keys; otherwise clear the search.
    Dismiss,
}

impl Command {
    /// All commands, in the order of the list of keys.
    pub const ALL: [Self; 17] = [
        Self::SearchCodes,
        Self::Find,
        Self::ShowCodes,
        Self::ShowLogs,
        Self::OpenLog,
        Self::PasteLog,
        Self::CloseLog,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::GoToLine,
        Self::ExportReport,
        Self::CopyReport,
        Self::CopySummary,
        Self::CopyDetails,
        Self::NextAppearance,
        Self::ShowKeys,
        Self::Dismiss,
    ];

    /// The name in the window.
    pub fn title(self) -> &'static str {
        match self {
            Self::Find => "Find in what is shown",
            Self::SearchCodes => "Search codes",
            Self::ShowCodes => "Show the codes",
            Self::ShowLogs => "Show the logs",
            Self::OpenLog => "Open log files",
            Self::PasteLog => "Paste a log",
            Self::CloseLog => "Close the log",
            Self::ExportReport => "Export the report",
            Self::CopyReport => "Copy the report",
            Self::CopySummary => "Copy a summary of the report",
            Self::CopyDetails => "Copy the explanation",
            Self::GoToLine => "Go to a line",
            Self::NextFinding => "Next finding",
            Self::PreviousFinding => "Previous finding",
            Self::NextAppearance => "System, light or dark",
            Self::ShowKeys => "List of keys",
            Self::Dismiss => "Close or clear",
        }
    }

    /// The shortcuts, the one to show first.
    pub fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::Find => const { &[Shortcut::primary("F")] },
            Self::SearchCodes => const { &[Shortcut::primary("K")] },
            Self::ShowCodes => const { &[Shortcut::primary("1")] },
            Self::ShowLogs => const { &[Shortcut::primary("2")] },
            Self::OpenLog => const { &[Shortcut::primary("O")] },
            Self::PasteLog => const { &[Shortcut::primary("V")] },
            Self::CloseLog => const { &[Shortcut::primary("W")] },
            Self::ExportReport => const { &[Shortcut::primary("E")] },
            Self::CopyReport => const { &[Shortcut::primary_shift("E")] },
            Self::CopySummary => const { &[Shortcut::primary_shift("S")] },
            Self::CopyDetails => const { &[Shortcut::primary_shift("C")] },
            Self::GoToLine => const { &[Shortcut::primary("L")] },
            Self::NextFinding => const { &[Shortcut::plain("F3"), Shortcut::plain("N")] },
            Self::PreviousFinding => const { &[Shortcut::shift("F3"), Shortcut::shift("N")] },
            Self::NextAppearance => const { &[Shortcut::primary_shift("L")] },
            Self::ShowKeys => const { &[Shortcut::plain("F1")] },
            Self::Dismiss => const { &[Shortcut::plain("Escape")] },
        }
    }
}
