//! The desktop: a window, the file system, threads, the clipboard. It carries out what the state asks for.

mod clipboard;
mod dialogs;
mod display;
mod effects;
mod followed;
mod frame_log;
mod jobs;
mod keys;
mod lens_app;
#[cfg(target_os = "linux")]
mod libraries;
mod notes_file;
mod reading;
mod renderer;
mod reports;
mod run;
mod safe_file;
mod self_test;
mod settings_file;

pub use display::ShellError;
pub use lens_app::LensApp;
pub use run::run;
pub use self_test::{SelfTest, self_test};
