//! The picture with boxes on findings and on the selected row.

use eframe::egui::{
    Color32, CursorIcon, EventFilter, Key, Modifiers, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::on_picture;
use super::textures::paint_picture;
use crate::app::{Action, FindingBox, PictureAction, PictureLog, Session, SessionAction, Shown, ViewAction};
use crate::ui::Actions;
use crate::ui::focus;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::text::paragraph_ui;

/// Points by which an arrow key moves the picture.
const KEY_STEP: f32 = 48.0;
/// Points around a passage that its box leaves free.
const FREE: f32 = 2.0;
/// By this share of its height a passage may begin earlier or end later than its characters say.
const INEXACT: f32 = 0.15;
/// The least side of a box in points: smaller ones are not seen.
const MIN_BOX: f32 = 6.0;

pub(super) fn canvas_ui(ui: &mut Ui, session: &Session, picture: &PictureLog, actions: &mut Actions) {
    let body = ui.max_rect();
    ui.painter().rect_filled(body, 0, Palette::of(ui.visuals()).inset);
    let size = picture.size();
    if size[0] == 0 || !picture.parts.iter().any(|part| matches!(part.shown, Shown::Pixels(_))) {
        nothing_ui(ui, picture);
        return;
    }
    let canvas = Canvas { body, picture, size };
    let response = ui.interact(body, focus::picture(), Sense::click_and_drag());
    let pointer = ui.ctx().pointer_hover_pos().filter(|_| response.hovered() && !response.dragged());
    let hovered = pointer.and_then(|at| picture.line_at(canvas.pixel_at(at)));
    describe(ui, &response, picture);
    ui.scope(|ui| {
        ui.set_clip_rect(body.intersect(ui.clip_rect()));
        let visible = canvas.visible_pixels();
        paint_picture(ui, session, picture, visible, canvas.rect_of(visible));
        boxes_ui(ui, session, &canvas, hovered, actions);
    });
    if response.has_focus() {
        let stroke = Stroke::new(1.0, Palette::of(ui.visuals()).accent);
        ui.painter().rect_stroke(body.shrink(0.5), 0, stroke, StrokeKind::Inside);
    }
    let mut view = |action| actions.push(on_picture(session, PictureAction::View(action)));
    read_view(ui, &canvas, &response, &mut view);
    if response.has_focus() {
        read_keys(ui, &response, &mut view);
    }
    if response.clicked() {
        response.request_focus();
        let line = response.interact_pointer_pos().and_then(|at| picture.line_at(canvas.pixel_at(at)));
        actions.extend(line.map(|line| Action::Session(session.id, SessionAction::GoToLine(line))));
    }
    if response.double_clicked() {
        actions.push(on_picture(session, PictureAction::Edit));
    }
    let cursor = match (response.dragged(), hovered.is_some()) {
        (true, _) => CursorIcon::Grabbing,
        (false, true) => CursorIcon::PointingHand,
        (false, false) => CursorIcon::Grab,
    };
    response.on_hover_cursor(cursor);
}

/// A picture in the view.
struct Canvas<'p> {
    body: Rect,
    picture: &'p PictureLog,
    size: [u32; 2],
}

impl Canvas<'_> {
    fn point_of(&self, pixel: Pos2) -> Pos2 {
        let [x, y] = self.picture.view.point_of([pixel.x, pixel.y], self.size);
        self.body.min + vec2(x, y)
    }

    fn pixel_at(&self, at: Pos2) -> [f32; 2] {
        self.picture.view.pixel_at([at.x - self.body.left(), at.y - self.body.top()], self.size)
    }

    fn rect_of(&self, pixels: Rect) -> Rect {
        Rect::from_min_max(self.point_of(pixels.min), self.point_of(pixels.max))
    }

    /// The corners of a row.
    fn corners_of(&self, row: usize) -> Option<Vec<Pos2>> {
        let corners = self.picture.row_corners(row)?;
        Some(corners.iter().map(|[x, y]| self.point_of(pos2(*x, *y))).collect())
    }

    fn is_tilted(&self, row: usize) -> bool {
        self.picture.row_corners(row).is_some_and(|corners| (corners[0][1] - corners[1][1]).abs() > 0.5)
    }

    /// The pixels that are visible.
    fn visible_pixels(&self) -> Rect {
        let corner = |at| {
            let [x, y] = self.pixel_at(at);
            pos2(x, y)
        };
        let whole = Rect::from_min_size(Pos2::ZERO, vec2(self.size[0] as f32, self.size[1] as f32));
        Rect::from_min_max(corner(self.body.min), corner(self.body.max)).intersect(whole)
    }

    /// Where a box is drawn around a passage: left, top, width, height in pixels.
    fn box_of(&self, bounds: [u32; 4]) -> Rect {
        let [left, top, width, height] = bounds.map(|side| side as f32);
        let passage = Rect::from_min_size(pos2(left, top), vec2(width, height));
        // The places of characters are not exact.
        let rect = self.rect_of(passage.expand2(vec2(height * INEXACT, 0.0))).expand(FREE);
        Rect::from_center_size(rect.center(), rect.size().max(vec2(MIN_BOX, MIN_BOX)))
    }
}

fn describe(ui: &Ui, response: &Response, picture: &PictureLog) {
    let [width, height] = picture.size();
    let rows = picture.text.rows.len();
    let name = format!("Picture, {width} × {height} pixels, {rows} rows of text");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description("Arrow keys move it, plus and minus scale it; the list of entries has its text");
    });
}

/// Boxes from the least to the most important: rows while they are read, the selected rows, findings.
fn boxes_ui(ui: &Ui, session: &Session, canvas: &Canvas<'_>, hovered: Option<u64>, actions: &mut Actions) {
    let picture = canvas.picture;
    if picture.reading.is_some() {
        for row in 0..picture.text.rows.len() {
            paint_row(ui, canvas, row, theme::on_picture::SELECTED_FILL);
        }
        return;
    }
    if let Some(line) = hovered {
        paint_row(ui, canvas, line as usize - 1, theme::on_picture::HOVERED);
    }
    let selected = session.selection.details.as_ref().map(|details| picture.rows_of(&details.entry));
    for row in selected.clone().into_iter().flatten() {
        paint_row(ui, canvas, row, theme::on_picture::SELECTED_FILL);
    }
    if let Some(rows) = selected
        && let Some(bounds) = picture.rows_bounds(rows.clone())
    {
        let rect = canvas.box_of(bounds).shrink(FREE);
        if rows.clone().any(|row| canvas.is_tilted(row)) {
            rows.for_each(|row| outline_row(ui, canvas, row));
        } else {
            paint_box(ui.painter(), rect, Stroke::new(1.5, theme::on_picture::SELECTED), true);
        }
        let response = ui.interact(rect.intersect(canvas.body), focus::picture().with("selected row"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Mark, true, "Box of the selected row"));
    }
    for (nth, found) in picture.boxes.iter().enumerate() {
        let rect = canvas.box_of(found.bounds);
        if rect.intersects(canvas.body) {
            finding_ui(ui, session, (nth, found), rect.intersect(canvas.body), actions);
            let stroke = Stroke::new(2.0, theme::on_picture::severity(found.severity));
            paint_box(ui.painter(), rect, stroke, found.is_sure);
        }
    }
}

/// Fills a row.
fn paint_row(ui: &Ui, canvas: &Canvas<'_>, row: usize, color: Color32) {
    if let Some(corners) = canvas.corners_of(row) {
        ui.painter().add(Shape::convex_polygon(corners, color, Stroke::NONE));
    }
}

/// Outlines a tilted row.
fn outline_row(ui: &Ui, canvas: &Canvas<'_>, row: usize) {
    if let Some(corners) = canvas.corners_of(row) {
        ui.painter().add(Shape::closed_line(corners.clone(), Stroke::new(3.0, theme::on_picture::HALO)));
        ui.painter().add(Shape::closed_line(corners, Stroke::new(1.5, theme::on_picture::SELECTED)));
    }
}

/// Makes the box of a finding clickable.
fn finding_ui(ui: &Ui, session: &Session, (nth, found): (usize, &FindingBox), rect: Rect, actions: &mut Actions) {
    let response = ui.interact(rect, focus::picture().with(("finding", nth)), Sense::CLICK);
    let name = format!("{}, line {}", found.title, found.line);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    if response.clicked() {
        actions.push(Action::Session(session.id, SessionAction::GoToLine(found.line)));
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&found.title);
}

/// Paints the outline of a box, dashed if it is not sure. A light line around it separates it from dark pictures.
fn paint_box(painter: &Painter, rect: Rect, stroke: Stroke, is_sure: bool) {
    let halo = Stroke::new(stroke.width + 1.5, theme::on_picture::HALO);
    painter.rect_stroke(rect, 3, halo, StrokeKind::Middle);
    if is_sure {
        painter.rect_stroke(rect, 3, stroke, StrokeKind::Middle);
        return;
    }
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(Shape::dashed_line(&corners, stroke, 5.0, 3.0));
}

fn read_view(ui: &Ui, canvas: &Canvas<'_>, response: &Response, view: &mut impl FnMut(ViewAction)) {
    let body = canvas.body;
    view_size(canvas, view);
    if response.dragged() {
        let moved = response.drag_delta();
        if moved != vec2(0.0, 0.0) {
            view(ViewAction::Pan([moved.x, moved.y]));
        }
    }
    if !ui.rect_contains_pointer(body) {
        return;
    }
    let (factor, scrolled) = ui.input_mut(|input| (input.zoom_delta(), std::mem::take(&mut input.smooth_scroll_delta)));
    let at = ui.ctx().pointer_hover_pos().unwrap_or(body.center()) - body.min;
    if (factor - 1.0).abs() > 1e-3 {
        view(ViewAction::ZoomBy { factor, at: [at.x, at.y] });
    } else if scrolled != vec2(0.0, 0.0) {
        view(ViewAction::Pan([scrolled.x, scrolled.y]));
    }
}

/// Sends the size of the view when it changes.
fn view_size(canvas: &Canvas<'_>, view: &mut impl FnMut(ViewAction)) {
    let size = [canvas.body.width(), canvas.body.height()];
    let known = canvas.picture.view.viewport();
    if (known[0] - size[0]).abs() + (known[1] - size[1]).abs() > 0.1 {
        view(ViewAction::Viewport(size));
    }
}

fn read_keys(ui: &Ui, response: &Response, view: &mut impl FnMut(ViewAction)) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let keys = [
        (Key::ArrowLeft, ViewAction::Pan([KEY_STEP, 0.0])),
        (Key::ArrowRight, ViewAction::Pan([-KEY_STEP, 0.0])),
        (Key::ArrowUp, ViewAction::Pan([0.0, KEY_STEP])),
        (Key::ArrowDown, ViewAction::Pan([0.0, -KEY_STEP])),
        (Key::Plus, ViewAction::Larger),
        (Key::Equals, ViewAction::Larger),
        (Key::Minus, ViewAction::Smaller),
        (Key::Num0, ViewAction::FitWhole),
    ];
    for (key, action) in keys {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            view(action);
        }
    }
}

/// While the pixels are loaded, or if they cannot be.
fn nothing_ui(ui: &mut Ui, picture: &PictureLog) {
    let reason = picture.parts.iter().find_map(|part| match &part.shown {
        Shown::Nothing(reason) => Some(reason),
        _ => None,
    });
    let text = match reason {
        Some(reason) => format!("The picture cannot be shown: {reason}."),
        None if picture.parts.iter().any(|part| part.source == crate::source::LogSource::Stdin) => {
            "The picture came through a pipe and cannot be shown. Its text is in the list.".to_owned()
        }
        None => "The picture is being loaded.".to_owned(),
    };
    eframe::egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| paragraph_ui(ui, &text));
}
