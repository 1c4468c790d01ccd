//! The edge of a pane, which the pointer and the keyboard move.

use std::ops::RangeInclusive;

use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::{Pane, PaneAction};
use crate::ui::theme::Palette;

/// Width of the edge that takes the pointer. It is inside the pane.
pub(crate) const EDGE: f32 = 6.0;
/// Length of the handle in the middle of the edge.
const HANDLE: f32 = 32.0;

/// Which edge of a pane moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// The lower edge.
    Bottom,
    /// The left edge.
    Left,
    /// The right edge.
    Right,
}

/// A pane whose edge moves.
pub(crate) struct Splitter {
    /// The pane.
    pub pane: Pane,
    /// Where the pane is.
    pub rect: Rect,
    /// The edge that moves.
    pub edge: Edge,
    /// The least and the greatest size.
    pub sizes: RangeInclusive<f32>,
    /// How far a key moves it.
    pub step: f32,
}

impl Splitter {
    fn size(&self) -> f32 {
        if self.edge == Edge::Bottom { self.rect.height() } else { self.rect.width() }
    }

    fn strip(&self) -> Rect {
        match self.edge {
            Edge::Bottom => Rect::from_min_max(pos2(self.rect.left(), self.rect.bottom() - EDGE), self.rect.max),
            Edge::Left => Rect::from_min_max(self.rect.min, pos2(self.rect.left() + EDGE, self.rect.bottom())),
            Edge::Right => Rect::from_min_max(pos2(self.rect.right() - EDGE, self.rect.top()), self.rect.max),
        }
    }

    /// The size at which the edge is under the pointer.
    fn size_at(&self, pointer: Pos2) -> f32 {
        match self.edge {
            Edge::Bottom => pointer.y - self.rect.top(),
            Edge::Left => self.rect.right() - pointer.x,
            Edge::Right => pointer.x - self.rect.left(),
        }
    }

    fn clamped(&self, size: f32) -> f32 {
        let (least, greatest) = (*self.sizes.start(), self.sizes.end().max(*self.sizes.start()));
        size.clamp(least, greatest)
    }
}

/// Draws the edge and reads the pointer and the keys.
pub(crate) fn splitter_ui(ui: &mut Ui, splitter: &Splitter) -> Vec<PaneAction> {
    let palette = Palette::of(ui.visuals());
    let strip = splitter.strip();
    let id = Id::unique(("edge of a pane", splitter.pane.id()));
    let response = ui.interact(strip, id, Sense::click_and_drag());
    describe(ui, &response, splitter);
    let is_active = response.hovered() || response.dragged() || response.has_focus();
    let (color, thickness) = if is_active { (palette.accent, 2.0) } else { (palette.line, 1.0) };
    let line = match splitter.edge {
        Edge::Bottom => Rect::from_min_max(pos2(strip.left(), strip.bottom() - thickness), strip.max),
        Edge::Left => Rect::from_min_max(strip.min, pos2(strip.left() + thickness, strip.bottom())),
        Edge::Right => Rect::from_min_max(pos2(strip.right() - thickness, strip.top()), strip.max),
    };
    ui.painter().rect_filled(line, 0, color);
    let handle = match splitter.edge {
        Edge::Bottom => vec2(HANDLE, 2.0),
        Edge::Left | Edge::Right => vec2(2.0, HANDLE),
    };
    let handle_color = if is_active { palette.accent } else { palette.outline };
    ui.painter().rect_filled(Rect::from_center_size(strip.center(), handle), 1, handle_color);

    let mut actions = Vec::new();
    read_pointer(ui, &response, splitter, &mut actions);
    if response.has_focus() {
        read_keys(ui, id, splitter, &mut actions);
    }
    let cursor = if splitter.edge == Edge::Bottom { CursorIcon::ResizeVertical } else { CursorIcon::ResizeHorizontal };
    response.on_hover_cursor(cursor);
    actions
}

fn describe(ui: &Ui, response: &Response, splitter: &Splitter) {
    let what = if splitter.edge == Edge::Bottom { "Height" } else { "Width" };
    let name = format!("{what} of {}", splitter.pane.title().to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(f64::from(splitter.size()));
        node.set_min_numeric_value(f64::from(*splitter.sizes.start()));
        node.set_max_numeric_value(f64::from(*splitter.sizes.end()));
        node.set_description("Arrow keys move it; Enter fits it to the window");
    });
}

fn read_pointer(ui: &Ui, response: &Response, splitter: &Splitter, actions: &mut Vec<PaneAction>) {
    if response.double_clicked() {
        actions.push(PaneAction::Fit(splitter.pane));
        return;
    }
    // The distance from the pointer to the edge stays the same during a drag.
    let grip_id = response.id.with("grip");
    if response.drag_started()
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        let grip = splitter.size_at(origin) - splitter.size();
        ui.data_mut(|data| data.insert_temp(grip_id, grip));
    }
    if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
        let grip: f32 = ui.data(|data| data.get_temp(grip_id)).unwrap_or_default();
        actions.push(PaneAction::Resize(splitter.pane, splitter.clamped(splitter.size_at(pointer) - grip)));
    }
    if response.drag_stopped() {
        actions.push(PaneAction::Settle);
    }
}

fn read_keys(ui: &Ui, id: Id, splitter: &Splitter, actions: &mut Vec<PaneAction>) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (smaller, larger) = match splitter.edge {
        Edge::Bottom => (Key::ArrowUp, Key::ArrowDown),
        Edge::Left => (Key::ArrowRight, Key::ArrowLeft),
        Edge::Right => (Key::ArrowLeft, Key::ArrowRight),
    };
    let sizes = [
        (smaller, splitter.size() - splitter.step),
        (larger, splitter.size() + splitter.step),
        (Key::Home, *splitter.sizes.start()),
        (Key::End, *splitter.sizes.end()),
    ];
    for (key, size) in sizes {
        if pressed(key) {
            actions.extend([PaneAction::Resize(splitter.pane, splitter.clamped(size)), PaneAction::Settle]);
        }
    }
    if pressed(Key::Enter) {
        actions.push(PaneAction::Fit(splitter.pane));
    }
}
