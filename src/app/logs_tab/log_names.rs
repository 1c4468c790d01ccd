//! Short names of logs that differ from each other.

use std::cmp::Ordering;
use std::collections::HashMap;

/// The shortest ends of paths that differ from each other: the name, with the folders that are needed. Of equal paths, all
/// but the first get a number.
pub(super) fn distinct_names<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let paths: Vec<&str> = paths.collect();
    let mut starts: Vec<usize> = paths.iter().map(|path| start_before(path, path.len())).collect();
    loop {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (idx, path) in paths.iter().enumerate() {
            by_name.entry(&path[starts[idx]..]).or_default().push(idx);
        }
        let mut changed = false;
        for same in by_name.values().filter(|same| same.len() > 1) {
            let all_equal = same.iter().all(|idx| paths[*idx] == paths[same[0]]);
            for idx in same {
                if !all_equal && starts[*idx] > 0 {
                    starts[*idx] = start_before(paths[*idx], starts[*idx]);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let numbered = paths.iter().zip(starts).map(|(path, start)| {
        let name = &path[start..];
        let nth = seen.entry(name).or_default();
        *nth += 1;
        if *nth == 1 { name.to_owned() } else { format!("{name} ({nth})") }
    });
    numbered.collect()
}

/// Where the last part of a path begins that ends before `end`.
fn start_before(path: &str, end: usize) -> usize {
    let before = path[..end].trim_end_matches(['/', '\\']);
    before.rfind(['/', '\\']).map_or(0, |cut| cut + 1)
}

/// Compares names as people do: upper and lower case alike, numbers by their value.
pub(super) fn compare_names(one: &str, other: &str) -> Ordering {
    let (mut one_rest, mut other_rest) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let (Some(first), Some(second)) = (one_rest.peek().copied(), other_rest.peek().copied()) else {
            return one_rest.count().cmp(&other_rest.count());
        };
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let number = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>| {
                let mut value = 0_u128;
                while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
                    value = value.saturating_mul(10).saturating_add(u128::from(digit));
                    rest.next();
                }
                value
            };
            number(&mut one_rest).cmp(&number(&mut other_rest))
        } else {
            one_rest.next();
            other_rest.next();
            first.to_lowercase().cmp(second.to_lowercase())
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_the_folders_that_differ() {
        let names = |paths: &[&str]| distinct_names(paths.iter().copied());
        assert_eq!(names(&["/a/call.log", "/b/call.log", "/b/x.log"]), ["a/call.log", "b/call.log", "x.log"]);
        assert_eq!(names(&["/1/in/call.log", "/2/in/call.log"]), ["1/in/call.log", "2/in/call.log"]);
        assert_eq!(names(&["C:\\a\\call.log", "C:\\b\\call.log"]), ["a\\call.log", "b\\call.log"]);
        assert_eq!(names(&["/a/call.log", "/a/call.log"]), ["call.log", "call.log (2)"]);
        assert_eq!(names(&["call.log", "a/call.log"]), ["call.log", "a/call.log"]);
        assert_eq!(names(&[""]), [""]);
    }

    #[test]
    fn numbers_in_names_are_compared_by_value() {
        assert_eq!(compare_names("student-9.log", "Student-10.log"), Ordering::Less);
        assert_eq!(compare_names("b", "A"), Ordering::Greater);
        assert_eq!(compare_names("a1", "a1b"), Ordering::Less);
    }
}
