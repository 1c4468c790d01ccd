//! The JSON shapes of the knowledge files, and the rules that their entries keep.
//!
//! A file of the wrong shape is refused as a whole; the error contains line and column. An entry that breaks a rule is left
//! out, with an error for each broken rule.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::entry::{CauseText, FixStep, MessageShape};
use super::ids::TextId;
use super::template::parameters;
use crate::catalog::Owner;

/// A rule that a knowledge file breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}: {}{fault}", id.as_ref().map(|id| format!("{id}: ")).unwrap_or_default())]
pub struct KnowledgeError {
    /// Name of the file, as "messages/room.json".
    pub file: String,
    /// Id of the entry; `None` if the whole file is at fault.
    pub id: Option<String>,
    /// What is wrong.
    pub fault: KnowledgeFault,
}

/// What is wrong with a knowledge file or with one of its entries.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KnowledgeFault {
    /// Not JSON, or unknown or missing keys; the text contains line and column.
    #[error("{0}")]
    Shape(String),
    /// A text or list without content.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// Two entries have the same id.
    #[error("the id occurs twice")]
    Duplicate,
    /// No id in `src/knowledge/ids.rs` is equal to this one.
    #[error("no code uses this id")]
    Unused,
    /// An id in `src/knowledge/ids.rs` has no entry.
    #[error("code uses this id, and the file lacks it")]
    Missing,
    /// The text has other parameters than the code passes.
    #[error("the text has the parameters [{}], and the code passes [{}]", .found.join(", "), .passed.join(", "))]
    Parameters {
        /// Parameters of the text.
        found: Vec<String>,
        /// Parameters of the id in `src/knowledge/ids.rs`.
        passed: Vec<String>,
    },
    /// A text of a message uses a parameter that one of its forms lacks.
    #[error("`{{{parameter}}}` is not in the form \"{form}\"")]
    NotInForm {
        /// The parameter.
        parameter: String,
        /// The form.
        form: String,
    },
    /// Not the id of an [`Owner`].
    #[error("`{found}` is not an owner; owners are {}", owners())]
    Owner {
        /// What the file has.
        found: String,
    },
    /// A step of a fix has neither or both of `step` and `text`, or a shared step has a `by`.
    #[error("a step has either `text` (and `by`) or `step`, the id of a shared step")]
    Step,
    /// A step of a fix refers to a shared step that does not exist.
    #[error("there is no shared step `{0}`")]
    UnknownStep(String),
}

fn owners() -> String {
    Owner::ALL.iter().map(|owner| owner.id()).collect::<Vec<_>>().join(", ")
}

/// The entries of a file in its order, and what is wrong with it.
#[derive(Debug)]
pub(super) struct ReadResult<T> {
    /// Entries that keep all rules.
    pub(super) entries: Vec<T>,
    /// Broken rules.
    pub(super) errors: Vec<KnowledgeError>,
}

impl<T> ReadResult<T> {
    fn new() -> Self {
        Self { entries: Vec::new(), errors: Vec::new() }
    }

    fn add_error(&mut self, file: &str, id: Option<&str>, fault: KnowledgeFault) {
        self.errors.push(KnowledgeError { file: file.to_owned(), id: id.map(str::to_owned), fault });
    }

    /// The file's content; an error if it has another shape.
    fn parse<S: DeserializeOwned>(&mut self, (file, json): (&str, &str)) -> Option<S> {
        serde_json::from_str(json)
            .map_err(|error| self.add_error(file, None, KnowledgeFault::Shape(error.to_string())))
            .ok()
    }

    /// Adds an entry, or errors if there are faults.
    fn push(&mut self, file: &str, id: &str, entry: T, faults: Vec<KnowledgeFault>) {
        if faults.is_empty() {
            self.entries.push(entry);
        }
        for fault in faults {
            self.add_error(file, Some(id), fault);
        }
    }

    /// Adds an error for each id that has no entry.
    fn report_missing(&mut self, file: &str, ids: &[TextId], seen: &HashSet<String>) {
        for (id, _) in ids.iter().filter(|(id, _)| !seen.contains(*id)) {
            self.add_error(file, Some(id), KnowledgeFault::Missing);
        }
    }
}

/// Reads the shapes of messages from files given as (name, content). Ids are unique across all files.
pub(super) fn read_messages(files: &[(&str, &str)]) -> ReadResult<MessageShape> {
    let mut result = ReadResult::new();
    let mut seen = HashSet::new();
    for &(name, json) in files {
        let Some(file) = result.parse::<MessageFile>((name, json)) else { continue };
        for entry in file.messages {
            let mut faults = entry.faults();
            faults.extend((!seen.insert(entry.id.clone())).then_some(KnowledgeFault::Duplicate));
            let MessageEntry { id, forms, explanation, fix } = entry;
            let shape = MessageShape { id: id.clone(), forms, explanation: explanation.en, fix: fix.en };
            result.push(name, &id, shape, faults);
        }
    }
    result
}

/// Reads the texts of causes. `ids` are those that code uses.
pub(super) fn read_causes(source: (&str, &str), ids: &[TextId]) -> ReadResult<(String, CauseText)> {
    let (name, _) = source;
    let mut result = ReadResult::new();
    let Some(file) = result.parse::<CauseFile>(source) else { return result };
    let (shared, used) = read_shared_steps(name, &file, &mut result);
    for (id, _) in shared.iter().filter(|(id, _)| !used.contains(id)) {
        result.add_error(name, Some(id), KnowledgeFault::Unused);
    }
    let mut seen = HashSet::new();
    for entry in file.causes {
        let mut faults = Vec::new();
        let text = entry.read(&shared, &mut faults);
        faults.extend((!seen.insert(entry.id.clone())).then_some(KnowledgeFault::Duplicate));
        let parts = [&text.cause, &text.outcome, &text.explanation].into_iter().flatten();
        let parts = parts.chain(text.fix.iter().map(|step| &step.text));
        faults.extend(parameter_fault(&entry.id, parts, ids));
        result.push(name, &entry.id.clone(), (entry.id, text), faults);
    }
    result.report_missing(name, ids, &seen);
    result
}

/// The shared steps of a file, and the ids of those that its causes refer to.
fn read_shared_steps(
    name: &str,
    file: &CauseFile,
    result: &mut ReadResult<(String, CauseText)>,
) -> (Vec<(String, FixStep)>, HashSet<String>) {
    let mut shared: Vec<(String, FixStep)> = Vec::new();
    for entry in &file.steps {
        let mut faults = empty("text", [&entry.text.en]);
        faults.extend(shared.iter().any(|(id, _)| *id == entry.id).then_some(KnowledgeFault::Duplicate));
        let by = entry.by.as_deref().and_then(|by| owner(by, &mut faults));
        shared.push((entry.id.clone(), FixStep { by, text: entry.text.en.clone() }));
        for fault in faults {
            result.add_error(name, Some(&entry.id), fault);
        }
    }
    let used = file.causes.iter().flat_map(|cause| &cause.fix).filter_map(|step| step.step.clone()).collect();
    (shared, used)
}

/// Reads texts by id. `ids` are those that code uses; `None`: the caller compares ids itself, and texts have no
/// parameters.
pub(super) fn read_texts(source: (&str, &str), ids: Option<&[TextId]>) -> ReadResult<(String, String)> {
    let (name, _) = source;
    let mut result = ReadResult::new();
    let Some(file) = result.parse::<TextFile>(source) else { return result };
    let mut seen = HashSet::new();
    for TextEntry { id, text } in file.texts {
        let mut faults = empty("text", [&text.en]);
        faults.extend((!seen.insert(id.clone())).then_some(KnowledgeFault::Duplicate));
        faults.extend(match ids {
            Some(ids) => parameter_fault(&id, [&text.en], ids),
            None => wrong_parameters([&text.en], &[]),
        });
        result.push(name, &id.clone(), (id, text.en), faults);
    }
    result.report_missing(name, ids.unwrap_or_default(), &seen);
    result
}

/// An id that no code uses, or other parameters than those that the code passes.
fn parameter_fault<'t>(
    id: &str,
    texts: impl IntoIterator<Item = &'t String>,
    ids: &[TextId],
) -> Option<KnowledgeFault> {
    match ids.iter().find(|(known, _)| *known == id) {
        Some((_, passed)) => wrong_parameters(texts, passed),
        None => Some(KnowledgeFault::Unused),
    }
}

fn wrong_parameters<'t>(texts: impl IntoIterator<Item = &'t String>, passed: &[&str]) -> Option<KnowledgeFault> {
    let found: BTreeSet<&str> = texts.into_iter().flat_map(|text| parameters(text)).collect();
    let passed: BTreeSet<&str> = passed.iter().copied().collect();
    let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
    (found != passed).then(|| KnowledgeFault::Parameters { found: owned(found), passed: owned(passed) })
}

/// A fault if one of the texts is empty, or if there is no text.
fn empty<'t>(field: &'static str, texts: impl IntoIterator<Item = &'t String>) -> Vec<KnowledgeFault> {
    let mut texts = texts.into_iter().peekable();
    let is_empty = texts.peek().is_none() || texts.any(|text| text.trim().is_empty());
    is_empty.then_some(KnowledgeFault::Empty(field)).into_iter().collect()
}

fn owner(id: &str, faults: &mut Vec<KnowledgeFault>) -> Option<Owner> {
    let owner = Owner::from_id(id);
    if owner.is_none() {
        faults.push(KnowledgeFault::Owner { found: id.to_owned() });
    }
    owner
}

/// A text by language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Localized<T> {
    en: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageFile {
    #[serde(rename = "$schema")]
    _schema: String,
    messages: Vec<MessageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageEntry {
    id: String,
    forms: Vec<String>,
    explanation: Localized<String>,
    fix: Localized<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseFile {
    #[serde(rename = "$schema")]
    _schema: String,
    /// Steps that several causes refer to.
    steps: Vec<SharedStep>,
    causes: Vec<CauseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedStep {
    id: String,
    by: Option<String>,
    text: Localized<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseEntry {
    id: String,
    cause: Option<Localized<String>>,
    outcome: Option<Localized<String>>,
    explanation: Option<Localized<String>>,
    #[serde(default)]
    fix: Vec<StepEntry>,
    owner: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepEntry {
    step: Option<String>,
    by: Option<String>,
    text: Option<Localized<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFile {
    #[serde(rename = "$schema")]
    _schema: String,
    texts: Vec<TextEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    id: String,
    text: Localized<String>,
}

impl MessageEntry {
    fn faults(&self) -> Vec<KnowledgeFault> {
        let mut faults = empty("id", [&self.id]);
        faults.extend(empty("forms", &self.forms));
        faults.extend(empty("explanation", [&self.explanation.en]));
        faults.extend(empty("fix", &self.fix.en));
        for text in self.fix.en.iter().chain([&self.explanation.en]) {
            for parameter in parameters(text) {
                let lacking = self.forms.iter().filter(|form| parameters(form).all(|known| known != parameter));
                let fault =
                    |form: &String| KnowledgeFault::NotInForm { parameter: parameter.to_owned(), form: form.clone() };
                faults.extend(lacking.map(fault));
            }
        }
        faults
    }
}

impl CauseEntry {
    fn read(&self, shared: &[(String, FixStep)], faults: &mut Vec<KnowledgeFault>) -> CauseText {
        let mut text = |field: &'static str, text: &Option<Localized<String>>| {
            let text = text.as_ref().map(|text| text.en.clone());
            faults.extend(text.iter().flat_map(|text| empty(field, [text])));
            text
        };
        CauseText {
            cause: text("cause", &self.cause),
            outcome: text("outcome", &self.outcome),
            explanation: text("explanation", &self.explanation),
            fix: self.fix.iter().filter_map(|step| step.read(shared, faults)).collect(),
            owner: self.owner.as_deref().and_then(|id| owner(id, faults)),
        }
    }
}

impl StepEntry {
    fn read(&self, shared: &[(String, FixStep)], faults: &mut Vec<KnowledgeFault>) -> Option<FixStep> {
        match (&self.step, &self.text, &self.by) {
            (Some(id), None, None) => {
                let step = shared.iter().find(|(known, _)| known == id).map(|(_, step)| step.clone());
                if step.is_none() {
                    faults.push(KnowledgeFault::UnknownStep(id.clone()));
                }
                step
            }
            (None, Some(text), by) => {
                faults.extend(empty("fix", [&text.en]));
                let by = by.as_deref().and_then(|by| owner(by, faults));
                Some(FixStep { by, text: text.en.clone() })
            }
            _ => {
                faults.push(KnowledgeFault::Step);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"{"$schema":"s","messages":[{"id":"a","forms":["got {code}","has {code}"],
        "explanation":{"en":"It was {code}."},"fix":{"en":["Try again."]}}]}"#;
    const CAUSES: &str = r#"{"$schema":"s","steps":[{"id":"retry","by":"end-user","text":{"en":"Try {what} again."}}],
        "causes":[{"id":"a","cause":{"en":"It failed"},"outcome":{"en":"it ended"},
        "fix":[{"step":"retry"},{"by":"vendor","text":{"en":"Look."}}],"owner":"developer"}]}"#;
    const TEXTS: &str = r#"{"$schema":"s","texts":[{"id":"a","text":{"en":"{count} times"}}]}"#;

    /// The sample with one part replaced.
    fn changed(sample: &str, from: &str, to: &str) -> String {
        assert!(sample.contains(from), "{from} is not in the sample");
        sample.replacen(from, to, 1)
    }

    fn error_texts<T>(result: &ReadResult<T>) -> Vec<String> {
        result.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_files_have_no_errors() {
        let messages = read_messages(&[("m.json", MESSAGES)]);
        assert_eq!((error_texts(&messages), messages.entries.len()), (vec![], 1));
        let causes = read_causes(("c.json", CAUSES), &[("a", &["what"])]);
        assert_eq!(error_texts(&causes), [""; 0]);
        let steps = &causes.entries[0].1.fix;
        assert_eq!(steps[0], FixStep { by: Some(Owner::EndUser), text: "Try {what} again.".to_owned() });
        assert_eq!(steps[1].by, Some(Owner::Vendor));
        assert_eq!(error_texts(&read_texts(("t.json", TEXTS), Some(&[("a", &["count"])]))), [""; 0]);
    }

    #[test]
    fn errors_of_messages_name_file_and_id() {
        let check = |from: &str, to: &str, expected: &str| {
            let result = read_messages(&[("m.json", &changed(MESSAGES, from, to))]);
            assert_eq!(error_texts(&result)[0], expected, "{from} → {to}");
            assert_eq!(result.entries, []);
        };
        check(r#"["Try again."]"#, "[]", "m.json: a: `fix` is empty");
        check(r#"["got {code}","has {code}"]"#, r#"["got {code}"," "]"#, "m.json: a: `forms` is empty");
        check("It was {code}.", " ", "m.json: a: `explanation` is empty");
        check("has {code}", "has {size}", "m.json: a: `{code}` is not in the form \"has {size}\"");
        let result = read_messages(&[("m.json", MESSAGES), ("n.json", MESSAGES)]);
        assert_eq!(error_texts(&result), ["n.json: a: the id occurs twice"]);
        let result = read_messages(&[("m.json", &changed(MESSAGES, "\"fix\"", "\"fixes\""))]);
        assert!(error_texts(&result)[0].starts_with("m.json: unknown field `fixes`"), "{:?}", error_texts(&result));
    }

    #[test]
    fn errors_of_causes_name_file_and_id() {
        let check = |from: &str, to: &str, expected: &[&str]| {
            let result = read_causes(("c.json", &changed(CAUSES, from, to)), &[("a", &["what"])]);
            assert_eq!(error_texts(&result), expected, "{from} → {to}");
        };
        check("It failed", "", &["c.json: a: `cause` is empty"]);
        check("Look.", "", &["c.json: a: `fix` is empty"]);
        check(
            "It failed",
            "It failed {code}",
            &["c.json: a: the text has the parameters [code, what], and the code passes [what]"],
        );
        check(
            r#""id":"a""#,
            r#""id":"b""#,
            &["c.json: b: no code uses this id", "c.json: a: code uses this id, and the file lacks it"],
        );
        check(
            "vendor",
            "vendors",
            &["c.json: a: `vendors` is not an owner; owners are developer, end-user, account-owner, vendor"],
        );
        check(
            r#"{"step":"retry"}"#,
            r#"{"step":"again"},{"step":"retry"}"#,
            &["c.json: a: there is no shared step `again`"],
        );
        check(
            r#"{"step":"retry"}"#,
            r#"{"step":"retry","by":"vendor"},{"step":"retry"}"#,
            &["c.json: a: a step has either `text` (and `by`) or `step`, the id of a shared step"],
        );
        check(
            r#""steps":["#,
            r#""steps":[{"id":"wait","text":{"en":"Wait."}},"#,
            &["c.json: wait: no code uses this id"],
        );
    }

    #[test]
    fn errors_of_texts_name_file_and_id() {
        let read = |ids: &[TextId]| error_texts(&read_texts(("t.json", TEXTS), Some(ids)));
        assert_eq!(read(&[("a", &[])]), ["t.json: a: the text has the parameters [count], and the code passes []"]);
        assert_eq!(read(&[("a", &["count"]), ("b", &[])]), ["t.json: b: code uses this id, and the file lacks it"]);
        assert_eq!(error_texts(&read_texts(("t.json", TEXTS), None)).len(), 1, "a title has no parameters");
        let json = changed(TEXTS, "{count} times", "");
        assert_eq!(error_texts(&read_texts(("t.json", &json), None)), ["t.json: a: `text` is empty"]);
    }
}
