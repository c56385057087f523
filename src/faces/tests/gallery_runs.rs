//! Draws moments of real runs as SVG files, to be looked at: every preset of every pattern after some
//! seconds of real time. `cargo test --lib gallery_runs -- --ignored` writes them to `target/gallery`.

use crate::facts::time::{MILLISECOND, Micros};
use crate::patterns::picture::Picture;
use crate::patterns::{all_presets, parse};
use crate::scenario::{Key, Preset};
use crate::session::Session;
use crate::show::frame::{Ages, Frame};
use crate::show::geometry::Size;
use crate::show::ink::Theme;
use crate::show::svg;
use crate::show::text::estimate;

const FRAME_MS: f64 = 16.0;
const SECONDS: [u32; 4] = [2, 5, 9, 16];

fn svg(session: &Session, picture: &Picture, size: Size, title: &str) -> String {
    let settings = &session.scenario().settings;
    let names = crate::faces::names(settings);
    let scene = crate::faces::draw(&Frame {
        face: crate::faces::of(settings.pattern()),
        picture,
        keys: settings.count(Key::KEYS) as u32,
        freshness: &|replica, key| session.freshness(replica, key),
        next_wrong: &|replica, from| session.next_wrong(replica, from),
        lag: &|replica| session.lag(replica),
        commits: None,
        names: &names,
        measure: &estimate,
        size,
        selected: None,
        hovered: None,
        focused: None,
        reduced_motion: false,
        fade_us: (session.rate_now() * 700.0 * MILLISECOND as f64) as Micros,
        ages: Ages::default(),
    });
    svg::document(&scene.shapes, scene.size, Theme::Light, title)
}

fn draw(preset: &Preset, folder: &str) {
    let (link, _) = parse(preset.link);
    let mut session = Session::open(link);
    let (mut passed, mut first) = (0.0, None);
    for second in SECONDS {
        while passed < f64::from(second) * 1e3 {
            session.frame(FRAME_MS, &mut || true);
            passed += FRAME_MS;
            if first.is_none() && !session.ticks().is_empty() {
                first = Some(passed);
            }
        }
        let picture = session.picture();
        for (size, suffix) in [
            (Size::new(880.0, 640.0), "page"),
            (Size::new(380.0, 560.0), "phone"),
        ] {
            let svg = svg(&session, &picture, size, preset.title);
            let name = format!("{folder}/run-{}-{second}-{suffix}.svg", preset.word);
            std::fs::write(name, svg).unwrap();
        }
        println!(
            "{} after {second} s: {} us, {}, first anomaly after {first:?} ms",
            preset.word,
            session.now(),
            session.pace_words(),
        );
    }
}

#[test]
#[ignore = "draws files for people to look at"]
fn gallery_runs() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for preset in all_presets() {
        draw(preset, folder);
    }
}
