//! TRTC Lens reads logs of the TRTC Web SDK and explains every error code in them.
//!
//! The folders are the pipeline: a log enters at `source` and leaves as a report or on the screen. Imports point to the left
//! only, which a test enforces:
//!
//! `lists`, `sanitize` ← `code` ← `catalog` ← `knowledge` ← `source` ← `log` ← `finding` ← `event` ← `diagnosis` ← `inspect` ← `case` ← `report` ← `cli` | `app` ← `ui` ← `shell` ← the program.
//!
//! - `lists`: a macro for enums with identifiers and titles
//! - `code`: an error code, which is a family and a value; parsing and printing all its forms
//! - `sanitize`: makes the control characters in texts of logs visible
//! - `catalog`: what is known about each code, compiled in; search
//! - `knowledge`: the texts about messages and causes, compiled in from `assets/knowledge`
//! - `source`: from a path, pipe, archive or pasted text to plain UTF-8 bytes
//! - `log`: from bytes to entries: detects the format, cuts chunks, finds entries, parses one in full; random access
//! - `finding`: from an entry to the error codes in it, and what their messages mean
//! - `event`: from an entry to a client event: joined, left, reconnected …
//! - `diagnosis`: from findings and events to problems: causes, room stays, timeline, context
//! - `inspect`: the one pass over a log, with its threads, chunks, prefilter and caches
//! - `case`: many logs as one: joined problems and users, aligned clocks, one sentence
//! - `report`: a diagnosis as a document; everything that leaves the program is redacted here
//! - `cli`: the commands of the command line
//! - `app`: the window's state and what is drawn of it, without a window library
//! - `ui`: draws the state with egui and returns what the user did
//! - `shell`: the window itself, files, dialogs, clipboard and background jobs
//!
//! What always holds: reading and diagnosing cannot fail, they return what was understood and what was skipped. A log is read
//! in chunks and never has to fit into memory. Nothing connects to a network. Texts leave the program redacted unless the user
//! asks otherwise. `tests/it/tidy.rs` and `tests/it/structure.rs` check these rules as far as a test can.

mod lists;
mod sanitize;

pub mod code;

pub mod catalog;

pub mod knowledge;

pub mod source;

pub mod log;

pub mod finding;

mod event;

pub mod diagnosis;

pub mod inspect;

pub mod case;

pub mod report;

pub mod cli;

pub mod app;

#[cfg(feature = "window")]
pub mod ui;

#[cfg(feature = "window")]
pub mod shell;
