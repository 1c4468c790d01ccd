//! Pictures: loads their pixels, inspects their corrected text, and makes copies in which secrets are covered.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Color32, ColorImage};

use super::threads::JobLink;
use crate::app::{
    Action, EntrySource, FindingIndex, LogSnapshot, LogsAction, MAX_FINDINGS, NoticeKind, PictureAction, PictureCopy,
    SessionAction, SessionId,
};
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer};
use crate::log::LogStore;
use crate::shell::files::atomic_write;
use crate::source::{LogSource, PicturePixels, SourceError, picture_pixels, picture_png};

/// A picture with more pixels is shown reduced, so that its texture takes 64 MiB at most.
const MAX_SHOWN_PIXELS: u64 = 16 << 20;

/// Loads the pixels of a part of a picture for display. `max_side` is the longest side of a texture.
pub(crate) fn load(link: &JobLink, session: SessionId, (part, source): (usize, &LogSource), max_side: u32) {
    let pixels = match source.picture_bytes() {
        // The log is text, though its name is that of a picture.
        Ok(None) => return,
        Ok(Some(bytes)) => shown_pixels(&bytes, max_side),
        Err(error) => Err(error),
    };
    let pixels = pixels.map(Arc::new).map_err(|error| error.to_string());
    if !link.is_cancelled() {
        link.send(Action::Session(session, SessionAction::Picture(PictureAction::Pixels { part, pixels })));
    }
}

fn shown_pixels(bytes: &[u8], max_side: u32) -> Result<PicturePixels, SourceError> {
    let pixels = picture_pixels(bytes, max_side)?;
    let [width, height] = pixels.size.map(u64::from);
    if width * height <= MAX_SHOWN_PIXELS {
        return Ok(pixels);
    }
    let factor = (MAX_SHOWN_PIXELS as f64 / (width * height) as f64).sqrt();
    drop(pixels);
    picture_pixels(bytes, (width.max(height) as f64 * factor) as u32)
}

/// Inspects the corrected text of a picture.
pub(crate) fn inspect_again(link: &JobLink, session: SessionId, source: &LogSource) {
    let mut observer = SnapshotObserver::default();
    let options = InspectOptions { keep_entries: true, ..InspectOptions::default() };
    let Ok(diagnosis) = inspect::inspect(source, &options, &mut observer) else { return };
    let Some(entries) = observer.entries.filter(|_| !link.is_cancelled()) else { return };
    let finding_index = Arc::new(observer.found);
    let snapshot = LogSnapshot { entries, finding_index, diagnosis: Arc::new(diagnosis), is_replaced: false };
    link.send(Action::Session(session, SessionAction::Picture(PictureAction::Inspected(snapshot))));
}

/// Keeps the entries and the positions of the findings.
#[derive(Default)]
struct SnapshotObserver {
    entries: Option<Arc<dyn EntrySource>>,
    found: FindingIndex,
}

impl Observer for SnapshotObserver {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.entries = Some(Arc::<LogStore>::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        self.found.count <= MAX_FINDINGS as u64
    }
}

/// Opens a picture from the clipboard.
pub(crate) fn open_pasted(link: &JobLink, image: &ColorImage) {
    let rgb = image.pixels.iter().flat_map(|pixel| {
        let [red, green, blue, alpha] = pixel.to_array();
        // Transparent parts are white; the colours are multiplied by the opacity already.
        [red, green, blue].map(|value| value.saturating_add(255 - alpha))
    });
    let size = image.size.map(|side| side as u32);
    let pixels = PicturePixels { picture_size: size, size, rgb: rgb.collect() };
    link.send(match picture_png(&pixels) {
        Ok(bytes) => Action::Logs(LogsAction::PastePicture(bytes.into())),
        Err(error) => Action::Notify(NoticeKind::Failed, pasted_fault(size, &error)),
    });
}

fn pasted_fault([width, height]: [u32; 2], error: &SourceError) -> String {
    format!(
        "The clipboard holds a picture ({width} × {height}): {error}. Or type the code that it shows into the search."
    )
}

/// Makes a copy of a picture with boxes over its secrets, for the clipboard.
pub(crate) fn copy(link: &JobLink, session: SessionId, picture: &PictureCopy) {
    link.send(match covered(picture) {
        Ok(pixels) => {
            let (pixels, words) = (Arc::new(pixels), done(picture, "Copied the picture"));
            Action::Session(session, SessionAction::Picture(PictureAction::Covered { pixels, words }))
        }
        Err(error) => Action::Notify(NoticeKind::Failed, format!("The picture could not be copied: {error}.")),
    });
}

/// Writes a picture to a PNG file, with boxes over its secrets.
pub(crate) fn save(link: &JobLink, path: &Path, picture: &PictureCopy) {
    let shown = path.display();
    let saved = covered(picture).and_then(|pixels| picture_png(&pixels));
    let saved = saved.and_then(|bytes| atomic_write::replace_bytes(path, &bytes).map_err(SourceError::from));
    link.send(match saved {
        Ok(()) => Action::Notify(NoticeKind::Done, done(picture, &format!("Saved the picture as {shown}"))),
        Err(error) => {
            Action::Notify(NoticeKind::Failed, format!("The picture could not be saved as {shown}: {error}."))
        }
    });
}

fn done(picture: &PictureCopy, what: &str) -> String {
    let places = match picture.covers.len() {
        0 => "no secret was found in it".to_owned(),
        1 => "1 place is covered".to_owned(),
        count => format!("{count} places are covered"),
    };
    format!("{what}: {places}. Check it before you send it: text that was not read is not covered.")
}

/// The pixels of a picture in its own size, with boxes over its secrets.
fn covered(picture: &PictureCopy) -> Result<PicturePixels, SourceError> {
    let [width, height] = picture.size;
    let mut rgb = vec![0xE0; width as usize * height as usize * 3];
    for (source, top) in &picture.parts {
        let Some(bytes) = source.picture_bytes()? else { continue };
        let part = picture_pixels(&bytes, u32::MAX)?;
        let row_bytes = part.size[0] as usize * 3;
        let rows = rgb.chunks_exact_mut(width as usize * 3).skip(*top as usize);
        for (row, own) in rows.zip(part.rgb.chunks_exact(row_bytes.max(1))) {
            let common = row.len().min(own.len());
            row[..common].copy_from_slice(&own[..common]);
        }
    }
    let [red, green, blue, _] = Color32::BLACK.to_array();
    for [left, top, wide, high] in &picture.covers {
        let rows = rgb.chunks_exact_mut(width as usize * 3).skip(*top as usize).take(*high as usize);
        for row in rows {
            let from = (*left as usize * 3).min(row.len());
            let to = ((left + wide) as usize * 3).clamp(from, row.len());
            row[from..to].chunks_exact_mut(3).for_each(|pixel| pixel.copy_from_slice(&[red, green, blue]));
        }
    }
    Ok(PicturePixels { picture_size: picture.size, size: picture.size, rgb })
}
