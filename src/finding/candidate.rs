//! Marks: a number or name that stands in a code's place, before it is decided which family it belongs to.

use std::ops::Range;

/// The kind of place at which a number or name stands; it says which families come into question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The SDK's tag, `<JOIN_ROOM_FAILED 0x4004>`.
    Tag,
    /// A code of the SDK in an error object or an app's line: `code_`, `error code: N`.
    SdkCode,
    /// The code behind the SDK's: `extraCode_`, `extraCode: N`.
    ExtraCode,
    /// What the server answered to joining: `Join room failed result: N`, `Failed to join room - … code: N`.
    Join,
    /// What the scheduling service answered; a state of the request may stand there instead.
    Schedule,
    /// What the account system answered on the signal channel.
    Account,
    /// What the server answered to another operation: `response code is N`, `errCode: N`, `reconnect failed, N`.
    Response,
    /// The SDK's statistics and events, which carry codes of any family: `stat-join-failed-N`.
    Statistic,
    /// A code of SDK v5: `thrown from enterRoom() code:5302`.
    V5,
    /// WebSocket close code.
    WebSocketClose,
    /// A person's words: "error 16388", "错误码：70001".
    Prose,
}

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CandidateValue {
    /// A number that is not 0.
    Number(i64),
    /// The name of a browser exception, one of [`crate::code::BROWSER_EXCEPTIONS`].
    Browser(&'static str),
    /// A code of SDK v4 that is told by words or name alone.
    V4(i64),
    /// A name that both SDKs have, for a code of v4 and one of v5: `INVALID_PARAMETER`.
    Named {
        /// The code under this name in v4, if it has one.
        v4: Option<i64>,
        /// The code under this name in v5, if it has one.
        v5: Option<i64>,
    },
}

/// A number or name in a code's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCandidate<'a> {
    /// Bytes of the evidence within its line; empty for members of JSON objects.
    pub span: Range<usize>,
    /// The kind of place.
    pub slot: Slot,
    /// What stands there.
    pub value: CandidateValue,
    /// The name printed beside it.
    pub name: Option<&'a str>,
}
