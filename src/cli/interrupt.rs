//! Ctrl+C and silence: a log ends where it has been read to, and its report is given all the same.

use std::sync::Arc;
use std::time::Duration;

use super::output::complain;
use crate::source::{CancelToken, Waiting};

/// After so long without news of a pipe that is not followed, its reader is told.
const STALL: Duration = Duration::from_secs(5);
/// What a program that Ctrl+C ended exits with, by custom.
const INTERRUPTED: i32 = 130;

/// A pulse that Ctrl+C (or the system's wish to end the program) stops; a second time it ends the program at once. What keeps
/// a log waiting is said on standard error, once for each silence.
pub(super) fn cancel(is_followed: bool) -> Arc<CancelToken> {
    let cancel = Arc::new(CancelToken::with_listener(move |waiting| tell(&waiting, is_followed)));
    let stopped = Arc::clone(&cancel);
    // Where no handler can be had, Ctrl+C ends the program as it does others.
    let _ = ctrlc::set_handler(move || {
        if stopped.is_stopped() {
            std::process::exit(INTERRUPTED);
        }
        stopped.stop();
    });
    cancel
}

fn tell(waiting: &Waiting<'_>, is_followed: bool) {
    // Silence is told in steps; each is passed once.
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
