//! Figures over a window of time: those at its end less those at its beginning.
//!
//! Everything that is measured only ever grows, so what happened in a span of time is the difference of
//! two states. How sure an average is cannot be told from that.

use crate::consistency::measures::report::{Figures, Kept};
use crate::consistency::stats::named::Named;
use crate::facts::time::Micros;

/// Counts of how many there are now: they fall as well.
const STANDING: [&str; 5] = ["open", "diverged", "in-flight", "orphans", "ghost-rows"];

impl Figures {
    /// What was added since an earlier state of the same run, this long ago.
    #[must_use]
    pub fn since(&self, earlier: &Self, width: Micros) -> Self {
        let measures = self.measures.iter().map(|(name, kept)| {
            let since = earlier
                .measures
                .get(name)
                .map_or_else(|| kept.clone(), |then| kept.since(then, width));
            (name, since)
        });
        let counted = |now: &Named<u64>, then: &Named<u64>| -> Named<u64> {
            let counts = now.iter().map(|(name, &count)| {
                let before = then.get(name).copied().unwrap_or(0);
                let before = if STANDING.contains(&name) { 0 } else { before };
                (name, count - before)
            });
            counts.collect()
        };
        let some = |counts: Named<u64>| -> Named<u64> {
            let some = counts.iter().filter(|(_, count)| **count > 0);
            some.map(|(name, &count)| (name, count)).collect()
        };
        Self {
            measures: measures.collect(),
            counts: counted(&self.counts, &earlier.counts),
            anomalies: some(counted(&self.anomalies, &earlier.anomalies)),
            left_out: some(counted(&self.left_out, &earlier.left_out)),
            ..*self
        }
    }
}

impl Kept {
    /// What was added since an earlier state, this long ago. Of what has not ended it is what began since.
    fn since(&self, earlier: &Self, width: Micros) -> Self {
        match (self, earlier) {
            (Self::Times(now, open), Self::Times(then, _)) => {
                let open = open.iter().filter(|(age, _)| *age <= width);
                Self::Times(Box::new(now.since(then)), open.copied().collect())
            }
            (Self::Numbers(now, unit), Self::Numbers(then, _)) => {
                Self::Numbers(Box::new(now.since(then)), unit)
            }
            (Self::Level(now, unit), Self::Level(then, _)) => {
                Self::Level(Box::new(now.since(then)), unit)
            }
            (Self::Age(now), Self::Age(then)) => Self::Age(now.since(then)),
            (Self::Share(now), Self::Share(then)) => Self::Share(now.since(then)),
            (Self::Load(now), Self::Load(then)) => Self::Load(now.since(then)),
            // The same measure is always kept the same way.
            (now, _) => now.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::stats::distribution::Distribution;
    use crate::consistency::stats::level::{Level, Share};

    /// One value of `10 * second` each second, and a level that is the second.
    fn at(second: u64) -> Figures {
        let (mut times, mut level, mut share) =
            (Distribution::default(), Level::default(), Share::default());
        for nth in 0..second {
            times.record(10 * nth);
            level.set(nth, nth);
            share.record(nth % 2 == 0);
        }
        level.pass(second);
        let mut figures = Figures::default();
        let open = vec![(3, 1), (30, 1)];
        for (name, kept) in [
            ("propagation", Kept::Times(Box::new(times), open)),
            ("lag", Kept::Level(Box::new(level), "events")),
            ("stale-reads", Kept::Share(share)),
        ] {
            figures.measures.set(name, kept);
        }
        figures.counts.set("committed", second);
        figures.counts.set("open", 2);
        figures.anomalies.set("lost-event", 4);
        figures
    }

    #[test]
    fn a_window_has_what_happened_in_it_alone() {
        let figures = at(100).since(&at(80), 20);
        assert_eq!(
            (figures.counts["committed"], figures.counts["open"]),
            (20, 2)
        );
        assert!(figures.anomalies.is_empty(), "it was lost before");
        let Kept::Times(times, open) = &figures.measures["propagation"] else {
            panic!("times")
        };
        assert_eq!((times.count(), times.mean()), (20, Some(895.0)));
        assert!(times.max().is_some_and(|max| (989..=991).contains(&max)));
        assert_eq!(times.quantile(0.5).map(|p50| p50 / 10), Some(89));
        assert_eq!(open, &[(3, 1)], "the other began before");
        let Kept::Level(level, _) = &figures.measures["lag"] else {
            panic!("a level")
        };
        assert_eq!(
            (level.time(), level.mean(), level.peak()),
            (20, Some(89.5), 99)
        );
        let Kept::Share(share) = &figures.measures["stale-reads"] else {
            panic!("a share")
        };
        assert_eq!((share.count(), share.hits()), (20, 10));
    }

    #[test]
    fn a_window_in_which_nothing_happened_has_no_values() {
        let figures = at(100).since(&at(100), 20);
        let Kept::Times(times, _) = &figures.measures["propagation"] else {
            panic!("times")
        };
        assert_eq!((times.count(), times.mean(), times.max()), (0, None, None));
        assert_eq!(times.quantile(0.5), None);
    }
}
