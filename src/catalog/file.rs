//! Parses and checks the JSON files of the catalog.
//!
//! A file with a wrong shape is rejected as a whole; its error has line and column. An entry that breaks a rule is left out,
//! with one error for each broken rule; the other entries are kept.

use std::collections::HashSet;

use serde::Deserialize;
use thiserror::Error;

use super::entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
use crate::code::{ErrorCode, Family};

/// A rule that a file of the catalog breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}: {}{fault}", entry.as_ref().map(|entry| format!("{entry}: ")).unwrap_or_default())]
pub struct CatalogError {
    /// Name of the file, as "web-v4.json".
    pub file: String,
    /// The entry's code as the file writes it; `None` if the fault concerns the whole file.
    pub entry: Option<String>,
    /// What is wrong.
    pub fault: CatalogFault,
}

/// What is wrong with a file of the catalog or with one of its entries.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogFault {
    /// Not JSON, or JSON of another shape; the text has line and column.
    #[error("{0}")]
    Shape(String),
    /// A word that is not in the closed list of its field.
    #[error("`{field}` is `{value}`; expected one of: {}", .allowed.join(", "))]
    NotInList {
        /// The field.
        field: &'static str,
        /// The word in the file.
        value: String,
        /// The words of the list.
        allowed: Vec<&'static str>,
    },
    /// A text or list without content.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A number in a family of names, or the other way round.
    #[error("codes of this family are identified by {0}")]
    WrongKey(&'static str),
    /// Not the name of any browser exception.
    #[error("no browser throws `{0}`")]
    UnknownException(String),
    /// Value and hexadecimal form disagree, or the family writes no hexadecimal.
    #[error("`hex` is {}, but the value requires {}", or_null(.found.as_deref()), or_null(.expected.as_deref()))]
    Hex {
        /// The form in the file.
        found: Option<String>,
        /// The form that follows from the value.
        expected: Option<String>,
    },
    /// Not three numbers with dots between.
    #[error("`since` is `{0}`; expected a version such as 4.14.0")]
    Version(String),
    /// Not a well-formed https address.
    #[error("`{0}` is not an https address")]
    Url(String),
    /// The catalog has the code already.
    #[error("the code is in the catalog twice")]
    Duplicate,
    /// `related` names a code that the catalog lacks, or the entry itself.
    #[error("`related` names {family} {code}, which {reason}")]
    Related {
        /// Family of the related code.
        family: Family,
        /// The related code.
        code: ErrorCode,
        /// Why it is not allowed.
        reason: &'static str,
    },
}

fn or_null(text: Option<&str>) -> &str {
    text.unwrap_or("null")
}

/// Parses files, given as (name, content). Returns the entries in the order of their codes, and all faults.
pub(super) fn read_files(files: &[(&str, &str)]) -> (Vec<CatalogEntry>, Vec<CatalogError>) {
    let mut entries: Vec<(&str, CatalogEntry)> = Vec::new();
    let mut errors = Vec::new();
    let mut codes = HashSet::new();
    for &(file, json) in files {
        let error =
            |entry: Option<&str>, fault| CatalogError { file: file.to_owned(), entry: entry.map(str::to_owned), fault };
        let shape: FileShape = match serde_json::from_str(json) {
            Ok(shape) => shape,
            Err(e) => {
                errors.push(error(None, CatalogFault::Shape(e.to_string())));
                continue;
            }
        };
        let Some(family) = Family::from_id(&shape.family) else {
            let allowed = Family::ALL.map(Family::id).to_vec();
            errors.push(error(None, CatalogFault::NotInList { field: "family", value: shape.family, allowed }));
            continue;
        };
        for raw in shape.entries {
            let label = raw.label();
            match raw.read(family) {
                Ok(entry) if !codes.insert(entry.code) => errors.push(error(Some(&label), CatalogFault::Duplicate)),
                Ok(entry) => entries.push((file, entry)),
                Err(faults) => errors.extend(faults.into_iter().map(|fault| error(Some(&label), fault))),
            }
        }
    }
    errors.extend(drop_dangling(&mut entries, &codes));
    let mut entries: Vec<CatalogEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
    entries.sort_by_key(|entry| entry.code);
    (entries, errors)
}

/// Removes invalid codes from every `related`.
fn drop_dangling(entries: &mut [(&str, CatalogEntry)], codes: &HashSet<ErrorCode>) -> Vec<CatalogError> {
    let mut errors = Vec::new();
    for (file, entry) in entries {
        let own_code = entry.code;
        let mut seen = HashSet::new();
        entry.related.retain(|&code| {
            let reason = if code == own_code {
                "is the entry itself"
            } else if !codes.contains(&code) {
                "is not in the catalog"
            } else if !seen.insert(code) {
                "is listed twice"
            } else {
                return true;
            };
            let fault = CatalogFault::Related { family: code.family(), code, reason };
            errors.push(CatalogError { file: (*file).to_owned(), entry: Some(own_code.to_string()), fault });
            false
        });
    }
    errors
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
    hex: Option<String>,
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
    /// The entry's name in errors.
    fn label(&self) -> String {
        match (&self.hex, self.value, &self.name) {
            (Some(hex), ..) => hex.clone(),
            (None, Some(value), _) => value.to_string(),
            (None, None, Some(name)) => name.clone(),
            (None, None, None) => "an entry without value and name".to_owned(),
        }
    }

    fn read(self, family: Family) -> Result<CatalogEntry, Vec<CatalogFault>> {
        let mut faults = Vec::new();
        let code = keep(read_code(family, self.value, self.name.as_deref()), &mut faults);
        if let Some(expected) = code.map(ErrorCode::hex).filter(|expected| *expected != self.hex) {
            faults.push(CatalogFault::Hex { found: self.hex.clone(), expected });
        }
        self.find_empty(&mut faults);
        faults
            .extend(self.references.iter().filter(|r| !is_https_url(&r.url)).map(|r| CatalogFault::Url(r.url.clone())));
        let status = keep(self.status.read(), &mut faults);
        let area = keep(read_listed("area", &self.area, Area::ALL, Area::id), &mut faults);
        let severity = keep(read_listed("severity", &self.severity, Severity::ALL, Severity::id), &mut faults);
        let owner = keep(read_listed("owner", &self.owner, Owner::ALL, Owner::id), &mut faults);
        let related =
            self.related.iter().filter_map(|related| keep(related.read(), &mut faults)).collect::<Vec<ErrorCode>>();
        match (code, status, area, severity, owner) {
            (Some(code), Some(status), Some(area), Some(severity), Some(owner)) if faults.is_empty() => {
                Ok(CatalogEntry {
                    code,
                    name: self.name,
                    aliases: self.aliases,
                    status,
                    area,
                    severity,
                    owner,
                    retryable: self.retryable,
                    summary: self.summary,
                    explanation: self.explanation,
                    fix: self.fix,
                    references: self.references.into_iter().map(|r| Reference { title: r.title, url: r.url }).collect(),
                    related,
                    example: self.example,
                })
            }
            _ => Err(faults),
        }
    }

    fn find_empty(&self, faults: &mut Vec<CatalogFault>) {
        let titles = self.references.iter().map(|reference| &reference.title);
        let fields: [(&'static str, Vec<&String>); 7] = [
            ("name", self.name.iter().collect()),
            ("aliases", self.aliases.iter().collect()),
            ("summary", vec![&self.summary]),
            ("explanation", vec![&self.explanation]),
            ("fix", self.fix.iter().collect()),
            ("references.title", titles.collect()),
            ("example", self.example.iter().collect()),
        ];
        let is_empty = |texts: &[&String]| texts.iter().any(|text| text.trim().is_empty());
        faults.extend(fields.iter().filter(|(_, texts)| is_empty(texts)).map(|&(field, _)| CatalogFault::Empty(field)));
        if self.fix.is_empty() {
            faults.push(CatalogFault::Empty("fix"));
        }
    }
}

impl StatusShape {
    fn read(&self) -> Result<Status, CatalogFault> {
        match self {
            Self::Active => Ok(Status::Active),
            Self::Deprecated { since } => Ok(Status::Deprecated { since: read_version(since)? }),
            Self::Retired { since } => Ok(Status::Retired { since: read_version(since)? }),
        }
    }
}

impl RelatedShape {
    fn read(&self) -> Result<ErrorCode, CatalogFault> {
        let family = read_listed("related.family", &self.family, &Family::ALL, Family::id)?;
        read_code(family, self.value, self.name.as_deref())
    }
}

/// The value; a fault is added to `faults`.
fn keep<T>(result: Result<T, CatalogFault>, faults: &mut Vec<CatalogFault>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn read_code(family: Family, value: Option<i64>, name: Option<&str>) -> Result<ErrorCode, CatalogFault> {
    match (family, value, name) {
        (Family::Browser, None, Some(name)) => {
            ErrorCode::browser(name).ok_or_else(|| CatalogFault::UnknownException(name.to_owned()))
        }
        (Family::Browser, ..) => Err(CatalogFault::WrongKey("name alone")),
        (_, Some(value), _) => Ok(ErrorCode::new(family, value)),
        (_, None, _) => Err(CatalogFault::WrongKey("value")),
    }
}

fn read_listed<T: Copy>(
    field: &'static str,
    value: &str,
    all: &[T],
    id: fn(T) -> &'static str,
) -> Result<T, CatalogFault> {
    let found = all.iter().copied().find(|&item| id(item) == value);
    found.ok_or_else(|| CatalogFault::NotInList {
        field,
        value: value.to_owned(),
        allowed: all.iter().map(|&item| id(item)).collect(),
    })
}

fn read_version(text: &str) -> Result<String, CatalogFault> {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(is_number) {
        Ok(text.to_owned())
    } else {
        Err(CatalogFault::Version(text.to_owned()))
    }
}

/// Whether `url` is `https://`, a host with a dot in it, and characters that an address may contain.
fn is_https_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let in_path = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    host.contains('.') && host.split('.').all(is_label) && path.bytes().all(in_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"family":"web-v4","entries":[{"value":16388,"hex":"0x4004","name":"JOIN_ROOM_FAILED",
        "status":{"state":"retired","since":"4.6.5"},"area":"room","severity":"error","owner":"developer",
        "retryable":false,"summary":"It failed.","explanation":"It failed.","fix":["Try again."],
        "references":[{"title":"Codes","url":"https://web.sdk.qcloud.com/trtc/doc/en/index.html#.A"}],
        "related":[],"example":null}]}"#;

    /// The messages of reading `GOOD` with one passage replaced.
    fn faults(from: &str, to: &str) -> Vec<String> {
        assert!(GOOD.contains(from), "{from} is not in the sample");
        let changed = GOOD.replacen(from, to, 1);
        read_files(&[("web-v4.json", &changed)]).1.iter().map(CatalogError::to_string).collect()
    }

    #[test]
    fn a_good_file_has_no_faults() {
        let (entries, errors) = read_files(&[("web-v4.json", GOOD)]);
        assert_eq!(errors, []);
        assert_eq!(entries[0].code, ErrorCode::new(Family::WebV4, 0x4004));
        assert_eq!(entries[0].status, Status::Retired { since: "4.6.5".to_owned() });
    }

    #[test]
    fn errors_name_file_and_entry() {
        let check = |from: &str, to: &str, expected: &str| assert_eq!(faults(from, to), [expected], "{from} → {to}");
        check("0x4004", "0x4005", "web-v4.json: 0x4005: `hex` is 0x4005, but the value requires 0x4004");
        check(r#""It failed.","explanation""#, r#"" ","explanation""#, "web-v4.json: 0x4004: `summary` is empty");
        check(r#"["Try again."]"#, "[]", "web-v4.json: 0x4004: `fix` is empty");
        check(r#"["Try again."]"#, r#"["Try again.",""]"#, "web-v4.json: 0x4004: `fix` is empty");
        check("4.6.5", "4.6", "web-v4.json: 0x4004: `since` is `4.6`; expected a version such as 4.14.0");
        check(
            r#""severity":"error""#,
            r#""severity":"fatal""#,
            "web-v4.json: 0x4004: `severity` is `fatal`; expected one of: error, warning, info",
        );
        check(
            r#""related":[]"#,
            r#""related":[{"family":"server","value":5001}]"#,
            "web-v4.json: 0x4004: `related` names server 5001, which is not in the catalog",
        );
        check(
            r#""related":[]"#,
            r#""related":[{"family":"browser","name":"NoSuchError"}]"#,
            "web-v4.json: 0x4004: no browser throws `NoSuchError`",
        );
        check(
            r#""value":16388"#,
            r#""value":null"#,
            "web-v4.json: 0x4004: codes of this family are identified by value",
        );
        assert!(faults(r#""retryable":false,"#, "")[0].contains("missing field `retryable`"));
        assert!(faults("\"family\":\"web-v4\"", "\"family\":\"web\"")[0].starts_with("web-v4.json: `family` is `web`"));
    }

    #[test]
    fn duplicate_codes_are_rejected() {
        let errors = read_files(&[("web-v4.json", GOOD), ("again.json", GOOD)]).1;
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].to_string(), "again.json: 0x4004: the code is in the catalog twice");
    }

    #[test]
    fn links_are_https_addresses() {
        for url in ["https://example.com", "https://example.com/a/b.html#.NAME", "https://a-b.example.com?q=1"] {
            assert!(is_https_url(url), "{url}");
        }
        for url in
            ["http://example.com/", "https://", "https://localhost", "https://a b.com", "https://a.com/ü", "a.com"]
        {
            assert!(!is_https_url(url), "{url}");
        }
    }
}
