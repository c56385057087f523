//! Two rails of one time below the cards: the runs of the job as blocks, and how far it has copied.

use crate::patterns::picture::{RunOutcome, RunPicture, SyncPicture};
use crate::sim::order::sort_by_key;
use crate::sim::time::Micros;
use crate::view::frame::Frame;
use crate::view::geometry::Rect;
use crate::view::ink::{Ink, Paint};
use crate::view::shape::{Align, Dash, Glyph, Shape, Stroke, TextStyle, text};
use crate::view::units;

use super::saying;

/// From this height of the canvas on there is a row of words below each rail.
const ROOMY_FROM: f32 = 430.0;
/// What the names of the rails take at their left.
const NAMES: f32 = 92.0;
/// The least width of a block.
const BLOCK_MIN: f32 = 7.0;
/// More rows behind the watermark than this are not drawn, only counted.
const MISSED_DRAWN: usize = 200;
/// How many failures are named.
const FAILURES_NAMED: usize = 2;
const NAME: TextStyle = TextStyle::bold(12.5);
const SMALL: TextStyle = TextStyle::regular(11.5);

/// The places of both rails.
pub struct Rails {
    area: Rect,
    /// Where their lines begin and end.
    from: f32,
    to: f32,
    /// Whether the names stand beside the lines; else above.
    beside: bool,
    runs: Rail,
    marks: Rail,
}

/// One rail, by the heights of its parts.
struct Rail {
    /// The baseline of the words above.
    above: f32,
    line: f32,
    /// Half the height of what stands on the line.
    half: f32,
    /// The baseline of the words below, if there is room for any.
    below: Option<f32>,
}

impl Rails {
    /// What both take of a canvas of this height.
    pub fn height(canvas: f32) -> f32 {
        if canvas >= ROOMY_FROM { 116.0 } else { 66.0 }
    }

    /// Rails whose names stand at their left.
    pub fn beside(area: Rect, height: f32) -> Self {
        Self::of(area, height, NAMES, true)
    }

    /// Rails whose names stand above their left ends.
    pub fn below(area: Rect, height: f32) -> Self {
        Self::of(area, height, 0.0, false)
    }

    /// The area that they take.
    pub fn area(&self) -> Rect {
        self.area
    }

    fn of(area: Rect, height: f32, names: f32, beside: bool) -> Self {
        let top = libm::floorf(area.y);
        let (runs, marks) = if height > 100.0 {
            (
                rail(top, [11.0, 29.0, 10.0], Some(53.0)),
                rail(top, [75.0, 90.0, 8.0], Some(112.0)),
            )
        } else {
            (
                rail(top, [11.0, 25.0, 8.0], None),
                rail(top, [46.0, 58.0, 6.0], None),
            )
        };
        Self {
            area,
            from: area.x + names,
            to: area.right(),
            beside,
            runs,
            marks,
        }
    }
}

fn rail(top: f32, [above, line, half]: [f32; 3], below: Option<f32>) -> Rail {
    Rail {
        above: top + above,
        line: top + line,
        half,
        below: below.map(|below| top + below),
    }
}

/// Which instants the rails show: the last few periods, now, and the next run.
struct Span {
    from: f32,
    width: f32,
    left: Micros,
    whole: Micros,
}

impl Span {
    fn of(rails: &Rails, now: Micros, period: Micros) -> Self {
        let unit = rounded(period);
        let width = rails.to - rails.from;
        let past = if width < 480.0 { unit * 3 } else { unit * 5 };
        Self {
            from: rails.from,
            width,
            left: now.saturating_sub(past),
            whole: past + unit * 3 / 2,
        }
    }

    fn x(&self, at: Micros) -> f32 {
        let share = at.saturating_sub(self.left) as f64 / self.whole.max(1) as f64;
        self.from + self.width * (share as f32).min(1.0)
    }

    fn shows(&self, at: Micros) -> bool {
        at >= self.left && at <= self.left + self.whole
    }
}

/// The next longer period that is easily said, so that the scale does not tremble with a schedule
/// that does.
fn rounded(period: Micros) -> Micros {
    let mut unit = 1;
    loop {
        for tenths in [10, 12, 15, 20, 25, 30, 40, 50, 65, 80] {
            let round: Micros = unit * tenths / 10;
            if round >= period {
                return round;
            }
        }
        unit *= 10;
    }
}

/// Adds both rails.
pub fn paint(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    sync: &SyncPicture,
    period: Micros,
    rails: &Rails,
) {
    let now = frame.picture.now;
    let span = Span::of(rails, now, period);
    let marked = sync.watermark.is_some() || !sync.missed.is_empty();
    let now_x = libm::roundf(span.x(now)) + 0.5;
    let mut words = Words {
        shapes,
        frame,
        from: rails.from,
        to: rails.to,
        now_x,
        taken: Vec::new(),
    };
    words.name(rails, &rails.runs, "Runs");
    let last = if marked {
        words.name(rails, &rails.marks, "Watermark");
        &rails.marks
    } else {
        &rails.runs
    };
    let stroke = Stroke::solid(Ink::Ink.full(), 1.25);
    words.shapes.push(Shape::Line {
        from: [now_x, rails.runs.above - 9.0],
        to: [now_x, last.line + last.half + 3.0],
        stroke,
    });
    paint_line(words.shapes, &span, rails, &rails.runs, now_x);
    if marked {
        paint_line(words.shapes, &span, rails, &rails.marks, now_x);
    }
    paint_runs(&mut words, sync, &span, &rails.runs);
    if marked {
        paint_marks(&mut words, sync, &span, &rails.marks);
    }
}

/// The line of a rail: what was, solid; what is to come, dotted.
fn paint_line(shapes: &mut Vec<Shape>, span: &Span, rails: &Rails, rail: &Rail, now_x: f32) {
    let past = Stroke::solid(Ink::Line.full(), 2.0);
    let coming = Stroke::solid(Ink::Muted.at(0.5), 1.5).dashed(Dash::Dotted);
    for (from, to, stroke) in [(span.from, now_x, past), (now_x, rails.to, coming)] {
        shapes.push(Shape::Line {
            from: [from, rail.line],
            to: [to, rail.line],
            stroke,
        });
    }
}

fn paint_runs(words: &mut Words<'_, '_>, sync: &SyncPicture, span: &Span, rail: &Rail) {
    let now = words.frame.picture.now;
    let runs: Vec<RunPicture> = sync
        .runs
        .iter()
        .filter(|run| span.shows(run.ended.unwrap_or(now)))
        .copied()
        .collect();
    let blocks = blocks(&runs, span, rail, now);
    for (run, block) in runs.iter().zip(&blocks) {
        paint_block(words.shapes, run, *block);
    }
    words.place(
        &[rail.above],
        words.now_x,
        5.0,
        &["now".to_owned()],
        Ink::Ink,
    );
    if let Some(next) = sync.next_tick.filter(|next| span.shows(*next)) {
        let x = span.x(next).min(span.from + span.width - BLOCK_MIN - 1.0);
        let area = Rect::new(x, rail.line - rail.half, BLOCK_MIN + 1.0, 2.0 * rail.half);
        words.shapes.push(Shape::Rect {
            area: area.grown(-0.5),
            radius: 2.5,
            fill: Some(Ink::Canvas.full()),
            stroke: Some(Stroke::solid(Ink::Muted.full(), 1.25).dashed(Dash::Dashed)),
        });
        words.next(rail.above, area.centre()[0]);
    }
    let rows: Vec<f32> = rail.below.into_iter().chain([rail.above]).collect();
    let failed = runs.iter().zip(&blocks).rev();
    let failed = failed.filter(|(run, _)| run.outcome == RunOutcome::Failed);
    for (run, block) in failed.take(FAILURES_NAMED) {
        let long = saying::outcome(run.outcome, run.moved, run.found);
        let texts = [long, "failed".to_owned()];
        words.place(&rows, block.centre()[0], 0.0, &texts, Ink::Broken);
    }
    let ended = runs
        .iter()
        .zip(&blocks)
        .rev()
        .find(|(run, _)| !matches!(run.outcome, RunOutcome::Running | RunOutcome::Failed));
    if let Some((run, block)) = ended {
        let long = saying::outcome(run.outcome, run.moved, run.found);
        words.place(&rows[..1], block.centre()[0], 0.0, &[long], Ink::Muted);
    }
}

/// Where the blocks of runs stand: on the line, or, if some overlap in time, above and below it.
fn blocks(runs: &[RunPicture], span: &Span, rail: &Rail, now: Micros) -> Vec<Rect> {
    let mut lanes = Vec::with_capacity(runs.len());
    let mut upper_until = 0;
    for run in runs {
        let upper = run.began >= upper_until;
        if upper {
            upper_until = run.ended.unwrap_or(now);
        }
        lanes.push(upper);
    }
    let one_lane = lanes.iter().all(|upper| *upper);
    let place = |(place, run): (usize, &RunPicture)| {
        let left = span.x(run.began);
        let right = span.x(run.ended.unwrap_or(now));
        // A short run is widened, though not into the one that follows it.
        let follows = runs.get(place + 1).map_or(span.from + span.width, |next| {
            if one_lane {
                span.x(next.began) - 1.5
            } else {
                f32::INFINITY
            }
        });
        let wide = (left + least(run)).min(follows).max(left + 2.0);
        let width = right.max(wide).min(span.from + span.width) - left;
        let (top, height) = match (one_lane, lanes[place]) {
            (true, _) => (rail.line - rail.half, 2.0 * rail.half),
            (false, true) => (rail.line - rail.half, rail.half - 1.0),
            (false, false) => (rail.line + 1.0, rail.half - 1.0),
        };
        Rect::new(left, top, width.max(2.0), height)
    };
    runs.iter().enumerate().map(place).collect()
}

/// The least width of a block. What is struck through needs more to be told.
fn least(run: &RunPicture) -> f32 {
    match run.outcome {
        RunOutcome::Skipped | RunOutcome::Replaced => BLOCK_MIN + 4.0,
        _ => BLOCK_MIN,
    }
}

/// A run that is through is full; of others only as much is filled as was moved.
fn paint_block(shapes: &mut Vec<Shape>, run: &RunPicture, area: Rect) {
    let radius = 3.0_f32.min(area.width / 2.0);
    let (ink, share) = match run.outcome {
        RunOutcome::Done => (Ink::Good, 1.0),
        RunOutcome::Running => (Ink::Accent, super::share_moved(run)),
        RunOutcome::Failed => (Ink::Broken, super::share_moved(run)),
        RunOutcome::Skipped => (Ink::Muted, 0.0),
        RunOutcome::Replaced => (Ink::Muted, super::share_moved(run)),
    };
    let mut rect = |area: Rect, radius, fill: Option<Paint>, stroke| {
        shapes.push(Shape::Rect {
            area,
            radius,
            fill,
            stroke,
        });
    };
    if share >= 1.0 {
        rect(area, radius, Some(ink.full()), None);
    } else {
        let line = Some(Stroke::solid(ink.full(), 1.5));
        rect(area.grown(-0.75), radius, Some(Ink::Canvas.full()), line);
        let height = area.height * share;
        if height >= 1.0 {
            let filled = Rect::new(area.x, area.bottom() - height, area.width, height);
            rect(filled, radius.min(height / 2.0), Some(ink.full()), None);
        }
    }
    if matches!(run.outcome, RunOutcome::Skipped | RunOutcome::Replaced) {
        shapes.push(Shape::Line {
            from: [area.x - 1.5, area.bottom() + 1.5],
            to: [area.right() + 1.5, area.y - 1.5],
            stroke: Stroke::solid(ink.full(), 1.5),
        });
    }
}

fn paint_marks(words: &mut Words<'_, '_>, sync: &SyncPicture, span: &Span, rail: &Rail) {
    let rows: Vec<f32> = rail.below.into_iter().chain([rail.above]).collect();
    let mark_x = sync.watermark.map(|at| libm::roundf(span.x(at)) + 0.5);
    if let (Some(watermark), Some(x)) = (sync.watermark, mark_x) {
        for (from, to, width) in [
            ([span.from, rail.line], [x, rail.line], 3.0),
            ([x, rail.line - rail.half], [x, rail.line + rail.half], 2.5),
        ] {
            words.shapes.push(Shape::Line {
                from,
                to,
                stroke: Stroke::solid(Ink::Accent.full(), width),
            });
        }
        let at = units::duration(watermark);
        let texts = [format!("copied up to {at}"), at];
        words.place(&[rail.above], x, 0.0, &texts, Ink::Ink);
    }
    let mut drawn: Vec<(u32, Micros)> = sync
        .missed
        .iter()
        .rev()
        .take(MISSED_DRAWN)
        .copied()
        .collect();
    sort_by_key(&mut drawn, |(_, stamp)| *stamp);
    let points: Vec<_> = drawn
        .iter()
        .filter(|(_, stamp)| span.shows(*stamp))
        .map(|(_, stamp)| {
            let before = mark_x.map_or(f32::INFINITY, |mark_x| mark_x - 8.0);
            [span.x(*stamp).min(before).max(span.from + 5.0), rail.line]
        })
        .collect();
    // Light behind dark, so that a cross can be told on the line.
    for (ink, width) in [(Ink::Canvas, 5.0), (Ink::Broken, 2.0)] {
        if !points.is_empty() {
            words.shapes.push(Shape::Dots {
                glyph: Glyph::Cross(4.5),
                fill: None,
                stroke: Some(Stroke::solid(ink.full(), width)),
                points: points.clone(),
            });
        }
    }
    if let Some((key, stamp)) = sync.missed.last() {
        let at = units::duration(*stamp);
        let count = sync.missed.len() as u64;
        let texts = if count == 1 {
            [
                format!(
                    "row {key} was stamped at {at} and seen after the run: behind the mark for good"
                ),
                format!("row {key} was seen too late: behind the mark for good"),
                format!("row {key}: behind for good"),
            ]
        } else {
            let rows = units::count(count);
            [
                format!(
                    "{rows} rows were stamped before the mark and seen after: behind it for good"
                ),
                format!("{rows} rows were seen too late: behind the mark for good"),
                format!("{rows} rows behind for good"),
            ]
        };
        words.place(&rows, span.x(*stamp), 0.0, &texts, Ink::Broken);
    }
}

/// Words above and below the rails: placed where nothing is, or left out.
struct Words<'a, 'f> {
    shapes: &'a mut Vec<Shape>,
    frame: &'a Frame<'f>,
    from: f32,
    to: f32,
    now_x: f32,
    /// Baseline, left and right end.
    taken: Vec<(f32, f32, f32)>,
}

impl Words<'_, '_> {
    fn name(&mut self, rails: &Rails, rail: &Rail, name: &str) {
        let x = rails.area.x;
        let y = if rails.beside {
            rail.line + 4.5
        } else {
            let width = (self.frame.measure)(name, NAME);
            self.taken.push((rail.above, x, x + width + 4.0));
            rail.above
        };
        self.shapes
            .push(text([x, y], name, NAME, Align::Start, Ink::Muted));
    }

    /// Adds what the next run is called, above its middle or not at all.
    fn next(&mut self, row: f32, x: f32) {
        let content = "next";
        let width = (self.frame.measure)(content, SMALL);
        let left = (x - width / 2.0).min(self.to - width);
        if self.is_free(row, left, left + width, false) {
            self.taken.push((row, left, left + width));
            let at = [left, row];
            self.shapes
                .push(text(at, content, SMALL, Align::Start, Ink::Muted));
        }
    }

    /// Adds the first of the texts, longest first, that fits in one of the rows: with its middle at
    /// `x`, else beside it, `away` from it; only beside it if that is not 0.
    fn place(&mut self, rows: &[f32], x: f32, away: f32, texts: &[String], ink: Ink) {
        for content in texts {
            let width = (self.frame.measure)(content, SMALL);
            let middle = (x - width / 2.0).min(self.to - width).max(self.from);
            let away_or = if away > 0.0 { away } else { 6.0 };
            let beside = [x + away_or, x - away_or - width];
            let lefts = [middle, beside[0], beside[1], self.now_x - 8.0 - width, self.now_x + 8.0];
            let skipped = usize::from(away > 0.0);
            for row in rows {
                for left in &lefts[skipped..] {
                    if self.is_free(*row, *left, left + width, away > 0.0) {
                        self.taken.push((*row, *left, left + width));
                        let at = [*left, *row];
                        self.shapes
                            .push(text(at, content.as_str(), SMALL, Align::Start, ink));
                        return;
                    }
                }
            }
        }
    }

    /// Whether a text may stand in a row from `left` to `right`: on the rails, across no other text
    /// and, unless it belongs there, not across the line of now.
    fn is_free(&self, row: f32, left: f32, right: f32, at_now: bool) -> bool {
        let clear = |from: f32, to: f32| right + 6.0 <= from || left >= to + 6.0;
        left >= self.from
            && right <= self.to
            && (at_now || clear(self.now_x - 1.0, self.now_x - 1.0))
            && self
                .taken
                .iter()
                .all(|(taken, from, to)| *taken != row || clear(*from, *to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SECOND;

    #[test]
    fn the_scale_does_not_tremble_with_the_schedule() {
        for (period, round) in [(280, 300), (300, 300), (310, 400), (61, 65), (1, 1)] {
            assert_eq!(rounded(period * SECOND), round * SECOND);
        }
    }

    #[test]
    fn overlapping_runs_stand_above_each_other_and_others_in_a_row() {
        let rails = Rails::beside(Rect::new(0.0, 0.0, 700.0, 116.0), 116.0);
        let span = Span::of(&rails, 100 * SECOND, 10 * SECOND);
        let run = |began: Micros, ended: Micros| RunPicture {
            began: began * SECOND,
            ended: Some(ended * SECOND),
            outcome: RunOutcome::Done,
            moved: 1,
            found: 1,
        };
        let overlapping = [run(60, 75), run(70, 85), run(80, 90)];
        let blocks_of = |runs: &[RunPicture]| blocks(runs, &span, &rails.runs, 100 * SECOND);
        for runs in [&overlapping[..], &[run(60, 61), run(61, 62), run(70, 99)]] {
            let blocks = blocks_of(runs);
            for (place, block) in blocks.iter().enumerate() {
                for other in &blocks[place + 1..] {
                    assert!(!block.overlaps(other), "{block:?} {other:?}");
                }
            }
        }
        assert!(blocks_of(&overlapping)[0].bottom() < blocks_of(&overlapping)[1].y);
    }
}
