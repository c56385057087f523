//! Whether 95% intervals are what they say: about 95 of 100 seeds hold the true value, where theory knows it,
//! and every interval holds its own mean and lies within what its measure can be.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::consistency::{Figures, Measured, Pool, Report};
use driftscope::run::Run;
use driftscope::scenario::{Key, Value};
use trial::link;

/// Two exponential hops, of 20 ms and 80 ms on average.
const HOPS: &str = "v=1&pattern=event-based&consumers=1&deliver=exp:80ms&duration=20s&keys=10000\
                    &order=none&publish=exp:20ms&reads=0&work=0s&writes=10";
/// A key that is written twice a second reaches its copy after 300 ms: 1 - e^-0.6 of its reads are stale.
const READERS: &str = "v=1&pattern=event-based&consumers=1&deliver=300ms&duration=60s&keys=1\
                       &keys-per-read=1&latency=0s&order=none&publish=0s&reads=5&work=0s&writes=2";
/// A queue that is busy four tenths of the time (M/M/1): events take 1 / (10 - 4) s on average.
const QUEUE: &str = "v=1&pattern=event-based&consumers=1&duration=400s&keys=10000&latency=0s&order=none\
                     &reads=0&work=exp:100ms&writes=4";

const SEEDS: u64 = 1_000;

fn figures(text: &str, seed: u64) -> Figures {
    let mut scenario = link(text).scenario;
    scenario.settings.set(Key::SEED, Value::Count(seed));
    let mut run = Run::new(scenario);
    run.finish(&mut |_| {});
    run.figures()
}

fn pooled(text: &str, seeds: std::ops::Range<u64>) -> Report {
    let mut pool = Pool::default();
    for seed in seeds {
        pool.add(&figures(text, seed));
    }
    pool.report()
}

fn interval(measured: &Measured) -> Option<(f64, f64)> {
    match measured {
        Measured::Distribution { ci95, .. } | Measured::Share { ci95, .. } => *ci95,
    }
}

/// Of the intervals of so many runs each, 93 to 97 of 100 hold the truth, and hardly any is missing.
#[track_caller]
fn assert_covers(text: &str, name: &str, truth: f64, runs: u64) {
    let intervals: Vec<(f64, f64)> = (0..SEEDS)
        .filter_map(|nth| {
            let first = 1 + nth * runs;
            interval(&pooled(text, first..first + runs).measures[name])
        })
        .collect();
    let held = intervals
        .iter()
        .filter(|(low, high)| (*low..=*high).contains(&truth))
        .count();
    let share = held as f64 / intervals.len() as f64;
    let missing = SEEDS as usize - intervals.len();
    assert!(
        (0.93..=0.97).contains(&share),
        "{name}: {share} of {}",
        intervals.len()
    );
    assert!(missing <= 30, "{missing} of {SEEDS} runs have no interval");
}

#[test]
fn the_mean_of_one_run() {
    assert_covers(HOPS, "propagation", 100.0, 1);
}

#[test]
fn the_mean_of_one_run_whose_values_depend_on_each_other_and_are_skewed() {
    assert_covers(QUEUE, "propagation", 1_000.0 / 6.0, 1);
}

#[test]
fn the_share_of_one_run() {
    let truth = 1.0 - libm::exp(-0.6);
    assert_covers(READERS, "stale-reads", truth, 1);
}

#[test]
fn the_mean_and_the_share_of_several_runs() {
    assert_covers(&HOPS.replace("=20s", "=10s"), "propagation", 100.0, 4);
    let truth = 1.0 - libm::exp(-0.6);
    assert_covers(&READERS.replace("=60s", "=20s"), "stale-reads", truth, 4);
}

/// The last batch of a run, which is not full, belongs to it: one read of this run was stale, near its end.
#[test]
fn the_last_case_of_a_run_is_not_left_out() {
    let report = pooled("v=1&pattern=event-based&seed=209", 209..210);
    for (name, measured) in report.measures.iter() {
        let mean = match measured {
            Measured::Distribution { mean, .. } => *mean,
            Measured::Share { value, .. } => *value,
        };
        if let (Some(mean), Some((low, high))) = (mean, interval(measured)) {
            assert!(
                low <= mean && mean <= high,
                "{name}: {mean} in {low}..{high}"
            );
        }
    }
    let Measured::Share { value, ci95, .. } = report.measures["stale-reads"] else {
        panic!("a share");
    };
    let (value, (low, high)) = (value.expect("reads"), ci95.expect("many reads"));
    assert!(
        0.0 < low && low < value && value < high,
        "{value} in {low}..{high}"
    );
}
