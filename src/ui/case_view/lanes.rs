//! A lane for each user of a case: stays in rooms as bars, failures as marks.

use eframe::egui::{Align2, CursorIcon, Key, Modifiers, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::app::{Action, CaseAction, CaseBar, CaseLane, CaseView, LogsAction};
use crate::ui::theme::Palette;
use crate::ui::widgets::hint::hint_above_at;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::text::{clipped_width, paint_beside};
use crate::ui::{Actions, focus, theme};

/// Height of a lane, and of the axis above the lanes.
const LANE: f32 = 24.0;
const AXIS: f32 = 24.0;
/// Width of the users' names, as a share and at most.
const NAMES: f32 = 0.18;
const MAX_NAMES: f32 = 200.0;
/// The share of the height that the lanes take at most.
const SHARE: f32 = 0.5;
/// Size of a mark.
const MARK: f32 = 12.0;

fn push_case(actions: &mut Actions, action: CaseAction) {
    actions.push(Action::Logs(LogsAction::OfCase(action)));
}

/// The height of the lanes; nothing if there are no users.
pub(super) fn height(view: &CaseView, free: f32) -> f32 {
    if view.lanes.is_empty() { 0.0 } else { (AXIS + LANE * view.lanes.len() as f32 + theme::GRID).min(free * SHARE) }
}

pub(super) fn lanes_ui(ui: &mut Ui, view: &CaseView, actions: &mut Actions) {
    if view.lanes.is_empty() {
        return;
    }
    let palette = Palette::of(ui.visuals());
    let whole = ui.available_rect_before_wrap();
    ui.painter().hline(whole.x_range(), whole.top(), Stroke::new(1.0, palette.line));
    ui.painter().rect_filled(whole.with_max_y(whole.top() + AXIS).translate(vec2(0.0, 0.5)), 0, palette.bar);
    let track = track(whole);
    let caption = clipped_width(ui, "Users", &theme::small_strong(), palette.muted, track.left() - whole.left() - 16.0);
    paint_beside(ui, pos2(whole.left() + 12.0, whole.top() + AXIS / 2.0), caption, palette.muted);
    let bottom = (whole.top() + AXIS + LANE * view.lanes.len() as f32).min(whole.bottom());
    for tick in &view.ticks {
        let x = track.left() + track.width() * tick.at as f32;
        let galley = clipped_width(ui, &tick.text, &theme::small(), palette.muted, 80.0);
        if x + galley.size().x < track.right() {
            ui.painter().vline(x, whole.top() + AXIS - 5.0..=bottom, Stroke::new(1.0, palette.line));
            paint_beside(ui, pos2(x + 3.0, whole.top() + AXIS / 2.0), galley, palette.muted);
        }
    }
    ui.add_space(AXIS);
    let spec =
        ListSpec { row_height: LANE, ..ListSpec::new(focus::case_lanes(), "Users of all logs", &view.lane_list) };
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let mut under_pointer = None;
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let lane = view.lanes.get(row_idx as usize)?;
        paint_lane(ui, rect, track, lane);
        if let Some(pointer) = pointer.filter(|pointer| rect.contains(*pointer)) {
            under_pointer = Some((row_idx, rect, lane, pointer));
        }
        Some(lane.text.clone())
    });
    for action in output.actions {
        push_case(actions, CaseAction::Lanes(action));
    }
    let selected = view.lane_list.selected().and_then(|row| usize::try_from(row).ok());
    if output.has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        actions.extend(selected.map(|row| Action::Logs(LogsAction::OfCase(CaseAction::OpenUser(row)))));
    }
    if let Some((row_idx, _, lane, pointer)) = under_pointer {
        hit_ui(ui, (spec.id, row_idx), (lane, track), pointer, actions);
    }
}

/// The part of the lanes that shows time.
fn track(whole: Rect) -> Rect {
    let names = (whole.width() * NAMES).min(MAX_NAMES);
    Rect::from_min_max(pos2(whole.left() + names + 16.0, whole.top()), pos2(whole.right() - 28.0, whole.bottom()))
}

fn x_of(track: Rect, at: f64) -> f32 {
    track.left() + track.width() * at as f32
}

fn paint_lane(ui: &Ui, rect: Rect, track: Rect, lane: &CaseLane) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let name = if lane.user.is_empty() { "no name" } else { &lane.user };
    let color = if lane.user.is_empty() { palette.muted } else { palette.text };
    let galley = clipped_width(ui, name, &theme::small(), color, track.left() - rect.left() - 24.0);
    paint_beside(ui, pos2(rect.left() + 12.0, middle), galley, color);
    ui.painter().hline(track.x_range(), middle, Stroke::new(1.0, palette.line));
    for bar in &lane.bars {
        paint_bar(ui, rect, track, bar);
    }
    for mark in &lane.marks {
        let (strong, _) = palette.severity(Some(mark.severity));
        let center = pos2(x_of(track, mark.at), middle);
        paint_severity(ui.painter(), Some(mark.severity), center, MARK, (strong, palette.surface));
    }
    if !lane.unaligned.is_empty() {
        let galley = clipped_width(ui, &lane.unaligned, &theme::small(), palette.muted, track.width());
        let place = Align2::RIGHT_CENTER
            .align_size_within_rect(galley.size(), track.with_min_y(rect.top()).with_max_y(rect.bottom()));
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 0, palette.surface);
        ui.painter().galley(place.min, galley, palette.muted);
    }
}

/// A stay is filled if the room was entered, else outlined; an edge in the error colour is an end that nobody wanted.
fn paint_bar(ui: &Ui, rect: Rect, track: Rect, bar: &CaseBar) {
    let palette = Palette::of(ui.visuals());
    let (from, to) = (x_of(track, bar.span.0), x_of(track, bar.span.1));
    let shape = Rect::from_min_max(pos2(from, rect.top() + 4.0), pos2(to.max(from + 3.0), rect.bottom() - 4.0));
    let fill = if bar.joined { palette.selected } else { palette.inset };
    let line = Stroke::new(1.0, palette.outline);
    ui.painter().rect(shape, 3, fill, line, StrokeKind::Inside);
    if bar.failed {
        let edge = Rect::from_min_max(pos2(shape.right() - 3.0, shape.top() - 1.0), shape.max + vec2(0.0, 1.0));
        ui.painter().rect_filled(edge, 1, palette.error);
    }
}

/// The tooltip of what is under the pointer; a click on a failure shows it in its log, one on a name the log of the user.
fn hit_ui(
    ui: &Ui,
    (list, row): (eframe::egui::Id, u64),
    (lane, track): (&CaseLane, Rect),
    pointer: Pos2,
    actions: &mut Actions,
) {
    let Some(response) = ui.ctx().read_response(list.with(row)) else { return };
    let is_name = pointer.x < track.left() - 8.0 && lane.log.is_some();
    if is_name {
        ui.set_cursor_icon(CursorIcon::PointingHand);
        if response.clicked() {
            push_case(actions, CaseAction::OpenUser(row as usize));
            return;
        }
    }
    let distance = |at: f64| (x_of(track, at) - pointer.x).abs();
    let near = lane.marks.iter().filter(|mark| distance(mark.at) <= MARK / 2.0 + 1.0);
    let mark = near.min_by(|one, other| distance(one.at).total_cmp(&distance(other.at)));
    let within = |bar: &&CaseBar| x_of(track, bar.span.0) <= pointer.x && pointer.x <= x_of(track, bar.span.1) + 3.0;
    let bar = lane.bars.iter().find(within);
    if response.clicked()
        && let Some(target) = mark.and_then(|mark| mark.target)
    {
        push_case(actions, CaseAction::OpenProblem(target));
    }
    let name = format!("{}: show the log of this user (Enter)", lane.user);
    let text = is_name.then_some(&name).or(mark.map(|mark| &mark.text)).or(bar.map(|bar| &bar.text));
    let text = text.or((!lane.unaligned.is_empty()).then_some(&lane.unaligned));
    if let Some(text) = text {
        hint_above_at(&response, pos2(pointer.x, response.rect.top()), text);
    }
}
