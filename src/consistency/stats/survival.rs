//! Percentiles and curves where some ends have not been seen.
//!
//! A write that a replica does not show yet has an inconsistency window that is at least as long as
//! its age. Leaving it out would make windows look shorter than they are, so percentiles are those
//! of the product-limit estimate (Kaplan and Meier, "Nonparametric Estimation from Incomplete
//! Observations", 1958).

use crate::consistency::stats::distribution::Distribution;
use crate::facts::time::Micros;

/// Spans whose end has not been seen: how long they have lasted, and how many there are of each.
pub type Censored = Vec<(Micros, u32)>;

/// The estimate after a span at which something ended.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The span.
    pub at: Micros,
    /// The share that lasts longer.
    pub surviving: f64,
    /// The sum of Greenwood's formula up to here: the variance of `surviving` as a share of its square
    /// (Greenwood, "The Natural Duration of Cancer", 1926); infinite where nothing survives.
    pub greenwood: f64,
}

/// Shows each step of the estimate, from the shortest span on, until `wants_more` says no.
pub fn steps(
    ended: &Distribution,
    open: &[(Micros, u32)],
    wants_more: &mut dyn FnMut(Step) -> bool,
) {
    let values: Vec<(Micros, u64)> = ended.values().collect();
    // There may be a million open ones, and never more than some thousand values: each is put before the first value
    // that is longer, which takes less than sorting them.
    let mut lost = vec![0; values.len() + 1];
    for &(age, count) in open {
        let before = values.partition_point(|(at, _)| *at <= age);
        lost[before] += u64::from(count);
    }
    let mut at_risk = ended.count() + lost.iter().sum::<u64>();
    let (mut surviving, mut greenwood) = (1.0, 0.0);
    for ((at, count), lost) in values.into_iter().zip(lost) {
        at_risk -= lost;
        let (ends, all) = (count as f64, at_risk as f64);
        surviving *= 1.0 - ends / all;
        greenwood += ends / (all * (all - ends));
        let step = Step {
            at,
            surviving,
            greenwood,
        };
        if !wants_more(step) {
            return;
        }
        at_risk -= count;
    }
}

/// The times by which shares of all, seen or not, have ended, shares in ascending order; none of a share of which
/// too few ends were seen to say. All of them are found in one walk.
pub fn quantiles<const N: usize>(
    ended: &Distribution,
    open: &[(Micros, u32)],
    shares: [f64; N],
) -> [Option<Micros>; N] {
    if open.is_empty() {
        return shares.map(|share| ended.quantile(share));
    }
    let mut found = [None; N];
    let mut next = 0;
    steps(ended, open, &mut |step| {
        while next < N && 1.0 - step.surviving >= shares[next] - 1e-12 {
            found[next] = Some(step.at);
            next += 1;
        }
        next < N
    });
    found
}

/// The share of all, seen or not, that lasts at least so long; none if no end was seen.
pub fn share_at_least(ended: &Distribution, open: &[(Micros, u32)], span: Micros) -> Option<f64> {
    let mut share = 1.0;
    steps(ended, open, &mut |step| {
        if step.at < span {
            share = step.surviving;
        }
        step.at < span
    });
    (ended.count() > 0).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The remission times of 21 leukaemia patients under 6-MP (Freireich et al., 1963), the
    /// textbook example of the estimate: its median is 23 weeks.
    fn leukaemia() -> (Distribution, Censored) {
        let mut ended = Distribution::default();
        for weeks in [6, 6, 6, 7, 10, 13, 16, 22, 23] {
            ended.record(weeks);
        }
        let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        (ended, open.map(|weeks| (weeks, 1)).to_vec())
    }

    #[test]
    fn the_textbook_example_comes_out() {
        let (ended, open) = leukaemia();
        let found = quantiles(&ended, &open, [0.25, 0.5, 0.95]);
        assert_eq!(found, [Some(13), Some(23), None]);
    }

    /// Published with it: at 10 weeks 0.753 survive with a standard error of 0.0963, at 23 weeks 0.448
    /// with 0.1346.
    #[test]
    fn so_do_its_standard_errors() {
        let (ended, open) = leukaemia();
        for (weeks, surviving, error) in [(10, 0.753, 0.0963), (23, 0.448, 0.1346)] {
            let mut found = None;
            steps(&ended, &open, &mut |step| {
                found = (step.at == weeks).then_some(step);
                found.is_none()
            });
            let step = found.expect("somebody relapsed then");
            assert!((step.surviving - surviving).abs() < 5e-4, "{step:?}");
            let found = step.surviving * libm::sqrt(step.greenwood);
            assert!((found - error).abs() < 5e-5, "{step:?} {found}");
        }
    }

    #[test]
    fn the_share_that_lasts_so_long_is_what_survived_before() {
        let (ended, open) = leukaemia();
        let share =
            |weeks| share_at_least(&ended, &open, weeks).map(|share| libm::round(share * 1e3));
        // Published: 0.857 after 6 weeks, 0.807 after 7, 0.448 after 23.
        let expected = [(6, 1_000.0), (7, 857.0), (8, 807.0), (99, 448.0)];
        assert!(
            expected
                .iter()
                .all(|&(weeks, thousandths)| share(weeks) == Some(thousandths))
        );
        assert_eq!(share_at_least(&Distribution::default(), &open, 6), None);
    }

    #[test]
    fn what_is_open_as_often_as_it_says_counts_so_often() {
        let (ended, mut open) = leukaemia();
        let alone = quantiles(&ended, &open, [0.25, 0.4]);
        open.retain(|&(weeks, _)| weeks != 32);
        open.push((32, 2));
        assert_eq!(quantiles(&ended, &open, [0.25, 0.4]), alone);
        open.reverse();
        assert_eq!(quantiles(&ended, &open, [0.25, 0.4]), alone);
    }
}
