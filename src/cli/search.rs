//! `search`: finds codes as the window's search field does.

use std::io;

use super::args::{ColorChoice, SearchArgs};
use super::entries::write_entries;
use super::outcome::CommandOutcome;
use super::output::Output;
use crate::catalog::{Catalog, CatalogEntry, MatchKind, SearchMatch};
use crate::report::entry;
use crate::report::entry::Paint;
use crate::sanitize;

pub(super) fn run(args: &SearchArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let catalog = Catalog::current();
    let query = args.words.join(" ");
    let matches = catalog.search(&query, &args.filter.filter());
    let entries: Vec<&CatalogEntry> = matches.iter().map(|found| found.entry).collect();
    let mut output = Output::open(args.destination.output.as_deref(), color)?;
    write_entries(&entries, args.format, &mut output, |output| {
        if entries.is_empty() { nothing_found(&query, catalog, output) } else { render_groups(&matches, output) }
    })?;
    Ok(CommandOutcome::Done)
}

/// The entries, with a heading before those of each kind if there are several kinds.
fn render_groups(matches: &[SearchMatch<'_>], output: &Output) -> String {
    let mut groups: Vec<(MatchKind, Vec<&CatalogEntry>)> = Vec::new();
    for found in matches {
        match groups.last_mut().filter(|(kind, _)| *kind == found.kind) {
            Some((_, entries)) => entries.push(found.entry),
            None => groups.push((found.kind, vec![found.entry])),
        }
    }
    let style = output.style();
    let is_only = groups.len() == 1;
    let blocks = groups.iter().map(|(kind, entries)| {
        let heading = format!("{}:\n", style.paint(Paint::Heading, kind.title()));
        let heading = if is_only { String::new() } else { heading };
        heading + &entry::text::render_list(entries, style)
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn nothing_found(query: &str, catalog: &Catalog, output: &Output) -> String {
    let nearest = catalog.nearest(query);
    let text = format!("Nothing found for “{}”.", sanitize::one_line(query));
    if nearest.is_empty() {
        return text + "\n";
    }
    text + " Nearest:\n" + &entry::text::render_list(&nearest, output.style())
}
