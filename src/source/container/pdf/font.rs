//! The characters that the bytes of a text are codes of, and how wide they are.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::stream::unpacked;
use super::unicode_map::{self, UnicodeMap};

/// The largest table of a font.
const MAX_TABLE_BYTES: u64 = 4 << 20;
/// At most this many ranges of widths are kept.
const MAX_WIDTHS: usize = 1 << 16;

/// Names of characters in fonts, for those that their first letter does not say.
const GLYPHS: &[(&str, char)] = &[
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("quoteright", '’'),
    ("quoteleft", '‘'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("endash", '–'),
    ("emdash", '—'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
];

/// A font of a document.
pub(super) struct Font {
    unicode: UnicodeMap,
    coding: Coding,
    widths: Vec<(u32, u32, f64)>,
    default_width: f64,
    /// The width of a letter in the units of the text is its width in the font times this.
    scale: f64,
}

/// What codes are if the font has no table.
enum Coding {
    /// One byte each.
    Bytes(Box<[Option<char>]>),
    /// One or two bytes in an encoding of a language.
    Language(&'static Encoding),
    /// Two bytes; unknown without the table.
    Pairs,
    /// Two bytes, which are UTF-16.
    Utf16,
}

/// A code of a text.
pub(super) struct FontCode {
    /// Its characters; `None` if the font does not name them.
    pub chars: Option<Box<str>>,
    /// Its width in units of the text, for a size of 1.
    pub width: f64,
    /// Whether it is a space of one byte, which the document may widen.
    pub is_space: bool,
}

impl Font {
    /// Reads a font. What is damaged in it is left out.
    pub(super) fn new(font: &Dict<'_>) -> Self {
        let table = font.get::<Stream<'_>>("ToUnicode").and_then(|table| unpacked(&table, MAX_TABLE_BYTES));
        let unicode = table.map(|table| unicode_map::parse(&table)).unwrap_or_default();
        let kind = font.get::<Name<'_>>("Subtype");
        let is_composite = kind.as_ref().is_some_and(|kind| kind.as_ref() == b"Type0");
        if is_composite {
            let inner = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
            let inner = inner.unwrap_or_default();
            let default_width = inner.get::<f64>("DW").unwrap_or(1000.0);
            let widths = inner.get::<Array<'_>>("W").map(|widths| composite_widths(&widths)).unwrap_or_default();
            return Self { unicode, coding: composite_coding(font), widths, default_width, scale: 0.001 };
        }
        let first = font.get::<u32>("FirstChar").unwrap_or(0);
        let widths = font.get::<Array<'_>>("Widths").into_iter().flat_map(|widths| widths.iter::<f64>().take(256));
        let widths = widths.zip(first..=u32::MAX).map(|(width, code)| (code, code, width)).collect();
        let name = font.get::<Name<'_>>("BaseFont");
        let is_fixed = name.is_some_and(|name| name.as_str().contains("Courier"));
        let default_width = if is_fixed { 600.0 } else { 500.0 };
        let is_drawn = kind.is_some_and(|kind| kind.as_ref() == b"Type3");
        let matrix = font.get::<Array<'_>>("FontMatrix").filter(|_| is_drawn);
        let scale = matrix.and_then(|matrix| matrix.iter::<f64>().next()).unwrap_or(0.001);
        Self { unicode, coding: Coding::Bytes(simple_coding(font)), widths, default_width, scale }
    }

    /// The codes in the bytes of a text.
    pub(super) fn codes(&self, text: &[u8]) -> Vec<FontCode> {
        let mut codes = Vec::new();
        let mut rest = text;
        while let Some(&first) = rest.first() {
            let length = match &self.coding {
                Coding::Bytes(_) => 1,
                Coding::Language(_) => 1 + usize::from(first > 0x80),
                Coding::Pairs | Coding::Utf16 => 2,
            };
            let (bytes, after) = rest.split_at(length.min(rest.len()));
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let chars = self.unicode.get(&code).cloned().or_else(|| self.chars_without_table(bytes));
            codes.push(FontCode { chars, width: self.width(code) * self.scale, is_space: bytes == b" " });
            rest = after;
        }
        codes
    }

    fn chars_without_table(&self, bytes: &[u8]) -> Option<Box<str>> {
        let decode = |encoding: &'static Encoding| {
            let (chars, is_damaged) = encoding.decode_without_bom_handling(bytes);
            (!is_damaged && !chars.is_empty()).then(|| chars.into())
        };
        match &self.coding {
            Coding::Bytes(table) => {
                let char = (*table.get(usize::from(*bytes.first()?))?)?;
                Some(char.to_string().into())
            }
            Coding::Language(encoding) => decode(encoding),
            Coding::Utf16 => decode(UTF_16BE),
            Coding::Pairs => None,
        }
    }

    fn width(&self, code: u32) -> f64 {
        let range = self.widths.partition_point(|(first, ..)| *first <= code).checked_sub(1);
        let range = range.and_then(|idx| self.widths.get(idx)).filter(|(_, last, _)| code <= *last);
        range.map_or(self.default_width, |(.., width)| *width)
    }
}

/// The widths of a composite font: `first [width width …]` or `first last width`, in the order of the codes.
fn composite_widths(widths: &Array<'_>) -> Vec<(u32, u32, f64)> {
    let mut ranges = Vec::new();
    let mut items = widths.flex_iter();
    while let (Some(first), Some(second)) = (items.next::<u32>(), items.next::<Object<'_>>()) {
        if ranges.len() > MAX_WIDTHS {
            break;
        }
        match second {
            Object::Array(each) => {
                let codes = (first..=u32::MAX).take(MAX_WIDTHS);
                ranges.extend(each.iter::<f64>().zip(codes).map(|(width, code)| (code, code, width)));
            }
            Object::Number(last) => {
                let Some(width) = items.next::<f64>() else { break };
                ranges.push((first, u32::try_from(last.as_i64()).unwrap_or(first), width));
            }
            _ => break,
        }
    }
    ranges.sort_by_key(|(first, ..)| *first);
    ranges
}

/// The coding that a composite font names. Most name `Identity-H`, whose codes only the table of the font explains.
fn composite_coding(font: &Dict<'_>) -> Coding {
    let name = font.get::<Name<'_>>("Encoding");
    let name = name.as_ref().map_or("", |name| name.as_str());
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    match name {
        _ if name.contains("UCS2") || name.contains("UTF16") => Coding::Utf16,
        _ if begins(&["GBK", "GB-EUC", "GBpc", "GBT"]) => Coding::Language(GB18030),
        _ if begins(&["B5", "ETen", "ETHK", "HKscs"]) => Coding::Language(BIG5),
        _ if name.contains("RKSJ") => Coding::Language(SHIFT_JIS),
        _ if begins(&["KSC"]) => Coding::Language(EUC_KR),
        _ => Coding::Pairs,
    }
}

/// The characters of the 256 codes of a simple font.
fn simple_coding(font: &Dict<'_>) -> Box<[Option<char>]> {
    let encoding = font.get::<Dict<'_>>("Encoding");
    let base = encoding.as_ref().and_then(|encoding| encoding.get::<Name<'_>>("BaseEncoding"));
    let base = base.or_else(|| font.get::<Name<'_>>("Encoding"));
    let is_mac = base.is_some_and(|base| base.as_ref() == b"MacRomanEncoding");
    let base = if is_mac { MACINTOSH } else { WINDOWS_1252 };
    let mut chars: Vec<Option<char>> = (0..=255_u8)
        .map(|byte| base.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !c.is_control()))
        .collect();
    let mut code = 0;
    let Some(differences) = encoding.and_then(|encoding| encoding.get::<Array<'_>>("Differences")) else {
        return chars.into();
    };
    let mut differences = differences.flex_iter();
    while let Some(item) = differences.next::<Object<'_>>() {
        match item {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(char) = chars.get_mut(code) {
                    *char = named_char(name.as_str());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    chars.into()
}

/// The character that a font calls `name`: `A`, `comma`, `uni4E2D`, `u1F600`, also with an ending such as `.alt`.
fn named_char(name: &str) -> Option<char> {
    let name = name.split('.').next()?;
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only);
    }
    let known = GLYPHS.iter().find(|(glyph, _)| *glyph == name).map(|(_, char)| *char);
    known.or_else(|| {
        let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes as _;

    use super::*;

    #[track_caller]
    fn check(font: &str, text: &[u8], wanted: &str) {
        let font = Font::new(&Dict::from_bytes(font.as_bytes()).expect("a dictionary"));
        let codes = font.codes(text);
        let got: String = codes.iter().map(|code| code.chars.as_deref().unwrap_or("?")).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn characters_follow_the_encoding_of_the_font() {
        check("<</Subtype/Type1>>", b"a-1 \x96", "a-1 –");
        check("<</Subtype/TrueType/Encoding/MacRomanEncoding>>", b"\x8a", "ä");
        check("<</Encoding<</Differences[1/zero/x 66/underscore/uni4E2D/foo]>>>>", b"\x01\x02A\x42\x43\x44", "0xA_中?");
        check("<</Subtype/Type0/Encoding/UniGB-UCS2-H>>", b"\x4e\x2d\x00-", "中-");
        check("<</Subtype/Type0/Encoding/GBK-EUC-H>>", b"a\xd6\xd0", "a中");
        check("<</Subtype/Type0/Encoding/Identity-H>>", b"\x00a", "?");
    }

    #[test]
    fn widths_are_those_of_the_code() {
        let font = "<</Subtype/Type0/DescendantFonts[<</DW 900/W[1[500 250]8 9 100]>>]>>";
        let font = Font::new(&Dict::from_bytes(font.as_bytes()).expect("a dictionary"));
        let codes = font.codes(&[0, 0, 0, 1, 0, 2, 0, 8, 0, 9]);
        let widths: Vec<i32> = codes.iter().map(|code| (code.width * 1000.0).round() as i32).collect();
        assert_eq!(widths, [900, 500, 250, 100, 100]);
    }
}
