//! Two rails of one time below the cards: the runs of the job as blocks, and how far it has copied.

use crate::facts::time::Micros;
use crate::patterns::background_sync::special::{RunOutcome, RunPicture, SyncPicture};
use crate::show::frame::Frame;
use crate::show::geometry::{Point, Rect};
use crate::show::ink::Ink;
use crate::show::shape::{Dash, Glyph, Shape, Stroke};
use crate::show::units;

use super::notes::Words;
use super::{runs, saying};

/// From this height of the canvas on there is a row of words below each rail.
const ROOMY_FROM: f32 = 430.0;
/// What the names of the rails take at their left.
const NAMES: f32 = 92.0;
/// More rows behind the watermark than this are not drawn, only counted.
const MISSED_DRAWN: usize = 200;
/// How many failures are named.
const FAILURES_NAMED: usize = 2;

/// The places of both rails.
pub struct Rails {
    /// Where both are.
    pub area: Rect,
    /// Where their lines begin and end.
    from: f32,
    to: f32,
    /// Whether the names stand beside the lines; else above.
    beside: bool,
    /// The rail of the runs.
    pub runs: Rail,
    marks: Rail,
}

/// One rail, by the heights of its parts.
pub struct Rail {
    /// The baseline of the words above.
    pub above: f32,
    /// The height of its line.
    pub line: f32,
    /// Half the height of what stands on the line.
    pub half: f32,
    /// The baseline of the words below, if there is room for any.
    pub below: Option<f32>,
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

    fn name_at(&self, rail: &Rail) -> Point {
        let y = if self.beside {
            rail.line + 4.5
        } else {
            rail.above
        };
        [self.area.x, y]
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
pub struct Span {
    /// Where they begin.
    pub from: f32,
    /// How far they reach.
    pub width: f32,
    left: Micros,
    whole: Micros,
}

impl Span {
    /// The span of an instant, runs being this far apart.
    pub fn of(rails: &Rails, now: Micros, period: Micros) -> Self {
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

    /// Where an instant is; those outside are at the ends.
    pub fn x(&self, at: Micros) -> f32 {
        let share = at.saturating_sub(self.left) as f64 / self.whole.max(1) as f64;
        self.from + self.width * (share as f32).min(1.0)
    }

    /// Whether an instant is on the rails.
    pub fn shows(&self, at: Micros) -> bool {
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
    words.name(rails.name_at(&rails.runs), !rails.beside, "Runs");
    let last = if marked {
        words.name(rails.name_at(&rails.marks), !rails.beside, "Watermark");
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
    let blocks = runs::blocks(&runs, span, rail, now);
    for (run, block) in runs.iter().zip(&blocks) {
        runs::paint(words.shapes, run, *block);
    }
    words.place(
        &[rail.above],
        words.now_x,
        5.0,
        &["now".to_owned()],
        Ink::Ink,
    );
    if let Some(next) = sync.next_tick.filter(|next| span.shows(*next)) {
        let x = span
            .x(next)
            .min(span.from + span.width - runs::BLOCK_MIN - 1.0);
        let area = Rect::new(
            x,
            rail.line - rail.half,
            runs::BLOCK_MIN + 1.0,
            2.0 * rail.half,
        );
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
    drawn.sort_by_cached_key(|(_, stamp)| *stamp);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;

    #[test]
    fn the_scale_does_not_tremble_with_the_schedule() {
        for (period, round) in [(280, 300), (300, 300), (310, 400), (61, 65), (1, 1)] {
            assert_eq!(rounded(period * SECOND), round * SECOND);
        }
    }
}
