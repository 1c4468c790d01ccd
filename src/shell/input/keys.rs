//! Turns pressed keys, and the side buttons of the pointer, into commands.

use std::cmp::Reverse;

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers, PointerButton, Popup};

use crate::app::{Command, MainModifier, Shortcut};

/// The commands whose keys were pressed. Consumes the keys.
pub(crate) fn pressed(ctx: &Context) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let with_command = |command: Command| command.shortcuts().iter().map(move |shortcut| (*shortcut, command));
    let mut keys: Vec<(Shortcut, Command)> = Command::ALL.into_iter().flat_map(with_command).collect();
    // egui matches a key with Shift as the plain key, too, so shortcuts with more modifiers come first.
    keys.sort_by_key(|(shortcut, _)| {
        let modifiers = [shortcut.main != MainModifier::None, shortcut.shift, shortcut.alt];
        Reverse(modifiers.into_iter().filter(|is_held| *is_held).count())
    });
    // egui turns the platform's paste key into a paste event, which `LensApp` reads.
    keys.retain(|(shortcut, command)| *command != Command::PasteLog && !(typing && shortcut.types_text()));
    // An open menu closes by Escape itself.
    let in_menu = Popup::is_any_open(ctx);
    keys.retain(|(_, command)| !(in_menu && *command == Command::Dismiss));
    let consume =
        |shortcut| keyboard_shortcut(shortcut).is_some_and(|keys| ctx.input_mut(|input| input.consume_shortcut(&keys)));
    let by_key = keys.into_iter().filter(|(shortcut, _)| consume(*shortcut)).map(|(_, command)| command);
    let buttons = [(PointerButton::Extra1, Command::Back), (PointerButton::Extra2, Command::Forward)];
    let is_pressed = |button| ctx.input(|input| input.pointer.button_pressed(button));
    let by_pointer = buttons.into_iter().filter(|(button, _)| is_pressed(*button)).map(|(_, command)| command);
    by_key.chain(by_pointer).collect()
}

fn keyboard_shortcut(shortcut: Shortcut) -> Option<KeyboardShortcut> {
    let mut modifiers = match shortcut.main {
        MainModifier::None => Modifiers::NONE,
        MainModifier::Primary => Modifiers::COMMAND,
        MainModifier::Control => Modifiers::CTRL,
    };
    modifiers.shift = shortcut.shift;
    modifiers.alt = shortcut.alt;
    Some(KeyboardShortcut::new(modifiers, Key::from_name(shortcut.key)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_log_has_the_same_key_on_a_mac() {
        let next = Command::NextLog.shortcuts()[0];
        assert_eq!((next.label(false).as_str(), next.label(true).as_str()), ("Ctrl+Tab", "⌃Tab"));
        let previous = Command::PreviousLog.shortcuts()[0];
        assert_eq!((previous.label(false).as_str(), previous.label(true).as_str()), ("Ctrl+Shift+Tab", "⌃⇧Tab"));
        let keys = keyboard_shortcut(next).expect("Tab is a key");
        assert!(keys.modifiers.ctrl && !keys.modifiers.command && !keys.modifiers.mac_cmd);
    }

    #[test]
    fn every_key_of_a_command_exists() {
        for command in Command::ALL {
            for shortcut in command.shortcuts() {
                assert!(keyboard_shortcut(*shortcut).is_some(), "{command:?}: no key is called {}", shortcut.key);
            }
        }
    }
}
