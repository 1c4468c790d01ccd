//! Threads that read chunks in parallel. Each worker takes the next chunk from the shared text and reads it itself, so
//! that its bytes are still in that processor's cache. Results are returned in the order of the chunks.
//!
//! Memory is bounded by permits: taking a chunk needs one, and the caller returns it after the chunk was merged.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;

use super::chunk_reader::ChunkReader;
use super::chunk_report::ChunkReport;
use crate::log::Layout;
use crate::log::chunk::{Chunk, Chunks};

/// Permits for each thread. With the size of chunks, this bounds memory.
const CHUNKS_PER_WORKER: usize = 3;

/// The result of asking for the next chunk.
pub(super) enum NextChunk {
    /// It was read.
    Read(Box<ChunkResult>),
    /// No more text is available for now; the reader has waited for it.
    NotReady,
}

/// A chunk and its report.
#[derive(Default)]
pub(super) struct ChunkResult {
    /// The chunk.
    pub chunk: Chunk,
    /// Its report.
    pub report: ChunkReport,
}

/// A message from a worker.
enum WorkerMessage {
    /// The result that has this sequence number.
    NextChunk(u64, NextChunk),
    /// The worker has ended because the text has.
    Finished,
    /// The worker has panicked.
    Panicked,
}

/// Permission to take a chunk, with the buffers of an earlier result to reuse.
type Permit = Option<Box<ChunkResult>>;

/// A pool of threads that read chunks. It ends with the text, or when it is dropped.
///
/// The thread that calls [`next_chunk`](Self::next_chunk) is a worker as well: it reads a chunk instead of waiting.
pub(super) struct WorkerPool<'s, R> {
    shared: &'s Mutex<SharedChunks<R>>,
    own_worker: Worker,
    reader: ChunkReader,
    messages: Receiver<WorkerMessage>,
    /// Results that arrived before an earlier one, by sequence number.
    out_of_order: BTreeMap<u64, NextChunk>,
    /// The sequence number of the next result to return.
    next_sequence: u64,
    /// Threads that have not ended.
    running: usize,
    permits: Sender<Permit>,
}

/// The text that workers share.
pub(super) struct SharedChunks<R> {
    chunks: Chunks<R>,
    /// The sequence number of the next result.
    next_sequence: u64,
    has_ended: bool,
}

impl<R: io::Read + Send> SharedChunks<R> {
    /// Shares a text.
    pub(super) fn new(chunks: Chunks<R>) -> Mutex<Self> {
        Mutex::new(Self { chunks, next_sequence: 0, has_ended: false })
    }

    /// Returns the text.
    pub(super) fn into_chunks(shared: Mutex<Self>) -> Chunks<R> {
        shared.into_inner().unwrap_or_else(PoisonError::into_inner).chunks
    }
}

impl<'scope, R: io::Read + Send> WorkerPool<'scope, R> {
    /// Starts up to `workers` threads in `scope`, fewer if the system refuses some. `None` if no thread could be
    /// started.
    pub(super) fn new(
        scope: &'scope Scope<'scope, '_>,
        workers: usize,
        layout: &Layout,
        shared: &'scope Mutex<SharedChunks<R>>,
    ) -> Option<Self> {
        let (message_sender, messages) = channel();
        let (permits, permit_receiver) = channel();
        let own_worker = Worker {
            permits: Arc::new(Mutex::new(permit_receiver)),
            is_stopped: Arc::default(),
            messages: message_sender,
        };
        let start = |idx: &usize| {
            let (worker, mut reader) = (own_worker.clone(), ChunkReader::new(layout.clone()));
            let work = move || worker.run(&mut reader, shared);
            std::thread::Builder::new().name(format!("read log {idx}")).spawn_scoped(scope, work).is_ok()
        };
        let running = (0..workers).filter(start).count();
        for _ in 0..=running * CHUNKS_PER_WORKER {
            // Cannot fail: `own_worker` keeps the receiver alive.
            let _ = permits.send(None);
        }
        let reader = ChunkReader::new(layout.clone());
        let out_of_order = BTreeMap::new();
        (running > 0).then_some(Self {
            shared,
            own_worker,
            reader,
            messages,
            out_of_order,
            next_sequence: 0,
            running,
            permits,
        })
    }

    /// The next result, in the order of the chunks. `None` at the end of the text, or if a thread has panicked.
    pub(super) fn next_chunk(&mut self) -> Option<NextChunk> {
        loop {
            if let Some(next) = self.out_of_order.remove(&self.next_sequence) {
                self.next_sequence += 1;
                return Some(next);
            }
            let message = match self.messages.try_recv() {
                Ok(message) => message,
                Err(_) if self.running == 0 => return None,
                Err(_) => match self.own_worker.try_read_chunk(&mut self.reader, self.shared) {
                    Some(message) => message,
                    None => self.messages.recv().ok()?,
                },
            };
            match message {
                WorkerMessage::NextChunk(sequence, next) => drop(self.out_of_order.insert(sequence, next)),
                WorkerMessage::Finished => self.running -= 1,
                WorkerMessage::Panicked => return None,
            }
        }
    }

    /// Returns the permit of a result that was merged, or of [`NextChunk::NotReady`], so that another chunk can be
    /// taken.
    pub(super) fn return_permit(&self, finished: Option<Box<ChunkResult>>) {
        // Fails only if all workers have ended; they need no permits.
        let _ = self.permits.send(finished);
    }

    /// Stops taking chunks. Those that were already taken are still read.
    pub(super) fn stop(&self) {
        self.own_worker.is_stopped.store(true, Ordering::Relaxed);
    }
}

/// The channels that a thread of the pool uses.
#[derive(Clone)]
struct Worker {
    permits: Arc<Mutex<Receiver<Permit>>>,
    is_stopped: Arc<AtomicBool>,
    messages: Sender<WorkerMessage>,
}

impl Worker {
    /// Reads chunks until the text ends or the pool is dropped.
    fn run<R: io::Read>(&self, reader: &mut ChunkReader, shared: &Mutex<SharedChunks<R>>) {
        loop {
            let permit = self.permits.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(permit) = permit else { return };
            let shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(message) = self.read_chunk(permit, reader, shared) else { break };
            if self.messages.send(message).is_err() {
                return;
            }
        }
        // Fails only if the pool was dropped.
        let _ = self.messages.send(WorkerMessage::Finished);
    }

    /// Reads a chunk, unless that means waiting for a permit or for the text.
    fn try_read_chunk<R: io::Read>(
        &self,
        reader: &mut ChunkReader,
        shared: &Mutex<SharedChunks<R>>,
    ) -> Option<WorkerMessage> {
        let shared = shared.try_lock().ok().filter(|shared| !shared.has_ended)?;
        let permit = self.permits.try_lock().ok()?.try_recv().ok()?;
        self.read_chunk(permit, reader, shared)
    }

    /// Takes the next chunk, unlocks the text and reads the chunk. `None` at the end of the text.
    fn read_chunk<R: io::Read>(
        &self,
        permit: Permit,
        reader: &mut ChunkReader,
        mut shared: MutexGuard<'_, SharedChunks<R>>,
    ) -> Option<WorkerMessage> {
        let mut result = permit.unwrap_or_default();
        shared.chunks.recycle(std::mem::take(&mut result.chunk));
        let is_over = shared.has_ended || self.is_stopped.load(Ordering::Relaxed);
        let chunk = if is_over { None } else { shared.chunks.next_chunk() };
        shared.has_ended = is_over || chunk.is_none() && !shared.chunks.would_block();
        if shared.has_ended {
            return None;
        }
        let sequence = shared.next_sequence;
        shared.next_sequence += 1;
        drop(shared);
        let Some(chunk) = chunk else { return Some(WorkerMessage::NextChunk(sequence, NextChunk::NotReady)) };
        reader.read(&chunk, &mut result.report);
        result.chunk = chunk;
        Some(WorkerMessage::NextChunk(sequence, NextChunk::Read(result)))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Otherwise the pool would wait for this worker's result forever. The thread scope propagates the panic.
        if std::thread::panicking() {
            let _ = self.messages.send(WorkerMessage::Panicked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::chunk::ChunkSizes;

    #[test]
    fn results_are_in_the_order_of_the_chunks() {
        let text: Vec<String> = (0..5000).map(|number| format!("[00:00:00:000] <INFO> entry {number}\n")).collect();
        let text = text.concat();
        let shared = SharedChunks::new(Chunks::new(text.as_bytes(), ChunkSizes { block: 512, entry_max: 4096 }));
        let mut read = String::new();
        std::thread::scope(|scope| {
            let mut pool = WorkerPool::new(scope, 3, &Layout::default(), &shared).unwrap();
            while let Some(next) = pool.next_chunk() {
                if let NextChunk::Read(result) = next {
                    let bytes = &result.chunk.bytes;
                    assert_eq!(result.report.line_ends, memchr::memchr_iter(b'\n', bytes).count() as u64);
                    read.push_str(std::str::from_utf8(bytes).unwrap());
                    pool.return_permit(Some(result));
                }
            }
        });
        assert_eq!(read, text);
    }

    #[test]
    fn no_chunk_is_taken_after_stop() {
        let text = "[00:00:00:000] <INFO> entry\n".repeat(5000);
        let shared = SharedChunks::new(Chunks::new(text.as_bytes(), ChunkSizes { block: 512, entry_max: 4096 }));
        let mut results = 0;
        std::thread::scope(|scope| {
            let mut pool = WorkerPool::new(scope, 2, &Layout::default(), &shared).unwrap();
            while pool.next_chunk().is_some() {
                results += 1;
                pool.stop();
                pool.return_permit(None);
            }
        });
        assert!(results <= 2 * CHUNKS_PER_WORKER + 3, "{results}");
        assert!(SharedChunks::into_chunks(shared).next_chunk().is_some());
    }
}
