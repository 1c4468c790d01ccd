//! The timeline as an SVG picture that stands in an HTML page: how entries are spread, a lane for each user, and below them
//! the clock. Shapes tell what colours tell, and each has its words.

use std::fmt::Write;

use super::Report;
use super::stays::stay_in_words;
use super::words::counted;
use crate::catalog::Severity;
use crate::diagnosis::room_stay::{Moment, StayEnd};
use crate::diagnosis::timeline::{Axis, Bar, Break, Lane, LaneMark, Timeline};
use crate::log::parse::clock::Clock;
use crate::log::{Level, LevelCounts};
use crate::report::markup::html_text;
use crate::report::safe::{cut, one_line};

/// The picture's own units; a page scales it.
const WIDTH: f64 = 900.0;
const LEFT: f64 = 130.0;
const PLOT: f64 = WIDTH - LEFT - 10.0;
const STRIP_HEIGHT: f64 = 44.0;
const LANE_HEIGHT: f64 = 30.0;
const AXIS_HEIGHT: f64 = 22.0;
const LEGEND_HEIGHT: f64 = 22.0;
const GAP: f64 = 8.0;
/// Columns of the strip of entries.
const COLUMNS: usize = 152;
/// Lanes that are drawn; the page says how many are not.
const MAX_LANES: usize = 24;
/// Names of users are cut at this many characters.
const NAME_CHARS: usize = 18;
/// The description names this many stays.
const DESCRIBED_STAYS: usize = 5;

/// The timeline of a report as an `<svg>` element; `id` sets it apart from others of the page. `None` where there is nothing
/// to draw.
pub fn render(report: &Report<'_>, id: u64) -> Option<String> {
    let timeline = &report.diagnosis.timeline;
    if timeline.lanes.is_empty() || timeline.entries < 2 {
        return None;
    }
    let axis = timeline.axes().last().copied().unwrap_or_default();
    let mut lanes = shown(&timeline.lanes);
    let hidden = timeline.lanes.len() - lanes.len();
    let others = Lane { user: words_of_others(timeline), number: 1, ..timeline.others.clone() };
    if !(others.bars.is_empty() && others.marks.is_empty()) {
        lanes.push(&others);
    }
    let axis_top = STRIP_HEIGHT + GAP + lanes.len() as f64 * LANE_HEIGHT;
    let height = axis_top + AXIS_HEIGHT + LEGEND_HEIGHT;
    let mut picture = Picture { timeline, axis, svg: String::new() };
    let _ = write!(
        picture.svg,
        "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"timeline-{id}-title timeline-{id}-desc\">\n\
         <title id=\"timeline-{id}-title\">Timeline</title>\n<desc id=\"timeline-{id}-desc\">{}</desc>\n",
        html_text(&description(timeline)),
    );
    picture.strip();
    for (idx, &lane) in lanes.iter().enumerate() {
        picture.lane(lane, STRIP_HEIGHT + GAP + idx as f64 * LANE_HEIGHT);
    }
    picture.axis(axis_top);
    picture.legend(axis_top + AXIS_HEIGHT);
    picture.svg.push_str("</svg>\n");
    if hidden > 0 {
        let lanes = counted(hidden as u64, "lane", "lanes");
        let _ = writeln!(picture.svg, "<p class=\"faint\">Not drawn: {lanes} of users with fewer errors or none.</p>");
    }
    Some(picture.svg)
}

/// The lanes that are drawn, in their order: those with the most errors if not all can be.
fn shown(lanes: &[Lane]) -> Vec<&Lane> {
    let errors = |lane: &Lane| -> u64 {
        let marks = lane.marks.iter().filter(|mark| mark.severity == Severity::Error);
        marks.map(|mark| mark.count).sum()
    };
    let mut ranked: Vec<usize> = (0..lanes.len()).collect();
    ranked.sort_by_key(|&idx| std::cmp::Reverse(errors(&lanes[idx])));
    ranked.truncate(MAX_LANES);
    ranked.sort_unstable();
    ranked.into_iter().map(|idx| &lanes[idx]).collect()
}

/// What the lane is called that holds what has no lane of its own.
fn words_of_others(timeline: &Timeline) -> String {
    match timeline.others.bars.iter().map(|bar| bar.stays).sum() {
        0 => "other users".to_owned(),
        stays => counted(stays, "other stay", "other stays"),
    }
}

/// The picture in words.
fn description(timeline: &Timeline) -> String {
    let mut text = format!(
        "{} and {} in {}.",
        counted(timeline.stay_count, "room stay", "room stays"),
        counted(timeline.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.count).sum(), "code", "codes"),
        counted(timeline.entries, "entry", "entries"),
    );
    for stay in timeline.stays.iter().take(DESCRIBED_STAYS) {
        let _ = write!(text, " {}.", stay_in_words(stay).sentence());
    }
    let left_out = timeline.stay_count.saturating_sub(DESCRIBED_STAYS as u64);
    if left_out > 0 {
        let _ = write!(text, " And {}.", counted(left_out, "more stay", "more stays"));
    }
    one_line(&text)
}

struct Picture<'t> {
    timeline: &'t Timeline,
    axis: Axis,
    svg: String,
}

impl Picture<'_> {
    fn x(&self, moment: &Moment) -> f64 {
        LEFT + self.timeline.position(self.axis, moment) * PLOT
    }

    /// How many entries of which level stand where.
    fn strip(&mut self) {
        let columns = self.timeline.columns(self.axis, COLUMNS);
        let most = columns.iter().map(total).max().unwrap_or(0).max(1) as f64;
        let width = PLOT / COLUMNS as f64;
        self.label("Entries", STRIP_HEIGHT / 2.0);
        for (idx, levels) in columns.iter().enumerate() {
            let all = total(levels);
            if all == 0 {
                continue;
            }
            // Few errors among many entries are to be seen, too.
            let height =
                |count: u64| if count == 0 { 0.0 } else { 2.0 + (count as f64 / most).sqrt() * (STRIP_HEIGHT - 2.0) };
            let x = LEFT + idx as f64 * width;
            let (errors, warnings) = (levels.get(Level::Error), levels.get(Level::Warn));
            for (class, count) in [("other", all), ("warning", errors + warnings), ("error", errors)] {
                if count > 0 {
                    let height = height(count).min(STRIP_HEIGHT);
                    let y = STRIP_HEIGHT - height;
                    let _ = writeln!(
                        self.svg,
                        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
                    );
                }
            }
        }
    }

    fn lane(&mut self, lane: &Lane, top: f64) {
        let middle = top + LANE_HEIGHT / 2.0;
        let _ = writeln!(self.svg, "<path class=\"line\" d=\"M{LEFT} {middle} h{PLOT}\"/>");
        let name = if lane.user.is_empty() { "no user named" } else { &lane.user };
        let number = if lane.number > 1 { format!(" ({})", lane.number) } else { String::new() };
        self.label(&format!("{name}{number}"), middle);
        for bar in &lane.bars {
            self.bar(bar, lane, middle);
        }
        for broken in &lane.breaks {
            self.broken(broken, middle);
        }
        for mark in &lane.marks {
            self.mark(mark, middle);
        }
    }

    fn bar(&mut self, bar: &Bar, lane: &Lane, middle: f64) {
        let (from, to) = (self.x(&bar.from), self.x(&bar.to));
        let end = bar.end.title();
        let words = match bar.stays {
            1 => format!("{} {}: {}, {end}", lane.user, bar.label, self.span(&bar.from, &bar.to)),
            stays => format!("{}: {}, {}", lane.user, counted(stays, "stay", "stays"), self.span(&bar.from, &bar.to)),
        };
        let _ = writeln!(self.svg, "<g><title>{}</title>", html_text(&one_line(&words)));
        let entered = bar.joined.map_or(to, |joined| self.x(&joined));
        self.rect("entering", from, entered, middle, 5.0);
        if bar.joined.is_some() {
            self.rect("in-room", entered, to, middle, 14.0);
        }
        // A stay that did not end by leave() has its end marked.
        match bar.end {
            StayEnd::Left | StayEnd::LogEnds => {}
            StayEnd::Restarted => {
                let _ = writeln!(self.svg, "<path class=\"end\" d=\"M{to:.1} {:.1} v18\"/>", middle - 9.0);
            }
            _ => {
                let (x, y) = (to - 4.0, middle - 4.0);
                let _ = writeln!(self.svg, "<path class=\"cross\" d=\"M{x:.1} {y:.1} l8 8 m0 -8 l-8 8\"/>");
            }
        }
        self.svg.push_str("</g>\n");
    }

    fn broken(&mut self, broken: &Break, middle: f64) {
        let (from, to) = (self.x(&broken.from), self.x(&broken.to));
        let what = broken.kind.title();
        let count = if broken.count > 1 { format!(" ×{}", broken.count) } else { String::new() };
        let given_up = if broken.given_up { ", given up" } else { "" };
        let words = format!("{what} interrupted{count}{given_up}: {}", self.span(&broken.from, &broken.to));
        let width = (to - from).max(2.0);
        let _ = writeln!(
            self.svg,
            "<rect class=\"broken\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"14\">\
             <title>{}</title></rect>",
            middle - 7.0,
            html_text(&words),
        );
    }

    fn mark(&mut self, mark: &LaneMark, middle: f64) {
        let (x, y) = (self.x(&mark.first), middle - 8.0);
        let shape = match mark.severity {
            Severity::Error => format!("M{:.1} {:.1} h9 l-4.5 8 z", x - 4.5, y - 6.0),
            Severity::Warning => format!("M{x:.1} {:.1} l4 4 l-4 4 l-4 -4 z", y - 6.0),
            Severity::Info => format!("M{:.1} {:.1} h5 v5 h-5 z", x - 2.5, y - 4.0),
        };
        let lines = super::words::lines(mark.first.line, mark.last.line);
        let count =
            if mark.count > 1 { format!(" and {}", counted(mark.count - 1, "more", "more")) } else { String::new() };
        let class = mark.severity.id();
        let _ = writeln!(
            self.svg,
            "<path class=\"{class}\" d=\"{shape}\"><title>{}{count}: {lines}</title></path>",
            html_text(&mark.code.to_string()),
        );
    }

    fn axis(&mut self, top: f64) {
        let ticks = 5;
        let _ = writeln!(self.svg, "<path class=\"line\" d=\"M{LEFT} {top} h{PLOT}\"/>");
        for tick in 0..ticks {
            let position = f64::from(tick) / f64::from(ticks - 1);
            let anchor = match tick {
                0 => "start",
                4 => "end",
                _ => "middle",
            };
            let (x, y) = (LEFT + position * PLOT, top + 15.0);
            let label = html_text(&self.timeline.label_at(self.axis, position));
            let _ = writeln!(
                self.svg,
                "<path class=\"line\" d=\"M{x:.1} {top} v4\"/><text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"{anchor}\">{label}</text>"
            );
        }
    }

    fn legend(&mut self, top: f64) {
        let middle = top + LEGEND_HEIGHT / 2.0;
        let samples =
            [("entering", "entering the room", 5.0), ("in-room", "in the room", 14.0), ("broken", "interrupted", 14.0)];
        let mut x = LEFT;
        for (class, words, height) in samples {
            let _ = writeln!(
                self.svg,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"22\" height=\"{height}\"/><text x=\"{}\" y=\"{}\">{words}</text>",
                middle - height / 2.0,
                x + 28.0,
                middle + 4.0,
            );
            x += 160.0;
        }
        let _ = writeln!(
            self.svg,
            "<path class=\"cross\" d=\"M{x} {} l8 8 m0 -8 l-8 8\"/><text x=\"{}\" y=\"{}\">ended otherwise than by leaving</text>",
            middle - 4.0,
            x + 14.0,
            middle + 4.0,
        );
    }

    fn rect(&mut self, class: &str, from: f64, to: f64, middle: f64, height: f64) {
        let (width, y) = ((to - from).max(2.0), middle - height / 2.0);
        let _ = writeln!(
            self.svg,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\"/>"
        );
    }

    /// Words at the left edge; cut there, whole on pointing.
    fn label(&mut self, text: &str, middle: f64) {
        let whole = one_line(text);
        let shown = cut(&whole, NAME_CHARS);
        let more = if shown.len() < whole.len() { "…" } else { "" };
        let _ = writeln!(
            self.svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{more}<title>{}</title></text>",
            LEFT - 10.0,
            middle + 4.0,
            html_text(shown),
            html_text(&whole),
        );
    }

    /// From where to where, as clocks or lines.
    fn span(&self, from: &Moment, to: &Moment) -> String {
        match (self.axis, from.clock, to.clock) {
            (Axis::Time, Some(from), Some(to)) => format!("{} to {}", from.text(), Clock::text(to)),
            _ => super::words::lines(from.line, to.line),
        }
    }
}

fn total(levels: &LevelCounts) -> u64 {
    Level::ALL.iter().map(|level| levels.get(*level)).sum()
}
