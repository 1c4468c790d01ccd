//! Text encodings: all later stages read UTF-8. UTF-16 is transcoded while it is read. Encodings that extend ASCII (UTF-8 with
//! stray bytes, GB18030 of Chinese Windows, Latin-1) are decoded line by line, so that one odd line does not affect the others.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How the bytes of a log become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextEncoding {
    /// UTF-8, or any other encoding that extends ASCII; lines that are not valid UTF-8 are decoded one by one.
    AsciiBased {
        /// Length of the byte order mark.
        bom: usize,
    },
    /// An encoding whose line ends differ from ASCII, or one the user chose: all of it is transcoded.
    Transcoded {
        /// The encoding.
        encoding: &'static Encoding,
        /// Length of the byte order mark.
        bom: usize,
    },
}

/// Bytes from the beginning of a log that [`detect`] needs.
pub(crate) const SAMPLE_BYTES: usize = 16 * 1024;

/// Detects the encoding from the first bytes of a log.
pub(crate) fn detect(sample: &[u8]) -> TextEncoding {
    match sample {
        [0xEF, 0xBB, 0xBF, ..] => return TextEncoding::AsciiBased { bom: 3 },
        [0xFF, 0xFE, ..] => return TextEncoding::Transcoded { encoding: UTF_16LE, bom: 2 },
        [0xFE, 0xFF, ..] => return TextEncoding::Transcoded { encoding: UTF_16BE, bom: 2 },
        _ => {}
    }
    if memchr::memchr(0, sample).is_none() {
        return TextEncoding::AsciiBased { bom: 0 };
    }
    // UTF-16 without a mark is recognized by zeros, the high bytes of ASCII: they are at odd offsets in little-endian text.
    let pairs = sample.as_chunks::<2>().0;
    let zeros = |offset: usize| pairs.iter().filter(|pair| pair[offset] == 0 && pair[1 - offset] != 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = pairs.len() / 3;
    if pairs.len() >= 4 && odd > many && odd > even * 8 {
        return TextEncoding::Transcoded { encoding: UTF_16LE, bom: 0 };
    }
    if pairs.len() >= 4 && even > many && even > odd * 8 {
        return TextEncoding::Transcoded { encoding: UTF_16BE, bom: 0 };
    }
    TextEncoding::AsciiBased { bom: 0 }
}

/// The encoding with this label (`gb18030`, `utf-16le`, …), as a user chooses it.
pub(crate) fn from_label(label: &str) -> Option<TextEncoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == UTF_8 {
        TextEncoding::AsciiBased { bom: 0 }
    } else {
        TextEncoding::Transcoded { encoding, bom: 0 }
    })
}

/// Decodes lines that are not UTF-8. Their encoding is guessed from the first of them and then kept.
#[derive(Debug, Default)]
pub(crate) struct LossyDecoder {
    legacy: Option<&'static Encoding>,
    has_invalid_lines: bool,
}

impl LossyDecoder {
    /// `bytes` (complete lines) as text. Line breaks are kept.
    pub(crate) fn decode<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, str> {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.decode_lines(bytes)),
        }
    }

    /// The encoding of the lines that were not UTF-8, for people; `None` if all lines were.
    pub(crate) fn legacy_name(&self) -> Option<String> {
        self.has_invalid_lines.then(|| self.legacy.unwrap_or(UTF_8).name().to_ascii_lowercase())
    }

    fn decode_lines(&mut self, bytes: &[u8]) -> String {
        let legacy = *self.legacy.get_or_insert_with(|| guess_encoding(bytes));
        self.has_invalid_lines = true;
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match std::str::from_utf8(line) {
                Ok(line) => text.push_str(line),
                // UTF-8 with a few stray bytes (cut in the middle of a character) loses only those.
                Err(_) if is_mostly_utf8(line) => text.push_str(&String::from_utf8_lossy(line)),
                Err(_) => text.push_str(&legacy.decode_without_bom_handling(line).0),
            }
        }
        text
    }
}

/// Whether a line has more valid multi-byte characters of UTF-8 than invalid sequences.
fn is_mostly_utf8(line: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in line.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > invalid
}

/// Guesses an encoding from the lines that are not UTF-8; the other lines say nothing about it.
fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let is_other = |line: &&[u8]| std::str::from_utf8(line).is_err() && !is_mostly_utf8(line);
    let other_lines = bytes.split_inclusive(|byte| *byte == b'\n').filter(is_other);
    for line in other_lines.take(1000) {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    // Users of the SDK whose logs are not UTF-8 write Chinese. The hint decides if there are only a few characters.
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    if guess == encoding_rs::GBK { GB18030 } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_detected() {
        let utf16: Vec<u8> = "\u{feff}trtc.js:1 进房失败".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&utf16), TextEncoding::Transcoded { encoding: UTF_16LE, bom: 2 });
        assert_eq!(detect(&utf16[2..]), TextEncoding::Transcoded { encoding: UTF_16LE, bom: 0 });
        let big: Vec<u8> = "trtc.js:1 进房失败".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(&big), TextEncoding::Transcoded { encoding: UTF_16BE, bom: 0 });
        assert_eq!(detect(b"\xEF\xBB\xBFabc"), TextEncoding::AsciiBased { bom: 3 });
        assert_eq!(detect(b"abc"), TextEncoding::AsciiBased { bom: 0 });
    }

    #[test]
    fn only_invalid_lines_are_decoded_with_the_guessed_encoding() {
        let chinese = GB18030.encode("进房失败，请检查签名是否正确，错误码").0;
        let mut bytes = "↑ utf-8\n".as_bytes().to_vec();
        bytes.extend_from_slice(&chinese);
        bytes.extend_from_slice("\n↑ again \u{fffd}".as_bytes());
        bytes.extend_from_slice(b"\xE8");
        let mut decoder = LossyDecoder::default();
        assert_eq!(decoder.decode(&bytes), "↑ utf-8\n进房失败，请检查签名是否正确，错误码\n↑ again \u{fffd}\u{fffd}");
        assert_eq!(decoder.legacy_name().as_deref(), Some("gb18030"));
    }
}
