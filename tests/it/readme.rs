//! README, CONTRIBUTING and docs against the program: examples print what they show, and links lead to existing files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clap::CommandFactory as _;
use regex::Regex;
use trtc_lens::app;
use trtc_lens::cli::Arguments;
use trtc_lens::code::Family;
use trtc_lens::log::LogFormat;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all documents: those at the top of the repository and those in `docs`.
fn documents() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).unwrap_or_else(|error| panic!("docs: {error}"));
    let mut paths: Vec<String> =
        docs.flatten().map(|entry| format!("docs/{}", entry.file_name().to_string_lossy())).collect();
    paths.sort();
    paths.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    paths
}

/// The commands of the blocks that begin with `    $ trtc-lens …`, each with the lines of output that the document shows.
fn examples(document: &str) -> Vec<(&str, Vec<&str>)> {
    let mut examples: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut is_block = false;
    for line in document.lines() {
        match line.strip_prefix("    ") {
            Some(code) => {
                if let Some(command) = code.strip_prefix("$ trtc-lens ") {
                    examples.push((command, Vec::new()));
                    is_block = true;
                } else if let Some((_, lines)) = examples.last_mut().filter(|_| is_block) {
                    lines.push(code);
                }
            }
            None => is_block &= line.is_empty(),
        }
    }
    examples
}

fn run(arguments: &str) -> String {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_trtc-lens"))
        .args(arguments.split_whitespace())
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("{arguments}: {error}"));
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Every line of an example has to be in the output, in the same order; blank lines and `…` are skipped.
#[test]
fn examples_show_what_the_program_prints() {
    let documents: Vec<(String, String)> = documents().into_iter().map(|path| (read(&path), path)).collect();
    let all: Vec<_> = documents
        .iter()
        .flat_map(|(text, path)| examples(text).into_iter().map(move |example| (path, example)))
        .collect();
    for (document, command) in [
        ("README.md", "explain"),
        ("README.md", "inspect"),
        ("docs/command-line.md", "explain"),
        ("docs/command-line.md", "search"),
        ("docs/command-line.md", "inspect"),
    ] {
        let is_shown = all.iter().any(|(path, (line, _))| *path == document && line.starts_with(command));
        assert!(is_shown, "{document} has no example of {command}");
    }
    for (document, (command, lines)) in all {
        let printed = run(command);
        let mut rest = printed.lines();
        for line in lines.into_iter().filter(|line| !matches!(line.trim(), "" | "…")) {
            let is_there = rest.any(|printed| printed == line);
            assert!(
                is_there,
                "{document}: `trtc-lens {command}` does not print {line:?}, or not in this order\n{printed}"
            );
        }
    }
}

#[test]
fn every_command_is_listed() {
    for document in ["README.md", "docs/command-line.md"] {
        let text = read(document);
        for command in Arguments::command().get_subcommands().map(clap::Command::get_name) {
            assert!(text.contains(&format!("    trtc-lens {command} ")), "{document} does not list {command}");
        }
    }
}

#[test]
fn every_format_and_family_has_a_table_row() {
    let formats = LogFormat::ALL.iter().map(|format| ("docs/formats.md", format.id()));
    for (document, id) in formats.chain(Family::ALL.iter().map(|family| ("docs/command-line.md", family.id()))) {
        assert!(read(document).contains(&format!("\n| `{id}` | ")), "{document} has no row for {id}");
    }
}

#[test]
fn every_key_is_listed() {
    let text = read("docs/window.md");
    let Some(table) = text.split("| Key ").nth(1).and_then(|rest| rest.split("\n\n").next()) else {
        panic!("docs/window.md has no table of keys")
    };
    for command in app::Command::ALL {
        for shortcut in command.shortcuts() {
            let label = shortcut.label(false);
            assert!(table.contains(&label), "docs/window.md does not list {label} ({})", command.title());
        }
        let title = command.title().to_lowercase();
        assert!(table.to_lowercase().contains(&title), "docs/window.md does not list the command {}", command.title());
    }
}

#[test]
fn readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 160, "README.md has {lines} lines, at most 160 are allowed; details belong in docs");
}

#[test]
fn every_document_is_linked_from_readme() {
    let readme = read("README.md");
    for document in documents().into_iter().filter(|path| path != "README.md") {
        assert!(readme.contains(&format!("]({document})")), "README.md has no link to {document}");
    }
}

/// The links and paths of a document that lead nowhere. A link is relative to the folder of its document; a path in
/// backticks is relative to the repository.
fn missing_targets(document: &str) -> Vec<String> {
    let link = Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").unwrap_or_else(|error| panic!("{error}"));
    let path = Regex::new(r"`((?:\.ci|assets|packaging|src|tests|benches|docs)/[\w./-]*)`")
        .unwrap_or_else(|error| panic!("{error}"));
    let text = read(document);
    let folder = root().join(Path::new(document).parent().unwrap_or(Path::new("")));
    let links = link.captures_iter(&text).map(|found| (folder.join(&found[1]), found[1].to_owned()));
    let paths = path.captures_iter(&text).map(|found| (root().join(&found[1]), found[1].to_owned()));
    links.chain(paths).filter(|(target, _)| !target.exists()).map(|(_, name)| name).collect()
}

#[test]
fn links_and_paths_exist() {
    for document in documents() {
        assert_eq!(missing_targets(&document), [""; 0], "{document} names what does not exist");
    }
}
