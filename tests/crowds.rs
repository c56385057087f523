//! What a picture costs with a hundred thousand messages under way: so many shapes and calls of a canvas,
//! and no more, in each pattern and at each size.
//!
//! Catches whatever is drawn once for each message. The time of a frame is measured by hand:
//! `cargo test --release --test crowds -- --ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use std::time::Instant;

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
        let streams = picture.streams.iter().map(|stream| stream.number());
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
            let streams = picture.streams.iter().map(|stream| stream.number());
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

const LINKS: [(&str, Option<f64>, u32); 8] = [
    ("pattern=background-sync&reads=1000&latency=1min", None, 600),
    (
        "pattern=event-based&order=none&ack-timeout=1ms&retry=0s&backoff=1&attempts=0&writes=1000",
        None,
        600,
    ),
    (
        "pattern=background-sync&writes=1000&inserts=1&interval=100ms&run=0s&row=0s&duration=1h&reads=0&t=101s&do=100s:set:writes=0",
        Some(100.0),
        900,
    ),
    (
        "pattern=event-based&writes=1000&reads=1000&latency=2min&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "pattern=saga&sagas=1000&latency=1min&capacity=1000000&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "pattern=cqrs&writes=1000&bus=1min&latency=1min&reads=1000&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "pattern=event-based&keys=10000&consumers=8&writes=100",
        None,
        200,
    ),
    (
        "pattern=cqrs&keys=10000&views=3&replicas=4&writes=100",
        None,
        200,
    ),
];

#[test]
#[ignore = "reads a clock"]
fn frames() {
    let only = std::env::var("ONLY")
        .ok()
        .and_then(|n| n.parse::<usize>().ok());
    for (nth, (pairs, speed, frames)) in LINKS.into_iter().enumerate() {
        if only.is_some_and(|only| only != nth) {
            continue;
        }
        println!("== {nth} {pairs}");
        let mut session = Session::open(link(&whole(pairs)));
        if let Some(speed) = speed {
            session.set_speed(Speed::Fixed(speed));
        }
        session.play();
        let size = Size::new(900.0, 640.0);
        let mut rows: Vec<[f64; 5]> = Vec::new();
        let began = Instant::now();
        for frame in 0..frames {
            if began.elapsed().as_secs() > 25 {
                println!("gave up at frame {frame}");
                break;
            }
            let t = Instant::now();
            session.frame(16.7, &mut || t.elapsed().as_secs_f64() < 0.006);
            if session.catching_up().is_none() {
                session.play();
            }
            let model = t.elapsed().as_secs_f64() * 1e3;
            let t = Instant::now();
            let picture = session.picture();
            let pic = t.elapsed().as_secs_f64() * 1e3;
            let names = naming::of_nodes(session.settings());
            let (freshness, lag) = (|r, k| session.freshness(r, k), |r| session.lag(r));
            let f = Frame {
                fade_us: 200_000,
                ..Frame::at_rest(&picture, session.keys(), &names, size, &freshness, &lag)
            };
            let t = Instant::now();
            let scene = draw(&f);
            let drawn = t.elapsed().as_secs_f64() * 1e3;
            let t = Instant::now();
            let words = twin(&f);
            let tw = t.elapsed().as_secs_f64() * 1e3;
            let n = calls(&scene);
            rows.push([model, pic, drawn, tw, n as f64]);
            if frame % (frames / 8) == 0 {
                println!(
                    "{frame}: now {} s events? model {model:.1} pic {pic:.2} draw {drawn:.2} twin {tw:.2} shapes {} calls {n} flying {} keys {}",
                    session.now() as f64 / 1e6,
                    scene.shapes.len(),
                    picture.marks.len(),
                    session.keys()
                );
            }
            if frame + 1 == frames {
                println!("{words:?}");
            }
        }
        for (name, col) in [
            ("model", 0),
            ("pic", 1),
            ("draw", 2),
            ("twin", 3),
            ("calls", 4),
        ] {
            let mut v: Vec<f64> = rows.iter().map(|r| r[col]).collect();
            v.sort_by(f64::total_cmp);
            println!(
                "  {name}: p50 {:.2} p95 {:.2} max {:.2}",
                v[v.len() / 2],
                v[v.len() * 95 / 100],
                v[v.len() - 1]
            );
        }
    }
}
