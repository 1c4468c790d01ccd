//! From an entry of a log to the error codes in it.
//!
//! Input: one parsed entry (`log::parse`) and, if the log has reported it, the major version of the SDK. Output: the
//! [`Finding`]s of the entry. The stages in order:
//!
//! - `finders`: recognise the places of codes in one line (a tag, `code: N`, a person's words …) and in the members of JSON
//!   objects; one kind of place per file
//! - `candidate`: a number or name in such a place, with its `Slot`, the kind of place
//! - `candidate_line`: the lines of an entry that have candidates
//! - `code_table`: tables of codes that a page prints, which are no errors
//! - `signs`: the words by which a text shows whose codes it has: those of the Web SDK, of chat, calls, another vendor
//! - `resolve`: the slot, the signs, the SDK's version and the catalog decide the family of a candidate
//! - `find`: runs these stages over all texts and objects of an entry and builds the findings. The scan, `explain` and a
//!   pasted text have no other way from an entry to its findings
//! - `failure_sentences`: failures that are reported in words, without a code
//! - `messages`: what the sentences of the SDK say beyond the code, as an explanation and a fix; `find` adds it
//! - `picture`: where and how surely a finding was read from a picture
//! - `model`: the [`Finding`] and its shared [`FindingBody`]
//!
//! `overlapping_search` finds the literals of finders and signs in a text. `text` has small functions over text that the finders share: parsing a number, recognising a URL or source code.
//!
//! What always holds: the same number has a different meaning in each family, so the number alone never decides the family.
//! Finders recognise the words around a number, not the number. One line yields each code at most once, and no byte of it is
//! the evidence of two codes. Codes that the catalog lacks are findings as well. Nothing here depends on earlier entries
//! except the SDK's version, and nothing fails: text without codes has no findings.

mod candidate;
mod candidate_line;
mod code_table;
pub(crate) mod failure_sentences;
pub(crate) mod find;
pub(crate) mod finders;
pub(crate) mod messages;
mod model;
mod overlapping_search;
pub(crate) mod picture;
mod resolve;
pub(crate) mod signs;
mod text;

pub use self::model::{Finding, FindingBody, MESSAGE_CHARS};
pub use self::signs::Product;
