//! The picture that a log was read from.
//!
//! In: a [`PictureLog`] and the selected entry.
//!
//! - `canvas`: the picture with boxes on findings and on the selected row; zoom, pan, clicks
//! - `tools`: the bar above it: what it is, zoom, copies
//! - `row_text`: beside the entry: its rows enlarged, how surely they were read, and their text to correct
//! - `textures`: the pixels on the graphics card, of the shown picture only
//!
//! Out: [`PictureAction`]s.
//!
//! What always holds: boxes are visible on light and dark pictures, in both appearances, and differ in more than colour; every
//! box can be reached by the keyboard through the list of entries.

mod canvas;
mod row_text;
mod textures;
mod tools;

use eframe::egui::{Frame, Label, Margin, Panel, Rect, RichText, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};

pub(super) use row_text::row_text_ui;
pub(super) use textures::free_others;

use super::Actions;
use super::theme;
use super::widgets::splitter::{EDGE, Edge, Splitter, splitter_ui};
use crate::app::{Action, Pane, PaneAction, PictureAction, PictureLog, Session, SessionAction, State};
use theme::Palette;

/// From this width on, the picture is beside the rows and the explanation.
const WIDE: f32 = 1500.0;
/// The share of the width that it has then.
const WIDE_SHARE: f32 = 0.42;
/// The share of the height that it has above the rows.
const SHARE: f32 = 0.52;
/// The least width and height.
const LEAST: [f32; 2] = [320.0, 96.0];
/// The least width and height that are left for the rows.
const ROWS_LEFT: [f32; 2] = [760.0, 120.0];

/// Whether the picture is beside the rows, not above them.
pub(super) fn is_wide(width: f32) -> bool {
    width >= WIDE
}

/// Draws the picture as a panel: beside the rows if `wide`, else above them.
pub(super) fn picture_panel_ui(ui: &mut Ui, session: &Session, state: &State, wide: bool, actions: &mut Actions) {
    let Some(picture) = &session.picture else { return };
    let panes = state.settings.panes;
    let can_join = state.logs.sessions.iter().filter(|other| other.picture.is_some()).count() > 1;
    let tools = |is_folded| tools::Tools { is_folded, can_join };
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.surface);
    let side = usize::from(!wide);
    let available = [ui.available_width(), ui.available_height()][side];
    let pane = if wide { Pane::WidePicture } else { Pane::Picture };
    let is_folded = panes.is_folded(pane) && !wide;
    if is_folded {
        let strip = Panel::top("picture, folded").frame(frame).resizable(false).exact_size(theme::CONTROL);
        strip.show(ui, |ui| tools::tools_ui(ui, session, picture, &tools(Some(true)), actions));
        return;
    }
    let greatest = (available - ROWS_LEFT[side]).max(LEAST[side]);
    let default = available * [WIDE_SHARE, SHARE][side];
    let length = panes.size(pane).unwrap_or(default).clamp(LEAST[side], greatest);
    let place = if wide { Panel::left("wide picture") } else { Panel::top("picture") };
    place.frame(frame).resizable(false).exact_size(length).show(ui, |ui| {
        let rect = ui.max_rect();
        let edge = if wide { vec2(EDGE, 0.0) } else { vec2(0.0, EDGE) };
        let inner = Rect::from_min_max(rect.min, rect.max - edge);
        let region = UiBuilder::new().max_rect(inner).accessibility_role(Role::Region).accessibility_label("Picture");
        ui.scope_builder(region, |ui| {
            let head = Rect::from_min_size(inner.min, vec2(inner.width(), theme::CONTROL));
            ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
                tools::tools_ui(ui, session, picture, &tools((!wide).then_some(false)), actions);
            });
            let body = Rect::from_min_max(pos2(inner.left(), head.bottom()), inner.max);
            ui.scope_builder(UiBuilder::new().max_rect(body), |ui| canvas::canvas_ui(ui, session, picture, actions));
        });
        let sizes = LEAST[side]..=greatest;
        let (edge, step) = if wide { (Edge::Right, 32.0) } else { (Edge::Bottom, theme::ROW) };
        actions.extend(splitter_ui(ui, &Splitter { pane, rect, edge, sizes, step }).into_iter().map(Action::Pane));
    });
}

/// An action on the picture of a log.
fn on_picture(session: &Session, action: PictureAction) -> Action {
    Action::Session(session.id, SessionAction::Picture(action))
}

/// Folds the picture, or unfolds it.
fn fold() -> Action {
    Action::Pane(PaneAction::Fold(Pane::Picture))
}

/// The text of a picture while it is read, before its entries are known.
pub(super) fn rows_so_far_ui(ui: &mut Ui, picture: &PictureLog) {
    let rows = &picture.text.rows;
    Frame::new().inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show_rows(
            ui,
            theme::ROW,
            rows.len(),
            |ui, shown| {
                for row in rows.get(shown).unwrap_or_default() {
                    let text = RichText::new(crate::sanitize::one_line(&row.text)).font(theme::mono());
                    ui.horizontal(|ui| {
                        ui.set_height(theme::ROW);
                        ui.add(Label::new(text).truncate());
                    });
                }
            },
        );
    });
}
