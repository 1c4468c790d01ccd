//! About the program.

use eframe::egui::Ui;

use super::sheet::{SheetPlace, sheet_ui, title_ui};
use crate::app::{Action, State};
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::widgets::button::button_ui;
use crate::ui::widgets::text::{heading_ui, paragraph_ui};

pub(super) fn about_ui(ui: &Ui, state: &State, actions: &mut Actions) {
    sheet_ui(ui, "About TRTC Lens", &SheetPlace::center(520.0), |ui| {
        let version = env!("CARGO_PKG_VERSION");
        title_ui(ui, "About TRTC Lens", "Close About", actions);
        let codes = state.catalog.entries().len();
        paragraph_ui(
            ui,
            &format!(
                "Version {version}, with {codes} codes. It opens no network connection: nothing leaves this computer."
            ),
        );
        heading_ui(ui, "Licences");
        paragraph_ui(ui, &format!("TRTC Lens: {}.", env!("CARGO_PKG_LICENSE")));
        paragraph_ui(
            ui,
            "Fonts: Inter, JetBrains Mono, Noto Sans SC (SIL Open Font License 1.1). Window: egui (MIT or Apache-2.0). \
             Reading of pictures: models of PaddleOCR by RapidOCR (Apache-2.0), run by rten (MIT or Apache-2.0). \
             The package has the licences of all parts.",
        );
        heading_ui(ui, "Report a fault");
        paragraph_ui(
            ui,
            "Report it to whom you have the program from. Say what you did, what you expected and what happened, and add the text below. Never add a customer's log as it is: \
             redact it first, or send a few lines that show the fault.",
        );
        ui.add_space(theme::GRID);
        if button_ui(ui, "Copy version and system").clicked() {
            let system = format!("TRTC Lens {version}, {:?}", ui.ctx().os());
            actions.push(Action::Copy(system));
        }
    });
}
