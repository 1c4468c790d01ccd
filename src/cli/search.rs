//! `search`: finds codes as the window's search field does.

use std::io;

use super::args::{ColorChoice, SearchArgs};
use super::entries::write_entries;
use super::outcome::CommandOutcome;
use super::output::Output;
use crate::catalog::{Catalog, CatalogEntry};
use crate::report::entry;
use crate::sanitize;

pub(super) fn run(args: &SearchArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let catalog = Catalog::current();
    let query = args.words.join(" ");
    let matches = catalog.search(&query, &args.filter.filter());
    let entries: Vec<&CatalogEntry> = matches.iter().map(|found| found.entry).collect();
    let mut output = Output::open(args.destination.output.as_deref(), color)?;
    write_entries(&entries, args.format, &mut output, |output| {
        if entries.is_empty() {
            nothing_found(&query, catalog, output)
        } else {
            entry::text::render_list(&entries, output.style())
        }
    })?;
    Ok(CommandOutcome::Done)
}

fn nothing_found(query: &str, catalog: &Catalog, output: &Output) -> String {
    let nearest = catalog.nearest(query);
    let text = format!("Nothing found for “{}”.", sanitize::one_line(query));
    if nearest.is_empty() {
        return text + "\n";
    }
    text + " Nearest:\n" + &entry::text::render_list(&nearest, output.style())
}
