//! Looks at entries that are worth it: those that were read before are known by their words, others are read.

use std::sync::Arc;

use super::bodies::{UploadBodies, UploadContext};
use crate::event::event_record::{Recorded, record};
use crate::inspect::cache::entry::{CacheHit, EntryCache, words};
use crate::inspect::cache::record::RecordCache;
use crate::inspect::chunk_report::{ChunkReport, FullEntry};
use crate::inspect::prefilter::EntryHits;
use crate::log::Layout;
use crate::log::formats::chrome_debug;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::prefix::normalize_clock;
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::text::{EntryParts, outer_clock};
use crate::log::segment::entry_head;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entries::RawEntries;
use crate::log::segment::raw_entry::RawEntry;

/// Looks at entries.
pub(super) struct EntryReader<'r, 'c> {
    pub cache: &'r mut EntryCache,
    pub records: &'r mut RecordCache,
    /// `None` within a body.
    pub bodies: Option<&'r mut UploadBodies>,
    pub layout: &'r Layout,
    pub report: &'r mut ChunkReport,
    /// The record that the entries stand in, if they do.
    pub within: Option<UploadContext<'c>>,
}

/// An entry on its way.
#[derive(Clone, Copy)]
pub(super) struct ChunkEntry<'t> {
    /// Its lines, with the last line end.
    pub text: &'t str,
    /// Where it begins in the text that was searched for anchors.
    pub start: usize,
    /// What its first line is.
    pub kind: LineKind,
    /// The first of its lines, from 0 within the chunk.
    pub first_line: u64,
}

impl EntryReader<'_, '_> {
    /// Looks at an entry of text, which has these parts. What it tells, or `None` where it was known, or is now, and was
    /// taken into the report.
    pub fn look<'e>(
        &mut self,
        entry: ChunkEntry<'e>,
        parts: &EntryParts<'e>,
        sight: &EntryHits<'_>,
    ) -> Option<Recorded<'e>> {
        let ChunkEntry { text, start, kind, first_line } = entry;
        let told = || {
            let message = (parts.message.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            record(parts, start + message, sight.signs)
        };
        // Chromium's own parts speak of everything but the SDK.
        let is_foreign = || kind.line_format() == Some(LineFormat::Chrome) && !chrome_debug::is_console(text);
        if !sight.is_worth_reading || is_foreign() {
            return Some(told());
        }
        let Some(words) = words(text, kind, parts) else { return Some(Recorded::Unclear) };
        let is_fixed = self.within.is_some();
        let Some(CacheHit { known, clock, user }) = self.cache.again(text, &words, self.layout, is_fixed) else {
            return Some(Recorded::Unclear);
        };
        if known.is_idle() {
            return Some(told());
        }
        let UploadContext { user: outer_user, time: outer_time, .. } = self.within.unwrap_or_default();
        let time = clock.map(normalize_clock).or_else(|| outer_clock(text, kind.line_format()));
        let time = time.as_deref().or(outer_time).map(Arc::from);
        let user = user.or(outer_user.filter(|_| known.parsed.user.is_none())).map(Arc::from);
        self.report.add(FullEntry { number: 0, line: first_line, time, known, user });
        None
    }

    /// Reads an entry, or a record of several, in full, or what is known of it; `is_kept`: it is worth keeping.
    pub fn read(&mut self, entry: ChunkEntry<'_>, is_kept: bool) {
        let ChunkEntry { text, kind, first_line, .. } = entry;
        if kind == LineKind::Json
            && self.layout.table.is_none()
            && self.within.is_none()
            && let Some(again) = self.records.again(text, self.layout)
        {
            self.report.add_record(&again, first_line, is_kept);
            return;
        }
        for raw in RawEntries::new(text, self.layout) {
            let raw = RawEntry { first_line: raw.first_line + first_line, ..raw };
            read_raw_entry(&raw, self.layout, &mut |mut parsed| {
                if let Some(within) = &self.within {
                    within.put(&mut parsed);
                }
                self.report.take(parsed, is_kept);
            });
        }
    }

    /// Reads an entry that is a record with many entries, if it is one whose lines can be passed like those of a chunk; whether
    /// it was read.
    pub fn read_body(&mut self, entry: ChunkEntry<'_>) -> bool {
        let Some(bodies) = &mut self.bodies else { return false };
        self.layout.table.is_none() && bodies.read(entry, self.report)
    }

    /// Takes the clock of an entry that is not read otherwise.
    pub fn see_time(&mut self, text: &str, kind: LineKind) {
        let clock = entry_head(text, kind)
            .and_then(|entry_head| entry_head.prefix)
            .map(|prefix| &text[prefix.clock..prefix.clock_end]);
        if let Some(clock) = clock.filter(|_| kind != LineKind::Json) {
            self.report.see_time(Some(&normalize_clock(clock)));
            return;
        }
        for raw in RawEntries::new(text, self.layout).take(1) {
            read_raw_entry(&raw, self.layout, &mut |parsed: ParsedEntry<'_>| {
                let outer = self.within.and_then(|within| within.time);
                self.report.see_time(parsed.time.as_deref().or(outer));
            });
        }
    }

    /// The line of the chunk on which a line of the text stands.
    pub fn line_of(&self, line: u64) -> u64 {
        self.within.map_or(line, |within| within.line)
    }
}

impl UploadContext<'_> {
    /// Puts an entry that was read out of the record to where that stands.
    fn put(&self, parsed: &mut ParsedEntry<'_>) {
        parsed.set_enclosing_string(self.line, None);
        parsed.user = parsed.user.take().or_else(|| self.user.map(str::to_owned));
        parsed.time = parsed.time.take().or_else(|| self.time.map(str::to_owned));
    }
}
