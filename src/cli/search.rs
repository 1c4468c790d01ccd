//! `search`: finds codes as the window's search field does.

use super::args::{ColorChoice, SearchArgs};
use super::output::{Output, OutputError, one_safe_line};
use super::{Outcome, write_entries};
use crate::catalog::{Catalog, CatalogEntry};
use crate::report::entry;

pub(super) fn run(args: &SearchArgs, color: ColorChoice) -> Result<Outcome, OutputError> {
    let catalog = Catalog::builtin();
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
    output.finish()?;
    Ok(Outcome::Done)
}

fn nothing_found(query: &str, catalog: &Catalog, output: &Output) -> String {
    let nearest = catalog.nearest(query);
    let text = format!("Nothing found for “{}”.", one_safe_line(query));
    if nearest.is_empty() {
        return text + "\n";
    }
    text + " Nearest:\n" + &entry::text::render_list(&nearest, output.style())
}
