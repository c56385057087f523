//! What each pattern is there to show: each trouble is produced by a scenario, and gone on the same
//! seed once its mitigation is on. And each preset shows its trouble, soon enough to be watched.
//!
//! Catches a mitigation that does nothing or not enough, a trouble that is there without its cause,
//! and a preset that a change of the model has left with nothing to see.
#![cfg(not(target_arch = "wasm32"))]

mod background_sync;
mod cqrs;
mod event_based;
mod for_good;
mod guarantees;
mod saga;
#[path = "../trial/mod.rs"]
mod trial;

use std::collections::BTreeMap;

use driftscope::consistency::Guarantee;
use driftscope::facts::What;
use driftscope::facts::time::{MILLISECOND, MINUTE};
use driftscope::patterns::{opening_link, parse};
use driftscope::scenario::{Pattern, presets};
use driftscope::session::{Session, State};
use trial::{Trial, run_link, trial, with};

/// How often something went wrong in a run.
pub type Figure = fn(&Trial) -> u64;

/// How often an anomaly was seen.
pub fn anomaly(trial: &Trial, name: &str) -> u64 {
    trial.anomaly(name)
}

/// How often something went wrong with the data itself. That a person sees it late, and with that less
/// than the guarantees of sessions promise, is what eventual means: it happens in healthy runs too.
pub fn harm(trial: &Trial) -> u64 {
    let late = |name: &str| {
        Guarantee::ALL
            .iter()
            .any(|guarantee| guarantee.word() == name)
    };
    let all = trial.report.anomalies.iter();
    all.filter(|(name, _)| !late(name))
        .map(|(_, count)| count)
        .sum()
}

/// The mean time in milliseconds from a commit within a minute until a copy has it.
pub(crate) fn delay_of_minute(trial: &Trial, minute: u64) -> f64 {
    let mut committed = BTreeMap::new();
    let mut delays = Vec::new();
    for fact in &trial.facts {
        match fact.what {
            What::Committed { write, .. } if fact.at / MINUTE == minute => {
                committed.insert(write, fact.at);
            }
            What::Applied { write, .. } => {
                delays.extend(committed.get(&write).map(|at| fact.at - at));
            }
            _ => {}
        }
    }
    delays.iter().sum::<u64>() as f64 / delays.len() as f64 / MILLISECOND as f64
}

/// What is written in the tenth minute is as soon at every copy as what was in the first, which is sooner
/// than this, and nothing is left over.
#[track_caller]
pub(crate) fn keeps_up(pairs: &str, soon_ms: f64) {
    let run = trial(&with(pairs, "duration", "10min"));
    assert!(run.settled(), "{}", run.url());
    assert_eq!(run.count("open"), 0.0, "{}", run.url());
    let [first, last] = [0, 9].map(|minute| delay_of_minute(&run, minute));
    assert!(first < soon_ms, "{first} ms: {}", run.url());
    let growth = last / first;
    assert!(
        (0.8..1.2).contains(&growth),
        "{first} ms, then {last}: {}",
        run.url()
    );
}

pub(crate) const LOST: Figure = |trial| anomaly(trial, "lost-event");
pub(crate) const DIVERGED_KEY: Figure = |trial| anomaly(trial, "diverged-key");
pub(crate) const TWICE: Figure = |trial| anomaly(trial, "duplicate-effect");
/// Keys that are wrong at the end.
pub(crate) const DIVERGED: Figure = |trial| trial.count("diverged") as u64;

/// A node that keeps a copy is stopped for two minutes, and crashes for two: its readers are shown what is
/// old, or nothing.
#[track_caller]
pub(crate) fn stops_or_crashes(pairs: &str, node: &str) {
    let healthy = trial(pairs);
    let stopped = trial(&with(pairs, "do", &format!("10s:stop:{node},for=2min")));
    let started = format!("10s:stop:{node};130s:start:{node}");
    let started = trial(&with(pairs, "do", &started));
    let crashed = trial(&with(pairs, "do", &format!("10s:crash:{node},for=2min")));
    let stale = |trial: &Trial| trial.mean("stale-reads");
    let unavailable = |trial: &Trial| trial.mean("unavailable");
    for stopped in [&stopped, &started] {
        let rises = stale(stopped) > 3.0 * stale(&healthy);
        assert!(rises && stale(stopped) > 0.25, "{}", stopped.url());
        assert_eq!(unavailable(stopped), 0.0, "{}", stopped.url());
        let reads = [&healthy, stopped].map(|trial| trial.count("reads"));
        assert_eq!(reads[0], reads[1], "{}", stopped.url());
        let is_mended = stopped.settled() && stopped.count("diverged") == 0.0;
        assert!(is_mended, "{}", stopped.url());
    }
    assert_eq!(unavailable(&healthy), 0.0, "{}", healthy.url());
    assert!(unavailable(&crashed) > 0.05, "{}", crashed.url());
    assert!(stale(&crashed) < stale(&stopped) / 2.0, "{}", crashed.url());
}

/// A trouble, by the figure that counts it, and what removes it.
pub(crate) struct Seen {
    pub pairs: &'static str,
    pub figures: &'static [Figure],
    pub cure: (&'static str, &'static str),
}

impl Seen {
    /// The trouble is there in a run that comes to rest, and the mitigation alone removes it.
    #[track_caller]
    pub fn check(&self) {
        let ill = trial(self.pairs);
        let well = trial(&with(self.pairs, self.cure.0, self.cure.1));
        for (nth, figure) in self.figures.iter().enumerate() {
            let (before, after) = (figure(&ill), figure(&well));
            assert!(before > 0, "figure {nth}: nothing is wrong: {}", ill.url());
            assert_eq!(after, 0, "figure {nth}: still wrong: {}", well.url());
        }
        assert!(well.settled(), "does not come to rest: {}", well.url());
        assert_eq!(
            ill.count("requested"),
            well.count("requested"),
            "the cure must not spare users from writing"
        );
    }
}

/// What each preset of a pattern promises to show.
fn promises(pattern: Pattern) -> &'static [Promise] {
    let promises = PROMISES.iter().find(|(of, _)| *of == pattern);
    promises.expect("every pattern promises something").1
}

/// A preset, and what it shows too much of.
type Promise = (&'static str, Option<Figure>);

const PROMISES: [(Pattern, &[Promise]); 4] = [
    (Pattern::EVENT_BASED, event_based::PRESETS),
    (Pattern::BACKGROUND_SYNC, background_sync::PRESETS),
    (Pattern::SAGA, saga::PRESETS),
    (Pattern::CQRS, cqrs::PRESETS),
];

#[test]
fn the_first_preset_is_what_an_empty_link_says() {
    let first = &presets(Pattern::EVENT_BASED)[0];
    assert_eq!(parse(first.link).0, parse("").0);
}

/// A visitor without a link should see something go wrong soon, and more than once.
#[test]
fn a_page_without_a_link_opens_a_trouble_that_shows_within_five_seconds() {
    let mut session = Session::open(parse(opening_link()).0);
    let mut elapsed_ms = 0.0;
    while session.ticks().len() < 2 && elapsed_ms < 20_000.0 {
        session.frame(16.7, &mut || true);
        elapsed_ms += 16.7;
        if session.ticks().is_empty() {
            assert!(elapsed_ms < 5_000.0, "nothing has gone wrong yet");
        }
    }
    assert!(elapsed_ms < 10_000.0, "{:?}", session.ticks());
}

#[test]
fn every_pattern_has_four_presets_and_the_first_is_healthy() {
    for pattern in Pattern::ALL {
        let words: Vec<_> = presets(*pattern).iter().map(|preset| preset.word).collect();
        let expected: Vec<_> = promises(*pattern).iter().map(|(word, _)| *word).collect();
        assert_eq!(words, expected);
        assert!(words.len() >= 4, "{}", pattern.word());
        assert!(promises(*pattern)[0].1.is_none());
    }
}

#[test]
fn every_preset_shows_its_trouble_and_its_cure_removes_it() {
    for pattern in Pattern::ALL {
        for (preset, (_, figure)) in presets(*pattern).iter().zip(promises(*pattern)) {
            let ill = run_link(preset.link);
            let Some(figure) = figure else {
                assert_eq!(harm(&ill), 0, "{}", ill.url());
                continue;
            };
            assert!(figure(&ill) > 0, "{}: {}", preset.word, ill.url());
            if let Some((key, value)) = preset.cure {
                let well = run_link(&with(preset.link, key.word(), value));
                assert_eq!(figure(&well), 0, "{}: {}", preset.word, well.url());
                assert!(well.settled(), "{}: {}", preset.word, well.url());
            }
        }
    }
}

#[test]
fn every_preset_shows_its_first_notable_thing_within_ten_seconds() {
    let mut late = Vec::new();
    let all = Pattern::ALL
        .iter()
        .flat_map(|pattern| presets(*pattern).iter().zip(promises(*pattern)));
    for (preset, (_, figure)) in all {
        let mut session = Session::open(trial::link(preset.link));
        let mut elapsed_ms = 0.0;
        let seen = |session: &Session| {
            let applied = || {
                session.log().any(|fact| {
                    matches!(
                        fact.what,
                        What::Applied { .. } | What::Committed { .. } | What::Reserved { .. }
                    )
                })
            };
            if figure.is_some() {
                !session.ticks().is_empty()
            } else {
                applied()
            }
        };
        while !seen(&session) && session.state() == State::Playing && elapsed_ms < 60_000.0 {
            session.frame(16.7, &mut || true);
            elapsed_ms += 16.7;
        }
        println!(
            "{}: {:.1} s of real time, {} ms simulated: {:?}",
            preset.word,
            elapsed_ms / 1e3,
            session.now() / 1_000,
            session.ticks().first()
        );
        if elapsed_ms >= 10_000.0 {
            late.push(preset.word);
        }
    }
    assert!(late.is_empty(), "too late: {late:?}");
}
