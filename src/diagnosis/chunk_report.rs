//! What one chunk of a log yields, independent of all others: several are read at a time, by several threads.

use std::sync::Arc;

use super::anchors::{AnchorSearch, Worth};
use super::event::{ReadEvent, Speaker, Told, tell};
use super::memo::{Again, Known, Memo, words};
use super::record_memo::{KnownRecord, RecordMemo};
use crate::log::chunks::Chunk;
use crate::log::draft::Draft;
use crate::log::encoding::Mender;
use crate::log::line::{LineKind, Wrapping};
use crate::log::prefix::regular_clock;
use crate::log::quick::{QuickLines, quick_level};
use crate::log::store::drafts;
use crate::log::text::{outer_clock, parts, read_unit};
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
    /// Number of the entry that has the last of these.
    last_timed: u64,
    /// The entries worth looking at.
    pub read: Vec<ReadEntry>,
    /// The encoding of lines that were not UTF-8.
    pub legacy: Option<String>,
}

/// An entry worth looking at.
#[derive(Debug)]
pub enum ReadEntry {
    /// It was read in full.
    Draft(Box<ReadDraft>),
    /// It tells of its client's life and of nothing else, as most do.
    Event(ReadEvent),
}

/// An entry that was read in full.
#[derive(Debug)]
pub struct ReadDraft {
    /// Its number within the chunk, from 1.
    pub number: u64,
    /// The line of the chunk, from 0, from which its own lines count.
    pub line: u64,
    /// Its clock, made regular.
    pub time: Option<String>,
    /// What it says.
    pub known: Arc<Known>,
    /// Its user, where what is known of it is known of others' entries, too.
    pub user: Option<String>,
}

impl ReadDraft {
    /// Who speaks in it.
    #[must_use]
    pub fn speaker(&self) -> Speaker<'_> {
        let speaker = Speaker::of(&self.known.draft);
        Speaker { user: self.user.as_deref().or(speaker.user), ..speaker }
    }
}

/// Reads chunks into reports. Keeps what makes reading quick, nothing that findings depend on.
pub struct ChunkReader {
    search: AnchorSearch,
    quick: QuickLines,
    memo: Memo,
    records: RecordMemo,
    layout: Layout,
}

impl ChunkReader {
    /// A reader of logs of this layout.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            search: AnchorSearch::new(),
            quick: QuickLines::new(layout.clone()),
            memo: Memo::default(),
            records: RecordMemo::default(),
            layout,
        }
    }

    /// Reads one chunk.
    #[must_use]
    pub fn read(&mut self, chunk: &Chunk) -> ChunkReport {
        let mut report = ChunkReport::default();
        if let Some(pointer) = &chunk.pointer {
            self.read_record(chunk, pointer, &mut report);
        } else if let Ok(text) = simdutf8::basic::from_utf8(&chunk.bytes) {
            self.read_lines(text, true, &mut report);
        } else {
            // Anchors are written in UTF-8; the lines are where they were, the bytes within them are not.
            let mut mender = Mender::default();
            self.read_lines(&mender.mend(&chunk.bytes), false, &mut report);
            report.legacy = mender.legacy_name();
        }
        report
    }

    fn read_record(&mut self, chunk: &Chunk, pointer: &str, report: &mut ChunkReport) {
        let mut mender = Mender::default();
        let text = mender.mend(&chunk.bytes);
        report.legacy = mender.legacy_name();
        report.line_ends = memchr::memchr_iter(b'\n', &chunk.bytes).count() as u64;
        let is_worth_it = self.search.pass(text.as_bytes()).worth_until(text.len()).is_some();
        drafts(&text, Some(pointer), &self.layout, &mut |draft| report.take(draft, is_worth_it));
    }

    /// Passes the lines of a chunk. Entries without an anchor are counted by their first line alone, those that tell an
    /// event and nothing else are not copied. `is_verbatim`: the text is the chunk's own bytes.
    fn read_lines(&mut self, text: &str, is_verbatim: bool, report: &mut ChunkReport) {
        let Self { search, quick, memo, records, layout } = self;
        let bytes = text.as_bytes();
        let mut passage = search.pass(bytes);
        let (mut last_quick, mut last_clocked, mut last_user) = (None, None, None);
        let mut at = 0;
        while at < bytes.len() {
            let extent = quick.entry(bytes, at);
            let start = at + extent.blank_bytes;
            let first_line = report.line_ends + extent.blank_lines;
            report.line_ends += extent.line_ends;
            at += extent.length;
            let Some(kind) = extent.kind else { break };
            let entry = &text[start..at];
            let worth = passage.worth_until(at);
            let told = match worth {
                None => Told::Nothing,
                // A record may hold many entries.
                Some(_) if kind == LineKind::Json => Told::Unclear,
                Some(worth) => {
                    let parts = parts(entry.trim_end_matches(['\r', '\n']), kind);
                    let words = if worth == Worth::Reading { words(entry, kind, &parts) } else { None };
                    let again = words.as_ref().and_then(|words| memo.again(entry, words, layout));
                    match again {
                        // Places in mended text are no places in the chunk.
                        Some(again) if again.known.is_idle() && is_verbatim => tell(entry, &parts, start),
                        Some(Again { known, clock, user }) => {
                            let time = clock.map(regular_clock).or_else(|| outer_clock(entry, wrapping_of(kind)));
                            let user = user.map(str::to_owned);
                            report.add(ReadDraft { number: 0, line: first_line, time, known, user });
                            continue;
                        }
                        None if worth == Worth::Event && is_verbatim => tell(entry, &parts, start),
                        None => Told::Unclear,
                    }
                }
            };
            let level = if matches!(told, Told::Unclear) { None } else { quick_level(entry.as_bytes(), kind) };
            let Some(level) = level else {
                if kind == LineKind::Json
                    && layout.table.is_none()
                    && let Some(again) = records.again(entry, layout)
                {
                    report.add_record(&again, first_line, worth.is_some());
                    continue;
                }
                read_entry(entry, first_line, layout, worth.is_some(), report);
                continue;
            };
            if report.entries == 0 {
                see_time(entry, layout, report);
            }
            report.count(level);
            last_quick = Some((entry, report.entries));
            // Where the level stands, the SDK's clock stands before it; other entries may have none.
            last_clocked = if level == Level::None { last_clocked } else { last_quick };
            if let Told::Event(event) | Told::User(event) = told {
                let user = Some(event.user_bytes(bytes));
                if matches!(told, Told::Event(_)) || user != last_user {
                    report.read.push(ReadEntry::Event(event.at(report.entries, first_line)));
                }
                last_user = user;
            }
        }
        for (entry, number) in [last_quick, last_clocked].into_iter().flatten() {
            if number > report.last_timed {
                see_time(entry, layout, report);
            }
        }
    }
}

fn wrapping_of(kind: LineKind) -> Option<Wrapping> {
    match kind {
        LineKind::Start(wrapping, _) => Some(wrapping),
        _ => None,
    }
}

/// Reads an entry (or a record of several) in full; `is_kept`: it is worth keeping.
fn read_entry(text: &str, first_line: u64, layout: &Layout, is_kept: bool, report: &mut ChunkReport) {
    for unit in Units::new(text, layout) {
        let unit = Unit { first_line: unit.first_line + first_line, ..unit };
        read_unit(&unit, layout, &mut |draft| report.take(draft, is_kept));
    }
}

/// Takes the clock of an entry that is not read otherwise.
fn see_time(text: &str, layout: &Layout, report: &mut ChunkReport) {
    for unit in Units::new(text, layout).take(1) {
        read_unit(&unit, layout, &mut |draft| report.see_time(draft.time.as_deref()));
    }
}

impl ChunkReport {
    fn take(&mut self, draft: Draft<'_>, is_kept: bool) {
        self.count(draft.level);
        self.see_time(draft.time.as_deref());
        if is_kept {
            let time = draft.time.clone();
            let known = Arc::new(Known::new(draft));
            self.keep(ReadDraft { number: self.entries, line: 0, time, known, user: None });
        }
    }

    /// Takes the entries of a record that is known; `is_kept`: they are worth keeping.
    fn add_record(&mut self, again: &KnownRecord<'_, '_>, line: u64, is_kept: bool) {
        for entry in &*again.entries {
            let time = again.time(entry);
            if is_kept {
                let (known, user) = (Arc::clone(&entry.known), again.user(entry));
                self.add(ReadDraft { number: 0, line, time, known, user });
            } else {
                self.count(entry.known.draft.level);
                self.see_time(time.as_deref());
            }
        }
    }

    /// Takes an entry that is worth keeping.
    fn add(&mut self, read: ReadDraft) {
        self.count(read.known.draft.level);
        self.see_time(read.time.as_deref());
        self.keep(ReadDraft { number: self.entries, ..read });
    }

    fn keep(&mut self, read: ReadDraft) {
        // Looked at here, and not by the one thread that puts the reports together.
        let _ = read.known.glance();
        self.read.push(ReadEntry::Draft(Box::new(read)));
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
        self.last_timed = self.entries;
        match &mut self.times {
            Some((_, last)) => time.clone_into(last),
            times @ None => *times = Some((time.to_owned(), time.to_owned())),
        }
    }
}
