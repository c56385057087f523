//! The data that pictures over time are made of: how many keys of each replica differ when, and how sagas ended
//! when. Bounded however long the run: spans of time are joined when there are too many.

use crate::consistency::incidents::ticks::Tick;
use crate::consistency::stats::series::Series;
use crate::facts::time::{MILLISECOND, Micros};

/// At this many spans of time, neighbours are joined.
pub(in crate::consistency) const MOST_SPANS: usize = 48;

/// How sagas ended in a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// When the span begins.
    pub from: Micros,
    /// When it ends.
    pub until: Micros,
    /// Took all their steps.
    pub completed: u64,
    /// Were taken back.
    pub compensated: u64,
    /// Need a person.
    pub stuck: u64,
}

/// What a timeline shows of a run.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// How far the run had come.
    pub until: Micros,
    /// How many keys of replicas differed from the truth over time; without replicas, how many sagas
    /// were under way.
    pub whole: Vec<(Micros, f64)>,
    /// The same of each replica, in the order of [`Consistency::replicas`].
    pub layers: Vec<Vec<(Micros, f64)>>,
    /// When things went wrong.
    pub ticks: Vec<Tick>,
}

/// Quantities over time that no figure needs.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    /// For each replica, by place: how many of its keys differ from the truth.
    pub(in crate::consistency) differing: Vec<(u64, Series)>,
    /// The length of a span of outcomes; 0 before the first.
    pub(in crate::consistency) span: Micros,
    /// Completed, compensated and stuck in each span.
    pub(in crate::consistency) ends: Vec<[u64; 3]>,
    /// The same of all spans.
    pub(in crate::consistency) ended: [u64; 3],
    pub(in crate::consistency) under_way: Series,
}

impl Histories {
    /// From an instant on, one key more or one less of a replica differs from the truth.
    pub(in crate::consistency) fn differ(&mut self, at: Micros, place: usize, is_wrong: bool) {
        if self.differing.len() <= place {
            self.differing.resize_with(place + 1, Default::default);
        }
        let (count, series) = &mut self.differing[place];
        *count = if is_wrong {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        series.set(at, *count as f64);
    }

    /// How many sagas have ended so far, and how many are under way.
    pub(in crate::consistency) fn note_sagas(
        &mut self,
        at: Micros,
        ended: [u64; 3],
        under_way: u64,
    ) {
        self.under_way.set(at, under_way as f64);
        if self.ended == ended {
            return;
        }
        self.span = self.span.max(MILLISECOND);
        while at / self.span >= MOST_SPANS as Micros {
            let join = |pair: &[[u64; 3]]| {
                let sum = |kind: usize| pair.iter().map(|ends| ends[kind]).sum();
                [sum(0), sum(1), sum(2)]
            };
            self.ends = self.ends.chunks(2).map(join).collect();
            self.span *= 2;
        }
        let place = (at / self.span) as usize;
        if place >= self.ends.len() {
            self.ends.resize(place + 1, [0; 3]);
        }
        for ((sum, now), before) in self.ends[place].iter_mut().zip(ended).zip(self.ended) {
            *sum += now - before;
        }
        self.ended = ended;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::HOUR;

    #[test]
    fn outcomes_stay_bounded_and_none_is_lost() {
        let mut histories = Histories::default();
        for nth in 1..=7_200_u64 {
            let ended = [nth / 2, nth / 3, nth / 9];
            histories.note_sagas(nth * HOUR / 7_200, ended, nth % 3);
        }
        assert!(histories.ends.len() <= MOST_SPANS && histories.ends.len() > MOST_SPANS / 2);
        let sums = histories.ends.iter().fold([0; 3], |sums, ends| {
            [sums[0] + ends[0], sums[1] + ends[1], sums[2] + ends[2]]
        });
        assert_eq!(sums, [3_600, 2_400, 800]);
    }

    #[test]
    fn what_differs_is_counted_for_each_replica() {
        let mut histories = Histories::default();
        histories.differ(2_000, 1, true);
        histories.differ(3_000, 1, true);
        histories.differ(5_000, 1, false);
        let (count, series) = &histories.differing[1];
        assert_eq!(*count, 1);
        let points = series.points_until(9_000);
        assert_eq!(
            points[2..],
            [
                (2_000, 1.0),
                (3_000, 2.0),
                (4_000, 2.0),
                (5_000, 2.0),
                (9_000, 1.0)
            ]
        );
        assert_eq!(histories.differing[0].0, 0);
    }
}
