//! A picture laid out: the shapes to paint, and what is where.

use super::frame::{Frame, Target};
use super::geometry::{Point, Rect, Size, Track, distance};
use super::hits::hits;
use super::layout::Layout;
use super::marks;
use super::shape::Shape;
use super::spotlight::{Squares, squares};
use super::store::Store;
use crate::facts::ids::{LinkId, MessageId};

/// How far from the middle of a mark a finger may be.
pub const MARK_REACH: f32 = 14.0;
/// How far from a connection a finger may be.
pub const LINK_REACH: f32 = 9.0;
/// How far from a bar a finger may be.
const BAR_REACH: f32 = 2.0;
/// How many keys and how many messages the keyboard walks through: more than that nobody does.
const MARKS_IN_ORDER: usize = 50;
/// See [`MARKS_IN_ORDER`].
const KEYS_IN_ORDER: usize = 50;

/// Everything there is to paint and to point at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// In the order of painting.
    pub shapes: Vec<Shape>,
    /// Nodes and connections, in the order of the keyboard.
    pub hits: Vec<Hit>,
    /// Messages that can be seen by themselves, oldest first.
    pub spots: Vec<Spot>,
    /// What speaks for itself beside the cards: a log, the steps of a saga, the runs of a job. A popover
    /// had better not cover it.
    pub panels: Vec<Rect>,
    /// The extent of the canvas.
    pub size: Size,
    /// The way of each connection.
    pub tracks: Vec<(LinkId, Track)>,
    /// How far from their ways streams can be pointed at.
    pub reaches: Vec<(LinkId, f32)>,
    /// Where the keys of all stores are.
    pub squares: Vec<Squares>,
    /// The bars of a saga's steps, the topmost first.
    pub bars: Vec<(Target, Rect)>,
}

/// A node or a connection that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub target: Target,
    /// Where it is.
    pub area: Rect,
    /// What it is, in one sentence.
    pub label: String,
    /// Where a popover about it points to.
    pub anchor: Point,
}

/// A message that can be pointed at. Its label is made when somebody asks, by
/// [`words::label`](super::words::label): there may be ten thousand of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Which message.
    pub message: MessageId,
    /// Its middle.
    pub at: Point,
}

impl Scene {
    /// These shapes and marks, and what is where of a layout in which every connection is drawn.
    pub fn of(
        frame: &Frame<'_>,
        layout: Layout,
        stores: &[Option<Store>],
        shapes: Vec<Shape>,
        spots: Vec<Spot>,
    ) -> Self {
        let links = frame.picture.links.iter().map(|link| link.link);
        Self {
            squares: squares(&layout, &frame.picture.nodes, stores),
            hits: hits(frame, &layout, stores),
            reaches: marks::reaches(frame, &layout),
            tracks: links.zip(layout.tracks).collect(),
            size: frame.size,
            shapes,
            spots,
            ..Self::default()
        }
    }

    /// What is under a point: squares lie on cards, cards cover messages, messages cover connections.
    pub fn hit(&self, x: f32, y: f32) -> Option<Target> {
        let point = [x, y];
        if let Some(Target::Node(node)) = self.node_at(point) {
            return self.key_at(node, point).or(Some(Target::Node(node)));
        }
        self.bar_at(point)
            .or_else(|| self.message_at(point))
            .or_else(|| self.link_at(point))
    }

    /// What the keyboard walks through: nodes from the people on, connections, the steps of a saga, keys that are
    /// not as they should be, then messages.
    pub fn order(&self) -> Vec<Target> {
        let mut steps: Vec<Target> = self.bars.iter().map(|bar| bar.0).collect();
        steps.sort_unstable();
        steps.dedup();
        let messages = self.spots.iter().map(|spot| Target::Message(spot.message));
        self.hits
            .iter()
            .map(|hit| hit.target)
            .chain(steps)
            .chain(self.differing().take(KEYS_IN_ORDER))
            .chain(messages.take(MARKS_IN_ORDER))
            .collect()
    }

    /// Where a popover about something points to, and the area that it should not cover.
    pub fn anchor(&self, target: Target) -> Option<(Point, Rect)> {
        let small = match target {
            Target::Key(node, key) => Some(self.cell(node, key)?),
            Target::Step(..) => {
                let bars = self.bars.iter().filter(|bar| bar.0 == target);
                let corners =
                    bars.flat_map(|(_, bar)| [[bar.x, bar.y], [bar.right(), bar.bottom()]]);
                let corners: Vec<Point> = corners.collect();
                (!corners.is_empty()).then(|| Some(Rect::bounding(&corners)))?
            }
            _ => None,
        };
        if let Some(area) = small {
            return Some(([area.centre()[0], area.bottom()], area));
        }
        if let Target::Message(message) = target {
            let spot = self.spots.iter().find(|spot| spot.message == message)?;
            return Some((spot.at, Rect::around(spot.at, MARK_REACH)));
        }
        let hit = self.hits.iter().find(|hit| hit.target == target)?;
        Some((hit.anchor, hit.area))
    }

    fn node_at(&self, point: Point) -> Option<Target> {
        self.hits
            .iter()
            .find(|hit| matches!(hit.target, Target::Node(_)) && hit.area.contains(point))
            .map(|hit| hit.target)
    }

    fn bar_at(&self, point: Point) -> Option<Target> {
        let mut bars = self.bars.iter();
        let on = bars.find(|bar| bar.1.grown(BAR_REACH).contains(point))?;
        Some(on.0)
    }

    fn message_at(&self, point: Point) -> Option<Target> {
        self.spots
            .iter()
            .map(|spot| (distance(spot.at, point), spot.message))
            .filter(|(far, _)| *far <= MARK_REACH)
            .min_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, message)| Target::Message(message))
    }

    fn link_at(&self, point: Point) -> Option<Target> {
        let reach = |link: LinkId| {
            let stream = self.reaches.iter().find(|(of, _)| *of == link);
            stream.map_or(LINK_REACH, |(_, reach)| LINK_REACH.max(*reach))
        };
        self.tracks
            .iter()
            .filter(|(link, track)| track.bounds().grown(reach(*link)).contains(point))
            .map(|(link, track)| (track.distance_from(point), *link))
            .filter(|(far, link)| *far <= reach(*link))
            .min_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, link)| Target::Link(link))
    }
}
