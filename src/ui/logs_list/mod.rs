//! The list of opened logs, at the left of what is shown.
//!
//! In: a [`LogList`], whose rows are already sorted, grouped and searched.
//!
//! - `row`: paints a row; `menu`: the menus of a row and of the whole list; `recent`: files that were opened recently
//!
//! Out: actions on the list, and on logs.
//!
//! What always holds: only the visible rows are drawn; the keyboard's focus stays in the list until Enter.

pub(super) mod menu;
pub(super) mod recent;
pub(super) mod row;

use eframe::egui::{ComboBox, Frame, Key, Margin, Modifiers, Panel, RichText, Stroke, TextEdit, Ui};

use super::Actions;
use super::focus;
use super::split_row::split_row_ui;
use super::theme;
use super::widgets::button::icon_button_ui;
use super::widgets::icon::Icon;
use super::widgets::list::{ListSpec, list_ui, moves_in_field};
use super::widgets::text::muted;
use super::widgets::toggle::level_toggle_ui;
use crate::app::{Action, Command, ListAction, LogList, LogListAction, LogSort, LogsAction, Move, State};
use theme::Palette;

/// The width of the list: at most, at least, and as a share of a narrow window.
const WIDTH: [f32; 2] = [288.0, 208.0];
const SHARE: f32 = 0.2;
/// The widths that the user can give to it.
const RANGE: std::ops::RangeInclusive<f32> = 160.0..=560.0;

/// Height of a row with three lines, and of one with two, if there are many.
const ROW: f32 = 60.0;
const LOW_ROW: f32 = 42.0;
/// From this many rows on, rows are low.
const MANY: usize = 24;

pub(super) fn logs_list_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let logs = &state.logs.list;
    let default = (ui.available_width() * SHARE).clamp(WIDTH[1], WIDTH[0]);
    let width = logs.width.unwrap_or(default);
    let shown = Panel::left("list of logs")
        .frame(Frame::new().fill(palette.bar))
        .resizable(true)
        .default_size(width)
        .size_range(RANGE)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            Frame::new().inner_margin(Margin { left: 12, right: 8, top: 4, bottom: 6 }).show(ui, |ui| {
                tools_ui(ui, state, actions);
            });
            rows_ui(ui, state, actions);
        });
    let drawn = shown.response.rect.width();
    let settled = !ui.input(|input| input.pointer.any_down());
    if settled && (drawn - width).abs() > 1.0 && RANGE.contains(&drawn) {
        push(actions, LogListAction::Resize(drawn));
    }
}

fn push(actions: &mut Actions, action: LogListAction) {
    actions.push(Action::Logs(LogsAction::OfList(action)));
}

fn tools_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let logs = &state.logs.list;
    split_row_ui(
        ui,
        |ui| {
            ui.label(RichText::new(format!("{} logs", logs.logs.len())).font(theme::strong()));
        },
        |ui| {
            menu::list_menu_ui(ui, state, actions);
            if icon_button_ui(ui, Icon::Left, "Hide the list of logs", "Hide the list").clicked() {
                push(actions, LogListAction::Hide(true));
            }
        },
    );
    ui.horizontal(|ui| {
        ui.set_height(theme::CONTROL);
        sort_ui(ui, logs, actions);
        let group = level_toggle_ui(ui, logs.grouped, "Group", None, None);
        if group.on_hover_text("Groups the logs by folder and archive").clicked() {
            push(actions, LogListAction::Group(!logs.grouped));
        }
    });
    ui.add_space(theme::GRID);
    search_ui(ui, logs, actions);
}

fn sort_ui(ui: &mut Ui, logs: &LogList, actions: &mut Actions) {
    let chosen = RichText::new(logs.sort.title()).font(theme::small());
    let shown = ComboBox::from_id_salt("order of logs").selected_text(chosen).width(84.0).show_ui(ui, |ui| {
        for sort in LogSort::ALL {
            let text = RichText::new(sort.title()).font(theme::small());
            if ui.selectable_label(*sort == logs.sort, text).clicked() {
                push(actions, LogListAction::Sort(*sort));
            }
        }
    });
    let name = format!("Order of logs: {}", logs.sort.title());
    shown.response.accessible_name(name).on_hover_text("The order of the list");
}

fn search_ui(ui: &mut Ui, logs: &LogList, actions: &mut Actions) {
    let mut query = logs.query.clone();
    let edit = TextEdit::singleline(&mut query)
        .id(focus::log_search())
        .hint_text("Search names, problems, users")
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 4))
        .font(theme::small());
    let response = ui.add(edit).accessible_name("Search logs");
    if response.has_focus() {
        for step in moves_in_field(ui, focus::log_search(), &[Move::Up, Move::Down]) {
            push(actions, LogListAction::Move(ListAction::Move(step)));
        }
    }
    if query != logs.query {
        push(actions, LogListAction::Search(query));
    }
}

fn rows_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let logs = &state.logs.list;
    let edge = ui.available_rect_before_wrap();
    ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, palette.line));
    let low = logs.rows.len() > MANY;
    let spec = ListSpec {
        row_height: if low { LOW_ROW } else { ROW },
        ..ListSpec::new(focus::logs(), "Opened logs", &logs.list)
    };
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = logs.rows.get(row_idx as usize)?;
        Some(row::paint_row(ui, rect, state, row))
    });
    for action in output.actions {
        push(actions, LogListAction::Move(action));
    }
    for row_idx in logs.list.visible() {
        let (Some(row), Some(response)) =
            (logs.rows.get(row_idx as usize), ui.ctx().read_response(spec.id.with(row_idx)))
        else {
            continue;
        };
        if response.middle_clicked()
            && let Some(id) = logs.log_of(row)
        {
            actions.push(Action::Logs(LogsAction::Close(id)));
        }
        menu::row_menu_ui(&response, state, row, actions);
        row::hint_ui(&response, logs, row);
    }
    if output.has_focus {
        keys_ui(ui, actions);
    }
    if logs.rows.len() == 1 && !logs.query.is_empty() {
        let text = muted(ui, format!("No log has “{}”.", logs.query.trim()));
        let below = edge.with_min_y(edge.top() + ROW + theme::GRID).shrink2([12.0, 0.0].into());
        ui.put(below.with_max_y(below.top() + theme::ROW), eframe::egui::Label::new(text).truncate());
    }
}

/// The keys of the list beside those of every list.
fn keys_ui(ui: &mut Ui, actions: &mut Actions) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Delete) {
        push(actions, LogListAction::CloseSelected);
    }
    if pressed(Key::Enter) {
        actions.push(Action::Run(Command::ShowLogs));
    }
    for (key, folded) in [(Key::ArrowLeft, true), (Key::ArrowRight, false)] {
        if pressed(key) {
            push(actions, LogListAction::FoldSelected(folded));
        }
    }
}
