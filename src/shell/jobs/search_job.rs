//! Searches the entries of several logs, one log after the other.

use std::sync::Arc;
use std::time::Instant;

use super::inspect_job::PROGRESS_INTERVAL;
use super::threads::JobLink;
use crate::app::{Action, EntrySource, EntryTest, FoundEntry, LogsAction, MAX_HITS, SearchAction, SessionId};
use crate::log::LogEntry;

/// The clock is read once for this many entries.
const ENTRIES_PER_CLOCK_READ: u64 = 1024;

/// How many bytes of an entry are shown.
const SHOWN_BYTES: usize = 400;
/// How many bytes before the first match are shown.
const BEFORE_MATCH: usize = 80;

/// What to search, and where.
pub(crate) struct SearchJob {
    /// Sent back with the results.
    pub(crate) generation: u64,
    /// The logs in the order in which they are searched.
    pub(crate) logs: Vec<(SessionId, Arc<dyn EntrySource>)>,
    /// The test of each entry.
    pub(crate) test: EntryTest,
}

impl SearchJob {
    /// Searches the logs, and sends what is found as it is found.
    pub(crate) fn run(&self, link: &JobLink) {
        for (id, entries) in &self.logs {
            let (mut hits, mut sent, mut count, mut sent_at) = (Vec::new(), 0, 0, Instant::now());
            entries.visit_entries(0, &mut |entry| {
                if self.test.passes(entry) {
                    count += 1;
                    if sent + hits.len() < MAX_HITS {
                        hits.push(self.hit(entry));
                    }
                }
                let due = entry.number.is_multiple_of(ENTRIES_PER_CLOCK_READ) && sent_at.elapsed() >= PROGRESS_INTERVAL;
                if due && count > 0 && link.is_read() {
                    sent_at = Instant::now();
                    sent += hits.len();
                    self.send(link, *id, (std::mem::take(&mut hits), count, false));
                }
                !link.is_cancelled()
            });
            if link.is_cancelled() {
                return;
            }
            self.send(link, *id, (hits, count, true));
        }
    }

    fn send(&self, link: &JobLink, id: SessionId, (hits, count, ended): (Vec<FoundEntry>, u64, bool)) {
        let found = SearchAction::Found { generation: self.generation, id, hits, count, ended };
        link.send(Action::Logs(LogsAction::OfSearch(found)));
    }

    fn hit(&self, entry: &LogEntry) -> FoundEntry {
        FoundEntry {
            entry_idx: entry.number.saturating_sub(1),
            line: entry.first_line,
            time: entry.time.clone().unwrap_or_default(),
            level: entry.level,
            text: around(&entry.message, self.test.first_match(&entry.message)),
        }
    }
}

/// The part of a message around a match, on one line.
fn around(message: &str, found: Option<usize>) -> String {
    let at = found.unwrap_or_default();
    let line = message[..message.floor_char_boundary(at)].rfind('\n').map_or(0, |end| end + 1);
    let from = if at - line.min(at) > BEFORE_MATCH { message.floor_char_boundary(at - BEFORE_MATCH) } else { line };
    let part = &message[from..message.floor_char_boundary(from + SHOWN_BYTES)];
    let text: String = part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if from > line { format!("…{}", text.trim()) } else { text.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_around_a_match_is_one_line() {
        assert_eq!(around("first\nsecond line\nthird", Some(9)), "second line third");
        let long = format!("{}needle", "x ".repeat(200));
        let part = around(&long, long.find("needle"));
        assert!(part.starts_with('…') && part.ends_with("needle") && part.len() < 120, "{part}");
        assert_eq!(around("", None), "");
    }
}
