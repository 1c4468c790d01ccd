//! Rules that the compiler does not check: which layer may import which, what a layer must not use, how long a file may be.
//!
//! The rules search the sources line by line and do not parse Rust. Comments are skipped; a string literal that looks like code
//! is not. Lists of exempted files only shrink.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The maximum number of lines of a file.
const MAX_LINES: usize = 500;

/// The tracked folders at the top of the repository.
const FOLDERS: [&str; 7] = [".ci", "assets", "benches", "docs", "packaging", "src", "tests"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all files in a folder of the repository, with `/` as separator; empty if the folder does not exist.
fn files_below(folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.unwrap_or_else(|error| panic!("{folder}: {error}"));
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A Rust file of the project.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn below(folder: &str) -> Vec<Self> {
        let rust_files =
            files_below(folder).into_iter().filter(|path| Path::new(path).extension().is_some_and(|is| is == "rs"));
        rust_files.map(|path| Self { text: read(&path), path }).collect()
    }

    /// The layer of the file: `log` for `src/log.rs` and everything in `src/log/`.
    fn layer(&self) -> &str {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/').next().unwrap_or(path)
    }

    /// The lines that are not comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(idx, line)| (idx + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The same lines without the unit tests at the end of the file.
    fn shipped_code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| *line != "#[cfg(test)]")
    }

    fn at(&self, number: usize, what: &str) -> String {
        format!("{}:{number}: {what}", self.path)
    }
}

/// The lines of `src` that match a pattern, except in unit tests and in the files and folders that may use it.
fn uses_outside(allowed: &[&str], pattern: &str) -> Vec<String> {
    let pattern = regex(pattern);
    let mut uses = Vec::new();
    for source in Source::below("src") {
        if !allowed.iter().any(|path| source.path.starts_with(path)) {
            let hits = source.shipped_code().filter(|(_, line)| pattern.is_match(line));
            uses.extend(hits.map(|(number, line)| source.at(number, line.trim())));
        }
    }
    uses
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn assert_no_violations(rule: &str, violations: &[String]) {
    assert!(violations.is_empty(), "{rule}\n{}", violations.join("\n"));
}

/// The rank of each layer, from the line in `src/lib.rs` that shows the direction of imports.
fn layer_ranks() -> BTreeMap<String, usize> {
    let map = read("src/lib.rs");
    let Some(line) = map.lines().find(|line| line.contains(" ← ")) else {
        panic!("src/lib.rs has no line with the order of layers")
    };
    let name = regex("`([a-z]+)`");
    let mut ranks = BTreeMap::new();
    for (rank, layers) in line.split(" ← ").enumerate() {
        ranks.extend(name.captures_iter(layers).map(|found| (found[1].to_owned(), rank)));
    }
    ranks
}

/// Finds the layers that a line imports from: `a` for `crate::a::b` and `trtc_lens::a::b`.
struct Imports {
    path: Regex,
    in_group: Regex,
}

impl Imports {
    fn new() -> Self {
        Self {
            path: regex(r"\b(?:crate|trtc_lens)::(?:\{(?<group>.*)|(?<layer>[a-z_]+))"),
            in_group: regex(r"(?:^|[,{]\s*)([a-z_]+)(?:::|,|\})"),
        }
    }

    fn layers(&self, line: &str) -> Vec<String> {
        let mut layers = Vec::new();
        for found in self.path.captures_iter(line) {
            layers.extend(found.name("layer").map(|layer| layer.as_str().to_owned()));
            if let Some(group) = found.name("group") {
                layers.extend(self.in_group.captures_iter(group.as_str()).map(|layer| layer[1].to_owned()));
            }
        }
        layers
    }
}

#[test]
fn imports_between_layers_point_in_one_direction() {
    let (ranks, imports) = (layer_ranks(), Imports::new());
    let mut violations = Vec::new();
    for source in Source::below("src") {
        let layer = source.layer();
        if layer == "lib" {
            continue;
        }
        let rank = if layer == "main" { usize::MAX } else { ranks.get(layer).copied().unwrap_or_default() };
        for (number, line) in source.code() {
            for imported in imports.layers(line) {
                let is_lower = ranks.get(&imported).is_some_and(|imported| *imported < rank);
                // The command line and the window are separate entry points; only the program imports both.
                let is_entry_point = imported == "cli" && layer != "main";
                if imported != layer && (!is_lower || is_entry_point) {
                    violations.push(source.at(number, &format!("{layer} imports {imported}")));
                }
            }
        }
    }
    assert_no_violations("imports between layers point in the direction that src/lib.rs shows", &violations);
}

#[test]
fn imports_of_a_line_are_found() {
    let imports = Imports::new();
    assert_eq!(imports.layers("use crate::log::{Level, LogEntry};"), ["log"]);
    assert_eq!(imports.layers("use crate::{code::ErrorCode, log};"), ["code", "log"]);
    assert_eq!(imports.layers("fn f(x: crate::report::Report) -> trtc_lens::cli::Command {"), ["report", "cli"]);
    assert_eq!(imports.layers("use super::entry::CatalogEntry;"), [""; 0]);
}

#[test]
fn src_lib_lists_every_layer() {
    let listed: Vec<String> = layer_ranks().into_keys().collect();
    let mut layers: Vec<String> = Source::below("src").iter().map(|source| source.layer().to_owned()).collect();
    layers.retain(|layer| layer != "lib" && layer != "main");
    layers.dedup();
    assert_eq!(layers, listed, "src/lib.rs lists exactly the layers that exist");
}

#[test]
fn only_ui_and_shell_use_egui() {
    let uses = uses_outside(&["src/ui/", "src/shell/"], r"\b(?:egui|eframe|egui_extras|rfd|winit)::");
    assert_no_violations("state and view models do not use the window library, so that tests need not draw", &uses);
}

#[test]
fn only_app_changes_the_state_of_the_window() {
    let uses = uses_outside(&["src/app/"], r"&mut (?:State|Session|CodesTab)\b|\bstate(?:\(\))?(?:\.\w+)+ [-+|^]?= ");
    assert_no_violations("`State::apply` is the only writer: everything else reads the fields of the state", &uses);
}

#[test]
fn only_the_command_line_prints() {
    let uses = uses_outside(&["src/cli/", "src/main.rs"], r"\be?print(?:ln)?!|\bdbg!|\bio::(?:stdout|stderr)\b");
    assert_no_violations("only the command line prints: a library that prints disturbs its caller's output", &uses);
}

#[test]
fn files_and_environment_are_used_in_few_places() {
    // An open file may be passed on: `log::store` and the scan read blocks of a log.
    let places = ["src/source/", "src/log/store.rs", "src/cli/", "src/shell/"];
    let uses =
        uses_outside(&places, r"\bfs::(?:[a-z_]+\(|OpenOptions|\{)|\bFile::(?:open|create)|\btempfile::|\benv::");
    assert_no_violations(
        "files and the environment are used where logs are opened, by the command line and by the window",
        &uses,
    );
}

#[test]
fn threads_are_started_in_few_places() {
    // A scan reads chunks with several threads and joins them before it returns, so its callers do not notice. A pipe is read by
    // a separate thread, because a read may block for ever and must be cancellable. A followed file is polled.
    let scan = ["src/inspect/workers.rs", "src/inspect/scan.rs"];
    let waiting = ["src/source/pipe.rs", "src/source/tail.rs"];
    // The rows of a picture are read on all cores, and one picture at a time.
    let picture = ["src/source/picture/read/parallel.rs", "src/source/picture/read/turn.rs"];
    let places = [&scan[..], &waiting, &picture, &["src/cli/", "src/shell/"]].concat();
    let uses = uses_outside(&places, r"\bthread::|\bmpsc::");
    assert_no_violations("background work is started where it can be cancelled and awaited", &uses);
}

#[test]
fn the_clock_is_read_in_few_places() {
    // The time since a pipe last sent something decides when a message appears, not what is diagnosed.
    let places = ["src/source/pipe.rs", "src/cli/", "src/shell/"];
    let uses = uses_outside(&places, r"\b(?:Instant|SystemTime|Zoned|Timestamp)::now\b");
    assert_no_violations("a diagnosis does not depend on the current time", &uses);
}

#[test]
fn nothing_uses_the_network() {
    let uses = uses_outside(&[], r"\b(?:Tcp|Udp|Unix)(?:Stream|Socket|Datagram|Listener)\b");
    assert_no_violations("the program makes no network connection of any kind", &uses);
}

#[test]
fn serde_is_used_for_file_formats_only() {
    let places = [
        "src/catalog/file.rs", "src/catalog/said_file.rs", "src/knowledge/file.rs", "src/report/",
        "src/app/settings.rs", "src/app/notes.rs", "src/app/saved/", "src/case/saved/", "src/shell/settings_file.rs",
        "src/log/json.rs",
    ];
    let uses = uses_outside(&places, r"\bserde(?:_json)?\b|derive\([^)]*(?:Serialize|Deserialize)");
    assert_no_violations("files have their own types for serde, so that domain types are free to change", &uses);
}

#[test]
fn no_file_has_more_than_500_lines() {
    let mut violations = Vec::new();
    for source in Source::below("src").into_iter().chain(Source::below("tests")).chain(Source::below("benches")) {
        let lines = source.text.lines().count();
        violations.extend((lines > MAX_LINES).then(|| source.at(lines, "too long")));
    }
    assert_no_violations("a file has at most 500 lines; split it", &violations);
}

#[test]
fn every_file_begins_with_a_description() {
    let sources = Source::below("src").into_iter().chain(Source::below("tests")).chain(Source::below("benches"));
    let silent = sources.filter(|source| !source.text.starts_with("//! ")).map(|source| source.path);
    assert_no_violations("a file begins with a `//!` line that says what it contains", &silent.collect::<Vec<_>>());
}

#[test]
fn names_are_specific() {
    let empty = regex(r"\bfn get_|\bmod (?:utils?|helpers?|managers?|common|misc)\b|\bstruct \w+(?:Manager|Helper)\b");
    let mut violations = Vec::new();
    for source in Source::below("src") {
        let hits = source.code().filter(|(_, line)| empty.is_match(line));
        violations.extend(hits.map(|(number, line)| source.at(number, line.trim())));
    }
    assert_no_violations("a name that fits anything is not helpful", &violations);
}

#[test]
fn no_unfinished_code_is_left() {
    let open = regex(&["todo!", "unimplemented!", r"#\[ignore", "should_panic", "TO\x44O", "FIX\x4dE"].join("|"));
    let mut violations = Vec::new();
    for source in Source::below("src").into_iter().chain(Source::below("tests")) {
        if source.path == "tests/it/tidy.rs" {
            continue;
        }
        let lines = source.text.lines().enumerate().filter(|(_, line)| open.is_match(line));
        violations.extend(lines.map(|(idx, line)| source.at(idx + 1, line.trim())));
    }
    assert_no_violations("unfinished work belongs in an issue, not in the code", &violations);
}

#[test]
fn every_test_file_is_registered() {
    let registered = read("tests/it/main.rs");
    let forgotten = Source::below("tests/it").into_iter().map(|source| source.path).filter(|path| {
        let topic = path.trim_start_matches("tests/it/").trim_end_matches(".rs").trim_end_matches("/mod");
        topic != "main" && !topic.contains('/') && !registered.contains(&format!("\nmod {topic};"))
    });
    assert_no_violations("a file without its line in tests/it/main.rs is never run", &forgotten.collect::<Vec<_>>());
}

#[test]
fn no_absolute_path_of_a_machine_is_tracked() {
    // Logs in tests may contain such paths.
    let machine = regex(r"(?:^|[^\w.~*:/-])/(?:work|home|root|farm|Users|tmp)/\w");
    let top = fs::read_dir(root()).unwrap_or_else(|error| panic!("{error}"));
    let top = top.flatten().filter(|entry| entry.path().is_file()).map(|entry| entry.file_name());
    // In a work tree, `.git` is a file with the path of the repository.
    let top = top.map(|name| name.to_string_lossy().into_owned()).filter(|name| name != ".git");
    let mut violations = Vec::new();
    for path in FOLDERS.iter().flat_map(|folder| files_below(folder)).chain(top) {
        if path.starts_with("tests/") {
            continue;
        }
        // A binary file contains no path that a person wrote.
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        let lines = text.lines().enumerate().filter(|(_, line)| machine.is_match(line));
        violations.extend(lines.map(|(idx, line)| format!("{path}:{}: {}", idx + 1, line.trim())));
    }
    assert_no_violations("tracked files work on any machine", &violations);
}

#[test]
fn samples_contain_no_secrets() {
    let secret = regex(
        r#"(?i)\b(?:user_?sig|private_?map_?key|credential|password|token)["'\\]*\s*[=:]\s*["'\\]*([^\s"'&,\]}\\]+)"#,
    );
    let signature = regex(r"\beJ[\w*-]{40,}");
    let mut violations = Vec::new();
    for path in files_below("assets/samples") {
        for (idx, line) in read(&path).lines().enumerate() {
            let real = secret.captures_iter(line).any(|found| !found[1].contains("SAMPLE"));
            if real || signature.is_match(line) {
                violations.push(format!("{path}:{}: {line}", idx + 1));
            }
        }
    }
    assert_no_violations("secrets in samples are replaced by a value that shows it: eJw-SAMPLE-…", &violations);
}

#[test]
fn scripts_are_executable() {
    for script in ["packaging/run", "packaging/check", "packaging/test", "packaging/xvfb", ".ci/run"] {
        assert!(read(script).starts_with("#!/bin/sh\n"), "{script} begins with #!/bin/sh");
        assert!(is_executable(&root().join(script)), "{script} is executable");
    }
    assert!(read(".ci/run").contains("exec packaging/check"), "CI runs the same script as developers");
}

#[test]
fn one_script_starts_x_servers() {
    // Without -noreset a server starts over when its last client leaves, and the next client may be refused.
    assert!(read("packaging/xvfb").contains("Xvfb -displayfd 3 -noreset "));
    let scripts = ["packaging/test", "benches/desktop", ".github/workflows/release.yml"];
    for script in scripts {
        let text = read(script);
        assert!(text.contains("packaging/xvfb") && !regex(r"\bXvfb +[-:]|\bxvfb-run\b").is_match(&text), "{script}");
    }
}

#[cfg(unix)]
fn is_executable(path: &PathBuf) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o111 == 0o111)
}

/// Other systems have no executable bit.
#[cfg(not(unix))]
fn is_executable(path: &PathBuf) -> bool {
    path.is_file()
}
