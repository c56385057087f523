//! The model against theory: each test is a row of the table of closed forms in ARCHITECTURE.md,
//! run at the sample size for which its tolerance is stated, with a fixed seed, through the same
//! links and measures as the page and the command.
#![cfg(not(target_arch = "wasm32"))]

use driftscope::consistency::{Figures, Kept, Measured, Named};
use driftscope::lab::{self, Outcome};
use driftscope::scenario;

/// A scenario run to its end.
struct Finding {
    link: &'static str,
    outcome: Outcome,
}

fn run(link: &'static str) -> Finding {
    let (parsed, problems) = scenario::parse(link);
    assert!(problems.is_empty(), "{link}: {problems:?}");
    Finding {
        link,
        outcome: lab::repeat(&parsed.scenario, 1),
    }
}

impl Finding {
    fn figures(&self) -> &Figures {
        self.outcome.pool.figures()
    }

    fn counts(&self) -> &Named<u64> {
        &self.figures().counts
    }

    fn count(&self, name: &str) -> f64 {
        *self.counts().get(name).expect("a documented count") as f64
    }

    fn measured(&self, name: &str) -> Measured {
        self.outcome.report().measures[name].clone()
    }

    fn mean(&self, name: &str) -> f64 {
        match self.measured(name) {
            Measured::Distribution { mean, .. } => mean.expect("there are values"),
            Measured::Share { value, .. } => value.expect("there are cases"),
        }
    }

    fn percentile(&self, name: &str, of: u32) -> f64 {
        let Measured::Distribution { p50, p95, p99, .. } = self.measured(name) else {
            panic!("{name} is a share")
        };
        let value = match of {
            50 => p50,
            95 => p95,
            _ => p99,
        };
        value.expect("there are values")
    }

    fn max(&self, name: &str) -> f64 {
        let Measured::Distribution { max, .. } = self.measured(name) else {
            panic!("{name} is a share")
        };
        max.expect("there are values")
    }

    fn share_at_least(&self, name: &str, micros: u64) -> f64 {
        let Kept::Times(times, _) = &self.figures().measures[name] else {
            panic!("{name} is no time")
        };
        times.share_at_least(micros).expect("there are values")
    }

    #[track_caller]
    fn check(&self, row: &str, measured: f64, expected: f64, tolerance: f64) {
        let off = (measured - expected).abs();
        assert!(
            off <= tolerance,
            "{row}: measured {measured}, expected {expected} ± {tolerance}\nhttp://127.0.0.1:8080/#{}",
            self.link
        );
    }

    #[track_caller]
    fn at_least(&self, name: &str, samples: f64) {
        let count = self.count(name);
        assert!(count >= samples, "{name}: {count} of {samples}");
    }
}

#[test]
fn e01_constant_hops_add_up() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=1&publish=20ms&deliver=30ms&work=5ms&duration=1000s&writes-every=1s",
    );
    run.check("E01", run.mean("propagation"), 55.0, 0.0);
    run.check("E01 max", run.max("propagation"), 55.0, 0.0);
    run.check("E01 p50", run.percentile("propagation", 50), 55.0, 0.0);
}

#[test]
fn e02_two_exponential_hops_are_erlang_2() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=exp:20ms&deliver=exp:20ms&work=0us&duration=10020s&writes=10&seed=2",
    );
    run.at_least("committed", 99_500.0);
    run.check("E02a", run.mean("propagation"), 40.0, 0.358);
    run.check("E02b", run.percentile("propagation", 50), 33.5669, 0.404);
    run.check("E02c", run.percentile("propagation", 95), 94.8773, 1.34);
    run.check("E02d", run.percentile("propagation", 99), 132.767, 2.9);
}

#[test]
fn e03_losses_cost_a_timeout_each() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=0us&deliver=50ms&work=0us&deliver-loss=20%&publish-loss=0&ack-timeout=1s&retry=0us&duration=50050s&writes=2&seed=3",
    );
    run.at_least("committed", 99_500.0);
    run.check("E03a", run.mean("propagation"), 300.0, 7.07);
    let late = run.share_at_least("propagation", 1_051_000);
    run.check("E03b", late, 0.04, 0.00248);
    // Exact up to the three digits of the histogram.
    run.check("E03c", run.percentile("propagation", 99), 2_050.0, 1.03);
}

const RETRIES: &str = "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=0us&deliver=50ms&work=0us&error=30%&attempts=5&dead-letter=on&retry=100ms&backoff=2&jitter=none&duration=50050s&writes=2&seed=4";

#[test]
fn e04_retries_with_backoff_and_a_dead_letter_queue() {
    let run = run(RETRIES);
    run.at_least("committed", 99_500.0);
    let events = run.count("committed");
    run.check(
        "E04a",
        run.count("dead-letters") / events,
        0.00243,
        0.000_623,
    );
    let attempts = 1.0 + run.count("retries") / events;
    run.check("E04b", attempts, 1.4251, 0.00964);
    run.check("E04c", run.mean("propagation"), 111.785, 2.04);
}

#[test]
fn e04_full_jitter_halves_the_waits() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=0us&deliver=50ms&work=0us&error=30%&attempts=5&dead-letter=on&retry=100ms&backoff=2&jitter=full&duration=50050s&writes=2&seed=4",
    );
    run.check("E04d", run.mean("propagation"), 80.8926, 1.11);
}

#[test]
fn e06_lost_acknowledgements_deliver_twice() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=0us&deliver=50ms&work=0us&deliver-loss=20%&ack-loss=10%&ack-timeout=1s&retry=0us&duration=50050s&writes=2&seed=6",
    );
    run.at_least("committed", 99_500.0);
    let events = run.count("committed");
    run.check("E06a", run.count("deliveries") / events, 1.11111, 0.00444);
    run.check("E06b", run.count("transmissions") / events, 1.38889, 0.0093);
    run.check("E06c", run.mean("redelivered"), 0.1, 0.00379);
}

#[test]
fn e06_an_inbox_makes_effects_exactly_one() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&publish=0us&deliver=50ms&work=0us&deliver-loss=20%&ack-loss=10%&ack-timeout=1s&retry=0us&inbox=on&duration=50050s&writes=2&seed=6",
    );
    assert!(run.count("deliveries") > 1.05 * run.count("committed"));
    run.check(
        "E06d",
        run.count("effects") / run.count("committed"),
        1.0,
        0.0,
    );
}

#[test]
fn e07_a_dual_write_loses_what_an_outbox_sends_twice() {
    // One write a second: no other event is on its way when the service dies, and it is up again
    // before the next.
    let dual = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&latency=20ms&crash-between=1%&repair=1ms&duration=10000s&writes-every=1s&seed=7",
    );
    dual.at_least("committed", 9_990.0);
    dual.check("E07a", dual.count("lost"), 100.0, 39.8);
    let outbox = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&latency=20ms&crash-between=1%&repair=1ms&outbox=on&duration=10000s&writes-every=1s&seed=7",
    );
    let twice = outbox.count("publications") - outbox.count("committed");
    outbox.check("E07b", twice, 101.01, 40.4);
    outbox.check("E07b lost", outbox.count("lost"), 0.0, 0.0);
}

#[test]
fn e08_a_polled_outbox_delays_by_half_its_interval() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&latency=0us&work=0us&outbox=on&poll=500ms&duration=10020s&writes=10&seed=8",
    );
    run.at_least("committed", 99_500.0);
    run.check("E08", run.mean("propagation"), 250.0, 1.83);
    run.check("E08 p95", run.percentile("propagation", 95), 475.0, 1.83);
}

#[test]
fn e09_a_consumer_is_a_queue_with_one_server() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&order=none&latency=0us&work=exp:100ms&workers=1&duration=125200s&writes=8&seed=9",
    );
    run.at_least("committed", 998_000.0);
    run.check("E09a", run.mean("propagation"), 500.0, 17.0);
    run.check("E09b", run.percentile("propagation", 95), 1_497.87, 61.8);
    run.check("E09c", run.mean("lag"), 4.0, 0.136);
}

#[test]
fn e12_an_outage_piles_up_what_was_written_in_it() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=10000&latency=0us&work=12500us&duration=120s&writes-every=20ms&do=10s:crash:consumer-1,for=20s",
    );
    run.check("E12a", run.max("lag"), 1_000.0, 1.0);
}

#[test]
fn e13_without_order_the_second_event_may_come_first() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=1&order=none&latency=0us&deliver=exp:100ms&work=0us&duration=5010s&writes-every=50ms&seed=13",
    );
    run.at_least("committed", 100_000.0);
    run.check("E13", run.mean("reordered"), 0.303_265, 0.00581);
}

#[test]
fn e18_age_of_information_of_a_queue() {
    let run = run(
        "v=1&pattern=event-based&consumers=1&keys=1&latency=0us&work=exp:100ms&duration=120200s&writes=5&seed=18",
    );
    run.at_least("committed", 599_000.0);
    run.check("E18a", run.mean("age-of-information"), 350.0, 2.47);
}
