//! The parts of a log's view: what is visible, how they are resized and folded, and how they name what they show.

use std::fmt::Write as _;

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::{Action, Effect, Notes, Pane, PaneAction, Settings, State};
use trtc_lens::catalog::Catalog;

use crate::open_window::{Window, finish, window_with};
use crate::window::{drag, explains};
use eframe::egui::{Event, Key, Modifiers, Role, vec2};

/// A window of this size with a log.
fn with_log(size: [f32; 2], log: &str) -> Window {
    let mut window = window_with(size.into(), Vec::new());
    window.get_by_role_and_label(Role::Tab, "Logs").click();
    window.run();
    window.event(Event::Paste(log.to_owned()));
    finish(&mut window);
    window
}

/// A call in which many things fail, for as many users.
fn many_problems() -> String {
    let failures =
        ["0x4001", "0x4002", "0x4003", "0x4004", "0x4005", "0x4006", "0x1000", "0x1001", "0x1002", "0x1003", "0x1004"];
    let mut log = String::new();
    for (nth, code) in failures.iter().cycle().take(33).enumerate() {
        let _ = writeln!(
            log,
            "TRTC[00:41:{nth:02}:100] <INFO> [↑c{nth}|user_{nth}] Join() => joining room: {nth} mode: rtc role: anchor\n\
             TRTC[00:41:{nth:02}:500] <ERROR> [↑c{nth}|user_{nth}] RtcError: it failed <FAILURE {code}>"
        );
    }
    log
}

fn joined_and_refused() -> &'static str {
    include_str!("../../assets/samples/join-failed.log")
}

/// The width of the details in a window of this width: they reach from their edge to that of the window.
fn details_width(window: &Window, of_window: f32) -> f32 {
    of_window - window.get_by_role_and_label(Role::Splitter, "Width of details").rect().left()
}

/// The rows of a list that are visible.
fn rows_of(window: &Window, list: &str) -> Vec<String> {
    let list = window.get_by_role_and_label(Role::List, list);
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.filter_map(|row| row.accesskit_node().label()).collect()
}

#[test]
fn twelve_rows_of_the_log_are_visible_in_the_smallest_window() {
    let window = with_log([1000.0, 640.0], &many_problems());
    let rows = rows_of(&window, "Log entries");
    assert!(rows.len() >= 12, "{}: {rows:?}", rows.len());
    assert!(rows_of(&window, "Problems").len() >= 2);
}

#[test]
fn a_large_window_shows_more_problems_and_lanes() {
    let small = with_log([1280.0, 800.0], &many_problems());
    let large = with_log([2560.0, 1440.0], &many_problems());
    for (list, least) in [("Problems", 10), ("Users on the timeline", 6)] {
        let [small, large] = [&small, &large].map(|window| rows_of(window, list).len());
        assert!(large >= least && large > small, "{list}: {small} and {large}");
    }
    let width = details_width(&large, 2560.0);
    assert!((640.0..720.0).contains(&width), "{width}");
}

#[test]
fn the_edges_of_panes_move_by_pointer_and_by_keyboard() {
    let mut window = with_log([1280.0, 800.0], &many_problems());
    let edge = window.get_by_role_and_label(Role::Splitter, "Width of details").rect().center();
    let details = |window: &Window| details_width(window, 1280.0);
    let before = details(&window);
    drag(&mut window, [edge, edge - vec2(20.0, 0.0), edge - vec2(90.0, 0.0)]);
    assert!((details(&window) - before - 90.0).abs() < 2.0, "{before} {}", details(&window));
    let kept = |window: &Window, pane| window.state().as_ref().and_then(|app| app.state().settings.panes.size(pane));
    assert!(kept(&window, Pane::Details).is_some());

    let problems = |window: &Window| rows_of(window, "Problems").len();
    let before = problems(&window);
    window.get_by_role_and_label(Role::Splitter, "Height of problems").focus();
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(problems(&window), before + 1);
    window.key_press(Key::Enter);
    window.run();
    assert_eq!((problems(&window), kept(&window, Pane::Problems)), (before, None));
}

#[test]
fn panes_fold_and_unfold() {
    let mut window = with_log([1280.0, 800.0], joined_and_refused());
    let entries = |window: &Window| rows_of(window, "Log entries").len();
    let before = entries(&window);
    window.get_by_role_and_label(Role::DisclosureTriangle, "What went wrong: 2 problems").click();
    window.run();
    assert!(window.query_by_role_and_label(Role::List, "Problems").is_none());
    assert!(entries(&window) > before);
    window.get_by_role_and_label(Role::DisclosureTriangle, "Fold timeline").click();
    window.run();
    assert!(window.query_by_role_and_label(Role::List, "Users on the timeline").is_none());
    window.get_by_role_and_label(Role::Button, "Fold details").click();
    window.run();
    assert!(window.query_by_role_and_label(Role::Region, "Code details").is_none());
    for key in [Key::P, Key::T, Key::I] {
        window.key_press_modifiers(Modifiers::COMMAND, key);
        window.run();
    }
    assert_eq!(entries(&window), before);
    window.get_by_role_and_label(Role::Region, "Code details");
}

#[test]
fn details_begin_with_the_line_and_end_with_the_catalog_folded() {
    let mut window = with_log([1280.0, 2400.0], joined_and_refused());
    window.key_press(Key::F3);
    window.run();
    let region = window.get_by_role_and_label(Role::Region, "Code details");
    let texts: Vec<String> =
        region.children_recursive().filter_map(|node| node.accesskit_node().label().or(node.value())).collect();
    let place = |text: &str| {
        texts.iter().position(|shown| shown.contains(text)).unwrap_or_else(|| panic!("{text} is not in {texts:#?}"))
    };
    let order = ["usersig is expired", "What to do first", "How it went", "Why", "All about 70001"].map(place);
    assert!(order.is_sorted(), "{order:?} in {texts:#?}");
    assert!(!explains(&window, "Copy as Markdown"), "the catalog is folded");
    window.get_by_role_and_label(Role::DisclosureTriangle, "All about 70001").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Copy as Markdown");
}

#[test]
fn nothing_moves_when_something_is_selected() {
    let mut window = with_log([1000.0, 640.0], joined_and_refused());
    let places = |window: &Window| {
        ["Log entries", "Problems", "Users on the timeline"].map(|list| {
            let list = window.get_by_role_and_label(Role::List, list);
            let row = list.children_recursive().find(|node| node.accesskit_node().role() == Role::ListItem);
            row.expect("a row").rect().left_top()
        })
    };
    let before = places(&window);
    window.key_press(Key::F3);
    window.run();
    assert_eq!(places(&window), before);
}

#[test]
fn problems_name_their_gravity_and_counts() {
    let window = with_log([1280.0, 800.0], joined_and_refused());
    let rows = rows_of(&window, "Problems");
    assert_eq!(
        rows.first().map(String::as_str),
        Some(
            "Failure: userSig expired: joining failed, never got in, 70001, then 0x4001, student_07, once, \
             00:41:37.337 to 00:41:37.352"
        )
    );
}

#[test]
fn what_does_no_harm_is_not_counted_as_wrong() {
    let log = "[04:04:14:602] <INFO> [↓t1-r1-vt|teacher_1] stop video player\n\
               [04:04:14:638] <WARN> [↓t1-r1-vt|teacher_1] AbortError: The play() request was interrupted by a new load request. https://goo.gl/LdLk22\n\
               TRTC[04:04:57:328] <ERROR> [↑s1|alice] getUserMedia error NotAllowedError: Permission denied\n";
    let window = with_log([1280.0, 800.0], log);
    let rows = rows_of(&window, "Problems");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].starts_with("Failure: ") && rows[1].starts_with("Harmless: "), "{rows:?}");
    window.get_by_role_and_label(Role::DisclosureTriangle, "What went wrong: one problem; 1 harmless below");
}

#[test]
fn a_log_without_a_code_leads_with_its_own_errors() {
    let log = "TRTC[00:41:56:328] <INFO> [↑c1|alice] Join() => joining room: 5001 mode: rtc role: anchor\n\
               TRTC[00:41:56:400] <INFO> [↑c1|alice] Join room success, start heartbeat\n\
               TRTC[00:41:57:100] <WARN> [↑c1|alice] the buffer is low\n\
               TRTC[00:41:58:100] <ERROR> [↑c1|alice] something odd happened to the encoder\n\
               TRTC[00:42:57:100] <INFO> [↑c1|alice] leave() => leaving room\n";
    let mut window = with_log([1280.0, 800.0], log);
    let rows = rows_of(&window, "Problems");
    let wanted = [
        "Logged as Error: [↑c1|alice] something odd happened to the encoder, line 4",
        "Logged as Warn: [↑c1|alice] the buffer is low, line 3",
        "Stay: alice, room 5001: entered; left, 00:42:57 (line 5)",
    ];
    assert_eq!(rows, wanted);
    let line = |window: &Window| {
        let app = window.state().as_ref()?;
        Some(app.state().logs.shown()?.selection.details.as_ref()?.entry.first_line)
    };
    let mut lines = Vec::new();
    for _ in 0..4 {
        window.key_press(Key::F3);
        window.run();
        lines.extend(line(&window));
    }
    assert_eq!(lines, [3, 4, 5, 3]);
    window.get_by_role_and_label(Role::List, "Problems").get_by_label(wanted[0]).click();
    window.run();
    assert_eq!(line(&window), Some(4));
}

#[test]
fn sizes_of_panes_are_kept_in_the_settings() {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    assert!(!state.settings.render().contains("panes"), "sizes that nobody chose are not written");
    let drag = state.apply(Action::Pane(PaneAction::Resize(Pane::Details, 512.0)));
    assert!(drag.is_empty(), "a drag writes nothing before its end");
    for action in [PaneAction::Settle, PaneAction::Fold(Pane::Timeline)] {
        let effects = state.apply(Action::Pane(action));
        assert!(matches!(effects.as_slice(), [Effect::SaveSettings(_)]));
    }
    let (read, warnings) = Settings::parse(&state.settings.render());
    assert_eq!((read.panes.size(Pane::Details), warnings.len()), (Some(512.0), 0));
    assert!(read.panes.is_folded(Pane::Timeline) && !read.panes.is_folded(Pane::Problems));
}

#[test]
fn the_attempt_of_the_selected_entry_is_shown() {
    let attempt = |client: &str, second: u32| {
        format!(
            "TRTC[00:41:{second}:100] <INFO> [↑{client}|alice] setup signal channel\n\
             TRTC[00:41:{second}:150] <INFO> [↑{client}|alice] SignalChannel state changed from CONNECTING to CONNECTED\n\
             TRTC[00:41:{second}:200] <INFO> [↑{client}|alice] Join() => joining room: 5001 mode: rtc role: anchor\n\
             TRTC[00:41:{second}:337] <ERROR> [↑{client}|alice] RtcError: SignalChannel setup failure: (errorCode: 70001, \
             errorMsg: usersig is expired) <SIGNAL_CHANNEL_SETUP_FAILED 0x4001>\n"
        )
    };
    let log = [attempt("c1", 10), attempt("c2", 20), attempt("c3", 30)].concat();
    let mut window = with_log([1280.0, 2400.0], &log);
    assert!(explains(&window, "attempt 1 of 3"));
    for (number, line) in [(1, 4), (2, 8), (3, 12)] {
        window.key_press(Key::F3);
        window.run();
        assert!(explains(&window, &format!("attempt {number} of 3")), "attempt {number}");
        assert!(explains(&window, &format!("Account broke after 0.18 s (line {line})")), "attempt {number}");
    }
    let step = window.get_by_label("Socket: done, 0.05 s; when it works 0.06 s, line 10");
    step.click();
    window.run();
    let app = window.state().as_ref().expect("a program");
    let selected = app.state().logs.shown().and_then(|session| session.selection.details.as_ref());
    assert_eq!(selected.map(|details| details.entry.first_line), Some(10));
}

#[test]
fn first_and_last_time_of_a_problem_are_of_one_clock() {
    let mut log = String::new();
    for second in 10..40 {
        let _ = writeln!(log, "TRTC[00:41:{second}:100] <INFO> [↑c1|alice] nothing of note");
    }
    log.push_str(
        "TRTC[00:41:50:200] <ERROR> [↑s1|alice] getUserMedia error NotAllowedError: Permission denied\n\
         2026-11-23T16:42:04Z getUserMedia error NotAllowedError: Permission denied\n",
    );
    let window = with_log([1280.0, 800.0], &log);
    let rows = rows_of(&window, "Problems");
    assert!(rows[0].ends_with("00:41:50.200 to 00:42:04"), "{rows:?}");
    let entries = rows_of(&window, "Log entries");
    assert!(entries.iter().all(|entry| !entry.contains("16:42:04Z,")), "{entries:?}");
}

#[test]
fn a_count_that_may_be_higher_says_so() {
    let mut log = String::new();
    for user in 0..70 {
        let _ = writeln!(
            log,
            "TRTC[00:41:10:100] <INFO> [↑c{user}|user_{user}] Join() => joining room: 1 mode: rtc role: anchor"
        );
    }
    let window = with_log([1280.0, 800.0], &log);
    let texts = |text: &str| {
        window.query_all_by_role(Role::Label).any(|node| node.value().is_some_and(|value| value.contains(text)))
    };
    assert!(texts("more than 50 users"));
}

#[test]
fn a_click_on_a_lane_or_a_link_narrows_the_log() {
    let mut window = with_log([1280.0, 2400.0], &many_problems());
    let listed = |window: &Window| {
        let app = window.state().as_ref().expect("a program");
        app.state().logs.shown().map(|session| session.selection.list.len())
    };
    let all = listed(&window);
    window.get_by_role_and_label(Role::Link, "Narrow the log to user user_2").click();
    finish(&mut window);
    finish(&mut window);
    assert!(listed(&window) < all, "{:?} of {all:?}", listed(&window));
    assert!(rows_of(&window, "Log entries").iter().all(|entry| entry.contains("user_2")));
}
