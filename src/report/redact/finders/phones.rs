//! Phone numbers: Chinese mobile numbers with or without +86, and international numbers with a plus sign.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::{LEAD, constant, ends_in_escape, tail};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::ManyDigits], find };

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    const PLUS: &str = r"(?:\+|%(?:25)*2[Bb])";
    const MOBILE: &str = "1[3-9][0-9](?:[0-9]{8}|-[0-9]{4}-[0-9]{4}|[ .][0-9]{4}[ .][0-9]{4})";
    let pattern = format!(
        r"(?:{LEAD})?(?P<number>(?:(?:{PLUS}|00)?86[ -]?)?{MOBILE}|{PLUS}[1-9][0-9]{{0,2}}(?:[ -]?[0-9]){{7,12}})"
    );
    constant(&pattern)
});

/// Names of sizes, counts and times that may have as many digits as a phone number.
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)(?:bytes?\w*|size|memory|ram|heap\w*|total|quota|usage|limit",
        r#"|duration|elapsed|time\w*|ssrc|seq\w*|bitrate)\\*["']?\s*[:=]?\s*\\*["']?$"#,
    ))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let mut from = 0;
    while let Some(captures) = NUMBER.captures_at(text, from) {
        let Some(number) = captures.name("number") else { return };
        // If this match is rejected, a number may begin one character later.
        from = captures.get(0).map_or(text.len(), |whole| text.ceil_char_boundary(whole.start() + 1));
        if is_whole_number(text, number.start(), number.end()) {
            from = number.end();
            secrets.push(Secret { kind: SecretKind::Phone, range: number.range() });
        }
    }
}

/// Whether the digits are a whole number, and not a part of a longer number, a fraction or a hash.
fn is_whole_number(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let fraction_before = before.ends_with(['.', ',']) && digit(before.chars().rev().nth(1));
    let fraction_after = after.starts_with('.') && digit(after.chars().nth(1));
    // An escape before the digits may end with digits, which do not belong to the number.
    let is_part_of_number = digit(before.chars().next_back()) && !ends_in_escape(before) || digit(after.chars().next());
    if is_part_of_number || fraction_before || fraction_after {
        return false;
    }
    let letter = |c: &char| c.is_ascii_alphanumeric();
    let run =
        before.chars().rev().take(9).take_while(letter).count() + after.chars().take(9).take_while(letter).count();
    (run <= 8 || ends_in_escape(before)) && !MEASURE.is_match(tail(before, 32))
}
