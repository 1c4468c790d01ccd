//! Reads the entries of a text: decides for each whether to count it, to record its event or to parse it in full.

use super::entry_reader::{ChunkEntry, EntryReader};
use super::upload::{UploadBodies, UploadContext};
use crate::event::{ClientEvent, EventLookup, Speaker, is_downlink};
use crate::inspect::cache::client_prefix::{ClientPrefix, ClientPrefixes};
use crate::inspect::cache::entry::EntryCache;
use crate::inspect::cache::record::RecordCache;
use crate::inspect::chunk_report::ChunkReport;
use crate::inspect::prefilter::{HitCursor, LiteralSearch};
use crate::log::parse::text::{EntryParts, outer_clock};
use crate::log::segment::line_kind::LineKind;
use crate::log::segment::{EntryHead, EntrySpan, Segmenter, entry_head, entry_head_fast};
use crate::log::{Layout, Level};

/// Reads texts of whole lines into reports. Keeps its caches from one text to the next.
pub(super) struct TextReader {
    pub search: LiteralSearch,
    pub layout: Layout,
    segmenter: Segmenter,
    entries: EntryCache,
    /// Not used for the lines of uploaded records.
    records: RecordCache,
}

/// Reads uploaded records, whose lines are a text as well.
pub(super) struct UploadReader {
    bodies: UploadBodies,
    text_reader: TextReader,
}

impl UploadReader {
    /// Forgets the records before, because another log begins.
    pub(super) fn begin_log(&mut self) {
        self.bodies.begin_log();
        self.text_reader.search.begin_log();
    }
}

impl TextReader {
    /// A reader of texts of this layout.
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            search: LiteralSearch::default(),
            segmenter: Segmenter::new(layout.clone()),
            entries: EntryCache::default(),
            records: RecordCache::default(),
            layout,
        }
    }

    /// Reads a text: a chunk, or the lines of an uploaded record if `upload` is set. `uploads` reads the uploaded
    /// records in it.
    pub(super) fn read(
        &mut self,
        text: &str,
        upload: Option<UploadContext<'_>>,
        uploads: Option<&mut UploadReader>,
        report: &mut ChunkReport,
    ) {
        let Self { search, layout, segmenter, entries, records } = self;
        let (line_ends, hits) = search.search(text.as_bytes());
        if upload.is_none() {
            report.line_ends = line_ends.count();
        }
        let mut reader = LineReader {
            text,
            hits,
            reader: EntryReader { entries, records, layout, report, upload },
            uploads,
            prefixes: ClientPrefixes::default(),
            last: CountedEntry::default(),
            last_with_clock: CountedEntry::default(),
        };
        segmenter.for_each_entry(text, line_ends, |span| reader.read(span));
        reader.record_last_times();
    }
}

impl Default for UploadReader {
    fn default() -> Self {
        Self { bodies: UploadBodies::default(), text_reader: TextReader::new(Layout::IN_STRING) }
    }
}

impl UploadReader {
    /// Reads the record `entry` line by line. Returns false if it has to be parsed in full.
    fn read(&mut self, entry: ChunkEntry<'_>, report: &mut ChunkReport) -> bool {
        let Some(body) = self.bodies.unescape(entry.text) else { return false };
        if let Some(user) = self.bodies.new_user(&body) {
            let speaker = report.event_texts.push_speaker(Speaker { user: Some(user), ..Speaker::default() });
            report.add_event(None, None, speaker, entry.first_line);
        }
        let time = body.time();
        let upload = UploadContext { line: entry.first_line, user: body.user, time: time.as_deref() };
        self.text_reader.read(self.bodies.text(), Some(upload), None, report);
        true
    }
}

/// Reads the entries of one text, in order.
struct LineReader<'r, 'c> {
    text: &'c str,
    hits: HitCursor<'r>,
    reader: EntryReader<'r, 'c>,
    /// `None` within an uploaded record.
    uploads: Option<&'r mut UploadReader>,
    prefixes: ClientPrefixes<'c>,
    /// The last entry that was only counted, and the last of these with an SDK clock.
    last: CountedEntry,
    last_with_clock: CountedEntry,
}

/// An entry that was only counted.
#[derive(Clone, Copy)]
struct CountedEntry {
    start: usize,
    end: usize,
    kind: LineKind,
    /// Its number within the chunk, from 1; 0 for no entry.
    number: u64,
}

impl Default for CountedEntry {
    fn default() -> Self {
        Self { start: 0, end: 0, kind: LineKind::Blank, number: 0 }
    }
}

impl<'c> LineReader<'_, 'c> {
    /// Reads the next entry.
    #[inline]
    fn read(&mut self, span: EntrySpan) {
        let EntrySpan { start, end, kind, .. } = span;
        let text = &self.text[start..end];
        let fast_head = entry_head_fast(text, kind);
        // Most entries: no literal matches and the client prefix is known.
        if self.reader.report.entry_count > 0
            && !self.hits.any_before(end)
            && let Some(EntryHead { level, prefix }) = fast_head.or_else(|| entry_head(text, kind))
            && prefix.is_none_or(|prefix| self.prefixes.is_known(&text[prefix.message..]))
        {
            self.count(span, level, prefix.is_some());
            return;
        }
        self.read_slow(span, fast_head);
    }

    /// Counts an entry; `has_clock` if it has an SDK prefix.
    #[inline]
    fn count(&mut self, span: EntrySpan, level: Level, has_clock: bool) {
        let EntrySpan { start, end, kind, .. } = span;
        let report = &mut *self.reader.report;
        report.count_entry(level);
        self.last = CountedEntry { start, end, kind, number: report.entry_count };
        if has_clock {
            // An SDK prefix always has a clock; other entries may have none.
            self.last_with_clock = self.last;
        }
    }

    /// Reads an entry that has literal matches, no head or an unknown client prefix. `fast_head` is its head, if
    /// [`entry_head_fast`] could read it.
    fn read_slow(&mut self, span: EntrySpan, fast_head: Option<EntryHead>) {
        let EntrySpan { start, end, first_line, kind } = span;
        let first_line = self.reader.chunk_line(first_line);
        let entry = ChunkEntry { text: &self.text[start..end], start, kind, first_line };
        let hits = self.hits.advance_to(end);
        let is_relevant = hits.is_relevant();
        let is_record = kind == LineKind::Json;
        if is_record
            && self.reader.layout.table.is_none()
            && let Some(uploads) = &mut self.uploads
            && uploads.read(entry, self.reader.report)
        {
            return;
        }
        // A record may contain many entries. If it needs a full read, its head does not help.
        let has_head = !(is_record && hits.needs_full_read);
        let head = if has_head { fast_head.or_else(|| entry_head(entry.text, kind)) } else { None };
        let message = head.and_then(|head| head.prefix).map(|prefix| &entry.text[prefix.message..]);
        let prefix = message.map(|message| self.prefixes.find_or_parse(message)).unwrap_or_default();
        let (lookup, parts) = match head {
            None => (EventLookup::NeedsFullParse, None),
            Some(_) if !is_relevant => (EventLookup::NotFound, None),
            Some(head) => match entry.parts(head, &prefix, &hits) {
                None => (EventLookup::NeedsFullParse, None),
                Some(parts) => match self.reader.read_event(entry, &parts, &hits) {
                    Some(lookup) => (lookup, Some(parts)),
                    None => return,
                },
            },
        };
        let Some(head) = head.filter(|_| lookup != EventLookup::NeedsFullParse) else {
            self.reader.read_full(entry, is_relevant);
            return;
        };
        if self.reader.report.entry_count == 0 {
            self.reader.record_time(entry.text, kind);
        }
        self.count(span, head.level, head.prefix.is_some());
        match (lookup, parts, message) {
            (EventLookup::Found(event), Some(parts), _) => self.add_event(entry, event, &parts, &prefix),
            (_, _, Some(message)) if prefix.is_new => self.add_speaker(entry, message, &prefix),
            _ => {}
        }
    }

    /// Adds the event of an entry to the report.
    fn add_event(
        &mut self,
        entry: ChunkEntry<'c>,
        event: ClientEvent<&str>,
        parts: &EntryParts<'c>,
        client_prefix: &ClientPrefix<'c>,
    ) {
        let upload = self.reader.upload.unwrap_or_default();
        let report = &mut *self.reader.report;
        let prefix = parts.prefix.as_ref();
        let (client, user) = prefix.map(|prefix| (prefix.client, prefix.user)).unwrap_or_default();
        let speaker = Speaker { client, user: user.or(upload.user), is_downlink: is_downlink(parts.message) };
        let speaker = self.prefixes.speaker(client_prefix, || report.event_texts.push_speaker(speaker));
        let outer = if prefix.is_none() { outer_clock(entry.text, entry.kind.line_format()) } else { None };
        let clock = prefix.map(|prefix| prefix.clock).or(outer.as_deref()).or(upload.time);
        report.add_event(Some(event), clock, speaker, entry.first_line);
    }

    /// Adds the speaker of an entry with a new client prefix to the report.
    fn add_speaker(&mut self, entry: ChunkEntry<'c>, message: &str, prefix: &ClientPrefix<'c>) {
        let report = &mut *self.reader.report;
        let speaker = Speaker { client: prefix.client, user: prefix.user, is_downlink: is_downlink(message) };
        let speaker = self.prefixes.speaker(prefix, || report.event_texts.push_speaker(speaker));
        report.add_event(None, None, speaker, entry.first_line);
    }

    /// Records the clocks of the last entries that were only counted.
    fn record_last_times(&mut self) {
        for CountedEntry { start, end, kind, number } in [self.last, self.last_with_clock] {
            if number > self.reader.report.last_timed_entry {
                self.reader.record_time(&self.text[start..end], kind);
            }
        }
    }
}
