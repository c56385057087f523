//! The pace of sagas: a step that is being taken is to be seen, although nothing travels.

use crate::facts::time::Micros;
use crate::patterns::pace::{HOP_MS, Moment, Pace, hop_ms, median, tidy};
use crate::scenario::Key;

/// Real time that a step of a saga takes, its messages included.
const STEP_MS: f64 = 1_500.0;

/// The pace of a moment.
pub fn pace(moment: &Moment<'_>) -> Pace {
    let settings = moment.settings;
    let hop_ms = hop_ms(median(settings, Key::LATENCY));
    let step_us = median(settings, Key::STEP);
    let with_hops = step_us as f64 / 1e3 + 2.0 * hop_ms;
    let rate = tidy((hop_ms / HOP_MS).max(with_hops / STEP_MS), 1.0);
    let soon = moment.now + step_us + step_us / 2 + (hop_ms * 1e3) as Micros;
    let is_still = moment.is_still && moment.next_at.is_some_and(|at| at > soon);
    Pace::folded(rate, is_still)
}
