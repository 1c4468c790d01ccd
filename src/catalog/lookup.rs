//! The catalog: its entries, found by code, number or name.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::RandomState;

use super::entry::CatalogEntry;
use super::file;
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
    entries: Vec<CatalogEntry>,
    idx_by_code: HashMap<ErrorCode, usize, RandomState>,
    /// Keys are names and aliases in lower case.
    idxs_by_name: HashMap<String, Vec<usize>>,
    /// Made on the first search: finding a code does not need it.
    index: OnceLock<SearchIndex>,
}

impl Catalog {
    /// The catalog compiled into the program.
    ///
    /// An entry with an error is left out. The tests make sure that no file has errors: [`Catalog::load`] must succeed on
    /// [`BUILTIN_FILES`].
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(file::read_files(&BUILTIN_FILES).0));
        &BUILTIN
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
        let idx_by_code = entries.iter().enumerate().map(|(idx, entry)| (entry.code, idx)).collect();
        let mut idxs_by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (idx, entry) in entries.iter().enumerate() {
            for name in entry.name.iter().chain(&entry.aliases) {
                let idxs = idxs_by_name.entry(name.to_lowercase()).or_default();
                if !idxs.contains(&idx) {
                    idxs.push(idx);
                }
            }
        }
        Self { entries, idx_by_code, idxs_by_name, index: OnceLock::new() }
    }

    /// All entries in the order of their codes.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.entries
    }

    /// The entry of `code`.
    pub fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.idx_by_code.get(&code).map(|&idx| &self.entries[idx])
    }

    /// The entries with this name or alias; letter case is ignored.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &CatalogEntry> + use<'_> {
        self.idxs_by_name.get(&name.to_lowercase()).into_iter().flatten().map(|&idx| &self.entries[idx])
    }

    /// The entries with this number, one for each family that has it, in the families' order.
    pub fn by_value(&self, value: i64) -> impl Iterator<Item = &CatalogEntry> {
        let families = Family::ALL.iter().filter(|family| **family != Family::Browser);
        families.filter_map(move |family| self.entry(ErrorCode::new(*family, value)))
    }

    /// The index for searches, made on first use.
    pub(super) fn search_index(&self) -> &SearchIndex {
        self.index.get_or_init(|| SearchIndex::new(self.entries()))
    }
}
