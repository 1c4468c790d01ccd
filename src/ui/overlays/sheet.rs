//! The frame of sheets and questions.

use eframe::egui::{
    Align, Align2, Area, EventFilter, Frame, Id, Key, Label, Layout, Margin, Modifiers, Order, RichText, Role,
    ScrollArea, Sense, Ui, Vec2, vec2,
};

use crate::app::Action;
use crate::ui::widgets::button::icon_button_ui;
use crate::ui::widgets::icon::Icon;
use crate::ui::{Actions, focus, theme};
use theme::Palette;

/// Where a sheet floats, and how wide it is.
pub(crate) struct SheetPlace {
    /// The corner or edge of the window.
    pub align: Align2,
    /// The distance from it.
    pub offset: Vec2,
    /// The width of the contents.
    pub width: f32,
}

impl SheetPlace {
    /// Below the search field, in the middle.
    pub(crate) fn center(width: f32) -> Self {
        Self { align: Align2::CENTER_TOP, offset: vec2(0.0, 56.0), width }
    }

    /// Below the switch for redaction.
    pub(crate) fn top_right(width: f32) -> Self {
        Self { align: Align2::RIGHT_TOP, offset: vec2(-12.0, 96.0), width }
    }
}

/// A sheet. `name` is its accessible name.
pub(crate) fn sheet_ui(ui: &Ui, name: &str, place: &SheetPlace, add: impl FnOnce(&mut Ui)) -> eframe::egui::Response {
    let palette = Palette::of(ui.visuals());
    let space = ui.ctx().content_rect();
    let width = place.width.min(space.width() - 64.0);
    let area = Area::new(Id::unique(("sheet", name)))
        .order(Order::Foreground)
        .anchor(place.align, place.offset)
        .accessible_name(name)
        .role(Role::Dialog);
    let frame = Frame::popup(&ui.ctx().global_style())
        .fill(palette.surface)
        .stroke(eframe::egui::Stroke::new(1.0, palette.outline))
        .inner_margin(Margin::same(16));
    area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width);
            let height = space.height() - place.offset.y - 64.0;
            ui.set_max_height(height);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                scroll_by_keys(ui, height);
                add(ui);
            });
        });
    })
    .response
}

/// While the title of a sheet has the keyboard's focus, keys scroll the sheet.
fn scroll_by_keys(ui: &Ui, height: f32) {
    if !ui.memory(|memory| memory.has_focus(focus::answer())) || ui.ctx().text_edit_focused() {
        return;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focus::answer(), arrows));
    let page = height - 2.0 * theme::CONTROL;
    let steps = [
        (Key::ArrowDown, theme::CONTROL),
        (Key::ArrowUp, -theme::CONTROL),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::End, f32::from(u16::MAX)),
        (Key::Home, -f32::from(u16::MAX)),
    ];
    for (key, distance) in steps {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, -distance));
        }
    }
}

/// The title of a sheet and the button that closes it. The title gets the keyboard when the sheet opens.
pub(crate) fn title_ui(ui: &mut Ui, title: &str, close: &str, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let label = ui.add(Label::new(RichText::new(title).font(theme::strong())));
        let response = ui.interact(label.rect, focus::answer(), Sense::focusable_noninteractive());
        response.widget_info(|| eframe::egui::WidgetInfo::labeled(Role::Heading, true, title));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button_ui(ui, Icon::Close, close, "Close (Esc)").clicked() {
                actions.push(Action::CloseQuestion);
            }
        });
    });
    ui.add_space(theme::GRID);
}
