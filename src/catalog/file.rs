//! Reads the JSON files of the catalog.
//!
//! A file with a wrong shape is rejected as a whole; its error has line and column. An entry with a word that no list has is
//! left out; the other entries are kept. Tests check the rules that the program does not depend on, such as addresses.

use serde::Deserialize;

use super::entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
use crate::code::{ErrorCode, Family};

/// Reads files, given as (name, content). Returns the entries in the order of their codes, and for each file or entry that
/// could not be read a message with its name.
pub(super) fn read_files(files: &[(&str, &str)]) -> (Vec<CatalogEntry>, Vec<String>) {
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for (name, json) in files {
        let file: FileShape = match serde_json::from_str(json) {
            Ok(file) => file,
            Err(error) => {
                errors.push(format!("{name}: {error}"));
                continue;
            }
        };
        for entry in file.entries {
            let summary = entry.summary.clone();
            match entry.read(&file.family) {
                Ok(entry) => entries.push(entry),
                Err(error) => errors.push(format!("{name}: {summary}: {error}")),
            }
        }
    }
    entries.sort_by_key(|entry| entry.code);
    (entries, errors)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileShape {
    family: String,
    entries: Vec<EntryShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryShape {
    value: Option<i64>,
    /// For readers of the file: it follows from the value.
    #[serde(rename = "hex")]
    _hex: Option<String>,
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    status: StatusShape,
    area: String,
    severity: String,
    owner: String,
    retryable: bool,
    summary: String,
    explanation: String,
    fix: Vec<String>,
    references: Vec<ReferenceShape>,
    related: Vec<RelatedShape>,
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
struct RelatedShape {
    family: String,
    value: Option<i64>,
    name: Option<String>,
}

impl EntryShape {
    fn read(self, family: &str) -> Result<CatalogEntry, String> {
        let related = self.related.iter().map(|code| read_code(&code.family, code.value, code.name.as_deref()));
        Ok(CatalogEntry {
            code: read_code(family, self.value, self.name.as_deref())?,
            status: match self.status {
                StatusShape::Active => Status::Active,
                StatusShape::Deprecated { since } => Status::Deprecated { since },
                StatusShape::Retired { since } => Status::Retired { since },
            },
            area: listed("area", &self.area, Area::from_id)?,
            severity: listed("severity", &self.severity, Severity::from_id)?,
            owner: listed("owner", &self.owner, Owner::from_id)?,
            related: related.collect::<Result<_, _>>()?,
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
        })
    }
}

fn read_code(family: &str, value: Option<i64>, name: Option<&str>) -> Result<ErrorCode, String> {
    match (listed("family", family, Family::from_id)?, value, name) {
        (Family::Browser, None, Some(name)) => listed("name", name, ErrorCode::browser),
        (Family::Browser, ..) => Err("codes of this family are identified by `name` alone".to_owned()),
        (family, Some(value), _) => Ok(ErrorCode::new(family, value)),
        (_, None, _) => Err("codes of this family are identified by `value`".to_owned()),
    }
}

/// The member of a closed list that `find` knows by this word.
fn listed<T>(field: &str, word: &str, find: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
    find(word).ok_or_else(|| format!("the list of `{field}` has no `{word}`"))
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
            (r#""severity":"error""#, r#""severity":"fatal""#, "It failed.: the list of `severity` has no `fatal`"),
            ("\"family\":\"web-v4\"", "\"family\":\"web\"", "It failed.: the list of `family` has no `web`"),
            (
                r#""related":[]"#,
                r#""related":[{"family":"browser","name":"NoSuchError"}]"#,
                "It failed.: the list of `name` has no `NoSuchError`",
            ),
            (r#""value":16388"#, r#""value":null"#, "It failed.: codes of this family are identified by `value`"),
            (r#""retryable":false,"#, "", "missing field `retryable` at line 5 column 36"),
        ] {
            assert!(GOOD.contains(from), "{from} is not in the sample");
            let (_, errors) = read_files(&[("web-v4.json", &GOOD.replacen(from, to, 1))]);
            assert_eq!(errors, [format!("web-v4.json: {expected}")], "{from} → {to}");
        }
    }
}
