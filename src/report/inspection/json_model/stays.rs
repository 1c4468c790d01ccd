//! The JSON objects of room stays.

use serde::Serialize;

use crate::diagnosis::ladder::{Ladder, Rung};
use crate::diagnosis::room_stay::{Interruption, Moment, RoomStay};
use crate::log::parse::clock::Clock;
use crate::report::entry::json::CodeModel;

/// A room stay.
#[derive(Serialize)]
pub(super) struct StayModel<'r> {
    user: &'r str,
    client: &'r str,
    room: Option<&'r str>,
    role: &'r str,
    began: MomentModel,
    joined: Option<MomentModel>,
    ended: MomentModel,
    end: &'static str,
    code: Option<CodeModel>,
    attempts: u32,
    in_room_ms: Option<u64>,
    interruptions: Vec<InterruptionModel>,
    interruption_count: u64,
    steps: Vec<StepModel>,
    step_count: u64,
    finding_count: u64,
    /// The attempt as a row of steps.
    ladder: Vec<RungModel>,
}

#[derive(Serialize)]
struct RungModel {
    step: &'static str,
    state: &'static str,
    from: Option<MomentModel>,
    to: Option<MomentModel>,
    ms: Option<u64>,
    usual_ms: Option<u64>,
}

#[derive(Serialize)]
struct InterruptionModel {
    kind: &'static str,
    from: MomentModel,
    to: Option<MomentModel>,
    retries: u16,
    given_up: bool,
}

#[derive(Serialize)]
struct StepModel {
    kind: &'static str,
    #[serde(flatten)]
    at: MomentModel,
}

#[derive(Serialize)]
struct MomentModel {
    line: u64,
    time: Option<String>,
}

impl<'r> From<&'r RoomStay> for StayModel<'r> {
    fn from(stay: &'r RoomStay) -> Self {
        Self {
            user: &stay.user,
            client: &stay.client,
            room: stay.room.as_deref(),
            role: &stay.role,
            began: (&stay.began).into(),
            joined: stay.joined.as_ref().map(MomentModel::from),
            ended: (&stay.ended).into(),
            end: stay.end.id(),
            code: stay.code.map(CodeModel::from),
            attempts: stay.attempts,
            in_room_ms: stay.in_room_ms(),
            interruptions: stay.interruptions.iter().map(InterruptionModel::from).collect(),
            interruption_count: stay.interruption_count,
            steps: stay.steps.iter().map(|step| StepModel { kind: step.kind.id(), at: (&step.at).into() }).collect(),
            step_count: stay.step_count,
            finding_count: stay.finding_count,
            ladder: Ladder::of(stay).rungs.iter().map(RungModel::from).collect(),
        }
    }
}

impl From<&Rung> for RungModel {
    fn from(rung: &Rung) -> Self {
        Self {
            step: rung.kind.id(),
            state: rung.state.id(),
            from: rung.from.as_ref().map(MomentModel::from),
            to: rung.to.as_ref().map(MomentModel::from),
            ms: rung.ms,
            usual_ms: rung.usual_ms,
        }
    }
}

impl From<&Interruption> for InterruptionModel {
    fn from(interruption: &Interruption) -> Self {
        Self {
            kind: interruption.kind.id(),
            from: (&interruption.from).into(),
            to: interruption.to.as_ref().map(MomentModel::from),
            retries: interruption.retries,
            given_up: interruption.given_up,
        }
    }
}

impl From<&Moment> for MomentModel {
    fn from(moment: &Moment) -> Self {
        Self { line: moment.line, time: moment.clock.map(Clock::full_text) }
    }
}
