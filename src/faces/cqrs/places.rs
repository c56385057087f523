//! Where everything stands: the command side above, the log across the whole width below it, and the
//! query side at the foot.
//!
//! Read models stand side by side while there is room. Else each view has its column (a narrow canvas
//! one or two for all), and the ways to the lower cards run down a gutter at their left.

use crate::patterns::cqrs::special::LogPicture;
use crate::scenario::NodeKind;

use super::log::{MARKERS, Row};
use super::words;
use crate::show::frame::Frame;
use crate::show::geometry::{Point, Rect, Track};
use crate::show::layout::{
    Draft, Flow, Layout, RIGHTWARD_FROM, Seat, ends, of_kind, settled, shared, straight,
};
use crate::show::reading;
use crate::show::shape::{Align, TextStyle};
use crate::show::text;

/// The letters of the heads.
pub(super) const HEAD: TextStyle = TextStyle::bold(11.5);
/// The letters of what is said beside the head of the log.
pub(super) const HINT: TextStyle = TextStyle::regular(11.5);
/// What a head takes at the foot of a panel.
const HEAD_ROOM: f32 = 18.0;
/// A card narrower than this is no longer beside another one of its row.
const CARD_MIN: f32 = 128.0;
/// The highest and the widest that a card becomes.
const CARD_MAX: [f32; 2] = [270.0, 170.0];
/// In one column on a narrow canvas, cards lower than this get a second one.
const LOW: f32 = 50.0;
/// From the nearest rail to the cards, and from rail to rail.
/// What is said beside the way from the write model to the log.
const APPEND: &str = "append";
const RAIL_CLEAR: f32 = 14.0;
const RAIL_STEP: f32 = 5.0;
/// The lowest panel that has room for a head above its people.
const HEADED: f32 = 100.0;

/// The places of everything on this picture.
pub(super) struct Plan {
    /// Cards and ways.
    pub layout: Layout,
    /// The panel of the command side.
    pub command: Rect,
    /// The panel of the query side.
    pub query: Rect,
    /// The blocks of the log.
    pub row: Row,
    /// The way on which events are appended.
    pub append: Option<(Point, Point)>,
    /// What holds the replicas of one view together.
    pub groups: Vec<Rect>,
    headed: bool,
    followers: usize,
}

impl Plan {
    /// The heads, and where they begin.
    pub fn said(&self) -> Vec<(Point, &'static str)> {
        let row = self.row.area;
        let mut said = vec![([row.x, row.y - 7.0], "EVENT LOG")];
        if self.headed {
            said.push(([row.x, self.command.y + 20.0], "COMMAND SIDE"));
            said.push(([row.x, self.query.bottom() - 11.0], "QUERY SIDE"));
        }
        said
    }

    /// What is said beside the head of the log, where there is room.
    pub fn hints(&self, frame: &Frame<'_>) -> Vec<(Point, &'static str, Align)> {
        let mut hints = Vec::new();
        let level = self.row.area.y - 7.0;
        let mut right = self.row.area.right();
        if let Some(([x, _], _)) = self.append {
            let at = [x - 7.0, level];
            right = text::area(at, APPEND, HINT, Align::End, frame.measure).x - 16.0;
            hints.push((at, APPEND, Align::End));
        }
        let head = (frame.measure)("EVENT LOG", HEAD);
        let at = [self.row.area.x + head + 14.0, level];
        let words = if self.followers > 1 {
            "full: applied by nobody yet \u{b7} tinted: by some"
        } else {
            "full: not applied yet"
        };
        if at[0] + (frame.measure)(words, HINT) <= right {
            hints.push((at, words, Align::Start));
        }
        hints
    }

    /// What heads and hints take.
    pub fn heads(&self, frame: &Frame<'_>) -> Vec<Rect> {
        let area =
            |(at, words)| text::area(at, words, HEAD, Align::Start, frame.measure).grown(2.0);
        let mut areas: Vec<Rect> = self.said().into_iter().map(area).collect();
        for (at, words, align) in self.hints(frame) {
            areas.push(text::area(at, words, HINT, align, frame.measure));
        }
        areas
    }
}

/// Lays out a frame.
pub(super) fn plan(frame: &Frame<'_>, log: &LogPicture) -> Plan {
    let canvas = frame.size.area();
    let whole = arrange(frame, log, canvas);
    let Some(above) = whole.layout.above_caption(canvas) else {
        return whole;
    };
    let mut plan = arrange(frame, log, above);
    plan.layout.caption = Some([plan.command.x + 2.0, canvas.height - 8.0]);
    plan
}

/// How the read models stand.
struct Stand {
    /// The places of the nodes in each column, from top to bottom.
    columns: Vec<Vec<usize>>,
    /// Whether the ways come in at the left side and not at the top.
    rails: bool,
    rows: usize,
}

impl Stand {
    fn of(frame: &Frame<'_>, inner: f32, height: f32, room: f32) -> Self {
        let models = of_kind(frame, NodeKind::READ_MODEL);
        let wide = frame.size.width >= RIGHTWARD_FROM;
        let across = ((inner + 12.0) / (CARD_MIN + room + 12.0)) as usize;
        let side_by_side = models.len() <= if wide { across.max(1) } else { 1 };
        let columns: Vec<Vec<usize>> = if side_by_side {
            models.into_iter().map(|model| vec![model]).collect()
        } else if wide {
            by_view(frame, &models)
        } else if height / models.len() as f32 >= LOW {
            vec![models]
        } else {
            let half = models.len().div_ceil(2);
            models.chunks(half).map(<[usize]>::to_vec).collect()
        };
        Self {
            rails: !side_by_side,
            rows: columns.iter().map(Vec::len).max().unwrap_or(1),
            columns,
        }
    }

    /// The column and the row of a node.
    fn seat(&self, model: usize) -> (usize, usize) {
        let find = |column: &Vec<usize>| column.iter().position(|one| *one == model);
        let columns = self.columns.iter().enumerate();
        let mut found = columns.filter_map(|(column, models)| Some((column, find(models)?)));
        found.next().unwrap_or_default()
    }

    /// What holds replicas of one view together that stand side by side; in a column they do so anyway.
    fn groups(&self, frame: &Frame<'_>, seats: &[Seat], room: f32) -> Vec<Rect> {
        let models: Vec<usize> = self.columns.iter().flatten().copied().collect();
        if self.rails {
            return Vec::new();
        }
        let views = by_view(frame, &models).into_iter();
        views
            .filter(|view| view.len() > 1)
            .map(|view| {
                let area = |model: &usize| seats[*model].area.grown(5.0);
                let (first, last) = (area(&view[0]), area(&view[view.len() - 1]));
                Rect::new(
                    first.x,
                    first.y,
                    last.right() + room - 2.0 - first.x,
                    first.height,
                )
            })
            .collect()
    }

    /// The left edge and the width of the cards in a column.
    fn card(&self, column: usize, area: Rect, room: f32) -> (f32, f32) {
        let slot = area.width / self.columns.len().max(1) as f32;
        let x = area.x + slot * column as f32;
        let gutter = if self.rails {
            RAIL_CLEAR + RAIL_STEP * self.rows as f32
        } else {
            6.0
        };
        let width = (slot - gutter - room - 6.0).min(CARD_MAX[0]);
        let aside = (slot - gutter - room - width) / 2.0;
        (libm::roundf(x + gutter + aside), libm::floorf(width))
    }
}

/// Read models of one view stand one after the other in the picture.
fn by_view(frame: &Frame<'_>, models: &[usize]) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    for model in models {
        match columns.last_mut() {
            Some(column) if view(frame, column[0]) == view(frame, *model) => column.push(*model),
            _ => columns.push(vec![*model]),
        }
    }
    columns
}

fn view<'a>(frame: &'a Frame<'_>, model: usize) -> &'a str {
    words::numbered(frame.names.of(&frame.picture.nodes[model])).0
}

/// Heights from the top to the foot.
struct Heights {
    command: f32,
    above_log: f32,
    blocks: f32,
    band: f32,
    foot: f32,
    headed: bool,
}

impl Heights {
    fn of(inside: f32, rows: usize) -> Self {
        let mut heights = Self {
            command: (inside * 0.25).clamp(60.0, 160.0),
            above_log: (inside * 0.05).clamp(22.0, 34.0),
            blocks: if inside < 400.0 { 18.0 } else { 22.0 },
            band: (inside * 0.085).clamp(24.0, 56.0),
            foot: 10.0 + HEAD_ROOM,
            headed: true,
        };
        if heights.command < HEADED || heights.cards(inside) / (rows as f32) < 46.0 {
            heights.headed = false;
            heights.foot = 8.0;
            heights.command = heights.command.min(76.0);
        }
        if heights.cards(inside) / (rows as f32) < 42.0 {
            heights.command = 48.0;
        }
        heights
    }

    /// What is left for the cards of the query side.
    fn cards(&self, inside: f32) -> f32 {
        let above = self.command + self.above_log + self.blocks + MARKERS + self.band;
        inside - above - self.foot
    }
}

fn arrange(frame: &Frame<'_>, log: &LogPicture, canvas: Rect) -> Plan {
    let (margin, pad) = match frame.size.width {
        width if width < RIGHTWARD_FROM => (8.0, 9.0),
        width if width < 700.0 => (10.0, 12.0),
        _ => (16.0, 16.0),
    };
    let inside = canvas.grown(-margin);
    let room = reading::room(frame);
    let inner = Rect::new(
        inside.x + pad,
        inside.y,
        inside.width - 2.0 * pad,
        inside.height,
    );
    let roughly = Heights::of(inside.height, 1).cards(inside.height);
    let stand = Stand::of(frame, inner.width, roughly, room);
    let mut heights = Heights::of(inside.height, stand.rows);
    let rows = stand.rows as f32;
    let row_gap = if heights.cards(inside.height) / rows > 70.0 {
        10.0
    } else {
        5.0
    };
    let row_max = (heights.cards(inside.height) - row_gap * (rows - 1.0)) / rows;

    let named = of_kind(frame, NodeKind::PEOPLE).into_iter().map(|place| {
        let name = frame.names.of(&frame.picture.nodes[place]);
        (frame.measure)(name, TextStyle::bold(13.0)) + 18.0
    });
    let people = named
        .fold(66.0, f32::max)
        .min((inner.width * 0.16).max(88.0));
    let writing = (inner.width - people - 46.0).min((inner.width * 0.4).clamp(190.0, 320.0));
    let v_pad = if heights.headed { 12.0 } else { 6.0 };
    let draft = |place: usize| {
        let (x, width, height) = match frame.picture.nodes[place].kind {
            NodeKind::PEOPLE => (
                inner.x,
                people,
                (heights.command - 2.0 * v_pad).min(if heights.headed { 52.0 } else { 48.0 }),
            ),
            NodeKind::READ_MODEL => {
                let (x, width) = stand.card(stand.seat(place).0, inner, room);
                (x, width, row_max.min(CARD_MAX[1]))
            }
            _ => (
                inner.right() - writing,
                writing,
                heights.command - 2.0 * v_pad,
            ),
        };
        Draft::whole(x, width, height)
    };
    let drafts: Vec<Draft> = (0..frame.picture.nodes.len()).map(draft).collect();
    let keys_per_square = shared(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square, |_, _| Some(frame.keys));
    let highest = |kind| {
        let places = of_kind(frame, kind).into_iter();
        places.map(|place| settled[place].0).fold(0.0, f32::max)
    };

    // What the cards leave over widens the ways first, then stays above and below.
    let least = if heights.headed { HEADED } else { 0.0 };
    let people = highest(NodeKind::PEOPLE) + 2.0 * v_pad;
    heights.command = (highest(NodeKind::WRITE_MODEL) + 2.0 * v_pad)
        .max(people)
        .max(least);
    let card = libm::floorf(highest(NodeKind::READ_MODEL));
    let cards = card * rows + row_gap * (rows - 1.0);
    let mut spare = (heights.cards(inside.height) - cards).max(0.0);
    for (height, share, most) in [
        (&mut heights.band, 0.45, 64.0),
        (&mut heights.above_log, 0.3, 26.0),
        (&mut heights.command, 0.4, 30.0),
        (&mut heights.foot, 0.3, 12.0),
    ] {
        let more = (spare * share).min(most);
        *height += more;
        spare -= more;
    }
    let top = libm::floorf(inside.y + spare / 2.0);
    let command = Rect::new(inside.x, top, inside.width, libm::floorf(heights.command));
    let blocks = libm::floorf(command.bottom() + heights.above_log);
    // The newest block stands below the write model, clear of its round corner.
    let row = Rect::new(inner.x, blocks, inner.width - 6.0, heights.blocks);
    let row = Row::new(frame, log, row);
    let first = libm::floorf(row.area.bottom() + MARKERS + heights.band);
    let from = row.area.bottom() + MARKERS + 5.0;
    let query = Rect::new(
        inside.x,
        from,
        inside.width,
        first + cards + heights.foot - from,
    );

    let seats: Vec<Seat> = (0..frame.picture.nodes.len())
        .map(|place| {
            let (draft, (height, grid)) = (&drafts[place], settled[place]);
            let height = libm::floorf(height / 2.0) * 2.0;
            let y = match frame.picture.nodes[place].kind {
                NodeKind::READ_MODEL => first + stand.seat(place).1 as f32 * (card + row_gap),
                _ => libm::roundf(command.centre()[1] - height / 2.0),
            };
            Seat {
                area: Rect::new(draft.x, y, draft.width, height),
                density: draft.density,
                grid,
            }
        })
        .collect();
    let groups = stand.groups(frame, &seats, room);
    let tracks = (0..frame.picture.links.len())
        .map(|link| track(frame, log, &seats, &stand, &row, room, link))
        .collect();
    let write = of_kind(frame, NodeKind::WRITE_MODEL).into_iter().next();
    let append = write.map(|place| {
        let [x, y] = row.newest();
        ([x, seats[place].area.bottom()], [x, y])
    });
    Plan {
        layout: Layout {
            flow: if frame.size.width >= RIGHTWARD_FROM && !stand.rails {
                Flow::Rightward
            } else {
                Flow::Downward
            },
            seats,
            tracks,
            keys_per_square,
            caption: None,
        },
        command,
        query,
        row,
        append,
        groups,
        followers: log.projectors.len(),
        headed: heights.headed,
    }
}

fn track(
    frame: &Frame<'_>,
    log: &LogPicture,
    seats: &[Seat],
    stand: &Stand,
    row: &Row,
    room: f32,
    link: usize,
) -> Track {
    let Some((near, far)) = ends(frame, link) else {
        return Track::new([0.0, 0.0], Vec::new());
    };
    let (from, to) = (seats[near].area, seats[far].area);
    let node = &frame.picture.nodes[far];
    if frame.picture.links[link].reading {
        return reading::stub_within(to, 1.0, room);
    }
    if node.kind != NodeKind::READ_MODEL {
        let start = [from.right(), from.centre()[1]];
        return Track::new(start, vec![straight(start, [to.x, to.centre()[1]])]);
    }
    let projector = words::projector(log, node.node);
    let position = projector.map_or(log.appended, |projector| projector.position);
    let ([x, y], _) = row.marker(position);
    let start = [x, y + MARKERS - 3.0];
    if !stand.rails {
        return Track::new(start, vec![swing(start, [to.centre()[0], to.y])]);
    }
    let rank = stand.seat(far).1 as f32;
    let rail = to.x - RAIL_CLEAR - rank * RAIL_STEP;
    let level = to.centre()[1];
    let turn = (level - to.y).clamp(4.0, 12.0);
    let over = [rail, seats_top(seats, stand)];
    let corner = [rail, (level - turn).max(over[1])];
    Track::new(
        start,
        vec![
            swing(start, over),
            straight(over, corner),
            [
                [rail, level - turn * 0.45],
                [rail + turn * 0.55, level],
                [rail + turn, level],
            ],
            straight([rail + turn, level], [to.x, level]),
        ],
    )
}

/// The upper edge of the highest cards of the query side.
fn seats_top(seats: &[Seat], stand: &Stand) -> f32 {
    let first = stand.columns.first().and_then(|column| column.first());
    first.map_or(0.0, |place| seats[*place].area.y)
}

/// Down, across, and down again.
fn swing(from: Point, to: Point) -> [Point; 3] {
    let bend = (to[1] - from[1]) * 0.55;
    [[from[0], from[1] + bend], [to[0], to[1] - bend], to]
}
