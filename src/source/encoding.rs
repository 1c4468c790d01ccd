//! Text encodings. What is read is UTF-8 from here on: UTF-16 is transcoded as it is read; what extends ASCII (UTF-8 with
//! stray bytes, GB18030 of Chinese Windows, Latin-1) is mended line by line, so that one odd line costs nothing but itself.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How the bytes of a log become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, or any other encoding that extends ASCII; lines that are not valid UTF-8 are looked at one by one.
    AsciiBased {
        /// Length of the byte order mark.
        bom: usize,
    },
    /// An encoding whose line ends are not those of ASCII, or one the user chose: all of it is transcoded.
    Whole {
        /// The encoding.
        encoding: &'static Encoding,
        /// Length of the byte order mark.
        bom: usize,
    },
}

/// How many bytes of a log [`detect`] wants to see.
pub const SAMPLE_BYTES: usize = 16 * 1024;

/// Detects the encoding from the first bytes of a log.
pub fn detect(sample: &[u8]) -> TextEncoding {
    match sample {
        [0xEF, 0xBB, 0xBF, ..] => return TextEncoding::AsciiBased { bom: 3 },
        [0xFF, 0xFE, ..] => return TextEncoding::Whole { encoding: UTF_16LE, bom: 2 },
        [0xFE, 0xFF, ..] => return TextEncoding::Whole { encoding: UTF_16BE, bom: 2 },
        _ => {}
    }
    // Without a mark, UTF-16 shows in its zeros: the high bytes of ASCII, at odd places in little-endian text.
    let pairs = sample.as_chunks::<2>().0;
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0 && pair[1 - place] != 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = pairs.len() / 3;
    if pairs.len() >= 4 && odd > many && odd > even * 8 {
        return TextEncoding::Whole { encoding: UTF_16LE, bom: 0 };
    }
    if pairs.len() >= 4 && even > many && even > odd * 8 {
        return TextEncoding::Whole { encoding: UTF_16BE, bom: 0 };
    }
    TextEncoding::AsciiBased { bom: 0 }
}

/// The encoding with this label (`gb18030`, `utf-16le`, …), as a user chooses it.
pub fn from_label(label: &str) -> Option<TextEncoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == UTF_8 { TextEncoding::AsciiBased { bom: 0 } } else { TextEncoding::Whole { encoding, bom: 0 } })
}

/// Mends lines that are not UTF-8, and remembers what they turned out to be.
#[derive(Debug, Default)]
pub struct LossyDecoder {
    legacy: Option<&'static Encoding>,
    mended: bool,
}

impl LossyDecoder {
    /// `bytes` (whole lines) as text. Line breaks stay where they are.
    pub fn decode<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, str> {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.mend_lines(bytes)),
        }
    }

    /// The encoding of the lines that were not UTF-8, for people; `None` where all lines were.
    pub fn legacy_name(&self) -> Option<String> {
        self.mended.then(|| self.legacy.unwrap_or(UTF_8).name().to_ascii_lowercase())
    }

    fn mend_lines(&mut self, bytes: &[u8]) -> String {
        let legacy = *self.legacy.get_or_insert_with(|| guess(bytes));
        self.mended = true;
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match std::str::from_utf8(line) {
                Ok(line) => text.push_str(line),
                // A file that is UTF-8 but for a few stray bytes (cut in a character) loses only those.
                Err(_) if mostly_utf8(line) => text.push_str(&String::from_utf8_lossy(line)),
                Err(_) => text.push_str(&legacy.decode_without_bom_handling(line).0),
            }
        }
        text
    }
}

/// Whether a line has valid multi-byte UTF-8 and hardly anything else beyond ASCII.
fn mostly_utf8(line: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in line.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Guesses an encoding from the lines that are not UTF-8 alone; the others say nothing about it.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let is_odd = |line: &&[u8]| std::str::from_utf8(line).is_err() && !mostly_utf8(line);
    let odd = bytes.split_inclusive(|byte| *byte == b'\n').filter(is_odd);
    for line in odd.take(1000) {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    // The SDK's users who do not write UTF-8 write Chinese; the hint decides where few characters are all there is.
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    if guess == encoding_rs::GBK { GB18030 } else { guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_detected() {
        let utf16: Vec<u8> = "\u{feff}trtc.js:1 进房失败".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&utf16), TextEncoding::Whole { encoding: UTF_16LE, bom: 2 });
        assert_eq!(detect(&utf16[2..]), TextEncoding::Whole { encoding: UTF_16LE, bom: 0 });
        let big: Vec<u8> = "trtc.js:1 进房失败".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(&big), TextEncoding::Whole { encoding: UTF_16BE, bom: 0 });
        assert_eq!(detect(b"\xEF\xBB\xBFabc"), TextEncoding::AsciiBased { bom: 3 });
        assert_eq!(detect(b"abc"), TextEncoding::AsciiBased { bom: 0 });
    }

    #[test]
    fn odd_lines_are_mended_alone() {
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
