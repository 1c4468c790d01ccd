//! Reads chunks into reports, each entry in the cheapest way that gives the same result as parsing it in full.
//!
//! In: a [`Chunk`] of whole lines, or one record of a JSON document. Out: a [`ChunkReport`]. The steps for a chunk of
//! lines:
//!
//! 1. The [prefilter](super::prefilter) searches the chunk for literals, and the segmenter splits it into entries.
//! 2. `text_reader` decides for each entry by its literal matches. Without a match, only its level and clock are needed;
//!    both are in the head of its first line. If only event literals matched, it records the client event. Otherwise it
//!    parses the entry. `speakers` has the clients and users of the last entries.
//! 3. `upload` unescapes records that the SDK uploads, whose `log` member has many lines. `text_reader` then reads these
//!    lines like those of a chunk.
//!
//! A record of a JSON document is always parsed in full; the literal search decides only whether its entries are
//! reported.
//!
//! What always holds: the state that a [`ChunkReader`] keeps between chunks saves time and does not change the findings,
//! events and facts of a log.

mod speakers;
mod text_reader;
mod upload;

use self::text_reader::{TextReader, UploadReader};
use super::chunk_report::ChunkReport;
use crate::log::Layout;
use crate::log::chunk::Chunk;
use crate::log::parse::chunk::parse_chunk;
use crate::log::segment::Segmenter;
use crate::source::encoding::LossyDecoder;

/// Reads chunks into reports.
pub(super) struct ChunkReader {
    text_reader: TextReader,
    uploads: UploadReader,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    pub(super) fn new(layout: Layout) -> Self {
        Self { text_reader: TextReader::new(layout), uploads: UploadReader::default() }
    }

    /// The segmenter of its logs, with its cache.
    pub(super) fn segmenter(&mut self) -> &mut Segmenter {
        &mut self.text_reader.segmenter
    }

    /// Forgets what a log says only once, because another log begins. Caches of equal entries stay.
    pub(super) fn begin_log(&mut self) {
        self.text_reader.search.begin_log();
        self.uploads.begin_log();
    }

    /// Reads one chunk and replaces the content of `report`.
    pub(super) fn read(&mut self, chunk: &Chunk, report: &mut ChunkReport) {
        report.clear();
        if let Some(pointer) = &chunk.pointer {
            self.read_record(chunk, pointer, report);
        } else if let Ok(text) = simdutf8::basic::from_utf8(&chunk.bytes) {
            self.text_reader.read(text, None, Some(&mut self.uploads), report);
        } else {
            // Literals are UTF-8, so the text is decoded before the search. Decoding changes byte offsets but not line
            // numbers.
            let mut decoder = LossyDecoder::default();
            self.text_reader.read(&decoder.decode(&chunk.bytes), None, Some(&mut self.uploads), report);
            report.legacy_encoding = decoder.legacy_name();
        }
    }

    fn read_record(&mut self, chunk: &Chunk, pointer: &str, report: &mut ChunkReport) {
        let mut decoder = LossyDecoder::default();
        let text = decoder.decode(&chunk.bytes);
        report.legacy_encoding = decoder.legacy_name();
        let TextReader { search, layout, summaries, .. } = &mut self.text_reader;
        let (line_ends, mut hits) = search.search(text.as_bytes());
        report.line_ends = line_ends.count();
        let is_relevant = hits.advance_to(0..text.len()).is_relevant;
        parse_chunk(&text, Some(pointer), layout, &mut |parsed| {
            if is_relevant {
                let summary = summaries.summary(&parsed);
                report.add_parsed(parsed, summary);
            } else {
                report.count_parsed(&parsed);
            }
        });
    }
}
