//! The chips of everything that a log is narrowed to or filtered by. A click removes one.

use eframe::egui::{
    CursorIcon, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    scroll_area::ScrollBarVisibility, vec2,
};

use crate::app::{Action, Command, Session, SessionAction};
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::paint_focus;
use crate::ui::widgets::hint::hint_above;
use crate::ui::widgets::icon::{Icon, paint_icon};
use crate::ui::widgets::text::{clipped_width, muted, paint_beside};

/// Longer texts are cut in a chip, and shown whole beside the pointer; in little room, already shorter ones.
const TEXT: f32 = 220.0;
const SHORT_TEXT: f32 = 48.0;
const CROSS: f32 = 12.0;
const HEIGHT: f32 = 22.0;

/// Chips scroll sideways if there are too many.
pub(super) fn chips_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let scroll = ScrollArea::horizontal().id_salt("chips").scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let mut push = |action| actions.push(Action::Session(session.id, action));
            for (part, text) in session.narrowed_to() {
                if chip_ui(ui, &text, part.is_excluded).clicked() {
                    push(SessionAction::Widen(part));
                }
            }
            for (idx, query) in session.filter.criteria.kept.iter().enumerate() {
                let text = format!("“{}”", query.wanted_text());
                let text = if query.excludes() { format!("not {text}") } else { text };
                if chip_ui(ui, &text, query.excludes()).clicked() {
                    push(SessionAction::RemoveText(idx));
                }
            }
            if session.narrow.is_counting {
                ui.label(muted(ui, "counting…"));
            }
        });
    });
}

fn chip_ui(ui: &mut Ui, text: &str, is_excluded: bool) -> Response {
    let palette = Palette::of(ui.visuals());
    let edges = CROSS + theme::GRID * 5.0;
    let room = (ui.clip_rect().width() - edges - theme::GRID * 2.0).clamp(SHORT_TEXT, TEXT);
    let galley = clipped_width(ui, text, &theme::small(), palette.text, room);
    let width = galley.size().x + edges;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Remove {text}")));
    let edge = if is_excluded { palette.muted } else { palette.accent };
    let fill = if response.hovered() { palette.hovered } else { palette.selected };
    ui.painter().rect(rect, HEIGHT / 2.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    paint_focus(ui, &response, rect);
    paint_beside(ui, pos2(rect.left() + theme::GRID * 2.0, rect.center().y), galley, palette.text);
    let cross = Rect::from_center_size(
        pos2(rect.right() - theme::GRID * 1.5 - CROSS / 2.0, rect.center().y),
        vec2(CROSS, CROSS),
    );
    paint_icon(ui.painter(), cross, Icon::Close, palette.muted);
    let key = bar::shortcut(ui, Command::RemoveLastChip);
    let hint = format!("{text}\nA click removes it; {key} removes the last one");
    hint_above(response.on_hover_cursor(CursorIcon::PointingHand), hint)
}
