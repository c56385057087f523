//! The job as a clock: a ring that is full at its next tick, in its middle the time until then, and
//! what it is doing while a run goes on.

use crate::facts::time::{HOUR, MINUTE, Micros, SECOND};
use crate::patterns::background_sync::special::SyncPicture;
use crate::patterns::picture::NodePicture;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Point, Rect};
use crate::show::ink::Ink;
use crate::show::shape::{Align, Dash, Shape, Step, Stroke, TextStyle, text};
use crate::show::text::elide;
use crate::show::units;

use super::{running, saying, share_moved};

/// The sizes of the number in the middle that are tried.
const NUMBERS: [f32; 8] = [30.0, 27.0, 24.0, 21.0, 18.0, 16.0, 14.0, 12.0];

/// The place of the clock.
pub struct Dial {
    /// Its middle.
    pub centre: Point,
    /// To the outer edge of its ring.
    pub radius: f32,
    /// Where its words stand if not inside.
    pub beside: Option<Rect>,
}

/// What a clock says.
struct Face {
    number: String,
    /// In full, and for where there is little room.
    words: [String; 2],
    note: Option<(String, Ink)>,
}

/// Adds the clock of a job.
pub fn paint(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    node: &NodePicture,
    sync: &SyncPicture,
    dial: &Dial,
) {
    let down = node.down_since.is_some();
    paint_ring(shapes, frame, node, sync, dial);
    let face = face(frame, node, sync);
    let name = frame.names.of(node);
    let name_ink = if down { Ink::Muted } else { Ink::Ink };
    let [x, y] = dial.centre;
    let number_ink = if down { Ink::Broken } else { Ink::Ink };
    let room = (dial.radius - ring_width(dial) - 5.0) * 2.0;
    let fits = |content: &str, size: f32, width: f32| {
        (frame.measure)(content, TextStyle::bold(size)) <= width
    };
    let size = |width: f32| {
        let found = NUMBERS
            .iter()
            .find(|size| fits(&face.number, **size, width));
        *found.unwrap_or(&NUMBERS[NUMBERS.len() - 1])
    };
    let mut line = |at: Point, content: &str, style: TextStyle, align, width: f32, ink| {
        let content = elide(content, style, width, frame.measure);
        if !content.is_empty() {
            shapes.push(text(at, content, style, align, ink));
        }
    };
    if let Some(beside) = dial.beside {
        let number = size(room * 0.96);
        let style = TextStyle::bold(number);
        // A number that does not fit into the ring stands before its words.
        let inside = fits(&face.number, number, room);
        if inside {
            let at = [x, y + number * 0.36];
            line(at, &face.number, style, Align::Middle, room, number_ink);
        }
        let [words, _] = &face.words;
        let words = if inside {
            words.clone()
        } else {
            format!("{} {words}", face.number)
        };
        let small = TextStyle::regular(12.5);
        let (left, width) = (beside.x, beside.width);
        let first = y - if face.note.is_some() { 14.0 } else { 5.0 };
        line(
            [left, first],
            name,
            TextStyle::bold(14.0),
            Align::Start,
            width,
            name_ink,
        );
        line(
            [left, first + 18.0],
            &words,
            small,
            Align::Start,
            width,
            Ink::Muted,
        );
        if let Some((note, ink)) = &face.note {
            line([left, first + 34.0], note, small, Align::Start, width, *ink);
        }
        return;
    }
    // A line of text further from the middle has less of the circle to stand in.
    let width_at = |off: f32| {
        let inner = room / 2.0;
        2.0 * libm::sqrtf((inner * inner - off * off).max(0.0))
    };
    let large = dial.radius >= 62.0;
    let (name_style, small, step) = if large {
        (TextStyle::bold(14.5), TextStyle::regular(12.0), 17.0)
    } else {
        (TextStyle::bold(12.0), TextStyle::regular(11.0), 13.5)
    };
    let number = size(width_at(9.0)).min(dial.radius * 0.42);
    let style = TextStyle::bold(number);
    let base = y + number * 0.33;
    let above = base - number * 0.8 - 6.0;
    let below = base + f32::max(step, number * 0.25 + small.size);
    let middle = Align::Middle;
    line(
        [x, above],
        name,
        name_style,
        middle,
        width_at(y - above + 9.0),
        name_ink,
    );
    line([x, base], &face.number, style, middle, room, number_ink);
    let width = width_at(below - y);
    let [long, short] = &face.words;
    let fits = |words: &str, width: f32| (frame.measure)(words, small) <= width;
    let words = if fits(long, width) { long } else { short };
    line([x, below], words, small, middle, width, Ink::Muted);
    if let Some((note, ink)) = face.note.filter(|_| large) {
        let lower = below + step;
        // Half a note is none.
        if fits(&note, width_at(lower - y)) {
            line([x, lower], &note, small, middle, room, ink);
        }
    }
}

fn ring_width(dial: &Dial) -> f32 {
    (dial.radius * 0.12).clamp(6.0, 10.0)
}

fn paint_ring(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    node: &NodePicture,
    sync: &SyncPicture,
    dial: &Dial,
) {
    let this = Some(Target::Node(node.node));
    let (centre, radius) = (dial.centre, dial.radius);
    let down = node.down_since.is_some();
    let circle = |radius, fill, stroke| Shape::Circle {
        centre,
        radius,
        fill,
        stroke,
    };
    if frame.focused == this {
        let stroke = Stroke::solid(Ink::Accent.full(), 2.0);
        shapes.push(circle(radius + 3.0, None, Some(stroke)));
    }
    let width = ring_width(dial);
    let on_ring = radius - width / 2.0 - 0.5;
    let fill = if down { Ink::Ground } else { Ink::Surface };
    shapes.push(circle(radius - 0.5, Some(fill.full()), None));
    let groove = if down {
        Stroke::solid(Ink::Muted.at(0.5), 2.0).dashed(Dash::Dashed)
    } else {
        Stroke::solid(Ink::Line.full(), width)
    };
    shapes.push(circle(on_ring, None, Some(groove)));
    if !down {
        let whole = sync
            .next_tick
            .map_or(0, |next| next.saturating_sub(sync.last_tick));
        let passed = frame.picture.now.saturating_sub(sync.last_tick);
        if whole > 0 {
            let share = (passed as f64 / whole as f64) as f32;
            let stroke = Stroke::solid(Ink::Accent.full(), width);
            shapes.extend(arc(centre, on_ring, share, stroke));
        }
        if let Some(run) = running(sync) {
            // Inside the ring of the clock, thinner: how far the run has come.
            let stroke = Stroke::solid(Ink::Good.full(), 3.0);
            let inner = radius - width - 4.0;
            shapes.extend(arc(centre, inner, share_moved(run), stroke));
        }
    }
    let outline = if frame.selected == this {
        Some(Stroke::solid(Ink::Accent.full(), 2.0))
    } else if frame.hovered == this {
        Some(Stroke::solid(Ink::Muted.at(0.8), 1.0))
    } else {
        None
    };
    if let Some(outline) = outline {
        shapes.push(circle(radius + 1.0, None, Some(outline)));
    }
}

/// A part of a circle from its top, clockwise; nothing for no part of it.
fn arc(centre: Point, radius: f32, share: f32, stroke: Stroke) -> Option<Shape> {
    let share = share.clamp(0.0, 1.0);
    if share < 0.002 {
        return None;
    }
    let at = |turn: f32| {
        let (across, up) = across_and_up(turn);
        (across, -up)
    };
    let point = |(x, y): (f32, f32)| [centre[0] + x * radius, centre[1] + y * radius];
    let pieces = (libm::ceilf(share * 4.0) as usize).max(1);
    let piece = share / pieces as f32;
    let (across, up) = across_and_up(piece / 4.0);
    let handle = 4.0 / 3.0 * across / up;
    let mut steps = vec![Step::Move(point(at(0.0)))];
    for place in 0..pieces {
        let (from, to) = (at(piece * place as f32), at(piece * (place + 1) as f32));
        steps.push(Step::Cubic(
            point((from.0 - from.1 * handle, from.1 + from.0 * handle)),
            point((to.0 + to.1 * handle, to.1 - to.0 * handle)),
            point(to),
        ));
    }
    Some(Shape::Path {
        steps,
        fill: None,
        stroke: Some(stroke),
    })
}

/// Sine and cosine of a part of a turn, from 0 to 1.
fn across_and_up(turn: f32) -> (f32, f32) {
    libm::sincosf(turn * core::f32::consts::TAU)
}

fn face(frame: &Frame<'_>, job: &NodePicture, sync: &SyncPicture) -> Face {
    let now = frame.picture.now;
    if let Some(since) = job.down_since {
        return Face {
            number: "down".to_owned(),
            words: both(format!("for {}", units::running(now.saturating_sub(since)))),
            note: None,
        };
    }
    let coming = sync.next_tick.map(|next| next.saturating_sub(now));
    if let Some(run) = running(sync) {
        let note = coming.map(|coming| (format!("next in {}", countdown(coming)), Ink::Muted));
        let (number, words) = if run.found == 0 {
            let since = units::running(now.saturating_sub(run.began));
            (since, ["looks for changes", "looking"])
        } else {
            let number = format!("{} of {}", units::count(run.moved), units::count(run.found));
            (number, ["rows copied", "rows"])
        };
        return Face {
            number,
            words: words.map(str::to_owned),
            note,
        };
    }
    let note = saying::last(sync)
        .filter(|(_, ink)| *ink == Ink::Broken)
        .map(|_| ("last run failed".to_owned(), Ink::Broken));
    let (number, words) = match coming {
        Some(coming) => (countdown(coming), ["to the next run", "next run"]),
        None => ("–".to_owned(), ["no run is due", "none due"]),
    };
    Face {
        number,
        words: words.map(str::to_owned),
        note,
    }
}

fn both(words: String) -> [String; 2] {
    [words.clone(), words]
}

/// The time that is left, as clocks show it: "4.2 s", "1:54", "2:05:09".
fn countdown(left_us: Micros) -> String {
    if left_us < MINUTE {
        return units::running(left_us);
    }
    let (hours, minutes, seconds) = (
        left_us / HOUR,
        left_us % HOUR / MINUTE,
        left_us % MINUTE / SECOND,
    );
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::geometry::distance;

    #[test]
    fn a_clock_counts_down_as_clocks_do() {
        for (left, words) in [
            (4_210_000, "4.2 s"),
            (114_000_000, "1:54"),
            (60_000_000, "1:00"),
            (7_509_000_000, "2:05:09"),
        ] {
            assert_eq!(countdown(left), words);
        }
    }

    #[test]
    fn an_arc_begins_at_the_top_goes_clockwise_and_stays_on_its_circle() {
        let stroke = Stroke::solid(Ink::Accent.full(), 1.0);
        for share in [0.1, 0.25, 0.4, 0.8, 1.0_f32] {
            let Some(Shape::Path { steps, .. }) = arc([0.0, 0.0], 10.0, share, stroke) else {
                panic!("no arc");
            };
            let mut from = [0.0, -10.0];
            assert_eq!(steps[0], Step::Move(from));
            for step in &steps[1..] {
                let Step::Cubic(one, two, to) = *step else {
                    panic!("{step:?}");
                };
                let middle = [0, 1].map(|axis: usize| {
                    (from[axis] + 3.0 * one[axis] + 3.0 * two[axis] + to[axis]) / 8.0
                });
                assert!(
                    (distance(middle, [0.0, 0.0]) - 10.0).abs() < 0.05,
                    "{share}"
                );
                from = to;
            }
            let angle = share * core::f32::consts::TAU;
            let end = [10.0 * libm::sinf(angle), -10.0 * libm::cosf(angle)];
            assert!(distance(from, end) < 0.01, "{share}");
        }
        assert!(arc([0.0, 0.0], 10.0, 0.0, stroke).is_none());
    }
}
