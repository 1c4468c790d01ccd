//! Lists with many, few and tall rows.

use super::*;

fn list(len: u64, page: f64) -> List {
    let mut list = List::default();
    list.set_len(len);
    list.apply(ListAction::Page(page));
    list
}

#[test]
fn scrolling_is_exact_with_billions_of_rows() {
    let mut list = list(3_000_000_000, 20.5);
    list.apply(ListAction::ScrollTo(0.5));
    let (top, fraction) = list.top();
    list.apply(ListAction::ScrollBy(0.25));
    let (moved_top, moved_fraction) = list.top();
    let moved = (moved_top - top) as f64 + moved_fraction - fraction;
    assert!((moved - 0.25).abs() < 1e-9, "{moved}");
    list.apply(ListAction::Move(Move::End));
    assert_eq!(list.selected(), Some(2_999_999_999));
    assert_eq!(list.visible(), 2_999_999_979..3_000_000_000);
    assert!((list.progress() - 1.0).abs() < 1e-9);
}

/// Scrolls by lines, by pages, to a given row and to the end.
#[test]
fn scrolling_shows_the_right_rows_with_a_hundred_million() {
    const LEN: u64 = 100_000_000;
    for page in [1.0, 20.5, 37.0] {
        let mut list = list(LEN, page);
        for start in [0, 16_777_215, 16_777_216, 49_999_999, 99_999_000] {
            list.apply(ListAction::Select(start));
            list.reveal_centered(start, None);
            assert!(list.visible().contains(&start));
            let (top, fraction) = list.top();
            for line in 1..=300 {
                list.apply(ListAction::ScrollBy(1.0));
                assert_eq!(list.top(), (top + line, fraction), "{line} rows after {start}");
            }
            list.apply(ListAction::ScrollBy(-300.0));
            assert_eq!(list.top(), (top, fraction), "scrolled back to {start}");
            for step in 1..=100 {
                list.apply(ListAction::Move(Move::PageDown));
                let whole_page = (page.floor() as u64 - 1).max(1);
                assert_eq!(list.selected(), Some((start + step * whole_page).min(LEN - 1)));
                assert!(list.visible().contains(&list.selected().unwrap_or_default()));
            }
        }
        list.apply(ListAction::Move(Move::End));
        assert_eq!((list.selected(), list.visible().end), (Some(LEN - 1), LEN));
        list.apply(ListAction::Move(Move::Up));
        assert_eq!(list.selected(), Some(LEN - 2));
    }
}

#[test]
fn the_view_never_leaves_the_list() {
    let mut list = list(100, 10.0);
    list.apply(ListAction::ScrollBy(-5.0));
    assert_eq!(list.top(), (0, 0.0));
    list.apply(ListAction::ScrollBy(1e12));
    assert_eq!(list.top(), (90, 0.0));
    list.set_len(5);
    assert_eq!(list.top(), (0, 0.0));
    assert_eq!(list.visible(), 0..4);
}

#[test]
fn the_selection_stays_in_view_and_in_the_list() {
    let mut list = list(100, 10.0);
    assert!(list.apply(ListAction::Move(Move::Down)));
    assert_eq!(list.selected(), Some(0));
    list.apply(ListAction::Move(Move::PageDown));
    list.apply(ListAction::Move(Move::PageDown));
    assert_eq!(list.selected(), Some(18));
    assert!(list.visible().contains(&18));
    list.apply(ListAction::Move(Move::Home));
    assert!(!list.apply(ListAction::Move(Move::Up)), "the first row is the uppermost");
    list.set_len(0);
    assert_eq!(list.selected(), None);
}

#[test]
fn several_rows_are_selected_by_steps_and_clicks() {
    let mut list = List { takes_several: true, ..list(100_000_000, 10.0) };
    list.apply(ListAction::Select(50));
    assert!(list.apply(ListAction::Extend(Move::Down)));
    list.apply(ListAction::Extend(Move::PageDown));
    assert_eq!((list.selected(), list.selected_rows()), (Some(60), std::slice::from_ref(&(50..61))));
    assert!(list.visible().contains(&60));
    list.apply(ListAction::ExtendTo(40));
    assert_eq!((list.selected(), list.selected_rows()), (Some(40), std::slice::from_ref(&(40..51))));
    assert!(list.apply(ListAction::Toggle(45)));
    assert_eq!((list.selected_count(), list.is_selected(45)), (10, false));
    assert!(list.is_selected(list.selected().unwrap_or_default()));
    assert!(list.apply(ListAction::SelectAll));
    assert_eq!(list.selected_count(), 100_000_000);
    list.apply(ListAction::Extend(Move::End));
    list.apply(ListAction::Move(Move::Up));
    assert_eq!((list.selected(), list.selected_count()), (Some(99_999_998), 1));
    list.apply(ListAction::Toggle(99_999_998));
    assert_eq!(list.selected_count(), 1, "one row stays selected");
}

#[test]
fn a_list_of_single_rows_never_selects_several() {
    let mut list = list(100, 10.0);
    for action in [ListAction::Select(5), ListAction::ExtendTo(9), ListAction::Toggle(20), ListAction::SelectAll] {
        list.apply(action);
        assert_eq!(list.selected_count(), 1, "{action:?}");
    }
}

#[test]
fn tall_rows_are_scrolled_line_by_line() {
    let tall = |row: u64| if row.is_multiple_of(3) { 4.0 } else { 1.0 };
    let heights: RowHeights<'_> = Some(&tall);
    let mut list = List::default();
    list.set_len_with(90, heights);
    list.apply_with(ListAction::Page(10.0), heights);
    assert_eq!(list.visible(), 0..4);
    for line in 0..60 {
        let before = list.height_of(20, heights);
        list.apply_with(ListAction::ScrollBy(1.0), heights);
        if let (Some(before), Some(after)) = (before, list.height_of(20, heights)) {
            assert!((before - after - 1.0).abs() < 1e-9, "line {line}");
        }
    }
    list.apply_with(ListAction::ScrollBy(-60.0), heights);
    assert_eq!(list.top(), (0, 0.0));
    list.apply_with(ListAction::Move(Move::End), heights);
    assert_eq!((list.selected(), list.visible().end), (Some(89), 90));
    let height = list.height_of(89, heights).unwrap_or_default();
    assert!((height - 9.0).abs() < 1e-9, "the last row is at the lower edge: {height}");
    for _ in 0..40 {
        list.apply_with(ListAction::Move(Move::PageUp), heights);
        let selected = list.selected().unwrap_or_default();
        let top = list.height_of(selected, heights).unwrap_or(-1.0);
        assert!(top >= 0.0 && top + tall(selected) <= 10.0 + 1e-9, "row {selected} is at {top}");
    }
    assert_eq!(list.selected(), Some(0));
    list.apply_with(ListAction::ScrollTo(1.0), heights);
    assert_eq!(list.visible().end, 90);
}
