//! The layout from top to bottom, for phones: people beside the source, the broker below them,
//! and the consumers below that, reached by rails in a gutter beside the cards.

use crate::scenario::NodeKind;
use crate::show::frame::Frame;
use crate::show::geometry::{Rect, Track};
use crate::show::layout::{
    Density, Draft, Flow, Layout, Seat, ends, of_kind, people_width, settled, shared, straight,
};
use crate::show::reading;

const MARGIN: f32 = 10.0;
/// Between people and source: the shortest way on which a mark can be followed.
const FIRST_HOP: f32 = 46.0;
/// From the outermost rail to the edge of the cards: room for a cut to be seen.
const RAIL_CLEAR: f32 = 24.0;
/// A consumer's card of less height than this gets a neighbour.
const ROW_MIN: f32 = 58.0;

pub(super) fn arrange(frame: &Frame<'_>, canvas: Rect) -> Layout {
    let inside = canvas.grown(-MARGIN);
    let people = people_width(frame, 68.0, 90.0);
    let consumers = of_kind(frame, NodeKind::CONSUMER);
    let heights = Heights::of(inside.height);
    let below = inside.height - heights.source - heights.broker - 2.0 * heights.gap;
    let columns = if consumers.len() > 1 && below / (consumers.len() as f32) < ROW_MIN {
        2
    } else {
        1
    };
    let rows = consumers.len().div_ceil(columns).max(1);
    let reading = reading::room(frame);
    let rails = Rails::of(inside, consumers.len(), columns, reading);
    let row_gap = if below / rows as f32 > 50.0 {
        10.0
    } else {
        6.0
    };
    let row_max = (below - row_gap * (rows as f32 - 1.0)) / rows as f32;

    let mut drafts = Vec::with_capacity(frame.picture.nodes.len());
    for (place, node) in frame.picture.nodes.iter().enumerate() {
        let row = consumers
            .iter()
            .position(|consumer| *consumer == place)
            .unwrap_or(0);
        let (x, width, height_max) = match node.kind {
            NodeKind::PEOPLE => (inside.x, people, heights.source.min(48.0)),
            NodeKind::PRODUCER => {
                let x = inside.x + people + FIRST_HOP;
                (x, inside.right() - x, heights.source)
            }
            NodeKind::BROKER => (inside.x, inside.width, heights.broker),
            _ => {
                let (x, width) = rails.card(row % columns);
                (x, width, row_max.min(150.0))
            }
        };
        let density = Density::of(height_max);
        drafts.push(Draft {
            x,
            width,
            middle: 0.0,
            height_max: libm::floorf(height_max),
            density,
        });
    }
    let keys_per_square = shared(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square, |_, _| Some(frame.keys));

    let highest = |kind| {
        of_kind(frame, kind)
            .into_iter()
            .map(|place| settled[place].0)
            .fold(0.0, f32::max)
    };
    let first = highest(NodeKind::PRODUCER).max(highest(NodeKind::PEOPLE));
    let (second, row) = (highest(NodeKind::BROKER), highest(NodeKind::CONSUMER));
    let used = first + second + row * rows as f32 + row_gap * (rows as f32 - 1.0);
    let spare = (inside.height - used - 2.0 * heights.gap).max(0.0);
    // What is left over widens the ways first, then stays above and below.
    let gap = heights.gap + (spare / 2.0).min(34.0);
    let top = inside.y + (spare - 2.0 * (gap - heights.gap)).max(0.0) / 2.0;

    let seats = frame
        .picture
        .nodes
        .iter()
        .zip(&drafts)
        .zip(&settled)
        .enumerate()
        .map(|(place, ((node, draft), (height, grid)))| {
            let y = match node.kind {
                NodeKind::PEOPLE | NodeKind::PRODUCER => top + (first - height) / 2.0,
                NodeKind::BROKER => top + first + gap,
                _ => {
                    let rank = consumers.iter().position(|one| *one == place).unwrap_or(0);
                    top + first + second + 2.0 * gap + (rank / columns) as f32 * (row + row_gap)
                }
            };
            let area = Rect::new(draft.x, libm::floorf(y), draft.width, libm::floorf(*height));
            Seat {
                area,
                density: draft.density,
                grid: *grid,
            }
        })
        .collect::<Vec<_>>();
    let tracks = (0..frame.picture.links.len())
        .map(|link| track(frame, &seats, &rails, &consumers, link))
        .collect();
    Layout {
        flow: Flow::Downward,
        seats,
        tracks,
        keys_per_square,
        caption: None,
    }
}

/// The highest that the rows may be, and the way between them.
struct Heights {
    source: f32,
    broker: f32,
    gap: f32,
}

impl Heights {
    fn of(inside: f32) -> Self {
        let source = (inside * 0.2).clamp(44.0, 140.0);
        let broker = (inside * 0.17).clamp(42.0, 130.0);
        Self {
            source,
            broker,
            gap: (inside * 0.055).clamp(18.0, 30.0),
        }
    }
}

/// The gutter in which the ways to the consumers run, and the columns of cards beside it.
struct Rails {
    columns: usize,
    gutter: Rect,
    inside: Rect,
    step: f32,
    /// What people take who read, beside each column of cards.
    reading: f32,
}

impl Rails {
    fn of(inside: Rect, consumers: usize, columns: usize, reading: f32) -> Self {
        let rails = consumers.div_ceil(columns).max(1) as f32;
        // One column has the room to keep marks on neighbouring rails apart.
        let step = if columns == 1 && rails <= 4.0 {
            10.0
        } else {
            6.0
        };
        let side = RAIL_CLEAR + rails * step;
        let width = if columns == 1 { side } else { 2.0 * side - 8.0 };
        let x = if columns == 1 {
            inside.x
        } else {
            inside.centre()[0] - width / 2.0
        };
        Self {
            columns,
            gutter: Rect::new(x, inside.y, width, inside.height),
            inside,
            step,
            reading,
        }
    }

    /// The left edge and the width of the cards in a column.
    fn card(&self, column: usize) -> (f32, f32) {
        if self.columns == 2 && column == 0 {
            let x = self.inside.x + self.reading;
            (x, libm::floorf(self.gutter.x - x))
        } else {
            let x = libm::ceilf(self.gutter.right());
            (x, self.inside.right() - self.reading - x)
        }
    }

    /// On which side of a card the rails are not: 1 on the right, -1 on the left.
    fn outside(&self, rank: usize) -> f32 {
        if self.columns == 2 && rank.is_multiple_of(2) {
            -1.0
        } else {
            1.0
        }
    }

    /// From the broker's lower edge down the gutter and into the side of the card. Ways to lower
    /// cards run further from the cards, so that none crosses another.
    fn way(&self, broker: Rect, card: Rect, rank: usize) -> Track {
        let (column, row) = (rank % self.columns, rank / self.columns);
        let off = RAIL_CLEAR - 4.0 + row as f32 * self.step;
        let (door, toward) = if self.columns == 2 && column == 0 {
            (card.right(), -1.0)
        } else {
            (card.x, 1.0)
        };
        let rail = door - toward * off;
        let (top, level) = (broker.bottom(), card.centre()[1]);
        let turn = (level - top).clamp(0.0, 14.0);
        let corner = [rail, level - turn];
        Track::new(
            [rail, top],
            vec![
                straight([rail, top], corner),
                [
                    [rail, level - turn * 0.45],
                    [rail + toward * turn * 0.55, level],
                    [rail + toward * turn, level],
                ],
                straight([rail + toward * turn, level], [door, level]),
            ],
        )
    }
}

fn track(
    frame: &Frame<'_>,
    seats: &[Seat],
    rails: &Rails,
    consumers: &[usize],
    link: usize,
) -> Track {
    let Some((near, far)) = ends(frame, link) else {
        return Track::new([0.0, 0.0], Vec::new());
    };
    let (from, to) = (seats[near].area, seats[far].area);
    match frame.picture.nodes[far].kind {
        NodeKind::PEOPLE | NodeKind::PRODUCER => {
            let start = [from.right(), from.centre()[1]];
            Track::new(start, vec![straight(start, [to.x, to.centre()[1]])])
        }
        NodeKind::BROKER => {
            let start = [from.centre()[0], from.bottom()];
            Track::new(start, vec![straight(start, [start[0], to.y])])
        }
        _ => {
            let rank = consumers
                .iter()
                .position(|consumer| *consumer == far)
                .unwrap_or(0);
            if frame.picture.links[link].reading {
                return reading::stub_within(to, rails.outside(rank), rails.reading);
            }
            rails.way(from, to, rank)
        }
    }
}
