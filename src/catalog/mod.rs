//! What we know about codes.

mod entry;
mod file;
mod search;
mod unknown;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

pub(crate) use entry::closed_list;
pub use entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
pub use file::{CatalogError, Fault};
pub use search::{Field, Filter, Highlight, Match, Rank};
pub use unknown::unknown;

use foldhash::fast::RandomState;

use crate::code::{ErrorCode, Family};
use search::SearchIndex;

/// The files compiled into the program, as (name, content), in the families' order.
pub const BUILTIN_FILES: [(&str, &str); 6] = [
    ("web-v4.json", include_str!("../../assets/catalog/web-v4.json")),
    ("account.json", include_str!("../../assets/catalog/account.json")),
    ("server.json", include_str!("../../assets/catalog/server.json")),
    ("web-v5.json", include_str!("../../assets/catalog/web-v5.json")),
    ("browser.json", include_str!("../../assets/catalog/browser.json")),
    ("network.json", include_str!("../../assets/catalog/network.json")),
];

/// All codes we know, to be looked up by code, number, name or words.
#[derive(Debug)]
pub struct Catalog {
    entries: Vec<CatalogEntry>,
    idx_by_code: HashMap<ErrorCode, usize, RandomState>,
    /// By names and aliases in lower case.
    idxs_by_name: HashMap<String, Vec<usize>>,
    /// Made on the first search: explaining a code needs none.
    index: OnceLock<SearchIndex>,
}

impl Catalog {
    /// The catalog compiled into the program.
    ///
    /// Its files are part of the program, so a fault in them is ours and not the user's: the test suite refuses every one
    /// (`Catalog::load` must succeed on [`BUILTIN_FILES`]), and here an entry at fault is merely left out.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(file::read_files(&BUILTIN_FILES).0));
        &BUILTIN
    }

    /// Reads a catalog from files given as (name, content).
    ///
    /// # Errors
    /// Everything that is wrong in them, each with file and entry.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<CatalogError>> {
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

    /// All entries, in the catalog's order: that of their codes.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.entries
    }

    /// What we know about `code`.
    pub fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.idx_by_code.get(&code).map(|&idx| &self.entries[idx])
    }

    /// The entries of this name, or that were once called so; capitals do not matter.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &CatalogEntry> + use<'_> {
        self.idxs_by_name.get(&name.to_lowercase()).into_iter().flatten().map(|&idx| &self.entries[idx])
    }

    /// What `value` means in each family that has it, in the families' order.
    pub fn by_value(&self, value: i64) -> impl Iterator<Item = &CatalogEntry> {
        Family::ALL
            .into_iter()
            .filter(|family| *family != Family::Browser)
            .filter_map(move |family| self.entry(ErrorCode::new(family, value)))
    }
}
