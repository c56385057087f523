//! What an incident is about, framed on a picture; the cards of the others are faded.

use super::frame::{Frame, Target};
use super::geometry::{Point, Rect};
use super::grid::Grid;
use super::ink::Ink;
use super::layout::Layout;
use super::scene::Scene;
use super::shape::{Shape, Stroke, along};
use super::store::{Square, Store};
use crate::facts::ids::{KeyIndex, NodeId};
use crate::patterns::picture::NodePicture;

/// From what is framed to its frame.
const GAP: f32 = 5.0;
/// The radius of the ring around a message.
const RING: f32 = 13.0;

/// Where the keys of a node's store are.
#[derive(Clone, Debug, PartialEq)]
pub struct Squares {
    node: NodeId,
    grid: Grid,
    corner: Point,
    keys_per_square: u32,
    /// Which keys of all the store has: the first, and every so-manieth from there.
    held: (KeyIndex, u32),
    /// The key that each square shows, and whether it is another than it should be.
    shown: Vec<(KeyIndex, bool)>,
}

impl Squares {
    /// Where a key is.
    fn place_of(&self, key: KeyIndex) -> Option<Rect> {
        let (first, every) = self.held;
        let own = key
            .checked_sub(first)
            .filter(|own| own % every.max(1) == 0)?;
        let place = (own / every.max(1) / self.keys_per_square.max(1)) as usize;
        let [x, y] = self.corner;
        (place < self.grid.squares).then(|| self.grid.square(x, y, place))
    }

    /// The key whose square is under a point; what is between two squares is of either.
    fn key_at(&self, [x, y]: Point) -> Option<KeyIndex> {
        let half = self.grid.gap / 2.0;
        let column = libm::floorf((x - self.corner[0] + half) / self.grid.pitch);
        let row = libm::floorf((y - self.corner[1] + half) / self.grid.row);
        if column < 0.0 || row < 0.0 || column as usize >= self.grid.columns {
            return None;
        }
        let place = row as usize * self.grid.columns + column as usize;
        self.shown.get(place).map(|shown| shown.0)
    }

    /// The keys that are not as they should be.
    fn differing(&self) -> impl Iterator<Item = Target> {
        let differing = self.shown.iter().filter(|shown| shown.1);
        differing.map(|shown| Target::Key(self.node, shown.0))
    }
}

/// Where the keys of all stores are.
pub fn squares(layout: &Layout, nodes: &[NodePicture], stores: &[Option<Store>]) -> Vec<Squares> {
    let seats = nodes.iter().zip(&layout.seats).zip(stores);
    let stores = seats.filter_map(|((node, seat), store)| {
        let body = seat.density.body(seat.area);
        let store = store.as_ref()?;
        let (first, every) = store.held;
        let shown = store.worst.iter().zip(&store.squares);
        let shown = shown.map(|(own, square)| {
            let differs = matches!(square, Square::Stale(_) | Square::Diverged);
            (first + own * every, differs)
        });
        Some(Squares {
            held: store.held,
            shown: shown.collect(),
            node: node.node,
            grid: seat.grid?,
            corner: [body.x, body.y],
            keys_per_square: layout.keys_per_square,
        })
    });
    stores.collect()
}

impl Scene {
    /// Where a key of a node's store is, if the card shows it.
    pub fn cell(&self, node: NodeId, key: KeyIndex) -> Option<Rect> {
        let store = self.squares.iter().find(|store| store.node == node)?;
        store.place_of(key)
    }

    /// The key of a node's store whose square is under a point.
    pub fn key_at(&self, node: NodeId, point: Point) -> Option<Target> {
        let store = self.squares.iter().find(|store| store.node == node)?;
        store.key_at(point).map(|key| Target::Key(node, key))
    }

    /// The keys of all stores that are not as they should be.
    pub fn differing(&self) -> impl Iterator<Item = Target> {
        self.squares.iter().flat_map(Squares::differing)
    }

    /// Outlines the squares and bars that are pointed at or chosen; cards, ways and messages say it themselves.
    pub fn outline(&mut self, frame: &Frame<'_>) {
        let looks = [
            (frame.hovered, Stroke::solid(Ink::Muted.full(), 1.5)),
            (frame.focused, Stroke::solid(Ink::Accent.full(), 2.0)),
            (frame.selected, Stroke::solid(Ink::Accent.full(), 2.0)),
        ];
        for (target, stroke) in looks {
            let is_small = |target: &Target| matches!(target, Target::Key(..) | Target::Step(..));
            let ring = target
                .filter(is_small)
                .map(|target| self.ring(target, stroke));
            self.shapes.extend(ring.flatten());
        }
    }

    /// Frames the targets, and a key of a node's store; fades the cards of the other nodes. The most
    /// important target comes first. What is not on the picture is left out.
    pub fn frame(&mut self, targets: &[Target], cell: Option<(NodeId, KeyIndex)>) {
        let nodes = self
            .hits
            .iter()
            .filter(|hit| matches!(hit.target, Target::Node(_)));
        let others = nodes.filter(|hit| !targets.contains(&hit.target));
        let mut shapes = vec![Shape::Rects {
            areas: others.map(|hit| hit.area).collect(),
            radius: 10.0,
            fill: Some(Ink::Canvas.at(0.6)),
            stroke: None,
        }];
        for (target, width) in targets.iter().zip([2.5, 1.75, 1.75, 1.75]) {
            let stroke = Stroke::solid(Ink::Broken.full(), width);
            shapes.extend(self.ring(*target, stroke));
        }
        if let Some((node, key)) = cell
            && let Some(square) = self.cell(node, key)
        {
            shapes.push(Shape::Rect {
                area: square.grown(2.5),
                radius: 3.5,
                fill: None,
                stroke: Some(Stroke::solid(Ink::Broken.full(), 2.5)),
            });
        }
        self.shapes.extend(shapes);
    }

    fn ring(&self, target: Target, stroke: Stroke) -> Option<Shape> {
        Some(match target {
            Target::Key(..) | Target::Step(..) => Shape::Rect {
                area: self.anchor(target)?.1.grown(2.0),
                radius: 4.0,
                fill: None,
                stroke: Some(stroke),
            },
            Target::Link(link) => {
                let track = self.tracks.iter().find(|(of, _)| *of == link);
                let paint = Ink::Broken.at(0.35);
                along(&track?.1, Stroke::solid(paint, 5.0))
            }
            Target::Message(message) => Shape::Circle {
                centre: self.spots.iter().find(|spot| spot.message == message)?.at,
                radius: RING,
                fill: None,
                stroke: Some(stroke),
            },
            Target::Node(_) => {
                let hit = self.hits.iter().find(|hit| hit.target == target)?;
                Shape::Rect {
                    area: hit.area.grown(GAP),
                    radius: 10.0 + GAP,
                    fill: None,
                    stroke: Some(stroke),
                }
            }
        })
    }
}
