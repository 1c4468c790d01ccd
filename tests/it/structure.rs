//! Rules about how the sources are built: no circles between files, one name for one type, few parameters, small folders.
//!
//! The sources are parsed with `syn`. Unit tests in a file are left out. Lists of exceptions only shrink.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{ImplItemFn, Item, ItemFn, ItemMod, ItemUse, TraitItemFn, UseTree};

/// Groups of files that import each other, and why they may. Files are modules: `log::json` for `src/log/json.rs`.
const CIRCLES: &[(&[&str], &str)] = &[];

/// Names that several top-level types share, and why they may.
const SHARED_NAMES: &[(&str, &str)] = &[];

/// The most files that a folder at the top of `src` holds itself, without its subfolders.
const MAX_FILES: usize = 12;

/// The most parameters of a function, `self` included.
const MAX_PARAMETERS: usize = 5;

/// A file of `src`, parsed.
struct Module {
    /// Its path in the crate: `["log", "json"]`; empty for `src/lib.rs`.
    path: Vec<String>,
    file: syn::File,
}

/// Every module of the library, sorted by its path.
fn modules() -> Vec<Module> {
    let mut modules = Vec::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut modules);
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    modules
}

fn read_folder(folder: &Path, above: &[String], modules: &mut Vec<Module>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let mut path = above.to_vec();
        if entry.path().is_dir() {
            path.push(name);
            read_folder(&entry.path(), &path, modules);
        } else if let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "main") {
            if stem != "mod" && stem != "lib" {
                path.push(stem.to_owned());
            }
            let text = fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
            modules.push(Module { path, file });
        }
    }
}

fn is_test(item: &ItemMod) -> bool {
    item.ident == "tests" || item.attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}

/// Collects the paths that a file names, absolute in the crate.
struct Paths<'m> {
    module: &'m [String],
    found: Vec<Vec<String>>,
}

impl Paths<'_> {
    /// Adds a path if it is one of this crate.
    fn add(&mut self, segments: &[String]) {
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        let absolute = match segments.first().map(String::as_str) {
            Some("crate") => segments[1..].to_vec(),
            Some("self") => [self.module, &segments[1..]].concat(),
            Some("super") if ups <= self.module.len() => {
                [&self.module[..self.module.len() - ups], &segments[ups..]].concat()
            }
            _ => return,
        };
        self.found.push(absolute);
    }

    fn add_tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Name(name) if name.ident == "self" => self.add(before),
            UseTree::Name(name) => self.add(&with(name.ident.to_string())),
            UseTree::Rename(rename) => self.add(&with(rename.ident.to_string())),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(tree, before)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(item) {
            visit::visit_item_mod(self, item);
        }
    }

    // `pub(super)` names a module and imports nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(&path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>());
        visit::visit_path(self, path);
    }
}

/// Which modules each module imports, by their places in `modules`.
fn imports(modules: &[Module]) -> Vec<BTreeSet<usize>> {
    let by_path: BTreeMap<&[String], usize> =
        modules.iter().enumerate().map(|(idx, module)| (&module.path[..], idx)).collect();
    let owner = |path: &[String]| (0..=path.len()).rev().find_map(|len| by_path.get(&path[..len]).copied());
    modules
        .iter()
        .enumerate()
        .map(|(idx, module)| {
            let mut paths = Paths { module: &module.path, found: Vec::new() };
            paths.visit_file(&module.file);
            paths.found.iter().filter_map(|path| owner(path)).filter(|other| *other != idx).collect()
        })
        .collect()
}

/// Every module that can be reached from `start` by imports.
fn reachable(imports: &[BTreeSet<usize>], start: usize) -> BTreeSet<usize> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![start]);
    while let Some(idx) = waiting.pop() {
        waiting.extend(imports[idx].iter().copied().filter(|next| seen.insert(*next)));
    }
    seen
}

#[test]
fn files_import_each_other_in_one_direction() {
    let modules = modules();
    let imports = imports(&modules);
    let reachable: Vec<_> = (0..modules.len()).map(|start| reachable(&imports, start)).collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for start in 0..modules.len() {
        let members = (0..modules.len()).filter(|&other| {
            other == start || (reachable[start].contains(&other) && reachable[other].contains(&start))
        });
        let names: Vec<String> = members.map(|idx| modules[idx].path.join("::")).collect();
        if names.len() > 1 {
            circles.insert(names);
        }
    }
    let allowed: BTreeSet<Vec<String>> =
        CIRCLES.iter().map(|(names, _)| names.iter().map(|name| (*name).to_owned()).collect()).collect();
    let new: Vec<_> = circles.difference(&allowed).collect();
    assert!(new.is_empty(), "these files import each other; move what they share into a file of its own: {new:#?}");
    let gone: Vec<_> = allowed.difference(&circles).collect();
    assert!(gone.is_empty(), "these circles are gone; take them out of CIRCLES: {gone:#?}");
}

#[test]
fn a_type_name_is_used_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in modules() {
        for item in &module.file.items {
            let name = match item {
                Item::Struct(item) => &item.ident,
                Item::Enum(item) => &item.ident,
                Item::Trait(item) => &item.ident,
                Item::Type(item) => &item.ident,
                _ => continue,
            };
            places.entry(name.to_string()).or_default().push(module.path.join("::"));
        }
    }
    places.retain(|name, places| places.len() > 1 && !SHARED_NAMES.iter().any(|(shared, _)| shared == name));
    assert!(places.is_empty(), "one name for one type: {places:#?}");
}

/// Functions with too many parameters, with the module they are in.
struct LongSignatures<'m> {
    module: &'m [String],
    found: Vec<String>,
}

impl LongSignatures<'_> {
    fn check(&mut self, signature: &syn::Signature) {
        let count = signature.inputs.len();
        if count > MAX_PARAMETERS {
            self.found.push(format!("{}::{} has {count} parameters", self.module.join("::"), signature.ident));
        }
    }
}

impl<'ast> Visit<'ast> for LongSignatures<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.check(&item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.check(&item.sig);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.check(&item.sig);
        visit::visit_trait_item_fn(self, item);
    }
}

#[test]
fn functions_have_few_parameters() {
    let mut found = Vec::new();
    for module in modules() {
        let mut signatures = LongSignatures { module: &module.path, found: Vec::new() };
        signatures.visit_file(&module.file);
        found.append(&mut signatures.found);
    }
    assert!(found.is_empty(), "put parameters that belong together into a struct: {found:#?}");
}

#[test]
fn folders_are_small() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for module in modules() {
        let is_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(module.path.join("/")).is_dir();
        let top = match &module.path[..] {
            [folder] if is_folder => folder,
            [folder, _] if !is_folder => folder,
            _ => continue,
        };
        *counts.entry(top.clone()).or_default() += 1;
    }
    counts.retain(|_, count| *count > MAX_FILES);
    assert!(counts.is_empty(), "a folder with this many files wants subfolders: {counts:?}");
}
