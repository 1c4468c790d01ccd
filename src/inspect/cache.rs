//! The summaries of the entries that were parsed last. A client that cannot connect logs the same failure with every attempt,
//! and only the clock differs; other clients log it as well, and only their user's name differs.
//!
//! In entries of text, the name in the prefix is masked: a summary does not depend on it, but the message of its findings
//! contains it.
//!
//! A summary takes many times as long as the parsing of its entry. Without the cache, the scan of 512 MiB of failing calls
//! takes more than twice the time; that of calls which mostly succeed takes 3 % more instructions.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::iter::repeat_n;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::chunk_report::EntrySummary;
use crate::finding::{Finding, FindingBody};
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};
use crate::log::parse::prefix::{PrefixSpan, find_prefix, parse_client, skip_style};
use crate::log::parse::record_fields::TIME_KEYS;

/// Bytes of all keys. A larger cache is cleared. With its summary, an entry takes about five times the memory of its key.
const MAX_BYTES: usize = 512 * 1024;

/// A cache of summaries.
#[derive(Default)]
pub(super) struct SummaryCache {
    /// By the hash of the key. The lines of the findings count from the entry's first line.
    summaries: HashMap<u64, (Box<[u8]>, EntrySummary), RandomState>,
    hasher: RandomState,
    bytes: usize,
    /// The key of the last entry; kept to reuse its memory.
    key: Vec<u8>,
}

impl SummaryCache {
    /// The summary of an entry.
    pub(super) fn summary(&mut self, parsed: &ParsedEntry<'_>) -> EntrySummary {
        // The positions in documents differ.
        if parsed.pointer.is_some() {
            return EntrySummary::of(parsed);
        }
        let user = prefix_user(parsed);
        set_key(&mut self.key, parsed, user.as_ref());
        let hash = self.hasher.hash_one(&*self.key);
        if let Some((_, cached)) = self.summaries.get(&hash).filter(|(key, _)| **key == *self.key) {
            return at_entry(cached.clone(), parsed, user.as_ref());
        }
        let mut cached = match &user {
            Some(user) => EntrySummary::of(&masked(parsed, user)),
            None => EntrySummary::of(parsed),
        };
        // Entries without findings have facts that are new: they do not repeat.
        if cached.findings.as_ref().is_some_and(Vec::is_empty) {
            return cached;
        }
        if contains_mask(&cached) {
            return EntrySummary::of(parsed);
        }
        for finding in cached.findings.iter_mut().flatten() {
            finding.line -= parsed.first_line;
            finding.entry_line -= parsed.first_line;
        }
        if self.bytes + self.key.len() > MAX_BYTES {
            self.summaries.clear();
            self.bytes = 0;
        }
        self.bytes += self.key.len();
        let summary = at_entry(cached.clone(), parsed, user.as_ref());
        self.summaries.insert(hash, (self.key.as_slice().into(), cached));
        summary
    }
}

/// Replaces each byte of the user's name. Logs do not contain this control character.
const MASK: &str = "\u{1}";

/// The position of the user's name in the message of a text entry, if it is one word: any other name could have a meaning in
/// the message.
fn prefix_user(parsed: &ParsedEntry<'_>) -> Option<Range<usize>> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_plain = parsed.texts.len() == 1 && parsed.objects.is_empty() && parsed.origin == Origin::Sdk;
    let user = parsed.user.as_deref().filter(|user| is_plain && user.bytes().all(|byte| is_word(&byte)))?;
    let (_, named) = parse_client(&parsed.message)?;
    let start = named.filter(|named| *named == user)?.as_ptr() as usize - parsed.message.as_ptr() as usize;
    let range = start..start + user.len();
    // The message is a part of the text, unless it was unquoted.
    let text = &parsed.texts[0].text;
    let text_start = prefix_of(text)?.message() + start;
    let is_in_text = text.get(text_start..text_start + user.len()) == Some(user);
    (is_in_text && !parsed.message.contains(MASK)).then_some(range)
}

/// The entry with masks for the user's name at this position of its message, and without what no summary depends on.
fn masked<'p>(parsed: &ParsedEntry<'p>, user: &Range<usize>) -> ParsedEntry<'p> {
    let mask = |text: &str, start: usize| {
        let mut masked = String::with_capacity(text.len());
        masked.push_str(&text[..start]);
        masked.extend(repeat_n(MASK, user.len()));
        masked.push_str(&text[start + user.len()..]);
        masked
    };
    let mut texts = parsed.texts.clone();
    if let Some((prefix, part)) = texts.first_mut().and_then(|part| Some((prefix_of(&part.text)?, part))) {
        part.text = mask(&part.text, prefix.message() + user.start).into();
    }
    ParsedEntry {
        first_line: parsed.first_line,
        last_line: parsed.last_line,
        pointer: None,
        time: None,
        level: parsed.level,
        client: parsed.client.as_ref().map(|_| String::new()),
        user: Some(MASK.repeat(user.len())),
        message: mask(&parsed.message, user.start).into(),
        texts,
        objects: Vec::new(),
        origin: parsed.origin,
    }
}

/// Whether anything but the messages of the findings contains a mask.
fn contains_mask(summary: &EntrySummary) -> bool {
    let is_masked = |text: &str| text.contains(MASK);
    let in_finding = |finding: &Finding| {
        let FindingBody { name, evidence, detail, fix, .. } = &*finding.body;
        let texts = [name.as_deref(), detail.as_deref(), Some(evidence.as_str())].into_iter().flatten();
        texts.chain(fix.iter().map(String::as_str)).any(is_masked)
    };
    let message = summary.fingerprint.as_ref().and_then(|fingerprint| fingerprint.message.as_ref());
    message.is_some_and(|message| is_masked(message.text())) || summary.findings.iter().flatten().any(in_finding)
}

/// A cached summary with the position and the user's name of `parsed`.
fn at_entry(mut summary: EntrySummary, parsed: &ParsedEntry<'_>, user: Option<&Range<usize>>) -> EntrySummary {
    let mut message: Option<Arc<str>> = None;
    for finding in summary.findings.iter_mut().flatten() {
        finding.line += parsed.first_line;
        finding.entry_line += parsed.first_line;
        if user.is_some() {
            let message = message.get_or_insert_with(|| parsed.message[..finding.body.message.len()].into());
            Arc::make_mut(&mut finding.body).message = Arc::clone(message);
        }
    }
    summary
}

/// The SDK's prefix in a text of an entry.
fn prefix_of(text: &str) -> Option<PrefixSpan> {
    let body = skip_style(text.as_bytes());
    find_prefix(body).map(|prefix| prefix.shifted(text.len() - body.len()))
}

/// Writes everything that the summary of an entry depends on: the entry without its clock, its position and the name of
/// its user.
fn set_key(key: &mut Vec<u8>, parsed: &ParsedEntry<'_>, user: Option<&Range<usize>>) {
    key.clear();
    key.extend([parsed.origin as u8, parsed.level as u8, u8::from(parsed.client.is_some())]);
    key.extend((parsed.texts.len() as u64).to_le_bytes());
    push(key, parsed.message.as_bytes());
    if let Some(user) = user {
        let start = key.len() - parsed.message.len();
        key[start + user.start..start + user.end].fill(MASK.as_bytes()[0]);
    }
    for part in &parsed.texts {
        // A member of a record with its time is among the texts.
        if is_time(&part.text) {
            continue;
        }
        key.extend(part.line.wrapping_sub(parsed.first_line).to_le_bytes());
        let (text, prefix) = (part.text.as_bytes(), prefix_of(&part.text));
        key.extend([u8::from(part.physical), u8::from(prefix.is_some())]);
        let Some(prefix) = prefix else {
            push(key, text);
            continue;
        };
        push(key, &text[..prefix.clock().start]);
        push(key, &text[prefix.clock().end..]);
        if let Some(user) = user {
            let start = key.len() - text.len() + prefix.message();
            key[start + user.start..start + user.end].fill(MASK.as_bytes()[0]);
        }
    }
    for object in &parsed.objects {
        key.extend(object.line.wrapping_sub(parsed.first_line).to_le_bytes());
        key.extend((object.members.len() as u64).to_le_bytes());
        for (name, value) in object.members.iter().filter(|(name, _)| !TIME_KEYS.contains(&name.as_ref())) {
            push(key, name.as_bytes());
            push(key, value.as_bytes());
        }
    }
}

/// Whether a text is a time of day and nothing else, perhaps with a date. It contains no codes.
fn is_time(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || b" :./,-TZAPM".contains(&byte);
    text.contains(':') && text.bytes().all(is_part)
}

/// Appends a text with its length, so that different entries have different keys.
fn push(key: &mut Vec<u8>, text: &[u8]) {
    key.extend((text.len() as u64).to_le_bytes());
    key.extend(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Layout;
    use crate::log::parse::reader::read_entries;

    /// The findings of each entry of a log, from the cache; and how many summaries it has then.
    fn findings(log: &str) -> (Vec<String>, usize) {
        let mut cache = SummaryCache::default();
        let mut rows = Vec::new();
        read_entries(log, &Layout::default(), &mut |parsed| {
            let summary = cache.summary(&parsed);
            assert_eq!(format!("{summary:?}"), format!("{:?}", EntrySummary::of(&parsed)));
            rows.extend(
                summary.findings.unwrap_or_default().iter().map(|found| format!("{} {}", found.line, found.code)),
            );
        });
        (rows, cache.summaries.len())
    }

    #[test]
    fn entries_that_differ_in_their_clock_share_a_summary() {
        let entry = "TRTC[00:41:56:498] <ERROR> [↑c1|alice] x\n <JOIN_ROOM_FAILED 0x4004>\n";
        let later = entry.replace("56:498", "57:002");
        let (found, count) = findings(&[entry, &later].concat());
        assert_eq!((found.as_slice(), count), (["1 0x4004".to_owned(), "3 0x4004".to_owned()].as_slice(), 1));
        for other in [entry.replace("c1", "c2"), entry.replace("ERROR", "WARN"), entry.replace(" x", " y 5001")] {
            assert_eq!(findings(&[entry, &other].concat()).1, 2, "{other}");
        }
    }

    #[test]
    fn entries_of_different_users_share_a_summary() {
        let entry = "TRTC[00:41:56:498] <ERROR> [↑c1|alice] alice: x <JOIN_ROOM_FAILED 0x4004>\n";
        assert_eq!(findings(&[entry, &entry.replace("|alice", "|carol")].concat()).1, 1);
        // A name of another length moves the rest of the message; one with other characters may mean something.
        assert_eq!(findings(&[entry, &entry.replace("|alice", "|bob")].concat()).1, 2);
        assert_eq!(findings(&[entry, &entry.replace("|alice", "|a b c")].concat()).1, 2);
    }

    #[test]
    fn records_that_differ_in_their_time_share_a_summary() {
        let record =
            |time: &str, code: &str| format!("{{\"time\":\"{time}\",\"text\":\"join failed\",\"code_\":{code}}}\n");
        let log = [record("00:00:01", "16388"), record("00:00:02", "16388"), record("00:00:02", "16389")].concat();
        assert_eq!(findings(&log), (["0 0x4004", "1 0x4004", "2 0x4005"].map(str::to_owned).to_vec(), 2));
        // A record without a time has another shape.
        let without = record("", "16388").replace("\"time\":\"\",", "");
        assert_eq!(findings(&[record("00:00:01", "16388"), without].concat()).1, 2);
    }

    #[test]
    fn memory_is_bounded() {
        let mut cache = SummaryCache::default();
        for number in 0..3000 {
            let entry = format!("[00:41:56] <ERROR> [c1|a] {number} {} <X 0x4004>", "x".repeat(200));
            read_entries(&entry, &Layout::default(), &mut |parsed| drop(cache.summary(&parsed)));
        }
        let bytes: usize = cache.summaries.values().map(|(key, _)| key.len()).sum();
        assert!(bytes > 0 && bytes <= MAX_BYTES, "{bytes}");
    }
}
