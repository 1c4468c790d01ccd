//! What floats over the window: sheets, questions, the palette, messages, a code beside a log. Nothing below them moves or is
//! blocked.
//!
//! - `sheet`: the frame that they share, and how to close it
//! - `question`: questions to the user
//! - `keys`, `settings`, `about`: sheets that ask nothing
//! - `palette`: all commands, found by their names
//! - `notices`: messages at the bottom right
//! - `beside`: search results and a code, in the place of a log's explanation

mod about;
mod beside;
mod keys;
mod notices;
mod palette;
mod settings;
pub(super) mod sheet;

use eframe::egui::{Rect, Ui};

use super::Actions;
use super::prompt;
use crate::app::{Prompt, State};

/// Draws everything that floats over `content`, the part of the window below the bar.
pub(super) fn overlays_ui(ui: &Ui, state: &State, content: Rect, actions: &mut Actions) {
    beside::beside_ui(ui, state, content, actions);
    match &state.prompt {
        Some(Prompt::Keys) => keys::keys_ui(ui, actions),
        Some(Prompt::Settings) => settings::settings_ui(ui, state, actions),
        Some(Prompt::About) => about::about_ui(ui, state, actions),
        Some(question) => prompt::prompt_ui(ui, question, actions),
        None => {}
    }
    if let Some(palette) = &state.palette {
        palette::palette_ui(ui, palette, actions);
    }
    notices::notices_ui(ui, state, actions);
}
