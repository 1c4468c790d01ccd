//! The JSON objects of a report; the formats `json` and `ndjson` share them.
//!
//! Each type borrows from a [`Report`] and has the members of one object, in their order. Keys are part of the program's
//! public interface: they are added, never renamed or removed.
//!
//! - [`LogModel`]: a log with its context and room stays (`stays`), with or without problems
//! - [`ProblemModel`]
//! - [`CaseModel`]: several logs read as one case
//! - a finding in two parts: [`LocationModel`], and [`FindingBodyModel`], which does not depend on place and time and is
//!   serialized once for findings that repeat

mod case;
mod stays;

use serde::Serialize;

pub(super) use case::CaseModel;
use stays::StayModel;

use super::phrases;
use super::report::Report;
use crate::catalog::CatalogEntry;
use crate::code::{CodeKey, ErrorCode};
use crate::diagnosis::ladder::RungKind;
use crate::diagnosis::{Context, MarkedLine, Problem};
use crate::finding::Finding;
use crate::log::Skipped;
use crate::report::entry::json::{CodeModel, EntryModel};

/// A log.
#[derive(Serialize)]
pub(super) struct LogModel<'r> {
    file: &'r str,
    format: &'static str,
    encoding: &'r str,
    entries: u64,
    skipped: Vec<SkippedModel<'r>>,
    context: ContextModel<'r>,
    stays: Vec<StayModel<'r>>,
    /// The number of all stays; `stays` contains only the first ones of a long log.
    stay_count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<ProblemModel<'r>>>,
    /// The lines that the user marked; no member without such lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marked_lines: Vec<MarkedLineModel<'r>>,
    /// What the report is narrowed to, and what the whole log has.
    #[serde(skip_serializing_if = "Option::is_none")]
    narrowed: Option<NarrowedModel>,
}

/// A line that the user marked.
#[derive(Serialize)]
struct MarkedLineModel<'r> {
    line: u64,
    entry: u64,
    time: Option<&'r str>,
    level: Option<&'static str>,
    message: &'r str,
    note: &'r str,
}

impl<'r> From<&'r MarkedLine> for MarkedLineModel<'r> {
    fn from(marked: &'r MarkedLine) -> Self {
        Self {
            line: marked.line,
            entry: marked.entry_number,
            time: marked.time.as_deref(),
            level: marked.level.id(),
            message: &marked.message,
            note: &marked.note,
        }
    }
}

/// What a report is narrowed to.
#[derive(Serialize)]
struct NarrowedModel {
    /// Its parts, in words.
    to: Vec<String>,
    /// The number of entries of the whole log.
    entries: u64,
    /// The number of problems of the whole log.
    problems: usize,
    /// How many stays and findings of the whole log are not known to the part.
    unknown_stays: u64,
    unknown_findings: u64,
}

/// The codes of a report.
pub(super) fn codes<'r>(report: &'r Report<'_>) -> Vec<EntryModel<'r>> {
    report.entries.iter().map(|entry| EntryModel::from(&**entry)).collect()
}

impl<'r> LogModel<'r> {
    /// A log with its problems, without findings and codes.
    pub(super) fn with_problems(report: &'r Report<'r>) -> Self {
        let problems = report.diagnosis.problems.iter().map(|problem| ProblemModel::new(problem, report)).collect();
        Self { problems: Some(problems), ..Self::without_findings(report) }
    }

    /// The log itself, without problems, findings and codes.
    pub(super) fn without_findings(report: &'r Report<'r>) -> Self {
        let diagnosis = &report.diagnosis;
        Self {
            file: &diagnosis.file,
            format: diagnosis.format.id(),
            encoding: &diagnosis.encoding,
            entries: diagnosis.entries,
            skipped: diagnosis.skipped.iter().map(SkippedModel::from).collect(),
            context: (&diagnosis.context).into(),
            stays: diagnosis.timeline.stays.iter().map(StayModel::from).collect(),
            stay_count: diagnosis.timeline.stay_count,
            problems: None,
            marked_lines: diagnosis.marked_lines.iter().map(MarkedLineModel::from).collect(),
            narrowed: diagnosis.narrowed.as_ref().map(|narrowed| {
                let words = |part| phrases::narrow_part(part, Some(&diagnosis.timeline));
                let to = narrowed.to.parts().iter().map(words).collect();
                NarrowedModel {
                    to,
                    entries: narrowed.entries,
                    problems: narrowed.problems,
                    unknown_stays: narrowed.unknown_stays,
                    unknown_findings: narrowed.unknown_findings,
                }
            }),
        }
    }
}

#[derive(Serialize)]
struct SkippedModel<'r> {
    line: u64,
    reason: &'r str,
}

impl<'r> From<&'r Skipped> for SkippedModel<'r> {
    fn from(skipped: &'r Skipped) -> Self {
        Self { line: skipped.line, reason: &skipped.reason }
    }
}

#[derive(Serialize)]
struct ContextModel<'r> {
    sdk_versions: &'r [String],
    user_agents: &'r [String],
    page_urls: &'r [String],
    sdk_app_ids: &'r [String],
    user_ids: &'r [String],
    rooms: &'r [String],
    browsers: Vec<String>,
    platforms: &'r [String],
    devices: &'r [String],
    lacking: Option<&'r [String]>,
    roles: &'r [String],
    clients: u64,
    network: &'r [String],
    uplink_lost: u64,
    downlink_lost: u64,
    cpu_loads: CpuLoadsModel,
    limited_by_cpu: u64,
    limited_by_bandwidth: u64,
    server_time: Option<&'r str>,
    record_time: Option<&'r str>,
    first_time: Option<&'r str>,
    last_time: Option<&'r str>,
    incomplete: &'r [&'static str],
}

/// How often the load of the processor changed to each of these.
#[derive(Serialize)]
struct CpuLoadsModel {
    critical: u64,
    serious: u64,
    fair: u64,
    nominal: u64,
}

impl<'r> From<&'r Context> for ContextModel<'r> {
    fn from(context: &'r Context) -> Self {
        let [critical, serious, fair, nominal] = context.cpu_loads;
        Self {
            sdk_versions: &context.sdk_versions,
            user_agents: &context.user_agents,
            page_urls: &context.page_urls,
            sdk_app_ids: &context.sdk_app_ids,
            user_ids: &context.user_ids,
            rooms: &context.rooms,
            browsers: phrases::browsers(context),
            platforms: &context.platforms,
            devices: &context.devices,
            lacking: context.lacking.as_deref(),
            roles: &context.roles,
            clients: context.clients,
            network: &context.network,
            uplink_lost: context.quality_lost[0],
            downlink_lost: context.quality_lost[1],
            cpu_loads: CpuLoadsModel { critical, serious, fair, nominal },
            limited_by_cpu: context.sending_limited[0],
            limited_by_bandwidth: context.sending_limited[1],
            server_time: context.server_time.as_deref(),
            record_time: context.record_time.as_deref(),
            first_time: context.first_time.as_deref(),
            last_time: context.last_time.as_deref(),
            incomplete: &context.incomplete,
        }
    }
}

/// A problem.
#[derive(Serialize)]
pub(super) struct ProblemModel<'r> {
    title: &'r str,
    effect: &'static str,
    confidence: &'static str,
    harmless: bool,
    owner: &'static str,
    occurrences: u64,
    users: &'r [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more_users: bool,
    root: RootModel<'r>,
    chain: Vec<CodeModel>,
    count: u64,
    first_line: u64,
    last_line: u64,
    explanation: &'r str,
    fix: &'r [String],
    fix_by: Vec<&'static str>,
    findings: &'r [usize],
    attempt: Option<AttemptModel<'r>>,
    steps: Vec<ProblemStepModel<'r>>,
}

/// The attempt to be in a room in which a problem occurs.
#[derive(Serialize)]
struct AttemptModel<'r> {
    user: &'r str,
    client: &'r str,
    /// An index into the stays of the log.
    stay: usize,
    /// The step of the attempt that failed, if the failure names it.
    step: Option<&'static str>,
}

/// One step of what happened before a problem.
#[derive(Serialize)]
struct ProblemStepModel<'r> {
    line: u64,
    time: Option<&'r str>,
    text: &'r str,
}

#[derive(Serialize)]
struct RootModel<'r> {
    family: &'static str,
    value: Option<i64>,
    name: Option<&'r str>,
}

impl<'r> ProblemModel<'r> {
    pub(super) fn new(problem: &'r Problem, report: &'r Report<'_>) -> Self {
        let root = problem.root;
        Self {
            title: &problem.title,
            effect: problem.impact.id(),
            confidence: problem.confidence.id(),
            harmless: problem.harmless,
            owner: problem.owner.id(),
            occurrences: problem.occurrences,
            users: &problem.users,
            more_users: problem.has_more_users,
            root: RootModel {
                family: root.family().id(),
                value: root.value(),
                name: name_of(root, report.entry(root)),
            },
            chain: problem.chain.iter().map(|&code| code.into()).collect(),
            count: problem.count,
            first_line: problem.first_line,
            last_line: problem.last_line,
            explanation: &problem.explanation,
            fix: &problem.fix,
            fix_by: problem.fix_by.iter().map(|owner| owner.id()).collect(),
            findings: &problem.findings,
            attempt: problem.attempt.as_ref().map(|attempt| AttemptModel {
                user: &attempt.user,
                client: &attempt.client,
                stay: attempt.stay,
                step: attempt.step.map(RungKind::id),
            }),
            steps: problem
                .steps
                .iter()
                .map(|step| ProblemStepModel { line: step.line, time: step.time.as_deref(), text: &step.text })
                .collect(),
        }
    }
}

/// Where and when a finding was logged.
#[derive(Serialize)]
pub(super) struct LocationModel<'r> {
    line: u64,
    pointer: Option<&'r str>,
    entry_line: u64,
    time: Option<&'r str>,
    /// In a picture: left, top, width and height in pixels.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    bounds: Option<[u32; 4]>,
    /// In a picture: how sure it is that the code was read correctly, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<f64>,
    /// In a picture: the text as read, if it was corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<&'r str>,
}

/// The part of a finding that does not depend on place and time.
#[derive(Serialize)]
pub(super) struct FindingBodyModel<'r> {
    level: Option<&'static str>,
    family: &'static str,
    value: Option<i64>,
    hex: Option<String>,
    name: Option<&'r str>,
    known: bool,
    text: &'r str,
    message: &'r str,
    detail: Option<&'r str>,
    /// Present only if the message says more than its code: steps that use parts of the message.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    fix: &'r [String],
    /// Present only if the family of the number is unclear.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CodeModel>,
}

impl<'r> LocationModel<'r> {
    /// `pointer` is that of the finding, redacted.
    pub(super) fn new(finding: &'r Finding, pointer: Option<&'r str>) -> Self {
        let picture = finding.picture.as_deref();
        Self {
            line: finding.line,
            pointer,
            entry_line: finding.entry_line,
            time: finding.time.as_deref(),
            bounds: picture.map(|picture| picture.bounds),
            certainty: picture.map(|picture| f64::from(picture.certainty) / 1000.0),
            read: picture.and_then(|picture| picture.read.as_deref()),
        }
    }
}

impl<'r> FindingBodyModel<'r> {
    pub(super) fn new(finding: &'r Finding, entry: Option<&'r CatalogEntry>) -> Self {
        Self {
            level: finding.body.level.id(),
            family: finding.code.family().id(),
            value: finding.code.value(),
            hex: finding.code.hex(),
            name: name_of(finding.code, entry),
            known: finding.body.known,
            text: finding.evidence(),
            message: finding.message(),
            detail: finding.detail(),
            fix: finding.fix(),
            candidates: finding.body.alternatives.iter().map(|&code| code.into()).collect(),
        }
    }
}

/// The name that the code's family gives it. The log's own name, which may be misspelt, is part of the evidence.
pub(super) fn name_of(code: ErrorCode, entry: Option<&CatalogEntry>) -> Option<&str> {
    match code.key() {
        CodeKey::Name(name) => Some(name),
        CodeKey::Number(_) => entry.and_then(|entry| entry.name.as_deref()),
    }
}
