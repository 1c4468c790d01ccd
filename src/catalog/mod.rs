//! What we know about codes.

mod entry;

pub use entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
