//! What lines are. Logs begin their lines in a few ways all the time; those are remembered.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::head::usual_prefix;
use super::line::{LineFormat, LineKind};
use super::packed_kind::PackedLineKind;
use crate::log::Layout;

const SOURCES: usize = 12;
const ROWS: usize = 2048;
const ROW_MAX: usize = 160;

/// Tells what lines are.
pub(super) struct LineClassifier {
    pub layout: Layout,
    /// DevTools' sources with the blank behind them, `trtc.js:1 `.
    sources: Vec<Beginning>,
    /// The bytes that one of them begins with, a bit each.
    first_bytes: [u64; 4],
    /// Whole lines that begin no entry, each at the place that its hash gives: stack rows, `value @ trtc.js:1`, and the lines
    /// of what the browser was asked to print.
    rows: Vec<CachedLine>,
    /// The place of the one that came last.
    last_row: usize,
    hasher: RandomState,
}

impl LineClassifier {
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            sources: Vec::new(),
            first_bytes: [0; 4],
            rows: vec![CachedLine { text: Box::default(), kind: PackedLineKind::BLANK, next: 0 }; ROWS],
            last_row: 0,
            hasher: RandomState::default(),
        }
    }

    /// What the line from `start` to `end` of `text` is, without its line end.
    #[inline]
    pub fn of(&mut self, text: &str, start: usize, end: usize) -> PackedLineKind {
        let bytes = text.as_bytes();
        let first = bytes.get(start).copied().unwrap_or_default();
        if self.first_bytes[usize::from(first >> 6)] & (1 << (first & 63)) != 0
            && let Some(length) = self.source_len(&bytes[start..])
        {
            return PackedLineKind::of_devtools(length);
        }
        // Nothing else begins with the SDK's prefix.
        if matches!(first, b'[' | b'T') && !self.layout.is_plain && usual_prefix(&bytes[start..end]).is_some() {
            return PackedLineKind::SDK;
        }
        self.unless_known(&text[start..end])
    }

    /// Length of the known source that a text begins with.
    #[inline]
    fn source_len(&mut self, text: &[u8]) -> Option<usize> {
        let idx = self.sources.iter().position(|source| source.begins(text))?;
        let length = self.sources[idx].text.len();
        if idx > 0 {
            // The SDK's own source is that of most lines: it comes to stand first.
            self.sources.swap(idx, idx - 1);
        }
        Some(length)
    }

    fn unless_known(&mut self, text: &str) -> PackedLineKind {
        let line = text.as_bytes();
        // Brackets stand before a clock, which is another one each time.
        if line.starts_with(b"[") {
            return PackedLineKind::new(self.layout.classify(text));
        }
        // Stacks are printed again and again: after a row comes mostly what came after it before.
        let next = self.rows[self.last_row].next;
        if let row = &self.rows[next]
            && *row.text == *line
        {
            self.last_row = next;
            return row.kind;
        }
        let slot = (line.len() <= ROW_MAX).then(|| self.hasher.hash_one(line) as usize % ROWS);
        if let Some(slot) = slot
            && let row = &self.rows[slot]
            && *row.text == *line
        {
            let kind = row.kind;
            self.rows[self.last_row].next = slot;
            self.last_row = slot;
            return kind;
        }
        let kind = self.layout.classify(text);
        match kind {
            // Where a clock stands before the source, it is another one each time.
            LineKind::Start(LineFormat::Devtools, at) if at > 1 && !line[0].is_ascii_digit() => {
                if self.sources.len() == SOURCES {
                    self.sources.pop();
                }
                self.sources.push(Beginning::new(&line[..at as usize]));
                self.first_bytes[usize::from(line[0] >> 6)] |= 1 << (line[0] & 63);
            }
            LineKind::Continuation | LineKind::Loose => {
                if let Some(slot) = slot {
                    self.rows[slot] =
                        CachedLine { text: line.into(), kind: PackedLineKind::new(kind), ..self.rows[slot] };
                }
            }
            _ => {}
        }
        PackedLineKind::new(kind)
    }
}

/// A line that begins no entry.
#[derive(Clone, Debug)]
struct CachedLine {
    text: Box<[u8]>,
    kind: PackedLineKind,
    /// The place of the one that came behind it last.
    next: usize,
}

/// What lines begin with. Its first and last eight bytes are compared at once.
#[derive(Debug)]
struct Beginning {
    text: Box<[u8]>,
    first: u64,
    first_mask: u64,
    last: u64,
}

impl Beginning {
    fn new(text: &[u8]) -> Self {
        let mut first = [0; 8];
        let known = text.len().min(8);
        first[..known].copy_from_slice(&text[..known]);
        let first_mask = u64::MAX.checked_shr(64 - 8 * known as u32).unwrap_or(0);
        let last = word_at(text, text.len().saturating_sub(8)).unwrap_or(0);
        Self { text: text.into(), first: u64::from_le_bytes(first), first_mask, last }
    }

    /// Whether `text` begins so.
    #[inline]
    fn begins(&self, text: &[u8]) -> bool {
        let Some(first) = word_at(text, 0) else { return text.starts_with(&self.text) };
        let length = self.text.len();
        first & self.first_mask == self.first
            && (length <= 8
                || word_at(text, length - 8) == Some(self.last) && (length <= 16 || text.starts_with(&self.text)))
    }
}

#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_what_they_are_told_to_be() {
        let lines = [
            "a.js:1 x",
            "a.js:1 y",
            "a.js:1 ",
            "a.js:1",
            "a.js:12 x",
            "trtc.js:1 TRTC[00:00:00:000] x",
            "trtc.js:1 y",
            "trtc.js:12 z",
            "https://class.example.com/room.js:30 x",
            "https://class.example.com/room.js:30 y",
            "https://class.example.com/rooms.js:30 y",
            "value @ trtc.js:1",
            "value @ trtc.js:1",
            "[00:41:58:638] <INFO> [↑c1|a] x",
            "TRTC[00:41:58:638] <WARN> [↑c1|a] x",
            "[00:41:58] <DEBUG>  x of some length",
            "[00:41:58:638] <ERROR>",
            "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"",
            "",
            "loose",
            " row",
        ];
        for is_plain in [false, true] {
            let layout = Layout { spaced_rows: true, is_plain, ..Layout::default() };
            let mut kinds = LineClassifier::new(layout.clone());
            for line in lines.iter().chain(&lines) {
                assert_eq!(kinds.of(line, 0, line.len()).unpack(), layout.classify(line), "{line}");
            }
        }
    }
}
