//! README and CONTRIBUTING against the program: what they show is what it does, what they name is there.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clap::CommandFactory as _;
use regex::Regex;
use trtc_lens::app;
use trtc_lens::cli::Arguments;
use trtc_lens::code::Family;
use trtc_lens::log::LogFormat;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of README's blocks that follow `    $ trtc-lens …`, each with its command.
fn examples(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let mut examples: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut is_block = false;
    for line in readme.lines() {
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
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap_or_else(|error| panic!("{arguments}: {error}"));
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn examples_are_what_the_program_prints() {
    let readme = read("README.md");
    let examples = examples(&readme);
    for command in ["explain", "search", "inspect"] {
        assert!(examples.iter().any(|(line, _)| line.starts_with(command)), "README shows no {command}");
    }
    for (command, lines) in examples {
        let printed = run(command);
        let mut rest = printed.lines();
        for line in lines.into_iter().filter(|line| !matches!(line.trim(), "" | "…")) {
            let is_there = rest.any(|printed| printed == line);
            assert!(is_there, "README: `trtc-lens {command}` does not print, or not there: {line:?}\n{printed}");
        }
    }
}

#[test]
fn every_command_is_named() {
    let readme = read("README.md");
    for command in Arguments::command().get_subcommands().map(clap::Command::get_name) {
        assert!(readme.contains(&format!("    trtc-lens {command} ")), "README does not name {command}");
    }
}

#[test]
fn every_format_and_family_has_its_row() {
    let readme = read("README.md");
    for id in LogFormat::ALL.iter().map(|format| format.id()).chain(Family::ALL.map(Family::id)) {
        assert!(readme.contains(&format!("\n| `{id}` | ")), "README has no row for {id}");
    }
}

#[test]
fn every_key_is_listed() {
    let readme = read("README.md");
    let Some(table) = readme.split("| Key ").nth(1).and_then(|rest| rest.split("\n\n").next()) else {
        panic!("README has no table of keys")
    };
    for command in app::Command::ALL {
        for shortcut in command.shortcuts() {
            let label = shortcut.label(false);
            assert!(table.contains(&label), "README does not list {label} ({})", command.title());
        }
        let title = command.title().to_lowercase();
        assert!(table.to_lowercase().contains(&title), "README does not say what {} does", command.title());
    }
}

#[test]
fn links_and_paths_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#:]+)\)").unwrap_or_else(|error| panic!("{error}"));
    let path = Regex::new(r"`((?:\.ci|assets|packaging|src|tests|benches)/[\w./-]*)`")
        .unwrap_or_else(|error| panic!("{error}"));
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = read(document);
        for found in link.captures_iter(&text).chain(path.captures_iter(&text)) {
            let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(&found[1]);
            assert!(target.exists(), "{document} names {}, which is not there", &found[1]);
        }
    }
}
