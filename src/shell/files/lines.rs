//! Copies and saves many lines of a log. Runs in jobs.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::app::{Action, NoticeKind, SelectedLines};
use crate::report::log_lines::{LineStyle, LogLines};
use crate::shell::jobs::threads::JobLink;

/// More text than this makes other programs fail when it is pasted.
const MAX_COPIED: usize = 32 << 20;

/// Lines are written in blocks of about this size.
const BLOCK_BYTES: usize = 1 << 20;

/// Copies the lines, and notifies the user.
pub(crate) fn copy(link: &JobLink, lines: &SelectedLines, style: LineStyle, redact: bool) {
    match lines.collect(redact, MAX_COPIED) {
        Some(mut collected) => {
            link.send(Action::Copy(collected.render(style, &lines.name)));
            link.send(Action::Notify(NoticeKind::Done, collected.summary("copied")));
        }
        None => link.send(Action::Notify(
            NoticeKind::Failed,
            "The lines are too many for the clipboard: save them to a file.".to_owned(),
        )),
    }
}

/// Writes the lines to a file, and notifies the user.
pub(crate) fn save(link: &JobLink, path: &Path, lines: &SelectedLines, redact: bool) {
    let shown = path.display();
    link.send(match write(link, path, lines, redact) {
        Ok(summary) => Action::Notify(NoticeKind::Done, format!("{summary} The file is {shown}.")),
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The lines could not be saved as {shown}: {error}")),
    });
}

fn write(link: &JobLink, path: &Path, lines: &SelectedLines, redact: bool) -> io::Result<String> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut block = LogLines::new(redact, lines.by_record);
    let mut outcome = Ok(());
    lines.visit(&mut |entry| {
        block.add(entry);
        if block.bytes() >= BLOCK_BYTES {
            outcome = file.write_all(block.take_rows().as_bytes());
        }
        outcome.is_ok() && !link.is_cancelled()
    });
    outcome?;
    file.write_all(block.take_rows().as_bytes())?;
    file.flush()?;
    Ok(block.summary("saved"))
}
