//! `chrome_debug.log`: `[pid:tid:1123/164446.581493:INFO:CONSOLE:1] "message", source: https://… (1)`, older
//! `…:INFO:CONSOLE(1)]`, without ids in some builds. Other components of the browser write to it as well.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::recogniser::{Recogniser, no_record};
use crate::log::entry::Level;
use crate::log::format::LogFormat;
use crate::log::parse::clock::is_chromium_clock;
use crate::log::segment::line_kind::{LineFormat, LineKind};

/// Chromium's log lines.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::ChromeDebug,
    evidence: "begin with Chromium's process, date and level",
    matches_entry: |raw| matches!(raw.kind, LineKind::Start(LineFormat::Chrome, _)),
    matches_record: no_record,
};

/// Length of `[9994:9994:1123/164446.581493:INFO:CONSOLE:1] ` at the beginning of `line`.
pub(crate) fn prefix_len(line: &str) -> Option<usize> {
    /// Two ids of nine digits, and the date.
    const IDS_AND_DATE: usize = 1 + 10 + 10 + 5;
    let bytes = line.as_bytes();
    let slash = memchr::memchr(b'/', &bytes[..bytes.len().min(IDS_AND_DATE)])?;
    if !is_chromium_clock(bytes, slash) || !is_ids(&bytes[..slash - 4]) {
        return None;
    }
    let close = memchr::memchr(b']', &bytes[..bytes.len().min(300)])?;
    Some(close + 1 + usize::from(bytes.get(close + 1) == Some(&b' ')))
}

/// Whether `text` is a bracket followed by process and thread id, each with a colon. Some builds omit the ids; the date and the
/// time identify the line.
fn is_ids(text: &[u8]) -> bool {
    let Some(ids) = text.strip_prefix(b"[") else { return false };
    let (mut digits, mut count) = (0, 0);
    for byte in ids {
        match byte {
            b'0'..=b'9' => digits += 1,
            b':' if digits > 0 => (digits, count) = (0, count + 1),
            _ => return false,
        }
        if digits > 9 || count > 2 {
            return false;
        }
    }
    digits == 0
}

/// Whether the line is a console message of a page, not a message of another component of the browser.
pub(crate) fn is_console(line: &str) -> bool {
    static CONSOLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(":CONSOLE"));
    CONSOLE.find(header(line).as_bytes()).is_some()
}

/// The level in the line. [`Level::None`] for console messages, which Chromium always labels INFO.
pub(crate) fn level(line: &str) -> Level {
    component_level(line).unwrap_or_default()
}

/// The level of a message of another component of the browser; `None` for console messages.
pub(crate) fn component_level(line: &str) -> Option<Level> {
    if is_console(line) {
        return None;
    }
    // The level is after the time, if the header is complete.
    let header = header(line);
    let clock = memchr::memchr(b'/', header.as_bytes()).map_or(header, |slash| &header[slash..]);
    Some(clock.split(':').find_map(Level::from_label).unwrap_or_default())
}

fn header(line: &str) -> &str {
    memchr::memchr(b']', line.as_bytes()).map_or(line, |end| &line[..end])
}

/// The message, which is in quotes before `, source: URL (line)`. Text that is not a console message is returned unchanged. The
/// result is a part of `body`, so that byte offsets stay offsets in the line.
pub(crate) fn unwrap(body: &str) -> &str {
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
    fn quotes_are_removed() {
        assert_eq!(unwrap("\"a \"b\" c\", source: https://x (1)"), "a \"b\" c");
        assert_eq!(unwrap("Failed to connect"), "Failed to connect");
    }

    #[test]
    fn console_and_level_are_read_after_the_time() {
        for line in [
            "[9994:9994:1123/164446.581493:INFO:CONSOLE:1] \"x\"",
            "[9994:9994:1123/164446.581493:INFO:CONSOLE(1)] \"x\"",
            "[1123/164446.581493:INFO:CONSOLE(1)] \"x\"",
            "[9994:9994:1123/164446.58 torn: off:INFO:CONSOLE:1] \"x\"",
        ] {
            assert!(is_console(line), "{line}");
            assert_eq!(level(line), Level::None, "{line}");
        }
        let others = [
            ("[9994:9994:1123/164446.581493:ERROR:gpu_init.cc(523)] a/b:CONSOLE:", Level::Error),
            ("[1123/164446.581493:WARNING:sandbox_linux.cc:400] x", Level::Warn),
            ("[1123/164446.581493:VERBOSE1:x.cc:4] x", Level::None),
            ("[1123/164446.581493] x", Level::None),
        ];
        for (line, wanted) in others {
            assert!(!is_console(line), "{line}");
            assert_eq!(level(line), wanted, "{line}");
        }
    }

    #[test]
    fn prefixes_may_lack_ids() {
        let length = |line: &str| prefix_len(line).map_or(0, |end| end);
        let rest = ":INFO:CONSOLE:1] \"x\"";
        for ids in ["", "9994:", "9994:9994:", "123456789:123456789:"] {
            let line = format!("[{ids}1123/164446.581493{rest}");
            assert_eq!(&line[length(&line)..], "\"x\"", "{line}");
        }
        for begin in
            ["[1:2:3:1123/164446", "[1234567890:1123/164446", "[:1123/164446", "[1:21123/164446", "1123/164446"]
        {
            assert_eq!(length(&format!("{begin}.581493{rest}")), 0, "{begin}");
        }
        for line in ["[123/164446.5]", "[1123/16444.5]", "[1123/1644466.5]", "[1123/", "[", "", "[1123/164446.5"] {
            assert_eq!(length(line), 0, "{line}");
        }
    }
}
