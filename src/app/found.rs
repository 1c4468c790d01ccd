//! Where in a log something was found: every finding, however many there are, in little memory.
//!
//! One bit an entry says where findings are; for each code, about two bytes a finding say where that is. A log of ten
//! million entries with a million findings takes less than 4 MB here.

use std::collections::BTreeMap;

use super::EntrySet;
use crate::code::ErrorCode;
use crate::finding::Finding;

/// The findings of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePlaces {
    /// How many there are.
    pub count: u64,
    /// The first one's entry, by index.
    pub first_entry_idx: u64,
    /// The first one's clock, or its line.
    pub first: String,
    /// Entry after entry, the distance from the one before, seven bits a byte and the last byte marked.
    distances: Vec<u8>,
    last_entry_idx: u64,
}

impl CodePlaces {
    fn new(finding: &Finding, entry_idx: u64) -> Self {
        Self {
            count: 0,
            first_entry_idx: entry_idx,
            first: finding.time.as_deref().map_or_else(|| format!("line {}", finding.line), str::to_owned),
            distances: Vec::new(),
            last_entry_idx: entry_idx,
        }
    }

    fn add(&mut self, entry_idx: u64) {
        self.count += 1;
        let mut distance = entry_idx.saturating_sub(self.last_entry_idx);
        if distance == 0 {
            return;
        }
        self.last_entry_idx = entry_idx;
        while distance >= 0x80 {
            self.distances.push((distance & 0x7F) as u8);
            distance >>= 7;
        }
        self.distances.push(distance as u8 | 0x80);
    }

    /// The entries in order, by index, each once.
    fn entries(&self) -> impl Iterator<Item = u64> {
        let mut at = self.first_entry_idx;
        let (mut distance, mut shift) = (0, 0);
        let rest = self.distances.iter().filter_map(move |byte| {
            distance |= u64::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return None;
            }
            at += distance;
            (distance, shift) = (0, 0);
            Some(at)
        });
        std::iter::once(self.first_entry_idx).chain(rest)
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    count: u64,
    entries: EntrySet,
    by_code: BTreeMap<ErrorCode, CodePlaces>,
}

impl Found {
    /// How many findings there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The entries that have findings.
    pub fn entries(&self) -> &EntrySet {
        &self.entries
    }

    /// The codes, in the catalog's order.
    pub fn by_code(&self) -> &BTreeMap<ErrorCode, CodePlaces> {
        &self.by_code
    }

    /// The entries that have a code.
    pub fn entries_with(&self, code: ErrorCode) -> EntrySet {
        self.by_code.get(&code).into_iter().flat_map(CodePlaces::entries).collect()
    }

    /// Takes findings behind all others, in the log's order.
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            let idx = finding.entry_number.saturating_sub(1);
            self.count += 1;
            self.entries.push(idx);
            self.by_code.entry(finding.code).or_insert_with(|| CodePlaces::new(finding, idx)).add(idx);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::codes_in_text;

    #[test]
    fn every_finding_has_its_place_in_little_memory() {
        let finding = codes_in_text("<JOIN_ROOM_FAILED 0x4004>").remove(0);
        let entry_of = |nth: u64| nth * 13 + nth % 3 * 200;
        let numbers: Vec<u64> =
            (1..=200_000).map(entry_of).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let mut found = Found::default();
        for number in &numbers {
            let here = Finding { entry_number: *number, ..finding.clone() };
            found.add(&[here.clone(), here]);
        }
        let places = &found.by_code()[&finding.code];
        assert_eq!((found.count(), places.count), (numbers.len() as u64 * 2, numbers.len() as u64 * 2));
        let idxs: Vec<u64> = numbers.iter().map(|number| number - 1).collect();
        assert_eq!(places.entries().collect::<Vec<_>>(), idxs);
        assert_eq!(found.entries_with(finding.code), idxs.iter().copied().collect());
        assert_eq!(found.entries(), &found.entries_with(finding.code));
        assert!(places.distances.len() < numbers.len() * 3);
    }
}
