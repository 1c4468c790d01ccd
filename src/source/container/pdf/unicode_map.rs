//! The table of a font that says which characters its codes are (`ToUnicode`; ISO 32000-1, 9.10.3).

use std::collections::HashMap;

/// A table has at most this many codes.
const MAX_CODES: usize = 1 << 16;
/// A code is that of at most this many characters.
const MAX_CHARS: usize = 32;

/// The characters of each code.
pub(super) type UnicodeMap = HashMap<u32, Box<str>>;

/// Something between `beginbfchar` or `beginbfrange` and its end.
enum Item {
    Code(Vec<u8>),
    List(Vec<Vec<u8>>),
}

/// Reads a table. What is damaged in it is skipped.
pub(super) fn parse(table: &[u8]) -> UnicodeMap {
    let mut map = UnicodeMap::new();
    let mut items: Vec<Item> = Vec::new();
    let mut list: Option<Vec<Vec<u8>>> = None;
    let mut rest = table;
    while let Some(&byte) = rest.first() {
        match byte {
            b'<' if rest.get(1) == Some(&b'<') => rest = &rest[2..],
            b'<' => {
                let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                let code = hexadecimal(&rest[1..end]);
                match &mut list {
                    Some(list) => list.push(code),
                    None => items.push(Item::Code(code)),
                }
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            b'[' => {
                list = Some(Vec::new());
                rest = &rest[1..];
            }
            b']' => {
                items.extend(list.take().map(Item::List));
                rest = &rest[1..];
            }
            _ if byte.is_ascii_alphabetic() => {
                let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                match &rest[..length] {
                    b"beginbfchar" | b"beginbfrange" | b"begincodespacerange" => items.clear(),
                    b"endbfchar" => add_chars(&items, &mut map),
                    b"endbfrange" => add_ranges(&items, &mut map),
                    _ => {}
                }
                rest = &rest[length..];
            }
            _ => rest = &rest[1..],
        }
    }
    map
}

fn add_chars(items: &[Item], map: &mut UnicodeMap) {
    for pair in items.chunks_exact(2) {
        if let [Item::Code(code), Item::Code(chars)] = pair {
            insert(map, number(code), chars, 0);
        }
    }
}

fn add_ranges(items: &[Item], map: &mut UnicodeMap) {
    for range in items.chunks_exact(3) {
        let [Item::Code(first), Item::Code(last), chars] = range else { continue };
        let (first, last) = (number(first), number(last));
        let codes = (first..=last).take(MAX_CODES);
        match chars {
            Item::Code(chars) => codes.zip(0..=u16::MAX).for_each(|(code, step)| insert(map, code, chars, step)),
            Item::List(each) => codes.zip(each).for_each(|(code, chars)| insert(map, code, chars, 0)),
        }
    }
}

/// Adds a code for characters in UTF-16, the last of them `step` further.
fn insert(map: &mut UnicodeMap, code: u32, chars: &[u8], step: u16) {
    if map.len() >= MAX_CODES {
        return;
    }
    let mut units: Vec<u16> = match chars {
        [single] => vec![u16::from(*single)],
        _ => chars.chunks_exact(2).take(MAX_CHARS).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect(),
    };
    let Some(last) = units.last_mut() else { return };
    *last = last.wrapping_add(step);
    // A font without a name for a code says 0.
    if units != [0] {
        map.insert(code, String::from_utf16_lossy(&units).into());
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn hexadecimal(digits: &[u8]) -> Vec<u8> {
    let mut nibbles = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16).map(|nibble| nibble as u8));
    let mut bytes = Vec::new();
    while let Some(high) = nibbles.next() {
        bytes.push(high << 4 | nibbles.next().unwrap_or(0));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ranges_and_lists_are_read() {
        let table = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0041> <0002><4E2D6587>\n\
                      endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange 1 beginbfchar <03";
        let map = parse(table);
        let of = |code: u32| map.get(&code).map_or("", AsRef::as_ref);
        assert_eq!(
            [of(1), of(2), of(0x10), of(0x12), of(0x20), of(0x21), of(3)],
            ["A", "中文", "a", "c", "x", "😀", ""]
        );
    }

    #[test]
    fn a_range_of_all_numbers_has_a_limit() {
        assert_eq!(parse(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange").len(), MAX_CODES - 1);
    }
}
