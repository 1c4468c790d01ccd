//! Long names of users and logs: nothing is pushed away or covered.

use std::fmt::Write as _;

use eframe::egui::{Key, Rect, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::open_window::{Window, finish, window_with};

fn rects(window: &Window, role: Role) -> Vec<(String, Rect)> {
    let all = window.get_all_by_role(role).filter(|node| node.accesskit_node().bounding_box().is_some());
    all.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
}

#[test]
fn a_user_with_a_long_id_pushes_nothing_away() {
    let user = format!("customer-{}-00017", "x".repeat(200));
    let text = include_str!("../../assets/samples/join-failed.log").replace("student_07", &user);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("{} 很长的文件名.log", "a very long name ".repeat(6)));
    std::fs::write(&path, text).expect("the log is written");
    let other = folder.path().join("other.log");
    std::fs::write(&other, "TRTC[00:41:56:328] <INFO> [↑c1|student_1] join room success\n").expect("written");
    let mut window = window_with(vec2(1000.0, 640.0), vec![path, other]);
    for is_selected in [false, true] {
        if is_selected {
            window.key_press(Key::F3);
            finish(&mut window);
        }
        let details = window.get_by_role_and_label(Role::Splitter, "Width of details").rect();
        let list = window.get_by_role_and_label(Role::List, "Log entries");
        let rows: Vec<Rect> = list
            .children_recursive()
            .filter(|node| node.accesskit_node().role() == Role::ListItem)
            .map(|node| node.rect())
            .collect();
        let mut found = String::new();
        for role in [Role::Label, Role::Link, Role::Button, Role::TextInput] {
            for (name, rect) in rects(&window, role).into_iter().filter(|(_, rect)| rect.right() > 1000.5) {
                let _ = writeln!(found, "{role:?} {name:.40}: {rect:?}");
            }
        }
        let covered = rows.iter().find(|row| row.right() > details.left() + 0.5);
        assert!(covered.is_none() && found.is_empty(), "{covered:?} beside {details:?}, outside: {found}");
    }
}
