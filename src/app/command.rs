//! The commands of keys and menus, and their shortcuts.

/// The main modifier of a shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MainModifier {
    /// None.
    None,
    /// Ctrl, or ⌘ on a Mac.
    Primary,
    /// Ctrl on every system.
    Control,
}

/// A key, with the platform's primary modifier (Ctrl, or ⌘ on a Mac) and Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// The main modifier.
    pub main: MainModifier,
    /// Shift.
    pub shift: bool,
    /// Alt, or ⌥ on a Mac.
    pub alt: bool,
    /// The name of the key: "F", "1", "F3", "Escape".
    pub key: &'static str,
}

impl Shortcut {
    const fn plain(key: &'static str) -> Self {
        Self { main: MainModifier::None, shift: false, alt: false, key }
    }

    const fn shift(key: &'static str) -> Self {
        Self { shift: true, ..Self::plain(key) }
    }

    const fn primary(key: &'static str) -> Self {
        Self { main: MainModifier::Primary, ..Self::plain(key) }
    }

    const fn primary_shift(key: &'static str) -> Self {
        Self { main: MainModifier::Primary, ..Self::shift(key) }
    }

    const fn alt(key: &'static str) -> Self {
        Self { alt: true, ..Self::plain(key) }
    }

    const fn control(key: &'static str) -> Self {
        Self { main: MainModifier::Control, ..Self::plain(key) }
    }

    const fn control_shift(key: &'static str) -> Self {
        Self { main: MainModifier::Control, ..Self::shift(key) }
    }

    /// Whether the key is a letter, which a text field takes as input.
    pub fn types_text(self) -> bool {
        self.main == MainModifier::None && !self.alt && self.key.len() == 1
    }

    /// The shortcut as the platform writes it: "Ctrl+Shift+E", "⇧⌘E".
    pub fn label(self, mac: bool) -> String {
        let (shift, primary, alt) = if mac { ("⇧", "⌘", "⌥") } else { ("Shift+", "Ctrl+", "Alt+") };
        let shift = if self.shift { shift } else { "" };
        let (control, primary) = match (self.main, mac) {
            (MainModifier::None, _) => ("", ""),
            (MainModifier::Primary, _) => ("", primary),
            (MainModifier::Control, true) => ("⌃", ""),
            (MainModifier::Control, false) => ("Ctrl+", ""),
        };
        let alt = if self.alt { alt } else { "" };
        let key = match self.key {
            "Escape" => "Esc",
            "ArrowLeft" | "Left" => "←",
            "ArrowRight" | "Right" => "→",
            "Comma" => ",",
            "Plus" => "+",
            "Equals" => "=",
            "Minus" => "−",
            "OpenBracket" => "[",
            "CloseBracket" => "]",
            key => key,
        };
        if mac {
            format!("{control}{alt}{shift}{primary}{key}")
        } else {
            format!("{control}{primary}{alt}{shift}{key}")
        }
    }
}

/// Declares the commands in the order of the list of keys, each with its name in the window and its shortcuts, the one to
/// show first.
macro_rules! commands {
    ($($(#[$meta:meta])* $command:ident => $title:literal, [$($shortcut:ident($key:literal)),*];)+) => {
        /// A request of the user that needs no further data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $($(#[$meta])* $command),+ }

        impl Command {
            /// All commands, in the order of the list of keys.
            pub const ALL: [Self; [$($title),+].len()] = [$(Self::$command),+];

            /// The name in the window.
            pub fn title(self) -> &'static str {
                match self { $(Self::$command => $title),+ }
            }

            /// The shortcuts, the one to show first; none for a command that only the palette has.
            pub fn shortcuts(self) -> &'static [Shortcut] {
                match self { $(Self::$command => const { &[$(Shortcut::$shortcut($key)),*] }),+ }
            }
        }
    };
}

commands! {
    /// Put the cursor into the field that searches codes.
    SearchCodes => "Search codes", [primary("K")];
    /// Put the cursor into the search field of the shown tab: codes, or entries of a log.
    Find => "Find in what is shown", [primary("F")];
    /// Put the cursor into the field that filters the entries of a log.
    FilterEntries => "Filter the entries", [primary("J")];
    /// Show the codes.
    ShowCodes => "Show the codes", [primary("1")];
    /// Show the logs.
    ShowLogs => "Show the logs", [primary("2")];
    /// Choose log files to open.
    OpenLog => "Open log files", [primary("O")];
    /// Read the clipboard as a log.
    PasteLog => "Paste a log", [primary("V")];
    /// Close the log that is shown.
    CloseLog => "Close the log", [primary("W")];
    /// Show the next log of the list. ⌘Tab belongs to the system of a Mac.
    NextLog => "Next log", [control("Tab"), primary("PageDown")];
    /// Show the previous log of the list.
    PreviousLog => "Previous log", [control_shift("Tab"), primary("PageUp")];
    /// Open the logs again that were closed last.
    ReopenLog => "Open what was closed last", [primary_shift("T")];
    /// Search the entries of all opened logs.
    SearchLogs => "Search all logs", [primary_shift("G")];
    /// Read the entries of all opened logs by time.
    ReadByTime => "Read all logs by time", [primary("M")];
    /// Save the opened logs as a case: a small file without text of the logs.
    SaveCase => "Save the opened logs as a case", [primary("S")];
    /// Select the next finding.
    NextFinding => "Next finding", [plain("F3"), plain("N")];
    /// Select the previous finding.
    PreviousFinding => "Previous finding", [shift("F3"), shift("N")];
    /// Ask for a line to go to.
    GoToLine => "Go to a line", [primary("L")];
    /// Save the report of what is shown: a log, or all logs as one case.
    ExportReport => "Export the report", [primary("E")];
    /// Copy the report of what is shown, as Markdown.
    CopyReport => "Copy the report", [primary_shift("E")];
    /// Copy the report of what is shown, as plain text.
    CopyTextReport => "Copy the report as text", [];
    /// Copy the report of what is shown, as HTML.
    CopyHtmlReport => "Copy the report as HTML", [];
    /// Copy a summary of what is shown, short enough for a chat.
    CopySummary => "Copy a summary of the report", [primary_shift("S")];
    /// Copy the shown explanation, as text.
    CopyDetails => "Copy the explanation", [primary_shift("C")];
    /// Switch to the next appearance: system, light, dark.
    NextAppearance => "System, light or dark", [primary_shift("L")];
    /// Fold or unfold the list of problems.
    FoldProblems => "Fold or unfold the problems", [primary("P")];
    /// Fold or unfold the timeline.
    FoldTimeline => "Fold or unfold the timeline", [primary("T")];
    /// Fold or unfold the explanation beside the entries.
    FoldDetails => "Fold or unfold the details", [primary("I")];
    /// Copy the selected lines of a log as Markdown.
    CopyLinesAsMarkdown => "Copy the lines as Markdown", [primary_shift("M")];
    /// Mark the selected lines, or remove their marks.
    ToggleMark => "Mark the lines", [plain("B")];
    /// Write a note on the selected line, which marks it.
    WriteLineNote => "Write a note on the line", [shift("B")];
    /// Select the next marked line.
    NextMark => "Next marked line", [plain("F2")];
    /// Select the previous marked line.
    PreviousMark => "Previous marked line", [shift("F2")];
    /// Show or hide the list of marked lines.
    ShowMarks => "List of marked lines", [primary("B")];
    /// Narrow the log to the user of the selected line or problem; the second time, show the other users again.
    OnlyUser => "Only the user of the line", [plain("U")];
    /// Leave the user of the selected line or problem out.
    WithoutUser => "Without the user of the line", [shift("U")];
    /// Narrow the log to the attempt of the selected line or problem; the second time, show the others again.
    OnlyAttempt => "Only the attempt of the line", [plain("A")];
    /// Narrow the log to the selected problem; the second time, show everything again.
    OnlyProblem => "Only the selected problem", [plain("P")];
    /// Narrow the log to the code of the selected line; the second time, show everything again.
    OnlyCode => "Only the code of the line", [plain("C")];
    /// Take back what the log was narrowed to or filtered by last.
    RemoveLastChip => "Take back the last narrowing", [plain("Backspace")];
    /// Show the whole log.
    ShowWholeLog => "Show the whole log", [shift("Backspace")];
    /// Wrap long lines, or show each entry on one line.
    WrapLines => "Wrap long lines", [plain("W")];
    /// Correct the selected row of a picture by hand.
    CorrectText => "Correct the text of a picture", [plain("E")];
    /// Bring back what was read in the selected row of a picture.
    UndoCorrection => "Undo the correction of a picture's text", [shift("E")];
    /// Copy the picture with its secrets covered.
    CopyPicture => "Copy the picture redacted", [primary_shift("X")];
    /// Save the picture with its secrets covered.
    SavePicture => "Save the picture redacted", [];
    /// Join the pictures of a scrolled console.
    JoinPictures => "Join overlapping pictures", [];
    /// Show or hide the list of keys.
    ShowKeys => "List of keys", [plain("F1")];
    /// Copy the explanations of all codes that the search field names.
    CopyFound => "Copy all codes of the search", [primary_shift("A")];
    /// Go back to what was shown before.
    Back => "Go back", [alt("ArrowLeft"), primary("OpenBracket")];
    /// Go forward again.
    Forward => "Go forward", [alt("ArrowRight"), primary("CloseBracket")];
    /// Move the keyboard to the next part of the window.
    NextPart => "Go to the next part of the window", [plain("F6")];
    /// Move the keyboard to the previous part of the window.
    PreviousPart => "Go to the previous part of the window", [shift("F6")];
    /// Find a command by its name.
    ShowPalette => "All commands", [primary_shift("P")];
    /// Show the settings.
    ShowSettings => "Settings", [primary("Comma")];
    /// Show version and licences.
    ShowAbout => "About TRTC Lens", [];
    /// Enlarge everything.
    ZoomIn => "Larger", [primary("Plus"), primary("Equals")];
    /// Reduce everything.
    ZoomOut => "Smaller", [primary("Minus")];
    /// Show everything in its usual size.
    ResetZoom => "Usual size", [primary("0")];
    /// Copy a text that explains to a customer how to save a log.
    CopyExportGuide => "Copy how a customer gets the log", [];
    /// Close the open question or list of keys; otherwise clear the search.
    Dismiss => "Close or clear", [plain("Escape")];
}
