//! Lanes: the stays of one user as bars, and what was found in its entries as marks; both bounded, neighbours put together
//! where there are too many.

use crate::catalog::Severity;
use crate::code::ErrorCode;
use crate::diagnosis::room_stay::{InterruptionKind, Moment, RoomStay, StayEnd};

/// Bars of one lane, and breaks of one lane; beyond that, neighbours become one.
const MAX_BARS: usize = 128;

/// A user's part of the timeline. Stays of one user that overlap stand in several lanes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The user; empty for what belongs to nobody.
    pub user: String,
    /// Which of the user's lanes it is, from 1.
    pub number: usize,
    /// Stays, in the order of the log.
    pub bars: Vec<Bar>,
    /// What broke off during them, in the order of the log.
    pub breaks: Vec<Break>,
    /// Error codes, in the order of the log.
    pub marks: Vec<LaneMark>,
}

/// A stay, or several neighbouring ones where there are too many to tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The first step towards the room.
    pub from: Moment,
    /// Where the room was entered; `None`: it never was.
    pub joined: Option<Moment>,
    /// The end, or the last that was heard.
    pub to: Moment,
    /// How it ended; of several stays, the last.
    pub end: StayEnd,
    /// The client and room: `c1, 5001`; empty for several stays.
    pub label: String,
    /// How many stays it stands for; 1 for nearly every bar.
    pub stays: u64,
}

/// An interruption, or several neighbouring ones where there are too many to tell apart.
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
    /// How many interruptions it stands for.
    pub count: u64,
}

/// Error codes at one place, or at neighbouring places that no picture could tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneMark {
    /// Where the first stands.
    pub first: Moment,
    /// Where the last stands.
    pub last: Moment,
    /// The gravest severity among them.
    pub severity: Severity,
    /// The first code of that severity.
    pub code: ErrorCode,
    /// How many there are.
    pub count: u64,
    /// Index of the first in [`crate::diagnosis::Diagnosis::findings`], where findings are kept.
    pub finding: Option<usize>,
}

impl Lane {
    /// Takes a stay.
    pub(super) fn add_stay(&mut self, stay: &RoomStay) {
        let label = [Some(stay.client.as_str()), stay.room.as_deref()].into_iter().flatten();
        self.bars.push(Bar {
            from: stay.began,
            joined: stay.joined,
            to: stay.ended,
            end: stay.end,
            label: label.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            stays: 1,
        });
        self.breaks.extend(stay.interruptions.iter().map(|broken| Break {
            from: broken.from,
            to: broken.to.unwrap_or(stay.ended),
            kind: broken.kind,
            given_up: broken.given_up,
            count: 1,
        }));
        // Not for each that is too many: to find the nearest takes a look at all.
        if self.bars.len().max(self.breaks.len()) > MAX_BARS + MAX_BARS / 4 {
            self.fold();
        }
    }

    /// Makes one of neighbours where there are more of them than are kept.
    pub(super) fn fold(&mut self) {
        join_nearest(&mut self.bars, |bar| (bar.from, bar.to), Bar::join);
        join_nearest(&mut self.breaks, |broken| (broken.from, broken.to), Break::join);
    }

    /// Takes an error code. Marks closer than `width` entries become one.
    pub(super) fn add_mark(&mut self, mark: LaneMark, width: u64) {
        match self.marks.last_mut() {
            Some(last) if last.first.entry / width == mark.first.entry / width => last.join(&mark),
            _ => self.marks.push(mark),
        }
    }

    /// Puts marks together that are closer than `width` entries.
    pub(super) fn fold_marks(&mut self, width: u64) {
        for mark in std::mem::take(&mut self.marks) {
            self.add_mark(mark, width);
        }
    }
}

impl Bar {
    fn join(&mut self, other: &Self) {
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
    fn join(&mut self, other: &Self) {
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
    fn join(&mut self, later: &Self) {
        // The gravest comes first in the order of severities.
        if later.severity < self.severity {
            self.severity = later.severity;
            self.code = later.code;
        }
        self.last = later.last;
        self.count += later.count;
        self.finding = self.finding.or(later.finding);
    }
}

/// Makes one of neighbours until there are [`MAX_BARS`]: first of those that take the least of the log together, none twice in
/// one go, so that none grows much larger than others.
fn join_nearest<T>(items: &mut Vec<T>, extent: impl Fn(&T) -> (Moment, Moment), join: impl Fn(&mut T, &T)) {
    while items.len() > MAX_BARS {
        let length = |pair: &[T]| {
            let ((from, to), (other_from, other_to)) = (extent(&pair[0]), extent(&pair[1]));
            to.entry.max(other_to.entry) - from.entry.min(other_from.entry)
        };
        let mut pairs: Vec<(u64, usize)> = items.windows(2).map(length).zip(0..).collect();
        pairs.sort_unstable();
        let mut is_joined = vec![false; items.len()];
        let mut excess = items.len() - MAX_BARS;
        for (_, first) in pairs {
            if excess > 0 && !is_joined[first] && !is_joined[first + 1] {
                (is_joined[first], is_joined[first + 1]) = (true, true);
                excess -= 1;
            }
        }
        let mut joined: Vec<T> = Vec::with_capacity(items.len());
        for (at, item) in items.drain(..).enumerate() {
            // Of two in a row, the second goes to the first.
            let is_second = is_joined[at] && at > 0 && is_joined[at - 1];
            match joined.last_mut().filter(|_| is_second) {
                Some(first) => {
                    join(first, &item);
                    is_joined[at] = false;
                }
                None => joined.push(item),
            }
        }
        *items = joined;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_many_stays_are_about_equal() {
        let mut lane = Lane::default();
        for stay in 0..10_000 {
            let at = |entry: u64| Moment { entry, line: entry, ..Moment::default() };
            let mut stay_there = RoomStay::new("ann", "c1", at(stay * 10 + 1));
            stay_there.ended = at(stay * 10 + 8);
            lane.add_stay(&stay_there);
        }
        lane.fold();
        assert_eq!(lane.bars.len(), MAX_BARS);
        assert_eq!(lane.bars.iter().map(|bar| bar.stays).sum::<u64>(), 10_000);
        let most = lane.bars.iter().map(|bar| bar.stays).max();
        assert!(most.is_some_and(|most| most < 10 * 10_000 / MAX_BARS as u64), "{most:?}");
        assert!(lane.bars.windows(2).all(|pair| pair[0].to.entry < pair[1].from.entry));
    }
}
