//! The fingerprint of a failure: what one entry says about it. The SDK and the page log the same failure two to eight times,
//! in several shapes. The occurrences share the operation, the root code and the normalized message, so they can be grouped.

use std::borrow::Cow;
use std::sync::Arc;

use super::denial::is_denied;
use super::message_words::{MESSAGE_BYTES, head, is_bare, message_words};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::operation::{FUNCTION_KEY, Operation, names_operation, operation_of, remove_unrelated};
use crate::event::{PageCall, is_downlink};
use crate::finding::Finding;
use crate::finding::signs::{Product, Signs};
use crate::knowledge;
use crate::log::Level;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};

/// How many bytes of an entry are searched for words; error messages are far shorter.
const MAX_TEXT: usize = 4000;

/// A failure that is recognised by its words instead of a root code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Variant {
    /// `join room timeout`: no answer came, or the signal channel did not open.
    JoinTimeout,
    /// `reJoin room: 5001 failed`: the room could not be entered again.
    Rejoin,
    /// The same userId joined elsewhere.
    Kick,
    /// An administrator removed the user.
    Banned,
    /// The room was dissolved.
    Disbanded,
    /// A call was aborted because a later call made it pointless.
    Aborted,
    /// A method was called before the room was entered.
    NotJoined,
    /// A method was called again while the first call was pending or after it had succeeded.
    Repeated,
    /// Publishing was tried as audience.
    Audience,
    /// The server of a WebSocket, or something before it, answered the handshake with an HTTP status.
    Handshake,
    /// The list of users could not be updated. The SDK asks again by itself.
    UserList,
    /// A plugin was started that the page has not registered.
    PluginMissing,
    /// The check of the encoder found a track that is muted or has ended.
    EncoderCheck,
    /// The browser refused something, and neither the words nor the entry say what.
    Unplaced,
    /// The SDK tries again by itself; whether that helps is in later entries.
    Retrying,
}

/// How an entry shows the root of its failure; the order is from the weakest to the strongest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RootEvidence {
    /// It is a number that many programs have, from 1000 to 9999, and no word beside it shows that the code is meant.
    #[default]
    CommonNumber,
    /// Its number is taken for a hexadecimal one without its `0x`, or it is an exception that other interfaces than devices
    /// throw as well.
    Inferred,
    /// It is another decimal number of the account system, the server or the SDK, and no word beside it shows that it is meant.
    OnlyNumber,
    /// It is written as it is documented.
    Written,
    /// The entry itself says that it kept the user from entering.
    Stated,
}

/// What the occurrences of one failure have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GroupKey {
    /// What was being done.
    pub operation: Operation,
    /// The code that states the cause, if there is one; else a code that only names the symptom.
    pub root: ErrorCode,
    /// Set if the failure is recognised by its words.
    pub variant: Option<Variant>,
}

/// What one entry says about a failure.
#[derive(Clone, Debug)]
pub(crate) struct Fingerprint {
    /// What its failure has in common with other entries.
    pub key: GroupKey,
    /// Its codes, in order of appearance, each once.
    pub codes: Vec<ErrorCode>,
    /// Whether the root states the cause.
    pub is_rooted: bool,
    /// Whether the operation is only guessed from the name of an exception.
    pub is_guessed: bool,
    /// How the entry shows the root.
    pub root_evidence: RootEvidence,
    /// The call of the page that failed, if the entry names it.
    pub call: Option<PageCall>,
    /// The message without the text that its shape adds; `None` for bare events and statistics.
    pub message: Option<NormalizedMessage>,
    /// A hash that differs between the shapes in which a failure is logged.
    pub shape: u64,
}

impl Fingerprint {
    /// The fingerprint of the entry `parsed` with its `findings`. `None` without a finding of a code that it does not deny.
    pub(crate) fn read(parsed: &ParsedEntry<'_>, findings: &[Finding]) -> Option<Self> {
        let text = &*text_of(parsed);
        let is_of_page = is_of_page(parsed, findings);
        let text = if is_of_page { text.split_once('\n').map_or(text, |(_, lines)| lines) } else { text };
        let is_written = parsed.origin == Origin::Prose;
        let mut codes: Vec<ErrorCode> = Vec::new();
        for finding in findings.iter().filter(|finding| !(is_written && is_denied(text, finding.evidence()))) {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        remove_unrelated(&mut codes, text);
        let operation = operation_of(&codes, text, is_downlink(&parsed.message));
        let variant = variant_of(operation, &codes, text);
        let is_sdk = !is_of_page && (parsed.origin == Origin::Sdk || parsed.client.is_some());
        let operation = operation_of_variant(variant).unwrap_or(match operation {
            // The SDK logs in to enter a room.
            Operation::Login if is_sdk => Operation::Join,
            _ => operation,
        });
        let rooted = codes.iter().copied().min_by_key(|code| depth(*code))?;
        let evidence = findings.iter().find(|finding| finding.code == rooted).map_or("", |finding| finding.evidence());
        let message = message_words(text, evidence, is_sdk);
        codes.extend(exception_in_words(operation, &codes, message));
        let root = codes.iter().copied().min_by_key(|code| depth(*code))?;
        let is_rooted = depth(root) < SYMPTOM_DEPTH || (variant.is_none() && explains_itself(root));
        let root = match (variant, operation) {
            (Some(Variant::JoinTimeout | Variant::Rejoin), _) if depth(root) >= SYMPTOM_DEPTH => v4(0x4004),
            // Every update of the list is the same failure, with any code.
            (Some(Variant::UserList), _) => v4(0x404b),
            (None, Operation::SwitchRole) if depth(root) >= SYMPTOM_DEPTH => v4(0x404a),
            (_, Operation::Call) => root_of_call(&codes)?,
            _ => root,
        };
        let is_exception = |code: &ErrorCode| {
            code.family() == Family::Browser || *code == v4(0x1004) || *code == ErrorCode::new(Family::WebV5, 5300)
        };
        let is_guessed = operation == Operation::Capture && codes.iter().all(is_exception) && !names_operation(text);
        let is_refusal = is_sdk && root.family() == Family::Account || text.contains("Join room failed result: ");
        let is_of_unknown_interface = is_guessed
            && !is_sdk
            && codes.iter().all(|code| code.family() == Family::Browser)
            && !knowledge::exception_words().has_device_words(text);
        let is_inferred = || {
            is_of_unknown_interface || findings.iter().any(|finding| finding.code == root && finding.lacks_hex_mark())
        };
        let root_evidence =
            match is_rooted && (codes.len() > 1 || is_refusal) {
                _ if is_inferred() => RootEvidence::Inferred,
                _ if !is_sdk && codes == [root] && is_only_number(root, evidence, findings, text) => {
                    if is_common(root) { RootEvidence::CommonNumber } else { RootEvidence::OnlyNumber }
                }
                true => RootEvidence::Stated,
                false => RootEvidence::Written,
            };
        let shape = shape_of(parsed, text, message);
        let (key, message) = (GroupKey { operation, root, variant }, message.map(NormalizedMessage::new));
        Some(Self { key, codes, is_rooted, is_guessed, root_evidence, call: PageCall::in_text(text), message, shape })
    }
}

impl Fingerprint {
    /// Whether its words name the code and the method that failed, and nothing else.
    pub(super) fn is_bare(&self) -> bool {
        self.message.as_ref().is_none_or(|message| is_bare(message.text()))
    }
}

/// The root of a refused call: v5's extra code, which names the argument or the moment; else the main code.
fn root_of_call(codes: &[ErrorCode]) -> Option<ErrorCode> {
    let is_exact = |code: &&ErrorCode| {
        code.family() == Family::WebV5
            && code.value().is_some_and(|value| value % 100 != 0)
            && Catalog::current().entry(**code).is_some()
    };
    let is_clear = |code: &&ErrorCode| code.family() != Family::Unclear;
    let main = || codes.iter().filter(is_clear).max_by_key(|code| depth(**code));
    codes.iter().find(is_exact).or_else(main).copied()
}

/// The operation of a failure that is recognised by its words, if it is always the same.
fn operation_of_variant(variant: Option<Variant>) -> Option<Operation> {
    match variant? {
        Variant::Handshake => Some(Operation::Join),
        Variant::UserList => Some(Operation::Other),
        Variant::PluginMissing => Some(Operation::Plugin),
        _ => None,
    }
}

/// The text of an entry, without stack traces.
fn text_of<'d>(parsed: &'d ParsedEntry<'_>) -> Cow<'d, str> {
    let text = head(&parsed.message, MAX_TEXT);
    let is_statistic = text.starts_with("stat-");
    let member = |name: &str| parsed.objects.iter().find_map(|object| object.member(name));
    if let Some(words) = member("errorInfo").filter(|_| is_statistic) {
        return Cow::Owned(format!("{text} errorInfo: {}", head(words, MAX_TEXT)));
    }
    match member(FUNCTION_KEY) {
        Some(name) => Cow::Owned(format!("{text} {FUNCTION_KEY}: {}", head(name, MAX_TEXT))),
        None => Cow::Borrowed(text),
    }
}

/// Whether the page reports the findings, not the SDK: it may print a line without a clock after a line of the SDK that reports no
/// error.
fn is_of_page(parsed: &ParsedEntry<'_>, findings: &[Finding]) -> bool {
    matches!(parsed.level, Level::Info | Level::Debug)
        && findings.iter().all(|finding| finding.line > finding.entry_line)
}

/// Whether `evidence` shows only a number for `root`, and no word beside it shows that the code is meant.
fn is_only_number(root: ErrorCode, evidence: &str, findings: &[Finding], text: &str) -> bool {
    // A status of HTTP is only found beside an address of the SDK.
    let is_socket_code = root.family() == Family::Network && root.value().is_some_and(|value| value >= 1000);
    let is_numbered =
        matches!(root.family(), Family::Account | Family::Server | Family::WebV4 | Family::WebV5) || is_socket_code;
    is_numbered
        && evidence.contains(|c: char| c.is_ascii_digit())
        && !evidence.to_ascii_lowercase().contains("0x")
        && findings.iter().all(|finding| finding.body.product.is_none())
        && !is_meant(root, text)
}

/// Whether words of a text show that its number is the code `root`. Applications number their own errors from 1000 to 9999, and
/// they have joins and rooms, too: such a number needs the name of the SDK, of one of its methods, or of the code.
fn is_meant(root: ErrorCode, text: &str) -> bool {
    let signs = Signs::of(text);
    if !is_common(root) {
        return signs.is_any();
    }
    let has_name = || {
        Catalog::current().entry(root).and_then(|entry| entry.name.as_deref()).is_some_and(|name| text.contains(name))
    };
    [Product::WebSdkV5, Product::WebSdkV4].into_iter().any(|product| signs.is_certain(product))
        || ["TRTC", "trtc", "RtcError"].iter().any(|name| text.contains(name))
        || has_name()
}

/// Whether applications have numbers of their own like this one.
fn is_common(code: ErrorCode) -> bool {
    code.family() != Family::Network && code.value().is_some_and(|value| (1000..10_000).contains(&value))
}

fn v4(value: i64) -> ErrorCode {
    ErrorCode::new(Family::WebV4, value)
}

/// Codes of this depth and above name a symptom, not a cause.
pub(crate) const SYMPTOM_DEPTH: u8 = 10;

/// The position of a code in a chain: 0 at the root, growing towards the symptom.
pub(crate) fn depth(code: ErrorCode) -> u8 {
    let value = code.value().unwrap_or_default();
    match code.family() {
        Family::Account => 0,
        Family::Server => 1,
        Family::Browser => 2,
        Family::Network => 3,
        Family::Native | Family::Chat | Family::Call | Family::RoomKit | Family::WebV3 | Family::Own(_) => 4,
        Family::WebV4 => match value {
            0x1000..=0x1FFF => SYMPTOM_DEPTH,
            0xFFFF | 0x404b => SYMPTOM_DEPTH + 1,
            0x4001..=0x4003 | 0x404c => SYMPTOM_DEPTH + 2,
            _ => SYMPTOM_DEPTH + 3,
        },
        // A specific code comes before the general one: 5302 before 5300.
        Family::WebV5 if value % 100 != 0 && value < 5900 => SYMPTOM_DEPTH + 4,
        Family::WebV5 => SYMPTOM_DEPTH + 5,
        Family::Unclear => SYMPTOM_DEPTH + 6,
    }
}

/// Whether an SDK code states a cause by itself.
pub(super) fn explains_itself(code: ErrorCode) -> bool {
    match (code.family(), code.value()) {
        (Family::WebV4, Some(value)) => {
            matches!(value, 0x1000..=0x1003 | 0x4003 | 0x4005..=0x4010 | 0x4041 | 0x4043 | 0x4049 | 0x404b | 0x404d..=0x4053)
        }
        (Family::WebV5, Some(value)) => !matches!(value, 5300 | 5400 | 5500 | 5999),
        _ => false,
    }
}

fn variant_of(operation: Operation, codes: &[ErrorCode], text: &str) -> Option<Variant> {
    let has = |word: &str| text.contains(word);
    let is_status = |code: &ErrorCode| code.family() == Family::Network && matches!(code.value(), Some(100..600));
    if has("sync user list") {
        return Some(Variant::UserList);
    }
    if codes.iter().any(is_status) && (has("WebSocket") || has("wss://")) {
        return Some(Variant::Handshake);
    }
    if has("plugin ") && (has(" is not found") || has(" not registered")) {
        return Some(Variant::PluginMissing);
    }
    if has("track is not active") && codes.iter().any(|code| *code == v4(0x4051) || *code == v4(0x4052)) {
        return Some(Variant::EncoderCheck);
    }
    if has(" observed, retrying [") && matches!(operation, Operation::Capture | Operation::ScreenShare) {
        return Some(Variant::Retrying);
    }
    if has("API aborted") || has("aborted due to") || codes.iter().any(|code| is_abort(*code)) {
        return Some(Variant::Aborted);
    }
    match operation {
        Operation::Join if has("join room timeout") => Some(Variant::JoinTimeout),
        Operation::Join
            if has("reJoin room") || has("reJoin fail") || codes.contains(&ErrorCode::new(Family::WebV5, 5502)) =>
        {
            Some(Variant::Rejoin)
        }
        Operation::Ban if has("disband") => Some(Variant::Disbanded),
        Operation::Ban if is_kick(text) || has("duplicated userId") => Some(Variant::Kick),
        Operation::Ban => Some(Variant::Banned),
        Operation::Call
            if has(" before ") && has("join()") || has("you are not enter room") || has("did not joined") =>
        {
            Some(Variant::NotJoined)
        }
        Operation::Call
            if has("is ongoing") || has("duplicate ") || has("repeated join") || has("cannot repeated call") =>
        {
            Some(Variant::Repeated)
        }
        Operation::Call if codes.contains(&ErrorCode::new(Family::WebV5, 5104)) => Some(Variant::Repeated),
        Operation::Call if codes.contains(&ErrorCode::new(Family::WebV5, 5101)) => Some(Variant::NotJoined),
        Operation::Call if has("under live/audience") => Some(Variant::Audience),
        Operation::Capture if is_unplaced(codes, text) => Some(Variant::Unplaced),
        _ => None,
    }
}

/// Whether the reason of a ban is `kick`. The event of version 5 is called `kicked-out`, for any reason.
fn is_kick(text: &str) -> bool {
    text.match_indices("kick").any(|(at, _)| !text[at..].starts_with("kicked"))
}

/// Whether the browser refused something, and nothing says whether it was a device or playing.
fn is_unplaced(codes: &[ErrorCode], text: &str) -> bool {
    codes.iter().all(|code| ErrorCode::browser("NotAllowedError") == Some(*code))
        && !names_operation(text)
        && !knowledge::exception_words().has_device_words(text)
}

fn is_abort(code: ErrorCode) -> bool {
    code == v4(0x404d) || code == ErrorCode::new(Family::WebV5, 5998)
}

/// What browsers say when they throw these exceptions. Uploads and errors converted to strings keep the words but not the
/// name.
const EXCEPTION_WORDS: &[(&str, &str)] = &[
    ("Permission denied", "NotAllowedError"),
    ("Permission dismissed", "NotAllowedError"),
    ("The request is not allowed by the user agent", "NotAllowedError"),
    ("Requested device not found", "NotFoundError"),
    ("The object can not be found here", "NotFoundError"),
    ("Could not start video source", "NotReadableError"),
    ("Could not start audio source", "NotReadableError"),
    ("Device in use", "NotReadableError"),
];

fn exception_in_words(operation: Operation, codes: &[ErrorCode], message: Option<&str>) -> Option<ErrorCode> {
    let message = message.filter(|_| matches!(operation, Operation::Capture | Operation::ScreenShare))?;
    let is_named = codes.iter().any(|code| matches!(code.family(), Family::Browser | Family::WebV5));
    let (_, name) = EXCEPTION_WORDS.iter().find(|(words, _)| !is_named && message.contains(words))?;
    ErrorCode::browser(name)
}

/// The message of a failure without the text that depends on the shape of the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NormalizedMessage {
    text: Arc<str>,
    /// A bit set of the pairs of neighbouring bytes in it: a text with other pairs cannot be part of it.
    pairs: u128,
}

impl NormalizedMessage {
    /// A message that is already normalized.
    pub(crate) fn new(text: &str) -> Self {
        let bit = |pair: &[u8]| 1 << (pair.iter().fold(0_u32, |hash, byte| hash * 31 + u32::from(*byte)) % u128::BITS);
        Self { text: text.into(), pairs: text.as_bytes().windows(2).map(bit).fold(0, |pairs, pair: u128| pairs | pair) }
    }

    /// Its words.
    pub(crate) fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Whether one message contains the other, so that both report the same failure.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    fn contains(&self, part: &Self) -> bool {
        part.pairs & !self.pairs == 0 && self.text.contains(&*part.text)
    }
}

/// The shape of the reports of key points that the SDK uploads. Each contains the codes of those before it.
pub(super) const REPEATED_SHAPE: u64 = 0;

/// A hash of everything but message, user and numbers. Different shapes of one failure have different hashes.
fn shape_of(parsed: &ParsedEntry<'_>, text: &str, message: Option<&str>) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let at = message.map_or(text.len(), |message| message.as_ptr() as usize - text.as_ptr() as usize);
    let outside = if text.starts_with('[') { text.find(']').filter(|close| *close < at).unwrap_or(0) } else { 0 };
    if text.starts_with("uint32_") {
        return REPEATED_SHAPE;
    }
    let mut hasher = DefaultHasher::new();
    (parsed.client.is_some(), parsed.level, parsed.texts.len(), parsed.objects.len()).hash(&mut hasher);
    // Calls of different methods that fail alike are several failures, not several shapes.
    let around =
        text[outside..at].trim_start_matches([']', ' ']).trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    for byte in head(around, MESSAGE_BYTES).bytes().filter(|byte| !byte.is_ascii_digit() && *byte != b'-') {
        byte.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_the_same_as_its_parts() {
        let message = NormalizedMessage::new("create room failed, service not available");
        for part in ["create room failed, service not available", "service not available", "c"] {
            assert!(
                message.is_same(&NormalizedMessage::new(part)) && NormalizedMessage::new(part).is_same(&message),
                "{part}"
            );
        }
        for other in ["service unavailable", "failed create room", "room exists"] {
            assert!(!message.is_same(&NormalizedMessage::new(other)), "{other}");
        }
    }

    #[test]
    fn chains_go_from_cause_to_symptom() {
        let mut chain = [
            ErrorCode::new(Family::WebV5, 5300),
            ErrorCode::new(Family::WebV5, 5302),
            v4(0x4001),
            ErrorCode::new(Family::Account, 70001),
        ];
        chain.sort_by_key(|code| depth(*code));
        assert_eq!(chain.map(|code| code.to_string()), ["70001", "0x4001", "5302", "5300"]);
    }
}
