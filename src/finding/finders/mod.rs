//! Recognisers of the places at which codes stand: one kind of place a file, all of the same shape.
//!
//! A finder looks at one line of an entry and yields [`CodeCandidate`]s. It knows the place from the words around it, never from the
//! number. To add one: a file with a [`CodeFinder`], a line in [`FINDERS`], its fixture.

mod banned;
mod browser;
mod code_field;
mod join;
mod name;
mod prose;
mod setup;
mod statistic;
mod tag;

pub mod object;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::candidate::CodeCandidate;
use crate::log::parse::parsed_entry::Origin;

/// One line, and what is known of its entry.
#[derive(Clone, Copy, Debug)]
pub struct FinderInput<'a> {
    /// The line, without its line end.
    pub text: &'a str,
    /// What the text speaks of that the line belongs to.
    pub topic: Topic,
    /// Who wrote the entry.
    pub origin: Origin,
    /// Whether the SDK wrote the entry at level INFO or below: no errors are announced there but by tag and event.
    pub quiet: bool,
    /// Whether the line is not the first of its entry.
    pub continued: bool,
}

/// What a text speaks of, by its words; they may stand far from a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Something failed.
    pub is_failure: bool,
    /// Calls: without them, a number that TRTC does not document is another program's.
    pub is_call: bool,
}

impl Topic {
    /// What `text` speaks of.
    pub fn of(text: &str) -> Self {
        const FAILURES: &[&str] = &["rror", "ail", "错", "失败", "异常", "RtcError", "TRTC"];
        const CALLS: &[&str] =
            &["rtc", "Rtc", "RTC", "oom", "oin", "ubli", "ubscr", "ignal", "ocket", "sdk", "SDK", "进房", "流", "房间"];
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        Self { is_failure: says(FAILURES), is_call: says(CALLS) }
    }
}

/// A recogniser of one kind of place.
pub struct CodeFinder {
    /// Literals of which one stands in every line that `find` may find something in. They are searched for in all of a log
    /// at the speed of memory; only where one stands, lines are looked at. Three bytes at least; the rarer the better.
    pub anchors: &'static [&'static str],
    /// A quick look at the bytes around an anchor that stands at this offset: whether `find` may find something there.
    pub is_plausible: fn(&[u8], usize) -> bool,
    /// Finds the marks of a line.
    pub find: for<'a> fn(&FinderInput<'a>, &mut Vec<CodeCandidate<'a>>),
}

/// All finders, the most certain first: what an earlier one has found, a later one does not find again.
pub const FINDERS: &[CodeFinder] = &[
    tag::FINDER,
    join::FINDER,
    setup::FINDER,
    statistic::FINDER,
    banned::FINDER,
    code_field::FINDER,
    name::FINDER,
    browser::FINDER,
    prose::FINDER,
];

/// For finders whose anchors are rare enough.
fn always(_: &[u8], _: usize) -> bool {
    true
}

/// All anchors, and for each the index of its finder.
static ANCHORS: LazyLock<(Vec<usize>, Option<AhoCorasick>)> = LazyLock::new(|| {
    let all =
        FINDERS.iter().enumerate().flat_map(|(idx, finder)| finder.anchors.iter().map(move |anchor| (idx, *anchor)));
    let (finders, anchors): (Vec<usize>, Vec<&str>) = all.unzip();
    (finders, AhoCorasick::new(anchors).ok())
});

/// All marks of one line, in the order of their place; no place twice.
pub fn find_candidates<'a>(line: &FinderInput<'a>) -> Vec<CodeCandidate<'a>> {
    let mut marks: Vec<CodeCandidate<'a>> = Vec::new();
    let wanted = finders_for(line.text.as_bytes());
    let mut found = Vec::new();
    for (idx, finder) in FINDERS.iter().enumerate() {
        if wanted & (1 << idx) == 0 {
            continue;
        }
        (finder.find)(line, &mut found);
        for mark in found.drain(..) {
            let overlaps =
                |other: &CodeCandidate<'_>| mark.span.start < other.span.end && other.span.start < mark.span.end;
            if !marks.iter().any(overlaps) {
                marks.push(mark);
            }
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
    marks
}

/// The finders that may find something in `line`, as a set of bits by their index.
fn finders_for(line: &[u8]) -> u32 {
    let (finders, Some(anchors)) = &*ANCHORS else { return u32::MAX };
    let mut wanted = 0;
    for hit in anchors.find_overlapping_iter(line) {
        let idx = finders[hit.pattern().as_usize()];
        if wanted & (1 << idx) == 0 && (FINDERS[idx].is_plausible)(line, hit.start()) {
            wanted |= 1 << idx;
        }
    }
    wanted
}
