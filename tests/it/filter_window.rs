//! Filters, narrowing and finding in the window, tested through its accessibility tree.

use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::open_window::{SIZE, Window, finish, open_sample, window_with};
use eframe::egui::{Key, Modifiers, Role, Vec2, vec2};

/// A window of this size with the sample.
fn sample_window(size: Vec2) -> Window {
    let mut window = window_with(size, Vec::new());
    open_sample(&mut window);
    window
}

fn rows(window: &Window) -> Vec<String> {
    let list = window.get_by_role_and_label(Role::List, "Log entries");
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.filter_map(|row| row.accesskit_node().label()).collect()
}

/// Whether the window shows a text.
fn says(window: &Window, text: &str) -> bool {
    let has = |part: Option<String>| part.is_some_and(|part| part.contains(text));
    window.root().children_recursive().any(|node| has(node.value()) || has(node.accesskit_node().label()))
}

/// Where the list of entries begins.
fn list_top(window: &Window) -> f32 {
    window.get_by_role_and_label(Role::TextInput, "Filter entries").rect().bottom()
}

#[test]
fn finding_steps_with_enter_and_keeps_the_focus() {
    let mut window = sample_window(SIZE);
    let before = list_top(&window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    let field = window.get_by_role_and_label(Role::TextInput, "Find in the entries");
    assert!(field.is_focused());
    field.type_text("joining room");
    finish(&mut window);
    assert!(window.query_by_label("1 of 2").is_some());
    for (modifiers, wanted) in [(Modifiers::NONE, "2 of 2"), (Modifiers::NONE, "1 of 2"), (Modifiers::SHIFT, "2 of 2")]
    {
        window.key_press_modifiers(modifiers, Key::Enter);
        window.run();
        assert!(window.query_by_label(wanted).is_some(), "{wanted}");
        assert!(window.get_by_role_and_label(Role::TextInput, "Find in the entries").is_focused());
    }
    assert!(rows(&window).iter().any(|row| row.contains("joining room")));
    assert!(rows(&window).iter().any(|row| !row.contains("joining room")), "nothing is hidden");
    assert!((list_top(&window) - before).abs() < 0.5, "nothing moves");
}

#[test]
fn filters_become_chips_that_a_click_removes() {
    let mut window = sample_window(SIZE);
    let before = list_top(&window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::J);
    window.run();
    for text in ["join", "-heartbeat"] {
        let field = window.get_by_role_and_label(Role::TextInput, "Filter entries");
        assert!(field.is_focused());
        field.type_text(text);
        window.run();
        window.key_press(Key::Enter);
        finish(&mut window);
    }
    assert!(window.query_by_role_and_label(Role::Button, "Remove not “heartbeat”").is_some());
    assert!(rows(&window).iter().all(|row| row.to_lowercase().contains("join")));
    window.get_by_role_and_label(Role::Button, "Remove “join”").click();
    finish(&mut window);
    assert!(rows(&window).iter().any(|row| !row.to_lowercase().contains("join")));
    assert!((list_top(&window) - before).abs() < 0.5, "nothing moves");
    window.get_by_role_and_label(Role::Link, "Show all").click();
    finish(&mut window);
    assert!(window.query_by_role_and_label(Role::Button, "Remove not “heartbeat”").is_none());
}

#[test]
fn a_narrowing_is_a_chip_and_nothing_moves() {
    let mut window = sample_window(SIZE);
    window.get_by_role_and_label(Role::ComboBox, "Filter by code").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Search the log's codes").type_text("70001");
    window.run();
    let choices: Vec<String> =
        window.get_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(choices.iter().any(|choice| choice.starts_with("70001, ") && choice.contains("rror")), "{choices:?}");
    window.key_press(Key::Enter);
    finish(&mut window);
    assert!(rows(&window).iter().all(|row| row.contains("70001")), "{:?}", rows(&window));
    let problems = window.get_by_role_and_label(Role::List, "Problems");
    let problems = problems.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem).count();
    assert_eq!(problems, 1);
    window.get_by_role_and_label(Role::Button, "Remove code 70001").click();
    finish(&mut window);
    assert!(rows(&window).iter().any(|row| !row.contains("70001")));
}

#[test]
fn a_wrong_expression_is_shown_below_its_field_and_moves_nothing() {
    for size in [vec2(1000.0, 640.0), vec2(1280.0, 800.0)] {
        let mut window = sample_window(size);
        let before = list_top(&window);
        window.get_by_role_and_label(Role::TextInput, "Filter entries").focus();
        window.run();
        window.get_by_role_and_label(Role::TextInput, "Filter entries").type_text("/(/");
        finish(&mut window);
        assert!(says(&window, "not a regular expression"));
        assert!((list_top(&window) - before).abs() < 0.5);
        let names = ["Filter entries", "Find in the entries"];
        let tops = names.map(|name| window.get_by_role_and_label(Role::TextInput, name).rect().top());
        assert!((tops[0] - tops[1]).abs() < 1.0, "the bar does not wrap at {size:?}");
        let next = window.get_by_role_and_label(Role::Button, "Next finding").rect();
        assert!(
            next.right() <= size.x
                && (next.top() - window.get_by_role_and_label(Role::CheckBox, "Error").rect().top()).abs() < 8.0
        );
    }
}

#[test]
fn control_click_shows_a_level_alone() {
    let mut window = sample_window(SIZE);
    let all = rows(&window).len();
    for wanted in [true, false] {
        window.get_by_role_and_label(Role::CheckBox, "Error").click_modifiers(Modifiers::COMMAND);
        finish(&mut window);
        let only_errors = rows(&window).iter().all(|row| row.contains(", Error, "));
        assert_eq!(only_errors, wanted);
    }
    assert_eq!(rows(&window).len(), all);
}

#[test]
fn a_narrowed_report_says_so() {
    let mut window = sample_window(SIZE);
    window.get_by_role_and_label(Role::ComboBox, "Filter by code").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Search the log's codes").type_text("70001");
    window.run();
    window.key_press(Key::Enter);
    finish(&mut window);
    window.get_by_role_and_label(Role::Button, "Copy report").click();
    finish(&mut window);
    assert!(says(&window, "narrowed to code 70001"));
}
