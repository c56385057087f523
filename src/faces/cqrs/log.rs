//! The event log as a row of numbered blocks, and under it a marker for each projector.

use crate::facts::time::Micros;
use crate::patterns::cqrs::special::{LogPicture, Projector};

use super::places::Plan;
use super::words::{age, matters};
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Point, Rect};
use crate::show::ink::{Ink, Paint};
use crate::show::shape::{Align, Shape, Step, Stroke, TextStyle, text};
use crate::show::text;
use crate::show::units;

/// Between neighbouring blocks.
const GAP: f32 = 3.0;
/// The numbers in the blocks.
const NUMBER: TextStyle = TextStyle::regular(11.0);
/// The words beside a marker.
const SAID: TextStyle = TextStyle::regular(11.5);
/// Of those blocks that everybody has applied, the newest and the multiples of this have numbers.
const NUMBERED: u64 = 5;
/// From the blocks to the foot of the markers, where the ways to the read models begin.
pub(super) const MARKERS: f32 = 12.0;
/// Half the width of a marker.
const HALF: f32 = 6.0;

/// The blocks that can be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Where they are.
    pub area: Rect,
    /// The width of a block.
    block: f32,
    /// How many there is room for.
    slots: u64,
    /// The position of the newest event, which is at the right end.
    appended: u64,
    /// How much of the newest block has come in, from 0 to 1.
    entered: f32,
}

impl Row {
    /// The newest events in this area.
    pub fn new(frame: &Frame<'_>, log: &LogPicture, area: Rect) -> Self {
        // As wide as the widest number of as many digits, so that blocks grow with a digit only.
        let digits = "8".repeat(log.appended.max(100).to_string().len());
        let least = (frame.measure)(&digits, NUMBER) + 4.0;
        let slots = (((area.width + GAP) / (least + GAP)) as u64).max(1);
        let block = (area.width + GAP) / slots as f32 - GAP;
        Self {
            area,
            block,
            slots,
            appended: log.appended,
            entered: entered(frame, log),
        }
    }

    fn pitch(&self) -> f32 {
        self.block + GAP
    }

    /// The oldest position that can be seen.
    fn first(&self) -> u64 {
        self.appended + 1 - self.slots.min(self.appended)
    }

    /// The block of a position that can be seen.
    fn block(&self, position: u64) -> Rect {
        let right = self.area.right();
        if position >= self.appended {
            let width = self.block * self.entered;
            return Rect::new(right - width, self.area.y, width, self.area.height);
        }
        let back = (self.appended - position) as f32 - 1.0 + self.entered;
        let x = right - self.block - back * self.pitch();
        Rect::new(x, self.area.y, self.block, self.area.height)
    }

    /// The blocks with their markers.
    pub fn panel(&self) -> Rect {
        let Rect { height, .. } = self.area;
        Rect {
            height: height + MARKERS,
            ..self.area
        }
    }

    /// The middle of the newest block once it is in.
    pub fn newest(&self) -> Point {
        [self.area.right() - self.block / 2.0, self.area.y]
    }

    /// Where a marker for a position stands: its tip, and whether the position is out of sight.
    pub fn marker(&self, position: u64) -> (Point, bool) {
        let y = self.area.bottom() + 3.0;
        let first = self.first();
        let x = if position >= first {
            let block = self.block(position);
            // The block that comes in is not yet a place to stand.
            block.x + block.width.max(self.block) / 2.0
        } else {
            self.block(first).x - GAP / 2.0
        };
        let x = x.max(self.area.x + 2.0).min(self.area.right() - HALF);
        let hidden = position + 1 < first;
        // What is out of sight stands a little outside, so that it is not taken for what is in sight.
        ([if hidden { self.area.x - 4.0 } else { x }, y], hidden)
    }
}

/// How much of the newest block has come in: it does so within a part of the time of a fade.
fn entered(frame: &Frame<'_>, log: &LogPicture) -> f32 {
    let newest = log.tail.last().filter(|_| !frame.reduced_motion);
    let Some(newest) = newest.filter(|entry| entry.position == log.appended) else {
        return 1.0;
    };
    let passed = frame.picture.now.saturating_sub(newest.at) as f64;
    let whole = (frame.fade_us / 4).max(1) as f64;
    (passed / whole).clamp(0.05, 1.0) as f32
}

/// Adds the blocks: grey where all have applied them, in the accent where nobody has, tinted between.
pub(super) fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, log: &LogPicture, row: &Row) {
    let positions = || log.projectors.iter().map(|projector| projector.position);
    let slowest = positions().min().unwrap_or(log.appended);
    let fastest = positions().max().unwrap_or(log.appended);
    let (mut read, mut tinted, mut unread, mut empty) = (vec![], vec![], vec![], vec![]);
    let mut numbers = Vec::new();
    for position in row.first()..=log.appended {
        let block = row.block(position);
        let ink = if position > fastest {
            unread.push(block);
            Ink::Canvas
        } else if position > slowest {
            tinted.push(block);
            Ink::Ink
        } else {
            read.push(block);
            Ink::Muted
        };
        let newest = position == log.appended;
        let told = newest || position > slowest || position.is_multiple_of(NUMBERED);
        let number = position.to_string();
        if told && (frame.measure)(&number, NUMBER) <= block.width {
            let at = [block.centre()[0], block.centre()[1] + 4.0];
            numbers.push(text(at, number, NUMBER, Align::Middle, ink));
        }
    }
    for slot in log.appended.min(row.slots)..row.slots {
        let back = (slot as f32 - 1.0 + row.entered).max(0.0);
        let x = row.area.right() - row.block - back * row.pitch();
        empty.push(Rect::new(x, row.area.y, row.block, row.area.height).grown(-0.5));
    }
    for (areas, fill) in [
        (read, Ink::Line.at(0.75)),
        (tinted, Ink::Accent.at(0.28)),
        (unread, Ink::Accent.full()),
    ] {
        blocks(shapes, areas, Some(fill), None);
    }
    blocks(
        shapes,
        empty,
        None,
        Some(Stroke::solid(Ink::Line.full(), 1.0)),
    );
    shapes.append(&mut numbers);
}

fn blocks(shapes: &mut Vec<Shape>, areas: Vec<Rect>, fill: Option<Paint>, stroke: Option<Stroke>) {
    if !areas.is_empty() {
        shapes.push(Shape::Rects {
            areas,
            radius: 3.0,
            fill,
            stroke,
        });
    }
}

/// One thing to be said under the log.
struct Saying {
    x: f32,
    /// The same in full and in short; where neither has room it is left out.
    words: [String; 2],
    ink: Ink,
    urgency: u64,
}

/// What there is under the log so far.
struct Foot<'a> {
    frame: &'a Frame<'a>,
    inside: Rect,
    level: f32,
    taken: Vec<Rect>,
}

impl Foot<'_> {
    /// The area of the words beside a marker, if they have room on one of its sides.
    fn room(&self, x: f32, words: &str) -> Option<(Point, Align, Rect)> {
        let sides = [(HALF + 4.0, Align::Start), (-HALF - 4.0, Align::End)];
        sides.into_iter().find_map(|(away, align)| {
            let at = [x + away, self.level];
            let area = text::area(at, words, SAID, align, self.frame.measure);
            let wide = area.grown(2.0);
            let free = area.x >= self.inside.x
                && area.right() <= self.inside.right()
                && !self.taken.iter().any(|taken| taken.overlaps(&wide));
            (free && !words.is_empty()).then_some((at, align, area))
        })
    }

    fn say(&mut self, shapes: &mut Vec<Shape>, saying: &Saying) {
        for words in &saying.words {
            if let Some((at, align, area)) = self.room(saying.x, words) {
                shapes.push(text(at, words.clone(), SAID, align, saying.ink));
                self.taken.push(area);
                return;
            }
        }
    }
}

/// Adds the markers and what is said beside them; tells which areas that takes.
pub(super) fn paint_markers(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    log: &LogPicture,
    plan: &Plan,
) -> Vec<Rect> {
    let mut sayings: Vec<Saying> = Vec::new();
    let mut foot = Foot {
        frame,
        inside: plan.row.area.grown(2.0),
        level: plan.row.area.bottom() + 3.0 + 0.75 * MARKERS,
        taken: Vec::new(),
    };
    for projector in &log.projectors {
        let Some(rebuilt) = projector.rebuilding else {
            continue;
        };
        let (tip, hidden) = plan.row.marker(rebuilt);
        let stroke = Stroke::solid(Ink::Accent.full(), 1.5);
        let fill = Some(Ink::Canvas.full());
        triangle(shapes, tip, hidden, 0.9, fill, Some(stroke));
        foot.taken.push(around(tip));
        keep(&mut sayings, rebuild(log, rebuilt, tip));
    }
    for projector in &log.projectors {
        let (tip, hidden) = plan.row.marker(projector.position);
        let this = Some(Target::Node(projector.node));
        let rebuilt = projector.rebuilding == Some(projector.position);
        let ink = if rebuilt || [frame.selected, frame.hovered, frame.focused].contains(&this) {
            Ink::Accent
        } else if matters(frame, log, projector) {
            Ink::Broken
        } else {
            Ink::Ink
        };
        triangle(shapes, tip, hidden, 1.0, Some(ink.full()), None);
        foot.taken.push(around(tip));
        if !rebuilt {
            keep(&mut sayings, saying(frame, log, plan, projector));
        }
    }
    // The most urgent is said first; what then has no room is left out, the cards say it too.
    sayings.sort_by_cached_key(|saying| u64::MAX - saying.urgency);
    for saying in &sayings {
        foot.say(shapes, saying);
    }
    paint_checkpoints(shapes, log, plan, &mut foot);
    foot.taken
}

/// Adds the places at which projectors would begin anew, where they are in sight and free.
fn paint_checkpoints(shapes: &mut Vec<Shape>, log: &LogPicture, plan: &Plan, foot: &mut Foot<'_>) {
    let mut said = false;
    for projector in &log.projectors {
        let (tip, hidden) = plan.row.marker(projector.checkpoint);
        let area = around(tip);
        let free = !foot.taken.iter().any(|taken| taken.overlaps(&area));
        if projector.checkpoint == projector.position || hidden || !free {
            continue;
        }
        let stroke = Stroke::solid(Ink::Muted.at(0.75), 1.0);
        triangle(shapes, tip, false, 0.72, None, Some(stroke));
        foot.taken.push(area);
        if !said {
            let words = ["checkpoint".to_owned(), String::new()];
            let (x, ink) = (tip[0], Ink::Muted);
            let saying = Saying {
                x,
                words,
                ink,
                urgency: 0,
            };
            foot.say(shapes, &saying);
            said = true;
        }
    }
}

/// Keeps the more urgent of two sayings about one place.
fn keep(sayings: &mut Vec<Saying>, saying: Saying) {
    let same = |other: &&mut Saying| (other.x - saying.x).abs() < 1.0;
    match sayings.iter_mut().find(same) {
        Some(other) if other.urgency >= saying.urgency => {}
        Some(other) => *other = saying,
        None => sayings.push(saying),
    }
}

fn saying(frame: &Frame<'_>, log: &LogPicture, plan: &Plan, projector: &Projector) -> Saying {
    let (tip, hidden) = plan.row.marker(projector.position);
    let behind = log.appended.saturating_sub(projector.position);
    let mut short = format!("{} behind", units::count(behind));
    if hidden {
        // All who are out of sight stand at one place, so what is said there is said of all.
        let least = log.projectors.iter().filter_map(|other| {
            let out = plan.row.marker(other.position).1 && other.rebuilding.is_none();
            out.then(|| log.appended.saturating_sub(other.position))
        });
        let least = least.min().unwrap_or(behind);
        if least < behind {
            short = format!("{}\u{2013}{short}", units::count(least));
        }
    }
    let full = age(log, projector, frame.picture.now).map_or_else(
        || short.clone(),
        |age_us: Micros| format!("{short} · {}", units::running(age_us)),
    );
    Saying {
        x: tip[0],
        words: if behind == 0 {
            ["in step".to_owned(), String::new()]
        } else {
            [full, short]
        },
        ink: if matters(frame, log, projector) {
            Ink::Broken
        } else if behind == 0 {
            Ink::Muted
        } else {
            Ink::Ink
        },
        urgency: behind,
    }
}

fn rebuild(log: &LogPicture, rebuilt: u64, tip: Point) -> Saying {
    let share = rebuilt * 100 / log.appended.max(1);
    Saying {
        x: tip[0],
        words: [format!("rebuilding, {share} %"), "rebuilding".to_owned()],
        ink: Ink::Accent,
        urgency: u64::MAX / 2,
    }
}

/// What a marker takes.
fn around(tip: Point) -> Rect {
    Rect::new(tip[0] - HALF, tip[1], 2.0 * HALF, MARKERS - 3.0)
}

/// A triangle that points up at its block, or left at one that is out of sight.
fn triangle(
    shapes: &mut Vec<Shape>,
    tip: Point,
    hidden: bool,
    size: f32,
    fill: Option<Paint>,
    stroke: Option<Stroke>,
) {
    let [x, y] = tip;
    let (half, height) = (HALF * size, (MARKERS - 3.0) * size);
    let corners = if hidden {
        let level = y + height / 2.0;
        [
            [x - half, level],
            [x + half * 0.7, level - half],
            [x + half * 0.7, level + half],
        ]
    } else {
        [tip, [x + half, y + height], [x - half, y + height]]
    };
    shapes.push(Shape::Path {
        steps: vec![
            Step::Move(corners[0]),
            Step::Line(corners[1]),
            Step::Line(corners[2]),
            Step::Close,
        ],
        fill,
        stroke,
    });
}
