//! The search over all logs: a field, and what was found, log by log.

use eframe::egui::{CentralPanel, Frame, Key, Margin, Modifiers, Panel, Rect, RichText, Stroke, TextEdit, Ui, pos2};

use crate::app::{Action, FoundEntry, HitRow, ListAction, LogMark, LogSearch, LogsAction, Move, SearchAction, State};
use crate::log::Level;
use crate::report::number_format::group_thousands;
use crate::ui::theme::Palette;
use crate::ui::widgets::list::{ListSpec, list_ui, moves_in_field};
use crate::ui::widgets::text::{clipped, clipped_width, clock, highlighted, muted, paint_beside, paragraph_ui};
use crate::ui::{Actions, focus, logs_list, theme};

/// Width of the line number, of the time and of the level.
const COLUMNS: [f32; 3] = [64.0, 112.0, 48.0];

fn push(actions: &mut Actions, action: SearchAction) {
    actions.push(Action::Logs(LogsAction::OfSearch(action)));
}

pub(in crate::ui) fn search_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let search = &state.logs.search;
    let bar = Frame::new().fill(palette.surface).inner_margin(theme::bar_margin());
    Panel::top("search of logs").frame(bar).resizable(false).show(ui, |ui| field_ui(ui, search, actions));
    CentralPanel::no_frame().show(ui, |ui| {
        if search.rows.is_empty() {
            nothing_ui(ui, search);
        } else {
            results_ui(ui, state, actions);
        }
    });
}

fn field_ui(ui: &mut Ui, search: &LogSearch, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        let mut query = search.query.clone();
        let field = focus::search_in_logs();
        // Asked for before the field is drawn, which would lose the focus.
        let had_focus = ui.memory(|memory| memory.has_focus(field));
        let entered = had_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let edit = TextEdit::singleline(&mut query)
            .id(field)
            .hint_text("Text or /regex/ in all logs")
            .desired_width((ui.available_width() * 0.5).clamp(160.0, theme::SEARCH_WIDTH))
            .margin(Margin::symmetric(8, 5))
            .font(theme::body());
        let response = ui.add(edit).accessible_name("Search all logs");
        if response.has_focus() {
            for step in moves_in_field(ui, field, &[Move::Up, Move::Down, Move::PageUp, Move::PageDown]) {
                push(actions, SearchAction::List(ListAction::Move(step)));
            }
        }
        if entered {
            if search.list.selected().is_none() {
                push(actions, SearchAction::List(ListAction::Move(Move::Down)));
            }
            push(actions, SearchAction::OpenSelected);
        }
        if query != search.query {
            push(actions, SearchAction::Query(query));
        }
        match &search.error {
            Some(error) => ui.label(RichText::new(error.to_string()).font(theme::small()).color(palette.error)),
            None => ui.label(muted(ui, search.summary())),
        };
    });
}

fn nothing_ui(ui: &mut Ui, search: &LogSearch) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        let text = if search.query.trim().is_empty() || search.error.is_some() {
            "Searches the entries of all opened logs. Arrow keys move through what is found, Enter shows it in its log."
        } else if search.is_running() {
            "Searching…"
        } else {
            "No entry of any log has this text."
        };
        paragraph_ui(ui, text);
    });
}

fn results_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let search = &state.logs.search;
    let spec = ListSpec::new(focus::found_in_logs(), "Found in all logs", &search.list);
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = *search.rows.get(row_idx as usize)?;
        Some(paint_row(ui, rect, state, (row_idx, row)))
    });
    for action in output.actions {
        push(actions, SearchAction::List(action));
    }
    let clicked = |row: u64| ui.ctx().read_response(spec.id.with(row)).is_some_and(|row| row.clicked());
    let entered = output.has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if entered || search.list.visible().any(clicked) {
        push(actions, SearchAction::OpenSelected);
    }
}

/// Paints a row. Returns its accessible name.
fn paint_row(ui: &Ui, rect: Rect, state: &State, (row_idx, row): (u64, HitRow)) -> String {
    let palette = Palette::of(ui.visuals());
    let search = &state.logs.search;
    let middle = rect.center().y;
    let left = rect.left() + theme::GRID * 3.0;
    match row {
        HitRow::Log(idx) => {
            let log = &search.logs[idx];
            let listed = state.logs.list.log(log.id);
            let (name, mark) = listed.map_or(("", LogMark::Clean), |row| (row.name.as_str(), row.mark));
            if !search.list.is_selected(row_idx) {
                ui.painter().rect_filled(rect.shrink2([0.0, 0.5].into()), 0, palette.inset);
            }
            let mark_rect = Rect::from_center_size(pos2(left + 7.0, middle), [14.0, 14.0].into());
            logs_list::row::paint_mark(ui, mark_rect, mark);
            let galley = clipped_width(ui, name, &theme::small_strong(), palette.text, rect.width() * 0.7);
            let after = left + 22.0 + galley.size().x + theme::GRID * 2.0;
            paint_beside(ui, pos2(left + 22.0, middle), galley, palette.text);
            let count = group_thousands(log.count);
            paint_beside(
                ui,
                pos2(after, middle),
                clipped_width(ui, &count, &theme::small(), palette.muted, 120.0),
                palette.muted,
            );
            format!("{name}, found {} times", log.count)
        }
        HitRow::Hit(..) => {
            let Some((_, hit)) = search.hit(row) else { return String::new() };
            paint_hit(ui, rect, search, hit);
            format!("Line {}, {} {}", hit.line, hit.time, hit.text)
        }
        HitRow::More(idx) => {
            let log = &search.logs[idx];
            let more = log.count - log.hits.len() as u64;
            let text = format!("{} more in this log: open it and search there", group_thousands(more));
            let galley = clipped_width(ui, &text, &theme::small(), palette.muted, rect.width() - 40.0);
            paint_beside(ui, pos2(left + 22.0, middle), galley, palette.muted);
            text
        }
    }
}

fn paint_hit(ui: &Ui, rect: Rect, search: &LogSearch, hit: &FoundEntry) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let mono = theme::mono();
    let mut x = rect.left() + theme::GRID * 3.0;
    let line = clipped_width(ui, &hit.line.to_string(), &mono, palette.muted, COLUMNS[0]);
    paint_beside(ui, pos2(x + COLUMNS[0] - theme::GRID * 3.0 - line.size().x, middle), line, palette.muted);
    x += COLUMNS[0];
    paint_beside(
        ui,
        pos2(x, middle),
        clipped_width(ui, clock(&hit.time), &mono, palette.muted, COLUMNS[1]),
        palette.muted,
    );
    x += COLUMNS[1];
    if hit.level != Level::None {
        let color = palette.level(hit.level);
        paint_beside(
            ui,
            pos2(x, middle),
            clipped_width(ui, hit.level.title(), &theme::small(), color, COLUMNS[2]),
            color,
        );
    }
    x += COLUMNS[2];
    let passages: Vec<_> = search.matches(&hit.text).into_iter().map(|range| (range, palette.highlight)).collect();
    let job = highlighted(&hit.text, &mono, palette.text, &passages);
    paint_beside(ui, pos2(x, middle), clipped(ui, job, rect.right() - x - theme::GRID), palette.text);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(0.5, palette.line));
}
