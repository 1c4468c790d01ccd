//! Where a block of lines may be cut without splitting an entry.

use std::borrow::Cow;

use crate::log::layout::Layout;
use crate::log::segment::line_kind::LineKind;

/// Whether a character begins at `at`.
pub(super) fn is_char_boundary(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

/// Byte offset of the last line before which `block` can be cut: a line that begins an entry, a blank line or, in free text, any
/// line. Searches from the end. `None` if no line after the first is one.
pub(super) fn last_entry_start(block: &[u8], layout: &Layout) -> Option<usize> {
    if let Some(table) = &layout.table {
        return table.last_row_start(block);
    }
    let mut end = block.len();
    let mut free_text_start = None;
    // The kind of the next line that is not blank.
    let mut next = None;
    loop {
        let line_end = memchr::memrchr(b'\n', &block[..end])?;
        let start = line_end + 1;
        if start < end || start < block.len() {
            let line = &block[start..memchr::memchr(b'\n', &block[start..]).map_or(block.len(), |at| start + at)];
            // The end of the block may cut the last line. The beginning of an entry is recognised anyway, other kinds are not.
            let complete = start + line.len() < block.len();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let kind = layout.classify(&head_of(line));
            match kind {
                LineKind::Start(..) => return Some(start),
                LineKind::Json if complete => return Some(start),
                // A number may continue the text before a blank line.
                LineKind::Blank if complete && next.is_some_and(|kind| kind != LineKind::Number) => return Some(start),
                LineKind::FreeText if complete => free_text_start = Some(start),
                _ => {}
            }
            if kind != LineKind::Blank {
                next = complete.then_some(kind);
            }
        }
        if line_end == 0 {
            return None;
        }
        end = line_end;
        // In free text every line is an entry, so searching further back does not find a better boundary.
        if block.len() - end > 64 * 1024 && free_text_start.is_some() && !has_formatted_entries(&block[..end], layout) {
            return free_text_start;
        }
    }
}

/// Whether any line of `block` begins with a known format, so that lines of free text may continue an entry.
fn has_formatted_entries(block: &[u8], layout: &Layout) -> bool {
    block
        .split(|byte| *byte == b'\n')
        .any(|line| matches!(layout.classify(&head_of(line.strip_suffix(b"\r").unwrap_or(line))), LineKind::Start(..)))
}

/// The part of a line that [`Layout::classify`] reads.
fn head_of(line: &[u8]) -> Cow<'_, str> {
    const HEAD: usize = 4200;
    String::from_utf8_lossy(&line[..line.len().min(HEAD)])
}
