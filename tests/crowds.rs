//! What a picture costs with a hundred thousand messages under way: so many shapes and calls of a canvas,
//! and no more, in each pattern and at each size.
//!
//! Catches whatever is drawn once for each message. The time of a frame is measured by hand:
//! `cargo test --release --test crowds -- --ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::run::Run;
use driftscope::session::{Session, Speed};
use driftscope::sim::time::{MINUTE, SECOND};
use driftscope::view::shape::{Glyph, Shape};
use driftscope::view::{Frame, Scene, Size, draw, naming, twin};
use trial::{link, start, whole};

const MANY: usize = 100_000;
/// The most calls of a canvas for one picture.
const MOST_CALLS: usize = 20_000;

/// At least as many calls of a canvas as these shapes take.
fn calls(scene: &Scene) -> usize {
    let calls = scene.shapes.iter().map(|shape| match shape {
        Shape::Rects { areas, .. } => areas.len(),
        Shape::Path { steps, .. } => steps.len(),
        Shape::Dots { glyph, points, .. } => {
            let each = match glyph {
                Glyph::Disc(_) => 2,
                Glyph::Square(_) => 1,
                Glyph::Diamond(_) => 5,
                Glyph::Cross(_) => 4,
            };
            each * points.len()
        }
        // Where digits are not of one width, each is written by itself.
        Shape::Text { content, .. } => 2 * content.chars().count(),
        _ => 2,
    });
    // A path is begun, filled and stroked, each with its colour.
    calls.map(|calls| calls + 10).sum()
}

/// Draws a run as it stands.
fn drawn(run: &Run, size: Size) -> (Scene, Vec<String>) {
    let picture = run.picture(None);
    let names = naming::of_nodes(run.settings());
    let consistency = run.consistency();
    let (freshness, lag) = (
        |replica, key| consistency.freshness(replica, key),
        |replica| consistency.lag(replica),
    );
    let frame = Frame {
        fade_us: SECOND,
        ..Frame::at_rest(&picture, 24, &names, size, &freshness, &lag)
    };
    (draw(&frame), twin(&frame))
}

#[test]
fn a_hundred_thousand_messages_take_so_many_calls_and_no_more() {
    for pairs in [
        "writes=1000&reads=1000&latency=2min&publish=2min&loss=0.1&duration=1h&consumers=8",
        "order=none&ack-timeout=1ms&retry=0s&backoff=1&attempts=0&writes=1000&duration=1h&deliver=2min",
        "pattern=background-sync&reads=1000&writes=1000&latency=2min&duration=1h&sources=6",
        "pattern=saga&sagas=1000&reads=1000&latency=1min&capacity=1000000&duration=1h&steps=6&loss=0.1",
        "pattern=saga&style=choreography&sagas=1000&latency=1min&refuse=0.1&duration=1h&steps=6",
        "pattern=cqrs&writes=1000&bus=2min&reads=1000&latency=2min&duration=1h&views=3&replicas=4",
    ] {
        let mut run = start(pairs);
        let mut at = 0;
        while run.in_flight() < MANY {
            at += SECOND;
            assert!(at < 5 * MINUTE, "{pairs}: {}", run.in_flight());
            run.advance(at, u64::MAX, &mut |_| {});
        }
        let picture = run.picture(None);
        let streams = picture
            .streams
            .iter()
            .map(driftscope::patterns::picture::Stream::number);
        let flying = picture.marks.len() as u64 + streams.sum::<u64>();
        assert!(flying >= MANY as u64, "{pairs}: {flying}");
        assert!(
            picture.marks.len() < 3_500,
            "{pairs}: {}",
            picture.marks.len()
        );
        for (width, height) in [(360.0, 560.0), (880.0, 640.0), (2_560.0, 1_300.0)] {
            let (scene, words) = drawn(&run, Size::new(width, height));
            let calls = calls(&scene);
            println!(
                "{width}: {calls} calls of {} shapes: {pairs}",
                scene.shapes.len()
            );
            assert!(calls < MOST_CALLS, "{pairs}: {calls} calls at {width}");
            assert!(scene.shapes.len() < 600, "{pairs}: {}", scene.shapes.len());
            assert!(scene.spots.len() < 2_000, "{pairs}: {}", scene.spots.len());
            assert!(words.len() < 100, "{pairs}: {words:?}");
        }
    }
}

/// Catches a picture that forgets messages, or counts one twice, as they are sent and land.
#[test]
fn what_is_said_to_be_under_way_is() {
    for pairs in [
        "writes=300&latency=exp:1s&loss=0.2&duplicate=0.5&duration=20s&do=5s:cut:link.producer.broker,for=2s",
        "pattern=saga&sagas=300&latency=exp:1s&loss=0.2&duration=20s",
        "pattern=background-sync&writes=300&reads=300&latency=exp:1s&duration=20s&interval=1s",
        "pattern=cqrs&writes=300&reads=100&bus=exp:1s&loss=0.2&duration=20s",
    ] {
        let mut run = start(pairs);
        for second in 1..=30 {
            run.advance(second * SECOND, u64::MAX, &mut |_| {});
            let picture = run.picture(None);
            let streams = picture
                .streams
                .iter()
                .map(driftscope::patterns::picture::Stream::number);
            let on_streams: u64 = streams.sum();
            let alone = picture.marks.iter().filter(|mark| {
                mark.fate == driftscope::patterns::picture::Fate::Flying
                    && picture.stream(mark.link).is_none()
            });
            let all = alone.count() as u64 + on_streams;
            assert_eq!(all, run.in_flight() as u64, "{pairs} at {second} s");
        }
    }
}

/// Milliseconds that this thread has had a processor: others on the machine do not count.
fn worked_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("needs Linux");
    let worked = stat.split_whitespace().next().expect("a number");
    worked.parse::<f64>().expect("nanoseconds") / 1e6
}

/// Links, how many simulated seconds a second shows, and how many frames.
const LINKS: [(&str, Option<f64>, u32); 8] = [
    ("pattern=background-sync&reads=1000&latency=1min", None, 600),
    (
        "order=none&ack-timeout=1ms&retry=0s&backoff=1&attempts=0&writes=1000",
        None,
        400,
    ),
    (
        "pattern=background-sync&writes=1000&inserts=1&interval=100ms&run=0s&row=0s&duration=1h&reads=0&t=101s\
         &do=100s:set:writes=0",
        Some(100.0),
        1_500,
    ),
    (
        "writes=1000&reads=1000&latency=2min&duration=1h",
        Some(100.0),
        60,
    ),
    (
        "pattern=saga&sagas=1000&latency=1min&capacity=1000000&duration=1h",
        Some(100.0),
        80,
    ),
    (
        "pattern=cqrs&writes=1000&bus=1min&latency=1min&reads=1000&duration=1h",
        Some(100.0),
        60,
    ),
    ("keys=10000&consumers=8&writes=100", None, 200),
    (
        "pattern=cqrs&keys=10000&views=3&replicas=4&writes=100",
        None,
        200,
    ),
];

#[test]
#[ignore = "it is for people: it measures time"]
fn what_a_frame_takes() {
    for (pairs, speed, frames) in LINKS {
        let mut session = Session::open(link(&whole(pairs)));
        if let Some(speed) = speed {
            session.set_speed(Speed::Fixed(speed));
        }
        let mut rows: Vec<[f64; 5]> = Vec::new();
        for _ in 0..frames {
            let times = [(); 2].map(|()| worked_ms());
            session.frame(16.7, &mut || worked_ms() - times[0] < 6.0);
            if session.catching_up().is_none() {
                session.play();
            }
            let model = worked_ms();
            let picture = session.picture();
            let pictured = worked_ms();
            let names = naming::of_nodes(session.settings());
            let (freshness, lag) = (
                |replica, key| session.freshness(replica, key),
                |replica| session.lag(replica),
            );
            let size = Size::new(900.0, 640.0);
            let keys = session.keys();
            let frame = Frame {
                fade_us: SECOND,
                ..Frame::at_rest(&picture, keys, &names, size, &freshness, &lag)
            };
            let scene = draw(&frame);
            let drawn = worked_ms();
            let _ = twin(&frame);
            let told = worked_ms();
            rows.push([
                model - times[1],
                pictured - model,
                drawn - pictured,
                told - drawn,
                calls(&scene) as f64,
            ]);
        }
        let now = session.now() as f64 / 1e6;
        println!("== {pairs}: at {now} s");
        for (column, name) in ["model", "picture", "draw", "words", "calls"]
            .iter()
            .enumerate()
        {
            let mut all: Vec<f64> = rows.iter().map(|row| row[column]).collect();
            all.sort_by(f64::total_cmp);
            let at = |share: usize| all[(all.len() - 1) * share / 100];
            let (p50, p95, most) = (at(50), at(95), at(100));
            println!("  {name}: p50 {p50:.2} p95 {p95:.2} most {most:.2}");
        }
    }
}

/// The events that take longest, where rows are many.
#[test]
#[ignore = "it is for people: it measures time"]
fn what_an_event_takes() {
    let mut run = start(LINKS[2].0.replace("&t=101s", "").as_str());
    let mut longest: Vec<(f64, String)> = Vec::new();
    while run.now() < 102 * SECOND {
        let (before, mut last) = (worked_ms(), None);
        let mut facts = 0;
        run.advance(102 * SECOND, 1, &mut |fact| {
            facts += 1;
            last = Some(fact.what);
        });
        let took = worked_ms() - before;
        if took > 1.0 {
            let mut words = format!("{facts} facts, last {last:?}");
            words.truncate(160);
            longest.push((took, format!("at {}: {words}", run.now())));
        }
    }
    longest.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (took, what) in longest.iter().take(12) {
        println!("{took:.1} ms {what}");
    }
}
