//! Lanes: the stays of one user as bars, and the codes in its entries as marks. Both are bounded: if there are too many,
//! neighbours are merged.

use crate::catalog::Severity;
use crate::code::ErrorCode;
use crate::diagnosis::room_stay::{InterruptionKind, Moment, RoomStay, StayEnd, listed};

/// The most bars, and the most breaks, of one lane; if there are more, neighbours are merged.
const MAX_BARS: usize = 128;

/// A user's row of the timeline. Overlapping stays of one user are in several lanes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The user; empty for entries without a user.
    pub user: String,
    /// Which of the user's lanes it is, from 1.
    pub number: usize,
    /// The stays, in the order of the log.
    pub bars: Vec<Bar>,
    /// Their interruptions, in the order of the log.
    pub breaks: Vec<Break>,
    /// The error codes, in the order of the log.
    pub marks: Vec<LaneMark>,
}

/// A stay, or several neighbouring stays that were merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The first step towards the room.
    pub from: Moment,
    /// Where the room was entered; `None` if it never was.
    pub joined: Option<Moment>,
    /// The end, or the last event.
    pub to: Moment,
    /// How it ended; of several stays, the last.
    pub end: StayEnd,
    /// The client and room: `c1, 5001`; empty for several stays.
    pub label: String,
    /// How many stays it represents; 1 for nearly every bar.
    pub stays: u64,
}

/// An interruption, or several neighbouring interruptions that were merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Where it began.
    pub from: Moment,
    /// Where it was over, given up, or the stay ended.
    pub to: Moment,
    /// What was interrupted; of several, the first.
    pub kind: InterruptionKind,
    /// Whether it was given up; of several, whether one was.
    pub given_up: bool,
    /// How many interruptions it represents.
    pub count: u64,
}

/// The error codes at one position, or at neighbouring positions that are too close to draw separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneMark {
    /// The entry of the first.
    pub first: Moment,
    /// The entry of the last.
    pub last: Moment,
    /// The highest severity among them.
    pub severity: Severity,
    /// The first code of that severity.
    pub code: ErrorCode,
    /// How many there are.
    pub count: u64,
}

impl Lane {
    /// Adds a stay with its interruptions.
    pub(super) fn add_stay(&mut self, stay: &RoomStay) {
        self.bars.push(Bar {
            from: stay.began,
            joined: stay.joined,
            to: stay.ended,
            end: stay.end,
            label: listed(&stay.client, stay.room.as_deref().unwrap_or_default()),
            stays: 1,
        });
        self.breaks.extend(stay.interruptions.iter().map(|broken| Break {
            from: broken.from,
            to: broken.to.unwrap_or(stay.ended),
            kind: broken.kind,
            given_up: broken.given_up,
            count: 1,
        }));
        // Not after every stay: finding the nearest neighbours compares all of them.
        if self.bars.len().max(self.breaks.len()) > MAX_BARS + MAX_BARS / 4 {
            self.merge_neighbours();
        }
    }

    /// Merges neighbours until there are at most [`MAX_BARS`].
    pub(super) fn merge_neighbours(&mut self) {
        merge_nearest(&mut self.bars, |bar| (bar.from, bar.to), Bar::merge);
        merge_nearest(&mut self.breaks, |broken| (broken.from, broken.to), Break::merge);
    }

    /// Adds a mark. Marks closer than `1 << shift` entries are merged.
    pub(super) fn add_mark(&mut self, mark: LaneMark, shift: u32) {
        match self.marks.last_mut() {
            Some(last) if last.first.entry >> shift == mark.first.entry >> shift => last.merge(&mark),
            _ => self.marks.push(mark),
        }
    }

    /// Merges marks that are closer than `1 << shift` entries.
    pub(super) fn merge_marks(&mut self, shift: u32) {
        for mark in std::mem::take(&mut self.marks) {
            self.add_mark(mark, shift);
        }
    }
}

impl Bar {
    fn merge(&mut self, other: &Self) {
        if other.from.entry < self.from.entry {
            self.from = other.from;
        }
        if other.to.entry >= self.to.entry {
            (self.to, self.end) = (other.to, other.end);
        }
        self.joined = match (self.joined, other.joined) {
            (Some(mine), Some(theirs)) if theirs.entry < mine.entry => Some(theirs),
            (mine, theirs) => mine.or(theirs),
        };
        self.label.clear();
        self.stays += other.stays;
    }
}

impl Break {
    fn merge(&mut self, other: &Self) {
        if other.from.entry < self.from.entry {
            (self.from, self.kind) = (other.from, other.kind);
        }
        if other.to.entry > self.to.entry {
            self.to = other.to;
        }
        self.given_up |= other.given_up;
        self.count += other.count;
    }
}

impl LaneMark {
    fn merge(&mut self, later: &Self) {
        // The highest severity comes first in the order of severities.
        if later.severity < self.severity {
            self.severity = later.severity;
            self.code = later.code;
        }
        self.last = later.last;
        self.count += later.count;
    }
}

/// Merges neighbours until there are at most [`MAX_BARS`]. Pairs that cover the least of the log are merged first, and none
/// twice in one pass, so that the results have similar lengths.
fn merge_nearest<T>(items: &mut Vec<T>, extent: impl Fn(&T) -> (Moment, Moment), merge: impl Fn(&mut T, &T)) {
    while items.len() > MAX_BARS {
        let length = |pair: &[T]| {
            let ((from, to), (other_from, other_to)) = (extent(&pair[0]), extent(&pair[1]));
            to.entry.max(other_to.entry) - from.entry.min(other_from.entry)
        };
        let mut pairs: Vec<(u64, usize)> = items.windows(2).map(length).zip(0..).collect();
        pairs.sort_unstable();
        let mut is_merged = vec![false; items.len()];
        let mut excess = items.len() - MAX_BARS;
        for (_, first) in pairs {
            if excess > 0 && !is_merged[first] && !is_merged[first + 1] {
                (is_merged[first], is_merged[first + 1]) = (true, true);
                excess -= 1;
            }
        }
        let mut merged: Vec<T> = Vec::with_capacity(items.len());
        for (at, item) in items.drain(..).enumerate() {
            // The second of a pair is merged into the first.
            let is_second = is_merged[at] && at > 0 && is_merged[at - 1];
            match merged.last_mut().filter(|_| is_second) {
                Some(first) => {
                    merge(first, &item);
                    is_merged[at] = false;
                }
                None => merged.push(item),
            }
        }
        *items = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_bars_have_similar_lengths() {
        let mut lane = Lane::default();
        for stay in 0..10_000 {
            let at = |entry: u64| Moment { entry, line: entry, ..Moment::default() };
            let mut stay_there = RoomStay::new(stay, "ann", "c1", at(stay * 10 + 1));
            stay_there.ended = at(stay * 10 + 8);
            lane.add_stay(&stay_there);
        }
        lane.merge_neighbours();
        assert_eq!(lane.bars.len(), MAX_BARS);
        assert_eq!(lane.bars.iter().map(|bar| bar.stays).sum::<u64>(), 10_000);
        let most = lane.bars.iter().map(|bar| bar.stays).max();
        assert!(most.is_some_and(|most| most < 10 * 10_000 / MAX_BARS as u64), "{most:?}");
        assert!(lane.bars.windows(2).all(|pair| pair[0].to.entry < pair[1].from.entry));
    }
}
