//! The text of a page in lines, and the pictures that it shows (ISO 32000-1, 8 and 9).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::line_text::{LineText, Matrix};
use super::stream::unpacked;

/// The content of a page, or of a part of one, is at most this long (32 MiB).
const MAX_CONTENT_BYTES: u64 = 32 << 20;
/// The content of all pages that is read (256 MiB).
const MAX_ALL_BYTES: usize = 256 << 20;
/// Parts inside parts are read to this depth.
const MAX_DEPTH: usize = 8;
/// At most this many parts of one page are read.
const MAX_PARTS: usize = 2000;
/// At most this many pictures of one page are read.
const MAX_PICTURES: usize = 500;
/// At most this many states of drawing are kept.
const MAX_KEPT: usize = 256;
/// At most this many fonts of a document are read.
const MAX_FONTS: usize = 1000;
/// The text of a page is at most this long.
const MAX_TEXT_BYTES: usize = 8 << 20;

/// What a page shows.
pub(super) struct PageContent<'p> {
    /// Its lines. Empty if they cannot be read.
    pub text: String,
    /// Text that is not drawn: what another program read in a scan.
    pub hidden_text: String,
    /// Whether there is text that cannot be read.
    pub has_unread_text: bool,
    /// The pictures in the order in which they are drawn.
    pub pictures: Vec<DrawnPicture<'p>>,
}

/// A picture on a page.
pub(super) struct DrawnPicture<'p> {
    /// The picture.
    pub stream: Stream<'p>,
    /// The names of colour spaces where it is drawn.
    pub color_spaces: Dict<'p>,
}

/// Reads pages, and keeps their fonts.
#[derive(Default)]
pub(super) struct PageReader {
    /// By their place in memory.
    fonts: HashMap<usize, Rc<Font>>,
    read_bytes: usize,
}

impl PageReader {
    /// Reads a page. What is damaged in it is skipped.
    pub(super) fn read<'p>(&mut self, page: &Page<'p>) -> PageContent<'p> {
        let mut walk = PageWalk {
            reader: self,
            text: LineText::default(),
            hidden_text: LineText::default(),
            pictures: Vec::new(),
            parts: 0,
        };
        let dict = page.raw();
        let streams = match dict.get::<Object<'p>>("Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(streams)) => streams.iter::<Stream<'p>>().take(MAX_PARTS).collect(),
            _ => Vec::new(),
        };
        let mut content = Vec::new();
        for stream in streams {
            let limit = MAX_CONTENT_BYTES.saturating_sub(content.len() as u64);
            content.extend(unpacked(&stream, limit).unwrap_or_default());
            content.push(b' ');
        }
        walk.run(&content, page.resources(), Matrix::IDENTITY, 0);
        let PageWalk { text, hidden_text, pictures, .. } = walk;
        let has_unread_text = text.is_unreadable() || hidden_text.is_unreadable();
        PageContent { text: text.into_text(), hidden_text: hidden_text.into_text(), has_unread_text, pictures }
    }

    /// Whether more was read than any document has.
    pub(super) fn is_exhausted(&self) -> bool {
        self.read_bytes > MAX_ALL_BYTES
    }

    fn font(&mut self, font: &Dict<'_>) -> Option<Rc<Font>> {
        let key = font.data().as_ptr().addr();
        if let Some(font) = self.fonts.get(&key) {
            return Some(Rc::clone(font));
        }
        if self.fonts.len() >= MAX_FONTS {
            return None;
        }
        let font = Rc::new(Font::new(font));
        self.fonts.insert(key, Rc::clone(&font));
        Some(font)
    }
}

/// The state of drawing that `q` keeps and `Q` brings back.
#[derive(Clone)]
struct DrawingStyle {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_gap: f64,
    word_gap: f64,
    stretch: f64,
    leading: f64,
    is_hidden: bool,
}

/// A walk through the content of a page.
struct PageWalk<'r, 'p> {
    reader: &'r mut PageReader,
    text: LineText,
    hidden_text: LineText,
    pictures: Vec<DrawnPicture<'p>>,
    parts: usize,
}

impl<'p> PageWalk<'_, 'p> {
    fn run(&mut self, content: &[u8], resources: &Resources<'p>, page: Matrix, depth: usize) {
        self.reader.read_bytes = self.reader.read_bytes.saturating_add(content.len());
        let mut part = PagePart {
            drawings: Vec::new(),
            drawing: DrawingStyle {
                page,
                font: None,
                size: 1.0,
                char_gap: 0.0,
                word_gap: 0.0,
                stretch: 1.0,
                leading: 0.0,
                is_hidden: false,
            },
            line: Matrix::IDENTITY,
            text: Matrix::IDENTITY,
            fonts: HashMap::new(),
        };
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            match instruction {
                TypedInstruction::XObject(object) => self.draw(object.0, resources, part.drawing.page, depth),
                TypedInstruction::TextFont(font) => {
                    part.drawing.size = font.1.as_f64();
                    part.drawing.font = part.font(font.0, resources, self.reader);
                }
                TypedInstruction::ShowText(text) => self.show(&mut part, text.0),
                TypedInstruction::NextLineAndShowText(text) => {
                    part.next_line(0.0, -part.drawing.leading);
                    self.show(&mut part, text.0);
                }
                TypedInstruction::ShowTextWithParameters(text) => {
                    (part.drawing.word_gap, part.drawing.char_gap) = (text.0.as_f64(), text.1.as_f64());
                    part.next_line(0.0, -part.drawing.leading);
                    self.show(&mut part, text.2);
                }
                TypedInstruction::ShowTexts(texts) => self.show_all(&mut part, texts.0),
                other => part.apply(&other),
            }
            if self.text.len() + self.hidden_text.len() > MAX_TEXT_BYTES {
                return;
            }
        }
    }

    /// Draws a picture, or a part of the page that has a name.
    fn draw(&mut self, name: &Name<'_>, resources: &Resources<'p>, page: Matrix, depth: usize) {
        self.parts += 1;
        if self.parts > MAX_PARTS || self.reader.is_exhausted() {
            return;
        }
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>("Subtype");
        match kind.as_deref() {
            Some(b"Image") => {
                let is_mask = dict.get::<bool>("ImageMask") == Some(true);
                if !is_mask && self.pictures.len() < MAX_PICTURES {
                    self.pictures.push(DrawnPicture { stream, color_spaces: resources.color_spaces.clone() });
                }
            }
            Some(b"Form") if depth < MAX_DEPTH => {
                let matrix = dict.get::<Array<'_>>("Matrix").and_then(|matrix| {
                    let numbers: Vec<f64> = matrix.iter::<f64>().take(6).collect();
                    <[f64; 6]>::try_from(numbers).ok()
                });
                let own = dict.get::<Dict<'p>>("Resources").map(Resources::new);
                let Some(content) = unpacked(&stream, MAX_CONTENT_BYTES) else { return };
                let page = matrix.map_or(page, |matrix| Matrix(matrix).then(page));
                self.run(&content, own.as_ref().unwrap_or(resources), page, depth + 1);
            }
            _ => {}
        }
    }

    fn show_all(&mut self, part: &mut PagePart, texts: &Array<'_>) {
        for text in texts.raw_iter() {
            match text {
                MaybeRef::NotRef(Object::String(text)) => self.show(part, &text),
                MaybeRef::NotRef(Object::Number(back)) => {
                    let drawing = &part.drawing;
                    let back = back.as_f64() / 1000.0 * drawing.size * drawing.stretch;
                    part.text = part.text.moved(-back, 0.0);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, part: &mut PagePart, text: &[u8]) {
        let PagePart { drawing, text: place, .. } = part;
        let Some(font) = &drawing.font else { return };
        let lines = if drawing.is_hidden { &mut self.hidden_text } else { &mut self.text };
        for code in font.codes(text) {
            let width = code.width * drawing.size * drawing.stretch;
            lines.push(code.chars.as_deref(), place.then(drawing.page), width, drawing.size);
            let gap = drawing.char_gap + if code.is_space { drawing.word_gap } else { 0.0 };
            *place = place.moved(width + gap * drawing.stretch, 0.0);
        }
    }
}

/// A page, or a part of it that has its own content.
struct PagePart {
    drawings: Vec<DrawingStyle>,
    drawing: DrawingStyle,
    /// The beginning of the line of text, and the place of the next character.
    line: Matrix,
    text: Matrix,
    /// The fonts by their names.
    fonts: HashMap<Vec<u8>, Option<Rc<Font>>>,
}

impl PagePart {
    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>, reader: &mut PageReader) -> Option<Rc<Font>> {
        if let Some(font) = self.fonts.get(name.as_ref()) {
            return font.clone();
        }
        let font = resources.get_font(name).and_then(|font| reader.font(&font));
        self.fonts.insert(name.to_vec(), font.clone());
        font
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.line = self.line.moved(right, up);
        self.text = self.line;
    }

    /// Applies an instruction that draws nothing.
    fn apply(&mut self, instruction: &TypedInstruction<'_, '_>) {
        let drawing = &mut self.drawing;
        match instruction {
            TypedInstruction::SaveState(_) if self.drawings.len() < MAX_KEPT => self.drawings.push(drawing.clone()),
            TypedInstruction::RestoreState(_) => {
                if let Some(last) = self.drawings.pop() {
                    self.drawing = last;
                }
            }
            TypedInstruction::Transform(to) => {
                drawing.page = matrix([to.0, to.1, to.2, to.3, to.4, to.5]).then(drawing.page);
            }
            TypedInstruction::BeginText(_) => (self.line, self.text) = (Matrix::IDENTITY, Matrix::IDENTITY),
            TypedInstruction::CharacterSpacing(gap) => drawing.char_gap = gap.0.as_f64(),
            TypedInstruction::WordSpacing(gap) => drawing.word_gap = gap.0.as_f64(),
            TypedInstruction::HorizontalScaling(percent) => drawing.stretch = percent.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(leading) => drawing.leading = leading.0.as_f64(),
            TypedInstruction::TextRenderingMode(mode) => drawing.is_hidden = matches!(mode.0.as_i64(), 3 | 7),
            TypedInstruction::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                drawing.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.drawing.leading),
            TypedInstruction::SetTextMatrix(to) => {
                self.line = matrix([to.0, to.1, to.2, to.3, to.4, to.5]);
                self.text = self.line;
            }
            _ => {}
        }
    }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix(numbers.map(|number| number.as_f64()))
}
