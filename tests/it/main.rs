//! Integration tests: one binary, one module for each topic.

// `expect_test` always writes raw strings with `#`.
#![allow(clippy::needless_raw_string_hashes)]

#[cfg(feature = "window")]
mod accessible_window;
mod case;
#[cfg(feature = "window")]
mod case_copies;
mod case_files;
mod case_reports;
mod catalog;
mod changing_files;
mod cli;
#[cfg(feature = "window")]
mod codes_window;
mod containers;
mod diagnosis;
mod documents;
mod encodings;
mod evidence;
mod field;
#[cfg(feature = "window")]
mod filter_window;
mod find;
mod folders;
mod following;
mod formats;
mod inspect_follow;
mod kept_logs;
mod knowledge;
mod ladder;
mod lines;
#[cfg(feature = "window")]
mod lines_window;
#[cfg(feature = "window")]
mod logs_window;
#[cfg(feature = "window")]
mod long_names;
mod many_findings;
mod narrow;
mod narrow_keys;
#[cfg(feature = "window")]
mod narrow_window;
mod notes;
mod open_logs;
#[cfg(feature = "window")]
mod open_window;
mod outages;
mod own_codes;
#[cfg(feature = "window")]
mod panes;
#[cfg(feature = "pictures")]
mod picture_kinds;
mod picture_state;
#[cfg(all(feature = "window", feature = "pictures"))]
mod picture_window;
#[cfg(feature = "pictures")]
mod pictures;
mod place;
mod places;
mod products;
mod properties;
mod readme;
mod redaction;
mod repeated;
mod reports;
mod retries;
mod search;
mod secrets;
mod several_logs;
#[cfg(feature = "window")]
mod shell_window;
mod state;
mod structure;
mod tidy;
mod timeline;
mod timeline_view;
#[cfg(feature = "window")]
mod window;
mod wording;
mod words;
