//! The members of an archive or mail.

use crate::source::expand::left_out::LeftOutReason;
use crate::source::unsupported::{UnsupportedFile, not_a_log};

/// At most this many members of one archive are read, including those of inner archives. An archive of a few megabytes can
/// hold billions of members that share their bytes.
const MAX_MEMBERS: usize = 1_000_000;

/// The members of an archive or mail.
pub(crate) struct Members {
    /// The names of the logs.
    pub names: Vec<String>,
    /// The members that are certainly not logs, and what they are.
    pub not_logs: Vec<(String, UnsupportedFile)>,
    /// What is not read; without a name if it concerns the archive.
    pub left_out: Vec<(Option<String>, LeftOutReason)>,
    limit: usize,
}

impl Default for Members {
    fn default() -> Self {
        Self::with_limit(MAX_MEMBERS)
    }
}

impl Members {
    /// An empty list of at most `limit`.
    fn with_limit(limit: usize) -> Self {
        Self { names: Vec::new(), not_logs: Vec::new(), left_out: Vec::new(), limit }
    }

    /// Adds a member that begins with `head`.
    pub(crate) fn add(&mut self, name: String, head: &[u8]) {
        match not_a_log(head) {
            Some(unsupported) => self.not_logs.push((name, unsupported)),
            None => self.names.push(name),
        }
    }

    /// Adds a member that is not read, or, without a name, a part of the archive that is not read.
    pub(crate) fn leave_out(&mut self, name: Option<String>, reason: LeftOutReason) {
        self.left_out.push((name, reason));
    }

    /// Whether the limit is reached. Call this before adding each member: the first time the limit is reached, a note is added to
    /// [`left_out`](Self::left_out).
    pub(crate) fn is_full(&mut self) -> bool {
        let is_full = self.names.len() + self.not_logs.len() + self.left_out.len() >= self.limit;
        if is_full && !self.left_out.iter().any(|(name, _)| name.is_none()) {
            self.leave_out(
                None,
                LeftOutReason::Unread(format!(
                    "it holds more than {} files, of which the first were read; unpack it and open the logs in it",
                    self.limit
                )),
            );
        }
        is_full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_beyond_the_limit_are_reported() {
        let mut members = Members::with_limit(2);
        for name in ["a", "b", "c", "d"] {
            if !members.is_full() {
                members.add(name.to_owned(), b"text");
            }
        }
        assert_eq!(members.names, ["a", "b"]);
        let reason = "it holds more than 2 files, of which the first were read; unpack it and open the logs in it";
        assert_eq!(members.left_out, [(None, LeftOutReason::Unread(reason.to_owned()))]);
    }
}
