//! JSON records that were parsed before. The records of a console or of uploads often differ only in their clocks and
//! the user's name; parsing one takes a hundred times as long as a cache hit.

use std::ops::Range;
use std::sync::Arc;

use super::entry::CachedEntry;
use super::two_generation::TwoGenerationCache;
use crate::log::Layout;
use crate::log::parse::clock::{next_time_of_day, sdk_clock};
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::prefix::is_user_name;
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::user_mask;
use crate::log::parse::user_mask::MASK;
use crate::log::segment::raw_entries::RawEntries;

/// An entry of a cached record.
#[derive(Debug)]
pub(crate) struct CachedRecordEntry {
    /// Its content.
    pub cached: Arc<CachedEntry>,
    time: CachedTime,
}

/// The source of an entry's time. Indices are those of the clocks in its record.
#[derive(Debug)]
enum CachedTime {
    /// It has none.
    None,
    /// This clock, from an SDK prefix.
    Sdk(usize),
    /// The whole JSON string that contains this clock.
    Member(usize),
    /// A text that does not depend on the record's clocks.
    Other(String),
}

/// The shared entries of a record, with the clocks and user of this one.
pub(crate) struct CachedRecord<'c, 'r> {
    /// Its entries.
    pub entries: Arc<[CachedRecordEntry]>,
    record: &'r str,
    clocks: &'c [Range<usize>],
    user: Option<&'r str>,
}

/// A cache of the records that were parsed last.
#[derive(Debug)]
pub(crate) struct RecordCache {
    records: TwoGenerationCache<Arc<[CachedRecordEntry]>>,
    /// The key of the last record: its text without the digits of its clocks and the name of its user.
    key: Vec<u8>,
    /// The clocks of the last record, as byte ranges.
    clocks: Vec<Range<usize>>,
}

/// Bytes of text in a generation of the cache. With their entries, records take about five times the memory of their
/// text.
const GENERATION_BYTES: usize = 1024 * 1024;

impl Default for RecordCache {
    fn default() -> Self {
        Self { records: TwoGenerationCache::new(GENERATION_BYTES), key: Vec::new(), clocks: Vec::new() }
    }
}

/// Replaces each byte of the user's name in a key. Valid JSON does not contain it; a record that does is not cached.
const USER_BYTE: u8 = 1;

impl RecordCache {
    /// The entries of `record`. If the cache has none, parses it. `None` if `record` is not exactly one record.
    pub(crate) fn find_or_parse<'r>(&mut self, record: &'r str, layout: &Layout) -> Option<CachedRecord<'_, 'r>> {
        let has_mask = memchr::memchr(USER_BYTE, record.as_bytes()).is_some() || record.contains(MASK);
        let user = user_of(record).filter(|_| !has_mask);
        self.set_key(record, user);
        if let Some(entries) = self.records.get(&self.key) {
            return Some(CachedRecord { entries, record, clocks: &self.clocks, user });
        }
        let (entries, is_cacheable) = parse_record(record, user, &self.clocks, layout)?;
        if user.is_some() && entries.iter().any(|entry| masks_other_name(&entry.cached.parsed)) {
            let (entries, _) = parse_record(record, None, &self.clocks, layout)?;
            return Some(CachedRecord { entries, record, clocks: &self.clocks, user: None });
        }
        if is_cacheable && !has_mask {
            self.records.insert(&self.key, &entries);
        }
        Some(CachedRecord { entries, record, clocks: &self.clocks, user })
    }

    fn set_key(&mut self, record: &str, user: Option<&str>) {
        let Self { key, clocks, .. } = self;
        key.clear();
        key.extend_from_slice(record.as_bytes());
        clocks.clear();
        let mut at = 0;
        while let Some(clock) = next_time_of_day(key, at) {
            at = clock.end;
            for byte in &mut key[clock.clone()] {
                *byte = if byte.is_ascii_digit() { b'0' } else { *byte };
            }
            clocks.push(clock);
        }
        for name in user.into_iter().flat_map(|user| user_ranges(record, user)) {
            key[name].fill(USER_BYTE);
        }
    }
}

impl CachedRecord<'_, '_> {
    /// The time of one of its entries.
    pub(crate) fn time(&self, entry: &CachedRecordEntry) -> Option<String> {
        let clock = |idx: usize| self.clocks.get(idx).cloned();
        match &entry.time {
            CachedTime::None => None,
            CachedTime::Sdk(idx) => Some(sdk_clock(&self.record[clock(*idx)?])),
            CachedTime::Member(idx) => string_around(self.record, clock(*idx)?).map(str::to_owned),
            CachedTime::Other(time) => Some(time.clone()),
        }
    }

    /// The user of one of its entries, if the shared entry has a mask in place of the name.
    pub(crate) fn user(&self, entry: &CachedRecordEntry) -> Option<Arc<str>> {
        self.user.filter(|_| is_user_masked(&entry.cached.parsed)).map(Arc::from)
    }
}

/// Parses a record. Also returns whether another record with the same key has the same entries.
fn parse_record(
    record: &str,
    user: Option<&str>,
    clocks: &[Range<usize>],
    layout: &Layout,
) -> Option<(Arc<[CachedRecordEntry]>, bool)> {
    let masked = user.map(|user| user_mask::mask_ranges(record, user_ranges(record, user)));
    let mut raw_entries = RawEntries::new(masked.as_deref().unwrap_or(record), layout);
    let raw = raw_entries.next().filter(|_| raw_entries.next().is_none())?;
    // Each SDK line in the record has its clock in brackets.
    let mut sdk_clocks = (0..clocks.len()).filter(|idx| is_bracketed(record, &clocks[*idx])).peekable();
    let (mut entries, mut is_cacheable) = (Vec::new(), true);
    read_raw_entry(&raw, layout, &mut |parsed| {
        let is_time = |idx: &usize| parsed.time == Some(sdk_clock(&record[clocks[*idx].clone()]));
        let time = match (sdk_clocks.next_if(is_time), &parsed.time) {
            (Some(idx), _) => CachedTime::Sdk(idx),
            (None, Some(time)) => {
                member_of(time, record, clocks).map_or_else(|| CachedTime::Other(time.clone()), CachedTime::Member)
            }
            (None, None) => CachedTime::None,
        };
        is_cacheable &= !matches!(time, CachedTime::Other(_)) && !contains_clock(&parsed);
        entries.push(CachedRecordEntry { cached: Arc::new(CachedEntry::new(parsed)), time });
    });
    let is_cacheable = is_cacheable && sdk_clocks.next().is_none();
    Some((entries.into(), is_cacheable))
}

/// Whether an entry has a mask in place of its user's name.
fn is_user_masked(parsed: &ParsedEntry<'_>) -> bool {
    parsed.user.as_deref().is_some_and(|user| user.starts_with(MASK))
}

/// Whether an entry has a mask in place of a name that is not its user's. Happens if another program quotes a line of
/// the SDK.
fn masks_other_name(parsed: &ParsedEntry<'_>) -> bool {
    let texts = parsed.texts.iter().map(|part| part.text.as_ref());
    let members = parsed.objects.iter().flat_map(|object| &object.members).map(|(_, value)| value.as_str());
    !is_user_masked(parsed)
        && std::iter::once(parsed.message.as_ref()).chain(texts).chain(members).any(|s| s.contains(MASK))
}

fn is_bracketed(record: &str, clock: &Range<usize>) -> bool {
    record[..clock.start].ends_with('[') && record[clock.end..].starts_with(']')
}

/// The index of the clock in the JSON string that equals `time`, if there is exactly one such string.
fn member_of(time: &str, record: &str, clocks: &[Range<usize>]) -> Option<usize> {
    let mut members = (0..clocks.len()).filter(|idx| string_around(record, clocks[*idx].clone()) == Some(time));
    members.next().filter(|_| members.next().is_none())
}

/// Whether the parts of an entry that a report shows contain a clock.
fn contains_clock(parsed: &ParsedEntry<'_>) -> bool {
    let has_clock = |text: &str| next_time_of_day(text.as_bytes(), 0).is_some();
    has_clock(&parsed.message) || parsed.objects.iter().any(|object| object.member("errorInfo").is_some_and(has_clock))
}

/// The JSON string that contains a clock.
fn string_around(record: &str, clock: Range<usize>) -> Option<&str> {
    let bytes = record.as_bytes();
    let start = memchr::memrchr(b'"', &bytes[..clock.start])? + 1;
    let end = clock.end + memchr::memchr(b'"', &bytes[clock.end..])?;
    Some(&record[start..end])
}

/// The user of the first SDK prefix in a record: `alice` in `[↑c1|alice]`.
fn user_of(record: &str) -> Option<&str> {
    /// Maximum number of bytes between the bracket and the bar.
    const CLIENT_BYTES: usize = 32;
    let bytes = record.as_bytes();
    memchr::memchr_iter(b'|', bytes).find_map(|bar| {
        let open = memchr::memrchr(b'[', &bytes[bar.saturating_sub(CLIENT_BYTES)..bar]);
        let close = bar + memchr::memchr(b']', &bytes[bar..])?;
        record.get(bar + 1..close).filter(|user| open.is_some() && is_user_name(user) && user_mask::is_plain(user))
    })
}

/// The byte ranges of the name of `user` in the SDK prefixes of a record.
fn user_ranges<'r>(record: &'r str, user: &'r str) -> impl Iterator<Item = Range<usize>> + 'r {
    let bytes = record.as_bytes();
    let is_name = move |start: usize| {
        let rest = bytes[start..].strip_prefix(user.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"]"))
    };
    let starts = memchr::memchr_iter(b'|', bytes).map(|bar| bar + 1).filter(move |start| is_name(*start));
    starts.map(|start| start..start + user.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(time: &str, clock: &str, user: &str, words: &str) -> String {
        format!(
            r#"{{"event":"console","time":"{time}","type":"error","text":"TRTC[{clock}] <ERROR> [↑c1|{user}] {words} <JOIN_ROOM_FAILED 0x4004>"}}"#
        )
    }

    fn count(cache: &RecordCache) -> usize {
        cache.records.lengths().concat().len()
    }

    /// The entries of a record: time, user, message, codes.
    fn entries_of(cache: &mut RecordCache, record: &str) -> String {
        let Some(cached) = cache.find_or_parse(record, &Layout::default()) else { return "no record".to_owned() };
        let entries = cached.entries.iter().map(|entry| {
            let findings = entry.cached.summary().findings.iter().flatten();
            let codes: Vec<_> = findings.map(|finding| finding.code.to_string()).collect();
            let user = cached.user(entry).unwrap_or_default();
            let message = user_mask::unmask(&entry.cached.parsed.message, &user);
            format!("{} {user} {message:?} {codes:?}", cached.time(entry).unwrap_or_default())
        });
        entries.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn records_that_differ_in_clock_and_user_share_a_slot() {
        let mut cache = RecordCache::default();
        let first = record("2026-11-23T17:10:50.266Z", "01:10:50:261", "alice", "no");
        assert_eq!(
            entries_of(&mut cache, &first),
            r#"01:10:50.261 alice "[↑c1|alice] no <JOIN_ROOM_FAILED 0x4004>" ["0x4004"]"#
        );
        let kept = count(&cache);
        let later = record("2026-11-23T17:11:02.001Z", "01:11:02:000", "carol", "no");
        assert_eq!(
            entries_of(&mut cache, &later),
            r#"01:11:02.000 carol "[↑c1|carol] no <JOIN_ROOM_FAILED 0x4004>" ["0x4004"]"#
        );
        assert_eq!(count(&cache), kept);
        entries_of(&mut cache, &record("2026-11-23T17:11:02.001Z", "01:11:02:000", "carol", "never"));
        assert_eq!(count(&cache), kept + 1);
    }

    #[test]
    fn times_of_members_are_kept_as_written() {
        let mut cache = RecordCache::default();
        for time in ["11/24/2026, 1:10:50 AM", "11/24/2026, 1:10:51 AM"] {
            let record =
                format!(r#"{{"timestamp":"{time}","sdkAppId":"1","userId":"u","log":"stat-join-failed--10012"}}"#);
            assert_eq!(entries_of(&mut cache, &record), format!(r#"{time}  "stat-join-failed--10012" ["-10012"]"#));
        }
        assert_eq!(count(&cache), 1);
    }

    #[test]
    fn each_line_of_an_upload_has_its_own_clock() {
        let mut cache = RecordCache::default();
        for [first, second] in [["01:10:50:261", "01:10:50:261"], ["01:11:02:000", "01:11:02:007"]] {
            let record =
                format!(r#"{{"log":"[{first}] <INFO> [↑c1|a] x\n[{second}] <INFO> [↑c1|a] y\n","userId":"a"}}"#);
            let [first, second] = [first, second].map(sdk_clock);
            let wanted = format!("{first} a \"[↑c1|a] x\" []\n{second} a \"[↑c1|a] y\" []");
            assert_eq!(entries_of(&mut cache, &record), wanted);
        }
        assert_eq!(count(&cache), 1);
    }

    #[test]
    fn records_that_depend_on_their_clocks_are_not_cached() {
        for record in [
            r#"{"text":"failed at 01:10:50, code: 5001"}"#,
            r#"{"time":1763917850266,"text":"code: 5001"}"#,
            r#"{"text":"[01:10:50] <ERROR> [↑c1|a] since [01:10:49], code: 5001"}"#,
            r#"{"time":"01:10:50","timestamp":"01:10:50","text":"code: 5001"}"#,
        ] {
            let mut cache = RecordCache::default();
            assert_ne!(entries_of(&mut cache, record), "no record", "{record}");
            assert_eq!(count(&cache), 0, "{record}");
        }
    }

    #[test]
    fn quoted_sdk_lines_keep_their_user() {
        let mut cache = RecordCache::default();
        for user in ["alice", "carol"] {
            let record = format!(r#"{{"text":"it said [↑c1|{user}] no","userId":"bob"}}"#);
            assert_eq!(entries_of(&mut cache, &record), format!("  \"it said [↑c1|{user}] no\" []"));
        }
    }
}
