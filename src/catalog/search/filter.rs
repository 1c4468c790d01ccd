//! Restricts a search to some families, areas, owners, severities or states.

use std::collections::BTreeSet;

use crate::catalog::entry::{Area, CatalogEntry, Owner, Severity};
use crate::code::Family;

/// Which entries a search returns. An empty set does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The families.
    pub families: BTreeSet<Family>,
    /// The areas.
    pub areas: BTreeSet<Area>,
    /// The owners.
    pub owners: BTreeSet<Owner>,
    /// The severities.
    pub severities: BTreeSet<Severity>,
    /// The states, by their identifiers ([`Status::IDS`](crate::catalog::Status::IDS)).
    pub statuses: BTreeSet<&'static str>,
}

impl Filter {
    /// Whether the filter accepts an entry.
    pub fn admits(&self, entry: &CatalogEntry) -> bool {
        fn has<T: Ord>(set: &BTreeSet<T>, value: &T) -> bool {
            set.is_empty() || set.contains(value)
        }
        has(&self.families, &entry.code.family())
            && has(&self.areas, &entry.area)
            && has(&self.owners, &entry.owner)
            && has(&self.severities, &entry.severity)
            && has(&self.statuses, &entry.status.id())
    }
}
