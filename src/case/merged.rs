//! The entries of several logs in the order of the common clock.
//!
//! Nothing is copied: an [`EntryTimes`] has four bytes for each entry of a log, and a [`MergedOrder`] finds any place of the
//! merged order in them. The entries of a log always keep their order, because clocks run backwards now and then.

use super::clocks::{LogClocks, LogMoment};
use super::model::CaseLog;
use crate::diagnosis::timeline::Track;
use crate::log::parse::clock::Clock;

/// When each entry of a log happened, on the common clock. Entries are added in their order, in the background.
#[derive(Clone, Debug)]
pub struct EntryTimes {
    clocks: LogClocks,
    track: Track,
    /// The moment of the first entry with a clock.
    base_ms: i64,
    /// Milliseconds since then; never less than those of the entry before.
    times: Vec<u32>,
    has_base: bool,
}

impl CaseLog {
    /// The times of the log's entries, to which all of them have to be [added](EntryTimes::push). `track` is that of the log's
    /// [timeline](crate::diagnosis::timeline::Timeline::track).
    pub fn entry_times(&self, track: &Track) -> EntryTimes {
        EntryTimes { clocks: self.clocks.clone(), track: track.clone(), base_ms: 0, times: Vec::new(), has_base: false }
    }
}

impl EntryTimes {
    /// Adds the next entry, with its clock as printed.
    pub fn push(&mut self, time: Option<&str>) {
        let last = self.times.last().copied().unwrap_or(0);
        let utc_ms = time.and_then(|time| self.utc_ms(time));
        let Some(utc_ms) = utc_ms else { return self.times.push(last) };
        if !self.has_base {
            // Entries before the first clock are at its moment.
            (self.base_ms, self.has_base) = (utc_ms, true);
        }
        let since = u32::try_from(utc_ms.saturating_sub(self.base_ms).max(0)).unwrap_or(u32::MAX);
        self.times.push(since.max(last));
    }

    /// How many entries were added.
    pub fn len(&self) -> u64 {
        self.times.len() as u64
    }

    /// Whether no entry was added.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Whether the entries can be placed among those of other logs.
    pub fn is_aligned(&self) -> bool {
        self.clocks.clock.basis.is_aligned() && self.has_base
    }

    /// The moment of an entry on the common clock, in milliseconds since 1970; `None` if the log is not aligned. `idx` counts
    /// from 0.
    pub fn at(&self, idx: u64) -> Option<i64> {
        let since = usize::try_from(idx).ok().and_then(|idx| self.times.get(idx))?;
        self.is_aligned().then(|| self.base_ms + i64::from(*since))
    }

    fn utc_ms(&self, time: &str) -> Option<i64> {
        let clock = Clock::parse(time)?;
        let place = self.track.at_entry(self.times.len() as u64 + 1);
        let moment = LogMoment {
            clock: Some(clock),
            is_utc: clock.is_dated() && time.ends_with('Z'),
            ..self.clocks.moment(&place)
        };
        self.clocks.utc_ms(&moment)
    }

    /// How many entries are before a moment, or before and at it.
    fn count_until(&self, utc_ms: i64, is_included: bool) -> u64 {
        let is_before = |since: &u32| {
            let at = self.base_ms + i64::from(*since);
            at < utc_ms || is_included && at == utc_ms
        };
        self.times.partition_point(is_before) as u64
    }

    fn last_ms(&self) -> i64 {
        self.base_ms + i64::from(self.times.last().copied().unwrap_or(0))
    }
}

/// An entry of one of several logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MergedEntry {
    /// The log, as an index into [`Case::logs`](super::Case::logs).
    pub log: usize,
    /// The entry's index in that log, from 0.
    pub entry: u64,
}

/// The merged order of the entries of several logs. Logs that are not aligned follow after all others, one after the other.
#[derive(Clone, Debug, Default)]
pub struct MergedOrder {
    aligned: Vec<(usize, EntryTimes)>,
    unaligned: Vec<(usize, EntryTimes)>,
}

impl MergedOrder {
    /// The order of the entries of these logs, each with its index into [`Case::logs`](super::Case::logs).
    pub fn new(logs: impl IntoIterator<Item = (usize, EntryTimes)>) -> Self {
        let (aligned, unaligned) = logs.into_iter().partition(|(_, times)| times.is_aligned());
        Self { aligned, unaligned }
    }

    /// How many entries there are.
    pub fn len(&self) -> u64 {
        self.aligned_len() + self.unaligned.iter().map(|(_, times)| times.len()).sum::<u64>()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries are in the order of time; those after them are of logs that are not aligned.
    pub fn aligned_len(&self) -> u64 {
        self.aligned.iter().map(|(_, times)| times.len()).sum()
    }

    /// The moment of an entry on the common clock.
    pub fn at(&self, entry: MergedEntry) -> Option<i64> {
        let (_, times) = self.aligned.iter().find(|(log, _)| *log == entry.log)?;
        times.at(entry.entry)
    }

    /// The entries from a position on, at most `count`. Positions count from 0.
    pub fn entries(&self, position: u64, count: usize) -> Vec<MergedEntry> {
        let mut entries = Vec::with_capacity(count.min(4096));
        let mut next = self.cursors_at(position);
        while entries.len() < count && position + (entries.len() as u64) < self.aligned_len() {
            let heads = self.aligned.iter().zip(&next).enumerate();
            let heads = heads.filter_map(|(idx, ((_, times), entry))| Some((times.at(*entry)?, idx)));
            let Some((_, idx)) = heads.min() else { break };
            entries.push(MergedEntry { log: self.aligned[idx].0, entry: next[idx] });
            next[idx] += 1;
        }
        let mut skipped = (position + entries.len() as u64).saturating_sub(self.aligned_len());
        for (log, times) in &self.unaligned {
            let missing = (count - entries.len()) as u64;
            let end = times.len().min(skipped.saturating_add(missing));
            entries.extend((skipped.min(end)..end).map(|entry| MergedEntry { log: *log, entry }));
            skipped = skipped.saturating_sub(times.len());
        }
        entries
    }

    /// The position of an entry; `None` if it is of none of these logs.
    pub fn position(&self, entry: MergedEntry) -> Option<u64> {
        if let Some(own) = self.aligned.iter().position(|(log, _)| *log == entry.log) {
            let at = self.aligned[own].1.at(entry.entry)?;
            let others = self.aligned.iter().enumerate().filter(|(idx, _)| *idx != own);
            let before: u64 = others.map(|(idx, (_, times))| times.count_until(at, idx < own)).sum();
            return Some(before + entry.entry);
        }
        let own = self.unaligned.iter().position(|(log, _)| *log == entry.log)?;
        let before: u64 = self.unaligned[..own].iter().map(|(_, times)| times.len()).sum();
        (entry.entry < self.unaligned[own].1.len()).then(|| self.aligned_len() + before + entry.entry)
    }

    /// How many entries of each aligned log are before a position: the moment is found by bisection, then entries of one moment
    /// are in the order of the logs.
    fn cursors_at(&self, position: u64) -> Vec<u64> {
        let count = |utc_ms: i64, is_included: bool| -> u64 {
            self.aligned.iter().map(|(_, times)| times.count_until(utc_ms, is_included)).sum()
        };
        let (mut low, mut high) = (
            self.aligned.iter().map(|(_, times)| times.base_ms).min().unwrap_or(0),
            self.aligned.iter().map(|(_, times)| times.last_ms()).max().unwrap_or(0),
        );
        while low < high {
            let middle = low + (high - low) / 2;
            if count(middle, true) > position { high = middle } else { low = middle + 1 }
        }
        let mut rest = position.saturating_sub(count(low, false));
        let cursors = self.aligned.iter().map(|(_, times)| {
            let (from, to) = (times.count_until(low, false), times.count_until(low, true));
            let taken = rest.min(to - from);
            rest -= taken;
            from + taken
        });
        cursors.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::clocks::{ClockBasis, LogClock};

    fn times(basis: ClockBasis, clocks: &[&str]) -> EntryTimes {
        let mut clocks_of_log = LogClocks::default();
        let at = LogMoment { clock: Clock::parse("00:00:00"), ..LogMoment::default() };
        clocks_of_log.align_by(at, 1_000_000, LogClock { basis, ..LogClock::default() });
        let (track, base_ms) = (Track::default(), 0);
        let mut times = EntryTimes { clocks: clocks_of_log, track, base_ms, times: Vec::new(), has_base: false };
        for clock in clocks {
            times.push(Some(clock).filter(|clock| !clock.is_empty()).copied());
        }
        times
    }

    fn order() -> MergedOrder {
        let server = ClockBasis::ServerTime;
        MergedOrder::new([
            (4, times(ClockBasis::Unaligned, &["00:00:01", "00:00:02"])),
            (0, times(server, &["", "00:00:01.000", "00:00:03.000", "00:00:02.000", ""])),
            (2, times(server, &["00:00:02.000", "00:00:03.000", "00:00:03.000", "00:00:09.000"])),
            (1, times(server, &["00:00:03.000"])),
        ])
    }

    #[test]
    fn entries_of_several_logs_are_merged_by_time_and_keep_the_order_of_their_log() {
        let order = order();
        assert_eq!((order.len(), order.aligned_len(), order.is_empty()), (12, 10, false));
        let entries = order.entries(0, 100);
        let entries: Vec<(usize, u64)> = entries.iter().map(|found| (found.log, found.entry)).collect();
        let aligned = [(0, 0), (0, 1), (2, 0), (0, 2), (0, 3), (0, 4), (2, 1), (2, 2), (1, 0), (2, 3)];
        assert_eq!(entries, [&aligned[..], &[(4, 0), (4, 1)]].concat());
        assert_eq!(order.at(MergedEntry { log: 0, entry: 3 }), Some(1_003_000));
        assert_eq!(order.at(MergedEntry { log: 4, entry: 0 }), None);
    }

    #[test]
    fn each_page_of_the_merged_order_is_a_part_of_it() {
        let order = order();
        let all = order.entries(0, 100);
        for (position, entry) in (0..).zip(&all) {
            assert_eq!(order.position(*entry), Some(position), "{entry:?}");
            for count in [1, 3, 100] {
                let end = all.len().min(position as usize + count);
                assert_eq!(order.entries(position, count), all[position as usize..end], "{count} from {position}");
            }
        }
        assert_eq!(order.position(MergedEntry { log: 0, entry: 99 }), None);
        assert_eq!(order.position(MergedEntry { log: 7, entry: 0 }), None);
        assert!(MergedOrder::default().is_empty() && MergedOrder::default().entries(0, 9).is_empty());
    }
}
