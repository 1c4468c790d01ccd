//! Short messages that stay until they are read.

/// Tells notices apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoticeId(pub u64);

/// How bad it is.
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
    /// Its identity, to dismiss it.
    pub id: NoticeId,
    /// How bad it is.
    pub kind: NoticeKind,
    /// What happened, and what to do.
    pub text: String,
}
