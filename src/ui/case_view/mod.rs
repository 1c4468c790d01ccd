//! All opened logs as one case.

use eframe::egui::{Frame, RichText, Ui};

use super::Actions;
use super::theme;
use crate::app::State;

pub(super) fn case_ui(ui: &mut Ui, state: &State, _actions: &mut Actions) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        ui.label(RichText::new(state.logs.case_line()).font(theme::heading()));
    });
}
