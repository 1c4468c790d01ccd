//! The text of the selected entry: its first rows, or all of it.

use eframe::egui::{Id, Label, Ui};

use crate::app::{EntryDetails, Session};
use crate::report::number_format::group_thousands;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::small_link_ui;
use crate::ui::widgets::text::{highlighted, inset_ui, muted};

/// How many rows are shown of a long entry, so that the explanation below it stays visible.
const ROWS: usize = 6;

pub(super) fn entry_text_ui(ui: &mut Ui, session: &Session, details: &EntryDetails) {
    let palette = Palette::of(ui.visuals());
    let entry = &details.entry;
    let level = Some(format!("level {}", entry.level.title())).filter(|_| entry.level != crate::log::Level::None);
    let place = [entry.time.clone(), level, entry.client.clone(), entry.user.clone(), entry.pointer.clone()];
    let place: Vec<String> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        ui.add(Label::new(muted(ui, place.join("  ·  "))).wrap().selectable(true));
    }
    let text = details.text.as_str();
    // Of passages that begin together the first is painted.
    let found = session.find.places_in(text).into_iter().map(|place| (place, palette.hit));
    let evidence = details.findings.iter().filter_map(|(finding, code)| {
        let evidence = finding.evidence();
        let start = text.find(evidence).filter(|_| !evidence.is_empty())?;
        let severity = session.findings.severity(finding.code).or(code.severity);
        Some((start..start + evidence.len(), palette.severity(severity).1))
    });
    let passages: Vec<_> = found.chain(evidence).collect();
    let all_id = Id::unique(("whole entry", session.id, entry.number));
    let shows_all: bool = ui.data(|data| data.get_temp(all_id)).unwrap_or_default();
    let mut is_cut = false;
    inset_ui(ui, 8, |ui| {
        let mut job = highlighted(text, &theme::mono(), palette.text, &passages);
        job.break_on_newline = true;
        job.wrap.max_width = ui.available_width();
        if !shows_all {
            job.wrap.max_rows = ROWS;
        }
        let galley = ui.painter().layout_job(job);
        is_cut = galley.elided;
        ui.add(Label::new(galley).selectable(true));
    });
    if is_cut || shows_all {
        let title = if shows_all { "Show less" } else { "Show the whole entry" };
        if small_link_ui(ui, title, title).clicked() {
            ui.data_mut(|data| data.insert_temp(all_id, !shows_all));
        }
    }
    if shows_all && details.left_out_bytes > 0 {
        let left_out = format!("{} more bytes are not shown.", group_thousands(details.left_out_bytes));
        ui.label(muted(ui, left_out));
    }
}
