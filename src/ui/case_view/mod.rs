//! What concerns several logs.
//!
//! - `search_view`: one search over all logs

mod search_view;

use eframe::egui::{Frame, RichText, Ui};

pub(super) use search_view::search_ui;

use super::Actions;
use super::theme;
use crate::app::State;

pub(super) fn case_ui(ui: &mut Ui, state: &State, _actions: &mut Actions) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        ui.label(RichText::new(state.logs.case_line()).font(theme::heading()));
    });
}
