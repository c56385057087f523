//! Links with a hundred thousand messages under way, and how much may be drawn of them: for what is tested without a
//! browser and in one.

use driftscope::facts::time::{MINUTE, Micros, SECOND};
use driftscope::run::Run;

/// As many messages as are under way.
pub const MANY: usize = 100_000;
/// The most calls of a canvas for one picture.
pub const MOST_CALLS: usize = 20_000;

/// One of each pattern that goes on for a while with so many, as pairs of a link.
pub const LASTING: [&str; 4] = [
    "writes=1000&reads=1000&latency=2min&publish=2min&loss=0.1&duration=1h&consumers=8",
    "pattern=background-sync&reads=1000&writes=1000&latency=2min&duration=1h&sources=6",
    "pattern=saga&sagas=1000&reads=1000&latency=1min&capacity=1000000&duration=1h&steps=6&loss=0.1",
    "pattern=cqrs&writes=1000&bus=2min&reads=1000&latency=2min&duration=1h&views=3&replicas=4",
];

/// Lets a run go on until so many are under way, and gives that instant.
pub fn crowd(run: &mut Run) -> Micros {
    let mut at = 0;
    while run.in_flight() < MANY {
        at += SECOND;
        assert!(at < 5 * MINUTE, "{}", run.in_flight());
        run.advance(at, u64::MAX, &mut |_| {});
    }
    at
}
