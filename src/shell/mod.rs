//! The desktop program: a window, files, threads, the clipboard. It carries out what the state asks for.
//!
//! In: files named at the start, the user's input, dropped files, results of background work.
//!
//! - `display`, `libraries`: whether a window can be opened, and what is missing if not
//! - `renderer`: which renderers to try; one that crashed the program is tried last
//! - `run`: opens the window with the first renderer that works
//! - `lens_app`: one frame: input becomes actions, the state applies them, `ui` draws it
//! - `input/`: from keys, pastes and time to commands and actions
//! - `desktop`: carries out the effects that the state returns
//! - `dialogs`, `clipboard`, `files/`, `jobs/`: what effects need: file dialogs, redacted copies, settings and notes,
//!   background threads
//! - `freed_memory`: lets the system have the memory back that a picture needed
//! - `frame_log`: durations of frames, for a benchmark
//! - `self_test`: opens the window on a sample and reports what works
//!
//! Out: pixels, files, clipboard text.
//!
//! What always holds: the window's thread never waits for a dialog or a log; a failure comes back as an action and is
//! shown to the user; text copied from a log is redacted unless the user turned that off.

mod clipboard;
mod desktop;
mod dialogs;
mod display;
mod files;
mod frame_log;
mod freed_memory;
mod input;
mod jobs;
mod lens_app;
#[cfg(target_os = "linux")]
mod libraries;
mod renderer;
mod run;
mod self_test;

pub use display::ShellError;
pub use lens_app::LensApp;
pub use run::run;
pub use self_test::{SelfTest, self_test};
