//! From keys to commands.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::app::{Command, Shortcut};

/// The commands whose keys were pressed; the keys are taken out of the input.
pub(super) fn pressed(ctx: &Context) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let mut commands = Vec::new();
    for command in Command::ALL {
        for shortcut in command.shortcuts() {
            if typing && shortcut.types_text() {
                continue;
            }
            // egui turns the platform's paste key into an event of its own, which `LensApp` reads.
            if let (false, Some(keys)) = (command == Command::PasteLog, keyboard_shortcut(*shortcut))
                && ctx.input_mut(|input| input.consume_shortcut(&keys))
            {
                commands.push(command);
            }
        }
    }
    commands
}

fn keyboard_shortcut(shortcut: Shortcut) -> Option<KeyboardShortcut> {
    let mut modifiers = if shortcut.primary { Modifiers::COMMAND } else { Modifiers::NONE };
    modifiers.shift = shortcut.shift;
    Some(KeyboardShortcut::new(modifiers, Key::from_name(shortcut.key)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_command_exists() {
        for command in Command::ALL {
            assert!(!command.shortcuts().is_empty(), "{command:?} has no key");
            for shortcut in command.shortcuts() {
                assert!(keyboard_shortcut(*shortcut).is_some(), "{command:?}: no key is called {}", shortcut.key);
            }
        }
    }
}
