//! Rectangles of text that may be tilted: from the pixels of a region to the smallest rectangle around it.

/// A rectangle around text. Its long axis is the direction of reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextBox {
    /// The centre, in pixels.
    pub center: [f32; 2],
    /// Width along the direction of reading, and height.
    pub size: [f32; 2],
    /// The unit vector of the direction of reading.
    pub direction: [f32; 2],
}

impl TextBox {
    /// The point at a position along the direction of reading and across it, both measured from the centre.
    pub(super) fn point(&self, along: f32, across: f32) -> [f32; 2] {
        let [x, y] = self.direction;
        [self.center[0] + along * x - across * y, self.center[1] + along * y + across * x]
    }

    /// The smallest upright rectangle around the part between two shares of the width: left, top, right, bottom.
    pub(super) fn bounds(&self, from: f32, to: f32) -> [f32; 4] {
        let [width, height] = self.size;
        let corners = [from, to].map(|share| [-0.5, 0.5].map(|half| self.point((share - 0.5) * width, half * height)));
        let points = corners.as_flattened();
        let fold = |axis: usize, pick: fn(f32, f32) -> f32| points.iter().map(|point| point[axis]).reduce(pick);
        let side = |axis, pick| fold(axis, pick).unwrap_or_default();
        [side(0, f32::min), side(1, f32::min), side(0, f32::max), side(1, f32::max)]
    }

    /// The left and right end of the middle line.
    pub(super) fn ends(&self) -> [[f32; 2]; 2] {
        [self.point(-self.size[0] / 2.0, 0.0), self.point(self.size[0] / 2.0, 0.0)]
    }

    /// The part of the box between two shares of its width.
    pub(super) fn part(self, from: f32, to: f32) -> Self {
        let center = self.point((f32::midpoint(from, to) - 0.5) * self.size[0], 0.0);
        Self { center, size: [(to - from) * self.size[0], self.size[1]], ..self }
    }

    /// The box grown by a distance on each side.
    pub(super) fn grown(mut self, by: f32) -> Self {
        self.size = self.size.map(|side| side + 2.0 * by);
        self
    }

    /// The box moved down, in a picture that is then scaled.
    pub(super) fn scaled(mut self, factor: f32, down: f32) -> Self {
        self.center = [self.center[0] * factor, (self.center[1] + down) * factor];
        self.size = self.size.map(|side| side * factor);
        self
    }
}

/// The smallest rectangle around points, tilted by at most 45 degrees. `None` without points.
pub(super) fn smallest_box(points: Vec<[f32; 2]>) -> Option<TextBox> {
    let hull = convex_hull(points);
    let edges = hull.iter().zip(hull.iter().cycle().skip(1)).map(|(from, to)| [to[0] - from[0], to[1] - from[1]]);
    let upright = [[1.0, 0.0]];
    let boxes = upright.into_iter().chain(edges.filter_map(tilt)).map(|direction| box_along(&hull, direction));
    boxes.flatten().min_by(|one, other| area(one).total_cmp(&area(other)))
}

fn area(text_box: &TextBox) -> f32 {
    text_box.size[0] * text_box.size[1]
}

/// The unit vector along an edge or across it, whichever points more to the right than up or down.
fn tilt([x, y]: [f32; 2]) -> Option<[f32; 2]> {
    let length = x.hypot(y);
    if length < f32::EPSILON {
        return None;
    }
    let (x, y) = (x / length, y / length);
    let (x, y) = if x.abs() >= y.abs() { (x, y) } else { (y, -x) };
    Some(if x < 0.0 { [-x, -y] } else { [x, y] })
}

/// The smallest rectangle around points in a given direction.
fn box_along(points: &[[f32; 2]], direction: [f32; 2]) -> Option<TextBox> {
    let [x, y] = direction;
    let range = |coordinate: &dyn Fn(&[f32; 2]) -> f32| {
        let values = || points.iter().map(coordinate);
        Some([values().reduce(f32::min)?, values().reduce(f32::max)?])
    };
    let [left, right] = range(&|point| point[0] * x + point[1] * y)?;
    let [top, bottom] = range(&|point| point[1] * x - point[0] * y)?;
    let (along, across) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
    Some(TextBox {
        center: [along * x - across * y, along * y + across * x],
        size: [right - left, bottom - top],
        direction,
    })
}

/// The corners of the convex hull, by Andrew's monotone chain.
fn convex_hull(mut points: Vec<[f32; 2]>) -> Vec<[f32; 2]> {
    points.sort_by(|one, other| one[0].total_cmp(&other[0]).then(one[1].total_cmp(&other[1])));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let chain = |points: &mut dyn Iterator<Item = &[f32; 2]>| {
        let mut chain: Vec<[f32; 2]> = Vec::new();
        for point in points {
            while let [.., before, last] = chain.as_slice() {
                let turn =
                    (last[0] - before[0]) * (point[1] - before[1]) - (last[1] - before[1]) * (point[0] - before[0]);
                if turn > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(*point);
        }
        chain.pop();
        chain
    };
    let mut hull = chain(&mut points.iter());
    hull.extend(chain(&mut points.iter().rev()));
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_box_follows_tilted_points() {
        let (sin, cos) = 0.1_f32.sin_cos();
        let corners = [[-50.0, -5.0], [50.0, -5.0], [50.0, 5.0], [-50.0, 5.0]];
        let tilted = corners.map(|[x, y]| [100.0 + x * cos - y * sin, 80.0 + x * sin + y * cos]);
        let found = smallest_box(tilted.to_vec()).expect("there are points");
        assert!((found.size[0] - 100.0).abs() < 0.1 && (found.size[1] - 10.0).abs() < 0.1, "{found:?}");
        assert!((found.center[0] - 100.0).abs() < 0.1 && (found.direction[1] - sin).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn points_on_a_line_or_one_point_have_a_box() {
        assert_eq!(smallest_box(Vec::new()), None);
        assert_eq!(smallest_box(vec![[3.0, 4.0]]).map(|point| area(&point).to_bits()), Some(0));
        let line = smallest_box(vec![[0.0, 0.0], [5.0, 0.0], [9.0, 0.0]]).expect("a line");
        assert_eq!(line.size.map(|side| side as u32), [9, 0]);
    }
}
