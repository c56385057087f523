//! Points, rectangles and the tracks that messages follow. All lengths are CSS pixels, y downward.

/// A place on the canvas.
pub type Point = [f32; 2];

/// The extent of a canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl Size {
    /// An extent.
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }

    /// The same on a canvas on which all is `factor` times as large.
    #[must_use]
    pub const fn times(self, factor: f32) -> Self {
        Self::new(factor * self.width, factor * self.height)
    }

    /// The rectangle from the origin.
    pub const fn area(self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub x: f32,
    /// The top edge.
    pub y: f32,
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl Rect {
    /// A rectangle by its top left corner and extent.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The square of side `2 * half` around a point.
    pub fn around(centre: Point, half: f32) -> Self {
        Self::new(centre[0] - half, centre[1] - half, 2.0 * half, 2.0 * half)
    }

    /// The smallest rectangle that holds all the points; empty at the origin for none.
    pub fn bounding(points: &[Point]) -> Self {
        let mut low = [f32::INFINITY; 2];
        let mut high = [f32::NEG_INFINITY; 2];
        for point in points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        if points.is_empty() {
            return Self::default();
        }
        Self::new(low[0], low[1], high[0] - low[0], high[1] - low[1])
    }

    /// The right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// The middle.
    pub fn centre(&self) -> Point {
        [self.x + self.width / 2.0, self.y + self.height / 2.0]
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, point: Point) -> bool {
        point[0] >= self.x
            && point[0] <= self.right()
            && point[1] >= self.y
            && point[1] <= self.bottom()
    }

    /// Whether the other rectangle lies inside, give or take a hundredth of a pixel.
    pub fn holds(&self, other: &Self) -> bool {
        const SLACK: f32 = 0.01;
        other.x >= self.x - SLACK
            && other.y >= self.y - SLACK
            && other.right() <= self.right() + SLACK
            && other.bottom() <= self.bottom() + SLACK
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Where it is on a canvas on which all is `factor` times as large.
    #[must_use]
    pub fn times(&self, factor: f32) -> Self {
        Self::new(
            factor * self.x,
            factor * self.y,
            factor * self.width,
            factor * self.height,
        )
    }

    /// The same, larger by `by` on all four sides; smaller if that is negative.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self::new(
            self.x - by,
            self.y - by,
            self.width + 2.0 * by,
            self.height + 2.0 * by,
        )
    }
}

/// A point between two others: `share` 0 is the first, 1 the second.
pub fn between(from: Point, to: Point, share: f32) -> Point {
    [
        from[0] + (to[0] - from[0]) * share,
        from[1] + (to[1] - from[1]) * share,
    ]
}

/// The distance of two points.
pub fn distance(one: Point, other: Point) -> f32 {
    let (across, down) = (one[0] - other[0], one[1] - other[1]);
    libm::sqrtf(across * across + down * down)
}

/// How many equal pieces a track is measured in.
const PIECES: usize = 64;
/// How finely each cubic is followed when a track is measured.
const FLATTENING: usize = 40;

/// The way of a link across the canvas: cubic curves in a chain, measured so that equal times are
/// equal distances.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    start: Point,
    cubics: Vec<[Point; 3]>,
    /// `PIECES + 1` points, equally far from each other along the way.
    samples: Vec<Point>,
    length: f32,
}

impl Track {
    /// A chain of cubic curves from `start`: each by two control points and its end.
    pub fn new(start: Point, cubics: Vec<[Point; 3]>) -> Self {
        let mut flat = Vec::with_capacity(cubics.len() * FLATTENING + 1);
        flat.push(start);
        let mut from = start;
        for cubic in &cubics {
            flat.extend((1..=FLATTENING).map(|step| {
                let share = step as f32 / FLATTENING as f32;
                on_cubic(from, *cubic, share)
            }));
            from = cubic[2];
        }
        let length = flat
            .windows(2)
            .map(|pair| distance(pair[0], pair[1]))
            .sum::<f32>();
        let samples = resample(&flat, length);
        Self {
            start,
            cubics,
            samples,
            length,
        }
    }

    /// Where the track begins.
    pub fn start(&self) -> Point {
        self.start
    }

    /// Where the track ends.
    pub fn end(&self) -> Point {
        self.cubics.last().map_or(self.start, |cubic| cubic[2])
    }

    /// The curves, each by two control points and its end.
    pub fn cubics(&self) -> &[[Point; 3]] {
        &self.cubics
    }

    /// How long the way is.
    pub fn length(&self) -> f32 {
        self.length
    }

    /// The place after this share of the way, 0 to 1.
    pub fn at(&self, share: f32) -> Point {
        let place = share.clamp(0.0, 1.0) * PIECES as f32;
        let piece = (place as usize).min(PIECES - 1);
        between(
            self.samples[piece],
            self.samples[piece + 1],
            place - piece as f32,
        )
    }

    /// The unit vector to the left of the way there (on screen: up, for a way to the right).
    pub fn normal(&self, share: f32) -> Point {
        let place = share.clamp(0.0, 1.0) * PIECES as f32;
        let piece = (place as usize).min(PIECES - 1);
        let (from, to) = (self.samples[piece], self.samples[piece + 1]);
        let length = distance(from, to).max(1e-6);
        [(to[1] - from[1]) / length, -(to[0] - from[0]) / length]
    }

    /// The points of a part of the way, shares from 0 to 1, dense enough to be drawn as a line.
    pub fn part(&self, from: f32, to: f32) -> Vec<Point> {
        let first = (from * PIECES as f32) as usize + 1;
        let last = ((to * PIECES as f32) as usize).min(PIECES);
        let mut points = vec![self.at(from)];
        points.extend(self.samples.iter().take(last + 1).skip(first));
        points.push(self.at(to));
        points
    }

    /// How far the way passes from a point.
    pub fn distance_from(&self, point: Point) -> f32 {
        self.samples
            .windows(2)
            .map(|pair| from_line(pair[0], pair[1], point))
            .fold(f32::INFINITY, f32::min)
    }

    /// The rectangle that the way fills.
    pub fn bounds(&self) -> Rect {
        Rect::bounding(&self.samples)
    }
}

fn on_cubic(from: Point, [first, second, to]: [Point; 3], share: f32) -> Point {
    let rest = 1.0 - share;
    let weights = [
        rest * rest * rest,
        3.0 * rest * rest * share,
        3.0 * rest * share * share,
        share * share * share,
    ];
    let along = |axis: usize| {
        weights[0] * from[axis]
            + weights[1] * first[axis]
            + weights[2] * second[axis]
            + weights[3] * to[axis]
    };
    [along(0), along(1)]
}

fn resample(flat: &[Point], length: f32) -> Vec<Point> {
    let mut samples = Vec::with_capacity(PIECES + 1);
    let (mut edge, mut passed) = (0, 0.0);
    for piece in 0..=PIECES {
        let wanted = length * piece as f32 / PIECES as f32;
        while edge + 2 < flat.len() && passed + distance(flat[edge], flat[edge + 1]) < wanted {
            passed += distance(flat[edge], flat[edge + 1]);
            edge += 1;
        }
        let Some(next) = flat.get(edge + 1) else {
            samples.push(flat[edge]);
            continue;
        };
        let span = distance(flat[edge], *next).max(1e-6);
        samples.push(between(
            flat[edge],
            *next,
            ((wanted - passed) / span).clamp(0.0, 1.0),
        ));
    }
    samples
}

fn from_line(from: Point, to: Point, point: Point) -> f32 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let square = dx * dx + dy * dy;
    let share = if square == 0.0 {
        0.0
    } else {
        (((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square).clamp(0.0, 1.0)
    };
    distance(between(from, to, share), point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_is_measured_by_distance_not_by_parameter() {
        let track = Track::new([0.0, 0.0], vec![[[90.0, 0.0], [95.0, 0.0], [100.0, 0.0]]]);
        for step in 0..=20_u8 {
            let share = f32::from(step) / 20.0;
            assert!(
                (track.at(share)[0] - 100.0 * share).abs() < 0.2,
                "at {share}"
            );
        }
        assert!((track.length() - 100.0).abs() < 0.01);
    }

    #[test]
    fn a_track_begins_and_ends_where_it_was_told_to() {
        let track = Track::new(
            [3.0, 4.0],
            vec![
                [[3.0, 30.0], [3.0, 40.0], [3.0, 50.0]],
                [[3.0, 60.0], [9.0, 66.0], [20.0, 66.0]],
            ],
        );
        assert!(distance(track.at(0.0), [3.0, 4.0]) < 0.01);
        assert!(distance(track.at(1.0), [20.0, 66.0]) < 0.01);
        assert!(track.distance_from([3.0, 20.0]) < 0.1);
        assert!((track.distance_from([-7.0, 20.0]) - 10.0).abs() < 0.1);
    }

    #[test]
    fn a_part_begins_and_ends_on_the_way() {
        let track = Track::new([0.0, 0.0], vec![[[30.0, 0.0], [60.0, 0.0], [100.0, 0.0]]]);
        let part = track.part(0.25, 0.5);
        assert!((part[0][0] - 25.0).abs() < 0.2);
        assert!((part[part.len() - 1][0] - 50.0).abs() < 0.2);
        assert!(part.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
    }

    #[test]
    fn touching_rectangles_do_not_overlap() {
        let left = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!left.overlaps(&Rect::new(10.0, 0.0, 5.0, 5.0)));
        assert!(left.overlaps(&Rect::new(9.0, 9.0, 5.0, 5.0)));
    }
}
