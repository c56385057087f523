//! Laws of random spans of time: how long a message travels, a piece of work lasts, a node is down.
//!
//! A law turns one uniform into one span by inversion, so a larger uniform never gives a shorter
//! span and the same uniform gives the same span on every target (`libm` only). It draws nothing
//! itself and keeps no state; where the uniform comes from is the caller's affair.

use std::sync::Arc;

use crate::facts::time::Micros;

/// No law gives a longer span (about 116 days), so that sums of spans stay far from overflow.
pub const LONGEST: Micros = 10_000_000_000_000;

/// The distribution of a span of time.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always the same span.
    Constant(Micros),
    /// Every span from `low` to `high` alike.
    Uniform {
        /// The shortest span.
        low: Micros,
        /// The longest span.
        high: Micros,
    },
    /// Memoryless, as the wait for the next event of a Poisson process.
    Exponential {
        /// The mean span.
        mean: Micros,
    },
    /// The logarithm is normal; see [`Law::lognormal`].
    Lognormal(Lognormal),
    /// A power-law tail: `P(X > x) = (scale / x) ^ shape`.
    Pareto {
        /// The shortest span.
        scale: Micros,
        /// The exponent of the tail; at 1 and below the mean is infinite but for [`LONGEST`].
        shape: f64,
    },
    /// Measured percentiles `(percent, span)`, percent from 0 to 100 and rising; linear between two
    /// of them, from `(0, 0)` unless 0 is given, flat after the last.
    Quantiles(Arc<[(f64, Micros)]>),
}

/// A lognormal law by its median and its 99th percentile, the two that dashboards show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    p50: Micros,
    p99: Micros,
    sigma: f64,
}

impl Lognormal {
    /// The median.
    pub fn p50(&self) -> Micros {
        self.p50
    }

    /// The 99th percentile.
    pub fn p99(&self) -> Micros {
        self.p99
    }

    /// The standard deviation of the logarithm.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }
}

impl Law {
    /// The lognormal law with this median and this 99th percentile; a percentile below the median
    /// counts as equal to it.
    pub fn lognormal(p50: Micros, p99: Micros) -> Self {
        let sigma = if p50 == 0 || p99 <= p50 {
            0.0
        } else {
            libm::log(p99 as f64 / p50 as f64) / normal_quantile(0.99)
        };
        Self::Lognormal(Lognormal { p50, p99, sigma })
    }

    /// The span at `uniform`, which is in `[0, 1)`, rounded to the nearest microsecond and at most
    /// [`LONGEST`]. What is outside `[0, 1)` counts as the nearest inside.
    pub fn sample(&self, uniform: f64) -> Micros {
        const JUST_BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
        let u = if uniform >= 0.0 {
            uniform.min(JUST_BELOW_ONE)
        } else {
            0.0
        };
        match self {
            Self::Constant(span) => (*span).min(LONGEST),
            Self::Uniform { low, high } => {
                let width = high.saturating_sub(*low) as f64;
                whole(*low as f64 + u * width)
            }
            Self::Exponential { mean } => whole(-libm::log1p(-u) * *mean as f64),
            Self::Lognormal(law) => {
                if law.sigma == 0.0 {
                    law.p50.min(LONGEST)
                } else {
                    whole(law.p50 as f64 * libm::exp(law.sigma * normal_quantile(u)))
                }
            }
            Self::Pareto { scale, shape } => {
                whole(*scale as f64 * libm::exp(-libm::log1p(-u) / shape))
            }
            Self::Quantiles(points) => whole(between(points, u * 100.0)),
        }
    }

    /// The mean span in microseconds, counting spans over [`LONGEST`] as that long.
    pub fn mean(&self) -> f64 {
        let longest = LONGEST as f64;
        let mean = match self {
            Self::Constant(span) => *span as f64,
            Self::Uniform { low, high } => f64::midpoint(*low as f64, *high as f64),
            Self::Exponential { mean } => *mean as f64,
            Self::Lognormal(law) => law.p50 as f64 * libm::exp(law.sigma * law.sigma / 2.0),
            Self::Pareto { scale, shape } => pareto_mean(*scale as f64, *shape, longest),
            Self::Quantiles(points) => quantiles_mean(points),
        };
        if mean < longest { mean } else { longest }
    }

    /// The median span.
    pub fn median(&self) -> Micros {
        self.sample(0.5)
    }
}

/// Rounds to whole microseconds inside the bounds of a span; what is no number becomes 0.
fn whole(span: f64) -> Micros {
    let span = span.round();
    if span >= LONGEST as f64 {
        LONGEST
    } else if span > 0.0 {
        span as Micros
    } else {
        0
    }
}

/// Where the polygon through `points` is at `percent`.
fn between(points: &[(f64, Micros)], percent: f64) -> f64 {
    let above = points.partition_point(|&(at, _)| at <= percent);
    let (left, low) = match above.checked_sub(1) {
        Some(index) => points[index],
        None => (0.0, 0),
    };
    match points.get(above) {
        Some(&(right, high)) if right > left => {
            let part = (percent - left) / (right - left);
            low as f64 + part * (high as f64 - low as f64)
        }
        _ => low as f64,
    }
}

fn quantiles_mean(points: &[(f64, Micros)]) -> f64 {
    let mut mean = 0.0;
    let mut left = (0.0, 0);
    for &right in points {
        mean += (right.0 - left.0) / 100.0 * f64::midpoint(left.1 as f64, right.1 as f64);
        left = right;
    }
    mean + (100.0 - left.0) / 100.0 * left.1 as f64
}

/// The mean of `min(X, longest)` for a Pareto X, by integrating its tail.
fn pareto_mean(scale: f64, shape: f64, longest: f64) -> f64 {
    if scale <= 0.0 {
        return 0.0;
    }
    let ratio = longest / scale;
    if ratio <= 1.0 {
        return longest;
    }
    let excess = shape - 1.0;
    if excess.abs() < 1e-9 {
        scale * (1.0 + libm::log(ratio))
    } else {
        scale * (1.0 - libm::expm1(-excess * libm::log(ratio)) / excess)
    }
}

/// The inverse of the standard normal distribution function: algorithm AS 241, PPND16, of
/// M. J. Wichura, "The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988),
/// 477-484, accurate to about 1 part in 10^16. Minus infinity at 0, infinity at 1.
#[expect(
    clippy::excessive_precision,
    clippy::unreadable_literal,
    reason = "the coefficients stand as they are printed"
)]
pub fn normal_quantile(p: f64) -> f64 {
    const CENTRE: Ratio = Ratio {
        over: [
            3.3871328727963666080e0,
            1.3314166789178437745e2,
            1.9715909503065514427e3,
            1.3731693765509461125e4,
            4.5921953931549871457e4,
            6.7265770927008700853e4,
            3.3430575583588128105e4,
            2.5090809287301226727e3,
        ],
        under: [
            1.0,
            4.2313330701600911252e1,
            6.8718700749205790830e2,
            5.3941960214247511077e3,
            2.1213794301586595867e4,
            3.9307895800092710610e4,
            2.8729085735721942674e4,
            5.2264952788528545610e3,
        ],
    };
    const TAIL: Ratio = Ratio {
        over: [
            1.42343711074968357734e0,
            4.63033784615654529590e0,
            5.76949722146069140550e0,
            3.64784832476320460504e0,
            1.27045825245236838258e0,
            2.41780725177450611770e-1,
            2.27238449892691845833e-2,
            7.74545014278341407640e-4,
        ],
        under: [
            1.0,
            2.05319162663775882187e0,
            1.67638483018380384940e0,
            6.89767334985100004550e-1,
            1.48103976427480074590e-1,
            1.51986665636164571966e-2,
            5.47593808499534494600e-4,
            1.05075007164441684324e-9,
        ],
    };
    const FAR_TAIL: Ratio = Ratio {
        over: [
            6.65790464350110377720e0,
            5.46378491116411436990e0,
            1.78482653991729133580e0,
            2.96560571828504891230e-1,
            2.65321895265761230930e-2,
            1.24266094738807843860e-3,
            2.71155556874348757815e-5,
            2.01033439929228813265e-7,
        ],
        under: [
            1.0,
            5.99832206555887937690e-1,
            1.36929880922735805310e-1,
            1.48753612908506148525e-2,
            7.86869131145613259100e-4,
            1.84631831751005468180e-5,
            1.42151175831644588870e-7,
            2.04426310338993978564e-15,
        ],
    };
    let from_centre = p - 0.5;
    if from_centre.abs() <= 0.425 {
        return from_centre * CENTRE.at(0.180625 - from_centre * from_centre);
    }
    let tail = if from_centre < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if from_centre < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let root = (-libm::log(tail)).sqrt();
    let size = if root <= 5.0 {
        TAIL.at(root - 1.6)
    } else {
        FAR_TAIL.at(root - 5.0)
    };
    if from_centre < 0.0 { -size } else { size }
}

/// A quotient of two polynomials, coefficients from the constant up.
struct Ratio {
    over: [f64; 8],
    under: [f64; 8],
}

impl Ratio {
    fn at(&self, x: f64) -> f64 {
        let polynomial =
            |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
        polynomial(&self.over) / polynomial(&self.under)
    }
}

#[cfg(test)]
mod tests;
