//! Catalog files of the user: codes of a company's own product, or of an SDK that is newer than this program.
//!
//! A file has the shape of the built-in ones. Its family is a built-in one, or one of the user's own with a title and signs.
//! A file with a fault is rejected as a whole, and its faults name the entries.

use super::entry::CatalogEntry;
use super::file::{FileShape, SignsShape};
use crate::code::{CodeKey, ErrorCode, Family, OwnFamily};

/// What shows that a code in a log is one of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FamilySigns {
    /// The family.
    pub(crate) family: Family,
    /// Beginnings of the lines of its logger, and names of its errors: a code beside one of them is of this family.
    pub(crate) words: Vec<String>,
    /// Keys before its codes.
    pub(crate) keys: Vec<String>,
    /// Names of its codes, which are codes by themselves.
    pub(crate) codes: Vec<(String, ErrorCode)>,
}

/// The content of a file.
#[derive(Debug)]
pub(super) struct OwnFile {
    pub(super) entries: Vec<CatalogEntry>,
    pub(super) signs: FamilySigns,
}

/// Reads a file whose entries are to be added to a catalog; `is_known` says whether the catalog has a code. Otherwise returns
/// everything that is wrong with the file.
pub(super) fn read(json: &str, is_known: &dyn Fn(ErrorCode) -> bool) -> Result<OwnFile, Vec<String>> {
    let mut file = FileShape::parse(json)?;
    let mut faults = Vec::new();
    let family = family_of(&file).map_err(|fault| vec![fault])?;
    let mut entries: Vec<CatalogEntry> = Vec::new();
    for entry in file.read_entries(Some(family)) {
        match entry {
            Ok(entry) => {
                if is_known(entry.code) {
                    faults.push(format!("{}: the family `{}` has this code already", title(&entry), family.id()));
                }
                faults.extend(faults_of(&entry, &entries));
                entries.push(entry);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let signs = file.signs.unwrap_or_default();
    faults.extend(faults_of_signs(&signs));
    if !faults.is_empty() {
        return Err(faults);
    }
    // Names of built-in families are found by the rules for these families.
    let own = entries.iter().filter(|_| matches!(family, Family::Own(_)));
    let codes = own.flat_map(|entry| {
        let names = entry.name.iter().chain(&entry.aliases).filter(|name| is_distinctive(name));
        names.map(|name| (name.clone(), entry.code))
    });
    let words = signs.prefixes.into_iter().chain(signs.names).collect();
    let signs = FamilySigns { family, words, keys: signs.keys, codes: codes.collect() };
    Ok(OwnFile { entries, signs })
}

/// The family of a file; a new one is registered.
fn family_of(file: &FileShape<'_>) -> Result<Family, String> {
    let id = file.family.as_str();
    let built_in = Family::ALL.iter().copied().find(|family| family.id() == id);
    if let Some(family) = built_in {
        return match family {
            Family::Unclear => Err(format!("the family `{id}` has no entries")),
            _ if file.title.is_some() || file.signs.is_some() => {
                Err(format!("the family `{id}` is built in: `title` and `signs` are for families with other names"))
            }
            _ => Ok(family),
        };
    }
    let is_id = (2..=32).contains(&id.len())
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_id {
        return Err(format!("the family `{id}` is not a name of 2 to 32 small letters, digits and hyphens"));
    }
    let title = file.title.as_deref().unwrap_or(id);
    if title.trim().is_empty() || title.chars().count() > 32 || title.contains(char::is_control) {
        return Err("`title` is not a name of 1 to 32 characters".to_owned());
    }
    if Family::ALL.iter().any(|family| family.title().eq_ignore_ascii_case(title)) {
        return Err(format!("`title` is the name of a built-in family, `{title}`"));
    }
    OwnFamily::register(id, title).map(Family::Own).ok_or_else(|| "there are too many families".to_owned())
}

/// What is wrong with an entry; `others` are the entries before it.
fn faults_of(entry: &CatalogEntry, others: &[CatalogEntry]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut add = |fault: &str| faults.push(format!("{}: {fault}", title(entry)));
    if others.iter().any(|other| other.code == entry.code) {
        add("the file has this code twice");
    }
    if entry.code.key() == CodeKey::Number(0) {
        add("`value` is 0, which means success in logs and is never found");
    }
    let texts = [("summary", &entry.summary), ("explanation", &entry.explanation)];
    for (field, _) in texts.into_iter().filter(|(_, text)| text.trim().is_empty()) {
        add(&format!("`{field}` is empty"));
    }
    if entry.fix.is_empty() || entry.fix.iter().any(|step| step.trim().is_empty()) {
        add("`fix` has no step, or an empty one");
    }
    let is_address = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    if let Some(page) = entry.references.iter().find(|page| !is_address(&page.url)) {
        add(&format!("`{}` is not an address that begins with https://", page.url));
    }
    faults
}

/// Names an entry in a message: `42 ACME_TIMEOUT`.
fn title(entry: &CatalogEntry) -> String {
    format!("{} {}", entry.code, entry.name.as_deref().unwrap_or(&entry.summary))
}

/// A log is searched for signs byte by byte: a shorter one occurs everywhere, and none occurs across lines.
const MIN_SIGN_BYTES: usize = 3;

fn faults_of_signs(signs: &SignsShape) -> Vec<String> {
    let lists = [("prefixes", &signs.prefixes), ("names", &signs.names), ("keys", &signs.keys)];
    let all = lists.into_iter().flat_map(|(list, words)| words.iter().map(move |word| (list, word)));
    let is_sign = |word: &str| word.trim().len() >= MIN_SIGN_BYTES && !word.contains(char::is_control);
    all.filter(|(_, word)| !is_sign(word))
        .map(|(list, word)| format!("`signs`: `{word}` in `{list}` is shorter than {MIN_SIGN_BYTES} characters"))
        .collect()
}

/// Whether a name is a code wherever it occurs: `ACME_TIMEOUT`, `AcmeTimeout`, but not `Timeout`.
fn is_distinctive(name: &str) -> bool {
    let is_hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    name.len() >= 6 && (name.contains('_') || name.as_bytes().windows(2).any(is_hump))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    const FILE: &str = r#"{"family":"acme","title":"Acme","signs":{"prefixes":["[acme]"],"keys":["acmeCode"]},"entries":[
        {"value":42,"name":"ACME_TIMEOUT","status":{"state":"active"},"area":"api","severity":"error","owner":"developer",
        "retryable":true,"summary":"Too slow.","explanation":"Too slow.","fix":["Try again."],"references":[],
        "related":[{"family":"acme","value":43}],"example":null}]}"#;

    fn read_own(json: &str) -> Result<OwnFile, Vec<String>> {
        read(json, &|code| Catalog::current().entry(code).is_some())
    }

    fn faults(json: &str) -> Vec<String> {
        read_own(json).err().unwrap_or_default()
    }

    #[test]
    fn a_file_has_its_own_family_and_signs() {
        let file = read_own(FILE).expect("a good file");
        let code = file.entries[0].code;
        assert_eq!((code.family().id(), code.family().title(), code.value()), ("acme", "Acme", Some(42)));
        assert_eq!(file.signs.words, ["[acme]"]);
        assert_eq!(file.signs.codes, [("ACME_TIMEOUT".to_owned(), code)]);
        let more = FILE.replace("\"acme\"", "\"web-v4\"").replace("\"title\":\"Acme\",", "");
        let start = more.find("\"signs\"").expect("signs");
        let more = format!("{}{}", &more[..start], &more[more.find("\"entries\"").expect("entries")..]);
        let file = read_own(&more).expect("an addition to a built-in family");
        assert_eq!(file.entries[0].code, ErrorCode::new(Family::WebV4, 42));
    }

    #[test]
    fn faults_name_the_entry() {
        for (from, to, expected) in [
            ("\"entries\":[", "\"entries\":", "invalid type: map, expected a sequence at line 2 column 8"),
            ("\"retryable\":true", "\"retriable\":true", "entry 1, 42 ACME_TIMEOUT: unknown field `retriable`"),
            (",\"fix\":[\"Try again.\"]", "", "entry 1, 42 ACME_TIMEOUT: missing field `fix`"),
            ("[\"Try again.\"]", "[]", "42 ACME_TIMEOUT: `fix` has no step, or an empty one"),
            ("\"error\"", "\"fatal\"", "entry 1, 42 ACME_TIMEOUT: the list of `severity` has no `fatal`"),
            ("\"family\":\"acme\",\"title\"", "\"family\":\"server\",\"title\"", "the family `server` is built in"),
            (
                "\"family\":\"acme\",\"title\"",
                "\"family\":\"Server\",\"title\"",
                "the family `Server` is not a name of",
            ),
            ("\"Acme\"", "\"sdk v4\"", "`title` is the name of a built-in family, `sdk v4`"),
            ("[\"acmeCode\"]", "[\"c\"]", "`signs`: `c` in `keys` is shorter than 3 characters"),
        ] {
            assert!(FILE.contains(from), "{from} is not in the sample");
            let found = faults(&FILE.replacen(from, to, 1));
            assert!(found.len() == 1 && found[0].starts_with(expected), "{from} → {to}: {found:?}");
        }
        let entry = &FILE[FILE.find("{\"value\"").expect("an entry")..FILE.len() - 2];
        let twice = FILE.replace("]}\"#", "").replacen(entry, &format!("{entry},{entry}"), 1);
        assert_eq!(faults(&twice), ["42 ACME_TIMEOUT: the file has this code twice"]);
    }
}
