//! The picture that a log was read from: what is shown of it, what is marked on it, and its text as a person corrects it.
//!
//! In: [`PictureAction`]s: pixels and rows while they are read, and what the user does with the picture. Out: [`PictureLog`],
//! which the window draws, and [`PictureEffect`]s.
//!
//! - `picture_log`: the text, the pixels, and the places of findings
//! - `view`: which part of the picture is shown, and how large
//! - `row_edit`, `corrections`: rows that are corrected by hand
//! - `covers`: what is covered in a copy of the picture
//! - `join`: pictures of a scrolled console as one
//!
//! What always holds: places are in pixels of the picture, upright, and do not depend on the zoom. A corrected row keeps the text
//! that was read.

pub(super) mod action;
mod corrections;
mod covers;
pub(super) mod effect;
pub(super) mod join;
mod picture_log;
mod row_edit;
pub(super) mod view;

pub use action::PictureAction;
pub use covers::PictureCopy;
pub(super) use covers::covers;
pub use effect::PictureEffect;
pub use join::{JoinedPictures, join};
pub use picture_log::{FindingBox, PictureLog, PicturePart, PictureReading, Shown};
pub use row_edit::{OtherReading, RowEdit};
pub use view::{PictureView, ViewAction};
