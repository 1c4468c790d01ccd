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
mod notes_file;
mod reading;
mod reports;
mod run;
mod safe_file;
mod settings_file;
mod watch;

pub use display::ShellError;
pub use lens_app::LensApp;
pub use run::run;
