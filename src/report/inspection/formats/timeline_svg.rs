//! The timeline as an SVG element of an HTML page: a histogram of entries, a lane for each user, and a time axis. Shapes
//! carry the same meaning as colours, and each shape has a text.

use crate::catalog::Severity;
use crate::diagnosis::room_stay::{Moment, StayEnd};
use crate::diagnosis::timeline::{Axis, Bar, Break, Lane, LaneMark, Timeline};
use crate::log::parse::clock::Clock;
use crate::log::{Level, LevelCounts};
use crate::report::escape::{Html, html};
use crate::report::inspection::phrases::{lines, timeline as phrases};
use crate::report::inspection::report::Report;
use crate::report::redact::cut;
use crate::sanitize::one_line;

/// Sizes in the SVG's own units; the page scales it.
const WIDTH: f64 = 900.0;
const LEFT: f64 = 130.0;
const PLOT: f64 = WIDTH - LEFT - 10.0;
const STRIP_HEIGHT: f64 = 44.0;
const LANE_HEIGHT: f64 = 30.0;
const AXIS_HEIGHT: f64 = 22.0;
const LEGEND_HEIGHT: f64 = 22.0;
const GAP: f64 = 8.0;
/// Columns of the histogram.
const COLUMNS: usize = 152;
/// Lanes that are drawn; a note says how many are not.
const MAX_LANES: usize = 24;
/// Characters of a lane's name.
const NAME_CHARS: usize = 18;

/// The timeline of a report as an `<svg>` element; `id` is unique within the page. `None` if the timeline is empty.
pub(super) fn render(report: &Report<'_>, id: u64) -> Option<Html> {
    let timeline = &report.diagnosis.timeline;
    if timeline.lanes.is_empty() || timeline.entries < 2 {
        return None;
    }
    let axis = timeline.axes().last().copied().unwrap_or_default();
    let mut lanes = shown(&timeline.lanes);
    let hidden = timeline.lanes.len() - lanes.len();
    let others = Lane { user: phrases::name_of_others(timeline), number: 1, ..timeline.others.clone() };
    if !(others.bars.is_empty() && others.marks.is_empty()) {
        lanes.push(&others);
    }
    let axis_top = STRIP_HEIGHT + GAP + lanes.len() as f64 * LANE_HEIGHT;
    let height = axis_top + AXIS_HEIGHT + LEGEND_HEIGHT;
    let mut drawing = Drawing { timeline, axis, svg: Html::default() };
    drawing.svg.push(&html!(
        "<svg class=\"timeline\" viewBox=\"0 0 {0} {1}\" role=\"img\" \
         aria-labelledby=\"timeline-{2}-title timeline-{2}-desc\">\n\
         <title id=\"timeline-{2}-title\">{3}</title>\n<desc id=\"timeline-{2}-desc\">{4}</desc>\n",
        WIDTH,
        height,
        id,
        phrases::TITLE,
        phrases::description(timeline),
    ));
    drawing.histogram();
    for (idx, &lane) in lanes.iter().enumerate() {
        drawing.lane(lane, STRIP_HEIGHT + GAP + idx as f64 * LANE_HEIGHT);
    }
    drawing.axis(axis_top);
    drawing.legend(axis_top + AXIS_HEIGHT);
    drawing.svg.push(&html!("</svg>\n"));
    if hidden > 0 {
        drawing.svg.push(&html!("<p class=\"faint\">{}</p>\n", phrases::lanes_not_drawn(hidden as u64)));
    }
    Some(drawing.svg)
}

/// The lanes that are drawn, in their order: if there are too many, those with the most errors.
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

struct Drawing<'t> {
    timeline: &'t Timeline,
    axis: Axis,
    svg: Html,
}

impl Drawing<'_> {
    fn x(&self, moment: &Moment) -> f64 {
        LEFT + self.timeline.position(self.axis, moment) * PLOT
    }

    /// The number of entries of each level over time.
    fn histogram(&mut self) {
        let columns = self.timeline.columns(self.axis, COLUMNS);
        let most = columns.iter().map(total).max().unwrap_or(0).max(1) as f64;
        let width = PLOT / COLUMNS as f64;
        self.label(phrases::ENTRIES, STRIP_HEIGHT / 2.0);
        for (idx, levels) in columns.iter().enumerate() {
            let all = total(levels);
            if all == 0 {
                continue;
            }
            // The square root keeps a few errors among many entries visible.
            let height =
                |count: u64| if count == 0 { 0.0 } else { 2.0 + (count as f64 / most).sqrt() * (STRIP_HEIGHT - 2.0) };
            let x = LEFT + idx as f64 * width;
            let (errors, warnings) = (levels.get(Level::Error), levels.get(Level::Warn));
            for (class, count) in [("other", all), ("warning", errors + warnings), ("error", errors)] {
                if count > 0 {
                    let height = height(count).min(STRIP_HEIGHT);
                    self.svg.push(&html!(
                        "<rect class=\"{}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\n",
                        class,
                        x,
                        STRIP_HEIGHT - height,
                        width,
                        height,
                    ));
                }
            }
        }
    }

    fn lane(&mut self, lane: &Lane, top: f64) {
        let middle = top + LANE_HEIGHT / 2.0;
        self.svg.push(&html!("<path class=\"line\" d=\"M{} {} h{}\"/>\n", LEFT, middle, PLOT));
        self.label(&phrases::lane_name(lane), middle);
        for bar in &lane.bars {
            self.bar(bar, lane, middle);
        }
        for interruption in &lane.breaks {
            self.interruption(interruption, middle);
        }
        for mark in &lane.marks {
            self.mark(mark, middle);
        }
    }

    fn bar(&mut self, bar: &Bar, lane: &Lane, middle: f64) {
        let (from, to) = (self.x(&bar.from), self.x(&bar.to));
        let title = phrases::bar_title(bar, lane, &self.span(&bar.from, &bar.to));
        self.svg.push(&html!("<g><title>{}</title>\n", title));
        let entered = bar.joined.map_or(to, |joined| self.x(&joined));
        self.rect("entering", [from, entered], middle, 5.0);
        if bar.joined.is_some() {
            self.rect("in-room", [entered, to], middle, 14.0);
        }
        // Only a stay that ended by leave() or with the log has no mark at its end.
        match bar.end {
            StayEnd::Left | StayEnd::LogEnds => {}
            StayEnd::Restarted => {
                self.svg.push(&html!("<path class=\"end\" d=\"M{:.1} {:.1} v18\"/>\n", to, middle - 9.0));
            }
            _ => {
                let (x, y) = (to - 4.0, middle - 4.0);
                self.svg.push(&html!("<path class=\"cross\" d=\"M{:.1} {:.1} l8 8 m0 -8 l-8 8\"/>\n", x, y));
            }
        }
        self.svg.push(&html!("</g>\n"));
    }

    fn interruption(&mut self, interruption: &Break, middle: f64) {
        let (from, to) = (self.x(&interruption.from), self.x(&interruption.to));
        let span = self.span(&interruption.from, &interruption.to);
        self.svg.push(&html!(
            "<rect class=\"broken\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"14\"><title>{}</title></rect>\n",
            from,
            middle - 7.0,
            (to - from).max(2.0),
            phrases::interruption_title(interruption, &span),
        ));
    }

    fn mark(&mut self, mark: &LaneMark, middle: f64) {
        let (x, y) = (self.x(&mark.first), middle - 8.0);
        let shape = match mark.severity {
            Severity::Error => format!("M{:.1} {:.1} h9 l-4.5 8 z", x - 4.5, y - 6.0),
            Severity::Warning => format!("M{x:.1} {:.1} l4 4 l-4 4 l-4 -4 z", y - 6.0),
            Severity::Info => format!("M{:.1} {:.1} h5 v5 h-5 z", x - 2.5, y - 4.0),
        };
        self.svg.push(&html!(
            "<path class=\"{}\" d=\"{}\"><title>{}</title></path>\n",
            mark.severity.id(),
            shape,
            phrases::mark_title(mark),
        ));
    }

    fn axis(&mut self, top: f64) {
        let ticks = 5;
        self.svg.push(&html!("<path class=\"line\" d=\"M{} {} h{}\"/>\n", LEFT, top, PLOT));
        for tick in 0..ticks {
            let position = f64::from(tick) / f64::from(ticks - 1);
            let anchor = match tick {
                0 => "start",
                4 => "end",
                _ => "middle",
            };
            self.svg.push(&html!(
                "<path class=\"line\" d=\"M{0:.1} {1} v4\"/><text x=\"{0:.1}\" y=\"{2}\" text-anchor=\"{3}\">{4}</text>\n",
                LEFT + position * PLOT,
                top,
                top + 15.0,
                anchor,
                self.timeline.label_at(self.axis, position),
            ));
        }
    }

    fn legend(&mut self, top: f64) {
        let middle = top + LEGEND_HEIGHT / 2.0;
        let samples = [
            ("entering", phrases::ENTERING, 5.0),
            ("in-room", phrases::IN_ROOM, 14.0),
            ("broken", phrases::INTERRUPTED, 14.0),
        ];
        let mut x = LEFT;
        for (class, text, height) in samples {
            self.svg.push(&html!(
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"22\" height=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
                class,
                x,
                middle - height / 2.0,
                height,
                x + 28.0,
                middle + 4.0,
                text,
            ));
            x += 160.0;
        }
        self.svg.push(&html!(
            "<path class=\"cross\" d=\"M{} {} l8 8 m0 -8 l-8 8\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>\n",
            x,
            middle - 4.0,
            x + 14.0,
            middle + 4.0,
            phrases::NOT_LEFT,
        ));
    }

    fn rect(&mut self, class: &str, [from, to]: [f64; 2], middle: f64, height: f64) {
        self.svg.push(&html!(
            "<rect class=\"{}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{}\"/>\n",
            class,
            from,
            middle - height / 2.0,
            (to - from).max(2.0),
            height,
        ));
    }

    /// A text at the left edge, cut to fit; pointing at it shows all of it.
    fn label(&mut self, text: &str, middle: f64) {
        let text = one_line(text);
        let shown = cut(&text, NAME_CHARS);
        self.svg.push(&html!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{}<title>{}</title></text>\n",
            LEFT - 10.0,
            middle + 4.0,
            shown,
            if shown.len() < text.len() { "…" } else { "" },
            text,
        ));
    }

    /// A period, as times if the axis has times, else as lines.
    fn span(&self, from: &Moment, to: &Moment) -> String {
        match (self.axis, from.clock, to.clock) {
            (Axis::Time, Some(from), Some(to)) => format!("{} to {}", from.text(), Clock::text(to)),
            _ => lines(from.line, to.line),
        }
    }
}

fn total(levels: &LevelCounts) -> u64 {
    Level::ALL.iter().map(|level| levels.get(*level)).sum()
}
