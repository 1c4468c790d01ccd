//! From an entry to the error codes in it.

mod candidate;
pub mod find;
pub mod finders;
pub mod messages;
mod model;
mod resolve;
mod text;

pub use self::model::{Finding, MESSAGE_CHARS, Said};
