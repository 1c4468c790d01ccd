//! Finds where the entries of a text begin and end. The scan, the store, detection and the reading of strings in records
//! all use it, so that the number of an entry is the same in the report and in the window.
//!
//! In: a text (whole lines) and the [`Layout`] of the log. Out: a [`RawEntry`](raw_entry::RawEntry) for each entry. The stages:
//!
//! 1. `line_ends` has the line ends of a text; who already knows them passes them on.
//! 2. `line` classifies a line as a [`LineKind`](line_kind::LineKind): does it begin an entry or continue one? `line_cache`
//!    is the fast way to the same result; it caches lines that begin no entry, and packs kinds into words (`packed_kind`)
//!    and compares beginnings word by word (`short_prefix`).
//! 3. `entries` joins lines to entries. `json_lines` finds the end of a JSON value that spans lines.
//! 4. `head` reads level and prefix of an entry, where parsing it begins.
//!
//! What always holds: an entry depends on its own lines and the next line that is not blank only, and blank lines before an
//! entry belong to none.

mod entries;
mod head;
mod json_lines;
pub(crate) mod line;
mod line_cache;
pub(crate) mod line_ends;
pub(crate) mod line_kind;
mod packed_kind;
pub(crate) mod raw_entry;
pub(crate) mod short_prefix;

pub(crate) use self::entries::Entries;
pub(crate) use self::head::{EntryHead, entry_head};

use self::line_cache::{CACHED_LINES, CACHED_SAMPLE_LINES, LineClassifier};
use super::layout::Layout;

/// Splits texts into entries. Keeps its cache from one text to the next.
pub(crate) struct Segmenter {
    classifier: LineClassifier,
}

impl Segmenter {
    /// A segmenter for logs of this layout.
    pub(crate) fn new(layout: Layout) -> Self {
        Self { classifier: LineClassifier::new(layout, CACHED_LINES) }
    }

    /// A segmenter for one short text, such as the beginning of a log.
    pub(crate) fn for_sample(layout: Layout) -> Self {
        Self { classifier: LineClassifier::new(layout, CACHED_SAMPLE_LINES) }
    }

    /// The layout of its logs.
    pub(crate) fn layout(&self) -> &Layout {
        &self.classifier.layout
    }

    /// The entries of a text.
    pub(crate) fn entries<'t>(&mut self, text: &'t str) -> Entries<'_, 't, memchr::Memchr<'t>> {
        self.entries_between(text, memchr::memchr_iter(b'\n', text.as_bytes()))
    }

    /// The entries of a text whose line ends are known.
    #[inline]
    pub(crate) fn entries_between<'t, E: Iterator<Item = usize>>(
        &mut self,
        text: &'t str,
        line_ends: E,
    ) -> Entries<'_, 't, E> {
        Entries::new(&mut self.classifier, text, line_ends)
    }
}
