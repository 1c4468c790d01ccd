//! Integration tests: one binary, one module per topic.

mod catalog;
mod cli;
mod redaction;
mod search;
