//! What one chunk of a log yields, independent of all others: several are read at a time, by several threads.

use super::anchors::AnchorSearch;
use super::entry::findings_of_any_version;
use super::finding::Finding;
use crate::log::chunks::Chunk;
use crate::log::draft::Draft;
use crate::log::encoding::Mender;
use crate::log::quick::{QuickLines, quick_level};
use crate::log::store::drafts;
use crate::log::text::read_unit;
use crate::log::units::{Unit, Units};
use crate::log::{Layout, Level, LevelCounts};

/// Levels are told apart in slices of so many entries: what the timeline shows of them is that fine.
pub const SLICE_ENTRIES: u64 = 8;

/// The report of one chunk.
#[derive(Debug, Default)]
pub struct ChunkReport {
    /// Entries in the chunk.
    pub entries: u64,
    /// How many of each level.
    pub levels: LevelCounts,
    /// The levels as they stood after each [`SLICE_ENTRIES`] entries.
    pub slices: Vec<LevelCounts>,
    /// Line ends in the chunk.
    pub line_ends: u64,
    /// Clock of the first and the last entry that has one.
    pub times: Option<(String, String)>,
    /// The entries worth looking at.
    pub drafts: Vec<ReadDraft>,
    /// The encoding of lines that were not UTF-8.
    pub legacy: Option<String>,
}

/// An entry worth looking at.
#[derive(Debug)]
pub struct ReadDraft {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// What it says.
    pub draft: Draft<'static>,
    /// What was found in it; `None` where the SDK's version, which other chunks may tell, decides.
    pub findings: Option<Vec<Finding>>,
}

/// Reads chunks into reports. Keeps what makes reading quick, nothing that findings depend on.
pub struct ChunkReader {
    search: AnchorSearch,
    quick: QuickLines,
    layout: Layout,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self { search: AnchorSearch::new(), quick: QuickLines::new(layout.clone()), layout }
    }

    /// Reads one chunk.
    #[must_use]
    pub fn read(&mut self, chunk: &Chunk) -> ChunkReport {
        let mut report = ChunkReport::default();
        match &chunk.pointer {
            Some(pointer) => self.read_record(chunk, pointer, &mut report),
            None if simdutf8::basic::from_utf8(&chunk.bytes).is_ok() => self.read_lines(&chunk.bytes, &mut report),
            None => {
                // Anchors are written in UTF-8; the lines are where they were.
                let mut mender = Mender::default();
                self.read_lines(mender.mend(&chunk.bytes).as_bytes(), &mut report);
                report.legacy = mender.legacy_name();
            }
        }
        report
    }

    fn read_record(&mut self, chunk: &Chunk, pointer: &str, report: &mut ChunkReport) {
        let mut mender = Mender::default();
        let text = mender.mend(&chunk.bytes);
        report.legacy = mender.legacy_name();
        report.line_ends = memchr::memchr_iter(b'\n', &chunk.bytes).count() as u64;
        let is_hit = self.search.first(text.as_bytes()).is_some();
        drafts(&text, Some(pointer), &self.layout, &mut |draft| report.take(draft, is_hit));
    }

    /// Passes the lines of a chunk. Entries without an anchor are counted by their first line alone.
    fn read_lines(&mut self, bytes: &[u8], report: &mut ChunkReport) {
        let mut hit = self.search.first(bytes);
        let mut last_quick = None;
        let mut at = 0;
        while at < bytes.len() {
            let extent = self.quick.entry(bytes, at);
            let entry = &bytes[at + extent.blank_bytes..at + extent.length];
            let first_line = report.line_ends + extent.blank_lines;
            report.line_ends += extent.line_ends;
            at += extent.length;
            let Some(kind) = extent.kind else { break };
            let is_hit = hit.is_some_and(|hit| hit < at);
            match quick_level(entry, kind) {
                Some(level) if !is_hit => {
                    if report.entries == 0 {
                        self.see_time(entry, report);
                    }
                    report.count(level);
                    last_quick = Some(entry);
                }
                _ => {
                    self.read_entry(entry, first_line, is_hit, report);
                    last_quick = None;
                }
            }
            if is_hit {
                hit = self.search.next(bytes, at);
            }
        }
        if let Some(entry) = last_quick {
            self.see_time(entry, report);
        }
    }

    /// Reads an entry (or a record of several) in full; `is_hit`: it is worth keeping.
    fn read_entry(&self, bytes: &[u8], first_line: u64, is_hit: bool, report: &mut ChunkReport) {
        let mut mender = Mender::default();
        let text = mender.mend(bytes);
        for unit in Units::new(&text, &self.layout) {
            let unit = Unit { first_line: unit.first_line + first_line, ..unit };
            read_unit(&unit, &self.layout, &mut |draft| report.take(draft, is_hit));
        }
        report.legacy = report.legacy.take().or_else(|| mender.legacy_name());
    }

    /// Takes the clock of an entry that is not read otherwise.
    fn see_time(&self, bytes: &[u8], report: &mut ChunkReport) {
        let mut mender = Mender::default();
        let text = mender.mend(bytes);
        for unit in Units::new(&text, &self.layout).take(1) {
            read_unit(&unit, &self.layout, &mut |draft| report.see_time(draft.time.as_deref()));
        }
    }
}

impl ChunkReport {
    fn take(&mut self, draft: Draft<'_>, is_kept: bool) {
        self.count(draft.level);
        self.see_time(draft.time.as_deref());
        if is_kept {
            let findings = findings_of_any_version(&draft);
            self.drafts.push(ReadDraft { number: self.entries, draft: draft.into_owned(), findings });
        }
    }

    fn count(&mut self, level: Level) {
        self.entries += 1;
        self.levels.count(level);
        if self.entries.is_multiple_of(SLICE_ENTRIES) {
            self.slices.push(self.levels);
        }
    }

    fn see_time(&mut self, time: Option<&str>) {
        let Some(time) = time else { return };
        match &mut self.times {
            Some((_, last)) => time.clone_into(last),
            times @ None => *times = Some((time.to_owned(), time.to_owned())),
        }
    }
}
