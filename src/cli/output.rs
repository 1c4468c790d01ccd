//! Standard output or a file, protected from control characters; messages on standard error.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Seek, Write};
use std::path::Path;

use tempfile::SpooledTempFile;

use super::args::ColorChoice;
use crate::report::entry::TextStyle;
use crate::report::inspection::HeldText;
use crate::sanitize;

/// Columns of text on a wide terminal or elsewhere: longer lines are hard to read.
const MAX_COLUMNS: usize = 100;

/// An open output. Control characters are made visible.
pub(super) struct Output {
    writer: SanitizingWriter<BufWriter<Box<dyn Write>>>,
    style: TextStyle,
}

impl Output {
    /// Opens `path`, or standard output without one.
    ///
    /// # Errors
    /// The file cannot be created.
    pub(super) fn open(path: Option<&Path>, color: ColorChoice) -> io::Result<Self> {
        let is_terminal = path.is_none() && io::stdout().is_terminal();
        let coloured = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !anstyle_query::no_color() && anstyle_query::term_supports_color(),
        };
        if coloured && is_terminal {
            // Old Windows consoles print colour sequences as text without this; other systems need nothing.
            let _ = anstyle_query::windows::enable_ansi_colors();
        }
        let inner: Box<dyn Write> = match path {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout()),
        };
        let width = if is_terminal { terminal_columns() } else { None };
        Ok(Self {
            writer: SanitizingWriter::new(BufWriter::new(inner), coloured),
            style: TextStyle { coloured, width },
        })
    }

    /// Colours and width of text; no width if the output is not a terminal.
    pub(super) fn style(&self) -> TextStyle {
        self.style
    }

    /// Colours and width of paragraphs, which are always wrapped.
    pub(super) fn paragraph_style(&self) -> TextStyle {
        TextStyle { width: self.style.width.or(Some(MAX_COLUMNS)), ..self.style }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// How many bytes are held in memory before they go to a temporary file.
const HELD_BYTES: usize = 8 << 20;

/// The part of a document that is written before what precedes it is known.
pub(super) struct HeldBody(SpooledTempFile);

impl HeldBody {
    pub(super) fn new() -> Self {
        Self(tempfile::spooled_tempfile(HELD_BYTES))
    }
}

impl Write for HeldBody {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl HeldText for HeldBody {
    fn copy_to(&mut self, mut out: &mut dyn Write) -> io::Result<()> {
        self.0.rewind()?;
        io::copy(&mut self.0, &mut out).map(drop)
    }
}

/// Prints on standard error, in one line, why something could not be done.
pub(super) fn complain(cause: &str) {
    // If this fails, there is no other place to report it.
    let _ = writeln!(io::stderr(), "trtc-lens: {}", sanitize::one_line(cause));
}

fn terminal_columns() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size()?;
    Some(usize::from(columns).clamp(20, MAX_COLUMNS))
}

/// Makes control characters visible, except line feeds, tabs and, if wanted, the colour sequences of our own texts. A colour
/// sequence must be within one write.
///
/// Renderers sanitize the text of logs already; this is a second protection. It works on bytes because a write may end in
/// the middle of a character, so it shares only `visible_char` with `sanitize`.
struct SanitizingWriter<W> {
    inner: W,
    keeps_colours: bool,
    /// The byte 0xC2, which may begin one of the control characters U+0080 to U+009F; the next byte decides.
    pending: Option<u8>,
    /// The sanitized bytes of one write; kept to reuse its memory.
    sanitized: Vec<u8>,
}

impl<W: Write> SanitizingWriter<W> {
    fn new(inner: W, keeps_colours: bool) -> Self {
        Self { inner, keeps_colours, pending: None, sanitized: Vec::new() }
    }

    fn push(&mut self, byte: u8, after: &[u8]) {
        if let Some(lead) = self.pending.take() {
            if (0x80..0xA0).contains(&byte) {
                return self.push_char(char::REPLACEMENT_CHARACTER);
            }
            self.sanitized.push(lead);
        }
        match byte {
            0xC2 => self.pending = Some(byte),
            b'\n' | b'\t' => self.sanitized.push(byte),
            0x1b if self.keeps_colours && begins_colour(after) => self.sanitized.push(byte),
            0..0x20 | 0x7f => self.push_char(sanitize::visible_char(byte.into())),
            _ => self.sanitized.push(byte),
        }
    }

    fn push_char(&mut self, c: char) {
        self.sanitized.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

impl<W: Write> Write for SanitizingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.pending.is_none() && is_printable(bytes) {
            return self.inner.write(bytes);
        }
        self.sanitized.clear();
        for (at, &byte) in bytes.iter().enumerate() {
            self.push(byte, &bytes[at + 1..]);
        }
        self.inner.write_all(&self.sanitized)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether the bytes surely contain no control character. Without branches, so that the compiler vectorizes the loop.
fn is_printable(bytes: &[u8]) -> bool {
    let suspect = |byte: &u8| u8::from(matches!(byte, 0..=0x08 | 0x0b..0x20 | 0x7f | 0xC2));
    bytes.chunks(1024).all(|part| part.iter().map(suspect).fold(0, |found, suspect| found | suspect) == 0)
}

/// Whether the bytes after an escape make it a colour sequence.
fn begins_colour(after: &[u8]) -> bool {
    let Some(parameters) = after.strip_prefix(b"[") else { return false };
    let end = parameters.iter().position(|byte| !(byte.is_ascii_digit() || *byte == b';'));
    end.is_some_and(|end| parameters[end] == b'm')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(keeps_colours: bool, pieces: &[&[u8]]) -> String {
        let mut writer = SanitizingWriter::new(Vec::new(), keeps_colours);
        for piece in pieces {
            writer.write_all(piece).unwrap_or_else(|error| panic!("{error}"));
        }
        String::from_utf8_lossy(&writer.inner).into_owned()
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(written(false, &[b"a\x1b[31mb\x07\x7f\r\n\t"]), "a␛[31mb␇␡␍\n\t");
        assert_eq!(written(false, &["bell\u{9b}31m é".as_bytes()]), "bell\u{fffd}31m é");
    }

    #[test]
    fn a_character_may_be_split_between_writes() {
        assert_eq!(written(false, &[b"\xc2", b"\x9b."]), "\u{fffd}.");
        assert_eq!(written(false, &[b"\xc2", b"\xa9."]), "©.");
    }

    #[test]
    fn only_colour_sequences_are_kept() {
        assert_eq!(
            written(true, &[b"\x1b[1;31mred\x1b[0m\x1b]0;title\x07\x1b[2J"]),
            "\x1b[1;31mred\x1b[0m␛]0;title␇␛[2J"
        );
    }
}
