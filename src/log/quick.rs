//! The same entries as [`super::units::Units`] finds, for the many lines nobody looks at: where they begin and end and which
//! level they have, in a few nanoseconds a line, over bytes that need not be text.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::formats::csv::Table;
use super::json::balanced_len;
use super::line::{LineKind, Wrapping};
use super::units::spread_len;
use super::{Layout, Level};

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes from where the search began to the entry's end, with its last line end and blank lines before.
    pub length: usize,
    /// Line ends in them.
    pub line_ends: u64,
    /// Bytes of the blank lines before the entry.
    pub blank_bytes: usize,
    /// How many these are.
    pub blank_lines: u64,
    /// What its first line is; `None` where there are only blank lines.
    pub kind: Option<LineKind>,
}

/// Finds the extents of entries. Remembers beginnings of lines: a log repeats a few of them all the time.
pub struct QuickLines {
    layout: Layout,
    /// DevTools' sources with the blank behind them, `trtc.js:1 `.
    sources: Vec<Vec<u8>>,
    /// Whole lines that begin no entry, each at the place that its hash gives: stack rows, `value @ trtc.js:1`, and the lines
    /// of what the browser was asked to print.
    rows: Vec<(Vec<u8>, LineKind)>,
    hasher: RandomState,
}

const SOURCES: usize = 12;
const ROWS: usize = 512;
const ROW_MAX: usize = 160;

impl QuickLines {
    /// For logs of this layout.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            sources: Vec::new(),
            rows: vec![(Vec::new(), LineKind::Blank); ROWS],
            hasher: RandomState::default(),
        }
    }

    /// The entry that begins at byte `at` of `bytes`, or behind blank lines there.
    pub fn entry(&mut self, bytes: &[u8], at: usize) -> Extent {
        if let Some(table) = &self.layout.table {
            return row(table, bytes, at);
        }
        let mut extent = Extent { length: 0, line_ends: 0, blank_bytes: 0, blank_lines: 0, kind: None };
        let mut next = at;
        let kind = loop {
            if next >= bytes.len() {
                extent.length = next - at;
                return extent;
            }
            let (line, after, ends) = line_at(bytes, next);
            let kind = self.kind_of(line);
            extent.line_ends += ends;
            if kind != LineKind::Blank {
                extent.kind = Some(json_or_loose(kind, bytes, next, line, after, &mut extent));
                next = (at + extent.length).max(after);
                break extent.kind;
            }
            extent.blank_lines += ends;
            next = after;
            extent.blank_bytes = next - at;
        };
        if kind != Some(LineKind::Json) {
            let loose = !matches!(kind, Some(LineKind::Start(..)));
            let quoted = matches!(kind, Some(LineKind::Start(Wrapping::Chrome, _)));
            while next < bytes.len() {
                let (line, after, ends) = line_at(bytes, next);
                let belongs = match self.kind_of(line) {
                    LineKind::Continuation => true,
                    LineKind::Loose => !loose,
                    LineKind::Blank => quoted,
                    LineKind::Start(..) | LineKind::Json => false,
                };
                if !belongs {
                    break;
                }
                extent.line_ends += ends;
                next = after;
            }
        }
        extent.length = next - at;
        extent
    }

    fn kind_of(&mut self, line: &[u8]) -> LineKind {
        if let Some(idx) = self.sources.iter().position(|source| line.starts_with(source)) {
            let length = self.sources[idx].len();
            // The SDK's own source is that of most lines: it comes to stand first.
            self.sources.swap(idx, idx.saturating_sub(1));
            return LineKind::Start(Wrapping::Devtools, length);
        }
        let slot = (line.len() <= ROW_MAX).then(|| self.hasher.hash_one(line) as usize % ROWS);
        if let Some((row, kind)) = slot.map(|slot| &self.rows[slot])
            && row == line
        {
            return *kind;
        }
        let valid = simdutf8::basic::from_utf8(line);
        let is_text = valid.is_ok();
        let text = valid.map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed);
        let kind = self.layout.classify(&text);
        match kind {
            // Where a clock stands before the source, it is another one each time.
            LineKind::Start(Wrapping::Devtools, at) if is_text && at > 1 && !line[0].is_ascii_digit() => {
                if self.sources.len() == SOURCES {
                    self.sources.pop();
                }
                self.sources.push(line[..at].to_vec());
            }
            LineKind::Continuation | LineKind::Loose if is_text => {
                if let Some(slot) = slot {
                    self.rows[slot] = (line.to_vec(), kind);
                }
            }
            _ => {}
        }
        kind
    }
}

/// A row of a table; it is a record as a JSON value is. Empty rows are blank lines.
fn row(table: &Table, bytes: &[u8], at: usize) -> Extent {
    let mut extent = Extent { length: 0, line_ends: 0, blank_bytes: 0, blank_lines: 0, kind: None };
    while at + extent.length < bytes.len() {
        let row = &bytes[at + extent.length..];
        let length = table.row_len(row);
        let ends = memchr::memchr_iter(b'\n', &row[..length]).count() as u64;
        extent.length += length;
        extent.line_ends += ends;
        if !row[..length].trim_ascii().is_empty() {
            extent.kind = Some(LineKind::Json);
            break;
        }
        (extent.blank_bytes, extent.blank_lines) = (extent.length, extent.line_ends);
    }
    extent
}

/// A JSON value may be spread over lines; a bracket alone on its line may begin none.
fn json_or_loose(
    kind: LineKind,
    bytes: &[u8],
    start: usize,
    line: &[u8],
    after: usize,
    extent: &mut Extent,
) -> LineKind {
    if kind != LineKind::Json || ends_value(line) {
        return kind;
    }
    if balanced_len(line.trim_ascii_start()).is_some() {
        return kind;
    }
    match spread_len(&bytes[start..]) {
        Some(length) => {
            let end = start + length;
            let end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1);
            extent.line_ends += memchr::memchr_iter(b'\n', &bytes[after..end]).count() as u64;
            extent.length = end - (start - extent.blank_bytes);
            kind
        }
        None if line.len() > 1 => kind,
        None => LineKind::Loose,
    }
}

/// The line at `start` without its line end, where the next begins, and whether it has a line end.
fn line_at(bytes: &[u8], start: usize) -> (&[u8], usize, u64) {
    let rest = &bytes[start..];
    let (line, after, ends) = match memchr::memchr(b'\n', rest) {
        Some(end) => (&rest[..end], start + end + 1, 1),
        None => (rest, bytes.len(), 0),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), after, ends)
}

/// Whether a line that begins a JSON value ends one as well.
#[must_use]
pub fn ends_value(line: &[u8]) -> bool {
    line.len() > 1 && matches!(line.trim_ascii_end().last(), Some(b'}' | b']'))
}

/// The level of an entry that nobody looks at; `None` where it must be read in full to tell (and to count it: a record may
/// hold many entries).
#[must_use]
pub fn quick_level(entry: &[u8], kind: LineKind) -> Option<Level> {
    match kind {
        LineKind::Start(Wrapping::Chrome, at) => {
            let body = entry.get(at..)?;
            let body = body.strip_prefix(b"\"")?;
            Some(prefix_level(unstyled(body)).unwrap_or_default())
        }
        LineKind::Start(
            Wrapping::Devtools | Wrapping::Sdk | Wrapping::Clocked | Wrapping::Firefox | Wrapping::Bare,
            at,
        ) => Some(prefix_level(unstyled(entry.get(at..)?)).unwrap_or_default()),
        LineKind::Start(Wrapping::Safari, _) => None,
        LineKind::Json => console_event_level(entry),
        LineKind::Continuation | LineKind::Blank | LineKind::Loose => Some(Level::None),
    }
}

/// A test driver's console event, `{"event":"console","time":"…","type":"info","text":"…`: one entry a record.
fn console_event_level(record: &[u8]) -> Option<Level> {
    const HEAD: usize = 200;
    if !record.starts_with(b"{\"event\":\"console\"") {
        return None;
    }
    let head = &record[..record.len().min(HEAD)];
    let kind = memchr::memmem::find(head, b"\"type\":\"")? + 8;
    let kind_end = kind + memchr::memchr(b'"', &record[kind..])?;
    let text = memchr::memmem::find(head, b"\"text\":\"")? + 8;
    let text = unstyled(&record[text..]);
    // An escape in the prefix (`\u003C`) hides the level.
    let window = &text[..text.len().min(64)];
    if memchr::memchr(b'\\', window).is_some() && (window.starts_with(b"[") || window.starts_with(b"TRTC[")) {
        return None;
    }
    prefix_level(text).or_else(|| Level::from_label(std::str::from_utf8(&record[kind..kind_end]).ok()?))
}

/// The SDK's prefix without style residue; see [`super::prefix::strip_style`].
fn unstyled(text: &[u8]) -> &[u8] {
    const STYLES: usize = 400;
    if !text.starts_with(b"%c") {
        return text;
    }
    let head = &text[..text.len().min(STYLES)];
    let mut from = 0;
    while let Some(bracket) = memchr::memmem::find(&head[from..], b" [") {
        let at = from + bracket + 1;
        if head.get(at + 1).is_some_and(u8::is_ascii_digit) {
            return &text[at..];
        }
        from = at;
    }
    text
}

/// The level of `[clock] <LEVEL>`; see [`super::prefix::parse_prefix`].
fn prefix_level(text: &[u8]) -> Option<Level> {
    const CLOCK: usize = 56;
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"TRTC").unwrap_or(text);
    if text.first() != Some(&b'[') || !text.get(1)?.is_ascii_digit() {
        return None;
    }
    let close = memchr::memchr(b']', &text[..text.len().min(CLOCK)])?;
    let level = text[close + 1..].strip_prefix(b" ")?;
    let level = level.strip_prefix(b"<").or_else(|| level.strip_prefix(b"&lt;"))?;
    let is =
        |name: &[u8]| level.strip_prefix(name).is_some_and(|rest| rest.starts_with(b">") || rest.starts_with(b"&gt;"));
    if is(b"INFO") || is(b"LOG") {
        Some(Level::Info)
    } else if is(b"DEBUG") || is(b"TRACE") {
        Some(Level::Debug)
    } else if is(b"WARN") {
        Some(Level::Warn)
    } else if is(b"ERROR") {
        Some(Level::Error)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::read_entries;
    use super::*;

    /// The quick way and the whole way must agree on entries, lines and levels.
    #[track_caller]
    fn check(log: &str) {
        for spaced_rows in [false, true] {
            let mut whole = Vec::new();
            let layout = Layout { spaced_rows, ..Layout::default() };
            read_entries(log, &layout, &mut |draft| whole.push((draft.first_line, draft.level)));
            let (mut quick, mut at, mut lines) = (QuickLines::new(layout.clone()), 0, 0);
            let mut entries = Vec::new();
            while at < log.len() {
                let extent = quick.entry(log.as_bytes(), at);
                let start = at + extent.blank_bytes;
                at += extent.length;
                if let Some(kind) = extent.kind {
                    match quick_level(&log.as_bytes()[start..at], kind) {
                        Some(level) => entries.push((lines + extent.blank_lines, level)),
                        None => read_entries(&log[start..at], &layout, &mut |draft| {
                            entries.push((lines + extent.blank_lines + draft.first_line, draft.level));
                        }),
                    }
                }
                lines += extent.line_ends;
            }
            assert_eq!(entries, whole, "{log}");
        }
    }

    #[test]
    fn the_quick_way_agrees_with_the_whole_way() {
        check(
            "trtc.js:1 TRTC[00:41:56:412] <ERROR> [↑c1|a] x\nRefer to: y\n <NAME 0x4004>\nvalue @ trtc.js:1\n\n\napp.js:2 b\n c\n",
        );
        check(
            "[1:2:1123/164158.785325:INFO:CONSOLE:1] \"%cTRTC%c%s padding: 1px; display: inline [00:41:58:638] <WARN> x\n\ny\", source: a (1)\n",
        );
        check(
            "{\"event\":\"console\",\"time\":\"t\",\"type\":\"info\",\"text\":\"[00:41:58:638] <DEBUG> x\",\"location\":\"y\"}\r\n{\"a\":1}\r\n",
        );
        check(
            "{\"event\":\"console\",\"type\":\"error\",\"text\":\"boom\"}\n{\n \"code_\": 1\n}\n{\nmail\n[00:46:46] <INFO> x\n",
        );
        check(" [00:46:46] <INFO> [c|u]  x\n row\n  more\nplain\n[Error] boom\n10:21:33.123 x\n");
        check("\n\n{\"timestamp\":\"1\",\"log\":\"[00:46:46] <INFO> a\\n[00:46:47] <WARN> b\"}\nend");
    }
}
