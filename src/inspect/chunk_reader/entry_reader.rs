//! Reads entries with literal matches: records their event, gets them from a cache or parses them in full.

use std::sync::Arc;

use super::upload::UploadContext;
use crate::event::{EventLookup, lookup_event};
use crate::inspect::cache::client_prefix::ClientPrefix;
use crate::inspect::cache::entry::{CacheHit, EntryCache, EntryKey};
use crate::inspect::cache::record::RecordCache;
use crate::inspect::chunk_report::{ChunkReport, FullEntry};
use crate::inspect::prefilter::EntryHits;
use crate::log::Layout;
use crate::log::formats::chrome_debug;
use crate::log::parse::clock::sdk_clock;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::text::{EntryParts, outer_clock, parts};
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entries::RawEntries;
use crate::log::segment::raw_entry::RawEntry;
use crate::log::segment::{EntryHead, entry_head};

/// Reads entries into a report.
pub(super) struct EntryReader<'r, 'c> {
    pub entries: &'r mut EntryCache,
    pub records: &'r mut RecordCache,
    pub layout: &'r Layout,
    pub report: &'r mut ChunkReport,
    /// Set if the entries are lines of an uploaded record.
    pub upload: Option<UploadContext<'c>>,
}

/// An entry of a chunk or of an uploaded record.
#[derive(Clone, Copy)]
pub(super) struct ChunkEntry<'t> {
    /// Its lines, with the last line end.
    pub text: &'t str,
    /// Its first byte in the text that was searched for literals.
    pub start: usize,
    /// The kind of its first line.
    pub kind: LineKind,
    /// Its first line, from 0 within the chunk.
    pub first_line: u64,
}

impl<'t> ChunkEntry<'t> {
    /// The parts of the entry, from its head and client prefix if possible. `None` for a record whose message has to be
    /// unescaped.
    pub(super) fn parts(
        &self,
        head: EntryHead,
        client_prefix: &ClientPrefix<'t>,
        hits: &EntryHits<'_>,
    ) -> Option<EntryParts<'t>> {
        let Self { text, kind, .. } = *self;
        let ClientPrefix { client, user, .. } = *client_prefix;
        // A WebDriver message that was pasted without its JSON has to be unwrapped.
        let from_head = if hits.may_be_quoted { None } else { head.parts(text, kind, client, user) };
        from_head.or_else(|| (kind != LineKind::Json).then(|| parts(text.trim_end_matches(['\r', '\n']), kind)))
    }
}

impl EntryReader<'_, '_> {
    /// Reads a text entry that has these parts. Returns the event that it contains, for the caller to add, or
    /// [`EventLookup::NeedsFullParse`] if it has to be read in full. If the entry may contain findings or facts, adds it to the
    /// report and returns `None`.
    pub(super) fn read_event<'e>(
        &mut self,
        entry: ChunkEntry<'e>,
        parts: &EntryParts<'e>,
        hits: &EntryHits<'_>,
    ) -> Option<EventLookup<'e>> {
        let ChunkEntry { text, start, kind, first_line } = entry;
        let event = || {
            let message = (parts.message.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            lookup_event(parts, start + message, hits.events)
        };
        // Entries that Chromium itself logs have nothing to do with the SDK.
        let is_browser_message = || kind.line_format() == Some(LineFormat::Chrome) && !chrome_debug::is_console(text);
        if !hits.needs_full_read || is_browser_message() {
            return Some(event());
        }
        let Some(key) = EntryKey::new(text, kind, parts) else { return Some(EventLookup::NeedsFullParse) };
        let in_record = self.upload.is_some();
        let Some(CacheHit { cached, clock, user }) = self.entries.find_or_parse(text, &key, self.layout, in_record)
        else {
            return Some(EventLookup::NeedsFullParse);
        };
        if cached.has_no_findings_or_facts() {
            return Some(event());
        }
        let UploadContext { user: outer_user, time: outer_time, .. } = self.upload.unwrap_or_default();
        let time = clock.map(sdk_clock).or_else(|| outer_clock(text, kind.line_format()));
        let time = time.as_deref().or(outer_time).map(Arc::from);
        let user = user.or(outer_user.filter(|_| cached.parsed.user.is_none())).map(Arc::from);
        self.report.add_full(FullEntry { number: 0, line: first_line, time, cached, user });
        None
    }

    /// Parses an entry, or a record of several, in full, unless the record is cached. Adds the entries if
    /// `is_relevant`, else only counts them.
    pub(super) fn read_full(&mut self, entry: ChunkEntry<'_>, is_relevant: bool) {
        let ChunkEntry { text, kind, first_line, .. } = entry;
        if kind == LineKind::Json
            && self.layout.table.is_none()
            && self.upload.is_none()
            && let Some(record) = self.records.find_or_parse(text, self.layout)
        {
            self.report.add_record(&record, first_line, is_relevant);
            return;
        }
        for raw in RawEntries::new(text, self.layout) {
            let raw = RawEntry { first_line: raw.first_line + first_line, ..raw };
            read_raw_entry(&raw, self.layout, &mut |mut parsed| {
                if let Some(upload) = &self.upload {
                    upload.apply_to(&mut parsed);
                }
                self.report.add_parsed(parsed, is_relevant);
            });
        }
    }

    /// Records the clock of an entry that was only counted.
    pub(super) fn record_time(&mut self, text: &str, kind: LineKind) {
        let clock = entry_head(text, kind)
            .and_then(|entry_head| entry_head.prefix)
            .map(|prefix| &text[prefix.clock..prefix.clock_end]);
        if let Some(clock) = clock.filter(|_| kind != LineKind::Json) {
            self.report.record_time(Some(&sdk_clock(clock)));
            return;
        }
        for raw in RawEntries::new(text, self.layout).take(1) {
            read_raw_entry(&raw, self.layout, &mut |parsed: ParsedEntry<'_>| {
                let outer = self.upload.and_then(|upload| upload.time);
                self.report.record_time(parsed.time.as_deref().or(outer));
            });
        }
    }

    /// The line of the chunk that contains this line of the text. In an uploaded record, that is always the record's line.
    pub(super) fn chunk_line(&self, line: u64) -> u64 {
        self.upload.map_or(line, |upload| upload.line)
    }
}

impl UploadContext<'_> {
    /// Sets the line of an entry to that of its record, and user and time if it has none.
    fn apply_to(&self, parsed: &mut ParsedEntry<'_>) {
        parsed.set_enclosing_string(self.line, None);
        parsed.user = parsed.user.take().or_else(|| self.user.map(str::to_owned));
        parsed.time = parsed.time.take().or_else(|| self.time.map(str::to_owned));
    }
}
