//! The timeline in words, for screen readers and beside the pointer.

use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::{Axis, Bar, Break, Lane, LaneMark, Timeline};
use crate::log::parse::clock::Clock;

/// At most this many bars and breaks of a lane are described; the rest is counted.
const MAX_DESCRIBED: usize = 8;

/// The whole timeline: its beginning and end, the number of entries and room stays, and whether a clock jumped.
pub fn overview(timeline: &Timeline, axis: Axis) -> String {
    let (from, to) = (timeline.label_at(axis, 0.0), timeline.label_at(axis, 1.0));
    let mut parts = vec![format!("{from} to {to}"), counted(timeline.entries, "entry", "entries")];
    parts.push(counted(timeline.stay_count, "room stay", "room stays"));
    if timeline.jump_count > 0 {
        parts.push(counted(timeline.jump_count, "jump of a clock", "jumps of clocks"));
    }
    parts.join(", ")
}

/// The user of a lane, numbered if the user has several lanes.
pub fn owner(lane: &Lane) -> String {
    match (lane.user.as_str(), lane.number) {
        ("", _) => "no user".to_owned(),
        (user, 0 | 1) => user.to_owned(),
        (user, number) => format!("{user} ({number})"),
    }
}

/// A whole lane.
pub fn lane(lane: &Lane, owner: &str) -> String {
    let bars = lane.bars.iter().map(bar);
    let breaks = lane.breaks.iter().map(interruption);
    let described: Vec<String> = bars.chain(breaks).take(MAX_DESCRIBED).collect();
    let rest = (lane.bars.len() + lane.breaks.len()).saturating_sub(described.len());
    let findings: u64 = lane.marks.iter().map(|mark| mark.count).sum();
    let mut parts = vec![owner.to_owned()];
    parts.extend(described);
    parts.extend((rest > 0).then(|| format!("{rest} more")));
    parts.push(counted(findings, "finding", "findings"));
    parts.join("; ")
}

/// A room stay, or several that are drawn as one bar.
pub fn bar(bar: &Bar) -> String {
    let name = match (bar.stays, bar.label.as_str()) {
        (1, "") => "stay".to_owned(),
        (1, label) => label.to_owned(),
        (stays, _) => format!("{stays} stays"),
    };
    let joined = match &bar.joined {
        Some(joined) if joined.entry != bar.from.entry => format!(", in the room {}", place(joined)),
        Some(_) => String::new(),
        None => ", never got in".to_owned(),
    };
    format!("{name}: from {}{joined}, to {}: {}", place(&bar.from), place(&bar.to), bar.end.title())
}

/// An interruption.
pub fn interruption(broken: &Break) -> String {
    let prefix = if broken.count > 1 { format!("{} interruptions, first", broken.count) } else { String::new() };
    let end = if broken.given_up { ", given up" } else { "" };
    let (kind, from, to) = (broken.kind.title(), place(&broken.from), place(&broken.to));
    format!("{prefix} {kind} broken off: {from} to {to}{end}").trim_start().to_owned()
}

/// Error codes at one position.
pub fn mark(mark: &LaneMark) -> String {
    match mark.count {
        1 => format!("{}, {}", mark.code, place(&mark.first)),
        count => format!("{} and others, {count} findings, {} to {}", mark.code, place(&mark.first), place(&mark.last)),
    }
}

/// A position in the log: the clock and the line.
pub fn place(moment: &Moment) -> String {
    let clock = moment.clock.map(Clock::text);
    clock.map_or_else(|| format!("line {}", moment.line), |clock| format!("{clock} (line {})", moment.line))
}

fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
