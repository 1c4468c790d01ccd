//! What the user asks for while a frame is drawn.

use crate::app::{Action, Command};

/// Actions in the order in which the user caused them. They are applied after the frame is drawn.
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
