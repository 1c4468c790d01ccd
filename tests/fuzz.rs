//! Inspects damaged samples and arbitrary bytes in chunks of several sizes. There must be no panic, no hang and no growth of
//! memory. Undamaged samples must have the same findings for every chunk size. Damaged pictures are decoded, and the text in
//! some of them is read. Of damaged documents, the text and the pictures are extracted.
//!
//! Runs a few seconds with the tests, or as many minutes as `TRTC_LENS_FUZZ_MINUTES` says. An input that fails is saved in the
//! folder for temporary files. Add it to `tests/data/fuzz` once the bug is fixed.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::log::chunk::ChunkSizes;
use trtc_lens::source::{CancelToken, LogSource, picture_pixels, read_picture};

/// Inputs are truncated to this size; longer ones only take time.
const INPUT_MAX: usize = 48 * 1024;
/// The time limit for one input.
const TIME_MAX: Duration = Duration::from_secs(20);
/// How many damaged pictures are decoded for each one whose text is read: that takes a second.
const READ_EVERY: u64 = 400;
/// How many damaged documents are read for each damaged log.
const DOCUMENTS_EACH: usize = 10;
/// The limit for the growth of the process over all inputs.
const GROWTH_MAX: u64 = 512 << 20;

/// Text with a meaning for the program, inserted at random positions.
const PIECES: &[&str] = &[
    "\n",
    "\r",
    "\r\n",
    "\"",
    "\\\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\u{feff}",
    "\0",
    "↑",
    "：",
    "\\u003C",
    "&lt;",
    "<JOIN_ROOM_FAILED 0x4004>",
    "code: -10012",
    "\"code_\":16388",
    "trtc.js:1 ",
    "TRTC[00:41:56:412] <ERROR> [↑c1|u] ",
    "[1:2:1123/164158.785325:INFO:CONSOLE:1] \"",
    "\", source: https://x (1)",
    "%cTRTC%c%s color: red; ",
    "time,message\n",
    "{\"log\":\"",
    "Refer to: https://x",
    "错误码：16388",
    "-",
    "0x",
    "99999999999999999999",
];

fn main() -> ExitCode {
    let minutes = std::env::var("TRTC_LENS_FUZZ_MINUTES").ok().and_then(|minutes| minutes.parse::<f64>().ok());
    let duration = Duration::from_secs_f64(minutes.map_or(3.0, |minutes| minutes * 60.0));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let input = folder.path().join("input");
    let samples = read_all(&["logs"]);
    let seeds = read_all(&["logs", "field", "fuzz"]);
    let pictures = read_all(&["pictures"]);
    let documents = read_all(&["documents"]);
    let clock = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    watch(&clock, start, input.clone());
    for seed in &samples {
        if let Err(reason) = check(seed, &input, true) {
            return fail(seed, &reason);
        }
    }
    let before = memory();
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ start.elapsed().as_nanos() as u64 ^ u64::from(std::process::id()));
    let mut rounds = 0_u64;
    while start.elapsed() < duration {
        let bytes = next_input(&seeds, &mut random);
        clock.store(start.elapsed().as_millis() as u64, Ordering::Relaxed);
        if let Err(reason) = check(&bytes, &input, false) {
            return fail(&bytes, &reason);
        }
        let picture = damaged(&pictures, &mut random);
        if let Err(reason) = check_picture(&picture, rounds % READ_EVERY == 100) {
            return fail(&picture, &reason);
        }
        for _ in 0..DOCUMENTS_EACH {
            let document = damaged(&documents, &mut random);
            if let Err(reason) = check_document(&document, &input) {
                return fail(&document, &reason);
            }
        }
        rounds += 1;
    }
    clock.store(u64::MAX, Ordering::Relaxed);
    let growth = memory().saturating_sub(before);
    if growth > GROWTH_MAX {
        println!("fuzz: the process grew by {} MiB over {rounds} inputs", growth >> 20);
        return ExitCode::FAILURE;
    }
    println!("fuzz: {rounds} inputs in {} s, no failure; grew by {} MiB", start.elapsed().as_secs(), growth >> 20);
    ExitCode::SUCCESS
}

/// All files of these folders.
fn read_all(folders: &[&str]) -> Vec<Vec<u8>> {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .filter_map(|name| std::fs::read_dir(data.join(name)).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

/// Ends the process if an input takes too long, and saves the input.
fn watch(clock: &Arc<AtomicU64>, start: Instant, input: PathBuf) {
    let clock = Arc::clone(clock);
    std::thread::spawn(move || {
        loop {
            std::thread::park_timeout(Duration::from_secs(1));
            let begun = clock.load(Ordering::Relaxed);
            if begun != 0 && begun != u64::MAX && start.elapsed() > Duration::from_millis(begun) + TIME_MAX {
                let kept = std::env::temp_dir().join("trtc-lens-fuzz-hang");
                let _ = std::fs::copy(&input, &kept);
                println!("fuzz: an input takes longer than {} s: {}", TIME_MAX.as_secs(), kept.display());
                std::process::exit(1);
            }
        }
    });
}

/// Inspects `bytes` with three chunk sizes. An undamaged log must have the same findings with each. In a damaged log, the end
/// of an entry is ambiguous, so findings may differ.
fn check(bytes: &[u8], input: &Path, is_undamaged: bool) -> Result<(), String> {
    std::fs::write(input, bytes).map_err(|error| error.to_string())?;
    let whole = findings(input, ChunkSizes::default())?;
    for block in [300, 4096] {
        let sizes = ChunkSizes { block, entry_max: 1 << 20 };
        let chunked = findings(input, sizes)?;
        if is_undamaged && chunked != whole {
            let lost: Vec<_> = whole.difference(&chunked).collect();
            let gained: Vec<_> = chunked.difference(&whole).collect();
            return Err(format!("in chunks of {block} bytes: lost {lost:?}, gained {gained:?}"));
        }
    }
    Ok(())
}

fn findings(input: &Path, chunk_sizes: ChunkSizes) -> Result<BTreeSet<String>, String> {
    let options = InspectOptions { chunk_sizes, ..InspectOptions::default() };
    let source = LogSource::File(input.to_owned());
    let result = catch_unwind(AssertUnwindSafe(|| inspect(&source, &options, &mut NoObserver)));
    let diagnosis = match result {
        Err(_) => return Err("the inspection panics".to_owned()),
        // Input that is not text is refused.
        Ok(Err(_)) => return Ok(BTreeSet::new()),
        Ok(Ok(diagnosis)) => diagnosis,
    };
    let rows = diagnosis.findings.iter();
    Ok(rows.map(|finding| format!("{} {} {}", finding.line, finding.code.family(), finding.code)).collect())
}

/// Decodes a picture and, if `is_read`, reads the text in it. It may be refused.
fn check_picture(bytes: &[u8], is_read: bool) -> Result<(), String> {
    let result = catch_unwind(AssertUnwindSafe(|| {
        let pixels = picture_pixels(bytes, 256);
        if is_read && pixels.is_ok_and(|pixels| pixels.picture_size.iter().product::<u32>() < 1 << 20) {
            drop(read_picture(bytes, &mut |_| {}, &CancelToken::default()));
        }
    }));
    result.map_err(|_| "a picture makes the program panic".to_owned())
}

/// Extracts the text and the pictures of a document. It may be refused.
fn check_document(bytes: &[u8], input: &Path) -> Result<(), String> {
    std::fs::write(input, bytes).map_err(|error| error.to_string())?;
    let result = catch_unwind(AssertUnwindSafe(|| {
        let logs = LogSource::expand(input).map(|expanded| expanded.logs).unwrap_or_default();
        for log in logs {
            drop(log.picture_bytes());
        }
    }));
    result.map_err(|_| "a document makes the program panic".to_owned())
}

fn fail(bytes: &[u8], reason: &str) -> ExitCode {
    let kept = std::env::temp_dir().join(format!("trtc-lens-fuzz-{:016x}", hash(bytes)));
    let _ = std::fs::write(&kept, bytes);
    println!("fuzz: {reason}\n  kept as {}", kept.display());
    ExitCode::FAILURE
}

fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Resident memory of the process in bytes; 0 on systems without `/proc`.
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages.and_then(|pages| pages.split(' ').nth(1)?.parse::<u64>().ok()).map_or(0, |pages| pages * 4096)
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, or 0 if `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() >> 11) as usize % end }
    }
}

/// A damaged sample, parts of several samples, or random bytes.
fn next_input(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    if random.below(40) == 0 {
        let length = random.below(4096);
        return (0..length).map(|_| random.next() as u8).collect();
    }
    damaged(seeds, random)
}

/// A damaged sample.
fn damaged(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(8) {
        change(&mut bytes, seeds, random);
    }
    bytes.truncate(INPUT_MAX);
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(64)).min(bytes.len());
    match random.below(8) {
        0 => drop(bytes.drain(at..end)),
        1 => bytes.truncate(at),
        2 => {
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            drop(bytes.splice(to..to, piece));
        }
        3 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let to = (from + random.below(4096)).min(other.len());
            drop(bytes.splice(at..at, other[from..to].iter().copied()));
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.next() as u8;
            }
        }
        _ => {
            let piece = PIECES[random.below(PIECES.len())];
            drop(bytes.splice(at..at, piece.bytes()));
        }
    }
}
