//! Entries that were read before. Logs repeat themselves: a failure is printed again with every attempt, for every user, with
//! nothing new but the clock. What was found in an entry is kept for the next one of the same words.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use super::context::has_facts;
use super::entry::{detail_of, findings_of_any_version};
use super::finding::Finding;
use super::happening::{Spot, spot};
use super::messages::Detail;
use super::print::Print;
use crate::log::draft::{Draft, Origin};
use crate::log::formats::chrome_debug::is_console;
use crate::log::line::{LineKind, Wrapping};
use crate::log::nameless::Nameless;
use crate::log::text::Parts;

/// What there is to know of an entry, whenever and by whomever it was printed.
#[derive(Debug)]
pub struct Known {
    /// What it says, without its clock. Its lines count from its first, or in a record's from the chunk's. It may have been
    /// read without its user's name: then its texts have to be [`named`](crate::log::nameless::named).
    pub draft: Draft<'static>,
    /// What was found in it; `None` where the SDK's version, which other chunks may tell, decides.
    pub findings: Option<Vec<Finding>>,
    /// What its first line tells of its client's life.
    pub spot: Option<Spot>,
    /// Whether it may tell facts of the context, beyond its user.
    pub has_facts: bool,
    detail: OnceLock<Option<Detail>>,
    print: OnceLock<Option<Print>>,
}

impl Known {
    /// Reads an entry.
    #[must_use]
    pub fn new(draft: Draft<'_>) -> Self {
        let findings = findings_of_any_version(&draft);
        let draft = Draft { time: None, ..draft.into_owned() };
        let spot = spot(first_line(&draft));
        let has_facts = has_facts(&draft);
        Self { draft, findings, spot, has_facts, detail: OnceLock::new(), print: OnceLock::new() }
    }

    /// The line that may tell of its client's life.
    #[must_use]
    pub fn first_line(&self) -> &str {
        first_line(&self.draft)
    }

    /// What its words say beyond its codes. The shapes of messages take a good deal of memory for each thread that looks
    /// at them: only the one that puts the reports together does.
    #[must_use]
    pub fn detail(&self) -> Option<&Detail> {
        self.detail.get_or_init(|| detail_of(&self.draft)).as_ref()
    }

    /// What it says of a failure, where its findings do not depend on the version.
    #[must_use]
    pub fn print(&self) -> Option<&Print> {
        self.print.get_or_init(|| Print::read(&self.draft, self.findings.as_ref()?)).as_ref()
    }

    /// Whether there is nothing in it but, perhaps, an event.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.has_facts && self.findings.as_ref().is_some_and(Vec::is_empty)
    }
}

fn first_line<'d>(draft: &'d Draft<'_>) -> &'d str {
    draft.message.lines().next().unwrap_or_default()
}

/// What an entry is known by: who wrote it, and its words without the clock and the user's name.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    origin: Origin,
    text: Nameless<'a>,
    /// Clock of the SDK's prefix, as printed.
    pub clock: Option<&'a str>,
}

impl<'a> Words<'a> {
    /// The user whose name is not among the words.
    #[must_use]
    pub fn user(&self) -> Option<&'a str> {
        self.text.user()
    }
}

/// The words of an entry of text, whose first line is of this kind; `None` where more than its words decides what it is.
#[must_use]
pub fn words<'a>(entry: &str, kind: LineKind, parts: &Parts<'a>) -> Option<Words<'a>> {
    let LineKind::Start(wrapping, _) = kind else { return None };
    let Parts { text, prefix, is_quoted, .. } = *parts;
    let is_foreign = wrapping == Wrapping::Safari || wrapping == Wrapping::Chrome && !is_console(entry);
    if is_foreign || is_quoted {
        return None;
    }
    if let Some(prefix) = prefix {
        let clock_end = (prefix.clock.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + prefix.clock.len();
        let text = Nameless::new(text.get(clock_end..)?, prefix.user);
        return Some(Words { origin: Origin::Sdk, text, clock: Some(prefix.clock) });
    }
    let origin = if wrapping == Wrapping::Bare { Origin::Prose } else { Origin::Export };
    Some(Words { origin, text: Nameless::new(text, None), clock: None })
}

/// Keeps what is known of the entries read last, within a bound of memory.
#[derive(Debug, Default)]
pub struct Memo {
    recent: Generation,
    older: Generation,
    recent_bytes: usize,
    hasher: RandomState,
}

/// By a hash of their words.
type Generation = HashMap<u64, Kept, RandomState>;

/// An entry and what it is known by.
#[derive(Debug)]
struct Kept {
    origin: Origin,
    text: Box<str>,
    known: Arc<Known>,
}

impl Kept {
    fn is(&self, words: &Words<'_>) -> bool {
        self.origin == words.origin && words.text.is(&self.text)
    }
}

/// Texts of a generation; with what is known of them, entries take about five times as much. There are two generations.
const GENERATION_BYTES: usize = 1024 * 1024;

impl Memo {
    /// What is known of an entry of these words.
    pub fn find(&mut self, words: &Words<'_>) -> Option<Arc<Known>> {
        let key = self.key(words);
        if let Some(kept) = self.recent.get(&key).filter(|kept| kept.is(words)) {
            return Some(Arc::clone(&kept.known));
        }
        let kept = self.older.remove(&key).filter(|kept| kept.is(words))?;
        let known = Arc::clone(&kept.known);
        self.put(key, kept);
        Some(known)
    }

    /// Keeps what is known of entries of these words.
    pub fn keep(&mut self, words: &Words<'_>, known: &Arc<Known>) {
        if let Some(text) = words.text.text().filter(|text| text.len() <= GENERATION_BYTES / 4) {
            let kept = Kept { origin: words.origin, text: text.into_boxed_str(), known: Arc::clone(known) };
            self.put(self.key(words), kept);
        }
    }

    fn put(&mut self, key: u64, kept: Kept) {
        if self.recent_bytes + kept.text.len() > GENERATION_BYTES {
            self.older = std::mem::take(&mut self.recent);
            self.recent_bytes = 0;
        }
        self.recent_bytes += kept.text.len();
        self.recent.insert(key, kept);
    }

    fn key(&self, words: &Words<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write_u8(words.origin as u8);
        words.text.hash_into(&mut hasher);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::text::{parts, read_entries};

    fn known(entry: &str) -> Arc<Known> {
        let mut known = None;
        read_entries(entry, &Layout::default(), &mut |draft| known = Some(Arc::new(Known::new(draft))));
        known.unwrap()
    }

    fn words_of(entry: &str) -> Words<'_> {
        let kind = Layout::default().classify(entry);
        words(entry, kind, &parts(entry, kind)).unwrap()
    }

    #[test]
    fn an_entry_is_known_again_at_another_time_and_of_another_user() {
        let entry = "trtc.js:1 TRTC[00:41:56:498] <ERROR> [↑c1|alice] x <JOIN_ROOM_FAILED 0x4004>";
        let mut memo = Memo::default();
        assert!(memo.find(&words_of(entry)).is_none());
        memo.keep(&words_of(entry), &known(entry));
        let later = entry.replace("56:498", "57:002").replace("alice", "carol");
        assert_eq!(
            memo.find(&words_of(&later)).unwrap().findings.as_ref().unwrap()[0].text,
            "<JOIN_ROOM_FAILED 0x4004>"
        );
        assert!(memo.find(&words_of(&entry.replace("c1", "c2"))).is_none());
        assert!(memo.find(&words_of(&entry.replace("ERROR", "WARN"))).is_none());
        assert!(memo.find(&words_of("app.js:1 x <JOIN_ROOM_FAILED 0x4004>")).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let entry = known("[00:41:56] <INFO> [c1|a] x");
        let mut memo = Memo::default();
        for number in 0..20_000 {
            let text = format!("app.js:1 entry {number} {}", "x".repeat(100));
            memo.keep(&words_of(&text), &entry);
        }
        let kept = |generation: &Generation| generation.values().map(|kept| kept.text.len()).sum();
        let (recent, older): (usize, usize) = (kept(&memo.recent), kept(&memo.older));
        assert!(recent > 0 && recent <= GENERATION_BYTES && older <= GENERATION_BYTES);
    }
}
