//! One log: its problems at the top, its entries below, the selected one explained beside them.
//!
//! In: a [`Session`], and the settings and notes of the [`State`].
//!
//! From top to bottom:
//! - `progress`: how much has been read; then a summary of the log
//! - `problems`, `problem_rows`, `problem_menu`: the list of problems; `notables`: what a log without a code itself reports
//! - `timeline`, `timeline_lanes`, `timeline_scale`: density of entries over time, and a lane for each user
//! - `filters`: what the log is narrowed to, which entries are shown, and a text to find in them
//! - `entries`: the list of entries; `line_menu`: its menu; `marked_lines`: the list of marked lines over it
//! - `details_pane`: on the right, the selected entry: its text (`entry_text`), its problem and codes (`explanation`),
//!   and the steps of its attempt (`ladder`)
//!
//! Out: actions of this session, and sizes of the panes.
//!
//! What always holds: the heights of problems and timeline do not depend on the selection, so nothing moves on a click.

mod details_pane;
mod entries;
mod entry_text;
mod explanation;
mod filters;
mod ladder;
mod line_menu;
mod marked_lines;
mod notables;
mod problem_menu;
mod problem_rows;
mod problems;
mod progress;
mod timeline;
mod timeline_lanes;
mod timeline_scale;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::Actions;
use super::picture_view;
use super::theme;
use super::widgets::splitter::{Edge, Splitter, splitter_ui};
use crate::app::{Action, Pane, PaneContent, Phase, Session, State, heights};
use theme::Palette;

/// The share of the height that problems and rows of a picture divide between them.
const PICTURE_SHARE: f32 = 0.85;
/// The timeline of a picture.
const NOTHING: PaneContent = PaneContent { head: 0.0, row: 1.0, rows: 1, folded: 0.0 };

pub(super) fn session_ui(ui: &mut Ui, session: &Session, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    if let Phase::Failed(reason) = &session.phase {
        progress::failed_ui(ui, session, reason);
        return;
    }
    let strip = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(12, 0));
    Panel::top("progress").frame(strip).resizable(false).show(ui, |ui| progress::progress_ui(ui, session, actions));
    let panes = state.settings.panes;
    let free = ui.available_height() - filters::height(ui);
    // A picture needs space above its rows.
    let free = if session.picture.is_some() { free * PICTURE_SHARE } else { free };
    let has_timeline = session.picture.is_none();
    let timeline = if has_timeline { timeline::content(session) } else { NOTHING };
    let problems = problems::content(session);
    let [problems_height, timeline_height] = heights(panes, free, &problems, &timeline);
    Panel::top("problems").frame(Frame::new().fill(palette.surface)).resizable(false).exact_size(problems_height).show(
        ui,
        |ui| {
            problems::problems_ui(ui, session, panes, actions);
            edge_ui(ui, Pane::Problems, &problems, panes.is_folded(Pane::Problems), actions);
        },
    );
    // Times that were read from a picture are not sure enough for a timeline.
    if has_timeline {
        let strip = Panel::top("timeline").frame(Frame::new().fill(palette.surface)).resizable(false);
        strip.exact_size(timeline_height).show(ui, |ui| {
            timeline::timeline_ui(ui, session, panes, actions);
            edge_ui(ui, Pane::Timeline, &timeline, panes.is_folded(Pane::Timeline), actions);
        });
    }
    let wide = picture_view::is_wide(ui.available_width());
    let bar = Frame::new().fill(palette.bar).inner_margin(Margin::symmetric(12, 0));
    let height = filters::height(ui);
    Panel::top("filter")
        .frame(bar)
        .resizable(false)
        .exact_size(height)
        .show(ui, |ui| filters::filters_ui(ui, session, actions));
    if wide {
        picture_view::picture_panel_ui(ui, session, state, wide, actions);
    }
    details_pane::details_pane_ui(ui, session, state, actions);
    if !wide {
        picture_view::picture_panel_ui(ui, session, state, wide, actions);
    }
    CentralPanel::no_frame().show(ui, |ui| entries::entries_ui(ui, session, actions));
}

/// The lower edge of a pane. That of a folded one is only a line.
fn edge_ui(ui: &mut Ui, pane: Pane, content: &PaneContent, is_folded: bool, actions: &mut Actions) {
    let rect = ui.max_rect();
    if is_folded {
        let line = eframe::egui::Stroke::new(1.0, Palette::of(ui.visuals()).line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        return;
    }
    let sizes = content.head + content.row..=content.head + content.row * content.rows.max(1) as f32;
    let splitter = Splitter { pane, rect, edge: Edge::Bottom, sizes, step: content.row };
    actions.extend(splitter_ui(ui, &splitter).into_iter().map(Action::Pane));
}
