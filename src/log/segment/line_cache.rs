//! Classifies lines faster than [`Layout::classify`], with the same result: nearly all lines begin with the SDK's prefix or
//! with a source, or are equal to a line that was classified before.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::line_kind::LineKind;
use super::packed_kind::PackedLineKind;
use super::short_prefix::ShortPrefix;
use crate::log::formats::devtools;
use crate::log::layout::Layout;
use crate::log::parse::prefix::common_prefix;

/// How many lines are cached. Without the cache, a log with stacks and descriptions of sessions takes 11 to 25 % more
/// instructions (`benches/make_log.rs`: uploads, DevTools).
pub(super) const CACHED_LINES: usize = 2048;
/// How many lines are cached for the beginning of a log: the memory of a full cache takes longer to make than such a text to
/// classify.
pub(super) const CACHED_SAMPLE_LINES: usize = 128;
/// Longer lines are not cached, in bytes.
const CACHED_LINE_MAX: usize = 160;

/// Classifies lines.
pub(super) struct LineClassifier {
    pub layout: Layout,
    /// The source of the last DevTools line with the blank after it, `trtc.js:1 `; empty before the first one. Most lines have
    /// the SDK's own source. Without it, a DevTools log takes 14 % more instructions.
    last_source: ShortPrefix<Box<[u8]>>,
    /// Complete lines that begin no entry, indexed by their hash: stack rows, `value @ trtc.js:1`, and the lines of multi-line
    /// messages. Empty until the first one.
    lines: Vec<CachedLine>,
    /// How many lines are cached.
    max_lines: usize,
    /// The index of the last cached line that was read.
    last_line: usize,
    hasher: RandomState,
}

impl LineClassifier {
    /// Caches `max_lines` lines.
    pub(super) fn new(layout: Layout, max_lines: usize) -> Self {
        Self {
            layout,
            last_source: ShortPrefix::default(),
            lines: Vec::new(),
            max_lines,
            last_line: 0,
            hasher: RandomState::default(),
        }
    }

    /// Classifies the line from `start` to `end` of `text`, without its line end.
    #[inline]
    pub(super) fn classify(&mut self, text: &str, start: usize, end: usize) -> PackedLineKind {
        let line = &text.as_bytes()[start..end];
        if self.last_source.is_prefix_of(line) {
            return PackedLineKind::devtools(self.last_source.len());
        }
        match line.first() {
            // Only lines of the SDK begin with its prefix.
            Some(b'[' | b'T') if common_prefix(line).is_some() && !self.layout.is_plain => PackedLineKind::SDK,
            // These begin with a time or a record, which differ on each line: they are not cached.
            Some(b'[' | b'{' | b'0'..=b'9') => PackedLineKind::new(self.layout.classify(&text[start..end])),
            Some(first) => self.classify_cached(&text[start..end], first.is_ascii_alphabetic() && *first != b'T'),
            None => PackedLineKind::BLANK,
        }
    }

    fn classify_cached(&mut self, line: &str, may_have_source: bool) -> PackedLineKind {
        // Stacks are printed repeatedly: after a line usually comes the line that followed it the last time.
        if let Some(last) = self.lines.get(self.last_line)
            && let Some(cached) = self.lines.get(last.next as usize)
            && cached.text() == line.as_bytes()
        {
            self.last_line = last.next as usize;
            return cached.kind;
        }
        if may_have_source
            && !self.layout.is_plain
            && let Some(length) = devtools::source_len(line)
        {
            self.last_source = ShortPrefix::new(line.as_bytes()[..=length].into());
            return PackedLineKind::devtools(length + 1);
        }
        let slot = (line.len() <= CACHED_LINE_MAX).then(|| self.hasher.hash_one(line) as usize % self.max_lines);
        if let Some(slot) = slot
            && let Some(cached) = self.lines.get(slot)
            && cached.text() == line.as_bytes()
        {
            let kind = cached.kind;
            self.lines[self.last_line].next = slot as u32;
            self.last_line = slot;
            return kind;
        }
        let kind = self.layout.classify(line);
        let packed = PackedLineKind::new(kind);
        if let (LineKind::Continuation | LineKind::FreeText, Some(slot)) = (kind, slot) {
            if self.lines.is_empty() {
                let empty = CachedLine { bytes: [0; CACHED_LINE_MAX], length: 0, kind: PackedLineKind::BLANK, next: 0 };
                self.lines = vec![empty; self.max_lines];
            }
            let cached = &mut self.lines[slot];
            cached.bytes[..line.len()].copy_from_slice(line.as_bytes());
            (cached.length, cached.kind) = (line.len() as u8, packed);
        }
        packed
    }
}

/// A cached line, which begins no entry. Its text is stored in place: lines are replaced too often to allocate each.
#[derive(Clone, Debug)]
struct CachedLine {
    bytes: [u8; CACHED_LINE_MAX],
    /// How many of them are its text.
    length: u8,
    kind: PackedLineKind,
    /// The index of the line that followed it the last time.
    next: u32,
}

impl CachedLine {
    fn text(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
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
            "TIM 10:00:05.110:SignController x",
            "TIM 10:00:05.111:SignController y",
            "TUIKit 10:00:05.110 x",
            "TIM: 2026-11-24 10:00:05.110/I/4711 x",
            "[↑c1|a] x",
            "<INFO> [↑c1|a] x",
            "TIM login failed: x",
            "【CallService】x",
            "【房间号】x",
            "wss://host.example:8687 x",
        ];
        for is_plain in [false, true] {
            let layout = Layout { spaced_rows: true, is_plain, ..Layout::default() };
            let mut classifier = LineClassifier::new(layout.clone(), CACHED_LINES);
            for line in lines.iter().chain(&lines) {
                assert_eq!(classifier.classify(line, 0, line.len()).unpack(), layout.classify(line), "{line}");
            }
        }
    }
}
