//! TRTC Lens: reads logs of the TRTC Web SDK and explains every error code in them.
//!
//! Rooms, in reading order; imports point downwards only (a test enforces it):
//! `code` ← `catalog`, `log` ← `diagnosis` ← `report` ← `cli` | `app` ← `ui` ← `shell` ← the program.

pub mod code;

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
