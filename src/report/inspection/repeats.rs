//! What was written of findings before. A log prints the same failure again and again; what it says is redacted and put into
//! the format's writing once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::diagnosis::Finding;

/// Keeps the bodies of the findings written last.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// By a hash of what the findings say.
    written: HashMap<u64, (Finding, Vec<u8>), RandomState>,
    hasher: RandomState,
    bytes: usize,
}

/// Bodies are kept up to so many bytes; beyond that, keeping begins anew.
const MAX_BYTES: usize = 512 * 1024;

impl Repeats {
    /// The body of a finding; `write` makes one where none is kept.
    pub(super) fn body(&mut self, finding: &Finding, write: impl FnOnce() -> Vec<u8>) -> &[u8] {
        let key = self.hash(finding);
        if self.written.get(&key).is_none_or(|(known, _)| !says_the_same(known, finding)) {
            if self.bytes > MAX_BYTES {
                self.written.clear();
                self.bytes = 0;
            }
            let body = write();
            self.bytes += body.len() + finding.message.len();
            self.written.insert(key, (finding.clone(), body));
        }
        self.written.get(&key).map_or(&[], |(_, body)| body)
    }

    fn hash(&self, finding: &Finding) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        finding.code.hash(&mut hasher);
        hasher.write(finding.text.as_bytes());
        hasher.write(finding.message.as_bytes());
        hasher.finish()
    }
}

/// Whether two findings differ in nothing but place and time.
fn says_the_same(one: &Finding, other: &Finding) -> bool {
    let Finding { code, known, name, candidates, level, text, message, detail, fix, .. } = one;
    let is_same = (code, known, candidates, level) == (&other.code, &other.known, &other.candidates, &other.level);
    is_same
        && (name, text, message) == (&other.name, &other.text, &other.message)
        && (detail, fix) == (&other.detail, &other.fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::codes_in_text;

    #[test]
    fn what_was_written_before_is_not_written_again() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let mut repeats = Repeats::default();
        assert_eq!(repeats.body(&first, || b"first".to_vec()), b"first");
        let later = Finding { line: 7, entry_line: 7, time: Some("00:00:09".to_owned()), ..first.clone() };
        assert_eq!(repeats.body(&later, || b"again".to_vec()), b"first");
        let other = Finding { message: "y".to_owned(), ..first };
        assert_eq!(repeats.body(&other, || b"other".to_vec()), b"other");
    }
}
