//! Parses a chunk: lines of a log, or one record of a JSON document.

use super::parsed_entry::ParsedEntry;
use super::reader::{RecordReader, read_entries};
use crate::log::json::parse;
use crate::log::layout::Layout;

/// Parses all entries of a chunk: lines or, if `pointer` is given, the record of a JSON document at this pointer.
pub(crate) fn parse_chunk(text: &str, pointer: Option<&str>, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    let Some(pointer) = pointer else {
        read_entries(text, layout, visit);
        return;
    };
    let Some(parsed) = parse(text) else {
        read_entries(text, layout, visit);
        return;
    };
    let line_of = LineCounter::new(text);
    RecordReader {
        line_of: &|offset| line_of.line_of(offset),
        with_pointers: true,
        physical_lines: false,
        with_content: true,
        visit,
    }
    .read(&parsed.json, pointer);
    // In a complete document nothing follows the value; a broken document may continue as text.
    let rest = &text[parsed.end.min(text.len())..];
    if !parsed.is_complete && !rest.trim().is_empty() {
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

/// Converts byte offsets to line numbers.
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
