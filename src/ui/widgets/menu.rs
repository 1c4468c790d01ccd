//! Menus of selected rows, and items of menus.

use eframe::egui::{
    Align, Button, Id, Layout, Popup, PopupKind, Pos2, RichText, Separator, SetOpenCommand, TextWrapMode, Ui,
};

use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// The menu of the selected rows of a list.
pub(crate) struct RowMenu<'a> {
    /// Its accessible name.
    pub(crate) name: &'a str,
    /// Where the user asked for it in this frame; this opens it.
    pub(crate) menu_at: Option<Pos2>,
    /// The list, which gets the keyboard back.
    pub(crate) list: Id,
}

impl RowMenu<'_> {
    /// Draws the menu while it is open. An item that pushes an action closes it.
    pub(crate) fn show(&self, ui: &mut Ui, actions: &mut Actions, add_items: impl FnOnce(&mut Ui, &mut Actions)) {
        let id = Id::unique(("menu of rows", self.name));
        let takes_focus = id.with("takes focus");
        if let Some(at) = self.menu_at {
            ui.data_mut(|data| data.insert_temp(id, at));
            ui.data_mut(|data| data.insert_temp(takes_focus, true));
        }
        let at: Pos2 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let before = actions.len();
        Popup::new(id, ui.ctx().clone(), at, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(Align::Min))
            .open_memory(self.menu_at.map(|_| SetOpenCommand::Bool(true)))
            .accessible_name(self.name)
            .show(|ui| {
                ui.set_min_width(240.0);
                // While its size is not known yet, the items would be wrapped.
                ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
                let first = ui.next_auto_id();
                // While the menu is measured, nothing in it can get the focus.
                if !ui.is_sizing_pass() && ui.data_mut(|data| data.remove_temp(takes_focus)).unwrap_or(false) {
                    ui.memory_mut(|memory| memory.request_focus(first));
                }
                add_items(ui, actions);
            });
        if actions.len() > before {
            // An item that was chosen by a key does not close the menu by itself.
            Popup::close_id(ui.ctx(), id);
            ui.memory_mut(|memory| memory.request_focus(self.list));
        }
    }
}

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
