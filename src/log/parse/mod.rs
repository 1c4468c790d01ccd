//! One entry in full.

pub mod clock;
pub mod parsed_entry;
pub mod prefix;
pub mod record;
pub mod text;
pub mod timestamp;
pub mod user_mask;
