//! From an entry of a log to a client event: joined, left, reconnected …
//!
//! Input: the message of an entry, and the occurrences of the pattern literals in it. Output: the [`ClientEvent`] that the
//! message reports, if any, and the [`Speaker`], the client and user that the entry is about. The files in order:
//!
//! - `client_event`: all events, with the texts that they contain
//! - `patterns`: which literal reports which event, and how the rest of the line is parsed; SDK 4.3.2 to 5.17.1 and browsers
//! - `speaker`: the client and user in the SDK's prefix of an entry
//! - `lookup`: finds the event of an entry whose literals are known from the prefilter, without parsing the entry in full
//! - `event_record`: a compact form of an event for the report of a chunk, which stores its texts
//!
//! What always holds: an entry reports at most one event, in the first line of its message. Each event has a literal of at
//! least three bytes in its line, so that lines without literals are never parsed. Events are read independently of other
//! entries; `diagnosis` relates them to each other.

mod client_event;
mod event_record;
mod lookup;
mod patterns;
mod speaker;

pub(crate) use self::client_event::{BLOCKED_BY_POLICY, ClientEvent, Direction, PageCall};
pub(crate) use self::event_record::{EventRecord, EventTexts};
pub(crate) use self::lookup::{first_line, lookup_event};
pub(crate) use self::patterns::{PatternMatch, find_pattern, literals};
pub(crate) use self::speaker::{Speaker, is_downlink};
