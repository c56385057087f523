//! A level that changes in steps, such as a lag: its average over time and how long it was how high.

use crate::consistency::stats::batches::Batches;
use crate::consistency::stats::interval::Part;
use crate::facts::time::{MILLISECOND, Micros};

/// Higher levels count as this one where the time spent at each level is concerned.
const HIGHEST: usize = 4_096;

/// A whole-number level over time.
#[derive(Clone, Debug)]
pub struct Level {
    now: u64,
    since: Micros,
    area: u128,
    time: Micros,
    peak: u64,
    /// How long it was at each level.
    spent: Vec<Micros>,
    batches: Batches,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            now: 0,
            since: 0,
            area: 0,
            time: 0,
            peak: 0,
            spent: Vec::new(),
            batches: Batches::new(10.0 * MILLISECOND as f64),
        }
    }
}

impl Level {
    /// The level now.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Sets the level from an instant on.
    pub fn set(&mut self, at: Micros, level: u64) {
        self.pass(at);
        self.now = level;
        self.peak = self.peak.max(level);
    }

    /// Counts the time up to an instant.
    pub fn pass(&mut self, at: Micros) {
        let span = at.saturating_sub(self.since);
        if span == 0 {
            return;
        }
        self.since = at;
        self.time += span;
        self.area += u128::from(self.now) * u128::from(span);
        let place = (self.now as usize).min(HIGHEST);
        if self.spent.len() <= place {
            self.spent.resize(place + 1, 0);
        }
        self.spent[place] += span;
        self.batches.add_until(at as f64, self.now as f64);
    }

    /// Adds the time of another level or another run.
    pub fn merge(&mut self, other: &Self) {
        self.area += other.area;
        self.time += other.time;
        self.peak = self.peak.max(other.peak);
        if self.spent.len() < other.spent.len() {
            self.spent.resize(other.spent.len(), 0);
        }
        for (mine, theirs) in self.spent.iter_mut().zip(&other.spent) {
            *mine += theirs;
        }
        self.batches.merge(&other.batches);
    }

    /// What was added since an earlier state of it; not how sure it is.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let before = |place| earlier.spent.get(place).copied().unwrap_or(0);
        let spent = self.spent.iter().enumerate();
        let spent: Vec<Micros> = spent.map(|(place, span)| span - before(place)).collect();
        let peak = spent.iter().rposition(|&span| span > 0).unwrap_or(0);
        Self {
            area: self.area - earlier.area,
            time: self.time - earlier.time,
            peak: if peak == HIGHEST {
                self.peak
            } else {
                peak as u64
            },
            spent,
            batches: Batches::new(f64::INFINITY),
            ..*self
        }
    }

    /// The time that was counted.
    pub fn time(&self) -> Micros {
        self.time
    }

    /// The average over time.
    pub fn mean(&self) -> Option<f64> {
        (self.time > 0).then(|| self.area as f64 / self.time as f64)
    }

    /// The highest level.
    pub fn peak(&self) -> u64 {
        self.peak
    }

    /// The share of the time at this level or above; levels above 4,096 count as that.
    pub fn share_at_least(&self, level: u64) -> Option<f64> {
        let above: Micros = self.spent.iter().skip((level as usize).min(HIGHEST)).sum();
        (self.time > 0).then(|| above as f64 / self.time as f64)
    }

    /// The level that was not exceeded for a share of the time; none if that is 4,096 or more, and
    /// so not known.
    pub fn quantile(&self, share: f64) -> Option<u64> {
        let mut passed = 0;
        let reached = self.spent.iter().position(|&span| {
            passed += span;
            passed as f64 >= share * self.time as f64
        });
        reached
            .filter(|&level| self.time > 0 && level < HIGHEST)
            .map(|level| level as u64)
    }

    /// What was observed as one part, in the unit of the level times microseconds.
    pub(in crate::consistency) fn part(&self) -> Part {
        Part {
            sum: self.area as f64,
            weight: self.time as f64,
        }
    }

    /// The same as parts that hardly depend on each other; none if there are too few.
    pub(in crate::consistency) fn parts(&self) -> Option<Vec<Part>> {
        self.batches.independent()
    }
}

/// A share of cases.
#[derive(Clone, Debug)]
pub struct Share {
    hits: u64,
    count: u64,
    batches: Batches,
}

impl Default for Share {
    fn default() -> Self {
        Self {
            hits: 0,
            count: 0,
            batches: Batches::new(1.0),
        }
    }
}

impl Share {
    /// Adds a case.
    pub fn record(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.count += 1;
        self.batches.add(f64::from(u8::from(hit)));
    }

    /// One of the cases recorded as no hit has turned out to be one.
    pub fn correct(&mut self) {
        self.hits += 1;
        self.batches.correct(1.0);
    }

    /// One of the cases that were hits has turned out to be none.
    pub fn take_back(&mut self) {
        self.hits -= 1;
        self.batches.correct(-1.0);
    }

    /// Adds the cases of another run.
    pub fn merge(&mut self, other: &Self) {
        self.hits += other.hits;
        self.count += other.count;
    }

    /// What was added since an earlier state of it; not how sure it is.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let count = self.count - earlier.count;
        Self {
            // Some of the later hits were recorded earlier, as no hits, or the other way.
            hits: self.hits.saturating_sub(earlier.hits).min(count),
            count,
            batches: Batches::new(f64::INFINITY),
        }
    }

    /// How many cases.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many of them are hits.
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// The share of hits.
    pub fn value(&self) -> Option<f64> {
        (self.count > 0).then(|| self.hits as f64 / self.count as f64)
    }

    /// What was observed as one part.
    pub(in crate::consistency) fn part(&self) -> Part {
        Part {
            sum: self.hits as f64,
            weight: self.count as f64,
        }
    }

    /// The same as parts that hardly depend on each other; none if there are too few.
    pub(in crate::consistency) fn parts(&self) -> Option<Vec<Part>> {
        self.batches.independent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_weighted_by_how_long_they_held() {
        let mut level = Level::default();
        level.set(0, 1);
        level.set(30, 4);
        level.set(40, 0);
        level.pass(100);
        assert_eq!(level.mean(), Some((30.0 + 40.0) / 100.0));
        assert_eq!(level.share_at_least(1), Some(0.4));
        assert_eq!(level.share_at_least(2), Some(0.1));
        assert_eq!(
            (level.quantile(0.5), level.quantile(0.99)),
            (Some(0), Some(4))
        );
        assert_eq!(level.peak(), 4);
    }
}
