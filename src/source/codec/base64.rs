//! Base64, as mails carry attachments and as a log is passed through a form or a ticket: with line ends, behind `data:…,`.

use super::Transform;

/// Whether a text that begins so is nothing but base64: long, of its alphabet alone, and with a text in it.
pub fn is_base64(head: &[u8]) -> bool {
    const LEAST: usize = 64;
    let body = without_data_url(head);
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let sextets = body.iter().filter(|byte| !is_line_end(byte)).count();
    let is_alphabet = |byte: &u8| sextet(*byte).is_some() || *byte == b'=' || is_line_end(byte);
    // A list of names or a hexadecimal dump is of the same alphabet: what comes out must be text, or packed.
    sextets >= LEAST && body.trim_ascii().iter().all(is_alphabet) && {
        let plain = super::transform_all(body, Base64Decoder::default());
        let is_packed = [&b"\x1F\x8B"[..], b"PK\x03\x04", b"\x28\xB5\x2F\xFD"].iter().any(|m| plain.starts_with(m));
        let is_odd = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
        let is_text = plain.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() <= 1
            && plain.iter().filter(is_odd).count() == 0;
        is_packed || is_text
    }
}

/// What stands behind `data:text/plain;base64,`.
fn without_data_url(head: &[u8]) -> &[u8] {
    const HEADER: usize = 200;
    let comma = memchr::memchr(b',', &head[..head.len().min(HEADER)]);
    match comma {
        Some(comma) if head.starts_with(b"data:") && head[..comma].ends_with(b";base64") => &head[comma + 1..],
        _ => head,
    }
}

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

/// Decodes base64, also that for addresses; whatever is not of its alphabet is passed over.
#[derive(Debug, Default)]
pub struct Base64Decoder {
    bits: u32,
    count: u32,
    begun: bool,
}

impl Transform for Base64Decoder {
    fn take(&mut self, bytes: &[u8], plain: &mut Vec<u8>) {
        let bytes = if self.begun { bytes } else { without_data_url(bytes) };
        self.begun = true;
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
    use crate::source::codec::transform_all;

    #[test]
    fn base64_is_decoded_wherever_it_is_cut() {
        let coded = b"data:text/plain;base64,6L+b5oi/\r\n5aSx6LSl8J+YgA==";
        assert_eq!(transform_all(coded, Base64Decoder::default()), "进房失败😀".as_bytes());
        let (mut base64, mut plain) = (Base64Decoder::default(), Vec::new());
        b"YWJjZGVm".chunks(1).for_each(|byte| base64.take(byte, &mut plain));
        assert_eq!(plain, b"abcdef");
    }

    #[test]
    fn words_and_dumps_are_no_base64() {
        assert!(is_base64(
            &b"dHJ0Yy5qczoxIFRSVENbMDA6NDE6NTY6NDEyXSA8RVJST1I+IEpvaW4gcm9vbSBmYWlsZWQgcmVzdWx0OiA=".repeat(2)
        ));
        assert!(!is_base64(&b"student".repeat(20)));
        assert!(!is_base64(&b"0123456789abcdef".repeat(20)));
        assert!(!is_base64(b"dHJ0Yy5q"));
    }
}
