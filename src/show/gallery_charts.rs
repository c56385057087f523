//! Draws every chart as an SVG file, to be looked at: `cargo test --lib gallery_charts -- --ignored`
//! writes them to `target/gallery`. Each is also held against a picture that was looked at.

use std::fmt::Write;

use super::charts::histogram::Histogram;
use super::charts::lag::{Lag, Series};
use super::charts::outcomes::Ends;
use super::charts::timeline::Timeline;
use super::charts::{Chart, histogram, lag, outcomes, timeline, visibility};
use super::geometry::Size;
use super::ink::Theme;
use super::svg;
use super::text::estimate;
use crate::facts::time::SECOND;

/// Every chart at the width of a side panel, and the timeline at that of the canvas.
fn charts() -> Vec<(&'static str, Chart)> {
    let (bars, ages) = (histogram::tests::bars(), histogram::tests::ages());
    let series = lag::tests::series();
    let panel = |height| Size::new(304.0, height);
    let near = Histogram {
        p95: Some(130_000),
        p99: Some(150_000),
        ..histogram::tests::histogram(&bars)
    };
    let three = Lag {
        series: &series[..3],
        ..lag::tests::lag(&series)
    };
    let twelve: Vec<Series<'_>> = series.iter().chain(&series[..4]).cloned().collect();
    let (spans, under_way) = (outcomes::tests::spans(), outcomes::tests::under_way());
    let ends = Ends {
        what: ("saga", "sagas"),
        spans: &spans,
        under_way: &under_way,
        now: 58 * SECOND,
    };
    let layers = timeline::tests::layers();
    let layered = Timeline {
        layers: &layers,
        ..timeline::tests::timeline()
    };
    let of_bars = |bars: &Histogram<'_>, height| histogram::chart(bars, panel(height), &estimate);
    let of_lag = |lag: &Lag<'_>, height| lag::chart(lag, panel(height), &estimate);
    let of_time = |time: &Timeline<'_>, width, height| {
        timeline::chart(time, Size::new(width, height), &estimate)
    };
    vec![
        (
            "histogram",
            of_bars(&histogram::tests::histogram(&bars), 108.0),
        ),
        (
            "histogram-age",
            of_bars(&histogram::tests::read_age(&ages), 138.0),
        ),
        ("histogram-near", of_bars(&near, 108.0)),
        (
            "histogram-empty",
            of_bars(&histogram::tests::histogram(&[]), 108.0),
        ),
        (
            "visibility",
            visibility::chart(
                &visibility::tests::seen(&visibility::tests::curve()),
                panel(132.0),
                &estimate,
            ),
        ),
        ("lag-three", of_lag(&three, 132.0)),
        ("lag-eight", of_lag(&lag::tests::lag(&series), 132.0)),
        ("lag-twelve", of_lag(&lag::tests::lag(&twelve), 210.0)),
        ("outcomes", outcomes::chart(&ends, panel(150.0), &estimate)),
        ("timeline", of_time(&layered, 690.0, 72.0)),
        (
            "timeline-one",
            of_time(&timeline::tests::timeline(), 690.0, 72.0),
        ),
        ("timeline-phone", of_time(&layered, 340.0, 52.0)),
    ]
}

#[test]
#[ignore = "draws files for people to look at"]
fn gallery_charts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (name, chart) in charts() {
            let svg = svg::document(&chart.shapes, chart.size, theme, name);
            std::fs::write(format!("{folder}/chart-{name}-{suffix}.svg"), svg).unwrap();
        }
    }
}

/// The picture of each chart, as a digest: a change is looked at, and then written here.
#[test]
fn charts_look_as_they_did() {
    let mut found = String::new();
    for (name, chart) in charts() {
        let svg = svg::document(&chart.shapes, chart.size, Theme::Light, name);
        let digest = svg.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let _ = writeln!(found, "{name} {digest:016x}");
    }
    expect_test::expect![[r"
        histogram 7f6218bf1922d438
        histogram-age 7a8c6c69844089ee
        histogram-near cd462e8d8da21dc6
        histogram-empty 9988ec66b042fc75
        visibility 5ab63ef1a092f610
        lag-three e8097001584d46d4
        lag-eight db26e747c8e80eb6
        lag-twelve ff15750a09c076ee
        outcomes 2bab3722c8ba9299
        timeline 8177b01956606ad2
        timeline-one 97d4047568a8ddc9
        timeline-phone b31f446498bc5ef4
    "]]
    .assert_eq(&found);
}
