//! What was read before, so that it is not read again.

pub mod client_prefix;
pub mod entry;
pub mod record;
