//! Paints a row of the list of logs.

use eframe::egui::{Color32, FontId, Label, Pos2, Rect, RectAlign, Response, Stroke, Tooltip, Ui, pos2};

use crate::app::{LogGroup, LogList, LogListRow, LogMark, LogRow, State};
use crate::catalog::Severity;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::icon::{Icon, paint_icon, paint_severity};
use crate::ui::widgets::text::{clipped_width, clock, paint_beside};

/// Distance of the text from the left edge, beside the mark.
const TEXT_LEFT: f32 = 34.0;
/// The further distance of logs below their group.
const INDENT: f32 = 14.0;
/// Height of a line.
const LINE: f32 = 17.0;

/// Paints a row. Returns its accessible name.
pub(super) fn paint_row(ui: &Ui, rect: Rect, state: &State, row: &LogListRow) -> String {
    let palette = Palette::of(ui.visuals());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.line));
    let logs = &state.logs.list;
    match row {
        LogListRow::All => {
            let lines = Lines::new(ui, rect, 0.0);
            paint_icon(ui.painter(), lines.mark_rect(), Icon::Copy, palette.muted);
            lines.paint(0, "All logs", (&theme::small_strong(), palette.text), 0.0);
            let text = state.logs.case_line();
            lines.paint_wrapped(1, &text, &theme::small(), palette.muted);
            format!("All logs, {text}")
        }
        LogListRow::Group(group) => paint_group(ui, rect, group),
        LogListRow::Log(idx) => {
            let Some(log) = logs.logs.get(*idx) else { return String::new() };
            paint_log(ui, rect, state, log);
            log.accessible_text()
        }
    }
}

fn paint_group(ui: &Ui, rect: Rect, group: &LogGroup) -> String {
    let palette = Palette::of(ui.visuals());
    ui.painter().rect_filled(rect.with_max_y(rect.bottom() - 1.0), 0, palette.inset.gamma_multiply(0.6));
    let lines = Lines::new(ui, rect, 0.0);
    let icon = if group.folded { Icon::Right } else { Icon::Down };
    paint_icon(ui.painter(), lines.mark_rect(), icon, palette.muted);
    lines.paint(0, &group.name, (&theme::small_strong(), palette.text), 0.0);
    let logs = if group.count == 1 { "1 log".to_owned() } else { format!("{} logs", group.count) };
    let text = match group.with_problems {
        0 => logs,
        count => format!("{logs}, {count} with problems"),
    };
    lines.paint(1, &text, (&theme::small(), palette.muted), 0.0);
    let state = if group.folded { "folded" } else { "unfolded" };
    format!("{}, {text}, {state}", group.folder)
}

fn paint_log(ui: &Ui, rect: Rect, state: &State, log: &LogRow) {
    let palette = Palette::of(ui.visuals());
    let lines = Lines::new(ui, rect, if state.logs.list.grouped { INDENT } else { 0.0 });
    let shown = state.logs.shown().map(|session| session.id) == log.id;
    if shown {
        let edge = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom() - 1.0));
        ui.painter().rect_filled(edge, 0, palette.accent);
    }
    paint_mark(ui, lines.mark_rect(), log.mark);
    let span = span_text(log);
    // In a low row the times are beside the name.
    let span_line = if lines.count > 2 { 2 } else { 0 };
    let span_width = lines.paint_right(span_line, &span, palette.muted);
    let free = |line: usize| if line == span_line { span_width } else { 0.0 };
    lines.paint(0, &log.name, (&theme::small_strong(), palette.text), free(0));
    let progress = log.id.and_then(|id| state.logs.session(id)).and_then(LogRow::reading);
    let title = progress.as_ref().map_or(log.title.as_str(), |(text, _)| text);
    let (color, _) = match log.mark {
        LogMark::Problem(severity) => palette.severity(severity),
        LogMark::Unread => palette.severity(Some(Severity::Warning)),
        LogMark::Reading | LogMark::Clean => (palette.muted, palette.surface),
    };
    let verdict = if progress.is_some() { "" } else { log.verdict.as_str() };
    let after = lines.paint(1, verdict, (&theme::small(), color), 0.0);
    let left = if verdict.is_empty() { 0.0 } else { after + theme::GRID * 1.5 };
    lines.paint_from(1, left, title, palette.text);
    let details = [log.users.as_str(), log.format].into_iter().filter(|part| !part.is_empty());
    lines.paint(2, &details.collect::<Vec<_>>().join(" · "), (&theme::small(), palette.muted), free(2));
    if let Some((_, share)) = progress {
        let width = rect.width() * share.clamp(0.0, 1.0);
        ui.painter().hline(rect.left()..=rect.left() + width, rect.bottom() - 1.0, Stroke::new(2.0, palette.accent));
    }
}

/// The first and the last time of a log, to the minute: 01:06 – 01:12.
fn span_text(log: &LogRow) -> String {
    let (first, last) = (minutes(clock(&log.first_time)), minutes(clock(&log.last_time)));
    if first == last { first } else { format!("{first} – {last}") }
}

/// A clock without seconds, which are of no use in an overview.
fn minutes(clock: &str) -> String {
    let mut parts = clock.splitn(3, ':');
    let (Some(hour), Some(minute), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return clock.to_owned();
    };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    format!("{hour}:{minute}{after}")
}

pub(in crate::ui) fn paint_mark(ui: &Ui, rect: Rect, mark: LogMark) {
    let palette = Palette::of(ui.visuals());
    match mark {
        LogMark::Reading => {
            ui.painter().circle_stroke(rect.center(), 4.5, Stroke::new(1.5, palette.muted));
        }
        LogMark::Clean => paint_icon(ui.painter(), rect, Icon::Check, palette.muted),
        LogMark::Unread => paint_icon(ui.painter(), rect, Icon::Unread, palette.warning),
        LogMark::Problem(severity) => {
            let (strong, _) = palette.severity(severity);
            paint_severity(ui.painter(), severity, rect.center(), 13.0, (strong, palette.surface));
        }
    }
}

/// The lines of text of a row. A row that is too low leaves the last ones out.
struct Lines<'u> {
    ui: &'u Ui,
    rect: Rect,
    left: f32,
    top: f32,
    count: usize,
}

impl<'u> Lines<'u> {
    fn new(ui: &'u Ui, rect: Rect, indent: f32) -> Self {
        let count = ((rect.height() - theme::GRID) / LINE).floor() as usize;
        let top = rect.top() + (rect.height() - count as f32 * LINE) / 2.0;
        Self { ui, rect, left: rect.left() + TEXT_LEFT + indent, top, count }
    }

    /// The place of the mark, beside the first line.
    fn mark_rect(&self) -> Rect {
        let center = pos2(self.left - TEXT_LEFT / 2.0 + 1.0, self.top + LINE / 2.0);
        Rect::from_center_size(center, [14.0, 14.0].into())
    }

    fn left_of(&self, line: usize) -> Pos2 {
        pos2(self.left, self.top + (line as f32 + 0.5) * LINE)
    }

    fn width(&self) -> f32 {
        self.rect.right() - theme::GRID * 2.0 - self.left
    }

    /// Paints a line, and leaves a width at the right free. Returns the width of the text.
    fn paint(&self, line: usize, text: &str, (font, color): (&FontId, Color32), free: f32) -> f32 {
        if line >= self.count || text.is_empty() {
            return 0.0;
        }
        let galley = clipped_width(self.ui, text, font, color, self.width() - free);
        let width = galley.size().x;
        paint_beside(self.ui, self.left_of(line), galley, color);
        width
    }

    /// Paints the rest of a line.
    fn paint_from(&self, line: usize, left: f32, text: &str, color: Color32) {
        let width = self.width() - left;
        if line >= self.count || text.is_empty() || width < theme::GRID * 5.0 {
            return;
        }
        let galley = clipped_width(self.ui, text, &theme::small(), color, width);
        paint_beside(self.ui, self.left_of(line) + eframe::egui::vec2(left, 0.0), galley, color);
    }

    /// Paints text at the right of a line. Returns the width that it takes.
    fn paint_right(&self, line: usize, text: &str, color: Color32) -> f32 {
        // The name has at least half of the row.
        let galley = clipped_width(self.ui, text, &theme::small(), color, self.width() / 2.0);
        let width = galley.size().x;
        paint_beside(self.ui, self.left_of(line) + eframe::egui::vec2(self.width() - width, 0.0), galley, color);
        width + theme::GRID * 2.0
    }

    /// Paints text on the lines from this one on.
    fn paint_wrapped(&self, line: usize, text: &str, font: &FontId, color: Color32) {
        let rows = self.count.saturating_sub(line);
        if rows == 0 {
            return;
        }
        let mut job = eframe::egui::text::LayoutJob::simple(text.to_owned(), font.clone(), color, self.width());
        job.wrap.max_rows = rows;
        let galley = self.ui.painter().layout_job(job);
        let top = self.left_of(line) - eframe::egui::vec2(0.0, LINE / 2.0);
        self.ui.painter().galley(top, galley, color);
    }
}

/// The tooltip of a row: what the row has no room for.
pub(super) fn hint_ui(response: &Response, logs: &LogList, row: &LogListRow) {
    if !response.hovered() {
        return;
    }
    let text = match row {
        LogListRow::All => return,
        LogListRow::Group(group) => group.folder.clone(),
        LogListRow::Log(idx) => {
            let Some(log) = logs.logs.get(*idx) else { return };
            let verdict = [log.verdict.as_str(), &log.title].into_iter().filter(|part| !part.is_empty());
            let verdict = verdict.collect::<Vec<_>>().join(": ");
            let details = [log.users.as_str(), log.format].into_iter().filter(|part| !part.is_empty());
            let details = details.collect::<Vec<_>>().join(" · ");
            [log.full_name.as_str(), &verdict, &details].join("\n")
        }
    };
    // Beside the list, not over the rows below.
    let mut tooltip = Tooltip::for_enabled(response);
    tooltip.popup = tooltip.popup.align(RectAlign::RIGHT_START);
    tooltip.show(|ui| ui.add(Label::new(text)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_the_list_have_no_seconds() {
        for (clock, wanted) in [
            ("01:06:28.239", "01:06"),
            ("1:06:28 AM", "1:06 AM"),
            ("17:12:17.519Z", "17:12Z"),
            ("下午1:13:51", "下午1:13"),
            ("12.500", "12.500"),
            ("", ""),
        ] {
            assert_eq!(minutes(clock), wanted);
        }
    }
}
