//! The two fields for a text: one filters the entries, the other finds entries and hides none.

use eframe::egui::{
    Area, Frame, Id, Key, Margin, Modifiers, Order, Popup, PopupCloseBehavior, Response, RichText, Role, Sense,
    TextEdit, Ui, WidgetInfo, vec2,
};

use crate::app::{Action, Command, FindAction, ListAction, Move, Session, SessionAction, TextQuery, TextSwitch};
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{icon_button_ui, paint_focus, paint_hover};
use crate::ui::widgets::hint::hint_above;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::list::moves_in_field;
use crate::ui::widgets::text::{clipped_width, paint_beside};
use crate::ui::{bar, focus};

/// The width of a field in a small window, and in a wide one.
const FIELD: [f32; 2] = [72.0, 240.0];
/// The width of a switch.
const SWITCH: f32 = 24.0;
/// The width of the number of hits, which does not change with the number, and in a narrow bar.
const COUNT: f32 = 76.0;
const NARROW_COUNT: f32 = 56.0;

/// The field that filters the entries.
pub(super) fn filter_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let query = &session.filter.criteria.typed;
    let mut push = |action| actions.push(Action::Session(session.id, action));
    let entered = pressed_enter(ui, focus::entry_filter(), Modifiers::NONE);
    let hint =
        format!("Filter entries ({}); -text leaves out; Enter keeps it", bar::shortcut(ui, Command::FilterEntries));
    let (response, text) = field_ui(ui, focus::entry_filter(), query, ["Filter entries", "Filter", &hint]);
    if let Some(text) = text {
        push(SessionAction::Text(text));
    }
    if response.has_focus() {
        for step in moves_in_field(ui, focus::entry_filter(), &[Move::Up, Move::Down]) {
            push(SessionAction::List(ListAction::Move(step)));
        }
    }
    if entered {
        push(SessionAction::KeepText);
    }
    if let Some(error) = &session.filter.error {
        error_ui(ui, &response, &error.to_string());
    }
    let switches = [TextSwitch::MatchCase, TextSwitch::WholeWord, TextSwitch::Regex, TextSwitch::Exclude];
    for switch in switches {
        if switch_ui(ui, query, switch, "filter").clicked() {
            push(SessionAction::TextSwitch(switch));
        }
    }
    if let Some(text) = history_ui(ui, &session.filter.history) {
        push(SessionAction::Text(text));
    }
}

/// The field that finds entries, with the number of the selected one and the way to the next one.
pub(super) fn find_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let query = &session.find.query;
    let mut push = |action| actions.push(Action::Session(session.id, SessionAction::Find(action)));
    // egui matches Enter with Shift as Enter, too.
    let ways = [(Modifiers::SHIFT, false), (Modifiers::NONE, true)];
    let pressed = ways.into_iter().filter(|(keys, _)| pressed_enter(ui, focus::find(), *keys));
    let steps: Vec<bool> = pressed.map(|(_, forward)| forward).collect();
    let hint =
        format!("Find without hiding other entries ({}); Enter goes to the next", bar::shortcut(ui, Command::Find));
    let (response, text) = field_ui(ui, focus::find(), query, ["Find in the entries", "Find", &hint]);
    if let Some(text) = text {
        push(FindAction::Text(text));
    }
    for forward in steps {
        push(FindAction::Step { forward });
    }
    if response.has_focus() {
        for step in moves_in_field(ui, focus::find(), &[Move::Up, Move::Down]) {
            push(FindAction::Step { forward: step == Move::Down });
        }
    }
    if let Some(error) = &session.find.error {
        error_ui(ui, &response, &error.to_string());
    }
    for switch in [TextSwitch::MatchCase, TextSwitch::WholeWord, TextSwitch::Regex] {
        if switch_ui(ui, query, switch, "find").clicked() {
            push(FindAction::Switch(switch));
        }
    }
    let palette = Palette::of(ui.visuals());
    let width = if super::is_narrow(ui) { NARROW_COUNT } else { COUNT };
    let (rect, place) = ui.allocate_exact_size(vec2(width, theme::CONTROL), Sense::hover());
    let text = session.find_text();
    place.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let galley = clipped_width(ui, &text, &theme::small(), palette.muted, width);
    paint_beside(ui, rect.left_center(), galley, palette.muted);
    ui.add_enabled_ui(session.find.count() > 0, |ui| {
        for (icon, name, forward) in [(Icon::Up, "Previous match", false), (Icon::Down, "Next match", true)] {
            let key = if forward { "Enter" } else { "Shift+Enter" };
            if icon_button_ui(ui, icon, name, &format!("{name} ({key})")).clicked() {
                push(FindAction::Step { forward });
            }
        }
    });
}

/// Whether Enter was pressed in a field. Asked before the field is drawn, which would lose the focus.
fn pressed_enter(ui: &Ui, field: Id, modifiers: Modifiers) -> bool {
    let has_focus = ui.memory(|memory| memory.has_focus(field));
    has_focus && ui.input_mut(|input| input.consume_key(modifiers, Key::Enter))
}

/// A text field. Returns its text if the user changed it. `names`: its accessible name, the hint in it, the hint beside the
/// pointer.
fn field_ui(ui: &mut Ui, id: Id, query: &TextQuery, names: [&str; 3]) -> (Response, Option<String>) {
    let [name, inside, hint] = names;
    let mut text = query.text.clone();
    // The chips need room, too; everything else in the line has a width of its own.
    let width = (ui.max_rect().width() * 0.2 - 64.0).clamp(FIELD[0], FIELD[1]);
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text(inside)
        .desired_width(width)
        .margin(Margin::symmetric(8, 5))
        .font(theme::body());
    let response = hint_above(ui.add(edit).accessible_name(name), hint);
    let changed = (text != query.text).then_some(text);
    (response, changed)
}

/// A button that is on or off. `field` distinguishes the switches of the two fields.
fn switch_ui(ui: &mut Ui, query: &TextQuery, switch: TextSwitch, field: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let (sign, name) = match switch {
        TextSwitch::MatchCase => ("Aa", "Match case"),
        TextSwitch::WholeWord => ("|ab|", "Whole word"),
        TextSwitch::Regex => (".*", "Regular expression"),
        TextSwitch::Exclude => ("≠", "Leave out entries with the text"),
    };
    let on = query.has(switch) || switch == TextSwitch::Exclude && query.excludes();
    let (rect, response) = ui.allocate_exact_size(vec2(SWITCH, theme::CONTROL), Sense::click());
    let accessible = format!("{name} ({field})");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &accessible));
    if on {
        ui.painter().rect_filled(rect.shrink2(vec2(1.0, 3.0)), theme::ROUNDING, palette.selected);
    }
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    let color = if on { palette.accent } else { palette.muted };
    let galley = clipped_width(ui, sign, &theme::small_strong(), color, SWITCH);
    let left = rect.center() - vec2(galley.size().x / 2.0, 0.0);
    paint_beside(ui, left, galley, color);
    hint_above(response, name)
}

/// The texts that were used before. Returns the one that was chosen.
fn history_ui(ui: &mut Ui, history: &[String]) -> Option<String> {
    let mut chosen = None;
    ui.add_enabled_ui(!history.is_empty(), |ui| {
        let name = "Earlier filters";
        let button = icon_button_ui(ui, Icon::Down, name, name);
        let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClick);
        popup.width(260.0).show(|ui| {
            for text in history {
                let label = RichText::new(text.as_str()).font(theme::small());
                if ui.selectable_label(false, label).clicked() {
                    chosen = Some(text.clone());
                }
            }
        });
    });
    chosen
}

/// Why a text cannot be used, below its field and over everything else, so that nothing moves.
fn error_ui(ui: &Ui, field: &Response, error: &str) {
    let palette = Palette::of(ui.visuals());
    let at = field.rect.left_bottom() + vec2(0.0, theme::GRID);
    Area::new(field.id.with("error")).order(Order::Foreground).fixed_pos(at).interactable(false).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(360.0);
            ui.label(RichText::new(error).font(theme::small()).color(palette.error));
        });
    });
}
