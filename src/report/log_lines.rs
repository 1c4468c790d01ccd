//! Lines of a log as text or Markdown: what is copied into a ticket. All of it is redacted.

use std::fmt::Write;

use super::escape::markdown_code;
use super::number_format::group_thousands;
use super::redact::Redactor;
use crate::log::{Level, LogEntry};
use crate::sanitize::{one_line, visible};

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStyle {
    /// Aligned columns: number, time, level, message.
    Text,
    /// The same as a block of code, below the name of the log.
    Markdown,
}

struct CopiedLine {
    number: u64,
    time: String,
    level: &'static str,
    message: String,
}

/// Lines to write. Add entries, then [`render`](Self::render).
pub struct LogLines {
    redactor: Redactor,
    /// Whether lines are numbered by records, because all records are in one physical line.
    by_record: bool,
    lines: Vec<CopiedLine>,
    added: u64,
    bytes: usize,
    widths: [usize; 3],
}

impl LogLines {
    /// No lines yet. `by_record` numbers entries by their position, not by their physical line.
    pub fn new(redact: bool, by_record: bool) -> Self {
        let redactor = if redact { Redactor::new() } else { Redactor::none() };
        Self { redactor, by_record, lines: Vec::new(), added: 0, bytes: 0, widths: [0; 3] }
    }

    /// Redacts an entry and adds it.
    pub fn add(&mut self, entry: &LogEntry) {
        let message = self.redactor.redact(&entry.message).into_owned();
        let user = entry.user.as_deref().filter(|user| !entry.message.contains(*user));
        let mut message = match user {
            Some(user) => format!("[{}] {message}", self.redactor.redact_user(user)),
            None => message,
        };
        if entry.cut_bytes > 0 {
            message = format!("{message} … {} more bytes", group_thousands(entry.cut_bytes));
        }
        let line = CopiedLine {
            number: if self.by_record { entry.number } else { entry.first_line },
            time: one_line(entry.time.as_deref().unwrap_or_default()),
            level: if entry.level == Level::None { "" } else { entry.level.title() },
            message: visible(message.trim_end()),
        };
        let widths = [line.number.to_string().len(), line.time.chars().count(), line.level.len()];
        for (width, wanted) in self.widths.iter_mut().zip(widths) {
            *width = (*width).max(wanted);
        }
        self.bytes += line.message.len() + line.time.len() + 16;
        self.added += 1;
        self.lines.push(line);
    }

    /// A text without secrets, as [`add`](Self::add) would write it.
    pub fn redacted(&self, text: &str) -> String {
        self.redactor.clone().redact(text).into_owned()
    }

    /// How many entries were added.
    pub fn len(&self) -> u64 {
        self.added
    }

    /// Whether no entry was added.
    pub fn is_empty(&self) -> bool {
        self.added == 0
    }

    /// About how many bytes [`render`](Self::render) will return.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The lines with aligned columns. `name` is that of the log.
    pub fn render(&mut self, style: LineStyle, name: &str) -> String {
        let body = self.take_rows();
        match style {
            LineStyle::Text => body,
            LineStyle::Markdown => {
                let name = markdown_code(&one_line(&self.redactor.redact(name)));
                let count = counted(self.added);
                let fence = "`".repeat(longest_run(&body).max(2) + 1);
                format!("{count} of {name}:\n\n{fence}text\n{body}{fence}\n")
            }
        }
    }

    /// The lines that were added since the last call, each with a line break. The columns stay at least as wide as before.
    pub fn take_rows(&mut self) -> String {
        let mut rows = String::with_capacity(self.bytes);
        let [number, time, level] = self.widths;
        for line in std::mem::take(&mut self.lines) {
            let mut row = format!("{:>number$}", line.number);
            for (cell, width) in [(line.time.as_str(), time), (line.level, level)] {
                if width > 0 {
                    let _ = write!(row, "  {cell:<width$}");
                }
            }
            row.push_str("  ");
            let indent = " ".repeat(row.chars().count());
            for (nth, part) in line.message.split('\n').enumerate() {
                if nth > 0 {
                    row.push('\n');
                    row.push_str(&indent);
                }
                row.push_str(part.trim_end());
            }
            rows.push_str(row.trim_end());
            rows.push('\n');
        }
        self.bytes = 0;
        rows
    }

    /// What was taken, in a sentence for the user. `verb` is "copied" or "saved".
    pub fn summary(&self, verb: &str) -> String {
        let secrets: u64 = self.redactor.summary().iter().map(|redacted| redacted.places).sum();
        let redacted = match (self.redactor.is_active(), secrets) {
            (false, _) => "with all secrets in them".to_owned(),
            (true, 0) => "no secret found in them".to_owned(),
            (true, 1) => "1 secret redacted".to_owned(),
            (true, _) => format!("{} secrets redacted", group_thousands(secrets)),
        };
        format!("{} {verb}, {redacted}.", counted(self.added))
    }
}

fn counted(lines: u64) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{} lines", group_thousands(lines)) }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64, level: Level, message: &str) -> LogEntry {
        LogEntry {
            number,
            first_line: number + 7,
            last_line: number + 7,
            pointer: None,
            time: (number != 3).then(|| format!("00:41:5{}.403", number % 10)),
            level,
            client: None,
            user: None,
            message: message.to_owned(),
            cut_bytes: 0,
        }
    }

    fn lines(redact: bool) -> LogLines {
        let mut lines = LogLines::new(redact, false);
        lines.add(&entry(2, Level::Info, "connect userSig=eJwtjE0LgkAUAP-LO4e"));
        lines.add(&entry(3, Level::None, "at f\n  at ``g``"));
        lines.add(&LogEntry { user: Some("student_07".to_owned()), ..entry(4, Level::Error, "failed") });
        lines
    }

    #[test]
    fn columns_are_aligned_and_secrets_redacted() {
        let mut lines = lines(true);
        let text = lines.render(LineStyle::Text, "a.log");
        let wanted = " 9  00:41:52.403  Info   connect userSig=‹userSig-1›\n\
                      10                       at f\n\
                      \x20                          at ``g``\n\
                      11  00:41:54.403  Error  [student_07] failed\n";
        assert_eq!(text, wanted);
        assert_eq!(lines.summary("copied"), "3 lines copied, 1 secret redacted.");
    }

    #[test]
    fn markdown_is_one_block_of_code() {
        let mut lines = lines(false);
        lines.add(&entry(5, Level::Warn, "```"));
        let text = lines.render(LineStyle::Markdown, "call of alice@example.com.log");
        assert!(text.starts_with("4 lines of `call of alice@example.com.log`:\n\n````text\n"), "{text}");
        assert!(text.contains("eJwtjE0LgkAUAP-LO4e") && text.ends_with("\n````\n"), "{text}");
        assert_eq!(lines.summary("copied"), "4 lines copied, with all secrets in them.");
    }
}
