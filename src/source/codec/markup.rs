//! The text in markup: a log pasted into a Word document or a spreadsheet, shown on a page, sent as a mail in HTML. Paragraphs,
//! rows and breaks become lines. What looks like a tag and is none (`<ERROR>`, `<JOIN_ROOM_FAILED 0x4004>`) stays.

use super::Transform;

/// What a text that begins so is marked up in: "html", "document" (Word, spreadsheets and their like), or nothing.
pub fn markup_of(head: &[u8]) -> Option<&'static str> {
    const BEGINNING: usize = 1024;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let head = head[..head.len().min(BEGINNING)].to_ascii_lowercase();
    let has = |name: &str| memchr::memmem::find(&head, name.as_bytes()).is_some();
    let office = ["<w:document", "<sst", "<worksheet", "<office:document", "<p:sld", "<pkg:package"];
    if head.starts_with(b"<!doctype html") || head.starts_with(b"<html") || (head.starts_with(b"<?xml") && has("<html"))
    {
        Some("html")
    } else if head.starts_with(b"<?xml") && office.into_iter().any(has) {
        Some("document")
    } else {
        None
    }
}

/// What may stand in HTML; anything else between angle brackets is the log's own.
const HTML: &[&str] = &[
    "a", "abbr", "article", "aside", "b", "base", "blockquote", "body", "br", "button", "center", "code", "col",
    "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "figure", "font", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "li",
    "link", "main", "mark", "meta", "nav", "noscript", "o:p", "ol", "option", "p", "path", "pre", "s", "samp",
    "script", "section", "select", "small", "source", "span", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "tt", "u", "ul", "var", "video",
    "wbr",
];
/// At the end of these a line ends.
const BLOCKS: &[&str] = &[
    "a:p", "blockquote", "dd", "details", "div", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "li", "option", "p", "pre", "row", "section", "si", "summary", "table", "text:h", "text:p", "textarea",
    "title", "tr", "w:p",
];
/// These are a line's end by themselves.
const BREAKS: &[&str] = &["a:br", "br", "hr", "text:line-break", "w:br", "w:cr"];
/// These stand between columns.
const TABS: &[&str] = &["td", "text:tab", "th", "w:tab"];
/// No text stands in these.
const SILENT: &[&str] = &["script", "style", "svg", "w:instrtext"];
/// Longer names are no tag's, and longer words behind `&` no entity's.
const NAME_MAX: usize = 24;

/// Takes the text out of markup.
pub struct MarkupStripper {
    /// Whether only HTML's tags are tags.
    is_html: bool,
    state: MarkupState,
    /// The tag's or entity's name so far.
    name: Vec<u8>,
    /// The element whose end is awaited: there is no text in it.
    silent: Option<&'static str>,
    is_preformatted: bool,
    /// Whether anything stands on the line.
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
    /// Takes the text out of what [`markup_of`] said.
    pub fn new(kind: &str) -> Self {
        let (state, name) = (MarkupState::Text, Vec::new());
        Self { is_html: kind == "html", state, name, silent: None, is_preformatted: false, has_text: false }
    }

    fn text(&mut self, byte: u8, plain: &mut Vec<u8>) {
        match byte {
            _ if self.silent.is_some() => {}
            // Outside of `pre`, and between a document's elements, line ends are the writer's.
            b'\n' if !self.is_preformatted && !self.has_text => {}
            b'\r' => {}
            _ => {
                self.has_text = byte != b'\n' && (self.has_text || !byte.is_ascii_whitespace());
                plain.push(byte);
            }
        }
    }

    fn end_line(&mut self, plain: &mut Vec<u8>) {
        if self.silent.is_none() {
            plain.push(b'\n');
            self.has_text = false;
        }
    }

    /// The name of a tag ended: whether it is one.
    fn begin_tag(&mut self, plain: &mut Vec<u8>) -> bool {
        let name = String::from_utf8_lossy(&self.name).to_lowercase();
        let (is_end, name) = name.strip_prefix('/').map_or((false, name.as_str()), |name| (true, name));
        if self.is_html && !HTML.contains(&name) && !name.starts_with(['!', '?']) {
            return false;
        }
        if let Some(silent) = self.silent {
            self.silent = Some(silent).filter(|silent| !(is_end && name == *silent));
            return true;
        }
        self.silent = SILENT.iter().copied().find(|silent| !is_end && name == *silent);
        let in_block = BLOCKS.contains(&name) && (is_end || self.is_html);
        if (in_block && (self.has_text || is_end && !self.is_html)) || (BREAKS.contains(&name) && !is_end) {
            self.end_line(plain);
        }
        if TABS.contains(&name) && self.has_text && (is_end || !self.is_html) {
            plain.push(b'\t');
        }
        if name == "pre" || name == "textarea" {
            self.is_preformatted = !is_end;
        }
        true
    }

    /// What stood between `&` and `;`.
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

    /// What was begun as a tag or entity was text.
    fn give_back(&mut self, opening: u8, plain: &mut Vec<u8>) {
        self.text(opening, plain);
        for byte in std::mem::take(&mut self.name) {
            self.text(byte, plain);
        }
    }

    fn byte(&mut self, byte: u8, plain: &mut Vec<u8>) -> MarkupState {
        match self.state {
            MarkupState::Text if byte == b'<' => {
                self.name.clear();
                MarkupState::Name
            }
            MarkupState::Text if byte == b'&' => {
                self.name.clear();
                MarkupState::Entity
            }
            MarkupState::Name => self.name_byte(byte, plain),
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
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.text(byte, plain));
                } else {
                    self.give_back(b'&', plain);
                    self.text(b';', plain);
                }
                MarkupState::Text
            }
            MarkupState::Entity if byte.is_ascii_alphanumeric() && self.name.len() < NAME_MAX || byte == b'#' => {
                self.name.push(byte);
                MarkupState::Entity
            }
            MarkupState::Entity => {
                self.give_back(b'&', plain);
                self.state = MarkupState::Text;
                self.byte(byte, plain)
            }
            MarkupState::Text => {
                self.text(byte, plain);
                MarkupState::Text
            }
        }
    }

    fn name_byte(&mut self, byte: u8, plain: &mut Vec<u8>) -> MarkupState {
        let is_name = byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_');
        let is_sign = matches!(byte, b'/' | b'!' | b'?') && self.name.is_empty();
        if self.name == b"!--" {
            self.name.clear();
            return MarkupState::Comment;
        }
        if (is_name || is_sign) && self.name.len() < NAME_MAX {
            self.name.push(byte);
            return MarkupState::Name;
        }
        let is_end = matches!(byte, b'>' | b'/' | b'[') || byte.is_ascii_whitespace();
        if is_end && self.begin_tag(plain) {
            return if byte == b'>' { MarkupState::Text } else { MarkupState::Tag };
        }
        self.give_back(b'<', plain);
        self.state = MarkupState::Text;
        self.byte(byte, plain)
    }
}

impl Transform for MarkupStripper {
    fn take(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        for &byte in bytes {
            self.state = self.byte(byte, plain);
        }
    }

    fn finish(&mut self, plain: &mut Vec<u8>) {
        match self.state {
            MarkupState::Name => self.give_back(b'<', plain),
            MarkupState::Entity => self.give_back(b'&', plain),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::codec::transform_all;

    #[track_caller]
    fn check(markup: &str, kind: &str, wanted: &str) {
        assert_eq!(markup_of(markup.as_bytes()), Some(kind));
        assert_eq!(String::from_utf8_lossy(&transform_all(markup.as_bytes(), MarkupStripper::new(kind))), wanted);
    }

    #[test]
    fn paragraphs_of_documents_are_lines() {
        let document = "<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>[00:41:56] &lt;ERR</w:t></w:r>\
                        <w:r><w:t xml:space=\"preserve\">OR&gt; x</w:t></w:r></w:p><w:p/><w:p><w:r><w:t> &lt;JOIN 0x4004&gt;</w:t>\
                        <w:br/><w:t>&amp;lt; &#x8FDB;</w:t></w:r></w:p></w:body></w:document>";
        check(document, "document", "[00:41:56] <ERROR> x\n <JOIN 0x4004>\n&lt; 进\n");
        let sheet = "<?xml version=\"1.0\"?><sst><si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si></sst>";
        check(sheet, "document", "a\nbc\n");
    }

    #[test]
    fn pages_are_read_as_they_are_shown() {
        let page = "<!DOCTYPE html>\n<html><head><style>p{a>b}</style><script>if (1<2) x()</script></head>\n<body><!-- a > b -->\
                    <div class=\"l\"><div>one</div></div>\n<div> &lt;JOIN 0x4004&gt;<br/>two</div>\n<pre>[1] <ERROR> a & b &amp; c\n\n  at \
                    s.<anonymous> (x:1)\n<JOIN 0x4004>\n</pre></body></html>";
        let wanted = "one\n <JOIN 0x4004>\ntwo\n[1] <ERROR> a & b & c\n\n  at s.<anonymous> (x:1)\n<JOIN 0x4004>\n";
        check(page, "html", wanted);
    }

    #[test]
    fn logs_are_no_markup() {
        for log in ["<ERROR> x", "<?xml version=\"1.0\"?><log><m>x</m></log>", "[1] <INFO> <html>"] {
            assert_eq!(markup_of(log.as_bytes()), None, "{log}");
        }
    }
}
