use super::*;
use crate::facts::time::{MILLISECOND, SECOND};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn near(left: f64, right: f64, within: f64) {
    assert!(
        (left - right).abs() <= within,
        "{left} is not within {within} of {right}"
    );
}

fn every_form() -> Vec<Law> {
    vec![
        Law::Constant(40 * MILLISECOND),
        Law::Uniform {
            low: 10 * MILLISECOND,
            high: 30 * MILLISECOND,
        },
        Law::Exponential {
            mean: 40 * MILLISECOND,
        },
        Law::lognormal(40 * MILLISECOND, 200 * MILLISECOND),
        Law::Pareto {
            scale: 20 * MILLISECOND,
            shape: 1.5,
        },
        Law::Quantiles(Arc::new([
            (0.0, 1_550),
            (50.0, 3_750),
            (99.9, 32_890),
            (100.0, 2_979_850),
        ])),
    ]
}

/// Quantiles of the standard normal distribution as tables print them (and, in the far tail, as
/// Wichura's own test values: -9.262340089798408 at 1e-20).
#[test]
fn normal_quantile_agrees_with_tables() {
    near(normal_quantile(0.5), 0.0, 0.0);
    near(normal_quantile(0.25), -0.674_489_750_196_081_7, 1e-15);
    near(normal_quantile(0.975), 1.959_963_984_540_054, 1e-14);
    near(normal_quantile(0.99), 2.326_347_874_040_840_8, 1e-14);
    near(normal_quantile(0.001), -3.090_232_306_167_813, 1e-14);
    near(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-14);
}

#[test]
fn normal_quantile_is_infinite_at_its_ends() {
    assert_eq!(normal_quantile(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
    assert_eq!(normal_quantile(1.0).to_bits(), f64::INFINITY.to_bits());
}

#[test]
fn constant_is_itself_whatever_the_uniform() {
    assert!(
        [0.0, 0.3, 0.999]
            .iter()
            .all(|u| Law::Constant(7).sample(*u) == 7)
    );
}

#[test]
fn uniform_runs_from_low_to_high() {
    let law = Law::Uniform {
        low: 1_000,
        high: 3_000,
    };
    assert_eq!(
        [0.0, 0.25, 0.5].map(|u| law.sample(u)),
        [1_000, 1_500, 2_000]
    );
    assert_eq!(law.sample(1.0), 3_000);
}

#[test]
fn exponential_is_minus_mean_times_log_of_the_rest() {
    let law = Law::Exponential { mean: SECOND };
    assert_eq!(law.sample(0.0), 0);
    assert_eq!(law.median(), 693_147);
    assert_eq!(law.sample(0.99), 4_605_170);
}

#[test]
fn lognormal_passes_through_its_median_and_its_99th_percentile() {
    let law = Law::lognormal(40 * MILLISECOND, 200 * MILLISECOND);
    assert_eq!(law.sample(0.5), 40 * MILLISECOND);
    assert_eq!(law.sample(0.99), 200 * MILLISECOND);
    assert_eq!(law.sample(0.01), 8 * MILLISECOND);
    assert_eq!(law.sample(0.0), 0);
}

#[test]
fn lognormal_without_spread_is_constant() {
    let law = Law::lognormal(40, 40);
    assert_eq!([0.0, 0.5, 0.999_999].map(|u| law.sample(u)), [40, 40, 40]);
}

#[test]
fn pareto_halves_and_hundredths_lie_where_its_tail_says() {
    let law = Law::Pareto {
        scale: 1_000,
        shape: 2.0,
    };
    assert_eq!(law.sample(0.0), 1_000);
    assert_eq!(law.sample(0.75), 2_000);
    assert_eq!(law.sample(0.99), 10_000);
}

#[test]
fn quantiles_pass_through_their_points_and_are_linear_between() {
    let law = Law::Quantiles(Arc::new([(50.0, 1_000), (90.0, 5_000)]));
    assert_eq!(law.sample(0.0), 0);
    assert_eq!(law.sample(0.25), 500);
    assert_eq!(law.sample(0.5), 1_000);
    assert_eq!(law.sample(0.7), 3_000);
    assert_eq!(law.sample(0.9), 5_000);
    assert_eq!(law.sample(0.999), 5_000);
}

#[test]
fn quantiles_start_at_the_percentile_0_that_is_given() {
    let law = Law::Quantiles(Arc::new([(0.0, 800), (100.0, 1_000)]));
    assert_eq!([0.0, 0.5].map(|u| law.sample(u)), [800, 900]);
}

#[test]
fn a_larger_uniform_never_gives_a_shorter_span() {
    for law in every_form() {
        let mut last = 0;
        for step in 0..20_000 {
            let span = law.sample(f64::from(step) / 20_000.0);
            assert!(span >= last, "{law:?} falls at {step}");
            last = span;
        }
    }
}

#[test]
fn what_is_no_uniform_counts_as_the_nearest_one() {
    for law in every_form() {
        assert_eq!(law.sample(-1.0), law.sample(0.0));
        assert_eq!(law.sample(f64::NAN), law.sample(0.0));
        assert_eq!(law.sample(2.0), law.sample(1.0 - f64::EPSILON / 2.0));
    }
}

#[test]
fn no_span_is_longer_than_the_longest() {
    let huge = [
        Law::Constant(u64::MAX),
        Law::Uniform {
            low: u64::MAX,
            high: u64::MAX,
        },
        Law::Exponential { mean: u64::MAX },
        Law::lognormal(u64::MAX / 2, u64::MAX),
        Law::Pareto {
            scale: u64::MAX,
            shape: 0.1,
        },
        Law::Quantiles(Arc::new([(0.0, u64::MAX)])),
    ];
    for law in huge {
        assert_eq!(law.sample(0.999), LONGEST, "{law:?}");
        assert!(law.mean() <= LONGEST as f64);
    }
}

#[test]
fn means_are_those_of_the_closed_forms() {
    near(Law::Uniform { low: 10, high: 30 }.mean(), 20.0, 0.0);
    near(Law::Exponential { mean: 40 }.mean(), 40.0, 0.0);
    near(Law::lognormal(1_000, 1_000).mean(), 1_000.0, 0.0);
    near(
        Law::Pareto {
            scale: 1_000,
            shape: 3.0,
        }
        .mean(),
        1_500.0,
        1e-6,
    );
    near(
        Law::Quantiles(Arc::new([(50.0, 1_000)])).mean(),
        750.0,
        1e-9,
    );
    // The mean of spans that are cut at the longest: scale * (1 + ln(longest / scale)).
    near(
        Law::Pareto {
            scale: 1_000,
            shape: 1.0,
        }
        .mean(),
        24_025.850_929,
        1e-3,
    );
}

#[test]
fn means_agree_with_the_average_over_the_uniforms() {
    for law in every_form() {
        let steps = 200_000;
        let sum: f64 = (0..steps)
            .map(|i| law.sample((f64::from(i) + 0.5) / f64::from(steps)) as f64)
            .sum();
        let average = sum / f64::from(steps);
        near(average / law.mean(), 1.0, 0.01);
    }
}

/// The same on both targets, now and later: a changed number here changes every run.
#[test]
fn samples_are_these_on_every_target() {
    let uniforms = [0.000_1, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999_9];
    let samples: Vec<_> = every_form()
        .iter()
        .map(|law| uniforms.map(|u| law.sample(u)))
        .collect();
    assert_eq!(samples, GOLDEN);
}

const GOLDEN: [[Micros; 7]; 6] = [
    [40_000, 40_000, 40_000, 40_000, 40_000, 40_000, 40_000],
    [10_002, 10_200, 15_000, 20_000, 25_000, 29_800, 29_998],
    [4, 402, 11_507, 27_726, 55_452, 184_207, 368_414],
    [3_052, 8_000, 25_084, 40_000, 63_785, 200_000, 524_166],
    [20_001, 20_134, 24_228, 31_748, 50_397, 430_887, 9_283_178],
    [1_550, 1_594, 2_650, 3_750, 18_349, 32_364, 2_685_154],
];
