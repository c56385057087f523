//! A quantity over time for a chart: a bounded number of points however long the run.

use crate::facts::time::{MILLISECOND, Micros};

/// At this many points, neighbours are joined.
const MOST: usize = 512;

/// The greatest value in each of a number of equal spans of time.
#[derive(Clone, Debug)]
pub struct Series {
    width: Micros,
    greatest: Vec<f64>,
    now: f64,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            width: MILLISECOND,
            greatest: Vec::new(),
            now: 0.0,
        }
    }
}

impl Series {
    /// Sets the quantity from an instant on.
    pub fn set(&mut self, at: Micros, value: f64) {
        self.pass(at);
        self.now = value;
        if let Some(last) = self.greatest.last_mut() {
            *last = last.max(value);
        }
    }

    /// The quantity held until now.
    pub fn pass(&mut self, at: Micros) {
        while at / self.width >= MOST as Micros {
            self.greatest = self
                .greatest
                .chunks(2)
                .map(|c| c.iter().copied().fold(0.0, f64::max))
                .collect();
            self.width *= 2;
        }
        let place = (at / self.width) as usize;
        if place >= self.greatest.len() {
            self.greatest.resize(place + 1, self.now);
        }
    }

    /// The points, and after them the quantity as it is now.
    pub fn points_until(&self, now: Micros) -> Vec<(Micros, f64)> {
        let mut points = self.points();
        if points.last().is_none_or(|last| last.0 < now) {
            points.push((now, self.now));
        }
        points
    }

    /// The points: the start of each span and the greatest value in it.
    pub fn points(&self) -> Vec<(Micros, f64)> {
        let starts = (0..).map(|nth| nth * self.width);
        starts.zip(self.greatest.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stay_bounded_and_peaks_survive() {
        let mut series = Series::default();
        series.set(500, 1.0);
        series.set(10_000, 9.0);
        series.set(10_500, 2.0);
        series.pass(3_600_000_000);
        let points = series.points();
        assert!(points.len() <= MOST);
        assert_eq!(points[0].1, 9.0);
        assert_eq!(points.last().map(|&(_, value)| value), Some(2.0));
        let now = series.points_until(3_600_000_001);
        assert_eq!(now.last(), Some(&(3_600_000_001, 2.0)));
    }
}
