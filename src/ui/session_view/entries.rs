//! The list of entries.

use eframe::egui::{Frame, Rect, Role, Ui, pos2};

use crate::app::{Action, EntryRow, FilterRun, FindingMark, Phase, Session, SessionAction};
use crate::log::Level;
use crate::ui::Actions;
use crate::ui::focus;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::link_ui;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::text::{clipped, clipped_width, clock, heading_ui, highlighted, paint_beside, paragraph_ui};

/// Width of the mark of a finding.
const MARK: f32 = 20.0;
/// Width of a digit of the line number.
const DIGIT: f32 = 7.4;
/// Width of the time.
const CLOCK: f32 = 96.0;
/// Width of the level.
const LEVEL: f32 = 48.0;

pub(super) fn entries_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    if session.selection.list.is_empty() {
        no_entries_ui(ui, session, actions);
        return;
    }
    let spec = ListSpec {
        id: focus::entries(),
        name: "Log entries",
        role: Role::List,
        row_role: Role::ListItem,
        list: &session.selection.list,
        marks: &session.marks,
        hits: &session.find.marks,
        row_height: theme::ROW,
    };
    let first = session.selection.list.visible().start;
    let highest = session.visible.rows.last().map_or(0, |row| row.line).max(session.entries.count);
    let digits = highest.max(1).ilog10() as f32 + 1.0;
    let has_clocks = session.visible.rows.iter().any(|row| !row.time.is_empty());
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = session.visible.rows.get((row_idx - first) as usize)?;
        paint_row(ui, rect, row, [digits * DIGIT, if has_clocks { CLOCK } else { 0.0 }]);
        Some(row.accessible_text())
    });
    for action in output.actions {
        actions.push(Action::Session(session.id, SessionAction::List(action)));
    }
    let copied = ui.input(|input| input.events.contains(&eframe::egui::Event::Copy));
    if output.has_focus && copied {
        actions.push(Action::Session(session.id, SessionAction::CopyEntry));
    }
}

/// From left to right: the mark of a finding, line, time, level, message.
fn paint_row(ui: &Ui, rect: Rect, row: &EntryRow, [line_width, clock_width]: [f32; 2]) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let mono = theme::mono();
    let put = |x: f32, galley, color| paint_beside(ui, pos2(x, middle), galley, color);
    if let Some(FindingMark(severity)) = row.mark {
        let (strong, _) = palette.severity(severity);
        let center = pos2(rect.left() + MARK / 2.0 + 2.0, middle);
        paint_severity(ui.painter(), severity, center, 12.0, (strong, palette.surface));
    }
    let mut x = rect.left() + MARK + theme::GRID;
    let line = clipped_width(ui, &row.line.to_string(), &mono, palette.muted, line_width + DIGIT);
    put(x + line_width - line.size().x, line, palette.muted);
    x += line_width + theme::GRID * 3.0;
    if clock_width > 0.0 {
        put(x, clipped_width(ui, clock(&row.time), &mono, palette.muted, clock_width), palette.muted);
        x += clock_width + theme::GRID;
    }
    if row.level != Level::None {
        let color = palette.level(row.level);
        let font = if row.level >= Level::Warn { theme::small_strong() } else { theme::small() };
        put(x, clipped_width(ui, row.level.title(), &font, color, LEVEL), color);
    }
    x += LEVEL;
    let (_, soft) = palette.severity(row.mark.and_then(|FindingMark(severity)| severity));
    // Of passages that begin together the first is painted.
    let passages: Vec<_> = row
        .hits
        .iter()
        .map(|range| (range.clone(), palette.hit))
        .chain(row.evidence.iter().map(|range| (range.clone(), soft)))
        .chain(row.matches.iter().map(|range| (range.clone(), palette.highlight)))
        .collect();
    let color = if row.level == Level::Debug { palette.muted } else { palette.text };
    let job = highlighted(&row.text, &mono, color, &passages);
    put(x, clipped(ui, job, rect.right() - x - theme::GRID), color);
}

fn no_entries_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        if session.filter.criteria.is_open() && session.narrow.narrowing.is_empty() {
            let reading = matches!(session.phase, Phase::Reading(_));
            let text = if reading {
                "The first entries are on their way."
            } else {
                "The log has no entries: the file is empty."
            };
            paragraph_ui(ui, text);
        } else if session.filter.run == FilterRun::Idle {
            heading_ui(ui, "No entry matches the filter");
            if link_ui(ui, "Show all entries").clicked() {
                actions.push(Action::Session(session.id, SessionAction::ShowAll));
            }
        } else {
            paragraph_ui(ui, "Looking…");
        }
    });
}
