//! Which part of a picture is shown, and how large.

/// The largest scale, in points for each pixel.
const MAX_SCALE: f32 = 8.0;
/// The factor of one step of the zoom.
const STEP: f32 = 1.25;
/// Points that stay free around a row that is brought into view.
const MARGIN: f32 = 24.0;

/// What the user does with the view of a picture. Places and distances are in points of the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ViewAction {
    /// The view has this size.
    Viewport([f32; 2]),
    /// Moves the picture.
    Pan([f32; 2]),
    /// Scales the picture; the place under the pointer stays.
    ZoomBy {
        /// The factor.
        factor: f32,
        /// The place.
        at: [f32; 2],
    },
    /// Enlarges by one step.
    Larger,
    /// Reduces by one step.
    Smaller,
    /// Fits the whole picture into the view.
    FitWhole,
    /// Fits the width of the picture into the view.
    FitWidth,
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum ViewZoom {
    /// As wide as the view, but not enlarged.
    #[default]
    Width,
    /// The whole picture is visible, but not enlarged.
    Whole,
    /// Points for each pixel.
    Scale(f32),
}

/// The view of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PictureView {
    zoom: ViewZoom,
    /// The pixel in the middle of the view.
    center: [f32; 2],
    /// Width and height in points.
    viewport: [f32; 2],
    /// What stays visible when the size of the view changes, until the user moves the picture.
    revealed: Option<[u32; 4]>,
}

impl PictureView {
    /// Width and height of the view in points; zero before it is drawn.
    pub fn viewport(&self) -> [f32; 2] {
        self.viewport
    }

    /// Whether the view was not drawn yet.
    fn is_unseen(&self) -> bool {
        self.viewport[0] <= 0.0
    }

    /// Points for each pixel of a picture of this size.
    pub fn scale(&self, size: [u32; 2]) -> f32 {
        let fit = |side: usize| self.viewport[side] / size[side].max(1) as f32;
        match self.zoom {
            ViewZoom::Width => fit(0).min(1.0),
            ViewZoom::Whole => fit(0).min(fit(1)).min(1.0),
            ViewZoom::Scale(scale) => scale,
        }
        .max(f32::MIN_POSITIVE)
    }

    /// Whether the picture has the size that a button would give it.
    pub fn is_fit(&self, whole: bool) -> bool {
        self.zoom == if whole { ViewZoom::Whole } else { ViewZoom::Width }
    }

    /// Where a pixel is, in points from the upper left corner of the view.
    pub fn point_of(&self, [x, y]: [f32; 2], size: [u32; 2]) -> [f32; 2] {
        let (scale, center) = (self.scale(size), self.center_of(size));
        [(x - center[0]) * scale + self.viewport[0] / 2.0, (y - center[1]) * scale + self.viewport[1] / 2.0]
    }

    /// The pixel at a point of the view; it may be outside the picture.
    pub fn pixel_at(&self, [x, y]: [f32; 2], size: [u32; 2]) -> [f32; 2] {
        let (scale, center) = (self.scale(size), self.center_of(size));
        [(x - self.viewport[0] / 2.0) / scale + center[0], (y - self.viewport[1] / 2.0) / scale + center[1]]
    }

    /// The pixel in the middle, kept so that nothing beyond the picture's edges is shown if the picture is larger than the view.
    fn center_of(&self, size: [u32; 2]) -> [f32; 2] {
        let scale = self.scale(size);
        let within = |side: usize| {
            let (whole, half) = (size[side] as f32, self.viewport[side] / scale / 2.0);
            if whole <= 2.0 * half { whole / 2.0 } else { self.center[side].clamp(half, whole - half) }
        };
        [within(0), within(1)]
    }

    pub(in crate::app) fn apply(&mut self, action: ViewAction, size: [u32; 2]) {
        let center = self.center_of(size);
        let middle = self.viewport.map(|side| side / 2.0);
        match action {
            ViewAction::Viewport(viewport) => {
                let is_first = self.is_unseen();
                // The upper left corner stays when the view is resized.
                if !is_first {
                    let corner = self.pixel_at([0.0; 2], size);
                    self.viewport = viewport;
                    let scale = self.scale(size);
                    self.center = [corner[0] + viewport[0] / scale / 2.0, corner[1] + viewport[1] / scale / 2.0];
                }
                self.viewport = viewport;
                if let Some(revealed) = self.revealed {
                    self.reveal(revealed, size);
                }
            }
            ViewAction::Pan([x, y]) => {
                self.revealed = None;
                let scale = self.scale(size);
                self.center = [center[0] - x / scale, center[1] - y / scale];
                self.center = self.center_of(size);
            }
            ViewAction::ZoomBy { factor, at } => self.zoom_to(self.scale(size) * factor, at, size),
            ViewAction::Larger => self.zoom_to(self.scale(size) * STEP, middle, size),
            ViewAction::Smaller => self.zoom_to(self.scale(size) / STEP, middle, size),
            ViewAction::FitWhole => self.zoom = ViewZoom::Whole,
            ViewAction::FitWidth => self.zoom = ViewZoom::Width,
        }
    }

    fn zoom_to(&mut self, scale: f32, at: [f32; 2], size: [u32; 2]) {
        self.revealed = None;
        let pixel = self.pixel_at(at, size);
        let least = Self { zoom: ViewZoom::Whole, ..*self }.scale(size).min(0.25);
        let scale = scale.clamp(least, MAX_SCALE);
        self.zoom = ViewZoom::Scale(scale);
        let from_middle = |side: usize| (at[side] - self.viewport[side] / 2.0) / scale;
        self.center = [pixel[0] - from_middle(0), pixel[1] - from_middle(1)];
        self.center = self.center_of(size);
    }

    /// Moves the picture so that a place (left, top, width, height) is visible, as little as possible.
    pub(in crate::app) fn reveal(&mut self, bounds: [u32; 4], size: [u32; 2]) {
        self.revealed = Some(bounds);
        if self.is_unseen() {
            return;
        }
        self.center = self.center_of(size);
        let scale = self.scale(size);
        for side in 0..2 {
            let (start, end) = (bounds[side] as f32, (bounds[side] + bounds[side + 2]) as f32);
            let half = self.viewport[side] / scale / 2.0;
            let margin = (MARGIN / scale).min(half / 2.0);
            let (first, last) = (self.center[side] - half, self.center[side] + half);
            if end + margin > last {
                self.center[side] += end + margin - last;
            }
            // The start of what is longer than the view is more important than its end.
            if start - margin < self.center[side] - half || start - margin < first && end + margin <= last {
                self.center[side] = start - margin + half;
            }
        }
        self.center = self.center_of(size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: [u32; 2] = [1200, 4000];

    fn view() -> PictureView {
        let mut view = PictureView::default();
        view.apply(ViewAction::Viewport([600.0, 300.0]), SIZE);
        view
    }

    #[track_caller]
    fn assert_near(one: [f32; 2], other: [f32; 2]) {
        assert!((one[0] - other[0]).abs() + (one[1] - other[1]).abs() < 0.1, "{one:?} {other:?}");
    }

    #[test]
    fn a_picture_fills_the_width_and_begins_at_its_top() {
        let view = view();
        assert!((view.scale(SIZE) - 0.5).abs() < 1e-6);
        assert_near(view.point_of([0.0, 0.0], SIZE), [0.0, 0.0]);
        // Small pictures are not enlarged, and are in the middle.
        assert!((view.scale([300, 100]) - 1.0).abs() < 1e-6);
        assert_near(view.point_of([0.0, 0.0], [300, 100]), [150.0, 100.0]);
    }

    #[test]
    fn a_row_outside_the_view_is_brought_into_it() {
        let mut view = view();
        view.reveal([100, 3000, 400, 20], SIZE);
        let [_, top] = view.point_of([100.0, 3000.0], SIZE);
        let [_, bottom] = view.point_of([100.0, 3020.0], SIZE);
        assert!(top > 20.0 && bottom < 280.0, "{top} {bottom}");
        let before = view.point_of([0.0, 0.0], SIZE);
        view.reveal([100, 2990, 400, 20], SIZE);
        assert_near(view.point_of([0.0, 0.0], SIZE), before);
        view.apply(ViewAction::Viewport([300.0, 100.0]), SIZE);
        let [_, top] = view.point_of([100.0, 2990.0], SIZE);
        assert!((0.0..100.0).contains(&top), "it stays visible in a smaller view: {top}");
        view.apply(ViewAction::Viewport([600.0, 300.0]), SIZE);
        view.reveal([0, 0, 10, 10], SIZE);
        assert_near(view.point_of([0.0, 0.0], SIZE), [0.0, 0.0]);
    }

    #[test]
    fn the_place_under_the_pointer_stays_while_zooming() {
        let mut view = view();
        view.reveal([0, 2000, 10, 10], SIZE);
        let pixel = view.pixel_at([200.0, 100.0], SIZE);
        view.apply(ViewAction::ZoomBy { factor: 3.0, at: [200.0, 100.0] }, SIZE);
        let after = view.pixel_at([200.0, 100.0], SIZE);
        assert!((pixel[0] - after[0]).abs() < 0.1 && (pixel[1] - after[1]).abs() < 0.1, "{pixel:?} {after:?}");
        view.apply(ViewAction::ZoomBy { factor: 1e9, at: [0.0, 0.0] }, SIZE);
        assert!(view.scale(SIZE) <= MAX_SCALE);
        view.apply(ViewAction::FitWhole, SIZE);
        assert!((view.scale(SIZE) - 0.075).abs() < 1e-6 && view.is_fit(true));
    }

    #[test]
    fn a_picture_does_not_leave_the_view() {
        let mut view = view();
        view.apply(ViewAction::Pan([5000.0, 5000.0]), SIZE);
        assert_near(view.point_of([0.0, 0.0], SIZE), [0.0, 0.0]);
        view.apply(ViewAction::Pan([-9000.0, -9000.0]), SIZE);
        assert_near(view.point_of([1200.0, 4000.0], SIZE), [600.0, 300.0]);
    }
}
