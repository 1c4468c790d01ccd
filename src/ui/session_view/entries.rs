//! The list of entries.

use eframe::egui::{Event, Frame, Key, Modifiers, PointerButton, Rect, Ui, pos2, vec2};

use super::{line_menu, marked_lines};
use crate::app::{
    Action, EntryRow, FilterRun, FindingMark, LineAction, Phase, PictureAction, PictureLog, Session, SessionAction,
    row_height,
};
use crate::diagnosis::MarkedLine;
use crate::log::Level;
use crate::report::log_lines::LineStyle;
use crate::sanitize::one_line;
use crate::ui::Actions;
use crate::ui::focus;
use crate::ui::picture_view::rows_so_far_ui;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::link_ui;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui, rows_rect};
use crate::ui::widgets::text::{clipped, clipped_width, clock, heading_ui, highlighted, paint_beside, paragraph_ui};

/// Characters by which an arrow key scrolls sideways.
const KEY_STEP: f64 = 8.0;
/// Width of the mark of a finding.
const MARK: f32 = 20.0;
/// Width of a digit of the line number.
const DIGIT: f32 = 7.4;
/// Width of the time.
const CLOCK: f32 = 96.0;
/// A list with less space for the message has no columns for client and user.
const MIN_MESSAGE: f32 = 280.0;
/// Width of the level.
const LEVEL: f32 = 48.0;

/// Height of each further line of a wrapped row; `row_height` of the state counts with the same share.
const LINE_HEIGHT: f32 = theme::ROW * 0.7;

/// Where the columns of the visible rows begin and end.
struct RowColumns {
    number: f32,
    clock: f32,
    client: f32,
    user: f32,
}

impl RowColumns {
    /// The columns of a list of this width. A narrow list has no columns for client and user: the message needs the space, and
    /// the details name both.
    fn of(session: &Session, list_width: f32) -> Self {
        let visible = &session.visible;
        let highest = visible.rows.last().map_or(0, |row| row.line).max(session.entries.count);
        let digits = highest.max(1).ilog10() as f32 + 1.0;
        let width =
            |characters: usize| if characters == 0 { 0.0 } else { characters as f32 * DIGIT + 2.0 * theme::GRID };
        let [client, user] = visible.speaker_widths.map(width);
        let clock = if visible.has_clocks { CLOCK } else { 0.0 };
        let columns = Self { number: digits * DIGIT, clock, client, user };
        let is_narrow = list_width - columns.message() < MIN_MESSAGE;
        if is_narrow { Self { client: 0.0, user: 0.0, ..columns } } else { columns }
    }

    /// The distance of the message from the left edge of the row.
    fn message(&self) -> f32 {
        let clock = if self.clock > 0.0 { self.clock + theme::GRID } else { 0.0 };
        MARK + theme::GRID + self.number + theme::GRID * 3.0 + clock + LEVEL + self.client + self.user
    }

    /// The distances of client and user from the left edge of the row.
    fn speaker(&self) -> std::ops::Range<f32> {
        let message = self.message();
        message - self.client - self.user..message
    }
}

pub(super) fn entries_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    if session.selection.list.is_empty() {
        if let Some(picture) = session.picture.as_ref().filter(|picture| picture.reading.is_some()) {
            rows_so_far_ui(ui, picture);
            return;
        }
        no_entries_ui(ui, session, actions);
        return;
    }
    let visible = &session.visible;
    let first = session.selection.list.visible().start;
    let height_of =
        |row_idx: u64| visible.rows.get((row_idx - first) as usize).map_or(1.0, |row| row_height(row.lines.len()));
    let spec = ListSpec {
        marks: &session.marks,
        hits: &session.find.marks,
        pins: &session.pins,
        heights: visible.wrap.columns().map(|_| &height_of as &dyn Fn(u64) -> f64),
        ..ListSpec::new(focus::entries(), "Log entries", &session.selection.list)
    };
    let lines = |action| Action::Session(session.id, SessionAction::Lines(action));
    let body = ui.available_rect_before_wrap();
    let columns = RowColumns::of(session, body.width());
    let shown_width = (rows_rect(body).width() - columns.message() - theme::GRID * 2.0).max(0.0);
    let characters = (shown_width / theme::mono_advance(ui)) as usize;
    if characters != visible.wrap.width {
        actions.push(lines(LineAction::Width(characters)));
    }
    let sideways = if ui.rect_contains_pointer(body) {
        ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.x))
    } else {
        0.0
    };
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = visible.rows.get((row_idx - first) as usize)?;
        let bookmark = session.bookmarks.get(row.entry_idx);
        paint_row(ui, rect, &PaintedRow { row, columns: &columns, bookmark, first_column: visible.first_column });
        let marked = match bookmark.map(|mark| mark.note.as_str()) {
            None => String::new(),
            Some("") => ", marked".to_owned(),
            Some(note) => format!(", marked: {note}"),
        };
        let certainty =
            session.picture.as_ref().map(|picture| certainty_ui(ui, rect, row, picture)).unwrap_or_default();
        Some(row.accessible_text() + &marked + &certainty)
    });
    speaker_tooltip_ui(ui, session, &columns, body);
    for action in output.actions {
        actions.push(Action::Session(session.id, SessionAction::List(action)));
    }
    if sideways != 0.0 {
        actions.push(lines(LineAction::ScrollSideways(f64::from(-sideways / theme::mono_advance(ui)))));
    }
    if output.has_focus {
        read_keys(ui, session, actions);
    }
    let is_double = ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
    if is_double && session.picture.is_some() && ui.rect_contains_pointer(rows_rect(body)) {
        actions.push(Action::Session(session.id, SessionAction::Picture(PictureAction::Edit)));
    }
    line_menu::line_menu_ui(ui, session, output.menu_at, actions);
    marked_lines::marked_lines_ui(ui, session, rows_rect(body), actions);
}

fn read_keys(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let lines = |action| Action::Session(session.id, SessionAction::Lines(action));
    if ui.input(|input| input.events.contains(&Event::Copy)) {
        actions.push(lines(LineAction::Copy(LineStyle::Text)));
    }
    for (key, characters) in [(Key::ArrowLeft, -KEY_STEP), (Key::ArrowRight, KEY_STEP)] {
        let is_plain = ui.input(|input| input.modifiers.is_none());
        if is_plain && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            actions.push(lines(LineAction::ScrollSideways(characters)));
        }
    }
}

/// Client and user in full, beside the pointer while it is over their columns.
fn speaker_tooltip_ui(ui: &mut Ui, session: &Session, columns: &RowColumns, body: Rect) {
    let speaker = columns.speaker();
    let Some(pointer) = ui.ctx().pointer_hover_pos().filter(|_| speaker.end > speaker.start) else { return };
    let over = Rect::from_x_y_ranges(body.left() + speaker.start..=body.left() + speaker.end, body.y_range());
    if !over.contains(pointer) || !ui.rect_contains_pointer(body) {
        return;
    }
    let first = session.selection.list.visible().start;
    let hovered = session.visible.rows.iter().zip(first..).find_map(|(row, row_idx)| {
        let response = ui.ctx().read_response(focus::entries().with(row_idx))?;
        response.hovered().then_some((row, response))
    });
    if let Some((row, response)) = hovered.filter(|(row, _)| row.speaker.user != row.speaker.short_user()) {
        response.on_hover_text_at_pointer(row.speaker.full());
    }
}

/// At the right edge of a row of a picture: that it was corrected, or that a code in it has to be checked. Returns the words.
fn certainty_ui(ui: &Ui, rect: Rect, row: &EntryRow, picture: &PictureLog) -> String {
    let palette = Palette::of(ui.visuals());
    let is_unsure = picture.boxes.iter().any(|found| found.line == row.line && !found.is_sure);
    let (words, color) = match (picture.is_corrected(row.line as usize - 1), is_unsure) {
        (true, _) => ("corrected by hand", palette.accent),
        (false, true) => ("check the picture", palette.warning),
        (false, false) => return String::new(),
    };
    let galley = clipped_width(ui, words, &theme::small(), color, rect.width());
    let size = galley.size() + vec2(3.0 * theme::GRID, 2.0);
    let place = Rect::from_min_size(
        pos2(rect.right() - size.x - theme::GRID, rect.top() + 2.0),
        vec2(size.x, theme::ROW - 4.0),
    );
    ui.painter().rect_filled(place, 4, palette.inset);
    paint_beside(ui, pos2(place.left() + 1.5 * theme::GRID, place.center().y), galley, color);
    format!(", {words}")
}

/// What is painted of a row.
struct PaintedRow<'a> {
    row: &'a EntryRow,
    columns: &'a RowColumns,
    bookmark: Option<&'a MarkedLine>,
    first_column: f64,
}

/// From left to right: the mark of a finding, line, time, level, client, user, message; at the right edge the note.
fn paint_row(ui: &Ui, rect: Rect, painted: &PaintedRow<'_>) {
    let PaintedRow { row, columns, bookmark, .. } = *painted;
    let palette = Palette::of(ui.visuals());
    let middle = rect.top() + theme::ROW / 2.0;
    let mono = theme::mono();
    let put = |x: f32, galley, color| paint_beside(ui, pos2(x, middle), galley, color);
    if let Some(FindingMark(severity)) = row.mark {
        let (strong, _) = palette.severity(severity);
        let center = pos2(rect.left() + MARK / 2.0 + 2.0, middle);
        paint_severity(ui.painter(), severity, center, 12.0, (strong, palette.surface));
    }
    let mut x = rect.left() + MARK + theme::GRID;
    let number_color = if bookmark.is_some() { palette.on_accent } else { palette.muted };
    let number = clipped_width(ui, &row.line.to_string(), &mono, number_color, columns.number + DIGIT);
    if bookmark.is_some() {
        let right = pos2(x + columns.number + theme::GRID, middle);
        let size = vec2(number.size().x + 2.0 * theme::GRID, 18.0);
        let pill = Rect::from_min_size(right - vec2(size.x, size.y / 2.0), size);
        ui.painter().rect_filled(pill, 4, palette.accent);
    }
    put(x + columns.number - number.size().x, number, number_color);
    x += columns.number + theme::GRID * 3.0;
    if columns.clock > 0.0 {
        put(x, clipped_width(ui, clock(&row.time), &mono, palette.muted, columns.clock), palette.muted);
        x += columns.clock + theme::GRID;
    }
    if row.level != Level::None {
        let color = palette.level(row.level);
        let font = if row.level >= Level::Warn { theme::small_strong() } else { theme::small() };
        put(x, clipped_width(ui, row.level.title(), &font, color, LEVEL), color);
    }
    x += LEVEL;
    let has_speaker = columns.client + columns.user > 0.0;
    if has_speaker && (row.speaker.is_hit || row.speaker.is_match) {
        let fill = if row.speaker.is_hit { palette.hit } else { palette.highlight };
        let width = columns.client + columns.user - theme::GRID * 2.0;
        let behind = Rect::from_x_y_ranges(x..=x + width, middle - 8.0..=middle + 8.0);
        ui.painter().rect_filled(behind, 0, fill);
    }
    let speaker = [(row.speaker.client.as_str(), columns.client), (&row.speaker.short_user(), columns.user)];
    for (text, width) in speaker.into_iter().filter(|_| has_speaker) {
        put(x, clipped_width(ui, text, &mono, palette.muted, width), palette.muted);
        x += width;
    }
    let note_width = bookmark.map_or(0.0, |mark| paint_note(ui, rect, &mark.note));
    let message = Rect::from_x_y_ranges(x..=(rect.right() - theme::GRID - note_width).max(x), rect.y_range());
    paint_message(ui, message, painted);
}

/// Paints the note at the right edge of a row. Returns the space that it takes.
fn paint_note(ui: &Ui, rect: Rect, note: &str) -> f32 {
    if note.is_empty() {
        return 0.0;
    }
    let palette = Palette::of(ui.visuals());
    let galley = clipped_width(ui, &one_line(note), &theme::small(), palette.text, rect.width() * 0.3);
    let size = galley.size() + vec2(theme::GRID * 4.0, theme::GRID);
    let right = pos2(rect.right() - theme::GRID, rect.top() + theme::ROW / 2.0);
    let pill = Rect::from_min_size(right - vec2(size.x, size.y / 2.0), size);
    ui.painter().rect_filled(pill, 4, palette.highlight);
    paint_beside(ui, pill.left_center() + vec2(theme::GRID * 2.0, 0.0), galley, palette.text);
    size.x + theme::GRID * 2.0
}

fn paint_message(ui: &Ui, rect: Rect, painted: &PaintedRow<'_>) {
    let row = painted.row;
    let palette = Palette::of(ui.visuals());
    let (_, soft) = palette.severity(row.mark.and_then(|FindingMark(severity)| severity));
    // Of passages that begin together the first is painted.
    let passages: Vec<_> = row
        .hits
        .iter()
        .map(|range| (range.clone(), palette.hit))
        .chain(row.evidence.iter().map(|range| (range.clone(), soft)))
        .chain(row.matches.iter().map(|range| (range.clone(), palette.highlight)))
        .collect();
    let color = if row.level == Level::Debug { palette.muted } else { palette.text };
    let mono = theme::mono();
    for (line, nth) in row.lines.iter().zip(0_u16..) {
        let text = row.text.get(line.clone()).unwrap_or_default();
        let within = |range: &std::ops::Range<usize>| {
            let (start, end) = (range.start.max(line.start), range.end.min(line.end));
            (start < end).then(|| start - line.start..end - line.start)
        };
        let passages: Vec<_> = passages.iter().filter_map(|(range, color)| Some((within(range)?, *color))).collect();
        let job = highlighted(text, &mono, color, &passages);
        let middle = rect.top() + theme::ROW / 2.0 + f32::from(nth) * LINE_HEIGHT;
        if painted.first_column > 0.0 {
            let galley = ui.painter().layout_job(job);
            let scrolled = painted.first_column as f32 * theme::mono_advance(ui);
            let at = pos2(rect.left() - scrolled, middle - galley.size().y / 2.0);
            let clip = rect.intersect(ui.clip_rect());
            ui.painter().with_clip_rect(clip).galley(at, galley, color);
        } else {
            paint_beside(ui, pos2(rect.left(), middle), clipped(ui, job, rect.width()), color);
        }
    }
}

fn no_entries_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        if session.picture.is_some() && session.entries.count == 0 {
            heading_ui(ui, "No text was found in the picture");
            paragraph_ui(
                ui,
                "Ask for a larger or sharper picture, or for the console as text (right click, Save as…).",
            );
        } else if session.filter.criteria.is_open() && session.narrow.narrowing.is_empty() {
            let reading = matches!(session.phase, Phase::Reading(_));
            let text = if reading {
                "The first entries are on their way."
            } else {
                "The log has no entries: the file is empty."
            };
            paragraph_ui(ui, text);
        } else if session.filter.run == FilterRun::Idle {
            heading_ui(ui, "No entry matches the filter");
            if link_ui(ui, "Show all entries").clicked() {
                actions.push(Action::Session(session.id, SessionAction::ShowAll));
            }
        } else {
            paragraph_ui(ui, "Looking…");
        }
    });
}
