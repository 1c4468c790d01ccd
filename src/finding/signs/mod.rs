//! Signs by which a text shows whose codes it has.
//!
//! Many products print numbers in the same places: the Web SDK, the native SDK, chat, call components, other vendors. Each
//! has words that only its texts have: the name of an error, the beginning of a logger's line, the name of a call. The words
//! are data (`assets/knowledge/signs.json`).
//!
//! Input: a text, such as a line of a log. Output: its [`Signs`]. A certain sign decides alone. A likely sign, such as
//! `onError`, decides only for a number that the product is known to use.

mod product;
mod search;

pub use self::product::Product;
pub(crate) use self::search::{Signs, major_in_sample};
