//! Arrivals of a Poisson process whose rate may change while one is awaited.

use super::draw::{Draws, Identity, Purpose};
use crate::facts::time::Micros;

/// Draws each wait in unit-rate time, so that a changed rate rescales what is left of it and
/// changes no draw.
#[derive(Clone, Debug)]
pub struct PoissonClock {
    purpose: Purpose,
    node: crate::facts::ids::NodeId,
    count: u64,
    /// What is left of the wait for the next arrival, as a multiple of the mean wait.
    units_left: f64,
    since: Micros,
}

impl PoissonClock {
    /// A clock that starts at time 0. Its draws belong to the node and the purpose.
    pub fn new(draws: Draws, purpose: Purpose, node: crate::facts::ids::NodeId) -> Self {
        let mut clock = Self {
            purpose,
            node,
            count: 0,
            units_left: 0.0,
            since: 0,
        };
        clock.units_left = clock.draw(draws);
        clock
    }

    /// How many arrivals there have been.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How long it is from `since` to the next arrival at this mean wait.
    pub fn wait(&self, mean: f64) -> Micros {
        libm::round((self.units_left * mean).min(1e15)) as Micros
    }

    /// Uses up the time since the last call at the mean wait that held during it. Call it when the
    /// mean wait changes.
    pub fn pass(&mut self, now: Micros, mean: Option<f64>) {
        if let Some(mean) = mean {
            let passed = (now - self.since) as f64 / mean;
            self.units_left = (self.units_left - passed).max(0.0);
        }
        self.since = now;
    }

    /// The awaited arrival has come: counts it and draws the next wait.
    pub fn arrived(&mut self, now: Micros, draws: Draws) -> u64 {
        let nth = self.count;
        self.count += 1;
        self.units_left = self.draw(draws);
        self.since = now;
        nth
    }

    fn draw(&self, draws: Draws) -> f64 {
        let uniform = draws.uniform(self.purpose, Identity::of(self.count, self.node, 0));
        -libm::log1p(-uniform)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ids::NodeId;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_changed_rate_rescales_the_rest_of_the_wait() {
        let draws = Draws::new(1);
        let mut clock = PoissonClock::new(draws, Purpose::Arrival, NodeId(0));
        let whole = clock.wait(1_000_000.0);
        clock.pass(whole / 2, Some(1_000_000.0));
        let rest = clock.wait(2_000_000.0);
        assert!(rest.abs_diff(whole) <= 2, "{rest} against {whole}");
    }

    #[test]
    fn waits_have_the_mean_that_was_asked_for() {
        let draws = Draws::new(2);
        let mut clock = PoissonClock::new(draws, Purpose::Arrival, NodeId(0));
        let mut sum = 0;
        for _ in 0..100_000 {
            sum += clock.wait(1_000.0);
            clock.arrived(0, draws);
        }
        // Four standard errors of the mean of 100,000 exponential waits.
        assert!((sum as f64 / 1e5 - 1_000.0).abs() < 12.7, "{sum}");
    }
}
