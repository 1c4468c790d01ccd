//! Recognisers of the places at which codes stand: one kind of place a file, all of the same shape.
//!
//! A finder looks at one line of an entry and yields [`Mark`]s. It knows the place from the words around it, never from the
//! number. To add one: a file with a `find` function, a line in [`FINDERS`], its literals in [`ANCHORS`], its fixture.

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

use super::mark::Mark;
use crate::log::draft::Origin;

/// One line, and what is known of its entry.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The line, without its line end.
    pub text: &'a str,
    /// The whole text that the line belongs to.
    pub entry: &'a str,
    /// Who wrote the entry.
    pub origin: Origin,
    /// Whether the SDK wrote the entry at level INFO or below: no errors are announced there but by tag and event.
    pub quiet: bool,
    /// Whether the line is not the first of its entry.
    pub continued: bool,
}

type Finder = for<'a> fn(&Line<'a>, &mut Vec<Mark<'a>>);

/// All finders, the most certain first: what an earlier one has found, a later one does not find again.
const FINDERS: &[Finder] = &[
    tag::find,
    join::find,
    setup::find,
    statistic::find,
    banned::find,
    code_field::find,
    name::find,
    browser::find,
    prose::find,
];

/// Literals of which at least one stands in every line (or JSON record) that a finder may find something in. They are
/// searched for in all of a log at the speed of memory; only where one stands, lines are looked at.
pub const ANCHORS: &[&str] = &[
    "0x", // tags, hexadecimal in prose
    "0X",
    "ode: ", // code: N, errorCode: N
    "ode:",  // v5's code:5302
    "ode\"", // "code":N
    "ode'",  // 'errorCode': N
    "ode_",  // code_, extraCode_
    "ode\\", // \"code\":N
    "ode=",
    "ode：",
    "ode is ", // response code is N
    "ode ",    // error code N
    "result: ",
    "failed, ",
    "failed: ",
    "-failed-",
    "ERROR>",
    "Error",
    "rror ", // error 16388
    "rror:",
    "banned",
    "kick",
    "disband",
    "错误",
    "报错",
    "错误码",
    "_FAILED",
    "_ERROR",
    "_TIMEOUT",
    "_BANNED",
    "_ABORT",
    "_FOUND",
    "_ALLOWED",
    "_SUPPORTED",
    "INVALID_",
    "_EXIST",
];

/// All marks of one line, in the order of their place; no place twice.
#[must_use]
pub fn find_marks<'a>(line: &Line<'a>) -> Vec<Mark<'a>> {
    let mut marks: Vec<Mark<'a>> = Vec::new();
    let mut found = Vec::new();
    for finder in FINDERS {
        finder(line, &mut found);
        for mark in found.drain(..) {
            let overlaps = |other: &Mark<'_>| mark.span.start < other.span.end && other.span.start < mark.span.end;
            if !marks.iter().any(overlaps) {
                marks.push(mark);
            }
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
    marks
}
