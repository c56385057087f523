//! In which order the versions of a key arrive at a replica.

use crate::sim::fact::Version;

/// Which of the last 64 versions of a key have arrived.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrivals {
    top: Version,
    /// Bit n: the version `top - n` has arrived.
    seen: u64,
}

impl Arrivals {
    /// A version arrives for the first time. For each neighbour that has arrived before: whether
    /// the pair is inverted.
    pub fn note(&mut self, version: Version) -> [Option<bool>; 2] {
        let below = self.has(version.wrapping_sub(1)).then_some(false);
        let above = self.has(version + 1).then_some(true);
        if version > self.top {
            let shift = version - self.top;
            self.seen = if shift < 64 { self.seen << shift } else { 0 } | 1;
            self.top = version;
        } else if self.top - version < 64 {
            self.seen |= 1 << (self.top - version);
        }
        [below, above]
    }

    fn has(&self, version: Version) -> bool {
        version > 0
            && version <= self.top
            && self.top - version < 64
            && self.seen >> (self.top - version) & 1 == 1
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
