//! Confidence intervals: in which range a mean, or a share, of a longer or of more runs lies with 95%
//! confidence.
//!
//! What is averaged comes in parts that hardly depend on each other: the runs of several seeds, or long
//! stretches of one run ([`super::batches`]). Parts weigh as much as they have values, so that the weighted
//! mean of the parts is the mean that is reported, and the interval stands around that.

/// The 97.5% quantile of the normal distribution.
const Z_95: f64 = 1.959_964;

/// A part of what is averaged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// The sum of its values, each times its weight.
    pub sum: f64,
    /// The sum of the weights: how many values, or how long.
    pub weight: f64,
}

/// Of fewer parts the skewness is not known.
const FEWEST_SKEWED: usize = 20;

/// The interval of a mean that cannot be below 0, by Student's t; none of fewer than two parts. The variance
/// of a weighted mean of clusters is that of a ratio (Cochran, "Sampling Techniques", 1977, 6.3). Where most
/// parts are low and a few are high, as in queues, it reaches further up (Hall, "Inverting an Edgeworth
/// Expansion", 1983).
pub fn of_mean(mean: f64, parts: &[Part]) -> Option<(f64, f64)> {
    let spread = Spread::of(mean, parts)?;
    let t = student_95(spread.freedom);
    let (error, shift) = (
        libm::sqrt(spread.variance),
        spread.skew * (1.0 + 2.0 * t * t),
    );
    // The mean itself is never left out, whatever was rounded.
    Some((
        (mean - (t - shift.min(0.0)) * error).max(0.0).min(mean),
        (mean + (t + shift.max(0.0)) * error).max(mean),
    ))
}

/// The interval of a share of so many cases, if cases are what it is a share of; none of fewer than two
/// parts. It is Wilson's with as many independent cases as would vary as much as the parts do, no more than
/// there are (Korn and Graubard, "Confidence Intervals for Proportions with Small Expected Number of Positive
/// Counts Estimated from Survey Data", 1998). Where all cases are alike, nothing is known of how they depend
/// on each other, and it comes from their number alone.
pub fn of_share(share: f64, cases: Option<f64>, parts: &[Part]) -> Option<(f64, f64)> {
    let spread = Spread::of(share, parts)?;
    let most = cases.unwrap_or(f64::INFINITY);
    let few = Z_95 / student_95(spread.freedom);
    let independent = share * (1.0 - share) / spread.variance * few * few;
    // Without a spread, or if all are alike, that is no number or infinite.
    let is_fewer = independent < most;
    Some(wilson(share, if is_fewer { independent } else { most }))
}

/// Wilson's interval of a share of so many independent cases, which may be infinitely many ("Probable
/// Inference, the Law of Succession, and Statistical Inference", 1927).
pub fn wilson(share: f64, cases: f64) -> (f64, f64) {
    let square = Z_95 * Z_95;
    let (whole, part) = (1.0 + square / cases, square / (2.0 * cases));
    let half = Z_95 * libm::sqrt((share * (1.0 - share) + part / 2.0) / cases);
    (
        ((share + part - half) / whole).max(0.0).min(share),
        ((share + part + half) / whole).max(share).min(1.0),
    )
}

/// How much a mean varies, as far as its parts tell.
struct Spread {
    variance: f64,
    /// Degrees of freedom, at least 1.
    freedom: usize,
    /// A sixth of the skewness of the mean, 0 where it is not known.
    skew: f64,
}

impl Spread {
    fn of(mean: f64, parts: &[Part]) -> Option<Self> {
        let weighty = || parts.iter().filter(|part| part.weight > 0.0);
        if weighty().count() < 2 {
            return None;
        }
        let all: f64 = weighty().map(|part| part.weight).sum();
        let squares: f64 = weighty().map(|part| part.weight * part.weight).sum();
        let deviations = weighty().map(|part| part.sum - mean * part.weight);
        let sum: f64 = deviations.map(|deviation| deviation * deviation).sum();
        // As many parts of equal weight are worth as much (Kish, "Survey Sampling", 1965).
        let equal = all * all / squares;
        Some(Self {
            variance: sum / (all * all) * equal / (equal - 1.0),
            freedom: libm::round(equal - 1.0).max(1.0) as usize,
            skew: skew(mean, parts),
        })
    }
}

/// A sixth of the skewness of the mean of these parts; 0 where there are too few to tell.
fn skew(mean: f64, parts: &[Part]) -> f64 {
    let weighty = || parts.iter().filter(|part| part.weight > 0.0);
    let count = weighty().count();
    // Each as if it were of weight 1, so that all vary alike.
    let deviations =
        || weighty().map(|part| (part.sum - mean * part.weight) / libm::sqrt(part.weight));
    let n = count as f64;
    let second = deviations().map(|one| one * one).sum::<f64>() / n;
    let third = deviations().map(|one| one * one * one).sum::<f64>() / n;
    let skewness = third / (second * libm::sqrt(second)) * libm::sqrt(n * (n - 1.0)) / (n - 2.0);
    if count >= FEWEST_SKEWED && second > 0.0 {
        skewness / libm::sqrt(n) / 6.0
    } else {
        0.0
    }
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
    let (z, v) = (Z_95, freedom as f64);
    let cube = z * z * z;
    z + (cube + z) / (4.0 * v) + (5.0 * cube * z * z + 16.0 * cube + 3.0 * z) / (96.0 * v * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(of: &[(f64, f64)]) -> Vec<Part> {
        of.iter()
            .map(|&(sum, weight)| Part { sum, weight })
            .collect()
    }

    #[test]
    fn the_expansion_continues_the_table() {
        // Published: t(0.975; 31) = 2.0395, t(0.975; 60) = 2.0003.
        assert!((student_95(31) - 2.0395).abs() < 5e-4);
        assert!((student_95(60) - 2.0003).abs() < 5e-4);
    }

    /// Parts of equal weight are the textbook's case: 10, 12 and 14 have a mean of 12, a standard error of
    /// 2 / sqrt 3, and t(0.975; 2) = 4.303.
    #[test]
    fn parts_of_equal_weight_are_students_case() {
        let (low, high) = of_mean(12.0, &parts(&[(10.0, 1.0), (12.0, 1.0), (14.0, 1.0)])).unwrap();
        let half = 4.303 * 2.0 / 3_f64.sqrt();
        assert!((low - (12.0 - half)).abs() < 1e-9 && (high - (12.0 + half)).abs() < 1e-9);
    }

    #[test]
    fn a_light_part_says_little_and_none_below_0_is_said() {
        let (_, without) = of_mean(12.0, &parts(&[(100.0, 10.0), (140.0, 10.0)])).unwrap();
        let (_, with) =
            of_mean(12.0, &parts(&[(100.0, 10.0), (140.0, 10.0), (0.0, 0.001)])).unwrap();
        assert!((without - with).abs() < 0.01, "{without} {with}");
        let (low, _) = of_mean(12.0, &parts(&[(10.0, 1.0), (14.0, 1.0)])).unwrap();
        assert_eq!(low, 0.0);
        assert_eq!(
            of_mean(12.0, &parts(&[(12.0, 1.0), (0.0, 0.0)])),
            None,
            "one part"
        );
    }

    /// Published: Wilson's 95% interval of 8 out of 10 is 0.490 to 0.943, of 0 out of 10 0 to 0.278.
    #[test]
    fn where_cases_do_not_depend_on_each_other_it_is_wilsons() {
        let (low, high) = wilson(0.8, 10.0);
        assert!((low - 0.490).abs() < 5e-4 && (high - 0.943).abs() < 5e-4);
        let alike = parts(&[(0.0, 5.0), (0.0, 5.0)]);
        let (low, high) = of_share(0.0, Some(10.0), &alike).unwrap();
        assert!(low == 0.0 && (high - 0.278).abs() < 5e-4);
        assert_eq!(
            of_share(0.25, None, &parts(&[(1.0, 4.0), (1.0, 4.0)])),
            Some((0.25, 0.25))
        );
    }

    #[test]
    fn cases_that_come_together_count_for_less() {
        // Twenty parts of ten cases: hits evenly among them, or all in five of them.
        let even = vec![
            Part {
                sum: 2.5,
                weight: 10.0
            };
            20
        ];
        let mut together = vec![
            Part {
                sum: 0.0,
                weight: 10.0
            };
            15
        ];
        together.extend(
            [Part {
                sum: 10.0,
                weight: 10.0,
            }; 5],
        );
        let width = |parts: &[Part]| {
            of_share(0.25, Some(200.0), parts)
                .map(|(low, high)| high - low)
                .unwrap()
        };
        let (low, high) = wilson(0.25, 200.0);
        assert!(
            (width(&even) - (high - low)).abs() < 1e-12,
            "no more cases than there are"
        );
        assert!(width(&together) > 3.0 * width(&even));
    }
}
