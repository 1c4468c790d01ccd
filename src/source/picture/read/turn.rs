//! One picture is read at a time: each uses all cores and much memory.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use crate::source::cancel::CancelToken;

/// The interval at which a picture that waits checks for its turn.
const PAUSE: Duration = Duration::from_millis(10);

/// Waits until no other picture is being read. `None` if `cancel` is stopped before.
pub(super) fn wait(cancel: &CancelToken) -> Option<MutexGuard<'static, ()>> {
    static TURN: Mutex<()> = Mutex::new(());
    loop {
        if cancel.is_stopped() {
            return None;
        }
        match TURN.try_lock() {
            Ok(turn) => return Some(turn),
            Err(TryLockError::Poisoned(turn)) => return Some(PoisonError::into_inner(turn)),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}
