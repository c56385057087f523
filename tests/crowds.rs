//! Temporary
#![cfg(not(target_arch = "wasm32"))]

use driftscope::scenario::parse;
use driftscope::session::{Session, Speed};
use driftscope::view::shape::{Glyph, Shape};
use driftscope::view::{Frame, Names, Size, draw, naming, twin};
use std::time::Instant;

fn calls(shapes: &[Shape]) -> usize {
    shapes
        .iter()
        .map(|shape| match shape {
            Shape::Rects { areas, .. } => areas.len() + 8,
            Shape::Path { steps, .. } => steps.len() + 8,
            Shape::Dots { glyph, points, .. } => {
                8 + points.len()
                    * match glyph {
                        Glyph::Disc(_) => 2,
                        Glyph::Square(_) => 1,
                        Glyph::Diamond(_) => 5,
                        Glyph::Cross(_) => 4,
                    }
            }
            _ => 10,
        })
        .sum()
}

const LINKS: [(&str, Option<f64>, u32); 8] = [
    (
        "#v=1&pattern=background-sync&reads=1000&latency=1min",
        None,
        600,
    ),
    (
        "#v=1&pattern=event-based&order=none&ack-timeout=1ms&retry=0s&backoff=1&attempts=0&writes=1000",
        None,
        600,
    ),
    (
        "#v=1&pattern=background-sync&writes=1000&inserts=1&interval=100ms&run=0s&row=0s&duration=1h&reads=0&t=101s&do=100s:set:writes=0",
        Some(100.0),
        900,
    ),
    (
        "#v=1&pattern=event-based&writes=1000&reads=1000&latency=2min&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "#v=1&pattern=saga&sagas=1000&latency=1min&capacity=1000000&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "#v=1&pattern=cqrs&writes=1000&bus=1min&latency=1min&reads=1000&duration=1h",
        Some(100.0),
        400,
    ),
    (
        "#v=1&pattern=event-based&keys=10000&consumers=8&writes=100",
        None,
        200,
    ),
    (
        "#v=1&pattern=cqrs&keys=10000&views=3&replicas=4&writes=100",
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
    for (nth, (link, speed, frames)) in LINKS.into_iter().enumerate() {
        if only.is_some_and(|only| only != nth) {
            continue;
        }
        let (link_, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        println!("== {nth} {link}");
        let mut session = Session::open(link_);
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
            let names: Names = naming::of_nodes(session.settings());
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
            let n = calls(&scene.shapes);
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
