//! `explain`: what a code means, or the codes of a pasted line.

use std::io;

use super::args::{ColorChoice, ExplainArgs};
use super::entries::write_entries;
use super::outcome::CommandOutcome;
use super::output::{Output, complain};
use crate::catalog::{Catalog, CatalogEntry};
use crate::code;
use crate::code::Family;
use crate::finding::Finding;
use crate::inspect;
use crate::report::entry;
use crate::sanitize;

/// The entries that a query is about.
struct Answer<'c> {
    query: String,
    entries: Vec<&'c CatalogEntry>,
    /// Messages about codes without an entry.
    unknown: Vec<String>,
}

pub(super) fn run(args: &ExplainArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let catalog = Catalog::current();
    let answers: Vec<Answer> = queries(&args.queries).iter().map(|query| answer(query, catalog)).collect();
    let mut entries: Vec<&CatalogEntry> = Vec::new();
    for entry in answers.iter().flat_map(|answer| &answer.entries) {
        if !entries.iter().any(|known| known.code == entry.code) {
            entries.push(entry);
        }
    }
    let mut output = Output::open(args.destination.output.as_deref(), color)?;
    write_entries(&entries, args.format, &mut output, |output| {
        let style = output.paragraph_style();
        let notes: String = answers.iter().filter_map(ambiguity).map(|note| style.wrap(&note, "", "") + "\n").collect();
        notes + &entry::text::render(&entries, catalog, style)
    })?;
    let unknown: Vec<&String> = answers.iter().flat_map(|answer| &answer.unknown).collect();
    for cause in &unknown {
        complain(cause);
    }
    Ok(if unknown.is_empty() { CommandOutcome::Done } else { CommandOutcome::Incomplete })
}

/// If each argument is a code, each is a query; otherwise all arguments together are one line of a log.
fn queries(arguments: &[String]) -> Vec<String> {
    let is_code_or_constant = |argument: &String| {
        let argument = argument.trim();
        let is_constant = argument.contains('_')
            && argument.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        is_constant || is_code(argument)
    };
    if arguments.iter().all(is_code_or_constant) { arguments.to_vec() } else { vec![arguments.join(" ")] }
}

fn answer<'c>(query: &str, catalog: &'c Catalog) -> Answer<'c> {
    let query = query.trim().to_owned();
    let numbers = code::parse_numbers(&query);
    let mut entries: Vec<&CatalogEntry> = numbers.into_iter().flat_map(|number| catalog.by_value(number)).collect();
    if entries.is_empty() {
        entries = catalog.by_name(&query).collect();
    }
    if !entries.is_empty() {
        // People write 4004 for 0x4004 more often than for the chat's code.
        entries.sort_by_key(|entry| entry.code.family().is_neighbour());
        return Answer { query, entries, unknown: Vec::new() };
    }
    let findings = inspect::codes_in_text(&query);
    let codes = findings
        .iter()
        .flat_map(|finding| std::iter::once(finding.code).chain(finding.body.alternatives.iter().copied()));
    let entries: Vec<&CatalogEntry> = codes.filter_map(|code| catalog.entry(code)).collect();
    // The entries of the families that have an unclear number are shown.
    let undocumented = findings.iter().filter(|finding| !finding.body.known && finding.body.alternatives.is_empty());
    let mut unknown: Vec<String> = undocumented.map(undocumented_code).collect();
    if entries.is_empty() && unknown.is_empty() {
        unknown.push(not_found(&query, catalog));
    }
    Answer { query, entries, unknown }
}

fn undocumented_code(finding: &Finding) -> String {
    if finding.code.family() == Family::Unclear {
        return format!(
            "“{}”: nothing in the line shows which product {} belongs to, and no table of the catalog has it; ask which \
            program printed it",
            finding.evidence(),
            finding.code
        );
    }
    let family = finding.code.family().title();
    format!(
        "“{}”: {} is a code of family {family} that no table documents; send the line to Tencent's support, \
        with sdkAppId, roomId, userId and time",
        finding.evidence(),
        finding.code
    )
}

/// The message that `query` has no entry, with the nearest entries.
fn not_found(query: &str, catalog: &Catalog) -> String {
    let nearest: Vec<String> = catalog.nearest(query).into_iter().map(label).collect();
    let is_code = !query.contains(char::is_whitespace);
    let problem = if is_code { "is in no family of the catalog" } else { "has no code in it that the catalog knows" };
    let hint = if nearest.is_empty() {
        "`trtc-lens search WORD` searches the catalog".to_owned()
    } else {
        format!("nearest: {}", nearest.join(", "))
    };
    format!("“{}” {problem}; {hint}", sanitize::one_line(query))
}

/// A code with its name or family: `0x4004 JOIN_ROOM_FAILED`, `-10013 (server)`.
fn label(entry: &CatalogEntry) -> String {
    match entry::name_beside_code(entry) {
        Some(name) => format!("{} {name}", entry.code),
        None => format!("{} ({})", entry.code, entry.code.family()),
    }
}

/// A note that a number has a meaning in several families; `None` if the query has one meaning.
fn ambiguity(answer: &Answer) -> Option<String> {
    let families: Vec<&str> = answer.entries.iter().map(|entry| entry.code.family().id()).collect();
    let first = answer.entries.first()?.code.value()?;
    let one_number = answer.entries.iter().all(|entry| entry.code.value() == Some(first));
    (families.len() > 1 && one_number).then(|| {
        format!(
            "“{}” means different things in different families ({}). Which one is meant depends on where it stands.",
            sanitize::one_line(&answer.query),
            families.join(", ")
        )
    })
}

/// Whether the text is a number or a name of the catalog.
pub(super) fn is_code(text: &str) -> bool {
    !code::parse_numbers(text).is_empty() || Catalog::current().by_name(text).next().is_some()
}
