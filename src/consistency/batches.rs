//! Batch means: how sure one run can be of an average.
//!
//! Observations of one run depend on each other, so their own spread says too little. Means of long
//! batches hardly do (the method of batch means; Law, "Simulation Modeling and Analysis").

/// The fewest batches that give an interval.
const FEWEST: usize = 20;
/// At this many batches, neighbours are joined.
const MOST: usize = 2 * FEWEST;

/// Sums of consecutive batches of equal weight. Their number stays between [`FEWEST`] and twice
/// that, once there are so many.
#[derive(Clone, Debug)]
pub struct Batches {
    width: f64,
    full: Vec<f64>,
    sum: f64,
    weight: f64,
    /// How many observers' batches are added up in the full ones.
    merged: f64,
}

impl Batches {
    /// Batches that weigh this much at first.
    pub fn new(width: f64) -> Self {
        Self {
            width,
            full: Vec::new(),
            sum: 0.0,
            weight: 0.0,
            merged: 1.0,
        }
    }

    /// Adds an observation of weight 1.
    pub fn add(&mut self, value: f64) {
        self.add_weighted(value, 1.0);
    }

    /// Adds a value that held for a weight, such as a level that held for a time.
    pub fn add_weighted(&mut self, value: f64, weight: f64) {
        let mut left = weight;
        while left > 0.0 {
            let part = left.min(self.width - self.weight);
            self.sum += value * part;
            self.weight += part;
            left -= part;
            if self.weight >= self.width {
                self.full.push(self.sum / self.weight);
                (self.sum, self.weight) = (0.0, 0.0);
                if self.full.len() == MOST {
                    self.join();
                }
            }
        }
    }

    /// Adds to what was observed of late, without any more weight.
    pub fn correct(&mut self, value: f64) {
        self.sum += value;
    }

    /// Takes the average with the batches of something that was observed over the same time. Where
    /// the two do not match, no interval is better than a wrong one.
    pub fn merge(&mut self, other: &Self) {
        if self.full.is_empty() && self.weight == 0.0 {
            self.clone_from(other);
        } else if self.full.len() == other.full.len() && self.width == other.width {
            for (mine, theirs) in self.full.iter_mut().zip(&other.full) {
                *mine += theirs;
            }
            self.merged += other.merged;
        } else {
            *self = Self::new(f64::INFINITY);
        }
    }

    fn join(&mut self) {
        self.full = self
            .full
            .chunks(2)
            .map(|pair| f64::midpoint(pair[0], pair[1]))
            .collect();
        self.width *= 2.0;
    }

    /// The 95% confidence interval of the average, from at least [`FEWEST`] batches.
    pub fn ci95(&self) -> Option<(f64, f64)> {
        if self.full.len() < FEWEST {
            return None;
        }
        let averages: Vec<f64> = self.full.iter().map(|sum| sum / self.merged).collect();
        interval(&averages)
    }
}

/// The 95% confidence interval of the mean of independent values, by Student's t.
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len();
    if n < 2 {
        return None;
    }
    let count = n as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    let half = student_95(n - 1) * libm::sqrt(squares / (count - 1.0) / count);
    Some((mean - half, mean + half))
}

/// The 97.5% quantile of Student's t: a table up to 30 degrees of freedom, then the expansion of
/// Cornish and Fisher around the normal quantile.
fn student_95(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042,
    ];
    if let Some(&quantile) = freedom.checked_sub(1).and_then(|place| TABLE.get(place)) {
        return quantile;
    }
    let (z, v) = (1.959_964, freedom as f64);
    let cube = z * z * z;
    z + (cube + z) / (4.0 * v) + (5.0 * cube * z * z + 16.0 * cube + 3.0 * z) / (96.0 * v * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expansion_continues_the_table() {
        // Published: t(0.975; 31) = 2.0395, t(0.975; 60) = 2.0003.
        assert!((student_95(31) - 2.0395).abs() < 5e-4);
        assert!((student_95(60) - 2.0003).abs() < 5e-4);
    }

    #[test]
    fn too_few_batches_give_no_interval() {
        let mut batches = Batches::new(1.0);
        for value in 0..19 {
            batches.add(f64::from(value));
        }
        assert_eq!(batches.ci95(), None);
        batches.add(19.0);
        assert!(
            batches
                .ci95()
                .is_some_and(|(low, high)| low < 9.5 && 9.5 < high)
        );
    }

    #[test]
    fn a_level_that_holds_long_fills_many_batches() {
        let mut batches = Batches::new(1.0);
        batches.add_weighted(3.0, 1e6);
        assert_eq!(batches.ci95(), Some((3.0, 3.0)));
    }
}
