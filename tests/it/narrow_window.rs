//! Narrowing a log in the window by keys and menus, and lists that scroll by whole rows.

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Role, TouchPhase, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::narrow::two_users;
use super::narrow_keys::chips;
use super::open_window::{SIZE, Window, finish, state as state_of, window_with};

fn two_users_window() -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("two.log");
    std::fs::write(&path, two_users()).expect("the log is written");
    let window = window_with(SIZE, vec![path]);
    (folder, window)
}

#[test]
fn two_keys_copy_the_report_of_the_user() {
    let (_folder, mut window) = two_users_window();
    window.key_press(Key::U);
    window.step();
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    finish(&mut window);
    let state = state_of(&window);
    let said = state.notices.last().map_or("", |notice| notice.text.as_str());
    assert!(said.contains("narrowed to user student_07") && said.contains("clipboard"), "{said}");
    assert_eq!(chips(state_of(&window)), ["user student_07"]);
}

#[test]
fn the_menu_of_a_problem_narrows_by_mouse_and_by_key() {
    let (_folder, mut window) = two_users_window();
    let at = {
        let list = window.get_by_role_and_label(Role::List, "Problems");
        let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
        rows.next().expect("a problem").rect().center()
    };
    window.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        window.step();
    }
    window.run();
    window.get_by_label("Only this problem").click();
    finish(&mut window);
    assert_eq!(chips(state_of(&window)).len(), 1);
    assert!(window.query_by_label("Only this problem").is_none(), "the menu is closed");
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    window.run();
    assert!(window.get_by_label("Only this problem").is_focused(), "the keyboard is in the menu");
    window.get_by_label("Only its user").click();
    finish(&mut window);
    assert!(chips(state_of(&window)).contains(&"user student_07".to_owned()));
}

#[test]
fn the_wheel_leaves_no_row_cut() {
    let (_folder, mut window) = two_users_window();
    let at = {
        let list = window.get_by_role_and_label(Role::List, "Log entries");
        let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
        rows.nth(3).expect("a row").rect().center()
    };
    window.event(Event::PointerMoved(at));
    let wheel = |points: f32, phase| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase,
        modifiers: Modifiers::NONE,
        source: MouseWheelSource::Trackpad,
    };
    // Fingers on a trackpad, since the steps of a wheel are spread over several frames.
    window.event(wheel(0.0, TouchPhase::Start));
    window.step();
    let scrolled = [30.0, 17.0, 40.0, 11.0].map(|points| {
        window.event(wheel(points, TouchPhase::Move));
        window.step();
        state_of(&window).logs.shown().expect("a log").selection.list.top()
    });
    assert!(scrolled.iter().all(|(_, fraction)| *fraction == 0.0), "{scrolled:?}");
    assert!(scrolled[3].0 >= 3, "98 points are more than three rows: {scrolled:?}");
}

#[test]
fn a_user_of_the_case_leads_to_the_log_narrowed_to_the_user() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, other) = (folder.path().join("two.log"), folder.path().join("other.log"));
    std::fs::write(&path, two_users()).expect("the log is written");
    std::fs::write(&other, "TRTC[00:41:56:328] <INFO> [↑c1|student_1] join room success\n").expect("written");
    let mut window = window_with(SIZE, vec![path, other]);
    let first = |window: &Window| {
        let list = window.get_by_role_and_label(Role::List, "Opened logs");
        let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
        rows.next().expect("the row of all logs").click();
    };
    first(&window);
    finish(&mut window);
    window.get_by_role_and_label(Role::List, "Users of all logs").focus();
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    let user = state_of(&window).logs.case.lanes[0].user.clone();
    window.key_press(Key::Enter);
    finish(&mut window);
    let state = state_of(&window);
    assert_eq!(state.logs.shown().map(|log| log.short_name().to_owned()).as_deref(), Some("two.log"), "{user}");
    assert_eq!(chips(state), [format!("user {user}")]);
}
