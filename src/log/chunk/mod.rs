//! Cuts the stream of a log into chunks that can be understood each by itself: whole entries of line-based logs, or records
//! of a JSON document. Only a chunk at a time is in memory.

mod boundary;
mod buffer;
mod json_position;

use std::io::{self, Read};

use self::boundary::{is_boundary, last_cut};
use self::buffer::ReadBuffer;
use self::json_position::{JsonContainer, JsonPosition};
use super::Layout;
use super::json::{MAX_DEPTH, balanced_len, ends_in_string, looks_like_json, unescape_until_quote};

/// A piece of a log, of whole entries or one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Byte offset in the text of the log.
    pub offset: u64,
    /// Its bytes. They end with a line end, but for the last chunk and for records.
    pub bytes: Vec<u8>,
    /// JSON pointer of the record; `None` for lines.
    pub pointer: Option<String>,
    /// Line ends between the end of the chunk before and this one (white space around records).
    pub lines_before: u64,
}

/// How chunks are cut.
#[derive(Clone, Copy, Debug)]
pub struct ChunkSizes {
    /// Bytes that are read at a time.
    pub block: usize,
    /// An entry or record that is longer than this is cut where need be.
    pub entry_max: usize,
}

impl Default for ChunkSizes {
    fn default() -> Self {
        Self { block: 256 * 1024, entry_max: 4 * 1024 * 1024 }
    }
}

/// A reader that had nothing so many times running is quiet: what it yielded last is whole.
const QUIET: u32 = 2;

/// Reads chunks from a log's text.
pub struct Chunks<R> {
    text: ReadBuffer<R>,
    sizes: ChunkSizes,
    layout: Layout,
    /// Where what was read ended when the reader had nothing last, and how often that was since more came.
    quiet: (u64, u32),
    document: Option<JsonPosition>,
    started: bool,
    broken_off: Option<String>,
}

impl<R: Read> Chunks<R> {
    /// Chunks of the text that `reader` yields (UTF-8 or another encoding that extends ASCII, without byte order mark).
    pub fn new(reader: R, sizes: ChunkSizes) -> Self {
        Self {
            text: ReadBuffer::new(reader, sizes.entry_max.max(sizes.block)),
            sizes,
            layout: Layout::default(),
            quiet: (0, 0),
            document: None,
            started: false,
            broken_off: None,
        }
    }

    /// How the lines are read; decided after the format was detected. A table or plain text is no JSON document.
    pub fn set_layout(&mut self, layout: Layout) {
        if layout.is_plain || layout.table.is_some() {
            self.document = None;
            self.text.insist(false);
        }
        self.layout = layout;
    }

    /// Whether the log is one JSON document rather than lines.
    pub fn is_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether the line ends are lone CRs, handed out as LFs.
    pub fn carriage_returns(&self) -> bool {
        self.text.carriage_returns()
    }

    /// Where the JSON document breaks off, if it does.
    pub fn broken_off(&self) -> Option<&str> {
        self.broken_off.as_deref()
    }

    /// What ended reading before the end of the text, if anything did. All chunks before it are whole.
    pub fn failure(&self) -> Option<&io::Error> {
        self.text.failure()
    }

    /// Whether there is nothing for now: [`next_chunk`](Self::next_chunk) gave none, but may if it is asked again. A pipe and
    /// a file that is followed take their time, in which they answer about every [`TICK`](crate::source::TICK).
    pub fn is_dry(&self) -> bool {
        self.text.is_dry()
    }

    /// The first bytes of the text (up to `length`), for detection; nothing is taken.
    pub fn peek(&mut self, length: usize) -> &[u8] {
        while self.text.rest().len() < length
            && !self.text.has_ended()
            && (self.text.rest().is_empty() || !self.text.is_dry())
        {
            self.text.fill(length - self.text.rest().len());
        }
        if !self.started {
            self.start();
        }
        &self.text.rest()[..self.text.rest().len().min(length)]
    }

    /// The next chunk; `None` at the end, where reading failed, or where there is nothing for now.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        if !self.started {
            self.peek(self.sizes.block.max(4096));
        }
        let record = if self.document.is_some() { self.next_record() } else { None };
        record.or_else(|| self.next_lines())
    }

    /// Decides, once, what kind of line ends there are and whether this is a JSON document.
    fn start(&mut self) {
        self.started = true;
        let rest = self.text.rest();
        if memchr::memchr(b'\n', rest).is_none() && memchr::memchr(b'\r', rest).is_some() {
            self.text.replace_carriage_returns();
        }
        if self.begins_document() {
            self.document = Some(JsonPosition::default());
        }
        self.text.insist(self.document.is_some());
    }

    fn begins_document(&mut self) -> bool {
        let blank = leading_blank(self.text.rest());
        let head = &self.text.rest()[blank..self.text.rest().len().min(blank + 4096)];
        if !looks_like_json(&String::from_utf8_lossy(head)) {
            return false;
        }
        self.text.insist(true);
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
                self.text.insist(false); // what is alone for now is the first of several
                self.text.fill(4096);
                if self.text.is_dry() {
                    return false;
                }
                continue;
            }
            // A string that runs over a line's end is no JSON: the line is a record that was cut.
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

    fn take(&mut self, length: usize, pointer: Option<String>, lines_before: u64) -> Chunk {
        let offset = self.text.offset();
        Chunk { offset, bytes: self.text.take(length), pointer, lines_before }
    }

    /// Takes the bytes of a chunk back, whose memory serves for another.
    pub fn recycle(&mut self, chunk: Chunk) {
        self.text.recycle(chunk.bytes);
    }

    fn next_lines(&mut self) -> Option<Chunk> {
        let mut want = self.sizes.block;
        self.text.look_again();
        loop {
            while self.text.rest().len() < want && !self.text.has_ended() && !self.text.is_dry() {
                self.text.fill(want - self.text.rest().len());
            }
            if self.is_dry() && self.text.rest().len() < want {
                return self.lines_so_far();
            }
            if self.text.has_ended() && self.text.rest().len() <= want {
                let length = self.text.rest().len();
                return (length > 0).then(|| self.take(length, None, 0));
            }
            if let Some(cut) = last_cut(&self.text.rest()[..want.min(self.text.rest().len())], &self.layout) {
                return Some(self.take(cut, None, 0));
            }
            if want >= self.sizes.entry_max {
                return Some(self.take_forced(want));
            }
            want = (want * 2).min(self.sizes.entry_max);
        }
    }

    /// What can be handed out while there is nothing more for now: the entries that have surely ended; once it has been quiet
    /// for a while, all whole lines. A line without its end is waited for.
    fn lines_so_far(&mut self) -> Option<Chunk> {
        let end = self.text.offset() + self.text.rest().len() as u64;
        self.quiet = if self.quiet.0 == end { (end, self.quiet.1 + 1) } else { (end, 0) };
        let is_quiet = self.quiet.1 >= QUIET && self.layout.table.is_none();
        let cut = if is_quiet {
            memchr::memrchr(b'\n', self.text.rest()).map(|at| at + 1)
        } else {
            last_cut(self.text.rest(), &self.layout)
        };
        cut.filter(|cut| *cut > 0).map(|cut| self.take(cut, None, 0))
    }

    /// Cuts an entry that is longer than any should be: at a line's end if there is one, else between two characters.
    fn take_forced(&mut self, want: usize) -> Chunk {
        let rest = self.text.rest();
        let block = &rest[..want.min(rest.len())];
        let cut = memchr::memrchr(b'\n', block).map_or_else(
            || (0..4).map(|back| block.len() - back).find(|at| is_boundary(rest, *at)).unwrap_or(block.len()),
            |at| at + 1,
        );
        self.take(cut, None, 0)
    }

    /// The next record of the JSON document; `None` behind its end.
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
                        self.break_off();
                        return None;
                    }
                }
                _ => {
                    if let Some(length) = self.value_length(byte) {
                        let pointer = self.next_pointer();
                        if !inside {
                            self.document = None;
                        }
                        return Some(self.take(length, Some(pointer), lines_before));
                    }
                    let is_large = !self.text.has_ended() || self.text.rest().len() > self.sizes.entry_max;
                    if matches!(byte, b'{' | b'[') && is_large {
                        self.open_container(byte);
                        continue;
                    }
                    // The text ends within the value, or it is no JSON any more: hand out what there is.
                    let pointer = self.next_pointer();
                    self.broken_off = Some(pointer.clone());
                    self.document = None;
                    let length = self.text.rest().len();
                    return (length > 0).then(|| self.take(length, Some(pointer), lines_before));
                }
            }
        }
    }

    /// Passes the end of a container; whether it was the outermost one.
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

    /// Goes into a container that is too large to be taken whole; no deeper than any document is.
    fn open_container(&mut self, byte: u8) {
        self.next_pointer();
        if self.document.as_ref().is_some_and(|document| document.open.len() == MAX_DEPTH) {
            self.break_off();
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

    fn break_off(&mut self) {
        self.broken_off = Some(self.document.as_ref().map(JsonPosition::pointer).unwrap_or_default());
        self.document = None;
    }

    /// Skips white space (counting its line ends); the byte behind it, or `None` at the end.
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

    /// Reads `"key":`; whether there was one.
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

    /// Length of the value at the head, if it ends within what may be held in memory.
    fn value_length(&mut self, byte: u8) -> Option<usize> {
        loop {
            let length = match byte {
                b'{' | b'[' | b'"' => balanced_len(self.text.rest()),
                _ => self.text.rest().iter().position(|byte| b",]} \n\r\t".contains(byte)),
            };
            match length {
                // Taken by its parts wherever the blocks happen to end.
                Some(length) if length > self.sizes.entry_max && byte != b'"' => return None,
                Some(length) => return Some(length.max(1)),
                None if self.text.has_ended() || self.text.rest().len() >= self.sizes.entry_max => return None,
                None => self.text.fill(self.text.rest().len().max(self.sizes.block)),
            }
        }
    }

    /// The pointer of the value that comes next, which is passed by it.
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
    fn a_line_of_json_after_another_is_no_document() {
        assert_eq!(chunks("{\"a\":1}\n{\"a\":2}\n", 64, 1000)[0].2, None);
        assert_eq!(chunks("{\"a\":\"cut\n{\"a\":2}\n", 64, 1000)[0].2, None);
        assert_eq!(chunks("{\"a\":1}\n", 64, 1000)[0].2.as_deref(), Some(""));
    }

    #[test]
    fn old_macs_line_ends_are_line_ends() {
        assert_eq!(chunks("one\rtwo\r", 64, 1000)[0].1, "one\ntwo\n");
    }
}
