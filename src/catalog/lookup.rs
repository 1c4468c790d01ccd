//! The catalog: its entries, found by code, number or name.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::entry::CatalogEntry;
use super::file;
use super::own::{self, FamilySigns};
use super::search::index::SearchIndex;
use crate::code::{ErrorCode, Family};

/// The files compiled into the program, as (name, content), in the families' order.
pub const BUILTIN_FILES: [(&str, &str); 11] = [
    ("web-v4.json", include_str!("../../assets/catalog/web-v4.json")),
    ("account.json", include_str!("../../assets/catalog/account.json")),
    ("server.json", include_str!("../../assets/catalog/server.json")),
    ("web-v5.json", include_str!("../../assets/catalog/web-v5.json")),
    ("browser.json", include_str!("../../assets/catalog/browser.json")),
    ("network.json", include_str!("../../assets/catalog/network.json")),
    ("native.json", include_str!("../../assets/catalog/native.json")),
    ("chat.json", include_str!("../../assets/catalog/chat.json")),
    ("call.json", include_str!("../../assets/catalog/call.json")),
    ("room-kit.json", include_str!("../../assets/catalog/room-kit.json")),
    ("web-v3.json", include_str!("../../assets/catalog/web-v3.json")),
];

/// All known codes, found by code, number, name or query.
#[derive(Debug)]
pub struct Catalog {
    /// All entries. In the catalog of the program, they are read when they are needed together.
    all: OnceLock<CodeEntries>,
    /// The entries of each of the [`BUILTIN_FILES`], read on first use while `all` is empty: most logs have codes of a few
    /// families, and reading all files takes longer than reading a small log.
    families: [OnceLock<CodeEntries>; BUILTIN_FILES.len()],
    /// Keys are names and aliases in lower case. Made on first use.
    idxs_by_name: OnceLock<HashMap<String, Vec<usize>>>,
    /// The signs of the user's own codes; empty without catalog files of the user.
    signs: Vec<FamilySigns>,
    /// Made on the first search: finding a code does not need it.
    index: OnceLock<SearchIndex>,
}

/// Entries in the order of their codes.
#[derive(Debug)]
struct CodeEntries {
    entries: Vec<CatalogEntry>,
    idx_by_code: HashMap<ErrorCode, usize, RandomState>,
}

impl CodeEntries {
    fn new(entries: Vec<CatalogEntry>) -> Self {
        let idx_by_code = entries.iter().enumerate().map(|(idx, entry)| (entry.code, idx)).collect();
        Self { entries, idx_by_code }
    }

    /// The entries of files of the program, without those that have an error.
    fn read(files: &[(&str, &str)]) -> Self {
        Self::new(file::read_files(files).0)
    }

    fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.idx_by_code.get(&code).map(|&idx| &self.entries[idx])
    }
}

/// The catalog of the program, made on first use.
static CATALOG: OnceLock<Catalog> = OnceLock::new();

impl Catalog {
    /// The catalog of the program: the files compiled into it, and those that were [installed](Self::install).
    ///
    /// An entry with an error is left out. The tests make sure that no file has errors: [`Catalog::load`] must succeed on
    /// [`BUILTIN_FILES`].
    pub fn current() -> &'static Self {
        CATALOG.get_or_init(|| Self::with_entries(OnceLock::new()))
    }

    /// Adds catalog files of the user, given as (name, content), to the catalog of the program, before anything uses it. A
    /// file with a fault is left out as a whole. Returns the faults, each with file and entry.
    pub fn install(files: &[(String, String)]) -> Vec<String> {
        let mut catalog = Self::new(file::read_files(&BUILTIN_FILES).0);
        let faults = catalog.add(files);
        match CATALOG.set(catalog) {
            Ok(()) => faults,
            Err(_) => vec!["the catalog is in use already".to_owned()],
        }
    }

    /// Adds the files that have no faults, and returns the faults of the others.
    fn add(&mut self, files: &[(String, String)]) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, json) in files {
            match own::read(json, &|code| self.entry(code).is_some()) {
                Ok(own) => {
                    let mut entries = self.all.take().map(|all| all.entries).unwrap_or_default();
                    entries.extend(own.entries);
                    entries.sort_by_key(|entry| entry.code);
                    let mut signs = std::mem::take(&mut self.signs);
                    signs.push(own.signs);
                    *self = Self { signs, ..Self::new(entries) };
                }
                Err(all) => faults.extend(all.into_iter().map(|fault| format!("{name}: {fault}"))),
            }
        }
        faults
    }

    /// The signs by which the user's own codes are found in logs.
    pub(crate) fn signs(&self) -> &[FamilySigns] {
        &self.signs
    }

    /// Parses a catalog from files given as (name, content).
    ///
    /// # Errors
    /// All that could not be read, each with file and entry.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<String>> {
        match file::read_files(files) {
            (entries, errors) if errors.is_empty() => Ok(Self::new(entries)),
            (_, errors) => Err(errors),
        }
    }

    fn new(entries: Vec<CatalogEntry>) -> Self {
        Self::with_entries(OnceLock::from(CodeEntries::new(entries)))
    }

    fn with_entries(all: OnceLock<CodeEntries>) -> Self {
        let families = std::array::from_fn(|_| OnceLock::new());
        Self { all, families, idxs_by_name: OnceLock::new(), signs: Vec::new(), index: OnceLock::new() }
    }

    /// All entries in the order of their codes.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.all.get_or_init(|| CodeEntries::read(&BUILTIN_FILES)).entries
    }

    /// The entry of `code`.
    pub fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.entries_with(code.family())?.entry(code)
    }

    /// The entries of a family in the order of their codes.
    pub(crate) fn of_family(&self, family: Family) -> impl Iterator<Item = &CatalogEntry> {
        let entries = self.entries_with(family).into_iter().flat_map(|entries| &entries.entries);
        entries.filter(move |entry| entry.code.family() == family)
    }

    /// Entries among which are all those of `family`.
    fn entries_with(&self, family: Family) -> Option<&CodeEntries> {
        if let Some(all) = self.all.get() {
            return Some(all);
        }
        let idx = BUILTIN_FILES.iter().position(|(name, _)| name.strip_suffix(".json") == Some(family.id()))?;
        Some(self.families[idx].get_or_init(|| CodeEntries::read(&BUILTIN_FILES[idx..=idx])))
    }

    /// The entries with this name or alias; letter case is ignored.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &CatalogEntry> + use<'_> {
        let idxs_by_name = self.idxs_by_name.get_or_init(|| idxs_by_name(self.entries()));
        idxs_by_name.get(&name.to_lowercase()).into_iter().flatten().map(|&idx| &self.entries()[idx])
    }

    /// The entries with this number, one for each family that has it, in the families' order.
    pub fn by_value(&self, value: i64) -> impl Iterator<Item = &CatalogEntry> {
        let families = Family::all().filter(|family| *family != Family::Browser);
        families.filter_map(move |family| self.entry(ErrorCode::new(family, value)))
    }

    /// The index for searches, made on first use.
    pub(super) fn search_index(&self) -> &SearchIndex {
        self.index.get_or_init(|| SearchIndex::new(self.entries()))
    }
}

/// The indices of entries by their names and aliases in lower case.
fn idxs_by_name(entries: &[CatalogEntry]) -> HashMap<String, Vec<usize>> {
    let mut idxs_by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (idx, entry) in entries.iter().enumerate() {
        for name in entry.name.iter().chain(&entry.aliases) {
            let idxs = idxs_by_name.entry(name.to_lowercase()).or_default();
            if !idxs.contains(&idx) {
                idxs.push(idx);
            }
        }
    }
    idxs_by_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_the_same_from_its_file_and_from_all_files() {
        let (one, all) = (Catalog::with_entries(OnceLock::new()), Catalog::with_entries(OnceLock::new()));
        assert!(all.entries().len() > 500);
        for entry in all.entries() {
            assert_eq!(one.entry(entry.code), Some(entry));
        }
        let by_family = Family::ALL.iter().flat_map(|family| one.of_family(*family));
        assert!(by_family.eq(all.entries()));
        assert!(Family::ALL.iter().flat_map(|family| all.of_family(*family)).eq(all.entries()));
        assert!(one.all.get().is_none());
        let missing = [ErrorCode::new(Family::Server, 987_654), ErrorCode::new(Family::Unclear, 5001)];
        assert!(missing.into_iter().all(|code| one.entry(code).is_none() && all.entry(code).is_none()));
    }
}
