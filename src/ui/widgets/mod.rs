//! The parts that views are made of.

pub mod badge;
pub mod button;
pub mod code_details;
pub mod icon;
pub mod list;
pub mod tab;
pub mod text;
pub mod toggle;
