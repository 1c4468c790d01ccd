//! The position in a JSON document that is too large to be read at once.

use crate::log::json::pointer_token;

/// The containers of a JSON document that are open.
#[derive(Debug, Default)]
pub(super) struct JsonPosition {
    /// From the outermost to the innermost.
    pub open: Vec<JsonContainer>,
}

/// A container whose elements are read one by one.
#[derive(Debug)]
pub(super) enum JsonContainer {
    /// An array, and the index of its next element.
    Array { next_idx: usize },
    /// An object, the last key that was read, and whether its value comes next.
    Object { key: String, awaits_value: bool },
}

impl JsonPosition {
    /// The pointer of the last value that was begun.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for container in &self.open {
            pointer.push('/');
            match container {
                JsonContainer::Array { next_idx } => pointer.push_str(&next_idx.saturating_sub(1).to_string()),
                JsonContainer::Object { key, .. } => pointer.push_str(&pointer_token(key)),
            }
        }
        pointer
    }
}
