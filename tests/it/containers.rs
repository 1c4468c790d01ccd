//! Samples in mails, documents, pages and archives, and with terminal codes: the findings equal those of the original.
//! Unsupported files are refused with a message that says what to do instead.

use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use trtc_lens::inspect::InspectOptions;
use trtc_lens::source::LogSource;

use super::encodings::zip;
use super::formats::{diagnosis_of, findings_of};

const LOG: &str = include_str!("../data/logs/devtools-4.15.22.log");

/// A file called `name` that contains `bytes`, in a new folder.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    (folder, path)
}

/// Checks the names of the members in `bytes`, and that each member has the findings of the sample.
#[track_caller]
fn check(name: &str, bytes: &[u8], members: &[&str], encoding: &str) {
    let (_folder, path) = file(name, bytes);
    let sources = LogSource::expand(&path).expect("it can be read").logs;
    let prefix = format!("{}/", path.display());
    let names: Vec<String> = sources.iter().map(|source| source.name().replace(&prefix, "")).collect();
    let wanted: Vec<&str> = if members.is_empty() { vec![path.to_str().expect("a name")] } else { members.to_vec() };
    assert_eq!(names, wanted);
    let original = diagnosis_of(&sample(), &InspectOptions::default());
    for source in sources {
        let got = diagnosis_of(&source, &InspectOptions::default());
        assert_eq!(got.encoding, encoding, "{name}");
        assert_eq!(findings_of(&got), findings_of(&original), "{name}");
    }
}

fn sample() -> LogSource {
    LogSource::File(Path::new("tests/data/logs/devtools-4.15.22.log").to_owned())
}

pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let bits = (0..3).fold(0, |bits, idx| bits << 8 | usize::from(chunk.get(idx).copied().unwrap_or(0)));
        (0..4)
            .map(|idx| if idx > chunk.len() { '=' } else { char::from(ALPHABET[bits >> (18 - 6 * idx) & 63]) })
            .collect::<String>()
    };
    let text: String = bytes.chunks(3).map(group).collect();
    text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line) + "\r\n").collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The sample's lines, each in an element.
fn lines_in(opening: &str, closing: &str) -> String {
    LOG.lines().flat_map(|line| [opening.to_owned(), escaped(line), closing.to_owned()]).collect()
}

pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes) in members {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        archive.extend_from_slice(&header);
        archive.extend_from_slice(bytes);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

#[test]
fn mail_parts_are_read_as_separate_logs() {
    let quoted: String = LOG.lines().map(|line| line.replace('=', "=3D") + "\r\n").collect();
    let headers = "From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
    let mail = format!("{headers}Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}");
    check("one.eml", mail.as_bytes(), &["text"], "utf-8, mail");
    let mail = format!(
        "{headers}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><pre>{}</pre>\
         \r\n--b\r\nContent-Type: application/octet-stream; name=\"a.log\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--b--\r\n",
        escaped(LOG),
        base64(LOG.as_bytes()),
    );
    let (_folder, path) = file("two.eml", mail.as_bytes());
    let encodings: Vec<String> = LogSource::expand(&path)
        .expect("it can be read")
        .logs
        .iter()
        .map(|source| diagnosis_of(source, &InspectOptions::default()).encoding)
        .collect();
    assert_eq!(encodings, ["utf-8, mail", "utf-8, html, mail"]);
}

#[test]
fn the_text_of_documents_and_pages_is_read() {
    let paragraphs = lines_in("<w:p><w:pPr/><w:r><w:t xml:space=\"preserve\">", "</w:t></w:r></w:p>");
    let document = format!("<?xml version=\"1.0\"?>\r\n<w:document><w:body>{paragraphs}</w:body></w:document>");
    let members: &[(&str, &[u8])] = &[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/media/image1.emf", &[1; 40]),
    ];
    check("a.docx", &zip(members), &["word/document.xml"], "utf-8, document, zip");
    let cells = lines_in("<si><t>", "</t></si>");
    let sheet = format!("<?xml version=\"1.0\"?><sst>{cells}</sst>");
    let members: &[(&str, &[u8])] = &[("[Content_Types].xml", b""), ("xl/sharedStrings.xml", sheet.as_bytes())];
    check("a.xlsx", &zip(members), &["xl/sharedStrings.xml"], "utf-8, document, zip");
    let rows = lines_in("<div>", "</div>");
    check("a.html", format!("<!DOCTYPE html><html><body>{rows}</body>").as_bytes(), &[], "utf-8, html");
}

#[test]
fn tar_members_are_read_as_separate_logs() {
    let archive = tar(&[("logs/b.log", LOG.as_bytes()), ("../a.log", LOG.as_bytes())]);
    check("a.tar", &archive, &["../a.log", "logs/b.log"], "utf-8, tar");
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut packed, &archive).expect("writing to memory succeeds");
    let packed = packed.finish().expect("writing to memory succeeds");
    check("a.tar.gz", &packed, &["../a.log", "logs/b.log"], "utf-8, tar");
}

#[test]
fn base64_is_decoded() {
    check("a.txt", base64(LOG.as_bytes()).as_bytes(), &[], "utf-8, base64");
}

#[test]
fn terminal_colours_and_special_spaces_do_not_change_findings() {
    let coloured: String = LOG
        .lines()
        .map(|line| {
            line.replace("ERROR", "\u{1b}[1;31mERROR\u{1b}[0m").replace("0x", "\u{1b}[36m0x\u{1b}[39;49m") + "\r\n"
        })
        .collect();
    check("colours.log", coloured.as_bytes(), &[], "utf-8");
    check("blanks.log", LOG.replace(' ', "\u{a0}").as_bytes(), &[], "utf-8");
    check("zeros.log", LOG.replace('_', "\0_").as_bytes(), &[], "utf-8");
}

#[test]
fn unsupported_files_are_refused_with_advice() {
    let cases: &[(&[u8], &str)] = &[
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it with 7-Zip"),
        (b"Rar!\x1A\x07", "a RAR archive; unpack it with 7-Zip"),
        (b"\xFD7zXZ\0", "an xz archive; unpack it with 7-Zip"),
        (b"\xD0\xCF\x11\xE0\xA1", "an Outlook message or an old Office document; a mail of Outlook: save it as .eml"),
        #[cfg(not(feature = "pictures"))]
        (b"\x89PNG\r\n", "a PNG picture; codes in pictures cannot be read; ask for the console as text"),
    ];
    for (bytes, wanted) in cases {
        let (_folder, path) = file("a", bytes);
        let error = LogSource::File(path).open().map(|_| ()).expect_err("the file is not a log").to_string();
        assert!(error.starts_with(&format!("this is no text but {wanted}")), "{error}");
    }
}
