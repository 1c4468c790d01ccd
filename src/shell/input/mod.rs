//! From raw input to actions and commands.
//!
//! - `keys`: pressed keys and buttons of the pointer
//! - `paste`: what is pasted: a log, a query, the paths of files, a picture
//! - `notice_timer`: which messages have been shown long enough
//! - `window_title`: the title, which names the shown log

pub(super) mod keys;
pub(super) mod notice_timer;
pub(super) mod paste;
pub(super) mod window_title;
