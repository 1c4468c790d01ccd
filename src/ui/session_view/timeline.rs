//! The timeline: the density of entries, and each user's stays, interruptions and findings. Dragging narrows the entries.

use std::ops::Range;

use eframe::egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Mesh, Modifiers, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::timeline_lanes::{hit, paint_lane};
use super::timeline_scale::TimelineScale;
use crate::app::timeline::phrases;
use crate::app::{
    Action, Command, Pane, PaneAction, PaneContent, Panes, Session, SessionAction, TimelineAction, density, ticks,
};
use crate::diagnosis::narrow::NarrowBy;
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::{Axis, Lane, LaneMark, Timeline};
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::focus;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::small_link_ui;
use crate::ui::widgets::fold::fold_arrow_ui;
use crate::ui::widgets::hint::hint_above_at;
use crate::ui::widgets::menu::menu_item_ui;
use crate::ui::widgets::splitter::EDGE;
use crate::ui::widgets::text::{clipped_width, paint_beside};

/// The share of the width that the names beside the lanes have, and their least and greatest width.
const NAMES: (f32, f32, f32) = (0.11, 120.0, 240.0);
/// Height of the strip that shows the density of entries.
const STRIP: f32 = 22.0;
/// Height of the times below the strip.
const TIMES: f32 = 16.0;
/// Height of a lane.
const LANE: f32 = 20.0;
/// Width of a column of the strip.
const COLUMN: f32 = 3.0;
/// Least distance between two times.
const TIME_DISTANCE: f32 = 110.0;
/// A key moves by this share of the visible part.
const STEP: f64 = 0.01;
/// A key or a notch of the wheel zooms by this factor.
const ZOOM: f64 = 1.25;

/// The lanes and what is around them. A folded timeline is the strip alone.
pub(super) fn content(session: &Session) -> PaneContent {
    let rows = session.timeline.current().map_or(1, |timeline| lanes(timeline).count()).max(1);
    PaneContent { head: STRIP + TIMES + EDGE + 2.0, row: LANE, rows, folded: STRIP + 5.0 }
}

fn names_width(whole: Rect) -> f32 {
    let (share, least, greatest) = NAMES;
    (whole.width() * share).clamp(least, greatest).round()
}

/// The lanes in order. The one of all other users comes last.
fn lanes(timeline: &Timeline) -> impl Iterator<Item = (&Lane, String)> {
    let others = Some(&timeline.others).filter(|lane| !lane.bars.is_empty() || !lane.marks.is_empty());
    let known = timeline.lanes.iter().map(|lane| (lane, phrases::owner(lane)));
    known.chain(
        others.map(|lane| (lane, if lane.user.is_empty() { "all others".to_owned() } else { lane.user.clone() })),
    )
}

pub(super) fn timeline_ui(ui: &mut Ui, session: &Session, panes: Panes, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let whole = ui.max_rect();
    let Some(timeline) = session.timeline.current() else { return };
    let is_folded = panes.is_folded(Pane::Timeline);
    fold_button_ui(ui, whole, is_folded, actions);
    let mut push = |action| actions.push(Action::Session(session.id, action));
    let view = &session.timeline.view;
    let shown = view.shown();
    let bottom = if is_folded { 2.0 } else { EDGE };
    let plot =
        Rect::from_min_max(whole.min + vec2(names_width(whole), 2.0), whole.max - vec2(theme::GRID * 3.0, bottom));
    let axis = view.axis(timeline);
    let scale =
        TimelineScale { timeline, axis, left: plot.left(), right: plot.right(), from: shown.start, to: shown.end };
    let strip = Rect::from_min_size(plot.min, vec2(plot.width(), STRIP));
    let times = Rect::from_min_size(strip.left_bottom(), vec2(plot.width(), TIMES));
    let rows = Rect::from_min_max(pos2(whole.left(), times.bottom()), pos2(whole.right(), plot.bottom()));

    let response = ui.interact(strip, focus::timeline(), Sense::click_and_drag());
    describe(ui, &response, session, timeline, axis);
    if response.has_focus() {
        read_keys(ui, &response, session, &mut push);
        ui.painter().rect_stroke(strip.expand(1.0), 2, Stroke::new(1.5, palette.accent), StrokeKind::Outside);
    }
    controls_ui(ui, Rect::from_min_max(whole.min, pos2(plot.left(), rows.top())), session, axis, &mut push);
    read_wheel(ui, &scale, strip, rows, &mut push);
    paint_strip(ui, &scale, strip, palette);
    if !is_folded {
        paint_times(ui, &scale, times, palette);
    }
    let dragged = read_pointer(ui, &response, &scale, None, &mut push);
    if let Some(pointer) = response.hover_pos() {
        let at = pos2(pointer.x, strip.top());
        hint_above_at(&response, at, strip_tooltip(&scale, pointer));
    }
    let band = if is_folded { None } else { lanes_ui(ui, rows, &scale, session, &mut push) }.or(dragged);
    paint_overlay(ui, &scale, Rect::from_min_max(strip.min, plot.max), session, band);
}

fn fold_button_ui(ui: &mut Ui, whole: Rect, is_folded: bool, actions: &mut Actions) {
    let place = Rect::from_min_size(whole.min + vec2(theme::GRID * 2.0, 3.0), vec2(20.0, 20.0));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let name = if is_folded { "Unfold timeline" } else { "Fold timeline" };
        let hint = format!("{name} ({})", bar::shortcut(ui, Command::FoldTimeline));
        if fold_arrow_ui(ui, is_folded, name).on_hover_text(hint).clicked() {
            actions.push(Action::Pane(PaneAction::Fold(Pane::Timeline)));
        }
    });
}

/// The lanes, in an area that scrolls. Returns the x coordinates of the range that is being dragged over.
fn lanes_ui(
    ui: &mut Ui,
    rows: Rect,
    scale: &TimelineScale<'_>,
    session: &Session,
    push: &mut impl FnMut(SessionAction),
) -> Option<(f32, f32)> {
    let severity = |mark: &LaneMark| session.findings.severity(mark.code).unwrap_or(mark.severity);
    let mut band = None;
    let builder =
        UiBuilder::new().max_rect(rows).accessibility_role(Role::List).accessibility_label("Users on the timeline");
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().id_salt("lanes").auto_shrink(false).show(ui, |ui| {
            // The area's own clip reaches beyond the last whole lane.
            ui.shrink_clip_rect(rows);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (idx, (lane, owner)) in lanes(scale.timeline).enumerate() {
                let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), LANE), Sense::hover());
                if !ui.is_rect_visible(row) {
                    continue;
                }
                name_ui(ui, row, lane, &owner, push);
                let plot = Rect::from_x_y_ranges(scale.left..=scale.right, row.y_range());
                let response = ui.interact(plot, ui.scope_id().with(("lane", idx)), Sense::CLICK | Sense::DRAG);
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, phrases::lane(lane, &owner)));
                paint_lane(ui, plot, lane, scale, severity);
                band = band.or(read_pointer(ui, &response, scale, Some(lane), push));
                let pointer = response.hover_pos();
                if let Some((at, hit)) = pointer.and_then(|at| Some((at, hit(lane, scale, at)?))) {
                    hint_above_at(&response, pos2(at.x, row.top()), hit.description);
                }
            }
        });
    });
    band
}

/// The name of a lane. A click narrows the log to its user.
fn name_ui(ui: &Ui, row: Rect, lane: &Lane, owner: &str, push: &mut impl FnMut(SessionAction)) {
    let palette = Palette::of(ui.visuals());
    let place = Rect::from_min_max(
        row.min + vec2(theme::GRID * 2.0, 1.0),
        pos2(row.left() + names_width(row) - 8.0, row.bottom() - 1.0),
    );
    let is_user = !lane.user.is_empty() && owner != "all others";
    let id = ui.scope_id().with(("owner", owner));
    let response = ui.interact(place, id, if is_user { Sense::click() } else { Sense::hover() });
    let is_active = is_user && (response.hovered() || response.has_focus());
    let color = if is_active { palette.accent } else { palette.muted };
    let galley = clipped_width(ui, owner, &theme::small(), color, place.width() - theme::GRID);
    let is_cut = galley.elided;
    let left = place.left_center() + vec2(theme::GRID, 0.0);
    if is_active {
        let underline = left.x..=left.x + galley.size().x;
        ui.painter().hline(underline, place.center().y + 8.0, Stroke::new(1.0, color));
    }
    paint_beside(ui, left, galley, color);
    if is_user {
        let name = format!("Narrow the log to user {}", lane.user);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
        let key = bar::shortcut(ui, Command::OnlyUser);
        let hint = if is_cut {
            format!("{owner}: narrow the log to this user ({key} on one of its lines)")
        } else {
            format!("Narrow the log to this user ({key} on one of its lines)")
        };
        response.context_menu(|ui| user_menu_ui(ui, &lane.user, push));
        if response.on_hover_text(hint).on_hover_cursor(CursorIcon::PointingHand).clicked() {
            push(SessionAction::Narrow(NarrowBy::User(lane.user.clone())));
        }
    }
}

/// What can be done with the user of a lane.
fn user_menu_ui(ui: &mut Ui, user: &str, push: &mut impl FnMut(SessionAction)) {
    let by = || NarrowBy::User(user.to_owned());
    if menu_item_ui(ui, "Only this user", "") {
        push(SessionAction::Narrow(by()));
    }
    if menu_item_ui(ui, "Without this user", "") {
        push(SessionAction::Exclude(by()));
    }
}

/// Describes the timeline to screen readers.
fn describe(ui: &Ui, response: &Response, session: &Session, timeline: &Timeline, axis: Axis) {
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Timeline"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(phrases::overview(timeline, axis));
        if let Some(position) = session.selected_position() {
            node.set_value(timeline.label_at(axis, position));
            node.set_numeric_value(position);
        }
    });
}

/// Links that switch the axis, and that show the whole log again.
fn controls_ui(ui: &mut Ui, rect: Rect, session: &Session, axis: Axis, push: &mut impl FnMut(SessionAction)) {
    let Some(timeline) = session.timeline.current() else { return };
    let mut act = |action| push(SessionAction::OnTimeline(action));
    let inner = Rect::from_min_max(rect.min + vec2(theme::GRID * 6.0, 4.0), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (title, name, other) = match axis {
            Axis::Time => ("By time", "Timeline measures time", Axis::Entries),
            Axis::Entries => ("By entry", "Timeline measures entries", Axis::Time),
        };
        if timeline.axes().len() > 1 {
            let hint = if axis == Axis::Time { "Give each entry the same width" } else { "Measure time" };
            if small_link_ui(ui, title, name).on_hover_text(hint).clicked() {
                act(TimelineAction::Axis(other));
            }
        } else {
            let palette = Palette::of(ui.visuals());
            ui.painter().text(inner.min, Align2::LEFT_TOP, title, theme::small(), palette.muted);
            ui.add_space(theme::SMALL + theme::GRID);
        }
        if session.filter.criteria.entries.is_some() {
            if small_link_ui(ui, "All entries", "Entries of all times").on_hover_text("Esc").clicked() {
                act(TimelineAction::Widen);
            }
        } else if session.timeline.view.magnification() > 1.0
            && small_link_ui(ui, "Whole log", "Show the whole timeline").on_hover_text("Key 0").clicked()
        {
            act(TimelineAction::ShowAll);
        }
    });
}

/// Reads clicks and drags on a lane or the strip. Returns the x coordinates of the range that is being dragged over.
fn read_pointer(
    ui: &Ui,
    response: &Response,
    scale: &TimelineScale<'_>,
    lane: Option<&Lane>,
    push: &mut impl FnMut(SessionAction),
) -> Option<(f32, f32)> {
    let pointer = response.interact_pointer_pos()?;
    let start_id = Id::unique("timeline drag");
    if response.clicked() {
        let mark = lane.and_then(|lane| hit(lane, scale, pointer)).and_then(|hit| hit.entry);
        push(match mark {
            Some(entry) => SessionAction::SelectEntry(entry.saturating_sub(1)),
            None => SessionAction::OnTimeline(TimelineAction::GoTo(scale.position(pointer.x))),
        });
        ui.memory_mut(|memory| memory.request_focus(focus::timeline()));
        return None;
    }
    if response.drag_started() {
        let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        ui.data_mut(|data| data.insert_temp(start_id, scale.position(origin.x)));
    }
    let start: f64 = ui.data(|data| data.get_temp(start_id))?;
    if response.drag_stopped() {
        push(SessionAction::OnTimeline(TimelineAction::Narrow(start, scale.position(pointer.x))));
        return None;
    }
    response.dragged().then(|| (scale.x(start), pointer.x.clamp(scale.left, scale.right)))
}

/// Reads the wheel over the strip and the lanes: it zooms, and scrolls sideways.
fn read_wheel(ui: &Ui, scale: &TimelineScale<'_>, strip: Rect, rows: Rect, push: &mut impl FnMut(SessionAction)) {
    let lanes_fit = lanes(scale.timeline).count() as f32 * LANE <= rows.height() + 1.0;
    let over = |rect: Rect| ui.rect_contains_pointer(rect);
    let over_lanes = over(rows);
    if !(over(strip) || over_lanes) {
        return;
    }
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let around = scale.position(pointer.x);
    let pinch = ui.input(eframe::egui::InputState::zoom_delta);
    let scrolled = ui.input_mut(|input| {
        let delta = &mut input.smooth_scroll_delta;
        let across = std::mem::take(&mut delta.x);
        // If not all lanes are visible, the wheel over them scrolls them.
        let along = if over_lanes && !lanes_fit { 0.0 } else { std::mem::take(&mut delta.y) };
        vec2(across, along)
    });
    let factor = f64::from(pinch) * ZOOM.powf(f64::from(scrolled.y) / 40.0);
    if (factor - 1.0).abs() > 1e-6 {
        push(SessionAction::OnTimeline(TimelineAction::Zoom { around, factor }));
    }
    if scrolled.x != 0.0 {
        let share = f64::from(-scrolled.x / (scale.right - scale.left));
        push(SessionAction::OnTimeline(TimelineAction::Pan(share)));
    }
}

fn read_keys(ui: &mut Ui, response: &Response, session: &Session, push: &mut impl FnMut(SessionAction)) {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let shown = session.timeline.view.shown();
    let around = session
        .selected_position()
        .filter(|position| shown.contains(position))
        .unwrap_or(f64::midpoint(shown.start, shown.end));
    let zoom = |factor| TimelineAction::Zoom { around, factor };
    let keys = [
        // egui matches a key with Shift as the plain key, too, so keys with Shift come first.
        (Modifiers::SHIFT, Key::ArrowLeft, TimelineAction::Extend(-2.0 * STEP)),
        (Modifiers::SHIFT, Key::ArrowRight, TimelineAction::Extend(2.0 * STEP)),
        (Modifiers::NONE, Key::ArrowLeft, TimelineAction::Step(-STEP)),
        (Modifiers::NONE, Key::ArrowRight, TimelineAction::Step(STEP)),
        (Modifiers::NONE, Key::PageUp, TimelineAction::Pan(-0.5)),
        (Modifiers::NONE, Key::PageDown, TimelineAction::Pan(0.5)),
        (Modifiers::NONE, Key::Home, TimelineAction::GoTo(0.0)),
        (Modifiers::NONE, Key::End, TimelineAction::GoTo(1.0)),
        (Modifiers::NONE, Key::Plus, zoom(ZOOM * ZOOM)),
        (Modifiers::NONE, Key::Equals, zoom(ZOOM * ZOOM)),
        (Modifiers::NONE, Key::Minus, zoom(1.0 / (ZOOM * ZOOM))),
        (Modifiers::NONE, Key::Num0, TimelineAction::ShowAll),
        (Modifiers::NONE, Key::Enter, TimelineAction::NarrowToShown),
    ];
    for (modifiers, key, action) in keys {
        if ui.input_mut(|input| input.consume_key(modifiers, key)) {
            push(SessionAction::OnTimeline(action));
        }
    }
}

/// Paints the density of entries, and the share of errors and warnings in it. Single errors and warnings stay visible.
fn paint_strip(ui: &Ui, scale: &TimelineScale<'_>, strip: Rect, palette: &Palette) {
    let painter = ui.painter();
    painter.rect_filled(strip, 2, palette.inset);
    let count = ((strip.width() / COLUMN) as usize).max(1);
    let columns = density(scale.timeline, scale.axis, scale.from..scale.to, count);
    let max = columns.iter().map(|column| column.iter().sum::<f64>()).fold(0.0, f64::max);
    if max <= 0.0 {
        return;
    }
    let step = strip.width() / count as f32;
    let height = |entries: f64| ((entries / max).sqrt() as f32 * (strip.height() - 2.0)).max(1.0);
    // One shape for all columns, which have no edges to smooth.
    let mut bars = Mesh::default();
    for (nth, [errors, warnings, others]) in (0_u16..).zip(columns) {
        let all = errors + warnings + others;
        if all <= 0.0 {
            continue;
        }
        // Edges between pixels would leave stripes between neighbouring columns.
        let [left, right] = [nth, nth + 1].map(|nth| (strip.left() + f32::from(nth) * step).round());
        let mut bottom = strip.bottom();
        let mut stack = |part: f64, min_height: f32, color| {
            if part > 0.0 {
                // A single entry is drawn with a least height; a fraction of one, spread over columns, is not enlarged.
                let min_height = if part >= 0.4 { min_height } else { 1.0 };
                let tall = (height(all) * (part / all) as f32).max(min_height).min(bottom - strip.top());
                let rect = Rect::from_min_max(pos2(left, bottom - tall), pos2(right, bottom));
                bars.add_colored_rect(rect, color);
                bottom -= tall;
            }
        };
        stack(errors, 4.0, palette.error);
        stack(warnings, 3.0, palette.warning);
        stack(others, 1.0, palette.outline);
    }
    painter.add(bars);
}

fn paint_times(ui: &Ui, scale: &TimelineScale<'_>, rect: Rect, palette: &Palette) {
    let most = (rect.width() / TIME_DISTANCE).floor().max(1.0) as usize;
    let mut free_from = rect.left();
    for tick in ticks(scale.timeline, scale.axis, scale.from..scale.to, most) {
        let x = scale.x(tick.position);
        let galley = clipped_width(ui, &tick.label, &theme::small(), palette.muted, TIME_DISTANCE);
        let width = galley.size().x;
        let left = (x - width / 2.0).clamp(rect.left(), (rect.right() - width).max(rect.left()));
        ui.painter().vline(x.min(rect.right() - 0.5), rect.top()..=rect.top() + 3.0, Stroke::new(1.0, palette.outline));
        if left >= free_from {
            ui.painter().galley(pos2(left, rect.top() + 3.0), galley, palette.muted);
            free_from = left + width + theme::GRID * 2.0;
        }
    }
}

/// Paints over all lanes: the range of a drag or else the range that the entries are narrowed to, and the selected entry.
fn paint_overlay(ui: &Ui, scale: &TimelineScale<'_>, rect: Rect, session: &Session, dragged: Option<(f32, f32)>) {
    let palette = Palette::of(ui.visuals());
    let painter = ui.painter().with_clip_rect(rect.expand(1.0).intersect(ui.clip_rect()));
    let narrowed = session.filter.criteria.entries.as_ref();
    let narrowed = narrowed.map(|Range { start, end }| (scale.x_of_entry(start + 1), scale.x_of_entry(end + 1)));
    if let Some((one, other)) = dragged.or(narrowed) {
        let (left, right) = (one.min(other), one.max(other).max(one.min(other) + 2.0));
        let band = Rect::from_x_y_ranges(left..=right, rect.y_range());
        painter.rect_filled(band, 0, palette.accent.gamma_multiply(0.16));
        for x in [left, right] {
            painter.vline(x, rect.y_range(), Stroke::new(1.0, palette.accent));
        }
    }
    if let Some(position) = session.selected_position() {
        let x = scale.x(position);
        painter.vline(x, rect.y_range(), Stroke::new(2.0, palette.accent));
    }
}

/// The tooltip of the strip: the time under the pointer, and how many entries are there.
fn strip_tooltip(scale: &TimelineScale<'_>, pointer: Pos2) -> String {
    let position = scale.position(pointer.x);
    let moment = scale.timeline.moment_at(scale.axis, position);
    let moment = Moment { clock: scale.timeline.track.main_clock(&moment), ..moment };
    let half = f64::from(COLUMN / 2.0 / (scale.right - scale.left)) * (scale.to - scale.from);
    let columns = density(scale.timeline, scale.axis, position - half..position + half, 1);
    let [errors, warnings, others] = columns[0];
    let counted = |count: f64, one: &str, several: &str| {
        let count = count.round() as u64;
        (count > 0).then(|| format!("{} {}", group_thousands(count), if count == 1 { one } else { several }))
    };
    let parts = [
        counted(errors, "error", "errors"),
        counted(warnings, "warning", "warnings"),
        counted(others, "other", "others"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let time = phrases::place(&moment);
    let text = if parts.is_empty() { time } else { format!("{time}: {}", parts.join(", ")) };
    format!("{text}\nDrag to show only these entries; the wheel zooms")
}
