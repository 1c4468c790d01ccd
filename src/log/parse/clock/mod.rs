//! Times of entries: the only code that reads them.
//!
//! In: the text of an entry, or a member of a record. Out: the time as printed, in a uniform format, which reports show; and
//! [`Clock`], the same as a value, which measures how much time has passed.
//!
//! - `printed`: finds the times that the SDK, consoles, Chromium and other programs print, and makes them uniform
//! - `value`: parses a printed time into a [`Clock`]
//!
//! Known forms: `00:41:56.498` and `00:41:56` of consoles, the SDK's `00:41:56:498` and `01:00:19:77`,
//! `2026-11-23T16:41:56.519Z`, `11/24/2026, 1:13:51 AM`, `2026/11/24 下午1:13:51`, logcat's `11-23 16:44:46.581`, `TIM 16:44:46.581:` of loggers with a name, Chromium's
//! `1123/164446.581493`, and seconds or milliseconds since 1970.
//!
//! What always holds: a time is what a clock showed. Most clocks show neither a date nor a zone, so none is assumed.

mod printed;
mod value;

pub(crate) use self::printed::{
    chromium_clock, has_date, has_zone, is_chromium_clock, is_time_of_day, leading_clock, leading_clock_len,
    named_clock, number_as_date, sdk_clock, time_of_text,
};
pub use self::value::Clock;
