//! Sagas against theory: each test is a row of the table of closed forms, run at the sample size for
//! which its tolerance is stated, with a fixed seed, through the same links and measures as the page
//! and the command.
#![cfg(not(target_arch = "wasm32"))]

use driftscope::consistency::{Figures, Kept, Measured};
use driftscope::lab::{self, Outcome};
use driftscope::scenario;

/// A scenario run to its end.
struct Finding {
    link: String,
    outcome: Outcome,
}

fn run(pairs: &str) -> Finding {
    let link = format!("v=1&pattern=saga&{pairs}");
    let (parsed, problems) = scenario::parse(&link);
    assert!(problems.is_empty(), "{link}: {problems:?}");
    let outcome = lab::repeat(&parsed.scenario, 1);
    Finding { link, outcome }
}

impl Finding {
    fn figures(&self) -> &Figures {
        self.outcome.pool.figures()
    }

    fn count(&self, name: &str) -> f64 {
        *self.figures().counts.get(name).expect("a documented count") as f64
    }

    fn mean(&self, name: &str) -> f64 {
        match self.outcome.report().measures[name] {
            Measured::Distribution { mean, .. } => mean.expect("there are values"),
            Measured::Share { value, .. } => value.expect("there are cases"),
        }
    }

    fn p95(&self, name: &str) -> f64 {
        match self.outcome.report().measures[name] {
            Measured::Distribution { p95, .. } => p95.expect("there are values"),
            Measured::Share { .. } => panic!("{name} is a share"),
        }
    }

    fn share_at_least_one(&self, name: &str) -> f64 {
        let Kept::Numbers(numbers, _) = &self.figures().measures[name] else {
            panic!("{name} is no number")
        };
        numbers.share_at_least(1).expect("there are values")
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

/// Sagas that do not meet, one hundred a second, without people who look.
const APART: &str = "keys=10000&capacity=1000000&latency=0us&reads=0&sagas=100&timeout=1min";
/// Steps that are refused as in the row.
const REFUSED: &str = "steps=3&refuse=0.05|0.1|0.15";

#[test]
fn g01_to_g04a_refusals_that_are_independent() {
    let run = run(&format!(
        "{APART}&{REFUSED}&step=100ms&undo=100ms&duration=1120s&seed=1"
    ));
    run.at_least("sagas", 110_000.0);
    let ended = run.count("sagas");
    run.check("G01", run.mean("success"), 0.72675, 0.00564);
    run.check("G02", run.mean("attempts"), 2.805, 0.00639);
    run.check("G03a", run.mean("compensations"), 0.3515, 0.00881);
    let some = run.share_at_least_one("compensations");
    run.check("G03b", some, 0.22325, 0.00527);
    run.at_least("compensated", 30_000.0);
    let given_abort = run.count("taken-back") / run.count("compensated");
    run.check("G03c", given_abort, 1.28637, 0.0174);
    run.check("G04a", run.mean("saga-duration"), 315.65, 1.05);
    assert_eq!(run.count("completed") + run.count("compensated"), ended);
}

#[test]
fn g04b_steps_that_take_exponential_time() {
    let run = run(&format!(
        "{APART}&{REFUSED}&step=exp:100ms&undo=exp:100ms&duration=1010s&seed=2"
    ));
    run.at_least("sagas", 100_000.0);
    run.check("G04b", run.mean("saga-duration"), 315.65, 2.48);
    run.at_least("completed", 50_000.0);
    run.check("G04c", run.p95("completed-duration"), 629.579, 10.7);
}

#[test]
fn g05_three_attempts_at_each_step() {
    let run = run(&format!(
        "{APART}&steps=3&refuse=0&error=0.05|0.1|0.15&attempts=3&step=1ms&duration=1010s&seed=3"
    ));
    run.at_least("sagas", 100_000.0);
    run.check("G05a", run.mean("success"), 0.995_504, 0.000_846);
}

#[test]
fn g06_undos_that_fail() {
    let run = run(&format!(
        "{APART}&{REFUSED}&step=1ms&undo=1ms&undo-fail=0.1&undo-attempts=1&duration=1010s&seed=4"
    ));
    run.at_least("sagas", 100_000.0);
    run.check("G06a", run.mean("orphaned"), 0.033_867_5, 0.00229);
    let orphans = run.count("orphans") / run.count("sagas");
    run.check("G06b", orphans, 0.03515, 0.00243);
}

#[test]
fn g06_undos_that_are_tried_three_times() {
    let run = run(
        "keys=10000&capacity=1000000&latency=0us&reads=0&sagas=1000&timeout=1s&steps=3\
         &refuse=0.05|0.1|0.15&step=0us&undo=0us&retry=0us\
         &undo-fail=0.1&undo-attempts=3&duration=1005s&seed=5",
    );
    run.at_least("sagas", 1_000_000.0);
    run.check("G06c", run.mean("orphaned"), 0.000_351_372, 0.000_075);
}

#[test]
fn g08_replies_that_are_lost_book_twice() {
    let run = run(
        "keys=10000&capacity=1000000&latency=0us&reads=0&sagas=100&timeout=100ms&steps=3&refuse=0\
         &step=1ms&undo=1ms&reply-loss=0.1&attempts=2&retry=0us&duration=1010s&seed=6",
    );
    run.at_least("sagas", 100_000.0);
    run.check("G08", run.mean("double-booked"), 0.271, 0.00562);
}

#[test]
fn g09_reads_that_see_what_is_not_committed() {
    let run = run(
        "keys=1&capacity=1000000&latency=0us&sagas=0.5&reads=0.5&keys-per-read=1&routing=first\
         &timeout=1min&steps=2&refuse=0|0.27325&step=0us|exp:300ms&undo=0us&duration=201000s&seed=7",
    );
    run.at_least("reads", 100_000.0);
    let seen = run.mean("uncommitted-read");
    run.check("G09a", seen, 0.139_292, 0.00438);
    run.check("G09b", run.mean("dirty-read"), 0.040_158_9, 0.00248);
}

#[test]
fn g11_an_orchestration_takes_more_messages_than_a_choreography() {
    let pairs = "latency=20ms&step=50ms&refuse=0&steps=3&sagas=1&duration=10s";
    let led = run(pairs);
    led.check("G11a", led.mean("saga-duration"), 270.0, 0.0);
    let told = run(&format!("{pairs}&style=choreography"));
    told.check("G11b", told.mean("saga-duration"), 230.0, 0.0);
}

#[test]
fn g13_the_riskiest_step_first_saves_compensations() {
    let run = run(&format!(
        "{APART}&steps=3&refuse=0.15|0.1|0.05&step=1ms&undo=1ms&duration=1010s&seed=8"
    ));
    run.at_least("sagas", 100_000.0);
    run.check("G13a", run.mean("compensations"), 0.1615, 0.00582);
    run.check("G13a success", run.mean("success"), 0.72675, 0.00564);
}
