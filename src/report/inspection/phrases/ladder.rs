//! An attempt as a row of steps, in words, beside one that worked.

use crate::diagnosis::Problem;
use crate::diagnosis::clock::duration_text;
use crate::diagnosis::ladder::{Ladder, Rung, RungKind, RungState, beside};
use crate::diagnosis::room_stay::{Moment, RoomStay};
use crate::log::parse::clock::Clock;

/// The steps of an attempt in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderText {
    /// Whose attempt it is: `alice (c4), room 5001`.
    pub who: String,
    /// Where it broke, in one sentence.
    pub sentence: String,
    /// The steps.
    pub steps: Vec<StepText>,
    /// The attempt of this log that worked: whose it is, and its first line; `None` if the durations are the usual ones.
    pub beside: Option<(String, u64)>,
}

/// A step of an attempt in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    /// Which step.
    pub kind: RungKind,
    /// How it went.
    pub state: RungState,
    /// How it went and how long it took: `0.03 s`, `no answer for 10 s`; empty if the attempt did not come so far.
    pub went: String,
    /// How long it takes when it works; empty if that is not known.
    pub compared: String,
    /// The line that shows it.
    pub line: Option<u64>,
    /// The clock of that line.
    pub time: Option<String>,
}

impl StepText {
    /// All of it in one sentence, for screen readers: `Socket: done, 0.03 s; usually 0.06 s`.
    pub fn sentence(&self) -> String {
        let mut text = format!("{}: {}", self.kind.title(), self.state.title());
        if !self.went.is_empty() && self.went != self.state.title() {
            text.push_str(", ");
            text.push_str(&self.went);
        }
        if !self.compared.is_empty() {
            text.push_str("; when it works ");
            text.push_str(&self.compared);
        }
        text
    }
}

/// A failure within an attempt: the step that it names, and its line.
pub(crate) type FailedStep = (Option<RungKind>, u64);

/// The attempt `idx` of these stays, beside the nearest one that worked. `None` if there is no such stay.
pub(crate) fn ladder_text(stays: &[RoomStay], idx: usize, failure: Option<FailedStep>) -> Option<LadderText> {
    let stay = stays.get(idx)?;
    let ladder = match failure {
        Some((step, line)) => Ladder::of_failure(stay, step, line),
        None => Ladder::of(stay),
    };
    let other = beside(stays, idx).and_then(|other| stays.get(other));
    let model = other.map(Ladder::of);
    let step = |rung: &Rung| {
        let worked =
            model.as_ref().and_then(|model| model.rung(rung.kind)).filter(|rung| rung.state == RungState::Done);
        let place = rung.to.or(rung.from).filter(|_| rung.state != RungState::NotReached);
        StepText {
            kind: rung.kind,
            state: rung.state,
            went: went(rung),
            compared: worked.and_then(duration).or_else(|| rung.usual_ms.map(short)).unwrap_or_default(),
            line: place.map(|moment| moment.line),
            time: place.and_then(|moment| moment.clock).map(Clock::fine_text),
        }
    };
    Some(LadderText {
        who: who(stay),
        sentence: sentence(&ladder, stay, model.as_ref()),
        steps: ladder.rungs.iter().map(step).collect(),
        beside: other.map(|other| (who(other), other.began.line)),
    })
}

/// How far the attempt of a problem came: `Attempt: schedule done → socket 0.16 s → account broke after 0.02 s (line 34; usually
/// 0.02 s)`. `None` if the problem lies in no attempt.
pub(in crate::report) fn attempt_of(problem: &Problem, stays: &[RoomStay]) -> Option<String> {
    let attempt = problem.attempt.as_ref()?;
    Some(in_one_line(&ladder_text(stays, attempt.stay, Some((attempt.step, problem.first_line)))?))
}

/// How far the attempt of a log without a problem came that went worst.
pub(in crate::report) fn worst_attempt(stays: &[RoomStay]) -> Option<String> {
    let text = ladder_text(stays, worst(stays)?, None)?;
    Some(format!("{} of {}", in_one_line(&text), text.who))
}

fn in_one_line(text: &LadderText) -> String {
    let is_shown = |step: &&StepText| !matches!(step.state, RungState::Passed | RungState::NotReached);
    let step = |step: &StepText| {
        let name = step.kind.title().to_lowercase();
        let is_plain = step.state == RungState::Done;
        let mut notes: Vec<String> =
            step.line.filter(|_| !is_plain).map(|line| format!("line {line}")).into_iter().collect();
        if !is_plain && !step.compared.is_empty() {
            let when = if text.beside.is_some() { "when it worked" } else { "usually" };
            notes.push(format!("{when} {}", step.compared));
        }
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
        format!("{name} {}{notes}", step.went)
    };
    let steps: Vec<String> = text.steps.iter().filter(is_shown).map(step).collect();
    format!("Attempt: {}", steps.join(" → "))
}

/// The stay that went worst: one that ended badly, else one in which an answer is missing, else the first.
pub(crate) fn worst(stays: &[RoomStay]) -> Option<usize> {
    let is_bad = |stay: &RoomStay| stay.end.is_bad();
    let is_open = |stay: &RoomStay| Ladder::of(stay).broken().is_some();
    let found = stays.iter().position(is_bad).or_else(|| stays.iter().position(is_open));
    found.or(if stays.is_empty() { None } else { Some(0) })
}

/// `alice (c4), room 5001`.
fn who(stay: &RoomStay) -> String {
    let user = if stay.user.is_empty() { "a client" } else { &stay.user };
    let client = if stay.client.is_empty() { String::new() } else { format!(" ({})", stay.client) };
    let room = stay.room.as_ref().map(|room| format!(", room {room}")).unwrap_or_default();
    format!("{user}{client}{room}")
}

fn went(rung: &Rung) -> String {
    let duration = duration(rung);
    match (rung.state, duration) {
        (RungState::Done, Some(duration)) => duration,
        (RungState::Done, None) => "done".to_owned(),
        (RungState::Passed, _) => "no line of its own".to_owned(),
        (RungState::Broken, Some(duration)) => format!("broke after {duration}"),
        (RungState::Broken, None) => "broke here".to_owned(),
        (RungState::Open, Some(duration)) => format!("no answer in {duration}"),
        (RungState::Open, None) => "no answer in the log".to_owned(),
        (RungState::NotReached, _) => String::new(),
    }
}

/// Where an attempt broke: what was reached last, how long it was waited for then, and how long that usually takes.
fn sentence(ladder: &Ladder, stay: &RoomStay, model: Option<&Ladder>) -> String {
    let Some(broken) = ladder.broken() else {
        let in_room = stay.joined.and_then(|joined| stay.began.until(&joined)).map(short);
        return match in_room {
            Some(duration) => format!("No step broke; in the room after {duration}."),
            None => "No step broke.".to_owned(),
        };
    };
    let idx = ladder.rungs.iter().position(|rung| rung == broken).unwrap_or_default();
    let before = ladder.rungs[..idx].iter().rev().find(|rung| rung.state == RungState::Done);
    let is_shown = |rung: &Rung| rung.ms.is_some_and(|ms| ms >= 10);
    let reached = match before.map(|rung| (rung, duration(rung).filter(|_| is_shown(rung)))) {
        Some((rung, Some(duration))) => format!("{} done after {duration}, then ", rung.kind.title()),
        Some((rung, None)) => format!("{} done, then ", rung.kind.title()),
        None => String::new(),
    };
    let kind = broken.kind.title();
    let what = match (broken.state, broken.kind, duration(broken)) {
        (_, RungKind::Leave, _) => stay.end.title().to_owned(),
        (RungState::Broken, _, Some(duration)) => format!("{kind} broke after {duration}"),
        (RungState::Broken, _, None) => format!("{kind} broke"),
        (_, _, Some(duration)) => format!("no answer to {kind} in {duration}"),
        (_, _, None) => format!("no answer to {kind} in the log"),
    };
    let worked = model.and_then(|model| model.rung(broken.kind)).filter(|rung| rung.state == RungState::Done);
    let usual = match (worked.and_then(duration), broken.usual_ms) {
        (Some(worked), _) => format!("; when it worked {worked}"),
        (None, Some(usual)) => format!("; usually {}", short(usual)),
        (None, None) => String::new(),
    };
    let line = broken.to.map(|Moment { line, .. }| format!(" (line {line})")).unwrap_or_default();
    format!("{reached}{what}{line}{usual}.")
}

/// How long a step took, as exactly as the log's clocks show.
fn duration(rung: &Rung) -> Option<String> {
    let ms = rung.ms?;
    if !rung.is_coarse() {
        return Some(short(ms));
    }
    // The clocks show whole seconds.
    Some(if ms < 1000 { "under 1 s".to_owned() } else { format!("about {}", duration_text(ms / 1000 * 1000)) })
}

/// A duration that may be short: `0.03 s`, `1.2 s`, `12 s`.
fn short(ms: u64) -> String {
    match ms {
        0..10 => "under 0.01 s".to_owned(),
        10..1000 => format!("0.{:02} s", ms / 10),
        _ => duration_text(ms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_durations_have_two_digits() {
        let cases = [(3, "under 0.01 s"), (34, "0.03 s"), (470, "0.47 s"), (1_234, "1.2 s"), (46_059, "46 s")];
        for (ms, text) in cases {
            assert_eq!(short(ms), text);
        }
    }
}
