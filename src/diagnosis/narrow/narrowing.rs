//! What a log is narrowed to: users, rooms, attempts, problems, codes, a range of entries.

use std::mem::discriminant;
use std::ops::Range;

use crate::code::ErrorCode;
use crate::diagnosis::problem::Problem;
use crate::diagnosis::room_stay::RoomStay;

/// One thing that a log can be narrowed to. It names its object in a way that still fits after the log has grown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NarrowBy {
    /// The entries of a user.
    User(String),
    /// The entries of all stays in a room.
    Room(String),
    /// The entries of one stay.
    Attempt {
        /// The user; empty if the log does not name one.
        user: String,
        /// The client: `c4`.
        client: String,
        /// The physical line on which the stay begins.
        first_line: u64,
    },
    /// The entries that show a problem.
    Problem {
        /// Its title.
        title: String,
        /// The first line of its evidence.
        first_line: u64,
    },
    /// The entries with a code.
    Code(ErrorCode),
    /// The entries of a range, by index from 0.
    Entries(Range<u64>),
}

impl NarrowBy {
    /// Narrows to a stay.
    pub fn attempt(stay: &RoomStay) -> Self {
        Self::Attempt { user: stay.user.clone(), client: stay.client.clone(), first_line: stay.began.line }
    }

    /// Narrows to a problem.
    pub fn problem(problem: &Problem) -> Self {
        Self::Problem { title: problem.title.clone(), first_line: problem.first_line }
    }
}

/// One part of a narrowing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NarrowPart {
    /// What it is about.
    pub by: NarrowBy,
    /// Whether its entries are left out; otherwise, all others are.
    pub is_excluded: bool,
}

/// What a log is narrowed to. An entry has to fit one part of each kind: `user a, user b, room 1` are the entries of room 1
/// that are of user a or b.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    parts: Vec<NarrowPart>,
}

/// What a diagnosis was narrowed to, and what the whole log has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// What it was narrowed to.
    pub to: Narrowing,
    /// How many entries the whole log has.
    pub entries: u64,
    /// How many problems the whole log has.
    pub problems: usize,
    /// How many stays of the whole log are not known to it: a diagnosis keeps the first ones.
    pub unknown_stays: u64,
    /// How many findings of the whole log are not known to it, because its diagnosis does not keep all of them.
    pub unknown_findings: u64,
}

impl Narrowing {
    /// Its parts in the order in which they were added.
    pub fn parts(&self) -> &[NarrowPart] {
        &self.parts
    }

    /// Its parts, to redact their texts.
    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut NarrowPart> {
        self.parts.iter_mut()
    }

    /// Whether it is the whole log.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds a part. A range replaces the range before it; what was left out and is now wanted is no longer left out, and the
    /// other way round.
    pub fn add(&mut self, part: NarrowPart) {
        let is_range = matches!(part.by, NarrowBy::Entries(_));
        let replaces = |old: &NarrowPart| {
            old.by == part.by || is_range && !part.is_excluded && discriminant(&old.by) == discriminant(&part.by)
        };
        self.parts.retain(|old| !replaces(old));
        self.parts.push(part);
    }

    /// Removes a part.
    pub fn remove(&mut self, part: &NarrowPart) {
        self.parts.retain(|old| old != part);
    }

    /// Removes the parts of which this is true.
    pub fn remove_where(&mut self, matches: impl Fn(&NarrowPart) -> bool) {
        self.parts.retain(|part| !matches(part));
    }

    /// Removes the range of entries.
    pub fn remove_range(&mut self) {
        self.remove_where(|part| matches!(part.by, NarrowBy::Entries(_)));
    }

    /// Removes all parts.
    pub fn clear(&mut self) {
        self.parts.clear();
    }

    /// The range of entries, by index from 0, if it is narrowed to one.
    pub fn range(&self) -> Option<&Range<u64>> {
        self.wanted().find_map(|by| if let NarrowBy::Entries(range) = by { Some(range) } else { None })
    }

    /// The codes that it is narrowed to.
    pub fn codes(&self) -> impl Iterator<Item = ErrorCode> {
        self.wanted().filter_map(|by| if let NarrowBy::Code(code) = by { Some(*code) } else { None })
    }

    /// Whether it consists of a range alone.
    pub fn is_range(&self) -> bool {
        self.range().is_some() && self.parts.len() == 1
    }

    /// Whether something fits, as the kinds of parts decide for which `test` has an answer: a wanted part of each such kind fits,
    /// and none that is left out.
    pub(super) fn fits(&self, test: impl Fn(&NarrowBy) -> Option<bool>) -> bool {
        let wanted = |by: &NarrowBy| {
            let same_kind = self.wanted().filter(|other| discriminant(*other) == discriminant(by));
            test(by).is_none() || same_kind.into_iter().any(|other| test(other) == Some(true))
        };
        self.wanted().all(wanted) && !self.parts.iter().any(|part| part.is_excluded && test(&part.by) == Some(true))
    }

    fn wanted(&self) -> impl Iterator<Item = &NarrowBy> {
        self.parts.iter().filter(|part| !part.is_excluded).map(|part| &part.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(by: NarrowBy, is_excluded: bool) -> NarrowPart {
        NarrowPart { by, is_excluded }
    }

    #[test]
    fn a_new_part_replaces_what_contradicts_it() {
        let user = |name: &str| NarrowBy::User(name.to_owned());
        let mut narrowing = Narrowing::default();
        narrowing.add(part(user("a"), false));
        narrowing.add(part(user("b"), false));
        narrowing.add(part(NarrowBy::Entries(0..9), false));
        narrowing.add(part(NarrowBy::Entries(2..4), false));
        narrowing.add(part(user("a"), true));
        let wanted = [part(user("b"), false), part(NarrowBy::Entries(2..4), false), part(user("a"), true)];
        assert_eq!(narrowing.parts(), wanted);
        narrowing.remove(&wanted[1]);
        assert_eq!(narrowing.range(), None);
    }
}
