//! Reads chunks into reports: most entries at a glance, those that were read before by their words, the rest in full.

mod bodies;
mod entry_reader;
mod lines;

use self::bodies::Bodies;
use self::entry_reader::Looker;
use self::lines::Lines;
use super::cache::entry::Memo;
use super::cache::record::RecordMemo;
use super::chunk_report::ChunkReport;
use super::prefilter::AnchorSearch;
use crate::log::Layout;
use crate::log::chunk::Chunk;
use crate::log::segment::QuickLines;
use crate::log::store::drafts;
use crate::source::encoding::Mender;

/// Reads chunks into reports. Keeps what makes reading quick, nothing that findings depend on.
pub struct ChunkReader {
    search: AnchorSearch,
    quick: QuickLines,
    memo: Memo,
    records: RecordMemo,
    bodies: Bodies,
    layout: Layout,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    pub fn new(layout: Layout) -> Self {
        Self {
            search: AnchorSearch::default(),
            quick: QuickLines::new(layout.clone()),
            memo: Memo::default(),
            records: RecordMemo::default(),
            bodies: Bodies::default(),
            layout,
        }
    }

    /// Reads one chunk into a report, in the place of what that held.
    pub fn read(&mut self, chunk: &Chunk, report: &mut ChunkReport) {
        report.clear();
        if let Some(pointer) = &chunk.pointer {
            self.read_record(chunk, pointer, report);
        } else if let Ok(text) = simdutf8::basic::from_utf8(&chunk.bytes) {
            self.read_lines(text, report);
        } else {
            // Anchors are written in UTF-8; the lines are where they were, the bytes within them are not.
            let mut mender = Mender::default();
            self.read_lines(&mender.mend(&chunk.bytes), report);
            report.legacy = mender.legacy_name();
        }
    }

    fn read_record(&mut self, chunk: &Chunk, pointer: &str, report: &mut ChunkReport) {
        let mut mender = Mender::default();
        let text = mender.mend(&chunk.bytes);
        report.legacy = mender.legacy_name();
        let (line_ends, mut sights) = self.search.pass(text.as_bytes());
        report.line_ends = line_ends.count();
        let is_worth_it = sights.until(text.len()).is_worth_it();
        drafts(&text, Some(pointer), &self.layout, &mut |draft| report.take(draft, is_worth_it));
    }

    /// Passes the lines of a chunk. Entries without an anchor are counted at a glance, those that tell an event and nothing
    /// else are not copied.
    fn read_lines(&mut self, text: &str, report: &mut ChunkReport) {
        let Self { search, quick, memo, records, bodies, layout } = self;
        let (line_ends, sights) = search.pass(text.as_bytes());
        report.line_ends = line_ends.count();
        let looker = Looker { memo, records, bodies: Some(bodies), layout, report, within: None };
        let mut lines = Lines::new(text, sights, looker);
        quick.each_entry(text, line_ends, |extent| lines.take(extent));
        lines.see_last_times();
    }
}
