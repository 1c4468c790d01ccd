//! Random access to the entries of one opened log, also while it is still being read. What is kept in memory is an index of
//! chunks and, for text that cannot be read again by position (packed, transcoded, piped, pasted), a bounded piece of it; the
//! rest goes to a temporary file.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::json::parse;
use super::parse::parsed_entry::ParsedEntry;
use super::parse::record::RecordReader;
use super::parse::text::read_entries;
use super::{Layout, Level, LogEntry};
use crate::source::encoding::LossyDecoder;
use crate::source::read_at::{read_at, write_at};

/// Where text is kept that cannot be read again by position, because it is packed, transcoded, piped or pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Up to this size it is held in memory (64 MiB).
    pub memory_bytes: u64,
    /// Beyond that, all of it is in a temporary file up to this size (16 GiB). What comes later is not kept.
    pub file_bytes: u64,
    /// The temporary file's folder; the system's where `None` (`TMPDIR`, or `TEMP` on Windows).
    pub folder: Option<PathBuf>,
}

impl Default for Keeping {
    fn default() -> Self {
        Self { memory_bytes: 64 << 20, file_bytes: 16 << 30, folder: None }
    }
}

/// Messages are handed out cut at this many bytes; no screen shows more.
pub const MESSAGE_BYTES: usize = 256 * 1024;

/// Stands for an entry that the log's file no longer holds.
const CHANGED: &str =
    "(The file was cut short or written anew after this was read. Open it again to see what it holds now.)";
/// Stands for an entry that could not be kept.
const NOT_KEPT: &str =
    "(This could not be kept: the disk for temporary files was full. Its codes are among the findings.)";

/// Where the text of the log can be read again.
#[derive(Debug)]
enum Content {
    /// In the log itself, behind its byte order mark.
    File { file: File, skip: u64 },
    /// In memory.
    Memory(RwLock<Vec<u8>>),
    /// In a temporary file that vanishes with the program.
    Spill(File),
}

/// One chunk of the log.
#[derive(Clone, Debug)]
struct ChunkPlace {
    offset: u64,
    length: u64,
    first_line: u64,
    /// Number of the chunk's first entry, from 0.
    first_entry: u64,
    pointer: Option<Box<str>>,
    /// Checksum of the bytes, where they stay in a file that others write.
    checksum: Option<u32>,
}

/// Entries of one opened log.
#[derive(Debug)]
pub struct LogStore {
    content: RwLock<Content>,
    keeping: Keeping,
    /// Whether nothing more can be kept.
    is_full: AtomicBool,
    /// Whether a part was asked for that the file no longer holds.
    has_changed: AtomicBool,
    index: RwLock<StoreIndex>,
    layout: Layout,
    carriage_returns: bool,
    /// The chunks read last, as entries: scrolling stays within a few.
    recent: Mutex<Vec<(usize, Arc<Vec<LogEntry>>)>>,
}

#[derive(Debug, Default)]
struct StoreIndex {
    chunks: Vec<ChunkPlace>,
    entries: u64,
}

impl LogStore {
    /// A store for a file that can be read by position; `skip` is the length of its byte order mark.
    pub fn of_file(file: File, skip: u64, layout: Layout, carriage_returns: bool) -> Self {
        Self::new(Content::File { file, skip }, Keeping::default(), layout, carriage_returns)
    }

    /// A store that keeps the text it is given.
    pub fn of_text(layout: Layout, keeping: Keeping) -> Self {
        Self::new(Content::Memory(RwLock::default()), keeping, layout, false)
    }

    fn new(content: Content, keeping: Keeping, layout: Layout, carriage_returns: bool) -> Self {
        Self {
            content: RwLock::new(content),
            keeping,
            is_full: AtomicBool::new(false),
            has_changed: AtomicBool::new(false),
            index: RwLock::default(),
            layout,
            carriage_returns,
            recent: Mutex::default(),
        }
    }

    /// Whether entries were asked for that the log's file no longer holds: it was cut short or written anew after it was
    /// read. What is given for them says so.
    pub fn has_changed(&self) -> bool {
        self.has_changed.load(Ordering::Relaxed)
    }

    /// How many entries can be read so far.
    pub fn entry_count(&self) -> u64 {
        self.index.read().unwrap_or_else(PoisonError::into_inner).entries
    }

    /// Takes the next chunk into the index, and its text where the store keeps it. `entries` is how many entries it has,
    /// `first_line` its first physical line, from 1.
    ///
    /// # Errors
    /// Where the temporary file cannot be written, or has reached its bound; told once. What is given for entries from here
    /// on says so.
    pub fn push(
        &self,
        offset: u64,
        bytes: &[u8],
        first_line: u64,
        entries: u64,
        pointer: Option<&str>,
    ) -> io::Result<()> {
        let is_full = self.is_full.load(Ordering::Relaxed);
        let kept = if is_full { Ok(()) } else { self.keep(offset, bytes) };
        self.is_full.store(is_full || kept.is_err(), Ordering::Relaxed);
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let first_entry = index.entries;
        if entries > 0 {
            index.chunks.push(ChunkPlace {
                offset,
                length: bytes.len() as u64,
                first_line,
                first_entry,
                pointer: pointer.map(Into::into),
                checksum: self.is_shared().then(|| crc32fast::hash(bytes)),
            });
        }
        index.entries += entries;
        kept
    }

    /// Whether the text stays in the log's own file, which others may write.
    fn is_shared(&self) -> bool {
        matches!(*self.content.read().unwrap_or_else(PoisonError::into_inner), Content::File { .. })
    }

    fn keep(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut content = self.content.write().unwrap_or_else(PoisonError::into_inner);
        let end = offset + bytes.len() as u64;
        let is_file = !matches!(*content, Content::Memory(_)) || end > self.keeping.memory_bytes;
        if is_file && end > self.keeping.file_bytes && !matches!(*content, Content::File { .. }) {
            return Err(io::Error::other(format!("more than {} MiB came", self.keeping.file_bytes >> 20)));
        }
        let spill = match &mut *content {
            Content::File { .. } => return Ok(()),
            Content::Memory(memory) if !is_file => {
                let memory = memory.get_mut().unwrap_or_else(PoisonError::into_inner);
                // White space between records is not handed out, but positions count it.
                memory.resize(offset as usize, b'\n');
                memory.extend_from_slice(bytes);
                return Ok(());
            }
            Content::Memory(memory) => {
                let mut file = match &self.keeping.folder {
                    Some(folder) => tempfile::tempfile_in(folder)?,
                    None => tempfile::tempfile()?,
                };
                file.write_all(memory.get_mut().unwrap_or_else(PoisonError::into_inner))?;
                write_at(&file, offset, bytes)?;
                file
            }
            Content::Spill(file) => return write_at(file, offset, bytes),
        };
        *content = Content::Spill(spill);
        Ok(())
    }

    /// The entries from `first_idx` (counted from 0) on, `count` of them or as many as there are. In place of
    /// those that the log's file no longer holds, or that could not be kept, stand entries that say so.
    pub fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry> {
        let mut entries = Vec::with_capacity(count.min(1024));
        let mut next = first_idx;
        while entries.len() < count {
            let Some(chunk_idx) = self.chunk_with(next) else { break };
            let chunk = self.chunk_entries(chunk_idx);
            let Some(first) = chunk.first() else { break };
            let skip = (next + 1).saturating_sub(first.number) as usize;
            let before = entries.len();
            entries.extend(chunk.iter().skip(skip).take(count - before).cloned());
            if entries.len() == before {
                break;
            }
            next += (entries.len() - before) as u64;
        }
        entries
    }

    fn chunk_with(&self, entry_idx: u64) -> Option<usize> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        if entry_idx >= index.entries {
            return None;
        }
        Some(index.chunks.partition_point(|chunk| chunk.first_entry <= entry_idx).saturating_sub(1))
    }

    fn chunk_entries(&self, chunk_idx: usize) -> Arc<Vec<LogEntry>> {
        const RECENT: usize = 4;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = recent.iter().position(|(idx, _)| *idx == chunk_idx) {
            let found = recent.remove(at);
            recent.push(found);
            return Arc::clone(&recent[recent.len() - 1].1);
        }
        let entries = Arc::new(self.read_chunk(chunk_idx));
        if recent.len() == RECENT {
            recent.remove(0);
        }
        recent.push((chunk_idx, Arc::clone(&entries)));
        entries
    }

    fn read_chunk(&self, chunk_idx: usize) -> Vec<LogEntry> {
        let place = self.index.read().unwrap_or_else(PoisonError::into_inner).chunks[chunk_idx].clone();
        self.present_chunk(&place).unwrap_or_else(|| self.absent_chunk(chunk_idx, &place))
    }

    /// The entries of a chunk; `None` where its text is not there, or is another.
    fn present_chunk(&self, place: &ChunkPlace) -> Option<Vec<LogEntry>> {
        let mut bytes = self.read_bytes(place).ok()?;
        if self.carriage_returns {
            for byte in &mut bytes {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        if place.checksum.is_some_and(|checksum| checksum != crc32fast::hash(&bytes)) {
            return None;
        }
        let text = LossyDecoder::default().decode(&bytes).into_owned();
        let mut entries = Vec::new();
        let mut number = place.first_entry;
        parse_entries(&text, place.pointer.as_deref(), &self.layout, &mut |entry| {
            number += 1;
            entries.push(entry_of(entry, place.first_line, number));
        });
        Some(entries)
    }

    /// As many entries as the chunk had, saying why they are not there.
    fn absent_chunk(&self, chunk_idx: usize, place: &ChunkPlace) -> Vec<LogEntry> {
        let is_shared = self.is_shared();
        self.has_changed.fetch_or(is_shared, Ordering::Relaxed);
        let end = {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            index.chunks.get(chunk_idx + 1).map_or(index.entries, |next| next.first_entry)
        };
        let absent = |idx: u64| LogEntry {
            number: idx + 1,
            first_line: place.first_line,
            last_line: place.first_line,
            pointer: place.pointer.as_deref().map(str::to_owned),
            time: None,
            level: Level::None,
            client: None,
            user: None,
            message: if is_shared { CHANGED } else { NOT_KEPT }.to_owned(),
            cut_bytes: 0,
        };
        (place.first_entry..end).map(absent).collect()
    }

    fn read_bytes(&self, place: &ChunkPlace) -> io::Result<Vec<u8>> {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; place.length as usize];
        match &*content {
            Content::File { file, skip } => read_at(file, place.offset + skip, &mut bytes)?,
            Content::Spill(file) => read_at(file, place.offset, &mut bytes)?,
            Content::Memory(memory) => {
                let memory = memory.read().unwrap_or_else(PoisonError::into_inner);
                let start = place.offset as usize;
                match memory.get(start..start + bytes.len()) {
                    Some(kept) => bytes.copy_from_slice(kept),
                    None => return Err(io::ErrorKind::UnexpectedEof.into()),
                }
            }
        }
        Ok(bytes)
    }
}

/// All entries of a chunk: lines, or one record of a document (`pointer` is given).
pub fn parse_entries(text: &str, pointer: Option<&str>, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    let Some(pointer) = pointer else {
        read_entries(text, layout, visit);
        return;
    };
    let Some(parsed) = parse(text) else {
        read_entries(text, layout, visit);
        return;
    };
    let line_of = LineCounter::new(text);
    RecordReader { line_of: &|offset| line_of.line_of(offset), pointers: true, physical: false, visit }
        .read(&parsed.json, pointer);
    // Behind the value there is nothing in a whole document; a broken one may go on as text.
    let rest = &text[parsed.end.min(text.len())..];
    if !parsed.whole && !rest.trim().is_empty() {
        let lines = line_of.line_of(parsed.end);
        read_entries(rest, layout, &mut |mut entry| {
            entry.first_line += lines;
            entry.last_line += lines;
            for part in &mut entry.texts {
                part.line += lines;
            }
            for object in &mut entry.objects {
                object.line += lines;
            }
            visit(entry);
        });
    }
}

/// Line numbers of offsets.
struct LineCounter {
    ends: Vec<usize>,
}

impl LineCounter {
    fn new(text: &str) -> Self {
        Self { ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    fn line_of(&self, offset: usize) -> u64 {
        self.ends.partition_point(|end| *end < offset) as u64
    }
}

fn entry_of(entry: ParsedEntry<'_>, first_line: u64, number: u64) -> LogEntry {
    let mut message = entry.message.into_owned();
    let mut cut_bytes = 0;
    if message.len() > MESSAGE_BYTES {
        let mut end = MESSAGE_BYTES;
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        cut_bytes = (message.len() - end) as u64;
        message.truncate(end);
    }
    LogEntry {
        number,
        first_line: first_line + entry.first_line,
        last_line: first_line + entry.last_line,
        pointer: entry.pointer,
        time: entry.time,
        level: entry.level,
        client: entry.client,
        user: entry.user,
        message,
        cut_bytes,
    }
}

impl LogStore {
    /// Visits the entries from `first_idx` (counted from 0) on until `visit` says false, leaving the entries that were read
    /// last (those on the screen) where they are. For filters, which pass through a whole log.
    pub fn for_each(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        let mut next = first_idx;
        while let Some(chunk_idx) = self.chunk_with(next) {
            let entries = self.read_chunk(chunk_idx);
            let Some(last) = entries.last().map(|entry| entry.number) else { return };
            let skip = (next + 1).saturating_sub(entries[0].number) as usize;
            for entry in &entries[skip.min(entries.len())..] {
                if !visit(entry) {
                    return;
                }
            }
            next = last;
        }
    }
}
