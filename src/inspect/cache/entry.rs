//! Entries that were read before. Logs repeat themselves: a failure is printed again with every attempt, for every user, with
//! nothing new but the clock. What was found in an entry is kept for the next one of the same words.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, OnceLock};

use foldhash::fast::{FixedState, RandomState};

use crate::diagnosis::context::has_facts;
use crate::diagnosis::problem::fingerprint::Fingerprint;
use crate::event::{PatternMatch, find_pattern};
use crate::finding::Finding;
use crate::finding::find::{explain, findings_of_any_version};
use crate::log::Layout;
use crate::log::formats::chrome_debug::is_console;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::text::EntryParts;
use crate::log::parse::user_mask::MaskedText;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entries::RawEntries;

/// What there is to know of an entry, whenever and by whomever it was printed. What takes long to tell is told when it is
/// asked for first.
#[derive(Debug)]
pub struct CachedEntry {
    /// What it says, without its clock. Its lines count from its first, or in a record's from the chunk's. It may have been
    /// read without its user's name: then its texts have to be [`unmask`](crate::log::parse::user_mask::unmask).
    pub parsed: ParsedEntry<'static>,
    glance: OnceLock<EntrySummary>,
    told: OnceLock<Option<Vec<Finding>>>,
    print: OnceLock<Option<Fingerprint>>,
    /// Set once the facts of the context that it tells were taken.
    facts_taken: OnceLock<()>,
}

/// What there is in an entry.
#[derive(Debug)]
pub struct EntrySummary {
    /// What was found in it; `None` where the SDK's version, which other chunks may tell, decides.
    pub findings: Option<Vec<Finding>>,
    /// What its first line tells of its client's life.
    pub find_pattern: Option<PatternMatch>,
    /// Whether it may tell facts of the context, beyond its user.
    pub has_facts: bool,
}

impl CachedEntry {
    /// What is known of an entry.
    pub fn new(parsed: ParsedEntry<'_>) -> Self {
        let parsed = ParsedEntry { time: None, ..parsed.into_owned() };
        Self {
            parsed,
            glance: OnceLock::new(),
            told: OnceLock::new(),
            print: OnceLock::new(),
            facts_taken: OnceLock::new(),
        }
    }

    /// What there is in it.
    pub fn glance(&self) -> &EntrySummary {
        self.glance.get_or_init(|| EntrySummary {
            findings: findings_of_any_version(&self.parsed),
            find_pattern: find_pattern(self.first_line()),
            has_facts: has_facts(&self.parsed),
        })
    }

    /// Whether it may tell facts of the context that were not taken yet; they are taken to be from here on.
    pub fn take_facts(&self) -> bool {
        self.glance().has_facts && self.facts_taken.set(()).is_ok()
    }

    /// The line that may tell of its client's life.
    pub fn first_line(&self) -> &str {
        self.parsed.message.lines().next().unwrap_or_default()
    }

    /// What was found in it, with what its words say beyond its codes; `None` where the SDK's version decides.
    pub fn told(&self) -> Option<&[Finding]> {
        let told = || {
            let mut findings = self.glance().findings.clone()?;
            if !findings.is_empty() {
                explain(&self.parsed, &mut findings);
            }
            Some(findings)
        };
        self.told.get_or_init(told).as_deref()
    }

    /// What it says of a failure, where its findings do not depend on the version.
    pub fn print(&self) -> Option<&Fingerprint> {
        self.print.get_or_init(|| Fingerprint::read(&self.parsed, self.glance().findings.as_ref()?)).as_ref()
    }

    /// Looks at all of it that there is to know, so that nobody has to wait for it later.
    pub fn look(&self) {
        if self.told().is_some_and(|findings| !findings.is_empty()) {
            let _ = self.print();
        }
    }

    /// Whether there is nothing in it but, perhaps, an event.
    pub fn is_idle(&self) -> bool {
        let EntrySummary { findings, has_facts, .. } = self.glance();
        !has_facts && findings.as_ref().is_some_and(Vec::is_empty)
    }
}

/// What an entry is known by: who wrote it, and its words without the clock and the user's name.
#[derive(Clone, Copy, Debug)]
pub struct EntryKey<'a> {
    origin: Origin,
    text: MaskedText<'a>,
    /// Clock of the SDK's prefix, as printed.
    clock: Option<&'a str>,
}

/// The words of an entry of text, whose first line is of this kind; `None` where more than its words decides what it is.
pub fn words<'a>(entry: &str, kind: LineKind, parts: &EntryParts<'a>) -> Option<EntryKey<'a>> {
    let LineKind::Start(line_format, _) = kind else { return None };
    let EntryParts { text, prefix, is_quoted, .. } = *parts;
    let is_foreign = line_format == LineFormat::Safari || line_format == LineFormat::Chrome && !is_console(entry);
    if is_foreign || is_quoted {
        return None;
    }
    if let Some(prefix) = prefix {
        let clock_end = (prefix.clock.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + prefix.clock.len();
        let text = MaskedText::new(text.get(clock_end..)?, prefix.user);
        return Some(EntryKey { origin: Origin::Sdk, text, clock: Some(prefix.clock) });
    }
    let origin = if line_format == LineFormat::Bare { Origin::Prose } else { Origin::Export };
    Some(EntryKey { origin, text: MaskedText::new(text, None), clock: None })
}

/// Keeps what is known of the entries read last, within a bound of memory.
#[derive(Debug)]
pub struct EntryCache {
    kept: TwoGenerationCache<Arc<CachedEntry>>,
}

/// Texts of a generation of entries. What is known of a short one takes ten times as much; a log's own repetitions are a few
/// hundred entries.
const MEMO_BYTES: usize = 256 * 1024;

impl Default for EntryCache {
    fn default() -> Self {
        Self { kept: TwoGenerationCache::of(MEMO_BYTES) }
    }
}

/// An entry that is known, and what is its own.
#[derive(Clone, Debug)]
pub struct CacheHit<'a> {
    /// What it says.
    pub known: Arc<CachedEntry>,
    /// Its clock, as printed, if it has the SDK's.
    pub clock: Option<&'a str>,
    /// Its user, if the entry was read without the name.
    pub user: Option<&'a str>,
}

impl EntryCache {
    /// What is known of `entry`, which has these words; it is read if it was not before. `None` where it is more than an
    /// entry. `is_fixed`: the entry stands in a record, on one line of the log; the same for all that a memo is asked for.
    pub fn again<'a>(
        &mut self,
        entry: &'a str,
        words: &EntryKey<'a>,
        layout: &Layout,
        is_fixed: bool,
    ) -> Option<CacheHit<'a>> {
        let EntryKey { clock, .. } = *words;
        if let Some(known) = self.find(words) {
            return Some(CacheHit { known, clock, user: words.text.user() });
        }
        let masked = MaskedText::new(entry, words.text.user()).masked();
        let mut raw_entries = RawEntries::new(masked.as_deref().unwrap_or(entry), layout);
        let raw = raw_entries.next().filter(|_| raw_entries.next().is_none())?;
        let mut known = None;
        read_raw_entry(&raw, layout, &mut |mut parsed| {
            if is_fixed {
                parsed.set_enclosing_string(0, None);
            }
            known = Some(Arc::new(CachedEntry::new(parsed)));
        });
        let known = known?;
        self.keep(words, &known);
        Some(CacheHit { known, clock, user: masked.and(words.text.user()) })
    }

    fn find(&mut self, words: &EntryKey<'_>) -> Option<Arc<CachedEntry>> {
        self.kept.find_where(words.key(), |text| words.is(text))
    }

    fn keep(&mut self, words: &EntryKey<'_>, known: &Arc<CachedEntry>) {
        if let Some(text) = words.text.masked() {
            let text = [&[words.origin as u8], text.as_bytes()].concat();
            self.kept.put(words.key(), Kept { text: text.into(), known: Arc::clone(known) });
        }
    }
}

impl EntryKey<'_> {
    fn key(&self) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write_u8(self.origin as u8);
        self.text.hash_into(&mut hasher);
        hasher.finish()
    }

    /// Whether they are what was kept: the origin, then the words with a hole.
    fn is(&self, kept: &[u8]) -> bool {
        kept.split_first().is_some_and(|(origin, text)| *origin == self.origin as u8 && self.text.matches(text))
    }
}

/// What is known of the texts seen last: those of this generation and of the one before.
#[derive(Debug)]
pub struct TwoGenerationCache<T> {
    recent: HashMap<u64, Kept<T>, RandomState>,
    older: HashMap<u64, Kept<T>, RandomState>,
    recent_bytes: usize,
    max_bytes: usize,
}

#[derive(Debug)]
struct Kept<T> {
    text: Box<[u8]>,
    known: T,
}

impl<T: Clone> TwoGenerationCache<T> {
    /// Generations of so many bytes of text.
    pub fn of(max_bytes: usize) -> Self {
        Self { recent: HashMap::default(), older: HashMap::default(), recent_bytes: 0, max_bytes }
    }

    /// What is known of `text`.
    pub fn find(&mut self, text: &[u8]) -> Option<T> {
        self.find_where(FixedState::default().hash_one(text), |kept| kept == text)
    }

    /// Keeps what is known of `text`.
    pub fn keep(&mut self, text: &[u8], known: &T) {
        self.put(FixedState::default().hash_one(text), Kept { text: text.into(), known: known.clone() });
    }

    fn find_where(&mut self, key: u64, is: impl Fn(&[u8]) -> bool) -> Option<T> {
        if let Some(kept) = self.recent.get(&key).filter(|kept| is(&kept.text)) {
            return Some(kept.known.clone());
        }
        let kept = self.older.remove(&key).filter(|kept| is(&kept.text))?;
        let known = kept.known.clone();
        self.put(key, kept);
        Some(known)
    }

    fn put(&mut self, key: u64, kept: Kept<T>) {
        if kept.text.len() > self.max_bytes / 4 {
            return;
        }
        if self.recent_bytes + kept.text.len() > self.max_bytes {
            self.older = std::mem::take(&mut self.recent);
            self.recent_bytes = 0;
        }
        self.recent_bytes += kept.text.len();
        self.recent.insert(key, kept);
    }

    /// Lengths of the texts of both generations.
    #[cfg(test)]
    pub fn lengths(&self) -> [Vec<usize>; 2] {
        [&self.recent, &self.older].map(|generation| generation.values().map(|kept| kept.text.len()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::parse::reader::read_entries;
    use crate::log::parse::text::parts;

    fn known(entry: &str) -> Arc<CachedEntry> {
        let mut known = None;
        read_entries(entry, &Layout::default(), &mut |parsed| known = Some(Arc::new(CachedEntry::new(parsed))));
        known.unwrap()
    }

    fn words_of(entry: &str) -> EntryKey<'_> {
        let kind = Layout::default().classify(entry);
        words(entry, kind, &parts(entry, kind)).unwrap()
    }

    #[test]
    fn an_entry_is_known_again_at_another_time_and_of_another_user() {
        let entry = "trtc.js:1 TRTC[00:41:56:498] <ERROR> [↑c1|alice] x <JOIN_ROOM_FAILED 0x4004>";
        let mut cache = EntryCache::default();
        assert!(cache.find(&words_of(entry)).is_none());
        cache.keep(&words_of(entry), &known(entry));
        let later = entry.replace("56:498", "57:002").replace("alice", "carol");
        assert_eq!(
            cache.find(&words_of(&later)).unwrap().glance().findings.as_ref().unwrap()[0].text(),
            "<JOIN_ROOM_FAILED 0x4004>"
        );
        assert!(cache.find(&words_of(&entry.replace("c1", "c2"))).is_none());
        assert!(cache.find(&words_of(&entry.replace("ERROR", "WARN"))).is_none());
        assert!(cache.find(&words_of("app.js:1 x <JOIN_ROOM_FAILED 0x4004>")).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let entry = known("[00:41:56] <INFO> [c1|a] x");
        let mut cache = EntryCache::default();
        for number in 0..30_000 {
            let text = format!("app.js:1 entry {number} {}", "x".repeat(100));
            cache.keep(&words_of(&text), &entry);
        }
        let [recent, older] = cache.kept.lengths().map(|lengths| lengths.iter().sum::<usize>());
        assert!(recent > 0 && recent <= MEMO_BYTES && older <= MEMO_BYTES);
    }
}
