//! One lane of the timeline: room stays as bars, interruptions in them, findings as marks.

use eframe::egui::{Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::timeline_scale::TimelineScale;
use crate::app::timeline::phrases;
use crate::catalog::Severity;
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::{Bar, Lane, LaneMark};
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::text::clipped_width;

/// Size of a mark. Marks that are closer together are drawn as one.
const MARK: f32 = 11.0;
/// Narrower bars are drawn without their label.
const MIN_LABELLED_BAR: f32 = 44.0;
/// The pointer hits a mark up to this distance from its middle.
const HIT_DISTANCE: f32 = 6.0;

/// The part of a lane under the pointer.
pub(super) struct LaneHit {
    /// The part in words.
    pub(super) description: String,
    /// The entry that a click goes to; `None` if a click goes to a time.
    pub(super) entry: Option<u64>,
}

/// The part of a lane at a position. Marks are drawn over interruptions, and those over stays: the upper one is hit.
pub(super) fn hit(lane: &Lane, scale: &TimelineScale<'_>, at: Pos2) -> Option<LaneHit> {
    let x = |moment: &Moment| scale.x(scale.timeline.position(scale.axis, moment));
    let distance = |mark: &&LaneMark| (x(&mark.first) - at.x).abs();
    let within = |from: &Moment, to: &Moment| x(from) - 1.0 <= at.x && at.x <= x(to) + 2.0;
    let near = lane.marks.iter().filter(|mark| distance(mark) <= HIT_DISTANCE);
    if let Some(mark) = near.min_by(|a, b| distance(a).total_cmp(&distance(b))) {
        return Some(LaneHit { description: phrases::mark(mark), entry: Some(mark.first.entry) });
    }
    let broken = lane.breaks.iter().find(|broken| within(&broken.from, &broken.to)).map(phrases::interruption);
    let bar = || lane.bars.iter().find(|bar| within(&bar.from, &bar.to)).map(phrases::bar);
    broken.or_else(bar).map(|description| LaneHit { description, entry: None })
}

/// Paints a lane. `severity` is what the code of a mark did in this log.
pub(super) fn paint_lane(
    ui: &Ui,
    row: Rect,
    lane: &Lane,
    scale: &TimelineScale<'_>,
    severity: impl Fn(&LaneMark) -> Severity,
) {
    let palette = Palette::of(ui.visuals());
    let painter = ui.painter().with_clip_rect(row.expand2(vec2(MARK / 2.0, 0.0)).intersect(ui.clip_rect()));
    let x = |moment: &Moment| scale.x(scale.timeline.position(scale.axis, moment));
    painter.hline(row.x_range(), row.center().y - 2.0, Stroke::new(1.0, palette.line));
    let marks: Vec<f32> = lane.marks.iter().map(|mark| x(&mark.first)).collect();
    for bar in &lane.bars {
        let rect = paint_bar(ui, row, bar, [x(&bar.from), bar.joined.as_ref().map_or(f32::NAN, x), x(&bar.to)]);
        if let Some(rect) = rect {
            paint_label(ui, row, rect, &bar.label, &marks);
        }
    }
    for broken in &lane.breaks {
        let color = if broken.given_up { palette.error } else { palette.warning };
        let (left, right) = (x(&broken.from), x(&broken.to));
        let bottom = row.bottom() - 1.0;
        let rect = Rect::from_min_max(pos2(left, bottom - 3.0), pos2(right.max(left + 3.0), bottom));
        painter.rect_filled(rect, 1, color);
    }
    let mut drawn: Option<(f32, Severity)> = None;
    let paint = |(at, severity): (f32, Severity)| {
        let (strong, _) = palette.severity(Some(severity));
        let center = pos2(at, row.center().y - 2.0);
        paint_severity(&painter, Some(severity), center, MARK, (strong, palette.surface));
    };
    for (mark, at) in lane.marks.iter().zip(marks) {
        let severity = severity(mark);
        match &mut drawn {
            // Of marks that would overlap only the most severe is drawn.
            Some((previous, kept)) if at - *previous < MARK => *kept = severity.min(*kept),
            _ => {
                if let Some(previous) = drawn.replace((at, severity)) {
                    paint(previous);
                }
            }
        }
    }
    if let Some(last) = drawn {
        paint(last);
    }
}

/// A stay is an outline while the client joins, filled while it is in the room, and has an edge in the error colour at its
/// end if the client was refused or removed.
fn paint_bar(ui: &Ui, row: Rect, bar: &Bar, [from, joined, to]: [f32; 3]) -> Option<Rect> {
    let palette = Palette::of(ui.visuals());
    let painter = ui.painter().with_clip_rect(row.intersect(ui.clip_rect()));
    let to = to.max(from + 3.0);
    let rect = Rect::from_min_max(pos2(from, row.top() + 1.0), pos2(to, row.bottom() - 5.0));
    if rect.right() < row.left() || rect.left() > row.right() {
        return None;
    }
    let line = Stroke::new(1.0, palette.outline);
    let is_joined_at_once = joined - from < 1.0;
    let fill = if is_joined_at_once { palette.selected } else { palette.inset };
    painter.rect(rect, 3, fill, line, StrokeKind::Inside);
    if joined.is_finite() && !is_joined_at_once {
        let inside = Rect::from_min_max(pos2(joined.min(to - 2.0), rect.top()), rect.max).shrink(1.0);
        painter.rect_filled(inside, 2, palette.selected);
    }
    if bar.end.is_bad() {
        let edge = Rect::from_min_max(pos2(rect.right() - 3.0, rect.top() - 1.0), rect.max + vec2(0.0, 1.0));
        painter.rect_filled(edge, 1, palette.error);
    }
    Some(rect)
}

/// The label of a bar, in its first part that is wide enough and has no marks, which are drawn over it.
fn paint_label(ui: &Ui, row: Rect, bar: Rect, label: &str, marks: &[f32]) {
    let visible = bar.intersect(row).shrink2(vec2(6.0, 0.0));
    if label.is_empty() || visible.width() < MIN_LABELLED_BAR {
        return;
    }
    let mut left = visible.left();
    let marks = &marks[marks.partition_point(|mark| mark + MARK < left)..];
    let ends = marks.iter().map(|mark| (mark - MARK, mark + MARK)).chain([(visible.right(), visible.right())]);
    for (end, next) in ends {
        let width = end.min(visible.right()) - left;
        if width >= MIN_LABELLED_BAR {
            let palette = Palette::of(ui.visuals());
            let painter = ui.painter().with_clip_rect(row.intersect(ui.clip_rect()));
            let galley = clipped_width(ui, label, &theme::small(), palette.text, width);
            let middle = visible.center().y - galley.size().y / 2.0;
            painter.galley(pos2(left, middle), galley, palette.text);
            return;
        }
        left = left.max(next);
    }
}
