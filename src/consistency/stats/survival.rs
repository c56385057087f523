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
    let mut open = open.to_vec();
    open.sort_by_cached_key(|(span, _)| *span);
    let unseen: u64 = open.iter().map(|&(_, count)| u64::from(count)).sum();
    let mut at_risk = ended.count() + unseen;
    let mut censored = open.into_iter().peekable();
    let (mut surviving, mut greenwood) = (1.0, 0.0);
    for (at, count) in ended.values() {
        while let Some((_, lost)) = censored.next_if(|&(age, _)| age < at) {
            at_risk -= u64::from(lost);
        }
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

/// The time by which a share of all, seen or not, has ended; none if too few ends were seen to say.
pub fn quantile(ended: &Distribution, open: &[(Micros, u32)], share: f64) -> Option<Micros> {
    if open.is_empty() {
        return ended.quantile(share);
    }
    let mut found = None;
    steps(ended, open, &mut |step| {
        if 1.0 - step.surviving >= share - 1e-12 {
            found = Some(step.at);
        }
        found.is_none()
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
        assert_eq!(quantile(&ended, &open, 0.5), Some(23));
        assert_eq!(quantile(&ended, &open, 0.25), Some(13));
        assert_eq!(quantile(&ended, &open, 0.95), None);
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
        let alone = quantile(&ended, &open, 0.25);
        open.retain(|&(weeks, _)| weeks != 32);
        open.push((32, 2));
        assert_eq!(quantile(&ended, &open, 0.25), alone);
    }
}
