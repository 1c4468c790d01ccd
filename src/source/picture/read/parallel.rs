//! Reads the rows of a picture on several cores, and hands them out in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use image::RgbImage;
use rten::{RunOptions, ThreadPool};

use super::again::read_numbers_again;
use super::earlier::EarlierBoxes;
use super::error::PictureError;
use super::geometry::TextBox;
use super::layout::rows::ReadBox;
use super::models::Models;
use super::recognize::LineReader;
use crate::source::cancel::CancelToken;

/// More threads need more memory: each has the intermediate results of a line.
const MAX_THREADS: usize = 4;

/// The threads that read a picture.
pub(super) fn thread_count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS)
}

/// Runs a network on this many threads.
pub(super) fn run_options(threads: usize) -> RunOptions {
    RunOptions::default().with_thread_pool(Some(Arc::new(ThreadPool::with_num_threads(threads))))
}

/// Reads the boxes of each row. Each thread reads rows of its own: lines are too small to share the work on one. Calls `on_row`
/// with each row, in order, until one cannot be read or `cancel` is stopped.
pub(super) fn read_rows(
    models: &Models,
    picture: &RgbImage,
    rows: &[Vec<TextBox>],
    cancel: &CancelToken,
    on_row: &mut dyn FnMut(Vec<ReadBox>),
) -> Result<(), PictureError> {
    let (next, is_ended) = (AtomicUsize::new(0), AtomicBool::new(false));
    let earlier = EarlierBoxes::default();
    let work = |sender: mpsc::Sender<(usize, Result<Vec<ReadBox>, PictureError>)>| {
        let reader = LineReader { models, picture, options: run_options(1) };
        while !is_ended.load(Ordering::Relaxed) && !cancel.is_stopped() {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            let Some(boxes) = rows.get(nth) else { break };
            let read = boxes.iter().map(|text_box| {
                let mut chars = reader.read(text_box, &earlier)?;
                read_numbers_again(&reader, text_box, &mut chars)?;
                Ok(ReadBox { text_box: *text_box, chars })
            });
            if sender.send((nth, read.collect())).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..thread_count().min(rows.len()) {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut handed_out = 0;
        for (nth, read) in receiver {
            waiting.insert(nth, read);
            while let Some(read) = waiting.remove(&handed_out) {
                handed_out += 1;
                on_row(read.inspect_err(|_| is_ended.store(true, Ordering::Relaxed))?);
            }
        }
        Ok(())
    })
}
