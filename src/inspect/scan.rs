//! One pass over a log: chunks in, findings and everything that is counted out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::chunk_reader::ChunkReader;
use super::chunk_report::{ChunkReport, FullEntry, ReadEntry, SLICE_ENTRIES};
use super::interruption::ReadEnd;
use super::observer::{Observer, Progress};
use super::workers::{NextChunk, SharedChunks, WorkerPool};
use crate::code::ErrorCode;
use crate::diagnosis::context::ContextBuilder;
use crate::diagnosis::problem::fingerprint::Fingerprint;
use crate::diagnosis::problem::{EntryFindings, ProblemBuilder};
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::{NewFinding, Timeline, TimelineBuilder};
use crate::diagnosis::{Context, Diagnosis};
use crate::event::ClientEvent;
use crate::event::event_record::{EventRecord, EventTexts, Speaker};
use crate::finding::Finding;
use crate::finding::find::{explain, findings_of, place};
use crate::knowledge::{Phrase, Sentence};
use crate::log::chunk::{Chunk, ChunkSizes, Chunks};
use crate::log::detect;
use crate::log::detect::detect;
use crate::log::parse::parsed_entry::Origin;
use crate::log::store::Keeping;
use crate::log::{Layout, LevelCounts, LogFormat, LogStore, Skipped};
use crate::source::encoding;
use crate::source::encoding::{LossyDecoder, TextEncoding};
use crate::source::{CancelToken, Opened, Packing, PeekReader};
use crate::source::{LogSource, SourceError};

/// How a log is to be read.
#[derive(Clone, Debug, Default)]
pub struct InspectOptions {
    /// The format, where the user knows better than detection.
    pub format: Option<LogFormat>,
    /// The encoding's label (`gb18030`, `utf-16le`), where the user knows better.
    pub encoding: Option<String>,
    /// Whether entries are to be read again later: [`Observer::opened`] is called then.
    pub keep_entries: bool,
    /// Where entries are kept that cannot be read again by position.
    pub keeping: Keeping,
    /// Whether the end of a file is none: more is waited for, until the file is cut short or replaced (see
    /// [`Diagnosis::change`]; what follows is another log) or the pulse is stopped.
    pub follow: bool,
    /// Stops the scan from another thread, also while nothing comes, and tells what it waits for.
    pub cancel: Arc<CancelToken>,
    /// How the log is cut; the findings do not depend on it.
    pub chunk_sizes: ChunkSizes,
}

/// Reads a log and says everything there is to say about it.
///
/// # Errors
/// Where the log cannot be opened or is no log. An error while reading ends the log there; the diagnosis then holds what was
/// read and says so in [`Diagnosis::skipped`].
pub fn inspect(
    source: &LogSource,
    options: &InspectOptions,
    observer: &mut dyn Observer,
) -> Result<Diagnosis, SourceError> {
    let Opened { reader, file, bytes_total, packings, snapshot: witness, bytes_read } =
        source.open_with(options.follow, &options.cancel)?;
    let bytes = PeekReader::new(reader, encoding::SAMPLE_BYTES).into_result()?;
    let chosen = options.encoding.as_deref().and_then(encoding::from_label);
    let detected = chosen.unwrap_or_else(|| encoding::detect(bytes.head()));
    let (failure, mut diagnosis) = match detected {
        TextEncoding::AsciiBased { bom } => {
            let label = if bom > 0 { "utf-8 with BOM" } else { "utf-8" };
            let mut text = bytes;
            skip(&mut text, bom)?;
            let readable = file.map(|file| (file, bom as u64));
            let name = LogName { file: source.name(), encoding: label.to_owned(), packings };
            Scan::new(options, name, bytes_total, readable).run(text, observer)
        }
        TextEncoding::Transcoded { encoding, .. } => {
            let label = encoding.name().to_ascii_lowercase();
            let text = encoding_rs_io::DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(bytes);
            let name = LogName { file: source.name(), encoding: label, packings };
            Scan::new(options, name, bytes_total, None).run(text, observer)
        }
    };
    let is_cancelled = observer.is_cancelled();
    ReadEnd { options, is_cancelled, witness, bytes_read }.note(failure, &mut diagnosis);
    Ok(diagnosis)
}

fn skip(reader: &mut dyn Read, bytes: usize) -> io::Result<()> {
    let mut mark = [0; 4];
    reader.read_exact(&mut mark[..bytes.min(4)])
}

/// So many chunks are read before other threads are started.
const INLINE_CHUNKS: usize = 8;
/// More threads than this wait for the disk or for one another.
const MAX_WORKERS: usize = 16;
/// What a log is called, and how it is written.
struct LogName {
    file: String,
    encoding: String,
    /// From the outermost to the innermost.
    packings: Vec<Packing>,
}

struct Scan<'o> {
    options: &'o InspectOptions,
    name: LogName,
    file: Option<(std::fs::File, u64)>,
    legacy: Option<String>,
    /// Room for the findings of an entry.
    entry_findings: Vec<Finding>,
    /// The codes of the line that was read last, in its records: a code counts once a line.
    line_codes: HashSet<(ErrorCode, Option<String>), RandomState>,
    /// That line.
    codes_line: u64,
    /// The pointer of the last record with findings, in a document.
    last_record: Option<String>,
    format: LogFormat,
    format_reason: String,
    layout: Layout,
    progress: Progress,
    /// Physical lines passed.
    lines: u64,
    context: ContextBuilder,
    findings: Vec<Finding>,
    problems: ProblemBuilder,
    timeline: TimelineBuilder,
    skipped: Vec<Skipped>,
    store: Option<Arc<LogStore>>,
}

impl<'o> Scan<'o> {
    fn new(
        options: &'o InspectOptions,
        name: LogName,
        bytes_total: Option<u64>,
        file: Option<(std::fs::File, u64)>,
    ) -> Self {
        Self {
            options,
            name,
            file,
            legacy: None,
            entry_findings: Vec::new(),
            line_codes: HashSet::default(),
            codes_line: 0,
            last_record: None,
            format: LogFormat::PlainText,
            format_reason: String::new(),
            layout: Layout::default(),
            progress: Progress { bytes_total, ..Progress::default() },
            lines: 0,
            context: ContextBuilder::default(),
            findings: Vec::new(),
            problems: ProblemBuilder::default(),
            timeline: TimelineBuilder::default(),
            skipped: Vec::new(),
            store: None,
        }
    }

    /// Reads the log; what ended that before its end, if anything did, and what there is to say of it.
    fn run<R: Read + Send>(mut self, text: R, observer: &mut dyn Observer) -> (Option<String>, Diagnosis) {
        let mut chunks = Chunks::new(text, self.options.chunk_sizes);
        self.start(&mut chunks, observer);
        let chunks = self.read_all(chunks, observer);
        let failure = chunks.failure().map(ToString::to_string);
        if self.progress.entries == 0 && failure.is_none() && !self.options.follow {
            self.skip_line(Phrase::ReadingEmpty.text().to_owned());
        }
        if let Some(pointer) = chunks.broken_off() {
            let place = if pointer.is_empty() {
                Phrase::ReadingBeginning.text().to_owned()
            } else {
                Sentence::ReadingRecord { pointer: &pointer }.text()
            };
            self.skip_line(Sentence::ReadingBrokenOff { place: &place }.text());
        }
        (failure, self.finish())
    }

    fn skip_line(&mut self, reason: String) {
        self.skipped.push(Skipped { line: self.lines.max(1), reason });
    }

    fn start<R: Read>(&mut self, chunks: &mut Chunks<R>, observer: &mut dyn Observer) {
        let sample = chunks.peek(detect::SAMPLE_BYTES).to_vec();
        let sample = LossyDecoder::default().decode(&sample).into_owned();
        self.context.read_beginning(&sample);
        let detected = detect(&sample, chunks.is_document());
        (self.format, self.format_reason) = match self.options.format {
            Some(format) if format == detected.format => {
                (format, Sentence::FormatChosen { reason: &detected.reason }.text())
            }
            Some(format) => {
                let (format_title, reason) = (&detected.format.title(), &detected.reason);
                (format, Sentence::FormatChosenAgainst { format: format_title, reason }.text())
            }
            None => (detected.format, detected.reason),
        };
        self.layout = Layout::of(self.format, &sample, self.options.format.is_some());
        chunks.set_layout(self.layout.clone());
        if self.options.keep_entries {
            let store = Arc::new(match self.file.take() {
                Some((file, skip)) => LogStore::of_file(file, skip, self.layout.clone(), chunks.carriage_returns()),
                None => LogStore::of_text(self.layout.clone(), self.options.keeping.clone()),
            });
            observer.opened(&store);
            self.store = Some(store);
        }
    }

    fn read_all<R: Read + Send>(&mut self, mut chunks: Chunks<R>, observer: &mut dyn Observer) -> Chunks<R> {
        // Small logs are not worth a thread.
        let inline_bytes = (INLINE_CHUNKS * self.options.chunk_sizes.block) as u64;
        if self.read_alone(&mut chunks, inline_bytes, observer) {
            return chunks;
        }
        observer.large();
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        // This thread is one of them.
        let workers = (processors - 1).min(MAX_WORKERS);
        let layout = self.layout.clone();
        let shared = SharedChunks::new(chunks);
        let is_read = std::thread::scope(|scope| {
            let crew = WorkerPool::new(scope, workers, &layout, &shared);
            crew.map(|crew| self.read_with(crew, observer)).is_some()
        });
        let mut chunks = SharedChunks::into_chunks(shared);
        if !is_read {
            self.read_alone(&mut chunks, u64::MAX, observer);
        }
        chunks
    }

    /// Reads on without other threads, up to `end`; says whether the log ended before.
    fn read_alone<R: Read>(&mut self, chunks: &mut Chunks<R>, end: u64, observer: &mut dyn Observer) -> bool {
        let (mut reader, mut report) = (ChunkReader::new(self.layout.clone()), ChunkReport::default());
        while self.progress.bytes_read < end {
            if observer.is_cancelled() {
                return true;
            }
            let Some(chunk) = chunks.next_chunk() else {
                if !chunks.is_dry() {
                    return true;
                }
                observer.caught_up(self.progress, &|| self.so_far());
                continue;
            };
            reader.read(&chunk, &mut report);
            self.merge(&chunk, &mut report, observer);
            chunks.recycle(chunk);
        }
        false
    }

    /// Reads the rest with a crew.
    fn read_with<R: Read + Send>(&mut self, mut crew: WorkerPool<'_, R>, observer: &mut dyn Observer) {
        while let Some(turn) = crew.next_turn() {
            let done = match turn {
                NextChunk::Read(mut read) => {
                    self.merge(&read.chunk, &mut read.report, observer);
                    Some(read)
                }
                // All that came before was put together by now.
                NextChunk::Nothing => {
                    observer.caught_up(self.progress, &|| self.so_far());
                    None
                }
            };
            if observer.is_cancelled() {
                crew.stop();
            }
            crew.go_on(done);
        }
    }

    /// Takes the report of the next chunk, in the order of the log.
    fn merge(&mut self, chunk: &Chunk, report: &mut ChunkReport, observer: &mut dyn Observer) {
        let first_line = self.lines + chunk.lines_before + 1;
        if let Some(store) = &self.store {
            let pushed = store.push(chunk.offset, &chunk.bytes, first_line, report.entries, chunk.pointer.as_deref());
            if let Err(error) = pushed {
                let reason = Sentence::ReadingEntriesNotKept { error: &error }.text();
                self.skipped.push(Skipped { line: first_line, reason });
            }
        }
        if let Some((first, last)) = &report.times {
            self.context.record_time(first);
            self.context.record_time(last);
        }
        self.see_levels(report);
        // They stay where they are until whoever reads the next chunk drops them: in its own thread, they may be its own.
        for read in &report.read {
            match read {
                ReadEntry::Event(event) => self.see_event(event, &report.texts, first_line),
                ReadEntry::ParsedEntry(read) => self.see_draft(read, first_line, observer),
            }
        }
        self.lines += chunk.lines_before + report.line_ends;
        self.progress.entries += report.entries;
        self.progress.levels.add(&report.levels);
        self.progress.bytes_read = chunk.offset + chunk.bytes.len() as u64;
        self.legacy = self.legacy.take().or_else(|| report.legacy.take());
        if report.entries > 0 {
            let last = report.times.as_ref().map(|(_, last)| last.as_str());
            self.timeline.record_time(last, self.progress.entries, self.lines);
        }
        observer.progress(self.progress);
        observer.grown(&self.timeline, self.progress.entries);
    }

    /// Takes the levels of a chunk's entries, and the clock before them.
    fn see_levels(&mut self, report: &ChunkReport) {
        let before = self.progress.entries;
        let mut counted = LevelCounts::default();
        for (first_idx, levels) in (before..).step_by(SLICE_ENTRIES as usize).zip(&report.slices) {
            self.timeline.count(first_idx, &levels.since(&counted));
            counted = *levels;
        }
        let rest = report.entries % SLICE_ENTRIES;
        if rest > 0 {
            self.timeline.count(before + report.entries - rest, &report.levels.since(&counted));
        }
        if report.entries > 0 {
            let first = report.times.as_ref().map(|(first, _)| first.as_str());
            self.timeline.record_time(first, before + 1, self.lines + 1);
        }
    }

    /// Takes an entry that tells of its client's life and of nothing else.
    fn see_event(&mut self, event: &EventRecord, texts: &EventTexts, first_line: u64) {
        let speaker = texts.speaker(event.speaker);
        if let Some(user) = speaker.own_user() {
            self.context.record_user(user);
        }
        if let Some(what) = event.what {
            let entry = self.progress.entries + u64::from(event.number);
            let line = first_line + u64::from(event.line);
            let at = self.timeline.record_clock(event.clock, entry, line);
            self.see_happening(what.map(|slice| texts.text(slice)), speaker, at);
        }
    }

    fn see_draft(&mut self, read: &FullEntry, first_line: u64, observer: &mut dyn Observer) {
        let (known, speaker) = (&read.known, read.speaker());
        let (entry, first_line) = (self.progress.entries + read.number, first_line + read.line);
        let time = read.time.as_deref();
        let at = self.timeline.record_time(time, entry, first_line + known.parsed.first_line);
        if let Some(user) = speaker.own_user() {
            self.context.record_user(user);
        }
        let glance = known.glance();
        if known.take_facts() {
            self.context.add_entry(&known.parsed);
        }
        if let Some(what) = glance.find_pattern.and_then(|find_pattern| find_pattern.read(known.first_line())) {
            self.see_happening(what, speaker, at);
        }
        let mut findings = std::mem::take(&mut self.entry_findings);
        findings.clear();
        if let Some(told) = known.told() {
            findings.extend_from_slice(told);
        } else {
            findings = findings_of(&known.parsed, self.context.major());
            explain(&known.parsed, &mut findings);
        }
        if !findings.is_empty() {
            for finding in &mut findings {
                finding.user.clone_from(&read.user);
            }
            place(&mut findings, first_line, entry, read.time.as_ref());
            self.add(read, &findings, at, observer);
        }
        self.entry_findings = findings;
    }

    /// Takes what happened to a client.
    fn see_happening(&mut self, what: ClientEvent<&str>, speaker: Speaker<'_>, at: Moment) {
        self.context.record_event(what);
        self.problems.record_event(what, speaker.own_user(), at.line);
        self.timeline.record_event(what, speaker, at);
    }

    /// Takes the findings of an entry.
    fn add(&mut self, read: &FullEntry, findings: &[Finding], at: Moment, observer: &mut dyn Observer) {
        let (parsed, speaker) = (&read.known.parsed, read.speaker());
        // Records have places of their own, however many stand on a line.
        if parsed.pointer.is_some() && parsed.pointer != self.last_record {
            self.line_codes.clear();
            self.last_record.clone_from(&parsed.pointer);
        }
        let is_prompt = parsed.origin == Origin::Sdk || parsed.objects.is_empty();
        let mut kept = Vec::with_capacity(findings.len());
        let mut count = 0;
        for finding in findings {
            let is_new = self.is_new(finding);
            let is_kept = is_new && observer.found(finding);
            count += u64::from(is_new);
            let place = is_kept.then_some(self.findings.len());
            if is_new {
                let found = NewFinding { finding, kept: place, is_prompt };
                self.timeline.record_finding(found, speaker, at);
            }
            kept.push(place);
            if is_kept {
                self.findings.push(finding.clone());
            }
        }
        let known = read.known.print().map(|print| print.of(read.user.as_deref()));
        if let Some(print) = known.or_else(|| Fingerprint::read(parsed, findings).map(Cow::Owned)) {
            self.problems.add(print, speaker.own_user(), EntryFindings { all: findings, kept: &kept, count });
        }
    }

    /// Whether the line of a finding does not name its code already.
    fn is_new(&mut self, finding: &Finding) -> bool {
        if self.codes_line != finding.line {
            self.codes_line = finding.line;
            self.line_codes.clear();
        }
        self.line_codes.insert((finding.code, finding.pointer.clone()))
    }

    /// What can be said of the log, should nothing more come of it.
    fn so_far(&self) -> Diagnosis {
        Diagnosis {
            context: self.context.clone().finish(),
            timeline: self.timeline.snapshot(self.progress.entries),
            problems: self.problems.clone().finish(),
            findings: self.findings.clone(),
            ..self.outline()
        }
    }

    fn finish(self) -> Diagnosis {
        let outline = self.outline();
        Diagnosis {
            context: self.context.finish(),
            timeline: self.timeline.finish(self.progress.entries),
            problems: self.problems.finish(),
            findings: self.findings,
            ..outline
        }
    }

    /// The diagnosis without what fills it.
    fn outline(&self) -> Diagnosis {
        let LogName { file, encoding, packings } = &self.name;
        let encoding = self.legacy.as_ref().unwrap_or(encoding).as_str();
        let encoding: Vec<&str> =
            std::iter::once(encoding).chain(packings.iter().rev().map(|packing| packing.id())).collect();
        Diagnosis {
            file: file.clone(),
            format: self.format,
            format_reason: self.format_reason.clone(),
            encoding: encoding.join(", "),
            entries: self.progress.entries,
            lines: self.lines,
            levels: self.progress.levels,
            skipped: self.skipped.clone(),
            interruption: None,
            change: None,
            context: Context::default(),
            timeline: Timeline::default(),
            problems: Vec::new(),
            findings: Vec::new(),
        }
    }
}
