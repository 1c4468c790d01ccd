//! The accessibility tree of each view: every control has a name, and the controls of a row are in the order in which they are
//! seen.

use std::path::PathBuf;

use crate::open_window::{CLASS, SIZE, Window, finish, window_with};
use eframe::egui::{Key, Modifiers, Rect, Role, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const SIZES: [Vec2; 3] = [vec2(1000.0, 640.0), SIZE, vec2(2560.0, 1440.0)];

/// Whether it is a control with a name of its own. The scroll bars of egui have none.
fn is_control(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::ComboBox
            | Role::Link
            | Role::ListItem
            | Role::RadioButton
            | Role::Row
            | Role::Tab
            | Role::TextInput
    )
}

/// The controls of the window in the order of the tree, each with its parent, name and place.
fn controls(window: &Window) -> Vec<(String, Role, String, Rect)> {
    let mut found = Vec::new();
    for node in window.root().children_recursive() {
        let role = node.accesskit_node().role();
        if is_control(role) {
            let parent = node.accesskit_node().parent().map(|parent| format!("{:?}", parent.id())).unwrap_or_default();
            found.push((parent, role, node.accesskit_node().label().unwrap_or_default(), node.rect()));
        }
    }
    found
}

fn check(window: &Window, view: &str) {
    let found = controls(window);
    assert!(found.len() > 8, "{view}: {found:#?}");
    let unnamed: Vec<_> = found.iter().filter(|(_, _, name, _)| name.trim().is_empty()).collect();
    assert!(unnamed.is_empty(), "{view}: controls without a name: {unnamed:#?}");
    for pair in found.windows(2) {
        let [(parent, _, before, one), (other_parent, _, after, other)] = pair else { continue };
        let in_row = (one.center().y - other.center().y).abs() < 4.0;
        let in_order = one.left() <= other.left() || one.contains_rect(*other);
        assert!(parent != other_parent || !in_row || in_order, "{view}: “{after}” is drawn before “{before}”");
    }
}

#[test]
fn every_control_of_each_view_is_named_and_in_order() {
    for size in SIZES {
        let mut window = window_with(size, vec![PathBuf::from(CLASS)]);
        check(&window, "a log");
        for (view, modifiers, key) in [
            ("all logs by time", Modifiers::COMMAND, Key::M),
            ("the search over all logs", Modifiers::COMMAND | Modifiers::SHIFT, Key::G),
            ("the codes", Modifiers::COMMAND, Key::Num1),
            ("the settings", Modifiers::COMMAND, Key::Comma),
            ("the list of keys", Modifiers::NONE, Key::F1),
            ("the palette", Modifiers::COMMAND | Modifiers::SHIFT, Key::P),
        ] {
            window.key_press_modifiers(modifiers, key);
            finish(&mut window);
            check(&window, view);
            if !matches!(view, "all logs by time" | "the codes") {
                window.key_press(Key::Escape);
                finish(&mut window);
            }
        }
        window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
        finish(&mut window);
        {
            let list = window.get_by_role_and_label(Role::List, "Opened logs");
            let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
            rows.next().expect("a row").click();
        }
        finish(&mut window);
        check(&window, "the case");
    }
}
