//! What a picture is made of: shapes as plain data, with meanings for colours and no theme.
//!
//! What there is a lot of (keys, messages) comes in batches of one look, so that a painter begins
//! and fills one path for each look and not one for each thing.

use super::geometry::{Point, Rect, Track};
use super::ink::{Ink, Paint};

/// One thing to be painted. Later shapes cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An upright rectangle.
    Rect {
        /// Where.
        area: Rect,
        /// Of its corners.
        radius: f32,
        /// Inside.
        fill: Option<Paint>,
        /// Around.
        stroke: Option<Stroke>,
    },
    /// Many rectangles of one look.
    Rects {
        /// Where.
        areas: Vec<Rect>,
        /// Of their corners.
        radius: f32,
        /// Inside.
        fill: Option<Paint>,
        /// Around.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        centre: Point,
        /// From the middle to the edge.
        radius: f32,
        /// Inside.
        fill: Option<Paint>,
        /// Around.
        stroke: Option<Stroke>,
    },
    /// A straight line.
    Line {
        /// One end.
        from: Point,
        /// The other.
        to: Point,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// Lines and curves.
    Path {
        /// Its steps; the first is a move.
        steps: Vec<Step>,
        /// Inside.
        fill: Option<Paint>,
        /// Along.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text {
        /// The left end, middle or right end of its baseline, by `align`.
        at: Point,
        /// What it says.
        content: String,
        /// In what letters.
        style: TextStyle,
        /// Which point of its baseline `at` is.
        align: Align,
        /// Its colour, always at full opacity.
        ink: Ink,
    },
    /// Many small marks of one look.
    Dots {
        /// Their form.
        glyph: Glyph,
        /// Inside.
        fill: Option<Paint>,
        /// Around.
        stroke: Option<Stroke>,
        /// Their middles.
        points: Vec<Point>,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub paint: Paint,
    /// Its width.
    pub width: f32,
    /// Its pattern.
    pub dash: Dash,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(paint: Paint, width: f32) -> Self {
        Self {
            paint,
            width,
            dash: Dash::Solid,
        }
    }

    /// The same with another pattern.
    #[must_use]
    pub const fn dashed(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }
}

/// The pattern of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Long dashes.
    Long,
    /// A dash and a dot in turn.
    DashDot,
}

impl Dash {
    /// Lengths of line and gap in turn; empty for a solid line.
    pub const fn pattern(self) -> &'static [f32] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[5.0, 4.0],
            Self::Dotted => &[1.5, 4.0],
            Self::Long => &[10.0, 4.0],
            Self::DashDot => &[8.0, 3.0, 1.5, 3.0],
        }
    }
}

/// The form of a small mark, with its extent from the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Glyph {
    /// A circle of this radius.
    Disc(f32),
    /// A square of twice this side, its corners slightly rounded.
    Square(f32),
    /// A square on its tip.
    Diamond(f32),
    /// Two crossing lines; only its stroke can be seen.
    Cross(f32),
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Begin here.
    Move(Point),
    /// A straight line to here.
    Line(Point),
    /// A cubic curve by two control points and its end.
    Cubic(Point, Point, Point),
    /// A straight line back to where this part began.
    Close,
}

/// The letters of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// The height of the letters' body.
    pub size: f32,
    /// How heavy they are.
    pub weight: Weight,
    /// Whether all digits have one width, so that a running number does not tremble.
    pub tabular: bool,
}

impl TextStyle {
    /// Regular letters with tabular digits.
    pub const fn regular(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            tabular: true,
        }
    }

    /// Heavy letters with tabular digits.
    pub const fn bold(size: f32) -> Self {
        Self {
            size,
            weight: Weight::Bold,
            tabular: true,
        }
    }
}

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Names and what matters.
    Bold,
}

impl Weight {
    /// The value in a style sheet.
    pub const fn css(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Bold => 600,
        }
    }
}

/// Which point of a text's baseline is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// The fonts of every text, in the order of preference.
pub const FONT_FAMILY: &str = "system-ui, -apple-system, \"Segoe UI\", \"DejaVu Sans\", sans-serif";

/// A line along a whole track.
pub fn along(track: &Track, stroke: Stroke) -> Shape {
    let mut steps = Vec::with_capacity(track.cubics().len() + 1);
    steps.push(Step::Move(track.start()));
    steps.extend(
        track
            .cubics()
            .iter()
            .map(|[one, two, end]| Step::Cubic(*one, *two, *end)),
    );
    Shape::Path {
        steps,
        fill: None,
        stroke: Some(stroke),
    }
}

/// A line through points.
pub fn through(points: &[Point], stroke: Stroke) -> Shape {
    let mut steps = Vec::with_capacity(points.len());
    for (place, point) in points.iter().enumerate() {
        steps.push(if place == 0 {
            Step::Move(*point)
        } else {
            Step::Line(*point)
        });
    }
    Shape::Path {
        steps,
        fill: None,
        stroke: Some(stroke),
    }
}

/// A text of one line.
pub fn text(
    at: Point,
    content: impl Into<String>,
    style: TextStyle,
    align: Align,
    ink: Ink,
) -> Shape {
    Shape::Text {
        at,
        content: content.into(),
        style,
        align,
        ink,
    }
}
