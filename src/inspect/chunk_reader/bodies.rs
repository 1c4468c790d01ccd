//! Bodies that the SDK uploads: many lines of a log in one JSON string. Once it is unescaped, it is a log like any other.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::entry_reader::{ChunkEntry, EntryReader};
use super::lines::LineReader;
use crate::event::event_record::Speaker;
use crate::inspect::cache::entry::EntryCache;
use crate::inspect::cache::record::RecordCache;
use crate::inspect::chunk_report::ChunkReport;
use crate::inspect::prefilter::LiteralSearch;
use crate::log::Layout;
use crate::log::formats::sdk_upload::UploadBody;
use crate::log::segment::Segmenter;

/// What lines that came out of a record share.
#[derive(Clone, Copy, Default)]
pub(super) struct UploadContext<'b> {
    /// The record's line, from 0 within the chunk.
    pub line: u64,
    /// The record's user, for lines that name none.
    pub user: Option<&'b str>,
    /// The record's time, for lines without a clock.
    pub time: Option<&'b str>,
}

/// Reads bodies.
pub(super) struct UploadBodies {
    search: LiteralSearch,
    quick: Segmenter,
    cache: EntryCache,
    records: RecordCache,
    /// Applications and versions of bodies that were read in full: their members tell nothing new. By their hash.
    origins: HashSet<u64, RandomState>,
    hasher: RandomState,
    /// The user whose body was read last.
    user: String,
    /// The lines of the body that is being read.
    text: String,
}

impl Default for UploadBodies {
    fn default() -> Self {
        Self {
            search: LiteralSearch::default(),
            quick: Segmenter::new(Layout::IN_STRING),
            cache: EntryCache::default(),
            records: RecordCache::default(),
            origins: HashSet::default(),
            hasher: RandomState::default(),
            user: String::new(),
            text: String::new(),
        }
    }
}

/// More different applications and versions than this are not remembered.
const MAX_ORIGINS: usize = 4096;

impl UploadBodies {
    /// Reads the record `entry`, if it is a body and the first of its origin was read in full before; whether it was read.
    pub fn read(&mut self, entry: ChunkEntry<'_>, report: &mut ChunkReport) -> bool {
        let Some(body) = UploadBody::of(entry.text) else { return false };
        if self.is_new(&body) || !body.unescape_log(&mut self.text) {
            return false;
        }
        let Self { search, quick, cache, records, user, text, .. } = self;
        // Statistics of failures are errors by what the record says, not by what stands before their line.
        if text.starts_with("stat-") && text.contains("-failed") {
            return false;
        }
        // Statistics of what no user did are told under a made-up name; those of users come along with lines of their log.
        let is_log = text.starts_with('[');
        if let Some(name) = body.user.filter(|name| is_log && name != user) {
            name.clone_into(user);
            let speaker = report.texts.put_speaker(Speaker { user: Some(name), ..Speaker::default() });
            report.record(None, None, speaker, entry.first_line);
        }
        let time = body.time();
        let within = UploadContext { line: entry.first_line, user: body.user, time: time.as_deref() };
        let (line_ends, sights) = search.pass(text.as_bytes());
        let reader =
            EntryReader { cache, records, bodies: None, layout: &Layout::IN_STRING, report, within: Some(within) };
        let mut lines = LineReader::new(text, sights, reader);
        quick.for_each_entry(text, line_ends, |extent| lines.take(extent));
        lines.see_last_times();
        true
    }

    fn is_new(&mut self, body: &UploadBody<'_>) -> bool {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(body.app.as_bytes());
        hasher.write_u8(0);
        hasher.write(body.version.as_bytes());
        let hash = hasher.finish();
        !self.origins.contains(&hash) && (self.origins.len() == MAX_ORIGINS || self.origins.insert(hash))
    }
}
