//! From a diagnosis to a document that may leave the house.

pub mod entry;
pub mod redact;
