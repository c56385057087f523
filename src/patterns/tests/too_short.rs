use crate::facts::time::{HOUR, MINUTE, SECOND};
use crate::patterns::{all_presets, parse};
use crate::scenario::{Key, Settings, TooShort, Value};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn settings(text: &str) -> Settings {
    let (link, problems) = parse(text);
    assert_eq!(problems, []);
    link.scenario.settings
}

#[test]
fn a_run_that_ends_before_a_period_does_is_too_short_for_it() {
    for (text, key, period) in [
        ("background-sync&interval=24h", Key::INTERVAL, 24 * HOUR),
        ("background-sync&run=exp:10min", Key::RUN, 415_888_308),
        ("cqrs&writes-every=60s", Key::WRITES_EVERY, MINUTE),
        ("event-based&latency=2min", Key::LATENCY, 2 * MINUTE),
        ("saga&step=90s", Key::STEP, 90 * SECOND),
        ("event-based&outbox=on&poll=5min", Key::POLL, 5 * MINUTE),
        ("cqrs&poll=1h", Key::POLL, HOUR),
        ("cqrs&rebuild=2h", Key::REBUILD, 2 * HOUR),
        ("saga&crash-every=24h", Key::CRASH_EVERY, 24 * HOUR),
        ("event-based&ack-timeout=3min", Key::ACK_TIMEOUT, 3 * MINUTE),
        ("saga&timeout=1h", Key::TIMEOUT, HOUR),
    ] {
        let mut settings = settings(&format!("v=1&pattern={text}"));
        let found = TooShort::of(&settings).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.key, found.period), (key, period), "{text}");
        let takes = found.takes.expect(text);
        assert!(takes > period, "{text}: {takes}");
        settings.set(Key::DURATION, Value::Time(takes));
        assert_eq!(TooShort::of(&settings), None, "{text}: {takes}");
    }
}

#[test]
fn the_duration_is_a_round_one() {
    let takes = |text| TooShort::of(&settings(text)).and_then(|found| found.takes);
    let nightly = "v=1&pattern=background-sync&interval=24h";
    assert_eq!(takes(nightly), Some(25 * HOUR));
    let often = "v=1&pattern=background-sync&interval=5min";
    assert_eq!(takes(often), Some(6 * MINUTE));
    // Longer than any run may be.
    let never = "v=1&pattern=background-sync&interval=8760h";
    let found = TooShort::of(&settings(never)).expect("it is never reached");
    assert_eq!(found.takes, None);
}

#[test]
fn presets_are_long_enough_and_what_is_not_there_is_no_concern() {
    for preset in all_presets() {
        assert_eq!(
            TooShort::of(&settings(preset.link)),
            None,
            "{}",
            preset.word
        );
    }
    let no_outbox = "v=1&pattern=event-based&poll=5min";
    assert_eq!(TooShort::of(&settings(no_outbox)), None);
}
