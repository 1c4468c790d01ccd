//! Ctrl+C ends reading; the report of what was read is still written. Also prints a message while reading waits for a pipe.

use std::sync::Arc;
use std::time::Duration;

use super::output::complain;
use crate::source::{CancelToken, Waiting};

/// After a pipe has sent nothing for this time, a message is printed, unless the pipe is followed.
const STALL: Duration = Duration::from_secs(5);
/// The exit status of a program that SIGINT ended, as shells report it: 128 + 2.
const INTERRUPTED: i32 = 130;

/// A token that Ctrl+C (or another request to terminate) cancels. The second Ctrl+C ends the program at once.
pub(super) fn cancel(is_followed: bool) -> Arc<CancelToken> {
    let cancel = Arc::new(CancelToken::with_listener(move |waiting| report_waiting(&waiting, is_followed)));
    let stopped = Arc::clone(&cancel);
    // If the handler cannot be installed, Ctrl+C ends the program without a report.
    let _ = ctrlc::set_handler(move || {
        if stopped.is_stopped() {
            std::process::exit(INTERRUPTED);
        }
        stopped.stop();
    });
    cancel
}

fn report_waiting(waiting: &Waiting<'_>, is_followed: bool) {
    // The listener is called once for each step of silence.
    let is_at = |limit: Duration| waiting.silence == limit;
    let name = waiting.source.name();
    if waiting.is_gone && is_at(Duration::from_secs(1)) {
        complain(&format!("{name}: the file is gone; a new one of its name is waited for, until Ctrl+C"));
    } else if !is_followed && is_at(STALL) {
        complain(&format!(
            "{name}: nothing came for {} s after {} bytes; still waiting. Ctrl+C ends it there and reports what was read",
            STALL.as_secs(),
            waiting.bytes_read
        ));
    }
}
