//! Entries that were read before. Logs repeat themselves: a failure is printed again with every attempt, with nothing new
//! but its clock. What was found in an entry is kept for the next one of the same words.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use super::context::has_facts;
use super::entry::{detail_of, findings_of_any_version};
use super::finding::Finding;
use super::messages::Detail;
use crate::log::draft::{Draft, Origin};
use crate::log::formats::chrome_debug::is_console;
use crate::log::line::{LineKind, Wrapping};
use crate::log::text::{Parts, parts};

/// What there is to know of an entry, whenever and wherever it was printed.
#[derive(Debug)]
pub struct Known {
    /// What it says, without its clock. Its lines count from its first, or in a record's from the chunk's.
    pub draft: Draft<'static>,
    /// What was found in it; `None` where the SDK's version, which other chunks may tell, decides.
    pub findings: Option<Vec<Finding>>,
    detail: OnceLock<Option<Detail>>,
    /// Whether it may tell facts of the context, beyond its user.
    pub has_facts: bool,
}

impl Known {
    /// Reads an entry.
    #[must_use]
    pub fn new(draft: Draft<'_>) -> Self {
        let findings = findings_of_any_version(&draft);
        let draft = Draft { time: None, ..draft.into_owned() };
        Self { has_facts: has_facts(&draft), draft, findings, detail: OnceLock::new() }
    }

    /// What its words say beyond its codes. The shapes of messages take a good deal of memory for each thread that looks
    /// at them: only the one that puts the reports together does.
    #[must_use]
    pub fn detail(&self) -> Option<&Detail> {
        self.detail.get_or_init(|| detail_of(&self.draft)).as_ref()
    }

    /// Whether there is nothing in it but, perhaps, an event.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.has_facts && self.findings.as_ref().is_some_and(Vec::is_empty)
    }
}

/// What an entry is known by: who wrote it, and its words without the clock.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    origin: Origin,
    text: &'a str,
    /// Clock of the SDK's prefix, as printed.
    pub clock: Option<&'a str>,
}

/// The words of an entry of text, whose first line is of this kind; `None` where more than its words decides what it is.
#[must_use]
pub fn words(entry: &str, kind: LineKind) -> Option<Words<'_>> {
    let LineKind::Start(wrapping, _) = kind else { return None };
    let is_foreign = wrapping == Wrapping::Safari || wrapping == Wrapping::Chrome && !is_console(entry);
    let Parts { text, prefix, is_quoted, .. } = parts(entry.trim_end_matches(['\r', '\n']), kind);
    if is_foreign || is_quoted {
        return None;
    }
    if let Some(prefix) = prefix {
        let clock_end = (prefix.clock.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + prefix.clock.len();
        return Some(Words { origin: Origin::Sdk, text: text.get(clock_end..)?, clock: Some(prefix.clock) });
    }
    let origin = if wrapping == Wrapping::Bare { Origin::Prose } else { Origin::Export };
    Some(Words { origin, text, clock: None })
}

/// Keeps what is known of the entries read last, within a bound of memory.
#[derive(Debug, Default)]
pub struct Memo {
    /// By origin.
    recent: [Generation; 3],
    older: [Generation; 3],
    recent_bytes: usize,
}

type Generation = HashMap<Box<str>, Arc<Known>, RandomState>;

/// Texts of a generation; with what is known of them, entries take about five times as much. There are two generations.
const GENERATION_BYTES: usize = 128 * 1024;

impl Memo {
    /// What is known of an entry of these words.
    pub fn find(&mut self, words: Words<'_>) -> Option<Arc<Known>> {
        let origin = words.origin as usize;
        if let Some(known) = self.recent[origin].get(words.text) {
            return Some(Arc::clone(known));
        }
        let known = self.older[origin].remove(words.text)?;
        self.keep(words, &known);
        Some(known)
    }

    /// Keeps what is known of entries of these words.
    pub fn keep(&mut self, words: Words<'_>, known: &Arc<Known>) {
        if self.recent_bytes + words.text.len() > GENERATION_BYTES {
            self.older = std::mem::take(&mut self.recent);
            self.recent_bytes = 0;
        }
        if words.text.len() <= GENERATION_BYTES / 4 {
            self.recent_bytes += words.text.len();
            self.recent[words.origin as usize].insert(words.text.into(), Arc::clone(known));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::text::read_entries;

    fn known(entry: &str) -> Arc<Known> {
        let mut known = None;
        read_entries(entry, &Layout::default(), &mut |draft| known = Some(Arc::new(Known::new(draft))));
        known.unwrap()
    }

    fn words_of(entry: &str) -> Words<'_> {
        words(entry, Layout::default().classify(entry)).unwrap()
    }

    #[test]
    fn an_entry_is_known_again_at_another_time_and_of_another_user_it_is_not() {
        let entry = "trtc.js:1 TRTC[00:41:56:498] <ERROR> [↑c1|alice] x <JOIN_ROOM_FAILED 0x4004>";
        let mut memo = Memo::default();
        assert!(memo.find(words_of(entry)).is_none());
        memo.keep(words_of(entry), &known(entry));
        let later = memo.find(words_of(&entry.replace("56:498", "57:002"))).unwrap();
        assert_eq!(later.findings.as_ref().unwrap()[0].text, "<JOIN_ROOM_FAILED 0x4004>");
        assert!(memo.find(words_of(&entry.replace("alice", "bob"))).is_none());
        assert!(memo.find(words_of(&entry.replace("ERROR", "WARN"))).is_none());
        assert!(memo.find(words_of("app.js:1 x <JOIN_ROOM_FAILED 0x4004>")).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let entry = known("[00:41:56] <INFO> [c1|a] x");
        let mut memo = Memo::default();
        for number in 0..20_000 {
            let text = format!("app.js:1 entry {number} {}", "x".repeat(100));
            memo.keep(words_of(&text), &entry);
        }
        let kept =
            |generation: &[Generation; 3]| generation.iter().flat_map(HashMap::keys).map(|text| text.len()).sum();
        let (recent, older): (usize, usize) = (kept(&memo.recent), kept(&memo.older));
        assert!(recent > 0 && recent <= GENERATION_BYTES && older <= GENERATION_BYTES);
    }
}
