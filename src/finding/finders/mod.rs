//! Finders recognise the places of codes, one kind of place per file.
//!
//! Input: one line of an entry ([`FinderInput`]), or a JSON object in it. Output: [`CodeCandidate`]s. A finder recognises the
//! words around a number, never the number itself.
//!
//! - `finder`: the common shape of all finders
//! - [`FINDERS`]: the registry, the most certain finder first; if two find overlapping places, the earlier one wins
//! - `own`: places that catalog files of the user describe
//! - `tag`, `join`, `setup`, `statistic`, `banned`: places in lines of the SDK
//! - `http`: statuses of requests of the SDK
//! - `callback`: numbers after the name of a callback or an error of a neighbouring product
//! - `code_field`: a number after a word that says "code"
//! - `account_name`: names of account codes in other products and older SDKs
//! - `name`, `browser`: names of codes and of browser exceptions, without a number
//! - `prose`: numbers in a person's words
//! - [`object`]: members of JSON objects, which have keys instead of surrounding words
//!
//! What always holds: [`find_candidates`] runs a finder only on lines that contain one of its literals in a plausible place.
//! The prefilter of `inspect` uses the same literals and checks, so that lines without them are never parsed.
//!
//! To add a finder: write a file with a `FINDER`, register it in [`FINDERS`], and add lines that it finds and lines that it
//! ignores to the tests of `finding::find`.

mod account_name;
mod banned;
mod callback;
mod code_field;
mod finder;
mod http;
mod join;
mod name;
mod own;
mod prose;
mod setup;
mod statistic;
mod tag;

pub(crate) mod browser;
pub(crate) mod object;

use std::sync::LazyLock;

pub(crate) use self::finder::{CodeFinder, FinderInput, Topic};
use crate::finding::candidate::CodeCandidate;
use crate::finding::overlapping_search::OverlappingSearch;
use crate::finding::signs::Signs;

/// All finders, the most certain one first. If candidates of two finders overlap, the earlier finder wins.
pub(crate) const FINDERS: &[CodeFinder] = &[
    own::FINDER,
    tag::FINDER,
    join::FINDER,
    setup::FINDER,
    statistic::FINDER,
    banned::FINDER,
    http::FINDER,
    code_field::FINDER,
    account_name::FINDER,
    callback::FINDER,
    name::FINDER,
    browser::FINDER,
    prose::FINDER,
];

/// The literals of all finders, with the index of the finder. The first finder has those of the user's catalog files.
pub(crate) fn finder_literals() -> impl Iterator<Item = (usize, &'static str)> {
    let all = FINDERS.iter().map(|finder| finder.literals).enumerate();
    let of = |(idx, literals): (usize, &'static [&'static str])| literals.iter().map(move |literal| (idx, *literal));
    own::literals().iter().map(|literal| (0, *literal)).chain(all.flat_map(of))
}

/// The search for the literals of all finders.
struct FinderLiterals {
    /// For each literal, the index of its finder.
    finders: Vec<usize>,
    search: OverlappingSearch,
}

static LITERALS: LazyLock<FinderLiterals> = LazyLock::new(|| {
    let (finders, literals): (Vec<usize>, Vec<&str>) = finder_literals().unzip();
    FinderLiterals { finders, search: OverlappingSearch::new(literals) }
});

/// The candidates of one line, ordered by position. Their spans do not overlap.
pub(crate) fn find_candidates<'a>(line: &FinderInput<'a>) -> Vec<CodeCandidate<'a>> {
    let mut candidates: Vec<CodeCandidate<'a>> = Vec::new();
    let wanted = plausible_finders(line.text.as_bytes());
    if wanted == 0 {
        return candidates;
    }
    let line = &FinderInput { signs: Signs::of(line.text), ..*line };
    let mut found = Vec::new();
    for (idx, finder) in FINDERS.iter().enumerate() {
        if wanted & (1 << idx) == 0 {
            continue;
        }
        (finder.find)(line, &mut found);
        for candidate in found.drain(..) {
            let overlaps = |other: &CodeCandidate<'_>| {
                candidate.span.start < other.span.end && other.span.start < candidate.span.end
            };
            if !candidates.iter().any(overlaps) {
                candidates.push(candidate);
            }
        }
    }
    candidates.sort_by_key(|candidate| candidate.span.start);
    candidates
}

/// The finders that may find something in `line`; bit `n` is `FINDERS[n]`.
fn plausible_finders(line: &[u8]) -> u32 {
    let FinderLiterals { finders, search } = &*LITERALS;
    let mut wanted = 0;
    let is_searched = search.for_each(line, |literal, start| {
        let idx = finders[literal];
        if wanted & (1 << idx) == 0 && (FINDERS[idx].is_plausible)(line, start) {
            wanted |= 1 << idx;
        }
    });
    // Without a search, all finders read every line.
    if is_searched { wanted } else { u32::MAX }
}
