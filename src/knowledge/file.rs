//! The JSON shapes of the knowledge files, and the values that they hold. Their texts are templates until they are filled in.
//!
//! Tests compare the files with their schemas, and their ids and parameters with those that code uses.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};

/// A message that the SDK prints, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct MessageShape {
    /// Names the shape in error messages of tests.
    pub(crate) id: String,
    /// The wordings of the message, with `{parameter}` for each value; never empty.
    pub(crate) forms: Vec<String>,
    /// What happened and why. Every form has the parameters that it uses.
    #[serde(deserialize_with = "english")]
    pub(crate) explanation: String,
    /// What to do, in order; never empty.
    #[serde(deserialize_with = "english")]
    pub(crate) fix: Vec<String>,
}

/// What a cause rule says about a failure. A part that is absent is left as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct CauseText {
    /// The cause, without a full stop.
    #[serde(deserialize_with = "maybe_english")]
    pub(crate) cause: Option<String>,
    /// What the failure led to. The title of a problem is cause, colon, outcome.
    #[serde(deserialize_with = "maybe_english")]
    pub(crate) outcome: Option<String>,
    /// What happened, then why. Paragraphs are separated by a blank line.
    #[serde(deserialize_with = "maybe_english")]
    pub(crate) explanation: Option<String>,
    /// What to do, in order.
    #[serde(skip)]
    pub(crate) fix: Vec<FixStep>,
    /// Who can act first.
    #[serde(deserialize_with = "owner")]
    pub(crate) owner: Option<Owner>,
}

/// One thing to do about a failure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct FixStep {
    /// Who can do it; `None`: the owner of the failure.
    #[serde(default, deserialize_with = "owner")]
    pub(crate) by: Option<Owner>,
    /// What to do.
    #[serde(deserialize_with = "english")]
    pub(crate) text: String,
}

/// The words by which a text shows whose codes it has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct ProductWords {
    /// A family's id, `trtc` for the Web SDK of any version, `other-vendor` or `other-system`.
    pub(crate) id: String,
    /// Words that decide alone; `#` is a digit.
    pub(crate) certain: Vec<String>,
    /// Words that decide only for a number that the family documents, or that is in one of its ranges.
    pub(crate) likely: Vec<String>,
    /// Ranges of the product's numbers: first and last.
    pub(crate) numbers: Vec<(i64, i64)>,
}

/// The sentences that SDK v5 prints for one code instead of its number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct CodeSentences {
    /// The family of the code.
    pub(crate) family: String,
    /// The code.
    pub(crate) value: i64,
    /// Sentences after the name of a code; `*` is any text.
    pub(crate) forms: Vec<String>,
    /// Sentences that need no name before them.
    pub(crate) certain: Vec<String>,
}

/// A sentence that reports a failure without a code, and what it means.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FailureSentence {
    /// Words of which an entry contains one.
    pub(crate) any: Vec<String>,
    /// Words of which it contains one as well; empty if there is no such condition.
    #[serde(default)]
    pub(crate) with: Vec<String>,
    /// Words of which it contains none.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// Whether the words are those of a browser's exception: then none of another interface than devices and players is beside
    /// them.
    #[serde(default)]
    pub(crate) exception: bool,
    /// The code of this failure: family and number.
    #[serde(deserialize_with = "code")]
    pub(crate) root: ErrorCode,
    /// The id of what it does to the call.
    pub(crate) impact: String,
    /// The id of how certain that is.
    pub(crate) confidence: String,
    /// What to do, in order.
    pub(crate) fix: Vec<FixStep>,
    /// Cause, outcome, explanation and owner. Its own steps are empty.
    #[serde(flatten)]
    pub(crate) text: CauseText,
}

/// Values by the ids of their entries.
pub(super) type ById<T> = HashMap<String, T, RandomState>;

/// Reads the shapes of messages in their order.
pub(super) fn read_messages(json: &str) -> serde_json::Result<Vec<MessageShape>> {
    Ok(serde_json::from_str::<MessageFile>(json)?.messages)
}

/// Reads the texts of causes by id.
pub(super) fn read_causes(json: &str) -> serde_json::Result<ById<CauseText>> {
    let CauseFile { steps, causes } = serde_json::from_str(json)?;
    let shared: ById<FixStep> = steps.into_iter().map(|shared| (shared.id, shared.step)).collect();
    let step = |entry| match entry {
        StepEntry::Shared { step } => shared.get(&step).cloned(),
        StepEntry::Own(step) => Some(step),
    };
    let text =
        |CauseEntry { id, fix, text }| (id, CauseText { fix: fix.into_iter().filter_map(step).collect(), ..text });
    Ok(causes.into_iter().map(text).collect())
}

/// Reads texts by id.
pub(super) fn read_texts(json: &str) -> serde_json::Result<ById<String>> {
    let file: TextFile = serde_json::from_str(json)?;
    Ok(file.texts.into_iter().map(|entry| (entry.id, entry.text)).collect())
}

/// Reads the words of products.
pub(super) fn read_products(json: &str) -> serde_json::Result<Vec<ProductWords>> {
    Ok(serde_json::from_str::<ProductFile>(json)?.products)
}

/// Reads the words of exceptions.
pub(super) fn read_exceptions(json: &str) -> serde_json::Result<ExceptionWords> {
    serde_json::from_str(json)
}

/// Reads the words of denials.
pub(super) fn read_denials(json: &str) -> serde_json::Result<Denials> {
    serde_json::from_str(json)
}

/// The words by which a person says that a code does not appear, as regular expressions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Denials {
    /// The words directly before the code.
    pub(crate) before: Vec<String>,
    /// The words directly after it.
    pub(crate) after: Vec<String>,
    /// The words after it by which the person misses its documentation, or says where the code does appear.
    pub(crate) unless_after: Vec<String>,
}

/// The words by which the exceptions of devices and players differ from those of other interfaces of a browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct ExceptionWords {
    /// The interfaces of devices, players and connections.
    pub(crate) media_interfaces: Vec<String>,
    /// Words of exceptions of other interfaces.
    pub(crate) other_words: Vec<String>,
    /// Words of exceptions of devices.
    pub(crate) device_words: Vec<String>,
}

impl ExceptionWords {
    /// Whether a text has words by which browsers say that a device could not be opened.
    pub(crate) fn has_device_words(&self, text: &str) -> bool {
        self.device_words.iter().any(|words| text.contains(words.as_str()))
    }
}

/// Reads the usual durations.
pub(super) fn read_durations(json: &str) -> serde_json::Result<Vec<UsualDuration>> {
    Ok(serde_json::from_str::<DurationFile>(json)?.durations)
}

/// Reads the sentences of codes in their order.
pub(super) fn read_code_sentences(json: &str) -> serde_json::Result<Vec<CodeSentences>> {
    Ok(serde_json::from_str::<CodeSentenceFile>(json)?.sentences)
}

/// Reads the sentences of failures in their order.
pub(super) fn read_failure_sentences(json: &str) -> serde_json::Result<Vec<FailureSentence>> {
    Ok(serde_json::from_str::<FailureSentenceFile>(json)?.sentences)
}

#[derive(Deserialize)]
struct DurationFile {
    durations: Vec<UsualDuration>,
}

/// How long a step of an attempt usually takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct UsualDuration {
    /// The step.
    pub(super) step: String,
    /// The major version of the SDK.
    pub(super) version: String,
    /// The duration in milliseconds.
    pub(super) ms: u64,
}

#[derive(Deserialize)]
struct ProductFile {
    products: Vec<ProductWords>,
}

#[derive(Deserialize)]
struct CodeSentenceFile {
    sentences: Vec<CodeSentences>,
}

#[derive(Deserialize)]
struct FailureSentenceFile {
    sentences: Vec<FailureSentence>,
}

#[derive(Deserialize)]
struct MessageFile {
    messages: Vec<MessageShape>,
}

#[derive(Deserialize)]
struct CauseFile {
    /// Steps that several causes refer to.
    steps: Vec<SharedStep>,
    causes: Vec<CauseEntry>,
}

#[derive(Deserialize)]
struct SharedStep {
    id: String,
    #[serde(flatten)]
    step: FixStep,
}

#[derive(Deserialize)]
struct CauseEntry {
    id: String,
    #[serde(default)]
    fix: Vec<StepEntry>,
    /// The text without its steps.
    #[serde(flatten)]
    text: CauseText,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StepEntry {
    /// The id of a shared step.
    Shared {
        step: String,
    },
    Own(FixStep),
}

#[derive(Deserialize)]
struct TextFile {
    texts: Vec<TextEntry>,
}

#[derive(Deserialize)]
struct TextEntry {
    id: String,
    #[serde(deserialize_with = "english")]
    text: String,
}

/// A text by language. English is the only one so far.
#[derive(Deserialize)]
struct Localized<T> {
    en: T,
}

fn english<'de, D: Deserializer<'de>, T: Deserialize<'de>>(json: D) -> Result<T, D::Error> {
    Ok(Localized::deserialize(json)?.en)
}

fn maybe_english<'de, D: Deserializer<'de>>(json: D) -> Result<Option<String>, D::Error> {
    english(json).map(Some)
}

fn code<'de, D: Deserializer<'de>>(json: D) -> Result<ErrorCode, D::Error> {
    #[derive(Deserialize)]
    struct CodeShape {
        family: String,
        value: i64,
    }
    let CodeShape { family, value } = CodeShape::deserialize(json)?;
    let known = Family::from_id(&family).filter(|family| *family != Family::Browser);
    known
        .map(|family| ErrorCode::new(family, value))
        .ok_or_else(|| D::Error::custom(format!("`{family}` has no numbers")))
}

fn owner<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Owner>, D::Error> {
    let id = String::deserialize(json)?;
    Owner::from_id(&id).map(Some).ok_or_else(|| D::Error::custom(format!("`{id}` is not an owner")))
}
