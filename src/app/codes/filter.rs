//! The filter of the table of codes: the values that can be chosen, and the chosen ones.

use std::collections::BTreeSet;
use std::mem::discriminant;

use crate::app::notes::Notes;
use crate::catalog::{Area, CatalogEntry, Owner, Status};
use crate::code::{ErrorCode, Family};

/// A value that codes can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterValue {
    /// A family.
    Family(Family),
    /// Who can act.
    Owner(Owner),
    /// A status, by its identifier.
    Status(&'static str),
    /// An area.
    Area(Area),
    /// Whether the engineer wrote a note about the code.
    Noted,
}

impl FilterValue {
    /// All values by group, in the order in which they are shown, with the title of each group.
    pub fn groups() -> [(&'static str, Vec<Self>); 5] {
        [
            ("Family", Family::all().map(Self::Family).collect()),
            ("Who can act", Owner::ALL.iter().copied().map(Self::Owner).collect()),
            ("Status", Status::IDS.map(Self::Status).to_vec()),
            ("My notes", vec![Self::Noted]),
            ("Area", Area::ALL.iter().copied().map(Self::Area).collect()),
        ]
    }

    /// The name in the window.
    pub fn title(self) -> &'static str {
        match self {
            Self::Family(family) => family.title(),
            Self::Owner(owner) => owner.title(),
            Self::Status("active") => "Active",
            Self::Status("deprecated") => "Deprecated",
            Self::Status("retired") => "Retired",
            Self::Status(id) => id,
            Self::Area(area) => area.title(),
            Self::Noted => "With a note",
        }
    }

    /// The identifier used on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Family(family) => family.id(),
            Self::Owner(owner) => owner.id(),
            Self::Status(id) => id,
            Self::Area(area) => area.id(),
            // The command line has no notes.
            Self::Noted => "with a note",
        }
    }

    /// Whether a code has this value. A code that the catalog lacks has only a family and a note.
    pub(super) fn applies_to(self, code: ErrorCode, entry: Option<&CatalogEntry>, notes: &Notes) -> bool {
        match self {
            Self::Family(family) => code.family() == family,
            Self::Owner(owner) => entry.is_some_and(|entry| entry.owner == owner),
            Self::Status(id) => entry.is_some_and(|entry| entry.status.id() == id),
            Self::Area(area) => entry.is_some_and(|entry| entry.area == area),
            Self::Noted => notes.contains(code),
        }
    }

    fn is_in_group_of(self, other: Self) -> bool {
        discriminant(&self) == discriminant(&other)
    }
}

/// A value of a filter as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterToggle {
    /// The value.
    pub value: FilterValue,
    /// Whether the value is chosen. A group without a chosen value filters nothing.
    pub chosen: bool,
    /// How many results of the query have the value, with the other groups applied.
    pub count: usize,
}

/// The chosen values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeFilter(BTreeSet<FilterValue>);

impl CodeFilter {
    /// Whether a code has one of the chosen values of each group.
    pub(super) fn admits(&self, code: ErrorCode, entry: Option<&CatalogEntry>, notes: &Notes) -> bool {
        let applies = |value: &FilterValue| value.applies_to(code, entry, notes);
        self.0.iter().all(|value| self.0.iter().any(|other| other.is_in_group_of(*value) && applies(other)))
    }

    pub(super) fn has(&self, value: FilterValue) -> bool {
        self.0.contains(&value)
    }

    pub(super) fn toggle(&mut self, value: FilterValue) {
        if !self.0.remove(&value) {
            self.0.insert(value);
        }
    }

    /// The filter without the group of a value, for counting how many codes the value would show.
    pub(super) fn without_group(&self, value: FilterValue) -> Self {
        Self(self.0.iter().copied().filter(|other| !other.is_in_group_of(value)).collect())
    }
}
