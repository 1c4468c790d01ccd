//! An attempt to be in a room as a row of steps: how far it came, how long each step took, and which one broke.
//!
//! In: a [`RoomStay`] with its milestones. Out: a [`Ladder`]; each time in it is that of a line of the log.
//!
//! - `rung`: [`Rung`], one step, and how it is judged
//! - here: the steps in their order, and what they are compared with: [`beside`] finds the nearest attempt of the log that
//!   worked; without one, the durations measured from recordings of healthy calls (`assets/knowledge/usual-durations.json`)
//!
//! What always holds: a step without a line of its own is `passed` only if a later one was reached; nothing is said about steps
//! that the page never asked for.

mod rung;

pub use self::rung::{Rung, RungKind, RungState};

use self::rung::Way;
use crate::diagnosis::room_stay::{Milestone, Moment, Reached, RoomStay, StayEnd};
use crate::knowledge::usual_ms;

/// An attempt as a row of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The steps in their order; without those that the page never asked for.
    pub rungs: Vec<Rung>,
}

impl Ladder {
    /// The steps of a stay.
    pub fn of(stay: &RoomStay) -> Self {
        let mut rungs = way_in(stay);
        if stay.joined.is_some() {
            rungs.extend(streams(stay));
        }
        rungs.push(way_out(stay));
        let version = if stay.is_v5() { "v5" } else { "v4" };
        for rung in &mut rungs {
            rung.usual_ms = usual_ms(rung.kind.id(), version);
        }
        Self { rungs }
    }

    /// A step, if the attempt has it.
    pub fn rung(&self, kind: RungKind) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.kind == kind)
    }

    /// The first step that broke, or else one that has no answer in the log.
    pub fn broken(&self) -> Option<&Rung> {
        let with = |state: RungState| self.rungs.iter().find(move |rung| rung.state == state);
        with(RungState::Broken).or_else(|| with(RungState::Open))
    }

    /// The steps of a stay in which something failed on a line. `step` is the step that failed, if the failure names it; else the
    /// only one that was under way there.
    pub fn of_failure(stay: &RoomStay, step: Option<RungKind>, line: u64) -> Self {
        let mut ladder = Self::of(stay);
        let is_broken = ladder.rungs.iter().any(|rung| rung.state == RungState::Broken && rung.kind != RungKind::Leave);
        if is_broken || !stay.contains(line) {
            return ladder;
        }
        if let Some(rung) = step.and_then(|kind| ladder.rungs.iter_mut().find(|rung| rung.kind == kind)) {
            // The answer was a refusal, or it was lost later.
            if rung.to.is_none_or(|to| to.line != line) {
                rung.to = Some(Moment { line, ..Moment::default() });
                rung.ms = None;
            }
            rung.state = RungState::Broken;
            return ladder;
        }
        let is_under_way =
            |rung: &&mut Rung| rung.state == RungState::Open && rung.from.is_some_and(|from| from.line <= line);
        let mut under_way: Vec<&mut Rung> = ladder.rungs.iter_mut().filter(is_under_way).collect();
        if let [only] = under_way.as_mut_slice() {
            only.state = RungState::Broken;
        }
        ladder
    }
}

/// From the scheduling service to the room. The first step without a line after the last one with a line is where it broke.
fn way_in(stay: &RoomStay) -> Vec<Rung> {
    let milestone = |milestone: Milestone| stay.milestones.get(milestone);
    let asked = milestone(Milestone::Joining);
    let ways = [
        // Version 4 does not print when it asks the scheduling service.
        Way { kind: RungKind::Schedule, from: asked.filter(|_| stay.is_v5()), to: milestone(Milestone::Scheduled) },
        Way {
            kind: RungKind::Socket,
            from: milestone(Milestone::Connecting).or(milestone(Milestone::Scheduled)),
            to: milestone(Milestone::SocketOpened),
        },
        Way {
            kind: RungKind::Account,
            from: milestone(Milestone::SocketOpened),
            to: milestone(Milestone::SignalReady),
        },
        Way {
            kind: RungKind::Room,
            from: milestone(Milestone::SignalReady).or(asked),
            to: milestone(Milestone::Joined),
        },
    ];
    let end = stay.milestones.end(stay.ended);
    let broken_at = match stay.end {
        _ if stay.joined.is_some() => None,
        StayEnd::Unanswered => Some(milestone(Milestone::JoinTimedOut).unwrap_or(end)),
        end_of_stay if end_of_stay.is_bad() => Some(milestone(Milestone::Refused).unwrap_or(end)),
        _ => None,
    };
    let last = ways.iter().rposition(|way| way.to.is_some());
    let next = last.map_or(0, |last| last + 1);
    let next = match last {
        // A socket is opened only after scheduling.
        None if milestone(Milestone::Connecting).is_some() => 1,
        // Version 4 asks for the room at the end of this way.
        None if !stay.is_v5() && asked.is_some() => 3,
        _ => next,
    };
    let rung = |(idx, way): (usize, &Way)| match (way.to, broken_at) {
        (Some(_), _) => way.done(),
        (None, _) if idx < next => way.state(RungState::Passed),
        (None, Some(broken)) if idx == next => way.broken(broken),
        (None, None) if idx == next => way.open(end),
        (None, _) => way.state(RungState::NotReached),
    };
    ways.iter().enumerate().map(rung).collect()
}

/// The SDK waits at most this long for a media connection, with all its attempts.
const MEDIA_WAIT_MS: u64 = 60_000;

/// Publishing, subscribing and the media connection, as far as the page asked for them.
fn streams(stay: &RoomStay) -> Vec<Rung> {
    let milestone = |milestone: Milestone| stay.milestones.get(milestone);
    let end = stay.milestones.end(stay.ended);
    let judged = |way: &Way, given_up: Option<_>| match (way.to, given_up) {
        (Some(_), _) => way.done(),
        (None, Some(given_up)) => way.broken(given_up),
        (None, None) => way.open(end),
    };
    let mut rungs = Vec::new();
    for (kind, asked, answered, given_up) in [
        (RungKind::Publish, Milestone::Publishing, Milestone::Published, Milestone::PublishTimedOut),
        (RungKind::Subscribe, Milestone::Subscribing, Milestone::Received, Milestone::SubscribeTimedOut),
    ] {
        if let Some(from) = milestone(asked) {
            let way = Way { kind, from: Some(from), to: milestone(answered) };
            rungs.push(judged(&way, milestone(given_up)));
        }
    }
    let connected = milestone(Milestone::MediaConnected);
    let given_up = milestone(Milestone::MediaGivenUp);
    if rungs.is_empty() && connected.is_none() {
        return rungs;
    }
    // The connection is made for the first request that was answered; version 5 makes it on entering the room.
    let before = |from: &_| connected.is_none_or(|to: Reached| is_before(from, &to));
    let starts = [Milestone::Published, Milestone::Publishing, Milestone::Subscribing, Milestone::Joined];
    let from = starts.into_iter().filter_map(milestone).find(before);
    let way = Way { kind: RungKind::Media, from, to: connected };
    let is_lost = given_up.is_some_and(|given_up| connected.is_none_or(|to| is_before(&to, &given_up)));
    let is_asked = rungs.iter().any(|rung| rung.state == RungState::Done);
    let is_long = from.and_then(|from| from.until(&end)).is_some_and(|ms| ms > MEDIA_WAIT_MS);
    rungs.push(match given_up.filter(|_| is_lost) {
        Some(given_up) => Way { from: connected.or(way.from), ..way }.broken(given_up),
        None if connected.is_none() && !is_asked => way.state(RungState::NotReached),
        // The log may lack the lines of the connection: what is received came over it, and the SDK reports a failure sooner.
        None if connected.is_none() && (milestone(Milestone::Received).is_some() || is_long) => {
            way.state(RungState::Passed)
        }
        None => judged(&way, None),
    });
    rungs
}

fn is_before(one: &Reached, other: &Reached) -> bool {
    one.at.entry <= other.at.entry
}

/// How it ended.
fn way_out(stay: &RoomStay) -> Rung {
    let end = stay.milestones.end(stay.ended);
    let leaving = stay.milestones.get(Milestone::Leaving);
    let way = Way { kind: RungKind::Leave, from: None, to: leaving.or(Some(end)) };
    match stay.end {
        StayEnd::Left => way.done(),
        end_of_stay if end_of_stay.is_bad() && stay.joined.is_some() => way.broken(end),
        _ => way.state(RungState::NotReached),
    }
}

/// The stay of the log whose way is the model for another one: it got further without a failure, and is the nearest of the same
/// version of the SDK. `None` if the log has none.
pub fn beside(stays: &[RoomStay], idx: usize) -> Option<usize> {
    let stay = stays.get(idx)?;
    let broken = Ladder::of(stay).broken().map(|rung| rung.kind);
    let worked = |(other_idx, other): &(usize, &RoomStay)| {
        let ladder = Ladder::of(other);
        let is_past = broken.is_none_or(|kind| ladder.rung(kind).is_some_and(|rung| rung.state == RungState::Done));
        let is_whole = ladder.rungs.iter().all(|rung| rung.state != RungState::Broken);
        *other_idx != idx && other.is_v5() == stay.is_v5() && other.joined.is_some() && is_past && is_whole
    };
    let distance = |other: &RoomStay| (other.user != stay.user, other.began.entry.abs_diff(stay.began.entry));
    stays.iter().enumerate().filter(worked).min_by_key(|(_, other)| distance(other)).map(|(idx, _)| idx)
}
