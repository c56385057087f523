//! Cases of background sync.

mod copying;
mod people;
mod schedule;

use driftscope::facts::ids::NodeId;
use driftscope::facts::{Fault, RunEnd, What};

use crate::case::Case;

pub const CASES: &[&[Case]] = &[people::CASES, schedule::CASES, copying::CASES];

/// Catches a run that goes on although one of its stores, or the job itself, is down.
#[test]
fn a_run_fails_when_the_job_or_one_of_its_stores_goes_down() {
    for (node, id) in [
        ("job", NodeId(2)),
        ("source-1", NodeId(1)),
        ("target", NodeId(3)),
    ] {
        let link = format!("pattern=background-sync&run=4s&do=12s:crash:{node},for=3s");
        let trial = crate::trial::trial(&link);
        let crash = Fault::Crashed(id);
        let at = trial
            .facts
            .iter()
            .position(|fact| fact.what == What::Fault(crash));
        let next = &trial.facts[at.expect("it crashes") + 1];
        let failed = matches!(
            next.what,
            What::RunEnded {
                how: RunEnd::Failed,
                ..
            }
        );
        assert!(failed, "{node}: {next:?}: {}", trial.url());
        assert!(trial.settled(), "{}", trial.url());
        assert_eq!(trial.count("diverged"), 0.0, "{}", trial.url());
    }
}

/// Catches a job that takes a message for arrived that a cut link has swallowed.
#[test]
fn what_a_cut_link_swallows_is_asked_for_again() {
    for link in ["source-1.job", "job.target"] {
        let pairs = format!(
            "pattern=background-sync&run=200ms&latency=300ms&do=10100ms:cut:link.{link},for=8s;\
             10150ms:set:writes=0"
        );
        let trial = crate::trial::trial(&pairs);
        assert!(trial.facts_that(|what| matches!(what, What::Lost { .. })) > 0.0);
        assert_eq!(trial.count("failed-runs"), 0.0, "{}", trial.url());
        assert_eq!(trial.count("diverged"), 0.0, "{}", trial.url());
        assert!(trial.settled(), "{}", trial.url());
    }
}
