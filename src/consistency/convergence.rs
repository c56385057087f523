//! How long it takes after a fault until everything written before its end is shown everywhere.

use super::distribution::Distribution;
use super::survival::Censored;
use crate::sim::fact::Fault;
use crate::sim::time::Micros;

/// The most faults whose aftermath is watched at once.
const MOST_WATCHED: usize = 1_000;

/// Faults that have ended and whose aftermath has not.
#[derive(Clone, Debug, Default)]
pub struct Convergence {
    ended: Vec<Micros>,
    /// From the end of a fault until every write committed before it was shown or superseded.
    pub times: Distribution,
}

impl Convergence {
    /// Something broke or was mended.
    pub fn note(&mut self, at: Micros, fault: Fault) {
        if matches!(fault, Fault::Restarted(_) | Fault::Mended(_))
            && self.ended.len() < MOST_WATCHED
        {
            self.ended.push(at);
        }
    }

    /// The oldest write that some replica does not show yet was committed then, if there is one.
    pub fn check(&mut self, now: Micros, oldest_open: Option<Micros>) {
        let converged = self
            .ended
            .iter()
            .take_while(|&&end| oldest_open.is_none_or(|at| at >= end))
            .count();
        for end in self.ended.drain(..converged) {
            self.times.record(now - end);
        }
    }

    /// Whether an aftermath is being watched.
    pub fn is_watching(&self) -> bool {
        !self.ended.is_empty()
    }

    /// How long the aftermaths that have not ended have lasted.
    pub fn open(&self, now: Micros) -> Censored {
        self.ended.iter().map(|end| (now - end, 1)).collect()
    }
}
