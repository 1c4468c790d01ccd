//! Large numbers as people read them.

/// 1234567 as "1 234 567", with thin spaces.
pub fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('\u{202F}');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::group_digits;

    #[test]
    fn large_counts_are_grouped() {
        assert_eq!(group_digits(1234), "1234");
        assert_eq!(group_digits(12345), "12\u{202F}345");
        assert_eq!(group_digits(1_234_567), "1\u{202F}234\u{202F}567");
    }
}
