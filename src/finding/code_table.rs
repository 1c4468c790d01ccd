//! Tables of the SDK's codes that a page prints: `{INVALID_PARAMETER: 5000, INVALID_OPERATION: 5100, …}`. Their codes did not occur.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use regex::Regex;

use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};

/// An object with this many names beside their numbers is a table. An error has one or two.
const MIN_NAMES: usize = 3;

/// A name before its number, or after it.
static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name_first = r#"\b([A-Z][A-Z0-9_]{3,})["']?\s*[:=]\s*["']?(0x[0-9A-Fa-f]{1,8}|[0-9]{1,8})\b"#;
    let number_first = r#"\b(0x[0-9A-Fa-f]{1,8}|[0-9]{1,8})["']?\s*:\s*["']([A-Z][A-Z0-9_]{3,})\b"#;
    Regex::new(&format!("{name_first}|{number_first}")).ok()
});

/// Whether a text contains a table of codes.
pub(super) fn is_code_table(text: &str) -> bool {
    let Some((pairs, start)) = PAIR.as_ref().zip(memchr::memchr(b'{', text.as_bytes())) else { return false };
    let mut names: HashSet<&str, RandomState> = HashSet::default();
    for pair in pairs.captures_iter(&text[start..]) {
        let group = |idx: usize| pair.get(idx).map(|group| group.as_str());
        let parts = group(1).zip(group(2)).or_else(|| group(4).zip(group(3)));
        if let Some((name, number)) = parts
            && is_name_of(name, number)
        {
            names.insert(name);
            if names.len() == MIN_NAMES {
                return true;
            }
        }
    }
    false
}

fn is_name_of(name: &str, number: &str) -> bool {
    let value = match number.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let Ok(value) = value else { return false };
    [Family::WebV4, Family::WebV5].into_iter().any(|family| {
        let entry = Catalog::current().entry(ErrorCode::new(family, value));
        entry.and_then(|entry| entry.name.as_deref()) == Some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_of_names_and_their_numbers_are_tables() {
        for table in [
            "{INVALID_PARAMETER: 5000, INVALID_OPERATION: 5100, DEVICE_ERROR: 5300}",
            r#"ErrorCode {"JOIN_ROOM_FAILED":16388,"CLIENT_BANNED":16448,"PLAY_NOT_ALLOWED":16451}"#,
            r#"{"0x1000":"INVALID_PARAMETER","0x1001":"INVALID_OPERATION","0x4004":"JOIN_ROOM_FAILED"}"#,
            "{\n  JOIN_ROOM_FAILED: 0x4004,\n  CLIENT_BANNED: 0x4040,\n  PLAY_NOT_ALLOWED: 0x4043\n}",
        ] {
            assert!(is_code_table(table), "{table}");
        }
        for other in [
            r#"{name: "DEVICE_ERROR", code: 5300, extraCode: 5302}"#,
            "JOIN_ROOM_FAILED 16388, CLIENT_BANNED 16448, PLAY_NOT_ALLOWED 16451",
            "{MAX_USERS: 5000, MIN_USERS: 5100, TIMEOUT: 5300}",
            "{DEVICE_ERROR: 5300, OPERATION_FAILED: 5500}",
        ] {
            assert!(!is_code_table(other), "{other}");
        }
    }
}
