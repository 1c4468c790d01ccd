//! Buttons and links.

use eframe::egui::{
    Button, CursorIcon, Label, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::icon::{Icon, paint_icon};
use crate::ui::theme;
use crate::ui::theme::Palette;

/// A button with text.
pub(crate) fn button_ui(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(RichText::new(text).font(theme::body())))
}

/// The button of the action that is wanted most.
pub(crate) fn primary_button_ui(ui: &mut Ui, text: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let text = RichText::new(text).font(theme::strong()).color(palette.on_accent);
    let response = ui.add(Button::new(text).fill(palette.accent).stroke(Stroke::new(1.0, palette.accent)));
    if response.has_focus() {
        let outside = response.rect.expand(2.0);
        ui.painter().rect_stroke(outside, theme::ROUNDING + 2, Stroke::new(1.5, palette.accent), StrokeKind::Middle);
    }
    response
}

/// A button with an icon. `name` is its accessible name, `hint` its tooltip.
pub(crate) fn icon_button_ui(ui: &mut Ui, icon: Icon, name: &str, hint: &str) -> Response {
    sized_icon_button_ui(ui, icon, name, theme::CONTROL).on_hover_text(hint)
}

pub(super) fn sized_icon_button_ui(ui: &mut Ui, icon: Icon, name: &str, side: f32) -> Response {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    let color = if !ui.is_enabled() {
        palette.outline
    } else if response.hovered() {
        palette.text
    } else {
        palette.muted
    };
    let icon_side = (side * 0.6).min(16.0);
    let inner = Rect::from_center_size(rect.center(), vec2(icon_side, icon_side));
    paint_icon(ui.painter(), inner, icon, color);
    response
}

/// Paints the background of a control under the pointer.
pub(crate) fn paint_hover(ui: &Ui, response: &Response) {
    if response.hovered() {
        ui.painter().rect_filled(response.rect, theme::ROUNDING, Palette::of(ui.visuals()).hovered);
    }
}

/// Outlines a control that has the keyboard's focus.
pub(crate) fn paint_focus(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, Palette::of(ui.visuals()).accent);
        ui.painter().rect_stroke(rect, theme::ROUNDING, stroke, StrokeKind::Inside);
    }
}

/// A link to something else in the window.
pub(crate) fn link_ui(ui: &mut Ui, text: &str) -> Response {
    text_link_ui(ui, RichText::new(text).font(theme::body()), text)
}

/// A link as tall as a line of [`paragraph_ui`](super::text::paragraph_ui), for the place beside one.
pub(crate) fn link_beside_text_ui(ui: &mut Ui, text: &str) -> Response {
    text_link_ui(ui, RichText::new(text).font(theme::body()).line_height(Some(theme::BODY_LINE)), text)
}

/// A link in the size of labels. `name` is its accessible name.
pub(crate) fn small_link_ui(ui: &mut Ui, text: &str, name: &str) -> Response {
    text_link_ui(ui, RichText::new(text).font(theme::small()), name)
}

fn text_link_ui(ui: &mut Ui, text: RichText, name: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let label = Label::new(text.color(palette.accent));
    let response = ui.add(label.wrap().selectable(false).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), name));
    if response.hovered() || response.has_focus() {
        let line = Stroke::new(1.0, palette.accent);
        ui.painter().hline(response.rect.x_range(), response.rect.bottom(), line);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
