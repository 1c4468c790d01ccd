//! The timeline of a log: what happened when and to whom. Its size does not depend on the size of the log, so that it can be
//! drawn in every frame.
//!
//! [`TimelineBuilder`] receives clocks, client events, findings and level counts in the order of the log and returns a
//! [`Timeline`]:
//!
//! - `builder`: assigns events and findings to clients, stays and lanes
//! - `lane`: a user's stays as bars, their interruptions, and error codes as marks
//! - `track`: which entry and line was at which time
//! - `density`: how many entries of each level there are along the log
//! - `model`: the timeline, its two axes (entries and time), and positions on them
//!
//! A position on an axis is a number from 0 to 1. Lanes, bars, marks, places and buckets all have a maximum; beyond it,
//! neighbours are merged, and the counts stay exact.

mod builder;
mod density;
mod lane;
mod model;
mod track;

pub use self::builder::TimelineBuilder;
pub(super) use self::builder::client_name;
pub use self::density::Density;
pub use self::lane::{Bar, Break, Lane, LaneMark};
pub use self::model::{Axis, RemoteLoss, ServerClock, Timeline};
pub use self::track::Track;
