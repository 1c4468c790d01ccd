//! Candidates: numbers and names in the place of a code, before `resolve` decides their family.

use std::ops::Range;

use super::text::number_at;

/// The kind of place in which a number or name appears. It limits the families of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// The SDK's tag, `<JOIN_ROOM_FAILED 0x4004>`.
    Tag,
    /// A code of the SDK in an error object of v4 or in an app's line about one: `code_`, `getCode()`, `error code: N extraCode: M`.
    SdkCode,
    /// `code` in an error object of any product.
    ErrorMember,
    /// `code` beside a message, in an object that does not show whose it is. Every web service answers in this form.
    AnswerMember,
    /// The second code of an SDK error: `extraCode_`, `extraCode: N`.
    ExtraCode,
    /// The server's answer to a join request: `Join room failed result: N`, `Failed to join room - … code: N`.
    Join,
    /// The answer of the scheduling service. A state of the request may be in the same place.
    Schedule,
    /// The answer of the account system on the signal channel.
    Account,
    /// The server's answer to another operation: `response code is N`, `reconnect failed, N`, a message on the signal channel.
    Answer,
    /// `errCode: N`, `errorCode: N`: an answer of the server in lines of the SDK, anything in those of other programs.
    Response,
    /// The SDK's statistics and events, which contain codes of any family: `stat-join-failed-N`.
    Statistic,
    /// The server's answer in a key-point report. Logs of v4 have it in other lines as well.
    KeyPoint,
    /// A code of SDK v5: `thrown from enterRoom() code:5302`.
    V5,
    /// WebSocket close code.
    WebSocketClose,
    /// HTTP status of a request of the SDK.
    HttpStatus,
    /// The same in a row of a console that the browser wrote. The SDK's own lines, if the log has any, report the failure.
    ResourceStatus,
    /// A name of v5 before its sentence in the words of a person, `INVALID_PARAMETER: …`. Other programs have such names too.
    NameBefore,
    /// A name of v5 in a line of a log. It counts only if the log is one of v5.
    NameInLog,
    /// A person's words: "error 16388", "错误码：70001".
    Prose,
}

/// The number or name itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CandidateValue {
    /// A number that is not 0.
    Number(i64),
    /// The name of a browser exception, one of [`crate::code::BROWSER_EXCEPTIONS`].
    Browser(&'static str),
    /// A code of SDK v4 that the log shows only by words or by its name.
    V4(i64),
    /// A code that a catalog file of the user names with its family.
    Own(crate::code::ErrorCode),
    /// A name that both SDKs may use: `INVALID_PARAMETER`.
    Named {
        /// The code with this name in v4, if any.
        v4: Option<i64>,
        /// The code with this name in v5, if any.
        v5: Option<i64>,
    },
}

/// A number or name in the place of a code, found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeCandidate<'a> {
    /// Bytes of the evidence within the line.
    pub span: Range<usize>,
    /// The kind of place.
    pub slot: Slot,
    /// The number or name.
    pub value: CandidateValue,
    /// The name printed beside the number.
    pub name: Option<&'a str>,
}

impl CodeCandidate<'_> {
    /// A candidate without a printed name.
    pub(super) fn new(span: Range<usize>, slot: Slot, value: CandidateValue) -> Self {
        Self { span, slot, value, name: None }
    }

    /// The number at byte `at` of a line.
    pub(super) fn number_at(line: &str, at: usize, slot: Slot) -> Option<Self> {
        let (value, length) = number_at(&line[at..])?;
        Some(Self::new(at..at + length, slot, CandidateValue::Number(value)))
    }

    /// The same candidate with evidence that begins at byte `start`.
    pub(super) fn starting_at(self, start: usize) -> Self {
        Self { span: start..self.span.end, ..self }
    }
}
