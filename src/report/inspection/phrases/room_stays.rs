//! Room stays in words: who was in which room, since when, for how long, how the stay ended, and what was interrupted.

use super::count::{counted, times};
use crate::diagnosis::clock::duration_text;
use crate::diagnosis::room_stay::{Interruption, InterruptionKind, Moment, RoomStay, StayEnd};
use crate::diagnosis::timeline::Timeline;
use crate::log::parse::clock::Clock;
use crate::report::inspection::report::Report;

/// A stay as a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct StayRow {
    /// The user and the client: `alice (c1)`.
    pub who: String,
    /// The room, with mode and role: `5001 (rtc, anchor)`.
    pub room: String,
    /// Since when: `00:42:48, line 8`.
    pub from: String,
    /// How long the client was in: `5 min 48 s`; `not entered`.
    pub duration: String,
    /// How it ended: `lost the connection, line 62`.
    pub end: String,
    /// What was interrupted: `sending 3 times, 12 s in all`; empty if nothing was.
    pub interruptions: String,
}

impl StayRow {
    /// The cells in the order of [`STAY_COLUMNS`](super::headings::STAY_COLUMNS).
    pub(crate) fn cells(&self) -> [&str; 6] {
        [&self.who, &self.room, &self.from, &self.duration, &self.end, &self.interruptions]
    }

    /// All of it in one sentence.
    pub(crate) fn sentence(&self) -> String {
        let mut text = format!("{}, room {}: {}", self.who, self.room, self.from);
        for (before, part) in [(", ", &self.duration), ("; ", &self.end), ("; interrupted: ", &self.interruptions)] {
            if !part.is_empty() {
                text.push_str(before);
                text.push_str(part);
            }
        }
        text
    }
}

/// The first stays of a report, at most `limit`, and how many are left out.
pub(in crate::report) fn room_stays(report: &Report<'_>, limit: usize) -> (Vec<StayRow>, u64) {
    let timeline = &report.diagnosis.timeline;
    let shown: Vec<StayRow> = timeline.stays.iter().take(limit).map(describe_stay).collect();
    let left_out = timeline.stay_count.saturating_sub(shown.len() as u64);
    (shown, left_out)
}

/// A note that the clocks of a log disagree; `None` if they agree.
pub(in crate::report) fn clock_note(timeline: &Timeline) -> Option<String> {
    let first = timeline.jumps.first()?;
    let (from, to) = (first.from.text(), first.to.text());
    let more = match timeline.jump_count {
        1 => String::new(),
        count => format!(", and {} more", times(count - 1)),
    };
    let line = first.line;
    Some(format!(
        "Clocks of this log disagree: at line {line} from {from} to {to}{more}. Durations leave such jumps out."
    ))
}

/// A stay in words.
pub(in crate::report) fn describe_stay(stay: &RoomStay) -> StayRow {
    let user = if stay.user.is_empty() { "unknown user" } else { &stay.user };
    let who = if stay.client.is_empty() { user.to_owned() } else { format!("{user} ({})", stay.client) };
    let room = stay.room.as_deref().unwrap_or("not named");
    let attempts = if stay.attempts > 1 { format!(" after {} attempts", stay.attempts) } else { String::new() };
    StayRow {
        who,
        room: if stay.role.is_empty() { room.to_owned() } else { format!("{room} ({})", stay.role) },
        from: place(stay.joined.as_ref().unwrap_or(&stay.began)),
        duration: match (stay.joined, stay.in_room_ms()) {
            (None, _) => format!("not entered{attempts}"),
            (Some(_), Some(ms)) => duration_text(ms),
            (Some(_), None) => String::new(),
        },
        end: match stay.code {
            None if stay.joined.is_none() && stay.end == StayEnd::Restarted => {
                format!("no result, and tried anew, line {}", stay.ended.line)
            }
            Some(code) => format!("{} ({} {code}), line {}", stay.end.title(), code.family().title(), stay.ended.line),
            None => format!("{}, line {}", stay.end.title(), stay.ended.line),
        },
        interruptions: interruptions(stay),
    }
}

fn place(moment: &Moment) -> String {
    let clock = moment.clock.map(Clock::text);
    clock.into_iter().chain([format!("line {}", moment.line)]).collect::<Vec<_>>().join(", ")
}

fn interruptions(stay: &RoomStay) -> String {
    let describe = |kind: InterruptionKind| {
        let all = stay.interruptions.iter().filter(move |broken| broken.kind == kind);
        let (mut count, mut ms, mut given_up) = (0, Some(0), false);
        for Interruption { from, to, given_up: is_last, .. } in all {
            count += 1;
            ms = ms.zip(from.until(to.as_ref().unwrap_or(&stay.ended))).map(|(sum, ms)| sum + ms);
            given_up |= is_last;
        }
        let length = ms.filter(|_| count > 0).map(duration_text);
        (count > 0).then(|| {
            let notes: Vec<String> = length.into_iter().chain(given_up.then(|| "given up".to_owned())).collect();
            let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
            format!("{} {}{notes}", kind.title(), times(count))
        })
    };
    let mut parts: Vec<String> = InterruptionKind::ALL.iter().filter_map(|kind| describe(*kind)).collect();
    let left_out = stay.interruption_count.saturating_sub(stay.interruptions.len() as u64);
    if left_out > 0 {
        parts.push(format!("and {}", counted(left_out, "more", "more")));
    }
    parts.join(", ")
}
