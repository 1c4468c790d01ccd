//! Draws the state with egui. Every function here takes a view model and pushes actions; none changes the state.
//!
//! `theme` is the only file with colours, fonts and sizes.

mod bar;
mod codes_tab;
mod codes_table;
mod logs_tab;
mod prompt;
mod session_view;
pub mod theme;
mod welcome;
mod widgets;
mod window;

pub use window::window_ui;

use crate::app::{Action, Command};

/// Actions in the order in which the user caused them; they are carried out after drawing.
#[derive(Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Adds an action.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Adds a command.
    pub fn run(&mut self, command: Command) {
        self.push(Action::Run(command));
    }
}

impl IntoIterator for Actions {
    type Item = Action;
    type IntoIter = std::vec::IntoIter<Action>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The keyboard's places: widgets that the state can send the focus to.
pub mod focus {
    use eframe::egui::Id;

    /// The field "Search codes".
    pub fn search() -> Id {
        Id::unique("search codes")
    }

    /// The field that filters entries.
    pub fn entry_filter() -> Id {
        Id::unique("entry filter")
    }

    /// The field in which a question is answered.
    pub fn answer() -> Id {
        Id::unique("answer")
    }

    /// The timeline of a log.
    pub fn timeline() -> Id {
        Id::unique("timeline")
    }

    /// The list "Log entries".
    pub fn entries() -> Id {
        Id::unique("log entries")
    }
}
