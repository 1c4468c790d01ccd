//! Following a log: it is looked at now and then, and read anew when it has changed.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::jobs::JobLink;
use super::watch::{Look, Watch};
use crate::app::{Action, EntrySource, Found, MOST_FINDINGS, Reading, SessionAction, SessionId};
use crate::diagnosis::{self, Finding, InspectOptions, Observer};
use crate::log::{LogSource, LogStore};

/// The file is looked at this often.
const BETWEEN_LOOKS: Duration = Duration::from_millis(300);
/// Reading a large log takes its time: afterwards the reader rests so many times as long, so that it keeps one core busy for
/// a fifth of the time at most.
const RESTS: u32 = 4;

/// Follows a file until the job is stopped.
pub(super) fn follow(link: &JobLink, id: SessionId, path: PathBuf) {
    let source = LogSource::File(path.clone());
    let mut watch = Watch::new(path);
    let mut rest = Duration::ZERO;
    while !link.is_cancelled() {
        if rest > Duration::ZERO {
            let nap = rest.min(BETWEEN_LOOKS);
            thread::sleep(nap);
            rest -= nap;
            continue;
        }
        let began = Instant::now();
        match watch.look() {
            Look::Same => {}
            Look::Gone => link.send(Action::Session(id, SessionAction::FileGone)),
            // The look comes first: what is written while the log is read is seen at the next one.
            Look::Changed { is_other } => {
                if let Some(reading) = read(link, &source, is_other) {
                    link.send(Action::Session(id, SessionAction::Refreshed(reading)));
                }
            }
        }
        rest = BETWEEN_LOOKS.max(began.elapsed() * RESTS);
    }
}

/// Reads the log to its end; `None` where that was stopped, or where it cannot be read just now.
fn read(link: &JobLink, source: &LogSource, is_other: bool) -> Option<Reading> {
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let mut reader = Reader { link, store: None, found: Found::default() };
    let diagnosis = diagnosis::inspect(source, &options, &mut reader).ok()?;
    let Reader { store, found, .. } = reader;
    if link.is_cancelled() {
        return None;
    }
    let entries: Arc<dyn EntrySource> = store?;
    Some(Reading { entries, found: Arc::new(found), diagnosis: Arc::new(diagnosis), is_other })
}

struct Reader<'l> {
    link: &'l JobLink,
    store: Option<Arc<LogStore>>,
    found: Found,
}

impl Observer for Reader<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        self.found.count() <= MOST_FINDINGS as u64
    }

    fn is_cancelled(&self) -> bool {
        self.link.is_cancelled()
    }
}
