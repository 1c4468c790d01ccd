//! Random access to the entries of one opened log, also while it is being read. An index of its chunks is kept in memory. Text
//! that cannot be read again by position (packed, transcoded, piped, pasted) is kept as well: a bounded amount in memory, more
//! in a temporary file.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::entry::{Level, LogEntry};
use super::layout::Layout;
use super::parse::chunk::parse_chunk;
use super::parse::parsed_entry::ParsedEntry;
use crate::source::encoding::LossyDecoder;
use crate::source::read_at::{read_at, write_at};

/// Limits for text that must be kept because it cannot be read again by position: packed, transcoded, piped or pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// Text up to this size is kept in memory (64 MiB).
    pub memory_bytes: u64,
    /// Longer text is moved to a temporary file, up to this size (16 GiB). Text after that is not kept.
    pub file_bytes: u64,
    /// The folder of the temporary file; `None` for the system's (`TMPDIR`, or `TEMP` on Windows).
    pub folder: Option<PathBuf>,
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self { memory_bytes: 64 << 20, file_bytes: 16 << 30, folder: None }
    }
}

/// Messages are truncated to this many bytes; no screen shows more.
pub const MESSAGE_BYTES: usize = 256 * 1024;

/// The message of an entry that the log's file no longer contains.
const CHANGED: &str =
    "(The file was truncated or overwritten after this was read. Open it again to see its current content.)";
/// The message of an entry that could not be kept.
const NOT_KEPT: &str =
    "(This could not be kept: the disk for temporary files was full. Its codes are among the findings.)";

/// Where the text of the log can be read again.
#[derive(Debug)]
enum StoredContent {
    /// In the log file itself, after its byte order mark.
    File { file: Arc<File>, skip: u64 },
    /// In memory.
    Memory(RwLock<Vec<u8>>),
    /// In a temporary file, which the system deletes when the program ends.
    Spill(File),
}

/// The location of one chunk of the log.
#[derive(Clone, Debug)]
struct ChunkLocation {
    offset: u64,
    length: u64,
    first_line: u64,
    /// Number of the chunk's first entry, from 0.
    first_entry: u64,
    pointer: Option<Box<str>>,
    /// Checksum of the bytes, if they are in a file that other programs may write.
    checksum: Option<u32>,
}

/// A chunk to be added to a [`LogStore`].
#[derive(Clone, Copy, Debug)]
pub struct StoredChunk<'c> {
    /// Byte offset in the text of the log.
    pub offset: u64,
    /// The text.
    pub bytes: &'c [u8],
    /// Its first physical line, from 1.
    pub first_line: u64,
    /// How many entries it has.
    pub entry_count: u64,
    /// JSON pointer of the record, in a JSON document.
    pub pointer: Option<&'c str>,
}

/// The entries of one opened log.
#[derive(Debug)]
pub struct LogStore {
    content: RwLock<StoredContent>,
    limits: StoreLimits,
    /// Whether no more text can be kept.
    is_full: AtomicBool,
    /// Whether a chunk was requested that the file no longer contains.
    has_changed: AtomicBool,
    index: RwLock<StoreIndex>,
    layout: Layout,
    carriage_returns: bool,
    /// The entries of the last chunks that were read: scrolling reads the same few chunks.
    recent: Mutex<Vec<(usize, Arc<Vec<LogEntry>>)>>,
}

#[derive(Debug, Default)]
struct StoreIndex {
    chunks: Vec<ChunkLocation>,
    entries: u64,
}

impl LogStore {
    /// A store for a file that can be read by position; `skip` is the length of its byte order mark.
    pub fn from_file(file: Arc<File>, skip: u64, layout: Layout, carriage_returns: bool) -> Self {
        Self::new(StoredContent::File { file, skip }, StoreLimits::default(), layout, carriage_returns)
    }

    /// A store that keeps the text of each chunk.
    pub fn in_memory(layout: Layout, limits: StoreLimits) -> Self {
        Self::new(StoredContent::Memory(RwLock::default()), limits, layout, false)
    }

    fn new(content: StoredContent, limits: StoreLimits, layout: Layout, carriage_returns: bool) -> Self {
        Self {
            content: RwLock::new(content),
            limits,
            is_full: AtomicBool::new(false),
            has_changed: AtomicBool::new(false),
            index: RwLock::default(),
            layout,
            carriage_returns,
            recent: Mutex::default(),
        }
    }

    /// Whether entries were requested that the log's file no longer contains, because it was truncated or overwritten after
    /// it was read. Their messages say so.
    pub fn has_changed(&self) -> bool {
        self.has_changed.load(Ordering::Relaxed)
    }

    /// How many entries can be read so far.
    pub fn entry_count(&self) -> u64 {
        self.index.read().unwrap_or_else(PoisonError::into_inner).entries
    }

    /// Adds the next chunk to the index, and keeps its text if the store keeps text.
    ///
    /// # Errors
    /// If the temporary file cannot be written or is full; reported once. The messages of all later entries say so.
    pub fn push(&self, chunk: &StoredChunk<'_>) -> io::Result<()> {
        let StoredChunk { offset, bytes, first_line, entry_count, pointer } = *chunk;
        let is_full = self.is_full.load(Ordering::Relaxed);
        let kept = if is_full { Ok(()) } else { self.keep(offset, bytes) };
        self.is_full.store(is_full || kept.is_err(), Ordering::Relaxed);
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let first_entry = index.entries;
        if entry_count > 0 {
            index.chunks.push(ChunkLocation {
                offset,
                length: bytes.len() as u64,
                first_line,
                first_entry,
                pointer: pointer.map(Into::into),
                checksum: self.is_log_file().then(|| crc32fast::hash(bytes)),
            });
        }
        index.entries += entry_count;
        kept
    }

    /// Whether the text is in the log file itself, which other programs may write.
    fn is_log_file(&self) -> bool {
        matches!(*self.content.read().unwrap_or_else(PoisonError::into_inner), StoredContent::File { .. })
    }

    fn keep(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut content = self.content.write().unwrap_or_else(PoisonError::into_inner);
        let end = offset + bytes.len() as u64;
        let is_file = !matches!(*content, StoredContent::Memory(_)) || end > self.limits.memory_bytes;
        if is_file && end > self.limits.file_bytes && !matches!(*content, StoredContent::File { .. }) {
            return Err(io::Error::other(format!("more than {} MiB were read", self.limits.file_bytes >> 20)));
        }
        let spill = match &mut *content {
            StoredContent::File { .. } => return Ok(()),
            StoredContent::Memory(memory) if !is_file => {
                let memory = memory.get_mut().unwrap_or_else(PoisonError::into_inner);
                // White space between records belongs to no chunk, but offsets include it.
                memory.resize(offset as usize, b'\n');
                memory.extend_from_slice(bytes);
                return Ok(());
            }
            StoredContent::Memory(memory) => {
                let mut file = match &self.limits.folder {
                    Some(folder) => tempfile::tempfile_in(folder)?,
                    None => tempfile::tempfile()?,
                };
                file.write_all(memory.get_mut().unwrap_or_else(PoisonError::into_inner))?;
                write_at(&file, offset, bytes)?;
                file
            }
            StoredContent::Spill(file) => return write_at(file, offset, bytes),
        };
        *content = StoredContent::Spill(spill);
        Ok(())
    }

    /// Up to `count` entries from `first_idx` (from 0). Entries that the log's file no longer contains, or that could not be
    /// kept, are replaced by entries that say so.
    pub fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry> {
        let mut entries = Vec::with_capacity(count.min(1024));
        let mut next = first_idx;
        while entries.len() < count {
            let Some(chunk_idx) = self.chunk_of(next) else { break };
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

    /// Visits the entries from `first_idx` (from 0) until `visit` returns false. For filters, which read the whole log: it does
    /// not use the cache of recent chunks, which contains the entries on the screen.
    pub fn for_each(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        let mut next = first_idx;
        while let Some(chunk_idx) = self.chunk_of(next) {
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

    /// The index of the chunk that contains an entry.
    fn chunk_of(&self, entry_idx: u64) -> Option<usize> {
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
        let location = self.index.read().unwrap_or_else(PoisonError::into_inner).chunks[chunk_idx].clone();
        self.read_stored_chunk(&location).unwrap_or_else(|| self.missing_chunk(chunk_idx, &location))
    }

    /// The entries of a chunk. `None` if its text is missing or has changed.
    fn read_stored_chunk(&self, location: &ChunkLocation) -> Option<Vec<LogEntry>> {
        let mut bytes = self.read_bytes(location).ok()?;
        if self.carriage_returns {
            for byte in &mut bytes {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        if location.checksum.is_some_and(|checksum| checksum != crc32fast::hash(&bytes)) {
            return None;
        }
        let text = LossyDecoder::default().decode(&bytes).into_owned();
        let mut entries = Vec::new();
        let mut number = location.first_entry;
        parse_chunk(&text, location.pointer.as_deref(), &self.layout, &mut |entry| {
            number += 1;
            entries.push(to_log_entry(entry, location.first_line, number));
        });
        Some(entries)
    }

    /// Placeholders for the entries of a chunk whose text is missing; their messages give the reason.
    fn missing_chunk(&self, chunk_idx: usize, location: &ChunkLocation) -> Vec<LogEntry> {
        let is_log_file = self.is_log_file();
        self.has_changed.fetch_or(is_log_file, Ordering::Relaxed);
        let end = {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            index.chunks.get(chunk_idx + 1).map_or(index.entries, |next| next.first_entry)
        };
        let missing = |idx: u64| LogEntry {
            number: idx + 1,
            first_line: location.first_line,
            last_line: location.first_line,
            pointer: location.pointer.as_deref().map(str::to_owned),
            time: None,
            level: Level::None,
            client: None,
            user: None,
            message: if is_log_file { CHANGED } else { NOT_KEPT }.to_owned(),
            cut_bytes: 0,
        };
        (location.first_entry..end).map(missing).collect()
    }

    fn read_bytes(&self, location: &ChunkLocation) -> io::Result<Vec<u8>> {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; location.length as usize];
        match &*content {
            StoredContent::File { file, skip } => read_at(file, location.offset + skip, &mut bytes)?,
            StoredContent::Spill(file) => read_at(file, location.offset, &mut bytes)?,
            StoredContent::Memory(memory) => {
                let memory = memory.read().unwrap_or_else(PoisonError::into_inner);
                let start = location.offset as usize;
                match memory.get(start..start + bytes.len()) {
                    Some(kept) => bytes.copy_from_slice(kept),
                    None => return Err(io::ErrorKind::UnexpectedEof.into()),
                }
            }
        }
        Ok(bytes)
    }
}

/// The entry as the window shows it. `first_line` is the first line of its chunk.
fn to_log_entry(entry: ParsedEntry<'_>, first_line: u64, number: u64) -> LogEntry {
    let mut message = entry.message.into_owned();
    let mut cut_bytes = 0;
    if message.len() > MESSAGE_BYTES {
        let end = message.floor_char_boundary(MESSAGE_BYTES);
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
