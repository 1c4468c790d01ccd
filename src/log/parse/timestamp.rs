//! Times that are numbers.

/// Whether `number` can be seconds or milliseconds since 1970: from 2001 to 2286.
pub(crate) fn is_epoch(number: f64) -> bool {
    (1e9..1e10).contains(&number) || (1e12..1e13).contains(&number)
}

/// Seconds or milliseconds since 1970 as a date and time in UTC, `2026-11-23T16:41:56.519Z`.
pub(crate) fn epoch_clock(number: f64) -> Option<String> {
    let millis = if number >= 1e12 { number } else { number * 1000.0 };
    let timestamp = jiff::Timestamp::from_millisecond(millis as i64).ok()?;
    Some(format!("{timestamp:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_converted_to_dates() {
        assert_eq!(epoch_clock(1_795_452_116_519.0).as_deref(), Some("2026-11-23T16:41:56.519Z"));
        assert_eq!(epoch_clock(1_795_452_116.5).as_deref(), Some("2026-11-23T16:41:56.500Z"));
        assert!(!is_epoch(16388.0));
    }
}
