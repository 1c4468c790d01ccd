//! Text and pictures inside mails, Office documents and PDF documents.

use std::path::{Path, PathBuf};

use trtc_lens::inspect::InspectOptions;
use trtc_lens::source::LogSource;

use super::encodings::gzip;
use super::formats::diagnosis_of;

const PLAIN: &[u8] = include_bytes!("../data/documents/plain.pdf");
const PACKED: &[u8] = include_bytes!("../data/documents/packed.pdf");
/// Encrypted, but without a password for reading.
const RESTRICTED: &[u8] = include_bytes!("../data/documents/restricted.pdf");

/// A file called `name` that contains `bytes`, in a new folder.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    (folder, path)
}

/// The names of the members of a file.
fn members(path: &Path) -> Vec<String> {
    let logs = LogSource::expand(path).expect("it can be read").logs;
    logs.iter().map(|log| log.name().replace(&format!("{}/", path.display()), "")).collect()
}

fn codes(source: &LogSource) -> Vec<String> {
    let diagnosis = diagnosis_of(source, &InspectOptions::default());
    diagnosis.findings.iter().map(|finding| finding.code.to_string()).collect()
}

fn text_of(source: &LogSource) -> String {
    let mut text = String::new();
    std::io::Read::read_to_string(&mut source.open().expect("it can be opened").reader, &mut text).expect("text");
    text
}

fn message(bytes: &[u8]) -> String {
    let (_folder, path) = file("a.pdf", bytes);
    let listed = LogSource::expand(&path).expect_err("it is refused").to_string();
    let opened = LogSource::File(path).open().map(|_| ()).expect_err("it is refused").to_string();
    assert_eq!(listed, opened);
    opened
}

/// A PDF document of one page with this content, and further objects, of which the first has number 4.
fn pdf(content: &str, resources: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>");
    let content = stream("", content.as_bytes());
    let first = [b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec()];
    let objects: Vec<&[u8]> = first
        .iter()
        .map(Vec::as_slice)
        .chain([page.as_bytes(), &content])
        .chain(objects.iter().map(Vec::as_slice))
        .collect();
    let (mut file, mut table) = (b"%PDF-1.4\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (idx, object) in objects.iter().enumerate() {
        table.extend([format!("{:010} 00000 n \n", file.len())]);
        file.extend(format!("{} 0 obj\n", idx + 1).bytes());
        file.extend(*object);
        file.extend(b"\nendobj\n");
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file.extend(
        format!("xref\n0 {count}\n{table}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    stream.extend(bytes);
    stream.extend(b"\nendstream");
    stream
}

#[test]
fn the_text_of_a_pdf_is_read_in_lines() {
    for (name, bytes) in [("plain.pdf", PLAIN), ("packed.pdf", PACKED), ("restricted.pdf", RESTRICTED)] {
        let (_folder, path) = file(name, bytes);
        let text = LogSource::Member { archive: path.clone(), name: "text".to_owned() };
        let wanted =
            "trtc.js:1 TRTC[00:41:56:412] <ERROR> [u] code: -10012\n<JOIN_ROOM_FAILED 0x4004>\n进房所\nin a part\n";
        assert_eq!(text_of(&text), wanted, "{name}");
        let diagnosis = diagnosis_of(&text, &InspectOptions::default());
        assert_eq!(
            (diagnosis.encoding.as_str(), codes(&text)),
            ("utf-8, pdf", vec!["-10012".to_owned(), "0x4004".to_owned()])
        );
        assert_eq!(members(&path)[0], "text");
    }
}

#[test]
fn the_text_of_a_packed_or_piped_pdf_is_read() {
    let font = b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>".to_vec();
    let bytes = pdf("BT /F 9 Tf 9 9 Td (join room failed, code: -10013) Tj ET", "/Font<</F 5 0 R>>", &[font]);
    let (_folder, path) = file("a.pdf.gz", &gzip(&bytes));
    let source = LogSource::File(path);
    assert_eq!(codes(&source), ["-10013"]);
    assert_eq!(diagnosis_of(&source, &InspectOptions::default()).encoding, "utf-8, pdf, gzip");
}

#[test]
fn a_pdf_that_cannot_be_read_is_refused_with_advice() {
    let damaged = message(b"%PDF-1.7\nno objects");
    assert!(damaged.contains("damaged or incomplete") && damaged.contains("paste that here"), "{damaged}");
    let key = "00".repeat(32);
    let lock = format!("trailer\n<</Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>/ID[<00><00>]");
    let plain = PLAIN.windows(10).position(|window| window == b"trailer\n<<").expect("a trailer");
    let locked = [&PLAIN[..plain], lock.as_bytes(), &PLAIN[plain + 10..]].concat();
    assert!(message(&locked).contains("locked; open it with its password"), "{}", message(&locked));
    let blank = message(&pdf("0 0 m 9 9 l S", "", &[]));
    assert!(blank.contains("no text and no pictures"), "{blank}");
    let font = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[]>>]>>".to_vec();
    let nameless = message(&pdf("BT /F 9 Tf <000100020003> Tj ET", "/Font<</F 5 0 R>>", &[font]));
    assert!(nameless.contains("does not say which characters"), "{nameless}");
}

#[test]
fn a_page_of_a_pdf_is_not_larger_than_it_can_be() {
    let mut bomb = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..65 {
        std::io::Write::write_all(&mut bomb, &vec![b' '; 1 << 20]).expect("written to memory");
    }
    let bomb = stream("/Filter/FlateDecode", &bomb.finish().expect("written to memory"));
    let message = message(&pdf("", "", &[bomb]));
    assert!(message.contains("unpacks to far more than a document has"), "{message}");
}

#[cfg(not(feature = "pictures"))]
#[test]
fn a_pdf_of_pictures_is_refused_by_a_build_that_reads_none() {
    let picture = stream("/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray", &[0; 10_000]);
    let message = message(&pdf("/I Do", "/XObject<</I 5 0 R>>", &[picture]));
    assert!(message.contains("only pictures, which this build of the program cannot read"), "{message}");
}

#[cfg(feature = "pictures")]
mod pictures {
    use std::io::Cursor;
    use std::process::Stdio;

    use image::{DynamicImage, ImageFormat};

    use super::super::cli::{program, run, status, stderr, stdout};
    use super::super::containers::base64;
    use super::super::encodings::zip;
    use super::*;

    const SCREENSHOT: &[u8] = include_bytes!("../data/pictures/join-failed.png");
    const CODES: [&str; 2] = ["-10013", "0x4004"];

    fn screenshot() -> DynamicImage {
        image::load_from_memory(SCREENSHOT).expect("a picture")
    }

    /// A PDF document whose page is this picture. Object 6 describes grey.
    fn page(entries: &str, bytes: &[u8]) -> Vec<u8> {
        let entries = format!("/Type/XObject/Subtype/Image/Width 1075/Height 130/BitsPerComponent 8{entries}");
        pdf("q 1075 0 0 130 0 0 cm /I Do Q", "/XObject<</I 5 0 R>>", &[stream(&entries, bytes), stream("/N 1", b"")])
    }

    fn jpeg_page() -> Vec<u8> {
        let mut jpeg = Vec::new();
        screenshot().to_rgb8().write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).expect("encoded");
        page("/ColorSpace/DeviceRGB/Filter/DCTDecode", &jpeg)
    }

    /// Checks the names of the members, and the codes in the one called `name`.
    #[track_caller]
    fn check(file_name: &str, bytes: &[u8], names: &[&str], (name, wanted): (&str, &[&str])) {
        let (_folder, path) = file(file_name, bytes);
        assert_eq!(members(&path), names, "{file_name}");
        assert_eq!(codes(&LogSource::Member { archive: path, name: name.to_owned() }), wanted, "{file_name}");
    }

    #[test]
    fn a_scanned_page_of_a_pdf_is_read() {
        let name = "page-1/picture-1";
        check("photo.pdf", &jpeg_page(), &[name], (name, &CODES));
        let mut grey = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut grey, &screenshot().to_luma8()).expect("written to memory");
        let grey = grey.finish().expect("written to memory");
        let bytes = page("/ColorSpace[/ICCBased 6 0 R]/Filter[/FlateDecode]", &grey);
        check("grey.pdf", &bytes, &[name], (name, &CODES));
    }

    #[test]
    fn pictures_of_a_pdf_with_text_are_read_too() {
        for bytes in [PLAIN, PACKED, RESTRICTED] {
            let names = ["text", "page-2/picture-1", "page-2/picture-2"];
            check("a.pdf", bytes, &names, ("text", &["-10012", "0x4004"]));
        }
        let (_folder, path) = file("a.pdf", PACKED);
        let picture = LogSource::Member { archive: path, name: "page-2/picture-2".to_owned() };
        let bytes = picture.picture_bytes().expect("it can be opened").expect("a picture");
        let pixels = image::load_from_memory(&bytes).expect("a PNG file").to_rgb8();
        assert_eq!((pixels.width(), pixels.height()), (100, 60));
        assert_eq!(pixels.get_pixel(0, 0).0, [0, 0, 255]);
    }

    #[test]
    fn the_only_picture_of_a_piped_pdf_is_read() {
        let mut child = program()
            .args(["inspect", "-", "--format", "ndjson"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("standard input");
        std::io::Write::write_all(&mut stdin, &jpeg_page()).expect("written");
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(status(&output), 0);
        assert!(stdout(&output).contains("0x4004"), "{}", stdout(&output));
    }

    #[test]
    fn pictures_that_cannot_be_read_are_reported() {
        let bytes = page("/ColorSpace/DeviceRGB/Filter/JPXDecode", b"\0\0\0\x0cjP");
        let (_folder, path) = file("a.pdf", &bytes);
        let message = LogSource::expand(&path).expect_err("nothing can be read").to_string();
        assert!(message.contains("no picture that can be read"), "{message}");
        let output = run(&["inspect", path.to_str().expect("a path")]);
        assert!(stderr(&output).contains("take a screenshot of its pages"), "{}", stderr(&output));
    }

    #[test]
    fn pictures_in_mails_are_read() {
        let part = |headers: &str| {
            format!("--b\r\nContent-Type: image/png{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n")
        };
        let picture = base64(SCREENSHOT);
        let mail = format!(
            "From: a@example.com\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\nerror -100006\r\n{}{picture}\r\n{}{picture}\r\n{}{picture}\r\n--b\r\n\
             Content-Type: image/svg+xml; name=a.svg\r\n\r\n<svg/>\r\n--b--\r\n",
            part(""),
            part("; name=\"shot.png\""),
            part(""),
        );
        let (_folder, path) = file("a.eml", mail.as_bytes());
        assert_eq!(members(&path), ["picture", "picture/2", "shot.png", "text"]);
        let left_out = LogSource::expand(&path).expect("it can be read").left_out_message().unwrap_or_default();
        assert!(left_out.contains("a.svg: skipped: it is a picture"), "{left_out}");
        let page = mail.replace("text/plain", "text/html");
        check("a.mhtml", page.as_bytes(), &["page", "picture", "picture/2", "shot.png"], ("picture/2", &CODES));
    }

    #[test]
    fn pictures_in_office_documents_are_read() {
        let xml =
            b"<?xml version=\"1.0\"?><w:document><w:body><w:p><w:t>error -100006</w:t></w:p></w:body></w:document>";
        let word: &[(&str, &[u8])] = &[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", xml),
            ("word/media/image1.png", SCREENSHOT),
            ("word/media/image2.emf", &[1; 100]),
            ("docProps/thumbnail.png", SCREENSHOT),
        ];
        let picture = "word/media/image1.png";
        check("a.docx", &zip(word), &["word/document.xml", picture], (picture, &CODES));
        let (_folder, path) = file("a.docx.gz", &gzip(&zip(word)));
        assert_eq!(codes(&LogSource::File(path)), ["-100006"]);
        let open: &[(&str, &[u8])] = &[
            ("META-INF/manifest.xml", b""),
            ("content.xml", b"<?xml version=\"1.0\"?><office:document-content><text:p>error -100006</text:p></office:document-content>"),
            ("Pictures/1.png", SCREENSHOT),
        ];
        check("a.odt", &zip(open), &["Pictures/1.png", "content.xml"], ("Pictures/1.png", &CODES));
    }
}
