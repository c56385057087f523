//! The past runs as blocks on their rail.

use crate::facts::time::Micros;
use crate::patterns::background_sync::special::{RunOutcome, RunPicture};
use crate::show::geometry::Rect;
use crate::show::ink::{Ink, Paint};
use crate::show::shape::{Shape, Stroke};

use super::rails::{Rail, Span};
use super::share_moved;

/// The least width of a block.
pub const BLOCK_MIN: f32 = 7.0;

/// Where the blocks of runs stand: on the line, or, if some overlap in time, above and below it.
pub fn blocks(runs: &[RunPicture], span: &Span, rail: &Rail, now: Micros) -> Vec<Rect> {
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
pub fn paint(shapes: &mut Vec<Shape>, run: &RunPicture, area: Rect) {
    let radius = 3.0_f32.min(area.width / 2.0);
    let (ink, share) = match run.outcome {
        RunOutcome::Done => (Ink::Good, 1.0),
        RunOutcome::Running => (Ink::Accent, share_moved(run)),
        RunOutcome::Failed => (Ink::Broken, share_moved(run)),
        RunOutcome::Skipped => (Ink::Muted, 0.0),
        RunOutcome::Replaced => (Ink::Muted, share_moved(run)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::background_sync::rails::Rails;
    use crate::facts::time::SECOND;

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
