//! What a physical line is in a text log: the beginning of an entry, or more of the one before.

/// The wrapping that begins an entry, and with it the export that wrote the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// `trtc.js:1 message`, with "Show timestamps" `00:41:56.113 trtc.js:1 message`.
    Devtools,
    /// `[pid:tid:MMDD/HHMMSS.micros:LEVEL:CONSOLE:1] "message", source: … (1)`, or another part of Chromium speaking.
    Chrome,
    /// The SDK's own prefix and nothing before it.
    Sdk,
    /// `[Error] message (file.js, line 1)`
    Safari,
    /// `10:21:33.123 message`, Firefox's console with timestamps, and many an app's own log.
    Clocked,
}

/// How a line takes part in entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Begins an entry; the message stands from this byte on.
    Start(Wrapping, usize),
    /// A JSON object or array begins; an entry of its own.
    Json,
    /// Belongs to the entry before it wherever there is one: stack rows, the SDK's tag on a line of its own.
    Continuation,
    /// Nothing but white space.
    Blank,
    /// Anything else: more of a wrapped entry, or an entry of its own where there is none.
    Loose,
}

/// Says what `line` (without its line end) is. `spaced_rows`: one leading space begins an entry, as in DevTools exports,
/// where rows without a source start so.
#[must_use]
pub fn classify(line: &str, spaced_rows: bool) -> LineKind {
    let bytes = line.as_bytes();
    match bytes.first() {
        None => LineKind::Blank,
        Some(b'[') => bracketed(line),
        Some(b'{') if line == "{" || super::json::looks_like_json(line) => LineKind::Json,
        Some(b'T') if line.starts_with("TRTC[") && super::prefix::parse_prefix(line).is_some() => {
            LineKind::Start(Wrapping::Sdk, 0)
        }
        Some(b' ' | b'\t') => indented(line, spaced_rows),
        Some(b'0'..=b'9') => clocked(line),
        _ => sourced(line, 0),
    }
}

fn bracketed(line: &str) -> LineKind {
    if let Some(end) = chrome_prefix_len(line) {
        return LineKind::Start(Wrapping::Chrome, end);
    }
    if super::prefix::parse_prefix(line).is_some() {
        return LineKind::Start(Wrapping::Sdk, 0);
    }
    if let Some(end) = safari_prefix_len(line) {
        return LineKind::Start(Wrapping::Safari, end);
    }
    if line == "[" || super::json::looks_like_json(line) { LineKind::Json } else { LineKind::Loose }
}

fn indented(line: &str, spaced_rows: bool) -> LineKind {
    let inner = line.trim_start();
    if inner.is_empty() {
        return LineKind::Blank;
    }
    if (inner.starts_with('[') || inner.starts_with("TRTC[")) && super::prefix::parse_prefix(inner).is_some() {
        return LineKind::Start(Wrapping::Sdk, line.len() - inner.len());
    }
    let one_space = line.len() - inner.len() == 1 && line.starts_with(' ');
    if spaced_rows && one_space && !inner.starts_with('<') {
        return LineKind::Start(Wrapping::Devtools, 1);
    }
    LineKind::Continuation
}

/// A line that begins with a digit: a clock, with or without a source behind it.
fn clocked(line: &str) -> LineKind {
    let Some(clock) = clock_len(line) else { return sourced(line, 0) };
    let Some(body) = line.get(clock..).and_then(|rest| rest.strip_prefix(' ')) else { return LineKind::Loose };
    let body_at = line.len() - body.len();
    match sourced(body, body_at) {
        start @ LineKind::Start(..) => start,
        _ => LineKind::Start(Wrapping::Clocked, body_at),
    }
}

/// A line that may begin with DevTools' source column; `offset` is where `text` begins in the whole line.
fn sourced(text: &str, offset: usize) -> LineKind {
    if let Some(length) = source_len(text) {
        return LineKind::Start(Wrapping::Devtools, offset + length + 1);
    }
    if is_stack_row(text) || text.starts_with("Refer to") { LineKind::Continuation } else { LineKind::Loose }
}

/// Length of `trtc.js:1` at the beginning of a row: a file, page or script with a line number. A bare `word:5` is none.
fn source_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let blank = memchr::memchr(b' ', &bytes[..bytes.len().min(4096)])?;
    let token = &bytes[..blank];
    let digits = token.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let colon = token.len().checked_sub(digits + 1)?;
    if digits == 0 || token[colon] != b':' || colon == 0 {
        return None;
    }
    let file = &token[..colon];
    let is_file = file.iter().any(|byte| matches!(byte, b'.' | b'/' | b'(')) || file.starts_with(b"VM");
    is_file.then_some(blank)
}

/// `value @ trtc.js:1`, `    at s.emit (…)`: rows of a stack.
fn is_stack_row(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b" @ ").is_some_and(|at| {
        let place = &text[at + 3..];
        !place.contains(' ') && place.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(':')
    })
}

/// Length of `00:41:56.113` or `2026-11-23T16:41:56.113Z`, with any number of fractional digits, at the beginning of `text`.
fn clock_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = match bytes.get(4) {
        Some(b'-' | b'/') if bytes.len() > 19 && matches!(bytes[10], b'T' | b' ') => 11,
        _ => 0,
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let colon = |at: usize| bytes.get(at) == Some(&b':');
    if !(digit(at) && digit(at + 1) && colon(at + 2) && digit(at + 3) && digit(at + 4) && colon(at + 5)) {
        return None;
    }
    if !(digit(at + 6) && digit(at + 7)) {
        return None;
    }
    let mut end = at + 8;
    if matches!(bytes.get(end), Some(b'.' | b',' | b':')) && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    if bytes.get(end) == Some(&b'Z') {
        end += 1;
    }
    Some(end)
}

/// Length of Chromium's `[9994:9994:1123/164446.581493:INFO:CONSOLE:1] ` (older: `…:INFO:CONSOLE(1)] `).
fn chrome_prefix_len(line: &str) -> Option<usize> {
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

/// Length of Safari's `[Error] `, `[Log] `, `[Warning] `.
fn safari_prefix_len(line: &str) -> Option<usize> {
    ["[Log]", "[Error]", "[Warning]", "[Info]", "[Debug]"]
        .iter()
        .find(|label| line.starts_with(**label))
        .map(|label| label.len() + usize::from(line.as_bytes().get(label.len()) == Some(&b' ')))
}

/// Chromium's clock, `1123/164446.581493`, as month, day and time of day: `11-23 16:44:46.581`.
#[must_use]
pub fn chrome_clock(line: &str) -> Option<String> {
    let slash = line.find('/').filter(|at| *at < 40)?;
    let date = line.get(slash - 4..slash)?;
    let time = line.get(slash + 1..slash + 7)?;
    let fraction = line.get(slash + 8..slash + 11).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (hours, minutes, seconds) = (time.get(..2)?, time.get(2..4)?, time.get(4..6)?);
    Some(format!("{}-{} {hours}:{minutes}:{seconds}.{}", date.get(..2)?, date.get(2..)?, fraction.unwrap_or("000")))
}

/// The clock that a [`Wrapping::Devtools`] or [`Wrapping::Clocked`] line begins with.
#[must_use]
pub fn leading_clock(line: &str) -> Option<&str> {
    clock_len(line).map(|end| &line[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, spaced_rows: bool, wanted: &str) {
        let got = match classify(line, spaced_rows) {
            LineKind::Start(wrapping, at) => format!("{wrapping:?} {}", &line[at..]),
            other => format!("{other:?}"),
        };
        assert_eq!(got, wanted, "{line}");
    }

    #[test]
    fn lines_are_told_apart() {
        check("trtc.js:1 TRTC[00:41:56:412] <ERROR> x", true, "Devtools TRTC[00:41:56:412] <ERROR> x");
        check("00:41:56.113 trtc.js:1 x", true, "Devtools x");
        check(" connection-state-changed: A -> B", true, "Devtools connection-state-changed: A -> B");
        check(" <JOIN_ROOM_FAILED 0x4004>", true, "Continuation");
        check(" [01:06:28] <INFO> x", true, "Sdk [01:06:28] <INFO> x");
        check(" mail text", false, "Continuation");
        check("value @ trtc.js:1", true, "Continuation");
        check("(anonymous) @ app.js:30", true, "Continuation");
        check("    at e.convertFrom (trtc.js:1:532089)", true, "Continuation");
        check("Refer to: https://x", true, "Continuation");
        check("[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"", false, "Chrome \"x\"");
        check("[1123/164446.581493:INFO:CONSOLE(1)] \"x\"", false, "Chrome \"x\"");
        check("[00:41:56:310] <INFO> [↑c1|u] x", false, "Sdk [00:41:56:310] <INFO> [↑c1|u] x");
        check("[Error] boom (trtc.js, line 1)", false, "Safari boom (trtc.js, line 1)");
        check("10:21:33.123 boom trtc.js:1:2", false, "Clocked boom trtc.js:1:2");
        check("{\"a\":1}", false, "Json");
        check("error:16388 happened", false, "Loose");
        check("真机弹出16451错误", false, "Loose");
        check("", false, "Blank");
    }

    #[test]
    fn chromes_clock_is_made_readable() {
        let line = "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"";
        assert_eq!(chrome_clock(line).as_deref(), Some("11-23 16:44:46.581"));
    }
}
