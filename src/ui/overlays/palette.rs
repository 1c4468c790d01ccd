//! The palette: all commands, found by a few letters of their names.

use eframe::egui::{Key, Margin, Modifiers, TextEdit, Ui, vec2};

use super::sheet::{SheetPlace, sheet_ui};
use crate::app::{Action, CommandPalette, ListAction, Move, PaletteAction};
use crate::ui::theme::Palette;
use crate::ui::widgets::list::{ListSpec, list_ui, moves_in_field};
use crate::ui::widgets::text::{clipped, clipped_width, highlighted, muted, paint_beside};
use crate::ui::{Actions, focus, theme};

/// As many commands are visible at once.
const ROWS: f32 = 12.0;

pub(super) fn palette_ui(ui: &Ui, palette: &CommandPalette, actions: &mut Actions) {
    let sheet = sheet_ui(ui, "All commands", &SheetPlace::center(520.0), |ui| {
        let field = focus::answer();
        if ui.memory(|memory| memory.has_focus(field)) {
            for step in moves_in_field(ui, field, &[Move::Up, Move::Down, Move::PageUp, Move::PageDown]) {
                actions.push(Action::Palette(PaletteAction::List(ListAction::Move(step))));
            }
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
                actions.push(Action::Palette(PaletteAction::Run));
            }
        }
        let mut query = palette.query.clone();
        let edit = TextEdit::singleline(&mut query)
            .id(field)
            .hint_text("Type a few letters of a command…")
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(8, 5))
            .font(theme::body());
        ui.add(edit).accessible_name("Find a command");
        if query != palette.query {
            actions.push(Action::Palette(PaletteAction::Query(query)));
        }
        ui.add_space(theme::GRID);
        let size = vec2(ui.available_width(), ROWS * theme::CONTROL);
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            commands_ui(ui, palette, actions);
        });
    });
    if ui.input(|input| input.pointer.any_click()) && !sheet.contains_pointer() {
        let outside = ui.input(|input| input.pointer.interact_pos()).is_some_and(|pos| !sheet.rect.contains(pos));
        if outside {
            actions.push(Action::CloseQuestion);
        }
    }
}

fn commands_ui(ui: &mut Ui, palette: &CommandPalette, actions: &mut Actions) {
    if palette.found.is_empty() {
        ui.label(muted(ui, "No command has these letters."));
        return;
    }
    let colors = Palette::of(ui.visuals());
    let mac = ui.ctx().os().is_mac();
    let spec = ListSpec {
        row_height: theme::CONTROL,
        ..ListSpec::new(eframe::egui::Id::unique("commands"), "Commands", &palette.list)
    };
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let (command, places) = palette.found.get(row_idx as usize)?;
        let keys = command.shortcuts().first().map(|shortcut| shortcut.label(mac)).unwrap_or_default();
        let key = clipped_width(ui, &keys, &theme::mono(), colors.muted, 160.0);
        let width = key.size().x;
        let inner = rect.shrink2(vec2(8.0, 0.0));
        paint_beside(ui, inner.right_center() - vec2(width, 0.0), key, colors.muted);
        let passages: Vec<_> = places.iter().map(|place| (*place..place + 1, colors.highlight)).collect();
        let job = highlighted(command.title(), &theme::body(), colors.text, &passages);
        let title = clipped(ui, job, inner.width() - width - 16.0);
        paint_beside(ui, inner.left_center(), title, colors.text);
        Some(if keys.is_empty() { command.title().to_owned() } else { format!("{}, {keys}", command.title()) })
    });
    for action in output.actions {
        let is_chosen = matches!(action, ListAction::Select(_));
        actions.push(Action::Palette(PaletteAction::List(action)));
        if is_chosen {
            actions.push(Action::Palette(PaletteAction::Run));
        }
    }
}
