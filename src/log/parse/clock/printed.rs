//! Times as logs print them: finds them, and makes them uniform.

/// Whether bytes are a time of day: `00:41:58`. The numbers may be too large for one.
#[inline]
pub(crate) fn is_time_of_day(bytes: [u8; 8]) -> bool {
    const SHAPE: u64 = u64::from_le_bytes(*b"00:00:00");
    /// The upper halves of all bytes, and the lower halves of all bytes that are not digits.
    const FIXED: u64 = u64::from_le_bytes([0xF0, 0xF0, 0xFF, 0xF0, 0xF0, 0xFF, 0xF0, 0xF0]);
    const SIXES: u64 = u64::from_le_bytes([6; 8]);
    const UPPER: u64 = u64::from_le_bytes([0xF0; 8]);
    let clock = u64::from_le_bytes(bytes) ^ SHAPE;
    // Digits differ from zeros by nine at most.
    clock & FIXED == 0 && (clock + SIXES) & UPPER == 0
}

/// The SDK's time in a uniform format: `00:41:58:648` becomes `00:41:58.648`, and milliseconds are padded (`01:00:19:77` becomes
/// `01:00:19.077`). Anything else, also a date, is returned unchanged.
pub(crate) fn sdk_clock(clock: &str) -> String {
    if let Some((time, [b':', millis @ ..])) = clock.as_bytes().split_first_chunk()
        && millis.len() == 3
        && millis.iter().all(u8::is_ascii_digit)
        && is_time_of_day(*time)
    {
        return [&clock[..8], ".", &clock[9..]].concat();
    }
    let parts: Vec<&str> = clock.split(':').collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [hours, minutes, seconds, millis] if parts.iter().all(is_number) => {
            format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}.{millis:0>3}")
        }
        _ => clock.to_owned(),
    }
}

/// Length of `00:41:56.113`, `2026-11-23T16:41:56.113Z` or logcat's `11-23 16:41:56.113` at the beginning of `text`, with any number
/// of fractional digits.
pub(crate) fn leading_clock_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = match (bytes.get(4), bytes.get(2)) {
        (Some(b'-' | b'/'), _) if bytes.len() > 19 && matches!(bytes[10], b'T' | b' ') => 11,
        (_, Some(b'-' | b'/')) if bytes.get(5) == Some(&b' ') => 6,
        _ => 0,
    };
    let (time, after) = bytes.get(at..)?.split_first_chunk()?;
    if !is_time_of_day(*time) {
        return None;
    }
    let fraction = fraction_len(after);
    let zone = usize::from(after.get(fraction) == Some(&b'Z'));
    Some(at + time.len() + fraction + zone)
}

/// The time that a console or another program prints at the beginning of a line, which may be in brackets.
pub(crate) fn leading_clock(line: &str) -> Option<&str> {
    let line = line.strip_prefix('[').unwrap_or(line);
    leading_clock_len(line).map(|end| &line[..end])
}

/// The time that a logger prints after its own name at the beginning of a line: `TIM 16:41:56.113:`, `TIM: 2026-11-23
/// 16:41:56.113/I/`. The name and the time of a person in a chat have nothing of the kind after them.
pub(crate) fn named_clock(line: &str) -> Option<&str> {
    const NAME_MAX: usize = 32;
    let bytes = line.as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let name = bytes.iter().take(NAME_MAX).take_while(|byte| is_name(byte)).count();
    let colon = usize::from(bytes.get(name) == Some(&b':'));
    if name < 2 || !bytes[0].is_ascii_alphabetic() || bytes.get(name + colon) != Some(&b' ') {
        return None;
    }
    let rest = line.get(name + colon + 1..)?;
    let length = leading_clock_len(rest)?;
    let has_millis = rest[..length].contains(['.', ',']);
    match rest.as_bytes().get(length) {
        Some(b':' | b'/') => Some(&rest[..length]),
        Some(b' ') if has_millis => Some(&rest[..length]),
        _ => None,
    }
}

/// Whether the slash is that of Chromium's time, `1123/164446`.
pub(crate) fn is_chromium_clock(line: &[u8], slash: usize) -> bool {
    let date = line[..slash].last_chunk::<4>();
    let time = line[slash + 1..].split_first_chunk::<6>();
    date.zip(time).is_some_and(|(date, (time, after))| {
        date.iter().chain(time).all(u8::is_ascii_digit) && !after.first().is_some_and(u8::is_ascii_digit)
    })
}

/// Chromium's time, `1123/164446.581493`, as month, day and time of day: `11-23 16:44:46.581`.
pub(crate) fn chromium_clock(line: &str) -> Option<String> {
    let slash = line.find('/').filter(|at| *at < 40)?;
    let date = line.get(slash.checked_sub(4)?..slash)?;
    let time = line.get(slash + 1..slash + 7)?;
    let fraction = line.get(slash + 8..slash + 11).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (hours, minutes, seconds) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    Some(format!("{}-{} {hours}:{minutes}:{seconds}.{}", date.get(..2)?, date.get(2..)?, fraction.unwrap_or("000")))
}

/// The time in a member of a record: seconds or milliseconds since 1970, or any other short text as it is.
pub(crate) fn time_of_text(text: &str) -> Option<String> {
    const MAX_BYTES: usize = 48;
    if text.is_empty() || text.len() >= MAX_BYTES {
        return None;
    }
    number_as_date(text.trim()).or_else(|| Some(text.to_owned()))
}

/// Seconds or milliseconds since 1970 as a date and time in UTC, `2026-11-23T16:41:56.519Z`. Only numbers from 2001 to 2286 are
/// times.
pub(crate) fn number_as_date(number: &str) -> Option<String> {
    let number: f64 = number.parse().ok()?;
    let millis = if (1e9..1e10).contains(&number) {
        number * 1000.0
    } else if (1e12..1e13).contains(&number) {
        number
    } else {
        return None;
    };
    let timestamp = jiff::Timestamp::from_millisecond(millis as i64).ok()?;
    Some(format!("{timestamp:.3}"))
}

/// Length of the fraction of a second after a time: `.498`, `,498` or `:498`.
fn fraction_len(after: &[u8]) -> usize {
    match after.first() {
        Some(b'.' | b',' | b':') => {
            Some(digits_len(&after[1..])).filter(|digits| *digits > 0).map_or(0, |digits| 1 + digits)
        }
        _ => 0,
    }
}

fn digits_len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether a printed time has a date.
pub(crate) fn has_date(time: &str) -> bool {
    time.contains(['-', '/'])
}

/// Whether a printed time has a zone: `2026-11-23T16:41:56.519Z`, `Tue Nov 24 2026 00:41:56 GMT+0800 (CST)`.
pub(crate) fn has_zone(time: &str) -> bool {
    time.ends_with('Z') || time.contains("GMT") || time.contains('+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_sdk_are_made_uniform() {
        assert_eq!(sdk_clock("00:41:58:648"), "00:41:58.648");
        assert_eq!(sdk_clock("01:00:19:77"), "01:00:19.077");
        assert_eq!(sdk_clock("00:46:46"), "00:46:46");
        assert_eq!(sdk_clock("11/24/2026, 1:13:51 AM"), "11/24/2026, 1:13:51 AM");
    }

    #[test]
    fn chromium_times_are_made_uniform() {
        let line = "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"";
        assert_eq!(chromium_clock(line).as_deref(), Some("11-23 16:44:46.581"));
    }

    #[test]
    fn times_at_the_beginning_of_a_line() {
        for (line, clock) in [
            ("00:41:56.113 trtc.js:1 x", Some("00:41:56.113")),
            ("00:41:56 x", Some("00:41:56")),
            ("00:41:56. x", Some("00:41:56")),
            ("[2026-11-23T16:41:56.113Z] x", Some("2026-11-23T16:41:56.113Z")),
            ("2026/11/23 16:41:56,1134 x", Some("2026/11/23 16:41:56,1134")),
            ("11-23 16:41:56.113  1234 E Tag: x", Some("11-23 16:41:56.113")),
            ("0:41:56 x", None),
            ("00:41:5", None),
            ("00;41:56", None),
        ] {
            assert_eq!(leading_clock(line), clock, "{line}");
        }
    }

    #[test]
    fn times_after_the_name_of_a_logger() {
        for (line, clock) in [
            ("TIM 10:00:05.110:SignController x", Some("10:00:05.110")),
            ("TRTCCalling 10:00:05: x", Some("10:00:05")),
            ("TIM: 2026-11-24 10:00:05.110/I/4711 x", Some("2026-11-24 10:00:05.110")),
            ("TUIKit 10:00:05.110 x", Some("10:00:05.110")),
            ("Alice 10:00:05", None),
            ("Alice 2026-11-24 10:00:05", None),
            ("at 10:00:05 x", None),
            ("张三 10:00:05.110: x", None),
            ("10:00:05.110: x", None),
        ] {
            assert_eq!(named_clock(line), clock, "{line}");
        }
    }

    #[test]
    fn numbers_are_converted_to_dates() {
        assert_eq!(number_as_date("1795452116519").as_deref(), Some("2026-11-23T16:41:56.519Z"));
        assert_eq!(number_as_date("1795452116.5").as_deref(), Some("2026-11-23T16:41:56.500Z"));
        assert_eq!(number_as_date("16388"), None);
        assert_eq!(time_of_text(" 1795452116 ").as_deref(), Some("2026-11-23T16:41:56.000Z"));
        assert_eq!(time_of_text("noon").as_deref(), Some("noon"));
        assert_eq!(time_of_text(""), None);
    }
}
