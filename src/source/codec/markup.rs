//! The text of markup: a log pasted into a Word document or a spreadsheet, saved as a page, or sent as a mail in HTML.
//! Paragraphs, rows and breaks become lines. Text that only looks like a tag (`<ERROR>`, `<JOIN_ROOM_FAILED 0x4004>`) is kept.

use super::Transform;

/// A language of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkupKind {
    /// HTML.
    Html,
    /// The XML of Word, spreadsheets and similar documents.
    Document,
}

impl MarkupKind {
    /// The markup of a text that begins with `head`; `None` if it is not markup.
    pub fn detect(head: &[u8]) -> Option<Self> {
        const CHECKED_BYTES: usize = 1024;
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let head = head[..head.len().min(CHECKED_BYTES)].to_ascii_lowercase();
        let has = |name: &str| memchr::memmem::find(&head, name.as_bytes()).is_some();
        let office = ["<w:document", "<sst", "<worksheet", "<office:document", "<p:sld", "<pkg:package"];
        let is_xml = head.starts_with(b"<?xml");
        if head.starts_with(b"<!doctype html") || head.starts_with(b"<html") || (is_xml && has("<html")) {
            Some(Self::Html)
        } else if is_xml && office.into_iter().any(has) {
            Some(Self::Document)
        } else {
            None
        }
    }
}

/// The tags of HTML. Other text in angle brackets belongs to the log.
const HTML_TAGS: &[&str] = &[
    "a", "abbr", "article", "aside", "b", "base", "blockquote", "body", "br", "button", "center", "code", "col",
    "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "figure", "font", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "li",
    "link", "main", "mark", "meta", "nav", "noscript", "o:p", "ol", "option", "p", "path", "pre", "s", "samp",
    "script", "section", "select", "small", "source", "span", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "tt", "u", "ul", "var", "video",
    "wbr",
];
/// Elements whose end ends a line.
const BLOCKS: &[&str] = &[
    "a:p", "blockquote", "dd", "details", "div", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "li", "option", "p", "pre", "row", "section", "si", "summary", "table", "text:h", "text:p", "textarea",
    "title", "tr", "w:p",
];
/// Elements that are a line end.
const BREAKS: &[&str] = &["a:br", "br", "hr", "text:line-break", "w:br", "w:cr"];
/// Elements that separate columns.
const COLUMNS: &[&str] = &["td", "text:tab", "th", "w:tab"];
/// Elements whose content is not text of the log.
const HIDDEN: &[&str] = &["script", "style", "svg", "w:instrtext"];
/// Maximum length of the names of tags and entities.
const MAX_NAME_BYTES: usize = 24;

/// Extracts the text of markup.
pub(crate) struct MarkupStripper {
    /// Only names of [`HTML_TAGS`] are tags.
    is_html: bool,
    state: MarkupState,
    /// The name of the tag or entity so far.
    name: Vec<u8>,
    /// The element of [`HIDDEN`] that is open.
    hidden: Option<&'static str>,
    is_preformatted: bool,
    /// Whether the current line has text other than white space.
    has_text: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkupState {
    Text,
    Name,
    Tag,
    Comment,
    Entity,
}

impl MarkupStripper {
    /// Extracts the text of markup of this kind.
    pub(crate) fn new(kind: MarkupKind) -> Self {
        let (state, name) = (MarkupState::Text, Vec::new());
        Self { is_html: kind == MarkupKind::Html, state, name, hidden: None, is_preformatted: false, has_text: false }
    }

    fn push_text(&mut self, byte: u8, plain: &mut Vec<u8>) {
        match byte {
            _ if self.hidden.is_some() => {}
            // Outside of `pre`, and between the elements of a document, line ends are formatting of the markup.
            b'\n' if !self.is_preformatted && !self.has_text => {}
            b'\r' => {}
            _ => {
                self.has_text = byte != b'\n' && (self.has_text || !byte.is_ascii_whitespace());
                plain.push(byte);
            }
        }
    }

    fn end_line(&mut self, plain: &mut Vec<u8>) {
        if self.hidden.is_none() {
            plain.push(b'\n');
            self.has_text = false;
        }
    }

    /// Handles a complete tag name; returns whether it is the name of a tag.
    fn end_name(&mut self, plain: &mut Vec<u8>) -> bool {
        let name = String::from_utf8_lossy(&self.name).to_lowercase();
        let (is_end, name) = name.strip_prefix('/').map_or((false, name.as_str()), |name| (true, name));
        if self.is_html && !HTML_TAGS.contains(&name) && !name.starts_with(['!', '?']) {
            return false;
        }
        if let Some(hidden) = self.hidden {
            self.hidden = Some(hidden).filter(|hidden| !(is_end && name == *hidden));
            return true;
        }
        self.hidden = HIDDEN.iter().copied().find(|hidden| !is_end && name == *hidden);
        let in_block = BLOCKS.contains(&name) && (is_end || self.is_html);
        if (in_block && (self.has_text || is_end && !self.is_html)) || (BREAKS.contains(&name) && !is_end) {
            self.end_line(plain);
        }
        if COLUMNS.contains(&name) && self.has_text && (is_end || !self.is_html) {
            plain.push(b'\t');
        }
        if name == "pre" || name == "textarea" {
            self.is_preformatted = !is_end;
        }
        true
    }

    /// The character of the entity between `&` and `;`.
    fn entity(&self) -> Option<char> {
        let name = std::str::from_utf8(&self.name).ok()?;
        Some(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.parse().ok()?,
                };
                if code == 0xA0 { ' ' } else { char::from_u32(code)? }
            }
        })
    }

    /// Appends what was read as a tag or entity but is text.
    fn push_pending(&mut self, opening: u8, plain: &mut Vec<u8>) {
        self.push_text(opening, plain);
        for byte in std::mem::take(&mut self.name) {
            self.push_text(byte, plain);
        }
    }

    fn push_byte(&mut self, byte: u8, plain: &mut Vec<u8>) -> MarkupState {
        match self.state {
            MarkupState::Text if byte == b'<' => {
                self.name.clear();
                MarkupState::Name
            }
            MarkupState::Text if byte == b'&' => {
                self.name.clear();
                MarkupState::Entity
            }
            MarkupState::Name => self.push_name_byte(byte, plain),
            MarkupState::Tag => {
                if byte == b'>' {
                    MarkupState::Text
                } else {
                    MarkupState::Tag
                }
            }
            MarkupState::Comment => {
                if byte == b'>' && self.name.ends_with(b"--") {
                    MarkupState::Text
                } else {
                    self.name.push(byte);
                    self.name.drain(..self.name.len().saturating_sub(2));
                    MarkupState::Comment
                }
            }
            MarkupState::Entity if byte == b';' => {
                if let Some(c) = self.entity() {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push_text(byte, plain));
                } else {
                    self.push_pending(b'&', plain);
                    self.push_text(b';', plain);
                }
                MarkupState::Text
            }
            MarkupState::Entity if byte.is_ascii_alphanumeric() && self.name.len() < MAX_NAME_BYTES || byte == b'#' => {
                self.name.push(byte);
                MarkupState::Entity
            }
            MarkupState::Entity => {
                self.push_pending(b'&', plain);
                self.state = MarkupState::Text;
                self.push_byte(byte, plain)
            }
            MarkupState::Text => {
                self.push_text(byte, plain);
                MarkupState::Text
            }
        }
    }

    fn push_name_byte(&mut self, byte: u8, plain: &mut Vec<u8>) -> MarkupState {
        let is_name = byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_');
        let is_prefix = matches!(byte, b'/' | b'!' | b'?') && self.name.is_empty();
        if self.name == b"!--" {
            self.name.clear();
            return MarkupState::Comment;
        }
        if (is_name || is_prefix) && self.name.len() < MAX_NAME_BYTES {
            self.name.push(byte);
            return MarkupState::Name;
        }
        let is_end = matches!(byte, b'>' | b'/' | b'[') || byte.is_ascii_whitespace();
        if is_end && self.end_name(plain) {
            return if byte == b'>' { MarkupState::Text } else { MarkupState::Tag };
        }
        self.push_pending(b'<', plain);
        self.state = MarkupState::Text;
        self.push_byte(byte, plain)
    }
}

impl Transform for MarkupStripper {
    fn push(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        for &byte in bytes {
            self.state = self.push_byte(byte, plain);
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        match self.state {
            MarkupState::Name => self.push_pending(b'<', plain),
            MarkupState::Entity => self.push_pending(b'&', plain),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::codec::transform_all;

    #[track_caller]
    fn check(markup: &str, kind: MarkupKind, wanted: &str) {
        assert_eq!(MarkupKind::detect(markup.as_bytes()), Some(kind));
        assert_eq!(String::from_utf8_lossy(&transform_all(markup.as_bytes(), MarkupStripper::new(kind))), wanted);
    }

    #[test]
    fn paragraphs_of_documents_become_lines() {
        let document = "<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>[00:41:56] &lt;ERR</w:t></w:r>\
                        <w:r><w:t xml:space=\"preserve\">OR&gt; x</w:t></w:r></w:p><w:p/><w:p><w:r><w:t> &lt;JOIN 0x4004&gt;</w:t>\
                        <w:br/><w:t>&amp;lt; &#x8FDB;</w:t></w:r></w:p></w:body></w:document>";
        check(document, MarkupKind::Document, "[00:41:56] <ERROR> x\n <JOIN 0x4004>\n&lt; 进\n");
        let sheet = "<?xml version=\"1.0\"?><sst><si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si></sst>";
        check(sheet, MarkupKind::Document, "a\nbc\n");
    }

    #[test]
    fn html_is_read_as_a_browser_shows_it() {
        let page = "<!DOCTYPE html>\n<html><head><style>p{a>b}</style><script>if (1<2) x()</script></head>\n<body><!-- a > b -->\
                    <div class=\"l\"><div>one</div></div>\n<div> &lt;JOIN 0x4004&gt;<br/>two</div>\n<pre>[1] <ERROR> a & b &amp; c\n\n  at \
                    s.<anonymous> (x:1)\n<JOIN 0x4004>\n</pre></body></html>";
        let wanted = "one\n <JOIN 0x4004>\ntwo\n[1] <ERROR> a & b & c\n\n  at s.<anonymous> (x:1)\n<JOIN 0x4004>\n";
        check(page, MarkupKind::Html, wanted);
    }

    #[test]
    fn logs_are_not_markup() {
        for log in ["<ERROR> x", "<?xml version=\"1.0\"?><log><m>x</m></log>", "[1] <INFO> <html>"] {
            assert_eq!(MarkupKind::detect(log.as_bytes()), None, "{log}");
        }
    }
}
