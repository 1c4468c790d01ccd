//! Base64 (RFC 4648), as used for attachments of mails and for logs in forms and tickets. It may have line ends and the header
//! of a `data:` URL.
//!
//! The crate `data-encoding` fails at misplaced padding and at bytes outside ASCII, which are skipped here. Code that calls it
//! only for the valid pieces is as long as this decoder.

use super::{Transform, transform_all};

/// Whether a text that begins with `head` is base64: it is long, has only characters of its alphabet, and decodes to text or to
/// something packed.
pub(crate) fn is_base64(head: &[u8]) -> bool {
    const MIN_CHARS: usize = 64;
    let body = without_data_url(head);
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let is_alphabet = |byte: &u8| sextet(*byte).is_some() || *byte == b'=' || is_line_end(byte);
    // A list of names or a hexadecimal dump has the same alphabet, so the decoded bytes must be text or packed.
    let has_min_chars = || body.iter().filter(|byte| !is_line_end(byte)).count() >= MIN_CHARS;
    body.trim_ascii().iter().all(is_alphabet) && has_min_chars() && {
        let plain = transform_all(body, Base64Decoder::default());
        let is_packed = [&b"\x1F\x8B"[..], b"PK\x03\x04", b"\x28\xB5\x2F\xFD"].iter().any(|m| plain.starts_with(m));
        let is_control = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
        let is_text = plain.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() <= 1
            && plain.iter().filter(is_control).count() == 0;
        is_packed || is_text
    }
}

/// `head` without the header of a `data:` URL, such as `data:text/plain;base64,`.
fn without_data_url(head: &[u8]) -> &[u8] {
    const MAX_HEADER_BYTES: usize = 200;
    let comma = memchr::memchr(b',', &head[..head.len().min(MAX_HEADER_BYTES)]);
    match comma {
        Some(comma) if head.starts_with(b"data:") && head[..comma].ends_with(b";base64") => &head[comma + 1..],
        _ => head,
    }
}

/// The six bits of a character of base64, or of base64 for URLs.
fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Decodes base64 and base64 for URLs; skips characters outside the alphabet.
#[derive(Debug, Default)]
pub(crate) struct Base64Decoder {
    bits: u32,
    count: u32,
    has_begun: bool,
}

impl Transform for Base64Decoder {
    fn push(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        let bytes = if self.has_begun { bytes } else { without_data_url(bytes) };
        self.has_begun = true;
        for &byte in bytes {
            let Some(sextet) = sextet(byte) else {
                if byte == b'=' {
                    (self.bits, self.count) = (0, 0);
                }
                continue;
            };
            self.bits = (self.bits << 6 | u32::from(sextet)) & 0xFFFF;
            self.count += 6;
            if self.count >= 8 {
                self.count -= 8;
                plain.push((self.bits >> self.count) as u8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_boundaries_do_not_change_decoded_base64() {
        let coded = b"data:text/plain;base64,6L+b5oi/\r\n5aSx6LSl8J+YgA==";
        assert_eq!(transform_all(coded, Base64Decoder::default()), "进房失败😀".as_bytes());
        let (mut base64, mut plain) = (Base64Decoder::default(), Vec::new());
        b"YWJjZGVm".chunks(1).for_each(|byte| base64.push(byte, &mut plain));
        assert_eq!(plain, b"abcdef");
    }

    #[test]
    fn words_and_hexadecimal_dumps_are_not_base64() {
        assert!(is_base64(
            &b"dHJ0Yy5qczoxIFRSVENbMDA6NDE6NTY6NDEyXSA8RVJST1I+IEpvaW4gcm9vbSBmYWlsZWQgcmVzdWx0OiA=".repeat(2)
        ));
        assert!(!is_base64(&b"student".repeat(20)));
        assert!(!is_base64(&b"0123456789abcdef".repeat(20)));
        assert!(!is_base64(b"dHJ0Yy5q"));
    }
}
