//! One finding while a log is followed: location, code and message, in two lines or a few more.

use super::phrases;
use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::entry::{Paint, TextStyle};
use crate::sanitize::{one_line, visible};

/// Characters of the message.
const MESSAGE_CHARS: usize = 240;

/// Renders a finding that is redacted.
pub(super) fn render(finding: &Finding, entry: &CatalogEntry, style: TextStyle) -> String {
    let time = finding.time.as_deref().map(|time| format!("  {time}")).unwrap_or_default();
    let location = one_line(&format!("{}{time}", phrases::location(finding)));
    let code = one_line(&format!("{} {}: {}", finding.code.family().title(), finding.code, entry.summary));
    let mut text = format!("{}\n", style.paint(Paint::Faint, &location));
    text.push_str(&style.wrap(&visible(&code), "  ", "  "));
    text.push_str(&style.wrap(&visible(&phrases::excerpt(finding, MESSAGE_CHARS)), "    ", "    "));
    text
}
