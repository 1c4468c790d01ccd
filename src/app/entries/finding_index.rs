//! The positions of all findings of a log, in little memory.
//!
//! The index takes one bit for each entry of the log, and about two bytes for each finding. A log of ten million entries
//! with a million findings takes less than 4 MB.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::log::EntrySet;

/// The positions of the findings of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeOccurrences {
    /// How many findings.
    pub count: u64,
    /// The index of the first entry with the code.
    pub first_entry_idx: u64,
    /// The clock of the first finding, or its line.
    pub first: String,
    /// The distance of each further entry from the one before, in bytes of seven bits; the last byte of each distance has
    /// the highest bit set.
    distances: Vec<u8>,
    last_entry_idx: u64,
}

impl CodeOccurrences {
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

    /// The indices of the entries, in order, each once.
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

/// The positions of all findings of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingIndex {
    /// How many findings.
    pub count: u64,
    /// The entries that have findings.
    pub entries: EntrySet,
    /// The occurrences of each code, in the order of the catalog.
    pub by_code: BTreeMap<ErrorCode, CodeOccurrences>,
}

impl FindingIndex {
    /// The entries with a code.
    pub fn entries_with(&self, code: ErrorCode) -> EntrySet {
        self.by_code.get(&code).into_iter().flat_map(CodeOccurrences::entries).collect()
    }

    /// The entries with any of the codes.
    pub fn entries_with_any(&self, codes: &[ErrorCode]) -> EntrySet {
        if let [code] = codes {
            return self.entries_with(*code);
        }
        let entries = codes.iter().filter_map(|code| self.by_code.get(code)).flat_map(CodeOccurrences::entries);
        entries.collect::<BTreeSet<u64>>().into_iter().collect()
    }

    /// Adds findings after all earlier ones, in the log's order.
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            let idx = finding.entry_number.saturating_sub(1);
            self.count += 1;
            self.entries.push(idx);
            self.by_code.entry(finding.code).or_insert_with(|| CodeOccurrences::new(finding, idx)).add(idx);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::codes_in_text;

    #[test]
    fn all_entries_are_indexed_in_little_memory() {
        let finding = codes_in_text("<JOIN_ROOM_FAILED 0x4004>").remove(0);
        let entry_of = |nth: u64| nth * 13 + nth % 3 * 200;
        let numbers: Vec<u64> =
            (1..=200_000).map(entry_of).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let mut index = FindingIndex::default();
        for number in &numbers {
            let here = Finding { entry_number: *number, ..finding.clone() };
            index.add(&[here.clone(), here]);
        }
        let occurrences = &index.by_code[&finding.code];
        assert_eq!((index.count, occurrences.count), (numbers.len() as u64 * 2, numbers.len() as u64 * 2));
        let idxs: Vec<u64> = numbers.iter().map(|number| number - 1).collect();
        assert_eq!(occurrences.entries().collect::<Vec<_>>(), idxs);
        assert_eq!(index.entries_with(finding.code), idxs.iter().copied().collect());
        assert_eq!(index.entries, index.entries_with(finding.code));
        assert!(occurrences.distances.len() < numbers.len() * 3);
    }
}
