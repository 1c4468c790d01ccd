//! Caches of what was parsed before. Logs repeat themselves; a hit avoids parsing the same text again.
//!
//! - `client_prefix`: the last few client prefixes of messages, `[↑c1|alice]`
//! - `entry`: text entries, by their text without clock and user name
//! - `record`: JSON records, by their text without clocks and user name
//! - `two_generation`: the map with a memory bound that `entry` and `record` use
//!
//! A hit and a miss return the same result. Each thread has caches of its own.

pub(crate) mod client_prefix;
pub(crate) mod entry;
pub(crate) mod record;
mod two_generation;
