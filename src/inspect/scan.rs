//! Opens a log, cuts its text into chunks and reads them, on this thread or with workers, into a diagnosis.

use std::io::Read;
use std::sync::Arc;

use super::chunk_reader::ChunkReader;
use super::chunk_report::ChunkReport;
use super::interruption::ReadEnd;
use super::merge::ReportMerger;
use super::observer::Observer;
use super::options::InspectOptions;
use super::workers::{NextChunk, SharedChunks, WorkerPool};
use crate::diagnosis::logged_errors::LoggedErrors;
use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::{Context, Diagnosis, LoggedError, Problem};
use crate::finding::find::SdkTraces;
use crate::knowledge::{Phrase, Sentence};
use crate::log::chunk::Chunks;
use crate::log::detect;
use crate::log::detect::detect;
use crate::log::segment::Segmenter;
use crate::log::{Layout, LogFormat, LogStore};
use crate::source::encoding;
use crate::source::encoding::{LossyDecoder, TextEncoding};
use crate::source::{Bytes, LogSource, Opened, Packing, PeekReader, PictureText, SourceError};

/// Chunks that are read on the calling thread before workers are started. Smaller logs are not worth a thread.
const INLINE_CHUNKS: usize = 8;
/// With more workers than this, threads wait for the disk or for each other.
const MAX_WORKERS: usize = 16;

/// Reads a log and diagnoses it.
///
/// # Errors
/// If the source cannot be opened or does not contain a log. A later error ends reading there: the diagnosis then
/// covers what was read, and [`Diagnosis::skipped`] has the error.
pub fn inspect(
    source: &LogSource,
    options: &InspectOptions,
    observer: &mut dyn Observer,
) -> Result<Diagnosis, SourceError> {
    Inspector::default().inspect(source, options, observer)
}

/// Inspects logs one after the other. Logs of one layout share caches: the same failures are in many of them.
#[derive(Default)]
pub struct Inspector {
    /// The reader of the last log, with its layout.
    reader: Option<(Layout, ChunkReader)>,
    report: ChunkReport,
}

impl Inspector {
    /// Does what [`inspect`] does.
    ///
    /// # Errors
    /// Those of [`inspect`].
    pub fn inspect(
        &mut self,
        source: &LogSource,
        options: &InspectOptions,
        observer: &mut dyn Observer,
    ) -> Result<Diagnosis, SourceError> {
        let Opened { reader, file, bytes_total, packings, picture, snapshot: file_snapshot, bytes_read } =
            source.open_with(options.follow, &options.cancel)?;
        let LogText { text, encoding, bom_bytes } = decode(reader, options.encoding.as_deref())?;
        let readable = file.zip(bom_bytes);
        let source = SourceInfo { file: source.name(), encoding, packings, picture };
        let (failure, mut diagnosis) = Scan::new(options, source, bytes_total, readable).run(self, text, observer);
        let is_cancelled = observer.is_cancelled();
        ReadEnd { options, is_cancelled, file_snapshot, bytes_read }.record(failure, &mut diagnosis);
        Ok(diagnosis)
    }

    /// The segmenter of the last log.
    fn segmenter(&mut self) -> Option<&mut Segmenter> {
        self.reader.as_mut().map(|(_, reader)| reader.segmenter())
    }

    /// A reader for a log of this layout, and a report to read into.
    fn reader(&mut self, layout: &Layout) -> (&mut ChunkReader, &mut ChunkReport) {
        let last = self.reader.take().filter(|(last, _)| last == layout);
        let (_, reader) =
            self.reader.insert(last.unwrap_or_else(|| (layout.clone(), ChunkReader::new(layout.clone()))));
        reader.begin_log();
        (reader, &mut self.report)
    }
}

/// The text of a log in an encoding that extends ASCII, without byte order mark.
pub(super) struct LogText {
    /// The text.
    pub text: Bytes,
    /// The label of its encoding.
    pub encoding: String,
    /// Length of the byte order mark; `None` if the bytes of the source are not those of the text.
    pub bom_bytes: Option<u64>,
}

/// Decodes the bytes of a source. `label` is the encoding that the user chose.
pub(super) fn decode(bytes: Bytes, label: Option<&str>) -> Result<LogText, SourceError> {
    let mut bytes = PeekReader::new(bytes, encoding::SAMPLE_BYTES).into_result()?;
    let chosen = label.and_then(encoding::from_label);
    Ok(match chosen.unwrap_or_else(|| encoding::detect(bytes.head())) {
        TextEncoding::AsciiBased { bom } => {
            bytes.read_exact(&mut [0; 4][..bom.min(4)])?;
            let label = if bom > 0 { "utf-8 with BOM" } else { "utf-8" };
            LogText { text: Box::new(bytes), encoding: label.to_owned(), bom_bytes: Some(bom as u64) }
        }
        TextEncoding::Transcoded { encoding, .. } => {
            let text = encoding_rs_io::DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(bytes);
            LogText { text: Box::new(text), encoding: encoding.name().to_ascii_lowercase(), bom_bytes: None }
        }
    })
}

/// The name of a log, its encoding and its packings.
struct SourceInfo {
    file: String,
    encoding: String,
    /// From the outermost to the innermost.
    packings: Vec<Packing>,
    /// The text of the picture, if the log is one.
    picture: Option<Arc<PictureText>>,
}

/// The scan of one log.
struct Scan<'o> {
    options: &'o InspectOptions,
    source: SourceInfo,
    /// The file and the length of its byte order mark, if its text can be read again by position.
    file: Option<(Arc<std::fs::File>, u64)>,
    format: LogFormat,
    format_reason: String,
    layout: Layout,
    merger: ReportMerger,
}

impl<'o> Scan<'o> {
    fn new(
        options: &'o InspectOptions,
        source: SourceInfo,
        bytes_total: Option<u64>,
        file: Option<(Arc<std::fs::File>, u64)>,
    ) -> Self {
        let mut merger = ReportMerger::new(bytes_total, options.evidence_places);
        merger.picture.clone_from(&source.picture);
        Self {
            options,
            source,
            file,
            format: LogFormat::PlainText,
            format_reason: String::new(),
            layout: Layout::default(),
            merger,
        }
    }

    /// Reads the log. Returns the error that ended reading early, if any, and the diagnosis of what was read.
    fn run<R: Read + Send>(
        mut self,
        inspector: &mut Inspector,
        text: R,
        observer: &mut dyn Observer,
    ) -> (Option<String>, Diagnosis) {
        let mut chunks = Chunks::new(text, self.options.chunk_sizes);
        self.detect_format(inspector, &mut chunks);
        self.open_store(&chunks, observer);
        let chunks = self.read_all(inspector, chunks, observer);
        let failure = chunks.failure().map(ToString::to_string);
        if self.merger.progress.entries == 0 && failure.is_none() && !self.options.follow {
            let is_picture = self.source.picture.is_some();
            let phrase = if is_picture { Phrase::ReadingPictureWithoutText } else { Phrase::ReadingEmpty };
            self.merger.skip_line(phrase.text().to_owned());
        }
        if let Some(pointer) = chunks.truncated_at() {
            let place = if pointer.is_empty() {
                Phrase::ReadingBeginning.text().to_owned()
            } else {
                Sentence::ReadingRecord { pointer: &pointer }.text()
            };
            self.merger.skip_line(Sentence::ReadingBrokenOff { place: &place }.text());
        }
        (failure, self.finish())
    }

    /// Detects format and layout from the beginning of the text.
    fn detect_format<R: Read>(&mut self, inspector: &mut Inspector, chunks: &mut Chunks<R>) {
        let sample = chunks.peek(detect::SAMPLE_BYTES).to_vec();
        let mut decoder = LossyDecoder::default();
        let sample = decoder.decode(&sample);
        self.merger.context.read_beginning(&sample);
        self.merger.sdk = SdkTraces::in_sample(&sample);
        let detected = detect(&sample, chunks.is_document(), inspector.segmenter());
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
        self.layout = Layout::new(self.format, &sample, self.options.format.is_some());
        chunks.set_layout(self.layout.clone());
    }

    /// Opens the store from which entries are read again later, if the options ask for it.
    fn open_store<R: Read>(&mut self, chunks: &Chunks<R>, observer: &mut dyn Observer) {
        if self.options.keep_entries {
            let store = Arc::new(match self.file.take() {
                Some((file, skip)) => LogStore::from_file(file, skip, self.layout.clone(), chunks.carriage_returns()),
                None => LogStore::in_memory(self.layout.clone(), self.options.store_limits.clone()),
            });
            observer.opened(&store);
            self.merger.store = Some(store);
        }
    }

    fn read_all<R: Read + Send>(
        &mut self,
        inspector: &mut Inspector,
        mut chunks: Chunks<R>,
        observer: &mut dyn Observer,
    ) -> Chunks<R> {
        let inline_bytes = (INLINE_CHUNKS * self.options.chunk_sizes.block) as u64;
        if self.read_inline(inspector, &mut chunks, inline_bytes, observer) {
            return chunks;
        }
        observer.before_parallel_read();
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        // This thread reads chunks as well.
        let workers = (processors - 1).min(MAX_WORKERS);
        let layout = self.layout.clone();
        let shared = SharedChunks::new(chunks);
        let is_read = std::thread::scope(|scope| {
            let pool = WorkerPool::new(scope, workers, &layout, &shared);
            pool.map(|pool| self.read_parallel(pool, observer)).is_some()
        });
        let mut chunks = SharedChunks::into_chunks(shared);
        if !is_read {
            self.read_inline(inspector, &mut chunks, u64::MAX, observer);
        }
        chunks
    }

    /// Reads on this thread up to byte `end`. Returns whether reading ended before.
    fn read_inline<R: Read>(
        &mut self,
        inspector: &mut Inspector,
        chunks: &mut Chunks<R>,
        end: u64,
        observer: &mut dyn Observer,
    ) -> bool {
        let (reader, report) = inspector.reader(&self.layout);
        while self.merger.progress.bytes_read < end {
            if observer.is_cancelled() {
                return true;
            }
            let Some(chunk) = chunks.next_chunk() else {
                if !chunks.would_block() {
                    return true;
                }
                observer.caught_up(self.merger.progress, &|| self.so_far());
                continue;
            };
            reader.read(&chunk, report);
            self.merger.merge(&chunk, report, observer);
            chunks.recycle(chunk);
        }
        false
    }

    /// Reads the rest of the text with worker threads.
    fn read_parallel<R: Read + Send>(&mut self, mut pool: WorkerPool<'_, R>, observer: &mut dyn Observer) {
        while let Some(next) = pool.next_chunk() {
            let finished = match next {
                NextChunk::Read(mut result) => {
                    self.merger.merge(&result.chunk, &mut result.report, observer);
                    Some(result)
                }
                // All earlier chunks have been merged.
                NextChunk::NotReady => {
                    observer.caught_up(self.merger.progress, &|| self.so_far());
                    None
                }
            };
            if observer.is_cancelled() {
                pool.stop();
            }
            pool.return_permit(finished);
        }
    }

    /// The diagnosis of what was read so far.
    fn so_far(&self) -> Diagnosis {
        let merger = &self.merger;
        let timeline = merger.timeline.snapshot(merger.progress.entries);
        let problems = merger.problems.clone().finish(&timeline, merger.context.major().or(merger.sdk.major));
        Diagnosis {
            context: merger.context.clone().finish(),
            logged_errors: logged_errors(&problems, merger.logged_errors.clone()),
            problems,
            timeline,
            findings: merger.findings.clone(),
            ..self.outline()
        }
    }

    fn finish(self) -> Diagnosis {
        let outline = self.outline();
        let merger = self.merger;
        let timeline = merger.timeline.finish(merger.progress.entries);
        let problems = merger.problems.finish(&timeline, merger.context.major().or(merger.sdk.major));
        Diagnosis {
            context: merger.context.finish(),
            logged_errors: logged_errors(&problems, merger.logged_errors),
            problems,
            timeline,
            findings: merger.findings,
            ..outline
        }
    }

    /// The diagnosis without context, timeline, problems and findings.
    fn outline(&self) -> Diagnosis {
        let merger = &self.merger;
        let SourceInfo { file, encoding, packings, picture } = &self.source;
        let encoding = merger.legacy_encoding.as_ref().unwrap_or(encoding).as_str();
        let encoding: Vec<&str> =
            std::iter::once(encoding).chain(packings.iter().rev().map(|packing| packing.id())).collect();
        Diagnosis {
            file: file.clone(),
            format: if picture.is_some() { LogFormat::Picture } else { self.format },
            format_reason: self.format_reason.clone(),
            picture: picture.clone(),
            encoding: encoding.join(", "),
            entries: merger.progress.entries,
            lines: merger.line_count(),
            levels: merger.progress.levels,
            skipped: merger.skipped.clone(),
            interruption: None,
            change: None,
            context: Context::default(),
            timeline: Timeline::default(),
            logged_errors: Vec::new(),
            problems: Vec::new(),
            findings: Vec::new(),
            marked_lines: Vec::new(),
            narrowed: None,
        }
    }
}

/// The errors and warnings of a log, if it has no problems.
fn logged_errors(problems: &[Problem], errors: LoggedErrors) -> Vec<LoggedError> {
    if problems.is_empty() { errors.finish() } else { Vec::new() }
}
