//! What a run is too short for: a period that does not end in it, or a wait that is longer than it is. Nothing is
//! wrong with such a run, but what a person has come to see does not happen in it.

use super::key::Key;
use super::param::Kind;
use super::params::{find, param};
use super::settings::Settings;
use crate::facts::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};
use crate::sim::law::Law;

/// Of a period so much is added to it for what comes after: one part of so many.
const AFTERWARDS: Micros = 48;

/// A period or a wait that is as long as the run or longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooShort {
    /// The setting that says how long it is.
    pub key: Key,
    /// How long that is, or usually is.
    pub period: Micros,
    /// What does not happen, as a clause.
    pub then: &'static str,
    /// The duration that it takes; none if no run may be so long.
    pub takes: Option<Micros>,
}

/// Of what takes its time: the setting, what does not happen in less, and whether that is of any concern with
/// such settings.
type Row = (Key, &'static str, fn(&Settings) -> bool);

/// The gravest first.
const ROWS: &[Row] = &[
    (Key::Interval, "no run of the job begins", always),
    (Key::Run, "no run of the job moves a row", always),
    (Key::WritesEvery, "nobody writes", always),
    (Key::Latency, "next to nothing arrives", always),
    (Key::Step, "next to no step of a saga is taken", always),
    (Key::Poll, "nothing is looked for", polls),
    (Key::Rebuild, "no view is built anew", always),
    (Key::CrashEvery, "most likely nothing crashes", always),
    (Key::AckTimeout, "nothing is sent again", always),
    (Key::Timeout, "no missing answer is noticed", always),
];

fn always(_: &Settings) -> bool {
    true
}

/// The relay looks into the outbox only if there is one; projectors look into the log in any case.
fn polls(settings: &Settings) -> bool {
    find(settings.pattern(), Key::Outbox).is_none() || settings.is_on(Key::Outbox)
}

impl TooShort {
    /// The gravest thing for which a run is too short.
    pub fn of(settings: &Settings) -> Option<Self> {
        let duration = settings.time(Key::Duration);
        ROWS.iter().find_map(|&(key, then, is_of_concern)| {
            let period = period(settings, key)?;
            (period >= duration && is_of_concern(settings)).then(|| Self {
                key,
                period,
                then,
                takes: takes(settings, key, period),
            })
        })
    }
}

/// How long it takes, or usually does; none where there is no such thing.
fn period(settings: &Settings, key: Key) -> Option<Micros> {
    let param = find(settings.pattern(), key)?;
    match param.kind {
        Kind::Law { .. } => settings.law_or_off(key).map(Law::median),
        _ => settings.time_or_off(key),
    }
}

/// The round duration in which it happens, with something after it.
fn takes(settings: &Settings, key: Key, period: Micros) -> Option<Micros> {
    let more = match key {
        Key::Interval => settings.time(Key::ScheduleJitter) + 2 * settings.law(Key::Run).median(),
        // Of what comes by chance several are wanted; what is as long as a way there comes back as well.
        Key::CrashEvery | Key::Latency | Key::Step => period.saturating_mul(2),
        _ => 0,
    };
    let whole = period.saturating_add(more.max(period / AFTERWARDS));
    let unit = match whole {
        _ if whole > 2 * HOUR => HOUR,
        _ if whole > 2 * MINUTE => MINUTE,
        _ if whole > 2 * SECOND => SECOND,
        _ => 100 * MILLISECOND,
    };
    let takes = (whole / unit + 1).saturating_mul(unit);
    match param(settings.pattern(), Key::Duration).kind {
        Kind::Time { max, .. } => (takes <= max).then_some(takes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Value, all_presets, parse};
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
            ("background-sync&interval=24h", Key::Interval, 24 * HOUR),
            ("background-sync&run=exp:10min", Key::Run, 415_888_308),
            ("cqrs&writes-every=60s", Key::WritesEvery, MINUTE),
            ("event-based&latency=2min", Key::Latency, 2 * MINUTE),
            ("saga&step=90s", Key::Step, 90 * SECOND),
            ("event-based&outbox=on&poll=5min", Key::Poll, 5 * MINUTE),
            ("cqrs&poll=1h", Key::Poll, HOUR),
            ("cqrs&rebuild=2h", Key::Rebuild, 2 * HOUR),
            ("saga&crash-every=24h", Key::CrashEvery, 24 * HOUR),
            ("event-based&ack-timeout=3min", Key::AckTimeout, 3 * MINUTE),
            ("saga&timeout=1h", Key::Timeout, HOUR),
        ] {
            let mut settings = settings(&format!("v=1&pattern={text}"));
            let found = TooShort::of(&settings).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.key, found.period), (key, period), "{text}");
            let takes = found.takes.expect(text);
            assert!(takes > period, "{text}: {takes}");
            settings.set(Key::Duration, Value::Time(takes));
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
}
