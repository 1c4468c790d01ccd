//! Reads the entries of a text: decides for each whether to count it, to record its event or to parse it in full.

use super::speakers::KnownSpeakers;
use super::upload::{UploadBodies, UploadContext, starts_with_upload};
use crate::event::{ClientEvent, Speaker, lookup_event};
use crate::inspect::cache::SummaryCache;
use crate::inspect::chunk_report::ChunkReport;
use crate::inspect::prefilter::{HitCursor, LiteralSearch};
use crate::log::formats::chrome_debug;
use crate::log::formats::csv_table::CsvTable;
use crate::log::parse::clock::sdk_clock;
use crate::log::parse::parsed_entry::Origin;
use crate::log::parse::prefix::PrefixSpan;
use crate::log::parse::reader::{read_levels, read_raw_entry};
use crate::log::parse::text::{EntryParts, entry_of_parts, outer_clock, parts, record_parts};
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::RawEntry;
use crate::log::segment::{EntryHead, Segmenter, entry_head};
use crate::log::{Layout, Level};

/// Reads texts of whole lines into reports.
pub(super) struct TextReader {
    pub search: LiteralSearch,
    pub layout: Layout,
    pub summaries: SummaryCache,
    pub segmenter: Segmenter,
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
        let (search, summaries) = (LiteralSearch::default(), SummaryCache::default());
        Self { search, summaries, segmenter: Segmenter::new(layout.clone()), layout }
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
        let Self { search, layout, summaries, segmenter } = self;
        // Most uploaded records are read unescaped.
        let is_of_uploads = uploads.is_some() && layout.table.is_none() && starts_with_upload(text);
        let (line_ends, hits) =
            if is_of_uploads { search.search_later(text.as_bytes()) } else { search.search(text.as_bytes()) };
        if upload.is_none() {
            report.line_ends = line_ends.count();
        }
        let mut reader = EntryReader {
            hits,
            code_table: layout.table.as_deref().filter(|table| table.has_code_column()),
            layout,
            summaries,
            report,
            upload,
            uploads,
            speakers: KnownSpeakers::default(),
            last_counted: [None; 2],
        };
        // Not `for`, which copies each entry.
        let mut entries = segmenter.entries_between(text, line_ends.iter());
        while let Some(raw) = &entries.next() {
            reader.read(raw);
        }
        let mut last_counted = reader.last_counted;
        last_counted.sort_by_key(|entry| entry.map(|entry| entry.number));
        for CountedEntry { start, end, number } in last_counted.into_iter().flatten() {
            segmenter.entries(&text[start..end]).for_each(|raw| reader.record_time(number, &raw));
        }
    }
}

impl Default for UploadReader {
    fn default() -> Self {
        Self { bodies: UploadBodies::default(), text_reader: TextReader::new(Layout::IN_STRING) }
    }
}

impl UploadReader {
    /// Reads the record `raw` line by line. Returns false if it has to be parsed in full.
    pub(super) fn read(&mut self, raw: &RawEntry<'_>, report: &mut ChunkReport) -> bool {
        let Some(body) = self.bodies.unescape(raw.text) else { return false };
        if let Some(user) = self.bodies.new_user(&body) {
            let speaker = report.event_texts.push_speaker(Speaker { user: Some(user), ..Speaker::default() });
            report.add_event(None, None, speaker, raw.first_line);
        }
        let time = body.time();
        let upload = UploadContext { line: raw.first_line, user: body.user, time: time.as_deref() };
        self.text_reader.read(self.bodies.text(), Some(upload), None, report);
        true
    }
}

/// Reads the entries of one text, in order.
struct EntryReader<'r, 'c> {
    hits: HitCursor<'r>,
    layout: &'r Layout,
    summaries: &'r mut SummaryCache,
    report: &'r mut ChunkReport,
    /// Set if the entries are lines of an uploaded record.
    upload: Option<UploadContext<'c>>,
    /// The table whose rows may have codes without a word that says so: only its header has one.
    code_table: Option<&'r CsvTable>,
    /// `None` within an uploaded record.
    uploads: Option<&'r mut UploadReader>,
    speakers: KnownSpeakers<'c>,
    /// The last entry of other programs and the last one of the SDK, whose clocks may differ, if it was only counted.
    last_counted: [Option<CountedEntry>; 2],
}

/// An entry that was only counted.
#[derive(Clone, Copy)]
struct CountedEntry {
    /// Its first byte in the text, and the byte after it.
    start: usize,
    end: usize,
    /// Its number within the chunk, from 1.
    number: u64,
}

impl<'c> EntryReader<'_, 'c> {
    /// Reads the next entry.
    #[inline]
    fn read(&mut self, raw: &RawEntry<'c>) {
        let head = entry_head(raw);
        // Only the header of a table has the word "code".
        let has_code = self.code_table.is_some_and(|table| table.has_code(raw.text));
        // Most entries: no literal matches and the speaker is known.
        if self.report.entry_count > 0
            && !has_code
            && !self.hits.any_before(raw.end)
            && let Some(EntryHead { level, prefix }) = head
            && prefix.is_none_or(|prefix| self.speakers.is_known(&raw.text[prefix.message()..]))
        {
            self.count(raw, level, prefix.map(PrefixSpan::message));
            return;
        }
        self.read_slow(raw, head, has_code);
    }

    /// Counts an entry. `message` is where its message begins if it has an SDK prefix.
    #[inline]
    fn count(&mut self, raw: &RawEntry<'_>, level: Level, message: Option<usize>) {
        self.report.count_entry(level);
        if level >= Level::Warn && (message.is_some() || !is_browser_message(raw)) {
            let text = &raw.text[message.unwrap_or_default()..];
            self.report.logged_errors.add(level, message.is_some(), text, raw.first_line);
        }
        let number = self.report.entry_count;
        let is_sdk = message.is_some();
        if self.last_counted[usize::from(is_sdk)].is_none() {
            self.record_time(number, raw);
        }
        self.last_counted[usize::from(is_sdk)] = Some(CountedEntry { start: raw.start, end: raw.end, number });
    }

    /// Reads an entry that has literal matches, no head or an unknown speaker, or that is a row with a code in a column.
    fn read_slow(&mut self, raw: &RawEntry<'c>, head: Option<EntryHead>, has_code: bool) {
        let is_record = raw.kind == LineKind::Json;
        // In an uploaded record, all lines have the number of the record's line.
        let raw = RawEntry { first_line: self.upload.map_or(raw.first_line, |upload| upload.line), ..*raw };
        let hits = (!self.hits.is_searched_later()).then(|| self.hits.advance_to(raw.start..raw.end));
        if is_record
            && self.layout.table.is_none()
            && let Some(uploads) = &mut self.uploads
            && uploads.read(&raw, self.report)
        {
            return;
        }
        let hits = hits.unwrap_or_else(|| self.hits.advance_to(raw.start..raw.end));
        let is_relevant = hits.is_relevant || has_code;
        // A record may contain many entries. If it needs a full read, its head does not help.
        let Some(head) = head.filter(|_| !(has_code || is_record && hits.needs_full_read)) else {
            self.read_full(&raw, is_relevant);
            return;
        };
        let mut event = None;
        if is_relevant {
            let parts = if is_record { record_parts(raw.text, head) } else { Some(parts(&raw, head)) };
            let may_have_findings = hits.needs_full_read && !is_browser_message(&raw);
            if may_have_findings && parts.is_some_and(|parts| self.report_findings(&raw, head, &parts)) {
                return;
            }
            let Some(parts) = parts.filter(|parts| !parts.is_quoted) else {
                self.read_full(&raw, is_relevant);
                return;
            };
            let message_at = parts.message.as_ptr() as usize - raw.text.as_ptr() as usize;
            event = lookup_event(parts.message, raw.start + message_at, self.hits.events()).map(|event| (event, parts));
        }
        self.count(&raw, head.level, head.prefix.map(PrefixSpan::message));
        match event {
            Some((event, parts)) => self.add_event(&raw, event, &parts),
            None => self.add_new_speaker(&raw, head),
        }
    }

    /// Parses an entry of text. If it has findings or facts, adds it to the report and returns true.
    fn report_findings<'e>(&mut self, raw: &RawEntry<'e>, head: EntryHead, parts: &EntryParts<'e>) -> bool {
        let mut parsed = entry_of_parts(raw, head, parts);
        if let Some(upload) = &self.upload {
            upload.apply_to(&mut parsed);
        }
        let summary = self.summaries.summary(&parsed);
        let is_reported = summary.has_findings() || summary.has_facts || summary.sentence.is_some();
        if is_reported {
            self.last_counted[usize::from(parts.prefix.is_some())] = None;
            self.report.add_parsed(parsed, summary);
        }
        is_reported
    }

    /// Parses an entry, or a record of several, in full. Adds the entries if `is_relevant`, else only counts them.
    fn read_full(&mut self, raw: &RawEntry<'_>, is_relevant: bool) {
        let read = if is_relevant { read_raw_entry } else { read_levels };
        read(raw, self.layout, &mut |mut parsed| {
            if let Some(upload) = &self.upload {
                upload.apply_to(&mut parsed);
            }
            self.last_counted[usize::from(parsed.origin == Origin::Sdk)] = None;
            if is_relevant {
                let summary = self.summaries.summary(&parsed);
                self.report.add_parsed(parsed, summary);
            } else {
                self.report.count_parsed(&parsed);
            }
        });
    }

    /// Adds the event of the entry that was counted last.
    fn add_event(&mut self, raw: &RawEntry<'_>, event: ClientEvent<&str>, parts: &EntryParts<'c>) {
        let UploadContext { user, time, .. } = self.upload.unwrap_or_default();
        let (speaker, _) = self.speakers.find_or_add(parts.message, user, &mut self.report.event_texts);
        let outer = if parts.prefix.is_none() { outer_clock(raw.text, raw.kind.line_format()) } else { None };
        let clock = parts.prefix.map(|prefix| prefix.clock).or(outer.as_deref()).or(time);
        self.report.add_event(Some(event), clock, speaker, raw.first_line);
    }

    /// Adds the speaker of the entry that was counted last, if it is new.
    fn add_new_speaker(&mut self, raw: &RawEntry<'c>, head: EntryHead) {
        let message = head.prefix.map(|prefix| &raw.text[prefix.message()..]);
        if let Some(message) = message.filter(|message| !self.speakers.is_known(message)) {
            let user = self.upload.and_then(|upload| upload.user);
            let (speaker, is_new) = self.speakers.find_or_add(message, user, &mut self.report.event_texts);
            if is_new {
                self.report.add_event(None, None, speaker, raw.first_line);
            }
        }
    }

    /// Records the clock of an entry that was only counted.
    fn record_time(&mut self, number: u64, raw: &RawEntry<'_>) {
        let prefix = entry_head(raw).and_then(|head| head.prefix).filter(|_| raw.kind != LineKind::Json);
        if let Some(prefix) = prefix {
            self.report.record_time(number, Some(&sdk_clock(&raw.text[prefix.clock()])));
            return;
        }
        read_levels(raw, self.layout, &mut |parsed| {
            let outer = self.upload.and_then(|upload| upload.time);
            self.report.record_time(number, parsed.time.as_deref().or(outer));
        });
    }
}

/// Whether Chromium itself logged an entry. Such entries have nothing to do with the SDK.
fn is_browser_message(raw: &RawEntry<'_>) -> bool {
    raw.kind.line_format() == Some(LineFormat::Chrome) && !chrome_debug::is_console(raw.text)
}
