//! Numbers with a noun, lines, and periods of time.

use crate::report::number_format::group_thousands;

/// `once`, `twice`, `3 times`.
pub(super) fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", group_thousands(count)),
    }
}

/// `1 entry`, `1,234 entries`.
pub(in crate::report) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", group_thousands(count), if count == 1 { one } else { several })
}

/// `and 3 places more`: how many entries of a problem's evidence are not shown.
pub(in crate::report) fn more_places(count: u64) -> String {
    format!("and {} more", counted(count, "place", "places"))
}

/// `and 3 more stays`: how many room stays are not shown.
pub(in crate::report) fn more_stays(count: u64) -> String {
    format!("and {}", counted(count, "more stay", "more stays"))
}

/// `and 3 more problems`: how many problems of a case are not shown.
pub(in crate::report) fn more_problems(count: u64) -> String {
    format!("and {}", counted(count, "more problem", "more problems"))
}

/// `and 3 more logs`: how many logs of a case are not shown.
pub(in crate::report) fn more_logs(count: u64) -> String {
    format!("and {}", counted(count, "more log", "more logs"))
}

/// `line 40`, `lines 40 to 99`.
pub(in crate::report) fn lines(first: u64, last: u64) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

/// `00:41:56.498 to 00:42:01.020`; `None` if the log has no times.
pub(super) fn period(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first} to {last}")),
        (first, last) => first.or(last).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(counted(1, "entry", "entries"), "1 entry");
        assert_eq!(counted(1_234_567, "entry", "entries"), "1,234,567 entries");
        assert_eq!(more_places(1), "and 1 place more");
        assert_eq!(times(2), "twice");
        assert_eq!(lines(4, 4), "line 4");
    }
}
