//! Replaces secrets in texts that leave the program.
//!
//! Each secret is replaced by a placeholder (`‹userSig-1›`, `‹ip-2›`). The same secret has the same placeholder throughout a
//! report, so that lines can still be matched with each other. Codes, rooms, userIds, times and versions stay.
//!
//! A text passes these stages:
//!
//! 1. `prefilter` scans it once for hints and selects the finders that may find something.
//! 2. `finders`, one a file, return the byte ranges of secrets. Many use `named_value`, which finds values by the name
//!    before them, and `pattern`, the common parts of regular expressions. `value` decides by the form of a value
//!    whether it can be a secret.
//! 3. `secret` joins ranges that overlap.
//! 4. `redactor` replaces them. `kind` maps all spellings of one secret to one key; `known_users` remembers userIds
//!    that are hidden.
//!
//! `placeholder` recognises placeholders and cuts a text without cutting one in two.
//!
//! Redacting a redacted text changes nothing. Anything that a finder took for a secret is replaced. Secrets themselves are
//! not kept, only their hashes.

mod finders;
mod kind;
mod known_users;
mod named_value;
mod pattern;
mod placeholder;
mod prefilter;
mod redactor;
mod secret;
mod value;

pub use kind::SecretKind;
pub(super) use placeholder::cut;
pub use redactor::{Redacted, Redactor};
