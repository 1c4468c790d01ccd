//! What a physical line is in a text log: the beginning of an entry, or more of the one before.

use crate::log::formats::{chrome_debug, devtools, firefox, safari};
use crate::log::json::looks_like_json;
use crate::log::parse::prefix::parse_prefix;

/// The wrapping that begins an entry, and with it the export that wrote the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// `trtc.js:1 message`, with "Show timestamps" `00:41:56.113 trtc.js:1 message`.
    Devtools,
    /// `[pid:tid:MMDD/HHMMSS.micros:LEVEL:CONSOLE:1] "message", source: … (1)`, or another part of Chromium speaking.
    Chrome,
    /// The SDK's own prefix, with nothing before it or with something that is no export's: `> ` of a mail, a name in a chat,
    /// another program's clock.
    Sdk,
    /// `[Error] message (file.js, line 1)`
    Safari,
    /// `message trtc.js:1:457140`, Firefox's console without timestamps.
    Firefox,
    /// `10:21:33.123 message`, Firefox's console with timestamps, and many an app's own log.
    Clocked,
    /// `[app] message`, `Uncaught RtcError: …`: what apps begin their messages with, copied without its source.
    Bare,
}

/// How a line takes part in entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Begins an entry; the message stands from this byte on. (Lines are far shorter than 4 GiB.)
    Start(LineFormat, u32),
    /// A JSON object or array begins; an entry of its own.
    Json,
    /// Belongs to the entry before it wherever there is one: stack rows, the SDK's tag on a line of its own.
    Continuation,
    /// Nothing but white space.
    Blank,
    /// Anything else: more of a wrapped entry, or an entry of its own where there is none.
    Loose,
}

impl LineKind {
    /// The beginning of an entry whose message stands from byte `at` on.
    pub fn start(line_format: LineFormat, at: usize) -> Self {
        Self::Start(line_format, at as u32)
    }

    /// The wrapping that begins the entry, if it is one.
    pub fn line_format(self) -> Option<LineFormat> {
        match self {
            Self::Start(line_format, _) => Some(line_format),
            _ => None,
        }
    }
}

/// Says what `line` (without its line end) is. `spaced_rows`: one leading space begins an entry, as in DevTools exports,
/// where rows without a source start so.
pub fn classify(line: &str, spaced_rows: bool) -> LineKind {
    match line.as_bytes().first() {
        None => LineKind::Blank,
        Some(b'[') => bracketed(line),
        Some(b'{') if line == "{" || looks_like_json(line) => LineKind::Json,
        Some(b'T') if line.starts_with("TRTC[") && parse_prefix(line).is_some() => LineKind::start(LineFormat::Sdk, 0),
        Some(b' ' | b'\t') => indented(line, spaced_rows),
        Some(b'0'..=b'9') => clocked(line),
        _ => sourced(line),
    }
}

fn bracketed(line: &str) -> LineKind {
    if let Some(end) = chrome_debug::prefix_len(line) {
        return LineKind::start(LineFormat::Chrome, end);
    }
    if parse_prefix(line).is_some() {
        return LineKind::start(LineFormat::Sdk, 0);
    }
    if let Some(end) = safari::prefix_len(line) {
        return LineKind::start(LineFormat::Safari, end);
    }
    if let Some(clock) = clock_len(&line[1..])
        && line[1 + clock..].starts_with("] ")
    {
        return LineKind::start(LineFormat::Clocked, clock + 3);
    }
    if line == "[" || looks_like_json(line) { LineKind::Json } else { loose(line) }
}

fn indented(line: &str, spaced_rows: bool) -> LineKind {
    let inner = line.trim_start();
    if inner.is_empty() {
        return LineKind::Blank;
    }
    if (inner.starts_with('[') || inner.starts_with("TRTC[")) && parse_prefix(inner).is_some() {
        return LineKind::start(LineFormat::Sdk, line.len() - inner.len());
    }
    let one_space = line.len() - inner.len() == 1 && line.starts_with(' ');
    // SDKs begin the last line of their errors with a space: the tag in v4, `code:5500 params: …` in v5.
    let ends_error = inner.starts_with('<') || inner.starts_with("code:");
    if spaced_rows && one_space && !ends_error {
        return LineKind::start(LineFormat::Devtools, 1);
    }
    LineKind::Continuation
}

/// A line that begins with a digit: a clock, with or without a source behind it.
fn clocked(line: &str) -> LineKind {
    let Some(clock) = clock_len(line) else { return sourced(line) };
    let Some(body) = line.get(clock..).and_then(|rest| rest.strip_prefix(' ')) else { return loose(line) };
    let body_at = line.len() - body.len();
    if let Some(length) = devtools::source_len(body) {
        return LineKind::start(LineFormat::Devtools, body_at + length + 1);
    }
    match embedded(line) {
        // A console's clock goes before the SDK's own; another program writes more between them.
        Some(at) if at > body_at => LineKind::start(LineFormat::Sdk, at),
        _ => LineKind::start(LineFormat::Clocked, body_at),
    }
}

/// A line that may begin with DevTools' source column.
fn sourced(line: &str) -> LineKind {
    if let Some(length) = devtools::source_len(line) {
        return LineKind::start(LineFormat::Devtools, length + 1);
    }
    if devtools::is_stack_row(line) || line.starts_with("Refer to") || firefox::is_place(line) {
        return LineKind::Continuation;
    }
    loose(line)
}

/// A line without any export's wrapping: it may still say by its words that it begins an entry.
fn loose(line: &str) -> LineKind {
    if let Some(at) = embedded(line) {
        return LineKind::start(LineFormat::Sdk, at);
    }
    if firefox::without_place(line).len() < line.len() {
        return LineKind::start(LineFormat::Firefox, 0);
    }
    if is_opening(line) { LineKind::start(LineFormat::Bare, 0) } else { LineKind::Loose }
}

/// Where the SDK's prefix stands behind something else: `> ` of a mail, a name in a chat, another program's clock and level.
fn embedded(line: &str) -> Option<usize> {
    const HEAD: usize = 256;
    let head = &line.as_bytes()[..line.len().min(HEAD)];
    memchr::memchr_iter(b']', head).find_map(|close| {
        if head.get(close + 1) != Some(&b' ') || !matches!(head.get(close + 2), Some(b'<' | b'&')) {
            return None;
        }
        let open = memchr::memrchr(b'[', &head[..close])?;
        let start = if head[..open].ends_with(b"TRTC") { open - 4 } else { open };
        parse_prefix(line.get(start..)?).map(|_| start)
    })
}

/// `[app] `, `Uncaught `, `TypeError: `: nothing but a new message begins so.
fn is_opening(line: &str) -> bool {
    const TAG_MAX: usize = 40;
    if line.starts_with("Uncaught ") {
        return true;
    }
    let is_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some(tag) = line.strip_prefix('[').and_then(|inside| inside.split_once("] ")).map(|(tag, _)| tag) {
        return is_word(tag) && tag.len() < TAG_MAX && !tag.contains(['|', '[']);
    }
    let head = &line.as_bytes()[..line.len().min(TAG_MAX + 1)];
    memchr::memchr(b':', head).is_some_and(|colon| {
        let name = &head[..colon];
        let is_alone = head.get(colon + 1).is_none_or(|byte| *byte == b' ') && line[colon..].starts_with(": ");
        is_alone && name.ends_with(b"Error") && name.iter().all(u8::is_ascii_alphabetic) && name.len() < TAG_MAX
    })
}

/// Length of `00:41:56.113`, `2026-11-23T16:41:56.113Z` or logcat's `11-23 16:41:56.113`, with any number of fractional digits, at the beginning of `text`.
fn clock_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = match (bytes.get(4), bytes.get(2)) {
        (Some(b'-' | b'/'), _) if bytes.len() > 19 && matches!(bytes[10], b'T' | b' ') => 11,
        (_, Some(b'-' | b'/')) if bytes.get(5) == Some(&b' ') => 6,
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

/// The clock that a [`LineFormat::Devtools`] or [`LineFormat::Clocked`] line begins with.
pub fn leading_clock(line: &str) -> Option<&str> {
    let line = line.strip_prefix('[').unwrap_or(line);
    clock_len(line).map(|end| &line[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, spaced_rows: bool, wanted: &str) {
        let got = match classify(line, spaced_rows) {
            LineKind::Start(line_format, at) => format!("{line_format:?} {}", &line[at as usize..]),
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
        check("boom trtc.js:1:2", false, "Firefox boom trtc.js:1:2");
        check("trtc.js:1:457140", false, "Continuation");
        check("> > TRTC[00:41:56:412] <ERROR> x", false, "Sdk TRTC[00:41:56:412] <ERROR> x");
        check("张三: [00:41:56] <INFO> x", false, "Sdk [00:41:56] <INFO> x");
        check("10:21:33.123 [00:41:56] <INFO> x", false, "Clocked [00:41:56] <INFO> x");
        check("10:21:33.123 I chromium: [00:41:56] <INFO> x", false, "Sdk [00:41:56] <INFO> x");
        check("[00:41:56] &lt;INFO&gt; x", false, "Sdk [00:41:56] &lt;INFO&gt; x");
        check("[app] join error", false, "Bare [app] join error");
        check("RtcError: x", false, "Bare RtcError: x");
        check("[2026-11-24 10:00:00.123] [ERROR] x", false, "Clocked [ERROR] x");
        check("11-24 10:00:00.123  1234 E Tag: x", false, "Clocked  1234 E Tag: x");
        check("[70001] x", false, "Loose");
        check("{\"a\":1}", false, "Json");
        check("error:16388 happened", false, "Loose");
        check("真机弹出16451错误", false, "Loose");
        check("", false, "Blank");
    }
}
