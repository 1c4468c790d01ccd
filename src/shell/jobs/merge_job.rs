//! Orders the entries of several logs by time.

use std::sync::Arc;
use std::time::Instant;

use super::inspect_job::PROGRESS_INTERVAL;
use super::threads::JobLink;
use crate::app::{Action, LogsAction, MergeAction, MergeInput};
use crate::case::{Case, MergedOrder};

/// The clock is read once for this many entries.
const ENTRIES_PER_CLOCK_READ: u64 = 4096;

/// Reads the times of all entries, log by log.
pub(crate) fn order(link: &JobLink, generation: u64, case: &Case, logs: Vec<MergeInput>) {
    let mut ordered = Vec::new();
    let (mut count, mut sent_at) = (0, Instant::now());
    for (idx, entries, diagnosis) in logs {
        let Some(log) = case.logs.get(idx) else { continue };
        let mut times = log.entry_times(&diagnosis.timeline.track);
        entries.visit_entries(0, &mut |entry| {
            times.push(entry.time.as_deref());
            count += 1;
            if count % ENTRIES_PER_CLOCK_READ == 0 && sent_at.elapsed() >= PROGRESS_INTERVAL && link.is_read() {
                sent_at = Instant::now();
                send(link, MergeAction::Progress { generation, entries: count });
            }
            !link.is_cancelled()
        });
        if link.is_cancelled() {
            return;
        }
        ordered.push((idx, times));
    }
    send(link, MergeAction::Ordered { generation, order: Arc::new(MergedOrder::new(ordered)) });
}

fn send(link: &JobLink, action: MergeAction) {
    link.send(Action::Logs(LogsAction::OfMerged(action)));
}
