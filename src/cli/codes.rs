//! `codes`: lists the whole catalog.

use std::io;

use super::args::{CodesArgs, ColorChoice};
use super::entries::write_entries;
use super::outcome::CommandOutcome;
use super::output::Output;
use crate::catalog::{Catalog, CatalogEntry};
use crate::report::entry;

pub(super) fn run(args: &CodesArgs, color: ColorChoice) -> io::Result<CommandOutcome> {
    let filter = args.filter.filter();
    let entries: Vec<&CatalogEntry> =
        Catalog::current().entries().iter().filter(|entry| filter.admits(entry)).collect();
    let mut output = Output::open(args.destination.output.as_deref(), color)?;
    write_entries(&entries, args.format, &mut output, |output| entry::text::render_list(&entries, output.style()))?;
    Ok(CommandOutcome::Done)
}
