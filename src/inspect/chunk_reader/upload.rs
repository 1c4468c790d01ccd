//! Records that the SDK uploads: many lines of a log in one JSON string. Unescaped, the lines are a log like any other.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use crate::log::formats::sdk_upload::{UploadBody, is_failure};
use crate::log::parse::parsed_entry::ParsedEntry;

/// The values that all lines of an uploaded record share.
#[derive(Clone, Copy, Default)]
pub(super) struct UploadContext<'b> {
    /// The record's line, from 0 within the chunk.
    pub line: u64,
    /// The record's user, for lines that name none.
    pub user: Option<&'b str>,
    /// The record's time, for lines without a clock.
    pub time: Option<&'b str>,
}

impl UploadContext<'_> {
    /// Sets the line of an entry to that of its record, and user and time if it has none.
    pub(super) fn apply_to(&self, parsed: &mut ParsedEntry<'_>) {
        parsed.set_enclosing_string(self.line, None);
        parsed.user = parsed.user.take().or_else(|| self.user.map(str::to_owned));
        parsed.time = parsed.time.take().or_else(|| self.time.map(str::to_owned));
    }
}

/// Whether the first line of `text` is an uploaded record.
pub(super) fn starts_with_upload(text: &str) -> bool {
    text.starts_with('{') && text.lines().next().and_then(UploadBody::of).is_some()
}

/// Unescapes uploaded records.
#[derive(Default)]
pub(super) struct UploadBodies {
    /// Hashes of the pairs of application and version for which a record was parsed in full. In further records of such a
    /// pair, members other than the log contain nothing new.
    origins: HashSet<u64, RandomState>,
    hasher: RandomState,
    /// The user of the last record.
    user: String,
    /// The lines of the last record.
    text: String,
}

/// Maximum number of `origins`. Records of any further pair are all parsed in full.
const MAX_ORIGINS: usize = 4096;

impl UploadBodies {
    /// Forgets the records before, because another log begins.
    pub(super) fn begin_log(&mut self) {
        self.origins.clear();
        self.user.clear();
    }

    /// Unescapes the lines of `record` into [`text`](Self::text). `None` if the record has to be parsed in full: it is
    /// not an upload, or it is the first one of its application and version.
    pub(super) fn unescape<'r>(&mut self, record: &'r str) -> Option<UploadBody<'r>> {
        let body = UploadBody::of(record)?;
        if self.is_first_of_origin(&body) || !body.unescape_log(&mut self.text) {
            return None;
        }
        // Statistics of failures are errors because of their record, not because of a level in their line.
        (!is_failure(&self.text)).then_some(body)
    }

    /// The lines of the last record.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The user of the last record, if it differs from the user of the record before.
    pub(super) fn new_user<'r>(&mut self, body: &UploadBody<'r>) -> Option<&'r str> {
        // Statistics without a user have a made-up name; those of a user come with lines of the user's log.
        let is_log = self.text.starts_with('[');
        let user = body.user.filter(|user| is_log && *user != self.user)?;
        user.clone_into(&mut self.user);
        Some(user)
    }

    fn is_first_of_origin(&mut self, body: &UploadBody<'_>) -> bool {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(body.app.as_bytes());
        hasher.write_u8(0);
        hasher.write(body.version.as_bytes());
        let hash = hasher.finish();
        !self.origins.contains(&hash) && (self.origins.len() == MAX_ORIGINS || self.origins.insert(hash))
    }
}
