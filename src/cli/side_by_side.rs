//! Several logs inspected side by side, and what they yield in the order in which they were named.
//!
//! A log that is larger than one thread should read waits for its turn, so that of these one is read at a time, by as many
//! threads as if it were alone. What is found in a log whose turn is still to come is kept up to a bound, then its scan waits.

use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer};
use crate::source::{LogSource, SourceError};

/// Findings are handed over in bundles of this many.
const BUNDLE: usize = 128;
/// Bundles of one log that wait for its turn.
const BUNDLES: usize = 2;
/// Logs of each thread that may be done, or begun, before their turn.
const AHEAD: usize = 4;

/// What the inspection of a log yields, in this order.
pub(super) enum Yield<'f> {
    /// A finding, in the order of the log; not kept in the diagnosis then.
    Finding(&'f Finding),
    /// All there is to say of it, or why it could not be opened.
    End(Box<Result<Diagnosis, SourceError>>),
}

/// Takes what a log yields.
type Take<'t> = &'t mut dyn FnMut(&LogSource, Yield<'_>) -> io::Result<()>;

/// Inspects `sources` and hands `take` what each of them yields, one log after the other. With `streams`, findings come as
/// they are found. An error of `take` stops everything and is passed on.
///
/// # Errors
/// That of `take`.
pub(super) fn inspect(
    sources: &[LogSource],
    options: &InspectOptions,
    streams: bool,
    take: Take<'_>,
) -> io::Result<()> {
    if sources.len() <= 1 {
        return one_by_one(sources, options, streams, take);
    }
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(sources.len());
    let (desk, jobs) = channel::<Job<'_>>();
    let jobs = Mutex::new(jobs);
    let jobs = &jobs;
    thread::scope(move |scope| {
        let work = move || while next_job(jobs).is_some_and(|job| job.run(options, streams)) {};
        let is_begun = |idx: &usize| {
            let thread = thread::Builder::new().name(format!("inspect {idx}"));
            thread.spawn_scoped(scope, work).is_ok()
        };
        let workers = (0..workers).filter(is_begun).count();
        if workers == 0 {
            return one_by_one(sources, options, streams, take);
        }
        let mut rest = sources.iter();
        let mut awaited = VecDeque::new();
        loop {
            let vacant = (workers * AHEAD).saturating_sub(awaited.len());
            for source in rest.by_ref().take(vacant) {
                let (news, yields) = sync_channel(BUNDLES);
                awaited.push_back((source, yields));
                // The workers outlive the desk, but for one that panics, which the scope passes on.
                let _ = desk.send(Job { source, news });
            }
            let Some((source, yields)) = awaited.pop_front() else { return Ok(()) };
            hand_over(source, yields, take)?;
        }
    })
}

/// Inspects on this thread: one log, or where the system gives no other threads.
fn one_by_one(sources: &[LogSource], options: &InspectOptions, streams: bool, take: Take<'_>) -> io::Result<()> {
    for source in sources {
        let mut direct = Direct { source, streams, take, error: None };
        let end = inspect::inspect(source, options, &mut direct);
        if let Some(error) = direct.error {
            return Err(error);
        }
        take(source, Yield::End(Box::new(end)))?;
    }
    Ok(())
}

/// Hands each finding on at once.
struct Direct<'a> {
    source: &'a LogSource,
    streams: bool,
    take: Take<'a>,
    error: Option<io::Error>,
}

impl Observer for Direct<'_> {
    fn found(&mut self, finding: &Finding) -> bool {
        if self.streams && self.error.is_none() {
            self.error = (self.take)(self.source, Yield::Finding(finding)).err();
        }
        !self.streams
    }

    fn is_cancelled(&self) -> bool {
        self.error.is_some()
    }
}

/// What a thread tells of the log that it inspects.
enum News {
    Findings(Vec<Finding>),
    End(Box<Result<Diagnosis, SourceError>>),
    /// The log wants all threads for itself, and waits for its turn, which is when this is answered (by dropping it).
    Turn(SyncSender<()>),
}

fn hand_over(source: &LogSource, news: Receiver<News>, take: Take<'_>) -> io::Result<()> {
    for news in news {
        match news {
            News::Findings(findings) => {
                findings.iter().try_for_each(|finding| take(source, Yield::Finding(finding)))?;
            }
            News::End(end) => take(source, Yield::End(end))?,
            News::Turn(waiting) => drop(waiting),
        }
    }
    Ok(())
}

struct Job<'s> {
    source: &'s LogSource,
    news: SyncSender<News>,
}

fn next_job<'s>(jobs: &Mutex<Receiver<Job<'s>>>) -> Option<Job<'s>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Job<'_> {
    /// Does the job; whether there is still anybody who waits for results.
    fn run(self, options: &InspectOptions, streams: bool) -> bool {
        let mut bundler = Bundler { news: &self.news, streams, bundle: Vec::new(), is_over: false };
        let end = inspect::inspect(self.source, options, &mut bundler);
        bundler.flush();
        bundler.send(News::End(Box::new(end)));
        !bundler.is_over
    }
}

/// Hands findings on in bundles.
struct Bundler<'a> {
    news: &'a SyncSender<News>,
    streams: bool,
    bundle: Vec<Finding>,
    /// Nobody takes any more.
    is_over: bool,
}

impl Bundler<'_> {
    fn send(&mut self, news: News) {
        self.is_over = self.is_over || self.news.send(news).is_err();
    }

    fn flush(&mut self) {
        if !self.bundle.is_empty() {
            let bundle = std::mem::take(&mut self.bundle);
            self.send(News::Findings(bundle));
        }
    }
}

impl Observer for Bundler<'_> {
    fn before_parallel_read(&mut self) {
        let (waiting, turn) = sync_channel(0);
        self.send(News::Turn(waiting));
        // Nothing is ever sent: waiting ends when the other side is dropped.
        let _ = turn.recv();
    }

    fn found(&mut self, finding: &Finding) -> bool {
        if self.streams {
            self.bundle.push(finding.clone());
            if self.bundle.len() == BUNDLE {
                self.flush();
            }
        }
        !self.streams
    }

    fn is_cancelled(&self) -> bool {
        self.is_over
    }
}
