//! Percentiles where some ends have not been seen.
//!
//! A write that a replica does not show yet has an inconsistency window that is at least as long as
//! its age. Leaving it out would make windows look shorter than they are, so percentiles are those
//! of the product-limit estimate (Kaplan and Meier, "Nonparametric Estimation from Incomplete
//! Observations", 1958).

use super::distribution::Distribution;
use crate::sim::order::sort_by_key;
use crate::sim::time::Micros;

/// The time by which a share of all, seen or not, has ended; none if too few ends were seen to say.
pub fn quantile(ended: &Distribution, open: &[Micros], share: f64) -> Option<Micros> {
    if open.is_empty() {
        return ended.quantile(share);
    }
    let mut open = open.to_vec();
    sort_by_key(&mut open, |span| *span);
    let mut at_risk = ended.count() + open.len() as u64;
    let mut censored = open.into_iter().peekable();
    let mut surviving = 1.0;
    for (value, count) in ended.values() {
        while censored.next_if(|&age| age < value).is_some() {
            at_risk -= 1;
        }
        surviving *= 1.0 - count as f64 / at_risk as f64;
        at_risk -= count;
        if 1.0 - surviving >= share - 1e-12 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The remission times of 21 leukaemia patients under 6-MP (Freireich et al., 1963), the
    /// textbook example of the estimate: its median is 23 weeks.
    #[test]
    fn the_textbook_example_comes_out() {
        let mut ended = Distribution::default();
        for weeks in [6, 6, 6, 7, 10, 13, 16, 22, 23] {
            ended.record(weeks);
        }
        let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        assert_eq!(quantile(&ended, &open, 0.5), Some(23));
        assert_eq!(quantile(&ended, &open, 0.25), Some(13));
        assert_eq!(quantile(&ended, &open, 0.95), None);
    }
}
