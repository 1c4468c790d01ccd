//! Text entries that were parsed before. A failure is logged again with every attempt and for every user, and only the
//! clock and the user's name differ. Entries with the same remaining text share one [`CachedEntry`].

use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;

use super::two_generation::TwoGenerationCache;
use crate::diagnosis::context::has_facts;
use crate::diagnosis::problem::fingerprint::Fingerprint;
use crate::event::{PatternMatch, find_pattern};
use crate::finding::Finding;
use crate::finding::find::{add_details, findings_for_any_version};
use crate::log::Layout;
use crate::log::formats::chrome_debug::is_console;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::text::EntryParts;
use crate::log::parse::user_mask::MaskedText;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entries::RawEntries;

/// A parsed entry without its clock, and values derived from it, which are computed at the first use.
#[derive(Debug)]
pub(crate) struct CachedEntry {
    /// The entry. Its lines count from its own first line or, inside a record, from the chunk's. Its texts may have a mask
    /// in place of its user's name; [`unmask`](crate::log::parse::user_mask::unmask) restores the name.
    pub parsed: ParsedEntry<'static>,
    summary: OnceLock<EntrySummary>,
    explained_findings: OnceLock<Option<Vec<Finding>>>,
    fingerprint: OnceLock<Option<Fingerprint>>,
    /// The last log whose facts include those of the entry, by its [`LogId`]; 0 for none.
    facts_claimed: AtomicU64,
}

/// Identifies a log among all that this process has read: a cache may serve several logs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogId(u64);

impl Default for LogId {
    fn default() -> Self {
        static LOGS: AtomicU64 = AtomicU64::new(0);
        Self(LOGS.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// The findings, the event and the facts of an entry.
#[derive(Debug)]
pub(crate) struct EntrySummary {
    /// Its findings; `None` if they depend on the SDK's version, which may be in another chunk.
    pub findings: Option<Vec<Finding>>,
    /// The client event in its first line.
    pub event: Option<PatternMatch>,
    /// Whether it may contain facts for the context, apart from its user.
    pub has_facts: bool,
}

impl CachedEntry {
    /// An entry without computed values.
    pub(crate) fn new(parsed: ParsedEntry<'_>) -> Self {
        let parsed = ParsedEntry { time: None, ..parsed.into_owned() };
        Self {
            parsed,
            summary: OnceLock::new(),
            explained_findings: OnceLock::new(),
            fingerprint: OnceLock::new(),
            facts_claimed: AtomicU64::new(0),
        }
    }

    /// Its findings, event and facts.
    pub(crate) fn summary(&self) -> &EntrySummary {
        self.summary.get_or_init(|| EntrySummary {
            findings: findings_for_any_version(&self.parsed),
            event: find_pattern(self.first_line()),
            has_facts: has_facts(&self.parsed),
        })
    }

    /// Returns true for the first call of a log if the entry may contain facts for the context, so that they are read once.
    pub(crate) fn claim_facts(&self, log: LogId) -> bool {
        self.summary().has_facts && self.facts_claimed.swap(log.0, Ordering::Relaxed) != log.0
    }

    /// The first line of its message: the only one that can be a client event.
    pub(crate) fn first_line(&self) -> &str {
        self.parsed.message.lines().next().unwrap_or_default()
    }

    /// Its findings, with the explanation from its message; `None` if they depend on the SDK's version.
    pub(crate) fn explained_findings(&self) -> Option<&[Finding]> {
        let explained = || {
            let mut findings = self.summary().findings.clone()?;
            if !findings.is_empty() {
                add_details(&self.parsed, &mut findings);
            }
            Some(findings)
        };
        self.explained_findings.get_or_init(explained).as_deref()
    }

    /// The fingerprint of the failure that it reports; `None` without findings, or if they depend on the SDK's version.
    pub(crate) fn fingerprint(&self) -> Option<&Fingerprint> {
        let fingerprint = || Fingerprint::read(&self.parsed, self.summary().findings.as_ref()?);
        self.fingerprint.get_or_init(fingerprint).as_ref()
    }

    /// Computes the values that merging needs, so that later calls return at once.
    pub(crate) fn compute(&self) {
        if self.explained_findings().is_some_and(|findings| !findings.is_empty()) {
            let _ = self.fingerprint();
        }
    }

    /// Whether it contains neither findings nor facts. It may be a client event.
    pub(crate) fn has_no_findings_or_facts(&self) -> bool {
        let EntrySummary { findings, has_facts, .. } = self.summary();
        !has_facts && findings.as_ref().is_some_and(Vec::is_empty)
    }
}

/// The key of a text entry: who logged it, and its text without clock and user name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryKey<'a> {
    origin: Origin,
    text: MaskedText<'a>,
    /// Clock of the SDK's prefix, as printed. Not part of the key.
    clock: Option<&'a str>,
}

impl<'a> EntryKey<'a> {
    /// The key of an entry whose first line is of `kind`; `None` if parsing it depends on more than its text.
    pub(crate) fn new(entry: &str, kind: LineKind, parts: &EntryParts<'a>) -> Option<Self> {
        let LineKind::Start(line_format, _) = kind else { return None };
        let EntryParts { text, prefix, is_quoted, .. } = *parts;
        // The level of these entries is before the text.
        let has_outer_level =
            line_format == LineFormat::Safari || line_format == LineFormat::Chrome && !is_console(entry);
        if has_outer_level || is_quoted {
            return None;
        }
        if let Some(prefix) = prefix {
            let clock_end = (prefix.clock.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + prefix.clock.len();
            let text = MaskedText::new(text.get(clock_end..)?, prefix.user);
            return Some(Self { origin: Origin::Sdk, text, clock: Some(prefix.clock) });
        }
        let origin = if line_format == LineFormat::Bare { Origin::Prose } else { Origin::Export };
        Some(Self { origin, text: MaskedText::new(text, None), clock: None })
    }

    fn hash(&self) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write_u8(self.origin as u8);
        self.text.hash_into(&mut hasher);
        hasher.finish()
    }

    /// The key as bytes: the origin, then the text with a mask in place of the user name. `None` if the text contains
    /// the mask character itself.
    fn to_bytes(self) -> Option<Box<[u8]>> {
        let text = self.text.masked()?;
        Some([&[self.origin as u8], text.as_bytes()].concat().into())
    }

    /// Whether [`to_bytes`](Self::to_bytes) would return `bytes`.
    fn is_equal(&self, bytes: &[u8]) -> bool {
        bytes.split_first().is_some_and(|(origin, text)| *origin == self.origin as u8 && self.text.matches(text))
    }
}

/// A cache of the entries that were parsed last.
#[derive(Debug)]
pub(crate) struct EntryCache {
    entries: TwoGenerationCache<Arc<CachedEntry>>,
}

/// Bytes of text in a generation of the cache. A short entry takes ten times the memory of its text; the entries that a
/// log repeats are a few hundred.
const GENERATION_BYTES: usize = 256 * 1024;

impl Default for EntryCache {
    fn default() -> Self {
        Self { entries: TwoGenerationCache::new(GENERATION_BYTES) }
    }
}

/// An entry of the cache, with what differs between entries of the same key.
#[derive(Clone, Debug)]
pub(crate) struct CacheHit<'a> {
    /// The shared entry.
    pub cached: Arc<CachedEntry>,
    /// Clock of the SDK's prefix, as printed.
    pub clock: Option<&'a str>,
    /// The user, if the shared entry has a mask in place of the name.
    pub user: Option<&'a str>,
}

impl EntryCache {
    /// The entry with this key. If the cache has none, parses `entry` and adds it. `None` if `entry` is not exactly one
    /// entry.
    ///
    /// `in_record`: the entry is inside a JSON record, and all its lines have the number of the record's line. It must be
    /// the same for all calls on a cache.
    pub(crate) fn find_or_parse<'a>(
        &mut self,
        entry: &'a str,
        key: &EntryKey<'a>,
        layout: &Layout,
        in_record: bool,
    ) -> Option<CacheHit<'a>> {
        let EntryKey { clock, .. } = *key;
        if let Some(cached) = self.get(key) {
            return Some(CacheHit { cached, clock, user: key.text.user() });
        }
        let masked = MaskedText::new(entry, key.text.user()).masked();
        let mut raw_entries = RawEntries::new(masked.as_deref().unwrap_or(entry), layout);
        let raw = raw_entries.next().filter(|_| raw_entries.next().is_none())?;
        let mut cached = None;
        read_raw_entry(&raw, layout, &mut |mut parsed| {
            if in_record {
                parsed.set_enclosing_string(0, None);
            }
            cached = Some(Arc::new(CachedEntry::new(parsed)));
        });
        let cached = cached?;
        self.insert(key, &cached);
        Some(CacheHit { cached, clock, user: masked.and(key.text.user()) })
    }

    fn get(&mut self, key: &EntryKey<'_>) -> Option<Arc<CachedEntry>> {
        self.entries.find_hashed(key.hash(), |bytes| key.is_equal(bytes))
    }

    fn insert(&mut self, key: &EntryKey<'_>, cached: &Arc<CachedEntry>) {
        if let Some(bytes) = key.to_bytes() {
            self.entries.insert_hashed(key.hash(), bytes, Arc::clone(cached));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::parse::reader::read_entries;
    use crate::log::parse::text::parts;

    fn parse(entry: &str) -> Arc<CachedEntry> {
        let mut cached = None;
        read_entries(entry, &Layout::default(), &mut |parsed| cached = Some(Arc::new(CachedEntry::new(parsed))));
        cached.unwrap()
    }

    fn key_of(entry: &str) -> EntryKey<'_> {
        let kind = Layout::default().classify(entry);
        EntryKey::new(entry, kind, &parts(entry, kind)).unwrap()
    }

    #[test]
    fn keys_ignore_clock_and_user() {
        let entry = "trtc.js:1 TRTC[00:41:56:498] <ERROR> [↑c1|alice] x <JOIN_ROOM_FAILED 0x4004>";
        let mut cache = EntryCache::default();
        assert!(cache.get(&key_of(entry)).is_none());
        cache.insert(&key_of(entry), &parse(entry));
        let later = entry.replace("56:498", "57:002").replace("alice", "carol");
        assert_eq!(
            cache.get(&key_of(&later)).unwrap().summary().findings.as_ref().unwrap()[0].evidence(),
            "<JOIN_ROOM_FAILED 0x4004>"
        );
        assert!(cache.get(&key_of(&entry.replace("c1", "c2"))).is_none());
        assert!(cache.get(&key_of(&entry.replace("ERROR", "WARN"))).is_none());
        assert!(cache.get(&key_of("app.js:1 x <JOIN_ROOM_FAILED 0x4004>")).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let entry = parse("[00:41:56] <INFO> [c1|a] x");
        let mut cache = EntryCache::default();
        for number in 0..30_000 {
            let text = format!("app.js:1 entry {number} {}", "x".repeat(100));
            cache.insert(&key_of(&text), &entry);
        }
        let [recent, older] = cache.entries.lengths().map(|lengths| lengths.iter().sum::<usize>());
        assert!(recent > 0 && recent <= GENERATION_BYTES && older <= GENERATION_BYTES);
    }
}
