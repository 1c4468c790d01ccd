//! A list of any length: only the visible rows are drawn, and its own scroll bar reckons in `f64`.

use eframe::egui::{
    EventFilter, Id, InputState, Key, Modifiers, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::app::{List, ListAction, Move};
use crate::catalog::Severity;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// Shorter handles are hard to catch.
const SHORTEST_HANDLE: f32 = 28.0;

/// Which list to draw.
pub struct ListSpec<'a> {
    /// Its identity, which also holds the keyboard's focus.
    pub id: Id,
    /// What it is called.
    pub name: &'a str,
    /// A list or a table.
    pub role: Role,
    /// A list's item or a table's row.
    pub row_role: Role,
    /// Its length, place and selection.
    pub list: &'a List,
    /// Places to mark on the scroll bar, from 0 to 1.
    pub marks: &'a [(f64, Option<Severity>)],
    /// Height of a row in points.
    pub row_height: f32,
}

/// Where and how to paint one row.
pub struct RowPaint<'u> {
    /// The list's.
    pub ui: &'u Ui,
    /// The row's place.
    pub rect: Rect,
    /// The colours.
    pub palette: &'static Palette,
}

/// What the user did to a list.
#[derive(Default)]
pub struct ListOutput {
    /// For its state, in order.
    pub actions: Vec<ListAction>,
    /// A row was double-clicked, or Enter was pressed on it.
    pub opened: Option<u64>,
    /// Whether the list has the keyboard.
    pub has_focus: bool,
}

/// Draws a list into all the room there is. `paint_row` paints a row and returns it in words; `None` for a row that is
/// not at hand yet.
pub fn list_ui(
    ui: &mut Ui,
    spec: &ListSpec<'_>,
    mut paint_row: impl FnMut(&RowPaint<'_>, u64) -> Option<String>,
) -> ListOutput {
    let whole = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(whole);
    let builder = UiBuilder::new()
        .scope_id(spec.id)
        .max_rect(whole)
        .sense(Sense::click())
        .accessibility_role(spec.role)
        .accessibility_label(spec.name);
    let mut list_ui = ui.new_child(builder);
    list_ui.expand_to_include_rect(whole);
    list_ui.shrink_clip_rect(whole);
    let (output, clicked) = rows_ui(&mut list_ui, spec, whole, &mut paint_row);
    // A list gives the focus away when a click goes to one of its rows, and that only when it is done.
    drop(list_ui);
    if clicked {
        ui.memory_mut(|memory| memory.request_focus(spec.id));
    }
    output
}

/// Draws rows and scroll bar. Also returns whether the list or one of its rows was clicked.
fn rows_ui(
    ui: &mut Ui,
    spec: &ListSpec<'_>,
    whole: Rect,
    paint_row: &mut dyn FnMut(&RowPaint<'_>, u64) -> Option<String>,
) -> (ListOutput, bool) {
    let palette = Palette::of(ui.visuals());
    let mut output = ListOutput::default();
    let page = f64::from(whole.height()) / f64::from(spec.row_height);
    if (page - spec.list.page()).abs() > 1e-6 {
        output.actions.push(ListAction::Page(page));
    }
    let scrolls = spec.list.len() as f64 > page;
    // The bar's room is kept free also without it: nothing moves when more rows arrive.
    let rows_rect = Rect::from_min_max(whole.min, pos2(whole.right() - theme::SCROLL_BAR, whole.bottom()));
    let focused = ui.memory(|memory| memory.has_focus(spec.id));
    let mut clicked = false;
    let (top, fraction) = spec.list.top();
    for row_idx in spec.list.visible() {
        let offset = ((row_idx - top) as f64 - fraction) * f64::from(spec.row_height);
        let min = pos2(rows_rect.left(), rows_rect.top() + offset as f32);
        let rect = Rect::from_min_size(min, vec2(rows_rect.width(), spec.row_height));
        let response = ui.interact(rect.intersect(rows_rect), spec.id.with(row_idx), Sense::CLICK);
        let selected = spec.list.selected() == Some(row_idx);
        paint_row_background(ui.painter(), palette, rect, selected, focused, response.hovered());
        let Some(name) = paint_row(&RowPaint { ui, rect, palette }, row_idx) else { continue };
        name_row(ui, spec, &response, row_idx, selected, &name);
        if response.clicked() {
            clicked = true;
            output.actions.push(ListAction::Select(row_idx));
        }
        if response.double_clicked() {
            output.opened = Some(row_idx);
        }
    }
    clicked |= ui.response().clicked();
    if ui.rect_contains_pointer(whole) {
        let pixels = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        if pixels != 0.0 {
            output.actions.push(ListAction::ScrollBy(f64::from(-pixels / spec.row_height)));
        }
    }
    if focused {
        read_keys(ui, spec, &mut output);
        ui.painter().rect_stroke(whole.shrink(0.5), 0, Stroke::new(1.0, palette.accent), StrokeKind::Inside);
    }
    if scrolls {
        let bar = Rect::from_min_max(pos2(rows_rect.right(), whole.top()), whole.max);
        output.actions.extend(scroll_bar_ui(ui, spec, bar, palette));
    }
    output.has_focus = focused;
    (output, clicked)
}

fn paint_row_background(
    painter: &Painter,
    palette: &Palette,
    rect: Rect,
    selected: bool,
    focused: bool,
    hovered: bool,
) {
    if selected {
        painter.rect_filled(rect, 0, palette.selected);
        if focused {
            let edge = Rect::from_min_size(rect.min, vec2(2.0, rect.height()));
            painter.rect_filled(edge, 0, palette.accent);
        }
    } else if hovered {
        painter.rect_filled(rect, 0, palette.hovered);
    }
}

fn name_row(ui: &Ui, spec: &ListSpec<'_>, response: &Response, row_idx: u64, selected: bool, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(spec.row_role, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_row_index(row_idx as usize);
        node.set_position_in_set(row_idx as usize);
        node.set_size_of_set(spec.list.len() as usize);
    });
    if selected {
        // Screen readers follow the selection while the list keeps the keyboard.
        let row_id = response.id;
        ui.ctx().accesskit_node_builder(spec.id, |node| node.set_active_descendant(row_id.accesskit_id()));
    }
}

fn read_keys(ui: &mut Ui, spec: &ListSpec<'_>, output: &mut ListOutput) {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(spec.id, filter));
    for (key, step) in MOVES {
        // Editors and browsers reach the ends with Ctrl, too.
        let with_command = matches!(step, Move::Home | Move::End);
        let pressed = |input: &mut InputState| {
            input.consume_key(Modifiers::NONE, key) || with_command && input.consume_key(Modifiers::COMMAND, key)
        };
        if ui.input_mut(pressed) {
            output.actions.push(ListAction::Move(step));
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        output.opened = spec.list.selected();
    }
}

/// The keys of a list.
pub const MOVES: [(Key, Move); 6] = [
    (Key::ArrowUp, Move::Up),
    (Key::ArrowDown, Move::Down),
    (Key::PageUp, Move::PageUp),
    (Key::PageDown, Move::PageDown),
    (Key::Home, Move::Home),
    (Key::End, Move::End),
];

fn scroll_bar_ui(ui: &mut Ui, spec: &ListSpec<'_>, bar: Rect, palette: &Palette) -> Option<ListAction> {
    let response = ui.interact(bar, spec.id.with("scroll bar"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, format!("Scroll {}", spec.name)));
    let share = (spec.list.page() / spec.list.len() as f64).clamp(0.0, 1.0);
    let handle_height = (f64::from(bar.height()) * share).max(f64::from(SHORTEST_HANDLE)) as f32;
    let room = (bar.height() - handle_height).max(1.0);
    let handle_top = bar.top() + (spec.list.progress() * f64::from(room)) as f32;
    let handle = Rect::from_min_size(pos2(bar.left(), handle_top), vec2(bar.width(), handle_height));

    for (place, severity) in spec.marks {
        let y = bar.top() + (place * f64::from(bar.height())) as f32;
        let tick = Rect::from_min_size(pos2(bar.left() + 2.0, y), vec2(bar.width() - 4.0, 2.0));
        ui.painter().rect_filled(tick, 0, palette.severity(*severity).0);
    }
    let strength = if response.dragged() || response.hovered() { 0.7 } else { 0.4 };
    ui.painter().rect_filled(handle.shrink2(vec2(3.0, 1.0)), 3, palette.muted.gamma_multiply(strength));

    // Where within the handle it is held.
    let grip_id = response.id.with("grip");
    let pointer = response.interact_pointer_pos()?;
    if response.drag_started() || response.clicked() {
        let grip = if handle.contains(pointer) { pointer.y - handle.top() } else { handle_height / 2.0 };
        ui.data_mut(|data| data.insert_temp(grip_id, grip));
    }
    let grip = ui.data(|data| data.get_temp(grip_id)).unwrap_or(handle_height / 2.0);
    (response.dragged() || response.clicked())
        .then(|| ListAction::ScrollTo(f64::from(pointer.y - grip - bar.top()) / f64::from(room)))
}
