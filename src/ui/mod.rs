//! Draws the state with egui. Every function here takes a view model and pushes actions; none changes the state.
//!
//! `theme` is the only file with colours, fonts and sizes.

mod actions;
mod bar;
mod codes_tab;
mod codes_table;
pub mod focus;
mod logs_tab;
mod prompt;
mod session_view;
pub mod theme;
mod welcome;
mod widgets;
mod window;

pub use actions::Actions;
pub use window::window_ui;
