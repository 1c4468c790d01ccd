//! An entry of the catalog: what is known about one code.

use crate::code::ErrorCode;
use crate::lists::closed_list;

closed_list! {
    /// The part of a call that a code is about.
    Area {
        /// How the API was called: arguments and order of calls.
        Api => "api", "API use";
        /// userSig, sdkAppId and the account system.
        Account => "account", "Account";
        /// Payment and service state of the application.
        Billing => "billing", "Billing";
        /// Browser and page: what they support and allow.
        Environment => "environment", "Environment";
        /// Cameras, microphones, screens.
        Device => "device", "Devices";
        /// Finding a server and the WebSocket to it.
        Signaling => "signaling", "Signalling";
        /// Entering and staying in a room.
        Room => "room", "Room";
        /// The media connection: ICE, DTLS, SDP, reconnection.
        Media => "media", "Media transport";
        /// Sending a stream.
        Publish => "publish", "Publishing";
        /// Receiving a stream.
        Subscribe => "subscribe", "Subscribing";
        /// Playing the video and audio of a stream.
        Playback => "playback", "Playback";
        /// Relaying to a CDN and mixing.
        Cdn => "cdn", "CDN and mixing";
        /// Messages, groups and friends of a chat.
        Chat => "chat", "Chat";
        /// Anything inside the server.
        Server => "server", "Server";
        /// HTTP, WebSocket and XHR below the SDK.
        Network => "network", "Network";
    }
}

closed_list! {
    /// How much a code affects a call, in our judgement.
    Severity {
        /// The call or the operation fails.
        Error => "error", "Error";
        /// Something is worse than it should be, or will fail later.
        Warning => "warning", "Warning";
        /// Expected in normal use.
        Info => "info", "Info";
    }
}

closed_list! {
    /// Who can do something about a code.
    Owner {
        /// The author of the page that uses the SDK.
        Developer => "developer", "Developer";
        /// The person in the call.
        EndUser => "end-user", "End user";
        /// The owner of the cloud account: console, billing, settings.
        AccountOwner => "account-owner", "Account owner";
        /// Tencent's support.
        Vendor => "vendor", "Vendor";
    }
}

/// Whether SDKs still throw a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Thrown today.
    Active,
    /// Still thrown, but deprecated since this SDK version.
    Deprecated {
        /// SDK version, as "4.14.0".
        since: String,
    },
    /// No longer thrown since this SDK version.
    Retired {
        /// SDK version, as "4.6.5".
        since: String,
    },
}

impl Status {
    /// The identifiers of all states, in the order in which they are shown.
    pub const IDS: [&'static str; 3] = ["active", "deprecated", "retired"];

    /// The state's identifier.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deprecated { .. } => "deprecated",
            Self::Retired { .. } => "retired",
        }
    }

    /// The first SDK version with this state.
    pub fn since(&self) -> Option<&str> {
        match self {
            Self::Active => None,
            Self::Deprecated { since } | Self::Retired { since } => Some(since),
        }
    }
}

/// A page with more information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The page's title.
    pub title: String,
    /// Its https address.
    pub url: String,
}

/// Everything the catalog knows about one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The code.
    pub code: ErrorCode,
    /// The name its family gives it (`JOIN_ROOM_FAILED`).
    pub name: Option<String>,
    /// Other names in logs: old spellings and misspellings of released SDKs.
    pub aliases: Vec<String>,
    /// Whether it is still thrown.
    pub status: Status,
    /// The part of a call it is about.
    pub area: Area,
    /// What it does to a call.
    pub severity: Severity,
    /// Who can act first.
    pub owner: Owner,
    /// Whether doing the same again can succeed without any change.
    pub retryable: bool,
    /// What happened, in one line.
    pub summary: String,
    /// What happened, then why; paragraphs are separated by a blank line.
    pub explanation: String,
    /// What to do, in order; never empty.
    pub fix: Vec<String>,
    /// Pages with more information.
    pub references: Vec<Reference>,
    /// Codes that occur together with it or are easily confused with it.
    pub related: Vec<ErrorCode>,
    /// A code sample.
    pub example: Option<String>,
}
