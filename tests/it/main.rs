//! Integration tests: one binary, one module per topic.

mod catalog;
mod cli;
mod search;
