//! From boxes of text to rows in reading order.
//!
//! - `rows`: boxes that touch become one, and boxes at the same height become a row
//! - `table`: the columns of a browser's console
//! - `spacing`: how far apart lines of one entry are
//! - `wrapped`: lines that a page wrapped become one row again

pub(super) mod rows;
pub(super) mod spacing;
pub(super) mod table;
pub(super) mod wrapped;
