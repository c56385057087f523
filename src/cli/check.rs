//! Holds a run against what the sender of its link saw.

use crate::run::Run;
use crate::scenario::{Link, Problem};

/// What is said if the run at the instant of the link is not the one that the sender saw.
pub fn differs(link: &Link) -> Option<Problem> {
    let (check, at) = link.check.zip(link.playhead)?;
    // Measured, since what is remembered has a bound of its own at which a run is stopped.
    let mut run = Run::new(link.scenario.clone());
    run.advance(at, u64::MAX, &mut |_| {});
    check.held_against(run.digest(), run.now())
}
