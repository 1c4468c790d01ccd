//! A list of any length: only the visible rows are drawn, and its own scroll bar computes in `f64`.

use eframe::egui::accesskit::Node;
use eframe::egui::{
    EventFilter, Id, InputState, Key, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::app::{List, ListAction, Move, RowHeights, ScrollMark};
use crate::ui::theme;
use crate::ui::theme::Palette;

/// Shorter handles are hard to grab with the pointer.
const MIN_HANDLE: f32 = 28.0;

/// Which list to draw.
pub(crate) struct ListSpec<'a> {
    /// Its id, which also takes the keyboard's focus.
    pub id: Id,
    /// Its accessible name.
    pub name: &'a str,
    /// A list or a table.
    pub role: Role,
    /// A list item or a table row.
    pub row_role: Role,
    /// Its length, scroll position and selection.
    pub list: &'a List,
    /// Positions to mark on the scroll bar.
    pub marks: &'a [ScrollMark],
    /// Positions of marked rows, from 0 to 1.
    pub pins: &'a [f64],
    /// Positions of a found text on the scroll bar, from 0 to 1.
    pub hits: &'a [f64],
    /// Height of a row of one line in points.
    pub row_height: f32,
    /// The heights of the visible rows, in those of a row of one line.
    pub heights: RowHeights<'a>,
}

impl<'a> ListSpec<'a> {
    /// A list of rows of the usual height, without marks on the scroll bar.
    pub(crate) fn new(id: Id, name: &'a str, list: &'a List) -> Self {
        let (role, row_role, row_height) = (Role::List, Role::ListItem, theme::ROW);
        Self { id, name, role, row_role, list, marks: &[], hits: &[], pins: &[], row_height, heights: None }
    }
}

/// What the user did to a list.
pub(crate) struct ListOutput {
    /// For its state, in order.
    pub actions: Vec<ListAction>,
    /// Whether the list has the keyboard's focus.
    pub has_focus: bool,
    /// Where the user asked for the menu of the selected rows.
    pub menu_at: Option<Pos2>,
}

/// Draws a list into all the available space. `paint_row` paints a row into a rectangle and returns its accessible name;
/// `None` for a row that is not loaded yet.
pub(crate) fn list_ui(
    ui: &mut Ui,
    spec: &ListSpec<'_>,
    mut paint_row: impl FnMut(&Ui, Rect, u64) -> Option<String>,
) -> ListOutput {
    let whole = ui.available_rect_before_wrap();
    list_frame_ui(ui, spec, whole_rows(whole, spec), |ui, input| {
        let rows_rect = rows_rect(whole);
        let (top, fraction) = spec.list.top();
        let height_of = |row| f64::from(spec.row_height) * spec.heights.map_or(1.0, |height_of| height_of(row));
        let mut offset = -fraction * height_of(top);
        for row_idx in spec.list.visible() {
            let min = pos2(rows_rect.left(), rows_rect.top() + offset as f32);
            let height = height_of(row_idx);
            let rect = Rect::from_min_size(min, vec2(rows_rect.width(), height as f32));
            offset += height;
            input.paint_background(ui, row_idx, rect);
            if let Some(name) = paint_row(ui, rect, row_idx) {
                input.read_row(ui, row_idx, rect.intersect(rows_rect), &name);
            }
        }
    })
}

/// The part of a list beside its scroll bar. The bar's space stays free also without a bar: nothing moves when more rows
/// arrive.
pub(crate) fn rows_rect(body: Rect) -> Rect {
    Rect::from_min_max(body.min, pos2(body.right() - theme::SCROLL_BAR, body.bottom()))
}

/// The part of a list that whole rows fill, so that no row is cut at the lower edge unless the list is scrolled by parts of rows.
pub(crate) fn whole_rows(body: Rect, spec: &ListSpec<'_>) -> Rect {
    let rows = (body.height() / spec.row_height).floor();
    if spec.heights.is_some() || rows < 1.0 || spec.list.len() as f64 <= f64::from(rows) {
        return body;
    }
    body.with_max_y(body.top() + rows * spec.row_height)
}

/// What a list and a table have in common: focus, keys, wheel, scroll bar. Takes all the available space; the rows are in
/// `body`, and `add_rows` draws them.
pub(crate) fn list_frame_ui<'a>(
    ui: &mut Ui,
    spec: &'a ListSpec<'a>,
    body: Rect,
    add_rows: impl FnOnce(&mut Ui, &mut ListInput<'a>),
) -> ListOutput {
    let whole = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(whole);
    let sense = if spec.list.takes_several() { Sense::click_and_drag() } else { Sense::click() };
    let builder = UiBuilder::new()
        .scope_id(spec.id)
        .max_rect(whole)
        .sense(sense)
        .accessibility_role(spec.role)
        .accessibility_label(spec.name);
    let mut list_ui = ui.new_child(builder);
    list_ui.expand_to_include_rect(whole);
    list_ui.shrink_clip_rect(whole);
    let has_focus = ui.memory(|memory| memory.has_focus(spec.id));
    let mut input = ListInput { spec, has_focus, clicked: false, rows: Vec::new(), menu_at: None, actions: Vec::new() };
    input.read_page(body);
    add_rows(&mut list_ui, &mut input);
    let own = list_ui.response();
    input.clicked |= own.clicked();
    if spec.list.takes_several() {
        ui.ctx().accesskit_node_builder(spec.id, Node::set_multiselectable);
        input.read_drag(&own, body);
    }
    input.read_wheel(&list_ui, whole);
    if has_focus {
        input.read_keys(&list_ui);
        let stroke = Stroke::new(1.0, Palette::of(list_ui.visuals()).accent);
        list_ui.painter().rect_stroke(body.shrink(0.5), 0, stroke, StrokeKind::Inside);
    }
    input.scroll_bar_ui(&list_ui, body);
    // A click on a row takes the focus from the list when the list's `Ui` ends, so the list requests it after that.
    drop(list_ui);
    if input.clicked {
        ui.memory_mut(|memory| memory.request_focus(spec.id));
    }
    ListOutput { actions: input.actions, has_focus, menu_at: input.menu_at }
}

/// What the user does to one list in one frame.
pub(crate) struct ListInput<'a> {
    spec: &'a ListSpec<'a>,
    has_focus: bool,
    /// Whether the list or one of its rows was clicked.
    clicked: bool,
    /// The rows that were drawn, each with its lower edge.
    rows: Vec<(u64, f32)>,
    /// Where the user asked for the menu of the selected rows.
    menu_at: Option<Pos2>,
    actions: Vec<ListAction>,
}

impl ListInput<'_> {
    fn read_page(&mut self, body: Rect) {
        let page = f64::from(body.height()) / f64::from(self.spec.row_height);
        if (page - self.spec.list.page()).abs() > 1e-6 {
            self.actions.push(ListAction::Page(page));
        }
    }

    fn row_id(&self, row_idx: u64) -> Id {
        self.spec.id.with(row_idx)
    }

    /// Paints the background of a row, which depends on the selection and the pointer.
    pub(crate) fn paint_background(&self, ui: &Ui, row_idx: u64, rect: Rect) {
        let palette = Palette::of(ui.visuals());
        if self.spec.list.is_selected(row_idx) {
            ui.painter().rect_filled(rect, 0, palette.selected);
            if self.has_focus && self.spec.list.selected() == Some(row_idx) {
                let edge = Rect::from_min_size(rect.min, vec2(2.0, rect.height()));
                ui.painter().rect_filled(edge, 0, palette.accent);
            }
        } else if ui.ctx().read_response(self.row_id(row_idx)).is_some_and(|row| row.hovered()) {
            ui.painter().rect_filled(rect, 0, palette.hovered);
        }
    }

    /// Makes a row clickable, and gives it its accessible name.
    pub(crate) fn read_row(&mut self, ui: &Ui, row_idx: u64, rect: Rect, name: &str) {
        let spec = self.spec;
        self.rows.push((row_idx, rect.bottom()));
        let selected = spec.list.is_selected(row_idx);
        let response = ui.interact(rect, self.row_id(row_idx), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(spec.row_role, true, name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(selected);
            node.set_row_index(row_idx as usize);
            node.set_position_in_set(row_idx as usize);
            node.set_size_of_set(spec.list.len() as usize);
        });
        if spec.list.selected() == Some(row_idx) {
            // Screen readers follow the selection while the list keeps the focus.
            let row_id = response.id;
            ui.ctx().accesskit_node_builder(spec.id, |node| node.set_active_descendant(row_id.accesskit_id()));
        }
        if response.clicked() {
            self.clicked = true;
            let modifiers = ui.input(|input| input.modifiers);
            self.actions.push(match (spec.list.takes_several(), modifiers.shift, modifiers.command) {
                (true, true, _) => ListAction::ExtendTo(row_idx),
                (true, false, true) => ListAction::Toggle(row_idx),
                _ => ListAction::Select(row_idx),
            });
        }
        if response.secondary_clicked() {
            self.clicked = true;
            if !selected {
                self.actions.push(ListAction::Select(row_idx));
            }
            self.menu_at = response.interact_pointer_pos();
        }
    }

    /// Selects the rows over which the pointer is dragged. Beyond the edges, the list scrolls.
    fn read_drag(&mut self, response: &Response, body: Rect) {
        let (Some(pointer), true) = (response.interact_pointer_pos(), response.dragged_by(PointerButton::Primary))
        else {
            return;
        };
        let began_at = response.ctx.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        if !rows_rect(body).contains(began_at) {
            return;
        }
        if response.drag_started() {
            self.clicked = true;
            let extends = response.ctx.input(|input| input.modifiers.shift);
            if let (Some(row), false) = (self.row_at(began_at.y, body), extends) {
                self.actions.push(ListAction::Select(row));
            }
        }
        if let Some(row) = self.row_at(pointer.y, body).filter(|row| self.spec.list.selected() != Some(*row)) {
            self.actions.push(ListAction::ExtendTo(row));
        }
        if !body.y_range().contains(pointer.y) {
            response.ctx.request_repaint();
        }
    }

    /// The row at a height; the nearest one outside the view for a height above or below the view.
    fn row_at(&self, y: f32, body: Rect) -> Option<u64> {
        let list = self.spec.list;
        let bottom = list.len().checked_sub(1)?;
        if y < body.top() {
            return Some(list.top().0.saturating_sub(1));
        }
        let below = self.rows.iter().find(|(_, bottom)| y < *bottom).map(|(row, _)| *row);
        Some(below.unwrap_or(list.visible().end).min(bottom))
    }

    fn read_wheel(&mut self, ui: &Ui, body: Rect) {
        if ui.rect_contains_pointer(body) {
            let pixels = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
            if pixels != 0.0 {
                self.scroll_by_wheel(ui, f64::from(-pixels / self.spec.row_height));
            }
        }
    }

    /// Scrolls by whole rows, so that no row is cut when the wheel rests. What is less than a row is kept for the next frame.
    /// Wrapped rows have different heights and scroll by any distance.
    fn scroll_by_wheel(&mut self, ui: &Ui, rows: f64) {
        let id = self.spec.id.with("wheel");
        let kept: f64 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        // What is left of the other direction does not count.
        let distance = if kept * rows < 0.0 { rows } else { kept + rows };
        let moved = if self.spec.heights.is_some() { distance } else { distance.trunc() };
        ui.data_mut(|data| data.insert_temp(id, distance - moved));
        if moved != 0.0 {
            self.actions.push(ListAction::ScrollBy(moved));
        }
    }

    fn read_keys(&mut self, ui: &Ui) {
        let takes_several = self.spec.list.takes_several();
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: takes_several, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.spec.id, filter));
        if takes_several {
            self.read_keys_of_several(ui);
        }
        let menu = |input: &mut InputState| {
            input.consume_key(Modifiers::NONE, Key::Menu) || input.consume_key(Modifiers::SHIFT, Key::F10)
        };
        if ui.input_mut(menu) {
            let selected = self.spec.list.selected();
            let bottom = self.rows.iter().find(|(row, _)| Some(*row) == selected).map(|(_, bottom)| *bottom);
            let body = ui.max_rect();
            self.menu_at = Some(pos2(body.left() + 3.0 * theme::ROW, bottom.unwrap_or(body.top())));
        }
        for (key, step) in MOVES {
            // Editors and browsers reach the ends with Ctrl, too.
            let with_command = matches!(step, Move::Home | Move::End);
            let pressed = |input: &mut InputState| {
                input.consume_key(Modifiers::NONE, key) || with_command && input.consume_key(Modifiers::COMMAND, key)
            };
            if ui.input_mut(pressed) {
                self.actions.push(ListAction::Move(step));
            }
        }
    }

    /// Keys with Shift extend the selection. egui matches them as plain keys, too, so they are read first.
    fn read_keys_of_several(&mut self, ui: &Ui) {
        for (key, step) in MOVES {
            let with_command = matches!(step, Move::Home | Move::End);
            let pressed = |input: &mut InputState| {
                input.consume_key(Modifiers::SHIFT, key)
                    || with_command && input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, key)
            };
            if ui.input_mut(pressed) {
                self.actions.push(ListAction::Extend(step));
            }
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
            self.actions.push(ListAction::SelectAll);
        }
    }

    fn scroll_bar_ui(&mut self, ui: &Ui, body: Rect) {
        let spec = self.spec;
        if spec.list.len() as f64 * f64::from(spec.row_height) <= f64::from(body.height()) {
            return;
        }
        let palette = Palette::of(ui.visuals());
        let bar = Rect::from_min_max(pos2(rows_rect(body).right(), body.top()), body.max);
        let response = ui.interact(bar, spec.id.with("scroll bar"), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, format!("Scroll {}", spec.name)));
        let share = (spec.list.page() / spec.list.len() as f64).clamp(0.0, 1.0);
        let handle_height = (f64::from(bar.height()) * share).max(f64::from(MIN_HANDLE)) as f32;
        let free = (bar.height() - handle_height).max(1.0);
        let handle_top = bar.top() + (spec.list.progress() * f64::from(free)) as f32;
        let handle = Rect::from_min_size(pos2(bar.left(), handle_top), vec2(bar.width(), handle_height));
        for mark in spec.marks {
            let y = bar.top() + (mark.at * f64::from(bar.height())) as f32;
            let tick = Rect::from_min_size(pos2(bar.left() + 2.0, y), vec2(bar.width() - 4.0, 2.0));
            ui.painter().rect_filled(tick, 0, palette.severity(mark.severity).0.gamma_multiply(mark.strength));
        }
        for place in spec.pins {
            let y = bar.top() + (place * f64::from(bar.height())) as f32;
            let pin = Rect::from_min_size(pos2(bar.left(), y), vec2(bar.width(), 3.0));
            ui.painter().rect_filled(pin, 1, palette.accent);
        }
        for place in spec.hits {
            let y = bar.top() + (place * f64::from(bar.height())) as f32;
            ui.painter().rect_filled(Rect::from_min_size(pos2(bar.left(), y), vec2(5.0, 2.0)), 0, palette.hit_mark);
        }
        let color = if response.dragged() || response.hovered() { palette.muted } else { palette.outline };
        ui.painter().rect_filled(handle.shrink2(vec2(3.0, 1.0)), 3, color);

        let Some(pointer) = response.interact_pointer_pos() else { return };
        // The distance from the handle's top to the pointer stays the same during a drag.
        let grip_id = response.id.with("grip");
        if response.drag_started() || response.clicked() {
            let grip = if handle.contains(pointer) { pointer.y - handle.top() } else { handle_height / 2.0 };
            ui.data_mut(|data| data.insert_temp(grip_id, grip));
        }
        let grip = ui.data(|data| data.get_temp(grip_id)).unwrap_or(handle_height / 2.0);
        if response.dragged() || response.clicked() {
            let place = f64::from(pointer.y - grip - bar.top()) / f64::from(free);
            self.actions.push(ListAction::ScrollTo(place));
        }
    }
}

/// The steps of a list whose keys were pressed in a text field, which has the focus.
pub(crate) fn moves_in_field(ui: &Ui, field: Id, steps: &[Move]) -> Vec<Move> {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(field, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    MOVES.into_iter().filter(|(key, step)| steps.contains(step) && pressed(*key)).map(|(_, step)| step).collect()
}

/// The keys of a list.
const MOVES: [(Key, Move); 6] = [
    (Key::ArrowUp, Move::Up),
    (Key::ArrowDown, Move::Down),
    (Key::PageUp, Move::PageUp),
    (Key::PageDown, Move::PageDown),
    (Key::Home, Move::Home),
    (Key::End, Move::End),
];
