//! Widgets that several views use. Each looks and behaves the same everywhere.
//!
//! In: plain values or a view model. Out: an egui `Response`, or actions.
//!
//! - `icon`: icons and severity shapes, drawn from lines
//! - `text`: text cut to a width, highlighted text, headings, paragraphs, numbered steps
//! - `button`, `toggle`, `tab`, `badge`: small controls
//! - `menu`: menus of rows and their items; `hint`: hints that cover nothing that is read
//! - `list`: lists of any length, and what they share with the table of codes
//! - `splitter`, `fold`: edges that move, and parts that fold
//! - `code_details`: everything about one code
//!
//! What always holds: a control has an accessible name and a visible focus; text never makes a control wider than its space; lists
//! draw their visible rows only.

pub(crate) mod badge;
pub(crate) mod button;
pub(crate) mod code_details;
pub(crate) mod fold;
pub(crate) mod hint;
pub(crate) mod icon;
pub(crate) mod list;
pub(crate) mod menu;
pub(crate) mod splitter;
pub(crate) mod tab;
pub(crate) mod text;
pub(crate) mod toggle;
