//! Whole distributions in closed form, of events that take two hops with exponential times.
//!
//! Each gives the share of values up to a time in milliseconds. The times are those of the rows that name
//! them.

use libm::exp;

/// The mean of a hop in the links of these rows, in milliseconds.
const SHORT: f64 = 20.0;
const LONG: f64 = 80.0;

/// The sum of two hops with the same mean (Erlang).
pub fn two_equal_hops(t: f64) -> f64 {
    1.0 - exp(-t / SHORT) * (1.0 + t / SHORT)
}

/// The sum of two hops with different means (hypoexponential).
pub fn two_hops(t: f64) -> f64 {
    1.0 - (LONG * exp(-t / LONG) - SHORT * exp(-t / SHORT)) / (LONG - SHORT)
}

/// A short hop, and then the slowest of three long ones that begin together: the integral over the first
/// hop of `a e^(-ap) (1 - e^(-b(t-p)))^3`, its cube multiplied out.
pub fn three_copies(t: f64) -> f64 {
    let (a, b) = (1.0 / SHORT, 1.0 / LONG);
    // The binomial coefficients of the cube with their signs. `a` is no multiple of `b` up to the third.
    let terms = [(0.0, 1.0), (1.0, -3.0), (2.0, 3.0), (3.0, -1.0)];
    let each = terms.map(|(j, factor)| factor * a * (exp(-j * b * t) - exp(-a * t)) / (a - j * b));
    each.iter().sum()
}
