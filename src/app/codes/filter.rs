//! The filter of the table of codes: the values that can be chosen, and the chosen ones.

use std::collections::BTreeSet;

use crate::app::notes::Notes;
use crate::catalog::{Area, CatalogEntry, Filter, Owner, Status};
use crate::code::{ErrorCode, Family};

/// A value that codes can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            ("Family", Family::ALL.map(Self::Family).to_vec()),
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
pub(super) struct CodeFilter {
    /// Values that the catalog knows.
    pub(super) catalog: Filter,
    /// Only codes that have a note.
    noted: bool,
}

impl CodeFilter {
    pub(super) fn admits(&self, code: ErrorCode, entry: Option<&CatalogEntry>, notes: &Notes) -> bool {
        let known = if let Some(entry) = entry {
            self.catalog.admits(entry)
        } else {
            let Filter { families, areas, owners, severities, statuses } = &self.catalog;
            let others = areas.is_empty() && owners.is_empty() && severities.is_empty() && statuses.is_empty();
            others && (families.is_empty() || families.contains(&code.family()))
        };
        known && (!self.noted || notes.contains(code))
    }

    pub(super) fn has(&self, value: FilterValue) -> bool {
        match value {
            FilterValue::Family(family) => self.catalog.families.contains(&family),
            FilterValue::Owner(owner) => self.catalog.owners.contains(&owner),
            FilterValue::Status(id) => self.catalog.statuses.contains(id),
            FilterValue::Area(area) => self.catalog.areas.contains(&area),
            FilterValue::Noted => self.noted,
        }
    }

    pub(super) fn toggle(&mut self, value: FilterValue) {
        fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
            if !set.remove(&value) {
                set.insert(value);
            }
        }
        match value {
            FilterValue::Family(family) => toggle(&mut self.catalog.families, family),
            FilterValue::Owner(owner) => toggle(&mut self.catalog.owners, owner),
            FilterValue::Status(id) => toggle(&mut self.catalog.statuses, id),
            FilterValue::Area(area) => toggle(&mut self.catalog.areas, area),
            FilterValue::Noted => self.noted ^= true,
        }
    }

    /// The filter without the group of a value, for counting how many codes the value would show.
    pub(super) fn without_group(&self, value: FilterValue) -> Self {
        let mut rest = self.clone();
        match value {
            FilterValue::Family(_) => rest.catalog.families.clear(),
            FilterValue::Owner(_) => rest.catalog.owners.clear(),
            FilterValue::Status(_) => rest.catalog.statuses.clear(),
            FilterValue::Area(_) => rest.catalog.areas.clear(),
            FilterValue::Noted => rest.noted = false,
        }
        rest
    }
}
