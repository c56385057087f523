//! When things went wrong, for the timeline: a bounded number of ticks however long the run.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::facts::time::{MILLISECOND, Micros};

/// At this many spans of time, neighbours are joined.
const MOST: Micros = 512;

/// Anomalies of one kind in one span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// When the first of them was noticed.
    pub at: Micros,
    /// What they are.
    pub what: Anomaly,
    /// The number of the first of them among all anomalies of the run.
    pub nth: u64,
    /// How many they are.
    pub count: u64,
}

/// One tick for each kind in each of a number of equal spans of time.
#[derive(Clone, Debug)]
pub struct Ticks {
    width: Micros,
    ticks: Vec<Tick>,
}

impl Default for Ticks {
    fn default() -> Self {
        Self {
            width: MILLISECOND,
            ticks: Vec::new(),
        }
    }
}

impl Ticks {
    /// One more anomaly, no earlier than those before it.
    pub fn note(&mut self, at: Micros, what: Anomaly, nth: u64) {
        while at / self.width >= MOST {
            self.width *= 2;
            for tick in std::mem::take(&mut self.ticks) {
                self.add(tick);
            }
        }
        self.add(Tick {
            at,
            what,
            nth,
            count: 1,
        });
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Tick] {
        &self.ticks
    }

    fn add(&mut self, tick: Tick) {
        let span = tick.at / self.width;
        for other in self.ticks.iter_mut().rev() {
            if other.at / self.width != span {
                break;
            }
            if other.what == tick.what {
                other.count += tick.count;
                return;
            }
        }
        self.ticks.push(tick);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn ticks_stay_few_and_count_everything() {
        let mut ticks = Ticks::default();
        let kinds = [Anomaly::LostEvent, Anomaly::DivergedKey, Anomaly::LostEvent];
        for nth in 0..30_000 {
            ticks.note(nth * 2_500, kinds[nth as usize % 3], nth);
        }
        let all = ticks.all();
        assert!(all.len() <= 2 * MOST as usize, "{}", all.len());
        assert!(all.len() > MOST as usize / 2, "{}", all.len());
        assert_eq!(all.iter().map(|tick| tick.count).sum::<u64>(), 30_000);
        for pair in all.windows(2) {
            assert!(pair[0].at <= pair[1].at && pair[0].nth < pair[1].nth);
        }
        for tick in all {
            assert_eq!(tick.at, tick.nth * 2_500);
            assert_eq!(tick.what, kinds[tick.nth as usize % 3]);
        }
    }

    #[test]
    fn kinds_of_one_instant_stand_beside_each_other() {
        let mut ticks = Ticks::default();
        ticks.note(7, Anomaly::LostEvent, 0);
        ticks.note(7, Anomaly::DivergedKey, 1);
        ticks.note(8, Anomaly::LostEvent, 2);
        let counts: Vec<_> = ticks.all().iter().map(|t| (t.nth, t.count)).collect();
        assert_eq!(counts, [(0, 2), (1, 1)]);
    }
}
