//! The picture of a log in the window, by the accessibility tree.

use std::path::Path;
use std::sync::Arc;

use crate::open_window::{Window, finish, output, window};
use crate::window::explains;
use eframe::egui::{Color32, ColorImage, Event, Key, Modifiers, OutputCommand, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::source::picture_pixels;

const BOTH: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures/join-failed.png")
}

/// A window with the sample picture, opened as a copied file that is pasted.
fn with_picture() -> Window {
    let mut window = window();
    window.event(Event::Paste(format!("file://{}", sample().display())));
    finish(&mut window);
    window
}

fn rows(window: &Window) -> Vec<String> {
    let list = window.get_by_role_and_label(Role::List, "Log entries");
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.map(|row| row.accesskit_node().label().unwrap_or_default()).collect()
}

fn problems(window: &Window) -> Vec<String> {
    let list = window.get_by_role_and_label(Role::List, "Problems");
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.map(|row| row.accesskit_node().label().unwrap_or_default()).collect()
}

/// The box of the finding whose name begins with a code.
fn box_of(window: &Window, code: &str) -> String {
    let region = window.get_by_role_and_label(Role::Region, "Picture");
    let mut names = region.children_recursive().filter_map(|node| node.accesskit_node().label());
    names.find(|name| name.starts_with(code)).unwrap_or_else(|| panic!("no box of {code}"))
}

/// The picture that a job puts on the clipboard.
fn copied_image(window: &mut Window) -> Option<ColorImage> {
    output(window, |command| match command {
        OutputCommand::CopyImage(image) => Some(image.clone()),
        _ => None,
    })
}

#[test]
fn an_opened_picture_shows_its_rows_and_boxes() {
    let mut window = with_picture();
    assert!(rows(&window).iter().any(|row| row.contains("JOIN_ROOM_FAILED")), "{:?}", rows(&window));
    assert!(window.query_by_role_and_label(Role::Region, "Picture").is_some());
    let name = box_of(&window, "0x4004");
    assert!(name.contains("read surely"), "{name}");
    // A click on the box selects the row, and the row gets a box.
    window.get_by_role_and_label(Role::Link, &name).click();
    window.run();
    assert!(explains(&window, "The code was read surely."));
    assert!(window.query_by_label("Box of the selected row").is_some());
    assert!(window.query_by_label("The row in the picture").is_some());
    assert!(window.query_by_label("Timeline").is_none(), "times that were read are not sure enough");
}

#[test]
fn a_correction_changes_the_finding_and_is_marked() {
    let mut window = with_picture();
    let name = box_of(&window, "-10013");
    window.get_by_role_and_label(Role::Link, &name).click();
    window.run();
    window.get_by_role_and_label(Role::List, "Log entries").focus();
    window.run();
    window.key_press(Key::E);
    window.run();
    let field = window.get_by_label("Text of the row");
    let text = field.value().unwrap_or_default();
    assert!(text.contains("-10013") && field.is_focused(), "{text}");
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    window.get_by_label("Text of the row").type_text(&text.replace("-10013", "-10012"));
    window.run();
    window.get_by_role_and_label(Role::Button, "Correct").click();
    finish(&mut window);
    box_of(&window, "-10012, corrected by hand");
    assert!(rows(&window).iter().any(|row| row.contains("-10012") && row.ends_with("corrected by hand")));
    assert!(problems(&window).iter().any(|row| row.contains("-10012")), "{:?}", problems(&window));
    window.get_by_label("Undo correction").click();
    finish(&mut window);
    box_of(&window, "-10013");
    assert!(problems(&window).iter().all(|row| !row.contains("-10012")));
}

#[test]
fn a_pasted_picture_is_read_and_its_copy_is_redacted() {
    let mut window = window();
    let bytes = std::fs::read(sample()).expect("the sample");
    let pixels = picture_pixels(&bytes, u32::MAX).expect("a picture");
    let size = pixels.size.map(|side| side as usize);
    let image = ColorImage::from_rgb(size, &pixels.rgb);
    window.event(Event::PasteImage(Arc::new(image.clone())));
    finish(&mut window);
    box_of(&window, "0x4004");
    // A single event: several would be several frames, of which the test sees the last.
    let (key, physical_key, pressed, repeat) = (Key::X, None, true, false);
    window.event(Event::Key { key, physical_key, pressed, repeat, modifiers: BOTH });
    let copied = copied_image(&mut window).expect("the picture is copied");
    assert_eq!(copied.size, size);
    let part = |image: &ColorImage, [left, top, right, bottom]: [usize; 4]| -> Vec<Color32> {
        let rows = image.pixels.chunks(size[0]).skip(top).take(bottom - top);
        rows.flat_map(|row| row[left..right].to_vec()).collect()
    };
    let (user, code) = ([312, 34, 339, 46], [582, 34, 634, 46]);
    assert!(part(&copied, user).iter().all(|pixel| *pixel == Color32::BLACK), "the user in the second row is covered");
    assert_eq!(part(&copied, code), part(&image, code), "the code beside it is not");
    let changed = copied.pixels.iter().zip(&image.pixels).filter(|(one, other)| one != other).count();
    let all = image.pixels.len();
    assert!(changed > 100 && changed < all / 2, "{changed} of {all} pixels are covered");
    finish(&mut window);
    let notice = window.query_all_by_role(Role::Status).chain(window.query_all_by_role(Role::Alert));
    let words: Vec<String> = notice.filter_map(|node| node.accesskit_node().label()).collect();
    assert!(words.iter().any(|words| words.contains("covered")), "{words:?}");
}
