//! Draws the state with egui.
//!
//! In: the [`State`](crate::app::State) and its view models, read only.
//!
//! - `window`: the whole window: bar, tab, overlays
//! - `bar`: tabs, search field, appearance
//! - `overlays/`, `prompt`: what floats over the window: sheets, messages, a code beside a log; questions
//! - `codes_tab`, `codes_table`: filters, table and details of codes
//! - `logs_tab`, `welcome`: the opened logs; what is shown while none is open
//! - `logs_list/`, `session_view/`, `case_view/`: the list of logs; one log; all logs as one case
//! - `picture_view/`: the picture that a log was read from
//! - `widgets/`: buttons, badges, lists, texts that several views draw
//! - `split_row`: a row whose end is at the right edge
//! - `focus`: ids of widgets that can get the keyboard focus
//! - `theme`: colours, fonts and sizes
//!
//! Out: [`Actions`], which are applied after the frame is drawn.
//!
//! What always holds: no function changes the state; only `theme` has colours, fonts and sizes that several files use;
//! everything that can be clicked has an accessible name and can be reached by keyboard.

pub(crate) mod bar;
mod case_view;
mod codes_tab;
mod codes_table;
pub(crate) mod focus;
mod logs_list;
mod logs_tab;
mod overlays;
mod picture_view;
mod prompt;
mod session_view;
mod split_row;
pub mod theme;
mod welcome;
mod widgets;
mod window;

pub use window::window_ui;

/// What the user asks for while a frame is drawn, in this order.
pub type Actions = Vec<crate::app::Action>;
