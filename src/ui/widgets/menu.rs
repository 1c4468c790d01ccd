//! Items of menus.

use eframe::egui::{Button, RichText, Separator, Ui};

use crate::ui::theme;
use crate::ui::theme::Palette;

/// An item of a menu with its shortcut at the right. Returns whether it was chosen.
pub(crate) fn menu_item_ui(ui: &mut Ui, text: &str, shortcut: &str) -> bool {
    let muted = Palette::of(ui.visuals()).muted;
    let mut button = Button::new(RichText::new(text).font(theme::body())).frame_when_inactive(false);
    if !shortcut.is_empty() {
        button = button.shortcut_text(RichText::new(shortcut).font(theme::small()).color(muted));
    }
    ui.add(button).accessible_name(text).clicked()
}

/// A line between groups of items.
pub(crate) fn menu_line_ui(ui: &mut Ui) {
    ui.add(Separator::default().spacing(theme::GRID * 2.0));
}
