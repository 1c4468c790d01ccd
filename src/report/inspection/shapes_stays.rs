//! The JSON shapes of room stays.

use serde::Serialize;

use crate::diagnosis::room_stay::{Interruption, Moment, RoomStay};
use crate::log::parse::clock::Clock;
use crate::report::entry::json::CodeShape;

/// A room stay.
#[derive(Serialize)]
pub(super) struct StayShape<'r> {
    user: &'r str,
    client: &'r str,
    room: Option<&'r str>,
    role: &'r str,
    began: MomentShape,
    joined: Option<MomentShape>,
    ended: MomentShape,
    end: &'static str,
    code: Option<CodeShape>,
    attempts: u32,
    in_room_ms: Option<u64>,
    interruptions: Vec<InterruptionShape>,
    interruption_count: u64,
    steps: Vec<StepShape>,
    step_count: u64,
    finding_count: u64,
}

#[derive(Serialize)]
struct InterruptionShape {
    kind: &'static str,
    from: MomentShape,
    to: Option<MomentShape>,
    retries: u16,
    given_up: bool,
}

#[derive(Serialize)]
struct StepShape {
    kind: &'static str,
    #[serde(flatten)]
    at: MomentShape,
}

#[derive(Serialize)]
struct MomentShape {
    line: u64,
    time: Option<String>,
}

impl<'r> From<&'r RoomStay> for StayShape<'r> {
    fn from(stay: &'r RoomStay) -> Self {
        Self {
            user: &stay.user,
            client: &stay.client,
            room: stay.room.as_deref(),
            role: &stay.role,
            began: (&stay.began).into(),
            joined: stay.joined.as_ref().map(MomentShape::from),
            ended: (&stay.ended).into(),
            end: stay.end.id(),
            code: stay.code.map(CodeShape::from),
            attempts: stay.attempts,
            in_room_ms: stay.in_room_ms(),
            interruptions: stay.interruptions.iter().map(InterruptionShape::from).collect(),
            interruption_count: stay.interruption_count,
            steps: stay.steps.iter().map(|step| StepShape { kind: step.kind.id(), at: (&step.at).into() }).collect(),
            step_count: stay.step_count,
            finding_count: stay.finding_count,
        }
    }
}

impl From<&Interruption> for InterruptionShape {
    fn from(broken: &Interruption) -> Self {
        Self {
            kind: broken.kind.id(),
            from: (&broken.from).into(),
            to: broken.to.as_ref().map(MomentShape::from),
            retries: broken.retries,
            given_up: broken.given_up,
        }
    }
}

impl From<&Moment> for MomentShape {
    fn from(moment: &Moment) -> Self {
        Self { line: moment.line, time: moment.clock.map(Clock::full_text) }
    }
}
