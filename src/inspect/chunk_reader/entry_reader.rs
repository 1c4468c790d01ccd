//! Looks at entries that are worth it: those that were read before are known by their words, others are read.

use std::sync::Arc;

use super::bodies::{Bodies, Within};
use crate::event::event_record::{Told, tell};
use crate::inspect::cache::entry::{Again, Memo, words};
use crate::inspect::cache::record::RecordMemo;
use crate::inspect::chunk_report::{ChunkReport, ReadDraft};
use crate::inspect::prefilter::Sight;
use crate::log::Layout;
use crate::log::formats::chrome_debug;
use crate::log::parse::parsed_entry::Draft;
use crate::log::parse::prefix::regular_clock;
use crate::log::parse::record::fix_place;
use crate::log::parse::text::{Parts, outer_clock, read_unit};
use crate::log::segment::glance;
use crate::log::segment::line::{LineKind, Wrapping};
use crate::log::segment::units::{Unit, Units};

/// Looks at entries.
pub(super) struct Looker<'r, 'c> {
    pub memo: &'r mut Memo,
    pub records: &'r mut RecordMemo,
    /// `None` within a body.
    pub bodies: Option<&'r mut Bodies>,
    pub layout: &'r Layout,
    pub report: &'r mut ChunkReport,
    /// The record that the entries stand in, if they do.
    pub within: Option<Within<'c>>,
}

/// An entry on its way.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    /// Its lines, with the last line end.
    pub text: &'t str,
    /// Where it begins in the text that was searched for anchors.
    pub start: usize,
    /// What its first line is.
    pub kind: LineKind,
    /// The first of its lines, from 0 within the chunk.
    pub first_line: u64,
}

impl Looker<'_, '_> {
    /// Looks at an entry of text, which has these parts. What it tells, or `None` where it was known, or is now, and was
    /// taken into the report.
    pub fn look<'e>(&mut self, entry: Entry<'e>, parts: &Parts<'e>, sight: &Sight<'_>) -> Option<Told<'e>> {
        let Entry { text, start, kind, first_line } = entry;
        let told = || {
            let message = (parts.message.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            tell(parts, start + message, sight.signs)
        };
        // Chromium's own parts speak of everything but the SDK.
        let is_foreign = || kind.wrapping() == Some(Wrapping::Chrome) && !chrome_debug::is_console(text);
        if !sight.is_worth_reading || is_foreign() {
            return Some(told());
        }
        let Some(words) = words(text, kind, parts) else { return Some(Told::Unclear) };
        let is_fixed = self.within.is_some();
        let Some(Again { known, clock, user }) = self.memo.again(text, &words, self.layout, is_fixed) else {
            return Some(Told::Unclear);
        };
        if known.is_idle() {
            return Some(told());
        }
        let Within { user: outer_user, time: outer_time, .. } = self.within.unwrap_or_default();
        let time = clock.map(regular_clock).or_else(|| outer_clock(text, kind.wrapping()));
        let time = time.as_deref().or(outer_time).map(Arc::from);
        let user = user.or(outer_user.filter(|_| known.draft.user.is_none())).map(Arc::from);
        self.report.add(ReadDraft { number: 0, line: first_line, time, known, user });
        None
    }

    /// Reads an entry, or a record of several, in full, or what is known of it; `is_kept`: it is worth keeping.
    pub fn read(&mut self, entry: Entry<'_>, is_kept: bool) {
        let Entry { text, kind, first_line, .. } = entry;
        if kind == LineKind::Json
            && self.layout.table.is_none()
            && self.within.is_none()
            && let Some(again) = self.records.again(text, self.layout)
        {
            self.report.add_record(&again, first_line, is_kept);
            return;
        }
        for unit in Units::new(text, self.layout) {
            let unit = Unit { first_line: unit.first_line + first_line, ..unit };
            read_unit(&unit, self.layout, &mut |mut draft| {
                if let Some(within) = &self.within {
                    within.put(&mut draft);
                }
                self.report.take(draft, is_kept);
            });
        }
    }

    /// Reads an entry that is a record with many entries, if it is one whose lines can be passed like those of a chunk; whether
    /// it was read.
    pub fn read_body(&mut self, entry: Entry<'_>) -> bool {
        let Some(bodies) = &mut self.bodies else { return false };
        self.layout.table.is_none() && bodies.read(entry, self.report)
    }

    /// Takes the clock of an entry that is not read otherwise.
    pub fn see_time(&mut self, text: &str, kind: LineKind) {
        let clock =
            glance(text, kind).and_then(|glance| glance.prefix).map(|prefix| &text[prefix.clock..prefix.clock_end]);
        if let Some(clock) = clock.filter(|_| kind != LineKind::Json) {
            self.report.see_time(Some(&regular_clock(clock)));
            return;
        }
        for unit in Units::new(text, self.layout).take(1) {
            read_unit(&unit, self.layout, &mut |draft: Draft<'_>| {
                let outer = self.within.and_then(|within| within.time);
                self.report.see_time(draft.time.as_deref().or(outer));
            });
        }
    }

    /// The line of the chunk on which a line of the text stands.
    pub fn line_of(&self, line: u64) -> u64 {
        self.within.map_or(line, |within| within.line)
    }
}

impl Within<'_> {
    /// Puts an entry that was read out of the record to where that stands.
    fn put(&self, draft: &mut Draft<'_>) {
        fix_place(draft, self.line, None);
        draft.user = draft.user.take().or_else(|| self.user.map(str::to_owned));
        draft.time = draft.time.take().or_else(|| self.time.map(str::to_owned));
    }
}
