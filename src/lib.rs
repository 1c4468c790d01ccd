//! TRTC Lens: reads logs of the TRTC Web SDK and explains every error code in them.
//!
//! Rooms, in reading order; imports point downwards only (a test enforces it):
//! `code`, `sanitize` ← `catalog`, `log` ← `diagnosis` ← `report` ← `cli` | `app` ← `ui` ← `shell` ← the program.
//!
//! - `code`: an error code, which is a family and a value; reading and writing all its forms
//! - `sanitize`: control characters in texts of logs become visible
//! - `catalog`: what is known about each code, compiled in; search
//! - `log`: from bytes to entries: opening, unpacking, decoding, recognising formats, reading at random
//! - `diagnosis`: from entries to meaning: findings, problems, context
//! - `report`: from a diagnosis to a document that may leave the house; redaction
//! - `cli`: the commands of the command line
//! - `app`: the window's state and what is to be drawn of it, without a window
//! - `ui`: draws that with egui and says what the user wishes
//! - `shell`: the window itself, files, dialogs, clipboard and background jobs
//!
//! What holds everywhere: reading and diagnosing cannot fail, they return what was understood and what was skipped; a log is
//! read in chunks and never has to be in memory; nothing connects to a network; texts leave the program redacted, unless the
//! user says otherwise. `tests/it/tidy.rs` holds the sources to what a test can see of it.

pub mod code;
pub mod sanitize;

pub mod catalog;
pub mod log;

pub mod diagnosis;

pub mod report;

pub mod cli;

pub mod app;

#[cfg(feature = "window")]
pub mod ui;

#[cfg(feature = "window")]
pub mod shell;
