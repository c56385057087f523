//! What holds for every chart, and every chart over data that nobody thought of.

use super::Chart;
use super::flags::Flag;
use super::histogram::{self, Histogram};
use super::lag::{self, Lag, Series};
use super::outcomes::{self, Ends};
use super::timeline::{self, Timeline};
use super::visibility::{self, Seen};
use super::zoom::Span;
use crate::consistency::{Anomaly, Bar, Outcomes, Tick, Visible};
use crate::facts::time::{HOUR, Micros};
use crate::show::geometry::{Point, Rect, Size};
use crate::show::shape::{Glyph, Shape, Step};
use crate::show::text::{area, estimate};
use crate::show::why::title;

/// Nothing is outside the frame, no text lies upon another, every number is one, and the words have none
/// that is not.
pub fn check(chart: &Chart) {
    let frame = chart.size.area().grown(1.0);
    let mut texts: Vec<(Rect, &str)> = Vec::new();
    for shape in &chart.shapes {
        for point in points(shape) {
            let is_number = point[0].is_finite() && point[1].is_finite();
            assert!(is_number && frame.contains(point), "{point:?} of {shape:?}");
        }
        if let Shape::Text {
            at,
            content,
            style,
            align,
            ..
        } = shape
        {
            let covers = area(*at, content, *style, *align, &estimate);
            assert!(frame.holds(&covers), "{content:?}: {covers:?}");
            let upon = texts.iter().find(|(other, _)| other.overlaps(&covers));
            assert!(upon.is_none(), "{content:?} upon {upon:?}");
            texts.push((covers, content));
        }
    }
    let mut said = vec![chart.describe()];
    said.extend(chart.regions.iter().map(|region| region.words.as_str()));
    said.extend(texts.iter().map(|text| text.1));
    for words in said {
        let bad = ["NaN", "inf", "  ", "None", ": ,", ": ."];
        assert!(
            !words.is_empty() && bad.iter().all(|bad| !words.contains(bad)),
            "{words:?}"
        );
    }
    for region in &chart.regions {
        assert!(region.area.width.is_finite(), "{region:?}");
    }
}

fn corners(area: &Rect) -> [Point; 2] {
    [[area.x, area.y], [area.right(), area.bottom()]]
}

fn points(shape: &Shape) -> Vec<Point> {
    match shape {
        Shape::Rect { area, .. } => corners(area).to_vec(),
        Shape::Rects { areas, .. } => areas.iter().flat_map(corners).collect(),
        Shape::Circle { centre, radius, .. } => corners(&Rect::around(*centre, *radius)).to_vec(),
        Shape::Line { from, to, .. } => vec![*from, *to],
        Shape::Path { steps, .. } => {
            let point = |step: &Step| match step {
                Step::Move(point) | Step::Line(point) | Step::Cubic(_, _, point) => Some(*point),
                Step::Close => None,
            };
            steps.iter().filter_map(point).collect()
        }
        Shape::Text { at, .. } => vec![*at],
        Shape::Dots { glyph, points, .. } => {
            let (Glyph::Disc(half)
            | Glyph::Square(half)
            | Glyph::Diamond(half)
            | Glyph::Cross(half)) = glyph;
            let around = |point: &Point| corners(&Rect::around(*point, *half));
            points.iter().flat_map(around).collect()
        }
    }
}

/// Numbers that differ from each other and from run to run of the loop, and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    /// A span of time of any order of magnitude, now and then 0.
    fn span(&mut self) -> Micros {
        let most = 10_u64.pow(self.below(11) as u32);
        self.below(most)
    }

    fn size(&mut self) -> Size {
        let (widths, heights) = ([240.0, 300.0, 328.0, 700.0], [110.0, 140.0, 210.0]);
        Size::new(
            widths[self.below(4) as usize],
            heights[self.below(3) as usize],
        )
    }

    /// Points in the order of time, from none to many, some of them at once, equal or 0.
    fn points(&mut self, until: Micros) -> Vec<(Micros, f64)> {
        let count = self.below(40);
        let high = 10_u64.pow(self.below(6) as u32);
        let mut points: Vec<(Micros, f64)> = (0..count)
            .map(|_| (self.below(until + 1), self.below(high) as f64))
            .collect();
        points.sort_by_key(|point| point.0);
        points
    }
}

fn cases(mut case: impl FnMut(&mut Numbers)) {
    for seed in 0..400 {
        let mut numbers = Numbers(seed);
        numbers.below(1);
        println!("seed {seed}");
        case(&mut numbers);
    }
}

const NAMES: [&str; 12] = [
    "Balances 1",
    "Statements 1",
    "E-mail",
    "A name that is a good deal longer than there is room for in a narrow panel",
    "Fraud detection",
    "Fraud",
    "Shipping",
    "Support",
    "Data warehouse",
    "Loyalty",
    "W",
    "Recommendations",
];

#[test]
fn histograms_of_anything() {
    cases(|numbers| {
        let mut bars = Vec::new();
        let mut low = 0;
        for _ in 0..numbers.below(30) {
            let high = low + 1 + numbers.span() / 40;
            let count = numbers.below(4) * numbers.below(1_000);
            bars.push(Bar { low, high, count });
            low = high;
        }
        let mut marks = [0; 3].map(|_| numbers.span());
        marks.sort_unstable();
        let mark = |place: usize, is_known: u64| (is_known > 0).then_some(marks[place]);
        let input = Histogram {
            name: "Read age",
            sample: ("key read", "keys read"),
            at_once: "fresh",
            bars: &bars,
            p50: mark(0, numbers.below(4)),
            p95: mark(1, numbers.below(4)),
            p99: mark(2, numbers.below(4)),
            empty_because: "nobody has read anything",
        };
        let chart = histogram::chart(&input, numbers.size(), &estimate);
        check(&chart);
        // What is said of the bars adds up to all samples.
        let all: u64 = bars.iter().map(|bar| bar.count).sum();
        if all > 0 {
            let samples = crate::show::units::things(all, "key read", "keys read");
            assert!(chart.describe().contains(&samples), "{}", chart.describe());
        }
    });
}

#[test]
fn curves_of_anything() {
    cases(|numbers| {
        let mut after = numbers.span();
        let mut share = 0.0_f64;
        let mut curve = Vec::new();
        for _ in 0..numbers.below(60) {
            share += (1.0 - share) * numbers.below(100) as f64 / 100.0;
            let half = numbers.below(10) as f64 / 100.0;
            let interval = ((share - half).max(0.0), (share + half).min(1.0));
            curve.push(Visible {
                after,
                share,
                interval,
            });
            after += 1 + numbers.span() / 50;
        }
        let mut marks = [0; 3].map(|_| numbers.span());
        marks.sort_unstable();
        let input = Seen {
            curve: &curve,
            marks: marks.map(|mark| (numbers.below(4) > 0).then_some(mark)),
            empty_because: "no write has arrived",
        };
        let chart = visibility::chart(&input, numbers.size(), &estimate);
        check(&chart);
        // What is said at a place is a point of the curve, or that nobody sees it yet.
        for region in &chart.regions {
            let says = |point: &Visible| {
                let share = crate::show::units::share(point.share);
                region.words.contains(&format!(": {share}"))
            };
            let nobody = region.words.ends_with(": 0 %");
            assert!(nobody || curve.iter().any(says), "{}", region.words);
        }
    });
}

#[test]
fn lags_of_anything() {
    cases(|numbers| {
        let until = numbers.span();
        let mut series = Vec::new();
        for name in NAMES.iter().take(numbers.below(13) as usize) {
            let points = numbers.points(until);
            series.push(Series { name, points });
        }
        let input = Lag {
            series: &series,
            chosen: (numbers.below(2) == 0).then_some(numbers.below(3) as usize),
            unit: ("write", "writes"),
            empty_because: "no write has been committed",
        };
        let mut size = numbers.size();
        if series.len() > 9 {
            size.height = 210.0;
        }
        check(&lag::chart(&input, size, &estimate));
    });
}

#[test]
fn outcomes_of_anything() {
    cases(|numbers| {
        let width = numbers.span().max(1);
        let count = numbers.below(49);
        let spans: Vec<Outcomes> = (0..count)
            .map(|nth| Outcomes {
                from: nth * width,
                until: (nth + 1) * width,
                completed: numbers.below(3) * numbers.below(900),
                compensated: numbers.below(3) * numbers.below(90),
                stuck: numbers.below(3) * numbers.below(9),
            })
            .collect();
        let now = (count * width).saturating_sub(width / 2);
        let under_way = numbers.points(now);
        let input = Ends {
            what: ("saga", "sagas"),
            spans: &spans,
            under_way: &under_way,
            now,
        };
        check(&outcomes::chart(&input, numbers.size(), &estimate));
    });
}

/// All of a timeline, or a part of it.
fn looked_at(numbers: &mut Numbers, duration: Micros) -> Span {
    let whole = Span::whole(duration);
    let (factor, share) = (1 + numbers.below(60), numbers.below(11) as f64 / 10.0);
    whole
        .closer(factor as f64, share, duration)
        .unwrap_or(whole)
}

#[test]
fn timelines_of_anything() {
    cases(|numbers| {
        let duration = numbers.span().min(2 * HOUR);
        let known_until = numbers.below(duration + 1);
        let differing = numbers.points(known_until);
        let mut layers = Vec::new();
        for name in NAMES.iter().take(numbers.below(13) as usize) {
            let points = numbers.points(known_until);
            layers.push(Series { name, points });
        }
        let count = numbers.below(3) * numbers.below(700);
        let mut anomalies: Vec<Tick> = (0..count)
            .map(|nth| Tick {
                at: numbers.below(known_until + 1),
                what: Anomaly::ALL[numbers.below(Anomaly::ALL.len() as u64) as usize],
                nth,
                count: 1 + numbers.below(9) * numbers.below(2),
            })
            .collect();
        anomalies.sort_by_key(|anomaly| anomaly.at);
        let mut acts: Vec<_> = (0..numbers.below(3) * numbers.below(40))
            .map(|_| Flag {
                at: numbers.below(duration + 1),
                words: "Something is done".to_owned(),
                is_off: numbers.below(3) == 0,
            })
            .collect();
        acts.sort_by_key(|act| act.at);
        let input = Timeline {
            acts: &acts,
            differing: &differing,
            layers: &layers,
            unit: ("key", "keys", "differing"),
            anomalies: &anomalies,
            playhead: known_until,
            aim: (numbers.below(3) == 0).then(|| numbers.below(duration + 1)),
            known_until,
            duration,
            span: looked_at(numbers, duration),
        };
        let heights = [40.0, 52.0, 72.0];
        let size = Size::new(numbers.size().width, heights[numbers.below(3) as usize]);
        let chart = timeline::chart(&input, size, &estimate);
        check(&chart);
        // Every tick leads to an anomaly that its words name.
        for region in chart
            .regions
            .iter()
            .filter(|region| region.target.is_some())
        {
            let led = anomalies.iter().find(|one| Some(one.nth) == region.target);
            let (at, what) = led.map(|one| (one.at, one.what)).unwrap();
            let instant = crate::show::units::instant(at);
            assert!(region.words.starts_with(&instant), "{}", region.words);
            let named = region.words.contains(title(what));
            assert!(
                named || region.words.contains("and others"),
                "{}",
                region.words
            );
        }
    });
}
