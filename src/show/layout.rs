//! Where everything stands: cards in columns from left to right, or in rows on a narrow canvas.
//!
//! Nothing is painted here, and nothing depends on what passes by: as long as neither nodes nor
//! canvas change, no card moves.

use crate::patterns::picture::{Gauge, NodePicture};
use crate::scenario::NodeKind;

use super::frame::Frame;
use super::geometry::{Point, Rect, Track, between};
use super::grid::{Grid, keys_per_square};
use super::shape::TextStyle;

/// Below this width the flow runs downward.
pub const RIGHTWARD_FROM: f32 = 560.0;
/// What a caption below the cards takes.
const CAPTION: f32 = 16.0;

/// Which way messages go from the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    Rightward,
    /// From top to bottom.
    Downward,
}

/// How much a card has room to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Density {
    /// One line above the squares.
    Strip,
    /// A line above the squares and one below.
    Compact,
    /// Name, state, squares and a footer.
    Full,
}

impl Density {
    /// The most that can be said on a card of this height.
    pub fn of(height: f32) -> Self {
        if height >= Self::Full.overhead() + 12.0 {
            Self::Full
        } else if height >= Self::Compact.overhead() + 9.0 {
            Self::Compact
        } else {
            Self::Strip
        }
    }

    /// The height of what is not squares.
    pub const fn overhead(self) -> f32 {
        self.above() + self.below()
    }

    /// From the top edge to the squares.
    pub const fn above(self) -> f32 {
        match self {
            Self::Full => 53.0,
            Self::Compact => 27.0,
            Self::Strip => 19.0,
        }
    }

    /// From the squares to the bottom edge.
    pub const fn below(self) -> f32 {
        match self {
            Self::Full => 31.0,
            Self::Compact => 23.0,
            Self::Strip => 5.0,
        }
    }

    /// From a side edge to what is inside.
    pub fn side(self, width: f32) -> f32 {
        match self {
            Self::Full if width >= 150.0 => 14.0,
            Self::Full | Self::Compact => 11.0,
            Self::Strip => 9.0,
        }
    }

    /// The room for squares on a card.
    pub fn body(self, card: Rect) -> Rect {
        let side = self.side(card.width);
        Rect::new(
            card.x + side,
            card.y + self.above(),
            card.width - 2.0 * side,
            (card.height - self.overhead()).max(0.0),
        )
    }
}

/// The place of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Its card.
    pub area: Rect,
    /// How much the card says.
    pub density: Density,
    /// The squares of its store.
    pub grid: Option<Grid>,
}

/// The places of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Which way messages go.
    pub flow: Flow,
    /// In the order of the picture's nodes.
    pub seats: Vec<Seat>,
    /// In the order of the picture's links, from the near end to the far one.
    pub tracks: Vec<Track>,
    /// How many keys one square stands for.
    pub keys_per_square: u32,
    /// Where the caption about shared squares begins, if there are any.
    pub caption: Option<Point>,
}

/// A card before it is known how many squares it holds: its place, and the room that it may fill.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// Its left edge and its width.
    pub x: f32,
    /// Its width.
    pub width: f32,
    /// Where its middle is, if it is less high than its room.
    pub middle: f32,
    /// The highest that it may be.
    pub height_max: f32,
    /// How much it says.
    pub density: Density,
}

impl Draft {
    /// One on whole pixels that takes its room from the top.
    pub fn whole(x: f32, width: f32, height: f32) -> Self {
        Self {
            x: libm::roundf(x),
            width: libm::floorf(width),
            middle: 0.0,
            height_max: libm::floorf(height),
            density: Density::of(height),
        }
    }
}

impl Layout {
    /// What is left of a canvas if squares that several keys share are to have a caption below; none if there are no
    /// such squares.
    pub fn above_caption(&self, canvas: Rect) -> Option<Rect> {
        let height = canvas.height - CAPTION;
        (self.keys_per_square > 1).then_some(Rect { height, ..canvas })
    }
}

/// A straight piece of a way.
pub fn straight(from: Point, to: Point) -> [Point; 3] {
    [
        between(from, to, 1.0 / 3.0),
        between(from, to, 2.0 / 3.0),
        to,
    ]
}

/// How many keys a square stands for, so that each drafted store has room.
pub fn shared(frame: &Frame<'_>, drafts: &[Draft]) -> u32 {
    let rooms: Vec<_> = frame
        .picture
        .nodes
        .iter()
        .zip(drafts)
        .filter(|(node, _)| node.replica.is_some())
        .map(|(_, draft)| {
            (
                draft.width - 2.0 * draft.density.side(draft.width),
                (draft.height_max - draft.density.overhead()).max(4.0),
            )
        })
        .collect();
    keys_per_square(frame.keys, &rooms)
}

/// The height that each drafted card takes, and its squares: of so many keys, or none.
pub fn settled(
    frame: &Frame<'_>,
    drafts: &[Draft],
    keys_per_square: u32,
    keys: impl Fn(&NodePicture, &Draft) -> Option<u32>,
) -> Vec<(f32, Option<Grid>)> {
    let nodes = frame.picture.nodes.iter().zip(drafts);
    nodes
        .map(|(node, draft)| settle(node, draft, keys_per_square, keys(node, draft)))
        .collect()
}

fn settle(
    node: &NodePicture,
    draft: &Draft,
    keys_per_square: u32,
    keys: Option<u32>,
) -> (f32, Option<Grid>) {
    let room = (draft.height_max - draft.density.overhead()).max(4.0);
    match (lanes(node), keys) {
        _ if node.kind == NodeKind::PEOPLE => (draft.height_max, None),
        (_, None) => (draft.height_max, None),
        (Some(lanes), Some(_)) => {
            let lanes = lanes.max(1) as f32;
            (
                draft.density.overhead() + (lanes * 17.0 - 5.0).min(room),
                None,
            )
        }
        (None, Some(keys)) => {
            let inner = draft.width - 2.0 * draft.density.side(draft.width);
            let squares = keys.div_ceil(keys_per_square) as usize;
            let grid = Grid::fitting(squares, inner, room);
            (
                draft.density.overhead() + grid.height().min(room),
                Some(grid),
            )
        }
    }
}

/// How many lanes a node's log has, if it has one.
pub fn lanes(node: &NodePicture) -> Option<usize> {
    node.gauges.iter().find_map(|gauge| match gauge {
        Gauge::Log(lanes) => Some(lanes.len()),
        _ => None,
    })
}

/// Whether a node has something that is shared out.
pub fn shares(node: &NodePicture) -> bool {
    let mut gauges = node.gauges.iter();
    gauges.any(|gauge| matches!(gauge, Gauge::Capacity { .. }))
}

/// The places, in the picture's list of nodes, of the nodes of a kind.
pub fn of_kind(frame: &Frame<'_>, kind: NodeKind) -> Vec<usize> {
    let nodes = frame.picture.nodes.iter().enumerate();
    nodes
        .filter(|(_, node)| node.kind == kind)
        .map(|(place, _)| place)
        .collect()
}

/// The width of the people's card: as given, or more where their name needs it.
pub fn people_width(frame: &Frame<'_>, least: f32, most: f32) -> f32 {
    let style = TextStyle::bold(12.0);
    let widths = of_kind(frame, NodeKind::PEOPLE).into_iter().map(|node| {
        let name = frame.names.of(&frame.picture.nodes[node]);
        (frame.measure)(name, style) + 18.0
    });
    libm::ceilf(widths.fold(least, f32::max).min(most.max(least)))
}

/// The places, in the picture's list of nodes, of the ends of a link: near, far.
pub fn ends(frame: &Frame<'_>, link: usize) -> Option<(usize, usize)> {
    let link = frame.picture.links.get(link)?;
    let place = |wanted| {
        frame
            .picture
            .nodes
            .iter()
            .position(|node| node.node == wanted)
    };
    Some((place(link.near)?, place(link.far)?))
}
