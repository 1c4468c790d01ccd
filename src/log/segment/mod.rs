//! The same entries as [`crate::log::segment::raw_entries::RawEntries`] finds, for the many that nobody looks at: where they begin and end and which
//! level they have, in a few nanoseconds a line.

mod entries;
pub mod head;
pub mod line;
mod line_cache;
pub mod line_ends;
mod packed_kind;
pub mod raw_entries;

pub use self::entries::{EntrySpan, EntrySpans, TableRows};
pub use self::head::{EntryHead, PrefixSpan, entry_head, usual_entry_head};

use self::line_cache::LineClassifier;
use self::line_ends::LineEnds;
use super::Layout;

/// Finds the extents of entries. Remembers what lines are: a log repeats itself.
pub struct Segmenter {
    kinds: LineClassifier,
}

impl Segmenter {
    /// For logs of this layout.
    pub fn new(layout: Layout) -> Self {
        Self { kinds: LineClassifier::new(layout) }
    }

    /// Hands out the entries of a chunk, which has these line ends.
    #[inline]
    pub fn each_entry(&mut self, chunk: &str, ends: &LineEnds, mut take: impl FnMut(EntrySpan)) {
        if let Some(table) = self.kinds.layout.table.clone() {
            TableRows::new(&table, chunk).for_each(take);
            return;
        }
        // Not `for_each`, which would not become part of this loop.
        for extent in EntrySpans::new(&mut self.kinds, chunk, ends) {
            take(extent);
        }
    }
}

/// Whether a line that begins a JSON value ends one as well.
pub fn ends_value(line: &[u8]) -> bool {
    line.len() > 1 && matches!(line.trim_ascii_end().last(), Some(b'}' | b']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::parse::text::read_entries;

    /// The quick way and the whole way must agree on entries, lines and levels.
    #[track_caller]
    fn check(log: &str) {
        for spaced_rows in [false, true] {
            let mut whole = Vec::new();
            let layout = Layout { spaced_rows, ..Layout::default() };
            read_entries(log, &layout, &mut |draft| whole.push((draft.first_line, draft.level)));
            let mut entries = Vec::new();
            Segmenter::new(layout.clone()).each_entry(log, &LineEnds::of(log.as_bytes()), |extent| {
                let EntrySpan { start, end, first_line, kind } = extent;
                match entry_head(&log[start..end], kind) {
                    Some(EntryHead { level, .. }) => entries.push((first_line, level)),
                    None => read_entries(&log[start..end], &layout, &mut |draft| {
                        entries.push((first_line + draft.first_line, draft.level));
                    }),
                }
            });
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
