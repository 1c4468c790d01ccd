//! What a report may contain.

use crate::report::redact::Redactor;

/// What a report may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportOptions {
    /// Whether secrets are replaced by placeholders.
    pub redact: bool,
    /// Whether userIds are replaced too; has no effect without `redact`.
    pub hide_users: bool,
}

impl Default for ReportOptions {
    /// Secrets are replaced, userIds are not.
    fn default() -> Self {
        Self { redact: true, hide_users: false }
    }
}

impl ReportOptions {
    /// A redactor with these options; each report needs its own.
    pub fn redactor(self) -> Redactor {
        match (self.redact, self.hide_users) {
            (false, _) => Redactor::none(),
            (true, false) => Redactor::new(),
            (true, true) => Redactor::hiding_users(),
        }
    }
}
