//! How much of a log has been read, what could not be read, and what support asks for first.

use eframe::egui::{Frame, Label, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::{Action, FileState, Phase, PictureReading, ReadProgress, Session, SessionAction};
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::split_row::split_row_ui;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{button_ui, small_link_ui};
use crate::ui::widgets::text::{heading_ui, muted, paragraph_ui};
use crate::ui::widgets::toggle::level_toggle_ui;

/// Height of the strip.
const HEIGHT: f32 = theme::CONTROL;

pub(super) fn progress_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    match &session.phase {
        Phase::Reading(progress) => reading_ui(ui, session, progress, actions),
        Phase::Done { cancelled } => summary_ui(ui, session, *cancelled, actions),
        Phase::Failed(_) => {}
    }
}

fn reading_ui(ui: &mut Ui, session: &Session, progress: &ReadProgress, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        let (rect, response) = ui.allocate_exact_size(vec2(160.0, HEIGHT), Sense::hover());
        let picture = session.picture.as_ref().and_then(|picture| picture.reading);
        let share = progress
            .bytes_total
            .filter(|total| *total > 0)
            .map(|total| (progress.bytes_read as f64 / total as f64).clamp(0.0, 1.0));
        let share = match picture {
            Some(reading) => Some(reading.rows_read as f64 / reading.rows_total.max(1) as f64),
            None => share,
        };
        response.widget_info(|| WidgetInfo {
            value: share,
            label: Some("Reading".to_owned()),
            ..WidgetInfo::new(Role::ProgressIndicator)
        });
        let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
        ui.painter().rect_filled(track, 3, palette.line);
        let done = Rect::from_min_size(track.min, vec2(track.width() * share.unwrap_or(0.0) as f32, track.height()));
        ui.painter().rect_filled(done, 3, palette.accent);
        let text = match picture {
            Some(PictureReading { rows_total: 0, .. }) => "Looking for text in the picture".to_owned(),
            Some(PictureReading { rows_read, rows_total }) => {
                format!("Reading the picture · {rows_read} of {rows_total} rows")
            }
            None => describe(progress, session.findings.index.count),
        };
        ui.add(Label::new(muted(ui, text)).truncate());
        if button_ui(ui, "Cancel").on_hover_text("Stops reading; what has been read stays").clicked() {
            actions.push(Action::Session(session.id, SessionAction::Cancel));
        }
    });
}

/// "312 of 1024 MB · 105 MB/s · 1 234 567 entries · 12 findings"
fn describe(progress: &ReadProgress, findings: u64) -> String {
    let read = match progress.bytes_total {
        Some(total) => format!("{} of {}", megabytes(progress.bytes_read), megabytes(total)),
        None => megabytes(progress.bytes_read),
    };
    let rate = if progress.seconds > 0.5 {
        format!(" · {}/s", megabytes((progress.bytes_read as f64 / progress.seconds) as u64))
    } else {
        String::new()
    };
    format!(
        "Reading {read}{rate} · {} entries · {} findings",
        group_thousands(progress.entries),
        group_thousands(findings)
    )
}

fn megabytes(bytes: u64) -> String {
    const MEGA: f64 = 1e6;
    if bytes < 1_000_000 { format!("{} kB", bytes / 1000) } else { format!("{:.0} MB", bytes as f64 / MEGA) }
}

fn summary_ui(ui: &mut Ui, session: &Session, cancelled: bool, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let mut text = session.findings.summary.join("  ·  ");
    if cancelled {
        text = format!("Reading was stopped here  ·  {text}");
    }
    split_row_ui(
        ui,
        |ui| {
            ui.add(Label::new(muted(ui, text)).truncate().selectable(true));
        },
        |ui| following_ui(ui, session, actions),
    );
    if let Some(skipped) = session.findings.skipped_note() {
        let note = RichText::new(skipped).font(theme::small()).color(palette.warning);
        ui.add(Label::new(note).truncate().selectable(true));
    }
}

/// New findings, the state of the file, the follow toggle.
fn following_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    if session.follow.path.is_none() {
        return;
    }
    let following = &session.follow;
    if let Some(news) = following.new_findings {
        let text = format!("{} new with findings", group_thousands(news.count));
        let builder = UiBuilder::new().accessibility_role(Role::Status).accessibility_label(&text);
        ui.scope_builder(builder, |ui| {
            if small_link_ui(ui, &text, &text).on_hover_text("Goes to the first of them").clicked() {
                actions.push(Action::Session(session.id, SessionAction::ShowNewFindings));
            }
        });
    }
    let message = match following.file {
        FileState::Waiting => None,
        FileState::Reread => Some("The file was cut short or replaced; it was read anew"),
        FileState::Gone => Some("The file is gone; what was read stays"),
    };
    if let Some(message) = message {
        let message = RichText::new(message).font(theme::small()).color(palette.warning);
        let builder = UiBuilder::new().accessibility_role(Role::Status).accessibility_label(message.text());
        ui.scope_builder(builder, |ui| ui.add(Label::new(message)));
    }
    let toggle = level_toggle_ui(ui, following.is_on, "Follow", None, None);
    if toggle.on_hover_text("Shows what is written to the file as it comes").clicked() {
        actions.push(Action::Session(session.id, SessionAction::Follow(!following.is_on)));
    }
}

/// A log that cannot be read, with the reason and advice.
pub(super) fn failed_ui(ui: &mut Ui, session: &Session, reason: &str) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        heading_ui(ui, "This log could not be read");
        paragraph_ui(ui, &session.name);
        paragraph_ui(ui, &sentence(reason));
    });
}

/// Makes a sentence of a reason, which the command line prints after a name and a colon.
fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if reason.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}
