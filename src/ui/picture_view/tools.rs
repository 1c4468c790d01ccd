//! The bar above a picture: what it is, zoom, and copies.

use eframe::egui::{Align, Label, Layout, Ui};

use super::{fold, on_picture};
use crate::app::{Command, PictureAction, PictureLog, Session, ViewAction};
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::theme;
use crate::ui::widgets::button::{icon_button_ui, small_link_ui};
use crate::ui::widgets::fold::fold_ui;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::text::muted;

/// A narrower bar has no words beside the title.
const WORDS_WIDTH: f32 = 560.0;

const JOIN: &str = "Makes one log of all opened screenshots whose rows overlap, as those of a scrolled console do";

/// What the bar offers.
pub(super) struct Tools {
    /// Whether the picture is folded; `None` if it cannot be.
    pub is_folded: Option<bool>,
    /// Whether several pictures are open.
    pub can_join: bool,
}

pub(super) fn tools_ui(ui: &mut Ui, session: &Session, picture: &PictureLog, tools: &Tools, actions: &mut Actions) {
    let width = ui.available_width();
    ui.horizontal(|ui| {
        ui.set_height(theme::CONTROL);
        ui.spacing_mut().item_spacing.x = theme::GRID;
        ui.add_space(theme::GRID * 2.0);
        let title = if picture.parts.len() > 1 { "Pictures" } else { "Picture" };
        match tools.is_folded {
            Some(is_folded) => {
                if fold_ui(ui, is_folded, title, title).clicked() {
                    actions.push(fold());
                }
            }
            None => drop(ui.add(Label::new(eframe::egui::RichText::new(title).font(theme::strong())))),
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(theme::GRID);
            if tools.is_folded != Some(true) {
                zoom_ui(ui, session, picture, actions);
            }
            if picture.reading.is_none() {
                copies_ui(ui, session, tools.can_join, actions);
            }
            if width >= WORDS_WIDTH {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(theme::GRID);
                    ui.add(Label::new(muted(ui, words(picture))).truncate());
                });
            }
        });
    });
}

/// `1280 × 800, 24 rows, 2 codes to check`.
fn words(picture: &PictureLog) -> String {
    let [width, height] = picture.size();
    let mut words: Vec<String> = (width > 0).then(|| format!("{width} × {height}")).into_iter().collect();
    let mut add = |count: usize, one: &str, several: &str| {
        if count > 0 {
            words.push(format!("{count} {}", if count == 1 { one } else { several }));
        }
    };
    add(picture.text.rows.len(), "row", "rows");
    add(picture.boxes.iter().filter(|found| !found.is_sure).count(), "code to check", "codes to check");
    let corrected = (0..picture.text.rows.len()).filter(|row| picture.is_corrected(*row)).count();
    add(corrected, "row corrected by hand", "rows corrected by hand");
    words.join(", ")
}

/// From right to left: larger, smaller, fitting sizes.
fn zoom_ui(ui: &mut Ui, session: &Session, picture: &PictureLog, actions: &mut Actions) {
    let steps = [
        (Icon::Plus, "Enlarge the picture", "Enlarge (Ctrl and the wheel)", ViewAction::Larger),
        (Icon::Minus, "Reduce the picture", "Reduce (Ctrl and the wheel)", ViewAction::Smaller),
        (Icon::FitWidth, "Fit the width", "Fit the width", ViewAction::FitWidth),
        (Icon::FitWhole, "Fit the whole picture", "Fit the whole picture", ViewAction::FitWhole),
    ];
    for (icon, name, hint, action) in steps {
        if icon_button_ui(ui, icon, name, hint).clicked() {
            actions.push(on_picture(session, PictureAction::View(action)));
        }
    }
    let percent = format!("{:.0} %", picture.view.scale(picture.size()) * 100.0);
    ui.add(Label::new(muted(ui, percent)));
    ui.add_space(theme::GRID * 2.0);
}

/// From right to left: save, copy, join.
fn copies_ui(ui: &mut Ui, session: &Session, can_join: bool, actions: &mut Actions) {
    let hint = format!(
        "Copies the picture with boxes over secrets, addresses and user names ({})",
        bar::shortcut(ui, Command::CopyPicture)
    );
    if small_link_ui(ui, "Save redacted…", "Save picture redacted").on_hover_text("Saves it as a PNG file").clicked()
    {
        actions.push(on_picture(session, PictureAction::ChooseFile));
    }
    ui.add_space(theme::GRID);
    if can_join && small_link_ui(ui, "Join", "Join overlapping pictures").on_hover_text(JOIN).clicked() {
        actions.push(on_picture(session, PictureAction::Join));
    }
    ui.add_space(theme::GRID);
    if small_link_ui(ui, "Copy redacted", "Copy picture redacted").on_hover_text(hint).clicked() {
        actions.push(on_picture(session, PictureAction::Copy));
    }
    ui.add_space(theme::GRID);
}
