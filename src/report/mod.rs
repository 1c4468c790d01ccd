//! From a diagnosis to a document that may leave the house.

pub mod entry;
pub mod inspection;
mod markup;
pub mod number_format;
pub mod redact;
pub mod safe;
