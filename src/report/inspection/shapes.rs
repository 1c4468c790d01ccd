//! The JSON shapes of inspections; `json` and `ndjson` share them.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::shapes_stays::StayShape;
use super::{Report, words};
use crate::catalog::CatalogEntry;
use crate::code::{CodeKey, ErrorCode};
use crate::diagnosis::{Context, Problem};
use crate::finding::Finding;
use crate::log::Skipped;
use crate::report::entry::json::{CodeShape, EntryShape};

/// A whole inspection.
#[derive(Serialize)]
pub(super) struct LogShape<'r> {
    file: &'r str,
    format: &'static str,
    encoding: &'r str,
    entries: u64,
    skipped: Vec<SkippedShape<'r>>,
    context: ContextShape<'r>,
    stays: Vec<StayShape<'r>>,
    /// All of them; a log of many has the first ones alone in `stays`.
    stay_count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Lazy<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Lazy<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<Lazy<'r>>,
}

/// A list that is turned into shapes only while it is written, one item at a time.
enum Lazy<'r> {
    Problems(&'r Report<'r>),
    Findings(&'r Report<'r>),
    Codes(&'r Report<'r>),
}

impl Serialize for Lazy<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Problems(report) => {
                let problems = report.diagnosis.problems.iter();
                serializer.collect_seq(problems.map(|problem| ProblemShape::new(problem, report)))
            }
            Self::Findings(report) => {
                let findings = report.diagnosis.findings.iter();
                serializer.collect_seq(findings.map(|finding| FindingShape::new(finding, report.entry(finding.code))))
            }
            Self::Codes(report) => {
                serializer.collect_seq(report.entries.iter().map(|entry| EntryShape::from(&**entry)))
            }
        }
    }
}

impl<'r> LogShape<'r> {
    /// All of a report.
    pub(super) fn whole(report: &'r Report<'r>) -> Self {
        Self {
            problems: Some(Lazy::Problems(report)),
            findings: Some(Lazy::Findings(report)),
            codes: Some(Lazy::Codes(report)),
            ..Self::summary(report)
        }
    }

    /// What there is to say of the log itself: no problems, findings and codes.
    pub(super) fn summary(report: &'r Report<'r>) -> Self {
        let diagnosis = &report.diagnosis;
        Self {
            file: &diagnosis.file,
            format: diagnosis.format.id(),
            encoding: &diagnosis.encoding,
            entries: diagnosis.entries,
            skipped: diagnosis.skipped.iter().map(SkippedShape::from).collect(),
            context: (&diagnosis.context).into(),
            stays: diagnosis.timeline.stays.iter().map(StayShape::from).collect(),
            stay_count: diagnosis.timeline.stay_count,
            problems: None,
            findings: None,
            codes: None,
        }
    }
}

#[derive(Serialize)]
struct SkippedShape<'r> {
    line: u64,
    reason: &'r str,
}

impl<'r> From<&'r Skipped> for SkippedShape<'r> {
    fn from(skipped: &'r Skipped) -> Self {
        Self { line: skipped.line, reason: &skipped.reason }
    }
}

#[derive(Serialize)]
struct ContextShape<'r> {
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
    server_time: Option<&'r str>,
    record_time: Option<&'r str>,
    first_time: Option<&'r str>,
    last_time: Option<&'r str>,
}

impl<'r> From<&'r Context> for ContextShape<'r> {
    fn from(context: &'r Context) -> Self {
        Self {
            sdk_versions: &context.sdk_versions,
            user_agents: &context.user_agents,
            page_urls: &context.page_urls,
            sdk_app_ids: &context.sdk_app_ids,
            user_ids: &context.user_ids,
            rooms: &context.rooms,
            browsers: words::browsers(context),
            platforms: &context.platforms,
            devices: &context.devices,
            lacking: context.lacking.as_deref(),
            roles: &context.roles,
            clients: context.clients,
            network: &context.network,
            uplink_lost: context.quality_lost[0],
            downlink_lost: context.quality_lost[1],
            server_time: context.server_time.as_deref(),
            record_time: context.record_time.as_deref(),
            first_time: context.first_time.as_deref(),
            last_time: context.last_time.as_deref(),
        }
    }
}

/// A problem.
#[derive(Serialize)]
pub(super) struct ProblemShape<'r> {
    title: &'r str,
    effect: &'static str,
    confidence: &'static str,
    harmless: bool,
    owner: &'static str,
    occurrences: u64,
    users: &'r [String],
    root: RootShape<'r>,
    chain: Vec<CodeShape>,
    count: u64,
    first_line: u64,
    last_line: u64,
    explanation: &'r str,
    fix: &'r [String],
    fix_by: Vec<&'static str>,
    findings: &'r [usize],
}

#[derive(Serialize)]
struct RootShape<'r> {
    family: &'static str,
    value: Option<i64>,
    name: Option<&'r str>,
}

impl<'r> ProblemShape<'r> {
    pub(super) fn new(problem: &'r Problem, report: &'r Report<'_>) -> Self {
        let root = problem.root;
        Self {
            title: &problem.title,
            effect: problem.effect.id(),
            confidence: problem.confidence.id(),
            harmless: problem.harmless,
            owner: problem.owner.id(),
            occurrences: problem.occurrences,
            users: &problem.users,
            root: RootShape {
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
        }
    }
}

/// A finding.
#[derive(Serialize)]
pub(super) struct FindingShape<'r> {
    #[serde(flatten)]
    place: PlaceShape<'r>,
    #[serde(flatten)]
    body: FindingBody<'r>,
}

/// Where and when a finding was printed.
#[derive(Serialize)]
pub(super) struct PlaceShape<'r> {
    line: u64,
    pointer: Option<&'r str>,
    entry_line: u64,
    time: Option<&'r str>,
}

/// What a finding says, wherever it was printed.
#[derive(Serialize)]
pub(super) struct FindingBody<'r> {
    level: Option<&'static str>,
    family: &'static str,
    value: Option<i64>,
    hex: Option<String>,
    name: Option<&'r str>,
    known: bool,
    text: Cow<'r, str>,
    message: Cow<'r, str>,
    detail: Option<Cow<'r, str>>,
    /// There only where the message says more than its code: steps that name its own parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fix: Vec<Cow<'r, str>>,
    /// There only where the log leaves open what the number means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CodeShape>,
}

impl<'r> FindingShape<'r> {
    pub(super) fn new(finding: &'r Finding, entry: Option<&'r CatalogEntry>) -> Self {
        let place = PlaceShape::new(finding, finding.pointer.as_deref());
        Self { place, body: FindingBody::new(finding, entry) }
    }
}

impl<'r> PlaceShape<'r> {
    pub(super) fn new(finding: &'r Finding, pointer: Option<&'r str>) -> Self {
        Self { line: finding.line, pointer, entry_line: finding.entry_line, time: finding.time.as_deref() }
    }
}

impl<'r> FindingBody<'r> {
    pub(super) fn new(finding: &'r Finding, entry: Option<&'r CatalogEntry>) -> Self {
        Self {
            level: finding.said.level.id(),
            family: finding.code.family().id(),
            value: finding.code.value(),
            hex: finding.code.hex(),
            name: name_of(finding.code, entry),
            known: finding.said.known,
            text: finding.text(),
            message: finding.message(),
            detail: finding.detail(),
            fix: finding.fix(),
            candidates: finding.said.candidates.iter().map(|&code| code.into()).collect(),
        }
    }
}

/// The name the code's family gives it. (What the log calls it, which may be misspelt, stands in the evidence.)
pub(super) fn name_of(code: ErrorCode, entry: Option<&CatalogEntry>) -> Option<&str> {
    match code.key() {
        CodeKey::Name(name) => Some(name),
        CodeKey::Number(_) => entry.and_then(|entry| entry.name.as_deref()),
    }
}
