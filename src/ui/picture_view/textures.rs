//! The pixels of the shown picture on the graphics card.

use std::sync::Arc;

use eframe::egui::{ColorImage, Context, Id, Pos2, Rect, TextureFilter, TextureHandle, TextureOptions, Ui, pos2, vec2};

use crate::app::{PictureLog, PicturePart, Session, SessionId, Shown};

/// The texture of a part of a picture.
#[derive(Clone)]
struct Texture {
    session: SessionId,
    part: usize,
    handle: TextureHandle,
}

/// The textures of the shown picture.
#[derive(Clone, Default)]
struct Textures(Vec<Texture>);

fn textures_id() -> Id {
    Id::unique("textures of the shown picture")
}

/// Frees the textures of all pictures but that of the shown log.
pub(in crate::ui) fn free_others(ctx: &Context, shown: Option<&Session>) {
    let shown = shown.filter(|session| session.picture.is_some()).map(|session| session.id);
    let old: Textures = ctx.data(|data| data.get_temp(textures_id())).unwrap_or_default();
    if old.0.iter().any(|texture| Some(texture.session) != shown) {
        let kept = old.0.into_iter().filter(|texture| Some(texture.session) == shown).collect();
        ctx.data_mut(|data| data.insert_temp(textures_id(), Textures(kept)));
    }
}

/// The texture of a part of the shown picture, which is loaded when it is first drawn.
fn texture(ctx: &Context, session: SessionId, part: usize, shown: &PicturePart) -> Option<TextureHandle> {
    let Shown::Pixels(pixels) = &shown.shown else { return None };
    let mut textures: Textures = ctx.data(|data| data.get_temp(textures_id())).unwrap_or_default();
    let is_same = |texture: &&Texture| texture.session == session && texture.part == part;
    if let Some(texture) = textures.0.iter().find(is_same) {
        return Some(texture.handle.clone());
    }
    let options = TextureOptions { mipmap_mode: Some(TextureFilter::Linear), ..TextureOptions::LINEAR };
    let image = ColorImage::from_rgb(pixels.size.map(|side| side as usize), &pixels.rgb);
    let handle = ctx.load_texture(format!("picture {session:?} {part}"), Arc::new(image), options);
    textures.0.push(Texture { session, part, handle: handle.clone() });
    ctx.data_mut(|data| data.insert_temp(textures_id(), textures));
    Some(handle)
}

/// Paints the part of a picture that is in `from` (pixels) into `to` (points).
pub(super) fn paint_picture(ui: &Ui, session: &Session, picture: &PictureLog, from: Rect, to: Rect) {
    let scale = vec2(to.width() / from.width(), to.height() / from.height());
    for (idx, part) in picture.parts.iter().enumerate() {
        let Shown::Pixels(pixels) = &part.shown else { continue };
        let size = vec2(pixels.picture_size[0] as f32, pixels.picture_size[1] as f32);
        let whole = Rect::from_min_size(pos2(0.0, part.top as f32), size);
        let visible = whole.intersect(from);
        if !visible.is_positive() {
            continue;
        }
        let Some(texture) = texture(ui.ctx(), session.id, idx, part) else { continue };
        let uv = |at: Pos2| pos2((at.x - whole.left()) / size.x, (at.y - whole.top()) / size.y);
        let point = |at: Pos2| to.min + (at - from.min) * scale;
        let target = Rect::from_min_max(point(visible.min), point(visible.max));
        let uv = Rect::from_min_max(uv(visible.min), uv(visible.max));
        ui.painter().image(texture.id(), target, uv, eframe::egui::Color32::WHITE);
    }
}
