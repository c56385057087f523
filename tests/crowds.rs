//! What a picture costs with a hundred thousand messages under way: so many shapes and calls of a canvas,
//! and no more, in each pattern and at each size.
//!
//! Catches whatever is drawn once for each message.
#![cfg(not(target_arch = "wasm32"))]

mod crowded;
mod trial;

use std::cell::Cell;

use crowded::{LASTING, MANY, MOST_CALLS, crowd};
use driftscope::consistency::freshness::Freshness;
use driftscope::faces::{self, draw};
use driftscope::facts::ids::ReplicaId;
use driftscope::facts::time::SECOND;
use driftscope::run::Run;
use driftscope::show::shape::{Glyph, Shape};
use driftscope::show::{Frame, Scene, Size, text_alternative};
use trial::start;

/// Some more, of which one meets a bound before long.
const OTHERS: [&str; 2] = [
    "order=none&ack-timeout=1ms&retry=0s&backoff=1&attempts=0&writes=1000&duration=1h&deliver=2min",
    "pattern=saga&style=choreography&sagas=1000&latency=1min&refuse=0.1&duration=1h&steps=6",
];

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
    let names = faces::names(run.settings());
    let consistency = run.consistency();
    let (freshness, lag) = (
        |replica, key| consistency.freshness(replica, key),
        |replica| consistency.lag(replica),
    );
    let frame = Frame {
        fade_us: SECOND,
        ..Frame::at_rest(
            faces::of(run.settings().pattern()),
            &picture,
            24,
            &names,
            size,
            &freshness,
            &lag,
        )
    };
    (draw(&frame), text_alternative(&frame))
}

#[test]
fn a_hundred_thousand_messages_take_so_many_calls_and_no_more() {
    for pairs in LASTING.into_iter().chain(OTHERS) {
        let mut run = start(pairs);
        crowd(&mut run);
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

/// Catches a picture for which every key of every store is asked about, and one that misses a key that is not as it
/// should be.
#[test]
fn of_many_keys_those_are_asked_about_that_are_out_of_step() {
    for pairs in [
        "pattern=background-sync&writes=300&inserts=0.9&deletes=0.05&interval=5s&duration=1h",
        "pattern=background-sync&copy=two-way&writes=300&inserts=0.5&interval=5s&duration=1h",
        "writes=300&keys=10000&consumers=3&loss=0.1&latency=exp:1s&duration=1h",
        "pattern=cqrs&writes=100&keys=10000&views=2&replicas=2&bus=exp:1s&duration=1h&rebuild=20s",
    ] {
        let mut run = start(pairs);
        for second in 1..=40 {
            run.advance(second * SECOND, u64::MAX, &mut |_| {});
            let consistency = run.consistency();
            let keys = consistency.keys() as u32;
            for (replica, _) in consistency.replicas() {
                let next = |from| consistency.next_wrong(replica, from);
                let found: Vec<u32> = std::iter::successors(next(0), |key| next(key + 1)).collect();
                for key in 0..keys {
                    let in_step = consistency.freshness(replica, key) == Freshness::InStep;
                    let is_found = found.binary_search(&key).is_ok();
                    assert!(in_step || is_found, "{pairs}: {key} of {replica:?}");
                }
            }
        }
        let picture = run.picture(None);
        let names = faces::names(run.settings());
        let consistency = run.consistency();
        let (asked, wrong) = (Cell::new(0), Cell::new(0));
        let freshness = |replica, key| {
            asked.set(asked.get() + 1);
            consistency.freshness(replica, key)
        };
        let next = |replica: ReplicaId, from| {
            let found = consistency.next_wrong(replica, from);
            wrong.set(wrong.get() + u32::from(found.is_some()));
            found
        };
        let keys = consistency.keys() as u32;
        let lag = |replica| consistency.lag(replica);
        let size = Size::new(880.0, 640.0);
        let frame = Frame {
            next_wrong: &next,
            ..Frame::at_rest(
                faces::of(run.settings().pattern()),
                &picture,
                keys,
                &names,
                size,
                &freshness,
                &lag,
            )
        };
        draw(&frame);
        text_alternative(&frame);
        println!("{} of {keys} keys asked about: {pairs}", asked.get());
        assert!(keys > 5_000 && wrong.get() > 0, "{pairs}: {keys}");
        assert!(asked.get() <= wrong.get(), "{pairs}: {asked:?} {wrong:?}");
    }
}
