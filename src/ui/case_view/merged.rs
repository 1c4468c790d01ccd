//! The entries of all logs by time, each with the name and the colour of its log.

use eframe::egui::{
    Align, CentralPanel, Frame, Key, Label, Layout, Modifiers, Panel, Rect, RichText, ScrollArea, Stroke, Ui, pos2,
};

use crate::app::{Action, FindingMark, LogsAction, MergeAction, MergedRow, State};
use crate::log::Level;
use crate::report::number_format::group_thousands;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::link_ui;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::text::{clipped, clipped_width, clock, highlighted, muted, paint_beside, paragraph_ui};
use crate::ui::{Actions, focus, theme};

/// Width of the mark, of the log's name, of the time and of the level.
const COLUMNS: [f32; 4] = [26.0, 150.0, 100.0, 48.0];
/// Height of the selected entry below the list.
const DETAILS: f32 = 132.0;

fn push(actions: &mut Actions, action: MergeAction) {
    actions.push(Action::Logs(LogsAction::OfMerged(action)));
}

pub(in crate::ui) fn merged_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let view = &state.logs.merged;
    let frame = Frame::new().fill(palette.surface).inner_margin(theme::bar_margin());
    Panel::top("merged head").frame(frame).resizable(false).show(ui, |ui| head_ui(ui, state));
    if view.list.is_empty() {
        return;
    }
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::bottom("merged entry").frame(frame).resizable(false).exact_size(DETAILS).show(ui, |ui| {
        selected_ui(ui, state, actions);
    });
    CentralPanel::no_frame().show(ui, |ui| rows_ui(ui, state, actions));
}

fn head_ui(ui: &mut Ui, state: &State) {
    let view = &state.logs.merged;
    ui.horizontal(|ui| {
        ui.label(RichText::new("All logs by time").font(theme::strong()));
        let text = match (&state.logs.case.case, view.progress) {
            (None, _) => "The order comes when all logs are read.".to_owned(),
            (Some(_), Some(count)) => format!("Ordering, {} entries so far…", group_thousands(count)),
            (Some(case), None) => {
                format!("{} entries · times in {}", group_thousands(view.list.len()), case.zone_text())
            }
        };
        ui.add(Label::new(muted(ui, text)).truncate());
    });
    let at_end = view.list.len() - view.aligned_len().min(view.list.len());
    if at_end > 0 {
        let count = group_thousands(at_end);
        let text = format!("{count} entries of logs whose times cannot be compared follow at the end.");
        ui.add(Label::new(muted(ui, text)).wrap());
    }
}

fn rows_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let view = &state.logs.merged;
    let spec = ListSpec::new(focus::merged(), "Entries of all logs", &view.list);
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = view.rows.get(row_idx.checked_sub(view.first_row)? as usize)?;
        let name = state.logs.list.log(row.id).map_or("", |log| log.name.as_str());
        paint_row(ui, rect, row, name);
        Some(format!("{name}, {}", row.entry.accessible_text()))
    });
    for action in output.actions {
        push(actions, MergeAction::List(action));
    }
    if output.has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        push(actions, MergeAction::OpenSelected);
    }
    let double_clicked = |row: u64| ui.ctx().read_response(spec.id.with(row)).is_some_and(|row| row.double_clicked());
    if view.list.visible().any(double_clicked) {
        push(actions, MergeAction::OpenSelected);
    }
}

/// From left to right: the colour and the name of the log, the mark of a finding, time, level, message.
fn paint_row(ui: &Ui, rect: Rect, row: &MergedRow, name: &str) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let color = palette.log(row.number);
    let stripe = Rect::from_min_max(rect.min, pos2(rect.left() + 4.0, rect.bottom() - 1.0));
    ui.painter().rect_filled(stripe, 0, color);
    let [mark, name_width, clock_width, level] = COLUMNS;
    let mut x = rect.left() + theme::GRID * 3.0;
    paint_beside(ui, pos2(x, middle), clipped_width(ui, name, &theme::small(), color, name_width - 12.0), color);
    x += name_width;
    if let Some(FindingMark(severity)) = row.entry.mark {
        let (strong, _) = palette.severity(severity);
        paint_severity(ui.painter(), severity, pos2(x + 8.0, middle), 12.0, (strong, palette.surface));
    }
    x += mark;
    let time = if row.time.is_empty() { clock(&row.entry.time) } else { &row.time };
    paint_beside(
        ui,
        pos2(x, middle),
        clipped_width(ui, time, &theme::mono(), palette.muted, clock_width),
        palette.muted,
    );
    x += clock_width;
    if row.entry.level != Level::None {
        let color = palette.level(row.entry.level);
        let title = clipped_width(ui, row.entry.level.title(), &theme::small(), color, level);
        paint_beside(ui, pos2(x, middle), title, color);
    }
    x += level;
    let speaker = [row.entry.speaker.client.as_str(), &row.entry.speaker.short_user()].join(" ");
    if !speaker.trim().is_empty() {
        let galley = clipped_width(ui, speaker.trim(), &theme::mono(), palette.muted, rect.width() / 4.0);
        let width = galley.size().x + theme::GRID * 2.0;
        paint_beside(ui, pos2(x, middle), galley, palette.muted);
        x += width;
    }
    let (_, soft) = palette.severity(row.entry.mark.and_then(|FindingMark(severity)| severity));
    let passages: Vec<_> = row.entry.evidence.iter().map(|range| (range.clone(), soft)).collect();
    let job = highlighted(&row.entry.text, &theme::mono(), palette.text, &passages);
    paint_beside(ui, pos2(x, middle), clipped(ui, job, rect.right() - x - theme::GRID), palette.text);
}

/// The whole text of the selected entry.
fn selected_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let edge = ui.max_rect().expand2([12.0, 8.0].into());
    ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, palette.line));
    let Some((id, _, text)) = &state.logs.merged.selected else {
        paragraph_ui(ui, "Select an entry to read it whole. Enter shows it in its log.");
        return;
    };
    let name = state.logs.list.log(*id).map_or("", |log| log.name.as_str());
    ui.horizontal(|ui| {
        ui.add(Label::new(RichText::new(name).font(theme::small_strong())).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if link_ui(ui, "Show it in its log").clicked() {
                push(actions, MergeAction::OpenSelected);
            }
        });
    });
    ScrollArea::vertical().id_salt("merged entry text").auto_shrink(false).show(ui, |ui| {
        ui.add(Label::new(RichText::new(text).font(theme::mono())).wrap().selectable(true));
    });
}
