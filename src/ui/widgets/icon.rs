//! Icons, drawn from lines: they are sharp at every scale and need no font. Severities differ in shape and colour.

use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::catalog::Severity;

/// The icon of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A magnifying glass.
    Search,
    /// A cross.
    Close,
    /// Two sheets.
    Copy,
    /// A sun, for the light appearance.
    Sun,
    /// A moon, for the dark appearance.
    Moon,
    /// A half-filled disc, for the system's appearance.
    HalfMoon,
    /// A keyboard, for the list of keys.
    Keyboard,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
    /// A torn sheet, for a file that could not be read.
    Unread,
    /// An arrow to the left.
    Left,
    /// An arrow to the right.
    Right,
    /// Three dots, for a menu.
    Dots,
    /// Sliders, for the settings.
    Gear,
    /// A list with a line for each of its rows.
    List,
    /// A tick.
    Check,
    /// A sheet with lines, for a note.
    Note,
    /// An arrow into a tray, for dropped files.
    Drop,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// Arrows to the left and right between bars.
    FitWidth,
    /// The corners of a rectangle.
    FitWhole,
}

/// Paints an icon into a square.
pub(crate) fn paint_icon(painter: &Painter, rect: Rect, icon: Icon, color: Color32) {
    let side = rect.width().min(rect.height());
    let at = |x: f32, y: f32| rect.center() + vec2(x, y) * side / 16.0;
    let stroke = Stroke::new((side / 11.0).max(1.0), color);
    let line = |points: &[Pos2]| painter.add(Shape::line(points.to_vec(), stroke));
    match icon {
        Icon::Search => {
            painter.circle_stroke(at(-1.5, -1.5), side * 0.29, stroke);
            line(&[at(2.2, 2.2), at(6.0, 6.0)]);
        }
        Icon::Close => {
            line(&[at(-4.0, -4.0), at(4.0, 4.0)]);
            line(&[at(-4.0, 4.0), at(4.0, -4.0)]);
        }
        Icon::Copy => {
            painter.rect_stroke(
                Rect::from_two_pos(at(-2.0, -2.0), at(5.5, 5.5)),
                side / 8.0,
                stroke,
                eframe::egui::StrokeKind::Middle,
            );
            line(&[at(-3.0, 2.5), at(-5.5, 2.5), at(-5.5, -5.5), at(2.5, -5.5), at(2.5, -3.0)]);
        }
        Icon::Sun => {
            painter.circle_stroke(rect.center(), side * 0.2, stroke);
            for step in 0..8_u8 {
                let angle = f32::from(step) * std::f32::consts::FRAC_PI_4;
                let ray = vec2(angle.cos(), angle.sin());
                line(&[rect.center() + ray * side * 0.32, rect.center() + ray * side * 0.44]);
            }
        }
        Icon::Moon => {
            // The outline of a disc minus a second disc.
            let outer = arc(rect.center(), side * 0.38, 0.5, 4.95);
            let mut inner = arc(at(2.9, -2.4), side * 0.30, 1.2, 4.25);
            inner.reverse();
            painter.add(Shape::line(outer.into_iter().chain(inner).collect(), stroke));
        }
        Icon::HalfMoon => {
            painter.circle_stroke(rect.center(), side * 0.36, stroke);
            let half = arc(rect.center(), side * 0.36, -std::f32::consts::FRAC_PI_2, std::f32::consts::FRAC_PI_2);
            painter.add(Shape::convex_polygon(half, color, Stroke::NONE));
        }
        Icon::Keyboard => paint_keyboard(painter, rect, stroke),
        Icon::Gear => paint_sliders(painter, rect, stroke),
        Icon::Dots => {
            for x in [-5.0, 0.0, 5.0] {
                painter.circle_filled(at(x, 0.0), side / 10.0, color);
            }
        }
        Icon::List => {
            for y in [-4.5, 0.0, 4.5] {
                painter.circle_filled(at(-5.0, y), side / 16.0, color);
                line(&[at(-2.0, y), at(6.0, y)]);
            }
        }
        icon => {
            for points in polylines(icon) {
                line(&points.iter().map(|(x, y)| at(*x, *y)).collect::<Vec<_>>());
            }
        }
    }
}

/// The lines of an icon that consists of lines alone, in a square from -8 to 8.
fn polylines(icon: Icon) -> &'static [&'static [(f32, f32)]] {
    match icon {
        Icon::Up => &[&[(-4.0, 2.0), (0.0, -2.0), (4.0, 2.0)]],
        Icon::Down => &[&[(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)]],
        Icon::Left => &[&[(2.0, -4.5), (-2.5, 0.0), (2.0, 4.5)]],
        Icon::Right => &[&[(-2.0, -4.5), (2.5, 0.0), (-2.0, 4.5)]],
        Icon::Check => &[&[(-5.0, 0.0), (-1.5, 3.5), (5.0, -4.0)]],
        Icon::Note => &[
            &[(-5.0, -6.0), (5.0, -6.0), (5.0, 2.0), (1.5, 6.0), (-5.0, 6.0), (-5.0, -6.0)],
            &[(-2.5, -2.5), (2.5, -2.5)],
            &[(-2.5, 0.8), (1.5, 0.8)],
        ],
        Icon::Drop => &[
            &[(0.0, -6.5), (0.0, 2.5)],
            &[(-3.5, -1.0), (0.0, 2.5), (3.5, -1.0)],
            &[(-7.0, 1.5), (-7.0, 6.0), (7.0, 6.0), (7.0, 1.5)],
        ],
        Icon::Plus => &[&[(-5.0, 0.0), (5.0, 0.0)], &[(0.0, -5.0), (0.0, 5.0)]],
        Icon::Minus => &[&[(-5.0, 0.0), (5.0, 0.0)]],
        Icon::FitWidth => &[
            &[(-6.5, -5.0), (-6.5, 5.0)],
            &[(6.5, -5.0), (6.5, 5.0)],
            &[(-4.5, 0.0), (4.5, 0.0)],
            &[(-2.5, -2.0), (-4.5, 0.0), (-2.5, 2.0)],
            &[(2.5, -2.0), (4.5, 0.0), (2.5, 2.0)],
        ],
        Icon::FitWhole => &[
            &[(-6.0, -2.0), (-6.0, -5.0), (-3.0, -5.0)],
            &[(3.0, -5.0), (6.0, -5.0), (6.0, -2.0)],
            &[(6.0, 2.0), (6.0, 5.0), (3.0, 5.0)],
            &[(-3.0, 5.0), (-6.0, 5.0), (-6.0, 2.0)],
        ],
        Icon::Unread => &[
            &[(-5.0, 1.0), (-5.0, -6.0), (5.0, -6.0), (5.0, 0.0), (1.5, 1.5), (-1.5, -1.5), (-5.0, 1.0)],
            &[(-5.0, 4.0), (-5.0, 6.5), (5.0, 6.5), (5.0, 3.0), (1.5, 4.5), (-1.5, 1.5), (-5.0, 4.0)],
        ],
        _ => &[],
    }
}

fn paint_keyboard(painter: &Painter, rect: Rect, stroke: Stroke) {
    let side = rect.width().min(rect.height());
    let at = |x: f32, y: f32| rect.center() + vec2(x, y) * side / 16.0;
    let outline = Rect::from_two_pos(at(-7.0, -4.5), at(7.0, 4.5));
    painter.rect_stroke(outline, side / 10.0, stroke, eframe::egui::StrokeKind::Middle);
    for x in [-4.0, -1.4, 1.4, 4.0] {
        painter.circle_filled(at(x, -1.5), side / 18.0, stroke.color);
    }
    painter.line_segment([at(-3.0, 1.8), at(3.0, 1.8)], stroke);
}

fn paint_sliders(painter: &Painter, rect: Rect, stroke: Stroke) {
    let side = rect.width().min(rect.height());
    let at = |x: f32, y: f32| rect.center() + vec2(x, y) * side / 16.0;
    for (y, knob) in [(-4.0, 2.5), (0.0, -2.5), (4.0, 1.0)] {
        painter.line_segment([at(-6.0, y), at(knob - 1.8, y)], stroke);
        painter.line_segment([at(knob + 1.8, y), at(6.0, y)], stroke);
        painter.circle_stroke(at(knob, y), side * 0.11, stroke);
    }
}

/// Paints a severity: an octagon with a cross for an error, a triangle with an exclamation mark for a warning, a disc with an
/// i for information, a square with a question mark if the severity is unknown. `fill` is the colour of the shape, `sign` that
/// of the sign on it.
pub(crate) fn paint_severity(
    painter: &Painter,
    severity: Option<Severity>,
    center: Pos2,
    size: f32,
    (fill, sign): (Color32, Color32),
) {
    let at = |x: f32, y: f32| center + vec2(x, y) * size / 16.0;
    let stroke = Stroke::new((size / 9.0).max(1.2), sign);
    match severity {
        Some(Severity::Error) => {
            let corner = |step: u8| {
                let angle = (f32::from(step) + 0.5) * std::f32::consts::FRAC_PI_4;
                center + vec2(angle.cos(), angle.sin()) * size * 0.5
            };
            painter.add(Shape::convex_polygon((0..8).map(corner).collect(), fill, Stroke::NONE));
            painter.line_segment([at(-2.6, -2.6), at(2.6, 2.6)], stroke);
            painter.line_segment([at(-2.6, 2.6), at(2.6, -2.6)], stroke);
        }
        Some(Severity::Warning) => {
            let corners = vec![at(0.0, -7.5), at(8.0, 6.5), at(-8.0, 6.5)];
            painter.add(Shape::convex_polygon(corners, fill, Stroke::NONE));
            painter.line_segment([at(0.0, -2.6), at(0.0, 1.8)], stroke);
            painter.circle_filled(at(0.0, 4.2), size / 14.0, sign);
        }
        Some(Severity::Info) => {
            painter.circle_filled(center, size * 0.46, fill);
            painter.line_segment([at(0.0, -0.6), at(0.0, 3.8)], stroke);
            painter.circle_filled(at(0.0, -3.4), size / 14.0, sign);
        }
        None => {
            painter.rect_filled(Rect::from_two_pos(at(-6.5, -6.5), at(6.5, 6.5)), size / 8.0, fill);
            painter.add(Shape::line(
                vec![at(-2.4, -2.2), at(-1.2, -4.0), at(1.4, -4.0), at(2.4, -2.4), at(0.0, 0.2), at(0.0, 1.6)],
                stroke,
            ));
            painter.circle_filled(at(0.0, 4.2), size / 14.0, sign);
        }
    }
}

fn arc(center: Pos2, radius: f32, from: f32, to: f32) -> Vec<Pos2> {
    let step = |n: u8| {
        let angle = from + (to - from) * f32::from(n) / 24.0;
        pos2(center.x + radius * angle.cos(), center.y + radius * angle.sin())
    };
    (0..=24).map(step).collect()
}
