//! Long random words without a name: signatures whose name is misread in a picture, or that were copied alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::LongWord], find };

/// A word in an alphabet of base64.
static WORD: LazyLock<Regex> = LazyLock::new(|| constant(r"[A-Za-z0-9+/*_-]{10,}=*"));

/// Together, the words of a signature are at least this long. A space that was misread may separate them.
const MIN_BYTES: usize = 32;

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let mut open: Option<(Range<usize>, usize)> = None;
    let mut close = |run: Option<(Range<usize>, usize)>| {
        let Some((range, _)) = run.filter(|(_, bytes)| *bytes >= MIN_BYTES) else { return };
        // Another finder knows better where a secret begins: a name may be before it, or an escape.
        let overlaps = |secret: &&Secret| secret.range.start < range.end && range.start < secret.range.end;
        let known = secrets.iter().filter(overlaps).map(|secret| secret.range.start).min();
        let start = known.map_or(range.start, |start| start.max(range.start));
        secrets.push(Secret { kind: SecretKind::Token, range: start..range.end });
    };
    for word in WORD.find_iter(text).filter(|word| is_random(word.as_str())) {
        match &mut open {
            Some((range, bytes)) if word.start() == range.end + 1 => {
                range.end = word.end();
                *bytes += word.len();
            }
            _ => close(open.replace((word.range(), word.len()))),
        }
    }
    close(open);
}

/// Whether capitals, small letters and digits of a word take turns as in random text. In names they form groups.
fn is_random(word: &str) -> bool {
    let kind = |byte: u8| match byte {
        b'A'..=b'Z' => Some(0),
        b'a'..=b'z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let kinds: Vec<usize> = word.bytes().filter_map(kind).collect();
    let count = |kind: usize| kinds.iter().filter(|other| **other == kind).count();
    let turns = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    count(0) >= 2 && count(1) >= 2 && count(2) >= 1 && turns * 5 >= (kinds.len() - 1) * 2
}
