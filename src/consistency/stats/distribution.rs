//! A distribution of times: percentiles to three digits, count, sum, least and greatest exact.

use hdrhistogram::Histogram;

use crate::consistency::stats::batches::Batches;
use crate::consistency::stats::interval::Part;
use crate::facts::time::Micros;

/// Observed spans of time.
#[derive(Clone, Debug)]
pub struct Distribution {
    histogram: Histogram<u32>,
    count: u64,
    sum: u128,
    min: Micros,
    max: Micros,
    batches: Batches,
}

/// A bar of a histogram: how many values lie in `low..high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The least value that counts.
    pub low: Micros,
    /// The first value that does not.
    pub high: Micros,
    /// How many.
    pub count: u64,
}

impl Default for Distribution {
    fn default() -> Self {
        let mut histogram = Histogram::new(3).expect("three digits are within the bounds");
        histogram.auto(true);
        Self {
            histogram,
            count: 0,
            sum: 0,
            min: Micros::MAX,
            max: 0,
            batches: Batches::new(1.0),
        }
    }
}

impl Distribution {
    /// Adds a value.
    pub fn record(&mut self, value: Micros) {
        // It grows by itself, so there is no value that it could not take.
        let _ = self.histogram.record(value);
        self.count += 1;
        self.sum += u128::from(value);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        self.batches.add(value as f64);
    }

    /// Adds the values of another run.
    pub fn merge(&mut self, other: &Self) {
        // Both resize by themselves, so there is nothing that could not be added.
        let _ = self.histogram.add(&other.histogram);
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// What was added since an earlier state of it, its ends to three digits; not how sure it is.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut histogram = self.histogram.clone();
        // All that it had earlier it has still.
        let _ = histogram.subtract(&earlier.histogram);
        let (least, greatest) = (histogram.min(), histogram.max());
        Self {
            count: self.count - earlier.count,
            sum: self.sum - earlier.sum,
            min: least.max(self.min),
            max: greatest.min(self.max),
            batches: Batches::new(f64::INFINITY),
            histogram,
        }
    }

    /// How many values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean in microseconds.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The greatest value.
    pub fn max(&self) -> Option<Micros> {
        (self.count > 0).then_some(self.max)
    }

    /// The value that a share of the values does not exceed, to three digits.
    pub fn quantile(&self, share: f64) -> Option<Micros> {
        if self.count == 0 {
            return None;
        }
        let value = self.histogram.value_at_quantile(share);
        Some(
            self.histogram
                .median_equivalent(value)
                .clamp(self.min, self.max),
        )
    }

    /// The values to three digits, from the least to the greatest, and how often each.
    pub fn values(&self) -> impl Iterator<Item = (Micros, u64)> + '_ {
        self.histogram.iter_recorded().map(|bucket| {
            let value = self.histogram.median_equivalent(bucket.value_iterated_to());
            (
                value.clamp(self.min, self.max),
                u64::from(bucket.count_at_value()),
            )
        })
    }

    /// The share of the values that are at least this, to three digits of the value.
    pub fn share_at_least(&self, value: Micros) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        let from = self.histogram.lowest_equivalent(value);
        let below = if from == 0 {
            0
        } else {
            self.histogram.count_between(0, from - 1)
        };
        Some(1.0 - below as f64 / self.count as f64)
    }

    /// What was observed as one part.
    pub(in crate::consistency) fn part(&self) -> Part {
        Part {
            sum: self.sum as f64,
            weight: self.count as f64,
        }
    }

    /// The same as parts that hardly depend on each other; none if there are too few.
    pub(in crate::consistency) fn parts(&self) -> Option<Vec<Part>> {
        self.batches.independent()
    }

    /// The values as bars of equal width on a logarithmic axis, this many for each factor of ten,
    /// from the least to the greatest.
    pub fn bars(&self, per_decade: u32) -> Vec<Bar> {
        let mut bars: Vec<Bar> = Vec::new();
        let mut edge = Edges::new(per_decade);
        // What took no time at all has a bar of its own: it has no place on a logarithmic axis.
        let (mut low, mut high) = (0, 1);
        for (value, count) in self.values() {
            while value >= high {
                (low, high) = (high, edge.next_edge());
                if !bars.is_empty() {
                    bars.push(Bar {
                        low,
                        high,
                        count: 0,
                    });
                }
            }
            match bars.last_mut() {
                Some(bar) => bar.count += count,
                None => bars.push(Bar { low, high, count }),
            }
        }
        bars
    }
}

/// The edges between bars: 100 µs, and from there on by equal factors.
pub struct Edges {
    per_decade: u32,
    nth: u32,
}

impl Edges {
    /// This many for each factor of ten.
    pub fn new(per_decade: u32) -> Self {
        Self { per_decade, nth: 0 }
    }

    /// The next one.
    pub fn next_edge(&mut self) -> Micros {
        let exponent = 2.0 + f64::from(self.nth) / f64::from(self.per_decade);
        self.nth += 1;
        // The digits of the edges are those of `pow`, and reports have them.
        libm::round(libm::pow(10.0, exponent)) as Micros
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[Micros]) -> Distribution {
        let mut distribution = Distribution::default();
        for &value in values {
            distribution.record(value);
        }
        distribution
    }

    #[test]
    fn a_constant_is_exact_in_every_figure() {
        let constant = of(&[55_000; 100]);
        assert_eq!(constant.mean(), Some(55_000.0));
        assert_eq!(constant.quantile(0.5), Some(55_000));
        assert_eq!(constant.quantile(0.99), Some(55_000));
        assert_eq!(constant.share_at_least(55_000), Some(1.0));
    }

    #[test]
    fn without_values_there_are_no_figures() {
        let empty = of(&[]);
        assert_eq!(
            (empty.mean(), empty.quantile(0.5), empty.max()),
            (None, None, None)
        );
        assert!(empty.bars(10).is_empty());
    }

    #[test]
    fn bars_hold_every_value_and_touch_each_other() {
        let bars = of(&[0, 90, 150, 40_000, 41_000, 2_000_000]).bars(10);
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 6);
        assert!(
            bars.windows(2).all(|pair| pair[0].high == pair[1].low),
            "{bars:?}"
        );
        assert_eq!((bars[0].high, bars[0].count), (1, 1), "0 is apart");
        assert!(bars[0].low == 0 && bars.last().is_some_and(|bar| bar.high > 2_000_000));
    }
}
