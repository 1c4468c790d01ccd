//! Threads that read chunks, and the reports in the order of the chunks.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use super::chunk_reader::ChunkReader;
use super::chunk_report::ChunkReport;
use crate::log::Layout;
use crate::log::chunks::Chunk;

type Report = (Chunk, ChunkReport);

/// A crew of threads; it ends when it is dropped.
///
/// Chunks are dealt out in turn and reports collected in the same turn, so that no order has to be restored.
pub struct Crew {
    desks: Vec<(Sender<Chunk>, Receiver<Report>)>,
    /// Chunks dealt out and reports collected, counted.
    turns: RefCell<(usize, usize)>,
}

impl Crew {
    /// Starts `workers` threads (at least one) in `scope`, or as many as the system gives; `None` where it gives none.
    pub fn new<'scope>(scope: &'scope Scope<'scope, '_>, workers: usize, layout: &Layout) -> Option<Self> {
        let desk = |idx: usize| {
            let (give, take) = channel::<Chunk>();
            let (send, collect) = channel::<Report>();
            let mut reader = ChunkReader::new(layout.clone());
            let work = move || {
                for chunk in take {
                    let report = reader.read(&chunk);
                    if send.send((chunk, report)).is_err() {
                        return;
                    }
                }
            };
            let thread = std::thread::Builder::new().name(format!("read log {idx}"));
            thread.spawn_scoped(scope, work).is_ok().then_some((give, collect))
        };
        let desks: Vec<_> = (0..workers.max(1)).filter_map(desk).collect();
        (!desks.is_empty()).then(|| Self { desks, turns: RefCell::default() })
    }

    /// Deals out a chunk.
    pub fn read(&self, chunk: Chunk) {
        let mut turns = self.turns.borrow_mut();
        let (give, _) = &self.desks[turns.0 % self.desks.len()];
        // A desk closes only by a panic of its thread, which the scope passes on.
        let _ = give.send(chunk);
        turns.0 += 1;
    }

    /// Waits for the report of the next chunk in order; `None` where a thread has ended.
    pub fn next_report(&self) -> Option<Report> {
        let mut turns = self.turns.borrow_mut();
        let (_, collect) = &self.desks[turns.1 % self.desks.len()];
        turns.1 += 1;
        collect.recv().ok()
    }
}
