//! PDF documents: their text, and the pictures in them.
//!
//! - In: the bytes of a file. The crate `hayro-syntax` finds the objects in them, also in damaged files.
//! - `page`: the text of a page in lines, and the pictures that it shows. `line_text`: lines from the places of characters.
//! - `font`: the characters that the bytes of a text are codes of. `unicode_map`: the table of a font that says it.
//! - `picture`: a picture as the bytes of a JPEG or PNG file.
//! - `stream`: unpacked streams, within limits.
//! - Out: the text of all pages, the names of the pictures, and one picture by its name.
//!
//! What always holds: damaged and crafted files end in an error or in less text. Sizes and counts have limits.

mod font;
mod line_text;
mod page;
mod picture;
mod stream;
mod unicode_map;

use std::collections::HashSet;
use std::io::Read;

use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::{LoadPdfError, Pdf};

use self::page::{DrawnPicture, PageReader};
use self::picture::{is_large, jpeg_or_png, unread_reason};
use self::stream::{MAX_FILE_BYTES, has_unusual_settings, unpacks_to_too_much};
use super::members::Members;
use crate::source::error::SourceError;
use crate::source::expand::left_out::LeftOutReason;
use crate::source::picture::is_picture;

/// At most this many pages are read.
const MAX_PAGES: usize = 5000;
/// At most this many pictures are read; each takes about a second.
const MAX_PICTURES: usize = 300;
/// Pages are read until their text is this long (64 MiB).
const MAX_TEXT_BYTES: usize = 64 << 20;

/// The name of the text of all pages.
const TEXT: &str = "text";

const COPY: &str = "select and copy its text, and paste that here";

/// A PDF document.
pub(crate) struct PdfDocument(Pdf);

/// What is in a document.
pub(crate) struct PdfContent {
    /// The text of all pages.
    pub text: String,
    /// The names of the pictures that can be read.
    pub pictures: Vec<String>,
    left_out: Vec<(Option<String>, LeftOutReason)>,
}

impl PdfDocument {
    /// Reads a document into memory.
    ///
    /// # Errors
    /// It cannot be read, is too large, locked or damaged.
    pub(crate) fn read(bytes: impl Read) -> Result<Self, SourceError> {
        let error = |reason: String| Err(SourceError::Document(reason));
        let mut file = Vec::new();
        bytes.take(MAX_FILE_BYTES + 1).read_to_end(&mut file)?;
        if file.len() as u64 > MAX_FILE_BYTES {
            let limit = MAX_FILE_BYTES >> 20;
            return error(format!(
                "the PDF is larger than {limit} MiB; print the pages with the log to a new PDF, or {COPY}"
            ));
        }
        if unpacks_to_too_much(&file) {
            return error(format!("the PDF unpacks to far more than a document has; open it in a browser, {COPY}"));
        }
        let pdf = if has_unusual_settings(&file) { Err(LoadPdfError::Invalid) } else { Pdf::new(file) };
        match pdf {
            Ok(pdf) => Ok(Self(pdf)),
            Err(LoadPdfError::Decryption(_)) => {
                error(format!("the PDF is locked; open it with its password and print it to a new PDF, or {COPY}"))
            }
            Err(LoadPdfError::Invalid) => {
                error(format!("the PDF is damaged or incomplete; have it sent again, or open it in a browser, {COPY}"))
            }
        }
    }

    /// The text and the names of the pictures.
    ///
    /// # Errors
    /// There is nothing in it that can be read.
    pub(crate) fn content(&self) -> Result<PdfContent, SourceError> {
        let mut content = PdfContent { text: String::new(), pictures: Vec::new(), left_out: Vec::new() };
        let mut reader = PageReader::default();
        let mut seen = HashSet::new();
        let (mut has_picture, mut has_unread_text) = (false, false);
        for (idx, page) in self.0.pages().iter().enumerate() {
            if idx >= MAX_PAGES || content.text.len() > MAX_TEXT_BYTES || reader.is_exhausted() {
                let reason = format!("its first {idx} pages are read; print the later ones to a new PDF and open that");
                content.left_out.push((None, LeftOutReason::Unread(reason)));
                break;
            }
            let page = reader.read(page);
            has_picture |= !page.pictures.is_empty();
            has_unread_text |= page.has_unread_text;
            let is_read = content.add_pictures(idx, &page.pictures, page.text.is_empty(), &mut seen);
            content.add_text(&page.text);
            // The hidden text of a scan is what another program read in it.
            if !is_read {
                content.add_text(&page.hidden_text);
            }
        }
        if !content.text.is_empty() || !content.pictures.is_empty() {
            return Ok(content);
        }
        Err(SourceError::Document(nothing_to_read(has_picture, has_unread_text)))
    }

    /// The file of the picture called `name`.
    ///
    /// # Errors
    /// There is no such picture, or it cannot be read.
    pub(crate) fn picture(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        let missing = || SourceError::Archive(format!("it has no member {name}"));
        let (page, picture) = parse_name(name).ok_or_else(missing)?;
        let page = self.0.pages().get(page).ok_or_else(missing)?;
        let page = PageReader::default().read(page);
        let picture = page.pictures.get(picture).ok_or_else(missing)?;
        jpeg_or_png(picture)
            .map_err(|reason| SourceError::Picture(format!("{reason}; take a screenshot of the page and open that")))
    }
}

impl PdfContent {
    fn add_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    /// Adds the pictures of a page, each file once; returns whether any of them can be read.
    fn add_pictures(
        &mut self,
        page: usize,
        pictures: &[DrawnPicture<'_>],
        is_without_text: bool,
        seen: &mut HashSet<ObjectIdentifier>,
    ) -> bool {
        let mut has_readable = false;
        for (idx, picture) in pictures.iter().enumerate() {
            if !is_large(picture) || self.left_out.len() > MAX_PICTURES {
                continue;
            }
            let reason = unread_reason(picture);
            has_readable |= reason.is_none() && can_read_pictures();
            if !seen.insert(picture.stream.obj_id()) {
                continue;
            }
            let name = format!("page-{}/picture-{}", page + 1, idx + 1);
            match reason {
                _ if !can_read_pictures() => self.left_out.push((Some(name), LeftOutReason::NotALog("a picture"))),
                Some(reason) if is_without_text => {
                    let reason = format!("{reason}; take a screenshot of the page and open that");
                    self.left_out.push((Some(name), LeftOutReason::Unread(reason)));
                }
                Some(_) => self.left_out.push((Some(name), LeftOutReason::NotALog("a picture of an unusual kind"))),
                None if self.pictures.len() == MAX_PICTURES => {
                    let reason = format!("its first {MAX_PICTURES} pictures are read; save the others and open those");
                    if !self.left_out.iter().any(|(_, other)| *other == LeftOutReason::Unread(reason.clone())) {
                        self.left_out.push((None, LeftOutReason::Unread(reason)));
                    }
                }
                None => self.pictures.push(name),
            }
        }
        has_readable
    }

    /// Why some of it is not read; `None` if all is.
    pub(crate) fn unread_reason(&self) -> Option<String> {
        self.left_out.iter().find_map(|(_, reason)| match reason {
            LeftOutReason::Unread(reason) => Some(reason.clone()),
            _ => None,
        })
    }

    /// Its text and pictures as members.
    pub(crate) fn into_members(self) -> Members {
        let mut members = Members::default();
        if !self.text.is_empty() {
            members.names.push(TEXT.to_owned());
        }
        members.names.extend(self.pictures);
        for (name, reason) in self.left_out {
            members.leave_out(name, reason);
        }
        members
    }
}

/// Whether `name` is that of the text of all pages.
pub(crate) fn is_text(name: &str) -> bool {
    name == TEXT
}

/// The indices of page and picture in a name such as `page-1/picture-2`.
fn parse_name(name: &str) -> Option<(usize, usize)> {
    let (page, picture) = name.strip_prefix("page-")?.split_once("/picture-")?;
    let index = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
    Some((index(page)?, index(picture)?))
}

/// Whether this build reads pictures.
fn can_read_pictures() -> bool {
    is_picture(b"\x89PNG")
}

fn nothing_to_read(has_picture: bool, has_unread_text: bool) -> String {
    let ask = "ask for the console as text (right click, Save as…)";
    if has_picture && !can_read_pictures() {
        return format!("the PDF has no text, only pictures, which this build of the program cannot read; {ask}");
    }
    let reason = match (has_picture, has_unread_text) {
        (_, true) => "the PDF does not say which characters its letters are",
        (true, false) => "the PDF has no text, and no picture that can be read",
        (false, false) => "the PDF has no text and no pictures",
    };
    let shot = if can_read_pictures() { "take a screenshot of its pages and open that, or " } else { "" };
    format!("{reason}; {shot}{ask}")
}
