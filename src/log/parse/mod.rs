//! Parses one entry in full.
//!
//! In: a `RawEntry` (its text, and what kind it is), or a whole chunk. The stages:
//!
//! 1. `chunk` reads the entries of a chunk: lines, or one record of a JSON document.
//! 2. `reader` parses each raw entry. JSON and rows of tables are records, which may contain further entries.
//! 3. `text` parses an entry of text: it removes what the export puts around the message.
//! 4. `prefix` reads the SDK's prefix: time, level, client and user.
//! 5. `record_fields` reads message, level, time and codes of a record.
//! 6. [`clock`] reads and compares times.
//!
//! Out: `ParsedEntry`, with the texts and objects that may carry codes.
//!
//! What always holds: parsing cannot fail (what has no known format is free text), and it depends on the entry alone, not
//! on the entries before it.

pub(crate) mod chunk;
pub mod clock;
pub(crate) mod parsed_entry;
pub(crate) mod prefix;
pub(crate) mod reader;
pub(crate) mod record_fields;
pub(crate) mod text;
