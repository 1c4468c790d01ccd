//! The list of the log's codes, to narrow the log to one.

use eframe::egui::{
    Atom, Button, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::app::{Action, CodeChoice, Session, SessionAction};
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{paint_focus, paint_hover};
use crate::ui::widgets::icon::{Icon, paint_icon, paint_severity};
use crate::ui::widgets::text::{clipped_width, muted, paint_beside};

const WIDTH: f32 = 440.0;
const HEIGHT: f32 = 360.0;
/// The width of the button, and in a narrow bar.
const BUTTON: f32 = 104.0;
const NARROW_BUTTON: f32 = 86.0;
/// The width of the code in a row, and of its count.
const CODE: f32 = 88.0;
const COUNT: f32 = 64.0;

pub(super) fn code_choice_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let chosen = session.narrow.narrowing.codes().next();
    let text = chosen.map_or_else(|| "Any code".to_owned(), |code| code.to_string());
    let (arrow, palette) = (12.0, Palette::of(ui.visuals()));
    let label = RichText::new(text).font(theme::small());
    let width = if super::is_narrow(ui) { NARROW_BUTTON } else { BUTTON };
    let button = ui.add(Button::new((label, Atom::grow())).min_size(vec2(width, theme::CONTROL)));
    let place = button.rect.right_center() - vec2(arrow, 0.0);
    paint_icon(ui.painter(), Rect::from_center_size(place, vec2(arrow, arrow)), Icon::Down, palette.muted);
    button.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Filter by code"));
    let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.width(WIDTH).show(|ui| {
        if let Some(chosen) = choices_ui(ui, session) {
            actions.push(Action::Session(session.id, chosen));
            Popup::close_all(ui.ctx());
        }
    });
}

/// The search field and the rows. Returns the choice of a code, or of any.
fn choices_ui(ui: &mut Ui, session: &Session) -> Option<SessionAction> {
    let field = Id::unique("code choice");
    let mut query: String = ui.data(|data| data.get_temp(field)).unwrap_or_default();
    let edit = TextEdit::singleline(&mut query).id(field).hint_text("Code or name").desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Search the log's codes");
    if !response.has_focus() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let choices = session.code_choices(&query);
    let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    ui.data_mut(|data| data.insert_temp(field, query.clone()));
    if entered && !query.is_empty() {
        return choices.first().map(|choice| SessionAction::Code(Some(choice.code)));
    }
    let mut chosen = None;
    ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if query.is_empty() && row_ui(ui, None) {
            chosen = Some(SessionAction::Code(None));
        }
        for choice in &choices {
            if row_ui(ui, Some(choice)) {
                chosen = Some(SessionAction::Code(Some(choice.code)));
            }
        }
        if choices.is_empty() {
            ui.label(muted(ui, "No code of the log matches."));
        }
    });
    chosen
}

/// Severity, code, name and count of a code; or the row for any code.
fn row_ui(ui: &mut Ui, choice: Option<&CodeChoice>) -> bool {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let name = choice.map_or_else(|| "Any code".to_owned(), CodeChoice::accessible_text);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    let middle = rect.center().y;
    let mut x = rect.left() + theme::GRID;
    let Some(choice) = choice else {
        let galley = clipped_width(ui, "Any code", &theme::small(), palette.text, rect.width());
        paint_beside(ui, pos2(x, middle), galley, palette.text);
        return response.clicked();
    };
    paint_severity(
        ui.painter(),
        choice.severity,
        pos2(x + 6.0, middle),
        12.0,
        (palette.severity(choice.severity).0, palette.surface),
    );
    x += 12.0 + theme::GRID * 2.0;
    let code = clipped_width(ui, &choice.code.to_string(), &theme::mono(), palette.text, CODE);
    x += code.size().x.max(CODE);
    paint_beside(ui, pos2(x - code.size().x.max(CODE), middle), code, palette.text);
    let right = rect.right() - theme::GRID;
    let count =
        clipped_width(ui, &format!("{} ×", group_thousands(choice.count)), &theme::small(), palette.muted, COUNT);
    let count_left = right - count.size().x;
    paint_beside(ui, pos2(count_left, middle), count, palette.muted);
    x += theme::GRID * 2.0;
    let title = clipped_width(ui, &choice.title, &theme::small(), palette.text, count_left - x - theme::GRID);
    paint_beside(ui, pos2(x, middle), title, palette.text);
    response.clicked()
}
