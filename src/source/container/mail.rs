//! Mails (`.eml`) and saved pages (`.mhtml`): MIME (RFC 2045 to 2049), with texts and attachments in parts, each in its own
//! transfer encoding.
//!
//! The crate `mail-parser` leaves a part encoded if it is cut or one character in it is wrong, and replaces the bytes of texts
//! that are not UTF-8 and name no charset.

use encoding_rs::{Encoding, UTF_8};

use crate::source::codec::base64::Base64Decoder;
use crate::source::codec::transform_all;
use crate::source::log_source::UNNAMED_PICTURE;
use crate::source::picture::is_picture;

/// Bytes from the beginning of a file that [`is_mail`] needs. Each mail server on the way adds headers.
pub(crate) const HEAD_BYTES: usize = 16 * 1024;
/// Mails inside mails are read to this depth.
const MAX_DEPTH: usize = 8;
/// At most this many parts are read.
const MAX_PARTS: usize = 1000;

/// Parts that are certainly not logs, unless they are pictures that can be read: the beginning of their content type, and a
/// description.
const MEDIA_TYPES: &[(&str, &str)] =
    &[("image/", "a picture"), ("audio/", "a sound"), ("video/", "a video"), ("font/", "a font")];

/// A part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MailPart {
    /// The attachment's name, or `text`, `page` or `picture`. Parts with the same name are numbered: `text/2`.
    pub name: String,
    /// Its decoded bytes; texts with a charset as UTF-8.
    pub bytes: Vec<u8>,
}

/// Whether a file that begins with `head` is a mail that has to be decoded. A mail of plain text is read as a log.
pub(crate) fn is_mail(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let is_header = |line: &[u8]| {
        let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        name > 0 && line.get(name) == Some(&b':') || line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'))
    };
    // Most logs are refused by their first line.
    let lines = |text| <[u8]>::split(text, |byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    if lines(head).next().is_none_or(|line| line[0].is_ascii_whitespace() || !is_header(line)) {
        return false;
    }
    let (headers, _) = split_headers(head);
    if headers.is_empty() || !lines(headers).all(is_header) {
        return false;
    }
    let headers = MailHeaders::parse(headers);
    let is_multipart = headers.value("content-type").to_ascii_lowercase().starts_with("multipart/");
    is_multipart || matches!(headers.transfer_encoding().as_str(), "base64" | "quoted-printable")
}

/// A parsed mail.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    /// Its texts, attachments, and pictures that can be read. Of a text in several formats (`multipart/alternative`), only the
    /// first, which is plain text.
    pub parts: Vec<MailPart>,
    /// The names and descriptions of sounds and other media, and of pictures that cannot be read.
    pub media: Vec<(String, &'static str)>,
    /// The reason why some of it was not read, with advice; `None` if all was read.
    pub unread_reason: Option<String>,
}

impl Mail {
    /// Parses a mail. Cannot fail: of a broken mail, the readable parts are returned.
    pub(crate) fn parse(mail: &[u8]) -> Self {
        let mut parsed = Self::default();
        parsed.collect(mail.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(mail), 0);
        let parts = &mut parsed.parts;
        for idx in 1..parts.len() {
            let same = parts[..idx].iter().filter(|part| part.name.split('/').next() == Some(&parts[idx].name)).count();
            if same > 0 {
                parts[idx].name = format!("{}/{}", parts[idx].name, same + 1);
            }
        }
        parsed
    }

    fn collect(&mut self, mail: &[u8], depth: usize) {
        let (headers, body) = split_headers(mail);
        let headers = MailHeaders::parse(headers);
        let kind = headers.value("content-type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if let Some((_, description)) = MEDIA_TYPES.iter().find(|(begin, _)| kind.starts_with(begin)) {
            let bytes = headers.decode(body);
            if is_picture(&bytes) && self.parts.len() < MAX_PARTS {
                let name = headers.file_name().unwrap_or_else(|| UNNAMED_PICTURE.to_owned());
                self.parts.push(MailPart { name, bytes });
            } else {
                self.media.push((headers.file_name().unwrap_or(kind), description));
            }
            return;
        }
        if depth >= MAX_DEPTH || self.parts.len() >= MAX_PARTS {
            let limit = if depth >= MAX_DEPTH {
                format!("mails in it, one in the other, are read {MAX_DEPTH} deep")
            } else {
                format!("its first {MAX_PARTS} parts are read")
            };
            self.unread_reason = Some(format!("{limit}; there are more: save these and open them"));
            return;
        }
        if kind.starts_with("multipart/")
            && let Some(boundary) = headers.parameter("content-type", "boundary")
        {
            return self.collect_parts(body, boundary.as_bytes(), kind == "multipart/alternative", depth);
        }
        let bytes = headers.decode(body);
        if kind == "message/rfc822" {
            return self.collect(&bytes, depth + 1);
        }
        let is_text = kind.is_empty() || kind.starts_with("text/");
        let charset = headers.parameter("content-type", "charset");
        let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|_| is_text);
        let bytes = match encoding {
            Some(encoding) if encoding != UTF_8 => encoding.decode(&bytes).0.into_owned().into_bytes(),
            _ => bytes,
        };
        let default_name = if kind == "text/html" { "page" } else { "text" };
        self.parts.push(MailPart { name: headers.file_name().unwrap_or_else(|| default_name.to_owned()), bytes });
    }

    fn collect_parts(&mut self, body: &[u8], boundary: &[u8], is_alternative: bool, depth: usize) {
        let before = self.parts.len();
        for part in split_parts(body, boundary) {
            self.collect(part, depth + 1);
            let has_text = || self.parts[before..].iter().any(|part| !part.bytes.trim_ascii().is_empty());
            if is_alternative && has_text() {
                break;
            }
        }
    }
}

/// The headers, and the body after the blank line.
fn split_headers(mail: &[u8]) -> (&[u8], &[u8]) {
    let mut offset = 0;
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            return (&mail[..offset], &mail[offset + line.len()..]);
        }
        offset += line.len();
    }
    (mail, &[])
}

/// The parts between the lines `--boundary`.
fn split_parts<'m>(body: &'m [u8], boundary: &[u8]) -> Vec<&'m [u8]> {
    let mut parts = Vec::new();
    let (mut start, mut offset) = (None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)).map(<[u8]>::trim_ascii_end);
        if let Some(rest @ (b"" | b"--")) = rest {
            parts.extend(start.map(|start: usize| &body[start..offset]));
            start = rest.is_empty().then_some(offset + line.len());
        }
        offset += line.len();
    }
    // If the mail is cut, the last part has no end.
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// Decodes quoted-printable (RFC 2045, 6.7): `=3D` is a byte, and `=` at the end of a line joins the next line.
fn decode_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        plain.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            plain.push(byte);
            rest = &rest[2..];
            continue;
        }
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match rest.get(blanks) {
            Some(b'\n') => rest = &rest[blanks + 1..],
            None => rest = &[],
            Some(_) => plain.push(b'='),
        }
    }
    plain.extend_from_slice(rest);
    plain
}

/// Decodes the encoded words of a name (RFC 2047): `=?utf-8?B?6L+b?=`.
fn decode_encoded_words(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, word)) = rest.split_once("=?") {
        let mut fields = word.splitn(3, '?');
        let (Some(charset), Some(kind), Some((text, after))) =
            (fields.next(), fields.next(), fields.next().and_then(|text| text.split_once("?=")))
        else {
            break;
        };
        let bytes = match kind {
            "B" | "b" => transform_all(text.as_bytes(), Base64Decoder::default()),
            _ => decode_quoted_printable(text.replace('_', " ").as_bytes()),
        };
        plain.push_str(before.trim());
        plain.push_str(&Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8).decode(&bytes).0);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The headers of a mail or part by lower-case name; continuation lines are joined.
struct MailHeaders(Vec<(String, String)>);

impl MailHeaders {
    fn parse(headers: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in String::from_utf8_lossy(headers).lines() {
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => value.push_str(line.trim_end()),
                (false, _, Some((name, value))) => fields.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                _ => {}
            }
        }
        Self(fields)
    }

    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    fn transfer_encoding(&self) -> String {
        self.value("content-transfer-encoding").trim().to_ascii_lowercase()
    }

    /// The bytes of a body in its transfer encoding.
    fn decode(&self, body: &[u8]) -> Vec<u8> {
        match self.transfer_encoding().as_str() {
            "base64" => transform_all(body, Base64Decoder::default()),
            "quoted-printable" => decode_quoted_printable(body),
            _ => body.to_vec(),
        }
    }

    /// The file name of an attachment.
    fn file_name(&self) -> Option<String> {
        let name = self.parameter("content-disposition", "filename").or_else(|| self.parameter("content-type", "name"));
        name.map(|name| decode_encoded_words(&name))
    }

    /// A parameter of a header, as `boundary` of `multipart/mixed; boundary="x"`. Values such as `filename*=utf-8''a%20b` are decoded
    /// (RFC 2231).
    fn parameter(&self, field: &str, name: &str) -> Option<String> {
        let parameters = self.value(field).split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        for (key, value) in parameters {
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim().trim_matches('"'));
            if key == name {
                return Some(value.to_owned());
            }
            if key.strip_suffix('*') == Some(name) {
                let text = value.rsplit('\'').next().unwrap_or_default();
                return Some(
                    String::from_utf8_lossy(&decode_quoted_printable(text.replace('%', "=").as_bytes())).into_owned(),
                );
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mail: &str, wanted: &[(&str, &str)]) {
        let mail = mail.replace('\n', "\r\n");
        assert!(is_mail(mail.as_bytes()));
        let parts = Mail::parse(mail.as_bytes()).parts;
        let got: Vec<_> = parts.iter().map(|part| (part.name.as_str(), String::from_utf8_lossy(&part.bytes))).collect();
        let wanted: Vec<_> = wanted.iter().map(|(name, text)| (*name, (*text).into())).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn texts_and_attachments_are_parts() {
        let mail = "From: a@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"=_b\"\n\npreamble\n--=_b\n\
                    Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain; charset=gb2312\n\
                    Content-Transfer-Encoding: quoted-printable\n\n=BD=F8=B7=BF code=3D1 =\nend\n--c\nContent-Type: text/html\n\n\
                    <p>\n--c--\n--=_b\nContent-Type: image/png\n\nx\n--=_b\nContent-Type: application/octet-stream\n\
                    Content-Disposition: attachment; filename=\"=?utf-8?B?5pel5b+X?=.log\"\nContent-Transfer-Encoding: base64\n\n\
                    PEVSUk9S\nPiB4\n--=_b\nContent-Type: text/plain\n\nbye\n--=_b--\n";
        check(mail, &[("text", "进房 code=1 end\r\n"), ("日志.log", "<ERROR> x"), ("text/2", "bye\r\n")]);
    }

    #[test]
    fn pictures_and_mails_nested_too_deeply_are_reported() {
        let nested = |depth: usize| {
            let opening = |idx| format!("Content-Type: multipart/mixed; boundary=b{idx}\n\n--b{idx}\n");
            let outer: String = (0..depth).map(opening).collect();
            Mail::parse(format!("{outer}Content-Type: text/plain\n\nfine\n").as_bytes())
        };
        assert_eq!((nested(7).parts.len(), nested(7).unread_reason), (1, None));
        let deep = nested(8);
        assert!(deep.parts.is_empty());
        assert!(deep.unread_reason.is_some_and(|reason| reason.contains("8 deep")));
        let picture = Mail::parse(b"Content-Type: image/png; name=\"=?utf-8?B?5pel?=.png\"\n\nx");
        assert_eq!(picture.media, [("日.png".to_owned(), "a picture")]);
    }

    #[test]
    fn a_mail_of_one_part_is_decoded() {
        let mail = "Subject: x\nContent-Transfer-Encoding: base64\n\nPEVSUk9SPiB4\n";
        check(mail, &[("text", "<ERROR> x")]);
    }

    #[test]
    fn plain_mails_and_logs_are_not_decoded() {
        for text in [
            "Subject: x\nDate: today\n\nTRTC[00:41:56:412] <ERROR> x\n",
            "trtc.js:1 Content-Transfer-Encoding: base64\n\nx",
            "Content-Type: text/plain\n\nx",
            "",
        ] {
            assert!(!is_mail(text.as_bytes()), "{text}");
        }
    }
}
