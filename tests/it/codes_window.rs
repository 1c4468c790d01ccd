//! The tab of codes by keyboard: stops of the Tab key, arrows inside a group of filters, and sorting.

use eframe::egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::{Action, CodesAction, Column, ListAction};

use super::open_logs::empty;
use crate::open_window::{Window, state, window};

fn focused(window: &Window) -> Option<String> {
    let node = window.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    node.and_then(|node| node.accesskit_node().label())
}

#[test]
fn each_group_of_filters_is_one_stop_of_the_tab_key() {
    let mut window = window();
    window.get_by_label("Search codes").focus();
    window.run();
    let groups = state(&window).codes.toggles.len();
    let mut stops = Vec::new();
    while !window.get_by_role_and_label(Role::Table, "Error codes").is_focused() {
        window.key_press(Key::Tab);
        window.run();
        stops.extend(focused(&window));
        assert!(stops.len() < 40, "{stops:#?}");
    }
    let boxes: Vec<String> = window
        .get_all_by_role(Role::CheckBox)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| stops.contains(label))
        .collect();
    assert_eq!(boxes.len(), groups, "{stops:#?}");
}

#[test]
fn arrow_keys_move_inside_a_group_of_filters() {
    let mut window = window();
    let names: Vec<String> =
        window.get_all_by_role(Role::CheckBox).filter_map(|node| node.accesskit_node().label()).take(3).collect();
    window.get_by_role_and_label(Role::CheckBox, &names[0]).focus();
    window.run();
    for name in &names[1..] {
        window.key_press(Key::ArrowDown);
        window.run();
        assert_eq!(focused(&window).as_ref(), Some(name));
    }
    window.key_press(Key::Space);
    window.run();
    assert!(state(&window).codes.is_filtered());
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(focused(&window).as_ref(), Some(&names[1]));
    window.key_press(Key::Home);
    window.run();
    assert_eq!(focused(&window).as_ref(), Some(&names[0]));
}

#[test]
fn sorting_keeps_the_selected_code_in_view() {
    let mut state = empty();
    state.apply(Action::Codes(CodesAction::List(ListAction::Page(12.0))));
    for nth in [0, 7, 200, state.codes.lines.len() as u64 - 1] {
        state.apply(Action::Codes(CodesAction::List(ListAction::Select(nth))));
        // It is not visible before the rows are sorted.
        state.apply(Action::Codes(CodesAction::List(ListAction::ScrollBy(-90.0))));
        let selected = state.codes.selected.expect("a code");
        for column in [Column::Name, Column::Name, Column::Name, Column::Decimal] {
            state.apply(Action::Codes(CodesAction::SortBy(column)));
            assert_eq!(state.codes.selected_row().map(|row| row.code), Some(selected));
            let row = state.codes.list.selected().expect("a row");
            assert!(state.codes.list.visible().contains(&row), "{row} in {:?}", state.codes.list.visible());
        }
    }
}
