//! From findings to problems.

mod builder;
pub mod fingerprint;
mod group;
mod model;
mod steps;

pub use self::builder::{EntryFindings, ProblemBuilder};
pub use self::model::{Problem, ProblemStep};
