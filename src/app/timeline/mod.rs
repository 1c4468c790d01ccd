//! The timeline of a log as the window shows it, without drawing.
//!
//! In: the [`Timeline`](crate::diagnosis::timeline::Timeline) of a diagnosis, and the [`TimelineAction`]s of the user.
//! Out: the part of the axis that is shown, the number of entries in each column, and texts.
//!
//! - `view`: [`TimelineView`], the axis and the part of it that is shown: zoom, pan, reveal
//! - `density`: [`density()`], how many entries each column of the shown part has
//! - `ticks`: [`ticks()`], the labelled positions of the axis
//! - `phrases`: lanes, stays, interruptions and marks in words, for screen readers and beside the pointer
//!
//! Positions are shares of the whole axis, from 0 to 1, whether the axis measures time or entries. Conversions between
//! positions and entries are made by the diagnosis' timeline. The shown part never leaves the axis and is never empty.

mod density;
pub mod phrases;
mod ticks;
pub(super) mod view;

pub use density::density;
pub use ticks::{Tick, ticks};
pub use view::{TimelineAction, TimelineView};
