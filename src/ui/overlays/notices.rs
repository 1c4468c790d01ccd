//! Messages to the user, at the bottom right. Those about what was done leave after some seconds.

use eframe::egui::{Align2, Area, Frame, Id, Label, Margin, Order, RichText, Role, Sense, Stroke, Ui, UiBuilder, vec2};

use crate::app::{Action, NoticeKind, State};
use crate::ui::theme::Palette;
use crate::ui::widgets::button::icon_button_ui;
use crate::ui::widgets::icon::{Icon, paint_icon};
use crate::ui::{Actions, focus, theme};

/// Width of a message's text.
const WIDTH: f32 = 360.0;

/// Older messages are shown once newer ones are gone.
const MAX_SHOWN: usize = 5;

pub(super) fn notices_ui(ui: &Ui, state: &State, actions: &mut Actions) {
    if state.notices.is_empty() {
        return;
    }
    let palette = Palette::of(ui.visuals());
    let area = Area::new(Id::unique("notices")).order(Order::Tooltip).anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -16.0));
    let shown = area.show(ui.ctx(), |ui| {
        for notice in state.notices.iter().rev().take(MAX_SHOWN).rev() {
            let (mark, color) = match notice.kind {
                NoticeKind::Done => (Icon::Check, palette.accent),
                NoticeKind::Failed => (Icon::Close, palette.error),
            };
            let frame = Frame::popup(&ui.ctx().global_style())
                .fill(palette.surface)
                .stroke(Stroke::new(1.0, color))
                .inner_margin(Margin::symmetric(12, 8));
            let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(&notice.text);
            ui.scope_builder(builder, |ui| {
                frame.show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        let (rect, _) = ui.allocate_exact_size(vec2(16.0, theme::CONTROL), Sense::hover());
                        paint_icon(ui.painter(), rect.shrink2(vec2(0.0, 6.0)), mark, color);
                        ui.vertical(|ui| {
                            ui.set_width(WIDTH);
                            ui.add_space(theme::GRID);
                            ui.add(Label::new(RichText::new(&notice.text).font(theme::body())).wrap().selectable(true));
                        });
                        if icon_button_ui(ui, Icon::Close, "Dismiss", "Dismiss").clicked() {
                            actions.push(Action::Dismiss(notice.id));
                        }
                    });
                });
            });
        }
    });
    // The time of a message does not pass while it is read.
    let is_read = shown.response.contains_pointer();
    ui.data_mut(|data| data.insert_temp(focus::notices(), is_read));
}
