//! Finds where the entries of a chunk begin and end.
//!
//! In: the text of a chunk (whole lines) and the [`Layout`] of the log. Two segmenters find the same entries:
//!
//! - [`Segmenter`] (the fast one) yields an [`EntrySpan`] for each entry. It needs the [`LineEnds`] of the chunk, and caches how
//!   lines were classified (`line_cache`, with kinds packed into words by `packed_kind`): a few nanoseconds per line.
//!   The scan (`inspect::chunk_reader`) uses it for every entry of a log.
//! - [`RawEntries`](raw_entries::RawEntries) (the full one) yields a [`RawEntry`](raw_entry::RawEntry) for each entry, without a
//!   cache. Used by [`parse::reader`](super::parse::reader) (which the store, records and the scan call for entries that must
//!   be parsed in full) and by [`detect`](super::detect).
//!
//! Shared by both: `line` classifies a line as a [`LineKind`](line_kind::LineKind), and `json_lines` finds the end of a JSON
//! value that spans lines. [`entry_head`] reads level and prefix of an entry without parsing it; it returns `None` if the
//! entry must be parsed in full.
//!
//! What always holds: both segmenters agree on the number, the lines and the levels of the entries (the test below checks
//! this), and blank lines before an entry belong to none.

mod entries;
mod head;
mod json_lines;
pub(crate) mod line;
mod line_cache;
pub(crate) mod line_ends;
pub(crate) mod line_kind;
mod packed_kind;
pub(crate) mod raw_entries;
pub(crate) mod raw_entry;

pub(crate) use self::entries::{EntrySpan, EntrySpans, TableRows};
pub(crate) use self::head::{EntryHead, entry_head, entry_head_fast};

use self::line_cache::LineClassifier;
use self::line_ends::LineEnds;
use super::layout::Layout;

/// The fast segmenter. It caches the kinds of lines, since logs repeat their lines.
pub(crate) struct Segmenter {
    classifier: LineClassifier,
}

impl Segmenter {
    /// A segmenter for logs of this layout.
    pub(crate) fn new(layout: Layout) -> Self {
        Self { classifier: LineClassifier::new(layout) }
    }

    /// Calls `visit` with the span of each entry of a chunk, which has these line ends.
    #[inline]
    pub(crate) fn for_each_entry(&mut self, chunk: &str, ends: &LineEnds, mut visit: impl FnMut(EntrySpan)) {
        if let Some(table) = self.classifier.layout.table.clone() {
            TableRows::new(&table, chunk).for_each(visit);
            return;
        }
        // Not `for_each`, which is not inlined here.
        for span in EntrySpans::new(&mut self.classifier, chunk, ends) {
            visit(span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::parse::reader::read_entries;

    /// Both segmenters must agree on entries, lines and levels.
    #[track_caller]
    fn check(log: &str) {
        for spaced_rows in [false, true] {
            let mut expected = Vec::new();
            let layout = Layout { spaced_rows, ..Layout::default() };
            read_entries(log, &layout, &mut |parsed| expected.push((parsed.first_line, parsed.level)));
            let mut entries = Vec::new();
            Segmenter::new(layout.clone()).for_each_entry(log, &LineEnds::new(log.as_bytes()), |span| {
                let EntrySpan { start, end, first_line, kind } = span;
                match entry_head(&log[start..end], kind) {
                    Some(EntryHead { level, .. }) => entries.push((first_line, level)),
                    None => read_entries(&log[start..end], &layout, &mut |parsed| {
                        entries.push((first_line + parsed.first_line, parsed.level));
                    }),
                }
            });
            assert_eq!(entries, expected, "{log}");
        }
    }

    #[test]
    fn both_segmenters_find_the_same_entries() {
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
