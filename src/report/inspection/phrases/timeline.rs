//! The texts of a drawn timeline.

use std::fmt::Write as _;

use super::count::{counted, lines};
use super::room_stays::describe_stay;
use crate::diagnosis::timeline::{Bar, Break, Lane, LaneMark, Timeline};
use crate::sanitize::one_line;

pub(in crate::report) const TITLE: &str = "Timeline";
pub(in crate::report) const ENTRIES: &str = "Entries";
pub(in crate::report) const ENTERING: &str = "entering the room";
pub(in crate::report) const IN_ROOM: &str = "in the room";
pub(in crate::report) const INTERRUPTED: &str = "interrupted";
pub(in crate::report) const NOT_LEFT: &str = "ended otherwise than by leaving";

/// Stays that the description names.
const DESCRIBED_STAYS: usize = 5;

/// The timeline in words, for screen readers.
pub(in crate::report) fn description(timeline: &Timeline) -> String {
    let mut text = format!(
        "{} and {} in {}.",
        counted(timeline.stay_count, "room stay", "room stays"),
        counted(timeline.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.count).sum(), "code", "codes"),
        counted(timeline.entries, "entry", "entries"),
    );
    for stay in timeline.stays.iter().take(DESCRIBED_STAYS) {
        let _ = write!(text, " {}.", describe_stay(stay).sentence());
    }
    let left_out = timeline.stay_count.saturating_sub(DESCRIBED_STAYS as u64);
    if left_out > 0 {
        let _ = write!(text, " And {}.", counted(left_out, "more stay", "more stays"));
    }
    one_line(&text)
}

/// A note about lanes that are not drawn.
pub(in crate::report) fn lanes_not_drawn(count: u64) -> String {
    format!("Not drawn: {} of users with fewer errors or none.", counted(count, "lane", "lanes"))
}

/// The name of the lane that collects all stays and codes without a lane of their own.
pub(in crate::report) fn name_of_others(timeline: &Timeline) -> String {
    match timeline.others.bars.iter().map(|bar| bar.stays).sum() {
        0 => "other users".to_owned(),
        stays => counted(stays, "other stay", "other stays"),
    }
}

/// The name of a lane: its user, with a number if the user has several lanes.
pub(in crate::report) fn lane_name(lane: &Lane) -> String {
    let name = if lane.user.is_empty() { "no user named" } else { &lane.user };
    if lane.number > 1 { format!("{name} ({})", lane.number) } else { name.to_owned() }
}

/// A stay, or several that are drawn as one; `span` is its period.
pub(in crate::report) fn bar_title(bar: &Bar, lane: &Lane, span: &str) -> String {
    one_line(&match bar.stays {
        1 => format!("{} {}: {span}, {}", lane.user, bar.label, bar.end.title()),
        stays => format!("{}: {}, {span}", lane.user, counted(stays, "stay", "stays")),
    })
}

/// An interruption, or several that are drawn as one; `span` is its period.
pub(in crate::report) fn interruption_title(interruption: &Break, span: &str) -> String {
    let kind = interruption.kind.title();
    let count = if interruption.count > 1 { format!(" ×{}", interruption.count) } else { String::new() };
    let given_up = if interruption.given_up { ", given up" } else { "" };
    format!("{kind} interrupted{count}{given_up}: {span}")
}

/// A code, or several that are drawn as one mark.
pub(in crate::report) fn mark_title(mark: &LaneMark) -> String {
    let more = if mark.count > 1 { format!(" and {}", counted(mark.count - 1, "more", "more")) } else { String::new() };
    format!("{}{more}: {}", mark.code, lines(mark.first.line, mark.last.line))
}
