//! The curve of t-visibility: how likely a read is to see a write, by how long after the commit it starts (Bailis
//! et al., "Probabilistically Bounded Staleness for Practical Partial Quorums", 2012). It is made of what the fold
//! has counted.
//!
//! Every copy is as likely to be read as any other, so the chance is the share of the pairs of a write
//! and a copy in which the copy shows the write or a newer one. A pair counts from the first time that
//! this is so; of a change that adds to what is there, only the change itself will do. Pairs that are not
//! so far are censored (see [`survival`]). In a two-way sync the copy is the other side.

use crate::consistency::measures::report::{Figures, Kept};
use crate::consistency::stats::distribution::{Distribution, Edges};
use crate::consistency::stats::interval::wilson;
use crate::consistency::stats::survival::{self, Step};
use crate::facts::time::Micros;

/// Points for each factor of ten.
pub(in crate::consistency) const PER_DECADE: u32 = 20;

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visible {
    /// How long after the commit the read starts.
    pub after: Micros,
    /// The chance that it sees the write or a newer one, between 0 and 1.
    pub share: f64,
    /// The ends of the 95% interval of that, for this point alone.
    pub interval: (f64, f64),
}

impl Figures {
    /// The curve of the runs that these are the figures of.
    pub fn visibility(&self) -> Vec<Visible> {
        match self.measures.get("t-visibility") {
            Some(Kept::Times(ended, open)) => curve(ended, open, self.copies),
            _ => Vec::new(),
        }
    }
}

/// The share of spans that have ended by points on a logarithmic axis, from before the first end to the
/// last. Spans come in groups of this size whose members are not independent of each other.
pub(in crate::consistency) fn curve(
    ended: &Distribution,
    open: &[(Micros, u32)],
    group: u64,
) -> Vec<Visible> {
    let Some(greatest) = ended.max() else {
        return Vec::new();
    };
    let seen = ended.count();
    let all = seen + open.iter().map(|&(_, n)| u64::from(n)).sum::<u64>();
    let mut before = Step {
        at: 0,
        surviving: 1.0,
        greenwood: 0.0,
    };
    let mut points: Vec<Visible> = Vec::new();
    let mut edges = Edges::new(PER_DECADE);
    let mut after = edges.next_edge();
    let mut upto = |before: &Step, at: Micros| {
        while after < at {
            // Of the points at which nothing has ended yet the last is enough.
            if before.surviving == 1.0 {
                points.clear();
            }
            points.push(point(after, before, (all, seen), group));
            after = edges.next_edge();
        }
    };
    survival::steps(ended, open, &mut |step| {
        upto(&before, step.at);
        before = step;
        true
    });
    upto(&before, greatest + 1);
    points.push(point(after, &before, (all, seen), group));
    points
}

/// Wilson's interval, with as many cases as would have Greenwood's variance if all had been seen
/// (Rothman, "Estimation of Confidence Limits for the Cumulative Probability of Survival in Life Table
/// Analysis", 1978). Where that variance tells nothing: all that there are if none has ended, and those of which
/// the end was seen if all have.
pub(in crate::consistency) fn point(
    after: Micros,
    step: &Step,
    (all, seen): (u64, u64),
    group: u64,
) -> Visible {
    let share = 1.0 - step.surviving;
    let variance = step.surviving * step.surviving * step.greenwood;
    let cases = if variance > 0.0 && variance.is_finite() {
        share * step.surviving / variance
    } else if share > 0.0 {
        seen as f64
    } else {
        all as f64
    };
    let cases = (cases / group.max(1) as f64).max(1.0);
    Visible {
        after,
        share,
        interval: wilson(share, cases),
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

    fn shares(ended: &[Micros], open: &[(Micros, u32)]) -> Vec<(Micros, f64)> {
        let points = curve(&of(ended), open, 1);
        assert!(
            points
                .iter()
                .all(|at| at.interval.0 <= at.share && at.share <= at.interval.1)
        );
        let rounded = |share: f64| libm::round(share * 1e9) / 1e9;
        points
            .iter()
            .map(|at| (at.after, rounded(at.share)))
            .collect()
    }

    #[test]
    fn a_point_at_which_all_have_ended_is_as_sure_as_there_are_cases() {
        let points = curve(&of(&[55_000; 371]), &[], 1);
        let last = points.last().expect("there is one");
        assert_eq!((last.share, last.interval.1), (1.0, 1.0));
        assert!(
            (last.interval.0 - 0.9897).abs() < 1e-3,
            "{:?}",
            last.interval
        );
    }

    #[test]
    fn a_constant_is_a_step() {
        // Edges stand 20 to a decade: 50.1 ms and 56.2 ms are neighbours.
        assert_eq!(shares(&[55_000; 7], &[]), [(50_119, 0.0), (56_234, 1.0)]);
    }

    #[test]
    fn without_an_end_there_is_no_curve() {
        assert_eq!(shares(&[], &[]), []);
        assert_eq!(shares(&[], &[(1_000, 3)]), []);
    }

    #[test]
    fn the_curve_never_falls_and_what_is_open_keeps_it_below_one() {
        let points = shares(&[1_000, 10_000, 100_000], &[(1_000_000, 1)]);
        assert!(points.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        assert_eq!(points.first().map(|at| at.1), Some(0.0));
        assert_eq!(points.last().map(|at| at.1), Some(0.75));
        // What was lost from view before the first end says nothing.
        let early = shares(&[1_000, 10_000], &[(500, 7)]);
        assert_eq!(early.last().map(|at| at.1), Some(1.0));
        assert_eq!(
            early.iter().find(|at| at.0 > 1_000).map(|at| at.1),
            Some(0.5)
        );
    }

    /// Published: Wilson's 95% interval of 8 out of 10 is 0.490 to 0.943, of 10 out of 10 0.722 to 1.
    #[test]
    fn intervals_are_those_of_wilson_where_all_has_been_seen() {
        let mut values = vec![1_000; 8];
        values.extend([50_000; 2]);
        let points = curve(&of(&values), &[], 1);
        let at = |share: f64| points.iter().find(|at| (at.share - share).abs() < 1e-9);
        let (low, high) = at(0.8).expect("eight of ten").interval;
        assert!(
            (low - 0.490).abs() < 5e-4 && (high - 0.943).abs() < 5e-4,
            "{low} {high}"
        );
        let (low, high) = curve(&of(&[7; 10]), &[], 1)
            .last()
            .expect("a point")
            .interval;
        assert!((low - 0.722).abs() < 5e-4 && high == 1.0, "{low} {high}");
    }

    #[test]
    fn pairs_of_one_write_say_no_more_than_the_write() {
        let width = |group| {
            let values: Vec<Micros> = (0..400).map(|nth| 1_000 + 100 * nth).collect();
            let points = curve(&of(&values), &[], group);
            let middle = &points[points.len() / 2];
            middle.interval.1 - middle.interval.0
        };
        assert!(width(4) > 1.8 * width(1));
    }
}
