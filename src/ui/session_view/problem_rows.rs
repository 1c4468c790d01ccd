//! A row of the list of problems.

use eframe::egui::{FontId, Rect, Ui, pos2};

use crate::app::ProblemRow;
use crate::report::number_format::group_thousands;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::badge::{badge_size, paint_badge};
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::text::{clipped_width, clock, paint_beside};

/// The greatest width of a row's contents: on a wide screen the numbers stay near the title.
const MAX_WIDTH: f32 = 1440.0;
/// In narrower rows the effect is left out, and then the user: the explanation has them.
const MIN_WITH_EFFECT: f32 = 1100.0;
const MIN_WITH_USER: f32 = 840.0;
/// Width of first and last time, on the right.
const TIME: f32 = 190.0;
/// Width of the count.
const COUNT: f32 = 64.0;
/// Width of the effect on the call.
const EFFECT: f32 = 104.0;
/// The share of the width that the user has.
const USER: f32 = 0.14;

/// From left to right: our judgement, title, the chain of codes, user, effect on the call, count, first and last time.
pub(super) fn paint_problem(ui: &Ui, rect: Rect, problem: &ProblemRow) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let (strong, _) = palette.severity(problem.severity);
    let center = pos2(rect.left() + 20.0, middle);
    paint_severity(ui.painter(), problem.severity, center, 14.0, (strong, palette.surface));

    let right = (rect.right() - theme::GRID * 3.0).min(rect.left() + MAX_WIDTH);
    let flush_right = |text: &str, font: &FontId, color, right: f32, width: f32| {
        let galley = clipped_width(ui, text, font, color, width);
        paint_beside(ui, pos2(right - galley.size().x, middle), galley, color);
    };
    let (first, last) = (clock(&problem.first), clock(&problem.last));
    let span = if first == last { first.to_owned() } else { format!("{first} – {last}") };
    flush_right(&span, &theme::small(), palette.muted, right, TIME);
    let mut x = right - TIME - theme::GRID * 2.0;
    flush_right(&format!("{} ×", group_thousands(problem.count)), &theme::small_strong(), palette.text, x, COUNT);
    let mut flush_left = |text: &str, width: f32| {
        x -= width;
        let galley = clipped_width(ui, text, &theme::small(), palette.muted, width - theme::GRID * 2.0);
        paint_beside(ui, pos2(x, middle), galley, palette.muted);
        x
    };
    let mut columns_left = flush_left("", COUNT);
    if rect.width() >= MIN_WITH_EFFECT {
        flush_left(problem.impact, EFFECT);
    }
    if rect.width() >= MIN_WITH_USER {
        columns_left = flush_left(&problem.who(), (right - rect.left()) * USER);
    }

    let left = rect.left() + theme::GRID * 9.0;
    let width = columns_left - theme::GRID * 2.0 - left;
    let badges: Vec<(String, f32)> =
        problem.chain.iter().map(|code| (code.to_string(), badge_size(ui.painter(), &code.to_string()).x)).collect();
    let badges_width: f32 = badges.iter().map(|(_, width)| width + theme::GRID * 3.0).sum();
    let title_width = (width - badges_width).max(width * 0.4);
    let color = if problem.is_wrong() { palette.text } else { palette.muted };
    let title = clipped_width(ui, &problem.title, &theme::body(), color, title_width);
    let mut x = left + title.size().x + theme::GRID * 3.0;
    paint_beside(ui, pos2(left, middle), title, color);
    for (nth, (code, badge_width)) in badges.iter().enumerate() {
        if x + badge_width > left + width {
            flush_right("…", &theme::small(), palette.muted, x + 12.0, 12.0);
            break;
        }
        paint_badge(ui.painter(), palette, pos2(x, middle), code, problem.severity);
        x += badge_width + theme::GRID;
        if nth + 1 < badges.len() {
            let arrow = clipped_width(ui, "→", &theme::small(), palette.muted, 16.0);
            let arrow_width = arrow.size().x;
            paint_beside(ui, pos2(x, middle), arrow, palette.muted);
            x += arrow_width + theme::GRID;
        }
    }
}
