//! Background sync against theory: each test is a row of the table of closed forms in ARCHITECTURE.md,
//! run at the sample size for which its tolerance is stated, with a fixed seed, through the same links
//! and measures as the page and the command. Times are in seconds.
#![cfg(not(target_arch = "wasm32"))]

use driftscope::consistency::{Measured, Report};
use driftscope::lab;
use driftscope::scenario;

/// A link, run with so many seeds.
struct Finding {
    link: String,
    report: Report,
}

fn run(pairs: &str, runs: u32) -> Finding {
    let link = format!("v=1&pattern=background-sync&latency=0s&row=0s&{pairs}");
    let (parsed, problems) = scenario::parse(&link);
    assert!(problems.is_empty(), "{link}: {problems:?}");
    let report = lab::repeat(&parsed.scenario, runs.into()).report();
    Finding { link, report }
}

impl Finding {
    fn mean(&self, name: &str) -> f64 {
        match self.report.measures[name] {
            Measured::Distribution { mean, .. } => mean.expect("there are values"),
            Measured::Share { value, .. } => value.expect("there are cases"),
        }
    }

    fn samples(&self, name: &str) -> u64 {
        match self.report.measures[name] {
            Measured::Distribution { count, .. } | Measured::Share { count, .. } => count,
        }
    }

    fn percentile(&self, name: &str, of: u32) -> f64 {
        let Measured::Distribution { p50, p95, p99, .. } = self.report.measures[name] else {
            panic!("{name} is a share")
        };
        let value = match of {
            50 => p50,
            95 => p95,
            _ => p99,
        };
        value.expect("there are values")
    }

    fn count(&self, name: &str) -> f64 {
        self.report.counts[name] as f64
    }

    #[track_caller]
    fn check(&self, row: &str, measured: f64, expected: f64, tolerance: f64) {
        println!("{row}: measured {measured}, expected {expected} ± {tolerance}");
        assert!(
            (measured - expected).abs() <= tolerance,
            "{row}: measured {measured}, expected {expected} ± {tolerance}\nhttp://127.0.0.1:8080/#{}",
            self.link
        );
    }
}

/// A write waits for the next tick, then for the run: uniform from L to T + L.
#[test]
fn s01_a_window_is_uniform_over_the_interval_and_then_the_run() {
    let sync = run(
        "interval=60s&run=2s&writes=10.1&reads=0&keys=1000&duration=10000s",
        1,
    );
    assert!(sync.samples("inconsistency-window") >= 100_000);
    let window = |of| sync.percentile("inconsistency-window", of) / 1e3;
    sync.check("S01a", sync.mean("inconsistency-window") / 1e3, 32.0, 0.219);
    sync.check("S01b", window(50), 32.0, 0.379);
    sync.check("S01c", window(95), 59.0, 0.165);
    sync.check("S01d", window(99), 61.4, 0.0755);
}

/// A read at a random time is stale if its key was written since the last tick.
#[test]
fn s02_a_read_is_stale_if_its_key_was_written_since_the_last_tick() {
    let sync = run(
        "interval=60s&run=0s&keys=1000&writes=16.66666667&reads=10.1&keys-per-read=1&duration=10000s",
        1,
    );
    assert!(sync.samples("stale-reads") >= 100_000);
    sync.check("S02", sync.mean("stale-reads"), 0.367_879, 0.0061);
}

#[test]
fn s03_a_copy_that_is_seen_late_is_stale_for_as_much_longer() {
    let sync = run(
        "interval=60s&run=6s&keys=1000&writes=16.66666667&reads=10.1&keys-per-read=1&duration=10000s",
        1,
    );
    assert!(sync.samples("stale-reads") >= 100_000);
    sync.check("S03", sync.mean("stale-reads"), 0.428_034, 0.00626);
}

/// A run that fails has its writes wait for the next one: a geometric number of intervals.
#[test]
fn s04_a_failed_run_has_its_writes_wait_for_another_interval() {
    let sync = run(
        "interval=60s&run=2s&fail=0.1&fail-at=0&writes=0.016666667&reads=0&keys=4&duration=168h",
        10,
    );
    assert!(sync.samples("inconsistency-window") >= 100_000);
    sync.check(
        "S04a",
        sync.mean("inconsistency-window") / 1e3,
        38.6667,
        0.345,
    );
}

const BOTH_WAYS: &str = "copy=two-way&write-split=0.5&sessions=1000&interval=60s&run=0s&reads=0";

/// A key is in conflict if both sides wrote to it since the last run.
#[test]
fn s06_a_key_is_in_conflict_if_both_sides_wrote_to_it() {
    let pairs = format!("{BOTH_WAYS}&keys=1000&writes=16.666666667&duration=6000s");
    let sync = run(&pairs, 1);
    // The run after the end finds what was written after the last tick before it: nothing.
    let runs = 100.0;
    sync.check("S06", sync.count("conflicts") / runs, 154.818, 4.58);
}

/// Of two writes that conflict the older one wins if it is of the side whose clock is ahead, by less
/// than the skew.
#[test]
fn s08_a_clock_that_is_ahead_has_older_writes_win() {
    let pairs = format!("{BOTH_WAYS}&keys=10000&writes=166.666666667&duration=3960s&clock-skew=6s");
    let sync = run(&pairs, 1);
    assert!(sync.samples("older-wins") >= 100_000);
    sync.check("S08", sync.mean("older-wins"), 0.0966, 0.0038);
}

/// Rows that were stamped before the watermark and committed after the snapshot are never asked for.
#[test]
fn s09_rows_that_are_being_committed_at_the_snapshot_are_missed() {
    let sync = run(
        "copy=incremental&interval=5s&run=0s&inserts=1&commit-lag=exp:200ms&writes=10&reads=0&keys=1\
         &duration=5000s",
        1,
    );
    let runs = 1_000.0;
    sync.check("S09a", sync.count("missed-rows") / runs, 2.0, 0.179);
}

#[test]
fn s10_deletions_without_a_trace_leave_ghosts_until_everything_is_compared() {
    let never = run(
        "copy=incremental&interval=60s&run=2s&deletes=1&writes=0.5&reads=0&keys=1000&duration=600s",
        1,
    );
    never.check("S10a", never.count("ghost-rows"), 300.0, 69.3);
    let compared = run(
        "interval=60s&run=2s&inserts=0.5&deletes=0.5&writes=1&reads=0&keys=2000&duration=60000s",
        1,
    );
    compared.check("S10b", compared.mean("ghost-rows"), 16.0, 1.0);
}

/// Little's law for writes that are not in the copy yet.
#[test]
fn s15_so_many_writes_are_not_in_the_copy_as_come_in_while_one_waits() {
    let sync = run(
        "copy=incremental&interval=60s&run=2s&writes=5&reads=0&keys=10000&duration=60000s",
        1,
    );
    assert!(sync.count("committed") >= 100_000.0);
    sync.check("S15", sync.mean("lag"), 160.0, 1.1);
}
