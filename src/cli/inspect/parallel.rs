//! Inspects several logs at the same time and writes their reports in the order in which the logs were named.
//!
//! Each worker thread inspects a job of one or more logs. A log that is large enough for several threads waits for its turn:
//! only one such log is read at a time, by as many threads as if it were alone. Findings of a job before its turn are buffered
//! up to a limit, then its worker waits.

use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::input::InspectInput;
use crate::cli::outcome::{CommandOutcome, fail};
use crate::cli::output::Output;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::inspect::{InspectOptions, Inspector, Observer};
use crate::report::inspection::{FindingRecord, ReportWriter};
use crate::source::{LogSource, SourceError};

/// Findings in one batch of events.
const BATCH: usize = 128;
/// Batches of one job that are buffered before its turn.
const BUFFERED_BATCHES: usize = 2;
/// The most logs in one job. Several small logs are reported together, so that threads wake each other less often.
const MAX_JOB_LOGS: usize = 4;
/// Each thread has at least this many jobs, so that none is without work while another one reads larger logs.
const MIN_JOBS: usize = 16;
/// Logs per thread that may be inspected before their turn, and at least this many jobs: the next one must be there when one ends.
const AHEAD: usize = 4;
const MIN_JOBS_AHEAD: usize = 2;

/// What becomes of the findings of each log.
#[derive(Clone)]
struct FindingPlan {
    /// Whether they are written as they are found. The diagnosis does not contain them then.
    streams: bool,
    /// Receives all of them, if the report needs a record.
    record: Option<FindingRecord>,
}

impl FindingPlan {
    fn record(&mut self, finding: &Finding) {
        if let Some(record) = &mut self.record {
            record.add(finding);
        }
    }

    /// The end of a log, with the record of findings that the diagnosis does not have.
    fn end(&mut self, input: &InspectInput, result: Result<Diagnosis, SourceError>) -> Box<InspectEnd> {
        let record = self.record.as_mut().filter(|_| !input.is_part()).map(FindingRecord::next_log);
        Box::new(InspectEnd { result, record })
    }
}

/// The end of an inspection.
struct InspectEnd {
    /// The diagnosis, or why the log could not be opened.
    result: Result<Diagnosis, SourceError>,
    record: Option<FindingRecord>,
}

/// Writes what the inspections return.
struct LogReporter<'w, 'c> {
    writer: &'w mut ReportWriter<'c, Output>,
    outcome: CommandOutcome,
}

impl LogReporter<'_, '_> {
    fn end(&mut self, source: &LogSource, end: InspectEnd) -> io::Result<()> {
        match end.result {
            Ok(diagnosis) => {
                if let Some(reason) = &diagnosis.interruption {
                    self.outcome = fail(source.name(), reason);
                }
                self.writer.log(diagnosis, end.record.as_ref())
            }
            Err(error) => {
                self.writer.unread(source.name(), error.to_string());
                self.outcome = fail(source.name(), error);
                Ok(())
            }
        }
    }

    /// Inspects on this thread: a single log, or all logs if no thread can be spawned.
    fn inspect_in_sequence(
        &mut self,
        inputs: &[InspectInput],
        options: &InspectOptions,
        plan: &FindingPlan,
    ) -> io::Result<()> {
        let (mut inspector, mut plan) = (Inspector::default(), plan.clone());
        for input in inputs {
            let file = input.source.name();
            let mut direct = DirectObserver { file, plan: &mut plan, writer: self.writer, error: None };
            let result = input.inspect(&mut inspector, options, &mut direct);
            if let Some(error) = direct.error {
                return Err(error);
            }
            self.end(&input.source, *plan.end(input, result))?;
        }
        Ok(())
    }

    /// Writes the reports of the logs of a job.
    fn forward(&mut self, inputs: &[InspectInput], events: Receiver<Vec<WorkerEvent>>) -> io::Result<()> {
        let mut inputs = inputs.iter();
        for event in events.into_iter().flatten() {
            let Some(input) = inputs.as_slice().first() else { break };
            match event {
                WorkerEvent::Findings(findings) => {
                    let file = input.source.name();
                    findings.iter().try_for_each(|finding| self.writer.finding(&file, finding))?;
                }
                WorkerEvent::End(end) => {
                    self.end(&input.source, *end)?;
                    inputs.next();
                }
                WorkerEvent::WaitsForTurn(waiting) => drop(waiting),
            }
        }
        Ok(())
    }
}

/// Inspects `inputs` and writes the report of each, one log after the other.
///
/// # Errors
/// The output cannot be written, which stops all inspections.
pub(super) fn inspect(
    inputs: &[InspectInput],
    options: &InspectOptions,
    writer: &mut ReportWriter<'_, Output>,
) -> io::Result<CommandOutcome> {
    let plan = &FindingPlan { streams: writer.finding_use().streams(), record: writer.record() };
    let mut reporter = LogReporter { writer, outcome: CommandOutcome::Done };
    if inputs.len() <= 1 {
        reporter.inspect_in_sequence(inputs, options, plan)?;
        return Ok(reporter.outcome);
    }
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(inputs.len());
    let (job_sender, jobs) = channel::<InspectJob<'_>>();
    let jobs = Mutex::new(jobs);
    let jobs = &jobs;
    thread::scope(move |scope| {
        let work = move || {
            let (mut inspector, mut plan) = (Inspector::default(), plan.clone());
            while next_job(jobs).is_some_and(|job| job.run(options, &mut inspector, &mut plan)) {}
        };
        let is_spawned = |idx: &usize| {
            let thread = thread::Builder::new().name(format!("inspect {idx}"));
            thread.spawn_scoped(scope, work).is_ok()
        };
        let workers = (0..workers).filter(is_spawned).count();
        if workers == 0 {
            reporter.inspect_in_sequence(inputs, options, plan)?;
            return Ok(reporter.outcome);
        }
        let job_logs = (inputs.len() / (workers * MIN_JOBS)).clamp(1, MAX_JOB_LOGS);
        let ahead = workers * (AHEAD / job_logs).max(MIN_JOBS_AHEAD);
        let mut rest = inputs.chunks(job_logs);
        let mut awaited = VecDeque::new();
        loop {
            let free = ahead.saturating_sub(awaited.len());
            for inputs in rest.by_ref().take(free) {
                let (event_sender, events) = sync_channel(BUFFERED_BATCHES);
                awaited.push_back((inputs, events));
                // Sending cannot fail: the receiver outlives the scope.
                let _ = job_sender.send(InspectJob { inputs, events: event_sender });
            }
            let Some((inputs, events)) = awaited.pop_front() else { return Ok(reporter.outcome) };
            reporter.forward(inputs, events)?;
        }
    })
}

/// Writes each finding at once.
struct DirectObserver<'a, 'c> {
    file: String,
    plan: &'a mut FindingPlan,
    writer: &'a mut ReportWriter<'c, Output>,
    error: Option<io::Error>,
}

impl Observer for DirectObserver<'_, '_> {
    fn found(&mut self, finding: &Finding) -> bool {
        self.plan.record(finding);
        if self.plan.streams && self.error.is_none() {
            self.error = self.writer.finding(&self.file, finding).err();
        }
        !self.plan.streams
    }

    fn is_cancelled(&self) -> bool {
        self.error.is_some()
    }
}

/// What a worker reports of the log that it inspects.
enum WorkerEvent {
    Findings(Vec<Finding>),
    End(Box<InspectEnd>),
    /// The log needs all threads and waits for its turn. The receiver drops the sender when the turn has come.
    WaitsForTurn(SyncSender<()>),
}

/// Logs that one thread inspects, one after the other.
struct InspectJob<'s> {
    inputs: &'s [InspectInput],
    events: SyncSender<Vec<WorkerEvent>>,
}

fn next_job<'s>(jobs: &Mutex<Receiver<InspectJob<'s>>>) -> Option<InspectJob<'s>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl InspectJob<'_> {
    /// Inspects the logs. Returns false if nobody receives events any more.
    fn run(self, options: &InspectOptions, inspector: &mut Inspector, plan: &mut FindingPlan) -> bool {
        let mut observer = BatchingObserver {
            events: &self.events,
            plan,
            batch: Vec::new(),
            findings: Vec::new(),
            finding_count: 0,
            is_disconnected: false,
        };
        for input in self.inputs {
            let result = input.inspect(inspector, options, &mut observer);
            observer.add_findings();
            let end = observer.plan.end(input, result);
            observer.batch.push(WorkerEvent::End(end));
            if observer.is_disconnected {
                break;
            }
        }
        observer.send();
        !observer.is_disconnected
    }
}

/// Forwards events in batches.
struct BatchingObserver<'a> {
    events: &'a SyncSender<Vec<WorkerEvent>>,
    plan: &'a mut FindingPlan,
    batch: Vec<WorkerEvent>,
    /// The findings of the current log that are not in the batch yet.
    findings: Vec<Finding>,
    /// How many findings there are in the batch and beside it.
    finding_count: usize,
    /// Nobody receives events any more.
    is_disconnected: bool,
}

impl BatchingObserver<'_> {
    /// Adds the findings of the current log to the batch.
    fn add_findings(&mut self) {
        if !self.findings.is_empty() {
            self.batch.push(WorkerEvent::Findings(std::mem::take(&mut self.findings)));
        }
    }

    fn send(&mut self) {
        self.add_findings();
        self.finding_count = 0;
        // Taken also if nobody receives it: nobody waits for an event that was dropped.
        let batch = std::mem::take(&mut self.batch);
        self.is_disconnected = self.is_disconnected || self.events.send(batch).is_err();
    }
}

impl Observer for BatchingObserver<'_> {
    fn before_parallel_read(&mut self) {
        let (waiting, turn) = sync_channel(0);
        self.add_findings();
        self.batch.push(WorkerEvent::WaitsForTurn(waiting));
        self.send();
        // Nothing is sent: waiting ends when the sender is dropped.
        let _ = turn.recv();
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.plan.record(finding);
        if self.plan.streams {
            self.findings.push(finding.clone());
            self.finding_count += 1;
            if self.finding_count == BATCH {
                self.send();
            }
        }
        !self.plan.streams
    }

    fn is_cancelled(&self) -> bool {
        self.is_disconnected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_does_not_wait_for_its_turn_if_nobody_receives_its_events() {
        let (events, receiver) = sync_channel(BUFFERED_BATCHES);
        drop(receiver);
        let mut plan = FindingPlan { streams: true, record: None };
        let mut observer = BatchingObserver {
            events: &events,
            plan: &mut plan,
            batch: Vec::new(),
            findings: Vec::new(),
            finding_count: 0,
            is_disconnected: false,
        };
        for _ in 0..2 {
            observer.before_parallel_read();
            assert!(observer.is_cancelled());
        }
    }
}
