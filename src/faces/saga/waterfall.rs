//! One saga over time: a row for each step, and on it what was done and for how long.

use crate::facts::time::{MILLISECOND, Micros};
use crate::patterns::saga::special::{StepBar, StepState, Waterfall};
use crate::scenario::NodeKind;

use super::plan::{Plan, TITLE};
use super::told;
use crate::show::charts::axis::{Scale, time_axis};
use crate::show::frame::{Frame, Target};
use crate::show::geometry::Rect;
use crate::show::ink::{Ink, Paint};
use crate::show::layout::of_kind;
use crate::show::shape::{Align, Shape, Step, Stroke, TextStyle, text};
use crate::show::text::elide;

/// A bar is at least this long, so that it can be seen.
const BAR_MIN: f32 = 3.0;
/// Between the lines of a hatching.
const HATCH: f32 = 6.0;
/// What a saga that has only begun gets room for.
const SPAN_MIN: Micros = 100 * MILLISECOND;

/// Adds the saga that is followed, and tells where its bars are.
pub(super) fn paint(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    saga: Option<&Waterfall>,
    plan: &Plan,
) -> Vec<(Target, Rect)> {
    let fall = plan.fall;
    let Some(saga) = saga else {
        let at = [fall.x, fall.y + 14.0];
        let style = TextStyle::regular(12.5);
        shapes.push(text(at, told::NONE, style, Align::Start, Ink::Muted));
        return Vec::new();
    };
    let title_end = title(shapes, frame, saga, fall);
    if plan.step == 0.0 {
        return Vec::new();
    }
    let services = of_kind(frame, NodeKind::SERVICE);
    let small = TextStyle::regular(if plan.step >= 22.0 { 12.5 } else { 11.5 });
    let names = services
        .iter()
        .map(|place| frame.names.of(&frame.picture.nodes[*place]));
    let label_max = fall.width * 0.24;
    let label = names
        .clone()
        .map(|name| (frame.measure)(name, small))
        .fold(0.0, f32::max)
        .min(label_max);
    let left = libm::roundf(fall.x + label + 16.0);
    let plot = Rect::new(
        left,
        fall.y + TITLE,
        fall.right() - left - 8.0,
        services.len() as f32 * plan.step,
    );
    let now = frame.picture.now.saturating_sub(saga.began);
    let scale = Scale::linear(0.0, span(saga, now) as f64, plot.x, plot.right());
    for (step, name) in names.enumerate() {
        let row = Rect::new(
            plot.x,
            plot.y + step as f32 * plan.step,
            plot.width,
            plan.step,
        );
        let middle = row.centre()[1];
        let name = elide(name, small, label_max, frame.measure);
        let at = [fall.x, middle + small.size * 0.36];
        shapes.push(text(at, name, small, Align::Start, Ink::Ink));
        let line = libm::floorf(middle) + 0.5;
        shapes.push(Shape::Line {
            from: [row.x, line],
            to: [row.right(), line],
            stroke: Stroke::solid(Ink::Line.full(), 1.0),
        });
    }
    let axis = TextStyle::regular(11.0);
    time_axis(shapes, plot, &scale, axis, frame.measure);
    let bars = Bars {
        frame,
        saga,
        scale,
        plot,
        step: plan.step,
        now,
    };
    // How long nothing was known lies below what was done meanwhile.
    let unknown = |bar: &StepBar| bar.state == StepState::Unknown;
    let order = || {
        let all = || saga.bars.iter().filter(|bar| bars.is_shown(bar));
        let (below, above) = (all().filter(|bar| unknown(bar)), all());
        below.chain(above.filter(|bar| !unknown(bar)))
    };
    for bar in order() {
        bars.paint(shapes, bar);
    }
    let mut written = Vec::new();
    for bar in order().rev() {
        bars.label(shapes, bar, &mut written);
    }
    // What has ended no longer goes on with this instant.
    if bars.goes_on() {
        now_line(shapes, &bars, title_end, fall);
    }
    // The topmost first, as they are pointed at.
    let place = |bar: &StepBar| (Target::Step(saga.saga, bar.step), bars.area(bar));
    order().rev().map(place).collect()
}

/// Which saga it is and how it stands; tells where the words end.
fn title(shapes: &mut Vec<Shape>, frame: &Frame<'_>, saga: &Waterfall, fall: Rect) -> f32 {
    let bold = TextStyle::bold(14.0);
    let small = TextStyle::regular(12.5);
    let name = told::name(saga);
    let width = (frame.measure)(&name, bold);
    let baseline = fall.y + 12.0;
    shapes.push(text([fall.x, baseline], name, bold, Align::Start, Ink::Ink));
    let (words, ink) = told::standing(frame, saga);
    let x = fall.x + width + 9.0;
    let words = elide(&words, small, fall.right() - x, frame.measure);
    let end = x + (frame.measure)(&words, small);
    shapes.push(text([x, baseline], words, small, Align::Start, ink));
    end
}

/// The time that the axis spans: enough for everything that was done, and a number that stays the
/// same for a while as time goes on.
fn span(saga: &Waterfall, now: Micros) -> Micros {
    let ended = saga.ended.map(|(at, _)| at.saturating_sub(saga.began));
    let bars = saga.bars.iter().filter_map(|bar| bar.to);
    let last = bars.map(|to| to.saturating_sub(saga.began)).max();
    let open = saga.bars.iter().any(|bar| bar.to.is_none());
    let whole = match ended {
        Some(ended) if !open => ended,
        _ => now,
    };
    let whole = whole.max(last.unwrap_or(0)).max(SPAN_MIN);
    let whole = whole + whole / 20;
    let mut unit = SPAN_MIN / 100;
    while unit < Micros::MAX / 100 {
        for tenths in [10, 15, 20, 30, 40, 60, 80] {
            if unit * tenths >= whole {
                return unit * tenths;
            }
        }
        unit *= 10;
    }
    whole
}

/// The line of this instant, named where the title leaves room for it.
fn now_line(shapes: &mut Vec<Shape>, bars: &Bars<'_>, title_end: f32, fall: Rect) {
    const STYLE: TextStyle = TextStyle::regular(11.5);
    const WORD: &str = "now";
    let plot = bars.plot;
    let x = libm::floorf(bars.scale.at(bars.now as f64)) + 0.5;
    shapes.push(Shape::Line {
        from: [x, plot.y - 4.0],
        to: [x, plot.bottom() + 1.0],
        stroke: Stroke::solid(Ink::Ink.full(), 1.5),
    });
    let half = (bars.frame.measure)(WORD, STYLE) / 2.0;
    let middle = x.min(fall.right() - half);
    if middle - half > title_end + 8.0 {
        let at = [middle, fall.y + 12.0];
        shapes.push(text(at, WORD, STYLE, Align::Middle, Ink::Ink));
    }
}

/// The bars of a saga on their rows.
struct Bars<'a> {
    frame: &'a Frame<'a>,
    saga: &'a Waterfall,
    scale: Scale,
    plot: Rect,
    step: f32,
    now: Micros,
}

impl Bars<'_> {
    fn area(&self, bar: &StepBar) -> Rect {
        let place = |at: Micros| self.scale.at(at.saturating_sub(self.saga.began) as f64);
        let from = place(bar.from);
        let to = bar.to.map_or(self.scale.at(self.now as f64), place);
        let width = (to - from).max(BAR_MIN);
        let height = libm::floorf((self.step * 0.72).min(22.0));
        let row = self.plot.y + f32::from(bar.step) * self.step;
        let x = from.min(self.plot.right() - width);
        Rect::new(
            x,
            row + libm::floorf((self.step - height) / 2.0),
            width,
            height,
        )
    }

    /// Whether something of it can be seen.
    fn is_shown(&self, bar: &StepBar) -> bool {
        bar.state != StepState::Pending && f32::from(bar.step) * self.step < self.plot.height
    }

    fn paint(&self, shapes: &mut Vec<Shape>, bar: &StepBar) {
        let area = self.area(bar);
        let look = Look::of(bar.state);
        let radius = 4.0_f32.min(area.width / 2.0);
        // What lies below must not shine through.
        shapes.push(Shape::Rect {
            area: area.grown(-0.5),
            radius,
            fill: Some(Ink::Canvas.full()),
            stroke: None,
        });
        shapes.push(Shape::Rect {
            area: area.grown(-0.5),
            radius,
            fill: Some(look.fill),
            stroke: Some(Stroke::solid(look.ink.full(), 1.0)),
        });
        if look.hatched {
            hatch(shapes, area.grown(-1.0), look.ink);
        }
    }

    /// What was done, inside the bar or, where it is too short, behind it; nothing where other bars
    /// or words leave no room.
    fn label(&self, shapes: &mut Vec<Shape>, bar: &StepBar, written: &mut Vec<Rect>) {
        let area = self.area(bar);
        if area.height < 11.0 {
            return;
        }
        let style = TextStyle::regular(if area.height >= 16.0 { 12.0 } else { 11.0 });
        let look = Look::of(bar.state);
        let (long, short) = told::bar(bar);
        // Better the whole behind the bar than a part of it inside.
        for words in [long, short] {
            let width = (self.frame.measure)(&words, style);
            for x in [area.x, self.after_covered(bar, area), area.right()] {
                let place = Rect::new(x + 7.0, area.y, width, area.height);
                let inside = x < area.right();
                let fits = if inside {
                    place.right() + 5.0 <= area.right()
                } else {
                    place.right() <= self.plot.right() && !self.crosses_now(&place)
                };
                let overlaps = |other: &Rect| place.grown(2.0).overlaps(other);
                if !fits || written.iter().any(overlaps) || !self.is_free(bar, inside, &place) {
                    continue;
                }
                if inside && look.hatched {
                    shapes.push(Shape::Rect {
                        area: Rect::new(x + 4.0, area.y + 1.5, width + 6.0, area.height - 3.0),
                        radius: 2.0,
                        fill: Some(Ink::Canvas.full()),
                        stroke: None,
                    });
                }
                let ink = if inside { look.text } else { look.ink };
                let at = [place.x, area.centre()[1] + style.size * 0.36];
                shapes.push(text(at, words, style, Align::Start, ink));
                written.push(place);
                return;
            }
        }
    }

    /// Where the last bar ends that lies on this one.
    fn after_covered(&self, bar: &StepBar, area: Rect) -> f32 {
        let others = self.saga.bars.iter();
        others
            .filter(|other| other.step == bar.step && self.is_shown(other))
            .map(|other| self.area(other).right())
            .filter(|right| *right > area.x && *right < area.right())
            .fold(area.x, f32::max)
    }

    /// Whether a text would lie across the line of this instant.
    fn crosses_now(&self, place: &Rect) -> bool {
        let now = self.scale.at(self.now as f64);
        self.goes_on() && now > place.x - 4.0 && now < place.right() + 2.0
    }

    /// Whether no other bar is in the place of a text beside or inside a bar. Inside a bar, what
    /// lies below it is covered by it.
    fn is_free(&self, bar: &StepBar, inside: bool, place: &Rect) -> bool {
        self.saga.bars.iter().all(|other| {
            let elsewhere = other.step != bar.step || other == bar || !self.is_shown(other);
            let below = inside && other.state == StepState::Unknown;
            elsewhere
                || (below && bar.state != StepState::Unknown)
                || !place.grown(2.0).overlaps(&self.area(other))
        })
    }

    /// Whether something may still be done.
    fn goes_on(&self) -> bool {
        self.saga.ended.is_none() || self.saga.bars.iter().any(|bar| bar.to.is_none())
    }
}

/// How a bar looks.
struct Look {
    fill: Paint,
    ink: Ink,
    /// Of a text inside it.
    text: Ink,
    hatched: bool,
}

impl Look {
    fn of(state: StepState) -> Self {
        let solid = |ink: Ink| Self {
            fill: ink.full(),
            ink,
            text: Ink::Surface,
            hatched: false,
        };
        let light = |ink: Ink| Self {
            fill: ink.at(0.18),
            ink,
            text: Ink::Ink,
            hatched: false,
        };
        let hatched = |ink: Ink| Self {
            fill: Ink::Canvas.full(),
            ink,
            text: ink,
            hatched: true,
        };
        match state {
            StepState::Doing => light(Ink::Good),
            StepState::Done => solid(Ink::Good),
            StepState::Failed => solid(Ink::Broken),
            StepState::Pending | StepState::Unknown => hatched(Ink::Muted),
            StepState::Undoing => light(Ink::Compensation),
            StepState::Undone => solid(Ink::Compensation),
            StepState::UndoFailed => hatched(Ink::Broken),
        }
    }
}

/// Slanting lines inside an area.
fn hatch(shapes: &mut Vec<Shape>, area: Rect, ink: Ink) {
    let mut steps = Vec::new();
    let mut x = area.x - area.height + HATCH;
    while x < area.right() {
        // From the lower edge up to the right, cut at both sides.
        let low = x.max(area.x);
        let high = (x + area.height).min(area.right());
        steps.push(Step::Move([low, area.bottom() - (low - x)]));
        steps.push(Step::Line([high, area.bottom() - (high - x)]));
        x += HATCH;
    }
    shapes.push(Shape::Path {
        steps,
        fill: None,
        stroke: Some(Stroke::solid(ink.at(0.6), 1.0)),
    });
}
