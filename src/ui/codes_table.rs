//! The table of codes: headings that sort, columns that can be resized, one row a code.
//!
//! `egui_extras` lays out the columns and draws the visible rows. Scroll position and selection are in the state, as for
//! every other list.

use std::ops::Range;

use eframe::egui::Id;
use eframe::egui::scroll_area::{DragScroll, ScrollBarVisibility};
use eframe::egui::{Align, Color32, FontId, Layout, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_extras::{Column as TableColumn, TableBuilder, TableRow};

use super::Actions;
use super::theme::Palette;
use super::widgets::button::{paint_focus, small_link_ui};
use super::widgets::icon::{Icon, paint_icon, paint_severity};
use super::widgets::list::{ListInput, ListSpec, list_frame_ui, rows_rect, whole_rows};
use super::widgets::menu::{RowMenu, menu_item_ui};
use super::widgets::text::{clipped, clipped_width, highlighted, paint_beside};
use super::{bar, focus, theme};
use crate::app::{
    Action, CodeRow, CodesAction, CodesTab, Column, ColumnWidths, Command, CopyStyle, LogsAction, Sort, State,
    TableLine,
};

/// Width of the column with the severity's shape, which has no heading.
const SEVERITY_WIDTH: f32 = 24.0;
/// Minimum and maximum of the name's width while the user has not set it.
const NAME_WIDTHS: [f32; 2] = [96.0, 264.0];
/// The least width of a column: its heading stays readable.
const MIN_WIDTH: f32 = 44.0;
/// The least width of the summary, which takes the remaining width.
const MIN_SUMMARY_WIDTH: f32 = 96.0;
/// Narrower tables have no column for the family.
const MIN_WIDTH_WITH_FAMILY: f32 = 480.0;
/// Space between a column's edge and its text.
const PADDING: f32 = theme::GRID;

pub(super) fn codes_table_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let codes = &state.codes;
    let spec = ListSpec {
        role: Role::Table,
        row_role: Role::Row,
        ..ListSpec::new(focus::codes(), "Error codes", &codes.list)
    };
    let whole = ui.available_rect_before_wrap();
    let header = Rect::from_min_max(whole.min, pos2(whole.right(), whole.top() + theme::CONTROL));
    let body = whole_rows(Rect::from_min_max(pos2(whole.left(), header.bottom()), whole.max), &spec);
    let output = list_frame_ui(ui, &spec, body, |ui, input| {
        let palette = Palette::of(ui.visuals());
        ui.painter().rect_filled(header, 0, palette.bar);
        table_ui(ui, rows_rect(whole), state, input, actions);
        ui.painter().hline(header.x_range(), header.bottom() - 0.5, Stroke::new(1.0, palette.line));
    });
    for action in output.actions {
        actions.push(Action::Codes(CodesAction::List(action)));
    }
    let menu = RowMenu { name: "Menu of the code", menu_at: output.menu_at, list: focus::codes() };
    menu.show(ui, actions, |ui, actions| menu_ui(ui, codes, actions));
}

fn menu_ui(ui: &mut Ui, codes: &CodesTab, actions: &mut Actions) {
    let Some(code) = codes.selected else { return };
    if menu_item_ui(ui, &format!("Copy {code}"), "") {
        actions.push(Action::Copy(code.to_string()));
    }
    if menu_item_ui(ui, "Copy the explanation", &bar::shortcut(ui, Command::CopyDetails)) {
        actions.push(Action::CopyCode(code, CopyStyle::Text));
    }
    if menu_item_ui(ui, "Copy the explanation as Markdown", "") {
        actions.push(Action::CopyCode(code, CopyStyle::Markdown));
    }
}

/// Which columns are shown, and how wide they are.
struct TableColumns {
    /// The columns between the severity and the summary, from left to right.
    widths: Vec<(Column, f32)>,
    /// The width of the summary.
    summary: f32,
}

impl TableColumns {
    /// Uses the widths that the user chose, or else the default ones. Narrows columns if the table is too narrow for them.
    fn fitting(available: f32, chosen: ColumnWidths) -> Self {
        let mut default_widths = vec![(Column::Hex, 64.0), (Column::Decimal, 76.0)];
        if available >= MIN_WIDTH_WITH_FAMILY {
            default_widths.push((Column::Family, 68.0));
        }
        let width_of = |(column, width): (Column, f32)| (column, chosen.get(column).unwrap_or(width).max(MIN_WIDTH));
        let mut widths: Vec<_> = default_widths.into_iter().map(width_of).collect();
        let left = |widths: &[(Column, f32)]| available - SEVERITY_WIDTH - widths.iter().map(|(_, w)| w).sum::<f32>();
        let [min, max] = NAME_WIDTHS;
        widths.push(width_of((Column::Name, (left(&widths) * 0.48).clamp(min, max))));
        let mut excess = MIN_SUMMARY_WIDTH - left(&widths);
        for (_, width) in widths.iter_mut().rev() {
            let cut = excess.clamp(0.0, *width - MIN_WIDTH);
            *width -= cut;
            excess -= cut;
        }
        Self { summary: left(&widths).max(MIN_SUMMARY_WIDTH), widths }
    }

    /// All columns with a heading, from left to right.
    fn headings(&self) -> impl Iterator<Item = Column> {
        self.widths.iter().map(|(column, _)| *column).chain([Column::Summary])
    }
}

fn table_ui(ui: &mut Ui, rect: Rect, state: &State, input: &mut ListInput<'_>, actions: &mut Actions) {
    let codes = &state.codes;
    let chosen = state.settings.column_widths;
    let columns = TableColumns::fitting(rect.width(), chosen);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("columns").max_rect(rect));
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    // The only line over the whole height is the one of a column that is being resized.
    ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
    let table = table_builder(&mut ui, &columns, rect.width(), state);
    let table = table.header(theme::CONTROL, |mut row| {
        row.col(|_| {});
        for column in columns.headings() {
            row.col(|ui| column_heading_ui(ui, column, codes.sort, actions));
        }
    });
    let mut drawn_widths = Vec::new();
    let mut drawn_rows = Vec::new();
    let mut drawn_headings = Vec::new();
    table.body(|mut body| {
        drawn_widths.extend_from_slice(body.widths());
        let clip = body.ui_mut().clip_rect();
        body.rows(theme::ROW, codes.lines.len(), |row| {
            let line = row.index();
            match codes.lines.get(line) {
                Some(TableLine::Row(row_idx)) => {
                    let Some(code_row) = codes.rows.get(row_idx) else { return };
                    let paint = |ui: &Ui, rect| input.paint_background(ui, line as u64, rect);
                    let rect = row_ui(row, code_row, &columns, clip, paint);
                    drawn_rows.push((line as u64, rect, code_row.accessible_text()));
                }
                Some(TableLine::Heading(heading)) => drawn_headings.push((line, heading_rect(row, clip), heading)),
                None => {}
            }
        });
    });
    for (line, rect, heading) in drawn_headings {
        heading_line_ui(&mut ui, rect, heading, (line == 0).then_some(codes), actions);
    }
    // The rows are added after the handles that resize columns, so a handle takes clicks in the header only.
    for (row_idx, rect, name) in drawn_rows {
        input.read_row(&ui, row_idx, rect, &name);
    }
    if !ui.input(|input| input.pointer.any_down()) {
        for ((column, fitting), drawn) in columns.widths.iter().zip(drawn_widths.into_iter().skip(1)) {
            let is_chosen = chosen.get(*column).is_some_and(|chosen| (chosen - drawn).abs() <= 0.5);
            if (fitting - drawn).abs() > 0.5 && !is_chosen {
                actions.push(Action::ResizedColumn(*column, drawn.round()));
            }
        }
    }
}

fn table_builder<'u>(ui: &'u mut Ui, columns: &TableColumns, width: f32, state: &State) -> TableBuilder<'u> {
    let width_id = ui.scope_id().with("width");
    let previous_width = ui.data_mut(|data| {
        let previous = data.get_temp::<f32>(width_id);
        data.insert_temp(width_id, width);
        previous
    });
    let (top, fraction) = state.codes.list.top();
    let mut table = TableBuilder::new(ui)
        .auto_shrink(false)
        .min_scrolled_height(0.0)
        .vertical_scroll_offset((top as f64 + fraction) as f32 * theme::ROW)
        .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
        .drag_to_scroll(DragScroll::Never)
        .column(TableColumn::exact(SEVERITY_WIDTH));
    for (_, width) in &columns.widths {
        let max = (width + columns.summary - MIN_SUMMARY_WIDTH).max(MIN_WIDTH);
        table = table.column(TableColumn::initial(*width).range(MIN_WIDTH..=max).resizable(true).clip(true));
    }
    table = table.column(TableColumn::remainder().clip(true));
    // `egui_extras` remembers the widths that it drew last. They no longer fit if the width of the table has changed.
    if previous_width != Some(width) {
        table.reset();
    }
    table
}

/// A heading. A click on it sorts by its column.
fn column_heading_ui(ui: &mut Ui, column: Column, sort: Sort, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let cell = ui.max_rect();
    let response = ui.interact(cell, Id::unique(("sort by", column.title())), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.title()));
    let arrow = match sort {
        Sort::Rising(sorted) if sorted == column => " ↑",
        Sort::Falling(sorted) if sorted == column => " ↓",
        _ => "",
    };
    let color = if !arrow.is_empty() || response.hovered() { palette.text } else { palette.muted };
    let text = format!("{}{arrow}", column.title());
    let galley = clipped_width(ui, &text, &theme::small_strong(), color, cell.width() - 2.0 * PADDING);
    paint_beside(ui, cell.left_center() + vec2(PADDING, 0.0), galley, color);
    if column != Column::Summary {
        ui.painter().vline(cell.right() - 0.5, cell.shrink(7.0).y_range(), Stroke::new(1.0, palette.outline));
    }
    paint_focus(ui, &response, cell.shrink(1.0));
    if response.on_hover_text(format!("Sort by {}", column.title().to_lowercase())).clicked() {
        actions.push(Action::Codes(CodesAction::SortBy(column)));
    }
}

/// The visible part of a line with a heading.
fn heading_rect(mut row: TableRow<'_, '_>, clip: Rect) -> Rect {
    let mut cell = clip;
    row.col(|ui| cell = ui.max_rect());
    Rect::from_x_y_ranges(clip.x_range(), cell.y_range()).intersect(clip)
}

/// A heading over the whole width. The first one has buttons for the codes that the query names.
fn heading_line_ui(ui: &mut Ui, rect: Rect, heading: &str, codes: Option<&CodesTab>, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ui.painter().rect_filled(rect, 0, palette.inset);
    let response = ui.interact(rect, ui.scope_id().with(("heading", heading)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, heading));
    let inner = rect.shrink2(vec2(2.0 * theme::GRID, 0.0));
    let galley = clipped_width(ui, heading, &theme::small_strong(), palette.text, inner.width());
    let left = inner.left() + galley.size().x + 3.0 * theme::GRID;
    paint_beside(ui, inner.left_center(), galley, palette.text);
    let Some(codes) = codes else { return };
    let builder = UiBuilder::new().max_rect(inner.with_min_x(left)).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 3.0 * theme::GRID;
        if codes.named.len() > 1 {
            let link = small_link_ui(ui, "Copy all", "Copy all codes of the search");
            if link.on_hover_text(bar::hint(ui, "Copies all explanations", Command::CopyFound)).clicked() {
                actions.push(Action::Run(Command::CopyFound));
            }
        }
        if codes.may_be_log() && small_link_ui(ui, "Open as a log", "Open as a log").clicked() {
            actions.push(Action::Logs(LogsAction::Paste(codes.query.clone())));
        }
    });
}

/// Draws the cells of a row over its background. Returns the visible part of the row.
fn row_ui(
    mut row: TableRow<'_, '_>,
    code_row: &CodeRow,
    columns: &TableColumns,
    clip: Rect,
    paint_background: impl FnOnce(&Ui, Rect),
) -> Rect {
    let mut whole = clip;
    row.col(|ui| {
        let palette = Palette::of(ui.visuals());
        let cell = ui.max_rect();
        whole = Rect::from_x_y_ranges(clip.x_range(), cell.y_range());
        ui.set_clip_rect(clip);
        paint_background(ui, whole);
        let (strong, soft) = palette.severity(code_row.severity);
        // Soft colours: most codes are errors, and strong ones would distract from the text.
        let center = cell.center() + vec2(2.0, 0.0);
        paint_severity(ui.painter(), code_row.severity, center, 14.0, (soft, strong));
    });
    let mut name_left = 0.0;
    for column in columns.headings() {
        row.col(|ui| {
            let mut cell = ui.max_rect();
            if column == Column::Name {
                name_left = cell.left();
            }
            if column == Column::Summary {
                if code_row.name.is_empty() && !code_row.found_by_note {
                    // The summary of a code without a name starts in the column of the name.
                    cell.set_left(name_left);
                    ui.set_clip_rect(clip);
                }
                cell.set_right(cell.right() - theme::GRID);
                if !code_row.note.is_empty() {
                    let icon = Rect::from_center_size(pos2(cell.right() - 8.0, cell.center().y), vec2(14.0, 14.0));
                    paint_icon(ui.painter(), icon, Icon::Note, Palette::of(ui.visuals()).accent);
                    cell.set_right(cell.right() - 20.0);
                }
            }
            paint_cell(ui, cell, column, code_row);
        });
    }
    whole.intersect(clip)
}

fn paint_cell(ui: &Ui, cell: Rect, column: Column, row: &CodeRow) {
    let palette = Palette::of(ui.visuals());
    let (mono, small) = (theme::mono(), theme::small());
    let text_color = if row.retired { palette.muted } else { palette.text };
    let [in_code, in_name, in_summary] = &row.highlights;
    let no_matches = Vec::new();
    let has_hex = !row.hex.is_empty();
    let (text, font, color, matches): (&str, &FontId, Color32, &Vec<Range<usize>>) = match column {
        Column::Hex => (&row.hex, &mono, text_color, in_code),
        Column::Decimal if has_hex => (&row.decimal, &mono, palette.muted, &no_matches),
        Column::Decimal => (&row.decimal, &mono, text_color, in_code),
        Column::Family => (row.code.family().title(), &small, palette.muted, &no_matches),
        Column::Name if row.found_by_note && row.name.is_empty() => (&row.summary, &small, text_color, &no_matches),
        Column::Name if row.found_by_note => (&row.name, &mono, text_color, &no_matches),
        Column::Name => (&row.name, &mono, text_color, in_name),
        Column::Summary if row.found_by_note => (&row.note, &small, palette.accent, &no_matches),
        Column::Summary if row.name.is_empty() => (&row.summary, &small, text_color, in_summary),
        Column::Summary => (&row.summary, &small, palette.muted, in_summary),
    };
    let passages: Vec<_> = matches.iter().map(|range| (range.clone(), palette.highlight)).collect();
    let job = highlighted(text, font, color, &passages);
    let galley = clipped(ui, job, cell.width() - 2.0 * PADDING);
    paint_beside(ui, cell.left_center() + vec2(PADDING, 0.0), galley, color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_always_fit_the_table() {
        let mut wide = ColumnWidths::default();
        for column in Column::ALL {
            wide.set(*column, 900.0);
        }
        for available in [400.0, 468.0, 480.0, 700.0, 2000.0] {
            for chosen in [ColumnWidths::default(), wide] {
                let columns = TableColumns::fitting(available, chosen);
                let used = SEVERITY_WIDTH + columns.widths.iter().map(|(_, width)| width).sum::<f32>();
                assert!(columns.summary >= MIN_SUMMARY_WIDTH, "{available}: {}", columns.summary);
                assert!((used + columns.summary - available).abs() < 0.01, "{available}: {used}");
                assert!(columns.widths.iter().all(|(_, width)| *width >= MIN_WIDTH), "{available}");
            }
        }
    }

    #[test]
    fn chosen_widths_are_used_if_they_fit() {
        let mut chosen = ColumnWidths::default();
        chosen.set(Column::Name, 310.0);
        let widths = TableColumns::fitting(1000.0, chosen).widths;
        assert_eq!(
            widths,
            [(Column::Hex, 64.0), (Column::Decimal, 76.0), (Column::Family, 68.0), (Column::Name, 310.0)]
        );
    }
}
