//! Reads chunks into reports: most entries at a glance, those that were read before by their words, the rest in full.

use std::sync::Arc;

use super::anchors::{AnchorSearch, Sight, Sights};
use super::chunk_report::{ChunkReport, ReadDraft};
use super::event::{Speaker, Told, is_downlink, tell};
use super::memo::{Again, Memo, words};
use super::record_memo::RecordMemo;
use super::tags::Tags;
use crate::log::Layout;
use crate::log::chunks::Chunk;
use crate::log::encoding::Mender;
use crate::log::formats::chrome_debug;
use crate::log::line::{LineKind, Wrapping};
use crate::log::prefix::regular_clock;
use crate::log::quick::{Extent, Glance, QuickLines, glance, usual_glance};
use crate::log::store::drafts;
use crate::log::text::{Parts, outer_clock, parts, read_unit};
use crate::log::units::{Unit, Units};

/// Reads chunks into reports. Keeps what makes reading quick, nothing that findings depend on.
pub struct ChunkReader {
    search: AnchorSearch,
    quick: QuickLines,
    memo: Memo,
    records: RecordMemo,
    layout: Layout,
}

/// An entry on its way.
#[derive(Clone, Copy)]
struct Entry<'c> {
    /// Its lines, with the last line end.
    text: &'c str,
    /// Where it begins in its chunk.
    start: usize,
    /// What its first line is.
    kind: LineKind,
    /// The first of its lines, from 0 within the chunk.
    first_line: u64,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            search: AnchorSearch::default(),
            quick: QuickLines::new(layout.clone()),
            memo: Memo::default(),
            records: RecordMemo::default(),
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
        let Self { search, quick, memo, records, layout } = self;
        let (line_ends, sights) = search.pass(text.as_bytes());
        report.line_ends = line_ends.count();
        let looker = Looker { memo, records, layout, report };
        let mut lines = Lines {
            text,
            sights,
            looker,
            tags: Tags::default(),
            speaker: LastSpeaker::default(),
            last: Place::default(),
            clocked: Place::default(),
        };
        quick.each_entry(text, line_ends, |extent| lines.take(extent));
        lines.see_last_times();
    }
}

/// The lines of a chunk on their way into its report.
struct Lines<'r, 'c> {
    text: &'c str,
    sights: Sights<'r>,
    looker: Looker<'r>,
    tags: Tags<'c>,
    speaker: LastSpeaker,
    /// The last entry that was counted at a glance, and the last of these that has the SDK's clock.
    last: Place,
    clocked: Place,
}

/// The speaker that was put among a report's last.
#[derive(Default)]
struct LastSpeaker {
    /// The number of its tag.
    number: usize,
    place: u32,
}

impl LastSpeaker {
    /// The place of the speaker whose tag has this number, 0 where it has none.
    fn place(&mut self, number: usize, speaker: Speaker<'_>, report: &mut ChunkReport) -> u32 {
        if number == 0 || number != self.number {
            *self = Self { number, place: report.texts.put_speaker(speaker) };
        }
        self.place
    }
}

/// Where an entry stands, and its number within the chunk, from 1; 0 where there was none.
#[derive(Clone, Copy, Default)]
struct Place {
    start: usize,
    end: usize,
    number: u64,
}

impl Lines<'_, '_> {
    #[inline]
    fn take(&mut self, extent: Extent) {
        let Extent { start, end, kind, .. } = extent;
        // Most entries: there is nothing in them, and their client has just spoken.
        let number = self.looker.report.entries + 1;
        if number > 1
            && !self.sights.any_until(end)
            && let text = &self.text[start..end]
            && let Some(Glance { level, prefix: Some(prefix) }) = usual_glance(text, kind)
            && self.tags.is_known(&text[prefix.message..])
        {
            self.looker.report.count(level);
            self.last = Place { start, end, number };
            self.clocked = Place { start, end, number };
            return;
        }
        self.look(extent);
    }

    fn look(&mut self, extent: Extent) {
        let Extent { start, end, first_line, kind } = extent;
        let entry = Entry { text: &self.text[start..end], start, kind, first_line };
        let sight = self.sights.until(end);
        let is_worth_it = sight.is_worth_it();
        // A record that is worth reading may hold many entries.
        let is_record = kind == LineKind::Json;
        let seen = if is_record && sight.is_worth_reading { None } else { glance(entry.text, kind) };
        let message = seen.and_then(|seen| seen.prefix).map(|prefix| &entry.text[prefix.message..]);
        let tag = message.map(|message| self.tags.of(message)).unwrap_or_default();
        let (told, parts) = match seen {
            None => (Told::Unclear, None),
            Some(_) if !is_worth_it => (Told::Nothing, None),
            Some(seen) => {
                // A WebDriver message that was pasted without its JSON has to be unwrapped.
                let quick = if sight.is_quoted { None } else { seen.parts(entry.text, kind, tag.client, tag.user) };
                let whole = || (!is_record).then(|| parts(entry.text.trim_end_matches(['\r', '\n']), kind));
                match quick.or_else(whole) {
                    None => (Told::Unclear, None),
                    Some(parts) => match self.looker.look(entry, &parts, &sight) {
                        Some(told) => (told, Some(parts)),
                        None => return,
                    },
                }
            }
        };
        let Some(Glance { level, prefix }) = seen.filter(|_| told != Told::Unclear) else {
            self.looker.read(entry, is_worth_it);
            return;
        };
        let report = &mut *self.looker.report;
        if report.entries == 0 {
            see_time(entry.text, self.looker.layout, report);
        }
        report.count(level);
        let place = Place { start, end, number: report.entries };
        self.last = place;
        if prefix.is_some() {
            // Where the prefix stands, the SDK's clock stands in it; other entries may have none.
            self.clocked = place;
        }
        match (told, parts, message) {
            (Told::Event(what), Some(parts), _) => {
                let prefix = parts.prefix.as_ref();
                let (client, user) = prefix.map(|prefix| (prefix.client, prefix.user)).unwrap_or_default();
                let speaker = Speaker { client, user, is_downlink: is_downlink(parts.message) };
                let place = self.speaker.place(tag.number, speaker, report);
                let outer = if prefix.is_none() { outer_clock(entry.text, wrapping_of(kind)) } else { None };
                let clock = prefix.map(|prefix| prefix.clock).or(outer.as_deref());
                report.tell(Some(what), clock, place, first_line);
            }
            (_, _, Some(message)) if tag.is_new => {
                let speaker = Speaker { client: tag.client, user: tag.user, is_downlink: is_downlink(message) };
                let place = self.speaker.place(tag.number, speaker, report);
                report.tell(None, None, place, first_line);
            }
            _ => {}
        }
    }

    /// Takes the clocks of the last entries, which were not read otherwise.
    fn see_last_times(&mut self) {
        for Place { start, end, number } in [self.last, self.clocked] {
            if number > self.looker.report.last_timed {
                see_time(&self.text[start..end], self.looker.layout, self.looker.report);
            }
        }
    }
}

/// Looks at entries that are worth it.
struct Looker<'r> {
    memo: &'r mut Memo,
    records: &'r mut RecordMemo,
    layout: &'r Layout,
    report: &'r mut ChunkReport,
}

impl Looker<'_> {
    /// Looks at an entry of text, which has these parts. What it tells, or `None` where it was known, or is now, and was
    /// taken into the report.
    fn look<'e>(&mut self, entry: Entry<'e>, parts: &Parts<'e>, sight: &Sight<'_>) -> Option<Told<'e>> {
        let Entry { text, start, kind, first_line } = entry;
        let told = || {
            let message = (parts.message.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            tell(parts, start + message, sight.signs)
        };
        // Chromium's own parts speak of everything but the SDK.
        let is_foreign = || wrapping_of(kind) == Some(Wrapping::Chrome) && !chrome_debug::is_console(text);
        if !sight.is_worth_reading || is_foreign() {
            return Some(told());
        }
        let Some(words) = words(text, kind, parts) else { return Some(Told::Unclear) };
        let Some(Again { known, clock, user }) = self.memo.again(text, &words, self.layout) else {
            return Some(Told::Unclear);
        };
        if known.is_idle() {
            return Some(told());
        }
        let time = clock.map(regular_clock).or_else(|| outer_clock(text, wrapping_of(kind))).map(Arc::from);
        let user = user.map(Arc::from);
        self.report.add(ReadDraft { number: 0, line: first_line, time, known, user });
        None
    }

    /// Reads an entry, or a record of several, in full, or what is known of it; `is_kept`: it is worth keeping.
    fn read(&mut self, entry: Entry<'_>, is_kept: bool) {
        let Entry { text, kind, first_line, .. } = entry;
        if kind == LineKind::Json
            && self.layout.table.is_none()
            && let Some(again) = self.records.again(text, self.layout)
        {
            self.report.add_record(&again, first_line, is_kept);
            return;
        }
        for unit in Units::new(text, self.layout) {
            let unit = Unit { first_line: unit.first_line + first_line, ..unit };
            read_unit(&unit, self.layout, &mut |draft| self.report.take(draft, is_kept));
        }
    }
}

fn wrapping_of(kind: LineKind) -> Option<Wrapping> {
    match kind {
        LineKind::Start(wrapping, _) => Some(wrapping),
        _ => None,
    }
}

/// Takes the clock of an entry that is not read otherwise.
fn see_time(text: &str, layout: &Layout, report: &mut ChunkReport) {
    for unit in Units::new(text, layout).take(1) {
        read_unit(&unit, layout, &mut |draft| report.see_time(draft.time.as_deref()));
    }
}
