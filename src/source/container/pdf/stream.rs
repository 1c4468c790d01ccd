//! Unpacked streams of a PDF document, within limits.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use memchr::memmem;

/// The largest file that is read into memory (64 MiB).
pub(super) const MAX_FILE_BYTES: u64 = 64 << 20;
/// No stream of text, fonts or tables unpacks to more (64 MiB).
const MAX_STREAM_BYTES: u64 = 64 << 20;
/// All streams but those of pictures, unpacked together (512 MiB).
const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// Settings of filters, with the numbers that a document may give. With others the crate ends the program.
const SETTINGS: [(&[u8], std::ops::RangeInclusive<i64>); 3] =
    [(b"Columns", 1..=100_000), (b"Colors", 1..=8), (b"BitsPerComponent", 1..=16)];

/// The bytes of a stream; `None` if it is damaged, a picture in a format of its own, or unpacks to more than `limit`.
pub(super) fn unpacked(stream: &Stream<'_>, limit: u64) -> Option<Vec<u8>> {
    let mut size = stream.raw_data().len() as u64;
    for (idx, filter) in stream.filters().iter().enumerate() {
        // The crate unpacks without a limit, so the size is known before.
        let growth = match filter {
            Filter::FlateDecode if idx == 0 => {
                size = inflated_size(&stream.raw_data(), limit).unwrap_or(size.saturating_mul(1032));
                1
            }
            Filter::FlateDecode => 1032,
            Filter::LzwDecode => 2560,
            Filter::RunLengthDecode => 64,
            Filter::Ascii85Decode if stream.raw_data().contains(&b'z') => 4,
            Filter::Ascii85Decode | Filter::AsciiHexDecode | Filter::Crypt => 1,
            Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode => return None,
        };
        size = size.saturating_mul(growth);
    }
    if size > limit || !has_usual_settings(stream.dict()) {
        return None;
    }
    stream.decoded_data().ok().map(std::borrow::Cow::into_owned)
}

/// Whether the settings of a stream's filters are [`SETTINGS`].
fn has_usual_settings(stream: &Dict<'_>) -> bool {
    let is_usual = |settings: &Dict<'_>| {
        SETTINGS.iter().all(|(name, numbers)| {
            !settings.contains_key(name) || settings.get::<i64>(name).is_some_and(|number| numbers.contains(&number))
        })
    };
    ["DecodeParms", "DP"].iter().all(|name| match stream.get::<Object<'_>>(name) {
        Some(Object::Dict(settings)) => is_usual(&settings),
        Some(Object::Array(all)) => has_usual_items(&all, is_usual),
        _ => true,
    })
}

fn has_usual_items(all: &Array<'_>, is_usual: impl Fn(&Dict<'_>) -> bool) -> bool {
    let mut items = all.flex_iter();
    while let Some(item) = items.next::<Object<'_>>() {
        if item.into_dict().is_some_and(|settings| !is_usual(&settings)) {
            return false;
        }
    }
    true
}

/// Whether a setting of a filter, anywhere in a file, differs from [`SETTINGS`]. The crate unpacks tables while it opens a file.
pub(super) fn has_unusual_settings(file: &[u8]) -> bool {
    memchr::memchr_iter(b'/', file).any(|start| {
        let rest = &file[start + 1..];
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\0/<>[](){}%".contains(byte);
        let length = rest.iter().take(64).take_while(|byte| !is_end(byte)).count();
        let (name, rest) = rest.split_at(length);
        // Characters of a name may be escaped.
        let Some(name) = Name::new(name) else { return false };
        let rest = rest.trim_ascii_start();
        if matches!(&*name, b"DecodeParms" | b"DP") {
            // A setting that is elsewhere may be packed itself.
            return rest.first().is_some_and(u8::is_ascii_digit);
        }
        let Some((_, numbers)) = SETTINGS.iter().find(|(setting, _)| **setting == *name) else { return false };
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..digits]).ok().and_then(|digits| digits.parse::<i64>().ok());
        let is_reference = rest[digits..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
        is_reference || !number.is_some_and(|number| numbers.contains(&number))
    })
}

/// The bytes of a JPEG file in a stream, which may be packed again.
pub(super) fn jpeg(stream: &Stream<'_>) -> Option<Vec<u8>> {
    match stream.filters().as_slice() {
        [Filter::DctDecode] => Some(stream.raw_data().into_owned()),
        [Filter::FlateDecode, Filter::DctDecode] => {
            let mut file = Vec::new();
            ZlibDecoder::new(&*stream.raw_data()).take(MAX_FILE_BYTES).read_to_end(&mut file).ok()?;
            Some(file)
        }
        _ => None,
    }
}

/// The number of bytes that `packed` inflates to, up to a little more than `limit`; `None` if it is damaged.
fn inflated_size(packed: &[u8], limit: u64) -> Option<u64> {
    io::copy(&mut ZlibDecoder::new(packed).take(limit + 1), &mut io::sink()).ok()
}

/// Whether the streams in a file were made to exhaust the memory of its reader, or its time: the crate searches the end of each
/// stream that has a wrong length.
pub(super) fn unpacks_to_too_much(file: &[u8]) -> bool {
    const WORD: &[u8] = b"stream";
    const MAX_SEARCHED: usize = 64;
    let ends: Vec<usize> = memmem::find_iter(file, b"endstream").collect();
    let (mut unpacked, mut searched) = (0_u64, 0_usize);
    let (mut end_idx, mut last_end) = (0, 0);
    for start in memmem::find_iter(file, WORD) {
        if file[..start].ends_with(b"end") {
            last_end = start;
            continue;
        }
        while ends.get(end_idx).is_some_and(|end| *end < start) {
            end_idx += 1;
        }
        let end = ends.get(end_idx).copied().unwrap_or(file.len());
        searched = searched.saturating_add(end - start);
        if searched > file.len().saturating_mul(MAX_SEARCHED) {
            return true;
        }
        // The dictionary of a picture says so; pictures are unpacked one at a time, by their size.
        let dictionary = unescaped(&file[last_end.max(start.saturating_sub(4096))..start]);
        let has = |name: &[u8]| memmem::find(&dictionary, name).is_some();
        let packed = file[start + WORD.len()..end].trim_ascii_start();
        if has(b"ObjStm") || has(b"XRef") {
            // The crate unpacks tables of objects as soon as it needs one of them.
            let inflated = if is_zlib(packed) { inflated_size(packed, MAX_STREAM_BYTES) } else { None };
            let size = inflated.unwrap_or(packed.len() as u64);
            if size.saturating_mul(growth(&dictionary, inflated.is_some())) > MAX_STREAM_BYTES {
                return true;
            }
        } else if has(b"/Image") {
            continue;
        }
        if !is_zlib(packed) {
            continue;
        }
        let size = inflated_size(packed, MAX_STREAM_BYTES).unwrap_or_default();
        unpacked += size;
        if size > MAX_STREAM_BYTES || unpacked > MAX_UNPACKED_BYTES || is_packed_again(packed, size) {
            return true;
        }
    }
    false
}

/// How many times larger the filters that a dictionary names can make a stream, without the first one if it is inflated already.
fn growth(dictionary: &[u8], is_inflated: bool) -> u64 {
    let count = |name: &str| {
        let after = memmem::find_iter(dictionary, name.as_bytes()).map(|at| dictionary.get(at + name.len()));
        after.filter(|byte| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric())).count() as u32
    };
    let flate = (count("/FlateDecode") + count("/Fl")).saturating_sub(u32::from(is_inflated));
    let filters = [
        (1032_u64, flate),
        (2560, count("/LZWDecode") + count("/LZW")),
        (64, count("/RunLengthDecode") + count("/RL")),
        (4, count("/ASCII85Decode") + count("/A85")),
    ];
    filters.into_iter().fold(1, |growth, (each, count)| growth.saturating_mul(each.saturating_pow(count)))
}

/// A dictionary with the escapes of its names (`/Obj#53tm`) replaced by their characters.
fn unescaped(dictionary: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(dictionary.len());
    let mut rest = dictionary;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.filter(|_| *first == b'#').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    plain
}

/// Whether bytes begin as those of zlib do (RFC 1950).
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

/// Whether what unpacks to much more is packed itself.
fn is_packed_again(packed: &[u8], size: u64) -> bool {
    let mut head = [0; 2];
    size > 100 * packed.len() as u64 && ZlibDecoder::new(packed).read_exact(&mut head).is_ok() && is_zlib(&head)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn file_with(streams: usize, bytes: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; bytes]).expect("written to memory");
        let packed = encoder.finish().expect("written to memory");
        let mut file = b"%PDF-1.7\n".to_vec();
        for idx in 0..streams {
            file.extend(format!("{idx} 0 obj <</Filter /FlateDecode /Length {}>> stream\n", packed.len()).bytes());
            file.extend(&packed);
            file.extend(b"\nendstream endobj\n");
        }
        file
    }

    #[test]
    fn unusual_settings_of_filters_are_recognised() {
        for usual in
            ["/Columns 4/Colors 3 /DecodeParms<</Predictor 2>>", "/ColumnsOfText 0 /Colorspace 0 /DecodeParms [null]"]
        {
            assert!(!has_unusual_settings(usual.as_bytes()), "{usual}");
        }
        for unusual in [
            "/Columns 0", "/Columns 99999999999", "/C#6flors -1", "/Colors 3 0 R", "/DecodeParms 3 0 R",
            "/BitsPerComponent",
        ] {
            assert!(has_unusual_settings(unusual.as_bytes()), "{unusual}");
        }
    }

    #[test]
    fn tables_of_objects_are_not_unpacked_to_gigabytes() {
        let table = |dictionary: &str, bytes: usize| {
            let mut file = format!("%PDF-1.7\n1 0 obj <<{dictionary}>> stream\n").into_bytes();
            file.extend(vec![0x80; bytes]);
            file.extend(b"\nendstream endobj\n");
            file
        };
        for (dictionary, bytes, is_refused) in [
            ("/Type /ObjStm /Filter /LZWDecode", 20_000, false),
            ("/Type /ObjStm /Filter /LZWDecode", 30_000, true),
            ("/Type /Obj#53tm /Filter [/LZ#57]", 30_000, true),
            ("/Type /XRef /Filter [/RL /RL]", 30_000, true),
            ("/Type /ObjStm /Image /Filter [/FlateDecode /Fl]", 100, true),
            ("/Type /ObjStm /Filter /ASCII85Decode", 100_000, false),
            ("/Filter /LZWDecode", 1_000_000, false),
        ] {
            assert_eq!(unpacks_to_too_much(&table(dictionary, bytes)), is_refused, "{dictionary}");
        }
    }

    #[test]
    fn files_made_to_exhaust_memory_or_time_are_recognised() {
        assert!(!unpacks_to_too_much(&file_with(3, 1 << 20)));
        assert!(unpacks_to_too_much(&file_with(1, (64 << 20) + 1)));
        assert!(unpacks_to_too_much(&file_with(9, 60 << 20)));
        assert!(unpacks_to_too_much(&b"1 0 obj <<>> stream\n".repeat(1000)));
    }
}
