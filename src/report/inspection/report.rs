//! A redacted diagnosis with the catalog entries of its codes: the only thing that a format may render.

use std::borrow::Cow;
use std::collections::HashMap;

use super::finding_record::FindingRecord;
use super::redact_diagnosis::redact_diagnosis;
use crate::catalog;
use crate::catalog::{Catalog, CatalogEntry};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::report::redact::Redactor;
use crate::source::short_name;

/// A redacted diagnosis with the catalog entries of its codes.
#[derive(Clone, Debug)]
pub struct Report<'c> {
    /// The log's name without its folder, for documents that others read; redacted.
    pub name: String,
    /// The diagnosis. All of it is redacted except `file`, which names the input as the user did.
    pub diagnosis: Diagnosis,
    /// The entries of the codes found, in the order of their first findings, then of the codes that problems link to.
    pub entries: Vec<Cow<'c, CatalogEntry>>,
    entry_idxs: HashMap<ErrorCode, usize>,
}

impl<'c> Report<'c> {
    /// Redacts a diagnosis and looks up its codes.
    pub fn new(diagnosis: Diagnosis, catalog: &'c Catalog, redactor: &mut Redactor) -> Self {
        Self::with_record(diagnosis, None, catalog, redactor)
    }

    /// Like [`new`](Self::new), for a diagnosis that does not contain all findings of `record`.
    pub fn with_record(
        diagnosis: Diagnosis,
        record: Option<&FindingRecord>,
        catalog: &'c Catalog,
        redactor: &mut Redactor,
    ) -> Self {
        let diagnosis = redact_diagnosis(diagnosis, record.map(|record| &record.redactor), redactor);
        let name = redactor.redact(short_name(&diagnosis.file)).into_owned();
        let mut entries = Vec::new();
        let mut entry_idxs = HashMap::new();
        let recorded = record.into_iter().flat_map(|record| record.codes.iter().copied());
        let found = recorded.chain(diagnosis.findings.iter().map(|finding| finding.code));
        let linked = diagnosis.problems.iter().flat_map(|problem| [&[problem.root][..], &problem.chain].concat());
        for code in found.chain(linked) {
            entry_idxs.entry(code).or_insert_with(|| {
                entries.push(entry_or_unknown(code, catalog));
                entries.len() - 1
            });
        }
        Self { name, diagnosis, entries, entry_idxs }
    }

    /// The entry of a code of this report.
    pub fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.entry_idxs.get(&code).map(|&idx| &*self.entries[idx])
    }
}

/// The catalog's entry of a code, or one that says that the catalog has none.
pub(super) fn entry_or_unknown(code: ErrorCode, catalog: &Catalog) -> Cow<'_, CatalogEntry> {
    match catalog.entry(code) {
        Some(entry) => Cow::Borrowed(entry),
        None => Cow::Owned(catalog::unknown(code)),
    }
}
