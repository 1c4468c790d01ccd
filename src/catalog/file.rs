//! Reads the JSON files of the catalog.
//!
//! A file with a wrong shape is rejected as a whole; its error has line and column. An entry with a word that no list has is
//! left out; the other entries are kept. Tests check the rules that the program does not depend on, such as addresses.

use std::borrow::Cow;

use serde::Deserialize;

use super::entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
use crate::code::{ErrorCode, Family};

/// Reads the files of the program, given as (name, content). Returns the entries in the order of their codes, and for each
/// file or entry that could not be read a message with its name.
pub(super) fn read_files(files: &[(&str, &str)]) -> (Vec<CatalogEntry>, Vec<String>) {
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for (name, json) in files {
        match FileShape::parse(json) {
            Ok(mut file) => {
                let family = Family::from_id(&file.family);
                for entry in file.read_entries(family) {
                    match entry {
                        Ok(entry) => entries.push(entry),
                        Err(error) => errors.push(format!("{name}: {error}")),
                    }
                }
            }
            Err(all) => errors.extend(all.into_iter().map(|error| format!("{name}: {error}"))),
        }
    }
    entries.sort_by_key(|entry| entry.code);
    (entries, errors)
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileShape<'j> {
    /// The identifier of the family.
    pub(super) family: String,
    /// The name of a family of the user's own, for people.
    pub(super) title: Option<String>,
    /// How the codes of such a family are recognised in logs.
    pub(super) signs: Option<SignsShape>,
    #[serde(borrow)]
    entries: Vec<EntryShape<'j>>,
}

/// What shows that a code in a log is of a family.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SignsShape {
    /// Beginnings of the lines of its logger.
    pub(super) prefixes: Vec<String>,
    /// Names of its errors.
    pub(super) names: Vec<String>,
    /// Keys before its codes.
    pub(super) keys: Vec<String>,
}

impl<'j> FileShape<'j> {
    /// Parses a file; else what is wrong with it, for each entry that is wrong.
    pub(super) fn parse(json: &'j str) -> Result<Self, Vec<String>> {
        serde_json::from_str(json).map_err(|error| faults(json, &error))
    }

    /// The entries as codes of `family`, or what is wrong with each; `None` is a family that does not exist.
    ///
    /// Takes the entries out of the file.
    pub(super) fn read_entries(
        &mut self,
        family: Option<Family>,
    ) -> impl Iterator<Item = Result<CatalogEntry, String>> + use<'_, 'j> {
        let entries = std::mem::take(&mut self.entries);
        entries.into_iter().enumerate().map(move |(idx, entry)| {
            let family = family.ok_or_else(|| not_listed("family", &self.family));
            match family.and_then(|family| entry.values(family)) {
                Ok(values) => Ok(entry.with_values(values)),
                Err(error) => Err(format!("{}: {error}", entry.label(idx))),
            }
        })
    }
}

/// What is wrong with a file that has another shape. The error of the parser has line and column, but no entry; so the
/// entries are parsed one by one.
fn faults(json: &str, error: &serde_json::Error) -> Vec<String> {
    #[derive(Deserialize)]
    struct LooseFile {
        #[serde(default)]
        entries: Vec<serde_json::Value>,
    }
    let entries = serde_json::from_str::<LooseFile>(json).map(|file| file.entries).unwrap_or_default();
    let faults = entries.iter().enumerate().filter_map(|(idx, entry)| {
        let fault = EntryShape::deserialize(entry).err()?;
        let text = |key: &str| entry.get(key).and_then(serde_json::Value::as_str);
        let value = entry.get("value").and_then(serde_json::Value::as_i64);
        Some(format!("{}: {fault}", label(idx, value, text("name").or(text("summary")))))
    });
    let faults: Vec<String> = faults.collect();
    if faults.is_empty() { vec![error.to_string()] } else { faults }
}

/// Names an entry in a message: `entry 3, 42 ACME_TIMEOUT`.
fn label(idx: usize, value: Option<i64>, name: Option<&str>) -> String {
    let value = value.map(|value| value.to_string());
    let words: Vec<&str> = value.as_deref().into_iter().chain(name).collect();
    let comma = if words.is_empty() { "" } else { ", " };
    format!("entry {}{comma}{}", idx + 1, words.join(" "))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryShape<'j> {
    value: Option<i64>,
    /// For readers of the file: it follows from the value.
    #[serde(rename = "hex")]
    _hex: Option<String>,
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    status: StatusShape,
    #[serde(borrow)]
    area: Cow<'j, str>,
    #[serde(borrow)]
    severity: Cow<'j, str>,
    #[serde(borrow)]
    owner: Cow<'j, str>,
    retryable: bool,
    summary: String,
    explanation: String,
    fix: Vec<String>,
    references: Vec<ReferenceShape>,
    #[serde(borrow)]
    related: Vec<RelatedShape<'j>>,
    example: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "lowercase", deny_unknown_fields)]
enum StatusShape {
    Active,
    Deprecated { since: String },
    Retired { since: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceShape {
    title: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelatedShape<'j> {
    #[serde(borrow)]
    family: Cow<'j, str>,
    value: Option<i64>,
    name: Option<String>,
}

/// What words of an entry mean.
struct EntryValues {
    code: ErrorCode,
    area: Area,
    severity: Severity,
    owner: Owner,
    related: Vec<ErrorCode>,
}

impl EntryShape<'_> {
    /// See [`label`].
    fn label(&self, idx: usize) -> String {
        label(idx, self.value, Some(self.name.as_deref().unwrap_or(&self.summary)))
    }

    fn values(&self, family: Family) -> Result<EntryValues, String> {
        let related = self.related.iter().map(|code| {
            let family = listed("family", &code.family, Family::from_id)?;
            read_code(family, code.value, code.name.as_deref())
        });
        Ok(EntryValues {
            code: read_code(family, self.value, self.name.as_deref())?,
            area: listed("area", &self.area, Area::from_id)?,
            severity: listed("severity", &self.severity, Severity::from_id)?,
            owner: listed("owner", &self.owner, Owner::from_id)?,
            related: related.collect::<Result<_, _>>()?,
        })
    }

    fn with_values(self, values: EntryValues) -> CatalogEntry {
        let EntryValues { code, area, severity, owner, related } = values;
        CatalogEntry {
            code,
            status: match self.status {
                StatusShape::Active => Status::Active,
                StatusShape::Deprecated { since } => Status::Deprecated { since },
                StatusShape::Retired { since } => Status::Retired { since },
            },
            area,
            severity,
            owner,
            related,
            references: self
                .references
                .into_iter()
                .map(|page| Reference { title: page.title, url: page.url })
                .collect(),
            name: self.name,
            aliases: self.aliases,
            retryable: self.retryable,
            summary: self.summary,
            explanation: self.explanation,
            fix: self.fix,
            example: self.example,
        }
    }
}

fn read_code(family: Family, value: Option<i64>, name: Option<&str>) -> Result<ErrorCode, String> {
    match (family, value, name) {
        (Family::Browser, None, Some(name)) => listed("name", name, ErrorCode::browser),
        (Family::Browser, ..) => Err("codes of this family are identified by `name` alone".to_owned()),
        (family, Some(value), _) => Ok(ErrorCode::new(family, value)),
        (_, None, _) => Err("codes of this family are identified by `value`".to_owned()),
    }
}

/// The member of a closed list that `find` knows by this word.
fn listed<T>(field: &str, word: &str, find: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
    find(word).ok_or_else(|| not_listed(field, word))
}

fn not_listed(field: &str, word: &str) -> String {
    format!("the list of `{field}` has no `{word}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"family":"web-v4","entries":[{"value":16388,"hex":"0x4004","name":"JOIN_ROOM_FAILED",
        "status":{"state":"retired","since":"4.6.5"},"area":"room","severity":"error","owner":"developer",
        "retryable":false,"summary":"It failed.","explanation":"It failed.","fix":["Try again."],
        "references":[{"title":"Codes","url":"https://web.sdk.qcloud.com/trtc/doc/en/index.html#.A"}],
        "related":[],"example":null}]}"#;

    #[test]
    fn a_good_file_has_no_errors() {
        let (entries, errors) = read_files(&[("web-v4.json", GOOD)]);
        assert_eq!(errors, [""; 0]);
        assert_eq!(entries[0].code, ErrorCode::new(Family::WebV4, 0x4004));
        assert_eq!(entries[0].status, Status::Retired { since: "4.6.5".to_owned() });
    }

    #[test]
    fn errors_name_file_and_entry() {
        for (from, to, expected) in [
            (
                r#""severity":"error""#,
                r#""severity":"fatal""#,
                "entry 1, 16388 JOIN_ROOM_FAILED: the list of `severity` has no `fatal`",
            ),
            (
                "\"family\":\"web-v4\"",
                "\"family\":\"web\"",
                "entry 1, 16388 JOIN_ROOM_FAILED: the list of `family` has no `web`",
            ),
            (
                r#""related":[]"#,
                r#""related":[{"family":"browser","name":"NoSuchError"}]"#,
                "entry 1, 16388 JOIN_ROOM_FAILED: the list of `name` has no `NoSuchError`",
            ),
            (
                r#""value":16388"#,
                r#""value":null"#,
                "entry 1, JOIN_ROOM_FAILED: codes of this family are identified by `value`",
            ),
            (r#""retryable":false,"#, "", "entry 1, 16388 JOIN_ROOM_FAILED: missing field `retryable`"),
        ] {
            assert!(GOOD.contains(from), "{from} is not in the sample");
            let (_, errors) = read_files(&[("web-v4.json", &GOOD.replacen(from, to, 1))]);
            assert_eq!(errors, [format!("web-v4.json: {expected}")], "{from} → {to}");
        }
    }
}
