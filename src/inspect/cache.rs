//! The summaries of the entries that were parsed last. A client that cannot connect logs the same failure with every attempt,
//! and only the clock differs.
//!
//! A summary takes many times as long as the parsing of its entry. On logs of calls that fail again and again, the scan takes
//! twice as long without the cache; on logs without repeated failures, it takes 3 % longer.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::chunk_report::EntrySummary;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::prefix::{find_prefix, skip_style};
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
        set_key(&mut self.key, parsed);
        let hash = self.hasher.hash_one(&*self.key);
        if let Some((_, cached)) = self.summaries.get(&hash).filter(|(key, _)| **key == *self.key) {
            let mut summary = cached.clone();
            for finding in summary.findings.iter_mut().flatten() {
                finding.line += parsed.first_line;
                finding.entry_line += parsed.first_line;
            }
            return summary;
        }
        let summary = EntrySummary::of(parsed);
        let mut cached = summary.clone();
        for finding in cached.findings.iter_mut().flatten() {
            finding.line -= parsed.first_line;
            finding.entry_line -= parsed.first_line;
        }
        if self.bytes + self.key.len() > MAX_BYTES {
            self.summaries.clear();
            self.bytes = 0;
        }
        self.bytes += self.key.len();
        self.summaries.insert(hash, (self.key.as_slice().into(), cached));
        summary
    }
}

/// Writes everything that the summary of an entry depends on: the entry without its clock and position.
fn set_key(key: &mut Vec<u8>, parsed: &ParsedEntry<'_>) {
    key.clear();
    key.extend([parsed.origin as u8, parsed.level as u8, u8::from(parsed.client.is_some())]);
    push(key, parsed.message.as_bytes());
    for part in &parsed.texts {
        key.extend(part.line.wrapping_sub(parsed.first_line).to_le_bytes());
        key.push(1 + u8::from(part.physical));
        // A member of a record with its time is among the texts.
        if is_time(&part.text) {
            continue;
        }
        let text = part.text.as_bytes();
        let body = skip_style(text);
        match find_prefix(body).map(|prefix| prefix.shifted(text.len() - body.len())) {
            Some(prefix) => {
                push(key, &text[..prefix.clock]);
                push(key, &text[prefix.clock_end..]);
            }
            None => push(key, text),
        }
    }
    for object in &parsed.objects {
        key.extend(object.line.wrapping_sub(parsed.first_line).to_le_bytes());
        key.push(3);
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
    fn records_that_differ_in_their_time_share_a_summary() {
        let record =
            |time: &str, code: &str| format!("{{\"time\":\"{time}\",\"text\":\"join failed\",\"code_\":{code}}}\n");
        let log = [record("00:00:01", "16388"), record("00:00:02", "16388"), record("00:00:02", "16389")].concat();
        assert_eq!(findings(&log), (["0 0x4004", "1 0x4004", "2 0x4005"].map(str::to_owned).to_vec(), 2));
    }

    #[test]
    fn memory_is_bounded() {
        let mut cache = SummaryCache::default();
        for number in 0..9000 {
            let message = format!("{number} {}", "x".repeat(100));
            cache.summary(&ParsedEntry { message: message.into(), ..ParsedEntry::default() });
        }
        let bytes: usize = cache.summaries.values().map(|(key, _)| key.len()).sum();
        assert!(bytes > 0 && bytes <= MAX_BYTES, "{bytes}");
    }
}
