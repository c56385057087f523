//! Messages as marks on their way. The shape says the kind; where a mark is follows from its times.

use crate::facts::ids::{LinkId, MessageId};
use crate::facts::time::Micros;
use crate::patterns::picture::{Fate, Mark, MarkKind, Stream};

use super::frame::{Frame, Target};
use super::geometry::{Point, Rect, Track};
use super::ink::{Ink, Paint};
use super::labels::Labels;
use super::layout::{Flow, Layout};
use super::scene::Spot;
use super::shape::{Glyph, Shape, Step, Stroke};
use super::streams::{self, Strip};
use super::units;
use super::words;

/// More resends than this in sight carry no words: there would be no end of them.
const RESENDS_NAMED: usize = 4;
/// How many of the newest losses are named.
const LOSSES_NAMED: usize = 2;
/// Places between the ends of a link at which marks stand in place of moving.
const STILL_PLACES: f32 = 5.0;
/// The radius of the marks that stand for a stream.
const STANDING: f32 = 2.8;
/// Degrees of fading: each is a batch.
const FADES: usize = 4;

/// How far a message has come: 0 where it was sent, 1 where it arrives.
pub fn progress(mark: &Mark, now: Micros) -> f32 {
    let whole = mark.due.saturating_sub(mark.sent).max(1);
    let passed = now.saturating_sub(mark.sent).min(whole);
    (passed as f64 / whole as f64) as f32
}

/// The marks of a frame, sorted into batches of one look.
#[derive(Default)]
struct Batches {
    events: Vec<Point>,
    twins: Vec<Point>,
    commands: Vec<Point>,
    compensations: Vec<(Point, Point)>,
    cards: Vec<Point>,
    replies: Vec<Point>,
    acknowledgements: Vec<Point>,
    queries: Vec<Point>,
    answers: Vec<Point>,
    resends: Vec<(Point, u32)>,
    arrivals: [Vec<Point>; FADES],
    losses: [Vec<Point>; FADES],
}

/// Adds all marks and tells where they are.
pub fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, layout: &Layout) -> Vec<Spot> {
    let crowd = Crowd::of(frame, layout);
    let mut batches = Batches::default();
    let mut standing = Batches::default();
    let mut spots = Vec::with_capacity(frame.picture.marks.len());
    for mark in &frame.picture.marks {
        let Some(track) = layout.tracks.get(lane(frame, layout, mark.link, mark.kind)) else {
            continue;
        };
        if frame.picture.is_of_stream(mark) {
            standing.stand(frame, &crowd, mark, track);
        } else {
            place(&mut batches, &mut spots, frame, &crowd, mark, track);
        }
    }
    streams::paint(shapes, &crowd.strips, &layout.tracks, |link| {
        crowd.width(link)
    });
    standing.paint(shapes, frame, STANDING);
    batches.paint(shapes, frame, crowd.radius);
    for (target, ink) in [
        (frame.hovered, Ink::Muted),
        (frame.selected, Ink::Ink),
        (frame.focused, Ink::Accent),
    ] {
        if let Some(Target::Message(message)) = target
            && let Some(spot) = spots.iter().find(|spot| spot.message == message)
        {
            shapes.push(Shape::Circle {
                centre: spot.at,
                radius: crowd.radius + 7.0,
                fill: None,
                stroke: Some(Stroke::solid(ink.full(), 1.75)),
            });
        }
    }
    spots
}

/// How far from their ways streams can be pointed at.
pub fn reaches(frame: &Frame<'_>, layout: &Layout) -> Vec<(LinkId, f32)> {
    let crowd = Crowd::of(frame, layout);
    let streams = frame.picture.streams.iter();
    streams
        .map(|stream| (stream.link, crowd.width(stream.link) + 3.0))
        .collect()
}

/// Adds the words beside streams and marks for which there is room.
pub fn paint_labels(
    shapes: &mut Vec<Shape>,
    labels: &mut Labels<'_>,
    frame: &Frame<'_>,
    layout: &Layout,
) {
    let crowd = Crowd::of(frame, layout);
    let width = |link| crowd.width(link);
    streams::paint_labels(shapes, labels, frame, layout, &crowd.strips, width);
    let now = frame.picture.now;
    let here = |mark: &Mark, at: Micros| {
        let track = layout
            .tracks
            .get(lane(frame, layout, mark.link, mark.kind))?;
        Some(crowd.point(frame, mark, track, at))
    };
    let mut losses: Vec<(Micros, Point)> = Vec::new();
    let mut resends: Vec<(Point, u32)> = Vec::new();
    for mark in &frame.picture.marks {
        match mark.fate {
            Fate::Lost(at) if fade(at, now, frame.fade_us).is_some() => {
                losses.extend(here(mark, at).map(|point| (at, point)));
            }
            Fate::Flying
                if mark.attempt > 0
                    && resends.len() <= RESENDS_NAMED
                    && !frame.picture.is_of_stream(mark) =>
            {
                resends.extend(here(mark, now).map(|point| (point, mark.attempt)));
            }
            _ => {}
        }
    }
    losses.sort_by_cached_key(|(at, _)| Micros::MAX - at);
    for (_, point) in losses.iter().take(LOSSES_NAMED) {
        labels.keep_free(Rect::around(*point, 8.0));
        shapes.extend(labels.beside(*point, 13.0, "lost here", Ink::Broken));
    }
    if resends.len() <= RESENDS_NAMED {
        for (point, attempt) in resends {
            let words = format!("{} try", units::ordinal(u64::from(attempt) + 1));
            shapes.extend(labels.beside(point, crowd.radius + 9.0, &words, Ink::Muted));
        }
    }
}

fn place(
    batches: &mut Batches,
    spots: &mut Vec<Spot>,
    frame: &Frame<'_>,
    crowd: &Crowd,
    mark: &Mark,
    track: &Track,
) {
    let now = frame.picture.now;
    match mark.fate {
        Fate::Flying => {
            if now < mark.sent || now >= mark.due {
                return;
            }
            let at = crowd.point(frame, mark, track, now);
            spots.push(Spot {
                message: mark.message,
                at,
            });
            batches.add(mark, at, || heading(mark, track, now));
            if mark.attempt > 0 {
                batches.resends.push((at, mark.attempt));
            }
        }
        Fate::Arrived => {
            // Only what carries something new is greeted; answers come quietly.
            if mark.kind == MarkKind::Event
                && !frame.reduced_motion
                && let Some(fade) = fade(mark.due, now, frame.fade_us / 2)
            {
                batches.arrivals[fade].push(crowd.point(frame, mark, track, mark.due));
            }
        }
        Fate::Lost(lost_at) => {
            if let Some(fade) = fade(lost_at, now, frame.fade_us) {
                let at = crowd.point(frame, mark, track, lost_at);
                spots.push(Spot {
                    message: mark.message,
                    at,
                });
                batches.losses[fade].push(at);
            }
        }
    }
}

/// The track of what is carried on a link: where it has two, what is taken back runs on the second.
fn lane(frame: &Frame<'_>, layout: &Layout, link: LinkId, kind: MarkKind) -> usize {
    let (link, links) = (usize::from(link.0), frame.picture.links.len());
    let back = kind == MarkKind::Compensation && layout.tracks.len() > links;
    if back { link + links } else { link }
}

/// The unit vector in which a mark moves.
fn heading(mark: &Mark, track: &Track, now: Micros) -> Point {
    let share = progress(mark, now);
    let [x, y] = track.normal(if mark.outward { share } else { 1.0 - share });
    if mark.outward { [-y, x] } else { [y, -x] }
}

/// How far something has faded that began at `from`, as the number of a batch; none before it
/// began and after it has faded.
fn fade(from: Micros, now: Micros, fade_us: Micros) -> Option<usize> {
    let passed = now.checked_sub(from)?;
    (passed < fade_us).then(|| (passed as f64 / fade_us as f64 * FADES as f64) as usize)
}

/// How marks make room for each other when there are many.
struct Crowd {
    radius: f32,
    /// For each link, how far from its track a mark may be.
    width: Vec<f32>,
    /// Of the bands of streams.
    strips: Vec<Strip>,
    /// How far from the original a duplicate runs.
    split: f32,
}

impl Crowd {
    fn of(frame: &Frame<'_>, layout: &Layout) -> Self {
        let flying = words::flying(frame);
        let in_streams = frame.picture.streams.iter().map(Stream::number);
        // What is a stream is drawn small by itself.
        let all = (flying.iter().sum::<u64>() - in_streams.sum::<u64>()) as f32;
        let (widest, split, largest): (f32, f32, f32) = match layout.flow {
            Flow::Rightward => (15.0, 8.0, 5.0),
            Flow::Downward => (2.5, 4.0, 4.5),
        };
        Self {
            // Smaller as they grow in number, without a jump: 2.2 px from 620 on.
            radius: (5.0 - (all - 60.0) / 200.0).max(2.2).min(largest),
            width: flying
                .iter()
                .zip(&layout.tracks)
                .map(|(number, track)| {
                    // A crowd on a short way stays narrow, or it would not look like a way.
                    let widest = widest.min(track.length() * 0.2);
                    ((*number as f32 - 24.0) / 8.0).max(0.0).min(widest)
                })
                .collect(),
            split,
            strips: streams::strips(frame.picture, |link, kind| lane(frame, layout, link, kind)),
        }
    }

    fn width(&self, link: LinkId) -> f32 {
        self.width.get(usize::from(link.0)).copied().unwrap_or(0.0)
    }

    /// Where a mark is at an instant: on its track, or beside it in a crowd or as a duplicate.
    fn point(&self, frame: &Frame<'_>, mark: &Mark, track: &Track, at: Micros) -> Point {
        let mut progress = progress(mark, at);
        if frame.reduced_motion && mark.fate == Fate::Flying {
            progress = ((progress * STILL_PLACES) as u32 as f32 + 0.5) / STILL_PLACES;
        }
        let way = if mark.outward {
            progress
        } else {
            1.0 - progress
        };
        let point = track.at(way);
        let width = self.width(mark.link);
        let mut across = scatter(mark.message);
        let mut strips = self.strips.iter();
        if let Some(strip) = strips.find(|strip| strip.carries(mark.link, mark.kind, mark.outward))
        {
            across = strip.across(across);
        }
        let mut aside = width * across;
        if mark.copy > 0 {
            aside += self.split;
        }
        if aside == 0.0 {
            return point;
        }
        // All set off from one point and meet again at the other end.
        let apart = 4.0 * way * (1.0 - way);
        let [across_x, across_y] = track.normal(way);
        [
            point[0] + across_x * aside * apart,
            point[1] + across_y * aside * apart,
        ]
    }
}

/// From -1 to 1, always the same for a message and unlike that of its neighbours.
fn scatter(message: MessageId) -> f32 {
    let mut hash = message.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((hash >> 40) as f32 / (1_u32 << 23) as f32) - 1.0
}

/// The mark of a kind: its form, what is inside and what is around. What carries a value is filled, what
/// asks or confirms is hollow; discs for events, squares for commands, diamonds for reading.
pub fn look(
    kind: MarkKind,
    radius: f32,
    rim: Option<Stroke>,
) -> (Glyph, Option<Paint>, Option<Stroke>) {
    let hollow = Some(Ink::Canvas.full());
    let ring = |ink: Ink| Some(Stroke::solid(ink.full(), 1.5));
    let full = |ink: Ink| Some(ink.full());
    match kind {
        MarkKind::Event => (Glyph::Disc(radius), full(Ink::Accent), rim),
        MarkKind::Command => (Glyph::Square(radius * 0.92), full(Ink::Ink), rim),
        MarkKind::Reply => (Glyph::Square(radius * 0.72), hollow, ring(Ink::Ink)),
        // What people only read is quieter than what they write: the question open, its answer full.
        MarkKind::Query => (Glyph::Diamond(radius * 0.9), hollow, ring(Ink::Muted)),
        MarkKind::Answer => (Glyph::Diamond(radius * 0.9), full(Ink::Muted), rim),
        MarkKind::Acknowledgement => (Glyph::Disc(radius * 0.56), hollow, ring(Ink::Muted)),
        MarkKind::Batch => (Glyph::Square(radius), full(Ink::Accent), rim),
        MarkKind::Compensation => (Glyph::Disc(radius), full(Ink::Compensation), rim),
    }
}

impl Batches {
    /// Adds a mark at a point; the triangle of what is taken back has a heading.
    fn add(&mut self, mark: &Mark, at: Point, heading: impl FnOnce() -> Point) {
        match mark.kind {
            MarkKind::Event if mark.copy > 0 => self.twins.push(at),
            MarkKind::Event => self.events.push(at),
            MarkKind::Command => self.commands.push(at),
            MarkKind::Compensation => self.compensations.push((at, heading())),
            MarkKind::Batch => self.cards.push(at),
            MarkKind::Reply => self.replies.push(at),
            MarkKind::Query => self.queries.push(at),
            MarkKind::Answer => self.answers.push(at),
            MarkKind::Acknowledgement => self.acknowledgements.push(at),
        }
    }

    /// Adds a mark that stands for a stream.
    fn stand(&mut self, frame: &Frame<'_>, crowd: &Crowd, mark: &Mark, track: &Track) {
        let now = frame.picture.now;
        if track.length() > 0.0 && now >= mark.sent && now < mark.due {
            let at = crowd.point(frame, mark, track, now);
            self.add(mark, at, || heading(mark, track, now));
        }
    }

    fn paint(self, shapes: &mut Vec<Shape>, frame: &Frame<'_>, radius: f32) {
        // A rim in the colour of the ground sets marks apart where they meet; in a crowd it would
        // only cost.
        let rim = (radius > 4.0).then(|| Stroke::solid(Ink::Canvas.full(), 1.5));
        let ring = |paint: Paint, width: f32| Some(Stroke::solid(paint, width));
        let mut batch = |glyph, fill: Option<Paint>, stroke, points: Vec<Point>| {
            if !points.is_empty() {
                shapes.push(Shape::Dots {
                    glyph,
                    fill,
                    stroke,
                    points,
                });
            }
        };
        for (fade, points) in self.arrivals.into_iter().enumerate() {
            let grown = radius + 2.0 + 3.0 * fade as f32;
            let paint = Ink::Accent.at(0.5 - 0.11 * fade as f32);
            batch(Glyph::Disc(grown), None, ring(paint, 1.5), points);
        }
        for (kind, points) in [
            (MarkKind::Acknowledgement, self.acknowledgements),
            (MarkKind::Reply, self.replies),
            (MarkKind::Query, self.queries),
            (MarkKind::Answer, self.answers),
            (MarkKind::Command, self.commands),
            (MarkKind::Event, self.events),
        ] {
            let (glyph, fill, stroke) = look(kind, radius, rim);
            batch(glyph, fill, stroke, points);
        }
        batch(
            Glyph::Disc(radius - 0.75),
            Some(Ink::Canvas.full()),
            ring(Ink::Accent.full(), 1.75),
            self.twins,
        );
        // A batch is many rows: a stack of cards, each one covered by the next.
        let edge = Some(Stroke::solid(Ink::Canvas.full(), 1.25));
        for step in [-1.0, 0.0, 1.0_f32] {
            let card = |[x, y]: &Point| [x + 3.0 * step, y + 2.5 * step];
            let points = self.cards.iter().map(card).collect();
            let accent = Some(Ink::Accent.full());
            batch(Glyph::Square(radius + 2.5), accent, edge, points);
        }
        // One ring for each time it was sent again, up to three.
        for nth in 1..=3_u32 {
            let points: Vec<Point> = self
                .resends
                .iter()
                .filter(|(_, attempt)| *attempt >= nth)
                .map(|(point, _)| *point)
                .collect();
            let at = radius + 0.5 + 2.75 * nth as f32;
            batch(
                Glyph::Disc(at),
                None,
                ring(Ink::Accent.full(), 1.25),
                points,
            );
        }
        for (fade, points) in self.losses.into_iter().enumerate() {
            let paint = Ink::Broken.at(1.0 - 0.22 * fade as f32);
            if frame.reduced_motion {
                batch(Glyph::Cross(radius * 0.9), None, ring(paint, 2.0), points);
            } else {
                let pieces = points
                    .iter()
                    .flat_map(|point| pieces(*point, radius, fade))
                    .collect();
                batch(Glyph::Disc(radius * 0.4), Some(paint), None, pieces);
            }
        }
        if !self.compensations.is_empty() {
            shapes.push(Shape::Path {
                steps: triangles(&self.compensations, radius * 1.15),
                fill: Some(Ink::Compensation.full()),
                stroke: rim,
            });
        }
    }
}

/// A triangle at each point, its tip in the direction given with it.
pub fn triangles(places: &[(Point, Point)], size: f32) -> Vec<Step> {
    let mut steps = Vec::with_capacity(4 * places.len());
    for ([x, y], [ahead_x, ahead_y]) in places {
        let corner = |forward: f32, aside: f32| {
            [
                x + size * (ahead_x * forward - ahead_y * aside),
                y + size * (ahead_y * forward + ahead_x * aside),
            ]
        };
        steps.extend([
            Step::Move(corner(1.0, 0.0)),
            Step::Line(corner(-0.8, 0.95)),
            Step::Line(corner(-0.8, -0.95)),
            Step::Close,
        ]);
    }
    steps
}

/// What a lost mark has broken into, further apart the longer ago that was.
fn pieces(point: Point, radius: f32, fade: usize) -> [Point; 5] {
    const DIRECTIONS: [Point; 5] = [
        [0.1, 0.0],
        [-0.72, -0.7],
        [0.62, -0.8],
        [0.85, 0.62],
        [-0.55, 0.85],
    ];
    let apart = radius * (1.2 + 0.45 * fade as f32);
    DIRECTIONS.map(|[x, y]| [point[0] + x * apart, point[1] + y * apart])
}
