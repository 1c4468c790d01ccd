//! Classifies the physical lines of a text log: does a line begin an entry or continue the one before?

use super::line_kind::{LineFormat, LineKind};
use crate::log::formats::{chrome_debug, devtools, firefox, safari};
use crate::log::json::looks_like_json;
use crate::log::parse::clock::{leading_clock_len, named_clock};
use crate::log::parse::prefix::parse_prefix;

/// Classifies `line` (without its line end). `spaced_rows`: one leading space begins an entry, as in DevTools exports, where
/// rows without a source begin with one.
pub(crate) fn classify(line: &str, spaced_rows: bool) -> LineKind {
    match line.as_bytes().first() {
        None => LineKind::Blank,
        Some(b'[') => bracketed(line),
        Some(b'{') if line == "{" || looks_like_json(line) => LineKind::Json,
        Some(b'T') if line.starts_with("TRTC[") && parse_prefix(line).is_some() => LineKind::start(LineFormat::Sdk, 0),
        Some(b' ' | b'\t') => indented(line, spaced_rows),
        Some(b'0'..=b'9') => with_clock(line),
        _ => with_source(line),
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
    if let Some(clock) = leading_clock_len(&line[1..])
        && line[1 + clock..].starts_with("] ")
    {
        return LineKind::start(LineFormat::Timestamped, clock + 3);
    }
    if line == "[" || looks_like_json(line) { LineKind::Json } else { free_text(line) }
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

/// A line that begins with a digit: perhaps a time, with or without a source after it.
fn with_clock(line: &str) -> LineKind {
    let Some(clock) = leading_clock_len(line) else { return with_source(line) };
    let Some(body) = line.get(clock..).and_then(|rest| rest.strip_prefix(' ')) else { return free_text(line) };
    let body_at = line.len() - body.len();
    if let Some(length) = devtools::source_len(body) {
        return LineKind::start(LineFormat::Devtools, body_at + length + 1);
    }
    match embedded_prefix(line) {
        // A console prints its time directly before the SDK's own; another program writes more between them.
        Some(at) if at > body_at => LineKind::start(LineFormat::Sdk, at),
        _ => LineKind::start(LineFormat::Timestamped, body_at),
    }
}

/// A line that may begin with DevTools' source column.
fn with_source(line: &str) -> LineKind {
    if let Some(length) = devtools::source_len(line) {
        return LineKind::start(LineFormat::Devtools, length + 1);
    }
    if devtools::is_stack_row(line) || line.starts_with("Refer to") || firefox::is_location(line) {
        return LineKind::Continuation;
    }
    free_text(line)
}

/// A line without the prefix of any export: its text may still begin an entry.
fn free_text(line: &str) -> LineKind {
    if let Some(at) = embedded_prefix(line) {
        return LineKind::start(LineFormat::Sdk, at);
    }
    if firefox::strip_location(line).len() < line.len() {
        return LineKind::start(LineFormat::Firefox, 0);
    }
    if named_clock(line).is_some() {
        return LineKind::start(LineFormat::Logger, 0);
    }
    if is_opening(line) {
        return LineKind::start(LineFormat::Bare, 0);
    }
    if number_alone(line).is_some() { LineKind::Number } else { LineKind::FreeText }
}

/// The number that is all of a line, with four to six digits, perhaps quoted, listed or marked as in Markdown: `-100018`,
/// `> **0x4004**`, `- 70001`.
pub(crate) fn number_alone(line: &str) -> Option<&str> {
    const MAX_BYTES: usize = 24;
    const MARKS: [char; 9] = [' ', '>', '*', '`', '•', '(', ')', '（', '）'];
    if line.len() > MAX_BYTES {
        return None;
    }
    let marked = line.trim_matches(MARKS);
    let number = marked.strip_prefix("- ").map_or(marked, |listed| listed.trim_matches(MARKS));
    let is_number = if let Some(digits) = number.strip_prefix("0x") {
        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    } else {
        let digits = number.strip_prefix('-').unwrap_or(number);
        (4..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    is_number.then_some(number)
}

/// Byte offset of an SDK prefix that follows other text: `> ` of a mail, a name in a chat, another program's time and level.
fn embedded_prefix(line: &str) -> Option<usize> {
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

/// The loggers of Tencent's products, as they begin their lines.
const LOGGERS: &[&str] = &[
    "TIM", "TUIKit", "TUICallKit", "TUICallEngine", "TUICalling", "TUIRoomKit", "TUIRoomEngine", "TUIChat",
    "TRTCCalling", "TSignaling", "IMSDK",
];

/// The levels that the SDK prints after its time.
const LEVELS: &[&str] = &["<INFO>", "<LOG>", "<WARN>", "<ERROR>", "<DEBUG>", "<TRACE>"];

/// Whether the line is one of a logger, of the SDK's or of another product's, that was copied without its time: `<INFO> [↑c1|a] x`,
/// `TRTC <INFO> x`, `[↑c1|a] x`, `TIM login failed: x`.
fn is_logger_line(line: &str) -> bool {
    const CLIENT_MAX: usize = 32;
    let body = line.strip_prefix("TRTC").map_or(line, str::trim_start);
    let is_product = body.len() < line.len();
    if LEVELS.iter().any(|level| body.strip_prefix(level).is_some_and(|rest| rest.starts_with([' ', ':'])))
        || is_product && ["[INFO]", "[WARN]", "[ERROR]", "[DEBUG]"].iter().any(|level| body.starts_with(level))
    {
        return true;
    }
    if let Some((tag, _)) = line.strip_prefix('[').and_then(|inside| inside.split_once("] ")) {
        let client = tag.strip_prefix(['↑', '↓']).unwrap_or(tag);
        let name = client.split('|').next().unwrap_or_default();
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'*');
        let is_named = !name.is_empty() && name.len() <= CLIENT_MAX && name.bytes().all(is_part);
        return is_named && (client.len() < tag.len() || client.len() > name.len());
    }
    LOGGERS.iter().filter_map(|logger| line.strip_prefix(logger)).any(|rest| match rest.as_bytes().first() {
        Some(b':' | b'[') => true,
        // A sentence may begin with a product's name.
        Some(b' ') => [":", "=", "[", "{", "fail", "rror"].iter().any(|sign| rest.contains(sign)),
        _ => false,
    })
}

/// Whether the line begins with `[app] `, `【app】`, `Uncaught ` or `TypeError: `, which only occur at the beginning of a message.
fn is_opening(line: &str) -> bool {
    const TAG_MAX: usize = 40;
    if line.starts_with("Uncaught ") || is_logger_line(line) {
        return true;
    }
    let is_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some((tag, message)) = line.strip_prefix('【').and_then(|inside| inside.split_once('】')) {
        // A form that a person fills in has a colon, a number or Chinese text after its labels.
        let is_name = tag.len() < TAG_MAX && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        return is_word(tag)
            && is_name
            && message.starts_with(|c: char| c.is_ascii() && !c.is_ascii_digit() && c != ':');
    }
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
    fn lines_are_classified() {
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
        check("10:21:33.123 boom trtc.js:1:2", false, "Timestamped boom trtc.js:1:2");
        check("boom trtc.js:1:2", false, "Firefox boom trtc.js:1:2");
        check("trtc.js:1:457140", false, "Continuation");
        check("> > TRTC[00:41:56:412] <ERROR> x", false, "Sdk TRTC[00:41:56:412] <ERROR> x");
        check("张三: [00:41:56] <INFO> x", false, "Sdk [00:41:56] <INFO> x");
        check("10:21:33.123 [00:41:56] <INFO> x", false, "Timestamped [00:41:56] <INFO> x");
        check("10:21:33.123 I chromium: [00:41:56] <INFO> x", false, "Sdk [00:41:56] <INFO> x");
        check("[00:41:56] &lt;INFO&gt; x", false, "Sdk [00:41:56] &lt;INFO&gt; x");
        check("[app] join error", false, "Bare [app] join error");
        check("RtcError: x", false, "Bare RtcError: x");
        check("[2026-11-24 10:00:00.123] [ERROR] x", false, "Timestamped [ERROR] x");
        check("11-24 10:00:00.123  1234 E Tag: x", false, "Timestamped  1234 E Tag: x");
        check("[70001] x", false, "FreeText");
        check("70001", false, "Number");
        check("> **-100018**", false, "Number");
        check("0x4004", false, "Number");
        check("- `70001`", false, "Number");
        check("（70001）", false, "Number");
        check("70001 x", false, "FreeText");
        check("0x400", false, "FreeText");
        check("1400188366", false, "FreeText");
        check("{\"a\":1}", false, "Json");
        check("error:16388 happened", false, "FreeText");
        check("TIM 10:00:05.110:SignController x", false, "Logger TIM 10:00:05.110:SignController x");
        check("TRTCCalling 10:00:05.110: x", true, "Logger TRTCCalling 10:00:05.110: x");
        check("TIM: 2026-11-24 10:00:05.110/I/4711 x", true, "Logger TIM: 2026-11-24 10:00:05.110/I/4711 x");
        check("[↑c1|alice] x", false, "Bare [↑c1|alice] x");
        check("[↓t1-r1-n|teacher_1] x", false, "Bare [↓t1-r1-n|teacher_1] x");
        check("[c|alice]  x", false, "Bare [c|alice]  x");
        check("<ERROR> [↑c1|alice] x", false, "Bare <ERROR> [↑c1|alice] x");
        check("TRTC <ERROR> x", true, "Bare TRTC <ERROR> x");
        check("<JOIN_ROOM_FAILED 0x4004>", true, "FreeText");
        check("TIM login failed: 70001", false, "Bare TIM login failed: 70001");
        check("TIM and TRTC work together", false, "FreeText");
        check("TIMED OUT: x", false, "FreeText");
        check("【CallService】 x", false, "Bare 【CallService】 x");
        check("【SDKAppID】1400188366", false, "FreeText");
        check("【房间号】 x", false, "FreeText");
        check("真机弹出16451错误", false, "FreeText");
        check("", false, "Blank");
    }
}
