//! What a report needs to know of all findings of a log, if the diagnosis contains only those that it shows.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::redact_diagnosis::redact_finding;
use super::render_cache::RenderCache;
use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::report::redact::Redactor;

/// The codes and secrets of the findings of one log, in the order of the log. Its size does not depend on the length of the
/// log.
///
/// The number of a placeholder depends on the secrets before it, also on those of findings that are not shown. A record makes
/// the report the same as one of all findings.
#[derive(Clone, Debug)]
pub struct FindingRecord {
    /// Knows the secrets of the findings.
    pub(super) redactor: Redactor,
    /// The different codes.
    pub(super) codes: IndexSet<ErrorCode, RandomState>,
    /// Findings that were redacted already; nothing is rendered.
    redacted: RenderCache,
}

impl FindingRecord {
    /// An empty record for reports that `redactor` redacts.
    pub(super) fn new(redactor: &Redactor) -> Self {
        Self { redactor: redactor.fork(), codes: IndexSet::default(), redacted: RenderCache::default() }
    }

    /// Returns the record of a log that has ended, and begins the next one.
    pub fn next_log(&mut self) -> Self {
        let next = Self::new(&self.redactor);
        let mut ended = std::mem::replace(self, next);
        self.redactor.take_clean_texts(&mut ended.redactor);
        ended
    }

    /// Adds the next finding of the log.
    pub fn add(&mut self, finding: &Finding) {
        self.codes.insert(finding.code);
        if self.redactor.is_active() {
            self.redacted.body(finding, &mut self.redactor, |finding, redactor| {
                redact_finding(finding, redactor);
                Vec::new()
            });
            if let Some(pointer) = &finding.pointer {
                self.redactor.redact(pointer);
            }
        }
    }
}
