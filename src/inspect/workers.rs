//! Threads that read a log: each takes the next chunk from the text they share and reads it, so that one processor does both
//! while it has the bytes at hand. Reports come out in the order of the chunks.

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

/// Chunks that are on their way for each thread; with their size, the bound of memory.
const CHUNKS_PER_WORKER: usize = 3;

/// What taking the next chunk came to.
pub enum NextChunk {
    /// It was read.
    Read(Box<ChunkResult>),
    /// There is nothing for now; the reader has waited for it.
    Nothing,
}

/// A chunk that was read.
#[derive(Default)]
pub struct ChunkResult {
    /// The chunk.
    pub chunk: Chunk,
    /// What there is in it.
    pub report: ChunkReport,
}

/// What a worker tells.
enum WorkerMessage {
    /// What the turn of this number came to.
    NextChunk(u64, NextChunk),
    /// It has ended with the text.
    Done,
    /// It is gone: it panicked.
    Gone,
}

/// A crew of threads; it ends with the text, or when it is dropped.
///
/// Whoever waits for its turns is one of them: instead of waiting, it reads a chunk itself.
pub struct WorkerPool<'s, R> {
    shared: &'s Mutex<SharedChunks<R>>,
    own: Worker,
    reader: ChunkReader,
    news: Receiver<WorkerMessage>,
    /// Turns that came before others whose turn it is.
    early: BTreeMap<u64, NextChunk>,
    /// Which turn is the next.
    next: u64,
    /// Threads that have not ended.
    working: usize,
    /// Leave to take another chunk, in exchange for one that is done with.
    desk: Sender<Permit>,
}

/// Leave to take a chunk, and what it may be read into.
type Permit = Option<Box<ChunkResult>>;

/// The text, and how many turns were taken of it.
pub struct SharedChunks<R> {
    chunks: Chunks<R>,
    turns: u64,
    has_ended: bool,
}

impl<R: io::Read + Send> SharedChunks<R> {
    /// A text to be shared.
    pub fn new(chunks: Chunks<R>) -> Mutex<Self> {
        Mutex::new(Self { chunks, turns: 0, has_ended: false })
    }

    /// Gives the text back.
    pub fn into_chunks(shared: Mutex<Self>) -> Chunks<R> {
        shared.into_inner().unwrap_or_else(PoisonError::into_inner).chunks
    }
}

impl<'scope, R: io::Read + Send> WorkerPool<'scope, R> {
    /// Starts `workers` threads in `scope`, or as many as the system gives; `None` where there are none.
    pub fn new(
        scope: &'scope Scope<'scope, '_>,
        workers: usize,
        layout: &Layout,
        shared: &'scope Mutex<SharedChunks<R>>,
    ) -> Option<Self> {
        let (record, news) = channel();
        let (desk, leaves) = channel();
        let own = Worker { leaves: Arc::new(Mutex::new(leaves)), is_stopped: Arc::default(), news: record };
        let starts = |idx: &usize| {
            let (worker, mut reader) = (own.clone(), ChunkReader::new(layout.clone()));
            let work = move || worker.work(&mut reader, shared);
            std::thread::Builder::new().name(format!("read log {idx}")).spawn_scoped(scope, work).is_ok()
        };
        let count = (0..workers).filter(starts).count();
        for _ in 0..=count * CHUNKS_PER_WORKER {
            // The other end is held by the workers.
            let _ = desk.send(None);
        }
        let reader = ChunkReader::new(layout.clone());
        (count > 0).then_some(Self { shared, own, reader, news, early: BTreeMap::new(), next: 0, working: count, desk })
    }

    /// What the next turn came to, as soon as it is known; `None` where the text has ended, or a thread has.
    pub fn next_turn(&mut self) -> Option<NextChunk> {
        loop {
            if let Some(turn) = self.early.remove(&self.next) {
                self.next += 1;
                return Some(turn);
            }
            let news = match self.news.try_recv() {
                Ok(news) => news,
                Err(_) if self.working == 0 => return None,
                Err(_) => match self.own.work_unless_busy(&mut self.reader, self.shared) {
                    Some(news) => news,
                    None => self.news.recv().ok()?,
                },
            };
            match news {
                WorkerMessage::NextChunk(number, turn) => drop(self.early.insert(number, turn)),
                WorkerMessage::Done => self.working -= 1,
                WorkerMessage::Gone => return None,
            }
        }
    }

    /// Lets another chunk be taken, in exchange for one that is done with, or for a turn that gave none.
    pub fn go_on(&self, done: Option<Box<ChunkResult>>) {
        // Workers that have ended need none.
        let _ = self.desk.send(done);
    }

    /// Lets no other chunk be taken. Those that were taken are still read.
    pub fn stop(&self) {
        self.own.is_stopped.store(true, Ordering::Relaxed);
    }
}

/// One of the crew.
#[derive(Clone)]
struct Worker {
    leaves: Arc<Mutex<Receiver<Permit>>>,
    is_stopped: Arc<AtomicBool>,
    news: Sender<WorkerMessage>,
}

impl Worker {
    /// Reads chunks until there are no more.
    fn work<R: io::Read>(&self, reader: &mut ChunkReader, shared: &Mutex<SharedChunks<R>>) {
        loop {
            let leave = self.leaves.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(leave) = leave else { return };
            let shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(news) = self.take(leave, reader, shared) else { break };
            if self.news.send(news).is_err() {
                return;
            }
        }
        // Whoever would be told has gone as well where this fails.
        let _ = self.news.send(WorkerMessage::Done);
    }

    /// Reads a chunk if that needs no waiting: not where others wait for leave, or for the text.
    fn work_unless_busy<R: io::Read>(
        &self,
        reader: &mut ChunkReader,
        shared: &Mutex<SharedChunks<R>>,
    ) -> Option<WorkerMessage> {
        let shared = shared.try_lock().ok().filter(|shared| !shared.has_ended)?;
        let leave = self.leaves.try_lock().ok()?.try_recv().ok()?;
        self.take(leave, reader, shared)
    }

    /// Takes the next turn and reads the chunk that it gives; `None` where there is no other.
    fn take<R: io::Read>(
        &self,
        leave: Permit,
        reader: &mut ChunkReader,
        mut shared: MutexGuard<'_, SharedChunks<R>>,
    ) -> Option<WorkerMessage> {
        let mut read = leave.unwrap_or_default();
        shared.chunks.recycle(std::mem::take(&mut read.chunk));
        let is_over = shared.has_ended || self.is_stopped.load(Ordering::Relaxed);
        let chunk = if is_over { None } else { shared.chunks.next_chunk() };
        shared.has_ended = is_over || chunk.is_none() && !shared.chunks.would_block();
        if shared.has_ended {
            return None;
        }
        let number = shared.turns;
        shared.turns += 1;
        drop(shared);
        let Some(chunk) = chunk else { return Some(WorkerMessage::NextChunk(number, NextChunk::Nothing)) };
        reader.read(&chunk, &mut read.report);
        read.chunk = chunk;
        Some(WorkerMessage::NextChunk(number, NextChunk::Read(read)))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Whoever waits for its turn would wait for ever. The scope passes the panic on.
        if std::thread::panicking() {
            let _ = self.news.send(WorkerMessage::Gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::chunk::ChunkSizes;

    #[test]
    fn reports_come_in_the_order_of_the_chunks() {
        let text: Vec<String> = (0..5000).map(|number| format!("[00:00:00:000] <INFO> entry {number}\n")).collect();
        let text = text.concat();
        let shared = SharedChunks::new(Chunks::new(text.as_bytes(), ChunkSizes { block: 512, entry_max: 4096 }));
        let mut read = String::new();
        std::thread::scope(|scope| {
            let mut crew = WorkerPool::new(scope, 3, &Layout::default(), &shared).unwrap();
            while let Some(turn) = crew.next_turn() {
                if let NextChunk::Read(done) = turn {
                    let bytes = &done.chunk.bytes;
                    assert_eq!(done.report.line_ends, memchr::memchr_iter(b'\n', bytes).count() as u64);
                    read.push_str(std::str::from_utf8(bytes).unwrap());
                    crew.go_on(Some(done));
                }
            }
        });
        assert_eq!(read, text);
    }

    #[test]
    fn no_chunk_is_taken_after_it_was_stopped() {
        let text = "[00:00:00:000] <INFO> entry\n".repeat(5000);
        let shared = SharedChunks::new(Chunks::new(text.as_bytes(), ChunkSizes { block: 512, entry_max: 4096 }));
        let mut turns = 0;
        std::thread::scope(|scope| {
            let mut crew = WorkerPool::new(scope, 2, &Layout::default(), &shared).unwrap();
            while crew.next_turn().is_some() {
                turns += 1;
                crew.stop();
                crew.go_on(None);
            }
        });
        assert!(turns <= 2 * CHUNKS_PER_WORKER + 3, "{turns}");
        assert!(SharedChunks::into_chunks(shared).next_chunk().is_some());
    }
}
