//! JSON records that were read before. A console's or an upload's records repeat themselves with nothing new but their
//! clocks and their user's name; reading one takes a hundred times as long as finding it known.

use std::ops::Range;
use std::sync::Arc;

use super::entry::{CachedEntry, TwoGenerationCache};
use crate::log::Layout;
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::prefix::{is_user_name, normalize_clock};
use crate::log::parse::reader::read_raw_entry;
use crate::log::parse::user_mask;
use crate::log::parse::user_mask::MASK;
use crate::log::segment::raw_entries::RawEntries;

/// An entry of a record that was read before.
#[derive(Debug)]
pub struct CachedRecordEntry {
    /// What it says.
    pub known: Arc<CachedEntry>,
    time: CachedTime,
}

/// The clock of an entry.
#[derive(Debug)]
enum CachedTime {
    None,
    /// The SDK's: which of its record's clocks that is.
    Sdk(usize),
    /// The member of the record in which this one of its clocks stands, as it is.
    Member(usize),
    /// None of its record's clocks: this one, made of something else.
    Other(String),
}

/// A record that is known, and what is its own.
pub struct CachedRecord<'m, 'r> {
    /// Its entries.
    pub entries: Arc<[CachedRecordEntry]>,
    record: &'r str,
    clocks: &'m [Range<usize>],
    user: Option<&'r str>,
}

/// Keeps what is known of the records read last, within a bound of memory.
#[derive(Debug)]
pub struct RecordCache {
    kept: TwoGenerationCache<Arc<[CachedRecordEntry]>>,
    /// The record that was asked for last, without its clocks and the name of its user.
    masked: Vec<u8>,
    /// Where its clocks stand.
    clocks: Vec<Range<usize>>,
}

/// Texts of a generation of records; with what is known of them, they take about five times as much.
const MEMO_BYTES: usize = 1024 * 1024;

impl Default for RecordCache {
    fn default() -> Self {
        Self { kept: TwoGenerationCache::of(MEMO_BYTES), masked: Vec::new(), clocks: Vec::new() }
    }
}

/// Takes the place of a user's name. No JSON has it; a record that does is read each time.
const NOBODY: u8 = 1;

impl RecordCache {
    /// What is known of `record`, which is read if it was not before; `None` where it is more than a record.
    pub fn again<'r>(&mut self, record: &'r str, layout: &Layout) -> Option<CachedRecord<'_, 'r>> {
        let has_holes = memchr::memchr(NOBODY, record.as_bytes()).is_some() || record.contains(MASK);
        let user = user_of(record).filter(|_| !has_holes);
        self.mask(record, user);
        if let Some(entries) = self.kept.find(&self.masked) {
            return Some(CachedRecord { entries, record, clocks: &self.clocks, user });
        }
        let (entries, is_repeatable) = read(record, user, &self.clocks, layout)?;
        if user.is_some() && entries.iter().any(|entry| loses_user(&entry.known.parsed)) {
            let (entries, _) = read(record, None, &self.clocks, layout)?;
            return Some(CachedRecord { entries, record, clocks: &self.clocks, user: None });
        }
        if is_repeatable && !has_holes {
            self.kept.keep(&self.masked, &entries);
        }
        Some(CachedRecord { entries, record, clocks: &self.clocks, user })
    }

    fn mask(&mut self, record: &str, user: Option<&str>) {
        let Self { masked, clocks, .. } = self;
        masked.clear();
        masked.extend_from_slice(record.as_bytes());
        clocks.clear();
        let mut at = 0;
        while let Some(clock) = next_clock(masked, at) {
            at = clock.end;
            for byte in &mut masked[clock.clone()] {
                *byte = if byte.is_ascii_digit() { b'0' } else { *byte };
            }
            clocks.push(clock);
        }
        for name in user.into_iter().flat_map(|user| names(record, user)) {
            masked[name].fill(NOBODY);
        }
    }
}

impl CachedRecord<'_, '_> {
    /// The clock of one of its entries.
    pub fn time(&self, entry: &CachedRecordEntry) -> Option<String> {
        let clock = |idx: usize| self.clocks.get(idx).cloned();
        match &entry.time {
            CachedTime::None => None,
            CachedTime::Sdk(idx) => Some(normalize_clock(&self.record[clock(*idx)?])),
            CachedTime::Member(idx) => string_around(self.record, clock(*idx)?).map(str::to_owned),
            CachedTime::Other(time) => Some(time.clone()),
        }
    }

    /// The user of one of its entries, where it was read without its name.
    pub fn user(&self, entry: &CachedRecordEntry) -> Option<Arc<str>> {
        self.user.filter(|_| is_nameless(&entry.known.parsed)).map(Arc::from)
    }
}

/// Reads a record; says, too, whether another one with other clocks would say the same.
fn read(
    record: &str,
    user: Option<&str>,
    clocks: &[Range<usize>],
    layout: &Layout,
) -> Option<(Arc<[CachedRecordEntry]>, bool)> {
    let masked = user.map(|user| user_mask::mask_ranges(record, names(record, user)));
    let mut raw_entries = RawEntries::new(masked.as_deref().unwrap_or(record), layout);
    let raw = raw_entries.next().filter(|_| raw_entries.next().is_none())?;
    // Each line of the SDK's in it has its clock in brackets.
    let mut sdk_clocks = (0..clocks.len()).filter(|idx| is_bracketed(record, &clocks[*idx])).peekable();
    let (mut entries, mut is_repeatable) = (Vec::new(), true);
    read_raw_entry(&raw, layout, &mut |parsed| {
        let shows = |idx: &usize| parsed.time == Some(normalize_clock(&record[clocks[*idx].clone()]));
        let time = match (sdk_clocks.next_if(shows), &parsed.time) {
            (Some(idx), _) => CachedTime::Sdk(idx),
            (None, Some(time)) => {
                member_of(time, record, clocks).map_or_else(|| CachedTime::Other(time.clone()), CachedTime::Member)
            }
            (None, None) => CachedTime::None,
        };
        is_repeatable &= !matches!(time, CachedTime::Other(_)) && !tells_clock(&parsed);
        entries.push(CachedRecordEntry { known: Arc::new(CachedEntry::new(parsed)), time });
    });
    let is_repeatable = is_repeatable && sdk_clocks.next().is_none();
    Some((entries.into(), is_repeatable))
}

/// Whether an entry was read without the name of its user.
fn is_nameless(parsed: &ParsedEntry<'_>) -> bool {
    parsed.user.as_deref().is_some_and(|user| user.starts_with(MASK))
}

/// Whether what an entry says lacks a name which is not that of its user: a line of the SDK's that something else quotes.
fn loses_user(parsed: &ParsedEntry<'_>) -> bool {
    let texts = parsed.texts.iter().map(|part| part.text.as_ref());
    let members = parsed.objects.iter().flat_map(|object| &object.members).map(|(_, value)| value.as_str());
    !is_nameless(parsed)
        && std::iter::once(parsed.message.as_ref()).chain(texts).chain(members).any(|s| s.contains(MASK))
}

fn is_bracketed(record: &str, clock: &Range<usize>) -> bool {
    record[..clock.start].ends_with('[') && record[clock.end..].starts_with(']')
}

/// Which of the record's clocks stands in the only member that is this time.
fn member_of(time: &str, record: &str, clocks: &[Range<usize>]) -> Option<usize> {
    let mut members = (0..clocks.len()).filter(|idx| string_around(record, clocks[*idx].clone()) == Some(time));
    members.next().filter(|_| members.next().is_none())
}

/// Whether what is told of an entry has a clock in it.
fn tells_clock(parsed: &ParsedEntry<'_>) -> bool {
    let has_clock = |text: &str| next_clock(text.as_bytes(), 0).is_some();
    has_clock(&parsed.message) || parsed.objects.iter().any(|object| object.member("errorInfo").is_some_and(has_clock))
}

/// The JSON string that a clock stands in.
fn string_around(record: &str, clock: Range<usize>) -> Option<&str> {
    let bytes = record.as_bytes();
    let start = memchr::memrchr(b'"', &bytes[..clock.start])? + 1;
    let end = clock.end + memchr::memchr(b'"', &bytes[clock.end..])?;
    Some(&record[start..end])
}

/// The first user of the SDK's prefixes in a record: what stands behind the bar of `[↑c1|alice]`.
fn user_of(record: &str) -> Option<&str> {
    const CLIENT: usize = 32;
    let bytes = record.as_bytes();
    memchr::memchr_iter(b'|', bytes).find_map(|bar| {
        let open = memchr::memrchr(b'[', &bytes[bar.saturating_sub(CLIENT)..bar]);
        let close = bar + memchr::memchr(b']', &bytes[bar..])?;
        record.get(bar + 1..close).filter(|user| open.is_some() && is_user_name(user) && user_mask::is_plain(user))
    })
}

/// Where the name of `user` stands in the SDK's prefixes.
fn names<'r>(record: &'r str, user: &'r str) -> impl Iterator<Item = Range<usize>> + 'r {
    let bytes = record.as_bytes();
    let is_name = move |start: usize| {
        let rest = bytes[start..].strip_prefix(user.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"]"))
    };
    let starts = memchr::memchr_iter(b'|', bytes).map(|bar| bar + 1).filter(move |start| is_name(*start));
    starts.map(|start| start..start + user.len())
}

/// The first time of day from byte `from` on: `1:10:50`, `01:10:50.261`, `01:10:50:261`.
fn next_clock(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let digits = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = |range: Range<usize>| bytes[range].iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0'));
    memchr::memchr_iter(b':', &bytes[from..]).map(|colon| from + colon).find_map(|colon| {
        let hour_digits = bytes[from..colon].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let start = colon - hour_digits;
        let is_clock = (1..=2).contains(&hour_digits)
            && digits(colon + 1) == 2
            && bytes.get(colon + 3) == Some(&b':')
            && digits(colon + 4) == 2
            && number(start..colon) < 24
            && number(colon + 1..colon + 3) < 60
            && number(colon + 4..colon + 6) < 60;
        if !is_clock {
            return None;
        }
        let end = colon + 6;
        let fraction = if matches!(bytes.get(end), Some(b'.' | b':' | b',')) { digits(end + 1) } else { 0 };
        Some(start..if (1..=3).contains(&fraction) { end + 1 + fraction } else { end })
    })
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
        cache.kept.lengths().concat().len()
    }

    /// The entries of a record: time, user, message, codes.
    fn read_again(cache: &mut RecordCache, record: &str) -> String {
        let Some(again) = cache.again(record, &Layout::default()) else { return "not known".to_owned() };
        let entries = again.entries.iter().map(|entry| {
            let codes: Vec<_> =
                entry.known.glance().findings.iter().flatten().map(|finding| finding.code.to_string()).collect();
            let user = again.user(entry).unwrap_or_default();
            let message = user_mask::unmask(&entry.known.parsed.message, &user);
            format!("{} {user} {message:?} {codes:?}", again.time(entry).unwrap_or_default())
        });
        entries.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_record_is_known_again_at_another_time_and_of_another_user() {
        let mut cache = RecordCache::default();
        let first = record("2026-11-23T17:10:50.266Z", "01:10:50:261", "alice", "no");
        assert_eq!(
            read_again(&mut cache, &first),
            r#"01:10:50.261 alice "[↑c1|alice] no <JOIN_ROOM_FAILED 0x4004>" ["0x4004"]"#
        );
        let kept = count(&cache);
        let later = record("2026-11-23T17:11:02.001Z", "01:11:02:000", "carol", "no");
        assert_eq!(
            read_again(&mut cache, &later),
            r#"01:11:02.000 carol "[↑c1|carol] no <JOIN_ROOM_FAILED 0x4004>" ["0x4004"]"#
        );
        assert_eq!(count(&cache), kept);
        read_again(&mut cache, &record("2026-11-23T17:11:02.001Z", "01:11:02:000", "carol", "never"));
        assert_eq!(count(&cache), kept + 1);
    }

    #[test]
    fn times_of_members_are_as_they_stand_there() {
        let mut cache = RecordCache::default();
        for time in ["11/24/2026, 1:10:50 AM", "11/24/2026, 1:10:51 AM"] {
            let record =
                format!(r#"{{"timestamp":"{time}","sdkAppId":"1","userId":"u","log":"stat-join-failed--10012"}}"#);
            assert_eq!(read_again(&mut cache, &record), format!(r#"{time}  "stat-join-failed--10012" ["-10012"]"#));
        }
        assert_eq!(count(&cache), 1);
    }

    #[test]
    fn each_line_of_a_body_has_its_own_clock() {
        let mut cache = RecordCache::default();
        for [first, second] in [["01:10:50:261", "01:10:50:261"], ["01:11:02:000", "01:11:02:007"]] {
            let record =
                format!(r#"{{"log":"[{first}] <INFO> [↑c1|a] x\n[{second}] <INFO> [↑c1|a] y\n","userId":"a"}}"#);
            let [first, second] = [first, second].map(normalize_clock);
            let wanted = format!("{first} a \"[↑c1|a] x\" []\n{second} a \"[↑c1|a] y\" []");
            assert_eq!(read_again(&mut cache, &record), wanted);
        }
        assert_eq!(count(&cache), 1);
    }

    #[test]
    fn what_depends_on_clocks_is_read_each_time() {
        for record in [
            r#"{"text":"failed at 01:10:50, code: 5001"}"#,
            r#"{"time":1763917850266,"text":"code: 5001"}"#,
            r#"{"text":"[01:10:50] <ERROR> [↑c1|a] since [01:10:49], code: 5001"}"#,
            r#"{"time":"01:10:50","timestamp":"01:10:50","text":"code: 5001"}"#,
        ] {
            let mut cache = RecordCache::default();
            assert_ne!(read_again(&mut cache, record), "not known", "{record}");
            assert_eq!(count(&cache), 0, "{record}");
        }
    }

    #[test]
    fn lines_that_something_else_quotes_keep_their_user() {
        let mut cache = RecordCache::default();
        for user in ["alice", "carol"] {
            let record = format!(r#"{{"text":"it said [↑c1|{user}] no","userId":"bob"}}"#);
            assert_eq!(read_again(&mut cache, &record), format!("  \"it said [↑c1|{user}] no\" []"));
        }
    }

    #[test]
    fn clocks_are_times_of_day() {
        let text = b"a 1:10:50 AM, 01:10:50:261 25:00:00 1:2:3 :: 2026-11-23T17:10:50.266Z 12:34:56:7890";
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(clock) = next_clock(text, at) {
            at = clock.end;
            found.push(std::str::from_utf8(&text[clock]).unwrap());
        }
        assert_eq!(found, ["1:10:50", "01:10:50:261", "17:10:50.266", "12:34:56"]);
    }
}
