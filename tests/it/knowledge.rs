//! The knowledge files match their schemas, and user-visible sentences are not in Rust code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::{Map, Value};
use trtc_lens::case::{ClockBasis, LogVerdict};
use trtc_lens::diagnosis::impact::{Confidence, Impact};
use trtc_lens::diagnosis::ladder::{RungKind, RungState};
use trtc_lens::diagnosis::room_stay::{InterruptionKind, StayEnd, StepKind};
use trtc_lens::knowledge;

/// Folders whose user-visible sentences are in `assets/knowledge/`.
const FOLDERS: [&str; 5] = ["src/finding", "src/event", "src/diagnosis", "src/inspect", "src/case"];

/// Number of words from which a literal is a sentence.
const SENTENCE_WORDS: usize = 3;

/// Folders and files whose literals are patterns that are searched in logs.
const PATTERN_PATHS: [&str; 3] = ["/finders/", "/event/", "/messages/form.rs"];

/// Literals of three or more words that users do not read as sentences.
const NOT_SENTENCES: [&str; 50] = [
    // an encoding's name in reports
    "utf-8 with BOM",
    // labels of the SDK and of uploads, before a value
    "TRTC Web SDK Version: ",
    "TRTC Web SDK",
    "<INFO> URL of current page: ",
    "<INFO>: URL of current page: ",
    // words of the SDK, the browser or the server that are searched in messages
    "Cannot read propert",
    "is not a function",
    "undefined is not",
    "denied by system",
    "not supported on your browser",
    "Failed to fetch",
    "private map key",
    "aborted due to",
    "join room timeout",
    "you are not enter room",
    "did not joined",
    "The request is not allowed by the user agent",
    "Requested device not found",
    "The object can not be found here",
    "Could not start video source",
    "Could not start audio source",
    "Device in use",
    "sharing the screen",
    "share the screen",
    "Failed to join room - ",
    "get websocket url failed: ",
    "Join room failed result: ",
    "enter room failed",
    "unable to enter",
    "could not enter",
    "failed to enter",
    "sync user list",
    " is not found",
    "track is not active",
    "cannot repeated call",
    "SignalChannel setup failure: ",
    "' got server error: ",
    "' got device exception, error: ",
    "' throw unknown exception, error: ",
    "due to shutdown",
    "network response was not ok",
    "failed to download",
    "failed to loadWasm",
    "failed to loadScript",
    "model not found",
    "need to buy package",
    "packages is expired",
    "packages is not active",
    "version is not supported",
    "no valid ice candidate",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn each_value_of_a_list_has_a_title() {
    let mut used = BTreeSet::new();
    used.extend(Impact::ALL.iter().map(|value| format!("{}.{}", Impact::LIST, value.id())));
    used.extend(Confidence::ALL.iter().map(|value| format!("{}.{}", Confidence::LIST, value.id())));
    used.extend(StayEnd::ALL.iter().map(|value| format!("{}.{}", StayEnd::LIST, value.id())));
    used.extend(InterruptionKind::ALL.iter().map(|value| format!("{}.{}", InterruptionKind::LIST, value.id())));
    used.extend(StepKind::ALL.iter().map(|value| format!("{}.{}", StepKind::LIST, value.id())));
    used.extend(LogVerdict::ALL.iter().map(|value| format!("{}.{}", LogVerdict::LIST, value.id())));
    used.extend(ClockBasis::ALL.iter().map(|value| format!("{}.{}", ClockBasis::LIST, value.id())));
    used.extend(RungKind::ALL.iter().map(|value| format!("{}.{}", RungKind::LIST, value.id())));
    used.extend(RungState::ALL.iter().map(|value| format!("{}.{}", RungState::LIST, value.id())));
    let titles: BTreeSet<String> = knowledge::title_ids().map(str::to_owned).collect();
    let missing: Vec<_> = used.difference(&titles).collect();
    let unused: Vec<_> = titles.difference(&used).collect();
    assert!(missing.is_empty(), "titles.json lacks {missing:?}");
    assert!(unused.is_empty(), "titles.json has titles of no list: {unused:?}");
    assert_eq!(Impact::NeverGotIn.title(), "never got in");
}

#[test]
fn files_match_their_schemas() {
    let folder = root().join("assets/knowledge");
    let mut errors = Vec::new();
    for (name, json) in knowledge::FILES {
        let value: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}"));
        let schema = value["$schema"].as_str().unwrap_or_else(|| panic!("{name} has no $schema"));
        let path = folder.join(name).parent().expect("a file is in a folder").join(schema);
        let schema = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {}: {error}", path.display()));
        let root = serde_json::from_str(&schema).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Schema { root: &root }.check(&root, &value, name, &mut errors);
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn each_file_is_compiled_in() {
    let folder = root().join("assets/knowledge");
    let mut found: Vec<String> = Vec::new();
    for path in files_below(&folder) {
        let name =
            path.strip_prefix(&folder).expect("the file is below the folder").to_string_lossy().replace('\\', "/");
        found.extend((!name.ends_with(".schema.json")).then_some(name));
    }
    found.sort();
    let mut compiled_in = knowledge::FILES.map(|(name, _)| name).to_vec();
    compiled_in.sort_unstable();
    assert_eq!(found, compiled_in);
}

#[test]
fn schemas_reject_what_they_forbid() {
    let schema = serde_json::json!({
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z]+$"},
            "by": {"enum": ["a", "b"]},
            "list": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/text"}},
            "step": {"oneOf": [{"type": "string", "minLength": 1}, {"type": "array"}]},
        },
        "$defs": {"text": {"type": "string", "minLength": 1}},
    });
    let errors = |value: Value| {
        let mut errors = Vec::new();
        Schema { root: &schema }.check(&schema, &value, "x", &mut errors);
        errors
    };
    assert_eq!(errors(serde_json::json!({"id": "a", "by": "b", "list": ["x"], "step": []})), [""; 0]);
    for wrong in [
        serde_json::json!([]),
        serde_json::json!({"by": "a"}),
        serde_json::json!({"id": "A"}),
        serde_json::json!({"id": "a", "other": 1}),
        serde_json::json!({"id": "a", "by": "c"}),
        serde_json::json!({"id": "a", "list": []}),
        serde_json::json!({"id": "a", "list": [""]}),
        serde_json::json!({"id": "a", "step": ""}),
    ] {
        assert_eq!(errors(wrong.clone()).len(), 1, "{wrong}");
    }
}

#[test]
fn sentences_are_not_in_code() {
    let mut sentences = Vec::new();
    let mut exempted: BTreeSet<&str> = BTreeSet::new();
    for folder in FOLDERS {
        for path in files_below(&root().join(folder)) {
            let name = path.to_string_lossy().replace('\\', "/");
            let is_exempted = PATTERN_PATHS.iter().any(|path| name.contains(path)) || name.ends_with("/tests.rs");
            if is_exempted || path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            for literal in literals(&text).into_iter().filter(|literal| is_sentence(literal)) {
                match NOT_SENTENCES.iter().find(|known| **known == literal) {
                    Some(known) => drop(exempted.insert(known)),
                    None => sentences.push(format!("{name}: {literal:?}")),
                }
            }
        }
    }
    let message = "sentences belong in assets/knowledge/; patterns that are searched in logs belong in NOT_SENTENCES";
    assert!(sentences.is_empty(), "{message}\n{}", sentences.join("\n"));
    let unused: Vec<_> = NOT_SENTENCES.iter().filter(|known| !exempted.contains(**known)).collect();
    assert!(unused.is_empty(), "NOT_SENTENCES has literals that no code contains: {unused:?}");
}

#[test]
fn literals_are_recognised() {
    let code = r##"
        // "a comment with words"
        let c = '"'; let a: &'static str = "one \"two\" \
            three"; let b = b"no text here"; let r = r#"raw "text" here"#; let q = '\'';
        let n = "{first} and {second} then";
        #[cfg(test)]
        mod tests { const T: &str = "a test has sentences"; }
    "##;
    let code = code.replace("\n        ", "\n");
    assert_eq!(literals(&code), ["one \"two\" three", "raw \"text\" here", "{first} and {second} then"]);
    assert!(is_sentence("one \"two\" three"));
    assert!(!is_sentence("{first} and {second} then"));
}

/// The string literals of Rust code outside comments, attributes and the unit tests at its end. Byte strings are not text.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("\n#[cfg(test)]").next().unwrap_or_default();
    let token = regex(concat!(
        r#"(?s)//[^\n]*|#!?\[[^\]]*\]|\bb"(?:\\.|[^"\\])*"|'(?:\\[^'\n]+|\\'|[^\\'])'"#,
        r##"|\br#"(?<raw>.*?)"#|\br"(?<plain>[^"]*)"|"(?<text>(?:\\.|[^"\\])*)""##,
    ));
    let continued = regex(r"\\\n\s*");
    let literal = |found: regex::Captures<'_>| {
        let raw = found.name("raw").or_else(|| found.name("plain")).map(|raw| raw.as_str().to_owned());
        let text = || Some(continued.replace_all(found.name("text")?.as_str(), "").replace(r#"\""#, "\""));
        raw.or_else(text)
    };
    token.captures_iter(code).filter_map(literal).collect()
}

/// Whether a literal has three or more words, not counting parameters in braces.
fn is_sentence(literal: &str) -> bool {
    let text = regex(r"\{[^{}]*\}").replace_all(literal, "").into_owned();
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= SENTENCE_WORDS
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path()) {
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// Validates values against the part of JSON Schema that the schemas use. A keyword that is not implemented is an error.
struct Schema<'s> {
    root: &'s Value,
}

impl Schema<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, errors: &mut Vec<String>) {
        let keywords = schema.as_object().unwrap_or_else(|| panic!("{at}: a schema is an object"));
        for (keyword, rule) in keywords {
            let is_fine = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" | "properties" => true,
                "type" => has_type(value, rule),
                "enum" => rule.as_array().is_some_and(|allowed| allowed.contains(value)),
                "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= number(rule)),
                "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= number(rule)),
                "pattern" => value.as_str().is_none_or(|text| regex(&string(rule)).is_match(text)),
                "required" => value.as_object().is_none_or(|object| has_all(object, rule)),
                "additionalProperties" => {
                    let unknown = |object: &Map<String, Value>| {
                        object.keys().any(|key| keywords["properties"].get(key).is_none())
                    };
                    !value.as_object().is_some_and(unknown)
                }
                "items" => {
                    for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
                        let id = item.get("id").and_then(Value::as_str).map_or_else(|| idx.to_string(), str::to_owned);
                        self.check(rule, item, &format!("{at}/{id}"), errors);
                    }
                    true
                }
                "$ref" => {
                    let pointer = string(rule).trim_start_matches('#').to_owned();
                    let target = self.root.pointer(&pointer).unwrap_or_else(|| panic!("{at}: no {pointer}"));
                    self.check(target, value, at, errors);
                    true
                }
                "oneOf" => rule.as_array().is_some_and(|schemas| self.matches_one(schemas, value, at)),
                _ => panic!("{at}: the keyword `{keyword}` is not implemented"),
            };
            if !is_fine {
                errors.push(format!("{at}: {keyword} {rule}: {value}"));
            }
        }
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (key, rule) in properties.into_iter().flatten() {
            if let Some(member) = value.get(key) {
                self.check(rule, member, &format!("{at}/{key}"), errors);
            }
        }
    }

    fn matches_one(&self, schemas: &[Value], value: &Value, at: &str) -> bool {
        let matches = |schema: &&Value| {
            let mut errors = Vec::new();
            self.check(schema, value, at, &mut errors);
            errors.is_empty()
        };
        schemas.iter().filter(matches).count() == 1
    }
}

fn has_type(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        _ => panic!("the type {name} is not implemented"),
    }
}

fn has_all(object: &Map<String, Value>, names: &Value) -> bool {
    names.as_array().into_iter().flatten().all(|name| object.contains_key(&string(name)))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a string")).to_owned()
}
