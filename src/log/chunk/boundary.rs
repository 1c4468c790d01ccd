//! Where a block of lines may be cut so that no entry is torn.

use std::borrow::Cow;

use crate::log::Layout;
use crate::log::segment::line::LineKind;

/// Whether a character begins at `at`.
pub(super) fn is_boundary(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

/// Where the last entry of `block` surely begins: at a recognised beginning, or behind a blank line. Searched from the end;
/// the first entry is no cut.
pub(super) fn last_cut(block: &[u8], layout: &Layout) -> Option<usize> {
    if let Some(table) = &layout.table {
        return table.last_row_start(block);
    }
    let mut end = block.len();
    let mut loose_since = None;
    loop {
        let line_end = memchr::memrchr(b'\n', &block[..end])?;
        // `line_end` closes the line before; what stands behind it is a line (perhaps cut by the block's end).
        let start = line_end + 1;
        if start < end || start < block.len() {
            let line = &block[start..memchr::memchr(b'\n', &block[start..]).map_or(block.len(), |at| start + at)];
            // The last line may be cut by the block's end; a beginning that is recognised all the same is one.
            let complete = start + line.len() < block.len();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match layout.classify(&head_of(line)) {
                LineKind::Start(..) => return Some(start),
                LineKind::Json | LineKind::Blank if complete => return Some(start),
                LineKind::Loose if complete => loose_since = Some(start),
                _ => {}
            }
        }
        if line_end == 0 {
            return None;
        }
        end = line_end;
        // Free text has no wrapped entries; looking all the way back through it would be in vain.
        if block.len() - end > 64 * 1024 && loose_since.is_some() && !has_wrapped_entries(&block[..end], layout) {
            return loose_since;
        }
    }
}

/// Whether any line of `block` is wrapped, so that loose lines may belong to an entry.
fn has_wrapped_entries(block: &[u8], layout: &Layout) -> bool {
    block
        .split(|byte| *byte == b'\n')
        .any(|line| matches!(layout.classify(&head_of(line.strip_suffix(b"\r").unwrap_or(line))), LineKind::Start(..)))
}

/// As much of a line as [`Layout::classify`] looks at.
fn head_of(line: &[u8]) -> Cow<'_, str> {
    const HEAD: usize = 4200;
    String::from_utf8_lossy(&line[..line.len().min(HEAD)])
}
