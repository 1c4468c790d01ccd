//! A finding: an error code and its evidence in the log.

use std::sync::Arc;

use super::signs::Product;
use crate::code::ErrorCode;
use crate::log::Level;
use crate::source::PictureEvidence;

/// One error code found in one line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code. If the number may belong to several families, the likeliest one; see [`FindingBody::alternatives`].
    pub code: ErrorCode,
    /// Physical line of the evidence, from 1. In a JSON document that is not line-based, the line on which the record
    /// begins.
    pub line: u64,
    /// JSON pointer of the evidence, in a JSON document that is not line-based.
    pub pointer: Option<String>,
    /// First physical line of the entry, from 1.
    pub entry_line: u64,
    /// Number of the entry, from 1 (see [`crate::log::LogEntry::number`]).
    pub entry_number: u64,
    /// Clock of the entry, as printed but in a uniform format.
    pub time: Option<Arc<str>>,
    /// Where and how surely it was read, if the log is a picture.
    pub picture: Option<Arc<PictureEvidence>>,
    /// The part that does not depend on place and time; shared by the clones of a finding.
    pub body: Arc<FindingBody>,
}

/// The part of a finding that does not depend on place and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingBody {
    /// Whether the catalog has the code. Codes that it lacks are shown as well.
    pub known: bool,
    /// The name printed beside the number, with its spelling (old SDKs misspell some), otherwise the catalog's name.
    pub name: Option<String>,
    /// Other codes that it may be if the log does not decide the family; empty for nearly every finding. If the family is
    /// [unclear](crate::code::Family::Unclear), the codes of all families that have the number.
    pub alternatives: Vec<ErrorCode>,
    /// The product beside the Web SDK whose signs the text has: a chat login that passes on an account code. `None` for the Web
    /// SDK, and if the text does not show whose the code is.
    pub product: Option<Product>,
    /// The level of the entry.
    pub level: Level,
    /// The evidence as printed in the log: `<JOIN_ROOM_FAILED 0x4004>`, `code: -10012`.
    pub evidence: String,
    /// The entry's message, not redacted. It is longer than [`MESSAGE_CHARS`], so that a secret at the limit can be
    /// recognised; reports redact it and then cut it at [`MESSAGE_CHARS`].
    pub message: Arc<str>,
    /// The explanation of this message beyond its code: "`roomId` passed to `join()` must be …; it received …".
    pub detail: Option<Arc<str>>,
    /// Steps for this message, which come before the steps for the code.
    pub fix: Arc<[String]>,
}

impl Finding {
    /// The place that a report shows: an entry or, in a JSON document, a text of it. The codes of one place are shown once.
    pub fn place(&self) -> (u64, Option<&str>) {
        (self.entry_number, self.pointer.as_deref())
    }

    /// See [`FindingBody::evidence`].
    pub fn evidence(&self) -> &str {
        &self.body.evidence
    }

    /// Whether its number was written without the `0x` of the code: 4004 for 0x4004.
    pub fn lacks_hex_mark(&self) -> bool {
        let evidence = self.evidence();
        let has_digits = |hex: String| evidence.contains(&hex[2..]) && !evidence.to_ascii_lowercase().contains("0x");
        let is_decimal = |value: i64| evidence.contains(&value.to_string());
        self.code.hex().is_some_and(has_digits) && !self.code.value().is_some_and(is_decimal)
    }

    /// See [`FindingBody::message`].
    pub fn message(&self) -> &str {
        &self.body.message
    }

    /// See [`FindingBody::detail`].
    pub fn detail(&self) -> Option<&str> {
        self.body.detail.as_deref()
    }

    /// See [`FindingBody::fix`].
    pub fn fix(&self) -> &[String] {
        &self.body.fix
    }
}

/// Length at which reports cut the message of a finding, in characters.
pub const MESSAGE_CHARS: usize = 500;
