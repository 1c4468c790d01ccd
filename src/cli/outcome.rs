//! Whether a command could do everything, for the exit status.

use std::fmt::Display;

use super::output::complain;

/// Whether a command could do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommandOutcome {
    /// Everything was done; perhaps nothing was found.
    Done,
    /// Something could not be done and was reported on standard error.
    Incomplete,
}

/// Reports on standard error why something about `name` could not be done.
pub(super) fn fail(name: impl Display, cause: impl Display) -> CommandOutcome {
    complain(&format!("{name}: {cause}"));
    CommandOutcome::Incomplete
}
