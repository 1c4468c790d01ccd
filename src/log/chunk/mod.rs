//! Cuts the stream of a log into chunks that can be read independently.
//!
//! In: a reader of decoded bytes, and the [`Layout`] of the log. The parts:
//!
//! - `buffer` keeps the bytes that were read and not yet returned, and reuses memory.
//! - `boundary` finds where a block of lines can be cut without splitting an entry.
//! - `json_position` tracks the open arrays and objects of a JSON document that is too large to be one chunk.
//!
//! [`Chunks`] combines them: it decides once whether the log is one JSON document or lines, then returns whole entries of a
//! line-based log, or one record of a document at a time.
//!
//! Out: [`Chunk`]s in the order of the log, with offset and JSON pointer.
//!
//! What always holds: the chunks of a line-based log, joined, are its text; an entry is split only if it
//! is longer than [`ChunkSizes::entry_max`]; memory is bounded by the sizes, not by the log.

mod boundary;
mod buffer;
mod json_position;

use std::io::{self, Read};

use self::boundary::{is_char_boundary, last_entry_start};
use self::buffer::ReadBuffer;
use self::json_position::{JsonContainer, JsonPosition};
use super::json::{MAX_DEPTH, balanced_len, ends_in_string, looks_like_json, unescape_until_quote};
use super::layout::Layout;

/// A part of a log: whole entries or one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Byte offset in the text of the log.
    pub offset: u64,
    /// Its bytes. They end with a line end, except in the last chunk and in records.
    pub bytes: Vec<u8>,
    /// JSON pointer of the record; `None` for lines.
    pub pointer: Option<String>,
    /// Number of line ends between the previous chunk and this one (white space around records).
    pub lines_before: u64,
}

/// The sizes of chunks.
#[derive(Clone, Copy, Debug)]
pub struct ChunkSizes {
    /// How many bytes are read at a time.
    pub block: usize,
    /// An entry or record that is longer than this is split, in bytes.
    pub entry_max: usize,
}

impl Default for ChunkSizes {
    fn default() -> Self {
        Self { block: 256 * 1024, entry_max: 4 * 1024 * 1024 }
    }
}

/// After this many reads in a row without bytes, a reader is idle: its last line is regarded as complete.
const IDLE_READS: u32 = 2;

/// Reads the chunks of a log.
pub struct Chunks<R> {
    text: ReadBuffer<R>,
    sizes: ChunkSizes,
    layout: Layout,
    /// The end of the text at the last read without bytes, and the number of such reads since then.
    idle: (u64, u32),
    document: Option<JsonPosition>,
    started: bool,
    truncated_at: Option<String>,
}

impl<R: Read> Chunks<R> {
    /// The chunks of the text that `reader` returns (UTF-8 or another encoding that extends ASCII, without byte order mark).
    pub fn new(reader: R, sizes: ChunkSizes) -> Self {
        Self {
            text: ReadBuffer::new(reader, sizes.entry_max.max(sizes.block)),
            sizes,
            layout: Layout::default(),
            idle: (0, 0),
            document: None,
            started: false,
            truncated_at: None,
        }
    }

    /// Sets how lines are read, after the format was detected. A table or plain text is not a JSON document.
    pub fn set_layout(&mut self, layout: Layout) {
        if layout.is_plain || layout.table.is_some() {
            self.document = None;
            self.text.set_blocking(false);
        }
        self.layout = layout;
    }

    /// Whether the log is one JSON document rather than lines.
    pub fn is_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether the line ends are lone CRs, which are replaced by LFs.
    pub fn carriage_returns(&self) -> bool {
        self.text.carriage_returns()
    }

    /// The pointer at which the JSON document is truncated, if it is.
    pub fn truncated_at(&self) -> Option<&str> {
        self.truncated_at.as_deref()
    }

    /// The error that ended reading before the end of the text. All chunks before it are complete.
    pub fn failure(&self) -> Option<&io::Error> {
        self.text.failure()
    }

    /// Whether [`next_chunk`](Self::next_chunk) returned `None` because the reader has no bytes now. Call it again later: a pipe
    /// and a followed file return about every [`TICK`](crate::source::TICK).
    pub fn would_block(&self) -> bool {
        self.text.would_block()
    }

    /// The first bytes of the text (up to `length`), for detection. They stay in the buffer.
    pub fn peek(&mut self, length: usize) -> &[u8] {
        while self.text.rest().len() < length
            && !self.text.has_ended()
            && (self.text.rest().is_empty() || !self.text.would_block())
        {
            self.text.fill(length - self.text.rest().len());
        }
        if !self.started {
            self.start();
        }
        &self.text.rest()[..self.text.rest().len().min(length)]
    }

    /// The next chunk. `None` at the end, after a read error, or if the reader has no bytes now.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        if !self.started {
            self.peek(self.sizes.block.max(4096));
        }
        let record = if self.document.is_some() { self.next_record() } else { None };
        record.or_else(|| self.next_lines())
    }

    /// Decides, once, which line ends the text has and whether it is a JSON document.
    fn start(&mut self) {
        self.started = true;
        let rest = self.text.rest();
        if memchr::memchr(b'\n', rest).is_none() && memchr::memchr(b'\r', rest).is_some() {
            self.text.replace_carriage_returns();
        }
        if self.begins_document() {
            self.document = Some(JsonPosition::default());
        }
        self.text.set_blocking(self.document.is_some());
    }

    fn begins_document(&mut self) -> bool {
        let blank = leading_blank(self.text.rest());
        let head = &self.text.rest()[blank..self.text.rest().len().min(blank + 4096)];
        let is_other = |first: &u8| first.is_ascii_graphic() && !matches!(first, b'{' | b'[');
        if head.first().is_some_and(is_other) || !looks_like_json(&String::from_utf8_lossy(head)) {
            return false;
        }
        self.text.set_blocking(true);
        loop {
            let value = &self.text.rest()[blank..];
            if let Some(length) = balanced_len(value) {
                if memchr::memchr(b'\n', &value[..length]).is_some() {
                    return true;
                }
                // One line: an NDJSON file has another after it.
                let rest = &value[length..];
                let next = leading_blank(rest);
                if next < rest.len() || self.text.has_ended() {
                    return next == rest.len();
                }
                self.text.set_blocking(false); // the first value may be the first of several
                self.text.fill(4096);
                if self.text.would_block() {
                    return false;
                }
                continue;
            }
            // A string cannot contain a line end: the line is a record that was truncated.
            if let Some(end) = memchr::memchr(b'\n', value)
                && ends_in_string(&value[..end])
            {
                return false;
            }
            if self.text.has_ended() || value.len() >= self.sizes.entry_max {
                return true;
            }
            self.text.fill(self.text.rest().len().max(self.sizes.block));
        }
    }

    fn make_chunk(&mut self, length: usize, pointer: Option<String>, lines_before: u64) -> Chunk {
        let offset = self.text.offset();
        Chunk { offset, bytes: self.text.split_to(length), pointer, lines_before }
    }

    /// Reuses the memory of a chunk that the caller no longer needs.
    pub fn recycle(&mut self, chunk: Chunk) {
        self.text.recycle(chunk.bytes);
    }

    fn next_lines(&mut self) -> Option<Chunk> {
        let mut want = self.sizes.block;
        self.text.retry();
        loop {
            while self.text.rest().len() < want && !self.text.has_ended() && !self.text.would_block() {
                self.text.fill(want - self.text.rest().len());
            }
            if self.would_block() && self.text.rest().len() < want {
                return self.available_lines();
            }
            if self.text.has_ended() && self.text.rest().len() <= want {
                let length = self.text.rest().len();
                return (length > 0).then(|| self.make_chunk(length, None, 0));
            }
            if let Some(cut) = last_entry_start(&self.text.rest()[..want.min(self.text.rest().len())], &self.layout) {
                return Some(self.make_chunk(cut, None, 0));
            }
            if want >= self.sizes.entry_max {
                return Some(self.split_long_entry(want));
            }
            want = (want * 2).min(self.sizes.entry_max);
        }
    }

    /// The chunk that can be returned while the reader has no more bytes: the entries that have certainly ended or, if the
    /// reader is idle, all complete lines. A line without its line end is never returned here.
    fn available_lines(&mut self) -> Option<Chunk> {
        let end = self.text.offset() + self.text.rest().len() as u64;
        self.idle = if self.idle.0 == end { (end, self.idle.1 + 1) } else { (end, 0) };
        let is_idle = self.idle.1 >= IDLE_READS && self.layout.table.is_none();
        let cut = if is_idle {
            memchr::memrchr(b'\n', self.text.rest()).map(|at| at + 1)
        } else {
            last_entry_start(self.text.rest(), &self.layout)
        };
        cut.filter(|cut| *cut > 0).map(|cut| self.make_chunk(cut, None, 0))
    }

    /// Splits an entry that is too long: at a line end if there is one, else between two characters.
    fn split_long_entry(&mut self, want: usize) -> Chunk {
        let rest = self.text.rest();
        let block = &rest[..want.min(rest.len())];
        let cut = memchr::memrchr(b'\n', block).map_or_else(
            || (0..4).map(|back| block.len() - back).find(|at| is_char_boundary(rest, *at)).unwrap_or(block.len()),
            |at| at + 1,
        );
        self.make_chunk(cut, None, 0)
    }

    /// The next record of the JSON document. `None` at its end.
    fn next_record(&mut self) -> Option<Chunk> {
        let mut lines_before = 0;
        loop {
            let skipped = self.skip_to_token(&mut lines_before);
            let (Some(byte), Some(document)) = (skipped, self.document.as_ref()) else {
                self.document = None;
                return None;
            };
            let inside = !document.open.is_empty();
            let awaits_key = matches!(document.open.last(), Some(JsonContainer::Object { awaits_value: false, .. }));
            match byte {
                b'}' | b']' if inside => {
                    if self.close_container() {
                        return None;
                    }
                }
                b',' if inside => self.text.drop_bytes(1),
                _ if awaits_key => {
                    if byte != b'"' || !self.read_key(&mut lines_before) {
                        self.mark_truncated();
                        return None;
                    }
                }
                _ => {
                    if let Some(length) = self.value_length(byte) {
                        let pointer = self.next_pointer();
                        if !inside {
                            self.document = None;
                        }
                        return Some(self.make_chunk(length, Some(pointer), lines_before));
                    }
                    let is_large = !self.text.has_ended() || self.text.rest().len() > self.sizes.entry_max;
                    if matches!(byte, b'{' | b'[') && is_large {
                        self.open_container(byte);
                        continue;
                    }
                    // The text ends within the value, or is no longer JSON: return the rest.
                    let pointer = self.next_pointer();
                    self.truncated_at = Some(pointer.clone());
                    self.document = None;
                    let length = self.text.rest().len();
                    return (length > 0).then(|| self.make_chunk(length, Some(pointer), lines_before));
                }
            }
        }
    }

    /// Skips the end of a container. Returns whether it was the outermost one.
    fn close_container(&mut self) -> bool {
        self.text.drop_bytes(1);
        let open = self.document.as_mut().map_or(0, |document| {
            document.open.pop();
            document.open.len()
        });
        if open == 0 {
            self.document = None;
        }
        open == 0
    }

    /// Enters a container that is too large to be one chunk, up to [`MAX_DEPTH`].
    fn open_container(&mut self, byte: u8) {
        self.next_pointer();
        if self.document.as_ref().is_some_and(|document| document.open.len() == MAX_DEPTH) {
            self.mark_truncated();
            return;
        }
        if let Some(document) = self.document.as_mut() {
            document.open.push(if byte == b'[' {
                JsonContainer::Array { next_idx: 0 }
            } else {
                JsonContainer::Object { key: String::new(), awaits_value: false }
            });
        }
        self.text.drop_bytes(1);
    }

    fn mark_truncated(&mut self) {
        self.truncated_at = Some(self.document.as_ref().map(JsonPosition::pointer).unwrap_or_default());
        self.document = None;
    }

    /// Skips white space and counts its line ends. Returns the byte after it, or `None` at the end.
    fn skip_to_token(&mut self, lines: &mut u64) -> Option<u8> {
        loop {
            let blank = leading_blank(self.text.rest());
            *lines += memchr::memchr_iter(b'\n', &self.text.rest()[..blank]).count() as u64;
            self.text.drop_bytes(blank);
            match self.text.rest().first() {
                Some(byte) => return Some(*byte),
                None if self.text.has_ended() => return None,
                None => self.text.fill(self.sizes.block),
            }
        }
    }

    /// Reads `"key":`. Returns false if there is no key.
    fn read_key(&mut self, lines: &mut u64) -> bool {
        let Some(length) = self.value_length(b'"') else { return false };
        let text = String::from_utf8_lossy(&self.text.rest()[1..length]);
        let (name, ..) = unescape_until_quote(&text);
        self.text.drop_bytes(length);
        if self.skip_to_token(lines) != Some(b':') {
            return false;
        }
        self.text.drop_bytes(1);
        if let Some(JsonContainer::Object { key, awaits_value }) =
            self.document.as_mut().and_then(|document| document.open.last_mut())
        {
            *key = name;
            *awaits_value = true;
        }
        true
    }

    /// Length of the value at the beginning of the buffer, if it fits in memory.
    fn value_length(&mut self, byte: u8) -> Option<usize> {
        loop {
            let length = match byte {
                b'{' | b'[' | b'"' => balanced_len(self.text.rest()),
                _ => self.text.rest().iter().position(|byte| b",]} \n\r\t".contains(byte)),
            };
            match length {
                // Read element by element, so that the result does not depend on where blocks end.
                Some(length) if length > self.sizes.entry_max && byte != b'"' => return None,
                Some(length) => return Some(length.max(1)),
                None if self.text.has_ended() || self.text.rest().len() >= self.sizes.entry_max => return None,
                None => self.text.fill(self.text.rest().len().max(self.sizes.block)),
            }
        }
    }

    /// The pointer of the next value. Moves the position past that value.
    fn next_pointer(&mut self) -> String {
        let Some(document) = self.document.as_mut() else { return String::new() };
        match document.open.last_mut() {
            Some(JsonContainer::Array { next_idx }) => *next_idx += 1,
            Some(JsonContainer::Object { awaits_value, .. }) => *awaits_value = false,
            None => {}
        }
        document.pointer()
    }
}

fn leading_blank(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(text: &str, block: usize, entry_max: usize) -> Vec<(u64, String, Option<String>)> {
        let mut chunks = Chunks::new(text.as_bytes(), ChunkSizes { block, entry_max });
        let mut all = Vec::new();
        while let Some(chunk) = chunks.next_chunk() {
            all.push((chunk.offset, String::from_utf8(chunk.bytes).unwrap(), chunk.pointer));
        }
        all
    }

    #[test]
    fn lines_are_cut_where_entries_begin() {
        let text = "a.js:1 one\nmore\nmore\na.js:1 two\nmore\na.js:1 three\n";
        let cut = chunks(text, 30, 1000);
        assert_eq!(cut.iter().map(|(_, text, _)| text.as_str()).collect::<String>(), text);
        assert!(cut.len() > 1);
        assert!(cut.iter().all(|(_, text, _)| text.starts_with("a.js:1")), "{cut:?}");
    }

    #[test]
    fn a_small_document_is_one_record() {
        let text = "[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n";
        assert_eq!(chunks(text, 64, 1000)[0], (0, text.trim_end().to_owned(), Some(String::new())));
    }

    #[test]
    fn a_large_document_is_read_by_records() {
        let text = "{\"v\": 1, \"log\": {\"entries\": [\n {\"a\": \"xxxxxxxxxx\"},\n {\"b\": [1, 2]}\n]}}";
        let cut = chunks(text, 16, 24);
        let records: Vec<_> = cut.iter().map(|(_, text, at)| (at.as_deref().unwrap_or("-"), text.as_str())).collect();
        assert_eq!(
            records,
            [("/v", "1"), ("/log/entries/0", "{\"a\": \"xxxxxxxxxx\"}"), ("/log/entries/1", "{\"b\": [1, 2]}")]
        );
    }

    #[test]
    fn json_lines_are_not_a_document() {
        assert_eq!(chunks("{\"a\":1}\n{\"a\":2}\n", 64, 1000)[0].2, None);
        assert_eq!(chunks("{\"a\":\"cut\n{\"a\":2}\n", 64, 1000)[0].2, None);
        assert_eq!(chunks("{\"a\":1}\n", 64, 1000)[0].2.as_deref(), Some(""));
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(chunks("one\rtwo\r", 64, 1000)[0].1, "one\ntwo\n");
    }
}
