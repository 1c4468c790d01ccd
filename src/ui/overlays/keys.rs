//! The list of all commands and their keys.

use eframe::egui::{Grid, RichText, Ui};

use super::sheet::{SheetPlace, sheet_ui, title_ui};
use crate::app::Command;
use crate::ui::theme::Palette;
use crate::ui::{Actions, theme};

/// What no command does.
const OTHERS: [(&str, &str); 11] = [
    ("Move in a list", "↑ ↓ PageUp PageDown Home End"),
    ("Select several lines of a log", "Shift+↑ ↓  Ctrl+A"),
    ("Copy the selected lines", "Ctrl+C"),
    ("Menu of the selected lines", "Shift+F10"),
    ("Go on to the next control", "Tab"),
    ("On the timeline: move, zoom, all of it", "← →  + −  0"),
    ("On the timeline: zoom by pointer", "wheel"),
    ("On the timeline: narrow the entries", "Shift+← →  Enter, or drag"),
    ("Close a log by pointer", "middle button"),
    ("Back and forward by pointer", "side buttons"),
    ("Open a log", "drop or paste it anywhere"),
];

pub(super) fn keys_ui(ui: &Ui, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let mac = ui.ctx().os().is_mac();
    sheet_ui(ui, "Keys", &SheetPlace::center(896.0), |ui| {
        title_ui(ui, "Keys", "Close the list of keys", actions);
        let with_keys = Command::ALL.into_iter().filter(|command| !command.shortcuts().is_empty());
        let commands = with_keys.map(|command| {
            let keys: Vec<String> = command.shortcuts().iter().map(|shortcut| shortcut.label(mac)).collect();
            (command.title(), keys.join("  or  "))
        });
        let all: Vec<(&str, String)> = commands.chain(OTHERS.map(|(title, keys)| (title, keys.to_owned()))).collect();
        let grid = Grid::new("keys").num_columns(4).spacing([theme::GRID * 4.0, theme::GRID]);
        grid.min_row_height(theme::GRID * 5.0).show(ui, |ui| {
            let (left, right) = all.split_at(all.len().div_ceil(2));
            for (nth, first) in left.iter().enumerate() {
                for (title, keys) in std::iter::once(first).chain(right.get(nth)) {
                    ui.label(RichText::new(*title).font(theme::small()));
                    ui.label(RichText::new(keys).font(theme::mono()).color(palette.muted));
                }
                ui.end_row();
            }
        });
    });
}
