//! Draws staged sagas as SVG files, to be looked at: `cargo test --lib saga_gallery -- --ignored`
//! writes them to `target/gallery`.

use super::scene;
use crate::show::geometry::Size;
use crate::show::ink::Theme;
use crate::show::staged::Stage;
use crate::show::svg;

fn moments() -> Vec<(&'static str, Stage)> {
    let wide = Size::new(880.0, 640.0);
    let middle = Size::new(620.0, 700.0);
    let phone = Size::new(380.0, 560.0);
    let three = |size| Stage::saga(3, 24, size);
    vec![
        ("saga-well", three(wide).led().well()),
        ("saga-back", three(wide).led().compensating().faulty()),
        ("saga-stuck", three(middle).led().stuck()),
        ("saga-unknown", three(middle).led().unknown().faulty()),
        ("saga-parallel", three(wide).led().parallel()),
        (
            "saga-dance",
            three(wide).choreographed().danced().compensating(),
        ),
        (
            "saga-dance-620",
            three(middle).choreographed().danced().well(),
        ),
        ("saga-six", Stage::saga(6, 24, middle).led().compensating()),
        (
            "saga-six-wide",
            Stage::saga(6, 40, wide).led().compensating(),
        ),
        (
            "saga-six-dance",
            Stage::saga(6, 24, middle).choreographed().danced().stuck(),
        ),
        ("saga-one", Stage::saga(1, 1, wide).led()),
        (
            "saga-thousand",
            Stage::saga(3, 1000, wide).thronged(1000).unknown(),
        ),
        ("saga-phone", three(phone).led().compensating()),
        (
            "saga-phone-dance",
            three(phone).choreographed().danced().stuck(),
        ),
        ("saga-phone-six", Stage::saga(6, 12, phone).led().stuck()),
        (
            "saga-low",
            Stage::saga(3, 24, Size::new(560.0, 300.0))
                .led()
                .compensating(),
        ),
        (
            "saga-phone-low",
            three(Size::new(390.0, 420.0)).led().unknown(),
        ),
        (
            "saga-large",
            three(Size::new(1400.0, 900.0)).led().compensating(),
        ),
    ]
}

#[test]
#[ignore = "draws files for people to look at"]
fn saga_gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (name, stage) in moments() {
        let scene = stage.framed(scene);
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = svg::document(&scene.shapes, scene.size, theme, name);
            std::fs::write(format!("{folder}/{name}-{suffix}.svg"), svg).unwrap();
        }
    }
}

/// Real runs: a link, and the instants in milliseconds at which it is looked at.
const RUNS: &[(&str, &str, &[u64])] = &[
    (
        "dance",
        "v=1&pattern=saga&style=choreography&refuse=0.05|0.1|0.3&sagas=5",
        &[3_000, 3_300, 4_300],
    ),
    (
        "parallel",
        "v=1&pattern=saga&flow=parallel&refuse=0.2&steps=5&sagas=5",
        &[3_000, 3_200],
    ),
    (
        "six",
        "v=1&pattern=saga&steps=6&capacity=2&sagas=5&refuse=0.1",
        &[3_000, 5_200],
    ),
    (
        "loss",
        "v=1&pattern=saga&loss=0.2&reply-loss=0.1&timeout=300ms&idempotency=off&sagas=4",
        &[3_000, 4_000],
    ),
    ("many", "v=1&pattern=saga&sagas=1000&steps=4", &[1_500]),
];

#[test]
#[ignore = "draws files for people to look at"]
fn saga_runs() {
    use crate::consistency::freshness::Freshness;
    use crate::faces::draw;
    use crate::facts::time::MILLISECOND;
    use crate::patterns::parse;
    use crate::run::Run;
    use crate::scenario::{Pattern, presets};
    use crate::show::{Frame, text::estimate};

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    let presets = presets(Pattern::SAGA)
        .iter()
        .map(|preset| (preset.word, preset.link, &[2_000, 4_000, 6_500][..]));
    for (name, link, instants) in RUNS.iter().copied().chain(presets) {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{name}: {problems:?}");
        let mut run = Run::new(link.scenario);
        for at in instants {
            run.advance(at * MILLISECOND, u64::MAX, &mut |_| {});
            let names = crate::faces::names(run.settings());
            let picture = run.picture(None);
            for (suffix, size) in [
                ("wide", Size::new(880.0, 640.0)),
                ("middle", Size::new(620.0, 700.0)),
                ("phone", Size::new(390.0, 560.0)),
            ] {
                let scene = draw(&Frame {
                    face: &super::FACE,
                    picture: &picture,
                    keys: 1,
                    freshness: &|_, _| Freshness::InStep,
                    next_wrong: &|_, _| None,
                    lag: &|_| 0,
                    commits: None,
                    names: &names,
                    measure: &estimate,
                    size,
                    selected: None,
                    hovered: None,
                    focused: None,
                    reduced_motion: false,
                    fade_us: 100 * MILLISECOND,
                    ages: crate::show::Ages::default(),
                });
                let svg = svg::document(&scene.shapes, scene.size, Theme::Light, name);
                std::fs::write(format!("{folder}/run-{name}-{at}-{suffix}.svg"), svg).unwrap();
            }
        }
    }
}
