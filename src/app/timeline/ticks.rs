//! Where the axis of the timeline has labels: at round times.

use std::ops::Range;

use crate::diagnosis::timeline::{Axis, Timeline};
use crate::log::parse::clock::Clock;

/// A labelled position of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The position on the whole axis, from 0 to 1.
    pub position: f64,
    /// The clock, or the line if the log has no clocks.
    pub label: String,
}

/// Distances of ticks in milliseconds.
const STEPS: [i64; 22] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
    1_800_000, 3_600_000, 10_800_000,
];
/// The longest distance; longer ones are multiples of it.
const LONGEST: i64 = 21_600_000;

/// At most `most` ticks on the shown part of the axis.
pub fn ticks(timeline: &Timeline, axis: Axis, shown: Range<f64>, most: usize) -> Vec<Tick> {
    let found = if axis == Axis::Time { round_ticks(timeline, shown.clone(), most) } else { Vec::new() };
    if found.is_empty() { even_ticks(timeline, axis, shown, most) } else { found }
}

/// Ticks at round times. None if the log has no clock.
fn round_ticks(timeline: &Timeline, shown: Range<f64>, most: usize) -> Vec<Tick> {
    let length = timeline.track.length_ms() as f64;
    let clock_at = |position: f64| timeline.track.main_clock(&timeline.moment_at(Axis::Time, position));
    let (from, span) = (shown.start * length, (shown.end - shown.start) * length);
    let Some(start) = clock_at(shown.start) else { return Vec::new() };
    let least = span / most.max(1) as f64;
    let step = STEPS.into_iter().find(|step| *step as f64 >= least);
    let step = step.unwrap_or_else(|| (least / LONGEST as f64).ceil() as i64 * LONGEST);
    let first = (step - start.ms_of_day() % step) % step;
    let tick = |nth: i64| {
        let after = first + nth * step;
        let position = (from + after as f64) / length;
        let round = start.moved(after);
        // Where a clock jumped, the time there is not the round one.
        let shown_there = clock_at(position)?;
        let apart = shown_there.since(round)?;
        let clock = if apart.abs() <= step / 2 { round } else { shown_there };
        (after as f64 <= span).then(|| Tick { position, label: label(clock, step) })
    };
    (0..=most as i64).map_while(tick).collect()
}

/// The time as exactly as the distance of the ticks asks for.
fn label(clock: Clock, step: i64) -> String {
    let clock = clock.undated();
    match step {
        ..1000 => clock.fine_text(),
        1000..60_000 => clock.text(),
        _ => {
            let text = clock.text();
            text.strip_suffix(":00").unwrap_or(&text).to_owned()
        }
    }
}

/// Ticks at equal distances.
fn even_ticks(timeline: &Timeline, axis: Axis, shown: Range<f64>, most: usize) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    for nth in 0..=most {
        let position = shown.start + (shown.end - shown.start) * nth as f64 / most.max(1) as f64;
        let label = timeline.label_at(axis, position);
        // With few entries, neighbouring times may be the same: none is repeated.
        if ticks.last().is_none_or(|last| last.label != label) {
            ticks.push(Tick { position, label });
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::timeline::TimelineBuilder;

    /// The timeline of a log with an entry a second.
    fn timeline(from: &str, seconds: u64) -> Timeline {
        let mut builder = TimelineBuilder::default();
        let start = Clock::parse(from);
        for second in 0..=seconds {
            builder.record_clock(start.map(|clock| clock.after(second * 1000)), second + 1, second + 1);
        }
        builder.finish(seconds + 1)
    }

    fn labels(timeline: &Timeline, shown: Range<f64>, most: usize) -> Vec<String> {
        ticks(timeline, Axis::Time, shown, most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_at_round_times() {
        let short = timeline("00:41:35.411", 23);
        assert_eq!(labels(&short, 0.0..1.0, 6), ["00:41:40", "00:41:45", "00:41:50", "00:41:55"]);
        assert_eq!(labels(&short, 0.0..0.05, 4), ["00:41:35.500", "00:41:36.000", "00:41:36.500"]);
        let long = timeline("23:50:07", 3600);
        assert_eq!(labels(&long, 0.0..1.0, 7), ["00:00", "00:10", "00:20", "00:30", "00:40", "00:50"]);
        let all = ticks(&long, Axis::Time, 0.0..1.0, 7);
        assert!(all.iter().all(|tick| (0.0..=1.0).contains(&tick.position)), "{all:?}");
        // 593 of 3600 seconds.
        assert!((all[0].position - 593.0 / 3600.0).abs() < 1e-3, "{all:?}");
    }

    #[test]
    fn without_clocks_ticks_name_lines() {
        let mut builder = TimelineBuilder::default();
        for entry in 1..=100 {
            builder.record_clock(None, entry, entry);
        }
        let timeline = builder.finish(100);
        let found = ticks(&timeline, Axis::Entries, 0.0..1.0, 4);
        assert!(found.len() >= 4 && found[0].label.contains('1'), "{found:?}");
    }
}
