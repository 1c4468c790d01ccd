//! The entries of a text, one after the other: what each needs to be counted, told or read.

use super::entry_reader::{ChunkEntry, EntryReader};
use crate::event::event_record::{Recorded, Speaker, is_downlink};
use crate::inspect::cache::client_prefix::ClientPrefixes;
use crate::inspect::prefilter::HitCursor;
use crate::log::Level;
use crate::log::parse::text::{outer_clock, parts};
use crate::log::segment::line_kind::LineKind;
use crate::log::segment::{EntryHead, EntrySpan, entry_head, entry_head_fast};

/// The lines of a chunk, or of a body in one of its records, on their way into the chunk's report.
pub(super) struct LineReader<'r, 'c> {
    text: &'c str,
    sights: HitCursor<'r>,
    reader: EntryReader<'r, 'c>,
    tags: ClientPrefixes<'c>,
    /// The last entry that was counted at a glance, and the last of these that has the SDK's clock.
    last: LineStart,
    clocked: LineStart,
}

/// Where an entry stands, and its number within the chunk, from 1; 0 where there was none.
#[derive(Clone, Copy)]
struct LineStart {
    start: usize,
    end: usize,
    kind: LineKind,
    number: u64,
}

impl Default for LineStart {
    fn default() -> Self {
        Self { start: 0, end: 0, kind: LineKind::Blank, number: 0 }
    }
}

impl<'r, 'c> LineReader<'r, 'c> {
    pub fn new(text: &'c str, sights: HitCursor<'r>, reader: EntryReader<'r, 'c>) -> Self {
        Self {
            text,
            sights,
            reader,
            tags: ClientPrefixes::default(),
            last: LineStart::default(),
            clocked: LineStart::default(),
        }
    }

    /// Takes the next entry.
    #[inline]
    pub fn take(&mut self, extent: EntrySpan) {
        let EntrySpan { start, end, kind, .. } = extent;
        let text = &self.text[start..end];
        let usual = entry_head_fast(text, kind);
        // Most entries: there is nothing in them, and their client has just spoken.
        if self.reader.report.entries > 0
            && !self.sights.any_until(end)
            && let Some(EntryHead { level, prefix }) = usual.or_else(|| entry_head(text, kind))
            && prefix.is_none_or(|prefix| self.tags.is_known(&text[prefix.message..]))
        {
            self.count(extent, level, prefix.is_some());
            return;
        }
        self.look(extent, usual);
    }

    /// Counts an entry of which no more is known than that there is a clock in its prefix, if it has one.
    #[inline]
    fn count(&mut self, extent: EntrySpan, level: Level, is_clocked: bool) {
        let EntrySpan { start, end, kind, .. } = extent;
        let report = &mut *self.reader.report;
        report.count(level);
        self.last = LineStart { start, end, kind, number: report.entries };
        if is_clocked {
            // Where the prefix stands, the SDK's clock stands in it; other entries may have none.
            self.clocked = self.last;
        }
    }

    /// Looks at an entry; `usual` is what was seen of it at a glance, where it has the prefix that is usual.
    fn look(&mut self, extent: EntrySpan, usual: Option<EntryHead>) {
        let EntrySpan { start, end, first_line, kind } = extent;
        let first_line = self.reader.line_of(first_line);
        let entry = ChunkEntry { text: &self.text[start..end], start, kind, first_line };
        let sight = self.sights.until(end);
        let is_worth_it = sight.is_worth_it();
        // A record that is worth reading may hold many entries.
        let is_record = kind == LineKind::Json;
        if is_record && self.reader.read_body(entry) {
            return;
        }
        let is_read = is_record && sight.is_worth_reading;
        let seen = if is_read { None } else { usual.or_else(|| entry_head(entry.text, kind)) };
        let message = seen.and_then(|seen| seen.prefix).map(|prefix| &entry.text[prefix.message..]);
        let tag = message.map(|message| self.tags.of(message)).unwrap_or_default();
        let (told, parts) = match seen {
            None => (Recorded::Unclear, None),
            Some(_) if !is_worth_it => (Recorded::Nothing, None),
            Some(seen) => {
                // A WebDriver message that was pasted without its JSON has to be unwrapped.
                let quick = if sight.is_quoted { None } else { seen.parts(entry.text, kind, tag.client, tag.user) };
                let whole = || (!is_record).then(|| parts(entry.text.trim_end_matches(['\r', '\n']), kind));
                match quick.or_else(whole) {
                    None => (Recorded::Unclear, None),
                    Some(parts) => match self.reader.look(entry, &parts, &sight) {
                        Some(told) => (told, Some(parts)),
                        None => return,
                    },
                }
            }
        };
        let Some(EntryHead { level, prefix }) = seen.filter(|_| told != Recorded::Unclear) else {
            self.reader.read(entry, is_worth_it);
            return;
        };
        if self.reader.report.entries == 0 {
            self.reader.see_time(entry.text, kind);
        }
        self.count(extent, level, prefix.is_some());
        let within = self.reader.within.unwrap_or_default();
        let report = &mut *self.reader.report;
        match (told, parts, message) {
            (Recorded::Event(what), Some(parts), _) => {
                let prefix = parts.prefix.as_ref();
                let (client, user) = prefix.map(|prefix| (prefix.client, prefix.user)).unwrap_or_default();
                let user = user.or(within.user);
                let speaker = Speaker { client, user, is_downlink: is_downlink(parts.message) };
                let place = self.tags.place(&tag, || report.texts.put_speaker(speaker));
                let outer = if prefix.is_none() { outer_clock(entry.text, kind.line_format()) } else { None };
                let clock = prefix.map(|prefix| prefix.clock).or(outer.as_deref()).or(within.time);
                report.record(Some(what), clock, place, first_line);
            }
            (_, _, Some(message)) if tag.is_new => {
                let speaker = Speaker { client: tag.client, user: tag.user, is_downlink: is_downlink(message) };
                let place = self.tags.place(&tag, || report.texts.put_speaker(speaker));
                report.record(None, None, place, first_line);
            }
            _ => {}
        }
    }

    /// Takes the clocks of the last entries, which were not read otherwise.
    pub fn see_last_times(&mut self) {
        for LineStart { start, end, kind, number } in [self.last, self.clocked] {
            if number > self.reader.report.last_timed {
                self.reader.see_time(&self.text[start..end], kind);
            }
        }
    }
}
