//! Classifies lines with a cache, since the lines of a log begin in a few ways and many lines repeat.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::head::prefix_fast;
use super::line_kind::{LineFormat, LineKind};
use super::packed_kind::PackedLineKind;
use crate::log::layout::Layout;

/// How many sources are cached.
const SOURCES: usize = 12;
/// How many lines are cached.
const CACHED_LINES: usize = 2048;
/// Longer lines are not cached, in bytes.
const CACHED_LINE_MAX: usize = 160;

/// Classifies lines.
pub(super) struct LineClassifier {
    pub layout: Layout,
    /// Sources of DevTools with the blank after them, `trtc.js:1 `, the frequent ones first.
    sources: Vec<CachedSource>,
    /// The first bytes of the sources, as a bitmap.
    first_bytes: [u64; 4],
    /// Complete lines that begin no entry, indexed by their hash: stack rows, `value @ trtc.js:1`, and the lines of multi-line
    /// messages.
    lines: Vec<CachedLine>,
    /// The index of the last cached line that was read.
    last_line: usize,
    hasher: RandomState,
}

impl LineClassifier {
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            layout,
            sources: Vec::new(),
            first_bytes: [0; 4],
            lines: vec![CachedLine { text: Box::default(), kind: PackedLineKind::BLANK, next: 0 }; CACHED_LINES],
            last_line: 0,
            hasher: RandomState::default(),
        }
    }

    /// Classifies the line from `start` to `end` of `text`, without its line end.
    #[inline]
    pub(super) fn classify(&mut self, text: &str, start: usize, end: usize) -> PackedLineKind {
        let bytes = text.as_bytes();
        let first = bytes.get(start).copied().unwrap_or_default();
        if self.first_bytes[usize::from(first >> 6)] & (1 << (first & 63)) != 0
            && let Some(length) = self.source_len(&bytes[start..])
        {
            return PackedLineKind::devtools(length);
        }
        // Only lines of the SDK begin with its prefix.
        if matches!(first, b'[' | b'T') && !self.layout.is_plain && prefix_fast(&bytes[start..end]).is_some() {
            return PackedLineKind::SDK;
        }
        self.classify_cached(&text[start..end])
    }

    /// Length of the cached source that a text begins with.
    #[inline]
    fn source_len(&mut self, text: &[u8]) -> Option<usize> {
        let idx = self.sources.iter().position(|source| source.is_prefix_of(text))?;
        let length = self.sources[idx].text.len();
        if idx > 0 {
            // Move frequent sources to the front; most lines have the SDK's own source.
            self.sources.swap(idx, idx - 1);
        }
        Some(length)
    }

    fn classify_cached(&mut self, text: &str) -> PackedLineKind {
        let line = text.as_bytes();
        // After a bracket comes a time, which differs on each line: do not cache.
        if line.starts_with(b"[") {
            return PackedLineKind::new(self.layout.classify(text));
        }
        // Stacks are printed repeatedly: after a line usually comes the line that followed it the last time.
        let next = self.lines[self.last_line].next;
        if let cached = &self.lines[next]
            && *cached.text == *line
        {
            self.last_line = next;
            return cached.kind;
        }
        let slot = (line.len() <= CACHED_LINE_MAX).then(|| self.hasher.hash_one(line) as usize % CACHED_LINES);
        if let Some(slot) = slot
            && let cached = &self.lines[slot]
            && *cached.text == *line
        {
            let kind = cached.kind;
            self.lines[self.last_line].next = slot;
            self.last_line = slot;
            return kind;
        }
        let kind = self.layout.classify(text);
        match kind {
            // With a time before the source, the beginning differs on each line: do not cache.
            LineKind::Start(LineFormat::Devtools, at) if at > 1 && !line[0].is_ascii_digit() => {
                if self.sources.len() == SOURCES {
                    self.sources.pop();
                }
                self.sources.push(CachedSource::new(&line[..at as usize]));
                self.first_bytes[usize::from(line[0] >> 6)] |= 1 << (line[0] & 63);
            }
            LineKind::Continuation | LineKind::FreeText => {
                if let Some(slot) = slot {
                    self.lines[slot] =
                        CachedLine { text: line.into(), kind: PackedLineKind::new(kind), ..self.lines[slot] };
                }
            }
            _ => {}
        }
        PackedLineKind::new(kind)
    }
}

/// A cached line, which begins no entry.
#[derive(Clone, Debug)]
struct CachedLine {
    text: Box<[u8]>,
    kind: PackedLineKind,
    /// The index of the line that followed it the last time.
    next: usize,
}

/// A source that lines begin with. Its first and last eight bytes are compared as words.
#[derive(Debug)]
struct CachedSource {
    text: Box<[u8]>,
    first: u64,
    first_mask: u64,
    last: u64,
}

impl CachedSource {
    fn new(text: &[u8]) -> Self {
        let mut first = [0; 8];
        let first_len = text.len().min(8);
        first[..first_len].copy_from_slice(&text[..first_len]);
        let first_mask = u64::MAX.checked_shr(64 - 8 * first_len as u32).unwrap_or(0);
        let last = word_at(text, text.len().saturating_sub(8)).unwrap_or(0);
        Self { text: text.into(), first: u64::from_le_bytes(first), first_mask, last }
    }

    /// Whether `text` begins with it.
    #[inline]
    fn is_prefix_of(&self, text: &[u8]) -> bool {
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
    fn cached_kinds_equal_classified_kinds() {
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
            let mut classifier = LineClassifier::new(layout.clone());
            for line in lines.iter().chain(&lines) {
                assert_eq!(classifier.classify(line, 0, line.len()).unpack(), layout.classify(line), "{line}");
            }
        }
    }
}
