//! One log: its problems at the top, its entries below, the selected one explained beside them.
//!
//! In: a [`Session`] and the engineer's notes.
//!
//! From top to bottom:
//! - `progress`: how much has been read; then a summary of the log
//! - `problems`: the list of problems
//! - `timeline`, `timeline_lanes`, `timeline_scale`: density of entries over time, and a lane for each user
//! - `filters`: what the log is narrowed to, which entries are shown, and a text to find in them
//! - `entries`: the list of entries
//! - `explanation`: on the right, the selected entry's problem, codes and text
//!
//! Out: actions of this session.
//!
//! What always holds: the heights of problems and timeline do not depend on the selection, so nothing moves on a click.

mod entries;
mod explanation;
mod filters;
mod problems;
mod progress;
mod timeline;
mod timeline_lanes;
mod timeline_scale;

use eframe::egui::{CentralPanel, Frame, Panel, Ui};

use super::Actions;
use super::theme;
use crate::app::{Notes, Phase, Session};
use theme::Palette;

pub(super) fn session_ui(ui: &mut Ui, session: &Session, notes: &Notes, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    if let Phase::Failed(reason) = &session.phase {
        progress::failed_ui(ui, session, reason);
        return;
    }
    let strip = Frame::new().fill(palette.surface).inner_margin(theme::bar_margin());
    Panel::top("progress").frame(strip).resizable(false).show(ui, |ui| progress::progress_ui(ui, session, actions));
    let max_height = (ui.available_height() * 0.27).max(96.0);
    Panel::top("problems")
        .frame(Frame::new().fill(palette.surface))
        .resizable(false)
        .exact_size(problems::height(session).min(max_height))
        .show(ui, |ui| problems::problems_ui(ui, session, actions));
    let timeline_height = timeline::height(session, ui.available_height());
    Panel::top("timeline")
        .frame(Frame::new().fill(palette.surface))
        .resizable(false)
        .exact_size(timeline_height)
        .show(ui, |ui| timeline::timeline_ui(ui, session, actions));
    let bar = Frame::new().fill(palette.bar).inner_margin(eframe::egui::Margin::symmetric(12, 4));
    Panel::top("filter").frame(bar).resizable(false).show(ui, |ui| filters::filters_ui(ui, session, actions));
    explanation::explanation_ui(ui, session, notes, actions);
    CentralPanel::no_frame().show(ui, |ui| entries::entries_ui(ui, session, actions));
}
