//! The client and user that an entry is about.

use crate::log::parse::parsed_entry::ParsedEntry;

/// The client and user that an entry is about, from the SDK's prefix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speaker<'a> {
    /// The client, `c4`.
    pub client: Option<&'a str>,
    /// The user; on a downlink, the user whose stream is received.
    pub user: Option<&'a str>,
    /// Whether it is a connection that receives, `[↓n|teacher_1]`.
    pub is_downlink: bool,
}

impl<'a> Speaker<'a> {
    /// The client and user of `parsed`.
    pub fn of(parsed: &'a ParsedEntry<'_>) -> Self {
        let is_downlink = is_downlink(&parsed.message);
        Self { client: parsed.client.as_deref(), user: parsed.user.as_deref(), is_downlink }
    }

    /// The remote user whose stream is received.
    pub fn remote_user(self) -> Option<&'a str> {
        self.user.filter(|_| self.is_downlink)
    }

    /// The user, if it is the user of this log and not another user in the room.
    pub fn own_user(self) -> Option<&'a str> {
        self.user.filter(|_| !self.is_downlink)
    }
}

/// Whether a message is about the stream of a remote user: a connection that receives, or the queue of its calls,
/// `[↑fq1|teacher_1|sub]`.
pub(crate) fn is_downlink(message: &str) -> bool {
    message.starts_with("[↓") || message.starts_with("[↑fq")
}
