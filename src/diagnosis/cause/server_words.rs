//! The server's own words name something else than the table of codes does: the cause names both. Evidence: the message beside
//! the code, and the topics of the catalog's entry.

use super::{Explanation, Failure, catalog_summary, server};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::impact::Confidence;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

/// What a message of the server may be about, and the words for it, in small letters without spaces. The words of the table
/// count as well.
const TOPICS: &[&[&str]] = &[
    &["privatemapkey", "authbuffer", "permissioncontrol"],
    &["usersig"],
    &["sdkappid"],
    &["roomid"],
    &["userid"],
    &["arrear", "overdue", "suspend", "credit", "recharge", "payment"],
    &["exceed", "toomany", "limit"],
    &["scene"],
];

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let is_documented = Catalog::current().entry(failure.root).is_some();
    if failure.root.family() != Family::Server || !is_documented {
        return None;
    }
    let is_contradicted = contradicts(failure);
    let mut explanation = match failure.operation {
        Operation::Join if is_contradicted => failure.join_explanation(),
        // The codes are documented for joining, and nothing says that this was it.
        Operation::Other => failure.explanation(failure.usual_impact()),
        _ => return None,
    };
    explanation.confidence = explanation.confidence.max(Confidence::Likely);
    if is_contradicted {
        let summary = &catalog_summary(failure.root);
        explanation.describe(Cause::WordsAgainstTable {
            code: &failure.root,
            summary,
            said: &failure.quoted_message(),
        });
        // The steps for what the words name.
        explanation.fix = server::hint(failure).map_or_else(Vec::new, |hint| hint.text().fix);
    }
    Some(explanation)
}

/// Whether the words have a topic, and the entry of the code has none of their topics.
fn contradicts(failure: &Failure<'_>) -> bool {
    let Some(entry) = Catalog::current().entry(failure.root) else { return false };
    let Some(words) = failure.words.first() else { return false };
    let (said, table) =
        (topics(words), topics(&format!("{} {} {}", entry.summary, entry.explanation, entry.fix.concat())));
    said != 0 && said & table == 0
}

/// A bit set of the topics of a text.
fn topics(text: &str) -> u32 {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let has = |words: &&[&str]| words.iter().any(|word| text.contains(word));
    TOPICS.iter().enumerate().filter(|(_, words)| has(words)).fold(0, |bits, (idx, _)| bits | 1 << idx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_found_in_any_spelling() {
        assert_eq!(topics("privateMapKey is null"), topics("the private map key"));
        assert_eq!(topics("create room failed, service not available"), 0);
        assert_eq!(topics("usersig expired") & topics("privateMapKey"), 0);
    }
}
