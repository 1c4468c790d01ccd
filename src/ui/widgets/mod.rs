//! The parts that views are made of.

mod badge;
mod button;
mod code_details;
mod icon;
mod list;
mod tab;
mod text;
mod toggle;

pub use badge::{badge_size, badge_ui, paint_badge};
pub use button::{button_ui, icon_button_ui, link_beside_text_ui, link_ui, primary_button_ui, small_link_ui};
pub use code_details::{code_details_ui, steps_ui};
pub use icon::{Icon, paint_icon, paint_severity};
pub use list::{ListInput, ListSpec, MOVES, RowPaint, list_frame_ui, list_ui, rows_rect};
pub use tab::{file_tab_ui, tab_ui};
pub use text::{Highlighted, clipped, clipped_width, clock, heading_ui, heading_with_ui, highlighted, paragraph_ui};
pub use toggle::{check_ui, level_toggle_ui};

pub use crate::app::group_digits;
