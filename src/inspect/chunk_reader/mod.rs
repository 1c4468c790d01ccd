//! Reads chunks into reports: most entries at a glance, those that were read before by their words, the rest in full.

mod bodies;
mod entry_reader;
mod lines;

use self::bodies::UploadBodies;
use self::entry_reader::EntryReader;
use self::lines::LineReader;
use super::cache::entry::EntryCache;
use super::cache::record::RecordCache;
use super::chunk_report::ChunkReport;
use super::prefilter::LiteralSearch;
use crate::log::Layout;
use crate::log::chunk::Chunk;
use crate::log::parse::chunk::parse_chunk;
use crate::log::segment::Segmenter;
use crate::source::encoding::LossyDecoder;

/// Reads chunks into reports. Keeps what makes reading quick, nothing that findings depend on.
pub struct ChunkReader {
    search: LiteralSearch,
    quick: Segmenter,
    cache: EntryCache,
    records: RecordCache,
    bodies: UploadBodies,
    layout: Layout,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    pub fn new(layout: Layout) -> Self {
        Self {
            search: LiteralSearch::default(),
            quick: Segmenter::new(layout.clone()),
            cache: EntryCache::default(),
            records: RecordCache::default(),
            bodies: UploadBodies::default(),
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
            let mut decoder = LossyDecoder::default();
            self.read_lines(&decoder.decode(&chunk.bytes), report);
            report.legacy = decoder.legacy_name();
        }
    }

    fn read_record(&mut self, chunk: &Chunk, pointer: &str, report: &mut ChunkReport) {
        let mut decoder = LossyDecoder::default();
        let text = decoder.decode(&chunk.bytes);
        report.legacy = decoder.legacy_name();
        let (line_ends, mut sights) = self.search.pass(text.as_bytes());
        report.line_ends = line_ends.count();
        let is_worth_it = sights.until(text.len()).is_worth_it();
        parse_chunk(&text, Some(pointer), &self.layout, &mut |parsed| report.take(parsed, is_worth_it));
    }

    /// Passes the lines of a chunk. Entries without an anchor are counted at a glance, those that tell an event and nothing
    /// else are not copied.
    fn read_lines(&mut self, text: &str, report: &mut ChunkReport) {
        let Self { search, quick, cache, records, bodies, layout } = self;
        let (line_ends, sights) = search.pass(text.as_bytes());
        report.line_ends = line_ends.count();
        let reader = EntryReader { cache, records, bodies: Some(bodies), layout, report, within: None };
        let mut lines = LineReader::new(text, sights, reader);
        quick.for_each_entry(text, line_ends, |extent| lines.take(extent));
        lines.see_last_times();
    }
}
