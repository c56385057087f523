//! How likely a read is to see a write, by how long after the commit it starts (t-visibility; Bailis et
//! al., "Probabilistically Bounded Staleness for Practical Partial Quorums", 2012).

use super::fold::Consistency;
use crate::sim::time::Micros;

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visible {
    /// How long after the commit the read starts.
    pub after: Micros,
    /// The chance that it sees the write or a newer one, between 0 and 1.
    pub share: f64,
    /// The ends of the 95% interval of that.
    pub interval: (f64, f64),
}

impl Consistency {
    /// The curve up to an instant, from the earliest point to the latest; empty where there is no data.
    pub fn visibility(&self, _now: Micros) -> Vec<Visible> {
        Vec::new()
    }
}
