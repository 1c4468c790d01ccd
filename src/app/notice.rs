//! Short messages that stay until the user dismisses them.

/// Identifies a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoticeId(pub u64);

/// The kind of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something could not be done.
    Failed,
}

/// A message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The identity, to dismiss the notice.
    pub id: NoticeId,
    /// Whether something was done or failed.
    pub kind: NoticeKind,
    /// What happened, and what to do.
    pub text: String,
}
