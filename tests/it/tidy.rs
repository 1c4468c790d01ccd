//! The house rules that no compiler checks: which room may import which, what stays out of a room, how long a file may be.
//!
//! The rules read the sources line by line and know no Rust: comments are left out, a literal that looks like code is not.
//! Where a rule names places that it exempts, that list only shrinks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Lines of a file past which its room wants a wall.
const MAX_LINES: usize = 500;

/// What is tracked in the repository, apart from files at its top.
const FOLDERS: [&str; 6] = [".ci", "assets", "benches", "packaging", "src", "tests"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder of the repository, with `/` between the parts of its path; none where there is no such folder.
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

    /// The room that the file stands in: `log` for `src/log.rs` and everything in `src/log/`.
    fn room(&self) -> &str {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/').next().unwrap_or(path)
    }

    /// Its lines without comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(idx, line)| (idx + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The same without the unit tests at its end.
    fn shipped_code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| *line != "#[cfg(test)]")
    }

    fn at(&self, number: usize, what: &str) -> String {
        format!("{}:{number}: {what}", self.path)
    }
}

/// The shipped lines of `src` that hold what a pattern describes, outside the files and folders where it belongs.
fn uses_outside(places: &[&str], pattern: &str) -> Vec<String> {
    let pattern = regex(pattern);
    let mut uses = Vec::new();
    for source in Source::below("src") {
        if !places.iter().any(|place| source.path.starts_with(place)) {
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
fn assert_none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}\n{}", offences.join("\n"));
}

/// The storey of each room, from the line in `src/lib.rs` that says which way imports point.
fn storeys() -> BTreeMap<String, usize> {
    let map = read("src/lib.rs");
    let Some(line) = map.lines().find(|line| line.contains(" ← ")) else {
        panic!("src/lib.rs has no order of rooms")
    };
    let name = regex("`([a-z]+)`");
    let mut storeys = BTreeMap::new();
    for (storey, rooms) in line.split(" ← ").enumerate() {
        storeys.extend(name.captures_iter(rooms).map(|found| (found[1].to_owned(), storey)));
    }
    storeys
}

/// Reads the rooms that a line imports from: of `crate::a::b` and `trtc_lens::a::b` it is `a`.
struct Imports {
    path: Regex,
    in_group: Regex,
}

impl Imports {
    fn new() -> Self {
        Self {
            path: regex(r"\b(?:crate|trtc_lens)::(?:\{(?<group>.*)|(?<room>[a-z_]+))"),
            in_group: regex(r"(?:^|[,{]\s*)([a-z_]+)(?:::|,|\})"),
        }
    }

    fn rooms(&self, line: &str) -> Vec<String> {
        let mut rooms = Vec::new();
        for found in self.path.captures_iter(line) {
            rooms.extend(found.name("room").map(|room| room.as_str().to_owned()));
            if let Some(group) = found.name("group") {
                rooms.extend(self.in_group.captures_iter(group.as_str()).map(|room| room[1].to_owned()));
            }
        }
        rooms
    }
}

#[test]
fn imports_point_down() {
    let (storeys, imports) = (storeys(), Imports::new());
    let mut offences = Vec::new();
    for source in Source::below("src") {
        let room = source.room();
        if room == "lib" {
            continue;
        }
        let storey = if room == "main" { usize::MAX } else { storeys.get(room).copied().unwrap_or_default() };
        for (number, line) in source.code() {
            for imported in imports.rooms(line) {
                let is_below = storeys.get(&imported).is_some_and(|below| *below < storey);
                // The command line is the other front door: only the program opens both.
                let is_front_door = imported == "cli" && room != "main";
                if imported != room && (!is_below || is_front_door) {
                    offences.push(source.at(number, &format!("{room} imports {imported}")));
                }
            }
        }
    }
    assert_none("imports between rooms point one way, as src/lib.rs draws it", &offences);
}

#[test]
fn imports_are_recognised() {
    let imports = Imports::new();
    assert_eq!(imports.rooms("use crate::log::{Level, LogEntry};"), ["log"]);
    assert_eq!(imports.rooms("use crate::{code::ErrorCode, log};"), ["code", "log"]);
    assert_eq!(imports.rooms("fn f(x: crate::report::Report) -> trtc_lens::cli::Command {"), ["report", "cli"]);
    assert_eq!(imports.rooms("use super::entry::CatalogEntry;"), [""; 0]);
}

#[test]
fn the_map_names_every_room() {
    let storeys = storeys();
    let mut rooms: Vec<String> = Source::below("src").iter().map(|source| source.room().to_owned()).collect();
    rooms.retain(|room| room != "lib" && room != "main");
    rooms.dedup();
    assert_eq!(rooms, storeys.into_keys().collect::<Vec<_>>(), "src/lib.rs draws the rooms that there are");
}

#[test]
fn the_window_library_stays_in_the_window() {
    let uses = uses_outside(&["src/ui/", "src/shell/"], r"\b(?:egui|eframe|egui_extras|rfd|winit)::");
    assert_none("state and view models know no window library: tests look at them without drawing", &uses);
}

#[test]
fn only_front_doors_print() {
    let uses = uses_outside(&["src/cli/", "src/main.rs"], r"\be?print(?:ln)?!|\bdbg!|\bio::(?:stdout|stderr)\b");
    assert_none("printing is the command line's: a library that prints spoils its caller's output", &uses);
}

#[test]
fn files_are_opened_where_logs_and_settings_are() {
    // A handle may be handed on: reading blocks of an opened log is `log::store`'s and the scan's work.
    let places = ["src/log/source/", "src/log/store.rs", "src/cli/", "src/shell/"];
    let uses =
        uses_outside(&places, r"\bfs::(?:[a-z_]+\(|OpenOptions|\{)|\bFile::(?:open|create)|\btempfile::|\benv::");
    assert_none("files and the environment are touched where logs are opened, and by the two front doors", &uses);
}

#[test]
fn threads_are_the_shells_and_the_scans() {
    // One scan reads its chunks with several threads, joined before it returns; that concerns no caller. A pipe has a thread
    // that may be stuck in it, which is how waiting for it can be given up; a file that is followed is waited for.
    let scans = ["src/diagnosis/crew.rs", "src/diagnosis/scan.rs"];
    let waits = ["src/log/source/patient.rs", "src/log/source/follow.rs"];
    let places = [&scans[..], &waits, &["src/cli/", "src/shell/"]].concat();
    let uses = uses_outside(&places, r"\bthread::|\bmpsc::");
    assert_none("background work is started in one place, where it can be cancelled and awaited", &uses);
}

#[test]
fn only_front_doors_look_at_the_clock() {
    // How long a pipe kept its reader waiting decides when something is told, not what.
    let places = ["src/log/source/patient.rs", "src/cli/", "src/shell/"];
    let uses = uses_outside(&places, r"\b(?:Instant|SystemTime|Zoned|Timestamp)::now\b");
    assert_none("the same log gives the same diagnosis on any day", &uses);
}

#[test]
fn nothing_connects_to_a_network() {
    let uses = uses_outside(&[], r"\b(?:Tcp|Udp|Unix)(?:Stream|Socket|Datagram|Listener)\b");
    assert_none("the program makes no network connection of any kind", &uses);
}

#[test]
fn serde_knows_file_shapes_alone() {
    let places = [
        "src/catalog/file.rs", "src/report/", "src/app/settings.rs", "src/app/notes.rs", "src/shell/settings_file.rs",
        "src/log/json.rs",
    ];
    let uses = uses_outside(&places, r"\bserde(?:_json)?\b|derive\([^)]*(?:Serialize|Deserialize)");
    assert_none("what is written in files has shapes of its own; domain types are free to change", &uses);
}

#[test]
fn files_stay_short() {
    let mut offences = Vec::new();
    for source in Source::below("src").into_iter().chain(Source::below("tests")).chain(Source::below("benches")) {
        let lines = source.text.lines().count();
        offences.extend((lines > MAX_LINES).then(|| source.at(lines, "too long")));
    }
    assert_none("a file past 500 lines is a room that wants a wall", &offences);
}

#[test]
fn files_say_what_they_are() {
    let sources = Source::below("src").into_iter().chain(Source::below("tests")).chain(Source::below("benches"));
    let silent = sources.filter(|source| !source.text.starts_with("//! ")).map(|source| source.path);
    assert_none("a file begins with a line that says what is in it", &silent.collect::<Vec<_>>());
}

#[test]
fn names_say_something() {
    let empty = regex(r"\bfn get_|\bmod (?:utils?|helpers?|managers?|common|misc)\b|\bstruct \w+(?:Manager|Helper)\b");
    let mut offences = Vec::new();
    for source in Source::below("src") {
        let hits = source.code().filter(|(_, line)| empty.is_match(line));
        offences.extend(hits.map(|(number, line)| source.at(number, line.trim())));
    }
    assert_none("a name that would fit anything says nothing", &offences);
}

#[test]
fn nothing_is_left_open() {
    let open = regex(&["todo!", "unimplemented!", r"#\[ignore", "should_panic", "TO\x44O", "FIX\x4dE"].join("|"));
    let mut offences = Vec::new();
    for source in Source::below("src").into_iter().chain(Source::below("tests")) {
        if source.path == "tests/it/tidy.rs" {
            continue;
        }
        let lines = source.text.lines().enumerate().filter(|(_, line)| open.is_match(line));
        offences.extend(lines.map(|(idx, line)| source.at(idx + 1, line.trim())));
    }
    assert_none("what is not done stands in an issue, not in the code", &offences);
}

#[test]
fn every_topic_is_tested() {
    let registered = read("tests/it/main.rs");
    let forgotten = Source::below("tests/it").into_iter().map(|source| source.path).filter(|path| {
        let topic = path.trim_start_matches("tests/it/").trim_end_matches(".rs").trim_end_matches("/mod");
        topic != "main" && !topic.contains('/') && !registered.contains(&format!("\nmod {topic};"))
    });
    assert_none("a topic without its line in tests/it/main.rs is never run", &forgotten.collect::<Vec<_>>());
}

#[test]
fn no_path_of_a_machine_is_tracked() {
    // Customers' logs and what is tested on them may hold such paths: they are theirs.
    let machine = regex(r"(?:^|[^\w.~*:/-])/(?:work|home|root|farm|Users|tmp)/\w");
    let top = fs::read_dir(root()).unwrap_or_else(|error| panic!("{error}"));
    let top = top.flatten().filter(|entry| entry.path().is_file()).map(|entry| entry.file_name());
    // In a work tree, `.git` is a file that says where the repository is.
    let top = top.map(|name| name.to_string_lossy().into_owned()).filter(|name| name != ".git");
    let mut offences = Vec::new();
    for path in FOLDERS.iter().flat_map(|folder| files_below(folder)).chain(top) {
        if path.starts_with("tests/") {
            continue;
        }
        // What is no text holds no path that a person wrote.
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        let lines = text.lines().enumerate().filter(|(_, line)| machine.is_match(line));
        offences.extend(lines.map(|(idx, line)| format!("{path}:{}: {}", idx + 1, line.trim())));
    }
    assert_none("what stands in the repository works on any machine", &offences);
}

#[test]
fn samples_hold_no_secrets() {
    let secret = regex(
        r#"(?i)\b(?:user_?sig|private_?map_?key|credential|password|token)["'\\]*\s*[=:]\s*["'\\]*([^\s"'&,\]}\\]+)"#,
    );
    let signature = regex(r"\beJ[\w*-]{40,}");
    let mut offences = Vec::new();
    for path in files_below("assets/samples") {
        for (idx, line) in read(&path).lines().enumerate() {
            let real = secret.captures_iter(line).any(|found| !found[1].contains("SAMPLE"));
            if real || signature.is_match(line) {
                offences.push(format!("{path}:{}: {line}", idx + 1));
            }
        }
    }
    assert_none("secrets in samples are replaced by what says that it is none: eJw-SAMPLE-…", &offences);
}

#[test]
fn scripts_can_be_run() {
    for script in ["packaging/run", "packaging/check", "packaging/test", "packaging/xvfb", ".ci/run"] {
        assert!(read(script).starts_with("#!/bin/sh\n"), "{script} says what runs it");
        assert!(is_executable(&root().join(script)), "{script} is executable");
    }
    assert!(read(".ci/run").contains("exec packaging/check"), "what CI runs is what developers run");
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

/// Other systems keep no such mark.
#[cfg(not(unix))]
fn is_executable(path: &PathBuf) -> bool {
    path.is_file()
}
