//! Plain English: words that readers would have to guess are not used in comments, test names and documents.
//!
//! The test searches comments and the names of test functions in `src`, `tests` and `benches`, and the documents. Code in
//! backticks and indented code blocks are skipped. To avoid a word, use the better one that the failure shows.

use std::fs;
use std::path::{Path, PathBuf};

use regex::{Regex, RegexSet};

/// A pattern for the words to avoid, and what to write instead. Patterns match whole words and ignore case.
const WORDS: &[(&str, &str)] = &[
    ("whoever", "the caller, the user, who"),
    ("whatever", "any, everything that"),
    ("anew", "again, from the start"),
    ("so many", "the number of, this many"),
    ("(?:is|are) none", "there is no …, has no …"),
    ("in vain", "without success"),
    ("tells?|told|telling", "reports, says, shows, contains"),
    ("stands?|stood|standing", "is, appears, occurs, means"),
    ("behind", "after, following"),
    ("hand(?:s|ed|ing)? (?:on|out|over|it on|them on)", "pass, return, forward"),
    ("what there is", "name the thing"),
    ("be it", "whether"),
    ("by and by", "gradually, later"),
    ("house|houses", "project, program"),
    ("storeys?", "layer"),
    ("a wall|walls", "limit, split"),
    ("crews?", "workers, threads"),
    ("desks?", "channel"),
    ("leaves? (?:of|for) a worker", "permit"),
    ("spoil(?:s|ed|t)?", "damage, invalidate"),
    ("soiled", "has control codes"),
    ("patient|insistent", "retrying, blocking"),
    ("glances?", "summary, head"),
    ("look(?:s|ed|ing)? at", "reads, parses, inspects, checks"),
    ("dry", "empty, at its end"),
    ("(?:take|takes|taking|taken|took) in", "merge, accept, read"),
    ("(?:life|lives) of|(?:client|user)'s (?:life|lives)", "events of, session"),
    ("happenings?", "client event"),
    ("printings|(?:a|each|every|first|another|one) printing", "occurrence"),
    ("story|stories", "steps, history"),
    ("memos?", "cache, cached entry"),
    ("sights?", "match, visible"),
    ("anchors", "literals"),
    ("(?:made|make|makes|making) harmless", "sanitized"),
    ("once more", "again"),
    ("at the speed of memory", "fast, with SIMD"),
    ("known again", "recognised, found in the cache"),
    ("go on|goes on|going on|went on|gone on", "continues"),
    ("(?:come|comes|came) about", "is caused, happens"),
    ("to be had", "available"),
    ("puts? together|putting together", "groups, joins, merges"),
    ("(?:SVG|timeline) pictures?|pictures? of the timeline", "SVG, drawing"),
    ("mend(?:s|ed|ing)?", "fix, repair"),
    ("yardstick", "baseline"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of all files with this extension in a folder and its subfolders, relative to the repository.
fn files_in(folder: &str, extension: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        let path = format!("{folder}/{}", entry.file_name().unwrap_or_default().to_string_lossy());
        if entry.is_dir() {
            files.extend(files_in(&path, extension));
        } else if entry.extension().is_some_and(|is| is == extension) {
            files.push(path);
        }
    }
    files
}

/// Searches text for the words to avoid.
struct Words {
    any: RegexSet,
    each: Vec<Regex>,
    code: Regex,
}

impl Words {
    fn new() -> Self {
        let patterns: Vec<String> = WORDS.iter().map(|(words, _)| format!(r"(?i)\b(?:{words})\b")).collect();
        Self {
            any: RegexSet::new(&patterns).expect("valid patterns"),
            each: patterns.iter().map(|pattern| Regex::new(pattern).expect("a valid pattern")).collect(),
            code: Regex::new("`[^`]*`").expect("a valid pattern"),
        }
    }

    /// The words to avoid in `text`, each with a better one.
    fn find(&self, text: &str) -> Vec<String> {
        let text = self.code.replace_all(text, "``");
        let found = self.any.matches(&text);
        let word = |idx: usize| self.each[idx].find(&text).map_or("", |found| found.as_str());
        found.iter().map(|idx| format!("{} → {}", word(idx), WORDS[idx].1)).collect()
    }

    /// The words to avoid in a file, as `path:line: word → better word`.
    fn find_in_file(&self, path: &str) -> Vec<String> {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_source = Path::new(path).extension().is_some_and(|extension| extension == "rs");
        let prose = if is_source { prose_of_source(&text) } else { prose_of_document(&text) };
        let found =
            prose.into_iter().flat_map(|(number, text)| self.find(&text).into_iter().map(move |hit| (number, hit)));
        found.map(|(number, words)| format!("{path}:{number}: {words}")).collect()
    }
}

/// The comments and the names of test functions of a Rust file, with their line numbers.
fn prose_of_source(text: &str) -> Vec<(usize, String)> {
    let mut prose = Vec::new();
    let mut is_test = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with("//") {
            prose.push((number, line.trim_start_matches(['/', '!']).to_owned()));
        } else if let Some((_, comment)) = line.split_once(" // ") {
            prose.push((number, comment.to_owned()));
        }
        if let Some(name) = line.strip_prefix("fn ").filter(|_| is_test) {
            let name = name.split('(').next().unwrap_or(name);
            prose.push((number, name.replace('_', " ")));
        }
        is_test = line == "#[test]" || (is_test && line.starts_with("#["));
    }
    prose
}

/// The lines of a Markdown document without its indented code blocks, with their line numbers.
fn prose_of_document(text: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with("    "));
    lines.map(|(number, line)| (number, line.to_owned())).collect()
}

fn sources() -> Vec<String> {
    ["src", "tests", "benches"].into_iter().flat_map(|folder| files_in(folder, "rs")).collect()
}

#[test]
fn comments_and_test_names_use_plain_words() {
    let words = Words::new();
    let found: Vec<String> = sources().iter().flat_map(|path| words.find_in_file(path)).collect();
    assert!(found.is_empty(), "use the usual words\n{}", found.join("\n"));
}

#[test]
fn documents_use_plain_words() {
    let words = Words::new();
    let mut documents = files_in("docs", "md");
    documents.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "assets/fonts/README.md"].map(str::to_owned));
    let found: Vec<String> = documents.iter().flat_map(|path| words.find_in_file(path)).collect();
    assert!(found.is_empty(), "use the usual words\n{}", found.join("\n"));
}

#[test]
fn words_are_found_in_comments_and_test_names() {
    // The slashes are inserted, so that this file contains no such comment.
    let source =
        "§! Tells it.\nfn told() {} § anew\n#[test]\n#[cfg(unix)]\nfn it_stands() {\n    let x = \"behind\";\n";
    let source = source.replace('§', "//");
    let words = Words::new();
    let found: Vec<(usize, Vec<String>)> =
        prose_of_source(&source).into_iter().map(|(number, text)| (number, words.find(&text))).collect();
    let numbers: Vec<usize> = found.iter().filter(|(_, words)| !words.is_empty()).map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 5]);
    assert_eq!(words.find("A firewall, `told`, standards and a desktop."), [""; 0]);
    assert_eq!(
        words.find("Whoever is told"),
        ["Whoever → the caller, the user, who", "told → reports, says, shows, contains"]
    );
}
