//! The window, tested through its accessibility tree, as a screen reader uses it.

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::Column;

use crate::open_window::{Window, finish, open_sample, window};
use eframe::egui::{Event, Key, Modifiers, OutputCommand, Pos2, Role, pos2, vec2};

/// Whether the region "Code details" contains a text.
pub(crate) fn explains(window: &Window, text: &str) -> bool {
    let region = window.get_by_role_and_label(Role::Region, "Code details");
    region.children_recursive().any(|node| node.value().is_some_and(|value| value.contains(text)))
}

#[test]
fn the_search_field_has_focus_and_explains_a_typed_code() {
    let mut window = window();
    assert!(window.get_by_role_and_label(Role::TextInput, "Search codes").is_focused());
    window.get_by_label("Search codes").type_text("0x4004");
    window.run();
    assert!(explains(&window, "JOIN_ROOM_FAILED"));
    assert!(explains(&window, "What to do"));
    let table = window.get_by_role_and_label(Role::Table, "Error codes");
    let first = table.children_recursive().find(|node| node.accesskit_node().role() == Role::Row);
    let name = first.and_then(|row| row.accesskit_node().label());
    assert!(name.is_some_and(|name| name.contains("0x4004") && name.contains("16388")));
}

#[test]
fn the_first_problem_is_explained_before_anything_is_selected() {
    let mut window = window();
    open_sample(&mut window);
    for text in ["userSig expired", "What to do first", "How it went"] {
        assert!(explains(&window, text), "{text}");
    }
    window.get_by_label("Show it in the log").click();
    window.run();
    assert!(window.query_by_role_and_label(Role::Button, "Copy entry").is_some());
    window.get_by_role_and_label(Role::List, "Log entries").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    window.run();
    assert!(!explains(&window, "userSig expired"), "the last entry has another explanation");
}

#[test]
fn rows_and_filters_can_be_clicked() {
    let mut window = window();
    let families = window.get_by_role_and_label(Role::Group, "Family");
    families.get_by_role_and_label(Role::CheckBox, "Account").click();
    window.run();
    let row = window.get_all_by_role(Role::Row).next().expect("a row");
    assert!(row.accesskit_node().label().is_some_and(|name| name.contains("Account")));
    row.click();
    window.run();
    assert!(explains(&window, "What to do"));
}

#[test]
fn pasting_a_log_line_shows_its_codes() {
    let mut window = window();
    let line = "<ERROR> RtcError: Failed to join room - room id invalid code: -10012 \n <JOIN_ROOM_FAILED 0x4004>";
    window.event(Event::Paste(line.to_owned()));
    window.run();
    let rows: Vec<String> = window.get_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label()).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
}

#[test]
fn clicking_a_problem_of_the_sample_explains_it() {
    let mut window = window();
    open_sample(&mut window);
    let problems = window.get_by_role_and_label(Role::List, "Problems");
    let problem = problems.children_recursive().find(|node| node.accesskit_node().role() == Role::ListItem);
    problem.expect("a problem").click();
    window.run();
    assert!(explains(&window, "What to do"));
    assert!(window.query_by_role_and_label(Role::Button, "Copy entry").is_some());
    window.get_by_role_and_label(Role::List, "Log entries");
    window.get_by_role_and_label(Role::Button, "Export report…");
}

#[test]
fn keys_move_through_findings_and_entries() {
    let mut window = window();
    open_sample(&mut window);
    window.get_by_role_and_label(Role::List, "Log entries").focus();
    window.run();
    let number = |window: &Window| {
        let app = window.state().as_ref()?;
        Some(app.state().logs.shown()?.selection.details.as_ref()?.entry.number)
    };
    window.key_press(Key::F3);
    window.run();
    let first = number(&window).expect("a finding is selected");
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(number(&window), Some(first + 1));
    window.key_press_modifiers(Modifiers::SHIFT, Key::N);
    window.run();
    assert_eq!(number(&window), Some(first));
}

/// The texts that the window copied to the clipboard in its last frame.
fn copied(window: &Window) -> Vec<&str> {
    let commands = &window.output().platform_output.commands;
    commands
        .iter()
        .filter_map(|command| if let OutputCommand::CopyText(text) = command { Some(text.as_str()) } else { None })
        .collect()
}

#[test]
fn text_copied_from_a_log_is_redacted() {
    let mut window = window();
    let line =
        "TRTC[00:41:56:328] <INFO> [↑ws|u] connect to url: wss://h.example.com?userId=u&userSig=eJwtjE0LgkAUAP-LO4e";
    window.get_by_role_and_label(Role::Tab, "Logs").click();
    window.run();
    window.event(Event::Paste(line.to_owned()));
    finish(&mut window);
    window.get_by_role(Role::ListItem).click();
    window.run();
    window.event(Event::Copy);
    window.step();
    let text = copied(&window);
    assert!(text.iter().any(|text| text.contains("userId=u")), "{text:?}");
    assert!(text.iter().all(|text| !text.contains("eJwtjE0LgkAUAP")), "{text:?}");
}

#[test]
fn dropped_text_files_are_opened() {
    let mut window = window();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("日志 with 100% spaces.log");
    std::fs::write(&path, "error code: 16388 extraCode: -10013\n").expect("written");
    window.event_dropped(&path);
    finish(&mut window);
    finish(&mut window);
    window.get_by_role_and_label(Role::Tab, "日志 with 100% spaces.log");
    let entry = window.get_all_by_role(Role::ListItem).find_map(|row| row.accesskit_node().label());
    assert!(entry.is_some());
}

/// Presses the pointer at the first position, and releases it at the last one.
pub(crate) fn drag(window: &mut Window, positions: [Pos2; 3]) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: eframe::egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let [first, middle, last] = positions;
    for event in [
        Event::PointerMoved(first),
        button(first, true),
        Event::PointerMoved(middle),
        Event::PointerMoved(last),
        button(last, false),
    ] {
        window.event(event);
        window.step();
    }
    window.run();
}

#[test]
fn dragging_a_heading_edge_resizes_its_column_and_is_remembered() {
    let mut window = window();
    let heading = |window: &Window| window.get_by_role_and_label(Role::ColumnHeader, "Name").rect();
    let before = heading(&window);
    let edge = before.right_center();
    drag(&mut window, [edge, edge - vec2(20.0, 0.0), edge - vec2(60.0, 0.0)]);
    let after = heading(&window);
    assert!((before.width() - after.width() - 60.0).abs() < 1.0, "{before:?} {after:?}");
    let app = window.state().as_ref().expect("a program");
    let remembered = app.state().settings.column_widths.get(Column::Name).expect("a width");
    assert!((remembered - after.width()).abs() < 1.0, "{remembered} {after:?}");
    // Columns are resized in the header only: on the same edge, a row can be clicked.
    let row = window.get_all_by_role(Role::Row).nth(1).expect("a row").rect();
    drag(&mut window, [pos2(after.right(), row.center().y); 3]);
    let app = window.state().as_ref().expect("a program");
    assert_eq!(app.state().codes.list.selected(), Some(1));
}

#[test]
fn the_timeline_can_be_dragged_and_used_by_keyboard() {
    let mut window = window();
    open_sample(&mut window);
    let shown = |window: &Window| {
        let app = window.state().as_ref()?;
        Some(app.state().logs.shown()?.selection.list.len())
    };
    let all = shown(&window);
    let area = window.get_by_role_and_label(Role::Slider, "Timeline").rect();
    let at = |share: f32| area.left_center() + vec2(area.width() * share, 0.0);
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: eframe::egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for event in [
        Event::PointerMoved(at(0.05)),
        button(at(0.05), true),
        Event::PointerMoved(at(0.2)),
        Event::PointerMoved(at(0.5)),
        button(at(0.5), false),
    ] {
        window.event(event);
        window.step();
    }
    window.run();
    assert!(shown(&window) < all, "{:?} of {all:?}", shown(&window));
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(shown(&window), all);
    window.get_by_role_and_label(Role::Slider, "Timeline").focus();
    window.run();
    for _ in 0..3 {
        window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
        window.run();
    }
    assert!(shown(&window) < all && shown(&window) > Some(1), "{:?} of {all:?}", shown(&window));
}

#[test]
fn a_note_is_shown_in_the_codes_tab_and_in_the_log() {
    let mut window = window();
    window.get_by_label("Search codes").type_text("-10013");
    window.run();
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "My note");
    field.focus();
    field.type_text("renew the key");
    window.run();
    let row = window.get_all_by_role(Role::Row).next().and_then(|row| row.accesskit_node().label());
    assert!(row.is_some_and(|name| name.contains("note: renew the key")));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    window.run();
    window.event(Event::Paste("extraCode: -10013 <JOIN_ROOM_FAILED 0x4004>".to_owned()));
    finish(&mut window);
    window.key_press(Key::F3);
    window.run();
    assert!(explains(&window, "renew the key"));
}

#[test]
fn the_list_of_keys_opens_and_closes() {
    let mut window = window();
    window.key_press(Key::F1);
    window.run();
    window.get_by_label("Close the list of keys");
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("Close the list of keys").is_none());
}

/// Drops a file as the window system does.
trait Drop {
    fn event_dropped(&mut self, path: &std::path::Path);
}

#[derive(Debug)]
struct File(std::path::PathBuf);

impl eframe::egui::DroppedFile for File {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Drop for Window {
    fn event_dropped(&mut self, path: &std::path::Path) {
        self.input_mut().dropped_files.push(std::sync::Arc::new(File(path.to_owned())));
    }
}
