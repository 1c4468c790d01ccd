//! Text: cut to a width, with highlighted passages, or set for reading.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Align, Color32, FontId, Frame, Galley, Label, Margin, Pos2, Response, RichText, Sense, Ui, vec2};

use crate::ui::theme;
use crate::ui::theme::Palette;

/// Lays out text on one line with highlighted passages, each with its background. Of overlapping passages the earlier one is
/// used. Ranges outside the text or inside a character are ignored.
pub(crate) fn highlighted(
    text: &str,
    font: &FontId,
    color: Color32,
    passages: &[(Range<usize>, Color32)],
) -> LayoutJob {
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let plain = TextFormat { font_id: font.clone(), color, valign: Align::Center, ..TextFormat::default() };
    let mut passages: Vec<&(Range<usize>, Color32)> = passages.iter().collect();
    passages.sort_by_key(|(range, _)| range.start);
    let mut at = 0;
    for (range, background) in passages {
        let fits = range.start >= at && range.start < range.end;
        let (Some(before), Some(inside), true) = (text.get(at..range.start.max(at)), text.get(range.clone()), fits)
        else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        job.append(inside, 0.0, TextFormat { background: *background, ..plain.clone() });
        at = range.end;
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    job
}

/// Lays out text on one line. Text that is wider than `width` is cut with an ellipsis.
pub(crate) fn clipped(ui: &Ui, mut job: LayoutJob, width: f32) -> Arc<Galley> {
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

/// Like [`clipped`], without highlighted passages.
pub(crate) fn clipped_width(ui: &Ui, text: &str, font: &FontId, color: Color32, width: f32) -> Arc<Galley> {
    clipped(ui, highlighted(text, font, color, &[]), width)
}

/// Paints text to the right of a point, which is the middle of its left edge.
pub(crate) fn paint_beside(ui: &Ui, left: Pos2, galley: Arc<Galley>, color: Color32) {
    ui.painter().galley(left - vec2(0.0, galley.size().y / 2.0), galley, color);
}

/// A time without its date: rows have no space for both, and the time is what differs.
pub(crate) fn clock(time: &str) -> &str {
    if !time.starts_with(|c: char| c.is_ascii_digit()) {
        return time;
    }
    // `1:10:50 AM` and `下午1:10:50` have the half of the day after or before the time.
    let date = time.find(':').and_then(|colon| time[..colon].rfind([' ', 'T']));
    date.map_or(time, |end| &time[end + 1..])
}

/// Text in the size and colour of labels.
pub(crate) fn muted(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::small()).color(Palette::of(ui.visuals()).muted)
}

/// The title of a section.
pub(crate) fn heading_ui(ui: &mut Ui, text: &str) -> Response {
    let color = Palette::of(ui.visuals()).text;
    ui.add_space(theme::GRID * 3.0);
    let response = ui.add(Label::new(RichText::new(text).font(theme::strong()).color(color)));
    ui.add_space(theme::GRID / 2.0);
    response
}

/// The title of a section, with buttons beside it.
pub(crate) fn heading_with_ui(ui: &mut Ui, text: &str, buttons: impl FnOnce(&mut Ui)) {
    ui.add_space(theme::GRID * 2.0);
    ui.horizontal(|ui| {
        ui.add(Label::new(RichText::new(text).font(theme::strong())));
        buttons(ui);
    });
}

/// Running text, no wider than [`theme::READING_WIDTH`], that can be selected. Text between backticks is set as code.
pub(crate) fn paragraph_ui(ui: &mut Ui, text: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let plain = TextFormat {
        font_id: theme::body(),
        color: palette.text,
        line_height: Some(theme::BODY_LINE),
        ..TextFormat::default()
    };
    let code = TextFormat { font_id: theme::mono(), background: palette.inset, expand_bg: 2.0, ..plain.clone() };
    let mut job = LayoutJob::default();
    for (nth, piece) in text.split('`').enumerate() {
        job.append(piece, 0.0, if nth % 2 == 0 { plain.clone() } else { code.clone() });
    }
    ui.scope(|ui| {
        ui.set_max_width(theme::READING_WIDTH.min(ui.available_width()));
        ui.add(Label::new(job).wrap().selectable(true))
    })
    .inner
}

/// A block over the whole width with a background: log text, code samples.
pub(crate) fn inset_ui<R>(ui: &mut Ui, margin: i8, add: impl FnOnce(&mut Ui) -> R) {
    let fill = Palette::of(ui.visuals()).inset;
    Frame::new().fill(fill).corner_radius(theme::ROUNDING).inner_margin(Margin::same(margin)).show(ui, |ui| {
        ui.take_available_width();
        add(ui);
    });
}

/// Numbered steps. The lines of a step are indented to the right of its number.
pub(crate) fn steps_ui(ui: &mut Ui, steps: &[String]) {
    let palette = Palette::of(ui.visuals());
    for (number, step) in (1..).zip(steps) {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(20.0, theme::BODY_LINE), Sense::hover());
            let number = clipped_width(ui, &format!("{number}"), &theme::strong(), palette.accent, 20.0);
            paint_beside(ui, rect.left_center(), number, palette.accent);
            paragraph_ui(ui, step);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_removes_the_date() {
        for (time, wanted) in [
            ("00:41:56.498", "00:41:56.498"),
            ("2026-11-23T16:41:56.519Z", "16:41:56.519Z"),
            ("2026-11-24 01:13:51", "01:13:51"),
            ("11/24/2026, 1:10:50 AM", "1:10:50 AM"),
            ("2026/11/24 下午1:13:51", "下午1:13:51"),
            ("Tue Nov 24 2026 00:41:56", "Tue Nov 24 2026 00:41:56"),
            ("2026-11-24", "2026-11-24"),
            ("", ""),
        ] {
            assert_eq!(clock(time), wanted);
        }
    }
}
