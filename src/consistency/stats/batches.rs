//! Batch means: how sure one run can be of an average.
//!
//! Observations of one run depend on each other, so their own spread says too little. Means of long
//! batches hardly do (the method of batch means; Law, "Simulation Modeling and Analysis"). The last batch
//! weighs as much as it has, so that all together are what was observed.

use crate::consistency::stats::interval::Part;

/// At this many batches, neighbours are joined.
const MOST: usize = 40;
/// The fewest batches that give an interval.
const FEWEST: usize = 20;
/// The fewest that are left where neighbours are joined because they depend on each other.
const FEWEST_JOINED: usize = 8;
/// So many standard deviations above what chance makes them are neighbours too much alike, and are joined: the
/// 90% quantile of the normal distribution (Law and Carson, "A Sequential Procedure for Determining the Length
/// of a Steady-State Simulation", 1979).
const ALIKE: f64 = 1.282;

/// Sums over consecutive stretches of equal length: of the order of observations, or of time. Their number
/// stays between [`FEWEST`] and twice that, once there are so many.
#[derive(Clone, Debug)]
pub struct Batches {
    width: f64,
    /// How far it was observed.
    at: f64,
    parts: Vec<Part>,
}

impl Batches {
    /// Batches that are this long at first.
    pub fn new(width: f64) -> Self {
        Self {
            width,
            at: 0.0,
            parts: Vec::new(),
        }
    }

    /// Adds an observation of weight 1.
    pub fn add(&mut self, value: f64) {
        self.add_until(self.at + 1.0, value);
    }

    /// Nothing was observed up to here.
    pub fn skip_to(&mut self, at: f64) {
        self.at = at;
    }

    /// Adds a value that held until then, such as a level that held for a time.
    pub fn add_until(&mut self, until: f64, value: f64) {
        while self.at < until {
            let place = (self.at / self.width) as usize;
            if place >= MOST {
                self.join();
                continue;
            }
            if self.parts.len() <= place {
                self.parts.resize(place + 1, Part::default());
            }
            let end = until.min((place + 1) as f64 * self.width);
            let part = &mut self.parts[place];
            part.sum += value * (end - self.at);
            part.weight += end - self.at;
            self.at = end;
        }
    }

    /// Adds to what was observed of late, without any more weight.
    pub fn correct(&mut self, value: f64) {
        if let Some(part) = self.parts.last_mut() {
            part.sum += value;
        }
    }

    /// Takes the average with the batches of something that was observed over the same time.
    pub fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        while self.width < other.width {
            self.join();
        }
        while other.width < self.width {
            other.join();
        }
        if self.parts.len() < other.parts.len() {
            self.parts.resize(other.parts.len(), Part::default());
        }
        for (mine, theirs) in self.parts.iter_mut().zip(&other.parts) {
            *mine = both(*mine, *theirs);
        }
        self.at = self.at.max(other.at);
    }

    fn join(&mut self) {
        self.parts = joined(&self.parts);
        self.width *= 2.0;
    }

    /// Stretches that hardly depend on each other: the batches, or several at a time. As far as neighbours
    /// are alike still, they are spread as much more as independent ones would be (Tafazzoli and others,
    /// "Performance of Skart", 2011). None if there are too few.
    pub fn independent(&self) -> Option<Vec<Part>> {
        let weighty = self.parts.iter().filter(|part| part.weight > 0.0);
        let mut parts: Vec<Part> = weighty.copied().collect();
        if parts.len() < FEWEST {
            return None;
        }
        while likeness(&parts) > ALIKE / libm::sqrt(parts.len() as f64) {
            parts = joined(&parts);
            if parts.len() < FEWEST_JOINED {
                return None;
            }
        }
        let alike = likeness(&parts).clamp(0.0, 0.9);
        let mean = mean(&parts);
        for part in &mut parts {
            let middle = mean * part.weight;
            part.sum = middle + (part.sum - middle) * libm::sqrt((1.0 + alike) / (1.0 - alike));
        }
        Some(parts)
    }
}

fn both(one: Part, two: Part) -> Part {
    Part {
        sum: one.sum + two.sum,
        weight: one.weight + two.weight,
    }
}

fn joined(parts: &[Part]) -> Vec<Part> {
    let pairs = parts.chunks(2);
    let join = |pair: &[Part]| pair.iter().copied().reduce(both).unwrap_or_default();
    pairs.map(join).collect()
}

fn mean(parts: &[Part]) -> f64 {
    let all = parts.iter().copied().reduce(both).unwrap_or_default();
    all.sum / all.weight
}

/// How much neighbours are alike: their correlation. Of independent ones it is about 0, with a standard
/// deviation of 1/sqrt(n).
fn likeness(parts: &[Part]) -> f64 {
    let mean = mean(parts);
    // Each as if it were of weight 1, so that all vary alike.
    let deviation = |part: &Part| (part.sum - mean * part.weight) / libm::sqrt(part.weight);
    let deviations: Vec<f64> = parts.iter().map(deviation).collect();
    let squares: f64 = deviations.iter().map(|one| one * one).sum();
    let products: f64 = deviations.windows(2).map(|pair| pair[0] * pair[1]).sum();
    if squares > 0.0 {
        products / squares
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::stats::interval;

    fn ci95(batches: &Batches) -> Option<(f64, f64)> {
        interval::of_mean(mean(&batches.parts), &batches.independent()?)
    }

    #[test]
    fn too_few_batches_give_no_interval() {
        let mut batches = Batches::new(1.0);
        for value in 0..19 {
            batches.add(f64::from(value * 7 % 19));
        }
        assert_eq!(ci95(&batches), None);
        batches.add(19.0);
        let holds = |(low, high): (f64, f64)| low < 9.5 && 9.5 < high;
        assert!(ci95(&batches).is_some_and(holds));
    }

    #[test]
    fn a_level_that_holds_long_fills_many_batches() {
        let mut batches = Batches::new(1.0);
        batches.add_until(1e6, 3.0);
        assert_eq!(ci95(&batches), Some((3.0, 3.0)));
    }

    #[test]
    fn the_last_batch_counts_for_what_it_has() {
        let mut batches = Batches::new(1.0);
        for _ in 0..45 {
            batches.add(0.0);
        }
        // 23 batches of two; the last has half.
        batches.correct(1.0);
        let (low, high) = ci95(&batches).expect("enough");
        assert!(low <= 1.0 / 45.0 && 1.0 / 45.0 <= high);
        assert_eq!(batches.parts.len(), 23);
    }

    #[test]
    fn what_was_observed_from_later_on_is_averaged_over_the_same_time() {
        let [mut early, mut late] = [Batches::new(1.0), Batches::new(1.0)];
        early.add_until(100.0, 2.0);
        late.skip_to(30.0);
        late.add_until(70.0, 4.0);
        late.merge(&early);
        let all = late.parts.iter().copied().reduce(both).expect("parts");
        assert_eq!((all.sum, all.weight), (360.0, 140.0));
        let tenth = late.parts[10];
        assert_eq!(tenth.sum / tenth.weight, 3.0);
    }

    /// A level that is high for long and then low for long: its stretches are not many observations.
    #[test]
    fn neighbours_that_are_alike_are_joined_until_there_are_too_few() {
        let mut batches = Batches::new(1.0);
        batches.add_until(20.0, 1.0);
        batches.add_until(40.0, 0.0);
        assert_eq!(ci95(&batches), None);
        // Four batches high, four low: joined by two, one says nothing of the next.
        let mut waves = Batches::new(1.0);
        for nth in 0..10 {
            waves.add_until(f64::from(4 * nth + 4), f64::from(nth % 2));
        }
        let parts = waves.independent().expect("enough");
        assert_eq!((waves.parts.len(), parts.len()), (40, 20));
    }
}
