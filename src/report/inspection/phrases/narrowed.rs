//! What a report is narrowed to.

use super::count::counted;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowBy, NarrowPart};
use crate::diagnosis::timeline::Timeline;

/// A part of a narrowing: `user alice`, `not room 5001`.
pub(crate) fn narrow_part(part: &NarrowPart, timeline: Option<&Timeline>) -> String {
    let what = match &part.by {
        NarrowBy::User(user) => format!("user {user}"),
        NarrowBy::Room(room) => format!("room {room}"),
        NarrowBy::Attempt { user, client, first_line } => {
            let who = if user.is_empty() { client } else { user };
            format!("the attempt of {who} from line {first_line}")
        }
        NarrowBy::Problem { title, .. } => format!("the problem “{title}”"),
        NarrowBy::Code(code) => format!("code {code}"),
        NarrowBy::Entries(range) => {
            let clock = |number: u64| Some(timeline?.track.at_entry(number).clock?.text());
            match (clock(range.start + 1), clock(range.end)) {
                (Some(from), Some(to)) if from == to => format!("the time {from}"),
                (Some(from), Some(to)) => format!("the time {from} to {to}"),
                _ => format!("entries {} to {}", range.start + 1, range.end),
            }
        }
    };
    if part.is_excluded { format!("not {what}") } else { what }
}

/// What a diagnosis is narrowed to: `user alice, room 5001`. `None` for a whole log.
pub(crate) fn narrowed_to(diagnosis: &Diagnosis) -> Option<String> {
    let parts = diagnosis.narrowed.as_ref()?.to.parts().iter();
    let parts: Vec<String> = parts.map(|part| narrow_part(part, Some(&diagnosis.timeline))).collect();
    Some(parts.join(", "))
}

/// `Narrowed to user alice, room 5001; the whole log has 1,234 entries and 3 problems.` `None` for a whole log.
pub(in crate::report) fn narrowed_note(diagnosis: &Diagnosis) -> Option<String> {
    let narrowed = diagnosis.narrowed.as_ref()?;
    let note = format!(
        "Narrowed to {}; the whole log has {} and {}.",
        narrowed_to(diagnosis)?,
        counted(narrowed.entries, "entry", "entries"),
        counted(narrowed.problems as u64, "problem", "problems"),
    );
    Some([Some(note), unknown_to_part(diagnosis)].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// What a narrowed diagnosis cannot know: `Not known to it: 4,441 stays at the end of the log.` `None` if it knows everything.
pub(crate) fn unknown_to_part(diagnosis: &Diagnosis) -> Option<String> {
    let narrowed = diagnosis.narrowed.as_ref()?;
    let some = |count: u64, one: &str, several: &str| (count > 0).then(|| counted(count, one, several));
    let unknown =
        [some(narrowed.unknown_stays, "stay", "stays"), some(narrowed.unknown_findings, "finding", "findings")];
    let unknown: Vec<String> = unknown.into_iter().flatten().collect();
    (!unknown.is_empty()).then(|| format!("Not known to it: {} later in the log.", unknown.join(" and ")))
}
