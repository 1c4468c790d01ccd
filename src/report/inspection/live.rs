//! A finding for somebody who watches a log grow: where, what, and the message.

use super::words;
use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::entry::{Paint, TextStyle};
use crate::report::safe::{one_line, visible};

/// The message is cut at this many characters.
const MESSAGE_CHARS: usize = 240;

/// The finding, which is redacted already, as two lines of text or a few more.
pub(super) fn render(finding: &Finding, entry: &CatalogEntry, style: TextStyle) -> String {
    let time = finding.time.as_deref().map(|time| format!("  {time}")).unwrap_or_default();
    let place = one_line(&format!("{}{time}", words::place(finding)));
    let code = one_line(&format!("{} {}: {}", finding.code.family().title(), finding.code, entry.summary));
    let mut text = format!("{}\n", style.paint(Paint::Faint, &place));
    text.push_str(&style.wrap(&visible(&code), "  ", "  "));
    text.push_str(&style.wrap(&visible(&words::excerpt(finding, MESSAGE_CHARS)), "    ", "    "));
    text
}
