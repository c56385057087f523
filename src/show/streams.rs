//! Connections with more messages on them than can be told apart: a band along the way, a strip of it for
//! each thing that is carried, as wide as its share; a few marks that flow in it; and beside it, in words and
//! numbers, how much of what there is.

use crate::facts::ids::LinkId;
use crate::patterns::picture::{MarkKind, Part, Picture, Stream};

use super::frame::Frame;
use super::geometry::{Point, Rect, Track};
use super::ink::Ink;
use super::labels::{self, Labels};
use super::layout::Layout;
use super::marks::{look, triangles};
use super::shape::{Align, Glyph, Shape, Step, Stroke, text};
use super::units;
use super::words::{KINDS, listed};

/// The least share of a band that is given to a strip.
const LEAST_SHARE: f32 = 0.1;
/// In how many pieces the edge of a strip is drawn.
const PIECES: usize = 16;
/// How much of a band's width there is at its ends at least.
const TIP: f32 = 0.12;
/// The extent of a sign among words, from its middle.
const SIGN: f32 = 3.6;
/// From the left edge of a sign to the words after it, and from those to the next sign.
const SIGN_WIDTH: f32 = 12.0;
const BETWEEN: f32 = 7.0;
/// Shares of the way at which there may be room for words.
const PLACES: [f32; 5] = [0.5, 0.32, 0.68, 0.16, 0.84];

/// The strip of a band in which one thing is carried, from -1, its one edge, to 1.
pub struct Strip {
    link: LinkId,
    /// The track along which it runs.
    lane: usize,
    part: Part,
    low: f32,
    high: f32,
}

impl Strip {
    /// A place across the band inside the strip: -1 is nearest to its one edge, 1 to the other.
    pub fn across(&self, aside: f32) -> f32 {
        f32::midpoint(self.low, self.high) + 0.35 * aside * (self.high - self.low)
    }

    /// Whether messages of this kind and direction are in it.
    pub fn carries(&self, link: LinkId, kind: MarkKind, outward: bool) -> bool {
        self.link == link && self.part.kind == kind && self.part.outward == outward
    }
}

/// The strips of all streams; `lane` says on which track of its connection a thing is carried.
pub fn strips(picture: &Picture, lane: impl Fn(LinkId, MarkKind) -> usize) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    for stream in &picture.streams {
        let mut parts = stream.parts.clone();
        let lane_of = |part: &Part| lane(stream.link, part.kind);
        parts.sort_by_cached_key(&lane_of);
        for together in parts.chunk_by(|one, other| lane_of(one) == lane_of(other)) {
            let all: u64 = together.iter().map(|part| part.number).sum();
            let share = |part: &Part| (part.number as f32 / all.max(1) as f32).max(LEAST_SHARE);
            let whole: f32 = together.iter().map(share).sum();
            let mut low = -1.0;
            for part in together {
                let high = low + 2.0 * share(part) / whole;
                strips.push(Strip {
                    link: stream.link,
                    lane: lane_of(part),
                    part: *part,
                    low,
                    high,
                });
                low = high;
            }
        }
    }
    strips
}

/// Adds the bands, `width` of each connection to either side of its way.
pub fn paint(
    shapes: &mut Vec<Shape>,
    strips: &[Strip],
    tracks: &[Track],
    width: impl Fn(LinkId) -> f32,
) {
    for strip in strips {
        let Some(track) = tracks.get(strip.lane).filter(|track| track.length() > 0.0) else {
            continue;
        };
        let width = width(strip.link);
        let edge = |side: f32| {
            (0..=PIECES).map(move |piece| {
                let share = piece as f32 / PIECES as f32;
                let apart = (4.0 * share * (1.0 - share)).max(TIP) * width * side;
                let ([x, y], [across_x, across_y]) = (track.at(share), track.normal(share));
                [x + across_x * apart, y + across_y * apart]
            })
        };
        let outline = edge(strip.low).chain(edge(strip.high).rev());
        let mut steps: Vec<Step> = outline.map(Step::Line).collect();
        if let Some(Step::Line(first)) = steps.first().copied() {
            steps[0] = Step::Move(first);
        }
        let (ink, is_filled) = ink(strip.part.kind);
        shapes.push(Shape::Path {
            steps,
            fill: Some(ink.at(if is_filled { 0.26 } else { 0.14 })),
            stroke: None,
        });
    }
}

/// The colour of a thing that is carried, and whether its mark is filled.
fn ink(kind: MarkKind) -> (Ink, bool) {
    match kind {
        MarkKind::Event | MarkKind::Batch => (Ink::Accent, true),
        MarkKind::Command => (Ink::Ink, true),
        MarkKind::Reply => (Ink::Ink, false),
        MarkKind::Answer => (Ink::Muted, true),
        MarkKind::Query | MarkKind::Acknowledgement => (Ink::Muted, false),
        MarkKind::Compensation => (Ink::Compensation, true),
    }
}

/// A sign among words, and what is said after it.
enum Sign {
    None,
    Kind(MarkKind),
    Lost,
}

type Piece = (Sign, String);

/// Adds what is said beside each stream: as much as there is room for.
pub fn paint_labels(
    shapes: &mut Vec<Shape>,
    labels: &mut Labels<'_>,
    frame: &Frame<'_>,
    layout: &Layout,
    strips: &[Strip],
    width: impl Fn(LinkId) -> f32,
) {
    for stream in &frame.picture.streams {
        let of_it = strips.iter().filter(|strip| strip.link == stream.link);
        // Beside the most of it, if it runs on two ways.
        let most = of_it.max_by_key(|strip| strip.part.number);
        let track = most.and_then(|strip| layout.tracks.get(strip.lane));
        let Some(track) = track.filter(|track| track.length() > 0.0) else {
            continue;
        };
        let sayings = sayings(stream);
        let extent = |pieces: &[Piece]| -> f32 {
            let widths = pieces.iter().map(|(sign, words)| {
                let words = (frame.measure)(words, labels::STYLE);
                words + sign.width() + BETWEEN
            });
            widths.sum::<f32>() - BETWEEN
        };
        let away = width(stream.link) + 7.0;
        let places = PLACES.map(|share| track.at(share));
        let found = [false, true].into_iter().find_map(|may_cross| {
            sayings.iter().find_map(|pieces| {
                let area = labels.room(&places, away, extent(pieces), may_cross)?;
                Some((area, pieces))
            })
        });
        if let Some((area, pieces)) = found {
            say(shapes, pieces, area, frame);
        }
    }
}

impl Sign {
    fn width(&self) -> f32 {
        match self {
            Self::None => 0.0,
            Self::Kind(_) | Self::Lost => SIGN_WIDTH,
        }
    }
}

/// What may be said beside a stream, the most first.
fn sayings(stream: &Stream) -> [Vec<Piece>; 4] {
    let kinds = by_kind(stream);
    let all = stream.number();
    let mut named: Vec<Piece> = kinds
        .iter()
        .map(|&(kind, number)| {
            let (one, many) = KINDS[kind as usize];
            (Sign::Kind(kind), units::things(number, one, many))
        })
        .collect();
    if let Some((_, words)) = named.last_mut() {
        words.push_str(" under way");
    }
    let mut counted: Vec<Piece> = kinds
        .iter()
        .map(|&(kind, number)| (Sign::Kind(kind), units::count(number)))
        .collect();
    if stream.lost > 0 {
        let lost = units::count(stream.lost);
        named.push((Sign::Lost, format!("{lost} lost so far")));
        counted.push((Sign::Lost, format!("{lost} lost")));
    }
    let total = units::count(all);
    let under_way = vec![(Sign::None, format!("{total} under way"))];
    [named, counted, under_way, vec![(Sign::None, total)]]
}

/// What a stream is made of, in both directions together, the most first.
fn by_kind(stream: &Stream) -> Vec<(MarkKind, u64)> {
    let mut kinds: Vec<(MarkKind, u64)> = Vec::new();
    for part in &stream.parts {
        match kinds.iter_mut().find(|(kind, _)| *kind == part.kind) {
            Some((_, number)) => *number += part.number,
            None => kinds.push((part.kind, part.number)),
        }
    }
    kinds.sort_by_cached_key(|(_, number)| u64::MAX - number);
    kinds
}

fn say(shapes: &mut Vec<Shape>, pieces: &[Piece], area: Rect, frame: &Frame<'_>) {
    let baseline = area.y + 0.8 * labels::STYLE.size;
    let mut x = area.x;
    for (sign, words) in pieces {
        let middle = [x + SIGN, baseline - 0.36 * labels::STYLE.size];
        let is_lost = matches!(sign, Sign::Lost);
        match sign {
            Sign::None => {}
            Sign::Kind(kind) => paint_kind(shapes, *kind, middle),
            Sign::Lost => {
                let stroke = Stroke::solid(Ink::Broken.full(), 1.75);
                dots(shapes, Glyph::Cross(SIGN * 0.8), Some(stroke), middle);
            }
        }
        x += sign.width();
        let ink = if is_lost { Ink::Broken } else { Ink::Ink };
        let at = [x, baseline];
        shapes.push(text(at, words.as_str(), labels::STYLE, Align::Start, ink));
        x += (frame.measure)(words, labels::STYLE) + BETWEEN;
    }
}

fn dots(shapes: &mut Vec<Shape>, glyph: Glyph, stroke: Option<Stroke>, at: Point) {
    shapes.push(Shape::Dots {
        glyph,
        fill: None,
        stroke,
        points: vec![at],
    });
}

/// The mark of a kind, as a sign.
fn paint_kind(shapes: &mut Vec<Shape>, kind: MarkKind, at: Point) {
    if kind == MarkKind::Compensation {
        shapes.push(Shape::Path {
            steps: triangles(&[(at, [-1.0, 0.0])], SIGN * 1.1),
            fill: Some(Ink::Compensation.full()),
            stroke: None,
        });
        return;
    }
    let (glyph, fill, stroke) = look(kind, SIGN, None);
    shapes.push(Shape::Dots {
        glyph,
        fill,
        stroke,
        points: vec![at],
    });
}

/// What a stream is made of, in words.
pub fn words(stream: &Stream) -> String {
    let kinds = by_kind(stream).into_iter().map(|(kind, number)| {
        let (one, many) = KINDS[kind as usize];
        units::things(number, one, many)
    });
    let mut words = listed(&kinds.collect::<Vec<_>>());
    if stream.again > 0 {
        words = format!("{words}; {} sent again", units::count(stream.again));
    }
    if stream.lost > 0 {
        words = format!("{words}; {} lost so far", units::count(stream.lost));
    }
    words
}
