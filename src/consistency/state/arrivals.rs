//! In which order the versions of a key arrive at a replica.

use crate::facts::Version;
use crate::sim::ranges::Ranges;

/// Which versions of a key have arrived.
#[derive(Clone, Debug, Default)]
pub struct Arrivals(Ranges);

impl Arrivals {
    /// A version arrives for the first time. For each neighbour that has arrived before: whether
    /// the pair is inverted.
    pub fn note(&mut self, version: Version) -> [Option<bool>; 2] {
        let Self(arrived) = self;
        let below = arrived.contains(version.wrapping_sub(1)).then_some(false);
        let above = arrived.contains(version + 1).then_some(true);
        arrived.insert(version);
        [below, above]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_adjacent_pair_is_judged_once() {
        let mut arrivals = Arrivals::default();
        let judged: Vec<_> = [2, 1, 4, 3, 5]
            .map(|version| arrivals.note(version))
            .into_iter()
            .flatten()
            .collect();
        let pairs: Vec<bool> = judged.into_iter().flatten().collect();
        // (1,2) inverted; (3,4) inverted and (2,3) in order, both when 3 comes; (4,5) in order.
        assert_eq!(pairs, [true, false, true, false]);
    }
}
