//! `chrome_debug.log`: `[pid:tid:1123/164446.581493:INFO:CONSOLE:1] "message", source: https://… (1)`, older
//! `…:INFO:CONSOLE(1)]`, without ids in some builds. The browser's other parts write to it as well.

use super::Recogniser;
use crate::log::line::Wrapping;
use crate::log::units::UnitKind;
use crate::log::{Level, LogFormat};

/// Chromium's log lines.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::ChromeDebug,
    sign: "begin with Chromium's process, date and level",
    owns_unit: |unit| matches!(unit.kind, UnitKind::Wrapped(Wrapping::Chrome, _)),
    owns_record: super::no_record,
};

/// Length of `[9994:9994:1123/164446.581493:INFO:CONSOLE:1] ` at the beginning of `line`.
#[must_use]
pub fn prefix_len(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let digits = |mut at: usize| {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        (at > start).then_some(at)
    };
    // Process and thread are left out by some builds; the date and clock are what tells.
    let mut at = 1;
    for _ in 0..2 {
        match digits(at) {
            Some(end) if bytes.get(end) == Some(&b':') && end - at < 10 => at = end + 1,
            _ => break,
        }
    }
    let slash = digits(at)?;
    if slash - at != 4 || bytes.get(slash) != Some(&b'/') {
        return None;
    }
    let dot = digits(slash + 1)?;
    if dot - slash != 7 {
        return None;
    }
    let close = memchr::memchr(b']', &bytes[..bytes.len().min(300)])?;
    Some(close + 1 + usize::from(bytes.get(close + 1) == Some(&b' ')))
}

/// Chromium's clock, `1123/164446.581493`, as month, day and time of day: `11-23 16:44:46.581`.
#[must_use]
pub fn clock(line: &str) -> Option<String> {
    let slash = line.find('/').filter(|at| *at < 40)?;
    let date = line.get(slash.checked_sub(4)?..slash)?;
    let time = line.get(slash + 1..slash + 7)?;
    let fraction = line.get(slash + 8..slash + 11).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (hours, minutes, seconds) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    Some(format!("{}-{} {hours}:{minutes}:{seconds}.{}", date.get(..2)?, date.get(2..)?, fraction.unwrap_or("000")))
}

/// Whether the line is a page's console message, rather than another part of the browser speaking.
#[must_use]
pub fn is_console(line: &str) -> bool {
    header(line).contains(":CONSOLE")
}

/// The level that the line itself gives. Chromium calls every console message INFO, whatever it is.
#[must_use]
pub fn level(line: &str) -> Level {
    if is_console(line) {
        return Level::None;
    }
    header(line).split(':').find_map(Level::from_label).unwrap_or_default()
}

fn header(line: &str) -> &str {
    memchr::memchr(b']', line.as_bytes()).map_or(line, |end| &line[..end])
}

/// The message, which stands in quotes before `, source: URL (line)`. What is no console message is returned as it is. The
/// result is a part of `body`: positions in it stay positions in the line.
#[must_use]
pub fn unwrap(body: &str) -> &str {
    let Some(quoted) = body.strip_prefix('"') else { return body };
    let mut ends = memchr::memrchr_iter(b'"', quoted.as_bytes());
    match ends.find(|end| quoted[*end..].starts_with("\", source: ")) {
        Some(end) => &quoted[..end],
        None => quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_come_off() {
        assert_eq!(unwrap("\"a \"b\" c\", source: https://x (1)"), "a \"b\" c");
        assert_eq!(unwrap("Failed to connect"), "Failed to connect");
    }

    #[test]
    fn the_clock_is_made_readable() {
        let line = "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"";
        assert_eq!(clock(line).as_deref(), Some("11-23 16:44:46.581"));
    }
}
