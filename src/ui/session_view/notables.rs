//! A row about what a log without a code reports by itself.

use eframe::egui::{Rect, Ui, pos2};

use crate::app::{NotableKind, NotableRow};
use crate::catalog::Severity;
use crate::log::Level;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::text::{clipped_width, clock, paint_beside};

/// Width of the word at the left.
const LABEL: f32 = 56.0;
/// Width of the place, on the right.
const PLACE: f32 = 170.0;
/// Width of the count, before the place.
const COUNT: f32 = 64.0;
/// The greatest width of a row's contents.
const MAX_WIDTH: f32 = 1440.0;

/// From left to right: the log's own level in its word, or the mark of a stay; the text; count; place.
pub(super) fn paint_notable(ui: &Ui, rect: Rect, notable: &NotableRow) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let left = rect.left() + theme::GRID * 3.0;
    let put = |x: f32, text: &str, font, color, width: f32| {
        let galley = clipped_width(ui, text, &font, color, width);
        paint_beside(ui, pos2(x, middle), galley, color);
    };
    let mut text_color = palette.text;
    match notable.kind {
        NotableKind::Logged(level) => put(left, notable.label(), theme::small_strong(), palette.level(level), LABEL),
        NotableKind::Stay { is_bad } => {
            let severity = Some(if is_bad { Severity::Error } else { Severity::Info });
            let (strong, _) = palette.severity(severity);
            paint_severity(ui.painter(), severity, pos2(left + 8.0, middle), 14.0, (strong, palette.surface));
            put(left + 20.0, notable.label(), theme::small(), palette.muted, LABEL - 20.0);
        }
    }
    if notable.kind == NotableKind::Logged(Level::Warn) {
        text_color = palette.muted;
    }
    let right = (rect.right() - theme::GRID * 3.0).min(rect.left() + MAX_WIDTH);
    let place = clipped_width(ui, clock(&notable.place), &theme::small(), palette.muted, PLACE);
    paint_beside(ui, pos2(right - place.size().x, middle), place, palette.muted);
    let count = clipped_width(ui, &notable.repeated(), &theme::small_strong(), palette.text, COUNT);
    paint_beside(ui, pos2(right - PLACE - count.size().x, middle), count, palette.text);
    let text_left = left + LABEL + theme::GRID;
    put(text_left, &notable.text, theme::body(), text_color, right - PLACE - COUNT - theme::GRID * 2.0 - text_left);
}
