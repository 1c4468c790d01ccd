//! The lines that the user marked.

use crate::diagnosis::MarkedLine;
use crate::log::Level;

/// Where the line is: `line 17, 00:41:56.498, error`.
pub(in crate::report) fn marked_place(marked: &MarkedLine) -> String {
    let level = (marked.level != Level::None).then(|| marked.level.title().to_lowercase());
    let parts = [Some(format!("line {}", marked.line)), marked.time.clone(), level];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
